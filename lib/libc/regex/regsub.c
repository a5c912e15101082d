/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Regular expressions by their trees: subexpressions, and back references.
 *
 * Subexpressions	The match is known to be [s, e).  can() tells whether a
 *		node matches exactly a part of it, remembering the answers;
 *		fill() then divides the match as the standard says: of the
 *		parts of an expression each, from the left, takes as much as
 *		the rest leaves possible.
 *
 * Back references	are matched by trying all ways, longest first, from
 *		each place of the text.  That can take exponential time: after
 *		MAXSTEPS steps or at MAXRECURSE levels the answer is REG_ESPACE.
 */
#include <sys/types.h>

#include <stdlib.h>
#include <string.h>

#include "regex_impl.h"

#define	MAXMEMO		(1U << 22)	/* remembered answers */
#define	MAXSTEPS	20000000
#define	MAXRECURSE	20000

static enum re_op
op_of(enum re_kind kind)
{
	static const enum re_op ops[] = {
		[RE_CHAR] = OP_CHAR, [RE_ANY] = OP_ANY, [RE_SET] = OP_SET,
		[RE_BOL] = OP_BOL, [RE_EOL] = OP_EOL, [RE_BOW] = OP_BOW,
		[RE_EOW] = OP_EOW,
	};

	return (ops[kind]);
}

static uint32_t
arg_of(const struct re_node *n)
{

	return (n->kind == RE_SET ? (uint32_t)n->index : n->c);
}

/*
 * Does a node of one character match at p?  Its length, or 0.
 */
static size_t
one(const struct re_text *t, const struct re_node *n, const char *p,
    const char *end)
{
	uint32_t c;
	size_t len;

	if (p >= end)
		return (0);
	c = re_decode(p, t->end, &len);
	if (p + len > end || !re_one(t->g, op_of(n->kind), arg_of(n), c))
		return (0);
	return (len);
}

/* --- subexpressions ------------------------------------------------------- */

struct memo {
	const struct re_node *n;	/* NULL: free */
	uint32_t	i, j;
	int		count;
	bool		answer;
};

struct sub {
	const struct re_text *t;
	const char	*s;		/* the match begins here */
	struct memo	*memo;
	size_t		 size;		/* a power of 2 */
	size_t		 used;
	size_t		 nmatch;
	regmatch_t	*pm;
	int		 error;
};

static bool	can(struct sub *, const struct re_node *, uint32_t, uint32_t);
static bool	can_rep(struct sub *, const struct re_node *, int, uint32_t,
		    uint32_t);

static struct memo *
memo_find(struct sub *su, const struct re_node *n, int count, uint32_t i,
    uint32_t j)
{
	uint64_t h;
	struct memo *m;

	h = (((uint64_t)n->id * 0x9e3779b97f4a7c15ULL ^ i) *
	    0x9e3779b97f4a7c15ULL ^ j) * 0x9e3779b97f4a7c15ULL ^
	    (unsigned)count;
	h ^= h >> 29;
	for (;; h++) {
		m = &su->memo[h & (su->size - 1)];
		if (m->n == NULL || (m->n == n && m->i == i && m->j == j &&
		    m->count == count))
			return (m);
	}
}

static bool
memo_grow(struct sub *su)
{
	struct memo *old = su->memo, *m;
	size_t i, size = su->size;

	if (size >= MAXMEMO || (m = calloc(size * 2, sizeof(*m))) == NULL) {
		su->error = REG_ESPACE;
		return (false);
	}
	su->memo = m;
	su->size = size * 2;
	for (i = 0; i < size; i++)
		if (old[i].n != NULL)
			*memo_find(su, old[i].n, old[i].count, old[i].i,
			    old[i].j) = old[i];
	free(old);
	return (true);
}

static void
memo_put(struct sub *su, const struct re_node *n, int count, uint32_t i,
    uint32_t j, bool answer)
{
	struct memo *m;

	if (su->used * 2 >= su->size && !memo_grow(su))
		return;
	m = memo_find(su, n, count, i, j);
	if (m->n == NULL)
		su->used++;
	*m = (struct memo){ n, i, j, count, answer };
}

/*
 * A repetition of one character: is [i, j) made of a permitted number of them?
 */
static bool
can_run(struct sub *su, const struct re_node *n, uint32_t i, uint32_t j)
{
	const char *p = su->s + i, *end = su->s + j;
	size_t len;
	int count = 0;

	for (; p < end; p += len, count++) {
		if (n->max != RE_INFINITY && count == n->max)
			return (false);
		if ((len = one(su->t, n->left, p, end)) == 0)
			return (false);
	}
	return (count >= n->min);
}

static bool
can_cat(struct sub *su, const struct re_node *n, uint32_t i, uint32_t j)
{
	uint32_t k;

	for (k = j + 1; k-- > i && su->error == 0; )
		if (can(su, n->left, i, k) && can(su, n->right, k, j))
			return (true);
	return (false);
}

static bool
can(struct sub *su, const struct re_node *n, uint32_t i, uint32_t j)
{
	struct memo *m;
	bool answer;

	switch (n->kind) {
	case RE_CHAR:
	case RE_ANY:
	case RE_SET:
		return (one(su->t, n, su->s + i, su->s + j) == j - i &&
		    j > i);
	case RE_BOL:
	case RE_EOL:
	case RE_BOW:
	case RE_EOW:
		return (i == j &&
		    re_place(su->t, op_of(n->kind), su->s + i));
	case RE_EMPTY:
		return (i == j);
	case RE_GROUP:
		return (can(su, n->left, i, j));
	case RE_ALT:
		return (can(su, n->left, i, j) || can(su, n->right, i, j));
	case RE_REP:
		if (n->left->kind <= RE_SET)
			return (can_run(su, n, i, j));
		return (can_rep(su, n, 0, i, j));
	case RE_CAT:
		m = memo_find(su, n, -1, i, j);
		if (m->n != NULL)
			return (m->answer);
		answer = can_cat(su, n, i, j);
		memo_put(su, n, -1, i, j, answer);
		return (answer);
	default:
		return (false);
	}
}

/*
 * After count repetitions, can the rest be [i, j)?  A repetition that matches
 * nothing counts only where the minimum asks for it.
 */
static bool
can_rep(struct sub *su, const struct re_node *n, int count, uint32_t i,
    uint32_t j)
{
	struct memo *m;
	bool answer = false;
	uint32_t k;
	int next;

	if (i == j && count >= n->min)
		return (true);
	if (n->max != RE_INFINITY && count >= n->max)
		return (false);
	/* Past the minimum of an unbounded one the count does not matter. */
	if (n->max == RE_INFINITY && count > n->min)
		count = n->min;
	m = memo_find(su, n, count, i, j);
	if (m->n != NULL)
		return (m->answer);
	next = n->max == RE_INFINITY && count == n->min ? count : count + 1;
	for (k = j + 1; k-- > i && !answer && su->error == 0; ) {
		if (k == i && count >= n->min)
			break;
		answer = can(su, n->left, i, k) &&
		    can_rep(su, n, next, k, j);
	}
	memo_put(su, n, count, i, j, answer);
	return (answer);
}

static void
forget(struct sub *su, const struct re_node *n)
{

	if (n == NULL)
		return;
	if (n->kind == RE_GROUP && n->index < su->nmatch)
		su->pm[n->index].rm_so = su->pm[n->index].rm_eo = -1;
	forget(su, n->left);
	if (n->kind == RE_CAT || n->kind == RE_ALT)
		forget(su, n->right);
}

static bool
has_group(const struct re_node *n)
{

	if (n == NULL)
		return (false);
	return (n->kind == RE_GROUP || has_group(n->left) ||
	    has_group(n->right));
}

static void	fill(struct sub *, const struct re_node *, uint32_t, uint32_t);

static void
fill_rep(struct sub *su, const struct re_node *n, uint32_t i, uint32_t j)
{
	int count = 0;
	uint32_t k;

	while (su->error == 0 && (i < j || count < n->min)) {
		for (k = j; ; k--) {
			if (can(su, n->left, i, k) &&
			    can_rep(su, n, count + 1, k, j))
				break;
			if (k == i)
				return;
		}
		forget(su, n->left);
		fill(su, n->left, i, k);
		if (k == i && count >= n->min)
			return;
		i = k;
		count++;
	}
	/* Nothing, where something was possible: the group took part. */
	if (count == 0 && i == j && (n->max == RE_INFINITY || n->max > 0) &&
	    can(su, n->left, i, i))
		fill(su, n->left, i, i);
}

static void
fill(struct sub *su, const struct re_node *n, uint32_t i, uint32_t j)
{
	const char *base = su->t->base;
	uint32_t k;

	for (; su->error == 0; n = n->right, i = k) {
		switch (n->kind) {
		case RE_GROUP:
			if (n->index < su->nmatch) {
				su->pm[n->index].rm_so = su->s + i - base;
				su->pm[n->index].rm_eo = su->s + j - base;
			}
			fill(su, n->left, i, j);
			return;
		case RE_ALT:
			fill(su, can(su, n->left, i, j) ? n->left : n->right,
			    i, j);
			return;
		case RE_REP:
			if (has_group(n->left))
				fill_rep(su, n, i, j);
			return;
		case RE_CAT:
			for (k = j; k > i; k--)
				if (can(su, n->left, i, k) &&
				    can(su, n->right, k, j))
					break;
			fill(su, n->left, i, k);
			break;
		default:
			return;
		}
	}
}

/*
 * Set pmatch[1] and further for the match [s, e).
 */
int
re_subexpressions(const struct re_text *t, const char *s, const char *e,
    size_t nmatch, regmatch_t *pm)
{
	struct sub su = {
		.t = t, .s = s, .nmatch = nmatch, .pm = pm, .size = 256,
	};

	if ((size_t)(e - s) >= UINT32_MAX)
		return (REG_ESPACE);
	su.memo = calloc(su.size, sizeof(*su.memo));
	if (su.memo == NULL)
		return (REG_ESPACE);
	fill(&su, t->g->tree, 0, (uint32_t)(e - s));
	free(su.memo);
	return (su.error);
}

/* --- back references ------------------------------------------------------ */

#define	MAXGROUPS	64		/* remembered, at least nine */

/* What is to be matched behind a node. */
struct cont {
	const struct cont *next;
	const struct re_node *n;
	int		 count;		/* RE_REP: repetitions done; else -1 */
	const char	*from;	/* where this one, or the group, began */
	bool		 endgroup;
};

struct try {
	const struct re_text *t;
	const char	*gs[MAXGROUPS];	/* groups as of now */
	const char	*ge[MAXGROUPS];
	const char	*bs[MAXGROUPS];	/* as of the longest match */
	const char	*be[MAXGROUPS];
	const char	*bestend;
	long		 steps;
	int		 depth;
	int		 error;
};

static void	try_node(struct try *, const struct re_node *, const char *,
		    const struct cont *);

static void
try_cont(struct try *tr, const char *p, const struct cont *k)
{
	const struct re_node *n;
	struct cont rep;
	const char *os, *oe;

	if (k == NULL) {
		if (tr->bestend == NULL || p > tr->bestend) {
			tr->bestend = p;
			memcpy(tr->bs, tr->gs, sizeof(tr->bs));
			memcpy(tr->be, tr->ge, sizeof(tr->be));
		}
		return;
	}
	n = k->n;
	if (k->endgroup) {
		if (n->index >= MAXGROUPS) {
			try_cont(tr, p, k->next);
			return;
		}
		os = tr->gs[n->index];
		oe = tr->ge[n->index];
		tr->gs[n->index] = k->from;
		tr->ge[n->index] = p;
		try_cont(tr, p, k->next);
		tr->gs[n->index] = os;
		tr->ge[n->index] = oe;
		return;
	}
	if (k->count < 0) {
		try_node(tr, n, p, k->next);
		return;
	}
	/* Another repetition, unless the last matched nothing. */
	if ((n->max == RE_INFINITY || k->count < n->max) &&
	    (p != k->from || k->count < n->min)) {
		rep = (struct cont){ .next = k->next, .n = n,
		    .count = k->count + 1, .from = p };
		try_node(tr, n->left, p, &rep);
	}
	if (k->count >= n->min)
		try_cont(tr, p, k->next);
}

static bool
same_text(const struct re_text *t, const char *a, const char *b, size_t len)
{
	size_t i;

	if ((t->g->cflags & REG_ICASE) == 0)
		return (memcmp(a, b, len) == 0);
	for (i = 0; i < len; i++)
		if (re_fold((unsigned char)a[i]) !=
		    re_fold((unsigned char)b[i]))
			return (false);
	return (true);
}

static void
try_node(struct try *tr, const struct re_node *n, const char *p,
    const struct cont *k)
{
	const struct re_text *t = tr->t;
	struct cont c = { .next = k, .n = n, .count = -1, .from = p };
	size_t len;

	if (tr->error != 0)
		return;
	if (++tr->steps > MAXSTEPS || tr->depth >= MAXRECURSE) {
		tr->error = REG_ESPACE;
		return;
	}
	tr->depth++;
	switch (n->kind) {
	case RE_CHAR:
	case RE_ANY:
	case RE_SET:
		if ((len = one(t, n, p, t->end)) != 0)
			try_cont(tr, p + len, k);
		break;
	case RE_BOL:
	case RE_EOL:
	case RE_BOW:
	case RE_EOW:
		if (re_place(t, op_of(n->kind), p))
			try_cont(tr, p, k);
		break;
	case RE_EMPTY:
		try_cont(tr, p, k);
		break;
	case RE_CAT:
		c.n = n->right;
		try_node(tr, n->left, p, &c);
		break;
	case RE_ALT:
		try_node(tr, n->left, p, k);
		try_node(tr, n->right, p, k);
		break;
	case RE_REP:
		c.count = 0;
		c.from = NULL;
		try_cont(tr, p, &c);
		break;
	case RE_GROUP:
		c.endgroup = true;
		try_node(tr, n->left, p, &c);
		break;
	case RE_BACKREF:
		if (tr->gs[n->index] == NULL)
			break;
		len = (size_t)(tr->ge[n->index] - tr->gs[n->index]);
		if ((size_t)(t->end - p) >= len &&
		    same_text(t, tr->gs[n->index], p, len))
			try_cont(tr, p + len, k);
		break;
	}
	tr->depth--;
}

int
re_search_backrefs(const struct re_text *t, size_t nmatch, regmatch_t *pm)
{
	struct try *tr;
	const char *p;
	size_t i, len;
	int rval = REG_NOMATCH;

	tr = malloc(sizeof(*tr));
	if (tr == NULL)
		return (REG_ESPACE);
	tr->steps = 0;
	for (p = t->begin;; p += len) {
		memset(tr->gs, 0, sizeof(tr->gs));
		memset(tr->ge, 0, sizeof(tr->ge));
		tr->bestend = NULL;
		tr->depth = 0;
		tr->error = 0;
		tr->t = t;
		try_node(tr, t->g->tree, p, NULL);
		if (tr->error != 0 || tr->bestend != NULL || p >= t->end ||
		    t->g->anchored)
			break;
		(void)re_decode(p, t->end, &len);
	}
	if (tr->error != 0)
		rval = tr->error;
	else if (tr->bestend != NULL) {
		rval = 0;
		for (i = 0; i < nmatch; i++) {
			pm[i].rm_so = pm[i].rm_eo = -1;
			if (i > 0 && i < MAXGROUPS && tr->bs[i] != NULL) {
				pm[i].rm_so = tr->bs[i] - t->base;
				pm[i].rm_eo = tr->be[i] - t->base;
			}
		}
		if (nmatch > 0) {
			pm[0].rm_so = p - t->base;
			pm[0].rm_eo = tr->bestend - t->base;
		}
	}
	free(tr);
	return (rval);
}
