/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Looking for a character in a string.
 */
#include <string.h>
#include <strings.h>
#include "word.h"

__no_sanitize_all char *
strchrnul(const char *s, int c)
{
	uint64_t pattern = (unsigned char)c * WORD_ONES, w, mark;

	for (; !WORD_ALIGNED(s); s++) {
		if (*s == (char)c || *s == '\0')
			return (__DECONST(char *, s));
	}
	for (;; s += 8) {
		w = *(const word_t *)(const void *)s;
		mark = WORD_ZEROS(w) | WORD_ZEROS(w ^ pattern);
		if (mark != 0)
			return (__DECONST(char *, s + WORD_FIRST(mark)));
	}
}

char *
strchr(const char *s, int c)
{
	char *p = strchrnul(s, c);

	return (*p == (char)c ? p : NULL);
}

char *
strrchr(const char *s, int c)
{
	return (memrchr(s, c, strlen(s) + 1));
}

char *
index(const char *s, int c)
{
	return (strchr(s, c));
}

char *
rindex(const char *s, int c)
{
	return (strrchr(s, c));
}
