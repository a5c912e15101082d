/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What scenarios in C stand on: <machine/sim.h>, sim(7).
 *
 * A scenario runs in the thread of process 1, which never gets a program.  The
 * threads it starts are the kernel's, or the only thread each of a process of
 * its own; sim_join() waits for all of them.
 */

#include <sys/param.h>
#include <sys/condvar.h>
#include <sys/kmem.h>
#include <sys/kthread.h>
#include <sys/md.h>
#include <sys/mount.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/stdarg.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <machine/sim.h>
#include <vm/vm_extern.h>
#include <vm/vm_map.h>
#include <vm/vm_object.h>

#define	EXIT_NS		1000000		/* a thread takes less to be gone */

struct sim_start {
	void		(*fn)(void *);
	void		*arg;
};

/* What is allocated: of each kind of object, how many. */
struct usage {
	u_int		us_n;
	struct {
		char		name[24];
		uint64_t	live;
	}		us_use[160];
};

static struct usage usage_kept;		/* by sim_objects_keep() */
static struct kmutex sim_lock = MUTEX_INITIALIZER(sim_lock, "sim");
static struct cv sim_cv;
static u_int	sim_running;			/* sim_lock */

void
sim_fail(const char *fmt, ...)
{
	char buf[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(buf, sizeof(buf), fmt, ap);
	va_end(ap);
	host_stop(SIM_STOP_FAIL, buf);
	__builtin_unreachable();
}

u_long
sim_random(u_long n)
{

	return (host_random() % n);
}

void
sim_event(u_long a, u_long b)
{

	sim_trace(SIM_EV_SCENARIO, a, b, 0);
}

static void
sim_thread_main(void *arg)
{
	struct sim_start ss = *(struct sim_start *)arg;

	kmem_free(arg, sizeof(ss));
	ss.fn(ss.arg);
	mutex_enter(&sim_lock);
	if (--sim_running == 0)
		cv_broadcast(&sim_cv);
	mutex_exit(&sim_lock);
}

void
sim_thread(void (*fn)(void *), void *arg, const char *name)
{
	struct sim_start *ss;

	ss = kmem_alloc(sizeof(*ss), KM_SLEEP);
	if (ss == NULL)
		sim_fail("no memory for thread %s", name);
	ss->fn = fn;
	ss->arg = arg;
	mutex_enter(&sim_lock);
	sim_running++;
	mutex_exit(&sim_lock);
	if (kthread_create(sim_thread_main, ss, NULL, "%s", name) != 0)
		sim_fail("thread %s cannot be started", name);
}

void
sim_join(void)
{

	mutex_enter(&sim_lock);
	while (sim_running != 0)
		cv_wait(&sim_cv, &sim_lock);
	mutex_exit(&sim_lock);
}

void
sim_sleep(uint64_t ns)
{
	struct cv cv;
	struct kmutex lock;

	mutex_init(&lock, "simsleep");
	cv_init(&cv, "simsleep");
	mutex_enter(&lock);
	(void)cv_timedwait(&cv, &lock, md_time_ns() + ns);
	mutex_exit(&lock);
	cv_destroy(&cv);
	mutex_destroy(&lock);
}

/*
 * What is in use after all caches were drained, by name.
 */
static void
usage_note(void *arg, const char *name, uint64_t live)
{
	struct usage *us = arg;

	if (us->us_n == nitems(us->us_use))
		panic("too many kinds of objects");
	strlcpy(us->us_use[us->us_n].name, name, sizeof(us->us_use[0].name));
	us->us_use[us->us_n++].live = live;
}

static void
usage_take(struct usage *us)
{
	struct vm_counts vc;

	sim_sleep(EXIT_NS);
	(void)vfs_sync_all(MNT_WAIT);
	sched_reap();
	kmem_reclaim();
	us->us_n = 0;
	kmem_usage(usage_note, us);
	vm_counts(&vc);
	usage_note(us, "anonymous pages", vc.vc_anon);
	usage_note(us, "the kernel's pages", vc.vc_total - vc.vc_free -
	    vc.vc_file - vc.vc_anon - kmem_slab_pages());
}

/* How much of that name; more than one cache may have it. */
static uint64_t
usage_find(const struct usage *us, const char *name)
{
	uint64_t sum = 0;
	u_int i;

	for (i = 0; i < us->us_n; i++)
		if (strcmp(us->us_use[i].name, name) == 0)
			sum += us->us_use[i].live;
	return (sum);
}

void
sim_objects_keep(void)
{

	usage_take(&usage_kept);
}

/*
 * Panic, for which no fault is an excuse.
 */
void
sim_objects_check(void)
{
	static struct usage now;
	u_int i, differ = 0;
	uint64_t was, is;
	const char *name;

	usage_take(&now);
	for (i = 0; i < now.us_n; i++) {
		name = now.us_use[i].name;
		was = usage_find(&usage_kept, name);
		is = usage_find(&now, name);
		if (was == is)
			continue;
		printf("%s: %lu before, %lu now\n", name, was, is);
		differ++;
	}
	if (differ != 0)
		panic("something is left");
}

/*
 * How often the power was cut before this boot.
 */
u_int
sim_boots(void)
{

	return (sim_args.sb_boots);
}

/*
 * Which instance this is.
 */
u_int
sim_node(void)
{

	return (sim_args.sb_node);
}

void
sim_scenario_begin(const struct sim_scenario *ss)
{

	cv_init(&sim_cv, "simjoin");
	if (ss->ss_prepare != NULL)
		ss->ss_prepare();
	sim_objects_keep();
}

void
sim_scenario_run(const struct sim_scenario *ss)
{

	ss->ss_main();
	host_scenario_over();
	sim_objects_check();
	host_stop(SIM_STOP_DONE, NULL);
	panic("a scenario goes on after its end");
}
