/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Nobody looks at an object once another thread may have destroyed it and freed
 * its memory.
 *
 * Who releases an object runs instruction by instruction: as soon as the
 * release can be seen by others, which is when the object can be taken, the
 * handler of SIGTRAP takes, releases and destroys it, as another thread may,
 * and its memory is gone.
 */

#include <sys/mman.h>
#include <sys/ucontext.h>
#include <sys/wait.h>
#include <atf-c.h>
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define	ROOM		4096
#define	TRACE		0x100	/* in the flags: trap after an instruction */
#define	NTHREADS	4
#define	ROUNDS		150

/* On a page of its own; NULL once it is gone. */
static void		* volatile d_object;
static bool		(*d_destroy)(void *);
static volatile unsigned d_steps;

static void
step(int sig, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;
	int saved = errno;

	if (d_object == NULL)
		return;
	d_steps++;
	if (d_destroy(d_object)) {
		if (munmap(d_object, ROOM) != 0)
			_exit(20);
		d_object = NULL;
	} else
		uc->uc_mcontext.mc_rflags |= TRACE;
	errno = saved;
}

/* Past the red zone. */
static inline void
step_begin(void)
{

	__asm__ volatile("leaq -128(%%rsp), %%rsp; pushfq; orq %0, (%%rsp); "
	    "popfq; leaq 128(%%rsp), %%rsp" : : "i" (TRACE) : "memory", "cc");
}

static bool
destroy_mutex(void *m)
{

	if (pthread_mutex_trylock(m) != 0)
		return (false);
	if (pthread_mutex_unlock(m) != 0 || pthread_mutex_destroy(m) != 0)
		_exit(21);
	return (true);
}

static bool
destroy_rwlock(void *l)
{

	if (pthread_rwlock_trywrlock(l) != 0)
		return (false);
	if (pthread_rwlock_unlock(l) != 0 || pthread_rwlock_destroy(l) != 0)
		_exit(22);
	return (true);
}

static bool
destroy_sem(void *s)
{

	if (sem_trywait(s) != 0)
		return (false);
	if (sem_destroy(s) != 0)
		_exit(23);
	return (true);
}

static bool
destroy_spin(void *l)
{

	if (pthread_spin_trylock(l) != 0)
		return (false);
	return (true);
}

/* In a child: ready() takes the object, release() ends what it began. */
static void
release_in_steps(bool (*ready)(void *), int (*release)(void *),
    bool (*destroy)(void *))
{
	struct sigaction sa;
	void *object;
	int ret, status;
	pid_t pid;

	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		memset(&sa, 0, sizeof(sa));
		sa.sa_sigaction = step;
		sa.sa_flags = SA_SIGINFO;
		object = mmap(NULL, ROOM, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANON, -1, 0);
		if (object == MAP_FAILED || !ready(object) ||
		    sigaction(SIGTRAP, &sa, NULL) != 0)
			_exit(10);
		d_destroy = destroy;
		d_object = object;
		step_begin();
		ret = release(object);
		if (ret != 0 || d_steps == 0)
			_exit(11);
		if (d_object != NULL)
			_exit(12);
		_exit(0);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ_MSG(0, status, "the child ended with status %#x", status);
}

static void *
time_out(void *arg)
{
	static const struct timespec past = { .tv_sec = 1 };

	return (pthread_mutex_timedlock(arg, &past) == ETIMEDOUT ? arg : NULL);
}

static void *
time_out_rw(void *arg)
{
	static const struct timespec past = { .tv_sec = 1 };

	return (pthread_rwlock_timedwrlock(arg, &past) == ETIMEDOUT ? arg :
	    NULL);
}

/* Let another thread wait for the object for a moment. */
static bool
waited_for(void *(*fn)(void *), void *object)
{
	pthread_t thread;
	void *result;

	return (pthread_create(&thread, NULL, fn, object) == 0 &&
	    pthread_join(thread, &result) == 0 && result == object);
}

static bool
ready_mutex(void *m)
{

	return (pthread_mutex_init(m, NULL) == 0 && pthread_mutex_lock(m) == 0);
}

static bool
ready_mutex_waited(void *m)
{

	return (ready_mutex(m) && waited_for(time_out, m));
}

static bool
ready_checking(void *m)
{
	pthread_mutexattr_t attr;

	return (pthread_mutexattr_init(&attr) == 0 &&
	    pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_ERRORCHECK) == 0 &&
	    pthread_mutex_init(m, &attr) == 0 && pthread_mutex_lock(m) == 0);
}

static bool
ready_writer(void *l)
{

	return (pthread_rwlock_init(l, NULL) == 0 &&
	    pthread_rwlock_wrlock(l) == 0);
}

static bool
ready_writer_waited(void *l)
{

	return (ready_writer(l) && waited_for(time_out_rw, l));
}

static bool
ready_reader(void *l)
{

	return (pthread_rwlock_init(l, NULL) == 0 &&
	    pthread_rwlock_rdlock(l) == 0);
}

static bool
ready_reader_waited(void *l)
{

	return (ready_reader(l) && waited_for(time_out_rw, l));
}

static bool
ready_sem(void *s)
{

	return (sem_init(s, 0, 0) == 0);
}

static bool
ready_spin(void *l)
{

	return (pthread_spin_init(l, PTHREAD_PROCESS_PRIVATE) == 0 &&
	    pthread_spin_lock(l) == 0);
}

static int
unlock_mutex(void *m)
{

	return (pthread_mutex_unlock(m));
}

static int
unlock_rwlock(void *l)
{

	return (pthread_rwlock_unlock(l));
}

static int
post_sem(void *s)
{

	return (sem_post(s));
}

static int
unlock_spin(void *l)
{

	return (pthread_spin_unlock(l));
}

ATF_TC_WITHOUT_HEAD(mutex_unlock);
ATF_TC_BODY(mutex_unlock, tc)
{

	release_in_steps(ready_mutex, unlock_mutex, destroy_mutex);
	release_in_steps(ready_mutex_waited, unlock_mutex, destroy_mutex);
	release_in_steps(ready_checking, unlock_mutex, destroy_mutex);
}

ATF_TC_WITHOUT_HEAD(rwlock_unlock);
ATF_TC_BODY(rwlock_unlock, tc)
{

	release_in_steps(ready_writer, unlock_rwlock, destroy_rwlock);
	release_in_steps(ready_writer_waited, unlock_rwlock, destroy_rwlock);
	release_in_steps(ready_reader, unlock_rwlock, destroy_rwlock);
	release_in_steps(ready_reader_waited, unlock_rwlock, destroy_rwlock);
}

ATF_TC_WITHOUT_HEAD(semaphore_post);
ATF_TC_BODY(semaphore_post, tc)
{

	release_in_steps(ready_sem, post_sem, destroy_sem);
}

ATF_TC_WITHOUT_HEAD(spin_unlock);
ATF_TC_BODY(spin_unlock, tc)
{

	release_in_steps(ready_spin, unlock_spin, destroy_spin);
}

/*
 * Who broadcasts under the mutex may destroy the condition when it has unlocked
 * it: nobody waits any more.
 */
static pthread_mutex_t	d_mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t	*d_cond;
static int		d_waiting, d_go;	/* under d_mutex */

static void *
wait_for_go(void *arg)
{

	(void)pthread_mutex_lock(&d_mutex);
	d_waiting++;
	while (d_go == 0)
		(void)pthread_cond_wait(d_cond, &d_mutex);
	(void)pthread_mutex_unlock(&d_mutex);
	return (arg);
}

ATF_TC_WITHOUT_HEAD(cond_destroy_after_broadcast);
ATF_TC_BODY(cond_destroy_after_broadcast, tc)
{
	pthread_t threads[NTHREADS];
	int i, round;

	for (round = 0; round < ROUNDS; round++) {
		d_cond = mmap(NULL, ROOM, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANON, -1, 0);
		ATF_REQUIRE(d_cond != MAP_FAILED);
		ATF_REQUIRE_EQ(0, pthread_cond_init(d_cond, NULL));
		d_waiting = d_go = 0;
		for (i = 0; i < NTHREADS; i++)
			ATF_REQUIRE_EQ(0, pthread_create(&threads[i], NULL,
			    wait_for_go, NULL));
		ATF_REQUIRE_EQ(0, pthread_mutex_lock(&d_mutex));
		while (d_waiting < NTHREADS) {
			ATF_REQUIRE_EQ(0, pthread_mutex_unlock(&d_mutex));
			(void)sched_yield();
			ATF_REQUIRE_EQ(0, pthread_mutex_lock(&d_mutex));
		}
		if (round % 3 == 0)
			(void)usleep(1000);	/* they sleep, or nearly so */
		d_go = 1;
		ATF_REQUIRE_EQ(0, pthread_cond_broadcast(d_cond));
		/* With the mutex or without it. */
		if (round % 2 != 0)
			ATF_REQUIRE_EQ(0, pthread_cond_destroy(d_cond));
		ATF_REQUIRE_EQ(0, pthread_mutex_unlock(&d_mutex));
		if (round % 2 == 0)
			ATF_REQUIRE_EQ(0, pthread_cond_destroy(d_cond));
		ATF_REQUIRE_EQ(0, munmap(d_cond, ROOM));
		for (i = 0; i < NTHREADS; i++)
			ATF_REQUIRE_EQ(0, pthread_join(threads[i], NULL));
	}
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, mutex_unlock);
	ATF_TP_ADD_TC(tp, rwlock_unlock);
	ATF_TP_ADD_TC(tp, semaphore_post);
	ATF_TP_ADD_TC(tp, spin_unlock);
	ATF_TP_ADD_TC(tp, cond_destroy_after_broadcast);
	return (atf_no_error());
}
