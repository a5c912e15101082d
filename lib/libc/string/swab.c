/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <string.h>
#include <unistd.h>

void
swab(const void *__restrict from, void *__restrict to, ssize_t n)
{
	const unsigned char *s = from;
	unsigned char *d = to, first;

	for (; n > 1; n -= 2, s += 2, d += 2) {
		first = s[0];
		d[0] = s[1];
		d[1] = first;
	}
}
