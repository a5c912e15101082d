/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Making, ending and joining threads.
 *
 * Tests: tests/lib/libc/thread/t_pthread.c, t_cancel.c, t_fork.c
 */
#include <sys/mman.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "thread_impl.h"

#define	ROUND(x, n)	(((x) + (n) - 1) & ~((n) - 1))

static struct libc_lock	thread_lock = LIBC_LOCK_INITIALIZER;
/* Detached threads that have ended, or are about to; under thread_lock. */
static TAILQ_HEAD(, __pthread) thread_dead =
    TAILQ_HEAD_INITIALIZER(thread_dead);
static unsigned		thread_ndead;		/* under thread_lock */
static volatile unsigned thread_count = 1; /* of the program, not ended */
static struct __pthread	*thread_main_one;	/* the first one */

static struct __pthread	thread_first;

/*
 * The first thread, before anything else runs; called by csu.
 */
void
libc_thread_first(struct tcb *tcb)
{
	tcb->tcb_thread = thread_main_one = &thread_first;
}

pthread_t
pthread_self(void)
{
	return (thread_self());
}

int
pthread_equal(pthread_t a, pthread_t b)
{
	return (a == b);
}

int
pthread_main_np(void)
{
	return (thread_self() == thread_main_one);
}

/*
 * The kernel's name of the running thread; the first one asks when needed.
 */
unsigned
thread_tid(struct __pthread *pt)
{
	if (__predict_false(pt->pt_tid == 0))
		pt->pt_tid = thr_self();
	return ((unsigned)pt->pt_tid);
}

int
pthread_getthreadid_np(void)
{
	return ((int)thread_tid(thread_self()));
}

/*
 * Unmap a block whose thread has ended, or keep it for the next.
 */
static void
thread_free_block(struct __pthread *pt)
{
	bool keep = false;

	if (pt->pt_block == NULL)
		return;
	libc_lock(&thread_lock);
	if (pt->pt_cached && thread_ndead < THREAD_CACHE) {
		TAILQ_INSERT_HEAD(&thread_dead, pt, pt_link);
		thread_ndead++;
		keep = true;
	}
	libc_unlock(&thread_lock);
	if (!keep)
		(void)munmap(pt->pt_block, pt->pt_blocksize);
}

/*
 * Put a detached thread that ends on the list.  thread_lock held.  A block that
 * belongs to the program is not ours to look at afterwards.
 */
static void
thread_bury(struct __pthread *pt)
{
	if (pt->pt_block == NULL)
		return;
	TAILQ_INSERT_TAIL(&thread_dead, pt, pt_link);
	thread_ndead++;
}

/*
 * A block of the default size from the list, or NULL; blocks beyond the cache's
 * size are unmapped on the way.
 */
static struct __pthread *
thread_reuse(bool wanted)
{
	struct __pthread *pt, *next, *found = NULL;

	libc_lock(&thread_lock);
	TAILQ_FOREACH_SAFE(pt, &thread_dead, pt_link, next) {
		if (__atomic_load_n(&pt->pt_state, __ATOMIC_ACQUIRE) !=
		    THR_EXITED)
			continue;
		if (wanted && found == NULL && pt->pt_cached)
			found = pt;
		else if (pt->pt_cached && thread_ndead <= THREAD_CACHE)
			continue;
		TAILQ_REMOVE(&thread_dead, pt, pt_link);
		thread_ndead--;
		if (pt != found)
			(void)munmap(pt->pt_block, pt->pt_blocksize);
	}
	libc_unlock(&thread_lock);
	return (found);
}

/*
 * Lay out a thread at the end of a stack: its struct, below it the control
 * block and thread-local storage.  NULL: there is no room.
 */
static struct __pthread *
thread_layout(char *base, size_t size, char **stackend, struct tcb **tcbp)
{
	struct __pthread *pt;
	char *end;

	end = (char *)((uintptr_t)(base + size - sizeof(*pt)) &
	    ~(uintptr_t)63);
	pt = (void *)end;
	end = libc_tls_place(end, base, tcbp);
	if (end == NULL || end - base < PTHREAD_STACK_MIN / 2)
		return (NULL);
	memset(pt, 0, sizeof(*pt));
	pt->pt_stack = base;
	pt->pt_stacksize = (size_t)(end - base);
	(*tcbp)->tcb_thread = pt;
	*stackend = end;
	return (pt);
}

/*
 * A new block by the attributes; NULL with *error.
 */
static struct __pthread *
thread_new_block(const struct thread_attr *ta, struct tcb **tcbp, int *error)
{
	struct __pthread *pt;
	size_t page = (size_t)getpagesize(), guard, size;
	char *block, *end;

	if (ta->ta_stack != NULL) {
		pt = thread_layout(ta->ta_stack, ta->ta_stacksize, &end, tcbp);
		*error = EINVAL;
		return (pt);
	}
	guard = ROUND(ta->ta_guardsize, page);
	size = guard + ROUND(ta->ta_stacksize + libc_tls_size() +
	    sizeof(*pt) + 128, page);
	*error = EAGAIN;
	block = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON,
	    -1, 0);
	if (block == MAP_FAILED)
		return (NULL);
	if (guard != 0 && mprotect(block, guard, PROT_NONE) == -1) {
		(void)munmap(block, size);
		return (NULL);
	}
	pt = thread_layout(block + guard, size - guard, &end, tcbp);
	pt->pt_block = block;
	pt->pt_blocksize = size;
	pt->pt_guard = guard;
	pt->pt_cached = ta->ta_stacksize == THREAD_STACK &&
	    ta->ta_guardsize == THREAD_GUARD;
	return (pt);
}

static struct __pthread *
thread_get_block(const struct thread_attr *ta, struct tcb **tcbp, int *error)
{
	struct __pthread *pt;
	char *block, *end;
	size_t size, guard;

	pt = thread_reuse(ta->ta_stack == NULL &&
	    ta->ta_stacksize == THREAD_STACK &&
	    ta->ta_guardsize == THREAD_GUARD);
	if (pt == NULL)
		return (thread_new_block(ta, tcbp, error));
	block = pt->pt_block;
	size = pt->pt_blocksize;
	guard = pt->pt_guard;
	pt = thread_layout(block + guard, size - guard, &end, tcbp);
	pt->pt_block = block;
	pt->pt_blocksize = size;
	pt->pt_guard = guard;
	pt->pt_cached = true;
	return (pt);
}

/*
 * The first function of a thread; arg is its struct.
 */
static void
thread_start(void *arg)
{
	struct __pthread *pt = arg;

	pthread_exit(pt->pt_start(pt->pt_arg));
}

int
pthread_create(pthread_t *restrict thread, const pthread_attr_t *restrict attr,
    void *(*start)(void *), void *restrict arg)
{
	struct thread_attr ta;
	struct thr_param tp;
	struct __pthread *pt;
	struct tcb *tcb;
	int error, saved = errno;

	if (attr != NULL)
		memcpy(&ta, attr, sizeof(ta));
	else
		(void)pthread_attr_init((pthread_attr_t *)(void *)&ta);
	if (ta.ta_valid != THREAD_VALID)
		return (EINVAL);
	libc_threaded = 1;
	(void)thread_tid(thread_self());
	pt = thread_get_block(&ta, &tcb, &error);
	if (pt == NULL)
		return (error);
	pt->pt_start = start;
	pt->pt_arg = arg;
	pt->pt_detach = ta.ta_detached != 0 ? THREAD_DETACHED :
	    THREAD_JOINABLE;
	tp.tp_start = thread_start;
	tp.tp_arg = pt;
	tp.tp_stack_base = pt->pt_stack;
	tp.tp_stack_size = pt->pt_stacksize;
	tp.tp_tls = tcb;
	tp.tp_tid = &pt->pt_tid;
	__atomic_fetch_add(&thread_count, 1, __ATOMIC_SEQ_CST);
	*thread = pt;
	if (thr_new(&tp, sizeof(tp)) == -1) {
		error = errno;
		errno = saved;
		__atomic_fetch_sub(&thread_count, 1, __ATOMIC_SEQ_CST);
		pt->pt_state = THR_EXITED;
		thread_free_block(pt);
		return (error == ENOMEM ? EAGAIN : error);
	}
	return (0);
}

void
pthread_exit(void *result)
{
	struct __pthread *self = thread_self();
	struct _pthread_cleanup *c;

	__atomic_fetch_or(&self->pt_cancel, PT_CANCEL_DISABLED,
	    __ATOMIC_SEQ_CST);
	while ((c = self->pt_cleanup) != NULL) {
		self->pt_cleanup = c->__next;
		c->__routine(c->__arg);
	}
	libc_thread_values_destroy(self);
	self->pt_result = result;
	if (__atomic_sub_fetch(&thread_count, 1, __ATOMIC_SEQ_CST) == 0)
		exit(0);
	libc_lock(&thread_lock);
	self->pt_finished = true;
	if (self->pt_detach == THREAD_DETACHED)
		thread_bury(self);
	libc_unlock(&thread_lock);
	thr_exit(__DECONST(unsigned *, &self->pt_state));
}

int
pthread_detach(pthread_t thread)
{
	int error = 0;

	libc_lock(&thread_lock);
	if (thread->pt_detach != THREAD_JOINABLE)
		error = EINVAL;
	else {
		thread->pt_detach = THREAD_DETACHED;
		if (thread->pt_finished)
			thread_bury(thread);
	}
	libc_unlock(&thread_lock);
	return (error);
}

int
pthread_join(pthread_t thread, void **result)
{
	int error = 0;

	if (thread == thread_self())
		return (EDEADLK);
	pthread_testcancel();
	libc_lock(&thread_lock);
	if (thread->pt_detach != THREAD_JOINABLE)
		error = EINVAL;
	else
		thread->pt_detach = THREAD_JOINING;
	libc_unlock(&thread_lock);
	if (error != 0)
		return (error);
	/* From here on a request is acted upon in one place, which undoes. */
	while (__atomic_load_n(&thread->pt_state, __ATOMIC_ACQUIRE) !=
	    THR_EXITED) {
		error = thread_wait_cancel(&thread->pt_state, 0, 0, NULL);
		if (error == ECANCELED) {
			libc_lock(&thread_lock);
			thread->pt_detach = THREAD_JOINABLE;
			libc_unlock(&thread_lock);
			pthread_testcancel();
		}
	}
	if (result != NULL)
		*result = thread->pt_result;
	thread_free_block(thread);
	return (0);
}

/*
 * A thread that libc has made for itself and that never ends is not one whose
 * end the process waits for.  The caller is one that is.
 */
void
libc_thread_uncount(void)
{
	(void)__atomic_sub_fetch(&thread_count, 1, __ATOMIC_SEQ_CST);
}

/*
 * In a forked child: the thread that forked is the only one, under another id.
 */
void
libc_thread_forked(void)
{
	struct __pthread *self = thread_self();

	thread_main_one = self;
	thread_count = 1;
	self->pt_tid = 0;
	TAILQ_INIT(&thread_dead);
	thread_ndead = 0;
	libc_threaded = 0;
}

void
libc_thread_prefork(void)
{
	libc_lock(&thread_lock);
}

void
libc_thread_postfork(void)
{
	libc_unlock(&thread_lock);
}

static int thread_concurrency;

int
pthread_getconcurrency(void)
{
	return (thread_concurrency);
}

int
pthread_setconcurrency(int level)
{
	if (level < 0)
		return (EINVAL);
	thread_concurrency = level;
	return (0);
}
