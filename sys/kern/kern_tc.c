/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The clocks.
 *
 * Model	The uptime is the port's counter, monotonic across CPUs.  The
 *		realtime clock is the uptime plus tc_offset, which is set from
 *		the battery clock at boot and by clock_settime(2).  The offset
 *		is read under a sequence number: odd while it is being written,
 *		changed by each write; a reader that saw it odd or different
 *		reads again.  It waits for a writer, which runs with interrupts
 *		off, so any context may read.
 *
 *		time_second, time_uptime and getnanotime() give what the clocks
 *		said at the last tick of any CPU, or when one last left idling
 *		without a tick to come, for whoever wants it cheap.  Of two CPUs
 *		that tick at the same time, the later one wins.
 *
 * Locks	(w) tc_lock, IPL_HIGH: writers.
 * Tests	tests/sys/kern/unit
 */
#include <sys/param.h>
#include <sys/md.h>
#include <sys/spin.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <sys/time.h>

volatile time_t		time_second, time_uptime;

static struct spin	tc_lock = SPIN_INITIALIZER("clock", IPL_HIGH);
static volatile uint32_t tc_seq;	/* (w) */
static volatile int64_t	tc_offset;	/* (w) realtime - uptime, ns */
static volatile uint64_t tc_coarse;	/* (w) realtime at the last tick */
static uint64_t		tc_ticked;	/* (w) uptime of the last tick */

uint64_t
uptime_ns(void)
{

	return (md_time_ns());
}

static int64_t
tc_read_offset(void)
{
	uint32_t seq;
	int64_t offset;

	do {
		seq = atomic_load_acq(&tc_seq);
		offset = tc_offset;
		atomic_fence_acq();
	} while (__predict_false((seq & 1) != 0 || seq != tc_seq));
	return (offset);
}

uint64_t
realtime_ns(void)
{

	return (md_time_ns() + (uint64_t)tc_read_offset());
}

void
nanouptime(struct timespec *ts)
{

	ns_to_timespec(md_time_ns(), ts);
}

void
nanotime(struct timespec *ts)
{

	ns_to_timespec(realtime_ns(), ts);
}

void
microtime(struct timeval *tv)
{
	struct timespec ts;

	nanotime(&ts);
	TIMESPEC_TO_TIMEVAL(tv, &ts);
}

void
getnanotime(struct timespec *ts)
{

	ns_to_timespec(tc_coarse, ts);
}

/*
 * When the uptime was 0, by what the realtime clock says now.
 */
void
boottime(struct timespec *ts)
{

	ns_to_timespec((uint64_t)tc_read_offset(), ts);
}

/*
 * The coarse clocks; tc_lock is held.
 */
static void	tc_set_coarse(uint64_t now) __requires(tc_lock);

static void
tc_set_coarse(uint64_t now)
{
	uint64_t real = now + (uint64_t)tc_offset;

	tc_ticked = now;
	tc_coarse = real;
	time_second = (time_t)(real / NSEC_PER_SEC);
	time_uptime = (time_t)(now / NSEC_PER_SEC);
}

static void
tc_write_offset(int64_t offset, bool relative)
{

	spin_enter(&tc_lock);
	atomic_store_relaxed(&tc_seq, tc_seq + 1);
	atomic_fence_rel();
	tc_offset = relative ? tc_offset + offset : offset;
	atomic_store_rel(&tc_seq, tc_seq + 1);
	tc_set_coarse(md_time_ns());
	spin_exit(&tc_lock);
}

/*
 * Set the realtime clock; the caller has checked *ts, and tells the battery
 * clock if it wants to.
 */
void
tc_setclock(const struct timespec *ts)
{

	tc_write_offset((int64_t)(timespec_to_ns(ts) - md_time_ns()), false);
}

void
tc_adjust(int64_t delta)
{

	tc_write_offset(delta, true);
}

/*
 * A CPU ticks; interrupts off.  Who finds another at it leaves it at that.
 */
void
tc_tick(uint64_t now)
{

	if (!spin_tryenter(&tc_lock))
		return;
	if (now > tc_ticked)
		tc_set_coarse(now);
	spin_exit(&tc_lock);
}

uint64_t
timespec_to_deadline(const struct timespec *ts)
{
	uint64_t now = md_time_ns(), ns;

	if (ts->tv_sec < 0)
		return (MAX(now, 1));
	if ((uint64_t)ts->tv_sec > (UINT64_MAX - now) / NSEC_PER_SEC - 1)
		return (UINT64_MAX - 1);
	ns = timespec_to_ns(ts);
	return (MAX(now + ns, 1));
}

/*
 * Once the port's clock runs.  Without a battery clock the realtime clock
 * starts at 2026-01-01.
 */
void
tc_init(void)
{
	struct timespec ts;

	if (md_rtc_read(&ts) != 0)
		ts = (struct timespec){ .tv_sec = 1767225600 };
	tc_setclock(&ts);
}

static int
sysctl_boottime(SYSCTL_HANDLER_ARGS)
{
	struct timespec ts;
	struct timeval tv;

	boottime(&ts);
	TIMESPEC_TO_TIMEVAL(&tv, &ts);
	return (SYSCTL_OUT(req, &tv, sizeof(tv)));
}
SYSCTL_PROC(_kern, KERN_BOOTTIME, boottime, CTLTYPE_STRUCT | CTLFLAG_RD, NULL,
    0, sysctl_boottime, "S,timeval", "When the system started");

/* What clock(3) programs call profiling and statistics rates, all in Hz. */
struct clockinfo {
	int	hz;
	int	tick;
	int	spare;
	int	stathz;
	int	profhz;
};

static int
sysctl_clockrate(SYSCTL_HANDLER_ARGS)
{
	struct clockinfo ci = {
		.hz = 100, .tick = 10000, .stathz = 100, .profhz = 100
	};

	return (SYSCTL_OUT(req, &ci, sizeof(ci)));
}
SYSCTL_PROC(_kern, KERN_CLOCKRATE, clockrate, CTLTYPE_STRUCT | CTLFLAG_RD,
    NULL, 0, sysctl_clockrate, "S,clockinfo", "Rates of the clocks");
