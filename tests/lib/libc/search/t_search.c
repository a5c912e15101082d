/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The containers of <search.h>.
 */

#include <atf-c.h>
#include <errno.h>
#include <search.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
compare(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	return (x < y ? -1 : x > y);
}

static int	last, nodes, deepest;

static void
visit(const void *node, VISIT when, int level)
{
	int key = **(int * const *)node;

	if (level > deepest)
		deepest = level;
	if (when != postorder && when != leaf)
		return;
	ATF_CHECK(key > last);
	last = key;
	nodes++;
}

ATF_TC_WITHOUT_HEAD(tree);
ATF_TC_BODY(tree, tc)
{
	static int keys[1000];
	void *root = NULL;
	int i;

	for (i = 0; i < 1000; i++) {
		keys[i] = i;
		ATF_REQUIRE(tsearch(&keys[i], &root, compare) != NULL);
	}
	last = -1;
	twalk(root, visit);
	ATF_CHECK_EQ(1000, nodes);
	ATF_CHECK(deepest < 14);		/* balanced */
	for (i = 0; i < 1000; i += 2)
		ATF_CHECK(tdelete(&keys[i], &root, compare) != NULL);
	for (i = 0; i < 1000; i++)
		ATF_CHECK_EQ(i % 2 == 0,
		    tfind(&keys[i], &root, compare) == NULL);
	for (i = 1; i < 1000; i += 2)
		ATF_CHECK(tdelete(&keys[i], &root, compare) != NULL);
	ATF_CHECK(root == NULL);
	ATF_CHECK(tdelete(&keys[0], &root, compare) == NULL);
}

ATF_TC_WITHOUT_HEAD(hash);
ATF_TC_BODY(hash, tc)
{
	static char keys[500][8];
	ENTRY e, *found;
	int i;

	ATF_REQUIRE(hcreate(10) != 0);
	for (i = 0; i < 500; i++) {
		(void)snprintf(keys[i], sizeof(keys[i]), "k%d", i);
		e.key = keys[i];
		e.data = &keys[i];
		ATF_REQUIRE(hsearch(e, ENTER) != NULL);
	}
	for (i = 0; i < 500; i++) {
		e.key = keys[i];
		ATF_REQUIRE((found = hsearch(e, FIND)) != NULL);
		ATF_CHECK(found->data == &keys[i]);
	}
	e.key = keys[0] + 1;
	ATF_CHECK_ERRNO(ESRCH, hsearch(e, FIND) == NULL);
	hdestroy();
}

ATF_TC_WITHOUT_HEAD(linear);
ATF_TC_BODY(linear, tc)
{
	int table[4] = { 5, 6 }, key = 7;
	size_t n = 2;

	ATF_CHECK(lfind(&key, table, &n, sizeof(int), compare) == NULL);
	ATF_CHECK(lsearch(&key, table, &n, sizeof(int), compare) == &table[2]);
	ATF_CHECK_EQ(3, n);
	ATF_CHECK(lfind(&key, table, &n, sizeof(int), compare) == &table[2]);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, tree);
	ATF_TP_ADD_TC(tp, hash);
	ATF_TP_ADD_TC(tp, linear);

	return (atf_no_error());
}
