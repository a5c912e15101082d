/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Timers that the program makes, over timer_create(2).
 *
 * A timer_t is the kernel's number.  For SIGEV_THREAD the kernel sends SIGLIBRT
 * to a thread of ours, which waits for it and starts a thread that calls the
 * function.  What it carries is the place in notices[] and the number of times
 * that the place was given away, so that the signal of a timer that is gone
 * finds nothing.
 *
 * Tests: tests/sys/kern/t_timer.c
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "thread_impl.h"

#define	GENERATION_SHIFT	8

struct notice {
	bool		n_used;
	int		n_timer;	/* the kernel's number */
	unsigned	n_generation;
	void		(*n_function)(union sigval);
	union sigval	n_value;
	bool		n_hasattr;
	pthread_attr_t	n_attr;		/* detached */
};

/* Under libc_timer_lock, which fork() holds. */
static struct notice	notices[TIMER_MAX];
static pid_t		notice_pid;	/* of the process that has the thread */
static int		notice_tid;

_Static_assert(TIMER_MAX <= 1 << GENERATION_SHIFT, "places fit");

static int
timer_number(timer_t timer)
{
	return ((int)(intptr_t)timer);
}

/* A thread with its function and its value. */
struct notice_call {
	void		(*nc_function)(union sigval);
	union sigval	nc_value;
};

static void *
notice_run(void *arg)
{
	struct notice_call call = *(struct notice_call *)arg;
	sigset_t none;

	free(arg);
	sigemptyset(&none);
	(void)pthread_sigmask(SIG_SETMASK, &none, NULL);
	call.nc_function(call.nc_value);
	return (NULL);
}

/* Start the thread of the notice that a signal names, if it is still there. */
static void
notice_start(int name)
{
	struct notice *n = &notices[name & ((1 << GENERATION_SHIFT) - 1)];
	struct notice_call *call;
	pthread_attr_t attr;
	pthread_t thread;
	bool wanted;

	call = malloc(sizeof(*call));
	if (call == NULL)
		return;
	(void)pthread_attr_init(&attr);
	(void)pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	libc_lock(&libc_timer_lock);
	wanted = n->n_used &&
	    n->n_generation == (unsigned)name >> GENERATION_SHIFT;
	if (wanted) {
		call->nc_function = n->n_function;
		call->nc_value = n->n_value;
		if (n->n_hasattr)
			attr = n->n_attr;
	}
	libc_unlock(&libc_timer_lock);
	if (!wanted ||
	    pthread_create(&thread, &attr, notice_run, call) != 0)
		free(call);
}

static void *
notice_loop(void *arg)
{
	siginfo_t info;
	sigset_t set;

	(void)arg;
	sigemptyset(&set);
	sigaddset(&set, SIGLIBRT);
	for (;;) {
		if (sigwaitinfo(&set, &info) == SIGLIBRT &&
		    info.si_code == SI_TIMER)
			notice_start(info.si_value.sival_int);
	}
	return (NULL);
}

/* Have the thread that waits.  libc_timer_lock held.  EAGAIN. */
static int
notice_thread(void)
{
	sigset_t all, old;
	pthread_attr_t attr;
	pthread_t thread;
	int error;

	if (notice_pid == getpid())
		return (0);
	/* Timers are not inherited by a forked child, nor is the thread. */
	memset(notices, 0, sizeof(notices));
	(void)pthread_attr_init(&attr);
	(void)pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &old);
	error = pthread_create(&thread, &attr, notice_loop, NULL);
	(void)pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (error != 0)
		return (error);
	libc_thread_uncount();
	notice_tid = (int)thread_tid(thread);
	notice_pid = getpid();
	return (0);
}

/* A place for the event, or NULL.  libc_timer_lock held. */
static struct notice *
notice_new(const struct sigevent *ev)
{
	struct notice *n;

	for (n = notices; n < &notices[TIMER_MAX] && n->n_used; n++)
		continue;
	if (n == &notices[TIMER_MAX])
		return (NULL);
	n->n_generation = (n->n_generation + 1) & 0xffff;
	n->n_function = ev->sigev_notify_function;
	n->n_value = ev->sigev_value;
	n->n_hasattr = ev->sigev_notify_attributes != NULL;
	if (n->n_hasattr) {
		memcpy(&n->n_attr, ev->sigev_notify_attributes,
		    sizeof(n->n_attr));
		(void)pthread_attr_setdetachstate(&n->n_attr,
		    PTHREAD_CREATE_DETACHED);
	}
	return (n);
}

static int
timer_create_thread(clockid_t clock, const struct sigevent *ev, int *id)
{
	struct sigevent kev;
	struct notice *n = NULL;
	int error;

	libc_lock(&libc_timer_lock);
	error = notice_thread();
	if (error == 0 && (n = notice_new(ev)) == NULL)
		error = EAGAIN;
	if (error == 0) {
		memset(&kev, 0, sizeof(kev));
		kev.sigev_notify = SIGEV_THREAD_ID;
		kev.sigev_signo = SIGLIBRT;
		kev.sigev_notify_thread_id = notice_tid;
		kev.sigev_value.sival_int = (int)(n->n_generation <<
		    GENERATION_SHIFT) | (int)(n - notices);
		if (__sys_timer_create(clock, &kev, id) == -1)
			error = errno;
	}
	if (error == 0) {
		n->n_used = true;
		n->n_timer = *id;
	}
	libc_unlock(&libc_timer_lock);
	if (error != 0) {
		errno = error;
		return (-1);
	}
	return (0);
}

int
timer_create(clockid_t clock, struct sigevent *restrict ev,
    timer_t *restrict timer)
{
	int error, id;

	if (ev != NULL && ev->sigev_notify == SIGEV_THREAD)
		error = timer_create_thread(clock, ev, &id);
	else
		error = __sys_timer_create(clock, ev, &id);
	if (error == 0)
		*timer = (timer_t)(intptr_t)id;
	return (error);
}

int
timer_delete(timer_t timer)
{
	struct notice *n;
	int error, id = timer_number(timer);

	libc_lock(&libc_timer_lock);
	error = __sys_timer_delete(id);
	for (n = notices; error == 0 && n < &notices[TIMER_MAX]; n++) {
		if (n->n_used && n->n_timer == id)
			n->n_used = false;
	}
	libc_unlock(&libc_timer_lock);
	return (error);
}

int
timer_settime(timer_t timer, int flags, const struct itimerspec *restrict value,
    struct itimerspec *restrict old)
{
	return (__sys_timer_settime(timer_number(timer), flags, value, old));
}

int
timer_gettime(timer_t timer, struct itimerspec *value)
{
	return (__sys_timer_gettime(timer_number(timer), value));
}

int
timer_getoverrun(timer_t timer)
{
	return (__sys_timer_getoverrun(timer_number(timer)));
}
