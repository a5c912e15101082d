/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The built-in utilities.  A built-in gets argc and argv like a program,
 * writes with out_*() and returns its exit status; sh_error() ends it.
 */

#ifndef _SH_BUILTIN_H_
#define _SH_BUILTIN_H_

#include "../kill/signames.h"
#include "shell.h"

#define	BI_SPECIAL	0x01		/* special, POSIX 2.14 */
#define	BI_DECL		0x02		/* its arguments may be assignments */
#define	BI_PURE		0x04		/* changes nothing in the shell */

typedef int	builtin_fn(int, char **);

struct builtin {
	const char	*bi_name;
	builtin_fn	*bi_fn;
	int		bi_flags;
};

const struct builtin *builtin_find(const char *);
const struct builtin *builtin_table(size_t *);

builtin_fn	bi_alias, bi_bg, bi_break, bi_cd, bi_colon, bi_command, bi_dot,
		bi_echo, bi_eval, bi_exec, bi_exit, bi_export, bi_false, bi_fc,
		bi_fg, bi_getopts, bi_hash, bi_history, bi_jobs, bi_kill,
		bi_local, bi_printf, bi_pwd, bi_read, bi_return, bi_set,
		bi_shift, bi_test, bi_times, bi_trap, bi_true, bi_type,
		bi_ulimit, bi_umask, bi_unalias, bi_unset, bi_wait;

/* A number in decimal, or an error that names it. */
int	number_parse(const char *);

/* alias.c */
struct alias {
	struct alias	*a_next;
	char		*a_name;
	char		*a_text;
	bool		a_busy;		/* being read from */
	bool		a_dead;		/* removed while busy */
};

struct alias *alias_find(const char *);
void	alias_done(struct alias *);
void	alias_each(void (*)(const char *, void *), void *);

#endif /* !_SH_BUILTIN_H_ */
