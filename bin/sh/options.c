/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Options of the shell and of its built-ins, positional parameters, and the
 * set and shift built-ins.
 */

#include <stdio.h>
#include <stdlib.h>

#include "builtin.h"
#include "jobs.h"
#include "var.h"

#define	OF_START	0x01		/* only when the shell is started */

static const struct {
	char		op_letter;
	uint8_t		op_flags;
	const char	*op_name;
} options[OPT_LAST] = {
	[OPT_ALLEXPORT] =	{ 'a', 0, "allexport" },
	[OPT_NOTIFY] =		{ 'b', 0, "notify" },
	[OPT_NOCLOBBER] =	{ 'C', 0, "noclobber" },
	[OPT_ERREXIT] =		{ 'e', 0, "errexit" },
	[OPT_NOGLOB] =		{ 'f', 0, "noglob" },
	[OPT_HASHALL] =		{ 'h', 0, "hashall" },
	[OPT_INTERACTIVE] =	{ 'i', OF_START, "interactive" },
	[OPT_MONITOR] =		{ 'm', 0, "monitor" },
	[OPT_NOEXEC] =		{ 'n', 0, "noexec" },
	[OPT_STDIN] =		{ 's', OF_START, "stdin" },
	[OPT_NOUNSET] =		{ 'u', 0, "nounset" },
	[OPT_VERBOSE] =		{ 'v', 0, "verbose" },
	[OPT_XTRACE] =		{ 'x', 0, "xtrace" },
	[OPT_LOGIN] =		{ 'l', OF_START, "login" },
	[OPT_EMACS] =		{ 0, 0, "emacs" },
	[OPT_IGNOREEOF] =	{ 0, 0, "ignoreeof" },
	[OPT_NOLOG] =		{ 0, 0, "nolog" },
	[OPT_PIPEFAIL] =	{ 0, 0, "pipefail" },
	[OPT_VI] =		{ 0, 0, "vi" }
};

const char	*opt_command;

static char	**opt_parse(char **, bool, bool *);
static void	opt_set_letter(int, bool, bool);
static void	opt_set_name(const char *, bool, bool);
static void	opt_print(bool);

/* The option called name, or -1. */
int
opt_find(const char *name)
{
	int i;

	for (i = 0; i < OPT_LAST; i++) {
		if (strcmp(options[i].op_name, name) == 0)
			return (i);
	}
	return (-1);
}

/* Change an option, with what depends on it. */
void
opt_set(enum shell_option o, bool on)
{
	if (sh.sh_opt[o] == on)
		return;
	sh.sh_opt[o] = on;
	switch (o) {
	case OPT_EMACS:
		if (on)
			sh_opt(VI) = false;
		break;
	case OPT_VI:
		if (on)
			sh_opt(EMACS) = false;
		break;
	case OPT_MONITOR:
		job_control(on);
		break;
	default:
		break;
	}
}

static void
opt_set_letter(int letter, bool on, bool start)
{
	int i;

	for (i = 0; i < OPT_LAST; i++) {
		if (options[i].op_letter == letter &&
		    (start || (options[i].op_flags & OF_START) == 0)) {
			if (start)
				sh.sh_opt[i] = on;
			else
				opt_set((enum shell_option)i, on);
			return;
		}
	}
	sh_error(ST_ERROR, "%c%c: unknown option", on ? '-' : '+', letter);
}

static void
opt_set_name(const char *name, bool on, bool start)
{
	int i = opt_find(name);

	if (i < 0 || (!start && (options[i].op_flags & OF_START) != 0))
		sh_error(ST_ERROR, "%co %s: unknown option", on ? '-' : '+',
		    name);
	if (start)
		sh.sh_opt[i] = on;
	else
		opt_set((enum shell_option)i, on);
}

static void
opt_print(bool commands)
{
	int i;

	for (i = 0; i < OPT_LAST; i++) {
		if (!commands)
			out_printf("%-15s %s\n", options[i].op_name,
			    sh.sh_opt[i] ? "on" : "off");
		else if ((options[i].op_flags & OF_START) == 0)
			out_printf("set %co %s\n", sh.sh_opt[i] ? '-' : '+',
			    options[i].op_name);
	}
}

/*
 * Take options from argv and return the rest.  *end is set if they were
 * ended explicitly, by -- or -.
 */
static char **
opt_parse(char **argv, bool start, bool *end)
{
	const char *p;
	bool on;

	*end = false;
	for (; *argv != NULL; argv++) {
		p = *argv;
		if ((*p != '-' && *p != '+') || (*p == '+' && p[1] == '\0'))
			break;
		on = *p++ == '-';
		if (on && (*p == '\0' || strcmp(p, "-") == 0)) {
			if (*p == '\0' && !start) {
				sh_opt(XTRACE) = sh_opt(VERBOSE) = false;
				*end = argv[1] != NULL;
			} else
				*end = true;
			argv++;
			break;
		}
		for (; *p != '\0'; p++) {
			if (*p == 'o') {
				if (argv[1] == NULL) {
					opt_print(!on);
					continue;
				}
				opt_set_name(*++argv, on, start);
			} else if (*p == 'c' && start && on) {
				opt_command = "";
			} else
				opt_set_letter(*p, on, start);
		}
	}
	return (argv);
}

/*
 * The arguments of the shell: options, then a command string with -c, a
 * script, or with -s nothing, then the positional parameters.
 */
void
opt_parse_args(int argc, char **argv)
{
	static struct params first;
	char **rest;
	bool end;

	sh.sh_params = &first;
	rest = opt_parse(argv + (argc > 0), true, &end);
	if (opt_command != NULL) {
		if (*rest == NULL)
			sh_error(ST_ERROR, "-c: a command is missing");
		opt_command = *rest++;
		if (*rest != NULL)
			sh.sh_arg0 = *rest++;
		sh_opt(STDIN) = false;
	} else if (*rest != NULL && !sh_opt(STDIN)) {
		sh.sh_arg0 = *rest++;
	} else
		sh_opt(STDIN) = true;
	first.pm_argv = rest;
	first.pm_argc = (int)(argv + argc - rest);
	if (first.pm_argc < 0)
		first.pm_argc = 0;
}

/* The value of $-; s has room for OPT_LAST + 2 bytes. */
void
opt_flags_string(char *s)
{
	int i;

	for (i = 0; i < OPT_LAST; i++) {
		if (sh.sh_opt[i] && options[i].op_letter != 0)
			*s++ = options[i].op_letter;
	}
	if (opt_command != NULL)
		*s++ = 'c';
	*s = '\0';
}

/* The length of the name that s begins with, 0 if there is none. */
size_t
name_span(const char *s)
{
	const char *p = s;

	if (*p >= '0' && *p <= '9')
		return (0);
	while (*p == '_' || (*p >= 'a' && *p <= 'z') ||
	    (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9'))
		p++;
	return ((size_t)(p - s));
}

bool
name_valid(const char *s, size_t len)
{
	return (len != 0 && name_span(s) == len);
}

/* Scan the options of a built-in, whose argv begins with its name. */
void
optscan_start(struct optscan *os, char **argv)
{
	os->os_argv = *argv != NULL ? argv + 1 : argv;
	os->os_pos = "";
	os->os_arg = NULL;
	os->os_opt = 0;
}

/*
 * The next option letter, which is one of spec, or -1 when os_argv has come
 * to the operands.  Unknown options are errors.
 */
int
optscan_next(struct optscan *os, const char *spec)
{
	const char *p;
	int c;

	if (*os->os_pos == '\0') {
		p = *os->os_argv;
		if (p == NULL || p[0] != '-' || p[1] == '\0')
			return (-1);
		os->os_argv++;
		if (strcmp(p, "--") == 0)
			return (-1);
		os->os_pos = p + 1;
	}
	c = *os->os_pos++;
	if (c == ':' || (p = strchr(spec, c)) == NULL)
		sh_error(ST_ERROR, "-%c: unknown option", c);
	if (p[1] == ':') {
		os->os_arg = os->os_pos;
		if (*os->os_arg == '\0' &&
		    (os->os_arg = *os->os_argv++) == NULL)
			sh_error(ST_ERROR, "-%c: an argument is missing", c);
		os->os_pos = "";
	}
	return (os->os_opt = c);
}

/* Make copies of argv the positional parameters. */
void
params_set(int argc, char **argv)
{
	struct params *pm = sh.sh_params;
	char **v, *p;
	size_t len, size;
	int i;

	size = ((size_t)argc + 1) * sizeof(char *);
	for (i = 0; i < argc; i++)
		size += strlen(argv[i]) + 1;
	v = mem_alloc(size);
	p = (char *)(v + argc + 1);
	for (i = 0; i < argc; i++) {
		len = strlen(argv[i]) + 1;
		memcpy(p, argv[i], len);
		v[i] = p;
		p += len;
	}
	v[argc] = NULL;
	free(pm->pm_block);
	pm->pm_block = v;
	pm->pm_argv = v;
	pm->pm_argc = argc;
}

/* New positional parameters, which the caller keeps until params_pop(). */
void
params_push(int argc, char **argv)
{
	struct params *pm;

	pm = tmp_alloc(sizeof(*pm));
	pm->pm_prev = sh.sh_params;
	pm->pm_argv = argv;
	pm->pm_argc = argc;
	pm->pm_block = NULL;
	sh.sh_params = pm;
}

void
params_pop(void)
{
	struct params *pm = sh.sh_params;

	sh.sh_params = pm->pm_prev;
	free(pm->pm_block);
}

void
params_shift(int n)
{
	sh.sh_params->pm_argv += n;
	sh.sh_params->pm_argc -= n;
}

int
bi_set(int argc, char **argv)
{
	char **rest;
	bool end;

	if (argc == 1) {
		var_print_all(0, NULL);
		return (0);
	}
	rest = opt_parse(argv + 1, false, &end);
	if (*rest != NULL || end)
		params_set((int)(argv + argc - rest), rest);
	return (0);
}

int
bi_shift(int argc, char **argv)
{
	int n = 1;

	if (argc > 1)
		n = number_parse(argv[1]);
	if (n > sh.sh_params->pm_argc)
		sh_error(ST_ERROR, "cannot shift by %d", n);
	params_shift(n);
	return (0);
}
