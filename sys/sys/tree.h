/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Red-black trees as macros, with links embedded in the elements.
 *
 * RB_GENERATE(name, type, field, cmp) makes the functions of one tree type.
 * The children are an array indexed by direction, so that each rebalancing
 * step is written once for both sides.
 *
 * Invariants: a red node has no red child; every path from a node to a leaf
 * passes the same number of black nodes; RB_AUGMENT(elm), when it is defined at
 * the point of RB_GENERATE, has run on a node after every change of its
 * subtree.
 *
 * No locks and no allocation; callers serialise.
 * Tests: tests/lib/libc/sys/t_tree.c
 */

#ifndef _SYS_TREE_H_
#define	_SYS_TREE_H_

#include <sys/cdefs.h>

#define	RB_BLACK	0
#define	RB_RED		1
#define	RB_NEGINF	(-1)
#define	RB_INF		1

#define	RB_HEAD(name, type)						\
struct name {								\
	struct type *rbh_root;						\
}
#define	RB_INITIALIZER(head)	{ ((void *)0) }
#define	RB_INIT(head)		((void)((head)->rbh_root = ((void *)0)))
#define	RB_ENTRY(type)							\
struct {								\
	struct type *rbe_child[2];					\
	struct type *rbe_parent;					\
	int rbe_color;							\
}

#define	RB_LEFT(elm, field)	((elm)->field.rbe_child[0])
#define	RB_RIGHT(elm, field)	((elm)->field.rbe_child[1])
#define	RB_CHILD(elm, dir, field) ((elm)->field.rbe_child[dir])
#define	RB_PARENT(elm, field)	((elm)->field.rbe_parent)
#define	RB_COLOR(elm, field)	((elm)->field.rbe_color)
#define	RB_ROOT(head)		((head)->rbh_root)
#define	RB_EMPTY(head)		(RB_ROOT(head) == ((void *)0))
#define	RB_ISRED(elm, field) \
	((elm) != ((void *)0) && RB_COLOR(elm, field) == RB_RED)

#ifndef RB_AUGMENT
#define	RB_AUGMENT(elm)		((void)(elm))
#endif

#define	RB_PROTOTYPE(name, type, field, cmp) \
	RB_PROTOTYPE_INTERNAL(name, type, field, cmp,)
#define	RB_PROTOTYPE_STATIC(name, type, field, cmp) \
	RB_PROTOTYPE_INTERNAL(name, type, field, cmp, __unused static)
#define	RB_PROTOTYPE_INTERNAL(name, type, field, cmp, attr)		\
attr struct type *name##_RB_FIND(struct name *, const struct type *);	\
attr struct type *name##_RB_INSERT(struct name *, struct type *);	\
attr struct type *name##_RB_MINMAX(struct name *, int);			\
attr struct type *name##_RB_NFIND(struct name *, const struct type *);	\
attr struct type *name##_RB_REMOVE(struct name *, struct type *);	\
attr struct type *name##_RB_STEP(struct type *, int);			\
attr void name##_RB_UPDATE(struct type *)

#define	RB_GENERATE(name, type, field, cmp) \
	RB_GENERATE_INTERNAL(name, type, field, cmp,)
#define	RB_GENERATE_STATIC(name, type, field, cmp) \
	RB_GENERATE_INTERNAL(name, type, field, cmp, __unused static)
#define	RB_GENERATE_INTERNAL(name, type, field, cmp, attr)		\
									\
/* Put new where old hangs below its parent. */				\
static inline void							\
name##_RB_REPLACE_CHILD(struct name *head, struct type *old,		\
    struct type *new)							\
{									\
	struct type *parent = RB_PARENT(old, field);			\
									\
	if (parent == ((void *)0))					\
		RB_ROOT(head) = new;					\
	else								\
		RB_CHILD(parent, RB_RIGHT(parent, field) == old,	\
		    field) = new;					\
}									\
									\
/* The child of elm away from dir rises, elm sinks towards dir. */	\
static void								\
name##_RB_ROTATE(struct name *head, struct type *elm, int dir)		\
{									\
	struct type *up = RB_CHILD(elm, !dir, field);			\
	struct type *inner = RB_CHILD(up, dir, field);			\
									\
	RB_CHILD(elm, !dir, field) = inner;				\
	if (inner != ((void *)0))					\
		RB_PARENT(inner, field) = elm;				\
	name##_RB_REPLACE_CHILD(head, elm, up);				\
	RB_PARENT(up, field) = RB_PARENT(elm, field);			\
	RB_CHILD(up, dir, field) = elm;					\
	RB_PARENT(elm, field) = up;					\
	RB_AUGMENT(elm);						\
	RB_AUGMENT(up);							\
}									\
									\
/* Run the augmentation from elm up to the root. */			\
attr void								\
name##_RB_UPDATE(struct type *elm)					\
{									\
	for (; elm != ((void *)0); elm = RB_PARENT(elm, field))		\
		RB_AUGMENT(elm);					\
}									\
									\
static void								\
name##_RB_INSERT_FIX(struct name *head, struct type *elm)		\
{									\
	struct type *parent, *gparent, *uncle;				\
	int dir;							\
									\
	while (RB_ISRED(parent = RB_PARENT(elm, field), field)) {	\
		gparent = RB_PARENT(parent, field);			\
		dir = RB_RIGHT(gparent, field) == parent;		\
		uncle = RB_CHILD(gparent, !dir, field);			\
		if (RB_ISRED(uncle, field)) {				\
			RB_COLOR(uncle, field) = RB_BLACK;		\
			RB_COLOR(parent, field) = RB_BLACK;		\
			RB_COLOR(gparent, field) = RB_RED;		\
			elm = gparent;					\
			continue;					\
		}							\
		if (RB_CHILD(parent, !dir, field) == elm) {		\
			name##_RB_ROTATE(head, parent, dir);		\
			parent = elm;					\
		}							\
		RB_COLOR(parent, field) = RB_BLACK;			\
		RB_COLOR(gparent, field) = RB_RED;			\
		name##_RB_ROTATE(head, gparent, !dir);			\
		break;							\
	}								\
	RB_COLOR(RB_ROOT(head), field) = RB_BLACK;			\
}									\
									\
/* The subtree elm (may be NULL) below parent lacks one black node. */	\
static void								\
name##_RB_REMOVE_FIX(struct name *head, struct type *parent,		\
    struct type *elm)							\
{									\
	struct type *sib;						\
	int dir;							\
									\
	while (!RB_ISRED(elm, field) && parent != ((void *)0)) {	\
		dir = RB_LEFT(parent, field) != elm;			\
		sib = RB_CHILD(parent, !dir, field);			\
		if (RB_ISRED(sib, field)) {				\
			RB_COLOR(sib, field) = RB_BLACK;		\
			RB_COLOR(parent, field) = RB_RED;		\
			name##_RB_ROTATE(head, parent, dir);		\
			sib = RB_CHILD(parent, !dir, field);		\
		}							\
		if (!RB_ISRED(RB_LEFT(sib, field), field) &&		\
		    !RB_ISRED(RB_RIGHT(sib, field), field)) {		\
			RB_COLOR(sib, field) = RB_RED;			\
			elm = parent;					\
			parent = RB_PARENT(elm, field);			\
			continue;					\
		}							\
		if (!RB_ISRED(RB_CHILD(sib, !dir, field), field)) {	\
			RB_COLOR(RB_CHILD(sib, dir, field), field) =	\
			    RB_BLACK;					\
			RB_COLOR(sib, field) = RB_RED;			\
			name##_RB_ROTATE(head, sib, !dir);		\
			sib = RB_CHILD(parent, !dir, field);		\
		}							\
		RB_COLOR(sib, field) = RB_COLOR(parent, field);		\
		RB_COLOR(parent, field) = RB_BLACK;			\
		RB_COLOR(RB_CHILD(sib, !dir, field), field) = RB_BLACK;	\
		name##_RB_ROTATE(head, parent, dir);			\
		return;							\
	}								\
	if (elm != ((void *)0))						\
		RB_COLOR(elm, field) = RB_BLACK;			\
}									\
									\
/* Take elm out; returns elm. */					\
attr struct type *							\
name##_RB_REMOVE(struct name *head, struct type *elm)			\
{									\
	struct type *child, *parent, *next;				\
	int color;							\
									\
	if (RB_LEFT(elm, field) == ((void *)0) ||			\
	    RB_RIGHT(elm, field) == ((void *)0)) {			\
		child = RB_CHILD(elm,					\
		    RB_LEFT(elm, field) == ((void *)0), field);		\
		parent = RB_PARENT(elm, field);				\
		color = RB_COLOR(elm, field);				\
		name##_RB_REPLACE_CHILD(head, elm, child);		\
	} else {							\
		/* The successor takes elm's place. */			\
		next = RB_RIGHT(elm, field);				\
		while (RB_LEFT(next, field) != ((void *)0))		\
			next = RB_LEFT(next, field);			\
		child = RB_RIGHT(next, field);				\
		parent = RB_PARENT(next, field);			\
		color = RB_COLOR(next, field);				\
		if (parent == elm)					\
			parent = next;					\
		else {							\
			RB_LEFT(parent, field) = child;			\
			RB_RIGHT(next, field) = RB_RIGHT(elm, field);	\
			RB_PARENT(RB_RIGHT(elm, field), field) = next;	\
		}							\
		RB_LEFT(next, field) = RB_LEFT(elm, field);		\
		RB_PARENT(RB_LEFT(elm, field), field) = next;		\
		name##_RB_REPLACE_CHILD(head, elm, next);		\
		RB_PARENT(next, field) = RB_PARENT(elm, field);		\
		RB_COLOR(next, field) = RB_COLOR(elm, field);		\
	}								\
	if (child != ((void *)0))					\
		RB_PARENT(child, field) = parent;			\
	name##_RB_UPDATE(parent);					\
	if (color == RB_BLACK)						\
		name##_RB_REMOVE_FIX(head, parent, child);		\
	return (elm);							\
}									\
									\
/* Put elm in; returns NULL, or the equal element that is there. */	\
attr struct type *							\
name##_RB_INSERT(struct name *head, struct type *elm)			\
{									\
	struct type **link = &RB_ROOT(head);				\
	struct type *parent = ((void *)0);				\
									\
	while (*link != ((void *)0)) {					\
		__typeof__((cmp)(elm, elm)) c;				\
									\
		parent = *link;						\
		c = (cmp)(elm, parent);					\
		if (c == 0)						\
			return (parent);				\
		link = &RB_CHILD(parent, c > 0, field);			\
	}								\
	RB_LEFT(elm, field) = RB_RIGHT(elm, field) = ((void *)0);	\
	RB_PARENT(elm, field) = parent;					\
	RB_COLOR(elm, field) = RB_RED;					\
	*link = elm;							\
	name##_RB_UPDATE(elm);						\
	name##_RB_INSERT_FIX(head, elm);				\
	return ((void *)0);						\
}									\
									\
attr struct type *							\
name##_RB_FIND(struct name *head, const struct type *key)		\
{									\
	struct type *elm = RB_ROOT(head);				\
									\
	while (elm != ((void *)0)) {					\
		__typeof__((cmp)(elm, elm)) c;				\
									\
		c = (cmp)(__DECONST(struct type *, key), elm);		\
		if (c == 0)						\
			return (elm);					\
		elm = RB_CHILD(elm, c > 0, field);			\
	}								\
	return ((void *)0);						\
}									\
									\
/* The least element that is not less than key. */			\
attr struct type *							\
name##_RB_NFIND(struct name *head, const struct type *key)		\
{									\
	struct type *elm = RB_ROOT(head), *best = ((void *)0);		\
									\
	while (elm != ((void *)0)) {					\
		__typeof__((cmp)(elm, elm)) c;				\
									\
		c = (cmp)(__DECONST(struct type *, key), elm);		\
		if (c == 0)						\
			return (elm);					\
		if (c < 0)						\
			best = elm;					\
		elm = RB_CHILD(elm, c > 0, field);			\
	}								\
	return (best);							\
}									\
									\
/* The neighbour of elm: dir 1 the next, 0 the previous one. */		\
attr struct type *							\
name##_RB_STEP(struct type *elm, int dir)				\
{									\
	struct type *from;						\
									\
	if (RB_CHILD(elm, dir, field) != ((void *)0)) {			\
		elm = RB_CHILD(elm, dir, field);			\
		while (RB_CHILD(elm, !dir, field) != ((void *)0))	\
			elm = RB_CHILD(elm, !dir, field);		\
		return (elm);						\
	}								\
	do {								\
		from = elm;						\
		elm = RB_PARENT(elm, field);				\
	} while (elm != ((void *)0) &&					\
	    RB_CHILD(elm, dir, field) == from);				\
	return (elm);							\
}									\
									\
attr struct type *							\
name##_RB_MINMAX(struct name *head, int dir)				\
{									\
	struct type *elm = RB_ROOT(head), *last = ((void *)0);		\
									\
	for (; elm != ((void *)0); elm = RB_CHILD(elm, dir, field))	\
		last = elm;						\
	return (last);							\
}									\
struct name##_rb_end

#define	RB_INSERT(name, head, elm)	name##_RB_INSERT(head, elm)
#define	RB_REMOVE(name, head, elm)	name##_RB_REMOVE(head, elm)
#define	RB_FIND(name, head, key)	name##_RB_FIND(head, key)
#define	RB_NFIND(name, head, key)	name##_RB_NFIND(head, key)
#define	RB_NEXT(name, head, elm)	name##_RB_STEP(elm, 1)
#define	RB_PREV(name, head, elm)	name##_RB_STEP(elm, 0)
#define	RB_MIN(name, head)		name##_RB_MINMAX(head, 0)
#define	RB_MAX(name, head)		name##_RB_MINMAX(head, 1)
#define	RB_UPDATE_AUGMENT(name, elm)	name##_RB_UPDATE(elm)

#define	RB_FOREACH(x, name, head)					\
	for ((x) = RB_MIN(name, head); (x) != ((void *)0);		\
	    (x) = RB_NEXT(name, head, x))
#define	RB_FOREACH_FROM(x, name, y)					\
	for ((x) = (y); (x) != ((void *)0); (x) = name##_RB_STEP(x, 1))
#define	RB_FOREACH_SAFE(x, name, head, y)				\
	for ((x) = RB_MIN(name, head); (x) != ((void *)0) &&		\
	    ((y) = RB_NEXT(name, head, x), 1); (x) = (y))
#define	RB_FOREACH_REVERSE(x, name, head)				\
	for ((x) = RB_MAX(name, head); (x) != ((void *)0);		\
	    (x) = RB_PREV(name, head, x))
#define	RB_FOREACH_REVERSE_SAFE(x, name, head, y)			\
	for ((x) = RB_MAX(name, head); (x) != ((void *)0) &&		\
	    ((y) = RB_PREV(name, head, x), 1); (x) = (y))

#endif /* !_SYS_TREE_H_ */
