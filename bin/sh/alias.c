/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Aliases (POSIX 2.3.1).  The lexer substitutes them; an alias that is being
 * read is busy: it is not substituted again, and if it is removed meanwhile,
 * alias_done() frees it.
 */

#include <stdlib.h>

#include "builtin.h"

static struct alias	*aliases;

struct alias *
alias_find(const char *name)
{
	struct alias *a;

	for (a = aliases; a != NULL; a = a->a_next) {
		if (strcmp(a->a_name, name) == 0)
			return (a);
	}
	return (NULL);
}

static void
alias_free(struct alias *a)
{
	free(a->a_name);
	free(a->a_text);
	free(a);
}

/* The text of an alias has been read. */
void
alias_done(struct alias *a)
{
	a->a_busy = false;
	if (a->a_dead)
		alias_free(a);
}

static bool
alias_remove(const char *name)
{
	struct alias **ap, *a;

	for (ap = &aliases; (a = *ap) != NULL; ap = &a->a_next) {
		if (strcmp(a->a_name, name) == 0) {
			*ap = a->a_next;
			if (a->a_busy)
				a->a_dead = true;
			else
				alias_free(a);
			return (true);
		}
	}
	return (false);
}

static void
alias_define(const char *name, size_t len, const char *text)
{
	struct alias **ap, *a;

	a = mem_alloc(sizeof(*a));
	memset(a, 0, sizeof(*a));
	a->a_name = mem_strndup(name, len);
	a->a_text = mem_strdup(text);
	(void)alias_remove(a->a_name);
	for (ap = &aliases; *ap != NULL &&
	    strcmp((*ap)->a_name, a->a_name) < 0; ap = &(*ap)->a_next)
		;
	a->a_next = *ap;
	*ap = a;
}

static void
alias_print(const struct alias *a)
{
	out_puts(a->a_name);
	out_putc('=');
	out_quoted(a->a_text);
	out_putc('\n');
}

/* Call fn for the name of each alias. */
void
alias_each(void (*fn)(const char *, void *), void *arg)
{
	const struct alias *a;

	for (a = aliases; a != NULL; a = a->a_next)
		fn(a->a_name, arg);
}

int
bi_alias(int argc, char **argv)
{
	const struct alias *a;
	const char *eq;
	int status = 0;

	if (argc == 1) {
		for (a = aliases; a != NULL; a = a->a_next)
			alias_print(a);
		return (0);
	}
	while (*++argv != NULL) {
		/* A name may begin with "=", so that is not looked at. */
		eq = **argv != '\0' ? strchr(*argv + 1, '=') : NULL;
		if (eq != NULL)
			alias_define(*argv, (size_t)(eq - *argv), eq + 1);
		else if ((a = alias_find(*argv)) != NULL)
			alias_print(a);
		else {
			sh_warn("%s: not found", *argv);
			status = 1;
		}
	}
	return (status);
}

int
bi_unalias(int argc, char **argv)
{
	struct optscan os;
	int status = 0;

	optscan_start(&os, argv);
	while (optscan_next(&os, "a") != -1)
		;
	if (os.os_opt == 'a') {
		while (aliases != NULL)
			(void)alias_remove(aliases->a_name);
		return (0);
	}
	for (argv = os.os_argv; *argv != NULL; argv++) {
		if (!alias_remove(*argv)) {
			sh_warn("%s: not found", *argv);
			status = 1;
		}
	}
	return (status);
}
