/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Stress tests of the core, inside the kernel: option SELFTEST, never in
 * GENERIC.  Writing 1 to debug.selftest runs them all, two threads for each
 * CPU; reading it gives the number of failures so far.
 *
 * Each test makes threads, lets them work on shared data whose invariant would
 * break if a lock, a wake-up or an allocation went wrong, and compares the
 * result with what arithmetic says.  A hang is found by whoever waits.
 */
#include <sys/param.h>
#include <sys/condvar.h>
#include <sys/kmem.h>
#include <sys/kthread.h>
#include <sys/md.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/random.h>
#include <sys/rwlock.h>
#include <sys/sched.h>
#include <sys/softint.h>
#include <sys/spin.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/timeout.h>

#include <kern/kern_selftest.h>
#include <kern/subr_lockorder.h>

#define	ROUNDS		5000U
#define	OBJECTS		64U

static struct kmutex	st_lock;
static struct cv	st_cv;
static struct spin	st_spin;
static struct rwlock	st_rw;
static u_int		st_running __guarded_by(st_lock);
static u_long		st_counter;
static u_long		st_pair[2];
static u_int		st_turn;
static u_int		st_failures;
static struct kmem_cache *st_cache;

#define	CHECK(cond) do {						\
	if (!(cond)) {							\
		atomic_inc(&st_failures);				\
		printf("selftest: %s:%d: %s\n", __FILE_NAME__,		\
		    __LINE__, #cond);					\
	}								\
} while (0)

struct st_worker {
	void	(*fn)(u_int);
	u_int	index;
};

static void
st_worker_main(void *arg)
{
	struct st_worker *w = arg;

	w->fn(w->index);
	mutex_enter(&st_lock);
	if (--st_running == 0)
		cv_broadcast(&st_cv);
	mutex_exit(&st_lock);
}

/*
 * Run fn in n threads and wait for all.
 */
static void
st_run(const char *name, void (*fn)(u_int), u_int n)
{
	struct st_worker *w;
	uint64_t start = uptime_ns();
	u_int i;

	w = kmem_alloc(n * sizeof(*w), KM_SLEEP);
	CHECK(w != NULL);
	if (w == NULL)
		return;
	mutex_enter(&st_lock);
	st_running = n;
	mutex_exit(&st_lock);
	for (i = 0; i < n; i++) {
		w[i] = (struct st_worker){ fn, i };
		CHECK(kthread_create(st_worker_main, &w[i], NULL, "%s/%u",
		    name, i) == 0);
	}
	mutex_enter(&st_lock);
	while (st_running > 0)
		cv_wait(&st_cv, &st_lock);
	mutex_exit(&st_lock);
	kmem_free(w, n * sizeof(*w));
	printf("selftest: %s: %lu us\n", name, (uptime_ns() - start) / 1000);
}

static void
st_mutex(u_int index)
{
	u_int i;

	for (i = 0; i < ROUNDS; i++) {
		mutex_enter(&st_lock);
		st_counter++;
		if (i % 64 == 0)
			sched_yield_cpu();
		mutex_exit(&st_lock);
		if (mutex_tryenter(&st_lock)) {
			st_counter++;
			mutex_exit(&st_lock);
		} else {
			mutex_enter(&st_lock);
			st_counter++;
			mutex_exit(&st_lock);
		}
	}
}

static void
st_spinlock(u_int index)
{
	u_int i;

	for (i = 0; i < ROUNDS; i++) {
		spin_enter(&st_spin);
		st_counter++;
		spin_exit(&st_spin);
	}
}

static void
st_rwlock(u_int index)
{
	u_int i;

	for (i = 0; i < ROUNDS; i++) {
		if ((i + index) % 4 == 0) {
			rw_enter(&st_rw, RW_WRITER);
			st_pair[0]++;
			if (i % 16 == 0)
				sched_yield_cpu();
			st_pair[1]++;
			if (i % 3 == 0) {
				rw_downgrade(&st_rw);
				CHECK(st_pair[0] == st_pair[1]);
			}
		} else {
			rw_enter(&st_rw, RW_READER);
			CHECK(st_pair[0] == st_pair[1]);
			if (i % 5 == 0 && rw_tryupgrade(&st_rw)) {
				st_pair[0]++;
				st_pair[1]++;
			}
		}
		rw_exit(&st_rw);
	}
}

/*
 * All threads take turns: as many wake-ups as turns, none lost.
 */
static u_int	st_players;

static void
st_condvar(u_int index)
{
	u_int i;

	for (i = 0; i < ROUNDS / 10; i++) {
		mutex_enter(&st_lock);
		while (st_turn % st_players != index)
			cv_wait(&st_cv, &st_lock);
		st_turn++;
		cv_broadcast(&st_cv);
		mutex_exit(&st_lock);
	}
}

static void
st_timed(u_int index)
{
	struct kmutex m;
	struct cv c;
	uint64_t deadline;
	u_int i;
	int error;

	mutex_init(&m, "selftest timed");
	cv_init(&c, "sttimed");
	for (i = 0; i < 50; i++) {
		deadline = uptime_ns() + random_uniform(3000000);
		mutex_enter(&m);
		error = cv_timedwait(&c, &m, deadline);
		mutex_exit(&m);
		CHECK(error == ETIMEDOUT);
		CHECK(uptime_ns() >= deadline);
	}
	cv_destroy(&c);
	mutex_destroy(&m);
}

static void
st_timeout_fn(void *arg)
{

	atomic_inc((u_int *)arg);
}

/*
 * A timeout that is set and then cancelled or not is called or not.
 */
static void
st_timeouts(u_int index)
{
	struct timeout t, d;
	u_int calls = 0, direct = 0, expected = 0, cancelled = 0, i;

	timeout_init(&t, st_timeout_fn, &calls);
	timeout_init_direct(&d, st_timeout_fn, &direct);
	for (i = 0; i < 300; i++) {
		timeout_set(&t, uptime_ns() + random_uniform(200000));
		timeout_set(&d, uptime_ns() + random_uniform(200000));
		md_delay(random_uniform(200000));
		expected += 2;
		cancelled += timeout_drain(&t);
		cancelled += timeout_drain(&d);
		CHECK(!timeout_pending(&t) && !timeout_pending(&d));
		if (i % 8 == 0)
			sched_yield_cpu();
	}
	CHECK(calls + direct + cancelled == expected);
}

static void
st_kmem(u_int index)
{
	unsigned char *p[OBJECTS] = { NULL };
	size_t size[OBJECTS] = { 0 }, j;
	u_int i, slot;

	for (i = 0; i < ROUNDS * 4; i++) {
		slot = random_uniform(OBJECTS);
		if (p[slot] != NULL) {
			for (j = 0; j < size[slot]; j += 61)
				CHECK(p[slot][j] == (u_char)(slot + index));
			kmem_free(p[slot], size[slot]);
			p[slot] = NULL;
			continue;
		}
		size[slot] = 1 + random_uniform(i % 32 == 0 ? 20000 : 600);
		p[slot] = kmem_alloc(size[slot], KM_SLEEP);
		if (p[slot] != NULL)
			memset(p[slot], (int)(slot + index), size[slot]);
	}
	for (slot = 0; slot < OBJECTS; slot++)
		kmem_free(p[slot], size[slot]);
}

/*
 * Objects that are freed by another thread than allocated them.
 */
static void	*st_exchange[OBJECTS];

static void
st_cache_worker(u_int index)
{
	void *obj, *old;
	u_int i;

	for (i = 0; i < ROUNDS * 2; i++) {
		obj = kmem_cache_alloc(st_cache, KM_SLEEP);
		if (obj == NULL)
			continue;
		memset(obj, (int)index, 200);
		old = atomic_swap(&st_exchange[random_uniform(OBJECTS)], obj);
		if (old != NULL)
			kmem_cache_free(st_cache, old);
		if (i % 2000 == 0)
			kmem_drain();
	}
}

static void
st_threads(u_int index)
{
	/* Only be born and die. */
	sched_yield_cpu();
}

static void
st_softint_fn(void *arg)
{

	atomic_inc(&st_counter);
}

static void
st_softints(u_int index)
{
	struct softint *si;
	u_int i;

	si = softint_establish(SOFTINT_NET, st_softint_fn, NULL);
	CHECK(si != NULL);
	if (si == NULL)
		return;
	for (i = 0; i < 200; i++) {
		softint_schedule(si);
		if (i % 4 == 0)
			sched_yield_cpu();
	}
	softint_disestablish(si);
}

#ifdef DEBUG
/*
 * The checker must see a reversal, and report it once.  Its report on the
 * console is expected.
 */
static void
st_lockorder(u_int index)
    __no_lock_analysis
{
	static struct kmutex a = MUTEX_INITIALIZER(a, "selftest a");
	static struct kmutex b = MUTEX_INITIALIZER(b, "selftest b");
	static bool done;
	u_int before = lockorder_reports();
	u_int i;

	if (done)
		return;
	done = true;
	printf("selftest: a lock order reversal of \"selftest a\" and "
	    "\"selftest b\" follows, as it should\n");
	mutex_enter(&a);
	mutex_enter(&b);
	mutex_exit(&b);
	mutex_exit(&a);
	for (i = 0; i < 2; i++) {
		mutex_enter(&b);
		mutex_enter(&a);
		mutex_exit(&a);
		mutex_exit(&b);
	}
	CHECK(lockorder_reports() == before + 1);
}
#endif

void
selftest_run(void)
{
	u_int n = 2 * ncpu, i;
	struct timeout unused;

	st_counter = 0;
	st_run("st_mutex", st_mutex, n);
	CHECK(st_counter == (u_long)n * ROUNDS * 2);
	st_counter = 0;
	st_run("st_spin", st_spinlock, n);
	CHECK(st_counter == (u_long)n * ROUNDS);
	st_run("st_rwlock", st_rwlock, n);
	CHECK(!rw_held(&st_rw) && st_pair[0] == st_pair[1]);
	st_turn = 0;
	st_players = n;
	st_run("st_condvar", st_condvar, n);
	CHECK(st_turn == n * (ROUNDS / 10));
	st_run("st_timed", st_timed, n);
	st_run("st_timeouts", st_timeouts, n);
	st_run("st_kmem", st_kmem, n);
	st_run("st_cache", st_cache_worker, n);
	for (i = 0; i < OBJECTS; i++)
		kmem_cache_free(st_cache, atomic_swap(&st_exchange[i], NULL));
	CHECK(kmem_cache_live(st_cache) == 0);
	for (i = 0; i < 20; i++)
		st_run("st_threads", st_threads, n);
	st_counter = 0;
	st_run("st_softints", st_softints, n);
	CHECK(st_counter > 0);
#ifdef DEBUG
	st_run("st_lockorder", st_lockorder, 1);
#endif
	timeout_init(&unused, st_timeout_fn, NULL);
	CHECK(!timeout_drain(&unused));
	kmem_reclaim();
	printf("selftest: %u failures\n", st_failures);
}

void
selftest_init(void)
{

	mutex_init(&st_lock, "selftest");
	cv_init(&st_cv, "selftest");
	spin_init(&st_spin, "selftest spin", IPL_VM);
	rw_init(&st_rw, "selftest rw");
	st_cache = kmem_cache_create("selftest", 200, 0, NULL, NULL, NULL);
	if (st_cache == NULL)
		panic("selftest: no memory");
}

static int
sysctl_selftest(SYSCTL_HANDLER_ARGS)
{
	int error, value = (int)st_failures;

	error = sysctl_handle_int(oidp, &value, 0, req);
	if (error != 0 || !SYSCTL_WRITING(req) || value != 1)
		return (error);
	if (st_cache == NULL)
		selftest_init();
	selftest_run();
	return (0);
}
SYSCTL_PROC(_debug, OID_AUTO, selftest, CTLTYPE_INT | CTLFLAG_RW, NULL, 0,
    sysctl_selftest, "I", "Write 1 to run the core's stress tests");
