/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * UTF-8.  Only the shortest form of a character counts; surrogates and what
 * lies beyond U+10FFFF are errors.
 *
 * The conversion state holds how many bytes are still to come, the value so
 * far, and the least value that the length allows.
 */

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>

struct utf8_state {
	uint32_t	value;
	uint32_t	least;
	uint32_t	want;		/* bytes still to come */
};

_Static_assert(sizeof(struct utf8_state) <= sizeof(mbstate_t), "state fits");

static mbstate_t	mbrtowc_state, mbrlen_state;

int
mbsinit(const mbstate_t *ps)
{
	return (ps == NULL ||
	    ((const struct utf8_state *)(const void *)ps)->want == 0);
}

/* Take a first byte; 0, or -1 if none may start with it. */
static int
utf8_start(struct utf8_state *st, unsigned char c)
{
	if ((c & 0xe0) == 0xc0 && c >= 0xc2) {
		st->value = c & 0x1f;
		st->least = 0x80;
		st->want = 1;
	} else if ((c & 0xf0) == 0xe0) {
		st->value = c & 0x0f;
		st->least = 0x800;
		st->want = 2;
	} else if ((c & 0xf8) == 0xf0 && c <= 0xf4) {
		st->value = c & 0x07;
		st->least = 0x10000;
		st->want = 3;
	} else
		return (-1);
	return (0);
}

size_t
mbrtowc(wchar_t *__restrict pwc, const char *__restrict s, size_t n,
    mbstate_t *__restrict ps)
{
	struct utf8_state *st;
	size_t i = 0;
	unsigned char c;

	st = (struct utf8_state *)(void *)(ps != NULL ? ps : &mbrtowc_state);
	if (s == NULL) {
		s = "";
		n = 1;
		pwc = NULL;
	}
	if (n == 0)
		return ((size_t)-2);
	if (st->want == 0) {
		c = (unsigned char)s[i++];
		if (c < 0x80) {
			if (pwc != NULL)
				*pwc = c;
			return (c != 0);
		}
		if (utf8_start(st, c) == -1)
			goto bad;
	}
	for (; st->want > 0; st->want--) {
		if (i == n)
			return ((size_t)-2);
		c = (unsigned char)s[i++];
		if ((c & 0xc0) != 0x80)
			goto bad;
		st->value = st->value << 6 | (c & 0x3f);
		/* Wrong as early as the second byte can tell. */
		if (st->least == 0x800 && st->want == 2 &&
		    (st->value < 0x20 || (st->value >= 0x360 &&
		    st->value <= 0x37f)))
			goto bad;
		if (st->least == 0x10000 && st->want == 3 &&
		    (st->value < 0x10 || st->value > 0x10f))
			goto bad;
	}
	if (st->value < st->least)
		goto bad;
	if (pwc != NULL)
		*pwc = (wchar_t)st->value;
	return (i);

bad:
	st->want = 0;
	errno = EILSEQ;
	return ((size_t)-1);
}

size_t
wcrtomb(char *__restrict s, wchar_t wc, mbstate_t *__restrict ps)
{
	uint32_t u = (uint32_t)wc;

	if (ps != NULL)
		((struct utf8_state *)(void *)ps)->want = 0;
	if (s == NULL)
		return (1);
	if (u < 0x80) {
		s[0] = (char)u;
		return (1);
	}
	if (u < 0x800) {
		s[0] = (char)(0xc0 | u >> 6);
		s[1] = (char)(0x80 | (u & 0x3f));
		return (2);
	}
	if (u < 0x10000 && (u < 0xd800 || u > 0xdfff)) {
		s[0] = (char)(0xe0 | u >> 12);
		s[1] = (char)(0x80 | (u >> 6 & 0x3f));
		s[2] = (char)(0x80 | (u & 0x3f));
		return (3);
	}
	if (u >= 0x10000 && u <= 0x10ffff) {
		s[0] = (char)(0xf0 | u >> 18);
		s[1] = (char)(0x80 | (u >> 12 & 0x3f));
		s[2] = (char)(0x80 | (u >> 6 & 0x3f));
		s[3] = (char)(0x80 | (u & 0x3f));
		return (4);
	}
	errno = EILSEQ;
	return ((size_t)-1);
}

size_t
mbrlen(const char *__restrict s, size_t n, mbstate_t *__restrict ps)
{
	return (mbrtowc(NULL, s, n, ps != NULL ? ps : &mbrlen_state));
}
