/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The macros of <sys/queue.h>.
 */

#include <sys/queue.h>
#include <atf-c.h>
#include <stddef.h>
#include <string.h>

struct item {
	char			name;
	SLIST_ENTRY(item)	s;
	STAILQ_ENTRY(item)	st;
	LIST_ENTRY(item)	l;
	TAILQ_ENTRY(item)	t;
};

static struct item	a = { .name = 'a' }, b = { .name = 'b' };
static struct item	c = { .name = 'c' }, d = { .name = 'd' };

SLIST_HEAD(shead, item);
STAILQ_HEAD(sthead, item);
LIST_HEAD(lhead, item);
TAILQ_HEAD(thead, item);

#define	NAMES(foreach, ...) do {					\
	struct item *i_;						\
	size_t n_ = 0;							\
									\
	foreach(i_, __VA_ARGS__)					\
		names[n_++] = i_->name;					\
	names[n_] = '\0';						\
} while (0)

static char	names[16];

ATF_TC_WITHOUT_HEAD(slist);
ATF_TC_BODY(slist, tc)
{
	struct shead h = SLIST_HEAD_INITIALIZER(h);
	struct item *i, *next;

	ATF_CHECK(SLIST_EMPTY(&h));
	SLIST_INSERT_HEAD(&h, &c, s);
	SLIST_INSERT_HEAD(&h, &a, s);
	SLIST_INSERT_AFTER(&a, &b, s);
	NAMES(SLIST_FOREACH, &h, s);
	ATF_CHECK_STREQ("abc", names);
	SLIST_REMOVE(&h, &b, item, s);
	SLIST_REMOVE_HEAD(&h, s);
	NAMES(SLIST_FOREACH, &h, s);
	ATF_CHECK_STREQ("c", names);
	SLIST_FOREACH_SAFE(i, &h, s, next)
		SLIST_REMOVE(&h, i, item, s);
	ATF_CHECK(SLIST_EMPTY(&h));
}

ATF_TC_WITHOUT_HEAD(stailq);
ATF_TC_BODY(stailq, tc)
{
	struct sthead h = STAILQ_HEAD_INITIALIZER(h), g;

	STAILQ_INIT(&g);
	STAILQ_INSERT_TAIL(&h, &b, st);
	STAILQ_INSERT_HEAD(&h, &a, st);
	STAILQ_INSERT_TAIL(&h, &c, st);
	NAMES(STAILQ_FOREACH, &h, st);
	ATF_CHECK_STREQ("abc", names);
	ATF_CHECK(STAILQ_LAST(&h, item, st) == &c);
	STAILQ_REMOVE(&h, &c, item, st);
	STAILQ_INSERT_TAIL(&g, &d, st);
	STAILQ_CONCAT(&h, &g);
	NAMES(STAILQ_FOREACH, &h, st);
	ATF_CHECK_STREQ("abd", names);
	ATF_CHECK(STAILQ_EMPTY(&g));
	STAILQ_REMOVE_HEAD(&h, st);
	STAILQ_REMOVE_AFTER(&h, &b, st);
	STAILQ_INSERT_TAIL(&h, &c, st);
	NAMES(STAILQ_FOREACH, &h, st);
	ATF_CHECK_STREQ("bc", names);
}

ATF_TC_WITHOUT_HEAD(list);
ATF_TC_BODY(list, tc)
{
	struct lhead h = LIST_HEAD_INITIALIZER(h);

	LIST_INSERT_HEAD(&h, &c, l);
	LIST_INSERT_BEFORE(&c, &a, l);
	LIST_INSERT_AFTER(&a, &b, l);
	NAMES(LIST_FOREACH, &h, l);
	ATF_CHECK_STREQ("abc", names);
	ATF_CHECK(LIST_PREV(&b, &h, item, l) == &a);
	ATF_CHECK(LIST_PREV(&a, &h, item, l) == NULL);
	LIST_REPLACE(&b, &d, l);
	LIST_REMOVE(&a, l);
	NAMES(LIST_FOREACH, &h, l);
	ATF_CHECK_STREQ("dc", names);
}

ATF_TC_WITHOUT_HEAD(tailq);
ATF_TC_BODY(tailq, tc)
{
	struct thead h = TAILQ_HEAD_INITIALIZER(h), g;
	struct item *i, *next;

	TAILQ_INIT(&g);
	TAILQ_INSERT_TAIL(&h, &b, t);
	TAILQ_INSERT_HEAD(&h, &a, t);
	TAILQ_INSERT_AFTER(&h, &b, &d, t);
	TAILQ_INSERT_BEFORE(&d, &c, t);
	NAMES(TAILQ_FOREACH, &h, t);
	ATF_CHECK_STREQ("abcd", names);
	NAMES(TAILQ_FOREACH_REVERSE, &h, thead, t);
	ATF_CHECK_STREQ("dcba", names);
	ATF_CHECK(TAILQ_LAST(&h, thead) == &d);
	ATF_CHECK(TAILQ_PREV(&b, thead, t) == &a);
	ATF_CHECK(TAILQ_PREV(&a, thead, t) == NULL);
	TAILQ_REMOVE(&h, &d, t);
	TAILQ_REMOVE(&h, &a, t);
	TAILQ_INSERT_TAIL(&g, &a, t);
	TAILQ_REPLACE(&h, &c, &d, t);
	TAILQ_CONCAT(&g, &h, t);
	NAMES(TAILQ_FOREACH, &g, t);
	ATF_CHECK_STREQ("abd", names);
	ATF_CHECK(TAILQ_EMPTY(&h));
	TAILQ_FOREACH_SAFE(i, &g, t, next)
		TAILQ_REMOVE(&g, i, t);
	ATF_CHECK(TAILQ_EMPTY(&g));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, slist);
	ATF_TP_ADD_TC(tp, stailq);
	ATF_TP_ADD_TC(tp, list);
	ATF_TP_ADD_TC(tp, tailq);

	return (atf_no_error());
}
