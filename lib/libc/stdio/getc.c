/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include "stdio_impl.h"

int
getc_unlocked(FILE *f)
{
	return (sf_getc(f));
}

int
fgetc(FILE *f)
{
	int c;

	sf_lock(f);
	c = sf_getc(f);
	sf_unlock(f);
	return (c);
}

int
getc(FILE *f)
{
	return (fgetc(f));
}

int
getchar_unlocked(void)
{
	return (sf_getc(stdin));
}

int
getchar(void)
{
	return (fgetc(stdin));
}

int
getw(FILE *f)
{
	int w;

	return (fread(&w, sizeof(w), 1, f) == 1 ? w : EOF);
}
