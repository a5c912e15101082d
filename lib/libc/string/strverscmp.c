/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Comparing names with numbers in them: "a9" comes before "a10".  Digits after a
 * leading zero count as a fraction, so that "a01" comes before "a1".
 */

#include <ctype.h>
#include <string.h>

int
strverscmp(const char *a, const char *b)
{
	size_t i, start = 0, j;
	int zeros = 1;		/* only zeros in the digits so far */

	for (i = 0; a[i] == b[i]; i++) {
		if (a[i] == '\0')
			return (0);
		if (!isdigit((unsigned char)a[i])) {
			start = i + 1;
			zeros = 1;
		} else if (a[i] != '0')
			zeros = 0;
	}
	if (start < i && zeros) {
		/* A fraction: the longer run of zeros comes first. */
		if (isdigit((unsigned char)a[i]) &&
		    !isdigit((unsigned char)b[i]))
			return (-1);
		if (isdigit((unsigned char)b[i]) &&
		    !isdigit((unsigned char)a[i]))
			return (1);
	} else if (a[start] != '0' && b[start] != '0' &&
	    (start < i || (isdigit((unsigned char)a[i]) &&
	    isdigit((unsigned char)b[i])))) {
		/* Whole numbers: the longer one is the greater. */
		for (j = i; isdigit((unsigned char)a[j]); j++) {
			if (!isdigit((unsigned char)b[j]))
				return (1);
		}
		if (isdigit((unsigned char)b[j]))
			return (-1);
	}
	return ((int)(unsigned char)a[i] - (int)(unsigned char)b[i]);
}
