/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wchar.h>

size_t
wcsftime(wchar_t *__restrict buf, size_t size, const wchar_t *__restrict fmt,
    const struct tm *__restrict tm)
{
	size_t room = wcslen(fmt) * 4 + 1, n = 0;
	char *narrow, *text = NULL;

	if (size == 0 || (narrow = malloc(room)) == NULL)
		return (0);
	/* No more bytes than that fit as many characters. */
	if (wcstombs(narrow, fmt, room) != (size_t)-1 &&
	    (text = reallocarray(NULL, size, 4)) != NULL &&
	    strftime(text, size * 4, narrow, tm) > 0) {
		n = mbstowcs(buf, text, size);
		if (n == (size_t)-1 || n == size)
			n = 0;
	}
	free(narrow);
	free(text);
	return (n);
}
