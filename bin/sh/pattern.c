/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Pattern matching (POSIX 2.13).
 *
 * A backslash in a pattern quotes the next character; expansion puts one in
 * front of each special character that was quoted.  A star is matched by
 * remembering only the last one and trying again one character later, so
 * matching takes at most the product of both lengths and no recursion.
 */

#include <ctype.h>

#include "expand.h"

static const char *match_bracket(const char *, uint32_t, bool *);

/* Decode the character at *sp as the locale has it. */
static uint32_t
next_char(const char **sp, const char *end)
{
	uint32_t cp;
	size_t n;

	if (sh.sh_utf8 && (n = utf8_decode(*sp, (size_t)(end - *sp), &cp)) != 0)
		*sp += n;
	else
		cp = (unsigned char)*(*sp)++;
	return (cp);
}

static bool
class_has(const char *name, size_t len, uint32_t c)
{
	static const struct {
		const char	*name;
		int		(*fn)(int);
	} classes[] = {
		{ "alnum", isalnum }, { "alpha", isalpha },
		{ "blank", isblank }, { "cntrl", iscntrl },
		{ "digit", isdigit }, { "graph", isgraph },
		{ "lower", islower }, { "print", isprint },
		{ "punct", ispunct }, { "space", isspace },
		{ "upper", isupper }, { "xdigit", isxdigit }
	};
	size_t i;

	for (i = 0; i < SH_NELEM(classes); i++) {
		if (strlen(classes[i].name) == len &&
		    memcmp(classes[i].name, name, len) == 0)
			return (c < 0x80 && classes[i].fn((int)c) != 0);
	}
	return (false);
}

/*
 * Read one end of a range at p: a character, quoted or not, or [.x.] or
 * [=x=].  Returns what follows, NULL if the pattern ends here.
 */
static const char *
bracket_char(const char *p, uint32_t *c)
{
	const char *end;
	char close[3];

	if (*p == '[' && (p[1] == '.' || p[1] == '=')) {
		close[0] = p[1];
		close[1] = ']';
		close[2] = '\0';
		if ((end = strstr(p + 2, close)) != NULL && end > p + 2) {
			p += 2;
			*c = next_char(&p, end);
			if (p != end)
				*c = UINT32_MAX;	/* no such element */
			return (end + 2);
		}
	}
	if (*p == '\\' && p[1] != '\0')
		p++;
	if (*p == '\0')
		return (NULL);
	*c = next_char(&p, p + strlen(p));
	return (p);
}

/*
 * Match c with the bracket expression whose first character behind [ is p.
 * Returns what follows it; NULL if it is none, because no ] ends it.
 */
static const char *
match_bracket(const char *p, uint32_t c, bool *matched)
{
	const char *end;
	uint32_t lo, hi;
	bool not, found = false, first = true;

	if ((not = *p == '!' || *p == '^'))
		p++;
	for (; first || *p != ']'; first = false) {
		if (*p == '\0')
			return (NULL);
		if (*p == '[' && p[1] == ':' &&
		    (end = strstr(p + 2, ":]")) != NULL) {
			if (class_has(p + 2, (size_t)(end - p - 2), c))
				found = true;
			p = end + 2;
			continue;
		}
		if ((p = bracket_char(p, &lo)) == NULL)
			return (NULL);
		hi = lo;
		if (*p == '-' && p[1] != ']' && p[1] != '\0') {
			if ((p = bracket_char(p + 1, &hi)) == NULL)
				return (NULL);
		}
		if (c >= lo && c <= hi)
			found = true;
	}
	*matched = found != not;
	return (p + 1);
}

/*
 * Match the first character of s with the first element of *pp.  Returns
 * the bytes of s that it took, 0 if it does not match, and moves *pp on.
 */
static size_t
match_one(const char **pp, const char *s, const char *end)
{
	const char *p = *pp, *next, *t = s;
	bool matched;

	switch (*p) {
	case '\0':
		return (0);
	case '?':
		*pp = p + 1;
		return (char_step(s, end));
	case '[':
		next = match_bracket(p + 1, next_char(&t, end), &matched);
		if (next != NULL) {
			*pp = next;
			return (matched ? (size_t)(t - s) : 0);
		}
		break;
	case '\\':
		if (p[1] != '\0')
			p++;
		break;
	}
	*pp = p + 1;
	return (*p == *s ? 1 : 0);
}

/* Does the pattern match all of the text from s to end? */
bool
pattern_match(const char *pat, const char *s, const char *end)
{
	const char *star = NULL, *retry = NULL, *p;
	size_t n;

	for (;;) {
		if (*pat == '*') {
			while (*pat == '*')
				pat++;
			if (*pat == '\0')
				return (true);
			star = pat;
			retry = s;
		}
		if (s == end)
			return (*pat == '\0');
		p = pat;
		if ((n = match_one(&p, s, end)) != 0) {
			pat = p;
			s += n;
			continue;
		}
		if (star == NULL)
			return (false);
		retry += char_step(retry, end);
		s = retry;
		pat = star;
	}
}

/*
 * Does the pattern hold an unquoted *, ? or bracket expression?  A [ that no
 * ] follows is an ordinary character.
 */
bool
pattern_special(const char *p)
{
	for (; *p != '\0'; p++) {
		if (*p == '\\' && p[1] != '\0')
			p++;
		else if (*p == '*' || *p == '?' ||
		    (*p == '[' && strchr(p, ']') != NULL))
			return (true);
	}
	return (false);
}
