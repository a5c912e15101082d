/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * POSIX threads: creation, the objects they wait with, cancellation, data of
 * their own.
 */

#include <sys/mman.h>
#include <sys/wait.h>
#include <atf-c.h>
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define	NTHREADS	6
#define	ROUNDS		3000

static pthread_mutex_t	p_mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t	p_cond = PTHREAD_COND_INITIALIZER;
static pthread_rwlock_t	p_rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_barrier_t p_barrier;
static pthread_key_t	p_key;
static sem_t		p_sem;
static volatile long	p_count;
static volatile int	p_state, p_cleanups;
static int		p_fds[2];

static void
after_ms(clockid_t clock, int ms, struct timespec *ts)
{

	ATF_REQUIRE_EQ(0, clock_gettime(clock, ts));
	ts->tv_nsec += ms * 1000000L;
	ts->tv_sec += ts->tv_nsec / 1000000000;
	ts->tv_nsec %= 1000000000;
}

static void
in_threads(void *(*fn)(void *))
{
	pthread_t threads[NTHREADS];
	void *result;
	long i;

	for (i = 0; i < NTHREADS; i++)
		ATF_REQUIRE_EQ(0, pthread_create(&threads[i], NULL, fn,
		    (void *)i));
	for (i = 0; i < NTHREADS; i++) {
		ATF_REQUIRE_EQ(0, pthread_join(threads[i], &result));
		ATF_CHECK_EQ(i, (long)result);
	}
}

static void *
nothing(void *arg)
{

	return (arg);
}

ATF_TC_WITHOUT_HEAD(create_and_join);
ATF_TC_BODY(create_and_join, tc)
{
	pthread_t thread;
	int i;

	for (i = 0; i < 50; i++)
		in_threads(nothing);
	ATF_CHECK_EQ(EDEADLK, pthread_join(pthread_self(), NULL));
	ATF_REQUIRE_EQ(0, pthread_create(&thread, NULL, nothing, NULL));
	ATF_CHECK(!pthread_equal(thread, pthread_self()));
	ATF_REQUIRE_EQ(0, pthread_detach(thread));
	ATF_CHECK(pthread_main_np() != 0);
}

ATF_TC_WITHOUT_HEAD(attributes);
static void *
on_stack(void *arg)
{
	char here;

	return (&here >= (char *)arg && &here < (char *)arg + 65536 ? NULL :
	    arg);
}
ATF_TC_BODY(attributes, tc)
{
	static _Alignas(16) char stack[65536];
	pthread_attr_t attr;
	pthread_t thread;
	void *result, *base;
	size_t size;
	int state;

	ATF_REQUIRE_EQ(0, pthread_attr_init(&attr));
	ATF_CHECK_EQ(EINVAL, pthread_attr_setstacksize(&attr, 100));
	ATF_CHECK_EQ(EINVAL, pthread_attr_setdetachstate(&attr, 7));
	ATF_CHECK_EQ(0, pthread_attr_getdetachstate(&attr, &state));
	ATF_CHECK_EQ(PTHREAD_CREATE_JOINABLE, state);
	ATF_REQUIRE_EQ(0, pthread_attr_setstack(&attr, stack, sizeof(stack)));
	ATF_REQUIRE_EQ(0, pthread_attr_getstack(&attr, &base, &size));
	ATF_CHECK_EQ((void *)stack, base);
	ATF_CHECK_EQ(sizeof(stack), size);
	ATF_REQUIRE_EQ(0, pthread_create(&thread, &attr, on_stack, stack));
	ATF_REQUIRE_EQ(0, pthread_join(thread, &result));
	ATF_CHECK_EQ(NULL, result);
	ATF_REQUIRE_EQ(0, pthread_attr_destroy(&attr));
	ATF_CHECK_EQ(EINVAL, pthread_create(&thread, &attr, nothing, NULL));
}

ATF_TC_WITHOUT_HEAD(guard_stops_an_overflow);
static void *
overflow(void *arg)
{
	volatile char room[4096];
	void *result;

	room[0] = 1;
	result = room[0] != 0 ? overflow(arg) : arg;
	room[1] = 1;			/* so this is no jump to itself */
	return (result);
}
ATF_TC_BODY(guard_stops_an_overflow, tc)
{
	pthread_t thread;
	int status;
	pid_t pid;

	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		(void)pthread_create(&thread, NULL, overflow, NULL);
		(void)pthread_join(thread, NULL);
		_exit(0);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK(WIFSIGNALED(status) && (WTERMSIG(status) == SIGSEGV ||
	    WTERMSIG(status) == SIGBUS));
}

static void *
add_under_mutex(void *arg)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		(void)pthread_mutex_lock(&p_mutex);
		p_count++;
		(void)pthread_mutex_unlock(&p_mutex);
	}
	return (arg);
}

ATF_TC_WITHOUT_HEAD(mutex_excludes);
ATF_TC_BODY(mutex_excludes, tc)
{

	in_threads(add_under_mutex);
	ATF_CHECK_EQ(NTHREADS * ROUNDS, p_count);
}

ATF_TC_WITHOUT_HEAD(mutex_types);
ATF_TC_BODY(mutex_types, tc)
{
	pthread_mutexattr_t attr;
	pthread_mutex_t m;
	struct timespec ts;

	ATF_REQUIRE_EQ(0, pthread_mutexattr_init(&attr));
	ATF_CHECK_EQ(EINVAL, pthread_mutexattr_settype(&attr, 99));
	ATF_CHECK_EQ(EINVAL, pthread_mutexattr_setpshared(&attr, 99));
	ATF_REQUIRE_EQ(0, pthread_mutexattr_settype(&attr,
	    PTHREAD_MUTEX_ERRORCHECK));
	ATF_REQUIRE_EQ(0, pthread_mutex_init(&m, &attr));
	ATF_CHECK_EQ(EPERM, pthread_mutex_unlock(&m));
	ATF_CHECK_EQ(0, pthread_mutex_lock(&m));
	ATF_CHECK_EQ(EDEADLK, pthread_mutex_lock(&m));
	ATF_CHECK_EQ(EBUSY, pthread_mutex_trylock(&m));
	ATF_CHECK_EQ(EBUSY, pthread_mutex_destroy(&m));
	ATF_CHECK_EQ(0, pthread_mutex_unlock(&m));
	ATF_CHECK_EQ(0, pthread_mutex_destroy(&m));

	ATF_REQUIRE_EQ(0, pthread_mutexattr_settype(&attr,
	    PTHREAD_MUTEX_RECURSIVE));
	ATF_REQUIRE_EQ(0, pthread_mutex_init(&m, &attr));
	ATF_CHECK_EQ(0, pthread_mutex_lock(&m));
	ATF_CHECK_EQ(0, pthread_mutex_lock(&m));
	ATF_CHECK_EQ(0, pthread_mutex_trylock(&m));
	ATF_CHECK_EQ(0, pthread_mutex_unlock(&m));
	ATF_CHECK_EQ(0, pthread_mutex_unlock(&m));
	ATF_CHECK_EQ(0, pthread_mutex_unlock(&m));
	ATF_CHECK_EQ(EPERM, pthread_mutex_unlock(&m));

	ATF_REQUIRE_EQ(0, pthread_mutex_init(&m, NULL));
	ATF_CHECK_EQ(0, pthread_mutex_lock(&m));
	after_ms(CLOCK_REALTIME, 30, &ts);
	ATF_CHECK_EQ(ETIMEDOUT, pthread_mutex_timedlock(&m, &ts));
	ts.tv_nsec = -1;
	ATF_CHECK_EQ(EINVAL, pthread_mutex_timedlock(&m, &ts));
	ATF_CHECK_EQ(0, pthread_mutex_unlock(&m));
	ATF_CHECK_EQ(0, pthread_mutex_timedlock(&m, &ts));
}

ATF_TC_WITHOUT_HEAD(mutex_between_processes);
ATF_TC_BODY(mutex_between_processes, tc)
{
	struct shared {
		pthread_mutex_t	m;
		volatile long	n;
	} *sh;
	pthread_mutexattr_t attr;
	int i, status;
	pid_t pid;

	sh = mmap(NULL, sizeof(*sh), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANON, -1, 0);
	ATF_REQUIRE(sh != MAP_FAILED);
	ATF_REQUIRE_EQ(0, pthread_mutexattr_init(&attr));
	ATF_REQUIRE_EQ(0, pthread_mutexattr_setpshared(&attr,
	    PTHREAD_PROCESS_SHARED));
	ATF_REQUIRE_EQ(0, pthread_mutex_init(&sh->m, &attr));
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	for (i = 0; i < ROUNDS; i++) {
		if (pthread_mutex_lock(&sh->m) != 0)
			_exit(1);
		sh->n++;
		if (pthread_mutex_unlock(&sh->m) != 0)
			_exit(1);
	}
	if (pid == 0)
		_exit(0);
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
	ATF_CHECK_EQ(2 * ROUNDS, sh->n);
}

/* Threads take turns. */
static void *
take_turns(void *arg)
{
	long me = (long)arg;
	int i;

	for (i = 0; i < 200; i++) {
		(void)pthread_mutex_lock(&p_mutex);
		while (p_count % NTHREADS != me)
			(void)pthread_cond_wait(&p_cond, &p_mutex);
		p_count++;
		(void)pthread_cond_broadcast(&p_cond);
		(void)pthread_mutex_unlock(&p_mutex);
	}
	return (arg);
}

ATF_TC_WITHOUT_HEAD(cond_broadcast);
ATF_TC_BODY(cond_broadcast, tc)
{

	in_threads(take_turns);
	ATF_CHECK_EQ(200 * NTHREADS, p_count);
}

ATF_TC_WITHOUT_HEAD(cond_timedwait);
ATF_TC_BODY(cond_timedwait, tc)
{
	pthread_condattr_t attr;
	pthread_cond_t c;
	struct timespec ts, now;

	ATF_REQUIRE_EQ(0, pthread_condattr_init(&attr));
	ATF_CHECK_EQ(EINVAL, pthread_condattr_setclock(&attr, 12345));
	ATF_REQUIRE_EQ(0, pthread_condattr_setclock(&attr, CLOCK_MONOTONIC));
	ATF_REQUIRE_EQ(0, pthread_cond_init(&c, &attr));
	ATF_REQUIRE_EQ(0, pthread_mutex_lock(&p_mutex));
	after_ms(CLOCK_MONOTONIC, 40, &ts);
	ATF_CHECK_EQ(ETIMEDOUT, pthread_cond_timedwait(&c, &p_mutex, &ts));
	ATF_REQUIRE_EQ(0, clock_gettime(CLOCK_MONOTONIC, &now));
	ATF_CHECK(now.tv_sec > ts.tv_sec || (now.tv_sec == ts.tv_sec &&
	    now.tv_nsec >= ts.tv_nsec));
	after_ms(CLOCK_REALTIME, 40, &ts);
	ATF_CHECK_EQ(ETIMEDOUT, pthread_cond_timedwait(&p_cond, &p_mutex,
	    &ts));
	ts.tv_nsec = 1000000000;
	ATF_CHECK_EQ(EINVAL, pthread_cond_timedwait(&p_cond, &p_mutex, &ts));
	/* The mutex is ours after each of them. */
	ATF_CHECK_EQ(EBUSY, pthread_mutex_trylock(&p_mutex));
	ATF_REQUIRE_EQ(0, pthread_mutex_unlock(&p_mutex));
	ATF_CHECK_EQ(0, pthread_cond_destroy(&c));
}

static volatile int rw_readers, rw_writers, rw_bad;

static void *
read_and_write(void *arg)
{
	int i;

	for (i = 0; i < 500; i++) {
		if (i % 5 == 0) {
			if (pthread_rwlock_wrlock(&p_rwlock) != 0)
				rw_bad++;
			if (__atomic_add_fetch(&rw_writers, 1,
			    __ATOMIC_SEQ_CST) != 1 || rw_readers != 0)
				rw_bad++;
			__atomic_sub_fetch(&rw_writers, 1, __ATOMIC_SEQ_CST);
		} else {
			if (pthread_rwlock_rdlock(&p_rwlock) != 0)
				rw_bad++;
			__atomic_add_fetch(&rw_readers, 1, __ATOMIC_SEQ_CST);
			if (rw_writers != 0)
				rw_bad++;
			__atomic_sub_fetch(&rw_readers, 1, __ATOMIC_SEQ_CST);
		}
		if (pthread_rwlock_unlock(&p_rwlock) != 0)
			rw_bad++;
	}
	return (arg);
}

ATF_TC_WITHOUT_HEAD(rwlock_excludes);
ATF_TC_BODY(rwlock_excludes, tc)
{
	struct timespec ts;

	in_threads(read_and_write);
	ATF_CHECK_EQ(0, rw_bad);
	ATF_CHECK_EQ(EPERM, pthread_rwlock_unlock(&p_rwlock));
	ATF_CHECK_EQ(0, pthread_rwlock_rdlock(&p_rwlock));
	ATF_CHECK_EQ(0, pthread_rwlock_tryrdlock(&p_rwlock));
	ATF_CHECK_EQ(EBUSY, pthread_rwlock_trywrlock(&p_rwlock));
	after_ms(CLOCK_REALTIME, 20, &ts);
	ATF_CHECK_EQ(ETIMEDOUT, pthread_rwlock_timedwrlock(&p_rwlock, &ts));
	ATF_CHECK_EQ(0, pthread_rwlock_unlock(&p_rwlock));
	ATF_CHECK_EQ(0, pthread_rwlock_unlock(&p_rwlock));
	ATF_CHECK_EQ(0, pthread_rwlock_wrlock(&p_rwlock));
	ATF_CHECK_EQ(EDEADLK, pthread_rwlock_wrlock(&p_rwlock));
	ATF_CHECK_EQ(EDEADLK, pthread_rwlock_rdlock(&p_rwlock));
	ATF_CHECK_EQ(EBUSY, pthread_rwlock_destroy(&p_rwlock));
	ATF_CHECK_EQ(0, pthread_rwlock_unlock(&p_rwlock));
}

static void *
meet(void *arg)
{
	int i, r;

	for (i = 0; i < 100; i++) {
		__atomic_add_fetch(&p_count, 1, __ATOMIC_SEQ_CST);
		r = pthread_barrier_wait(&p_barrier);
		if (p_count < (i + 1) * NTHREADS)
			p_state++;
		if (r == PTHREAD_BARRIER_SERIAL_THREAD)
			__atomic_add_fetch(&p_cleanups, 1, __ATOMIC_SEQ_CST);
		else if (r != 0)
			p_state++;
	}
	return (arg);
}

ATF_TC_WITHOUT_HEAD(barrier_holds_until_all_are_there);
ATF_TC_BODY(barrier_holds_until_all_are_there, tc)
{

	ATF_CHECK_EQ(EINVAL, pthread_barrier_init(&p_barrier, NULL, 0));
	ATF_REQUIRE_EQ(0, pthread_barrier_init(&p_barrier, NULL, NTHREADS));
	in_threads(meet);
	ATF_CHECK_EQ(0, p_state);
	ATF_CHECK_EQ(100, p_cleanups);
	ATF_CHECK_EQ(0, pthread_barrier_destroy(&p_barrier));
}

static void *
post(void *arg)
{
	int i;

	for (i = 0; i < 100; i++)
		(void)sem_post(&p_sem);
	return (arg);
}

ATF_TC_WITHOUT_HEAD(semaphores);
ATF_TC_BODY(semaphores, tc)
{
	struct timespec ts;
	int i, value;

	ATF_REQUIRE_ERRNO(EINVAL, sem_init(&p_sem, 0, 0x80000000U) == -1);
	ATF_REQUIRE_EQ(0, sem_init(&p_sem, 0, 0));
	ATF_REQUIRE_ERRNO(EAGAIN, sem_trywait(&p_sem) == -1);
	after_ms(CLOCK_REALTIME, 20, &ts);
	ATF_REQUIRE_ERRNO(ETIMEDOUT, sem_timedwait(&p_sem, &ts) == -1);
	in_threads(post);
	ATF_REQUIRE_EQ(0, sem_getvalue(&p_sem, &value));
	ATF_CHECK_EQ(100 * NTHREADS, value);
	for (i = 0; i < 100 * NTHREADS; i++)
		ATF_REQUIRE_EQ(0, sem_wait(&p_sem));
	ATF_REQUIRE_ERRNO(EAGAIN, sem_trywait(&p_sem) == -1);
	ATF_REQUIRE_EQ(0, sem_destroy(&p_sem));
}

static pthread_once_t p_once = PTHREAD_ONCE_INIT;

static void
once_only(void)
{

	usleep(20000);
	p_state++;
}

static void *
call_once(void *arg)
{

	(void)pthread_once(&p_once, once_only);
	if (p_state != 1)
		p_cleanups++;
	return (arg);
}

ATF_TC_WITHOUT_HEAD(once_is_once);
ATF_TC_BODY(once_is_once, tc)
{

	in_threads(call_once);
	ATF_CHECK_EQ(1, p_state);
	ATF_CHECK_EQ(0, p_cleanups);
}

static void
value_gone(void *value)
{

	__atomic_add_fetch(&p_count, *(int *)value, __ATOMIC_SEQ_CST);
}

static void *
set_value(void *arg)
{
	static int one = 1;

	if (pthread_getspecific(p_key) != NULL ||
	    pthread_setspecific(p_key, &one) != 0 ||
	    pthread_getspecific(p_key) != &one)
		p_state++;
	return (arg);
}

ATF_TC_WITHOUT_HEAD(specific_data);
ATF_TC_BODY(specific_data, tc)
{
	pthread_key_t keys[PTHREAD_KEYS_MAX + 1];
	int n;

	ATF_REQUIRE_EQ(0, pthread_key_create(&p_key, value_gone));
	in_threads(set_value);
	ATF_CHECK_EQ(0, p_state);
	ATF_CHECK_EQ(NTHREADS, p_count);
	ATF_CHECK_EQ(NULL, pthread_getspecific(p_key));
	ATF_REQUIRE_EQ(0, pthread_setspecific(p_key, &p_mutex));
	ATF_REQUIRE_EQ(0, pthread_key_delete(p_key));
	ATF_CHECK_EQ(EINVAL, pthread_key_delete(p_key));
	ATF_CHECK_EQ(EINVAL, pthread_setspecific(p_key, NULL));
	/* A key that takes the place does not show the old value. */
	ATF_REQUIRE_EQ(0, pthread_key_create(&p_key, NULL));
	ATF_CHECK_EQ(NULL, pthread_getspecific(p_key));
	for (n = 0; n <= PTHREAD_KEYS_MAX; n++)
		if (pthread_key_create(&keys[n], NULL) != 0)
			break;
	ATF_CHECK_EQ(PTHREAD_KEYS_MAX - 1, n);
}

static void
cleanup(void *arg)
{

	p_cleanups = p_cleanups * 10 + (int)(intptr_t)arg;
}

static void *
wait_in_read(void *arg)
{
	char c;

	pthread_cleanup_push(cleanup, (void *)1);
	pthread_cleanup_push(cleanup, (void *)2);
	p_state = 1;
	(void)read(p_fds[0], &c, 1);
	pthread_cleanup_pop(0);
	pthread_cleanup_pop(0);
	return (arg);
}

static void *
wait_in_cond(void *arg)
{

	(void)pthread_mutex_lock(&p_mutex);
	/* Its handler needs the mutex to be ours. */
	pthread_cleanup_push((void (*)(void *))pthread_mutex_unlock, &p_mutex);
	p_state = 1;
	for (;;)
		(void)pthread_cond_wait(&p_cond, &p_mutex);
	pthread_cleanup_pop(0);
	return (arg);
}

static void *
run_for_ever(void *arg)
{

	(void)pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
	p_state = 1;
	for (;;)
		__asm__ volatile("pause");
	return (arg);
}

static void *
wait_in_sem(void *arg)
{

	p_state = 1;
	(void)sem_wait(&p_sem);
	return (arg);
}

static void
cancel_one(void *(*fn)(void *), int delay)
{
	pthread_t thread;
	void *result;

	p_state = 0;
	ATF_REQUIRE_EQ(0, pthread_create(&thread, NULL, fn, NULL));
	while (delay != 0 && p_state == 0)
		usleep(1000);
	if (delay > 1)
		usleep(20000);
	ATF_REQUIRE_EQ(0, pthread_cancel(thread));
	ATF_REQUIRE_EQ(0, pthread_join(thread, &result));
	ATF_CHECK_EQ(PTHREAD_CANCELED, result);
}

ATF_TC_WITHOUT_HEAD(cancel_in_calls);
ATF_TC_BODY(cancel_in_calls, tc)
{
	int i;

	ATF_REQUIRE_EQ(0, pipe(p_fds));
	ATF_REQUIRE_EQ(0, sem_init(&p_sem, 0, 0));
	/* At every moment around the call. */
	for (i = 0; i < 60; i++) {
		p_cleanups = 0;
		cancel_one(wait_in_read, i % 3);
		ATF_CHECK(p_cleanups == 21 || (i % 3 == 0 && p_cleanups == 0));
		cancel_one(wait_in_cond, i % 3);
		ATF_REQUIRE_EQ(0, pthread_mutex_trylock(&p_mutex));
		ATF_REQUIRE_EQ(0, pthread_mutex_unlock(&p_mutex));
		cancel_one(wait_in_sem, i % 3);
		cancel_one(run_for_ever, 1 + i % 2);
	}
}

static void *
disabled(void *arg)
{
	int old;

	(void)pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old);
	p_state = old == PTHREAD_CANCEL_ENABLE ? 1 : 2;
	usleep(50000);
	p_count = 1;
	(void)pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
	pthread_testcancel();
	p_count = 2;
	return (arg);
}

ATF_TC_WITHOUT_HEAD(cancel_waits_while_disabled);
ATF_TC_BODY(cancel_waits_while_disabled, tc)
{

	cancel_one(disabled, 1);
	ATF_CHECK_EQ(1, p_count);
	ATF_CHECK_EQ(EINVAL, pthread_setcancelstate(77, NULL));
	ATF_CHECK_EQ(EINVAL, pthread_setcanceltype(77, NULL));
}

static void *
last_one(void *arg)
{

	usleep(20000);
	(void)write(p_fds[1], "x", 1);
	return (arg);
}

ATF_TC_WITHOUT_HEAD(exit_of_the_first_thread);
ATF_TC_BODY(exit_of_the_first_thread, tc)
{
	pthread_t thread;
	char c;
	int status;
	pid_t pid;

	ATF_REQUIRE_EQ(0, pipe(p_fds));
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		(void)pthread_create(&thread, NULL, last_one, NULL);
		pthread_exit(NULL);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
	ATF_CHECK_EQ(1, read(p_fds[0], &c, 1));
}

static void
tick(union sigval value)
{

	(void)write(p_fds[1], "t", 1);
}

/* A timer with SIGEV_THREAD needs a thread of libc's, which does not count. */
ATF_TC_WITHOUT_HEAD(exit_of_the_last_thread_with_timers);
ATF_TC_BODY(exit_of_the_last_thread_with_timers, tc)
{
	struct sigevent ev;
	struct itimerspec soon;
	pthread_t thread;
	timer_t timer;
	char c;
	int i, status;
	pid_t pid;

	memset(&ev, 0, sizeof(ev));
	ev.sigev_notify = SIGEV_THREAD;
	ev.sigev_notify_function = tick;
	memset(&soon, 0, sizeof(soon));
	soon.it_value.tv_nsec = 1000000;
	for (i = 0; i < 2; i++) {
		ATF_REQUIRE_EQ(0, pipe(p_fds));
		pid = fork();
		ATF_REQUIRE(pid >= 0);
		if (pid == 0) {
			(void)alarm(50);
			if (timer_create(CLOCK_MONOTONIC, &ev, &timer) != 0 ||
			    timer_settime(timer, 0, &soon, NULL) != 0 ||
			    read(p_fds[0], &c, 1) != 1)
				_exit(1);
			if (i == 1 && pthread_create(&thread, NULL, last_one,
			    NULL) != 0)
				_exit(2);
			pthread_exit(NULL);
		}
		ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
		ATF_CHECK_EQ(0, status);
		ATF_REQUIRE_EQ(0, close(p_fds[1]));
		ATF_CHECK_EQ(i, read(p_fds[0], &c, 1));
	}
}

/* Use the processor for a while by the own clock, which others can read. */
static void *
use_cpu(void *arg)
{
	struct timespec ts;
	clockid_t clock;

	(void)pthread_getcpuclockid(pthread_self(), &clock);
	do {
		if (clock_gettime(clock, &ts) != 0)
			return (NULL);
	} while (ts.tv_sec == 0 && ts.tv_nsec < 20000000);
	(void)write(p_fds[1], "x", 1);
	p_state = 1;
	while (p_state == 1)
		usleep(1000);
	return (arg);
}

ATF_TC_WITHOUT_HEAD(clock_of_a_thread);
ATF_TC_BODY(clock_of_a_thread, tc)
{
	struct timespec mine, own, other, again;
	pthread_t thread;
	clockid_t clock, clock2;
	timer_t timer;
	void *result;
	char c;

	ATF_REQUIRE_EQ(0, pipe(p_fds));
	ATF_REQUIRE_EQ(0, pthread_getcpuclockid(pthread_self(), &clock));
	ATF_REQUIRE_EQ(0, clock_gettime(clock, &mine));
	ATF_REQUIRE_EQ(0, clock_gettime(CLOCK_THREAD_CPUTIME_ID, &own));
	ATF_CHECK(mine.tv_sec < own.tv_sec || (mine.tv_sec == own.tv_sec &&
	    mine.tv_nsec <= own.tv_nsec));
	ATF_REQUIRE_EQ(0, timer_create(clock, NULL, &timer));
	ATF_REQUIRE_EQ(0, timer_delete(timer));

	ATF_REQUIRE_EQ(0, pthread_create(&thread, NULL, use_cpu, &thread));
	ATF_REQUIRE_EQ(1, read(p_fds[0], &c, 1));
	ATF_REQUIRE_EQ(0, pthread_getcpuclockid(thread, &clock2));
	ATF_CHECK(clock != clock2);
	ATF_REQUIRE_EQ(0, clock_gettime(clock2, &other));
	ATF_CHECK(other.tv_sec > 0 || other.tv_nsec >= 20000000);
	ATF_REQUIRE_EQ(0, clock_gettime(clock2, &again));
	ATF_CHECK(again.tv_sec > other.tv_sec || (again.tv_sec ==
	    other.tv_sec && again.tv_nsec >= other.tv_nsec));
	ATF_REQUIRE_EQ(0, clock_getres(clock2, &again));
	ATF_REQUIRE_ERRNO(EINVAL, timer_create(clock2, NULL, &timer) == -1);
	while (p_state == 0)
		usleep(1000);
	p_state = 2;
	ATF_REQUIRE_EQ(0, pthread_join(thread, &result));
	ATF_CHECK_EQ(&thread, result);
	ATF_REQUIRE_ERRNO(EINVAL, clock_gettime(clock2, &other) == -1);
	ATF_REQUIRE_EQ(0, clock_gettime(clock, &own));
}

static void
fork_prepare(void)
{

	p_state = p_state * 10 + 1;
}

static void
fork_parent(void)
{

	p_state = p_state * 10 + 2;
}

static void
fork_child(void)
{

	p_state = p_state * 10 + 3;
}

ATF_TC_WITHOUT_HEAD(atfork);
ATF_TC_BODY(atfork, tc)
{
	int status;
	pid_t pid;

	ATF_REQUIRE_EQ(0, pthread_atfork(fork_prepare, fork_parent,
	    fork_child));
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0)
		_exit(p_state == 13 ? 0 : 1);
	ATF_CHECK_EQ(12, p_state);
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
}

static __thread int p_tls = 42;

static void *
change_tls(void *arg)
{

	if (p_tls != 42)
		p_state++;
	p_tls = (int)(intptr_t)arg;
	errno = (int)(intptr_t)arg;
	usleep(5000);
	if (p_tls != (int)(intptr_t)arg)
		p_state++;
	return (arg);
}

ATF_TC_WITHOUT_HEAD(thread_local_storage);
ATF_TC_BODY(thread_local_storage, tc)
{

	errno = 99;
	in_threads(change_tls);
	ATF_CHECK_EQ(0, p_state);
	ATF_CHECK_EQ(42, p_tls);
}

static void *
print_lines(void *arg)
{
	int i;

	for (i = 0; i < 200; i++)
		(void)fprintf(stderr, "line of thread %ld, number %d\n",
		    (long)arg, i);
	return (arg);
}

ATF_TC_WITHOUT_HEAD(stdio_lines_stay_whole);
ATF_TC_BODY(stdio_lines_stay_whole, tc)
{
	char line[200];
	FILE *fp;
	long who;
	int i, n = 0;

	ATF_REQUIRE(freopen("out", "w", stderr) != NULL);
	ATF_REQUIRE_EQ(0, setvbuf(stderr, NULL, _IOLBF, 100));
	in_threads(print_lines);
	ATF_REQUIRE_EQ(0, fflush(stderr));
	fp = fopen("out", "r");
	ATF_REQUIRE(fp != NULL);
	while (fgets(line, sizeof(line), fp) != NULL) {
		ATF_CHECK_EQ(2, sscanf(line, "line of thread %ld, number %d",
		    &who, &i));
		n++;
	}
	ATF_CHECK_EQ(200 * NTHREADS, n);
	(void)fclose(fp);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, create_and_join);
	ATF_TP_ADD_TC(tp, attributes);
	ATF_TP_ADD_TC(tp, guard_stops_an_overflow);
	ATF_TP_ADD_TC(tp, mutex_excludes);
	ATF_TP_ADD_TC(tp, mutex_types);
	ATF_TP_ADD_TC(tp, mutex_between_processes);
	ATF_TP_ADD_TC(tp, cond_broadcast);
	ATF_TP_ADD_TC(tp, cond_timedwait);
	ATF_TP_ADD_TC(tp, rwlock_excludes);
	ATF_TP_ADD_TC(tp, barrier_holds_until_all_are_there);
	ATF_TP_ADD_TC(tp, semaphores);
	ATF_TP_ADD_TC(tp, once_is_once);
	ATF_TP_ADD_TC(tp, specific_data);
	ATF_TP_ADD_TC(tp, cancel_in_calls);
	ATF_TP_ADD_TC(tp, cancel_waits_while_disabled);
	ATF_TP_ADD_TC(tp, exit_of_the_first_thread);
	ATF_TP_ADD_TC(tp, exit_of_the_last_thread_with_timers);
	ATF_TP_ADD_TC(tp, clock_of_a_thread);
	ATF_TP_ADD_TC(tp, atfork);
	ATF_TP_ADD_TC(tp, thread_local_storage);
	ATF_TP_ADD_TC(tp, stdio_lines_stay_whole);
	return (atf_no_error());
}
