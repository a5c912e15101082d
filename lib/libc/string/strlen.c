/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The length of a string, a word at a time.
 */
#include <string.h>
#include "word.h"

__no_sanitize_all size_t
strlen(const char *s)
{
	const char *p = s;
	uint64_t mark;

	for (; !WORD_ALIGNED(p); p++) {
		if (*p == '\0')
			return ((size_t)(p - s));
	}
	for (;; p += 8) {
		mark = WORD_ZEROS(*(const word_t *)(const void *)p);
		if (mark != 0)
			return ((size_t)(p - s) + WORD_FIRST(mark));
	}
}

size_t
strnlen(const char *s, size_t max)
{
	const char *end = memchr(s, '\0', max);

	return (end != NULL ? (size_t)(end - s) : max);
}
