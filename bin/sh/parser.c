/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The grammar (POSIX 2.10), by recursive descent.
 *
 * parse_complete() reads one complete command: a list that ends with a
 * newline.  Aliases are substituted where the grammar expects a command
 * word, which is why it is done here and not in the lexer.  A command
 * substitution re-enters the parser through parse_substitution() while a
 * word is being read; it has a struct parser of its own for that time.
 *
 * Syntax errors are exceptions; nothing is left to undo.
 */

#include <stdio.h>

#include "builtin.h"
#include "input.h"
#include "parser.h"

static struct node *parse_list(void);
static struct node *parse_andor(void);
static struct node *parse_pipeline(void);
static struct node *parse_command(void);
static struct node *parse_simple(void);
static struct node *parse_function(const char *);
static struct node *parse_compound(enum keyword);
static struct node *parse_if(void);
static struct node *parse_for(void);
static struct node *parse_case(void);
static struct case_item *parse_case_item(void);
static struct node *parse_body(void);
static struct redir *parse_redir(void);
static struct redir *parse_redirs(void);

static struct node *
node_new(enum ntype type)
{
	struct node *n;

	n = arena_alloc(ps_arena, sizeof(*n));
	memset(n, 0, sizeof(*n));
	n->n_type = type;
	n->n_line = ps.ps_line;
	return (n);
}

void
parse_error(const char *fmt, ...)
{
	char buf[256];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(buf, sizeof(buf), fmt, ap);
	va_end(ap);
	sh.sh_line = ps.ps_line;
	sh_error(ST_ERROR, "syntax error: %s", buf);
}

static const char *
token_text(enum token tok)
{
	static const char *const redirs[] = {
		"<", ">", ">|", ">>", "<>", "<&", ">&", "<<", "<<-"
	};
	struct sbuf sb = SBUF_INIT;

	switch (tok) {
	case T_WORD:
	case T_IONUMBER:
		ast_print_word(&sb, ps.ps_word);
		return (sbuf_str(&sb));
	case T_REDIR:
		return (redirs[ps.ps_redir]);
	case T_SEMI:
		return (";");
	case T_DSEMI:
		return (";;");
	case T_SEMIAMP:
		return (";&");
	case T_AMP:
		return ("&");
	case T_AND:
		return ("&&");
	case T_PIPE:
		return ("|");
	case T_OR:
		return ("||");
	case T_LPAREN:
		return ("(");
	case T_RPAREN:
		return (")");
	default:
		return ("");
	}
}

/* Complain about the next token, and say what would have been right. */
static void SH_NORETURN
unexpected(const char *wanted)
{
	enum token tok = lex_peek();
	const char *pre = "", *post = "";

	if (wanted == NULL)
		wanted = "";
	else {
		pre = " (expecting \"";
		post = "\")";
	}
	if (tok == T_EOF)
		parse_error("unexpected end of file%s%s%s", pre, wanted, post);
	if (tok == T_NEWLINE)
		parse_error("unexpected newline%s%s%s", pre, wanted, post);
	parse_error("unexpected \"%.80s\"%s%s%s", token_text(tok), pre, wanted,
	    post);
}

void
parse_unexpected(void)
{
	unexpected(NULL);
}

static enum keyword
peek_keyword(void)
{
	if (lex_peek() != T_WORD)
		return (K_NONE);
	return (lex_keyword(ps.ps_word));
}

static bool
accept_keyword(enum keyword k)
{
	if (peek_keyword() != k)
		return (false);
	lex_accept();
	return (true);
}

static void
need_keyword(enum keyword k)
{
	if (!accept_keyword(k))
		unexpected(lex_keyword_name(k));
}

static void
skip_newlines(void)
{
	while (lex_peek() == T_NEWLINE)
		lex_accept();
}

/* The next token, where it may be the name of a command. */
static enum token
peek_command(void)
{
	enum token tok;

	do {
		tok = lex_peek();
		if (tok != T_WORD || lex_keyword(ps.ps_word) != K_NONE)
			break;
	} while (lex_substitute_alias());
	return (tok);
}

void
parse_reset(void)
{
	memset(&ps, 0, sizeof(ps));
	input_alias_next = false;
}

/* True if the next token ends a compound list. */
static bool
at_list_end(void)
{
	switch (peek_command()) {
	case T_EOF:
	case T_RPAREN:
	case T_DSEMI:
	case T_SEMIAMP:
		return (true);
	case T_WORD:
		switch (lex_keyword(ps.ps_word)) {
		case K_DO:
		case K_DONE:
		case K_ELIF:
		case K_ELSE:
		case K_ESAC:
		case K_FI:
		case K_RBRACE:
		case K_THEN:
			return (true);
		default:
			return (false);
		}
	default:
		return (false);
	}
}

/*
 * Read one complete command into the arena ar.  PARSE_EMPTY is a line
 * without a command.
 */
enum parse_result
parse_complete(struct arena *ar, struct node **np)
{
	struct node *list, **tail, *n, *first = NULL;
	struct mem_mark m = tmp_mark();
	enum token tok;

	parse_reset();
	ps_arena = ar;
	tok = peek_command();
	if (tok == T_EOF)
		return (PARSE_EOF);
	if (tok == T_NEWLINE) {
		lex_accept();
		tmp_release(m);
		return (PARSE_EMPTY);
	}
	list = node_new(N_LIST);
	tail = &first;
	do {
		n = parse_andor();
		tok = lex_peek();
		if (tok == T_AMP) {
			*tail = node_new(N_ASYNC);
			(*tail)->n_u.body.first = n;
			n = *tail;
		}
		*tail = n;
		tail = &n->n_next;
		if (tok == T_AMP || tok == T_SEMI) {
			lex_accept();
			tok = peek_command();
		}
		else if (tok != T_NEWLINE && tok != T_EOF)
			parse_unexpected();
	} while (tok != T_NEWLINE && tok != T_EOF);
	if (tok == T_NEWLINE)
		lex_accept();
	else if (ps.ps_heredocs != NULL)
		parse_error("unexpected end of file (expecting \"%s\")",
		    ps.ps_heredocs->hd_redir->rd_delim);
	list->n_u.body.first = first;
	*np = first->n_next == NULL ? first : list;
	tmp_release(m);
	return (PARSE_TREE);
}

/*
 * Parse a command substitution up to the closing parenthesis, or to the end
 * of the text if it is in backquotes.  NULL if it is empty.
 */
struct node *
parse_substitution(bool backquote)
{
	struct parser saved = ps, inner;
	bool alias_next = input_alias_next;
	struct node *n;

	parse_reset();
	ps.ps_line = saved.ps_line;
	n = parse_list();
	if (backquote) {
		if (lex_peek() != T_EOF)
			unexpected(NULL);
	} else if (lex_peek() != T_RPAREN)
		unexpected(")");
	inner = ps;
	ps = saved;
	input_alias_next = alias_next;
	lex_heredocs_adopt(&inner);
	return (n);
}

/* A compound list; NULL if it is empty. */
static struct node *
parse_list(void)
{
	struct node *list, *first = NULL, **tail = &first, *n;
	enum token tok;

	skip_newlines();
	list = node_new(N_LIST);
	while (!at_list_end()) {
		n = parse_andor();
		tok = lex_peek();
		if (tok == T_AMP) {
			*tail = node_new(N_ASYNC);
			(*tail)->n_u.body.first = n;
			n = *tail;
		}
		*tail = n;
		tail = &n->n_next;
		if (tok != T_AMP && tok != T_SEMI && tok != T_NEWLINE)
			break;
		lex_accept();
		skip_newlines();
	}
	if (first == NULL || first->n_next == NULL)
		return (first);
	list->n_u.body.first = first;
	return (list);
}

/* A compound list that must not be empty. */
static struct node *
parse_body(void)
{
	struct node *n;

	if ((n = parse_list()) == NULL)
		parse_unexpected();
	return (n);
}

static struct node *
parse_andor(void)
{
	struct node *first, *list, **tail, *n;
	enum token tok;

	first = parse_pipeline();
	tok = lex_peek();
	if (tok != T_AND && tok != T_OR)
		return (first);
	list = node_new(N_ANDOR);
	list->n_u.body.first = first;
	tail = &first->n_next;
	while (tok == T_AND || tok == T_OR) {
		lex_accept();
		skip_newlines();
		n = parse_pipeline();
		n->n_conn = tok == T_AND ? NC_AND : NC_OR;
		*tail = n;
		tail = &n->n_next;
		tok = lex_peek();
	}
	return (list);
}

static struct node *
parse_pipeline(void)
{
	struct node *n, *first, **tail;
	bool not = false;

	while (peek_command() == T_WORD && accept_keyword(K_BANG))
		not = !not;
	n = first = parse_command();
	if (lex_peek() == T_PIPE) {
		n = node_new(N_PIPE);
		n->n_u.body.first = first;
		tail = &first->n_next;
		while (lex_peek() == T_PIPE) {
			lex_accept();
			skip_newlines();
			*tail = parse_command();
			tail = &(*tail)->n_next;
		}
	}
	if (not) {
		first = n;
		n = node_new(N_NOT);
		n->n_u.body.first = first;
	}
	return (n);
}

static struct node *
parse_command(void)
{
	struct node *n, *body;
	struct redir *rd;
	enum keyword k;

	sh_check_stack();
	switch (peek_command()) {
	case T_IONUMBER:
	case T_REDIR:
		return (parse_simple());
	case T_LPAREN:
		n = node_new(N_SUBSHELL);
		lex_accept();
		n->n_u.body.first = parse_body();
		if (lex_peek() != T_RPAREN)
			unexpected(")");
		lex_accept();
		break;
	case T_WORD:
		if ((k = lex_keyword(ps.ps_word)) == K_NONE || k == K_IN)
			return (parse_simple());
		n = parse_compound(k);
		break;
	default:
		parse_unexpected();
	}
	if ((rd = parse_redirs()) != NULL) {
		body = n;
		n = node_new(N_REDIR);
		n->n_line = body->n_line;
		n->n_u.body.first = body;
		n->n_u.body.redirs = rd;
	}
	return (n);
}

static struct node *
parse_compound(enum keyword k)
{
	struct node *n;

	switch (k) {
	case K_LBRACE:
		n = node_new(N_BRACE);
		lex_accept();
		n->n_u.body.first = parse_body();
		need_keyword(K_RBRACE);
		return (n);
	case K_IF:
		lex_accept();
		return (parse_if());
	case K_WHILE:
	case K_UNTIL:
		n = node_new(k == K_WHILE ? N_WHILE : N_UNTIL);
		lex_accept();
		n->n_u.cond.test = parse_body();
		need_keyword(K_DO);
		n->n_u.cond.body = parse_body();
		need_keyword(K_DONE);
		return (n);
	case K_FOR:
		return (parse_for());
	case K_CASE:
		return (parse_case());
	default:
		parse_unexpected();
	}
}

/* "if" or "elif" has been read. */
static struct node *
parse_if(void)
{
	struct node *n, *top;

	top = n = node_new(N_IF);
	for (;;) {
		n->n_u.cond.test = parse_body();
		need_keyword(K_THEN);
		n->n_u.cond.body = parse_body();
		if (!accept_keyword(K_ELIF))
			break;
		n->n_u.cond.other = node_new(N_IF);
		n = n->n_u.cond.other;
	}
	if (accept_keyword(K_ELSE))
		n->n_u.cond.other = parse_body();
	need_keyword(K_FI);
	return (top);
}

static struct node *
parse_for(void)
{
	struct node *n;
	struct word **tail;
	const char *name;

	n = node_new(N_FOR);
	lex_accept();
	if (lex_peek() != T_WORD)
		parse_unexpected();
	name = lex_literal(ps.ps_word);
	if (name == NULL || !name_valid(name, strlen(name)))
		parse_error("\"%.80s\" is not a name for a loop variable",
		    token_text(T_WORD));
	n->n_u.loop.name = name;
	lex_accept();
	n->n_u.loop.args = true;
	if (lex_peek() == T_SEMI)
		lex_accept();
	else {
		skip_newlines();
		if (accept_keyword(K_IN)) {
			n->n_u.loop.args = false;
			tail = &n->n_u.loop.words;
			while (lex_peek() == T_WORD ||
			    ps.ps_tok == T_IONUMBER) {
				word_mark_tildes(ps.ps_word);
				*tail = ps.ps_word;
				tail = &ps.ps_word->w_next;
				lex_accept();
			}
			if (ps.ps_tok != T_SEMI && ps.ps_tok != T_NEWLINE)
				parse_unexpected();
			lex_accept();
		}
	}
	skip_newlines();
	need_keyword(K_DO);
	n->n_u.loop.body = parse_body();
	need_keyword(K_DONE);
	return (n);
}

static struct node *
parse_case(void)
{
	struct case_item **tail;
	struct node *n;

	n = node_new(N_CASE);
	lex_accept();
	if (lex_peek() != T_WORD)
		parse_unexpected();
	word_mark_tildes(ps.ps_word);
	n->n_u.sel.word = ps.ps_word;
	lex_accept();
	skip_newlines();
	need_keyword(K_IN);
	skip_newlines();
	tail = &n->n_u.sel.items;
	while (peek_keyword() != K_ESAC) {
		*tail = parse_case_item();
		if (lex_peek() == T_DSEMI || ps.ps_tok == T_SEMIAMP) {
			(*tail)->ci_fall = ps.ps_tok == T_SEMIAMP;
			lex_accept();
			skip_newlines();
		} else if (peek_keyword() != K_ESAC)
			unexpected(";;");
		tail = &(*tail)->ci_next;
	}
	lex_accept();
	return (n);
}

static struct case_item *
parse_case_item(void)
{
	struct case_item *ci;
	struct word **tail;

	ci = arena_alloc(ps_arena, sizeof(*ci));
	memset(ci, 0, sizeof(*ci));
	tail = &ci->ci_patterns;
	if (lex_peek() == T_LPAREN)
		lex_accept();
	for (;;) {
		if (lex_peek() != T_WORD)
			parse_unexpected();
		word_mark_tildes(ps.ps_word);
		*tail = ps.ps_word;
		tail = &ps.ps_word->w_next;
		lex_accept();
		if (lex_peek() != T_PIPE)
			break;
		lex_accept();
	}
	if (lex_peek() != T_RPAREN)
		unexpected(")");
	lex_accept();
	ci->ci_body = parse_list();
	return (ci);
}

/* A simple command or a function definition. */
static struct node *
parse_simple(void)
{
	struct node *n;
	struct word **words, **assigns, *w;
	struct redir **redirs;
	const char *name = NULL;
	const struct builtin *bi;
	bool decl = false;
	enum token tok;

	n = node_new(N_SIMPLE);
	words = &n->n_u.simple.words;
	assigns = &n->n_u.simple.assigns;
	redirs = &n->n_u.simple.redirs;
	for (;;) {
		tok = n->n_u.simple.words == NULL ? peek_command() :
		    lex_peek();
		if (tok == T_REDIR || tok == T_IONUMBER) {
			*redirs = parse_redir();
			redirs = &(*redirs)->rd_next;
			continue;
		}
		if (tok == T_LPAREN && name != NULL &&
		    n->n_u.simple.words->w_next == NULL &&
		    n->n_u.simple.assigns == NULL &&
		    n->n_u.simple.redirs == NULL)
			return (parse_function(name));
		if (tok != T_WORD)
			break;
		w = ps.ps_word;
		if (n->n_u.simple.words == NULL) {
			if (word_split_assignment(w)) {
				word_mark_tildes(w);
				*assigns = w;
				assigns = &w->w_next;
				lex_accept();
				continue;
			}
		} else if (ps.ps_alias && lex_substitute_alias())
			continue;
		if (decl)
			(void)word_split_assignment(w);
		word_mark_tildes(w);
		if (n->n_u.simple.words == NULL ||
		    (name != NULL && strcmp(name, "command") == 0)) {
			/* Of export and its like, assignments are arguments. */
			name = lex_literal(w);
			bi = name != NULL ? builtin_find(name) : NULL;
			decl = bi != NULL && (bi->bi_flags & BI_DECL) != 0;
		}
		*words = w;
		words = &w->w_next;
		lex_accept();
	}
	if (tok == T_LPAREN)
		parse_unexpected();
	return (n);
}

/* "name" has been read and "(" comes next. */
static struct node *
parse_function(const char *name)
{
	const struct builtin *bi;
	struct node *n;

	lex_accept();
	if (lex_peek() != T_RPAREN)
		unexpected(")");
	bi = builtin_find(name);
	if (strchr(name, '/') != NULL || name_span(name) == 0 ||
	    (bi != NULL && (bi->bi_flags & BI_SPECIAL) != 0))
		parse_error("\"%.80s\" cannot be the name of a function", name);
	n = node_new(N_FUNCTION);
	lex_accept();
	skip_newlines();
	switch (lex_peek()) {
	case T_LPAREN:
		break;
	case T_WORD:
		if (lex_keyword(ps.ps_word) != K_NONE)
			break;
		/* FALLTHROUGH */
	default:
		unexpected("{");
	}
	n->n_u.func.name = name;
	n->n_u.func.arena = ps_arena;
	n->n_u.func.body = parse_command();
	return (n);
}

static struct redir *
parse_redirs(void)
{
	struct redir *first = NULL, **tail = &first;

	while (lex_peek() == T_REDIR || ps.ps_tok == T_IONUMBER) {
		*tail = parse_redir();
		tail = &(*tail)->rd_next;
	}
	return (first);
}

static struct redir *
parse_redir(void)
{
	struct redir *rd;

	rd = arena_alloc(ps_arena, sizeof(*rd));
	memset(rd, 0, sizeof(*rd));
	rd->rd_fd = -1;
	if (ps.ps_tok == T_IONUMBER) {
		rd->rd_fd = ps.ps_fd;
		lex_accept();
		(void)lex_peek();
	}
	rd->rd_op = ps.ps_redir;
	lex_accept();
	if (rd->rd_fd < 0) {
		switch (rd->rd_op) {
		case RD_OUT:
		case RD_CLOBBER:
		case RD_APPEND:
		case RD_DUPOUT:
			rd->rd_fd = 1;
			break;
		default:
			rd->rd_fd = 0;
			break;
		}
	}
	if (rd->rd_op == RD_HERE || rd->rd_op == RD_HERETAB) {
		word_read_delimiter(rd);
		lex_heredoc_add(rd);
		return (rd);
	}
	if (lex_peek() != T_WORD)
		parse_unexpected();
	word_mark_tildes(ps.ps_word);
	rd->rd_word = ps.ps_word;
	lex_accept();
	return (rd);
}
