/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the tests of kevent(2) share.
 */

#ifndef _H_KEVENT_H_
#define	_H_KEVENT_H_

#include <sys/event.h>
#include "h_kern.h"

static const struct timespec no_time = { 0, 0 };
static const struct timespec long_time = { 20, 0 };

static inline int
kq_open(void)
{
	int kq = kqueue();

	ATF_REQUIRE(kq >= 0);
	return (kq);
}

/* kevent(2) with one change and no event: its result. */
static inline int
kq_change(int kq, uintptr_t ident, int filter, int flags, u_int fflags,
    int64_t data)
{
	struct kevent kev;

	EV_SET(&kev, ident, filter, flags, fflags, data, (void *)ident);
	return (kevent(kq, &kev, 1, NULL, 0, NULL));
}

#define	KQ_CHANGE(kq, ident, filter, flags, fflags, data)		\
	ATF_REQUIRE_EQ(0, kq_change((kq), (uintptr_t)(ident), (filter),	\
	    (int)(flags), (u_int)(fflags), (data)))

/* How many events there are, at most 8, without waiting. */
static inline int
kq_poll(int kq, struct kevent *kev)
{

	return (kevent(kq, NULL, 0, kev, 8, &no_time));
}

/* There is nothing. */
#define	KQ_NONE(kq) do {						\
	struct kevent none_[8];						\
									\
	ATF_REQUIRE_EQ(0, kq_poll((kq), none_));			\
} while (0)

/* There is exactly one event, kev, which is of (ident, filter). */
#define	KQ_ONE(kq, kev, id, filt) do {					\
	struct kevent one_[8];						\
									\
	ATF_REQUIRE_EQ(1, kq_poll((kq), one_));				\
	*(kev) = one_[0];						\
	ATF_REQUIRE_EQ((uintptr_t)(id), (kev)->ident);			\
	ATF_REQUIRE_EQ((filt), (kev)->filter);				\
} while (0)

/* One event comes, kev, before a time that only a defect lets pass. */
#define	KQ_WAIT(kq, kev, id, filt) do {					\
	ATF_REQUIRE_EQ(1, kevent((kq), NULL, 0, (kev), 1, &long_time));	\
	ATF_REQUIRE_EQ((uintptr_t)(id), (kev)->ident);			\
	ATF_REQUIRE_EQ((filt), (kev)->filter);				\
} while (0)

#endif /* !_H_KEVENT_H_ */
