/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _REGEX_H_
#define	_REGEX_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

typedef	__off_t		regoff_t;
typedef	__size_t	size_t;

typedef struct {
	int		re_magic;
	size_t		re_nsub;	/* parenthesised subexpressions */
	const char	*re_endp;	/* end of the pattern, REG_PEND */
	struct re_guts	*re_g;
} regex_t;

typedef struct {
	regoff_t	rm_so;
	regoff_t	rm_eo;
} regmatch_t;

/* regcomp(). */
#define	REG_BASIC	0000
#define	REG_EXTENDED	0001
#define	REG_ICASE	0002
#define	REG_NOSUB	0004
#define	REG_NEWLINE	0010
#define	REG_NOSPEC	0020	/* every character is ordinary */
#define	REG_LITERAL	REG_NOSPEC
#define	REG_PEND	0040	/* the pattern ends at re_endp */

/* regexec(). */
#define	REG_NOTBOL	00001
#define	REG_NOTEOL	00002
#define	REG_STARTEND	00004	/* the string is given by pmatch[0] */

/* Results. */
#define	REG_ENOSYS	(-1)
#define	REG_NOMATCH	1
#define	REG_BADPAT	2
#define	REG_ECOLLATE	3
#define	REG_ECTYPE	4
#define	REG_EESCAPE	5
#define	REG_ESUBREG	6
#define	REG_EBRACK	7
#define	REG_EPAREN	8
#define	REG_EBRACE	9
#define	REG_BADBR	10
#define	REG_ERANGE	11
#define	REG_ESPACE	12
#define	REG_BADRPT	13
#define	REG_EMPTY	14
#define	REG_ASSERT	15
#define	REG_INVARG	16
#define	REG_ILLSEQ	17

__BEGIN_DECLS
int	regcomp(regex_t *__restrict, const char *__restrict, int);
size_t	regerror(int, const regex_t *__restrict, char *__restrict, size_t);
int	regexec(const regex_t *__restrict, const char *__restrict, size_t,
	    regmatch_t [__restrict], int);
void	regfree(regex_t *);
__END_DECLS

#endif /* !_REGEX_H_ */
