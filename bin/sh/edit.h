/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Line editing, completion and history; see edit.c.
 */

#ifndef _SH_EDIT_H_
#define _SH_EDIT_H_

#include "shell.h"

/* edit.c */
char	*edit_read(const char *, size_t *);
bool	edit_possible(void);

/* history.c */
extern int	hist_first;		/* number of the oldest entry */
extern int	hist_next;		/* number that the next entry gets */

void	hist_init(void);
void	hist_add(const char *, size_t);
void	hist_append(const char *, size_t);
void	hist_finish(void);
void	hist_remove_last(void);
const char *hist_get(int);

/* complete.c */
struct completion {
	struct strlist	cp_list;	/* sorted, without duplicates */
	size_t		cp_start;	/* of the word in the line */
	size_t		cp_base;	/* of its last component */
	bool		cp_command;	/* names of commands */
	char		cp_quote;	/* the quote it is in, or NUL */
};

void	complete_word(const char *, size_t, struct completion *);
size_t	complete_common(const struct completion *);

#endif /* !_SH_EDIT_H_ */
