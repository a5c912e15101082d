/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Comparing strings, with and without regard to case.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>
#include "word.h"

__no_sanitize_all int
strcmp(const char *a, const char *b)
{
	uint64_t x;

	if ((((uintptr_t)a ^ (uintptr_t)b) & 7) == 0) {
		for (; !WORD_ALIGNED(a); a++, b++) {
			if (*a != *b || *a == '\0')
				goto out;
		}
		for (;; a += 8, b += 8) {
			x = *(const word_t *)(const void *)a;
			if (x != *(const word_t *)(const void *)b ||
			    WORD_ZEROS(x) != 0)
				break;
		}
	}
	while (*a == *b && *a != '\0') {
		a++;
		b++;
	}
out:
	return ((int)(unsigned char)*a - (int)(unsigned char)*b);
}

int
strncmp(const char *a, const char *b, size_t n)
{
	for (; n > 0; n--, a++, b++) {
		if (*a != *b)
			return ((int)(unsigned char)*a -
			    (int)(unsigned char)*b);
		if (*a == '\0')
			break;
	}
	return (0);
}

int
strcasecmp(const char *a, const char *b)
{
	int x, y;

	do {
		x = tolower((unsigned char)*a++);
		y = tolower((unsigned char)*b++);
	} while (x == y && x != '\0');
	return (x - y);
}

int
strncasecmp(const char *a, const char *b, size_t n)
{
	int x, y;

	for (; n > 0; n--) {
		x = tolower((unsigned char)*a++);
		y = tolower((unsigned char)*b++);
		if (x != y)
			return (x - y);
		if (x == '\0')
			break;
	}
	return (0);
}

int
strcasecmp_l(const char *a, const char *b, locale_t loc)
{
	return (strcasecmp(a, b));
}

int
strncasecmp_l(const char *a, const char *b, size_t n, locale_t loc)
{
	return (strncasecmp(a, b, n));
}
