/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Shell patterns.  A '*' is tried from the shortest match up; when a later '*'
 * is reached, what was before it never needs another try, so one place to go
 * back to is enough and the time is at most pattern times string.  Within
 * FNM_PATHNAME each component is its own match.
 *
 * Characters are UTF-8; a byte that is not part of one stands for itself.
 * Tests: tests/lib/libc/gen/t_fnmatch.c
 */

#include <fnmatch.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#define	NO_RANGE	(-2)	/* no valid bracket expression */

/* The character at p, within [p, end); *np gets its length. */
static wint_t
char_at(const char *p, size_t *np)
{
	mbstate_t st;
	wchar_t wc;
	size_t n;

	if ((unsigned char)*p < 0x80) {
		*np = 1;
		return ((wint_t)*p);
	}
	memset(&st, 0, sizeof(st));
	n = mbrtowc(&wc, p, MB_LEN_MAX, &st);
	if (n == (size_t)-1 || n == (size_t)-2) {
		*np = 1;
		return (0x110000U + (unsigned char)*p);
	}
	*np = n;
	return ((wint_t)wc);
}

static wint_t
fold(wint_t wc, int flags)
{
	return ((flags & FNM_CASEFOLD) != 0 && wc < 0x110000 ? towlower(wc) :
	    wc);
}

/* "[:class:]" at p, behind the "[:"; its end, or NULL. */
static const char *
match_class(const char *p, wint_t wc, int flags, bool *foundp)
{
	const char *end = strstr(p, ":]");
	char name[16];
	wctype_t type;

	if (end == NULL || (size_t)(end - p) >= sizeof(name))
		return (NULL);
	memcpy(name, p, (size_t)(end - p));
	name[end - p] = '\0';
	if ((type = wctype(name)) == 0)
		return (NULL);
	if (wc < 0x110000 && (iswctype(wc, type) ||
	    ((flags & FNM_CASEFOLD) != 0 && (iswctype(towlower(wc), type) ||
	    iswctype(towupper(wc), type)))))
		*foundp = true;
	return (end + 2);
}

/* One element of a bracket expression, also "[.x.]" and "[=x=]". */
static const char *
range_element(const char *p, int flags, wint_t *wcp)
{
	size_t n;
	char kind;

	if (p[0] == '[' && (p[1] == '.' || p[1] == '=')) {
		kind = p[1];
		*wcp = char_at(p + 2, &n);
		p += 2 + n;
		return (p[0] == kind && p[1] == ']' ? p + 2 : NULL);
	}
	if (*p == '\\' && (flags & FNM_NOESCAPE) == 0 && p[1] != '\0')
		p++;
	if (*p == '\0')
		return (NULL);
	*wcp = char_at(p, &n);
	return (p + n);
}

/*
 * Match wc against the bracket expression behind p.  1 or 0 and its end in
 * *endp, or NO_RANGE.
 */
static int
match_range(const char *p, wint_t wc, int flags, const char **endp)
{
	wint_t first, last, folded = fold(wc, flags);
	bool invert, found = false;
	const char *start;

	invert = *p == '!' || *p == '^';
	if (invert)
		p++;
	for (start = p; *p != ']' || p == start; ) {
		if (*p == '\0' || (*p == '/' && (flags & FNM_PATHNAME) != 0))
			return (NO_RANGE);
		if (p[0] == '[' && p[1] == ':') {
			p = match_class(p + 2, wc, flags, &found);
			if (p == NULL)
				return (NO_RANGE);
			continue;
		}
		if ((p = range_element(p, flags, &first)) == NULL)
			return (NO_RANGE);
		last = first;
		if (p[0] == '-' && p[1] != ']' && p[1] != '\0') {
			p = range_element(p + 1, flags, &last);
			if (p == NULL)
				return (NO_RANGE);
		}
		if ((first <= wc && wc <= last) ||
		    ((flags & FNM_CASEFOLD) != 0 &&
		    ((fold(first, flags) <= folded &&
		    folded <= fold(last, flags)) ||
		    (first <= towupper(folded) && towupper(folded) <= last))))
			found = true;
	}
	*endp = p + 1;
	return (found != invert);
}

/* Is the period at s, in string, one that only a period matches? */
static bool
leading_period(const char *s, const char *string, int flags)
{
	return (*s == '.' && (flags & FNM_PERIOD) != 0 && (s == string ||
	    ((flags & FNM_PATHNAME) != 0 && s[-1] == '/')));
}

/*
 * Match one character of the string by one element of the pattern other than
 * '*'.  Both move on when it matches.
 */
static bool
match_one(const char **pp, const char **sp, const char *string, int flags)
{
	const char *p = *pp, *s = *sp, *end;
	size_t sn, pn;
	wint_t wc = char_at(s, &sn), pc;
	int ret;

	switch (*p) {
	case '\0':
		return (false);
	case '?':
		if ((*s == '/' && (flags & FNM_PATHNAME) != 0) ||
		    leading_period(s, string, flags))
			return (false);
		p++;
		break;
	case '[':
		if ((*s == '/' && (flags & FNM_PATHNAME) != 0) ||
		    leading_period(s, string, flags))
			return (false);
		ret = match_range(p + 1, wc, flags, &end);
		if (ret == 0)
			return (false);
		if (ret == 1) {
			p = end;
			break;
		}
		/* FALLTHROUGH */
	default:
		if (*p == '\\' && (flags & FNM_NOESCAPE) == 0) {
			if (p[1] == '\0')
				return (false);
			p++;
		}
		pc = char_at(p, &pn);
		if (pc != wc && fold(pc, flags) != fold(wc, flags))
			return (false);
		p += pn;
		break;
	}
	*pp = p;
	*sp = s + sn;
	return (true);
}

int
fnmatch(const char *pattern, const char *string, int flags)
{
	const char *p = pattern, *s = string;
	const char *star = NULL, *retry = NULL;
	size_t n;

	for (;;) {
		if (*p == '*') {
			if (leading_period(s, string, flags))
				goto again;
			while (*p == '*')
				p++;
			star = p;
			retry = s;
			continue;
		}
		if (*s == '\0') {
			if (*p == '\0')
				return (0);
			/* Only a later '*' could match nothing. */
			return (FNM_NOMATCH);
		}
		if (*p == '\0' && *s == '/' && (flags & FNM_LEADING_DIR) != 0)
			return (0);
		if (match_one(&p, &s, string, flags)) {
			if (s[-1] == '/' && (flags & FNM_PATHNAME) != 0)
				star = NULL;	/* a new component */
			continue;
		}
again:
		if (star == NULL || *retry == '\0' ||
		    (*retry == '/' && (flags & FNM_PATHNAME) != 0))
			return (FNM_NOMATCH);
		(void)char_at(retry, &n);
		retry += n;
		p = star;
		s = retry;
	}
}
