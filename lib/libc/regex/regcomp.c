/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * regcomp, regfree: from a pattern to a tree.
 *
 * Both grammars of POSIX.1-2017 (base definitions, chapter 9) share one
 * recursive parser, which a tokenizer feeds: it knows what stands for an
 * operator in which grammar.  Beyond the standard it takes \+ \? \| in basic
 * expressions, and in both \< and \> and the sets [[:<:]] and [[:>:]] for the
 * beginning and end of a word, and empty alternatives.
 *
 * Nodes are kept in an array as they are made, so that an error frees them all
 * without walking a tree that is not finished.
 */
#include <sys/types.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "regex_impl.h"

enum token {
	T_END, T_CHAR, T_ANY, T_SET, T_BOL, T_EOL, T_BOW, T_EOW, T_OPEN,
	T_CLOSE, T_ALT, T_STAR, T_PLUS, T_QUEST, T_BRACE, T_BACKREF
};

struct parser {
	struct re_guts	*g;
	const char	*p;		/* behind the current token */
	const char	*end;
	bool		 ere;
	enum token	 tok;
	uint32_t	 c;		/* T_CHAR, T_BACKREF */
	size_t		 set;		/* T_SET */
	size_t		 nsub;
	size_t		 closed;	/* bit n: subexpression n is complete */
	int		 depth;
	bool		 start;		/* BRE: an expression begins here */
	int		 error;
};

static struct re_node	*parse_alt(struct parser *);

/* --- tokens --------------------------------------------------------------- */

static enum token
token_set(struct parser *ps)
{
	struct re_guts *g = ps->g;
	struct re_set *sets;

	if (ps->end - ps->p >= 6 && strncmp(ps->p, "[:<:]]", 6) == 0) {
		ps->p += 6;
		return (T_BOW);
	}
	if (ps->end - ps->p >= 6 && strncmp(ps->p, "[:>:]]", 6) == 0) {
		ps->p += 6;
		return (T_EOW);
	}
	sets = reallocarray(g->sets, g->nsets + 1, sizeof(*sets));
	if (sets == NULL) {
		ps->error = REG_ESPACE;
		return (T_END);
	}
	g->sets = sets;
	ps->set = g->nsets++;
	ps->error = re_set_parse(&ps->p, ps->end, g->cflags, &sets[ps->set]);
	return (T_SET);
}

static enum token
token_escape(struct parser *ps)
{
	size_t n;

	if (ps->p >= ps->end) {
		ps->error = REG_EESCAPE;
		return (T_END);
	}
	switch (*ps->p) {
	case '<':
		ps->p++;
		return (T_BOW);
	case '>':
		ps->p++;
		return (T_EOW);
	default:
		break;
	}
	if (!ps->ere) {
		switch (*ps->p++) {
		case '(':
			return (T_OPEN);
		case ')':
			return (T_CLOSE);
		case '{':
			return (T_BRACE);
		case '|':
			return (T_ALT);
		case '+':
			return (ps->start ? T_CHAR : T_PLUS);
		case '?':
			return (ps->start ? T_CHAR : T_QUEST);
		case '1': case '2': case '3': case '4': case '5':
		case '6': case '7': case '8': case '9':
			ps->c = (uint32_t)(ps->p[-1] - '0');
			return (T_BACKREF);
		default:
			ps->p--;
			break;
		}
	}
	ps->c = re_decode(ps->p, ps->end, &n);
	ps->p += n;
	return (T_CHAR);
}

/*
 * Is the "$" that was just read, in a basic expression, the last character of
 * an expression?
 */
static bool
dollar_ends(const struct parser *ps)
{

	return (ps->p == ps->end || (ps->end - ps->p >= 2 &&
	    ps->p[0] == '\\' && (ps->p[1] == ')' || ps->p[1] == '|')));
}

static enum token
token_read(struct parser *ps)
{
	size_t n;

	if (ps->p >= ps->end)
		return (T_END);
	ps->c = re_decode(ps->p, ps->end, &n);
	ps->p += n;
	if ((ps->g->cflags & REG_NOSPEC) != 0)
		return (T_CHAR);
	switch (ps->c) {
	case '\\':
		return (token_escape(ps));
	case '.':
		return (T_ANY);
	case '[':
		return (token_set(ps));
	case '^':
		return (ps->ere || ps->start ? T_BOL : T_CHAR);
	case '$':
		return (ps->ere || dollar_ends(ps) ? T_EOL : T_CHAR);
	case '*':
		return (!ps->ere && ps->start ? T_CHAR : T_STAR);
	default:
		break;
	}
	if (ps->ere) {
		switch (ps->c) {
		case '(':
			return (T_OPEN);
		case ')':
			return (ps->depth > 0 ? T_CLOSE : T_CHAR);
		case '|':
			return (T_ALT);
		case '+':
			return (T_PLUS);
		case '?':
			return (T_QUEST);
		case '{':
			return (T_BRACE);
		default:
			break;
		}
	}
	return (T_CHAR);
}

/*
 * Go to the next token.  In a basic expression what may be an operator depends
 * on whether an expression begins: also behind a "^" that is an anchor.
 */
static void
advance(struct parser *ps, bool start)
{

	ps->start = start;
	ps->tok = token_read(ps);
	if (ps->error != 0)
		ps->tok = T_END;
}

/* --- nodes ---------------------------------------------------------------- */

static struct re_node *
node_new(struct parser *ps, enum re_kind kind, struct re_node *left,
    struct re_node *right)
{
	struct re_guts *g = ps->g;
	struct re_node *n, **nodes;

	if (ps->error != 0)
		return (NULL);
	if ((g->nnodes & (g->nnodes - 1)) == 0) {
		nodes = reallocarray(g->nodes,
		    g->nnodes == 0 ? 1 : g->nnodes * 2, sizeof(*nodes));
		if (nodes == NULL) {
			ps->error = REG_ESPACE;
			return (NULL);
		}
		g->nodes = nodes;
	}
	n = calloc(1, sizeof(*n));
	if (n == NULL) {
		ps->error = REG_ESPACE;
		return (NULL);
	}
	n->kind = kind;
	n->left = left;
	n->right = right;
	n->id = (uint32_t)g->nnodes;
	g->nodes[g->nnodes++] = n;
	return (n);
}

/* --- the grammar ---------------------------------------------------------- */

static int
number(struct parser *ps)
{
	int n = 0;

	if (ps->p >= ps->end || !isdigit((unsigned char)*ps->p))
		return (-1);
	while (ps->p < ps->end && isdigit((unsigned char)*ps->p)) {
		n = n * 10 + *ps->p++ - '0';
		if (n > RE_DUPMAX) {
			ps->error = REG_BADBR;
			return (0);
		}
	}
	return (n);
}

/*
 * Bounds behind the brace that was just read.
 */
static void
parse_bounds(struct parser *ps, int *min, int *max)
{

	*min = *max = number(ps);
	if (*min < 0) {
		ps->error = REG_BADBR;
		return;
	}
	if (ps->p < ps->end && *ps->p == ',') {
		ps->p++;
		*max = number(ps);
		if (*max < 0)
			*max = RE_INFINITY;
		else if (ps->error == 0 && *max < *min)
			ps->error = REG_BADBR;
	}
	if (ps->error != 0)
		return;
	if (!ps->ere && ps->p < ps->end && *ps->p == '\\')
		ps->p++;
	if (ps->p >= ps->end)
		ps->error = REG_EBRACE;
	else if (*ps->p++ != '}')
		ps->error = REG_BADBR;
}

static struct re_node *
parse_group(struct parser *ps)
{
	struct re_node *n, *inner;
	size_t index = ++ps->nsub;

	if (++ps->depth > RE_MAXDEPTH) {
		ps->error = REG_ESPACE;
		return (NULL);
	}
	advance(ps, true);
	inner = parse_alt(ps);
	if (ps->error == 0 && ps->tok != T_CLOSE)
		ps->error = REG_EPAREN;
	n = node_new(ps, RE_GROUP, inner, NULL);
	if (n == NULL)
		return (NULL);
	n->index = index;
	ps->depth--;
	if (index < 10)
		ps->closed |= 1U << index;
	advance(ps, false);
	return (n);
}

static struct re_node *
parse_atom(struct parser *ps)
{
	static const enum re_kind places[] = {
		[T_BOL] = RE_BOL, [T_EOL] = RE_EOL, [T_BOW] = RE_BOW,
		[T_EOW] = RE_EOW,
	};
	struct re_node *n = NULL;
	bool start = false;

	switch (ps->tok) {
	case T_OPEN:
		return (parse_group(ps));
	case T_CHAR:
		n = node_new(ps, RE_CHAR, NULL, NULL);
		if (n != NULL)
			n->c = (ps->g->cflags & REG_ICASE) != 0 ?
			    re_fold(ps->c) : ps->c;
		break;
	case T_ANY:
		n = node_new(ps, RE_ANY, NULL, NULL);
		break;
	case T_SET:
		n = node_new(ps, RE_SET, NULL, NULL);
		if (n != NULL)
			n->index = ps->set;
		break;
	case T_BOL:
		start = true;
		/* FALLTHROUGH */
	case T_EOL:
	case T_BOW:
	case T_EOW:
		n = node_new(ps, places[ps->tok], NULL, NULL);
		break;
	case T_BACKREF:
		if ((ps->closed & (1U << ps->c)) == 0) {
			ps->error = REG_ESUBREG;
			return (NULL);
		}
		n = node_new(ps, RE_BACKREF, NULL, NULL);
		if (n != NULL)
			n->index = ps->c;
		ps->g->backrefs = true;
		break;
	case T_STAR:
	case T_PLUS:
	case T_QUEST:
	case T_BRACE:
		ps->error = REG_BADRPT;
		return (NULL);
	default:
		ps->error = REG_BADPAT;
		return (NULL);
	}
	advance(ps, start);
	return (n);
}

static struct re_node *
parse_repeat(struct parser *ps)
{
	struct re_node *n, *rep;
	int min, max;

	n = parse_atom(ps);
	while (ps->error == 0) {
		min = 0;
		max = RE_INFINITY;
		switch (ps->tok) {
		case T_STAR:
			break;
		case T_PLUS:
			min = 1;
			break;
		case T_QUEST:
			max = 1;
			break;
		case T_BRACE:
			parse_bounds(ps, &min, &max);
			break;
		default:
			return (n);
		}
		rep = node_new(ps, RE_REP, n, NULL);
		if (rep == NULL)
			return (NULL);
		rep->min = min;
		rep->max = max;
		n = rep;
		advance(ps, false);
	}
	return (n);
}

static struct re_node *
parse_cat(struct parser *ps)
{
	struct re_node *list[64], *n;
	size_t count = 0;

	if (ps->tok == T_END || ps->tok == T_ALT || ps->tok == T_CLOSE)
		return (node_new(ps, RE_EMPTY, NULL, NULL));
	/* Nested to the right, so that the left part is one piece. */
	do {
		list[count++] = parse_repeat(ps);
		if (ps->error != 0)
			return (NULL);
	} while (count < 63 && ps->tok != T_END && ps->tok != T_ALT &&
	    ps->tok != T_CLOSE);
	if (count == 63 && ps->tok != T_END && ps->tok != T_ALT &&
	    ps->tok != T_CLOSE) {
		if (++ps->depth > RE_MAXDEPTH * 64) {
			ps->error = REG_ESPACE;
			return (NULL);
		}
		list[count++] = parse_cat(ps);
		ps->depth--;
	}
	n = list[--count];
	while (count > 0)
		n = node_new(ps, RE_CAT, list[--count], n);
	return (n);
}

static struct re_node *
parse_alt(struct parser *ps)
{
	struct re_node *n, *right;

	n = parse_cat(ps);
	while (ps->error == 0 && ps->tok == T_ALT) {
		advance(ps, true);
		right = parse_cat(ps);
		n = node_new(ps, RE_ALT, n, right);
	}
	return (n);
}

/* --- interface ------------------------------------------------------------ */

static void
guts_free(struct re_guts *g)
{
	size_t i;

	for (i = 0; i < g->nnodes; i++)
		free(g->nodes[i]);
	for (i = 0; i < g->nsets; i++)
		free(g->sets[i].ranges);
	free(g->nodes);
	free(g->sets);
	free(g->prog);
	free(g);
}

int
regcomp(regex_t *restrict preg, const char *restrict pattern, int cflags)
{
	struct parser ps;
	struct re_guts *g;

	if ((cflags & REG_EXTENDED) != 0 && (cflags & REG_NOSPEC) != 0)
		return (REG_INVARG);
	g = calloc(1, sizeof(*g));
	if (g == NULL)
		return (REG_ESPACE);
	g->cflags = cflags;
	memset(&ps, 0, sizeof(ps));
	ps.g = g;
	ps.p = pattern;
	ps.end = (cflags & REG_PEND) != 0 ? preg->re_endp :
	    pattern + strlen(pattern);
	ps.ere = (cflags & REG_EXTENDED) != 0;
	advance(&ps, true);
	g->tree = parse_alt(&ps);
	if (ps.error == 0 && ps.tok == T_CLOSE)
		ps.error = REG_EPAREN;
	if (ps.error == 0)
		ps.error = re_program(g);
	if (ps.error != 0) {
		guts_free(g);
		return (ps.error);
	}
	preg->re_magic = RE_MAGIC;
	preg->re_nsub = ps.nsub;
	preg->re_g = g;
	return (0);
}

void
regfree(regex_t *preg)
{

	if (preg->re_magic != RE_MAGIC)
		return;
	preg->re_magic = 0;
	guts_free(preg->re_g);
	preg->re_g = NULL;
}
