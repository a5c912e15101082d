/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * arc4random(3) and the generators whose sequence is fixed.
 */

#include <sys/wait.h>
#include <atf-c.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

ATF_TC_WITHOUT_HEAD(differs_after_fork);
ATF_TC_BODY(differs_after_fork, tc)
{
	unsigned char mine[32], theirs[32];
	int fds[2], status;
	pid_t pid;

	(void)arc4random();
	ATF_REQUIRE_EQ(0, pipe(fds));
	ATF_REQUIRE((pid = fork()) != -1);
	if (pid == 0) {
		arc4random_buf(mine, sizeof(mine));
		_exit(write(fds[1], mine, sizeof(mine)) != sizeof(mine));
	}
	arc4random_buf(mine, sizeof(mine));
	ATF_REQUIRE_EQ((ssize_t)sizeof(theirs),
	    read(fds[0], theirs, sizeof(theirs)));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK(memcmp(mine, theirs, sizeof(mine)) != 0);
}

ATF_TC_WITHOUT_HEAD(uniform);
ATF_TC_BODY(uniform, tc)
{
	int count[10] = { 0 }, i;

	ATF_CHECK_EQ(0, arc4random_uniform(0));
	ATF_CHECK_EQ(0, arc4random_uniform(1));
	for (i = 0; i < 100000; i++)
		count[arc4random_uniform(10)]++;
	for (i = 0; i < 10; i++)
		ATF_CHECK_MSG(count[i] > 9000 && count[i] < 11000, "%d: %d",
		    i, count[i]);
}

ATF_TC_WITHOUT_HEAD(entropy);
ATF_TC_BODY(entropy, tc)
{
	unsigned char a[256], b[256];

	ATF_CHECK_EQ(0, getentropy(a, sizeof(a)));
	ATF_CHECK_EQ(0, getentropy(b, sizeof(b)));
	ATF_CHECK(memcmp(a, b, sizeof(a)) != 0);
	ATF_CHECK_ERRNO(EIO, getentropy(a, 257) == -1);
}

ATF_TC_WITHOUT_HEAD(fixed_sequences);
ATF_TC_BODY(fixed_sequences, tc)
{
	char state[64], *old;
	long first;

	srand48(42);
	ATF_CHECK_EQ(1598855263L, lrand48());
	srandom(7);
	first = random();
	srandom(7);
	ATF_CHECK_EQ(first, random());
	ATF_REQUIRE((old = initstate(7, state, sizeof(state))) != NULL);
	(void)random();
	ATF_CHECK(setstate(old) == state);
	ATF_CHECK_ERRNO(EINVAL, initstate(1, state, 4) == NULL);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, differs_after_fork);
	ATF_TP_ADD_TC(tp, uniform);
	ATF_TP_ADD_TC(tp, entropy);
	ATF_TP_ADD_TC(tp, fixed_sequences);

	return (atf_no_error());
}
