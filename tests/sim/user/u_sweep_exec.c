/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * exec, of a program and of a script, while an allocation fails; h_sweep.h.
 */

#include <sys/stat.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <unistd.h>

#include "h_sweep.h"

static int
run(const char *path, const char *arg)
{
	char *argv[] = { (char *)"test", (char *)arg, NULL };
	int pid;

	pid = fork();
	WANT(pid >= 0);
	if (pid == 0) {
		(void)execv(path, argv);
		_exit(1);
	}
	return (sweep_wait(pid) != 0);
}

static int
sweep_work(void)
{
	int fd;

	WANT(run("/bin/test", "1") == 0);
	WANT((fd = open("/tmp/x", O_WRONLY | O_CREAT, 0755)) >= 0);
	WANT(write(fd, "#!/bin/test\n", 12) == 12);
	WANT(close(fd) == 0);
	WANT(run("/tmp/x", NULL) == 0);
	return (0);
}

static void
sweep_undo(void)
{

	(void)unlink("/tmp/x");
	sync();
}
