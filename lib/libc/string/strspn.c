/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Spans of characters of a set, and cutting strings at such characters.
 */
#include <limits.h>
#include <stdint.h>
#include <string.h>

struct charset {
	uint64_t	bits[(UCHAR_MAX + 1) / 64];
};

static void
charset_fill(struct charset *cs, const char *s)
{
	memset(cs, 0, sizeof(*cs));
	for (; *s != '\0'; s++)
		cs->bits[(unsigned char)*s / 64] |=
		    1UL << ((unsigned char)*s % 64);
}

static inline int
charset_has(const struct charset *cs, char c)
{
	return ((int)(cs->bits[(unsigned char)c / 64] >>
	    ((unsigned char)c % 64)) & 1);
}

size_t
strspn(const char *s, const char *accept)
{
	struct charset cs;
	const char *p;

	charset_fill(&cs, accept);
	for (p = s; charset_has(&cs, *p); p++)
		continue;
	return ((size_t)(p - s));
}

size_t
strcspn(const char *s, const char *reject)
{
	struct charset cs;
	const char *p;

	if (reject[0] == '\0' || reject[1] == '\0')
		return ((size_t)(strchrnul(s, reject[0]) - s));
	charset_fill(&cs, reject);
	cs.bits[0] |= 1;			/* the NUL ends the span */
	for (p = s; !charset_has(&cs, *p); p++)
		continue;
	return ((size_t)(p - s));
}

char *
strpbrk(const char *s, const char *accept)
{
	s += strcspn(s, accept);
	return (*s != '\0' ? __DECONST(char *, s) : NULL);
}

char *
strsep(char **sp, const char *delim)
{
	char *token = *sp, *end;

	if (token == NULL)
		return (NULL);
	end = token + strcspn(token, delim);
	if (*end != '\0') {
		*end = '\0';
		*sp = end + 1;
	} else
		*sp = NULL;
	return (token);
}

char *
strtok_r(char *s, const char *delim, char **last)
{
	char *end;

	if (s == NULL && (s = *last) == NULL)
		return (NULL);
	s += strspn(s, delim);
	if (*s == '\0') {
		*last = NULL;
		return (NULL);
	}
	end = s + strcspn(s, delim);
	if (*end != '\0') {
		*end = '\0';
		*last = end + 1;
	} else
		*last = NULL;
	return (s);
}

char *
strtok(char *__restrict s, const char *__restrict delim)
{
	static char *last;

	return (strtok_r(s, delim, &last));
}
