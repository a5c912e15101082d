/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Where a function ends whose stack guard was overwritten.
 */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>
#include "libc_private.h"

void	__stack_chk_fail(void) __dead2;

void
libc_fatal(const char *what, const char *why)
{
	struct sigaction sa;
	sigset_t mask;

	(void)__sys_write(STDERR_FILENO, __progname, strlen(__progname));
	(void)__sys_write(STDERR_FILENO, ": ", 2);
	(void)__sys_write(STDERR_FILENO, what, strlen(what));
	(void)__sys_write(STDERR_FILENO, why, strlen(why));
	(void)__sys_write(STDERR_FILENO, "\n", 1);
	/* No handler of the program may run: its state is not to be trusted. */
	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = SIG_DFL;
	(void)sigaction(SIGABRT, &sa, NULL);
	memset(&mask, 0xff, sizeof(mask));
	mask.__bits[_SIG_WORD(SIGABRT)] &= ~_SIG_BIT(SIGABRT);
	(void)__sys_sigprocmask(SIG_SETMASK, &mask, NULL);
	(void)kill(getpid(), SIGABRT);
	__sys__exit(127);
}

void
__stack_chk_fail(void)
{
	libc_fatal("stack overflow detected", "");
}
