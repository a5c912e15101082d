/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _LIBUTIL_H_
#define	_LIBUTIL_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

typedef	__gid_t		gid_t;
typedef	__mode_t	mode_t;
typedef	__pid_t		pid_t;
typedef	__size_t	size_t;
typedef	__uid_t		uid_t;

struct __sFILE;
struct termios;
struct winsize;

/* Which escapes fparseln() takes away: those before ... */
#define	FPARSELN_UNESCESC	0x01	/* the escape */
#define	FPARSELN_UNESCCONT	0x02	/* the mark of a line that goes on */
#define	FPARSELN_UNESCCOMM	0x04	/* that of a comment */
#define	FPARSELN_UNESCREST	0x08	/* anything else */
#define	FPARSELN_UNESCALL	0x0f

#define	HN_DECIMAL	0x01	/* one decimal for a result below 10 */
#define	HN_NOSPACE	0x02	/* no space before the suffix */
#define	HN_B		0x04	/* 'B' when there is no prefix */
#define	HN_DIVISOR_1000	0x08
#define	HN_IEC_PREFIXES	0x10	/* Ki, Mi ... */
#define	HN_GETSCALE	0x10	/* scale argument: which scale was used */
#define	HN_AUTOSCALE	0x20

__BEGIN_DECLS
int	expand_number(const char *, __uint64_t *);
char	*fparseln(struct __sFILE *, size_t *, size_t *, const char[3], int);
void	fput_json(const char *, size_t, struct __sFILE *);
int	forkpty(int *, char *, struct termios *, struct winsize *);
int	humanize_number(char *, size_t, __int64_t, const char *, int, int);
int	login_tty(int);
int	openpty(int *, int *, char *, struct termios *, struct winsize *);
__END_DECLS

#endif /* !_LIBUTIL_H_ */
