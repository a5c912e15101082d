/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * fc and history: list, edit and run again commands of the history.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "builtin.h"
#include "edit.h"
#include "eval.h"
#include "var.h"

static int	find_entry(const char *, int);
static int	run_again(const char *);
static int	edit_and_run(const char *, int, int, bool);

/*
 * The entry that s means: a number, one counted back from the newest entry
 * last, or a string that an entry begins with.
 */
static int
find_entry(const char *s, int last)
{
	const char *text;
	char *end;
	long v;
	int n;

	v = strtol(s, &end, 10);
	if (end != s && *end == '\0') {
		if (*s == '-')
			v = last + 1 + v;
		if (v < hist_first)
			v = hist_first;
		return (v > last ? last : (int)v);
	}
	for (n = last; n >= hist_first; n--) {
		text = hist_get(n);
		if (strncmp(text, s, strlen(s)) == 0)
			return (n);
	}
	sh_error(ST_ERROR, "%s: no such command in the history", s);
}

static void
list_entries(int from, int to, bool numbers)
{
	const char *text, *nl;
	int n, step = from <= to ? 1 : -1;

	for (n = from;; n += step) {
		if ((text = hist_get(n)) != NULL) {
			if (numbers)
				out_printf("%d", n);
			out_putc('\t');
			/* The further lines of an entry stand below it. */
			for (; (nl = strchr(text, '\n')) != NULL;
			    text = nl + 1) {
				out_write(text, (size_t)(nl + 1 - text));
				out_putc('\t');
			}
			out_puts(text);
			out_putc('\n');
		}
		if (n == to)
			break;
	}
}

/* Run a command, which becomes the newest entry. */
static int
run_again(const char *text)
{
	size_t len = strlen(text);

	hist_add(text, len);
	err_write(text, len);
	if (len == 0 || text[len - 1] != '\n')
		err_puts("\n");
	sh.sh_cmd = NULL;
	return (eval_string(text, len, 1, 0));
}

/* Read a whole file into temporary memory. */
static char *
read_file(const char *path)
{
	struct sbuf sb = SBUF_INIT;
	ssize_t n;
	int fd;

	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) < 0)
		sh_error(ST_ERROR, "%s: %s", path, strerror(errno));
	for (;;) {
		sbuf_grow(&sb, 1024);
		n = read(fd, sb.sb_s + sb.sb_len, 1024);
		if (n <= 0)
			break;
		sb.sb_len += (size_t)n;
	}
	(void)close(fd);
	return (sbuf_str(&sb));
}

static int
edit_and_run(const char *editor, int from, int to, bool reverse)
{
	struct sbuf text = SBUF_INIT, cmd = SBUF_INIT;
	const char *dir = var_get("TMPDIR");
	char *path, *result;
	int fd, n, status;

	for (n = from;; n += from <= to ? 1 : -1) {
		sbuf_puts(&text, hist_get(n));
		sbuf_putc(&text, '\n');
		if (n == to)
			break;
	}
	sbuf_puts(&cmd, dir != NULL && *dir != '\0' ? dir : "/tmp");
	sbuf_puts(&cmd, "/sh.XXXXXXXX");
	path = tmp_strdup(sbuf_str(&cmd));
	if ((fd = mkstemp(path)) < 0)
		sh_error(ST_ERROR, "%s: %s", path, strerror(errno));
	status = fd_write(fd, text.sb_s, text.sb_len);
	(void)close(fd);
	if (status == 0) {
		cmd.sb_len = 0;
		sbuf_puts(&cmd, editor);
		sbuf_putc(&cmd, ' ');
		sbuf_quote(&cmd, path);
		status = eval_string(sbuf_str(&cmd), cmd.sb_len, 1, 0);
	}
	if (status != 0) {
		(void)unlink(path);
		return (status);
	}
	result = read_file(path);
	(void)unlink(path);
	return (run_again(result));
}

/* fc -s [old=new] [first] */
static int
substitute(char **argv, int last)
{
	struct sbuf sb = SBUF_INIT;
	const char *old = NULL, *new = NULL, *text, *at;
	char *eq;
	int n = last;

	if (*argv != NULL && (eq = strchr(*argv, '=')) != NULL) {
		old = tmp_strndup(*argv, (size_t)(eq - *argv));
		new = eq + 1;
		argv++;
	}
	if (*argv != NULL)
		n = find_entry(*argv, last);
	text = tmp_strdup(hist_get(n));
	if (old != NULL && *old != '\0' && (at = strstr(text, old)) != NULL) {
		sbuf_put(&sb, text, (size_t)(at - text));
		sbuf_puts(&sb, new);
		sbuf_puts(&sb, at + strlen(old));
		text = sbuf_str(&sb);
	}
	return (run_again(text));
}

/*
 * Options are taken apart here: -1 is a number, not an option.
 */
int
bi_fc(int argc, char **argv)
{
	bool list = false, numbers = true, reverse = false, again = false;
	const char *editor = NULL, *p;
	int from, to, last, t;

	if (hist_next == hist_first)
		sh_error(ST_ERROR, "the history is empty");
	for (argv++; (p = *argv) != NULL && *p == '-' && p[1] != '\0' &&
	    (p[1] < '0' || p[1] > '9'); argv++) {
		if (strcmp(p, "--") == 0) {
			argv++;
			break;
		}
		for (p++; *p != '\0'; p++) {
			if (*p == 'l')
				list = true;
			else if (*p == 'n')
				numbers = false;
			else if (*p == 'r')
				reverse = true;
			else if (*p == 's')
				again = true;
			else if (*p == 'e') {
				editor = p[1] != '\0' ? p + 1 : *++argv;
				if (editor == NULL)
					sh_error(ST_ERROR,
					    "-e: an argument is missing");
				break;
			} else
				sh_error(ST_ERROR, "-%c: unknown option", *p);
		}
	}
	if (editor != NULL && strcmp(editor, "-") == 0)
		again = true;
	/* A listing leaves itself out; a run replaces itself. */
	last = hist_next - 2;
	if (last < hist_first)
		last = hist_first;
	if (!list)
		hist_remove_last();
	if (hist_next == hist_first)
		sh_error(ST_ERROR, "the history is empty");
	if (again)
		return (substitute(argv, last));
	from = *argv != NULL ? find_entry(*argv, last) :
	    list ? (last - 15 < hist_first ? hist_first : last - 15) : last;
	to = *argv != NULL && argv[1] != NULL ? find_entry(argv[1], last) :
	    list ? last : from;
	if (reverse) {
		t = from;
		from = to;
		to = t;
	}
	if (list) {
		list_entries(from, to, numbers);
		return (0);
	}
	if (editor == NULL && ((editor = var_get("FCEDIT")) == NULL ||
	    *editor == '\0') && ((editor = var_get("EDITOR")) == NULL ||
	    *editor == '\0'))
		editor = "ed";
	return (edit_and_run(tmp_strdup(editor), from, to, reverse));
}

/* history [n]: the same list, in the form that fingers expect. */
int
bi_history(int argc, char **argv)
{
	int n, from = hist_first;

	if (argc > 1) {
		n = number_parse(argv[1]);
		if (n < hist_next - hist_first)
			from = hist_next - n;
	}
	for (; from < hist_next; from++) {
		out_printf("%5d  ", from);
		out_puts(hist_get(from));
		out_putc('\n');
	}
	return (0);
}
