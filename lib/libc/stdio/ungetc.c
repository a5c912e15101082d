/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include "stdio_impl.h"

int
ungetc(int c, FILE *f)
{
	sf_lock(f);
	c = sf_unget(f, c);
	sf_unlock(f);
	return (c);
}
