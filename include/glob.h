/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _GLOB_H_
#define	_GLOB_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

typedef	__size_t	size_t;

struct dirent;
struct stat;

typedef struct {
	size_t	gl_pathc;	/* paths found */
	size_t	gl_matchc;	/* by this pattern */
	size_t	gl_offs;	/* room at the front */
	int	gl_flags;
	char	**gl_pathv;
	int	(*gl_errfunc)(const char *, int);
	void	(*gl_closedir)(void *);
	struct dirent *(*gl_readdir)(void *);
	void	*(*gl_opendir)(const char *);
	int	(*gl_lstat)(const char *, struct stat *);
	int	(*gl_stat)(const char *, struct stat *);
} glob_t;

#define	GLOB_APPEND	0x0001
#define	GLOB_DOOFFS	0x0002
#define	GLOB_ERR	0x0004
#define	GLOB_MARK	0x0008	/* a slash after directories */
#define	GLOB_NOCHECK	0x0010	/* the pattern itself when none matches */
#define	GLOB_NOSORT	0x0020
#define	GLOB_ALTDIRFUNC	0x0040	/* use gl_opendir and the rest */
#define	GLOB_BRACE	0x0080	/* expand {a,b} */
#define	GLOB_MAGCHAR	0x0100	/* the pattern had magic characters */
#define	GLOB_NOMAGIC	0x0200	/* GLOB_NOCHECK if it had none */
#define	GLOB_TILDE	0x0800	/* expand ~user */
#define	GLOB_NOESCAPE	0x2000
#define	GLOB_LIMIT	0x1000	/* at most gl_matchc paths */
#define	GLOB_MAXPATH	GLOB_LIMIT

#define	GLOB_NOSPACE	(-1)
#define	GLOB_ABORTED	(-2)
#define	GLOB_NOMATCH	(-3)

__BEGIN_DECLS
int	glob(const char *__restrict, int, int (*)(const char *, int),
	    glob_t *__restrict);
void	globfree(glob_t *);
__END_DECLS

#endif /* !_GLOB_H_ */
