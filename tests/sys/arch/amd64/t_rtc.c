/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The battery clock's registers, against the host's gmtime().
 */

#include <sys/types.h>
#include <atf-c.h>
#include <stdlib.h>
#include <time.h>

#include <machine/rtc.h>

#define	B_24HOUR	0x02
#define	B_BINARY	0x04

static int
value(uint8_t reg, uint8_t b)
{

	return ((b & B_BINARY) != 0 ? reg : (reg >> 4) * 10 + (reg & 0xf));
}

/* All four formats, there and back, with the fields as gmtime() has them. */
static void
check_time(time_t t)
{
	static const uint8_t formats[] = { 0, B_24HOUR, B_BINARY,
	    B_24HOUR | B_BINARY };
	struct timespec ts = { t, 0 }, back;
	struct rtc_regs r;
	struct tm tm;
	unsigned i;

	ATF_REQUIRE(gmtime_r(&t, &tm) != NULL);
	for (i = 0; i < 4; i++) {
		r.rr_b = formats[i];
		ATF_REQUIRE(rtc_from_time(&ts, &r));
		ATF_CHECK_EQ(tm.tm_sec, value(r.rr_sec, r.rr_b));
		ATF_CHECK_EQ(tm.tm_min, value(r.rr_min, r.rr_b));
		ATF_CHECK_EQ(tm.tm_mday, value(r.rr_day, r.rr_b));
		ATF_CHECK_EQ(tm.tm_mon + 1, value(r.rr_month, r.rr_b));
		ATF_CHECK_EQ(tm.tm_year + 1900, value(r.rr_year, r.rr_b) +
		    100 * value(r.rr_century, r.rr_b));
		if ((r.rr_b & B_24HOUR) != 0)
			ATF_CHECK_EQ(tm.tm_hour, value(r.rr_hour, r.rr_b));
		ATF_REQUIRE(rtc_to_time(&r, &back));
		ATF_CHECK_EQ_MSG(t, back.tv_sec, "%ld: %ld", (long)t,
		    (long)back.tv_sec);
	}
}

ATF_TC_WITHOUT_HEAD(edges);
ATF_TC_BODY(edges, tc)
{

	check_time(0);
	check_time(951782399);		/* the end of February 28, 2000 */
	check_time(951782400);		/* February 29 */
	check_time(4107542400);		/* March 1, 2100, no leap year */
	check_time(253402300799);	/* the end of 9999 */
	check_time(1795248000);
	check_time(1795248000 + 12 * 3600);
}

ATF_TC_WITHOUT_HEAD(random_times);
ATF_TC_BODY(random_times, tc)
{
	int i;

	srandom(1);
	for (i = 0; i < 3000; i++)
		check_time((time_t)random() * 100 % 253402300800);
}

ATF_TC_WITHOUT_HEAD(out_of_range);
ATF_TC_BODY(out_of_range, tc)
{
	struct timespec ts = { -1, 0 };
	struct rtc_regs r = { .rr_b = 0 };

	ATF_CHECK(!rtc_from_time(&ts, &r));
	ts.tv_sec = 253402300800;
	ATF_CHECK(!rtc_from_time(&ts, &r));
}

ATF_TC_WITHOUT_HEAD(bad_registers);
ATF_TC_BODY(bad_registers, tc)
{
	const struct rtc_regs good = { 0x59, 0x59, 0x23, 0x28, 0x02, 0x26,
	    0x20, B_24HOUR };
	struct timespec ts;
	struct rtc_regs r;

	ATF_CHECK(rtc_to_time(&good, &ts));
#define	BAD(field, v)	do {						\
	r = good;							\
	r.field = (v);							\
	ATF_CHECK_MSG(!rtc_to_time(&r, &ts), #field " " #v);		\
} while (0)
	BAD(rr_sec, 0x60);
	BAD(rr_sec, 0x0a);
	BAD(rr_min, 0xff);
	BAD(rr_hour, 0x24);
	BAD(rr_day, 0);
	BAD(rr_day, 0x29);		/* 2026 is no leap year */
	BAD(rr_month, 0);
	BAD(rr_month, 0x13);
	BAD(rr_year, 0xa0);
	r = good;
	r.rr_b = 0;			/* 12 hours: 23 is none, 0 neither */
	ATF_CHECK(!rtc_to_time(&r, &ts));
	r.rr_hour = 0;
	ATF_CHECK(!rtc_to_time(&r, &ts));
	r = good;
	r.rr_century = 0;		/* no such register */
	ATF_CHECK(rtc_to_time(&r, &ts));
	r.rr_year = 0x85;
	ATF_CHECK(rtc_to_time(&r, &ts) && ts.tv_sec < 631152000);
}

ATF_TC_WITHOUT_HEAD(any_registers__never_crash);
ATF_TC_BODY(any_registers__never_crash, tc)
{
	struct timespec ts;
	struct rtc_regs r;
	uint8_t *p = (uint8_t *)&r;
	unsigned i, j;

	srandom(7);
	for (i = 0; i < 200000; i++) {
		for (j = 0; j < sizeof(r); j++)
			p[j] = (uint8_t)random();
		if (rtc_to_time(&r, &ts))
			ATF_REQUIRE(ts.tv_sec >= 0 && ts.tv_nsec == 0);
	}
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, edges);
	ATF_TP_ADD_TC(tp, random_times);
	ATF_TP_ADD_TC(tp, out_of_range);
	ATF_TP_ADD_TC(tp, bad_registers);
	ATF_TP_ADD_TC(tp, any_registers__never_crash);
	return (atf_no_error());
}
