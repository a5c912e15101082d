/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Classes and case of wide characters.  ASCII follows <ctype.h>.  Beyond it,
 * letters and case are those of the scripts in the tables below (Latin, Greek,
 * Cyrillic, Armenian, Georgian, fullwidth forms); characters of other scripts
 * count as letters if they are printable and no known punctuation or symbol.
 */

#include <ctype.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

struct range {
	unsigned int	first;
	unsigned int	last;
};

/* A run of letters in which case alternates or differs by a distance. */
struct case_range {
	unsigned int	first;		/* upper case */
	unsigned int	last;
	int		distance;	/* to lower case; 0: pairs */
};

static const struct case_range case_ranges[] = {
	{ 0x00c0, 0x00d6, 32 }, { 0x00d8, 0x00de, 32 },
	{ 0x0100, 0x012f, 0 }, { 0x0132, 0x0137, 0 },
	{ 0x014a, 0x0177, 0 }, { 0x0178, 0x0178, -121 },
	{ 0x01de, 0x01ef, 0 }, { 0x01f8, 0x021f, 0 },
	{ 0x0222, 0x0233, 0 }, { 0x0246, 0x024f, 0 },
	{ 0x0386, 0x0386, 38 }, { 0x0388, 0x038a, 37 },
	{ 0x038c, 0x038c, 64 }, { 0x038e, 0x038f, 63 },
	{ 0x0391, 0x03a1, 32 }, { 0x03a3, 0x03ab, 32 },
	{ 0x03d8, 0x03ef, 0 }, { 0x0400, 0x040f, 80 },
	{ 0x0410, 0x042f, 32 }, { 0x0460, 0x0481, 0 },
	{ 0x048a, 0x04bf, 0 }, { 0x04d0, 0x052f, 0 },
	{ 0x0531, 0x0556, 48 }, { 0x10a0, 0x10c5, 7264 },
	{ 0x1e00, 0x1e95, 0 }, { 0x1ea0, 0x1eff, 0 },
	{ 0x2160, 0x216f, 16 }, { 0x24b6, 0x24cf, 26 },
	{ 0x2c00, 0x2c2f, 48 }, { 0x2c80, 0x2ce3, 0 },
	{ 0xa640, 0xa66d, 0 }, { 0xa680, 0xa69b, 0 },
	{ 0xa722, 0xa72f, 0 }, { 0xa732, 0xa76f, 0 },
	{ 0xff21, 0xff3a, 32 }, { 0x10400, 0x10427, 40 }
};

/* Pairs where the upper case letter is odd. */
static const struct case_range odd_ranges[] = {
	{ 0x0139, 0x0148, 0 }, { 0x0179, 0x017e, 0 },
	{ 0x01cd, 0x01dc, 0 }, { 0x04c1, 0x04ce, 0 }
};

static const struct range punct_ranges[] = {
	{ 0x00a1, 0x00a9 }, { 0x00ab, 0x00b4 }, { 0x00b6, 0x00b9 },
	{ 0x00bb, 0x00bf }, { 0x00d7, 0x00d7 }, { 0x00f7, 0x00f7 },
	{ 0x02c2, 0x02c5 }, { 0x02d2, 0x02df }, { 0x0300, 0x036f },
	{ 0x037e, 0x037e }, { 0x0387, 0x0387 }, { 0x055a, 0x055f },
	{ 0x0589, 0x058a }, { 0x05be, 0x05be }, { 0x060c, 0x060d },
	{ 0x061b, 0x061f }, { 0x066a, 0x066d }, { 0x2010, 0x2027 },
	{ 0x2030, 0x205e }, { 0x2070, 0x2070 }, { 0x2074, 0x207e },
	{ 0x2080, 0x208e }, { 0x20a0, 0x20c0 }, { 0x2100, 0x2101 },
	{ 0x2116, 0x2118 }, { 0x211e, 0x2123 }, { 0x2190, 0x2bff },
	{ 0x2e00, 0x2e7f }, { 0x3001, 0x3004 }, { 0x3008, 0x3020 },
	{ 0x3030, 0x3030 }, { 0xe000, 0xf8ff }, { 0xfe10, 0xfe6f },
	{ 0xff01, 0xff0f },
	{ 0xff1a, 0xff20 }, { 0xff3b, 0xff40 }, { 0xff5b, 0xff65 },
	{ 0x1f000, 0x1faff }
};

static const struct range space_ranges[] = {
	{ 0x1680, 0x1680 }, { 0x2000, 0x2006 }, { 0x2008, 0x200a },
	{ 0x2028, 0x2029 }, { 0x205f, 0x205f }, { 0x3000, 0x3000 }
};

static int
in_ranges(const struct range *r, size_t n, unsigned int wc)
{
	size_t low = 0, mid;

	while (n > 0) {
		mid = n / 2;
		if (wc > r[low + mid].last) {
			low += mid + 1;
			n -= mid + 1;
		} else if (wc < r[low + mid].first)
			n = mid;
		else
			return (1);
	}
	return (0);
}

/* The other case of a letter beyond ASCII, or the letter itself. */
static wint_t
case_map(wint_t wc, int to_lower)
{
	const struct case_range *c;
	size_t i;
	unsigned int low, first, last;

	for (i = 0; i < __arraycount(case_ranges); i++) {
		c = &case_ranges[i];
		if (c->distance == 0) {
			if (wc < c->first || wc > c->last)
				continue;
			return (to_lower ? wc | 1 : wc & ~1U);
		}
		first = c->first;
		last = c->last;
		low = (unsigned int)c->distance;
		if (to_lower && wc >= first && wc <= last)
			return (wc + low);
		if (!to_lower && wc >= first + low && wc <= last + low &&
		    wc - low != 0x03a2)
			return (wc - low);
	}
	for (i = 0; i < __arraycount(odd_ranges); i++) {
		c = &odd_ranges[i];
		if (wc >= c->first && wc <= c->last)
			return (to_lower ? wc + (wc & 1) :
			    wc - !(wc & 1));
	}
	switch (wc) {
	case 0x00b5:				/* micro sign */
		return (to_lower ? wc : 0x039c);
	case 0x0130:				/* dotted capital i */
		return (to_lower ? 'i' : wc);
	case 0x0131:				/* dotless i */
		return (to_lower ? wc : 'I');
	case 0x017f:				/* long s */
		return (to_lower ? wc : 'S');
	case 0x03c2:				/* final sigma */
		return (to_lower ? wc : 0x03a3);
	default:
		return (wc);
	}
}

wint_t
towlower(wint_t wc)
{
	if (wc < 0x80)
		return ((wint_t)tolower((int)wc));
	return (wc == WEOF ? wc : case_map(wc, 1));
}

wint_t
towupper(wint_t wc)
{
	if (wc < 0x80)
		return ((wint_t)toupper((int)wc));
	return (wc == WEOF ? wc : case_map(wc, 0));
}

int
iswcntrl(wint_t wc)
{
	if (wc < 0x80)
		return (iscntrl((int)wc));
	return (wc < 0xa0 || wc == 0x2028 || wc == 0x2029 ||
	    (wc >= 0xfff9 && wc <= 0xfffb));
}

int
iswprint(wint_t wc)
{
	if (wc < 0x80)
		return (isprint((int)wc));
	return (!iswcntrl(wc) && wc <= 0x10ffff &&
	    !(wc >= 0xd800 && wc <= 0xdfff) && (wc & 0xfffe) != 0xfffe);
}

int
iswspace(wint_t wc)
{
	if (wc < 0x80)
		return (isspace((int)wc));
	return (in_ranges(space_ranges, __arraycount(space_ranges), wc));
}

int
iswblank(wint_t wc)
{
	if (wc < 0x80)
		return (isblank((int)wc));
	return (iswspace(wc) && wc != 0x2028 && wc != 0x2029);
}

int
iswpunct(wint_t wc)
{
	if (wc < 0x80)
		return (ispunct((int)wc));
	return (in_ranges(punct_ranges, __arraycount(punct_ranges), wc));
}

int
iswalpha(wint_t wc)
{
	if (wc < 0x80)
		return (isalpha((int)wc));
	return (iswprint(wc) && !iswspace(wc) && !iswpunct(wc) &&
	    wc != 0x00a0 && wc != 0x2007 && wc != 0x202f &&
	    wc != 0x00ad && !(wc >= 0x200b && wc <= 0x200f));
}

int
iswdigit(wint_t wc)
{
	return (wc >= '0' && wc <= '9');
}

int
iswxdigit(wint_t wc)
{
	return (wc < 0x80 && isxdigit((int)wc));
}

int
iswalnum(wint_t wc)
{
	return (iswdigit(wc) || iswalpha(wc));
}

int
iswgraph(wint_t wc)
{
	return (iswprint(wc) && !iswspace(wc) && wc != ' ');
}

int
iswlower(wint_t wc)
{
	return (towupper(wc) != wc || wc == 0x00df || wc == 0x00aa ||
	    wc == 0x00ba);
}

int
iswupper(wint_t wc)
{
	return (towlower(wc) != wc);
}

static const struct {
	const char	*name;
	int		(*test)(wint_t);
} wctypes[] = {
	{ "alnum", iswalnum }, { "alpha", iswalpha }, { "blank", iswblank },
	{ "cntrl", iswcntrl }, { "digit", iswdigit }, { "graph", iswgraph },
	{ "lower", iswlower }, { "print", iswprint }, { "punct", iswpunct },
	{ "space", iswspace }, { "upper", iswupper }, { "xdigit", iswxdigit }
};

wctype_t
wctype(const char *name)
{
	size_t i;

	for (i = 0; i < __arraycount(wctypes); i++) {
		if (strcmp(name, wctypes[i].name) == 0)
			return (i + 1);
	}
	return (0);
}

int
iswctype(wint_t wc, wctype_t type)
{
	if (type == 0 || type > __arraycount(wctypes))
		return (0);
	return (wctypes[type - 1].test(wc));
}

wctrans_t
wctrans(const char *name)
{
	if (strcmp(name, "tolower") == 0)
		return (1);
	return (strcmp(name, "toupper") == 0 ? 2 : 0);
}

wint_t
towctrans(wint_t wc, wctrans_t trans)
{
	return (trans == 1 ? towlower(wc) : trans == 2 ? towupper(wc) : wc);
}
