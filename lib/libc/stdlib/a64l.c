/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Numbers in base 64: ./0-9A-Za-z, the least significant digit first.
 */
#include <stdlib.h>
#include <string.h>

static const char a64_digits[] =
    "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

long
a64l(const char *s)
{
	unsigned int value = 0, shift;
	const char *p;

	for (shift = 0; shift < 36 && *s != '\0'; shift += 6, s++) {
		if ((p = strchr(a64_digits, *s)) == NULL)
			break;
		value |= (unsigned int)((unsigned long)(p - a64_digits) <<
		    shift);
	}
	return ((int)value);
}

char *
l64a(long n)
{
	static char buf[7];
	unsigned int value = (unsigned int)n;
	char *p = buf;

	for (; value != 0; value >>= 6)
		*p++ = a64_digits[value & 0x3f];
	*p = '\0';
	return (buf);
}
