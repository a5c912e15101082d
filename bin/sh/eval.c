/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Evaluation of parse trees: lists, pipelines and compound commands.
 * Simple commands are in simple.c.
 *
 * Every eval_ function returns the exit status and leaves it in sh_status.
 * Two flags go down the tree:
 *	EV_EXIT	   the shell ends after this command, so the last program
 *		   may replace it instead of being forked;
 *	EV_TESTED  something looks at the status, so set -e does not apply,
 *		   not even inside functions and subshells.
 * break, continue and return set sh_skip; each list and loop on the way
 * out looks at it after every command.
 */

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "builtin.h"
#include "eval.h"
#include "expand.h"
#include "input.h"
#include "jobs.h"
#include "parser.h"
#include "var.h"

static int	eval_list(const struct node *, int);
static int	eval_andor(const struct node *, int);
static int	eval_pipeline(const struct node *, int);
static int	eval_async(const struct node *);
static int	eval_subshell(const struct node *, int);
static int	eval_redirected(const struct node *, int);
static int	eval_if(const struct node *, int);
static int	eval_while(const struct node *, int);
static int	eval_for(const struct node *, int);
static int	eval_case(const struct node *, int);
static bool	loop_ends(void);

/* Has set -n been given?  A person could never take it back. */
static bool
noexec(void)
{
	return (sh_opt(NOEXEC) && !sh_opt(INTERACTIVE));
}

/* set -e: a command has failed and nobody looks at its status. */
void
eval_errexit(int status, int flags)
{
	if (status != 0 && sh_opt(ERREXIT) && (flags & EV_TESTED) == 0 &&
	    sh.sh_skip == SKIP_NONE) {
		sh.sh_status = status;
		sh_throw(EX_EXIT);
	}
}

int
eval_tree(const struct node *n, int flags)
{
	int status = 0;

	if (trap_pending != 0) {
		trap_run();
		if (sh.sh_skip != SKIP_NONE)
			return (sh.sh_status);
	}
	if (noexec())
		return (sh.sh_status);
	switch (n->n_type) {
	case N_SIMPLE:
		return (eval_simple(n, flags));
	case N_LIST:
		return (eval_list(n, flags));
	case N_ANDOR:
		return (eval_andor(n, flags));
	case N_BRACE:
		return (eval_tree(n->n_u.body.first, flags));
	default:
		break;
	}
	sh_check_stack();
	switch (n->n_type) {
	case N_PIPE:
		status = eval_pipeline(n, flags);
		eval_errexit(status, flags);
		break;
	case N_ASYNC:
		status = eval_async(n);
		break;
	case N_NOT:
		status = eval_tree(n->n_u.body.first,
		    (flags | EV_TESTED) & ~EV_EXIT);
		if (sh.sh_skip != SKIP_RETURN)
			status = !status;
		break;
	case N_SUBSHELL:
		status = eval_subshell(n, flags);
		eval_errexit(status, flags);
		break;
	case N_REDIR:
		status = eval_redirected(n, flags);
		break;
	case N_IF:
		status = eval_if(n, flags);
		break;
	case N_WHILE:
	case N_UNTIL:
		status = eval_while(n, flags);
		break;
	case N_FOR:
		status = eval_for(n, flags);
		break;
	case N_CASE:
		status = eval_case(n, flags);
		break;
	case N_FUNCTION:
		exec_define(n->n_u.func.name, n->n_u.func.body,
		    n->n_u.func.arena);
		break;
	}
	sh.sh_status = status;
	return (status);
}

/*
 * Run the commands of the current source up to its end, or until sh_skip is
 * set.  Returns the status of the last one, 0 if there is none.
 */
int
eval_input(int flags)
{
	enum parse_result r;
	struct node *n;
	int f, status = 0;
	bool some = false;

	for (;;) {
		r = parse_complete(arena_begin(), &n);
		if (r == PARSE_TREE && !noexec()) {
			input_sync();
			f = flags;
			if ((f & EV_EXIT) != 0 && !input_at_end())
				f &= ~EV_EXIT;
			status = eval_tree(n, f);
			some = true;
		}
		arena_end();
		if (r == PARSE_EOF || sh.sh_skip != SKIP_NONE)
			break;
	}
	if (trap_pending != 0)
		trap_run();
	return (some ? status : 0);
}

/* Run the commands in a string, whose first line counts as line. */
int
eval_string(const char *s, size_t len, int line, int flags)
{
	int status;

	sh_check_stack();
	input_push_string(s, len, line);
	status = eval_input(flags);
	input_pop();
	return (status);
}

/*
 * What a forked shell does: run the tree n and end.
 */
void
eval_child(const struct node *n, int flags)
{
	struct handler h;

	redir_forget();
	input_close_all();
	if (sh_catch(&h) == EX_NONE) {
		eval_tree(n, flags | EV_EXIT);
		sh_pop(&h);
	}
	sh_exit(sh.sh_status);
}

static int
eval_list(const struct node *n, int flags)
{
	int status = 0;

	for (n = n->n_u.body.first; n != NULL; n = n->n_next) {
		status = eval_tree(n, n->n_next == NULL ? flags :
		    flags & ~EV_EXIT);
		if (sh.sh_skip != SKIP_NONE)
			break;
	}
	return (status);
}

static int
eval_andor(const struct node *n, int flags)
{
	int status = 0;

	for (n = n->n_u.body.first; n != NULL; n = n->n_next) {
		if ((n->n_conn == NC_AND && status != 0) ||
		    (n->n_conn == NC_OR && status == 0))
			continue;
		status = eval_tree(n, n->n_next == NULL ? flags :
		    (flags | EV_TESTED) & ~EV_EXIT);
		if (sh.sh_skip != SKIP_NONE)
			break;
	}
	return (status);
}

/* In the child of a pipeline: connect it to its neighbours. */
static void
pipe_connect(int in, const int out[2])
{
	if (in >= 0) {
		(void)dup2(in, STDIN_FILENO);
		(void)close(in);
	}
	if (out[1] >= 0) {
		if (out[0] > STDIN_FILENO)
			(void)close(out[0]);
		if (out[1] != STDOUT_FILENO) {
			(void)dup2(out[1], STDOUT_FILENO);
			(void)close(out[1]);
		}
	}
}

static int
eval_pipeline(const struct node *n, int flags)
{
	const struct node *m;
	struct job *j;
	int count = 0, in = -1, fds[2], error;

	for (m = n->n_u.body.first; m != NULL; m = m->n_next)
		count++;
	j = job_new(count, n, false);
	for (m = n->n_u.body.first; m != NULL; m = m->n_next) {
		fds[0] = fds[1] = -1;
		if (m->n_next != NULL && pipe(fds) < 0) {
			error = errno;
			if (in >= 0)
				(void)close(in);
			job_free(j);
			sh_error(ST_ERROR, "cannot make a pipe: %s",
			    strerror(error));
		}
		if (job_fork(j, FK_FOREGROUND) == 0) {
			pipe_connect(in, fds);
			eval_child(m, flags & EV_TESTED);
		}
		if (in >= 0)
			(void)close(in);
		if (fds[1] >= 0)
			(void)close(fds[1]);
		in = fds[0];
	}
	return (job_wait_foreground(j));
}

static int
eval_async(const struct node *n)
{
	struct job *j;
	pid_t pid;

	j = job_new(1, n->n_u.body.first, true);
	if ((pid = job_fork(j, FK_BACKGROUND)) == 0)
		eval_child(n->n_u.body.first, 0);
	sh.sh_bgpid = pid;
	job_background(j);
	return (0);
}

static int
eval_subshell(const struct node *n, int flags)
{
	struct job *j;

	if (eval_may_exec(flags)) {
		sh.sh_subshell++;
		eval_child(n->n_u.body.first, flags & EV_TESTED);
	}
	j = job_new(1, n, false);
	if (job_fork(j, FK_FOREGROUND) == 0)
		eval_child(n->n_u.body.first, flags & EV_TESTED);
	return (job_wait_foreground(j));
}

static int
eval_redirected(const struct node *n, int flags)
{
	struct mem_mark m = tmp_mark();
	int status;

	sh.sh_line = n->n_line;
	if (!redir_push(n->n_u.body.redirs)) {
		tmp_release(m);
		eval_errexit(ST_ERROR, flags);
		return (ST_ERROR);
	}
	status = eval_tree(n->n_u.body.first, flags);
	redir_pop();
	tmp_release(m);
	return (status);
}

static int
eval_if(const struct node *n, int flags)
{
	int status;

	for (; n != NULL && n->n_type == N_IF; n = n->n_u.cond.other) {
		status = eval_tree(n->n_u.cond.test,
		    (flags | EV_TESTED) & ~EV_EXIT);
		if (sh.sh_skip != SKIP_NONE)
			return (status);
		if (status == 0)
			return (eval_tree(n->n_u.cond.body, flags));
	}
	return (n != NULL ? eval_tree(n, flags) : 0);
}

/*
 * After the body or the test of a loop: must the loop end?  break and
 * continue that are for this loop are done with here.
 */
static bool
loop_ends(void)
{
	enum skip skip = sh.sh_skip;

	if (skip == SKIP_NONE)
		return (false);
	if (skip == SKIP_RETURN || --sh.sh_skipcount > 0)
		return (true);
	sh.sh_skip = SKIP_NONE;
	return (skip == SKIP_BREAK);
}

static int
eval_while(const struct node *n, int flags)
{
	int test, status = 0;

	sh.sh_loops++;
	flags &= ~EV_EXIT;
	for (;;) {
		test = eval_tree(n->n_u.cond.test, flags | EV_TESTED);
		if (sh.sh_skip != SKIP_NONE) {
			if (sh.sh_skip == SKIP_RETURN)
				status = test;
			if (loop_ends())
				break;
			continue;
		}
		if ((test == 0) != (n->n_type == N_WHILE))
			break;
		status = eval_tree(n->n_u.cond.body, flags);
		if (loop_ends() || noexec())
			break;
		trap_check_interrupt();
	}
	sh.sh_loops--;
	return (status);
}

static int
eval_for(const struct node *n, int flags)
{
	struct mem_mark m = tmp_mark();
	struct strlist list = STRLIST_INIT;
	const struct word *w;
	size_t i;
	int status = 0;

	sh.sh_line = n->n_line;
	if (n->n_u.loop.args) {
		/* "set" in the body must not change what we loop over. */
		for (i = 0; i < (size_t)sh.sh_params->pm_argc; i++)
			strlist_add(&list,
			    tmp_strdup(sh.sh_params->pm_argv[i]));
	} else {
		for (w = n->n_u.loop.words; w != NULL; w = w->w_next)
			expand_fields(w, &list);
	}
	sh.sh_loops++;
	for (i = 0; i < list.sl_n; i++) {
		var_set(n->n_u.loop.name, list.sl_v[i], 0);
		status = eval_tree(n->n_u.loop.body, flags & ~EV_EXIT);
		if (loop_ends())
			break;
		trap_check_interrupt();
	}
	sh.sh_loops--;
	tmp_release(m);
	return (status);
}

static int
eval_case(const struct node *n, int flags)
{
	struct mem_mark m = tmp_mark();
	const struct case_item *ci;
	const struct word *w;
	const char *s, *end;
	int status = 0;

	sh.sh_line = n->n_line;
	sh.sh_substatus = 0;
	s = expand_string(n->n_u.sel.word->w_parts);
	end = s + strlen(s);
	for (ci = n->n_u.sel.items; ci != NULL; ci = ci->ci_next) {
		for (w = ci->ci_patterns; w != NULL; w = w->w_next) {
			if (pattern_match(expand_pattern(w->w_parts), s, end))
				break;
		}
		if (w != NULL)
			break;
	}
	tmp_release(m);
	for (; ci != NULL; ci = ci->ci_next) {
		status = 0;
		if (ci->ci_body != NULL)
			status = eval_tree(ci->ci_body, ci->ci_fall ?
			    flags & ~EV_EXIT : flags);
		if (!ci->ci_fall || sh.sh_skip != SKIP_NONE)
			break;
	}
	return (status);
}

/* Can the expansion of w change the shell? */
static bool
word_is_pure(const struct word *w)
{
	const struct wpart *p;

	for (p = w->w_parts; p != NULL; p = p->wp_next) {
		if (p->wp_kind == WK_ARITH || p->wp_kind == WK_COMMAND ||
		    (p->wp_kind == WK_PARAM && p->wp_op != PO_NONE &&
		    p->wp_op != PO_LENGTH))
			return (false);
	}
	return (true);
}

/*
 * Is n a built-in that can be run in this very process, because nothing of
 * it but its output can be seen?
 */
static bool
substitution_is_pure(const struct node *n)
{
	const struct builtin *bi;
	const struct word *w;
	const char *name;

	if (n->n_type != N_SIMPLE || n->n_u.simple.assigns != NULL ||
	    n->n_u.simple.redirs != NULL ||
	    (w = n->n_u.simple.words) == NULL)
		return (false);
	if ((name = lex_literal(w)) == NULL ||
	    (bi = builtin_find(name)) == NULL ||
	    (bi->bi_flags & BI_PURE) == 0 || exec_function(name) != NULL)
		return (false);
	for (; w != NULL; w = w->w_next) {
		if (!word_is_pure(w))
			return (false);
	}
	return (true);
}

static char *
substitute_here(const struct node *n, size_t *len)
{
	struct handler h;
	enum exception ex;
	char *out = NULL;

	out_capture(true);
	if ((ex = sh_catch(&h)) == EX_NONE) {
		sh.sh_substatus = eval_simple(n, EV_TESTED);
		sh_pop(&h);
	} else {
		sh_unwind(&h);
		sh.sh_substatus = sh.sh_status;
	}
	if (ex != EX_INT)
		out = out_captured(len);
	out_capture(false);
	if (ex == EX_INT)
		sh_throw(ex);
	return (out);
}

/* Read all of fd into temporary memory, without NULs. */
static char *
read_all(int fd, size_t *lenp)
{
	struct sbuf sb = SBUF_INIT;
	size_t i, k, room;
	ssize_t n;

	for (;;) {
		if (sb.sb_cap - sb.sb_len < 512)
			sbuf_grow(&sb, sb.sb_cap < 4096 ? 4096 : sb.sb_cap);
		room = sb.sb_cap - sb.sb_len;
		if ((n = read(fd, sb.sb_s + sb.sb_len, room)) < 0) {
			if (errno == EINTR) {
				if (trap_interrupt == 0)
					continue;
				(void)close(fd);
				trap_check_interrupt();
			}
			break;
		}
		if (n == 0)
			break;
		if (memchr(sb.sb_s + sb.sb_len, '\0', (size_t)n) != NULL) {
			for (i = k = sb.sb_len; i < sb.sb_len + (size_t)n; i++)
				if (sb.sb_s[i] != '\0')
					sb.sb_s[k++] = sb.sb_s[i];
			sb.sb_len = k;
		} else
			sb.sb_len += (size_t)n;
	}
	*lenp = sb.sb_len;
	return (sb.sb_s);
}

/*
 * Run n and return its output, without the newlines at its end.  Its status
 * becomes sh_substatus and $?.
 */
char *
eval_substitution(const struct node *n, size_t *lenp)
{
	struct job *j;
	size_t len;
	char *out;
	int fds[2];

	if (substitution_is_pure(n)) {
		out = substitute_here(n, &len);
	} else {
		if (pipe(fds) < 0)
			sh_error(ST_ERROR, "cannot make a pipe: %s",
			    strerror(errno));
		j = job_new(1, NULL, false);
		if (job_fork(j, FK_NOJOB) == 0) {
			pipe_connect(-1, fds);
			eval_child(n, 0);
		}
		(void)close(fds[1]);
		out = read_all(fds[0], &len);
		(void)close(fds[0]);
		sh.sh_substatus = job_wait_foreground(j);
	}
	sh.sh_status = sh.sh_substatus;
	while (len > 0 && out[len - 1] == '\n')
		len--;
	*lenp = len;
	return (out);
}
