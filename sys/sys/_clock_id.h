/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS__CLOCK_ID_H_
#define	_SYS__CLOCK_ID_H_

#define	CLOCK_REALTIME		0
#define	CLOCK_VIRTUAL		1
#define	CLOCK_PROF		2
#define	CLOCK_MONOTONIC		4
#define	CLOCK_UPTIME		5
#define	CLOCK_BOOTTIME		CLOCK_UPTIME
#define	CLOCK_UPTIME_PRECISE	7
#define	CLOCK_UPTIME_FAST	8
#define	CLOCK_REALTIME_PRECISE	9
#define	CLOCK_REALTIME_FAST	10
#define	CLOCK_REALTIME_COARSE	CLOCK_REALTIME_FAST
#define	CLOCK_MONOTONIC_PRECISE	11
#define	CLOCK_MONOTONIC_FAST	12
#define	CLOCK_MONOTONIC_COARSE	CLOCK_MONOTONIC_FAST
#define	CLOCK_SECOND		13
#define	CLOCK_THREAD_CPUTIME_ID	14
#define	CLOCK_PROCESS_CPUTIME_ID 15

/* The processor time of a thread of the process, by its id, and back. */
#define	_CLOCK_OF_THREAD(tid)	(~(tid))

#define	TIMER_RELTIME		0x0
#define	TIMER_ABSTIME		0x1

#endif /* !_SYS__CLOCK_ID_H_ */
