/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Cancellation.
 *
 * A request is a bit in pt_cancel and the signal SIGTHR, which nobody can block
 * and whose handler ends interruptible sleeps.  A thread acts on the request
 * when it comes to a cancellation point, or, if it is asynchronous, in the
 * handler.  cancel_call.S tells how a request is not missed on the way into a
 * system call.
 *
 * What else a thread sleeps in is not to fail because of a request: SIGTHR has
 * SA_RESTART, which also puts a thread that sleeps in a cancellation point back
 * before its call, where the handler finds it.  A thread that has cancellation
 * disabled gets no signal at all, since some calls are never restarted.
 *
 * Tests: tests/lib/libc/thread/t_pthread.c, t_cancel.c
 */
#include <sys/ucontext.h>
#include "thread_impl.h"

extern const char	libc_cancel_begin[] __hidden;
extern const char	libc_cancel_end[] __hidden;
extern const char	libc_cancel_stop[] __hidden;

static pthread_once_t	cancel_once = PTHREAD_ONCE_INIT;

/*
 * End the thread by a request.
 */
void
libc_cancel_act(void)
{
	struct __pthread *self = thread_self();

	self->pt_async = 0;
	self->pt_cancel |= PT_CANCEL_DISABLED;
	pthread_exit(PTHREAD_CANCELED);
}

static void
cancel_handler(int sig, siginfo_t *info, void *context)
{
	struct __pthread *self = thread_self();
	ucontext_t *uc = context;
	uintptr_t pc;

	(void)sig;
	(void)info;
	if (self->pt_cancel != PT_CANCEL_PENDING)
		return;
	if (self->pt_async != 0)
		libc_cancel_act();
	pc = (uintptr_t)uc->uc_mcontext.mc_rip;
	if (pc >= (uintptr_t)libc_cancel_begin &&
	    pc < (uintptr_t)libc_cancel_end)
		uc->uc_mcontext.mc_rip = (uintptr_t)libc_cancel_stop;
}

static void
cancel_install(void)
{
	struct sigaction sa;

	sa.sa_sigaction = cancel_handler;
	sa.sa_flags = SA_SIGINFO | SA_NODEFER | SA_RESTART;
	sigemptyset(&sa.sa_mask);
	(void)__sys_sigaction(SIGTHR, &sa, NULL);
}

/*
 * The signal goes to a thread that pt_cancel shows enabled in the moment in
 * which the request is made, and only for the first request:
 *
 *	thread					who cancels
 *	pt_cancel |= DISABLED
 *						pt_cancel |= PENDING: no signal
 *	pt_cancel &= ~DISABLED
 *	a point looks at pt_cancel, then sleeps
 *
 * One that finds DISABLED has come before the thread's next look.
 */
int
pthread_cancel(pthread_t thread)
{
	unsigned before;

	(void)pthread_once(&cancel_once, cancel_install);
	libc_threaded = 1;
	before = __atomic_fetch_or(&thread->pt_cancel, PT_CANCEL_PENDING,
	    __ATOMIC_SEQ_CST);
	if (thread == thread_self()) {
		if (thread->pt_async != 0)
			pthread_testcancel();
		return (0);
	}
	if (before == 0 && thread->pt_state != THR_EXITED &&
	    thr_kill(thread->pt_tid, SIGTHR) == -1 && errno != ESRCH)
		return (errno);
	return (0);
}

void
pthread_testcancel(void)
{
	if (thread_self()->pt_cancel == PT_CANCEL_PENDING)
		libc_cancel_act();
}

int
pthread_setcancelstate(int state, int *old)
{
	struct __pthread *self = thread_self();
	unsigned before;

	switch (state) {
	case PTHREAD_CANCEL_ENABLE:
		before = __atomic_fetch_and(&self->pt_cancel,
		    ~PT_CANCEL_DISABLED, __ATOMIC_SEQ_CST);
		break;
	case PTHREAD_CANCEL_DISABLE:
		before = __atomic_fetch_or(&self->pt_cancel,
		    PT_CANCEL_DISABLED, __ATOMIC_SEQ_CST);
		break;
	default:
		return (EINVAL);
	}
	if (old != NULL)
		*old = (before & PT_CANCEL_DISABLED) != 0 ?
		    PTHREAD_CANCEL_DISABLE : PTHREAD_CANCEL_ENABLE;
	if (self->pt_async != 0)
		pthread_testcancel();
	return (0);
}

int
pthread_setcanceltype(int type, int *old)
{
	struct __pthread *self = thread_self();

	if (type != PTHREAD_CANCEL_DEFERRED &&
	    type != PTHREAD_CANCEL_ASYNCHRONOUS)
		return (EINVAL);
	if (old != NULL)
		*old = self->pt_async != 0 ? PTHREAD_CANCEL_ASYNCHRONOUS :
		    PTHREAD_CANCEL_DEFERRED;
	self->pt_async = type == PTHREAD_CANCEL_ASYNCHRONOUS;
	if (self->pt_async != 0)
		pthread_testcancel();
	return (0);
}

void
_pthread_cleanup_push(struct _pthread_cleanup *c, void (*routine)(void *),
    void *arg)
{
	struct __pthread *self = thread_self();

	c->__routine = routine;
	c->__arg = arg;
	c->__next = self->pt_cleanup;
	self->pt_cleanup = c;
}

void
_pthread_cleanup_pop(struct _pthread_cleanup *c, int execute)
{
	thread_self()->pt_cleanup = c->__next;
	if (execute != 0)
		c->__routine(c->__arg);
}
