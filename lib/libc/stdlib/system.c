/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <sys/wait.h>
#include <errno.h>
#include <paths.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "libc_private.h"

/*
 * Start the shell, with SIGINT and SIGQUIT ignored if they are in ign, and a
 * signal mask.  An errno.
 */
static int
system_spawn(pid_t *pid, const char *command, const sigset_t *ign,
    const sigset_t *mask)
{
	char *argv[] = { __DECONST(char *, "sh"), __DECONST(char *, "-c"),
	    __DECONST(char *, "--"), __DECONST(char *, command), NULL };
	posix_spawnattr_t attr;
	sigset_t dfl;
	int error;

	error = posix_spawnattr_init(&attr);
	if (error != 0)
		return (error);
	sigemptyset(&dfl);
	if (!sigismember(ign, SIGINT))
		sigaddset(&dfl, SIGINT);
	if (!sigismember(ign, SIGQUIT))
		sigaddset(&dfl, SIGQUIT);
	(void)posix_spawnattr_setsigdefault(&attr, &dfl);
	(void)posix_spawnattr_setsigmask(&attr, mask);
	(void)posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF |
	    POSIX_SPAWN_SETSIGMASK);
	error = posix_spawn(pid, _PATH_BSHELL, NULL, &attr, argv, environ);
	(void)posix_spawnattr_destroy(&attr);
	return (error);
}

/*
 * The caller ignores SIGINT and SIGQUIT and blocks SIGCHLD while the command
 * runs; the command has them as they were.  A shell that cannot be executed
 * looks like one that ended with 127.
 */
int
system(const char *command)
{
	struct sigaction ign, oldint, oldquit;
	sigset_t ignored, mask, oldmask;
	int error, status = -1, saved = errno;
	pid_t pid, got;

	if (command == NULL)
		return (access(_PATH_BSHELL, X_OK) == 0);
	memset(&ign, 0, sizeof(ign));
	ign.sa_handler = SIG_IGN;
	(void)sigaction(SIGINT, &ign, &oldint);
	(void)sigaction(SIGQUIT, &ign, &oldquit);
	sigemptyset(&mask);
	sigaddset(&mask, SIGCHLD);
	(void)sigprocmask(SIG_BLOCK, &mask, &oldmask);
	sigemptyset(&ignored);
	if (oldint.sa_handler == SIG_IGN)
		sigaddset(&ignored, SIGINT);
	if (oldquit.sa_handler == SIG_IGN)
		sigaddset(&ignored, SIGQUIT);
	error = system_spawn(&pid, command, &ignored, &oldmask);
	if (error == 0) {
		do {
			got = waitpid(pid, &status, 0);
		} while (got == -1 && errno == EINTR);
		if (got == -1) {
			saved = errno;
			status = -1;
		}
	} else if (error == EAGAIN || error == ENOMEM)
		saved = error;
	else
		status = W_EXITCODE(127, 0);
	(void)sigaction(SIGINT, &oldint, NULL);
	(void)sigaction(SIGQUIT, &oldquit, NULL);
	(void)sigprocmask(SIG_SETMASK, &oldmask, NULL);
	errno = saved;
	return (status);
}
