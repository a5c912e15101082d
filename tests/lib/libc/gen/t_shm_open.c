/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * shm_open(3), shm_unlink(3).
 */
#include <sys/types.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <atf-c.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define	LEN	20000
#define	NAME	"/t_shm_open"

static char *
map(int fd)
{
	void *p;

	p = mmap(NULL, LEN, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	return (p);
}

/* A child writes through p; both see it. */
static void
share(char *p)
{
	int status;
	pid_t pid;

	ATF_CHECK_EQ(0, p[LEN - 1]);
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		p[LEN - 1] = 5;
		_exit(0);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(5, p[LEN - 1]);
}

ATF_TC_WITHOUT_HEAD(named);
ATF_TC_BODY(named, tc)
{
	struct stat sb;
	char *p, *q;
	int fd, fd2;

	(void)shm_unlink(NAME);
	fd = shm_open(NAME, O_RDWR | O_CREAT | O_EXCL, 0640);
	ATF_REQUIRE(fd >= 0);
	ATF_CHECK_EQ(FD_CLOEXEC, fcntl(fd, F_GETFD));
	ATF_REQUIRE_EQ(0, ftruncate(fd, LEN));
	ATF_REQUIRE_EQ(0, fstat(fd, &sb));
	ATF_CHECK_EQ(LEN, sb.st_size);
	ATF_CHECK_EQ(0640, sb.st_mode & 0777);
	p = map(fd);
	share(p);
	ATF_CHECK_ERRNO(EEXIST, shm_open(NAME, O_RDWR | O_CREAT | O_EXCL,
	    0600) == -1);
	/* The slash is optional. */
	fd2 = shm_open(&NAME[1], O_RDWR, 0);
	ATF_REQUIRE(fd2 >= 0);
	q = map(fd2);
	ATF_CHECK_EQ(5, q[LEN - 1]);
	ATF_REQUIRE_EQ(0, shm_unlink(NAME));
	ATF_CHECK_ERRNO(ENOENT, shm_open(NAME, O_RDWR, 0) == -1);
	ATF_CHECK_ERRNO(ENOENT, shm_unlink(NAME) == -1);
	q[0] = 6;
	ATF_CHECK_EQ(6, p[0]);
}

ATF_TC_WITHOUT_HEAD(read_only);
ATF_TC_BODY(read_only, tc)
{
	int fd, ro;

	(void)shm_unlink(NAME);
	fd = shm_open(NAME, O_RDWR | O_CREAT, 0600);
	ATF_REQUIRE(fd >= 0);
	ATF_REQUIRE_EQ(0, ftruncate(fd, LEN));
	ro = shm_open(NAME, O_RDONLY, 0);
	ATF_REQUIRE(ro >= 0);
	ATF_CHECK(mmap(NULL, LEN, PROT_READ, MAP_SHARED, ro, 0) != MAP_FAILED);
	ATF_CHECK_ERRNO(EACCES, mmap(NULL, LEN, PROT_READ | PROT_WRITE,
	    MAP_SHARED, ro, 0) == MAP_FAILED);
	ATF_REQUIRE_EQ(0, close(ro));
	ro = shm_open(NAME, O_RDWR | O_TRUNC, 0);
	ATF_REQUIRE(ro >= 0);
	ATF_CHECK_EQ(0, lseek(fd, 0, SEEK_END));
	ATF_REQUIRE_EQ(0, shm_unlink(NAME));
}

ATF_TC_WITHOUT_HEAD(anonymous);
ATF_TC_BODY(anonymous, tc)
{
	struct stat sb;
	int fd, fd2;

	fd = shm_open(SHM_ANON, O_RDWR, 0600);
	fd2 = shm_open(SHM_ANON, O_RDWR, 0600);
	ATF_REQUIRE(fd >= 0 && fd2 >= 0);
	ATF_REQUIRE_EQ(0, ftruncate(fd, LEN));
	share(map(fd));
	ATF_REQUIRE_EQ(0, fstat(fd2, &sb));
	ATF_CHECK_EQ(0, sb.st_size);
	ATF_CHECK_EQ(0, sb.st_nlink);
	ATF_CHECK_ERRNO(EINVAL, shm_open(SHM_ANON, O_RDONLY, 0600) == -1);
}

ATF_TC_WITHOUT_HEAD(errors);
ATF_TC_BODY(errors, tc)
{
	char name[NAME_MAX + 3];

	ATF_CHECK_ERRNO(EINVAL, shm_open("/", O_RDWR | O_CREAT, 0600) == -1);
	ATF_CHECK_ERRNO(EINVAL, shm_open("", O_RDWR | O_CREAT, 0600) == -1);
	ATF_CHECK_ERRNO(EINVAL, shm_open("/..", O_RDWR, 0600) == -1);
	ATF_CHECK_ERRNO(EINVAL, shm_open("/a/b", O_RDWR | O_CREAT, 0600) == -1);
	ATF_CHECK_ERRNO(EINVAL, shm_open(NAME, O_WRONLY, 0600) == -1);
	ATF_CHECK_ERRNO(EINVAL, shm_open(NAME, O_RDWR | O_APPEND, 0) == -1);
	ATF_CHECK_ERRNO(EINVAL, shm_unlink("a/b") == -1);
	memset(name, 'x', sizeof(name));
	name[0] = '/';
	name[NAME_MAX + 2] = '\0';
	ATF_CHECK_ERRNO(ENAMETOOLONG, shm_open(name, O_RDWR | O_CREAT, 0600)
	    == -1);
	ATF_CHECK_ERRNO(ENAMETOOLONG, shm_unlink(name) == -1);
	name[NAME_MAX + 1] = '\0';
	ATF_CHECK(shm_open(name, O_RDWR | O_CREAT, 0600) >= 0);
	ATF_CHECK_EQ(0, shm_unlink(name));
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, named);
	ATF_TP_ADD_TC(tp, read_only);
	ATF_TP_ADD_TC(tp, anonymous);
	ATF_TP_ADD_TC(tp, errors);
	return (atf_no_error());
}
