/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Built-ins about variables: export, readonly, local, unset, read, getopts.
 */

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "builtin.h"
#include "eval.h"
#include "expand.h"
#include "var.h"

/* export and readonly */
int
bi_export(int argc, char **argv)
{
	int flag = *argv[0] == 'e' ? VF_EXPORT : VF_READONLY;
	const char *name = argv[0];
	struct optscan os;
	size_t n;

	optscan_start(&os, argv);
	while (optscan_next(&os, "p") != -1)
		;
	argv = os.os_argv;
	if (*argv == NULL) {
		var_print_all(flag, name);
		return (0);
	}
	for (; *argv != NULL; argv++) {
		n = name_span(*argv);
		if (n == 0 || ((*argv)[n] != '=' && (*argv)[n] != '\0'))
			sh_error(ST_ERROR, "%s: not a name", *argv);
		if ((*argv)[n] == '=')
			var_set_text(*argv, flag);
		else
			var_add_flags(*argv, flag);
	}
	return (0);
}

int
bi_local(int argc, char **argv)
{
	size_t n;

	if (sh.sh_funcs == 0 || var_scope() == NULL)
		sh_error(ST_ERROR, "not in a function");
	for (argv++; *argv != NULL; argv++) {
		n = name_span(*argv);
		if (n == 0 || ((*argv)[n] != '=' && (*argv)[n] != '\0'))
			sh_error(ST_ERROR, "%s: not a name", *argv);
		var_make_local(*argv, n);
		if ((*argv)[n] == '=')
			var_set_text(*argv, 0);
	}
	return (0);
}

int
bi_unset(int argc, char **argv)
{
	struct optscan os;
	int c, what = 0, status = 0;

	optscan_start(&os, argv);
	while ((c = optscan_next(&os, "fv")) != -1)
		what = c;
	for (argv = os.os_argv; *argv != NULL; argv++) {
		if (what == 'f') {
			(void)exec_undefine(*argv);
			continue;
		}
		if (!name_valid(*argv, strlen(*argv)))
			sh_error(ST_ERROR, "%s: not a name", *argv);
		if (what == 0 && !var_is_set(*argv) &&
		    !var_is_readonly(*argv)) {
			(void)exec_undefine(*argv);
			continue;
		}
		if (!var_unset(*argv)) {
			sh_error(ST_ERROR, "%s: is read only", *argv);
			status = 1;
		}
	}
	return (status);
}

/* The time now, in milliseconds of a clock that never jumps. */
static intmax_t
now_ms(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return ((intmax_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000);
}

/* Parse the argument of read -t into milliseconds. */
static intmax_t
timeout_parse(const char *s)
{
	intmax_t ms = 0;
	int digits;

	if (*s == '\0' || s[strspn(s, "0123456789.")] != '\0')
		sh_error(ST_ERROR, "-t %s: not a time", s);
	for (; *s >= '0' && *s <= '9' && ms < 1000000000; s++)
		ms = ms * 10 + (*s - '0');
	ms *= 1000;
	if (*s == '.') {
		for (s++, digits = 100; *s >= '0' && *s <= '9'; s++) {
			ms += (*s - '0') * digits;
			digits /= 10;
		}
	}
	if (*s != '\0')
		sh_error(ST_ERROR, "-t: not a time");
	return (ms);
}

/*
 * Read one byte of standard input: 1, 0 at its end, -1 after the deadline.
 * Nothing may be read ahead, since others read the same file.
 */
static int
read_byte(char *c, intmax_t deadline)
{
	struct pollfd pfd = { STDIN_FILENO, POLLIN, 0 };
	intmax_t left;
	ssize_t n;
	int r;

	for (;;) {
		if (deadline != 0) {
			if ((left = deadline - now_ms()) < 0)
				left = 0;
			r = poll(&pfd, 1, (int)left);
			if (r == 0)
				return (-1);
			if (r < 0 && errno == EINTR) {
				trap_check_interrupt();
				if (trap_pending != 0)
					trap_run();
				continue;
			}
		}
		n = read(STDIN_FILENO, c, 1);
		if (n >= 0)
			return ((int)n);
		if (errno != EINTR)
			sh_error(ST_ERROR, "%s", strerror(errno));
		trap_check_interrupt();
		if (trap_pending != 0)
			trap_run();
	}
}

/*
 * Read a line into text, and mark in quoted the bytes that a backslash
 * stood in front of.  Returns the status of read.
 */
static int
read_line(struct sbuf *text, struct sbuf *quoted, bool raw, intmax_t deadline)
{
	int r;
	char c;

	while ((r = read_byte(&c, deadline)) > 0) {
		if (c == '\0')
			continue;
		if (c == '\\' && !raw) {
			if ((r = read_byte(&c, deadline)) <= 0)
				break;
			if (c == '\n') {
				if (sh_interactive() && isatty(STDIN_FILENO))
					err_puts(expand_prompt("PS2"));
				continue;
			}
			sbuf_putc(text, c);
			sbuf_putc(quoted, 1);
			continue;
		}
		if (c == '\n')
			return (0);
		sbuf_putc(text, c);
		sbuf_putc(quoted, 0);
	}
	return (r < 0 ? ST_SIGNAL + SIGALRM : 1);
}

/* Is byte i a delimiter?  White space only, if white is set. */
static bool
read_delim(const struct sbuf *text, const struct sbuf *quoted, size_t i,
    const char *ifs, bool white)
{
	char c = text->sb_s[i];

	if (quoted->sb_s[i] != 0 || strchr(ifs, c) == NULL)
		return (false);
	return (!white || c == ' ' || c == '\t' || c == '\n');
}

/* Split a line into the variables names, POSIX 2.6.5 and read. */
static void
read_assign(struct sbuf *text, struct sbuf *quoted, char **names)
{
	const char *ifs = expand_ifs();
	size_t i = 0, start, end, len = text->sb_len, j;

	ifs = tmp_strdup(ifs);
	while (i < len && read_delim(text, quoted, i, ifs, true))
		i++;
	for (; names[1] != NULL; names++) {
		start = i;
		while (i < len && !read_delim(text, quoted, i, ifs, false))
			i++;
		var_set(*names, tmp_strndup(text->sb_s + start, i - start),
		    0);
		while (i < len && read_delim(text, quoted, i, ifs, true))
			i++;
		if (i < len && i > start &&
		    read_delim(text, quoted, i, ifs, false)) {
			i++;
			while (i < len &&
			    read_delim(text, quoted, i, ifs, true))
				i++;
		} else if (i < len && i == start)
			i++;
	}
	/* The last one takes the rest, delimiters in it included. */
	end = len;
	while (end > i && read_delim(text, quoted, end - 1, ifs, true))
		end--;
	/* But a single field loses the one delimiter that ends it. */
	for (j = i; j < end && !read_delim(text, quoted, j, ifs, false); j++)
		;
	if (j + 1 == end)
		end = j;
	else if (j < end && read_delim(text, quoted, j, ifs, true)) {
		for (start = j; start < end &&
		    read_delim(text, quoted, start, ifs, true); start++)
			;
		if (start + 1 == end &&
		    read_delim(text, quoted, start, ifs, false))
			end = j;
	}
	var_set(*names, tmp_strndup(text->sb_s + i, end - i), 0);
}

int
bi_read(int argc, char **argv)
{
	struct sbuf text = SBUF_INIT, quoted = SBUF_INIT;
	const char *prompt = NULL;
	struct optscan os;
	intmax_t deadline = 0;
	bool raw = false;
	int c, status;

	optscan_start(&os, argv);
	while ((c = optscan_next(&os, "p:rt:")) != -1) {
		if (c == 'p')
			prompt = os.os_arg;
		else if (c == 'r')
			raw = true;
		else
			deadline = now_ms() + timeout_parse(os.os_arg);
	}
	argv = os.os_argv;
	for (c = 0; argv[c] != NULL; c++) {
		if (!name_valid(argv[c], strlen(argv[c])))
			sh_error(ST_ERROR, "%s: not a name", argv[c]);
	}
	if (prompt != NULL && isatty(STDIN_FILENO))
		err_puts(prompt);
	status = read_line(&text, &quoted, raw, deadline);
	(void)sbuf_str(&text);
	(void)sbuf_str(&quoted);
	if (*argv != NULL)
		read_assign(&text, &quoted, argv);
	else
		var_set("REPLY", text.sb_s, 0);
	return (status);
}

/* Where getopts is inside of a cluster of options; 0: at its beginning. */
static size_t	getopts_offset;
static bool	getopts_ours;		/* it is us who set OPTIND */

void
getopts_reset(const char *value)
{
	if (!getopts_ours)
		getopts_offset = 0;
}

static void
getopts_index(int n)
{
	getopts_ours = true;
	var_set_int("OPTIND", n);
	getopts_ours = false;
}

/* getopts optstring name [arg ...] */
int
bi_getopts(int argc, char **argv)
{
	const char *spec, *arg, *p, *value = NULL;
	char letter[2] = { '?', '\0' }, bad[2] = { '\0', '\0' };
	int ind, count = sh.sh_params->pm_argc;
	char **args = sh.sh_params->pm_argv;
	bool quiet;

	if (argc < 3)
		sh_error(ST_ERROR,
		    "usage: getopts optstring name [arg ...]");
	if (!name_valid(argv[2], strlen(argv[2])))
		sh_error(ST_ERROR, "%s: not a name", argv[2]);
	if (argc > 3) {
		args = argv + 3;
		count = argc - 3;
	}
	spec = argv[1];
	if ((quiet = *spec == ':'))
		spec++;
	p = var_get("OPTIND");
	ind = p != NULL && *p >= '1' && *p <= '9' ? atoi(p) : 1;
	arg = ind <= count ? args[ind - 1] : NULL;
	if (arg != NULL && getopts_offset > strlen(arg))
		getopts_offset = 0;
	if (getopts_offset == 0) {
		if (arg == NULL || arg[0] != '-' || arg[1] == '\0' ||
		    strcmp(arg, "--") == 0) {
			if (arg != NULL && strcmp(arg, "--") == 0)
				ind++;
			getopts_index(ind);
			(void)var_unset("OPTARG");
			var_set(argv[2], "?", 0);
			return (1);
		}
		getopts_offset = 1;
	}
	bad[0] = arg[getopts_offset++];
	if (arg[getopts_offset] == '\0') {
		ind++;
		getopts_offset = 0;
	}
	p = bad[0] == ':' ? NULL : strchr(spec, bad[0]);
	if (p == NULL) {
		if (quiet)
			value = bad;
		else
			sh_warn("-%c: unknown option", bad[0]);
	} else if (p[1] != ':') {
		letter[0] = bad[0];
	} else if (getopts_offset != 0) {
		letter[0] = bad[0];
		value = arg + getopts_offset;
		getopts_offset = 0;
		ind++;
	} else if (ind <= count) {
		letter[0] = bad[0];
		value = args[ind++ - 1];
	} else if (quiet) {
		letter[0] = ':';
		value = bad;
	} else
		sh_warn("-%c: an argument is missing", bad[0]);
	getopts_index(ind);
	if (value != NULL)
		var_set("OPTARG", value, 0);
	else
		(void)var_unset("OPTARG");
	var_set(argv[2], letter, 0);
	return (0);
}
