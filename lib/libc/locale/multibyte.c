/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Strings of multibyte characters, and the calls without a state.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

int
__mb_cur_max(void)
{
	return (MB_LEN_MAX);
}

size_t
mbsnrtowcs(wchar_t *__restrict dst, const char **__restrict srcp, size_t nms,
    size_t len, mbstate_t *__restrict ps)
{
	static mbstate_t own;
	const char *src = *srcp;
	size_t n, done;
	wchar_t wc;

	if (ps == NULL)
		ps = &own;
	for (done = 0; dst == NULL || done < len; done++) {
		n = mbrtowc(&wc, src, nms, ps);
		if (n == (size_t)-1) {
			if (dst != NULL)
				*srcp = src;
			return (n);
		}
		if (n == (size_t)-2) {
			/* The rest is in the state now. */
			if (dst != NULL)
				*srcp = src + nms;
			return (done);
		}
		if (dst != NULL)
			dst[done] = wc;
		if (n == 0) {
			if (dst != NULL)
				*srcp = NULL;
			return (done);
		}
		src += n;
		nms -= n;
	}
	*srcp = src;
	return (done);
}

size_t
mbsrtowcs(wchar_t *__restrict dst, const char **__restrict srcp, size_t len,
    mbstate_t *__restrict ps)
{
	return (mbsnrtowcs(dst, srcp, SIZE_MAX, len, ps));
}

size_t
wcsnrtombs(char *__restrict dst, const wchar_t **__restrict srcp, size_t nwc,
    size_t len, mbstate_t *__restrict ps)
{
	const wchar_t *src = *srcp;
	char mb[MB_LEN_MAX];
	size_t n, done;

	for (done = 0; nwc > 0; nwc--, src++) {
		n = wcrtomb(mb, *src, ps);
		if (n == (size_t)-1) {
			if (dst != NULL)
				*srcp = src;
			return (n);
		}
		if (dst != NULL) {
			if (n > len - done)
				break;
			memcpy(dst + done, mb, n);
		}
		if (*src == L'\0') {
			if (dst != NULL)
				*srcp = NULL;
			return (done);
		}
		done += n;
	}
	if (dst != NULL)
		*srcp = src;
	return (done);
}

size_t
wcsrtombs(char *__restrict dst, const wchar_t **__restrict srcp, size_t len,
    mbstate_t *__restrict ps)
{
	return (wcsnrtombs(dst, srcp, SIZE_MAX, len, ps));
}

int
mbtowc(wchar_t *__restrict pwc, const char *__restrict s, size_t n)
{
	mbstate_t st;
	size_t len;

	if (s == NULL)
		return (0);			/* no shift states */
	memset(&st, 0, sizeof(st));
	len = mbrtowc(pwc, s, n, &st);
	if (len == (size_t)-2)
		errno = EILSEQ;
	return (len > SIZE_MAX - 2 ? -1 : (int)len);
}

int
mblen(const char *s, size_t n)
{
	return (mbtowc(NULL, s, n));
}

int
wctomb(char *s, wchar_t wc)
{
	if (s == NULL)
		return (0);
	return ((int)wcrtomb(s, wc, NULL));
}

size_t
mbstowcs(wchar_t *__restrict dst, const char *__restrict src, size_t n)
{
	const char *p = src;
	mbstate_t st;

	memset(&st, 0, sizeof(st));
	return (mbsrtowcs(dst, &p, n, &st));
}

size_t
wcstombs(char *__restrict dst, const wchar_t *__restrict src, size_t n)
{
	const wchar_t *p = src;

	return (wcsrtombs(dst, &p, n, NULL));
}

wint_t
btowc(int c)
{
	return (c >= 0 && c < 0x80 ? (wint_t)c : WEOF);
}

int
wctob(wint_t wc)
{
	return (wc < 0x80 ? (int)wc : EOF);
}
