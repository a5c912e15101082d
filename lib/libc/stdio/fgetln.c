/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <string.h>
#include "stdio_impl.h"

/*
 * The next line where it lies in the buffer, or, if it is not all there, in
 * memory of the stream's.
 */
char *
fgetln(FILE *f, size_t *lenp)
{
	unsigned char *nl;
	char *line = NULL;
	ssize_t n;

	sf_lock(f);
	if (f->f_rpos < f->f_rend || sf_refill(f) != EOF) {
		nl = memchr(f->f_rpos, '\n', (size_t)(f->f_rend - f->f_rpos));
		if (nl != NULL) {
			line = (char *)f->f_rpos;
			*lenp = (size_t)(nl + 1 - f->f_rpos);
			f->f_rpos = nl + 1;
		} else {
			n = getdelim(&f->f_line, &f->f_linesize, '\n', f);
			if (n > 0) {
				line = f->f_line;
				*lenp = (size_t)n;
			}
		}
	}
	if (line == NULL)
		*lenp = 0;
	sf_unlock(f);
	return (line);
}
