/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _STDIO_H_
#define	_STDIO_H_

#include <sys/cdefs.h>
#include <sys/_null.h>
#include <sys/_types.h>

typedef	__off_t		fpos_t;
typedef	__off_t		off_t;
typedef	__size_t	size_t;
typedef	__ssize_t	ssize_t;
typedef	__va_list	va_list;

typedef struct __sFILE	FILE;

__BEGIN_DECLS
extern FILE	*__stdinp;
extern FILE	*__stdoutp;
extern FILE	*__stderrp;
__END_DECLS

#define	stdin		__stdinp
#define	stdout		__stdoutp
#define	stderr		__stderrp

#define	EOF		(-1)
#define	BUFSIZ		4096
#define	FILENAME_MAX	1024
#define	FOPEN_MAX	64
#define	L_ctermid	1024
#define	L_cuserid	33
#define	L_tmpnam	1024
#define	P_tmpdir	"/tmp/"
#define	TMP_MAX		308915776

#define	_IOFBF		0
#define	_IOLBF		1
#define	_IONBF		2

#ifndef SEEK_SET
#define	SEEK_SET	0
#define	SEEK_CUR	1
#define	SEEK_END	2
#endif

__BEGIN_DECLS
int	asprintf(char **, const char *, ...) __printflike(2, 3);
void	clearerr(FILE *);
void	clearerr_unlocked(FILE *);
char	*ctermid(char *);
int	dprintf(int, const char *__restrict, ...) __printflike(2, 3);
int	fclose(FILE *);
FILE	*fdopen(int, const char *);
int	feof(FILE *);
int	feof_unlocked(FILE *);
int	ferror(FILE *);
int	ferror_unlocked(FILE *);
int	fflush(FILE *);
int	fflush_unlocked(FILE *);
int	fgetc(FILE *);
char	*fgetln(FILE *, size_t *);
int	fgetpos(FILE *__restrict, fpos_t *__restrict);
char	*fgets(char *__restrict, int, FILE *__restrict);
int	fileno(FILE *);
int	fileno_unlocked(FILE *);
void	flockfile(FILE *);
FILE	*fmemopen(void *__restrict, size_t, const char *__restrict);
FILE	*fopen(const char *__restrict, const char *__restrict);
int	fprintf(FILE *__restrict, const char *__restrict, ...)
	    __printflike(2, 3);
int	fpurge(FILE *);
int	fputc(int, FILE *);
int	fputs(const char *__restrict, FILE *__restrict);
size_t	fread(void *__restrict, size_t, size_t, FILE *__restrict);
size_t	fread_unlocked(void *__restrict, size_t, size_t, FILE *__restrict);
FILE	*freopen(const char *__restrict, const char *__restrict,
	    FILE *__restrict);
int	fscanf(FILE *__restrict, const char *__restrict, ...)
	    __scanflike(2, 3);
int	fseek(FILE *, long, int);
int	fseeko(FILE *, off_t, int);
int	fsetpos(FILE *, const fpos_t *);
long	ftell(FILE *);
off_t	ftello(FILE *);
int	ftrylockfile(FILE *);
void	funlockfile(FILE *);
FILE	*funopen(const void *, int (*)(void *, char *, int),
	    int (*)(void *, const char *, int),
	    fpos_t (*)(void *, fpos_t, int), int (*)(void *));
size_t	fwrite(const void *__restrict, size_t, size_t, FILE *__restrict);
size_t	fwrite_unlocked(const void *__restrict, size_t, size_t,
	    FILE *__restrict);
int	getc(FILE *);
int	getc_unlocked(FILE *);
int	getchar(void);
int	getchar_unlocked(void);
ssize_t	getdelim(char **__restrict, size_t *__restrict, int,
	    FILE *__restrict);
ssize_t	getline(char **__restrict, size_t *__restrict, FILE *__restrict);
int	getw(FILE *);
FILE	*open_memstream(char **, size_t *);
int	pclose(FILE *);
void	perror(const char *);
FILE	*popen(const char *, const char *);
int	printf(const char *__restrict, ...) __printflike(1, 2);
int	putc(int, FILE *);
int	putc_unlocked(int, FILE *);
int	putchar(int);
int	putchar_unlocked(int);
int	puts(const char *);
int	putw(int, FILE *);
int	remove(const char *);
int	rename(const char *, const char *);
int	renameat(int, const char *, int, const char *);
void	rewind(FILE *);
int	scanf(const char *__restrict, ...) __scanflike(1, 2);
void	setbuf(FILE *__restrict, char *__restrict);
void	setbuffer(FILE *, char *, int);
int	setlinebuf(FILE *);
int	setvbuf(FILE *__restrict, char *__restrict, int, size_t);
int	snprintf(char *__restrict, size_t, const char *__restrict, ...)
	    __printflike(3, 4);
int	sprintf(char *__restrict, const char *__restrict, ...)
	    __printflike(2, 3);
int	sscanf(const char *__restrict, const char *__restrict, ...)
	    __scanflike(2, 3);
char	*tempnam(const char *, const char *);
FILE	*tmpfile(void);
char	*tmpnam(char *);
int	ungetc(int, FILE *);
int	vasprintf(char **, const char *, __va_list) __printflike(2, 0);
int	vdprintf(int, const char *__restrict, __va_list) __printflike(2, 0);
int	vfprintf(FILE *__restrict, const char *__restrict, __va_list)
	    __printflike(2, 0);
int	vfscanf(FILE *__restrict, const char *__restrict, __va_list)
	    __scanflike(2, 0);
int	vprintf(const char *__restrict, __va_list) __printflike(1, 0);
int	vscanf(const char *__restrict, __va_list) __scanflike(1, 0);
int	vsnprintf(char *__restrict, size_t, const char *__restrict, __va_list)
	    __printflike(3, 0);
int	vsprintf(char *__restrict, const char *__restrict, __va_list)
	    __printflike(2, 0);
int	vsscanf(const char *__restrict, const char *__restrict, __va_list)
	    __scanflike(2, 0);
__END_DECLS

#define	fropen(cookie, fn)	funopen(cookie, fn, 0, 0, 0)
#define	fwopen(cookie, fn)	funopen(cookie, 0, fn, 0, 0)

#endif /* !_STDIO_H_ */
