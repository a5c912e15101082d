/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Making every character visible: octal (\ddd, or \^C and \M-c), C style or
 * %HH.  unvis.c takes it back.
 */

#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <vis.h>

#define	VIS_ROOM	5		/* longest encoding and a NUL */

static int
is_visible(unsigned char c, int flag)
{
	if ((flag & VIS_ALL) != 0)
		return (0);
	if (c == '"' && (flag & VIS_DQ) != 0)
		return (0);
	if ((flag & VIS_GLOB) != 0 && c != '\0' &&
	    strchr("*?[#", c) != NULL)
		return (0);
	if ((flag & VIS_HTTPSTYLE) != 0)
		return (isalnum(c) || (c != '\0' &&
		    strchr("$-_.+!*'(),", c) != NULL));
	if (isgraph(c))
		return (1);
	if (c == ' ')
		return ((flag & VIS_SP) == 0);
	if (c == '\t')
		return ((flag & VIS_TAB) == 0);
	if (c == '\n')
		return ((flag & VIS_NL) == 0);
	return ((flag & VIS_SAFE) != 0 &&
	    (c == '\b' || c == '\a' || c == '\r'));
}

/* The letter of a C escape, or 0. */
static char
c_escape(unsigned char c)
{
	static const char from[] = "\n\r\b\a\v\t\f ", to[] = "nrbavtfs";
	const char *p;

	if (c == '\0')
		return ('0');
	p = strchr(from, c);
	return (p != NULL ? to[p - from] : '\0');
}

static char *
put_octal(char *dst, unsigned char c)
{
	*dst++ = '\\';
	*dst++ = (char)('0' + (c >> 6));
	*dst++ = (char)('0' + (c >> 3 & 7));
	*dst++ = (char)('0' + (c & 7));
	return (dst);
}

char *
vis(char *dst, int ch, int flag, int nextc)
{
	unsigned char c = (unsigned char)ch;
	char letter;

	if (is_visible(c, flag)) {
		if (c == '\\' && (flag & (VIS_NOSLASH | VIS_HTTPSTYLE)) == 0)
			*dst++ = '\\';
		*dst++ = (char)c;
		goto out;
	}
	if ((flag & VIS_HTTPSTYLE) != 0) {
		*dst++ = '%';
		*dst++ = "0123456789abcdef"[c >> 4];
		*dst++ = "0123456789abcdef"[c & 0xf];
		goto out;
	}
	if ((flag & VIS_CSTYLE) != 0 && (letter = c_escape(c)) != '\0') {
		if (c != '\0' || nextc < '0' || nextc > '7') {
			*dst++ = '\\';
			*dst++ = letter;
		} else
			dst = put_octal(dst, 0);
		goto out;
	}
	if ((c & 0x7f) == ' ' || (flag & VIS_OCTAL) != 0 || isgraph(c)) {
		dst = put_octal(dst, c);
		goto out;
	}
	if ((flag & VIS_NOSLASH) == 0)
		*dst++ = '\\';
	if ((c & 0x80) != 0) {
		c &= 0x7f;
		*dst++ = 'M';
	}
	if (iscntrl(c)) {
		*dst++ = '^';
		*dst++ = c == 0x7f ? '?' : (char)(c + '@');
	} else {
		*dst++ = '-';
		*dst++ = (char)c;
	}
out:
	*dst = '\0';
	return (dst);
}

/* NULL if it does not fit. */
char *
nvis(char *dst, size_t size, int c, int flag, int nextc)
{
	char buf[VIS_ROOM];
	size_t n = (size_t)(vis(buf, c, flag, nextc) - buf);

	if (n >= size) {
		errno = ENOSPC;
		return (NULL);
	}
	memcpy(dst, buf, n + 1);
	return (dst + n);
}

int
strvisx(char *dst, const char *src, size_t n, int flag)
{
	char *start = dst;

	for (; n > 0; n--, src++)
		dst = vis(dst, *src, flag, n > 1 ? src[1] : '\0');
	*dst = '\0';
	return ((int)(dst - start));
}

int
strvis(char *dst, const char *src, int flag)
{
	return (strvisx(dst, src, strlen(src), flag));
}

/* The length that it needs; what is in dst is complete up to its end. */
int
strnvis(char *dst, size_t size, const char *src, int flag)
{
	char buf[VIS_ROOM];
	size_t total = 0, n;
	int full = 0;

	for (; *src != '\0'; src++) {
		n = (size_t)(vis(buf, *src, flag, src[1]) - buf);
		if (!full && total + n < size)
			memcpy(dst + total, buf, n + 1);
		else
			full = 1;
		total += n;
	}
	if (total == 0 && size > 0)
		*dst = '\0';
	return ((int)total);
}
