/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The macros of <sys/tree.h>: order, balance, augmentation, against a plain
 * array.
 */

#include <sys/tree.h>
#include <atf-c.h>
#include <stdint.h>
#include <stdlib.h>

#define	NODES	400

struct node {
	RB_ENTRY(node)	link;
	int		key;
	int		size;		/* of the subtree */
};
RB_HEAD(tree, node);

static int
compare(const struct node *a, const struct node *b)
{
	return (a->key < b->key ? -1 : a->key > b->key);
}

static int
subtree(const struct node *n)
{
	return (n != NULL ? n->size : 0);
}

#undef RB_AUGMENT
#define	RB_AUGMENT(n)							\
	((n)->size = 1 + subtree(RB_LEFT(n, link)) +			\
	    subtree(RB_RIGHT(n, link)))

RB_PROTOTYPE_STATIC(tree, node, link, compare);
RB_GENERATE_STATIC(tree, node, link, compare);

/* Black height; every rule is required on the way. */
static int
check_node(struct node *n)
{
	struct node *l, *r;
	int h;

	if (n == NULL)
		return (0);
	l = RB_LEFT(n, link);
	r = RB_RIGHT(n, link);
	ATF_REQUIRE(l == NULL || (RB_PARENT(l, link) == n &&
	    l->key < n->key));
	ATF_REQUIRE(r == NULL || (RB_PARENT(r, link) == n &&
	    r->key > n->key));
	if (RB_ISRED(n, link))
		ATF_REQUIRE(!RB_ISRED(l, link) && !RB_ISRED(r, link));
	ATF_REQUIRE_EQ(1 + subtree(l) + subtree(r), n->size);
	h = check_node(l);
	ATF_REQUIRE_EQ(h, check_node(r));
	return (h + !RB_ISRED(n, link));
}

static struct node	nodes[NODES];
static char		in[NODES];

/* The least member from key on, by looking at all. */
static struct node *
plain_nfind(int key)
{
	for (; key < NODES; key++) {
		if (in[key])
			return (&nodes[key]);
	}
	return (NULL);
}

ATF_TC_WITHOUT_HEAD(random_changes);
ATF_TC_BODY(random_changes, tc)
{
	struct tree head = RB_INITIALIZER(&head);
	struct node *n, key;
	uint64_t x = 5;
	int i, k, count = 0, seen;

	for (i = 0; i < NODES; i++)
		nodes[i].key = i;
	ATF_CHECK(RB_EMPTY(&head));
	for (i = 0; i < 20000; i++) {
		x = x * 6364136223846793005UL + 1442695040888963407UL;
		k = (int)((x >> 33) % NODES);
		if (in[k]) {
			ATF_REQUIRE(RB_INSERT(tree, &head, &nodes[k]) ==
			    &nodes[k]);
			ATF_REQUIRE(RB_REMOVE(tree, &head, &nodes[k]) ==
			    &nodes[k]);
			count--;
		} else {
			ATF_REQUIRE(RB_INSERT(tree, &head, &nodes[k]) ==
			    NULL);
			count++;
		}
		in[k] = !in[k];
		key.key = (k * 7) % NODES;
		ATF_REQUIRE(RB_FIND(tree, &head, &key) ==
		    (in[key.key] ? &nodes[key.key] : NULL));
		ATF_REQUIRE(RB_NFIND(tree, &head, &key) ==
		    plain_nfind(key.key));
		if (i % 100 != 0)
			continue;
		(void)check_node(RB_ROOT(&head));
		ATF_REQUIRE_EQ(count, subtree(RB_ROOT(&head)));
		seen = 0;
		RB_FOREACH(n, tree, &head)
			seen++;
		ATF_REQUIRE_EQ(count, seen);
		RB_FOREACH_REVERSE(n, tree, &head)
			seen--;
		ATF_REQUIRE_EQ(0, seen);
	}
	while ((n = RB_MIN(tree, &head)) != NULL)
		(void)RB_REMOVE(tree, &head, n);
	ATF_CHECK(RB_EMPTY(&head));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, random_changes);

	return (atf_no_error());
}
