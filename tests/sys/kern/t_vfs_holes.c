/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * lseek(2) with SEEK_DATA and SEEK_HOLE.
 */

#include <sys/param.h>
#include <sys/mman.h>
#include "h_vfs.h"

#define	PAGE	4096
#define	MB	(1024L * 1024)

/*
 * A file with the bytes at each offset, up to a -1, in pages of their own.
 */
static int
sparse(const off_t *offs, off_t size)
{
	char buf[PAGE];
	int fd;

	fd = open("f", O_RDWR | O_CREAT | O_TRUNC, 0644);
	ATF_REQUIRE(fd >= 0);
	memset(buf, 0, sizeof(buf));		/* zeros are data */
	for (; *offs != -1; offs++)
		ATF_REQUIRE_EQ(PAGE, pwrite(fd, buf, PAGE, *offs));
	ATF_REQUIRE_EQ(0, ftruncate(fd, size));
	return (fd);
}

/*
 * The file is what sparse() made, however it is asked.
 */
static void
check_sparse(int fd, const off_t *offs, off_t size)
{
	off_t at = 0;

	for (; *offs != -1; offs++) {
		if (at < *offs) {
			ATF_CHECK_EQ(at, lseek(fd, at, SEEK_HOLE));
			ATF_CHECK_EQ(*offs, lseek(fd, at, SEEK_DATA));
			ATF_CHECK_EQ(*offs, lseek(fd, *offs - 1, SEEK_DATA));
		}
		ATF_CHECK_EQ(*offs, lseek(fd, *offs, SEEK_DATA));
		ATF_CHECK_EQ(*offs + 7, lseek(fd, *offs + 7, SEEK_DATA));
		ATF_CHECK_EQ(*offs + 7, lseek(fd, 0, SEEK_CUR));
		at = *offs + PAGE;
		if (offs[1] == at)
			continue;
		ATF_CHECK_EQ(at, lseek(fd, *offs, SEEK_HOLE));
		ATF_CHECK_EQ(at, lseek(fd, at - 1, SEEK_HOLE));
	}
	if (at < size) {
		ATF_CHECK_EQ(size - 1, lseek(fd, size - 1, SEEK_HOLE));
		ATF_CHECK_ERRNO(ENXIO, lseek(fd, at, SEEK_DATA) == -1);
		ATF_CHECK_EQ(size - 1, lseek(fd, 0, SEEK_CUR));
	}
}

static void
try_sparse(const off_t *offs, off_t size)
{
	int fd = sparse(offs, size);

	check_sparse(fd, offs, size);
	ATF_REQUIRE_EQ(0, fsync(fd));
	check_sparse(fd, offs, size);
	ATF_REQUIRE_EQ(0, posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED));
	check_sparse(fd, offs, size);
	ATF_REQUIRE_EQ(0, close(fd));
}

ATF_TC_WITHOUT_HEAD(lseek__finds_data_and_holes);
ATF_TC_BODY(lseek__finds_data_and_holes, tc)
{
	static const off_t none[] = { -1 }, first[] = { 0, -1 },
	    last[] = { 15 * PAGE, -1 },
	    some[] = { PAGE, 2 * PAGE, 5 * PAGE, 11 * PAGE, 12 * PAGE,
		13 * PAGE, 14 * PAGE, -1 };

	try_sparse(none, 16 * PAGE);
	try_sparse(none, 1);
	try_sparse(first, 16 * PAGE);
	try_sparse(last, 16 * PAGE);
	try_sparse(some, 16 * PAGE);
	try_sparse(some, 15 * PAGE + 1);
}

/*
 * In front of, behind and in the middle of indirect blocks.
 */
ATF_TC_WITHOUT_HEAD(lseek__finds_data_far_away);
ATF_TC_BODY(lseek__finds_data_far_away, tc)
{
	static const off_t offs[] = { 3 * PAGE, 12 * PAGE, 100 * PAGE,
	    5 * MB, 70 * MB, 4500 * MB, 4500 * MB + PAGE, 9000 * MB, -1 };

	try_sparse(offs, 10000 * MB);
}

/*
 * Data that only a mapping has.
 */
ATF_TC_WITHOUT_HEAD(lseek__finds_what_a_mapping_wrote);
ATF_TC_BODY(lseek__finds_what_a_mapping_wrote, tc)
{
	static const off_t none[] = { -1 }, some[] = { 3 * PAGE, 9 * PAGE, -1 };
	int fd = sparse(none, 16 * PAGE);
	volatile char *p;

	p = mmap(NULL, 16 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	p[3 * PAGE + 5] = 'x';
	p[9 * PAGE + 4095] = 'x';
	check_sparse(fd, some, 16 * PAGE);
	ATF_REQUIRE_EQ(0, fsync(fd));
	check_sparse(fd, some, 16 * PAGE);
}

/*
 * What is cut off is a hole when the file becomes longer again, and what is
 * allocated is none.
 */
ATF_TC_WITHOUT_HEAD(lseek__after_truncation_and_allocation);
ATF_TC_BODY(lseek__after_truncation_and_allocation, tc)
{
	static const off_t offs[] = { 0, PAGE, 2 * PAGE, 3 * PAGE, -1 };
	int fd = sparse(offs, 4 * PAGE);

	ATF_CHECK_EQ(4 * PAGE, lseek(fd, 0, SEEK_HOLE));
	ATF_REQUIRE_EQ(0, ftruncate(fd, 2 * PAGE));
	ATF_REQUIRE_EQ(0, ftruncate(fd, 16 * PAGE));
	ATF_CHECK_EQ(2 * PAGE, lseek(fd, 0, SEEK_HOLE));
	ATF_CHECK_ERRNO(ENXIO, lseek(fd, 2 * PAGE, SEEK_DATA) == -1);
	ATF_REQUIRE_EQ(0, posix_fallocate(fd, 4 * PAGE, 2 * PAGE));
	ATF_CHECK_EQ(4 * PAGE, lseek(fd, 2 * PAGE, SEEK_DATA));
	ATF_CHECK_EQ(6 * PAGE, lseek(fd, 4 * PAGE, SEEK_HOLE));
}

ATF_TC_WITHOUT_HEAD(lseek__enxio_outside_the_file);
ATF_TC_BODY(lseek__enxio_outside_the_file, tc)
{
	static const off_t offs[] = { PAGE, -1 };
	int fd = sparse(offs, 16 * PAGE);

	ATF_REQUIRE_EQ(5, lseek(fd, 5, SEEK_SET));
	ATF_CHECK_ERRNO(ENXIO, lseek(fd, -1, SEEK_DATA) == -1);
	ATF_CHECK_ERRNO(ENXIO, lseek(fd, -1, SEEK_HOLE) == -1);
	ATF_CHECK_ERRNO(ENXIO, lseek(fd, 16 * PAGE, SEEK_DATA) == -1);
	ATF_CHECK_ERRNO(ENXIO, lseek(fd, 16 * PAGE, SEEK_HOLE) == -1);
	ATF_CHECK_ERRNO(ENXIO, lseek(fd, INT64_MAX, SEEK_HOLE) == -1);
	ATF_CHECK_EQ(5, lseek(fd, 0, SEEK_CUR));
}

ATF_TP_ADD_TCS(tp)
{

	vfs_start();
	ATF_TP_ADD_TC(tp, lseek__finds_data_and_holes);
	ATF_TP_ADD_TC(tp, lseek__finds_data_far_away);
	ATF_TP_ADD_TC(tp, lseek__finds_what_a_mapping_wrote);
	ATF_TP_ADD_TC(tp, lseek__after_truncation_and_allocation);
	ATF_TP_ADD_TC(tp, lseek__enxio_outside_the_file);
	return (atf_no_error());
}
