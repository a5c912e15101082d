/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Strings and blocks of wide characters.
 */
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

size_t
wcslen(const wchar_t *s)
{
	const wchar_t *p = s;

	while (*p != L'\0')
		p++;
	return ((size_t)(p - s));
}

size_t
wcsnlen(const wchar_t *s, size_t max)
{
	size_t n;

	for (n = 0; n < max && s[n] != L'\0'; n++)
		continue;
	return (n);
}

wchar_t *
wmemcpy(wchar_t *__restrict d, const wchar_t *__restrict s, size_t n)
{
	return (memcpy(d, s, n * sizeof(*d)));
}

wchar_t *
wmempcpy(wchar_t *__restrict d, const wchar_t *__restrict s, size_t n)
{
	return (wmemcpy(d, s, n) + n);
}

wchar_t *
wmemmove(wchar_t *d, const wchar_t *s, size_t n)
{
	return (memmove(d, s, n * sizeof(*d)));
}

wchar_t *
wmemset(wchar_t *d, wchar_t c, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		d[i] = c;
	return (d);
}

wchar_t *
wmemchr(const wchar_t *s, wchar_t c, size_t n)
{
	for (; n > 0; n--, s++) {
		if (*s == c)
			return (__DECONST(wchar_t *, s));
	}
	return (NULL);
}

int
wmemcmp(const wchar_t *a, const wchar_t *b, size_t n)
{
	for (; n > 0; n--, a++, b++) {
		if (*a != *b)
			return (*a < *b ? -1 : 1);
	}
	return (0);
}

wchar_t *
wcpcpy(wchar_t *__restrict d, const wchar_t *__restrict s)
{
	while ((*d = *s++) != L'\0')
		d++;
	return (d);
}

wchar_t *
wcscpy(wchar_t *__restrict d, const wchar_t *__restrict s)
{
	(void)wcpcpy(d, s);
	return (d);
}

wchar_t *
wcpncpy(wchar_t *__restrict d, const wchar_t *__restrict s, size_t n)
{
	size_t len = wcsnlen(s, n);

	(void)wmemcpy(d, s, len);
	(void)wmemset(d + len, L'\0', n - len);
	return (d + len);
}

wchar_t *
wcsncpy(wchar_t *__restrict d, const wchar_t *__restrict s, size_t n)
{
	(void)wcpncpy(d, s, n);
	return (d);
}

wchar_t *
wcscat(wchar_t *__restrict d, const wchar_t *__restrict s)
{
	(void)wcpcpy(d + wcslen(d), s);
	return (d);
}

wchar_t *
wcsncat(wchar_t *__restrict d, const wchar_t *__restrict s, size_t n)
{
	wchar_t *end = d + wcslen(d);
	size_t len = wcsnlen(s, n);

	(void)wmemcpy(end, s, len);
	end[len] = L'\0';
	return (d);
}

size_t
wcslcpy(wchar_t *d, const wchar_t *s, size_t size)
{
	size_t len = wcslen(s), n;

	if (size > 0) {
		n = len < size ? len : size - 1;
		(void)wmemcpy(d, s, n);
		d[n] = L'\0';
	}
	return (len);
}

size_t
wcslcat(wchar_t *d, const wchar_t *s, size_t size)
{
	size_t used = wcsnlen(d, size);

	return (used + wcslcpy(d + used, s, size - used));
}

int
wcsncmp(const wchar_t *a, const wchar_t *b, size_t n)
{
	for (; n > 0; n--, a++, b++) {
		if (*a != *b)
			return (*a < *b ? -1 : 1);
		if (*a == L'\0')
			break;
	}
	return (0);
}

int
wcscmp(const wchar_t *a, const wchar_t *b)
{
	return (wcsncmp(a, b, (size_t)-1));
}

int
wcscoll(const wchar_t *a, const wchar_t *b)
{
	return (wcscmp(a, b));
}

size_t
wcsxfrm(wchar_t *__restrict d, const wchar_t *__restrict s, size_t n)
{
	return (wcslcpy(d, s, n));
}

int
wcsncasecmp(const wchar_t *a, const wchar_t *b, size_t n)
{
	wint_t x, y;

	for (; n > 0; n--) {
		x = towlower((wint_t)*a++);
		y = towlower((wint_t)*b++);
		if (x != y)
			return (x < y ? -1 : 1);
		if (x == L'\0')
			break;
	}
	return (0);
}

int
wcscasecmp(const wchar_t *a, const wchar_t *b)
{
	return (wcsncasecmp(a, b, (size_t)-1));
}

wchar_t *
wcschr(const wchar_t *s, wchar_t c)
{
	for (;; s++) {
		if (*s == c)
			return (__DECONST(wchar_t *, s));
		if (*s == L'\0')
			return (NULL);
	}
}

wchar_t *
wcsrchr(const wchar_t *s, wchar_t c)
{
	const wchar_t *found = NULL;

	for (;; s++) {
		if (*s == c)
			found = s;
		if (*s == L'\0')
			return (__DECONST(wchar_t *, found));
	}
}

size_t
wcsspn(const wchar_t *s, const wchar_t *accept)
{
	const wchar_t *p;

	for (p = s; *p != L'\0' && wcschr(accept, *p) != NULL; p++)
		continue;
	return ((size_t)(p - s));
}

size_t
wcscspn(const wchar_t *s, const wchar_t *reject)
{
	const wchar_t *p;

	for (p = s; *p != L'\0' && wcschr(reject, *p) == NULL; p++)
		continue;
	return ((size_t)(p - s));
}

wchar_t *
wcspbrk(const wchar_t *s, const wchar_t *accept)
{
	s += wcscspn(s, accept);
	return (*s != L'\0' ? __DECONST(wchar_t *, s) : NULL);
}

wchar_t *
wcsstr(const wchar_t *__restrict haystack, const wchar_t *__restrict needle)
{
	size_t len = wcslen(needle);

	if (len == 0)
		return (__DECONST(wchar_t *, haystack));
	while ((haystack = wcschr(haystack, *needle)) != NULL) {
		if (wcsncmp(haystack, needle, len) == 0)
			return (__DECONST(wchar_t *, haystack));
		haystack++;
	}
	return (NULL);
}

wchar_t *
wcstok(wchar_t *__restrict s, const wchar_t *__restrict delim,
    wchar_t **__restrict last)
{
	wchar_t *end;

	if (s == NULL && (s = *last) == NULL)
		return (NULL);
	s += wcsspn(s, delim);
	if (*s == L'\0') {
		*last = NULL;
		return (NULL);
	}
	end = s + wcscspn(s, delim);
	if (*end != L'\0') {
		*end = L'\0';
		*last = end + 1;
	} else
		*last = NULL;
	return (s);
}

wchar_t *
wcsdup(const wchar_t *s)
{
	size_t n = wcslen(s) + 1;
	wchar_t *copy = reallocarray(NULL, n, sizeof(*copy));

	return (copy != NULL ? wmemcpy(copy, s, n) : NULL);
}
