/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Lines of any length, in memory that grows.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include "stdio_impl.h"

#define	LINE_START	128

/* Room for need bytes in *linep. */
static int
line_grow(char **linep, size_t *sizep, size_t need)
{
	size_t size;
	char *line;

	if (*linep != NULL && need <= *sizep)
		return (0);
	if (need > SSIZE_MAX) {
		errno = EOVERFLOW;
		return (-1);
	}
	size = *linep != NULL && *sizep > 0 ? *sizep : LINE_START;
	while (size < need)
		size *= 2;
	if ((line = realloc(*linep, size)) == NULL)
		return (-1);
	*linep = line;
	*sizep = size;
	return (0);
}

static ssize_t
getdelim_locked(char **linep, size_t *sizep, int delim, FILE *f)
{
	unsigned char *end;
	size_t used = 0, n;

	for (;;) {
		if (f->f_rpos >= f->f_rend && sf_refill(f) == EOF) {
			if (used == 0 || (f->f_flags & FF_ERR) != 0)
				return (-1);
			break;
		}
		n = (size_t)(f->f_rend - f->f_rpos);
		end = memchr(f->f_rpos, delim, n);
		if (end != NULL)
			n = (size_t)(end - f->f_rpos) + 1;
		if (line_grow(linep, sizep, used + n + 1) == -1) {
			f->f_flags |= FF_ERR;
			return (-1);
		}
		(void)memcpy(*linep + used, f->f_rpos, n);
		f->f_rpos += n;
		used += n;
		if (end != NULL)
			break;
	}
	(*linep)[used] = '\0';
	return ((ssize_t)used);
}

ssize_t
getdelim(char **__restrict linep, size_t *__restrict sizep, int delim,
    FILE *__restrict f)
{
	ssize_t n;

	sf_lock(f);
	if (linep == NULL || sizep == NULL) {
		errno = EINVAL;
		f->f_flags |= FF_ERR;
		n = -1;
	} else
		n = getdelim_locked(linep, sizep, delim, f);
	sf_unlock(f);
	return (n);
}

ssize_t
getline(char **__restrict linep, size_t *__restrict sizep, FILE *__restrict f)
{
	return (getdelim(linep, sizep, '\n', f));
}
