/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Words: quoting and the syntax of expansions (POSIX 2.2 and 2.6).
 *
 * One function, wb_read(), reads all text that may hold expansions; its mode
 * says what ends the text and which quotes are special in it.  The result is
 * a list of parts in which quotes are gone and every byte is known to be
 * quoted or not.  Command substitutions are parsed at once, by the parser
 * itself, so $(case x in y) echo ')';; esac) nests as it should.
 *
 * $(( is ambiguous: the text up to the matching parentheses is arithmetic
 * only if two of them end it.  If not, it is read again as a command.
 */

#include <ctype.h>

#include "input.h"
#include "parser.h"

struct wbuild {
	struct sbuf	wb_text;	/* of the literal being read */
	bool		wb_quoted;	/* it is quoted */
	bool		wb_some;	/* there is one, even if it is empty */
	struct wpart	*wb_first;
	struct wpart	**wb_tail;
};

#define	MODE_QUOTED(m)	((m) >= WM_DQUOTE)
#define	IS_SPECIAL(c)	((c) != IN_EOF && strchr("@*#?-$!", c) != NULL)
#define	IS_NAME1(c)	((c) == '_' || ((c) >= 'a' && (c) <= 'z') || \
			((c) >= 'A' && (c) <= 'Z'))
#define	IS_DIGIT(c)	((c) >= '0' && (c) <= '9')
#define	IS_NAME(c)	(IS_NAME1(c) || IS_DIGIT(c))

static void	wb_init(struct wbuild *);
static void	wb_flush(struct wbuild *);
static struct wpart *wb_part(struct wbuild *, enum wkind, bool);
static void	wb_read(struct wbuild *, enum wmode);
static void	wb_single(struct wbuild *);
static void	wb_dollar_single(struct wbuild *);
static void	wb_escape(struct wbuild *, int);
static void	wb_double(struct wbuild *);
static void	wb_backslash(struct wbuild *, enum wmode);
static void	wb_backquote(struct wbuild *, enum wmode);
static void	wb_dollar(struct wbuild *, enum wmode);
static void	wb_brace(struct wbuild *, enum wmode);
static bool	wb_brace_name(struct sbuf *, bool *);
static void	wb_brace_op(struct wpart *, int, enum wmode);
static bool	wb_arith(struct wbuild *, bool);
static bool	scan_arith(struct sbuf *);
static struct word *wb_finish(struct wbuild *);

static void
wb_init(struct wbuild *wb)
{
	memset(wb, 0, sizeof(*wb));
	wb->wb_tail = &wb->wb_first;
}

static struct wpart *
wb_part(struct wbuild *wb, enum wkind kind, bool quoted)
{
	struct wpart *p;

	wb_flush(wb);
	p = arena_alloc(ps_arena, sizeof(*p));
	memset(p, 0, sizeof(*p));
	p->wp_kind = kind;
	p->wp_quoted = quoted;
	p->wp_line = input_top->in_line;
	*wb->wb_tail = p;
	wb->wb_tail = &p->wp_next;
	return (p);
}

/* Make a part of the literal read so far, if any. */
static void
wb_flush(struct wbuild *wb)
{
	struct wpart *p;

	if (!wb->wb_some)
		return;
	wb->wb_some = false;
	p = wb_part(wb, WK_LITERAL, wb->wb_quoted);
	p->wp_len = (uint32_t)wb->wb_text.sb_len;
	p->wp_text = arena_strndup(ps_arena, wb->wb_text.sb_s,
	    wb->wb_text.sb_len);
	wb->wb_text.sb_len = 0;
}

/* Go on with a literal that is quoted or not. */
static inline void
wb_literal(struct wbuild *wb, bool quoted)
{
	if (wb->wb_some && wb->wb_quoted != quoted)
		wb_flush(wb);
	wb->wb_some = true;
	wb->wb_quoted = quoted;
}

static inline void
wb_putc(struct wbuild *wb, int c, bool quoted)
{
	wb_literal(wb, quoted);
	sbuf_putc(&wb->wb_text, c);
}

static struct word *
wb_finish(struct wbuild *wb)
{
	struct word *w;

	wb_flush(wb);
	w = arena_alloc(ps_arena, sizeof(*w));
	w->w_next = NULL;
	w->w_parts = wb->wb_first;
	w->w_assign = false;
	return (w);
}

/* Read a word; what ends it is left unread only in WM_PLAIN. */
struct word *
word_read(enum wmode mode)
{
	struct wbuild wb;

	wb_init(&wb);
	wb_read(&wb, mode);
	return (wb_finish(&wb));
}

/* Read a word from text, the first line of which is line. */
struct word *
word_from_text(const char *s, size_t len, int line, enum wmode mode)
{
	struct word *w;

	input_push_string(s, len, line);
	w = word_read(mode);
	input_pop();
	return (w);
}

/* The word that is this text, quoted. */
struct word *
word_quoted(const char *s, size_t len)
{
	struct wbuild wb;

	wb_init(&wb);
	wb_literal(&wb, true);
	sbuf_put(&wb.wb_text, s, len);
	return (wb_finish(&wb));
}

static void
wb_read(struct wbuild *wb, enum wmode mode)
{
	bool quoted = MODE_QUOTED(mode);
	int c;

	sh_check_stack();
	for (;;) {
		c = input_getc();
		switch (c) {
		case IN_EOF:
			if (mode == WM_DQUOTE)
				parse_error("unterminated double quote");
			if (mode == WM_BRACE || mode == WM_DQBRACE)
				parse_error("missing \"}\"");
			return;
		case '\\':
			wb_backslash(wb, mode);
			continue;
		case '\'':
			if (quoted)
				break;
			wb_single(wb);
			continue;
		case '"':
			if (mode == WM_DQUOTE)
				return;
			if (mode == WM_HEREDOC)
				break;
			wb_double(wb);
			continue;
		case '`':
			wb_backquote(wb, mode);
			continue;
		case '$':
			wb_dollar(wb, mode);
			continue;
		case '}':
			if (mode == WM_BRACE || mode == WM_DQBRACE)
				return;
			break;
		case '\n':
		case ' ':
		case '\t':
		case '&':
		case '|':
		case ';':
		case '<':
		case '>':
		case '(':
		case ')':
			if (mode == WM_PLAIN) {
				input_ungetc(c);
				return;
			}
			break;
		}
		wb_putc(wb, c, quoted);
	}
}

static void
wb_single(struct wbuild *wb)
{
	int c;

	wb_literal(wb, true);
	while ((c = input_getc()) != '\'') {
		if (c == IN_EOF)
			parse_error("unterminated single quote");
		sbuf_putc(&wb->wb_text, c);
	}
}

static void
wb_double(struct wbuild *wb)
{
	struct wpart **tail = wb->wb_tail;
	bool some = wb->wb_some;
	size_t len = wb->wb_text.sb_len;

	wb_read(wb, WM_DQUOTE);
	/* "" is a part, but "$@" must not leave an empty one beside it. */
	if (tail == wb->wb_tail && some == wb->wb_some &&
	    len == wb->wb_text.sb_len)
		wb_literal(wb, true);
}

static void
wb_backslash(struct wbuild *wb, enum wmode mode)
{
	int c = input_getc();

	if (c == '\n')
		return;
	if (c == IN_EOF) {
		wb_putc(wb, '\\', true);
		return;
	}
	if (!MODE_QUOTED(mode) || c == '$' || c == '`' || c == '\\' ||
	    (c == '"' && mode != WM_HEREDOC) ||
	    (c == '}' && mode == WM_DQBRACE)) {
		wb_putc(wb, c, true);
		return;
	}
	wb_putc(wb, '\\', true);
	input_ungetc(c);
}

/* $'...' */
static void
wb_dollar_single(struct wbuild *wb)
{
	int c;

	wb_literal(wb, true);
	while ((c = input_getc()) != '\'') {
		if (c == IN_EOF)
			parse_error("unterminated single quote");
		if (c == '\\')
			wb_escape(wb, input_getc());
		else
			sbuf_putc(&wb->wb_text, c);
	}
}

/* Read a number of at most max digits. */
static uint32_t
escape_number(int base, int max, int *digits)
{
	uint32_t v = 0;
	int c, d;

	for (*digits = 0; *digits < max; ++*digits) {
		c = input_getc();
		if (IS_DIGIT(c))
			d = c - '0';
		else if (c != IN_EOF && isxdigit(c))
			d = tolower(c) - 'a' + 10;
		else
			d = 99;
		if (d >= base) {
			input_ungetc(c);
			break;
		}
		v = v * (uint32_t)base + (uint32_t)d;
	}
	return (v);
}

/* The escape sequence that begins with c, inside of $'...'. */
static void
wb_escape(struct wbuild *wb, int c)
{
	static const char from[] = "abefnrtv\\'\"?";
	static const char to[] = "\a\b\033\f\n\r\t\v\\'\"?";
	char utf8[4];
	const char *p;
	uint32_t v;
	int digits;

	if (c == IN_EOF)
		parse_error("unterminated single quote");
	if ((p = strchr(from, c)) != NULL) {
		sbuf_putc(&wb->wb_text, to[p - from]);
		return;
	}
	switch (c) {
	case 'c':
		c = input_getc();
		if (c == IN_EOF)
			parse_error("unterminated single quote");
		if (c == '\\')
			c = input_getc();
		c = c == '?' ? 0x7f : c & 0x1f;
		if (c != 0)
			sbuf_putc(&wb->wb_text, c);
		return;
	case 'x':
		v = escape_number(16, 2, &digits);
		break;
	case 'u':
	case 'U':
		v = escape_number(16, c == 'u' ? 4 : 8, &digits);
		if (digits != 0 && v != 0)
			sbuf_put(&wb->wb_text, utf8, utf8_encode(v, utf8));
		return;
	default:
		if (c < '0' || c > '7') {
			sbuf_putc(&wb->wb_text, '\\');
			sbuf_putc(&wb->wb_text, c);
			return;
		}
		input_ungetc(c);
		v = escape_number(8, 3, &digits) & 0xff;
		break;
	}
	/* A NUL cannot be part of a word. */
	if (v != 0)
		sbuf_putc(&wb->wb_text, (int)v);
}

static void
wb_backquote(struct wbuild *wb, enum wmode mode)
{
	struct sbuf text = SBUF_INIT;
	struct wpart *p;
	int c, line = input_top->in_line;

	while ((c = input_getc()) != '`') {
		if (c == '\\') {
			c = input_getc();
			if (c != '$' && c != '`' && c != '\\' &&
			    (c != '"' || !MODE_QUOTED(mode)))
				sbuf_putc(&text, '\\');
		}
		if (c == IN_EOF)
			parse_error("unterminated backquote");
		sbuf_putc(&text, c);
	}
	p = wb_part(wb, WK_COMMAND, MODE_QUOTED(mode));
	p->wp_backq = true;
	input_push_string(text.sb_s, text.sb_len, line);
	p->wp_tree = parse_substitution(true);
	input_pop();
}

static void
wb_dollar(struct wbuild *wb, enum wmode mode)
{
	bool quoted = MODE_QUOTED(mode);
	struct sbuf name = SBUF_INIT;
	struct wpart *p;
	char one;
	int c;

	c = lex_getc();
	if (IS_NAME1(c)) {
		do {
			sbuf_putc(&name, c);
			c = lex_getc();
		} while (IS_NAME(c));
		input_ungetc(c);
		p = wb_part(wb, WK_PARAM, quoted);
		p->wp_text = arena_strndup(ps_arena, name.sb_s, name.sb_len);
		p->wp_len = (uint32_t)name.sb_len;
	} else if (IS_DIGIT(c) || IS_SPECIAL(c)) {
		one = (char)c;
		p = wb_part(wb, WK_PARAM, quoted);
		p->wp_text = arena_strndup(ps_arena, &one, 1);
		p->wp_len = 1;
	} else if (c == '{') {
		wb_brace(wb, mode);
	} else if (c == '(') {
		c = lex_getc();
		if (c != '(')
			input_ungetc(c);
		else if (wb_arith(wb, quoted))
			return;
		p = wb_part(wb, WK_COMMAND, quoted);
		p->wp_tree = parse_substitution(false);
	} else if (c == '\'' && !quoted) {
		wb_dollar_single(wb);
	} else {
		input_ungetc(c);
		wb_putc(wb, '$', quoted);
	}
}

/*
 * Read the parameter's name after ${ into name, and whether its length is
 * asked for; false if there is none.
 */
static bool
wb_brace_name(struct sbuf *name, bool *length)
{
	int c, next;

	*length = false;
	c = lex_getc();
	if (c == '#') {
		next = lex_getc();
		if (IS_NAME(next)) {
			*length = true;
			c = next;
		} else if (IS_SPECIAL(next)) {
			/* ${#-} is a length, ${#-x} a default for $#. */
			c = lex_getc();
			input_ungetc(c);
			if (c == '}') {
				sbuf_putc(name, next);
				*length = true;
				return (true);
			}
			input_ungetc(next);
			c = '#';
		} else
			input_ungetc(next);
	}
	if (IS_NAME1(c)) {
		do {
			sbuf_putc(name, c);
			c = lex_getc();
		} while (IS_NAME(c));
		input_ungetc(c);
	} else if (IS_DIGIT(c)) {
		do {
			sbuf_putc(name, c);
			c = lex_getc();
		} while (IS_DIGIT(c));
		input_ungetc(c);
	} else if (IS_SPECIAL(c)) {
		sbuf_putc(name, c);
	} else {
		input_ungetc(c);
		return (false);
	}
	return (true);
}

/* ${ has been read. */
static void
wb_brace(struct wbuild *wb, enum wmode mode)
{
	struct sbuf name = SBUF_INIT;
	struct wpart *p;
	bool length, valid;
	int c;

	p = wb_part(wb, WK_PARAM, MODE_QUOTED(mode));
	valid = wb_brace_name(&name, &length);
	p->wp_text = arena_strndup(ps_arena, name.sb_s, name.sb_len);
	p->wp_len = (uint32_t)name.sb_len;
	c = lex_getc();
	if (valid && c == '}') {
		p->wp_op = length ? PO_LENGTH : PO_NONE;
		return;
	}
	if (!valid || length) {
		input_ungetc(c);
		p->wp_op = PO_BAD;
		p->wp_word = word_read(MODE_QUOTED(mode) ? WM_DQBRACE :
		    WM_BRACE);
		return;
	}
	wb_brace_op(p, c, mode);
}

/* The operator of ${name op word}, which begins with c, and the word. */
static void
wb_brace_op(struct wpart *p, int c, enum wmode mode)
{
	enum wmode inner = MODE_QUOTED(mode) ? WM_DQBRACE : WM_BRACE;
	int next;

	if (c == ':') {
		p->wp_colon = true;
		c = lex_getc();
	}
	switch (c) {
	case '-':
		p->wp_op = PO_DEFAULT;
		break;
	case '=':
		p->wp_op = PO_ASSIGN;
		break;
	case '?':
		p->wp_op = PO_ERROR;
		break;
	case '+':
		p->wp_op = PO_ALTERNATE;
		break;
	case '#':
	case '%':
		next = lex_getc();
		if (next != c)
			input_ungetc(next);
		if (c == '#')
			p->wp_op = next == c ? PO_LPREFIX : PO_PREFIX;
		else
			p->wp_op = next == c ? PO_LSUFFIX : PO_SUFFIX;
		/* Quotes around ${...} do not quote its pattern. */
		inner = WM_BRACE;
		if (!p->wp_colon)
			break;
		/* FALLTHROUGH */
	default:
		input_ungetc(c);
		p->wp_op = PO_BAD;
		break;
	}
	p->wp_word = word_read(inner);
	if (inner == WM_BRACE)
		word_mark_tildes(p->wp_word);
}

/*
 * $(( has been read.  If this is arithmetic, read all of it; else push back
 * what follows $( and return false.
 */
static bool
wb_arith(struct wbuild *wb, bool quoted)
{
	struct sbuf text = SBUF_INIT;
	struct wpart *p;
	int line = input_top->in_line;

	sbuf_putc(&text, '(');
	if (!scan_arith(&text)) {
		input_push_back(text.sb_s, text.sb_len);
		return (false);
	}
	p = wb_part(wb, WK_ARITH, quoted);
	p->wp_word = word_from_text(text.sb_s + 1, text.sb_len - 1, line,
	    WM_ARITH);
	return (true);
}

/* Copy quoted text up to the closing quote, which is quote. */
static bool
scan_quoted(struct sbuf *text, int quote)
{
	int c;

	do {
		if ((c = input_getc()) == IN_EOF)
			return (false);
		sbuf_putc(text, c);
		if (c == '\\' && quote != '\'') {
			if ((c = input_getc()) == IN_EOF)
				return (false);
			sbuf_putc(text, c);
			c = 0;
		}
	} while (c != quote);
	return (true);
}

/*
 * Copy text up to the )) that matches, which is left out.  False if one )
 * without another comes first, or the end of the text.
 */
static bool
scan_arith(struct sbuf *text)
{
	int c, depth = 0;

	while ((c = input_getc()) != IN_EOF) {
		if (c == ')' && depth == 0) {
			c = lex_getc();
			if (c == ')')
				return (true);
			input_ungetc(c);
			sbuf_putc(text, ')');
			return (false);
		}
		sbuf_putc(text, c);
		switch (c) {
		case '(':
			depth++;
			break;
		case ')':
			depth--;
			break;
		case '\\':
			if ((c = input_getc()) == IN_EOF)
				return (false);
			sbuf_putc(text, c);
			break;
		case '\'':
		case '"':
		case '`':
			if (!scan_quoted(text, c))
				return (false);
			break;
		}
	}
	return (false);
}

/*
 * Read the delimiter of a here-document: like a word, but nothing is
 * expanded in it.
 */
void
word_read_delimiter(struct redir *rd)
{
	struct sbuf text = SBUF_INIT;
	int c, quote = 0;

	while ((c = lex_getc()) == ' ' || c == '\t')
		;
	for (;; c = quote == '\'' ? input_getc() : lex_getc()) {
		if (c == IN_EOF) {
			if (quote != 0)
				parse_error("unterminated quote");
			break;
		}
		if (quote != 0 && c == quote) {
			quote = 0;
		} else if (quote == 0 && (c == '\'' || c == '"')) {
			quote = c;
			rd->rd_quoted = true;
		} else if (c == '\\' && quote != '\'') {
			rd->rd_quoted = true;
			c = input_getc();
			if (quote == '"' && c != '"' && c != '\\' &&
			    c != '$' && c != '`')
				sbuf_putc(&text, '\\');
			if (c != IN_EOF)
				sbuf_putc(&text, c);
		} else if (quote == 0 && strchr(" \t\n&|;<>()", c) != NULL) {
			break;
		} else
			sbuf_putc(&text, c);
	}
	input_ungetc(c);
	if (text.sb_len == 0 && !rd->rd_quoted) {
		(void)lex_peek();
		parse_unexpected();
	}
	rd->rd_delim = arena_strndup(ps_arena, text.sb_s, text.sb_len);
}

/*
 * Cut the literal p at offset at and put a tilde part for the login name
 * of length len between the halves; returns the part after it.
 */
static struct wpart *
tilde_split(struct wpart *p, size_t at, size_t len)
{
	struct wpart *tilde, *rest;

	tilde = arena_alloc(ps_arena, sizeof(*tilde));
	rest = arena_alloc(ps_arena, sizeof(*rest));
	*tilde = *p;
	*rest = *p;
	tilde->wp_kind = WK_TILDE;
	tilde->wp_text = arena_strndup(ps_arena, p->wp_text + at + 1, len);
	tilde->wp_len = (uint32_t)len;
	tilde->wp_next = rest;
	rest->wp_text = p->wp_text + at + 1 + len;
	rest->wp_len = p->wp_len - (uint32_t)(at + 1 + len);
	p->wp_text = arena_strndup(ps_arena, p->wp_text, at);
	p->wp_len = (uint32_t)at;
	p->wp_next = tilde;
	return (rest);
}

/*
 * Find the tilde-prefixes of a word (POSIX 2.6.1): at its beginning, and in
 * an assignment at the beginning of the value and after each colon.
 */
void
word_mark_tildes(struct word *w)
{
	struct wpart *p = w->w_parts;
	size_t i, len;
	bool start = true;

	if (w->w_assign)
		p = p->wp_next;
	for (; p != NULL; p = p->wp_next) {
		if (p->wp_kind != WK_LITERAL || p->wp_quoted) {
			start = false;
			if (!w->w_assign)
				break;
			continue;
		}
		for (i = 0; i < p->wp_len; i++) {
			if (p->wp_text[i] == '~' && start) {
				len = strcspn(p->wp_text + i + 1,
				    w->w_assign ? "/:" : "/");
				/* What follows must not be part of a name. */
				if (i + 1 + len < p->wp_len ||
				    p->wp_next == NULL) {
					p = tilde_split(p, i, len);
					i = (size_t)-1;
					start = false;
					continue;
				}
			}
			start = w->w_assign && p->wp_text[i] == ':';
			if (!w->w_assign)
				return;
		}
	}
}

/*
 * If w has the form NAME=value, set w_assign, make NAME= a part of its own
 * and return true.
 */
bool
word_split_assignment(struct word *w)
{
	struct wpart *p = w->w_parts, *rest;
	size_t n;

	if (p == NULL || p->wp_kind != WK_LITERAL || p->wp_quoted)
		return (false);
	n = name_span(p->wp_text);
	if (n == 0 || p->wp_text[n] != '=')
		return (false);
	w->w_assign = true;
	n++;
	if (n < p->wp_len) {
		rest = arena_alloc(ps_arena, sizeof(*rest));
		*rest = *p;
		rest->wp_text += n;
		rest->wp_len -= (uint32_t)n;
		p->wp_text = arena_strndup(ps_arena, p->wp_text, n);
		p->wp_len = (uint32_t)n;
		p->wp_next = rest;
	}
	return (true);
}
