/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <errno.h>
#include "stdio_impl.h"

/*
 * Flush and close, leaving the FILE itself; the lock is held.
 */
int
sf_close(FILE *f)
{
	int ret = 0, saved = errno;

	if ((f->f_flags & FF_WRITING) != 0) {
		ret = sf_flush(f);
		saved = errno;
	} else if ((f->f_flags & FF_READING) != 0 && f->f_rpos != f->f_rend &&
	    f->f_seek != NULL)
		(void)fflush_unlocked(f);
	errno = saved;
	if (f->f_close != NULL && (f->f_flags & (FF_READ | FF_WRITE)) != 0) {
		if (f->f_close(f) != 0 && ret == 0) {
			ret = EOF;
			saved = errno;
		}
	}
	errno = saved;
	return (ret);
}

int
fclose(FILE *f)
{
	int ret;

	if ((f->f_flags & (FF_READ | FF_WRITE)) == 0) {
		errno = EBADF;
		if ((f->f_flags & FF_STATIC) == 0)
			sf_free(f);
		return (EOF);
	}
	sf_lock(f);
	ret = sf_close(f);
	sf_unlock(f);
	sf_free(f);
	return (ret);
}
