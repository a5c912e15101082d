/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sort: lines and keys.
 */
#ifndef _SORT_H_
#define	_SORT_H_

#include <sys/types.h>

#include <stdbool.h>

struct line {
	char	*s;		/* without its end */
	size_t	 len;
};

enum order {
	ORDER_TEXT, ORDER_NUMBER, ORDER_GENERAL, ORDER_HUMAN, ORDER_MONTH,
	ORDER_VERSION, ORDER_RANDOM
};

struct how {
	enum order	 order;
	bool		 blanks;	/* b, at the beginning */
	bool		 endblanks;	/* b, at the end */
	bool		 dictionary, fold, printable, reverse;
	bool		 any;		/* something was given */
};

struct key {
	size_t		 field, ch;	/* from 0 */
	size_t		 endfield, endch;
	bool		 toend;		/* no end given */
	struct how	 how;
};

extern struct how	 global;
extern int		 separator;	/* -t, or -1 */
extern bool		 stable, uniq;

void	compare_add_key(const char *);
bool	compare_is_random(void);
bool	compare_option(struct how *, int, bool, bool);
void	compare_prepare(void);
int	compare_lines(const struct line *, const struct line *);

#endif /* !_SORT_H_ */
