/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _VIS_H_
#define	_VIS_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

typedef	__size_t	size_t;
typedef	__ssize_t	ssize_t;

#define	VIS_OCTAL	0x0001	/* \ddd */
#define	VIS_CSTYLE	0x0002	/* \n \t ... */
#define	VIS_SP		0x0004	/* encode the space too */
#define	VIS_TAB		0x0008
#define	VIS_NL		0x0010
#define	VIS_WHITE	(VIS_SP | VIS_TAB | VIS_NL)
#define	VIS_SAFE	0x0020	/* only what a terminal obeys */
#define	VIS_NOSLASH	0x0040	/* no \ before the encoding */
#define	VIS_HTTPSTYLE	0x0080	/* %HH */
#define	VIS_GLOB	0x1000	/* encode *?[# */
#define	VIS_DQ		0x8000	/* encode the double quote */
#define	VIS_ALL		0x10000

#define	UNVIS_VALID	1	/* a character is there */
#define	UNVIS_VALIDPUSH	2	/* and the one given must come again */
#define	UNVIS_NOCHAR	3	/* more is needed */
#define	UNVIS_SYNBAD	(-1)
#define	UNVIS_ERROR	(-2)
#define	UNVIS_END	0x0800	/* flag: no more input */

__BEGIN_DECLS
char	*nvis(char *, size_t, int, int, int);
int	strnunvis(char *, size_t, const char *);
int	strnvis(char *, size_t, const char *, int);
int	strunvis(char *, const char *);
int	strvis(char *, const char *, int);
int	strvisx(char *, const char *, size_t, int);
int	unvis(char *, int, int *, int);
char	*vis(char *, int, int, int);
__END_DECLS

#endif /* !_VIS_H_ */
