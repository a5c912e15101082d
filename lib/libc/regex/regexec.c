/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * regexec: find the leftmost longest match.
 *
 * All states of the automaton that the text read so far can lead to are kept
 * in a list, each with the place where the match that it belongs to began; of
 * two that reach the same state the one that began earlier is kept.  When the
 * final state is reached, what began later is dropped, and the search goes on
 * while a longer match is possible.
 */
#include <sys/types.h>

#include <stdlib.h>
#include <string.h>
#include <wctype.h>

#include "regex_impl.h"

/* A set of states: dense list, with an index by state. */
struct states {
	uint32_t	*list;
	uint32_t	*index;		/* place in list, if that points back */
	const char	**from;		/* by place: where its match began */
	size_t		 n;
};

static bool
is_word(const struct re_text *t, const char *p, bool before)
{
	size_t n;
	uint32_t c;

	if (before) {
		if (p == t->begin && (p == t->base ||
		    (t->eflags & REG_NOTBOL) == 0))
			return (false);
		p--;
		while (p > t->base && ((unsigned char)*p & 0xc0) == 0x80)
			p--;
	} else if (p == t->end)
		return (false);
	c = re_decode(p, t->end, &n);
	return (c == '_' || (c < 0x80 ? iswalnum((wint_t)c) :
	    c < RE_BYTE && iswalnum((wint_t)c)));
}

/*
 * Does the place p have the property?
 */
bool
re_place(const struct re_text *t, enum re_op op, const char *p)
{
	bool newline = (t->g->cflags & REG_NEWLINE) != 0;

	switch (op) {
	case OP_BOL:
		return ((p == t->begin && (t->eflags & REG_NOTBOL) == 0) ||
		    (newline && p > t->base && p[-1] == '\n'));
	case OP_EOL:
		return ((p == t->end && (t->eflags & REG_NOTEOL) == 0) ||
		    (newline && p < t->end && *p == '\n'));
	case OP_BOW:
		return (!is_word(t, p, true) && is_word(t, p, false));
	case OP_EOW:
		return (is_word(t, p, true) && !is_word(t, p, false));
	default:
		return (false);
	}
}

/*
 * Does a character match?
 */
bool
re_one(const struct re_guts *g, enum re_op op, uint32_t arg, uint32_t c)
{
	bool icase = (g->cflags & REG_ICASE) != 0;

	switch (op) {
	case OP_CHAR:
		return ((icase ? re_fold(c) : c) == arg);
	case OP_ANY:
		return (c != '\n' || (g->cflags & REG_NEWLINE) == 0);
	case OP_SET:
		return (re_set_has(&g->sets[arg], c, icase));
	default:
		return (false);
	}
}

static bool
states_alloc(struct states *s, size_t n)
{

	s->list = calloc(n, sizeof(*s->list));
	s->index = calloc(n, sizeof(*s->index));
	s->from = calloc(n, sizeof(*s->from));
	s->n = 0;
	return (s->list != NULL && s->index != NULL && s->from != NULL);
}

static void
states_free(struct states *s)
{

	free(s->list);
	free(s->index);
	free(s->from);
}

/*
 * Enter a state, and all that follow without a character.  stack has room for
 * two entries for each state.
 */
static void
states_add(const struct re_text *t, struct states *s, uint32_t pc,
    const char *p, const char *from, uint32_t *stack)
{
	const struct re_inst *in;
	size_t top = 0;
	uint32_t i;

	stack[top++] = pc;
	while (top > 0) {
		pc = stack[--top];
		i = s->index[pc];
		if (i < s->n && s->list[i] == pc) {
			if (s->from[i] <= from)
				continue;
			s->from[i] = from;
		} else {
			s->index[pc] = (uint32_t)s->n;
			s->list[s->n] = pc;
			s->from[s->n++] = from;
		}
		in = &t->g->prog[pc];
		switch (in->op) {
		case OP_JMP:
			stack[top++] = in->arg;
			break;
		case OP_SPLIT:
			stack[top++] = in->arg2;
			stack[top++] = in->arg;
			break;
		case OP_BOL:
		case OP_EOL:
		case OP_BOW:
		case OP_EOW:
			if (re_place(t, in->op, p))
				stack[top++] = pc + 1;
			break;
		default:
			break;
		}
	}
}

/*
 * Go over text that cannot begin a match.
 */
static const char *
skip(const struct re_guts *g, const char *p, const char *end)
{

	for (; p < end; p++)
		if ((g->first[(unsigned char)*p / 8] &
		    (1U << ((unsigned char)*p % 8))) != 0)
			break;
	return (p);
}

static int
search(const struct re_text *t, const char **sp, const char **ep)
{
	const struct re_guts *g = t->g;
	const char *p, *best = NULL, *bestend = NULL;
	struct states a, b, *cur = &a, *next = &b, *tmp;
	const struct re_inst *in;
	uint32_t c, *stack;
	size_t i, len = 0;
	int rval = REG_ESPACE;

	memset(&b, 0, sizeof(b));
	stack = calloc(g->nprog + 2, 2 * sizeof(*stack));
	if (!states_alloc(&a, g->nprog) || !states_alloc(&b, g->nprog) ||
	    stack == NULL)
		goto out;
	for (p = t->begin;; p += len) {
		if (best == NULL && cur->n == 0) {
			if (g->anchored && p > t->begin)
				break;
			if (g->usefirst && (p = skip(g, p, t->end)) == t->end)
				break;
		}
		if (best == NULL && !(g->anchored && p > t->begin))
			states_add(t, cur, 0, p, p, stack);
		c = 0;
		if (p < t->end)
			c = re_decode(p, t->end, &len);
		next->n = 0;
		for (i = 0; i < cur->n; i++) {
			if (best != NULL && cur->from[i] > best)
				continue;
			in = &g->prog[cur->list[i]];
			if (in->op == OP_MATCH) {
				if (best == NULL || cur->from[i] < best ||
				    p > bestend) {
					best = cur->from[i];
					bestend = p;
				}
			} else if (in->op <= OP_SET && p < t->end &&
			    re_one(g, in->op, in->arg, c))
				states_add(t, next, cur->list[i] + 1, p + len,
				    cur->from[i], stack);
		}
		tmp = cur;
		cur = next;
		next = tmp;
		if (p >= t->end || (cur->n == 0 && best != NULL))
			break;
	}
	rval = best != NULL ? 0 : REG_NOMATCH;
	*sp = best;
	*ep = bestend;
out:
	states_free(&a);
	states_free(&b);
	free(stack);
	return (rval);
}

int
regexec(const regex_t *restrict preg, const char *restrict string,
    size_t nmatch, regmatch_t pmatch[restrict], int eflags)
{
	const struct re_guts *g;
	const char *s, *e;
	struct re_text t;
	size_t i;
	int error;

	if (preg->re_magic != RE_MAGIC)
		return (REG_BADPAT);
	g = preg->re_g;
	t.g = g;
	t.base = string;
	t.eflags = eflags;
	if ((eflags & REG_STARTEND) != 0) {
		t.begin = string + pmatch[0].rm_so;
		t.end = string + pmatch[0].rm_eo;
	} else {
		t.begin = string;
		t.end = string + strlen(string);
	}
	if ((g->cflags & REG_NOSUB) != 0)
		nmatch = 0;
	if (g->backrefs)
		return (re_search_backrefs(&t, nmatch, pmatch));
	error = search(&t, &s, &e);
	if (error != 0 || nmatch == 0)
		return (error);
	for (i = 0; i < nmatch; i++)
		pmatch[i].rm_so = pmatch[i].rm_eo = -1;
	pmatch[0].rm_so = s - string;
	pmatch[0].rm_eo = e - string;
	if (nmatch > 1 && preg->re_nsub > 0)
		return (re_subexpressions(&t, s, e, nmatch, pmatch));
	return (0);
}
