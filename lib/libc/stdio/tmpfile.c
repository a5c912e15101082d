/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/*
 * A file without a name.  Signals wait until the name is gone.
 */
FILE *
tmpfile(void)
{
	char path[] = "/tmp/tmp.XXXXXXXXXX";
	sigset_t all, old;
	int fd, saved;
	FILE *f;

	sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, &old);
	fd = mkostemp(path, O_CLOEXEC);
	if (fd != -1)
		(void)unlink(path);
	(void)sigprocmask(SIG_SETMASK, &old, NULL);
	if (fd == -1)
		return (NULL);
	if ((f = fdopen(fd, "w+")) == NULL) {
		saved = errno;
		(void)close(fd);
		errno = saved;
	}
	return (f);
}
