/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Tokens (POSIX 2.3).
 *
 * There is one token of lookahead, in ps.  lex_peek() reads it when there is
 * none; at that moment the source stands right behind the token, which is
 * what alias substitution and here-document delimiters rely on.
 *
 * Here-documents	The bodies of all here-documents announced on a line
 *			are read when the token NEWLINE that ends the line is
 *			read, so they are complete before the parser goes on.
 * Reserved words	are ordinary words here; the parser asks
 *			lex_keyword() where the grammar has one.
 */

#include "builtin.h"
#include "input.h"
#include "parser.h"

struct parser	ps;
struct arena	*ps_arena;

static enum token	lex_read(void);
static enum token	lex_operator(int);
static void		lex_read_heredocs(void);
static void		lex_read_body(struct redir *);
static bool		lex_body_line(struct sbuf *, const struct redir *);

static const struct {
	const char	*kw_name;
	enum keyword	kw_value;
} keywords[] = {
	{ "!", K_BANG },	{ "case", K_CASE },	{ "do", K_DO },
	{ "done", K_DONE },	{ "elif", K_ELIF },	{ "else", K_ELSE },
	{ "esac", K_ESAC },	{ "fi", K_FI },		{ "for", K_FOR },
	{ "if", K_IF },		{ "in", K_IN },		{ "then", K_THEN },
	{ "until", K_UNTIL },	{ "while", K_WHILE },	{ "{", K_LBRACE },
	{ "}", K_RBRACE }
};

/* The next character, lines joined where a backslash ends one. */
int
lex_getc(void)
{
	int c;

	while ((c = input_getc()) == '\\') {
		if ((c = input_getc()) != '\n') {
			input_ungetc(c);
			return ('\\');
		}
	}
	return (c);
}

/*
 * The text of a word that consists of one unquoted literal, else NULL.
 */
const char *
lex_literal(const struct word *w)
{
	const struct wpart *p = w->w_parts;

	if (p == NULL || p->wp_next != NULL || p->wp_kind != WK_LITERAL ||
	    p->wp_quoted)
		return (NULL);
	return (p->wp_text);
}

enum keyword
lex_keyword(const struct word *w)
{
	const char *s;
	size_t i;

	if ((s = lex_literal(w)) == NULL)
		return (K_NONE);
	for (i = 0; i < SH_NELEM(keywords); i++) {
		if (keywords[i].kw_name[0] == s[0] &&
		    strcmp(keywords[i].kw_name, s) == 0)
			return (keywords[i].kw_value);
	}
	return (K_NONE);
}

const char *
lex_keyword_name(enum keyword k)
{
	size_t i;

	for (i = 0; i < SH_NELEM(keywords); i++) {
		if (keywords[i].kw_value == k)
			return (keywords[i].kw_name);
	}
	return (NULL);
}

/* The token that comes next. */
enum token
lex_peek(void)
{
	if (ps.ps_tok == T_NONE) {
		ps.ps_tok = lex_read();
		if (ps.ps_tok == T_NEWLINE && ps.ps_heredocs != NULL)
			lex_read_heredocs();
	}
	return (ps.ps_tok);
}

/* Take the token that lex_peek() has seen. */
void
lex_accept(void)
{
	ps.ps_tok = T_NONE;
}

/*
 * If the word that was peeked is the name of an alias that is not being
 * read already, replace it by the alias's text and return true.
 */
bool
lex_substitute_alias(void)
{
	const char *name;
	struct alias *a;

	if ((name = lex_literal(ps.ps_word)) == NULL ||
	    (a = alias_find(name)) == NULL || a->a_busy)
		return (false);
	lex_accept();
	input_push_alias(a, a->a_text);
	/* What it stands for may begin with an alias in its turn. */
	input_alias_next = true;
	return (true);
}

static enum token
lex_read(void)
{
	const char *s;
	int c;

	for (;;) {
		c = lex_getc();
		if (c == ' ' || c == '\t')
			continue;
		if (c != '#')
			break;
		do {
			c = input_getc();
		} while (c != '\n' && c != IN_EOF);
		input_ungetc(c);
		if (c == IN_EOF)
			break;
	}
	ps.ps_line = input_top->in_line;
	ps.ps_alias = input_alias_next;
	input_alias_next = false;
	switch (c) {
	case IN_EOF:
		return (T_EOF);
	case '\n':
		ps.ps_line--;
		return (T_NEWLINE);
	case '&':
	case '|':
	case ';':
	case '<':
	case '>':
	case '(':
	case ')':
		return (lex_operator(c));
	}
	input_ungetc(c);
	ps.ps_word = word_read(WM_PLAIN);
	if ((s = lex_literal(ps.ps_word)) != NULL && *s >= '0' && *s <= '9' &&
	    s[strspn(s, "0123456789")] == '\0') {
		c = lex_getc();
		input_ungetc(c);
		if (c == '<' || c == '>') {
			/* Beyond any descriptor: redirection will fail. */
			ps.ps_fd = strlen(s) > 6 ? 999999 : number_parse(s);
			return (T_IONUMBER);
		}
	}
	return (T_WORD);
}

/* Read the rest of the operator that begins with c. */
static enum token
lex_operator(int c)
{
	int next;

	if (c == '(')
		return (T_LPAREN);
	if (c == ')')
		return (T_RPAREN);
	next = lex_getc();
	switch (c) {
	case '&':
		if (next == '&')
			return (T_AND);
		input_ungetc(next);
		return (T_AMP);
	case '|':
		if (next == '|')
			return (T_OR);
		input_ungetc(next);
		return (T_PIPE);
	case ';':
		if (next == ';')
			return (T_DSEMI);
		if (next == '&')
			return (T_SEMIAMP);
		input_ungetc(next);
		return (T_SEMI);
	case '<':
		if (next == '<') {
			next = lex_getc();
			ps.ps_redir = RD_HERETAB;
			if (next == '-')
				return (T_REDIR);
			ps.ps_redir = RD_HERE;
		} else if (next == '&') {
			ps.ps_redir = RD_DUPIN;
			return (T_REDIR);
		} else if (next == '>') {
			ps.ps_redir = RD_RDWR;
			return (T_REDIR);
		} else
			ps.ps_redir = RD_IN;
		break;
	default:
		if (next == '>') {
			ps.ps_redir = RD_APPEND;
			return (T_REDIR);
		} else if (next == '&') {
			ps.ps_redir = RD_DUPOUT;
			return (T_REDIR);
		} else if (next == '|') {
			ps.ps_redir = RD_CLOBBER;
			return (T_REDIR);
		}
		ps.ps_redir = RD_OUT;
		break;
	}
	input_ungetc(next);
	return (T_REDIR);
}

void
lex_heredoc_add(struct redir *rd)
{
	struct heredoc *hd;

	hd = arena_alloc(ps_arena, sizeof(*hd));
	hd->hd_next = NULL;
	hd->hd_redir = rd;
	if (ps.ps_heredocs == NULL)
		ps.ps_heretail = &ps.ps_heredocs;
	*ps.ps_heretail = hd;
	ps.ps_heretail = &hd->hd_next;
}

/*
 * A command substitution has ended on the line that announced here-documents
 * in it: their bodies follow the line, so they become those of inner's parent.
 */
void
lex_heredocs_adopt(struct parser *inner)
{
	struct heredoc *hd;

	for (hd = inner->ps_heredocs; hd != NULL; hd = hd->hd_next)
		lex_heredoc_add(hd->hd_redir);
}

static void
lex_read_heredocs(void)
{
	struct heredoc *hd;

	while ((hd = ps.ps_heredocs) != NULL) {
		ps.ps_heredocs = hd->hd_next;
		lex_read_body(hd->hd_redir);
	}
}

static void
lex_read_body(struct redir *rd)
{
	struct parser saved;
	struct sbuf text = SBUF_INIT;
	int line = input_top->in_line;

	while (lex_body_line(&text, rd))
		;
	if (rd->rd_quoted) {
		rd->rd_word = word_quoted(text.sb_s, text.sb_len);
		return;
	}
	/* The body may hold command substitutions, which use ps. */
	saved = ps;
	rd->rd_word = word_from_text(text.sb_s, text.sb_len, line, WM_HEREDOC);
	ps = saved;
}

/*
 * Append one line of a here-document; false if it was the delimiter, which
 * is left out, or if there is none.
 */
static bool
lex_body_line(struct sbuf *text, const struct redir *rd)
{
	size_t start = text->sb_len;
	int c;

	c = input_getc();
	if (rd->rd_op == RD_HERETAB) {
		while (c == '\t')
			c = input_getc();
	}
	while (c != '\n' && c != IN_EOF) {
		sbuf_putc(text, c);
		if (c == '\\' && !rd->rd_quoted) {
			if ((c = input_getc()) == IN_EOF)
				break;
			sbuf_putc(text, c);
		}
		c = input_getc();
	}
	if (text->sb_len - start == strlen(rd->rd_delim) &&
	    memcmp(text->sb_s + start, rd->rd_delim, text->sb_len - start) ==
	    0) {
		text->sb_len = start;
		return (false);
	}
	if (c == IN_EOF) {
		sh.sh_line = input_top->in_line;
		sh_warn("here-document ended by end of file (wanted \"%s\")",
		    rd->rd_delim);
		return (false);
	}
	sbuf_putc(text, '\n');
	return (true);
}
