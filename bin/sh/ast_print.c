/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Parse trees as text, on one line, for the lists of jobs and for syntax
 * errors.  The text reads back as the same command, but for the bodies of
 * here-documents, which are left out.
 */

#include <stdio.h>

#include "parser.h"

static void	print_part(struct sbuf *, const struct wpart *);
static void	print_list(struct sbuf *, const struct node *, const char *);
static void	print_redirs(struct sbuf *, const struct redir *);
static void	print_words(struct sbuf *, const struct word *);

static void
print_param(struct sbuf *sb, const struct wpart *p)
{
	static const char *const ops[] = {
		"", "", "-", "=", "?", "+", "#", "##", "%", "%%", ""
	};

	if (p->wp_op == PO_NONE && (p->wp_next == NULL || p->wp_quoted) &&
	    p->wp_len == 1) {
		sbuf_putc(sb, '$');
		sbuf_puts(sb, p->wp_text);
		return;
	}
	sbuf_puts(sb, p->wp_op == PO_LENGTH ? "${#" : "${");
	sbuf_puts(sb, p->wp_text);
	if (p->wp_colon)
		sbuf_putc(sb, ':');
	sbuf_puts(sb, ops[p->wp_op]);
	if (p->wp_word != NULL)
		ast_print_word(sb, p->wp_word);
	sbuf_putc(sb, '}');
}

static void
print_part(struct sbuf *sb, const struct wpart *p)
{
	if (p->wp_kind == WK_LITERAL) {
		if (p->wp_quoted)
			sbuf_quote(sb, p->wp_text);
		else
			sbuf_puts(sb, p->wp_text);
		return;
	}
	if (p->wp_quoted)
		sbuf_putc(sb, '"');
	switch (p->wp_kind) {
	case WK_TILDE:
		sbuf_putc(sb, '~');
		sbuf_puts(sb, p->wp_text);
		break;
	case WK_PARAM:
		print_param(sb, p);
		break;
	case WK_COMMAND:
		sbuf_puts(sb, "$(");
		if (p->wp_tree != NULL)
			ast_print(sb, p->wp_tree);
		sbuf_putc(sb, ')');
		break;
	case WK_ARITH:
		sbuf_puts(sb, "$((");
		ast_print_word(sb, p->wp_word);
		sbuf_puts(sb, "))");
		break;
	}
	if (p->wp_quoted)
		sbuf_putc(sb, '"');
}

void
ast_print_word(struct sbuf *sb, const struct word *w)
{
	const struct wpart *p;

	for (p = w->w_parts; p != NULL; p = p->wp_next)
		print_part(sb, p);
}

static void
print_words(struct sbuf *sb, const struct word *w)
{
	for (; w != NULL; w = w->w_next) {
		if (sb->sb_len != 0 && sb->sb_s[sb->sb_len - 1] != ' ')
			sbuf_putc(sb, ' ');
		ast_print_word(sb, w);
	}
}

static void
print_redirs(struct sbuf *sb, const struct redir *rd)
{
	static const struct {
		const char	*text;
		int		fd;
	} ops[] = {
		{ "<", 0 }, { ">", 1 }, { ">|", 1 }, { ">>", 1 }, { "<>", 0 },
		{ "<&", 0 }, { ">&", 1 }, { "<<", 0 }, { "<<-", 0 }
	};

	for (; rd != NULL; rd = rd->rd_next) {
		if (sb->sb_len != 0)
			sbuf_putc(sb, ' ');
		if (rd->rd_fd != ops[rd->rd_op].fd)
			sbuf_printf(sb, "%d", rd->rd_fd);
		sbuf_puts(sb, ops[rd->rd_op].text);
		if (rd->rd_delim != NULL)
			sbuf_puts(sb, rd->rd_delim);
		else
			ast_print_word(sb, rd->rd_word);
	}
}

/* The members of a list, separated by sep or by what joins them. */
static void
print_list(struct sbuf *sb, const struct node *n, const char *sep)
{
	const struct node *first = n;

	for (; n != NULL; n = n->n_next) {
		if (n->n_conn != NC_NONE)
			sbuf_puts(sb, n->n_conn == NC_AND ? " && " : " || ");
		else if (n != first) {
			/* "a & b": the ampersand separates by itself. */
			if (sb->sb_s[sb->sb_len - 1] == '&' &&
			    *sep == ';')
				sbuf_putc(sb, ' ');
			else
				sbuf_puts(sb, sep);
		}
		ast_print(sb, n);
	}
}

/* A list and the reserved word behind it. */
static void
print_body(struct sbuf *sb, const struct node *n, const char *end)
{
	ast_print(sb, n);
	sbuf_puts(sb, sb->sb_s[sb->sb_len - 1] == '&' ? " " : "; ");
	sbuf_puts(sb, end);
}

static void
print_case(struct sbuf *sb, const struct node *n)
{
	const struct case_item *ci;
	const struct word *w;

	sbuf_puts(sb, "case ");
	ast_print_word(sb, n->n_u.sel.word);
	sbuf_puts(sb, " in ");
	for (ci = n->n_u.sel.items; ci != NULL; ci = ci->ci_next) {
		for (w = ci->ci_patterns; w != NULL; w = w->w_next) {
			ast_print_word(sb, w);
			if (w->w_next != NULL)
				sbuf_putc(sb, '|');
		}
		sbuf_puts(sb, ") ");
		if (ci->ci_body != NULL)
			ast_print(sb, ci->ci_body);
		sbuf_puts(sb, ci->ci_fall ? " ;& " : " ;; ");
	}
	sbuf_puts(sb, "esac");
}

static void
print_if(struct sbuf *sb, const struct node *n)
{
	const char *word = "if ";

	for (;; word = "elif ") {
		sbuf_puts(sb, word);
		print_body(sb, n->n_u.cond.test, "then ");
		ast_print(sb, n->n_u.cond.body);
		sbuf_puts(sb, sb->sb_s[sb->sb_len - 1] == '&' ? " " : "; ");
		n = n->n_u.cond.other;
		if (n == NULL || n->n_type != N_IF)
			break;
	}
	if (n != NULL) {
		sbuf_puts(sb, "else ");
		print_body(sb, n, "fi");
	} else
		sbuf_puts(sb, "fi");
}

void
ast_print(struct sbuf *sb, const struct node *n)
{
	sh_check_stack();
	switch (n->n_type) {
	case N_SIMPLE:
		print_words(sb, n->n_u.simple.assigns);
		print_words(sb, n->n_u.simple.words);
		print_redirs(sb, n->n_u.simple.redirs);
		break;
	case N_PIPE:
		print_list(sb, n->n_u.body.first, " | ");
		break;
	case N_ANDOR:
	case N_LIST:
		print_list(sb, n->n_u.body.first, "; ");
		break;
	case N_ASYNC:
		ast_print(sb, n->n_u.body.first);
		sbuf_puts(sb, " &");
		break;
	case N_NOT:
		sbuf_puts(sb, "! ");
		ast_print(sb, n->n_u.body.first);
		break;
	case N_SUBSHELL:
		sbuf_puts(sb, "( ");
		ast_print(sb, n->n_u.body.first);
		sbuf_puts(sb, " )");
		break;
	case N_BRACE:
		sbuf_puts(sb, "{ ");
		print_body(sb, n->n_u.body.first, "}");
		break;
	case N_REDIR:
		ast_print(sb, n->n_u.body.first);
		print_redirs(sb, n->n_u.body.redirs);
		break;
	case N_IF:
		print_if(sb, n);
		break;
	case N_WHILE:
	case N_UNTIL:
		sbuf_puts(sb, n->n_type == N_WHILE ? "while " : "until ");
		print_body(sb, n->n_u.cond.test, "do ");
		print_body(sb, n->n_u.cond.body, "done");
		break;
	case N_FOR:
		sbuf_puts(sb, "for ");
		sbuf_puts(sb, n->n_u.loop.name);
		if (!n->n_u.loop.args) {
			sbuf_puts(sb, " in ");
			print_words(sb, n->n_u.loop.words);
		}
		sbuf_puts(sb, "; do ");
		print_body(sb, n->n_u.loop.body, "done");
		break;
	case N_CASE:
		print_case(sb, n);
		break;
	case N_FUNCTION:
		sbuf_puts(sb, n->n_u.func.name);
		sbuf_puts(sb, "() ");
		ast_print(sb, n->n_u.func.body);
		break;
	}
}
