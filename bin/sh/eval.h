/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Execution of parse trees, command search, functions, redirection and
 * traps; see the files named below.
 */

#ifndef _SH_EVAL_H_
#define _SH_EVAL_H_

#include <signal.h>

#include "ast.h"

/* Flags of evaluation. */
#define	EV_EXIT		0x01		/* the shell ends afterwards */
#define	EV_TESTED	0x02		/* the status is tested: no set -e */

/* eval.c */
int	eval_tree(const struct node *, int);
int	eval_string(const char *, size_t, int, int);
int	eval_input(int);
char	*eval_substitution(const struct node *, size_t *);
void	eval_errexit(int, int);
void	eval_child(const struct node *, int) SH_NORETURN;

/* simple.c */
int	eval_simple(const struct node *, int);
int	eval_call(int, char **, int, int);
bool	eval_may_exec(int);

/* exec.c: functions and the search for commands */
enum ctype {
	CT_NOTFOUND, CT_SPECIAL, CT_FUNCTION, CT_BUILTIN, CT_FILE
};

struct function {
	struct function	*fn_next;
	char		*fn_name;
	const struct node *fn_body;
	struct arena	*fn_arena;
	int		fn_refs;
};

struct command {
	enum ctype		c_type;
	const struct builtin	*c_builtin;
	struct function		*c_function;
	const char		*c_path;	/* until the next search */
	int			c_errno;	/* why it was not found */
};

#define	CF_NOFUNC	0x01		/* leave functions out */
#define	CF_STDPATH	0x02		/* the default PATH */
#define	CF_NOHASH	0x04		/* neither use nor fill the table */

void	exec_find(const char *, int, struct command *);
void	exec_program(const char *, char **) SH_NORETURN;
int	exec_complain(const char *, int);
void	exec_define(const char *, const struct node *, struct arena *);
bool	exec_undefine(const char *);
struct function *exec_function(const char *);
void	exec_release(struct function *);
void	exec_hash_clear(void);
void	exec_hash_print(void);
bool	exec_hash_add(const char *);
bool	exec_is_builtin(const char *);
void	exec_each_name(const char *, size_t, void (*)(const char *, void *),
	    void *);

/* redir.c */
bool	redir_push(const struct redir *);
void	redir_pop(void);
void	redir_keep(void);
bool	redir_apply(const struct redir *);
void	redir_unwind(struct redir_frame *);
struct redir_frame *redir_top(void);
int	fd_move_high(int);
void	redir_forget(void);

/* trap.c */
extern volatile sig_atomic_t	trap_pending;	/* a trapped signal came */
extern volatile sig_atomic_t	trap_interrupt;	/* SIGINT, interactive */

void	trap_run(void);
void	trap_run_exit(void);
void	trap_subshell(void);
bool	trap_any(void);
void	trap_restore_signals(void);
void	trap_signal_mode(int);
void	trap_init_interactive(void);
void	trap_check_interrupt(void);
bool	trap_have(int);
int	trap_first_pending(void);
int	trap_status(void);
void	trap_ignore(int);
bool	trap_block(sigset_t *);

#endif /* !_SH_EVAL_H_ */
