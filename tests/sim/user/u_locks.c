/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Locks of files: between processes, by flock(2) and fcntl(2), one at a time
 * is within, and a close or an exit lets the next one in.
 */

#include <sys/file.h>
#include <sys/mman.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include "h_main.h"

#define	NCHILDREN	3
#define	NROUNDS		6

static volatile int *within;		/* shared: one for each byte */

static void
record_lock(int fd, int type, int byte)
{
	struct flock fl = { .l_type = (short)type, .l_whence = SEEK_SET,
	    .l_start = byte, .l_len = 1 };

	CHECK(fcntl(fd, F_SETLKW, &fl) == 0);
}

static void
critical(int byte)
{

	CHECK(within[byte]++ == 0);
	(void)sched_yield();
	CHECK(--within[byte] == 0);
}

static void
child(void)
{
	struct flock fl = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int byte, fd, i;

	fd = open("/tmp/lock", O_RDWR);
	CHECK(fd >= 0);
	for (i = 0; i < NROUNDS; i++) {
		byte = sim_random(2);
		record_lock(fd, F_WRLCK, byte);
		critical(byte);
		record_lock(fd, F_UNLCK, byte);
		CHECK(flock(fd, LOCK_EX) == 0);
		critical(2);
		if (i % 2 == 0)
			CHECK(flock(fd, LOCK_SH) == 0);
		CHECK(flock(fd, LOCK_UN) == 0);
	}
	CHECK(flock(fd, LOCK_SH) == 0);
	CHECK(fcntl(fd, F_GETLK, &fl) == 0);
	/* Both are let go of by the exit. */
	record_lock(fd, F_WRLCK, 1);
	_exit(0);
}

/* Two processes that wait for each other: one of them is told. */
static void
deadlock(void)
{
	struct flock fl = { .l_type = F_WRLCK, .l_whence = SEEK_SET,
	    .l_start = 10, .l_len = 1 };
	int fd, error, pid, to[2];
	char c;

	fd = open("/tmp/lock", O_RDWR);
	CHECK(fd >= 0 && pipe(to) == 0);
	record_lock(fd, F_WRLCK, 10);
	pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		record_lock(fd, F_WRLCK, 11);
		CHECK(write(to[1], "x", 1) == 1);
		error = fcntl(fd, F_SETLKW, &fl) == 0 ? 0 : errno;
		CHECK(error == 0 || error == EDEADLK);
		_exit(error == 0 ? 0 : 2);
	}
	CHECK(read(to[0], &c, 1) == 1);
	fl.l_start = 11;
	error = fcntl(fd, F_SETLKW, &fl) == 0 ? 0 : errno;
	CHECK(error == 0 || error == EDEADLK);
	CHECK(close(fd) == 0);
	fd = waitpid_status(pid);
	CHECK(fd == 0 || fd == 2);
	CHECK((fd == 2) != (error == EDEADLK));
	CHECK(close(to[0]) == 0 && close(to[1]) == 0);
}

int
sim_main(void)
{
	int fd, i, pid[NCHILDREN];

	within = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_ANON | MAP_SHARED,
	    -1, 0);
	CHECK(within != MAP_FAILED);
	fd = open("/tmp/lock", O_RDWR | O_CREAT | O_EXCL, 0600);
	CHECK(fd >= 0);
	for (i = 0; i < NCHILDREN; i++) {
		pid[i] = fork();
		CHECK(pid[i] >= 0);
		if (pid[i] == 0)
			child();
	}
	for (i = 0; i < NCHILDREN; i++)
		wait_ok(pid[i]);
	CHECK(flock(fd, LOCK_EX | LOCK_NB) == 0);
	record_lock(fd, F_WRLCK, 0);
	CHECK(close(fd) == 0);
	deadlock();
	return (0);
}
