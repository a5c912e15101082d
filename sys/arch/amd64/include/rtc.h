/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Registers of the battery clock, and their meaning (rtc_time.c).
 */
#ifndef _MACHINE_RTC_H_
#define	_MACHINE_RTC_H_

#ifdef _KERNEL
#include <sys/types.h>
#else
#include <stdbool.h>
#include <stdint.h>
#endif

#define	RTC_SEC		0x00
#define	RTC_MIN		0x02
#define	RTC_HOUR	0x04
#define	RTC_DAY		0x07
#define	RTC_MONTH	0x08
#define	RTC_YEAR	0x09
#define	RTC_A		0x0a
#define	RTC_B		0x0b
#define	RTC_CENTURY	0x32

struct rtc_regs {
	uint8_t	rr_sec;
	uint8_t	rr_min;
	uint8_t	rr_hour;
	uint8_t	rr_day;
	uint8_t	rr_month;
	uint8_t	rr_year;
	uint8_t	rr_century;
	uint8_t	rr_b;		/* its format: BCD or binary, 12 or 24 hours */
};

struct timespec;

/* False when the registers, or the time, cannot be such. */
bool	rtc_to_time(const struct rtc_regs *, struct timespec *);
bool	rtc_from_time(const struct timespec *, struct rtc_regs *);

#endif /* !_MACHINE_RTC_H_ */
