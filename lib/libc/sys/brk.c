/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * brk(2) and sbrk(2) upon a call that returns the break, also when it is asked
 * for an address below the lowest one.
 */
#include <errno.h>
#include <stdint.h>
#include <unistd.h>

#include "libc_private.h"

int
brk(const void *addr)
{
	void *now;

	now = __sys_brk((void *)(uintptr_t)addr);
	if (now == (void *)-1)
		return (-1);
	if (now != addr) {
		errno = ENOMEM;
		return (-1);
	}
	return (0);
}

void *
sbrk(intptr_t incr)
{
	char *old = __sys_brk(NULL);

	if (old == (char *)-1 || incr == 0)
		return (old);
	if (incr > 0 ? (uintptr_t)incr > UINTPTR_MAX - (uintptr_t)old :
	    (uintptr_t)0 - (uintptr_t)incr > (uintptr_t)old) {
		errno = ENOMEM;
		return ((void *)-1);
	}
	return (brk(old + incr) == 0 ? old : (void *)-1);
}
