/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Exceptions, messages, the end of the shell, and the guard against
 * nesting that is too deep for the stack.
 *
 * Recursion in the parser, the evaluator, expansion and arithmetic has no
 * limit of its own: sh_check_stack() measures the stack that is really used
 * and throws an error when three quarters of it are gone.
 */

#include <sys/resource.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "edit.h"
#include "eval.h"
#include "input.h"
#include "jobs.h"
#include "parser.h"
#include "var.h"

#define	STACK_UNCHECKED	((size_t)128 * 1024)
#define	STACK_DEFAULT	((size_t)8 * 1024 * 1024)

static struct handler	*handlers;
static const char	*stack_base;
static size_t		stack_limit = STACK_UNCHECKED;

void
sh_push(struct handler *h)
{
	h->h_prev = handlers;
	h->h_mark = tmp_mark();
	h->h_arena = arena_current();
	h->h_input = input_top;
	h->h_redir = redir_top();
	h->h_vars = var_scope();
	h->h_params = sh.sh_params;
	h->h_cmd = sh.sh_cmd;
	h->h_loops = sh.sh_loops;
	h->h_funcs = sh.sh_funcs;
	h->h_line = sh.sh_line;
	handlers = h;
}

void
sh_pop(struct handler *h)
{
	handlers = h->h_prev;
}

/*
 * Bring every stack of the shell back to where it was at sh_push(h).
 */
void
sh_unwind(struct handler *h)
{
	arena_unwind(h->h_arena);
	input_unwind(h->h_input);
	redir_unwind(h->h_redir);
	var_unwind(h->h_vars);
	while (sh.sh_params != h->h_params)
		params_pop();
	sh.sh_cmd = h->h_cmd;
	sh.sh_loops = h->h_loops;
	sh.sh_funcs = h->h_funcs;
	tmp_release(h->h_mark);
}

void
sh_throw(enum exception ex)
{
	struct handler *h = handlers;

	if (h == NULL)
		_exit(sh.sh_status);
	handlers = h->h_prev;
	siglongjmp(h->h_env, (int)ex);
}

void
sh_vwarn(const char *fmt, va_list ap)
{
	char buf[512];
	size_t n;
	int len;

	/* One write, so that messages of several processes stay whole. */
	n = (size_t)snprintf(buf, sizeof(buf), "%.100s: ", sh.sh_name);
	if (!sh_opt(INTERACTIVE) && sh.sh_line > 0)
		n += (size_t)snprintf(buf + n, sizeof(buf) - n, "%d: ",
		    sh.sh_line);
	if (sh.sh_cmd != NULL)
		n += (size_t)snprintf(buf + n, sizeof(buf) - n, "%.60s: ",
		    sh.sh_cmd);
	len = vsnprintf(buf + n, sizeof(buf) - n - 1, fmt, ap);
	if (len > 0)
		n += (size_t)len < sizeof(buf) - n - 1 ? (size_t)len :
		    sizeof(buf) - n - 2;
	buf[n++] = '\n';
	(void)out_flush();
	err_write(buf, n);
}

void
sh_warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	sh_vwarn(fmt, ap);
	va_end(ap);
}

/* Report an error, make status the value of $?, and throw EX_ERROR. */
void
sh_error(int status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	sh_vwarn(fmt, ap);
	va_end(ap);
	sh.sh_status = status;
	sh_throw(EX_ERROR);
}

void
sh_set_stack(const void *base)
{
	stack_base = base;
}

void
sh_check_stack(void)
{
	struct rlimit rl;
	const char here = 0;
	const char *p = &here;
	size_t used;

	used = p < stack_base ? (size_t)(stack_base - p) :
	    (size_t)(p - stack_base);
	if (SH_LIKELY(used < stack_limit))
		return;
	if (stack_limit == STACK_UNCHECKED) {
		stack_limit = STACK_DEFAULT;
		if (getrlimit(RLIMIT_STACK, &rl) == 0 &&
		    rl.rlim_cur < STACK_DEFAULT * 8)
			stack_limit = (size_t)rl.rlim_cur;
		stack_limit -= stack_limit / 4;
		if (used < stack_limit)
			return;
	}
	sh_error(ST_ERROR, "nesting too deep");
}

/*
 * End the shell: run the EXIT trap, save the history, give the terminal
 * back.
 */
void
sh_exit(int status)
{
	struct handler h;

	sh.sh_status = status;
	if (sh_catch(&h) == EX_NONE) {
		trap_run_exit();
		sh_pop(&h);
	}
	if (sh_interactive()) {
		hist_finish();
		job_control(false);
	}
	(void)out_flush();
	_exit(sh.sh_status & 0xff);
}
