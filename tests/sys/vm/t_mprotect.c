/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * mprotect(2).
 */
#include "h_vm.h"

ATF_TC_WITHOUT_HEAD(mprotect__takes_and_gives);
ATF_TC_BODY(mprotect__takes_and_gives, tc)
{
	char *p = map(3, RW, ANON);

	memset(p, 4, 3 * PAGE);
	ATF_CHECK_EQ(0, mprotect(p + PAGE, PAGE, PROT_READ));
	ATF_CHECK_EQ(4, p[PAGE]);
	CHECK_SEGV(p + PAGE, 1, SEGV_ACCERR);
	ATF_CHECK_EQ(0, touch(p, 1));
	ATF_CHECK_EQ(0, mprotect(p + PAGE, PAGE, PROT_NONE));
	CHECK_SEGV(p + PAGE, 0, SEGV_ACCERR);
	ATF_CHECK_EQ(0, mprotect(p, 3 * PAGE, RW));
	ATF_CHECK_EQ(4, p[PAGE]);
	ATF_CHECK_EQ(0, touch(p + PAGE, 1));
	/* PROT_NONE first, as allocators do. */
	p = map(2, PROT_NONE, ANON);
	CHECK_SEGV(p, 0, SEGV_ACCERR);
	ATF_CHECK_EQ(0, mprotect(p, PAGE, RW));
	ATF_CHECK_EQ(0, touch(p, 1));
}

ATF_TC_WITHOUT_HEAD(mprotect__write_then_exec);
ATF_TC_BODY(mprotect__write_then_exec, tc)
{
	static const unsigned char code[] = { 0xb8, 42, 0, 0, 0, 0xc3 };
	char *p;

	p = mmap(NULL, PAGE, RW | PROT_MAX(RW | PROT_EXEC), ANON, -1, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	memcpy(p, code, sizeof(code));
	ATF_REQUIRE_EQ(0, mprotect(p, PAGE, RX));
	ATF_CHECK_EQ(42, ((int (*)(void))(uintptr_t)p)());
	CHECK_SEGV(p, 1, SEGV_ACCERR);
	ATF_REQUIRE_EQ(0, mprotect(p, PAGE, RW));
	p[1] = 43;
	ATF_REQUIRE_EQ(0, mprotect(p, PAGE, RX));
	ATF_CHECK_EQ(43, ((int (*)(void))(uintptr_t)p)());
}

ATF_TC_WITHOUT_HEAD(mprotect__length_0);
ATF_TC_BODY(mprotect__length_0, tc)
{
	char *p = map(1, RW, ANON);

	ATF_CHECK_EQ(0, mprotect(p, 0, PROT_NONE));
	ATF_CHECK_EQ(0, touch(p, 1));
}

ATF_TC_WITHOUT_HEAD(mprotect__eacces_write_and_exec);
ATF_TC_BODY(mprotect__eacces_write_and_exec, tc)
{
	char *p = map(1, RW, ANON);

	ATF_CHECK_ERRNO(EACCES, mprotect(p, PAGE, RW | PROT_EXEC) == -1);
	ATF_CHECK_EQ(0, touch(p, 1));
}

ATF_TC_WITHOUT_HEAD(mprotect__eacces_beyond_maximum);
ATF_TC_BODY(mprotect__eacces_beyond_maximum, tc)
{
	char *p = map(2, RW, ANON);
	int fd;

	ATF_CHECK_ERRNO(EACCES, mprotect(p, PAGE, RX) == -1);
	p = mmap(NULL, PAGE, PROT_READ | PROT_MAX(PROT_READ), ANON, -1, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	ATF_CHECK_ERRNO(EACCES, mprotect(p, PAGE, RW) == -1);
	ATF_REQUIRE_EQ(0, close(make_file("f", PAGE)));
	fd = open("f", O_RDONLY);
	p = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	ATF_CHECK_ERRNO(EACCES, mprotect(p, PAGE, RW) == -1);
	ATF_CHECK_EQ(1, p[0]);
	CHECK_SEGV(p, 1, SEGV_ACCERR);
}

ATF_TC_WITHOUT_HEAD(mprotect__einval_arguments);
ATF_TC_BODY(mprotect__einval_arguments, tc)
{
	char *p = map(1, RW, ANON);

	ATF_CHECK_ERRNO(EINVAL, mprotect(p + 1, PAGE, PROT_READ) == -1);
	ATF_CHECK_ERRNO(EINVAL, mprotect(p, PAGE, 0x80) == -1);
	ATF_CHECK_EQ(0, touch(p, 1));
}

ATF_TC_WITHOUT_HEAD(mprotect__enomem_not_mapped);
ATF_TC_BODY(mprotect__enomem_not_mapped, tc)
{
	char *p = map(3, RW, ANON);

	ATF_REQUIRE_EQ(0, munmap(p + PAGE, PAGE));
	ATF_CHECK_ERRNO(ENOMEM, mprotect(p, 3 * PAGE, PROT_READ) == -1);
	ATF_CHECK_ERRNO(ENOMEM, mprotect(NULL, PAGE, PROT_READ) == -1);
	ATF_CHECK_ERRNO(ENOMEM, mprotect(p, SIZE_MAX, PROT_READ) == -1);
	/* Nothing has changed, also in front of the hole. */
	ATF_CHECK_EQ(0, touch(p, 1));
	ATF_CHECK_EQ(0, touch(p + 2 * PAGE, 1));
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, mprotect__takes_and_gives);
	ATF_TP_ADD_TC(tp, mprotect__write_then_exec);
	ATF_TP_ADD_TC(tp, mprotect__length_0);
	ATF_TP_ADD_TC(tp, mprotect__eacces_write_and_exec);
	ATF_TP_ADD_TC(tp, mprotect__eacces_beyond_maximum);
	ATF_TP_ADD_TC(tp, mprotect__einval_arguments);
	ATF_TP_ADD_TC(tp, mprotect__enomem_not_mapped);
	return (atf_no_error());
}
