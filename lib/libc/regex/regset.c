/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Bracket expressions (POSIX.1-2017, base definitions 9.3.5).
 */
#include <sys/types.h>

#include <stdlib.h>
#include <string.h>
#include <wctype.h>

#include "regex_impl.h"

uint32_t
re_fold(uint32_t c)
{

	if (c < 0x80)
		return (c >= 'A' && c <= 'Z' ? c + 32 : c);
	return (c < RE_BYTE ? (uint32_t)towlower((wint_t)c) : c);
}

static bool
set_has(const struct re_set *s, uint32_t c)
{
	size_t i;

	if (c < 256 && (s->bits[c / 8] & (1U << (c % 8))) != 0)
		return (true);
	for (i = 0; i < s->nranges; i++)
		if (c >= s->ranges[i].lo && c <= s->ranges[i].hi)
			return (true);
	return (false);
}

/*
 * Is a character in the set?  Without regard to case, if either case is.
 */
bool
re_set_has(const struct re_set *s, uint32_t c, bool icase)
{
	bool in = set_has(s, c);

	if (!in && icase && c < RE_BYTE)
		in = set_has(s, re_fold(c)) ||
		    set_has(s, (uint32_t)towupper((wint_t)c));
	return (in != s->negated);
}

static int
set_add(struct re_set *s, uint32_t lo, uint32_t hi)
{
	struct re_range *r;

	for (; lo <= hi && lo < 256; lo++)
		s->bits[lo / 8] |= (uint8_t)(1U << (lo % 8));
	if (lo > hi)
		return (0);
	r = reallocarray(s->ranges, s->nranges + 1, sizeof(*r));
	if (r == NULL)
		return (REG_ESPACE);
	s->ranges = r;
	r[s->nranges].lo = lo;
	r[s->nranges++].hi = hi;
	return (0);
}

/*
 * [:name:].  Classes of characters above 255 are asked of the locale when the
 * set is made: a few thousand, in ranges.
 */
static int
set_add_class(struct re_set *s, const char *name, size_t len, bool icase)
{
	char buf[16];
	wctype_t type;
	uint32_t c, lo = 0;
	bool in, run = false;

	if (len >= sizeof(buf))
		return (REG_ECTYPE);
	memcpy(buf, name, len);
	buf[len] = '\0';
	if (icase && (strcmp(buf, "upper") == 0 || strcmp(buf, "lower") == 0))
		(void)strlcpy(buf, "alpha", sizeof(buf));
	type = wctype(buf);
	if (type == (wctype_t)0)
		return (REG_ECTYPE);
	for (c = 0; c <= 0x3000; c++) {
		in = c < 0x3000 && iswctype((wint_t)c, type);
		if (in && !run)
			lo = c;
		if (!in && run && set_add(s, lo, c - 1) != 0)
			return (REG_ESPACE);
		run = in;
	}
	return (0);
}

/*
 * A character of a bracket expression: itself, [.c.] or, alone, [=c=].
 */
static int
set_element(const char **pp, const char *end, uint32_t *cp, bool *equiv)
{
	const char *p = *pp, *close;
	char kind;
	size_t n;

	*equiv = false;
	if (end - p >= 2 && p[0] == '[' && (p[1] == '.' || p[1] == '=')) {
		kind = p[1];
		p += 2;
		for (close = p; close + 1 < end; close++)
			if (close > p && close[0] == kind && close[1] == ']')
				break;
		if (close + 1 >= end)
			return (REG_EBRACK);
		*cp = re_decode(p, close, &n);
		if (p + n != close)
			return (REG_ECOLLATE);
		*equiv = kind == '=';
		*pp = close + 2;
		return (0);
	}
	*cp = re_decode(p, end, &n);
	*pp = p + n;
	return (0);
}

/*
 * Parse what follows a "[", up to and with the "]".
 */
int
re_set_parse(const char **pp, const char *end, int cflags,
    struct re_set *s)
{
	bool icase = (cflags & REG_ICASE) != 0, first = true, equiv, dummy;
	const char *p = *pp, *close;
	uint32_t lo, hi;
	int error;

	memset(s, 0, sizeof(*s));
	if (p < end && *p == '^') {
		s->negated = true;
		p++;
	}
	for (;; first = false) {
		if (p >= end)
			return (REG_EBRACK);
		if (*p == ']' && !first) {
			p++;
			break;
		}
		if (end - p >= 2 && p[0] == '[' && p[1] == ':') {
			p += 2;
			for (close = p; close + 1 < end; close++)
				if (close[0] == ':' && close[1] == ']')
					break;
			if (close + 1 >= end)
				return (REG_EBRACK);
			error = set_add_class(s, p, (size_t)(close - p),
			    icase);
			if (error != 0)
				return (error);
			p = close + 2;
			continue;
		}
		error = set_element(&p, end, &lo, &equiv);
		if (error != 0)
			return (error);
		hi = lo;
		if (!equiv && end - p >= 2 && p[0] == '-' && p[1] != ']') {
			p++;
			error = set_element(&p, end, &hi, &dummy);
			if (error != 0)
				return (error);
			if (hi < lo)
				return (REG_ERANGE);
		}
		error = set_add(s, lo, hi);
		if (error != 0)
			return (error);
	}
	/* With REG_NEWLINE a list that excludes does not match newline. */
	if (s->negated && (cflags & REG_NEWLINE) != 0 &&
	    set_add(s, '\n', '\n') != 0)
		return (REG_ESPACE);
	*pp = p;
	return (0);
}
