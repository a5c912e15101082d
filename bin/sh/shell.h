/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What every file of the shell shares: the state of the shell itself, the
 * options, exceptions, memory and output.  Each other module has a header
 * of its own.
 *
 * Exceptions	An error that cannot be reported by a return value is thrown
 *		to the innermost struct handler.  A handler records the depth
 *		of every stack that the shell keeps (temporary memory, input,
 *		redirections, local variables, positional parameters), and
 *		sh_unwind() brings them all back to it, so code between throw
 *		and catch needs no clean-up of its own.
 */

#ifndef _SH_SHELL_H_
#define _SH_SHELL_H_

#include <sys/types.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define	SH_PRINTF(f, a)	__attribute__((__format__(__printf__, f, a)))
#define	SH_NORETURN	__attribute__((__noreturn__))
#define	SH_LIKELY(x)	__builtin_expect((x) != 0, 1)
#define	SH_NELEM(a)	(sizeof(a) / sizeof((a)[0]))

/* Exit statuses that the shell itself gives. */
#define	ST_ERROR	2		/* a shell error, POSIX 2.8.1 */
#define	ST_NOEXEC	126
#define	ST_NOTFOUND	127
#define	ST_SIGNAL	128		/* plus the signal's number */

/*
 * Options of set(1).  OPT_LAST is their number.
 */
enum shell_option {
	OPT_ALLEXPORT, OPT_NOTIFY, OPT_NOCLOBBER, OPT_ERREXIT, OPT_NOGLOB,
	OPT_HASHALL, OPT_INTERACTIVE, OPT_MONITOR, OPT_NOEXEC, OPT_STDIN,
	OPT_NOUNSET, OPT_VERBOSE, OPT_XTRACE, OPT_LOGIN,
	OPT_EMACS, OPT_IGNOREEOF, OPT_NOLOG, OPT_PIPEFAIL, OPT_VI, OPT_LAST
};

/* Why the rest of a list is not run. */
enum skip {
	SKIP_NONE, SKIP_BREAK, SKIP_CONTINUE, SKIP_RETURN
};

/* The positional parameters, innermost function first. */
struct params {
	struct params	*pm_prev;
	char		**pm_argv;	/* $1 and on, NULL at the end */
	int		pm_argc;
	void		*pm_block;	/* malloc'ed, holds all; or NULL */
};

struct shell {
	int		sh_status;	/* $? */
	int		sh_substatus;	/* of the last command substitution */
	pid_t		sh_pid;		/* $$: of the first shell */
	pid_t		sh_bgpid;	/* $!, 0 if none */
	int		sh_subshell;	/* depth of forked shells */
	int		sh_line;	/* of the command being run */
	const char	*sh_name;	/* for messages */
	const char	*sh_arg0;	/* $0 */
	const char	*sh_cmd;	/* the built-in that is running */
	struct params	*sh_params;
	enum skip	sh_skip;
	int		sh_skipcount;	/* loops still to leave */
	int		sh_loops;	/* loops around us in this function */
	int		sh_funcs;	/* functions, dot scripts around us */
	int		sh_evalflags;	/* of the built-in that is running */
	bool		sh_exiting;	/* the EXIT trap has been started */
	bool		sh_utf8;	/* characters are UTF-8 sequences */
	char		sh_opt[OPT_LAST];
};

extern struct shell	sh;

#define	sh_opt(o)	(sh.sh_opt[OPT_##o])

/* A person types commands to this very process. */
#define	sh_interactive() (sh_opt(INTERACTIVE) && sh.sh_subshell == 0)

/* Exceptions. */
enum exception {
	EX_NONE, EX_ERROR, EX_INT, EX_EXIT
};

struct mem_mark {
	struct mem_chunk *mm_chunk;
	size_t		mm_used;
};

struct arena;
struct input;
struct redir_frame;
struct var_frame;

struct handler {
	sigjmp_buf		h_env;
	struct handler		*h_prev;
	struct mem_mark		h_mark;
	struct arena		*h_arena;
	struct input		*h_input;
	struct redir_frame	*h_redir;
	struct var_frame	*h_vars;
	struct params		*h_params;
	const char		*h_cmd;
	int			h_loops;
	int			h_funcs;
	int			h_line;
};

/* error.c */
void	sh_push(struct handler *);
void	sh_pop(struct handler *);
void	sh_unwind(struct handler *);
void	sh_throw(enum exception) SH_NORETURN;
void	sh_error(int, const char *, ...) SH_NORETURN SH_PRINTF(2, 3);
void	sh_warn(const char *, ...) SH_PRINTF(1, 2);
void	sh_vwarn(const char *, va_list) SH_PRINTF(1, 0);
void	sh_check_stack(void);
void	sh_set_stack(const void *);
void	sh_exit(int) SH_NORETURN;

/*
 * Run the statement that follows with handler h in place; the value is
 * EX_NONE at first and the exception when one arrives.
 */
#define	sh_catch(h)	(sh_push(h), (enum exception)sigsetjmp((h)->h_env, 0))

/* mem.c */
void	*mem_alloc(size_t);
void	*mem_realloc(void *, size_t);
char	*mem_strdup(const char *);
char	*mem_strndup(const char *, size_t);

struct arena *arena_begin(void);
void	arena_end(void);
struct arena *arena_current(void);
void	arena_unwind(struct arena *);
void	arena_hold(struct arena *);
void	arena_drop(struct arena *);
void	*arena_alloc(struct arena *, size_t);
char	*arena_strndup(struct arena *, const char *, size_t);

struct mem_mark tmp_mark(void);
void	tmp_release(struct mem_mark);
void	*tmp_alloc(size_t);
void	*tmp_extend(void *, size_t, size_t);
char	*tmp_strdup(const char *);
char	*tmp_strndup(const char *, size_t);

/*
 * A growing string in temporary memory.  It must not grow inside a
 * tmp_mark() that is younger than it is.
 */
struct sbuf {
	char		*sb_s;
	size_t		sb_len;
	size_t		sb_cap;
};

#define	SBUF_INIT	{ NULL, 0, 0 }

void	sbuf_grow(struct sbuf *, size_t);
void	sbuf_put(struct sbuf *, const char *, size_t);
void	sbuf_puts(struct sbuf *, const char *);
void	sbuf_printf(struct sbuf *, const char *, ...) SH_PRINTF(2, 3);
char	*sbuf_str(struct sbuf *);

static inline void
sbuf_putc(struct sbuf *sb, int c)
{
	if (sb->sb_len == sb->sb_cap)
		sbuf_grow(sb, 1);
	sb->sb_s[sb->sb_len++] = (char)c;
}

/* A growing list of strings in temporary memory. */
struct strlist {
	char		**sl_v;
	size_t		sl_n;
	size_t		sl_cap;
};

#define	STRLIST_INIT	{ NULL, 0, 0 }

void	strlist_add(struct strlist *, char *);
void	strlist_sort(struct strlist *, size_t);

/* output.c */
void	out_write(const char *, size_t);
void	out_puts(const char *);
void	out_putc(int);
void	out_printf(const char *, ...) SH_PRINTF(1, 2);
void	out_quoted(const char *);
int	out_flush(void);
void	out_discard(void);
void	out_capture(bool);
char	*out_captured(size_t *);
void	err_write(const char *, size_t);
void	err_puts(const char *);
int	fd_write(int, const char *, size_t);
void	sbuf_quote(struct sbuf *, const char *);

/* options.c */
void	opt_parse_args(int, char **);
void	opt_flags_string(char *);
int	opt_find(const char *);
void	opt_set(enum shell_option, bool);
bool	name_valid(const char *, size_t);
size_t	name_span(const char *);

struct optscan {
	char		**os_argv;	/* the rest */
	const char	*os_pos;	/* within a cluster */
	const char	*os_arg;	/* of an option that takes one */
	int		os_opt;		/* the last option letter */
};

void	optscan_start(struct optscan *, char **);
int	optscan_next(struct optscan *, const char *);
void	params_set(int, char **);
void	params_push(int, char **);
void	params_pop(void);
void	params_shift(int);

extern const char	*opt_command;		/* the string of -c */

/* utf8.c */
size_t	utf8_decode(const char *, size_t, uint32_t *);
size_t	utf8_encode(uint32_t, char *);
size_t	utf8_length(const char *, size_t);
int	utf8_width(uint32_t);
size_t	char_step(const char *, const char *);

#endif /* !_SH_SHELL_H_ */
