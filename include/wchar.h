/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _WCHAR_H_
#define	_WCHAR_H_

#include <sys/cdefs.h>
#include <sys/_null.h>
#include <sys/_types.h>
#include <sys/stdint.h>
#include <xlocale/_locale.h>

typedef	__mbstate_t	mbstate_t;
typedef	__size_t	size_t;
typedef	__va_list	va_list;
typedef	__wint_t	wint_t;
#ifndef __cplusplus
typedef	__wchar_t	wchar_t;
#endif

struct __sFILE;
struct tm;

#define	WEOF	((wint_t)-1)

__BEGIN_DECLS
wint_t	btowc(int);
wint_t	fgetwc(struct __sFILE *);
wchar_t	*fgetws(wchar_t *__restrict, int, struct __sFILE *__restrict);
wint_t	fputwc(wchar_t, struct __sFILE *);
int	fputws(const wchar_t *__restrict, struct __sFILE *__restrict);
int	fwide(struct __sFILE *, int);
int	fwprintf(struct __sFILE *__restrict, const wchar_t *__restrict, ...);
int	fwscanf(struct __sFILE *__restrict, const wchar_t *__restrict, ...);
wint_t	getwc(struct __sFILE *);
wint_t	getwchar(void);
size_t	mbrlen(const char *__restrict, size_t, mbstate_t *__restrict);
size_t	mbrtowc(wchar_t *__restrict, const char *__restrict, size_t,
	    mbstate_t *__restrict);
int	mbsinit(const mbstate_t *);
size_t	mbsnrtowcs(wchar_t *__restrict, const char **__restrict, size_t,
	    size_t, mbstate_t *__restrict);
size_t	mbsrtowcs(wchar_t *__restrict, const char **__restrict, size_t,
	    mbstate_t *__restrict);
struct __sFILE *open_wmemstream(wchar_t **, size_t *);
wint_t	putwc(wchar_t, struct __sFILE *);
wint_t	putwchar(wchar_t);
int	swprintf(wchar_t *__restrict, size_t, const wchar_t *__restrict, ...);
int	swscanf(const wchar_t *__restrict, const wchar_t *__restrict, ...);
wint_t	ungetwc(wint_t, struct __sFILE *);
int	vfwprintf(struct __sFILE *__restrict, const wchar_t *__restrict,
	    __va_list);
int	vfwscanf(struct __sFILE *__restrict, const wchar_t *__restrict,
	    __va_list);
int	vswprintf(wchar_t *__restrict, size_t, const wchar_t *__restrict,
	    __va_list);
int	vswscanf(const wchar_t *__restrict, const wchar_t *__restrict,
	    __va_list);
int	vwprintf(const wchar_t *__restrict, __va_list);
int	vwscanf(const wchar_t *__restrict, __va_list);
wchar_t	*wcpcpy(wchar_t *__restrict, const wchar_t *__restrict);
wchar_t	*wcpncpy(wchar_t *__restrict, const wchar_t *__restrict, size_t);
size_t	wcrtomb(char *__restrict, wchar_t, mbstate_t *__restrict);
int	wcscasecmp(const wchar_t *, const wchar_t *);
wchar_t	*wcscat(wchar_t *__restrict, const wchar_t *__restrict);
wchar_t	*wcschr(const wchar_t *, wchar_t) __pure;
int	wcscmp(const wchar_t *, const wchar_t *) __pure;
int	wcscoll(const wchar_t *, const wchar_t *);
wchar_t	*wcscpy(wchar_t *__restrict, const wchar_t *__restrict);
size_t	wcscspn(const wchar_t *, const wchar_t *) __pure;
wchar_t	*wcsdup(const wchar_t *) __malloc_like;
size_t	wcsftime(wchar_t *__restrict, size_t, const wchar_t *__restrict,
	    const struct tm *__restrict);
size_t	wcslcat(wchar_t *, const wchar_t *, size_t);
size_t	wcslcpy(wchar_t *, const wchar_t *, size_t);
size_t	wcslen(const wchar_t *) __pure;
int	wcsncasecmp(const wchar_t *, const wchar_t *, size_t);
wchar_t	*wcsncat(wchar_t *__restrict, const wchar_t *__restrict, size_t);
int	wcsncmp(const wchar_t *, const wchar_t *, size_t) __pure;
wchar_t	*wcsncpy(wchar_t *__restrict, const wchar_t *__restrict, size_t);
size_t	wcsnlen(const wchar_t *, size_t) __pure;
size_t	wcsnrtombs(char *__restrict, const wchar_t **__restrict, size_t,
	    size_t, mbstate_t *__restrict);
wchar_t	*wcspbrk(const wchar_t *, const wchar_t *) __pure;
wchar_t	*wcsrchr(const wchar_t *, wchar_t) __pure;
size_t	wcsrtombs(char *__restrict, const wchar_t **__restrict, size_t,
	    mbstate_t *__restrict);
size_t	wcsspn(const wchar_t *, const wchar_t *) __pure;
wchar_t	*wcsstr(const wchar_t *__restrict, const wchar_t *__restrict) __pure;
double	wcstod(const wchar_t *__restrict, wchar_t **__restrict);
float	wcstof(const wchar_t *__restrict, wchar_t **__restrict);
wchar_t	*wcstok(wchar_t *__restrict, const wchar_t *__restrict,
	    wchar_t **__restrict);
long	wcstol(const wchar_t *__restrict, wchar_t **__restrict, int);
long double wcstold(const wchar_t *__restrict, wchar_t **__restrict);
long long wcstoll(const wchar_t *__restrict, wchar_t **__restrict, int);
unsigned long wcstoul(const wchar_t *__restrict, wchar_t **__restrict, int);
unsigned long long wcstoull(const wchar_t *__restrict, wchar_t **__restrict,
	    int);
int	wcswidth(const wchar_t *, size_t);
size_t	wcsxfrm(wchar_t *__restrict, const wchar_t *__restrict, size_t);
int	wctob(wint_t);
int	wcwidth(wchar_t);
wchar_t	*wmemchr(const wchar_t *, wchar_t, size_t) __pure;
int	wmemcmp(const wchar_t *, const wchar_t *, size_t) __pure;
wchar_t	*wmemcpy(wchar_t *__restrict, const wchar_t *__restrict, size_t);
wchar_t	*wmemmove(wchar_t *, const wchar_t *, size_t);
wchar_t	*wmempcpy(wchar_t *__restrict, const wchar_t *__restrict, size_t);
wchar_t	*wmemset(wchar_t *, wchar_t, size_t);
int	wprintf(const wchar_t *__restrict, ...);
int	wscanf(const wchar_t *__restrict, ...);
__END_DECLS

#endif /* !_WCHAR_H_ */
