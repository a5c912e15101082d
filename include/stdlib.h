/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _STDLIB_H_
#define	_STDLIB_H_

#include <sys/cdefs.h>
#include <sys/_null.h>
#include <sys/_types.h>
#include <xlocale/_locale.h>

typedef	__mode_t	mode_t;
typedef	__size_t	size_t;
#ifndef __cplusplus
typedef	__wchar_t	wchar_t;
#endif

typedef struct {
	int	quot;
	int	rem;
} div_t;

typedef struct {
	long	quot;
	long	rem;
} ldiv_t;

typedef struct {
	long long	quot;
	long long	rem;
} lldiv_t;

#define	EXIT_FAILURE	1
#define	EXIT_SUCCESS	0
#define	RAND_MAX	0x7fffffff
#define	MB_CUR_MAX	__mb_cur_max()

__BEGIN_DECLS
int	__mb_cur_max(void) __pure;

void	_Exit(int) __dead2;
long	a64l(const char *);
void	abort(void) __dead2;
int	abs(int) __pure2;
void	*aligned_alloc(size_t, size_t) __malloc_like __alloc_size(2);
__uint32_t arc4random(void);
void	arc4random_buf(void *, size_t);
__uint32_t arc4random_uniform(__uint32_t);
int	at_quick_exit(void (*)(void));
int	atexit(void (*)(void));
double	atof(const char *);
int	atoi(const char *);
long	atol(const char *);
long long atoll(const char *);
void	*bsearch(const void *, const void *, size_t, size_t,
	    int (*)(const void *, const void *));
void	*calloc(size_t, size_t) __malloc_like __alloc_size2(1, 2);
int	clearenv(void);
int	daemon(int, int);
char	*devname(__dev_t, mode_t);
char	*devname_r(__dev_t, mode_t, char *, int);
div_t	div(int, int) __pure2;
double	drand48(void);
double	erand48(unsigned short [3]);
void	exit(int) __dead2;
void	free(void *);
void	freezero(void *, size_t);
char	*getbsize(int *, long *);
char	*getenv(const char *);
int	getloadavg(double [], int);
mode_t	getmode(const void *, mode_t);
const char *getprogname(void);
int	getsubopt(char **, char * const *, char **);
int	grantpt(int);
int	heapsort(void *, size_t, size_t, int (*)(const void *, const void *));
char	*initstate(unsigned int, char *, size_t);
long	jrand48(unsigned short [3]);
char	*l64a(long);
long	labs(long) __pure2;
void	lcong48(unsigned short [7]);
ldiv_t	ldiv(long, long) __pure2;
long long llabs(long long) __pure2;
lldiv_t	lldiv(long long, long long) __pure2;
long	lrand48(void);
void	*malloc(size_t) __malloc_like __alloc_size(1);
size_t	malloc_usable_size(const void *);
int	mblen(const char *, size_t);
size_t	mbstowcs(wchar_t *__restrict, const char *__restrict, size_t);
int	mbtowc(wchar_t *__restrict, const char *__restrict, size_t);
int	mergesort(void *, size_t, size_t, int (*)(const void *, const void *));
char	*mkdtemp(char *);
int	mkostemp(char *, int);
int	mkostemps(char *, int, int);
int	mkstemp(char *);
int	mkstemps(char *, int);
char	*mktemp(char *);
long	mrand48(void);
long	nrand48(unsigned short [3]);
int	posix_memalign(void **, size_t, size_t);
int	posix_openpt(int);
char	*ptsname(int);
int	ptsname_r(int, char *, size_t);
int	putenv(char *);
void	qsort(void *, size_t, size_t, int (*)(const void *, const void *));
void	qsort_r(void *, size_t, size_t,
	    int (*)(const void *, const void *, void *), void *);
void	quick_exit(int) __dead2;
int	radixsort(const unsigned char **, int, const unsigned char *,
	    unsigned int);
int	rand(void);
int	rand_r(unsigned int *);
long	random(void);
void	*realloc(void *, size_t) __alloc_size(2);
void	*reallocarray(void *, size_t, size_t) __alloc_size2(2, 3);
void	*reallocf(void *, size_t) __alloc_size(2);
char	*realpath(const char *__restrict, char *__restrict);
void	*recallocarray(void *, size_t, size_t, size_t);
char	*secure_getenv(const char *);
unsigned short *seed48(unsigned short [3]);
int	setenv(const char *, const char *, int);
void	*setmode(const char *);
void	setprogname(const char *);
char	*setstate(char *);
void	srand(unsigned int);
void	srand48(long);
void	srandom(unsigned int);
void	srandomdev(void);
double	strtod(const char *__restrict, char **__restrict);
double	strtod_l(const char *__restrict, char **__restrict, locale_t);
float	strtof(const char *__restrict, char **__restrict);
float	strtof_l(const char *__restrict, char **__restrict, locale_t);
long	strtol(const char *__restrict, char **__restrict, int);
long double strtold(const char *__restrict, char **__restrict);
long double strtold_l(const char *__restrict, char **__restrict, locale_t);
long long strtoll(const char *__restrict, char **__restrict, int);
long long strtonum(const char *, long long, long long, const char **);
__int64_t strtoq(const char *, char **, int);
unsigned long strtoul(const char *__restrict, char **__restrict, int);
unsigned long long strtoull(const char *__restrict, char **__restrict, int);
__uint64_t strtouq(const char *, char **, int);
int	system(const char *);
int	unlockpt(int);
int	unsetenv(const char *);
size_t	wcstombs(char *__restrict, const wchar_t *__restrict, size_t);
int	wctomb(char *, wchar_t);
__END_DECLS

#include <alloca.h>

#endif /* !_STDLIB_H_ */
