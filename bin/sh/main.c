/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sh: the POSIX shell.
 *
 * The way of a command: input.c gives characters, lexer.c and word.c make
 * tokens and words of them, parser.c a tree (ast.h) for each complete
 * command; eval.c and simple.c run the tree, with expand*.c, glob.c,
 * pattern.c and arith.c for words, redir.c for redirections, exec.c to find
 * commands, jobs.c for processes, trap.c for signals and the built-ins in
 * builtin*.c.  edit*.c, complete.c and history.c are for people.
 *
 * A shell that is given a short command spends most of its time in exec and
 * exit, so startup does nothing that the command might not need: variables
 * stay where the environment has them, the working directory and the
 * dispositions of signals are not looked at, and nothing is allocated
 * before it is used.
 *
 * Tests	tests/bin/sh
 */

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "edit.h"
#include "eval.h"
#include "expand.h"
#include "input.h"
#include "jobs.h"
#include "parser.h"
#include "var.h"

#define	EOF_MAX		50		/* control-Ds that ignoreeof refuses */

extern char	**environ;

struct shell	sh;

static void	run_file(const char *, bool);
static void	run_profiles(bool);
static void	run_interactive(void) SH_NORETURN;
static void	open_script(void);
static bool	refuse_eof(int);

/* LANG or one of its kind has changed: what are characters? */
void
locale_changed(const char *value)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	const char *s = NULL;
	size_t i;

	for (i = 0; i < SH_NELEM(names); i++) {
		if ((s = var_get(names[i])) != NULL && *s != '\0')
			break;
	}
	sh.sh_utf8 = s != NULL && (strstr(s, "UTF-8") != NULL ||
	    strstr(s, "utf8") != NULL || strstr(s, "UTF8") != NULL ||
	    strstr(s, "utf-8") != NULL);
}

/* Run the commands of a file in this shell, if it can be opened. */
static void
run_file(const char *path, bool must)
{
	int fd;

	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) < 0) {
		if (must || errno != ENOENT)
			sh_warn("%s: %s", path, strerror(errno));
		return;
	}
	input_push_fd(fd_move_high(fd), false);
	sh.sh_funcs++;
	(void)eval_input(0);
	if (sh.sh_skip == SKIP_RETURN)
		sh.sh_skip = SKIP_NONE;
	sh.sh_funcs--;
	input_pop();
}

/* Run the startup files that the user may have. */
static void
run_profiles(bool login)
{
	struct handler h;
	struct sbuf sb = SBUF_INIT;
	struct arena *ar;
	const char *s;
	struct word *w;
	volatile int step = 0;
	enum exception ex;

	/* An error in one file does not keep us from the next. */
	while (step < 3) {
		if ((ex = sh_catch(&h)) != EX_NONE) {
			sh_unwind(&h);
			if (ex == EX_EXIT)
				sh_exit(sh.sh_status);
			continue;
		}
		switch (step++) {
		case 0:
			if (login)
				run_file("/etc/profile", false);
			break;
		case 1:
			if (login && (s = var_get("HOME")) != NULL) {
				sbuf_puts(&sb, s);
				sbuf_puts(&sb, "/.profile");
				run_file(sbuf_str(&sb), false);
			}
			break;
		default:
			if (!sh_opt(INTERACTIVE) || geteuid() != getuid() ||
			    getegid() != getgid() ||
			    (s = var_get("ENV")) == NULL || *s == '\0')
				break;
			s = tmp_strdup(s);
			parse_reset();
			ps_arena = ar = arena_begin();
			(void)ar;
			w = word_from_text(s, strlen(s), 1, WM_HEREDOC);
			run_file(expand_string(w->w_parts), false);
			arena_end();
			break;
		}
		sh_pop(&h);
	}
}

/* Open the script that $0 names, or end. */
static void
open_script(void)
{
	const char *name = sh.sh_arg0;
	struct command cmd;
	int fd, error;

	fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT && strchr(name, '/') == NULL) {
		exec_find(name, CF_NOFUNC | CF_NOHASH, &cmd);
		if (cmd.c_type == CT_FILE)
			fd = open(cmd.c_path, O_RDONLY | O_CLOEXEC);
	}
	if (fd < 0) {
		error = errno;
		sh.sh_line = 0;
		sh.sh_name = "sh";
		sh_error(error == ENOENT ? ST_NOTFOUND : ST_NOEXEC,
		    "%s: %s", name, strerror(error));
	}
	input_push_fd(fd_move_high(fd), false);
}

/* At the end of the terminal's input: should the shell stay? */
static bool
refuse_eof(int count)
{
	if (job_any_stopped() && count == 1) {
		err_puts("\nThere are stopped jobs.\n");
		return (true);
	}
	if (sh_opt(IGNOREEOF) && count <= EOF_MAX) {
		err_puts("\nUse \"exit\" to leave the shell.\n");
		return (true);
	}
	return (false);
}

/* Read and run commands of a person. */
static void
run_interactive(void)
{
	struct handler h;
	struct node *n;
	enum exception ex;
	enum parse_result r;
	volatile int eofs = 0;

	for (;;) {
		if ((ex = sh_catch(&h)) != EX_NONE) {
			sh_unwind(&h);
			if (ex == EX_EXIT)
				break;
			if (ex == EX_INT)
				err_puts("\n");
			out_capture(false);
			input_discard();
			sh.sh_skip = SKIP_NONE;
			sh.sh_cmd = NULL;
			continue;
		}
		for (;;) {
			if (trap_pending != 0)
				trap_run();
			trap_interrupt = 0;
			job_notify();
			mail_check();
			input_prompt = 1;
			r = parse_complete(arena_begin(), &n);
			input_prompt = 0;
			if (r == PARSE_EOF) {
				arena_end();
				if (refuse_eof(++eofs))
					continue;
				err_puts("\n");
				sh_exit(sh.sh_status);
			}
			eofs = 0;
			if (r == PARSE_TREE)
				(void)eval_tree(n, 0);
			arena_end();
			sh.sh_skip = SKIP_NONE;
		}
	}
	sh_exit(sh.sh_status);
}

int
main(int argc, char *argv[])
{
	struct handler h;
	bool login;
	const char *p;

	sh_set_stack(&h);
	sh.sh_pid = getpid();
	sh.sh_name = "sh";
	sh.sh_arg0 = argc > 0 ? argv[0] : "sh";
	if (sh_catch(&h) != EX_NONE)
		sh_exit(sh.sh_status);
	var_init(environ);
	opt_parse_args(argc, argv);
	login = sh_opt(LOGIN) || (argc > 0 && argv[0][0] == '-');
	if (sh_opt(STDIN) && opt_command == NULL && !sh_opt(INTERACTIVE) &&
	    isatty(STDIN_FILENO) && isatty(STDERR_FILENO))
		sh_opt(INTERACTIVE) = true;
	if (sh_opt(INTERACTIVE)) {
		if (!var_is_set("PS1"))
			var_set("PS1", geteuid() == 0 ? "# " : "$ ", 0);
		sh_opt(MONITOR) = true;
		if (!sh_opt(VI))
			sh_opt(EMACS) = true;
		trap_init_interactive();
	}
	if (sh_opt(MONITOR))
		job_control(true);
	if (login || sh_opt(INTERACTIVE))
		run_profiles(login);
	if (opt_command != NULL) {
		sh.sh_line = 1;
		(void)eval_string(opt_command, strlen(opt_command), 1,
		    EV_EXIT);
	} else if (sh_opt(STDIN)) {
		if (sh_opt(INTERACTIVE)) {
			hist_init();
			input_push_fd(STDIN_FILENO, true);
			sh_pop(&h);
			run_interactive();
		}
		input_push_fd(STDIN_FILENO, false);
		(void)eval_input(0);
	} else {
		p = strrchr(sh.sh_arg0, '/');
		sh.sh_name = p != NULL && p[1] != '\0' ? p + 1 : sh.sh_arg0;
		open_script();
		(void)eval_input(0);
	}
	sh_pop(&h);
	sh_exit(sh.sh_status);
}
