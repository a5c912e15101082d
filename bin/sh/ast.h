/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The parse tree.  A tree lives in the arena of the complete command that
 * it was parsed from and is never changed after parsing, so that a function
 * keeps its body simply by holding the arena.  ast_print.c turns a tree back
 * into text.
 */

#ifndef _SH_AST_H_
#define _SH_AST_H_

#include "shell.h"

/*
 * A word is a list of parts.  wp_quoted says that the part stood inside
 * quotes: it is neither split nor a pattern.  A quoted literal of length 0
 * stands for '' and "".
 */
enum wkind {
	WK_LITERAL,		/* wp_text */
	WK_TILDE,		/* ~wp_text */
	WK_PARAM,		/* ${wp_text op wp_word} */
	WK_COMMAND,		/* $(wp_tree) */
	WK_ARITH		/* $((wp_word)) */
};

enum paramop {
	PO_NONE,		/* $x */
	PO_LENGTH,		/* ${#x} */
	PO_DEFAULT,		/* ${x-w} */
	PO_ASSIGN,		/* ${x=w} */
	PO_ERROR,		/* ${x?w} */
	PO_ALTERNATE,		/* ${x+w} */
	PO_PREFIX,		/* ${x#w} */
	PO_LPREFIX,		/* ${x##w} */
	PO_SUFFIX,		/* ${x%w} */
	PO_LSUFFIX,		/* ${x%%w} */
	PO_BAD			/* an operator that there is not */
};

struct word;
struct node;

struct wpart {
	struct wpart	*wp_next;
	const char	*wp_text;
	uint32_t	wp_len;		/* of wp_text */
	uint8_t		wp_kind;
	uint8_t		wp_op;
	bool		wp_colon;	/* ${x:-w}: null counts as unset */
	bool		wp_quoted;
	bool		wp_backq;	/* WK_COMMAND: written as `...` */
	int		wp_line;
	struct word	*wp_word;
	struct node	*wp_tree;
};

/*
 * w_assign: the word has the form NAME=value; its first part is then the
 * unquoted literal "NAME=".
 */
struct word {
	struct word	*w_next;
	struct wpart	*w_parts;
	bool		w_assign;
};

enum redir_op {
	RD_IN,			/* < */
	RD_OUT,			/* > */
	RD_CLOBBER,		/* >| */
	RD_APPEND,		/* >> */
	RD_RDWR,		/* <> */
	RD_DUPIN,		/* <& */
	RD_DUPOUT,		/* >& */
	RD_HERE,		/* << and <<- */
	RD_HERETAB
};

struct redir {
	struct redir	*rd_next;
	int		rd_fd;
	enum redir_op	rd_op;
	struct word	*rd_word;	/* target, or the body of a here-doc */
	const char	*rd_delim;	/* here-document */
	bool		rd_quoted;	/* here-document: body is literal */
};

enum ntype {
	N_SIMPLE, N_PIPE, N_ANDOR, N_LIST, N_ASYNC, N_NOT,
	N_SUBSHELL, N_BRACE, N_REDIR, N_IF, N_WHILE, N_UNTIL, N_FOR, N_CASE,
	N_FUNCTION
};

enum nconn {
	NC_NONE, NC_AND, NC_OR
};

struct case_item {
	struct case_item *ci_next;
	struct word	*ci_patterns;
	struct node	*ci_body;	/* NULL if empty */
	bool		ci_fall;	/* ended by ;& */
};

/*
 * n_next chains the members of a list, a pipeline and an and-or list.
 * n_conn is how a member of an and-or list is joined to the one before.
 */
struct node {
	uint8_t		n_type;
	uint8_t		n_conn;
	int		n_line;
	struct node	*n_next;
	union {
		struct {			/* N_SIMPLE */
			struct word	*assigns;
			struct word	*words;
			struct redir	*redirs;
		} simple;
		struct {			/* N_PIPE, N_ANDOR, N_LIST, */
			struct node	*first;	/* N_ASYNC, N_NOT, N_SUBSHELL */
			struct redir	*redirs;	/* N_REDIR, N_BRACE */
		} body;
		struct {			/* N_IF, N_WHILE, N_UNTIL */
			struct node	*test;
			struct node	*body;
			struct node	*other;
		} cond;
		struct {			/* N_FOR */
			const char	*name;
			struct word	*words;
			struct node	*body;
			bool		args;	/* no "in": over "$@" */
		} loop;
		struct {			/* N_CASE */
			struct word	*word;
			struct case_item *items;
		} sel;
		struct {			/* N_FUNCTION */
			const char	*name;
			struct node	*body;
			struct arena	*arena;
		} func;
	} n_u;
};

/* ast_print.c: text of a tree, for job lists and for type(1). */
void	ast_print(struct sbuf *, const struct node *);
void	ast_print_word(struct sbuf *, const struct word *);

#endif /* !_SH_AST_H_ */
