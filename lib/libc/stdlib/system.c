/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <sys/wait.h>
#include <errno.h>
#include <paths.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "libc_private.h"

/*
 * The caller ignores SIGINT and SIGQUIT and blocks SIGCHLD while the command
 * runs; the command has them as they were.
 */
int
system(const char *command)
{
	char *argv[] = { __DECONST(char *, "sh"), __DECONST(char *, "-c"),
	    __DECONST(char *, "--"), __DECONST(char *, command), NULL };
	struct sigaction ign, oldint, oldquit;
	sigset_t mask, oldmask;
	int status = -1, saved;
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
	pid = fork();
	if (pid == 0) {
		(void)sigaction(SIGINT, &oldint, NULL);
		(void)sigaction(SIGQUIT, &oldquit, NULL);
		(void)sigprocmask(SIG_SETMASK, &oldmask, NULL);
		(void)execve(_PATH_BSHELL, argv, environ);
		_exit(127);
	}
	if (pid > 0) {
		do {
			got = waitpid(pid, &status, 0);
		} while (got == -1 && errno == EINTR);
		if (got == -1)
			status = -1;
	}
	saved = errno;
	(void)sigaction(SIGINT, &oldint, NULL);
	(void)sigaction(SIGQUIT, &oldquit, NULL);
	(void)sigprocmask(SIG_SETMASK, &oldmask, NULL);
	errno = saved;
	return (status);
}
