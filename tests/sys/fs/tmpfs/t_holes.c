/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * tmpfs(5): files larger than their pages.
 */
#include <sys/mman.h>
#include "h_vfs.h"

#define	PAGE	4096UL
#define	LIMIT	64UL			/* pages of the file system */

static u_long
pages_used(void)
{
	struct statvfs sb;

	ATF_REQUIRE_EQ(0, statvfs("mnt", &sb));
	return ((u_long)(sb.f_blocks - sb.f_bfree));
}

static u_long
pages_of(int fd)
{
	struct stat st;

	ATF_REQUIRE_EQ(0, fstat(fd, &st));
	return ((u_long)st.st_blocks * 512 / PAGE);
}

/* A file of zeros, far larger than its file system. */
static int
sparse_file(off_t size)
{
	int fd;

	mount_tmpfs("mnt", 0, LIMIT * PAGE, 0);
	fd = open("mnt/file", O_RDWR | O_CREAT, 0644);
	ATF_REQUIRE(fd >= 0);
	ATF_REQUIRE_EQ(0, ftruncate(fd, size));
	return (fd);
}

ATF_TC_WITHOUT_HEAD(read__takes_no_pages);
ATF_TC_BODY(read__takes_no_pages, tc)
{
	static char buf[16 * PAGE], zeros[16 * PAGE];
	int fd = sparse_file(1L << 40);
	off_t at;

	ATF_REQUIRE_EQ(5, pwrite(fd, "abcde", 5, 100 * PAGE + 3));
	ATF_REQUIRE_EQ(1, pages_of(fd));
	for (at = 0; at < (off_t)(256 * PAGE); at += (off_t)sizeof(buf)) {
		memset(buf, 'x', sizeof(buf));
		ATF_REQUIRE_EQ((ssize_t)sizeof(buf),
		    pread(fd, buf, sizeof(buf), at));
		if (at == 96 * PAGE) {
			ATF_CHECK_EQ(0, memcmp(buf + 4 * PAGE + 3, "abcde", 5));
			memset(buf + 4 * PAGE + 3, 0, 5);
		}
		ATF_REQUIRE_EQ(0, memcmp(buf, zeros, sizeof(buf)));
	}
	/* Up to the end, and not farther. */
	ATF_CHECK_EQ(3, pread(fd, buf, sizeof(buf), (1L << 40) - 3));
	ATF_CHECK_EQ(0, pread(fd, buf, sizeof(buf), 1L << 40));
	ATF_CHECK_EQ(1, pages_of(fd));
	ATF_CHECK_EQ(1, pages_used());
	/* A write into a hole takes the page that it needs, no more. */
	ATF_CHECK_EQ(1, pwrite(fd, "z", 1, 200 * PAGE + 7));
	ATF_CHECK_EQ(2, pages_of(fd));
	ATF_CHECK_EQ(2, pages_used());
	ATF_CHECK_EQ(0, close(fd));
}

/*
 * Touch page after page and die of the first that is not to be had; *countp is
 * how many were.
 */
static int
touch_all(int fd, int prot, u_long *countp)
{
	volatile u_long *count;
	volatile char *p;
	int status;
	pid_t pid;
	u_long i;

	count = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANON, -1, 0);
	ATF_REQUIRE(count != MAP_FAILED);
	p = mmap(NULL, 2 * LIMIT * PAGE, prot, MAP_SHARED, fd, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		for (i = 0; i < 2 * LIMIT; i++) {
			if ((prot & PROT_WRITE) != 0)
				p[i * PAGE] = 1;
			else
				WANT(p[i * PAGE] == 0);
			*count = i + 1;
		}
		_exit(0);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	*countp = *count;
	return (status);
}

static void
map_until_full(int prot)
{
	int fd = sparse_file(2 * LIMIT * PAGE), status;
	u_long count;

	status = touch_all(fd, prot, &count);
	ATF_CHECK_MSG(WIFSIGNALED(status) && WTERMSIG(status) == SIGBUS,
	    "status %#x", status);
	ATF_CHECK(count >= LIMIT - 2 && count <= LIMIT);
	ATF_CHECK_EQ(count, pages_of(fd));
	ATF_CHECK_EQ(count, pages_used());
	/* What is there can be read and written, and the rest still is zero. */
	ATF_CHECK_EQ(1, pwrite(fd, "z", 1, 7));
	ATF_CHECK_ERRNO(ENOSPC, pwrite(fd, "z", 1, LIMIT * PAGE) == -1);
	ATF_CHECK_EQ(0, ftruncate(fd, 0));
	ATF_CHECK_EQ(0, pages_used());
	ATF_CHECK_EQ(0, close(fd));
}

ATF_TC_WITHOUT_HEAD(map__sigbus_when_full);
ATF_TC_BODY(map__sigbus_when_full, tc)
{

	map_until_full(PROT_READ | PROT_WRITE);
}

ATF_TC_WITHOUT_HEAD(map__sigbus_when_full_of_zeros);
ATF_TC_BODY(map__sigbus_when_full_of_zeros, tc)
{

	map_until_full(PROT_READ);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, read__takes_no_pages);
	ATF_TP_ADD_TC(tp, map__sigbus_when_full);
	ATF_TP_ADD_TC(tp, map__sigbus_when_full_of_zeros);
	return (atf_no_error());
}
