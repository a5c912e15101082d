/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * UTF-16 and UTF-32 characters.  The second half of a pair waits in the state,
 * behind what mbrtowc() keeps there.
 */
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <uchar.h>
#include <wchar.h>

struct u16_state {
	mbstate_t	*mbs;
	uint32_t	*half;
};

static struct u16_state
u16_state(mbstate_t *ps)
{
	return ((struct u16_state){ ps,
	    (uint32_t *)(void *)((char *)ps + 64) });
}

size_t
mbrtoc32(char32_t *__restrict pc, const char *__restrict s, size_t n,
    mbstate_t *__restrict ps)
{
	static mbstate_t own;
	wchar_t wc = 0;
	size_t len;

	len = mbrtowc(&wc, s, n, ps != NULL ? ps : &own);
	if (pc != NULL && len <= SIZE_MAX - 3)
		*pc = (char32_t)wc;
	return (len);
}

size_t
c32rtomb(char *__restrict s, char32_t c, mbstate_t *__restrict ps)
{
	return (wcrtomb(s, (wchar_t)c, ps));
}

size_t
mbrtoc16(char16_t *__restrict pc, const char *__restrict s, size_t n,
    mbstate_t *__restrict ps)
{
	static mbstate_t own;
	struct u16_state st = u16_state(ps != NULL ? ps : &own);
	wchar_t wc = 0;
	size_t len;

	if (*st.half != 0) {
		if (pc != NULL)
			*pc = (char16_t)*st.half;
		*st.half = 0;
		return ((size_t)-3);
	}
	len = mbrtowc(&wc, s, n, st.mbs);
	if (len > SIZE_MAX - 3)
		return (len);
	if (wc >= 0x10000) {
		*st.half = 0xdc00 | ((uint32_t)wc & 0x3ff);
		wc = (wchar_t)(0xd7c0 + ((uint32_t)wc >> 10));
	}
	if (pc != NULL)
		*pc = (char16_t)wc;
	return (len);
}

size_t
c16rtomb(char *__restrict s, char16_t c, mbstate_t *__restrict ps)
{
	static mbstate_t own;
	struct u16_state st = u16_state(ps != NULL ? ps : &own);
	uint32_t high = *st.half;

	if (s == NULL) {
		*st.half = 0;
		return (1);
	}
	if (high == 0 && c >= 0xd800 && c <= 0xdbff) {
		*st.half = c;
		return (0);
	}
	*st.half = 0;
	if (high != 0) {
		if (c < 0xdc00 || c > 0xdfff) {
			errno = EILSEQ;
			return ((size_t)-1);
		}
		return (wcrtomb(s, (wchar_t)(0x10000 + ((high & 0x3ff) << 10) +
		    (c & 0x3ffU)), NULL));
	}
	return (wcrtomb(s, c, NULL));
}
