/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The table of built-in utilities, and what they share.
 */

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include "builtin.h"

/* Sorted by name, for the binary search. */
static const struct builtin builtins[] = {
	{ ".",		bi_dot,		BI_SPECIAL },
	{ ":",		bi_colon,	BI_SPECIAL | BI_PURE },
	{ "[",		bi_test,	BI_PURE },
	{ "alias",	bi_alias,	0 },
	{ "bg",		bi_bg,		0 },
	{ "break",	bi_break,	BI_SPECIAL },
	{ "cd",		bi_cd,		0 },
	{ "command",	bi_command,	0 },
	{ "continue",	bi_break,	BI_SPECIAL },
	{ "echo",	bi_echo,	BI_PURE },
	{ "eval",	bi_eval,	BI_SPECIAL },
	{ "exec",	bi_exec,	BI_SPECIAL },
	{ "exit",	bi_exit,	BI_SPECIAL },
	{ "export",	bi_export,	BI_SPECIAL | BI_DECL },
	{ "false",	bi_false,	BI_PURE },
	{ "fc",		bi_fc,		0 },
	{ "fg",		bi_fg,		0 },
	{ "getopts",	bi_getopts,	0 },
	{ "hash",	bi_hash,	0 },
	{ "history",	bi_history,	0 },
	{ "jobs",	bi_jobs,	0 },
	{ "kill",	bi_kill,	0 },
	{ "local",	bi_local,	BI_DECL },
	{ "printf",	bi_printf,	BI_PURE },
	{ "pwd",	bi_pwd,		BI_PURE },
	{ "read",	bi_read,	0 },
	{ "readonly",	bi_export,	BI_SPECIAL | BI_DECL },
	{ "return",	bi_return,	BI_SPECIAL },
	{ "set",	bi_set,		BI_SPECIAL },
	{ "shift",	bi_shift,	BI_SPECIAL },
	{ "test",	bi_test,	BI_PURE },
	{ "times",	bi_times,	BI_SPECIAL },
	{ "trap",	bi_trap,	BI_SPECIAL },
	{ "true",	bi_true,	BI_PURE },
	{ "type",	bi_type,	BI_PURE },
	{ "ulimit",	bi_ulimit,	0 },
	{ "umask",	bi_umask,	0 },
	{ "unalias",	bi_unalias,	0 },
	{ "unset",	bi_unset,	BI_SPECIAL },
	{ "wait",	bi_wait,	0 }
};

const struct builtin *
builtin_find(const char *name)
{
	size_t lo = 0, hi = SH_NELEM(builtins), mid;
	int c;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if ((c = strcmp(name, builtins[mid].bi_name)) == 0)
			return (&builtins[mid]);
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return (NULL);
}

const struct builtin *
builtin_table(size_t *n)
{
	*n = SH_NELEM(builtins);
	return (builtins);
}

/* A decimal number that is not negative. */
int
number_parse(const char *s)
{
	const char *p;
	long v = 0;

	for (p = s; *p >= '0' && *p <= '9' && v <= INT_MAX; p++)
		v = v * 10 + (*p - '0');
	if (p == s || *p != '\0')
		sh_error(ST_ERROR, "%s: not a number", s);
	if (v > INT_MAX)
		sh_error(ST_ERROR, "%s: number too large", s);
	return ((int)v);
}

int
bi_colon(int argc, char **argv)
{
	return (0);
}

int
bi_true(int argc, char **argv)
{
	return (0);
}

int
bi_false(int argc, char **argv)
{
	return (1);
}
