/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Characters.
 *
 * The shell looks at the locale's name only to learn whether characters are
 * UTF-8 sequences; it never calls setlocale(), which would cost more than
 * most commands it runs.  A byte that begins no valid sequence counts as a
 * character of its own.
 */

#include "shell.h"

struct range {
	uint32_t	r_first;
	uint32_t	r_last;
};

/* Characters that take no column of their own. */
static const struct range zero_width[] = {
	{ 0x0300, 0x036f }, { 0x0483, 0x0489 }, { 0x0591, 0x05bd },
	{ 0x0610, 0x061a }, { 0x064b, 0x065f }, { 0x06d6, 0x06dc },
	{ 0x0900, 0x0902 }, { 0x093c, 0x093c }, { 0x0941, 0x0948 },
	{ 0x0e31, 0x0e31 }, { 0x0e34, 0x0e3a }, { 0x0e47, 0x0e4e },
	{ 0x1ab0, 0x1aff }, { 0x1dc0, 0x1dff }, { 0x200b, 0x200f },
	{ 0x202a, 0x202e }, { 0x2060, 0x2064 }, { 0x20d0, 0x20f0 },
	{ 0x302a, 0x302d }, { 0x3099, 0x309a }, { 0xfe00, 0xfe0f },
	{ 0xfe20, 0xfe2f }, { 0xfeff, 0xfeff }, { 0xe0100, 0xe01ef }
};

/* East Asian wide and full-width characters, and pictographs. */
static const struct range double_width[] = {
	{ 0x1100, 0x115f }, { 0x231a, 0x231b }, { 0x2329, 0x232a },
	{ 0x23e9, 0x23ec }, { 0x25fd, 0x25fe }, { 0x2614, 0x2615 },
	{ 0x2648, 0x2653 }, { 0x26a1, 0x26a1 }, { 0x26ce, 0x26ce },
	{ 0x2705, 0x2705 }, { 0x274c, 0x274c }, { 0x2753, 0x2755 },
	{ 0x2795, 0x2797 }, { 0x2b1b, 0x2b1c }, { 0x2e80, 0x303e },
	{ 0x3041, 0x33ff }, { 0x3400, 0x4dbf }, { 0x4e00, 0x9fff },
	{ 0xa000, 0xa4cf }, { 0xa960, 0xa97f }, { 0xac00, 0xd7a3 },
	{ 0xf900, 0xfaff }, { 0xfe30, 0xfe6f }, { 0xff00, 0xff60 },
	{ 0xffe0, 0xffe6 }, { 0x16fe0, 0x18cff }, { 0x1b000, 0x1b2ff },
	{ 0x1f004, 0x1f004 }, { 0x1f0cf, 0x1f0cf }, { 0x1f18e, 0x1f18e },
	{ 0x1f191, 0x1f19a }, { 0x1f200, 0x1f320 }, { 0x1f32d, 0x1f335 },
	{ 0x1f337, 0x1f37c }, { 0x1f37e, 0x1f393 }, { 0x1f3a0, 0x1f3ca },
	{ 0x1f3e0, 0x1f3f0 }, { 0x1f400, 0x1f43e }, { 0x1f440, 0x1f4fc },
	{ 0x1f4ff, 0x1f53d }, { 0x1f550, 0x1f567 }, { 0x1f5fb, 0x1f64f },
	{ 0x1f680, 0x1f6c5 }, { 0x1f6d0, 0x1f6ec }, { 0x1f7e0, 0x1f7eb },
	{ 0x1f90c, 0x1f9ff }, { 0x1fa70, 0x1faff }, { 0x20000, 0x3fffd }
};

static bool
range_has(const struct range *r, size_t n, uint32_t c)
{
	size_t lo = 0, mid;

	while (lo < n) {
		mid = lo + (n - lo) / 2;
		if (c > r[mid].r_last)
			lo = mid + 1;
		else if (c < r[mid].r_first)
			n = mid;
		else
			return (true);
	}
	return (false);
}

/*
 * Decode the character at s, which has len bytes, and return how many it
 * takes; 0 if they are no valid sequence.
 */
size_t
utf8_decode(const char *s, size_t len, uint32_t *cp)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char c;
	uint32_t v;
	size_t i, n;

	if (len == 0)
		return (0);
	c = (unsigned char)*s;
	if (c < 0x80) {
		*cp = c;
		return (1);
	}
	if (c >= 0xc2 && c < 0xe0) {
		n = 2;
		v = c & 0x1f;
	} else if (c >= 0xe0 && c < 0xf0) {
		n = 3;
		v = c & 0x0f;
	} else if (c >= 0xf0 && c < 0xf5) {
		n = 4;
		v = c & 0x07;
	} else
		return (0);
	if (n > len)
		return (0);
	for (i = 1; i < n; i++) {
		if (((unsigned char)s[i] & 0xc0) != 0x80)
			return (0);
		v = v << 6 | ((unsigned char)s[i] & 0x3f);
	}
	if (v < least[n] || v > 0x10ffff || (v >= 0xd800 && v < 0xe000))
		return (0);
	*cp = v;
	return (n);
}

/* Encode cp at s, which has room for four bytes; returns the length. */
size_t
utf8_encode(uint32_t cp, char *s)
{
	if (cp < 0x80) {
		s[0] = (char)cp;
		return (1);
	}
	if (cp < 0x800) {
		s[0] = (char)(0xc0 | cp >> 6);
		s[1] = (char)(0x80 | (cp & 0x3f));
		return (2);
	}
	if (cp < 0x10000) {
		s[0] = (char)(0xe0 | cp >> 12);
		s[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		s[2] = (char)(0x80 | (cp & 0x3f));
		return (3);
	}
	s[0] = (char)(0xf0 | (cp >> 18 & 0x07));
	s[1] = (char)(0x80 | (cp >> 12 & 0x3f));
	s[2] = (char)(0x80 | (cp >> 6 & 0x3f));
	s[3] = (char)(0x80 | (cp & 0x3f));
	return (4);
}

/* Bytes of the character at s, which ends before end; never 0. */
size_t
char_step(const char *s, const char *end)
{
	uint32_t cp;
	size_t n;

	if (!sh.sh_utf8 || (unsigned char)*s < 0x80)
		return (1);
	n = utf8_decode(s, (size_t)(end - s), &cp);
	return (n != 0 ? n : 1);
}

/* The number of characters in s, by the locale. */
size_t
utf8_length(const char *s, size_t len)
{
	const char *end = s + len;
	size_t n;

	if (!sh.sh_utf8)
		return (len);
	for (n = 0; s < end; n++)
		s += char_step(s, end);
	return (n);
}

/* Columns that cp takes on a terminal. */
int
utf8_width(uint32_t cp)
{
	if (cp < 0x300)
		return (1);
	if (range_has(zero_width, SH_NELEM(zero_width), cp))
		return (0);
	return (range_has(double_width, SH_NELEM(double_width), cp) ? 2 : 1);
}
