/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Strings of JSON, for what tools print when they are asked for it.
 *
 * JSON is UTF-8, and what the system calls a string (a file's name, an
 * argument) is only bytes: each byte that is no part of a character becomes
 * U+FFFD, so that the document stays valid whatever a name holds.
 *
 * Tests	tests/lib/libutil/t_fput_json.c
 */
#include <libutil.h>
#include <stdio.h>

/*
 * The length of the character that begins at s, of which left bytes are
 * there; 0 when none does: no overlong form, no surrogate, none past U+10FFFF.
 */
static size_t
utf8_length(const unsigned char *s, size_t left)
{
	unsigned char low = 0x80, high = 0xbf;
	size_t i, n;

	if (s[0] < 0x80)
		return (1);
	if (s[0] < 0xc2 || s[0] > 0xf4)
		return (0);
	n = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	if (n > left)
		return (0);
	switch (s[0]) {
	case 0xe0:
		low = 0xa0;
		break;
	case 0xed:
		high = 0x9f;
		break;
	case 0xf0:
		low = 0x90;
		break;
	case 0xf4:
		high = 0x8f;
		break;
	default:
		break;
	}
	for (i = 1; i < n; i++, low = 0x80, high = 0xbf)
		if (s[i] < low || s[i] > high)
			return (0);
	return (n);
}

static void
put_ascii(int c, FILE *fp)
{

	switch (c) {
	case '"':
	case '\\':
		(void)fprintf(fp, "\\%c", c);
		break;
	case '\n':
		(void)fputs("\\n", fp);
		break;
	case '\t':
		(void)fputs("\\t", fp);
		break;
	default:
		if (c < 0x20 || c == 0x7f)
			(void)fprintf(fp, "\\u%04x", (unsigned)c);
		else
			(void)putc(c, fp);
		break;
	}
}

/*
 * Write len bytes at s to fp as a string of JSON, with its quotes.  Errors of
 * the stream are found by ferror(3).
 */
void
fput_json(const char *s, size_t len, FILE *fp)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t n;

	(void)putc('"', fp);
	while (len > 0) {
		n = utf8_length(p, len);
		if (n == 0) {
			(void)fputs("\\ufffd", fp);
			n = 1;
		} else if (n == 1)
			put_ascii(*p, fp);
		else
			(void)fwrite(p, 1, n, fp);
		p += n;
		len -= n;
	}
	(void)putc('"', fp);
}
