/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Mappings of files: one copy of the data for read, write and mmap; truncation
 * under a mapping.
 */
#include <sys/stat.h>
#include "h_vm.h"

static char *
map_file(int fd, size_t pages, int prot, int flags)
{
	void *p;

	p = mmap(NULL, pages * PAGE, prot, flags, fd, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	return (p);
}

ATF_TC_WITHOUT_HEAD(mmap_file__shows_the_file);
ATF_TC_BODY(mmap_file__shows_the_file, tc)
{
	int fd = make_file("f", 40 * PAGE + 10);
	char *p = map_file(fd, 41, PROT_READ, MAP_PRIVATE);
	int i;

	for (i = 40; i >= 0; i--)
		ATF_REQUIRE_EQ(i + 1, p[i * PAGE]);
	ATF_CHECK_EQ(41, p[40 * PAGE + 9]);
	ATF_CHECK_EQ(0, p[40 * PAGE + 10]);
	ATF_CHECK_EQ(0, p[41 * PAGE - 1]);
	/* The mapping does not need the descriptor. */
	ATF_REQUIRE_EQ(0, close(fd));
	ATF_REQUIRE_EQ(0, unlink("f"));
	ATF_CHECK_EQ(3, p[2 * PAGE]);
}

ATF_TC_WITHOUT_HEAD(mmap_file__offset);
ATF_TC_BODY(mmap_file__offset, tc)
{
	int fd = make_file("f", 8 * PAGE);
	char *p;

	p = mmap(NULL, 2 * PAGE, PROT_READ, MAP_SHARED, fd, 5 * PAGE);
	ATF_REQUIRE(p != MAP_FAILED);
	ATF_CHECK_EQ(6, p[0]);
	ATF_CHECK_EQ(7, p[PAGE]);
}

ATF_TC_WITHOUT_HEAD(mmap_file__shared_is_coherent);
ATF_TC_BODY(mmap_file__shared_is_coherent, tc)
{
	int fd = make_file("f", 4 * PAGE);
	char *p = map_file(fd, 4, RW, MAP_SHARED);
	char *q = map_file(fd, 4, PROT_READ, MAP_PRIVATE);
	char buf[8];

	memcpy(p + PAGE - 2, "abcd", 4);
	ATF_CHECK_EQ(4, pread(fd, buf, 4, PAGE - 2));
	ATF_CHECK_EQ(0, memcmp(buf, "abcd", 4));
	ATF_CHECK_EQ(3, pwrite(fd, "XYZ", 3, 2 * PAGE));
	ATF_CHECK_EQ(0, memcmp(p + 2 * PAGE, "XYZ", 3));
	ATF_CHECK_EQ(0, memcmp(q + 2 * PAGE, "XYZ", 3));
	ATF_REQUIRE_EQ(0, munmap(p, 4 * PAGE));
	ATF_REQUIRE_EQ(0, fsync(fd));
	ATF_CHECK_EQ(4, pread(fd, buf, 4, PAGE - 2));
	ATF_CHECK_EQ(0, memcmp(buf, "abcd", 4));
}

ATF_TC_WITHOUT_HEAD(mmap_file__private_is_private);
ATF_TC_BODY(mmap_file__private_is_private, tc)
{
	int fd = make_file("f", 4 * PAGE), status;
	char *p = map_file(fd, 4, RW, MAP_PRIVATE);
	pid_t pid;
	char c;

	p[PAGE] = 'p';
	ATF_CHECK_EQ(1, pread(fd, &c, 1, PAGE));
	ATF_CHECK_EQ(2, c);
	ATF_CHECK_EQ(2, p[PAGE + 1]);
	ATF_CHECK_EQ(1, pwrite(fd, "f", 1, PAGE));
	ATF_CHECK_EQ('p', p[PAGE]);
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		WANT(p[PAGE] == 'p' && p[0] == 1);
		p[PAGE] = 'c';
		p[0] = 'c';
		_exit(0);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
	ATF_CHECK_EQ('p', p[PAGE]);
	ATF_CHECK_EQ(1, p[0]);
}

ATF_TC_WITHOUT_HEAD(mmap_file__sigbus_past_the_end);
ATF_TC_BODY(mmap_file__sigbus_past_the_end, tc)
{
	int fd = make_file("f", PAGE + 1);
	char *p = map_file(fd, 4, RW, MAP_SHARED);

	ATF_CHECK_EQ(0, touch(p + 2 * PAGE - 1, 0));
	ATF_CHECK_EQ(SIGBUS, touch(p + 2 * PAGE, 0));
	ATF_CHECK_EQ((void *)(p + 2 * PAGE), h_addr);
	ATF_CHECK_EQ(SIGBUS, touch(p + 3 * PAGE, 1));
	/* The kernel gets EFAULT there. */
	ATF_CHECK_ERRNO(EFAULT, pwrite(fd, p + 2 * PAGE, 1, 0) == -1);
	ATF_REQUIRE_EQ(0, ftruncate(fd, 4 * PAGE));
	ATF_CHECK_EQ(0, touch(p + 3 * PAGE, 1));
	ATF_CHECK_EQ(0, p[2 * PAGE]);
}

ATF_TC_WITHOUT_HEAD(mmap_file__truncate_under_mapping);
ATF_TC_BODY(mmap_file__truncate_under_mapping, tc)
{
	int fd = make_file("f", 8 * PAGE);
	char *p = map_file(fd, 8, RW, MAP_SHARED);
	char *q = map_file(fd, 8, PROT_READ, MAP_PRIVATE);
	int i;

	for (i = 0; i < 8; i++)
		ATF_REQUIRE_EQ(i + 1, p[i * PAGE] + 0 * q[i * PAGE]);
	ATF_REQUIRE_EQ(0, ftruncate(fd, 2 * PAGE + 10));
	ATF_CHECK_EQ(3, p[2 * PAGE + 9]);
	ATF_CHECK_EQ(0, p[2 * PAGE + 10]);
	ATF_CHECK_EQ(SIGBUS, touch(p + 3 * PAGE, 0));
	ATF_CHECK_EQ(SIGBUS, touch(q + 7 * PAGE, 0));
	/* What a mapping writes past the end never becomes the file's. */
	p[2 * PAGE + 20] = 'x';
	ATF_REQUIRE_EQ(0, ftruncate(fd, 8 * PAGE));
	ATF_CHECK_EQ(0, p[2 * PAGE + 20]);
	for (i = 3; i < 8; i++)
		ATF_CHECK_EQ(0, p[i * PAGE]);
}

/*
 * One process reads through a mapping what another truncates and extends.
 */
ATF_TC_WITHOUT_HEAD(mmap_file__truncate_race);
ATF_TC_BODY(mmap_file__truncate_race, tc)
{
	int fd = make_file("f", 32 * PAGE), i, j, status;
	char *p = map_file(fd, 32, PROT_READ, MAP_SHARED);
	pid_t pid;

	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		for (i = 0; i < 300; i++) {
			WANT(ftruncate(fd, i % 32 * PAGE) == 0);
			WANT(pwrite(fd, "a", 1, 31 * PAGE) == 1);
		}
		_exit(0);
	}
	for (i = 0; waitpid(pid, &status, WNOHANG) == 0; i++) {
		j = touch(p + i % 32 * PAGE, 0);
		ATF_REQUIRE(j == 0 || j == SIGBUS);
	}
	ATF_CHECK_EQ(0, status);
}

/*
 * A read into, and a write from, a mapping of the file itself.
 */
ATF_TC_WITHOUT_HEAD(mmap_file__copies_to_itself);
ATF_TC_BODY(mmap_file__copies_to_itself, tc)
{
	int fd = make_file("f", 4 * PAGE);
	char *p = map_file(fd, 4, RW, MAP_SHARED);

	ATF_CHECK_EQ((ssize_t)PAGE, pread(fd, p, PAGE, PAGE));
	ATF_CHECK_EQ(2, p[0]);
	ATF_CHECK_EQ((ssize_t)PAGE, pwrite(fd, p + 2 * PAGE, PAGE, 3 * PAGE));
	ATF_CHECK_EQ(3, p[3 * PAGE]);
	/* Extends the file by a page that comes from the file. */
	ATF_CHECK_EQ((ssize_t)PAGE, pwrite(fd, p, PAGE, 4 * PAGE));
	ATF_REQUIRE_EQ(0, close(fd));
	fd = open("f", O_RDONLY);
	p = map_file(fd, 5, PROT_READ, MAP_PRIVATE);
	ATF_CHECK_EQ(2, p[4 * PAGE]);
}

ATF_TC_WITHOUT_HEAD(mmap_file__sparse);
ATF_TC_BODY(mmap_file__sparse, tc)
{
	int fd = make_file("f", 0);
	char *p;
	char c;

	ATF_REQUIRE_EQ(0, ftruncate(fd, 64 * PAGE));
	p = map_file(fd, 64, RW, MAP_SHARED);
	ATF_CHECK_EQ(0, p[63 * PAGE]);
	p[30 * PAGE] = 'x';
	ATF_REQUIRE_EQ(0, fsync(fd));
	ATF_CHECK_EQ(1, pread(fd, &c, 1, 30 * PAGE));
	ATF_CHECK_EQ('x', c);
	ATF_CHECK_EQ(1, pread(fd, &c, 1, 29 * PAGE));
	ATF_CHECK_EQ(0, c);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, mmap_file__shows_the_file);
	ATF_TP_ADD_TC(tp, mmap_file__offset);
	ATF_TP_ADD_TC(tp, mmap_file__shared_is_coherent);
	ATF_TP_ADD_TC(tp, mmap_file__private_is_private);
	ATF_TP_ADD_TC(tp, mmap_file__sigbus_past_the_end);
	ATF_TP_ADD_TC(tp, mmap_file__truncate_under_mapping);
	ATF_TP_ADD_TC(tp, mmap_file__truncate_race);
	ATF_TP_ADD_TC(tp, mmap_file__copies_to_itself);
	ATF_TP_ADD_TC(tp, mmap_file__sparse);
	return (atf_no_error());
}
