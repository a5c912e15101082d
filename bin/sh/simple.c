/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Simple commands (POSIX 2.9.1).
 *
 * Words are expanded first, then the command is looked up, because what it
 * is decides where redirections and assignments take effect: for good with
 * a special built-in, during the command with functions and other built-ins,
 * in the child alone with programs.  All of it is in temporary memory, which
 * is released when the command has ended.
 */

#include <errno.h>
#include <unistd.h>

#include "builtin.h"
#include "eval.h"
#include "expand.h"
#include "jobs.h"
#include "var.h"

static int	run_nothing(const struct node *, const struct strlist *);
static int	run_builtin(const struct builtin *, const struct node *,
		    struct strlist *, struct strlist *, int);
static int	run_function(struct function *, const struct node *,
		    struct strlist *, struct strlist *, int);
static int	run_program(const char *, const struct node *,
		    struct strlist *, struct strlist *, int);
static int	call_function(struct function *, int, char **, int);
static int	call_builtin(const struct builtin *, int, char **, int, bool);

/* May the shell be replaced by the program that it is to run? */
bool
eval_may_exec(int flags)
{
	return ((flags & EV_EXIT) != 0 && !trap_any() &&
	    !(sh_opt(MONITOR) && sh.sh_subshell == 0));
}

/* NAME=value, expanded, of an assignment word. */
static char *
expand_assignment(const struct word *w)
{
	const struct wpart *p = w->w_parts;
	struct sbuf sb = SBUF_INIT;
	const char *value;

	value = expand_string(p->wp_next);
	sbuf_put(&sb, p->wp_text, p->wp_len);
	sbuf_puts(&sb, value);
	return (sbuf_str(&sb));
}

static void
trace(const struct strlist *assigns, const struct strlist *args)
{
	struct sbuf sb = SBUF_INIT;
	size_t i, n;

	sbuf_puts(&sb, expand_prompt("PS4"));
	for (i = 0; i < assigns->sl_n; i++) {
		n = strcspn(assigns->sl_v[i], "=") + 1;
		sbuf_put(&sb, assigns->sl_v[i], n);
		if (assigns->sl_v[i][n] != '\0')
			sbuf_quote(&sb, assigns->sl_v[i] + n);
		sbuf_putc(&sb, ' ');
	}
	for (i = 0; i < args->sl_n; i++) {
		sbuf_quote(&sb, args->sl_v[i]);
		sbuf_putc(&sb, ' ');
	}
	sb.sb_s[sb.sb_len - 1] = '\n';
	err_write(sb.sb_s, sb.sb_len);
}

int
eval_simple(const struct node *n, int flags)
{
	struct mem_mark m = tmp_mark();
	struct strlist args = STRLIST_INIT, assigns = STRLIST_INIT;
	struct command cmd;
	const struct word *w;
	int status;

	sh.sh_line = n->n_line;
	sh.sh_substatus = 0;
	for (w = n->n_u.simple.words; w != NULL; w = w->w_next) {
		if (w->w_assign)
			strlist_add(&args, expand_assignment(w));
		else
			expand_fields(w, &args);
	}
	for (w = n->n_u.simple.assigns; w != NULL; w = w->w_next) {
		strlist_add(&assigns, expand_assignment(w));
		/* x=1 y=$x: without a command, they happen one by one. */
		if (args.sl_n == 0 && !sh_opt(XTRACE) &&
		    n->n_u.simple.redirs == NULL)
			var_set_text(assigns.sl_v[--assigns.sl_n], 0);
	}
	if (sh_opt(XTRACE) && args.sl_n + assigns.sl_n != 0)
		trace(&assigns, &args);
	if (args.sl_n == 0) {
		status = run_nothing(n, &assigns);
	} else {
		int how = 0;

		for (size_t i = 0; i < assigns.sl_n; i++) {
			if (strncmp(assigns.sl_v[i], "PATH=", 5) == 0)
				how = CF_NOHASH;
		}
		if (how != 0) {
			/* PATH=x cmd: look for cmd in the new PATH. */
			var_push_scope();
			for (size_t i = 0; i < assigns.sl_n; i++) {
				if (strncmp(assigns.sl_v[i], "PATH=", 5) != 0)
					continue;
				var_make_local("PATH", 4);
				var_set_text(assigns.sl_v[i], 0);
			}
		}
		exec_find(args.sl_v[0], how, &cmd);
		if (how != 0) {
			if (cmd.c_type == CT_FILE)
				cmd.c_path = tmp_strdup(cmd.c_path);
			var_pop_scope();
		}
		switch (cmd.c_type) {
		case CT_SPECIAL:
		case CT_BUILTIN:
			status = run_builtin(cmd.c_builtin, n, &args, &assigns,
			    flags);
			break;
		case CT_FUNCTION:
			status = run_function(cmd.c_function, n, &args,
			    &assigns, flags);
			break;
		case CT_FILE:
			status = run_program(cmd.c_path, n, &args, &assigns,
			    flags);
			break;
		default:
			status = ST_ERROR;
			if (redir_push(n->n_u.simple.redirs)) {
				status = exec_complain(args.sl_v[0],
				    cmd.c_errno);
				redir_pop();
			}
			break;
		}
	}
	tmp_release(m);
	sh.sh_status = status;
	eval_errexit(status, flags);
	return (status);
}

/* Redirections and assignments without a command. */
static int
run_nothing(const struct node *n, const struct strlist *assigns)
{
	size_t i;

	if (n->n_u.simple.redirs != NULL) {
		if (!redir_push(n->n_u.simple.redirs))
			return (ST_ERROR);
		redir_pop();
	}
	for (i = 0; i < assigns->sl_n; i++)
		var_set_text(assigns->sl_v[i], 0);
	return (sh.sh_substatus);
}

/*
 * Make assignments for the time of a command, in a scope that the caller
 * pops.
 */
static void
assign_temporarily(const struct strlist *assigns)
{
	size_t i;

	var_push_scope();
	for (i = 0; i < assigns->sl_n; i++) {
		var_make_local(assigns->sl_v[i],
		    strcspn(assigns->sl_v[i], "="));
		var_set_text(assigns->sl_v[i], VF_EXPORT);
	}
}

static int
run_builtin(const struct builtin *bi, const struct node *n,
    struct strlist *args, struct strlist *assigns, int flags)
{
	bool special = (bi->bi_flags & BI_SPECIAL) != 0;
	size_t i;
	int status;

	if (!redir_push(n->n_u.simple.redirs)) {
		if (special) {
			sh.sh_status = ST_ERROR;
			sh_throw(EX_ERROR);
		}
		return (ST_ERROR);
	}
	if (special) {
		for (i = 0; i < assigns->sl_n; i++)
			var_set_text(assigns->sl_v[i], 0);
	} else if (assigns->sl_n != 0)
		assign_temporarily(assigns);
	status = call_builtin(bi, (int)args->sl_n, args->sl_v, flags,
	    special);
	if (!special && assigns->sl_n != 0)
		var_pop_scope();
	redir_pop();
	return (status);
}

static int
run_function(struct function *fn, const struct node *n, struct strlist *args,
    struct strlist *assigns, int flags)
{
	int status;

	if (!redir_push(n->n_u.simple.redirs))
		return (ST_ERROR);
	if (assigns->sl_n != 0)
		assign_temporarily(assigns);
	status = call_function(fn, (int)args->sl_n, args->sl_v, flags);
	if (assigns->sl_n != 0)
		var_pop_scope();
	redir_pop();
	return (status);
}

/* In the process that becomes the program. */
static void SH_NORETURN
become_program(const char *path, const struct node *n, struct strlist *args,
    struct strlist *assigns)
{
	struct handler h;
	size_t i;

	if (sh_catch(&h) != EX_NONE)
		sh_exit(sh.sh_status);
	if (!redir_apply(n->n_u.simple.redirs))
		sh_exit(ST_ERROR);
	for (i = 0; i < assigns->sl_n; i++)
		var_set_text(assigns->sl_v[i], VF_EXPORT);
	exec_program(path, args->sl_v);
}

static int
run_program(const char *path, const struct node *n, struct strlist *args,
    struct strlist *assigns, int flags)
{
	struct job *j;
	size_t i;

	/* An assignment error is one of the shell, not of the child. */
	for (i = 0; i < assigns->sl_n; i++) {
		char *name = assigns->sl_v[i];

		name = tmp_strndup(name, strcspn(name, "="));
		if (var_is_readonly(name))
			sh_error(ST_ERROR, "%s: is read only", name);
	}
	if (eval_may_exec(flags)) {
		trap_restore_signals();
		become_program(path, n, args, assigns);
	}
	j = job_new(1, n, false);
	if (job_fork(j, FK_FOREGROUND) == 0)
		become_program(path, n, args, assigns);
	return (job_wait_foreground(j));
}

static int
call_function(struct function *fn, int argc, char **argv, int flags)
{
	int status, loops = sh.sh_loops;

	sh_check_stack();
	fn->fn_refs++;
	var_push_scope();
	params_push(argc - 1, argv + 1);
	sh.sh_loops = 0;
	sh.sh_funcs++;
	status = eval_tree(fn->fn_body, flags);
	if (sh.sh_skip == SKIP_RETURN)
		sh.sh_skip = SKIP_NONE;
	sh.sh_funcs--;
	sh.sh_loops = loops;
	params_pop();
	var_pop_scope();
	exec_release(fn);
	return (status);
}

/*
 * Run a built-in.  An error in a special one is an error of the shell; in
 * another it only ends the built-in.
 */
static int
call_builtin(const struct builtin *bi, int argc, char **argv, int flags,
    bool special)
{
	const char *saved = sh.sh_cmd;
	int saved_flags = sh.sh_evalflags;
	struct handler h;
	enum exception ex;
	volatile int status;

	sh.sh_cmd = argv[0];
	sh.sh_evalflags = flags;
	if (special) {
		status = bi->bi_fn(argc, argv);
	} else if ((ex = sh_catch(&h)) == EX_NONE) {
		status = bi->bi_fn(argc, argv);
		sh_pop(&h);
	} else {
		sh_unwind(&h);
		if (ex != EX_ERROR)
			sh_throw(ex);
		status = sh.sh_status;
	}
	errno = 0;
	if (out_flush() != 0) {
		sh_warn("write error: %s", strerror(errno));
		if (status == 0)
			status = 1;
	}
	sh.sh_cmd = saved;
	sh.sh_evalflags = saved_flags;
	return (status);
}

/*
 * Run a command that is given as words, for command(1); how is that of
 * exec_find().  A special built-in is treated as if it were not special.
 */
int
eval_call(int argc, char **argv, int how, int flags)
{
	struct strlist none = STRLIST_INIT, args = STRLIST_INIT;
	static const struct node empty = { .n_type = N_SIMPLE };
	struct command cmd;
	int i;

	exec_find(argv[0], how, &cmd);
	switch (cmd.c_type) {
	case CT_SPECIAL:
	case CT_BUILTIN:
		return (call_builtin(cmd.c_builtin, argc, argv, flags, false));
	case CT_FILE:
		for (i = 0; i < argc; i++)
			strlist_add(&args, argv[i]);
		return (run_program(cmd.c_path, &empty, &args, &none, flags));
	default:
		return (exec_complain(argv[0], cmd.c_errno));
	}
}
