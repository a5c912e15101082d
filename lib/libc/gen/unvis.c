/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <vis.h>

enum {
	S_GROUND,	/* nothing yet */
	S_START,	/* behind a backslash */
	S_META,		/* behind \M */
	S_META1,	/* behind \M- */
	S_CTRL,		/* behind \^ or \M^ */
	S_OCTAL2,	/* one octal digit */
	S_OCTAL3	/* two */
};

/* Characters behind a backslash that stand for themselves or another. */
static int
plain_escape(unsigned char c)
{
	static const char from[] = "\\nrbavtfsE$\n", to[] = "\\\n\r\b\a\v\t\f \033";
	const char *p = c != '\0' ? strchr(from, c) : NULL;

	if (p == NULL)
		return (-1);
	if (*p == '\n' || *p == '$')
		return (-2);			/* hidden: nothing at all */
	return ((unsigned char)to[p - from]);
}

static int
unvis_start(char *cp, unsigned char c, int *state)
{
	int v;

	if (c >= '0' && c <= '7') {
		*cp = (char)(c - '0');
		*state = S_OCTAL2;
		return (0);
	}
	if (c == 'M') {
		*cp = (char)0200;
		*state = S_META;
		return (0);
	}
	if (c == '^') {
		*cp = 0;
		*state = S_CTRL;
		return (0);
	}
	*state = S_GROUND;
	v = plain_escape(c);
	if (v == -1)
		return (UNVIS_SYNBAD);
	if (v == -2)
		return (UNVIS_NOCHAR);
	*cp = (char)v;
	return (UNVIS_VALID);
}

int
unvis(char *cp, int ch, int *state, int flag)
{
	unsigned char c = (unsigned char)ch;

	if ((flag & UNVIS_END) != 0) {
		if (*state == S_OCTAL2 || *state == S_OCTAL3) {
			*state = S_GROUND;
			return (UNVIS_VALID);
		}
		return (*state == S_GROUND ? UNVIS_NOCHAR : UNVIS_SYNBAD);
	}
	switch (*state) {
	case S_GROUND:
		*cp = 0;
		if (c == '\\') {
			*state = S_START;
			return (0);
		}
		*cp = (char)c;
		return (UNVIS_VALID);
	case S_START:
		return (unvis_start(cp, c, state));
	case S_META:
		*state = c == '-' ? S_META1 : c == '^' ? S_CTRL : S_GROUND;
		return (*state == S_GROUND ? UNVIS_SYNBAD : 0);
	case S_META1:
		*state = S_GROUND;
		*cp = (char)((unsigned char)*cp | c);
		return (UNVIS_VALID);
	case S_CTRL:
		*state = S_GROUND;
		*cp = (char)((unsigned char)*cp |
		    (c == '?' ? 0177 : c & 037));
		return (UNVIS_VALID);
	case S_OCTAL2:
	case S_OCTAL3:
		if (c >= '0' && c <= '7') {
			*cp = (char)(((unsigned char)*cp << 3) + (c - '0'));
			if (*state == S_OCTAL2) {
				*state = S_OCTAL3;
				return (0);
			}
			*state = S_GROUND;
			return (UNVIS_VALID);
		}
		*state = S_GROUND;
		return (UNVIS_VALIDPUSH);
	default:
		*state = S_GROUND;
		return (UNVIS_SYNBAD);
	}
}

/* The length of the result, or -1. */
int
strnunvis(char *dst, size_t size, const char *src)
{
	int state = S_GROUND, ret;
	size_t n = 0;
	char c = '\0';

	for (; *src != '\0'; src++) {
again:
		ret = unvis(&c, *src, &state, 0);
		if (ret == UNVIS_SYNBAD) {
			if (size > 0)
				dst[n < size ? n : size - 1] = '\0';
			errno = EINVAL;
			return (-1);
		}
		if (ret == UNVIS_VALID || ret == UNVIS_VALIDPUSH) {
			if (n + 1 < size)
				dst[n] = c;
			n++;
			if (ret == UNVIS_VALIDPUSH)
				goto again;
		}
	}
	if (unvis(&c, '\0', &state, UNVIS_END) == UNVIS_VALID) {
		if (n + 1 < size)
			dst[n] = c;
		n++;
	}
	if (size > 0)
		dst[n < size ? n : size - 1] = '\0';
	return ((int)n);
}

int
strunvis(char *dst, const char *src)
{
	return (strnunvis(dst, strlen(src) + 1, src));
}
