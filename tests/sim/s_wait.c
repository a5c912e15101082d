/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Timeouts, sleep queues, locks and the scheduler.
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/condvar.h>
#include <sys/errno.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/rwlock.h>
#include <sys/sched.h>
#include <sys/sleepq.h>
#include <sys/spin.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/timeout.h>
#include <machine/sim.h>

/*
 * Timeouts that are set, moved and cancelled: each setting either fires once,
 * never early, or is cancelled, which says so.
 */
#define	NTIMEOUTS	4
#define	NSETTINGS	12

struct timer {
	struct timeout	t_to;
	uint64_t	t_deadline;	/* while nothing is pending: changed */
	volatile u_int	t_fired;
	u_int		t_set;
	u_int		t_cancelled;
};

static struct timer timers[NTIMEOUTS];

static void
timer_fires(void *arg)
{
	struct timer *t = arg;

	SIM_CHECK(uptime_ns() >= t->t_deadline);
	atomic_inc(&t->t_fired);
}

static void
timer_thread(void *arg)
{
	struct timer *t = arg;
	u_int i;

	for (i = 0; i < NSETTINGS; i++) {
		t->t_deadline = uptime_ns() + 1000 + sim_random(200000);
		t->t_set++;
		timeout_set(&t->t_to, t->t_deadline);
		sim_sleep(sim_random(300000));
		if (timeout_drain(&t->t_to))
			t->t_cancelled++;
		SIM_CHECK(!timeout_pending(&t->t_to));
		SIM_CHECK_EQ(t->t_fired + t->t_cancelled, t->t_set);
	}
}

static void
timeouts(void)
{
	u_int i;

	for (i = 0; i < NTIMEOUTS; i++) {
		if (i % 2 == 0)
			timeout_init(&timers[i].t_to, timer_fires, &timers[i]);
		else
			timeout_init_direct(&timers[i].t_to, timer_fires,
			    &timers[i]);
		sim_thread(timer_thread, &timers[i], "timeouts");
	}
	sim_join();
}
SIM_SCENARIO(timeouts, 3, 0, timeouts, "a timeout fires once or is cancelled");

/*
 * A bounded queue under a mutex with two condition variables: all arrives, each
 * item once, and a wake-up that got lost would leave the kernel stuck.
 */
#define	QUEUE_LEN	3
#define	NITEMS		30
#define	NPRODUCERS	2
#define	NCONSUMERS	2

static struct kmutex queue_lock = MUTEX_INITIALIZER(queue_lock, "simqueue");
static struct cv queue_full, queue_empty;
static u_int	queue[QUEUE_LEN], queue_count, queue_left; /* queue_lock */
static u_char	queue_seen[NPRODUCERS * NITEMS];

static void
queue_produce(void *arg)
{
	u_int i, base = (u_int)(uintptr_t)arg * NITEMS;

	for (i = 0; i < NITEMS; i++) {
		mutex_enter(&queue_lock);
		while (queue_count == QUEUE_LEN)
			cv_wait(&queue_full, &queue_lock);
		queue[queue_count++] = base + i;
		cv_signal(&queue_empty);
		mutex_exit(&queue_lock);
	}
}

static void
queue_consume(void *arg)
{
	u_int item;

	mutex_enter(&queue_lock);
	for (;;) {
		while (queue_count == 0 && queue_left != 0)
			cv_wait(&queue_empty, &queue_lock);
		if (queue_left == 0)
			break;
		item = queue[--queue_count];
		SIM_CHECK_EQ(queue_seen[item], 0);
		queue_seen[item] = 1;
		if (--queue_left == 0)
			cv_broadcast(&queue_empty);
		cv_signal_sync(&queue_full);
	}
	mutex_exit(&queue_lock);
}

static void
condvars(void)
{
	uintptr_t i;

	cv_init(&queue_full, "simfull");
	cv_init(&queue_empty, "simempty");
	queue_left = NPRODUCERS * NITEMS;
	for (i = 0; i < NPRODUCERS; i++)
		sim_thread(queue_produce, (void *)i, "produce");
	for (i = 0; i < NCONSUMERS; i++)
		sim_thread(queue_consume, NULL, "consume");
	sim_join();
	for (i = 0; i < nitems(queue_seen); i++)
		SIM_CHECK_EQ(queue_seen[i], 1);
}
SIM_SCENARIO(condvars, 3, 0, condvars, "a queue: nothing lost, nothing twice");

/* A wait with a deadline ends by it or by the signal, and says which. */

static struct cv deadline_cv;
static bool	deadline_set;			/* queue_lock */

static void
deadline_thread(void *arg)
{

	sim_sleep(sim_random(100000));
	mutex_enter(&queue_lock);
	deadline_set = true;
	cv_signal(&deadline_cv);
	mutex_exit(&queue_lock);
}

static void
deadlines(void)
{
	uint64_t deadline;
	u_int i;
	int error;

	cv_init(&deadline_cv, "simdead");
	for (i = 0; i < 10; i++) {
		deadline_set = false;
		sim_thread(deadline_thread, NULL, "deadline");
		mutex_enter(&queue_lock);
		deadline = uptime_ns() + sim_random(100000);
		error = 0;
		while (!deadline_set && error == 0)
			error = cv_timedwait(&deadline_cv, &queue_lock,
			    deadline);
		SIM_CHECK(error == 0 || error == ETIMEDOUT);
		if (error != 0)
			SIM_CHECK(uptime_ns() >= deadline);
		else
			SIM_CHECK(deadline_set);
		mutex_exit(&queue_lock);
		sim_join();
	}
	cv_destroy(&deadline_cv);
}
SIM_SCENARIO(deadlines, 3, 0, deadlines, "a wait ends by signal or deadline");

/*
 * Readers see a pair that writers only ever change together; a writer may
 * become a reader and, if it is alone, the other way round.
 */
static struct rwlock pair_lock = RWLOCK_INITIALIZER(pair_lock, "simpair");
static volatile u_int pair[2], pair_writers, pair_readers;
static u_int	pair_count;			/* pair_lock */

static void
pair_write(void)
{

	SIM_CHECK(rw_write_held(&pair_lock));
	SIM_CHECK_EQ(atomic_load_relaxed(&pair_writers), 0);
	SIM_CHECK_EQ(atomic_load_relaxed(&pair_readers), 0);
	atomic_inc(&pair_writers);
	atomic_inc(&pair[0]);
	atomic_inc(&pair[1]);
	pair_count++;
	atomic_dec(&pair_writers);
}

static void
pair_read(void)
{

	atomic_inc(&pair_readers);
	SIM_CHECK_EQ(atomic_load_relaxed(&pair_writers), 0);
	SIM_CHECK_EQ(atomic_load_relaxed(&pair[0]),
	    atomic_load_relaxed(&pair[1]));
	atomic_dec(&pair_readers);
}

static void
pair_thread(void *arg)
{
	u_int *writes = arg, i;

	for (i = 0; i < 25; i++) {
		switch (sim_random(4)) {
		case 0:
			rw_enter(&pair_lock, RW_WRITER);
			pair_write();
			(*writes)++;
			rw_downgrade(&pair_lock);
			pair_read();
			break;
		case 1:
			rw_enter(&pair_lock, RW_READER);
			pair_read();
			if (rw_tryupgrade(&pair_lock)) {
				pair_write();
				(*writes)++;
			}
			break;
		case 2:
			if (!rw_tryenter(&pair_lock, RW_WRITER))
				continue;
			pair_write();
			(*writes)++;
			break;
		default:
			rw_enter(&pair_lock, RW_READER);
			pair_read();
			break;
		}
		rw_exit(&pair_lock);
	}
}

static void
rwlocks(void)
{
	static u_int writes[4];
	u_int i, sum = 0;

	for (i = 0; i < nitems(writes); i++)
		sim_thread(pair_thread, &writes[i], "rwlock");
	sim_join();
	for (i = 0; i < nitems(writes); i++)
		sum += writes[i];
	SIM_CHECK_EQ(pair_count, sum);
	SIM_CHECK_EQ(pair[0], sum);
	SIM_CHECK(!rw_held(&pair_lock));
}
SIM_SCENARIO(rwlocks, 3, 0, rwlocks, "readers never see half a change");

/*
 * A thread that was woken may lose to one that runs, but then it is served
 * before all that did not: nobody sleeps more than twice for a lock.
 */
#define	NTURNS		4

static struct rwlock turn_rwlock = RWLOCK_INITIALIZER(turn_rwlock, "simturn");
static struct kmutex turn_mutex = MUTEX_INITIALIZER(turn_mutex, "simturnm");
static u_int	turns_rwlock;			/* turn_rwlock */
static u_int	turns_mutex;			/* turn_mutex */

static void
turn_check(uint64_t before)
{
	uint64_t slept = curthread->td_sched.ts_nvcsw - before;

	sim_event(0, slept);
	SIM_CHECK(slept <= 2);
}

static void
turn_thread(void *arg)
{
	uint64_t before;
	u_int i;

	for (i = 0; i < 15; i++) {
		before = curthread->td_sched.ts_nvcsw;
		rw_enter(&turn_rwlock, RW_WRITER);
		turn_check(before);
		turns_rwlock++;
		if (sim_random(4) == 0)
			sim_sleep(sim_random(2000));
		rw_exit(&turn_rwlock);

		before = curthread->td_sched.ts_nvcsw;
		mutex_enter(&turn_mutex);
		turn_check(before);
		turns_mutex++;
		if (sim_random(4) == 0)
			sched_yield_cpu();
		mutex_exit(&turn_mutex);
	}
}

static void
turns_taken(void)
{
	u_int i;

	for (i = 0; i < NTURNS; i++)
		sim_thread(turn_thread, NULL, "turn");
	sim_join();
	SIM_CHECK_EQ(turns_rwlock, NTURNS * 15);
	SIM_CHECK_EQ(turns_mutex, NTURNS * 15);
	SIM_CHECK(!rw_held(&turn_rwlock));
}
SIM_SCENARIO(losers, 3, 0, turns_taken, "who lost a lock is served next");

/*
 * A sleep queue of its own: wake-ups are counted, and each ends one sleep.
 */
static struct sleepq gate = SLEEPQ_INITIALIZER(gate);
static u_int	gate_tickets, gate_passed;	/* the queue's lock */

static void
gate_pass(void *arg)
{
	struct spin *l;
	u_int i;

	for (i = 0; i < 10; i++) {
		l = sleepq_lock(&gate);
		while (gate_tickets == 0) {
			sleepq_enqueue(&gate, "simgate", 0, 0);
			SIM_CHECK_EQ(sleepq_sleep(l, 0), 0);
			l = sleepq_lock(&gate);
		}
		gate_tickets--;
		gate_passed++;
		sleepq_unlock(l);
	}
}

static void
gate_open(void *arg)
{
	struct spin *l;
	u_int i;

	for (i = 0; i < 30; i++) {
		l = sleepq_lock(&gate);
		gate_tickets++;
		if (!sleepq_empty(&gate))
			sleepq_wake(&gate, sleepq_first(&gate), i % 2 != 0);
		sleepq_unlock(l);
		if (sim_random(3) == 0)
			sched_yield_cpu();
	}
}

static void
sleepqs(void)
{
	u_int i;

	for (i = 0; i < 3; i++)
		sim_thread(gate_pass, NULL, "gate");
	sim_thread(gate_open, NULL, "open");
	sim_join();
	SIM_CHECK_EQ(gate_passed, 30);
	SIM_CHECK_EQ(gate_tickets, 0);
	SIM_CHECK(sleepq_empty(&gate));
}
SIM_SCENARIO(sleepqs, 3, 0, sleepqs, "a wake-up ends one sleep");
