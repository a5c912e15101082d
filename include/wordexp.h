/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _WORDEXP_H_
#define	_WORDEXP_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

typedef	__size_t	size_t;

typedef struct {
	size_t	we_wordc;
	char	**we_wordv;
	size_t	we_offs;
} wordexp_t;

#define	WRDE_APPEND	0x01
#define	WRDE_DOOFFS	0x02
#define	WRDE_NOCMD	0x04	/* no command substitution */
#define	WRDE_REUSE	0x08
#define	WRDE_SHOWERR	0x10
#define	WRDE_UNDEF	0x20	/* an undefined variable is an error */

#define	WRDE_BADCHAR	1
#define	WRDE_BADVAL	2
#define	WRDE_CMDSUB	3
#define	WRDE_NOSPACE	4
#define	WRDE_SYNTAX	5

__BEGIN_DECLS
int	wordexp(const char *__restrict, wordexp_t *__restrict, int);
void	wordfree(wordexp_t *);
__END_DECLS

#endif /* !_WORDEXP_H_ */
