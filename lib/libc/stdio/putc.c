/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include "stdio_impl.h"

int
putc_unlocked(int c, FILE *f)
{
	return (sf_putc(f, c));
}

int
fputc(int c, FILE *f)
{
	sf_lock(f);
	c = sf_putc(f, c);
	sf_unlock(f);
	return (c);
}

int
putc(int c, FILE *f)
{
	return (fputc(c, f));
}

int
putchar_unlocked(int c)
{
	return (sf_putc(stdout, c));
}

int
putchar(int c)
{
	return (fputc(c, stdout));
}

int
putw(int w, FILE *f)
{
	return (fwrite(&w, sizeof(w), 1, f) == 1 ? 0 : EOF);
}
