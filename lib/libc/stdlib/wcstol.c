/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Wide strings to numbers.  What can be part of a number is ASCII, so a prefix
 * is copied narrow and its length carries back.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <wchar.h>
#include <wctype.h>

#define	NARROW_STACK	128

/*
 * A narrow copy of the part of ws that a number may be made of, at buf or
 * allocated; *skipp counts the white space before it.
 */
static char *
narrow(const wchar_t *ws, char *buf, size_t *skipp)
{
	size_t n, i;
	char *p = buf;

	*skipp = 0;
	while (iswspace((wint_t)*ws)) {
		ws++;
		(*skipp)++;
	}
	for (n = 0; ws[n] > L' ' && ws[n] < 0x7f; n++)
		continue;
	if (n >= NARROW_STACK && (p = malloc(n + 1)) == NULL)
		return (NULL);
	for (i = 0; i < n; i++)
		p[i] = (char)ws[i];
	p[n] = '\0';
	return (p);
}

#define	WCS_CONVERT(type, name, call)					\
type									\
name									\
{									\
	char buf[NARROW_STACK], *p, *end;				\
	size_t skip;							\
	type v;								\
									\
	if ((p = narrow(ws, buf, &skip)) == NULL) {			\
		if (endp != NULL)					\
			*endp = __DECONST(wchar_t *, ws);		\
		return (0);						\
	}								\
	v = call;							\
	if (endp != NULL)						\
		*endp = __DECONST(wchar_t *, ws +			\
		    (end == p ? 0 : skip + (size_t)(end - p)));		\
	if (p != buf)							\
		free(p);						\
	return (v);							\
}

WCS_CONVERT(intmax_t, wcstoimax(const wchar_t *__restrict ws,
    wchar_t **__restrict endp, int base), strtoimax(p, &end, base))
WCS_CONVERT(uintmax_t, wcstoumax(const wchar_t *__restrict ws,
    wchar_t **__restrict endp, int base), strtoumax(p, &end, base))
WCS_CONVERT(long, wcstol(const wchar_t *__restrict ws,
    wchar_t **__restrict endp, int base), strtol(p, &end, base))
WCS_CONVERT(long long, wcstoll(const wchar_t *__restrict ws,
    wchar_t **__restrict endp, int base), strtoll(p, &end, base))
WCS_CONVERT(unsigned long, wcstoul(const wchar_t *__restrict ws,
    wchar_t **__restrict endp, int base), strtoul(p, &end, base))
WCS_CONVERT(unsigned long long, wcstoull(const wchar_t *__restrict ws,
    wchar_t **__restrict endp, int base), strtoull(p, &end, base))
WCS_CONVERT(double, wcstod(const wchar_t *__restrict ws,
    wchar_t **__restrict endp), strtod(p, &end))
WCS_CONVERT(float, wcstof(const wchar_t *__restrict ws,
    wchar_t **__restrict endp), strtof(p, &end))
WCS_CONVERT(long double, wcstold(const wchar_t *__restrict ws,
    wchar_t **__restrict endp), strtold(p, &end))
