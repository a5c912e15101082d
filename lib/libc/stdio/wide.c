/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Wide-character input and output.  The stream itself always holds UTF-8; a
 * character is converted on its way.
 */

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include "stdio_impl.h"

/* Conversion state of a stream; NULL without memory. */
mbstate_t *
sf_mbstate(FILE *f)
{
	if (f->f_mbs == NULL)
		f->f_mbs = calloc(1, sizeof(*f->f_mbs));
	return (f->f_mbs);
}

static void
orient_wide(FILE *f)
{
	if (f->f_orient == 0)
		f->f_orient = 1;
}

int
fwide(FILE *f, int mode)
{
	sf_lock(f);
	if (f->f_orient == 0 && mode != 0)
		f->f_orient = mode > 0 ? 1 : -1;
	mode = f->f_orient;
	sf_unlock(f);
	return (mode);
}

static wint_t
getwc_locked(FILE *f)
{
	char mb[MB_LEN_MAX];
	mbstate_t st;
	wchar_t wc;
	size_t len, n = 0;
	int c;

	orient_wide(f);
	for (;;) {
		if ((c = sf_getc(f)) == EOF) {
			if (n == 0)
				return (WEOF);
			errno = EILSEQ;
			break;
		}
		mb[n++] = (char)c;
		if (n == 1 && c < 0x80)
			return ((wint_t)c);
		memset(&st, 0, sizeof(st));
		len = mbrtowc(&wc, mb, n, &st);
		if (len == (size_t)-1)
			break;
		if (len != (size_t)-2)
			return ((wint_t)wc);
	}
	f->f_flags |= FF_ERR;
	return (WEOF);
}

static wint_t
putwc_locked(FILE *f, wchar_t wc)
{
	char mb[MB_LEN_MAX];
	mbstate_t st;
	size_t len;

	orient_wide(f);
	if (wc >= 0 && wc < 0x80)
		return (sf_putc(f, wc) == EOF ? WEOF : (wint_t)wc);
	memset(&st, 0, sizeof(st));
	len = wcrtomb(mb, wc, &st);
	if (len == (size_t)-1) {
		f->f_flags |= FF_ERR;
		return (WEOF);
	}
	return (sf_fwrite(f, mb, len) == len ? (wint_t)wc : WEOF);
}

wint_t
fgetwc(FILE *f)
{
	wint_t wc;

	sf_lock(f);
	wc = getwc_locked(f);
	sf_unlock(f);
	return (wc);
}

wint_t
getwc(FILE *f)
{
	return (fgetwc(f));
}

wint_t
getwchar(void)
{
	return (fgetwc(stdin));
}

wint_t
fputwc(wchar_t wc, FILE *f)
{
	wint_t ret;

	sf_lock(f);
	ret = putwc_locked(f, wc);
	sf_unlock(f);
	return (ret);
}

wint_t
putwc(wchar_t wc, FILE *f)
{
	return (fputwc(wc, f));
}

wint_t
putwchar(wchar_t wc)
{
	return (fputwc(wc, stdout));
}

wint_t
ungetwc(wint_t wc, FILE *f)
{
	char mb[MB_LEN_MAX];
	mbstate_t st;
	size_t len;

	if (wc == WEOF)
		return (WEOF);
	memset(&st, 0, sizeof(st));
	len = wcrtomb(mb, (wchar_t)wc, &st);
	if (len == (size_t)-1)
		return (WEOF);
	sf_lock(f);
	orient_wide(f);
	while (len > 0 && wc != WEOF) {
		if (sf_unget(f, (unsigned char)mb[--len]) == EOF)
			wc = WEOF;
	}
	sf_unlock(f);
	return (wc);
}

wchar_t *
fgetws(wchar_t *__restrict ws, int size, FILE *__restrict f)
{
	wchar_t *p = ws;
	wint_t wc = 0;

	if (size <= 0)
		return (NULL);
	sf_lock(f);
	while (--size > 0 && wc != L'\n') {
		if ((wc = getwc_locked(f)) == WEOF)
			break;
		*p++ = (wchar_t)wc;
	}
	sf_unlock(f);
	if (wc == WEOF && (p == ws || ferror(f)))
		return (NULL);
	*p = L'\0';
	return (ws);
}

int
fputws(const wchar_t *__restrict ws, FILE *__restrict f)
{
	int ret = 0;

	sf_lock(f);
	for (; *ws != L'\0' && ret == 0; ws++) {
		if (putwc_locked(f, *ws) == WEOF)
			ret = -1;
	}
	sf_unlock(f);
	return (ret);
}
