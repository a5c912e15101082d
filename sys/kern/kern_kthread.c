/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Kernel threads: threads of proc0 that never enter user mode.
 *
 * What a thread is to run travels in memory that the thread frees first thing.
 *
 * Tests	the SELFTEST option
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/kthread.h>
#include <sys/md.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/stdarg.h>
#include <sys/systm.h>

struct kthread_start {
	void	(*fn)(void *);
	void	*arg;
};

static void
kthread_begin(void *arg)
{
	struct kthread_start ks = *(struct kthread_start *)arg;

	kmem_free(arg, sizeof(ks));
	ks.fn(ks.arg);
	kthread_exit();
}

/*
 * A thread that has not been started.
 */
static int
kthread_make(void (*fn)(void *), void *arg, struct thread **tdp,
    const char *fmt, va_list ap)
{
	struct kthread_start *ks;
	struct thread *td;

	ks = kmem_alloc(sizeof(*ks), KM_SLEEP);
	if (ks == NULL)
		return (SET_ERROR(ENOMEM));
	td = thread_alloc(&proc0);
	if (td == NULL) {
		kmem_free(ks, sizeof(*ks));
		return (SET_ERROR(ENOMEM));
	}
	ks->fn = fn;
	ks->arg = arg;
	sched_thread_init(td, NULL);
	td->td_flags |= TDF_KTHREAD;
	vsnprintf(td->td_name, sizeof(td->td_name), fmt, ap);
	cpu_thread_setup(td, kthread_begin, ks);
	thread_link(td, &proc0);
	*tdp = td;
	return (0);
}

int
kthread_create(void (*fn)(void *), void *arg, struct thread **tdp,
    const char *fmt, ...)
{
	struct thread *td;
	va_list ap;
	int error;

	va_start(ap, fmt);
	error = kthread_make(fn, arg, &td, fmt, ap);
	va_end(ap);
	if (error != 0)
		return (error);
	if (tdp != NULL)
		*tdp = td;
	sched_start(td);
	return (0);
}

/*
 * For soft interrupts: a thread that stays on a CPU, in SCHED_SOFT.
 */
int
kthread_create_bound(void (*fn)(void *), void *arg, u_int cpu, u_int prio,
    struct thread **tdp, const char *fmt, ...)
{
	va_list ap;
	int error;

	va_start(ap, fmt);
	error = kthread_make(fn, arg, tdp, fmt, ap);
	va_end(ap);
	if (error != 0)
		return (error);
	sched_bind(*tdp, cpu);
	sched_setclass(*tdp, SCHED_SOFT, prio);
	sched_start(*tdp);
	return (0);
}

void
kthread_exit(void)
{
	struct thread *td = curthread;

	KASSERT((td->td_flags & TDF_KTHREAD) != 0);
	thread_unlink(td);
	sched_exit(td);
}
