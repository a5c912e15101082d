/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * No memory is left, and the process that has most of it cannot die: it waits
 * for the lock of a file, which another has that waits for memory.  Then the
 * next largest must go, and all end.
 */

#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/wait.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "h_main.h"

#define	PAGE	4096UL
#define	FILE	"/tmp/hole"

static int ready[2];

static char *
anon(size_t bytes)
{
	char *p;

	p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON,
	    -1, 0);
	CHECK(p != MAP_FAILED);
	return (p);
}

/* A child with so much memory, which then calls fn for ever. */
static pid_t
hog(size_t bytes, int (*fn)(int), int fd)
{
	size_t at;
	pid_t pid;
	char *p;

	pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		p = anon(bytes);
		for (at = 0; at < bytes; at += PAGE)
			p[at] = 1;
		CHECK(write(ready[1], "", 1) == 1);
		for (;;)
			(void)fn(fd);
	}
	CHECK(read(ready[0], &(char){ 0 }, 1) == 1);
	return (pid);
}

static int
take_lock(int fd)
{

	CHECK(fchmod(fd, 0600) == 0);
	return (usleep(100));
}

static int
sleep_for_ever(int fd)
{

	return (pause());
}

static void
was_killed(pid_t pid)
{
	int status;

	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

void
sim_finish(int status)
{

	if (status != 0)
		(void)unmount("/tmp", MNT_FORCE);
}

int
sim_main(void)
{
	pid_t largest, next, reader;
	size_t total, len = sizeof(total);
	int fd;

	CHECK(sysctlbyname("vm.phys.free", &total, &len, NULL, 0) == 0);
	total = total / 100 * PAGE;
	CHECK(pipe(ready) == 0);
	CHECK(mount("tmpfs", "/tmp", 0, NULL, 0) == 0);
	fd = open(FILE, O_RDWR | O_CREAT, 0600);
	CHECK(fd >= 0);
	CHECK(ftruncate(fd, (off_t)(45 * total)) == 0);
	largest = hog(40 * total, take_lock, fd);
	next = hog(35 * total, sleep_for_ever, fd);
	/* Has the lock from the first page to the last. */
	reader = fork();
	CHECK(reader >= 0);
	if (reader == 0) {
		CHECK(pread(fd, anon(45 * total), 45 * total, 0) ==
		    (ssize_t)(45 * total));
		_exit(0);
	}
	wait_ok(reader);
	was_killed(largest);
	(void)kill(next, SIGKILL);
	was_killed(next);
	CHECK(close(fd) == 0);
	CHECK(unlink(FILE) == 0);
	CHECK(unmount("/tmp", 0) == 0);
	return (0);
}
