/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Looking for a string in a string.  strstr() compares at each occurrence of
 * the needle's first character, which is fastest on ordinary text; when that
 * has done much more work than the text is long, it goes on with memmem(),
 * whose time is linear whatever the input.
 */

#include <ctype.h>
#include <string.h>

#define	STRSTR_CREDIT	256	/* comparisons free of charge */

char *
strstr(const char *haystack, const char *needle)
{
	const char *p, *h, *n, *from = haystack;
	size_t work = 0;

	if (*needle == '\0')
		return (__DECONST(char *, haystack));
	for (p = strchr(haystack, *needle); p != NULL;
	    p = strchr(p + 1, *needle)) {
		for (h = p + 1, n = needle + 1; *n != '\0' && *h == *n; h++)
			n++;
		if (*n == '\0')
			return (__DECONST(char *, p));
		if (*h == '\0')
			return (NULL);		/* the rest is too short */
		work += (size_t)(h - p);
		if (work > STRSTR_CREDIT + 4 * (size_t)(p - from))
			return (memmem(p + 1, strlen(p + 1), needle,
			    strlen(needle)));
	}
	return (NULL);
}

char *
strcasestr(const char *haystack, const char *needle)
{
	size_t len = strlen(needle);
	int first;

	if (len == 0)
		return (__DECONST(char *, haystack));
	first = tolower((unsigned char)*needle);
	for (; *haystack != '\0'; haystack++) {
		if (tolower((unsigned char)*haystack) == first &&
		    strncasecmp(haystack, needle, len) == 0)
			return (__DECONST(char *, haystack));
	}
	return (NULL);
}

char *
strnstr(const char *haystack, const char *needle, size_t max)
{
	return (memmem(haystack, strnlen(haystack, max), needle,
	    strlen(needle)));
}
