/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <string.h>
#include "stdio_impl.h"

int
fputs(const char *__restrict s, FILE *__restrict f)
{
	size_t n = strlen(s), done;

	sf_lock(f);
	done = sf_fwrite(f, s, n);
	sf_unlock(f);
	return (done == n ? 0 : EOF);
}

int
puts(const char *s)
{
	size_t n = strlen(s);
	int ret = EOF;

	sf_lock(stdout);
	if (sf_fwrite(stdout, s, n) == n)
		ret = sf_putc(stdout, '\n');
	sf_unlock(stdout);
	return (ret);
}
