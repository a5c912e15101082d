/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * vfork, posix_spawn, pdfork and minherit while an allocation fails; h_sweep.h.
 */

#include <sys/mman.h>
#include <sys/procdesc.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <unistd.h>

#include "h_sweep.h"

static char *const noenv[] = { NULL };
static char *const test_true[] = { (char *)"test", (char *)"1", NULL };

static int
work_spawn(void)
{
	posix_spawn_file_actions_t fa;
	posix_spawnattr_t attr;
	sigset_t set;
	int error;
	pid_t pid;

	WANT(posix_spawn_file_actions_init(&fa) == 0);
	WANT(posix_spawn_file_actions_addopen(&fa, 0, "/dev/null", O_RDONLY,
	    0) == 0);
	WANT(posix_spawn_file_actions_addchdir(&fa, "/tmp") == 0);
	WANT(posix_spawn_file_actions_adddup2(&fa, 0, 40) == 0);
	WANT(posix_spawnattr_init(&attr) == 0);
	sigfillset(&set);
	WANT(posix_spawnattr_setsigdefault(&attr, &set) == 0);
	WANT(posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF |
	    POSIX_SPAWN_SETSID) == 0);
	WANT(signal(SIGUSR1, SIG_IGN) != SIG_ERR);
	error = posix_spawn(&pid, "/bin/test", &fa, &attr, test_true, noenv);
	if (error != 0) {
		CHECK(waitpid(-1, NULL, 0) == -1 && errno == ECHILD);
		return (1);
	}
	return (sweep_wait(pid));
}

static int
work_vfork(void)
{
	pid_t pid;

	pid = vfork();
	WANT(pid >= 0);
	if (pid == 0) {
		(void)execve("/bin/test", test_true, noenv);
		_exit(1);
	}
	return (sweep_wait(pid));
}

static int
work_pdfork(void)
{
	int fd, status;
	pid_t got, pid;

	pid = pdfork(&fd, 0);
	WANT(pid >= 0);
	if (pid == 0)
		_exit(0);
	do
		got = pdwait4(fd, &status, 0, NULL);
	while (got < 0 && errno == EINTR);
	CHECK(got == pid);
	CHECK(close(fd) == 0);
	return (status);
}

static int
work_minherit(void)
{
	char *p;
	pid_t pid;

	p = mmap(NULL, 8 * 4096, PROT_READ | PROT_WRITE,
	    MAP_ANON | MAP_PRIVATE, -1, 0);
	WANT(p != MAP_FAILED);
	memset(p, 'p', 8 * 4096);
	WANT(minherit(p + 4096, 2 * 4096, INHERIT_SHARE) == 0);
	WANT(minherit(p + 4 * 4096, 4096, INHERIT_ZERO) == 0);
	WANT(minherit(p + 6 * 4096, 4096, INHERIT_NONE) == 0);
	pid = fork();
	WANT(pid >= 0);
	if (pid == 0) {
		p[4096] = 'c';
		_exit(p[0] == 'p' && p[4 * 4096] == 0 ? 0 : 1);
	}
	return (sweep_wait(pid));
}

static int
sweep_work(void)
{

	WANT(work_spawn() == 0);
	WANT(work_vfork() == 0);
	WANT(work_pdfork() == 0);
	return (work_minherit());
}

static void
sweep_undo(void)
{
}
