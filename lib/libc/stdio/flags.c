/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Asking and clearing the state of a stream.
 */
#include <errno.h>
#include "stdio_impl.h"

int
feof_unlocked(FILE *f)
{
	return ((f->f_flags & FF_EOF) != 0);
}

int
feof(FILE *f)
{
	return (feof_unlocked(f));
}

int
ferror_unlocked(FILE *f)
{
	return ((f->f_flags & FF_ERR) != 0);
}

int
ferror(FILE *f)
{
	return (ferror_unlocked(f));
}

void
clearerr_unlocked(FILE *f)
{
	f->f_flags &= ~(FF_EOF | FF_ERR);
}

void
clearerr(FILE *f)
{
	sf_lock(f);
	clearerr_unlocked(f);
	sf_unlock(f);
}

int
fileno_unlocked(FILE *f)
{
	if (f->f_fd < 0) {
		errno = EBADF;
		return (-1);
	}
	return (f->f_fd);
}

int
fileno(FILE *f)
{
	return (fileno_unlocked(f));
}

/* Forget what is in the buffer. */
int
fpurge(FILE *f)
{
	sf_lock(f);
	f->f_rpos = f->f_rend;
	if ((f->f_flags & FF_WRITING) != 0)
		f->f_wpos = f->f_base;
	sf_unlock(f);
	return (0);
}
