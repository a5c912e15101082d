/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <string.h>
#include "stdio_impl.h"

char *
fgets(char *__restrict buf, int size, FILE *__restrict f)
{
	unsigned char *nl;
	char *p = buf;
	size_t left, n;

	if (size <= 0)
		return (NULL);
	left = (size_t)size - 1;
	sf_lock(f);
	while (left > 0) {
		if (f->f_rpos >= f->f_rend && sf_refill(f) == EOF) {
			if (p == buf || (f->f_flags & FF_ERR) != 0) {
				sf_unlock(f);
				return (NULL);
			}
			break;
		}
		n = (size_t)(f->f_rend - f->f_rpos);
		if (n > left)
			n = left;
		nl = memchr(f->f_rpos, '\n', n);
		if (nl != NULL)
			n = (size_t)(nl - f->f_rpos) + 1;
		(void)memcpy(p, f->f_rpos, n);
		f->f_rpos += n;
		p += n;
		left -= n;
		if (nl != NULL)
			break;
	}
	sf_unlock(f);
	*p = '\0';
	return (buf);
}
