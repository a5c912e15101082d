/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Binary search trees of pointers, balanced as AVL trees.  A node begins with
 * the key, as callers expect.
 */

#include <search.h>
#include <stdlib.h>

struct node {
	const void	*key;
	struct node	*child[2];
	int		height;
};

typedef int cmp_fn(const void *, const void *);

static int
height(const struct node *n)
{
	return (n != NULL ? n->height : 0);
}

static void
update(struct node *n)
{
	int l = height(n->child[0]), r = height(n->child[1]);

	n->height = (l > r ? l : r) + 1;
}

/* The child away from dir rises. */
static struct node *
rotate(struct node *n, int dir)
{
	struct node *up = n->child[!dir];

	n->child[!dir] = up->child[dir];
	up->child[dir] = n;
	update(n);
	update(up);
	return (up);
}

static struct node *
balance(struct node *n)
{
	int diff = height(n->child[0]) - height(n->child[1]), dir;
	struct node *c;

	update(n);
	if (diff >= -1 && diff <= 1)
		return (n);
	dir = diff < 0;				/* the higher side */
	c = n->child[dir];
	if (height(c->child[dir]) < height(c->child[!dir]))
		n->child[dir] = rotate(c, dir);
	return (rotate(n, !dir));
}

/* Insert into the tree at n; *foundp gets the node of the key. */
static struct node *
insert(struct node *n, const void *key, cmp_fn *cmp, struct node **foundp)
{
	struct node *sub;
	int c;

	if (n == NULL) {
		if ((n = calloc(1, sizeof(*n))) != NULL) {
			n->key = key;
			n->height = 1;
		}
		*foundp = n;
		return (n);
	}
	c = cmp(key, n->key);
	if (c == 0) {
		*foundp = n;
		return (n);
	}
	sub = insert(n->child[c > 0], key, cmp, foundp);
	if (*foundp == NULL)
		return (n);			/* no memory */
	n->child[c > 0] = sub;
	return (balance(n));
}

void *
tsearch(const void *key, void **rootp, cmp_fn *cmp)
{
	struct node *found = NULL;

	if (rootp == NULL)
		return (NULL);
	*rootp = insert(*rootp, key, cmp, &found);
	return (found);
}

void *
tfind(const void *key, void * const *rootp, cmp_fn *cmp)
{
	struct node *n;
	int c;

	if (rootp == NULL)
		return (NULL);
	for (n = *rootp; n != NULL; n = n->child[c > 0]) {
		if ((c = cmp(key, n->key)) == 0)
			return (n);
	}
	return (NULL);
}

/* Take the least node out of the tree at n. */
static struct node *
remove_least(struct node *n, struct node **leastp)
{
	if (n->child[0] == NULL) {
		*leastp = n;
		return (n->child[1]);
	}
	n->child[0] = remove_least(n->child[0], leastp);
	return (balance(n));
}

static struct node *
delete(struct node *n, const void *key, cmp_fn *cmp, struct node *parent,
    struct node **parentp)
{
	struct node *rest, *least;
	int c;

	if (n == NULL)
		return (NULL);
	c = cmp(key, n->key);
	if (c != 0) {
		n->child[c > 0] = delete(n->child[c > 0], key, cmp, n,
		    parentp);
		return (balance(n));
	}
	*parentp = parent;
	if (n->child[0] == NULL || n->child[1] == NULL)
		rest = n->child[n->child[0] == NULL];
	else {
		rest = remove_least(n->child[1], &least);
		least->child[1] = rest;
		least->child[0] = n->child[0];
		rest = balance(least);
	}
	free(n);
	return (rest);
}

/* The parent of what was deleted; for the root, something not NULL. */
void *
tdelete(const void *__restrict key, void **__restrict rootp, cmp_fn *cmp)
{
	static struct node no_parent;
	struct node *parent = NULL;

	if (rootp == NULL || tfind(key, rootp, cmp) == NULL)
		return (NULL);
	*rootp = delete(*rootp, key, cmp, &no_parent, &parent);
	return (parent);
}

static void
walk(const struct node *n, void (*action)(const void *, VISIT, int),
    int level)
{
	if (n->child[0] == NULL && n->child[1] == NULL) {
		action(n, leaf, level);
		return;
	}
	action(n, preorder, level);
	if (n->child[0] != NULL)
		walk(n->child[0], action, level + 1);
	action(n, postorder, level);
	if (n->child[1] != NULL)
		walk(n->child[1], action, level + 1);
	action(n, endorder, level);
}

void
twalk(const void *root, void (*action)(const void *, VISIT, int))
{
	if (root != NULL && action != NULL)
		walk(root, action, 0);
}
