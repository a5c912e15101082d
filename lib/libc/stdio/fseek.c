/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Positions.
 */
#include <errno.h>
#include <limits.h>
#include "stdio_impl.h"

int
fseeko(FILE *f, off_t offset, int whence)
{
	int ret;

	sf_lock(f);
	ret = sf_seek(f, offset, whence);
	sf_unlock(f);
	return (ret);
}

int
fseek(FILE *f, long offset, int whence)
{
	return (fseeko(f, offset, whence));
}

off_t
ftello(FILE *f)
{
	off_t pos;

	sf_lock(f);
	pos = sf_tell(f);
	sf_unlock(f);
	return (pos);
}

long
ftell(FILE *f)
{
	return (ftello(f));
}

int
fgetpos(FILE *__restrict f, fpos_t *__restrict pos)
{
	return ((*pos = ftello(f)) == -1 ? -1 : 0);
}

int
fsetpos(FILE *f, const fpos_t *pos)
{
	return (fseeko(f, *pos, SEEK_SET));
}

void
rewind(FILE *f)
{
	sf_lock(f);
	(void)sf_seek(f, 0, SEEK_SET);
	f->f_flags &= ~FF_ERR;
	sf_unlock(f);
}
