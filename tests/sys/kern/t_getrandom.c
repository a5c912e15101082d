/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * getrandom(2).
 */

#include <sys/mman.h>
#include <sys/random.h>
#include <limits.h>
#include "h_kern.h"

ATF_TC_WITHOUT_HEAD(getrandom__fills_the_buffer_and_no_more);
ATF_TC_BODY(getrandom__fills_the_buffer_and_no_more, tc)
{
	static const size_t lens[] = { 1, 7, 64, 255, 256, 257, 4096, 99999 };
	static unsigned char buf[100001];
	size_t i, j, len;
	unsigned int seen;

	for (i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		len = lens[i];
		/* Each byte takes another value within some tries. */
		memset(buf, 0, sizeof(buf));
		for (seen = 0; seen < 8; seen++) {
			ATF_REQUIRE_EQ((ssize_t)len, getrandom(buf, len, 0));
			ATF_REQUIRE_EQ(0, buf[len]);
		}
		for (j = 0, seen = 0; j < len; j++)
			seen += buf[j] != 0;
		ATF_CHECK(len < 64 || seen > len * 9 / 10);
	}
	ATF_CHECK_EQ(0, getrandom(buf, 0, 0));
}

ATF_TC_WITHOUT_HEAD(getrandom__differs_each_time);
ATF_TC_BODY(getrandom__differs_each_time, tc)
{
	unsigned char a[32], b[32];
	int i, fd[2], status;
	pid_t pid;

	for (i = 0; i < 100; i++) {
		ATF_REQUIRE_EQ(32, getrandom(a, sizeof(a), 0));
		ATF_REQUIRE_EQ(32, getrandom(b, sizeof(b), GRND_RANDOM));
		ATF_REQUIRE(memcmp(a, b, sizeof(a)) != 0);
	}
	/* A child does not continue its parent's stream. */
	ATF_REQUIRE_EQ(0, pipe(fd));
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		WANT(getrandom(a, sizeof(a), 0) == 32);
		WANT(write(fd[1], a, sizeof(a)) == 32);
		_exit(0);
	}
	ATF_REQUIRE_EQ(32, getrandom(b, sizeof(b), 0));
	ATF_REQUIRE_EQ(32, read(fd[0], a, sizeof(a)));
	ATF_CHECK(memcmp(a, b, sizeof(a)) != 0);
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
}

ATF_TC_WITHOUT_HEAD(getrandom__flags);
ATF_TC_BODY(getrandom__flags, tc)
{
	char buf[16];

	ATF_CHECK_EQ(16, getrandom(buf, sizeof(buf), GRND_NONBLOCK));
	ATF_CHECK_EQ(16, getrandom(buf, sizeof(buf), GRND_INSECURE));
	ATF_CHECK_EQ(16, getrandom(buf, sizeof(buf),
	    GRND_RANDOM | GRND_NONBLOCK));
}

ATF_TC_WITHOUT_HEAD(getrandom__einval_when_flags_are_bad);
ATF_TC_BODY(getrandom__einval_when_flags_are_bad, tc)
{
	char buf[16] = "unchanged";

	ATF_CHECK_ERRNO(EINVAL, getrandom(buf, sizeof(buf), 0x8) == -1);
	ATF_CHECK_ERRNO(EINVAL, getrandom(buf, sizeof(buf), UINT_MAX) == -1);
	ATF_CHECK_ERRNO(EINVAL, getrandom(buf, sizeof(buf),
	    GRND_RANDOM | GRND_INSECURE) == -1);
	ATF_CHECK_STREQ("unchanged", buf);
}

ATF_TC_WITHOUT_HEAD(getrandom__efault_when_the_buffer_is_bad);
ATF_TC_BODY(getrandom__efault_when_the_buffer_is_bad, tc)
{
	size_t page = (size_t)getpagesize();
	char *p;

	ATF_CHECK_ERRNO(EFAULT, getrandom(BADPTR, 8, 0) == -1);
	ATF_CHECK_ERRNO(EFAULT, getrandom(KERNPTR, 8, 0) == -1);
	ATF_CHECK_ERRNO(EFAULT, getrandom(NULL, SIZE_MAX, 0) == -1);
	p = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_ANON | MAP_PRIVATE,
	    -1, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	ATF_REQUIRE_EQ(0, mprotect(p + page, page, PROT_NONE));
	ATF_CHECK_ERRNO(EFAULT, getrandom(p + page - 4, 8, 0) == -1);
	ATF_CHECK_EQ(4, getrandom(p + page - 4, 4, 0));
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, getrandom__fills_the_buffer_and_no_more);
	ATF_TP_ADD_TC(tp, getrandom__differs_each_time);
	ATF_TP_ADD_TC(tp, getrandom__flags);
	ATF_TP_ADD_TC(tp, getrandom__einval_when_flags_are_bad);
	ATF_TP_ADD_TC(tp, getrandom__efault_when_the_buffer_is_bad);
	return (atf_no_error());
}
