/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * madvise(2), posix_madvise(2), mincore(2), msync(2).
 */
#include <sys/mount.h>
#include "h_vm.h"

/* A file on the disk, none of which is in memory, mapped shared. */
static char *
cold_file(size_t pages)
{
	int fd = make_file("/var/tmp/t_madvise", pages * PAGE);
	char *p;

	ATF_REQUIRE_EQ(0, unlink("/var/tmp/t_madvise"));
	p = mmap(NULL, pages * PAGE, RW, MAP_SHARED, fd, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	ATF_REQUIRE_EQ(0, fsync(fd));
	ATF_REQUIRE_EQ(0, close(fd));
	reclaim();
	ATF_REQUIRE_EQ(0, resident(p, pages));
	return (p);
}

ATF_TC_WITHOUT_HEAD(madvise__willneed_reads);
ATF_TC_BODY(madvise__willneed_reads, tc)
{
	char *p = cold_file(300);

	ATF_REQUIRE_EQ(0, madvise(p, 20 * PAGE, MADV_WILLNEED));
	ATF_CHECK(resident(p, 20) == 20);
	ATF_REQUIRE_EQ(0, madvise(p, 300 * PAGE, MADV_WILLNEED));
	ATF_CHECK(resident(p, 256) == 256);
	ATF_CHECK_EQ(20, p[19 * PAGE]);
	/* Of anonymous memory, and behind the end of the file, it is vain. */
	ATF_CHECK_EQ(0, madvise(map(2, RW, ANON), 2 * PAGE, MADV_WILLNEED));
}

ATF_TC_WITHOUT_HEAD(madvise__random_reads_one_page);
ATF_TC_BODY(madvise__random_reads_one_page, tc)
{
	char *p = cold_file(64);

	ATF_REQUIRE_EQ(0, madvise(p, 64 * PAGE, MADV_RANDOM));
	ATF_CHECK_EQ(11, p[10 * PAGE]);
	ATF_CHECK_EQ(1, resident(p, 64));
	ATF_CHECK_EQ(12, p[11 * PAGE]);
	ATF_CHECK_EQ(2, resident(p, 64));
	ATF_REQUIRE_EQ(0, madvise(p, 64 * PAGE, MADV_SEQUENTIAL));
	ATF_CHECK_EQ(21, p[20 * PAGE]);
	ATF_CHECK(resident(p, 64) > 10);
	ATF_CHECK_EQ(0, madvise(p, 64 * PAGE, MADV_NORMAL));
}

ATF_TC_WITHOUT_HEAD(madvise__dontneed_loses_nothing);
ATF_TC_BODY(madvise__dontneed_loses_nothing, tc)
{
	char *p = cold_file(4), *q = map(4, RW, ANON);

	memset(p, 40, 4 * PAGE);
	memset(q, 41, 4 * PAGE);
	ATF_REQUIRE_EQ(0, madvise(p, 4 * PAGE, MADV_DONTNEED));
	ATF_REQUIRE_EQ(0, madvise(q, 4 * PAGE, MADV_DONTNEED));
	ATF_CHECK_EQ(40, p[3 * PAGE]);
	ATF_CHECK_EQ(41, q[3 * PAGE]);
	p[0] = 42;
	reclaim();
	ATF_CHECK_EQ(42, p[0]);
}

ATF_TC_WITHOUT_HEAD(madvise__free_frees);
ATF_TC_BODY(madvise__free_frees, tc)
{
	unsigned long anon;
	char *p = map(512, RW, ANON);

	memset(p, 7, 512 * PAGE);
	anon = counter("vm.stats.anon");
	ATF_REQUIRE_EQ(0, madvise(p + PAGE, 510 * PAGE, MADV_FREE));
	ATF_CHECK(counter("vm.stats.anon") <= anon - 500);
	ATF_CHECK_EQ(2, resident(p, 512));
	ATF_CHECK_EQ(7, p[0]);
	ATF_CHECK_EQ(7, p[511 * PAGE]);
	ATF_CHECK_EQ(0, p[PAGE]);
	p[PAGE] = 8;
	ATF_CHECK_EQ(8, p[PAGE]);
}

static void
free_in_child(void *arg)
{
	char *p = arg;

	WANT(madvise(p, 4 * PAGE, MADV_FREE) == 0);
	WANT(p[0] == 5 || p[0] == 0);
}

ATF_TC_WITHOUT_HEAD(madvise__free_leaves_others_alone);
ATF_TC_BODY(madvise__free_leaves_others_alone, tc)
{
	int fd = make_file("f", 2 * PAGE);
	char *p = map(4, RW, ANON);

	memset(p, 5, 4 * PAGE);
	in_child(free_in_child, p);
	ATF_CHECK_EQ(5, p[0]);
	ATF_CHECK_EQ(5, p[3 * PAGE]);
	/* A private copy of a file must not become the file again. */
	p = mmap(NULL, 2 * PAGE, RW, MAP_PRIVATE, fd, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	p[0] = 9;
	ATF_REQUIRE_EQ(0, madvise(p, 2 * PAGE, MADV_FREE));
	ATF_CHECK_EQ(9, p[0]);
	/* Nor is locked memory freed. */
	p = map(2, RW, ANON);
	p[0] = 3;
	ATF_REQUIRE_EQ(0, mlock(p, 2 * PAGE));
	ATF_REQUIRE_EQ(0, madvise(p, 2 * PAGE, MADV_FREE));
	ATF_CHECK_EQ(2, resident(p, 2));
}

ATF_TC_WITHOUT_HEAD(madvise__einval);
ATF_TC_BODY(madvise__einval, tc)
{
	char *p = map(2, RW, ANON);

	ATF_CHECK_ERRNO(EINVAL, madvise(p, PAGE, -1) == -1);
	ATF_CHECK_ERRNO(EINVAL, madvise(p, PAGE, 11) == -1);
	ATF_CHECK_ERRNO(EINVAL, madvise(p + 1, PAGE, MADV_NORMAL) == -1);
	ATF_CHECK_ERRNO(EINVAL, madvise(p, SIZE_MAX, MADV_NORMAL) == -1);
}

ATF_TC_WITHOUT_HEAD(madvise__enomem_when_not_mapped);
ATF_TC_BODY(madvise__enomem_when_not_mapped, tc)
{
	static const int all[] = { MADV_NORMAL, MADV_RANDOM, MADV_WILLNEED,
	    MADV_DONTNEED, MADV_FREE, MADV_CORE };
	char *p = map(3, RW, ANON);
	size_t i;

	memset(p, 1, 3 * PAGE);
	ATF_REQUIRE_EQ(0, munmap(p + PAGE, PAGE));
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		ATF_CHECK_ERRNO(ENOMEM, madvise(p, 3 * PAGE, all[i]) == -1);
	ATF_CHECK_EQ(1, p[0]);
	ATF_CHECK_ERRNO(ENOMEM, madvise((void *)(1UL << 63), PAGE,
	    MADV_NORMAL) == -1);
	ATF_CHECK_EQ(0, madvise(p, 0, MADV_NORMAL));
}

ATF_TC(madvise__eperm_protect);
ATF_TC_HEAD(madvise__eperm_protect, tc)
{

	atf_tc_set_md_var(tc, "require.user", "unprivileged");
}
ATF_TC_BODY(madvise__eperm_protect, tc)
{

	ATF_CHECK_ERRNO(EPERM, madvise(NULL, 0, MADV_PROTECT) == -1);
}

ATF_TC_WITHOUT_HEAD(posix_madvise__returns_the_error);
ATF_TC_BODY(posix_madvise__returns_the_error, tc)
{
	char *p = map(1, RW, ANON);

	errno = 77;
	ATF_CHECK_EQ(0, posix_madvise(p, PAGE, POSIX_MADV_WILLNEED));
	ATF_CHECK_EQ(EINVAL, posix_madvise(p, PAGE, MADV_FREE));
	ATF_CHECK_EQ(EINVAL, posix_madvise(p + 1, PAGE, POSIX_MADV_RANDOM));
	ATF_REQUIRE_EQ(0, munmap(p, PAGE));
	ATF_CHECK_EQ(ENOMEM, posix_madvise(p, PAGE, POSIX_MADV_DONTNEED));
	ATF_CHECK_EQ(77, errno);
}

ATF_TC_WITHOUT_HEAD(mincore__says_what_is_there);
ATF_TC_BODY(mincore__says_what_is_there, tc)
{
	char *p = map(300, RW, ANON), vec[302];

	memset(vec, 99, sizeof(vec));
	p[PAGE] = 1;
	(void)*(volatile char *)(p + 299 * PAGE);
	ATF_REQUIRE_EQ(0, mincore(p, 300 * PAGE - 1, vec + 1));
	ATF_CHECK_EQ(99, vec[0]);
	ATF_CHECK_EQ(0, vec[1]);
	ATF_CHECK_EQ(MINCORE_INCORE | MINCORE_REFERENCED | MINCORE_MODIFIED,
	    vec[2]);
	ATF_CHECK_EQ(0, vec[3]);
	ATF_CHECK_EQ(MINCORE_INCORE | MINCORE_REFERENCED, vec[300]);
	ATF_CHECK_EQ(99, vec[301]);
	ATF_CHECK_EQ(0, mincore(p, 0, NULL));
}

ATF_TC_WITHOUT_HEAD(mincore__of_a_file_not_mapped_yet);
ATF_TC_BODY(mincore__of_a_file_not_mapped_yet, tc)
{
	int fd = make_file("f", 3 * PAGE);
	char *p, vec[4] = { 9, 9, 9, 9 };

	p = mmap(NULL, 4 * PAGE, PROT_READ, MAP_PRIVATE, fd, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	ATF_REQUIRE_EQ(0, mincore(p, 4 * PAGE, vec));
	ATF_CHECK_EQ(MINCORE_INCORE, vec[0]);
	ATF_CHECK_EQ(MINCORE_INCORE, vec[2]);
	ATF_CHECK_EQ(0, vec[3]);
}

ATF_TC_WITHOUT_HEAD(mincore__efault);
ATF_TC_BODY(mincore__efault, tc)
{
	char *p = map(2, RW, ANON), *q = map(1, PROT_READ, ANON);

	ATF_CHECK_ERRNO(EFAULT, mincore(p, 2 * PAGE, NULL) == -1);
	ATF_CHECK_ERRNO(EFAULT, mincore(p, 2 * PAGE, q) == -1);
}

ATF_TC_WITHOUT_HEAD(mincore__einval);
ATF_TC_BODY(mincore__einval, tc)
{
	char *p = map(2, RW, ANON), vec[2];

	ATF_CHECK_ERRNO(EINVAL, mincore(p + 1, PAGE, vec) == -1);
	ATF_CHECK_ERRNO(EINVAL, mincore(p, SIZE_MAX, vec) == -1);
}

ATF_TC_WITHOUT_HEAD(mincore__enomem_when_not_mapped);
ATF_TC_BODY(mincore__enomem_when_not_mapped, tc)
{
	char *p = map(3, RW, ANON), vec[3];

	ATF_REQUIRE_EQ(0, munmap(p + PAGE, PAGE));
	ATF_CHECK_ERRNO(ENOMEM, mincore(p, 3 * PAGE, vec) == -1);
	ATF_CHECK_ERRNO(ENOMEM, mincore(p + PAGE, PAGE, vec) == -1);
	ATF_CHECK_EQ(0, mincore(p + 2 * PAGE, PAGE, vec));
}

ATF_TC_WITHOUT_HEAD(msync__writes);
ATF_TC_BODY(msync__writes, tc)
{
	unsigned long dirty;
	char *p = cold_file(8);

	memset(p, 50, 8 * PAGE);
	dirty = counter("vm.stats.dirty");
	ATF_CHECK_EQ(0, msync(p + 2 * PAGE, 3 * PAGE, MS_SYNC));
	ATF_CHECK(counter("vm.stats.dirty") <= dirty - 3);
	ATF_CHECK_EQ(0, msync(p, 8 * PAGE, MS_ASYNC));
	ATF_CHECK_EQ(0, msync(p, 8 * PAGE, MS_SYNC | MS_INVALIDATE));
	ATF_CHECK(counter("vm.stats.dirty") <= dirty - 8);
	reclaim();
	ATF_CHECK_EQ(50, p[7 * PAGE]);
	/* A page that is written to again is written again. */
	p[0] = 51;
	ATF_CHECK_EQ(0, msync(p, PAGE, MS_SYNC));
	reclaim();
	ATF_CHECK_EQ(51, p[0]);
}

ATF_TC_WITHOUT_HEAD(msync__of_other_memory);
ATF_TC_BODY(msync__of_other_memory, tc)
{
	char *p = map(2, RW, ANON);

	p[0] = 1;
	ATF_CHECK_EQ(0, msync(p, 2 * PAGE, MS_SYNC));
	ATF_CHECK_EQ(0, msync(map(2, RW, MAP_ANON | MAP_SHARED), 2 * PAGE,
	    MS_SYNC));
	ATF_CHECK_EQ(0, msync(p, 0, MS_SYNC));
	ATF_CHECK_EQ(1, p[0]);
}

ATF_TC_WITHOUT_HEAD(msync__ebusy_when_locked);
ATF_TC_BODY(msync__ebusy_when_locked, tc)
{
	int fd = make_file("f", 3 * PAGE);
	char *p;

	p = mmap(NULL, 3 * PAGE, RW, MAP_SHARED, fd, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	ATF_REQUIRE_EQ(0, mlock(p + PAGE, PAGE));
	ATF_CHECK_ERRNO(EBUSY, msync(p, 3 * PAGE, MS_SYNC | MS_INVALIDATE)
	    == -1);
	ATF_CHECK_EQ(0, msync(p, 3 * PAGE, MS_SYNC));
	ATF_CHECK_EQ(0, msync(p, PAGE, MS_SYNC | MS_INVALIDATE));
}

ATF_TC_WITHOUT_HEAD(msync__einval);
ATF_TC_BODY(msync__einval, tc)
{
	char *p = map(2, RW, ANON);

	ATF_CHECK_ERRNO(EINVAL, msync(p, PAGE, 4) == -1);
	ATF_CHECK_ERRNO(EINVAL, msync(p, PAGE, MS_ASYNC | MS_INVALIDATE)
	    == -1);
	ATF_CHECK_ERRNO(EINVAL, msync(p + 1, PAGE, MS_SYNC) == -1);
	ATF_CHECK_ERRNO(EINVAL, msync(p, SIZE_MAX, MS_SYNC) == -1);
}

ATF_TC_WITHOUT_HEAD(msync__eio_when_unmounted);
ATF_TC_BODY(msync__eio_when_unmounted, tc)
{
	char *p;
	int fd;

	ATF_REQUIRE_EQ(0, mkdir("mnt", 0755));
	ATF_REQUIRE_EQ(0, mount("tmpfs", "mnt", 0, NULL, 0));
	fd = make_file("mnt/f", 2 * PAGE);
	p = mmap(NULL, 2 * PAGE, RW, MAP_SHARED, fd, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	ATF_CHECK_EQ(0, msync(p, 2 * PAGE, MS_SYNC));
	ATF_REQUIRE_EQ(0, unmount("mnt", MNT_FORCE));
	ATF_CHECK_ERRNO(EIO, msync(p, 2 * PAGE, MS_SYNC) == -1);
}

ATF_TC_WITHOUT_HEAD(msync__enomem_when_not_mapped);
ATF_TC_BODY(msync__enomem_when_not_mapped, tc)
{
	char *p = map(3, RW, ANON);

	ATF_REQUIRE_EQ(0, munmap(p + PAGE, PAGE));
	ATF_CHECK_ERRNO(ENOMEM, msync(p, 3 * PAGE, MS_SYNC) == -1);
	ATF_CHECK_ERRNO(ENOMEM, msync((void *)(1UL << 63), PAGE, MS_SYNC)
	    == -1);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, madvise__willneed_reads);
	ATF_TP_ADD_TC(tp, madvise__random_reads_one_page);
	ATF_TP_ADD_TC(tp, madvise__dontneed_loses_nothing);
	ATF_TP_ADD_TC(tp, madvise__free_frees);
	ATF_TP_ADD_TC(tp, madvise__free_leaves_others_alone);
	ATF_TP_ADD_TC(tp, madvise__einval);
	ATF_TP_ADD_TC(tp, madvise__enomem_when_not_mapped);
	ATF_TP_ADD_TC(tp, madvise__eperm_protect);
	ATF_TP_ADD_TC(tp, posix_madvise__returns_the_error);
	ATF_TP_ADD_TC(tp, mincore__says_what_is_there);
	ATF_TP_ADD_TC(tp, mincore__of_a_file_not_mapped_yet);
	ATF_TP_ADD_TC(tp, mincore__efault);
	ATF_TP_ADD_TC(tp, mincore__einval);
	ATF_TP_ADD_TC(tp, mincore__enomem_when_not_mapped);
	ATF_TP_ADD_TC(tp, msync__writes);
	ATF_TP_ADD_TC(tp, msync__of_other_memory);
	ATF_TP_ADD_TC(tp, msync__ebusy_when_locked);
	ATF_TP_ADD_TC(tp, msync__einval);
	ATF_TP_ADD_TC(tp, msync__eio_when_unmounted);
	ATF_TP_ADD_TC(tp, msync__enomem_when_not_mapped);
	return (atf_no_error());
}
