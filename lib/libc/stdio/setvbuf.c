/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Choosing the buffer.
 */
#include <errno.h>
#include <stdlib.h>
#include "stdio_impl.h"

int
setvbuf(FILE *__restrict f, char *__restrict buf, int mode, size_t size)
{
	unsigned char *mem;

	if (mode != _IOFBF && mode != _IOLBF && mode != _IONBF) {
		errno = EINVAL;
		return (EOF);
	}
	sf_lock(f);
	if ((f->f_flags & FF_WRITING) != 0)
		(void)sf_flush(f);
	if ((f->f_flags & FF_READING) != 0 && f->f_rpos != f->f_rend)
		(void)fflush_unlocked(f);
	f->f_flags &= ~(FF_READING | FF_WRITING | FF_LBF | FF_NBF);
	f->f_flags |= FF_BUFSET;
	sf_drop_buffer(f);
	if (mode == _IONBF)
		f->f_flags |= FF_NBF;
	else {
		if (mode == _IOLBF)
			f->f_flags |= FF_LBF;
		if (buf != NULL && size > 2 * UNGET_ROOM) {
			f->f_base = (unsigned char *)buf + UNGET_ROOM;
			f->f_size = size - UNGET_ROOM;
		} else if (size > 0) {
			mem = malloc(UNGET_ROOM + size);
			if (mem != NULL) {
				f->f_base = mem + UNGET_ROOM;
				f->f_size = size;
				f->f_flags |= FF_MALLOCED;
			}
		}
	}
	sf_unlock(f);
	return (0);
}

void
setbuffer(FILE *f, char *buf, int size)
{
	(void)setvbuf(f, buf, buf != NULL ? _IOFBF : _IONBF, (size_t)size);
}

void
setbuf(FILE *__restrict f, char *__restrict buf)
{
	setbuffer(f, buf, BUFSIZ);
}

int
setlinebuf(FILE *f)
{
	return (setvbuf(f, NULL, _IOLBF, 0));
}
