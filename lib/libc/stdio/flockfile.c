/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include "stdio_impl.h"

void
flockfile(FILE *f)
{
	libc_lock(&f->f_lock);
}

int
ftrylockfile(FILE *f)
{
	return (libc_trylock(&f->f_lock) ? 0 : -1);
}

void
funlockfile(FILE *f)
{
	libc_unlock(&f->f_lock);
}
