/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * From the tree of a pattern to the program of an automaton.
 *
 * Repetitions with bounds are written out as often as they say, so a program
 * has a bound of its own (RE_MAXPROG).  A back reference is not regular: in the
 * program it stands for any text, and regsub.c does the matching.
 */
#include <sys/types.h>

#include <stdlib.h>
#include <string.h>

#include "regex_impl.h"

struct emitter {
	struct re_guts	*g;
	size_t		 room;
	int		 error;
};

static size_t
emit(struct emitter *e, enum re_op op, uint32_t arg, uint32_t arg2)
{
	struct re_guts *g = e->g;
	struct re_inst *prog;

	if (e->error != 0)
		return (0);
	if (g->nprog == e->room) {
		e->room = e->room == 0 ? 32 : e->room * 2;
		prog = e->room > RE_MAXPROG * 2 ? NULL :
		    reallocarray(g->prog, e->room, sizeof(*prog));
		if (prog == NULL) {
			e->error = REG_ESPACE;
			return (0);
		}
		g->prog = prog;
	}
	g->prog[g->nprog].op = op;
	g->prog[g->nprog].arg = arg;
	g->prog[g->nprog].arg2 = arg2;
	return (g->nprog++);
}

static void
patch(struct emitter *e, size_t at, bool second, size_t target)
{

	if (e->error != 0)
		return;
	if (second)
		e->g->prog[at].arg2 = (uint32_t)target;
	else
		e->g->prog[at].arg = (uint32_t)target;
}

static void	emit_node(struct emitter *, const struct re_node *);

static void
emit_star(struct emitter *e, const struct re_node *n)
{
	size_t split;

	split = emit(e, OP_SPLIT, 0, 0);
	patch(e, split, false, e->g->nprog);
	if (n != NULL)
		emit_node(e, n);
	else
		(void)emit(e, OP_ANY, 0, 0);
	(void)emit(e, OP_JMP, (uint32_t)split, 0);
	patch(e, split, true, e->g->nprog);
}

static void
emit_repeat(struct emitter *e, const struct re_node *n)
{
	size_t splits[RE_DUPMAX];
	int i, optional = 0;

	for (i = 0; i < n->min && e->error == 0; i++)
		emit_node(e, n->left);
	if (n->max == RE_INFINITY) {
		emit_star(e, n->left);
		return;
	}
	for (; i < n->max && e->error == 0; i++) {
		splits[optional] = emit(e, OP_SPLIT, 0, 0);
		patch(e, splits[optional++], false, e->g->nprog);
		emit_node(e, n->left);
	}
	while (optional > 0)
		patch(e, splits[--optional], true, e->g->nprog);
}

static void
emit_node(struct emitter *e, const struct re_node *n)
{
	size_t split, jmp;

	switch (n->kind) {
	case RE_CHAR:
		(void)emit(e, OP_CHAR, n->c, 0);
		break;
	case RE_ANY:
		(void)emit(e, OP_ANY, 0, 0);
		break;
	case RE_SET:
		(void)emit(e, OP_SET, (uint32_t)n->index, 0);
		break;
	case RE_BOL:
		(void)emit(e, OP_BOL, 0, 0);
		break;
	case RE_EOL:
		(void)emit(e, OP_EOL, 0, 0);
		break;
	case RE_BOW:
		(void)emit(e, OP_BOW, 0, 0);
		break;
	case RE_EOW:
		(void)emit(e, OP_EOW, 0, 0);
		break;
	case RE_EMPTY:
		break;
	case RE_CAT:
		for (; n->kind == RE_CAT && e->error == 0; n = n->right)
			emit_node(e, n->left);
		emit_node(e, n);
		break;
	case RE_ALT:
		split = emit(e, OP_SPLIT, 0, 0);
		patch(e, split, false, e->g->nprog);
		emit_node(e, n->left);
		jmp = emit(e, OP_JMP, 0, 0);
		patch(e, split, true, e->g->nprog);
		emit_node(e, n->right);
		patch(e, jmp, false, e->g->nprog);
		break;
	case RE_REP:
		emit_repeat(e, n);
		break;
	case RE_GROUP:
		emit_node(e, n->left);
		break;
	case RE_BACKREF:
		emit_star(e, NULL);
		break;
	}
}

/*
 * Which bytes can a match begin with?  Follow what leads to the first
 * character; a place or an empty match means any.
 */
static bool
first_bytes(struct re_guts *g, size_t pc, uint8_t *seen, int depth)
{
	bool icase = (g->cflags & REG_ICASE) != 0;
	const struct re_inst *in;
	uint32_t c;

	if (depth > 1000)
		return (false);
	if ((seen[pc / 8] & (1U << (pc % 8))) != 0)
		return (true);
	seen[pc / 8] |= (uint8_t)(1U << (pc % 8));
	in = &g->prog[pc];
	switch (in->op) {
	case OP_CHAR:
	case OP_SET:
		/* Bytes from 128 on begin, or are, characters above 127. */
		for (c = 0x80; c < 0x100; c++)
			if (in->op == OP_SET || in->arg >= 0x80)
				g->first[c / 8] |= (uint8_t)(1U << (c % 8));
		for (c = 0; c < 0x80; c++)
			if (in->op == OP_CHAR ?
			    (icase ? re_fold(c) : c) == in->arg :
			    re_set_has(&g->sets[in->arg], c, icase))
				g->first[c / 8] |= (uint8_t)(1U << (c % 8));
		return (true);
	case OP_SPLIT:
		return (first_bytes(g, in->arg, seen, depth + 1) &&
		    first_bytes(g, in->arg2, seen, depth + 1));
	case OP_JMP:
		return (first_bytes(g, in->arg, seen, depth + 1));
	default:
		return (false);
	}
}

static bool
begins_with_bol(const struct re_node *n)
{

	while (n->kind == RE_CAT || n->kind == RE_GROUP)
		n = n->left;
	return (n->kind == RE_BOL);
}

int
re_program(struct re_guts *g)
{
	struct emitter e = { .g = g };
	uint8_t *seen;

	emit_node(&e, g->tree);
	(void)emit(&e, OP_MATCH, 0, 0);
	if (e.error == 0 && g->nprog > RE_MAXPROG)
		e.error = REG_ESPACE;
	if (e.error != 0)
		return (e.error);
	seen = calloc(1, g->nprog / 8 + 1);
	if (seen == NULL)
		return (REG_ESPACE);
	g->usefirst = first_bytes(g, 0, seen, 0);
	free(seen);
	g->anchored = (g->cflags & REG_NEWLINE) == 0 &&
	    begins_with_bol(g->tree);
	return (0);
}
