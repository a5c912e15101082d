/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Built-ins that direct execution: break and continue, return, exit, eval,
 * the dot, exec, command, type and hash.
 */

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "builtin.h"
#include "eval.h"
#include "input.h"
#include "jobs.h"
#include "parser.h"
#include "var.h"

/* break and continue */
int
bi_break(int argc, char **argv)
{
	int n = 1;

	if (argc > 1 && (n = number_parse(argv[1])) == 0)
		sh_error(ST_ERROR, "0: not a number of loops");
	if (n > sh.sh_loops)
		n = sh.sh_loops;
	if (n > 0) {
		sh.sh_skip = *argv[0] == 'b' ? SKIP_BREAK : SKIP_CONTINUE;
		sh.sh_skipcount = n;
	}
	return (0);
}

int
bi_return(int argc, char **argv)
{
	int status;

	status = argc > 1 ? number_parse(argv[1]) : trap_status();
	if (sh.sh_funcs == 0) {
		/* Neither function nor dot script: end what there is. */
		sh.sh_status = status;
		sh_throw(EX_EXIT);
	}
	sh.sh_skip = SKIP_RETURN;
	return (status);
}

int
bi_exit(int argc, char **argv)
{
	static bool warned;

	if (sh_interactive() && job_any_stopped() && !warned) {
		warned = true;
		sh.sh_cmd = NULL;
		sh_warn("there are stopped jobs");
		return (1);
	}
	sh.sh_status = argc > 1 ? number_parse(argv[1]) : trap_status();
	sh_throw(EX_EXIT);
}

int
bi_eval(int argc, char **argv)
{
	struct sbuf sb = SBUF_INIT;
	int flags = sh.sh_evalflags, i, line = sh.sh_line;

	for (i = 1; i < argc; i++) {
		if (i > 1)
			sbuf_putc(&sb, ' ');
		sbuf_puts(&sb, argv[i]);
	}
	sh.sh_cmd = NULL;
	if (sb.sb_len == 0)
		return (0);
	return (eval_string(sbuf_str(&sb), sb.sb_len, line, flags));
}

/* Find a dot script: in PATH, unless the name has a slash. */
static int
dot_open(const char *name)
{
	const char *path = var_get("PATH");
	struct mem_mark m = tmp_mark();
	struct sbuf sb = SBUF_INIT;
	size_t n;
	int fd;

	fd = -1;
	if (strchr(name, '/') != NULL) {
		fd = open(name, O_RDONLY | O_CLOEXEC);
	} else {
		for (; path != NULL && fd < 0;
		    path = path[n] == ':' ? path + n + 1 : NULL) {
			n = strcspn(path, ":");
			sb.sb_len = 0;
			sbuf_put(&sb, path, n);
			if (n != 0)
				sbuf_putc(&sb, '/');
			sbuf_puts(&sb, name);
			fd = open(sbuf_str(&sb), O_RDONLY | O_CLOEXEC);
		}
	}
	tmp_release(m);
	if (fd < 0)
		sh_error(ST_ERROR, "%s: %s", name, strerror(errno));
	return (fd_move_high(fd));
}

int
bi_dot(int argc, char **argv)
{
	int flags = sh.sh_evalflags & ~EV_EXIT, fd, loops, status;

	if (argc > 1 && strcmp(argv[1], "--") == 0) {
		argc--;
		argv++;
	}
	if (argc < 2)
		sh_error(ST_ERROR, "a file name is missing");
	fd = dot_open(argv[1]);
	sh_check_stack();
	input_push_fd(fd, false);
	if (argc > 2)
		params_push(argc - 2, argv + 2);
	loops = sh.sh_loops;
	sh.sh_loops = 0;
	sh.sh_funcs++;
	sh.sh_cmd = NULL;
	status = eval_input(flags);
	if (sh.sh_skip == SKIP_RETURN)
		sh.sh_skip = SKIP_NONE;
	sh.sh_funcs--;
	sh.sh_loops = loops;
	if (argc > 2)
		params_pop();
	input_pop();
	return (status);
}

int
bi_exec(int argc, char **argv)
{
	struct command cmd;

	if (argc > 1 && strcmp(argv[1], "--") == 0) {
		argc--;
		argv++;
	}
	redir_keep();
	if (argc < 2)
		return (0);
	sh.sh_cmd = NULL;
	exec_find(argv[1], CF_NOFUNC, &cmd);
	if (cmd.c_type == CT_SPECIAL || cmd.c_type == CT_BUILTIN) {
		/* exec is about programs: look for one of that name. */
		const char *path = var_get("PATH");
		struct sbuf sb = SBUF_INIT;
		size_t n;

		for (; path != NULL;
		    path = path[n] == ':' ? path + n + 1 : NULL) {
			n = strcspn(path, ":");
			sb.sb_len = 0;
			sbuf_put(&sb, path, n);
			sbuf_puts(&sb, n != 0 ? "/" : "./");
			sbuf_puts(&sb, argv[1]);
			if (access(sbuf_str(&sb), X_OK) == 0)
				break;
		}
		cmd.c_type = path != NULL ? CT_FILE : CT_NOTFOUND;
		cmd.c_path = sbuf_str(&sb);
		cmd.c_errno = ENOENT;
	}
	if (cmd.c_type != CT_FILE) {
		sh.sh_status = exec_complain(argv[1], cmd.c_errno);
		sh_throw(sh_interactive() ? EX_ERROR : EX_EXIT);
	}
	if (sh_interactive())
		job_control(false);
	trap_restore_signals();
	exec_program(cmd.c_path, argv + 1);
}

/* Describe what name means; false if it means nothing. */
static bool
describe(const char *name, bool verbose, int how)
{
	struct wpart part = { .wp_kind = WK_LITERAL, .wp_text = name };
	struct word w = { NULL, &part, false };
	struct command cmd;
	const struct alias *a;
	const char *cwd;

	if (lex_keyword(&w) != K_NONE) {
		out_puts(name);
		out_puts(verbose ? " is a shell keyword\n" : "\n");
		return (true);
	}
	if ((a = alias_find(name)) != NULL) {
		out_puts(verbose ? name : "alias ");
		out_puts(verbose ? " is an alias for " : name);
		if (!verbose) {
			out_putc('=');
			out_quoted(a->a_text);
		} else
			out_puts(a->a_text);
		out_putc('\n');
		return (true);
	}
	exec_find(name, how, &cmd);
	if (cmd.c_type == CT_FILE && strchr(name, '/') != NULL &&
	    access(name, X_OK) != 0)
		cmd.c_type = CT_NOTFOUND;
	if (cmd.c_type == CT_NOTFOUND)
		return (false);
	if (cmd.c_type != CT_FILE) {
		out_puts(name);
		if (verbose)
			out_puts(cmd.c_type == CT_FUNCTION ?
			    " is a shell function" :
			    cmd.c_type == CT_SPECIAL ?
			    " is a special shell builtin" :
			    " is a shell builtin");
		out_putc('\n');
		return (true);
	}
	if (verbose) {
		out_puts(name);
		out_puts(" is ");
	}
	if (*cmd.c_path != '/' && (cwd = cwd_get()) != NULL) {
		out_puts(cwd);
		if (cwd[strlen(cwd) - 1] != '/')
			out_putc('/');
	}
	out_puts(cmd.c_path);
	out_putc('\n');
	return (true);
}

int
bi_type(int argc, char **argv)
{
	struct optscan os;
	int status = 0;

	optscan_start(&os, argv);
	(void)optscan_next(&os, "");
	for (argv = os.os_argv; *argv != NULL; argv++) {
		if (!describe(*argv, true, 0)) {
			(void)out_flush();
			sh_warn("%s: not found", *argv);
			status = ST_NOTFOUND;
		}
	}
	return (status);
}

int
bi_command(int argc, char **argv)
{
	struct optscan os;
	int c, how = CF_NOFUNC, flags = sh.sh_evalflags, status = 0;

	optscan_start(&os, argv);
	while ((c = optscan_next(&os, "pvV")) != -1) {
		if (c == 'p')
			how |= CF_STDPATH;
	}
	if (os.os_opt == 'v' || os.os_opt == 'V') {
		c = os.os_opt;
		how &= ~CF_NOFUNC;
		for (argv = os.os_argv; *argv != NULL; argv++) {
			if (describe(*argv, c == 'V', how))
				continue;
			if (c == 'V')
				sh_warn("%s: not found", *argv);
			status = ST_NOTFOUND;
		}
		return (status);
	}
	argc -= (int)(os.os_argv - argv);
	if (argc == 0)
		return (0);
	sh.sh_cmd = NULL;
	return (eval_call(argc, os.os_argv, how, flags));
}

int
bi_hash(int argc, char **argv)
{
	struct optscan os;
	int status = 0;

	optscan_start(&os, argv);
	while (optscan_next(&os, "r") != -1)
		exec_hash_clear();
	if (argc == 1)
		exec_hash_print();
	for (argv = os.os_argv; *argv != NULL; argv++) {
		if (!exec_hash_add(*argv)) {
			sh_warn("%s: not found", *argv);
			status = 1;
		}
	}
	return (status);
}
