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
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/stdarg.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <machine/sim.h>
#include <vm/vm_page.h>

struct sim_start {
	void		(*fn)(void *);
	void		*arg;
};

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
	/* They have yet to exit, which takes far less. */
	sim_sleep(NSEC_PER_SEC / 1000);
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

u_long
sim_objects(void)
{

	sched_reap();
	kmem_reclaim();
	return (kmem_live());
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
sim_run_scenario(const struct sim_scenario *ss)
{

	cv_init(&sim_cv, "simjoin");
	ss->ss_main();
	host_stop(SIM_STOP_DONE, NULL);
	panic("a scenario goes on after its end");
}
