/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The battery clock: an MC146818 at ports 0x70 and 0x71, in UTC.
 *
 * It is read twice, outside of its update, until both readings agree.
 * Locks	rtc_lock (IPL_HIGH): the port pair.
 * Tests	tests/sys/arch/amd64/t_rtc.c
 */

#include <sys/param.h>
#include <sys/md.h>
#include <sys/spin.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <machine/cpufunc.h>
#include <machine/rtc.h>

#define	RTC_INDEX	0x70
#define	RTC_DATA	0x71

#define	RTC_A_UPDATING	0x80
#define	RTC_B_24HOUR	0x02
#define	RTC_B_BINARY	0x04
#define	RTC_B_SET	0x80
#define	RTC_TRIES	10

static struct spin rtc_lock = SPIN_INITIALIZER("rtc", IPL_HIGH);

static uint8_t
rtc_read(u_int reg)
{

	outb(RTC_INDEX, (uint8_t)reg);
	return (inb(RTC_DATA));
}

static void
rtc_write(u_int reg, uint8_t v)
{

	outb(RTC_INDEX, (uint8_t)reg);
	outb(RTC_DATA, v);
}

static bool
rtc_read_all(struct rtc_regs *r)
{
	u_int i;

	for (i = 0; (rtc_read(RTC_A) & RTC_A_UPDATING) != 0; i++) {
		if (i == 100000)
			return (false);
		md_cpu_relax();
	}
	r->rr_sec = rtc_read(RTC_SEC);
	r->rr_min = rtc_read(RTC_MIN);
	r->rr_hour = rtc_read(RTC_HOUR);
	r->rr_day = rtc_read(RTC_DAY);
	r->rr_month = rtc_read(RTC_MONTH);
	r->rr_year = rtc_read(RTC_YEAR);
	r->rr_century = rtc_read(RTC_CENTURY);
	r->rr_b = rtc_read(RTC_B);
	return (true);
}

int
md_rtc_read(struct timespec *ts)
{
	struct rtc_regs a, b;
	bool same = false;
	u_int i;

	spin_enter(&rtc_lock);
	for (i = 0; i < RTC_TRIES && !same; i++)
		same = rtc_read_all(&a) && rtc_read_all(&b) &&
		    memcmp(&a, &b, sizeof(a)) == 0;
	spin_exit(&rtc_lock);
	if (!same)
		return (SET_ERROR(ENXIO));
	return (rtc_to_time(&a, ts) ? 0 : SET_ERROR(EINVAL));
}

int
md_rtc_write(const struct timespec *ts)
{
	struct rtc_regs r;
	uint8_t b;

	spin_enter(&rtc_lock);
	b = rtc_read(RTC_B);
	r.rr_b = b;
	if (!rtc_from_time(ts, &r)) {
		spin_exit(&rtc_lock);
		return (SET_ERROR(EINVAL));
	}
	rtc_write(RTC_B, b | RTC_B_SET);
	rtc_write(RTC_SEC, r.rr_sec);
	rtc_write(RTC_MIN, r.rr_min);
	rtc_write(RTC_HOUR, r.rr_hour);
	rtc_write(RTC_DAY, r.rr_day);
	rtc_write(RTC_MONTH, r.rr_month);
	rtc_write(RTC_YEAR, r.rr_year);
	rtc_write(RTC_CENTURY, r.rr_century);
	rtc_write(RTC_B, b & ~RTC_B_SET);
	spin_exit(&rtc_lock);
	return (0);
}
