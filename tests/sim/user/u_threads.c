/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Threads: mutexes, condition variables and semaphores over umtx_wait(2); a
 * process that exits, or executes, while its threads run.
 */

#include <sys/mman.h>
#include <sys/wait.h>
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "h_main.h"

#define	NTHREADS	3
#define	NROUNDS		10

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t turn_cond = PTHREAD_COND_INITIALIZER;
static int	turn, count;			/* lock */
static sem_t	sem;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int	onced;

static void
do_once(void)
{

	onced++;
}

/* The threads take turns, in order. */
static void *
take_turns(void *arg)
{
	int self = (int)(long)arg, i;

	CHECK(pthread_once(&once, do_once) == 0);
	for (i = 0; i < NROUNDS; i++) {
		CHECK(pthread_mutex_lock(&lock) == 0);
		while (turn != self)
			CHECK(pthread_cond_wait(&turn_cond, &lock) == 0);
		turn = (turn + 1) % NTHREADS;
		count++;
		CHECK(pthread_cond_broadcast(&turn_cond) == 0);
		CHECK(pthread_mutex_unlock(&lock) == 0);
		(void)sched_yield();
	}
	CHECK(sem_post(&sem) == 0);
	return (arg);
}

static void *
nap(void *arg)
{

	for (;;)
		(void)usleep(10);
	return (NULL);
}

static void *
wait_for_ever(void *arg)
{

	for (;;)
		(void)pause();
	return (NULL);
}

static void
start(pthread_t *t, void *(*fn)(void *), long arg)
{

	CHECK(pthread_create(t, NULL, fn, (void *)arg) == 0);
}

/* The process ends, by exit, signal or exec, in the midst of its threads. */
static void
end_midst(int how)
{
	static char *const argv[] = { (char *)"echo", NULL };
	pthread_t t;
	int pid, status;

	pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		start(&t, nap, 0);
		start(&t, wait_for_ever, 0);
		(void)close(1);
		switch (how) {
		case 0:
			_exit(0);
		case 1:
			(void)kill(getpid(), SIGKILL);
			break;
		default:
			(void)execv("/bin/u_hello", argv);
		}
		_exit(9);
	}
	CHECK(waitpid(pid, &status, 0) == pid);
	if (how == 1)
		CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	else
		CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void
timed_wait(void)
{
	struct timespec ts;

	CHECK(clock_gettime(CLOCK_REALTIME, &ts) == 0);
	ts.tv_nsec += 1000000;
	if (ts.tv_nsec >= 1000000000) {
		ts.tv_nsec -= 1000000000;
		ts.tv_sec++;
	}
	CHECK(pthread_mutex_lock(&lock) == 0);
	CHECK(pthread_cond_timedwait(&turn_cond, &lock, &ts) == ETIMEDOUT);
	CHECK(pthread_mutex_unlock(&lock) == 0);
}

int
sim_main(void)
{
	pthread_t t[NTHREADS];
	void *result;
	long i;

	CHECK(sem_init(&sem, 0, 0) == 0);
	for (i = 0; i < NTHREADS; i++)
		start(&t[i], take_turns, i);
	for (i = 0; i < NTHREADS; i++)
		CHECK(sem_wait(&sem) == 0);
	for (i = 0; i < NTHREADS; i++) {
		CHECK(pthread_join(t[i], &result) == 0);
		CHECK(result == (void *)i);
	}
	CHECK(count == NTHREADS * NROUNDS && onced == 1);
	timed_wait();
	for (i = 0; i < 3; i++)
		end_midst((int)i);
	return (0);
}
