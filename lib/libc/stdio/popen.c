/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * A stream to or from a shell command.
 */
#include <sys/wait.h>
#include <errno.h>
#include <fcntl.h>
#include <paths.h>
#include <spawn.h>
#include <string.h>
#include <unistd.h>
#include "stdio_impl.h"

/*
 * Run the command with fd as its standard input or output.  An errno.
 */
static int
popen_spawn(pid_t *pid, const char *command, int fd, int target)
{
	char *argv[] = { __DECONST(char *, "sh"), __DECONST(char *, "-c"),
	    __DECONST(char *, "--"), __DECONST(char *, command), NULL };
	posix_spawn_file_actions_t actions;
	int error;

	error = posix_spawn_file_actions_init(&actions);
	if (error != 0)
		return (error);
	error = posix_spawn_file_actions_adddup2(&actions, fd, target);
	if (error == 0)
		error = posix_spawn(pid, _PATH_BSHELL, &actions, NULL, argv,
		    environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	return (error);
}

FILE *
popen(const char *command, const char *mode)
{
	int error, fds[2], flags, oflags, mine, saved;
	pid_t pid;
	FILE *f;

	if ((flags = sf_mode(mode, &oflags)) == 0)
		return (NULL);
	if ((flags & (FF_READ | FF_WRITE)) == (FF_READ | FF_WRITE) ||
	    mode[0] == 'a') {
		errno = EINVAL;
		return (NULL);
	}
	if (pipe2(fds, O_CLOEXEC) == -1)
		return (NULL);
	mine = (flags & FF_READ) != 0 ? 0 : 1;
	f = fdopen(fds[mine], mode[0] == 'r' ? "r" : "w");
	if (f == NULL)
		goto fail;
	error = popen_spawn(&pid, command, fds[!mine], !mine);
	if (error != 0) {
		(void)fclose(f);
		(void)close(fds[!mine]);
		errno = error;
		return (NULL);
	}
	(void)close(fds[!mine]);
	if ((oflags & O_CLOEXEC) == 0)
		(void)fcntl(fds[mine], F_SETFD, FD_CLOEXEC);
	f->f_pid = pid;
	return (f);

fail:
	saved = errno;
	(void)close(fds[0]);
	(void)close(fds[1]);
	errno = saved;
	return (NULL);
}

int
pclose(FILE *f)
{
	pid_t pid = f->f_pid, got;
	int status;

	if (pid == 0) {
		errno = EINVAL;
		return (-1);
	}
	(void)fclose(f);
	do {
		got = waitpid(pid, &status, 0);
	} while (got == -1 && errno == EINTR);
	return (got == -1 ? -1 : status);
}
