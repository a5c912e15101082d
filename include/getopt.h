/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _GETOPT_H_
#define	_GETOPT_H_

#include <sys/cdefs.h>

#define	no_argument		0
#define	required_argument	1
#define	optional_argument	2

struct option {
	const char	*name;
	int		has_arg;
	int		*flag;	/* if set, gets val, and the result is 0 */
	int		val;
};

__BEGIN_DECLS
int	getopt(int, char * const [], const char *);
int	getopt_long(int, char * const *, const char *, const struct option *,
	    int *);
int	getopt_long_only(int, char * const *, const char *,
	    const struct option *, int *);

extern char	*optarg;
extern int	optind, opterr, optopt, optreset;
__END_DECLS

#endif /* !_GETOPT_H_ */
