/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Interrupt priority levels and spin mutexes; spin(9).
 *
 * A level says what may interrupt: at IPL_SOFT and above the thread is not
 * preempted, at IPL_VM and above interrupts are off as well.  A spin mutex has
 * a level, to which its holder is raised.  The first spin mutex that a CPU
 * takes remembers the level before, and the last one it releases restores it,
 * so that they may be released in any order.
 *
 * A spin mutex with a level below IPL_VM leaves interrupts on and must never be
 * taken in a hard interrupt; its holder may wait for other CPUs to answer an
 * interrupt.  The holder of one at IPL_VM or above must not.
 */
#ifndef _SYS_SPIN_H_
#define	_SYS_SPIN_H_

#ifdef _KERNEL
#include <sys/cdefs.h>
#include <sys/types.h>
#include <sys/atomic.h>
#include <sys/pcpu.h>

#define	IPL_NONE	0
#define	IPL_SOFT	1		/* no preemption */
#define	IPL_VM		2		/* disks, network, console */
#define	IPL_SCHED	3		/* clock, run queues */
#define	IPL_HIGH	4

struct lock_class;

struct __lockable spin {
	volatile uint32_t sp_owner;	/* CPU number + 1, 0 when free */
	uint8_t		sp_ipl;		/* constant */
#ifdef DEBUG
	struct lock_class *sp_class;
	const char	*sp_name;
#endif
};

#ifdef DEBUG
#define	SPIN_INITIALIZER(name, ipl)					\
	{ .sp_ipl = (ipl), .sp_name = (name) }
#else
#define	SPIN_INITIALIZER(name, ipl)	{ .sp_ipl = (ipl) }
#endif

void	spin_init(struct spin *, const char *name, int ipl);
void	spin_destroy(struct spin *);

/* Core: contention, and preemption when the level falls. */
void	spin_enter_slow(struct spin *);
void	ipl_preempt(void);
#ifdef DEBUG
void	spin_debug_want(struct spin *, const void *pc);
void	spin_debug_got(struct spin *, const void *pc);
void	spin_debug_exit(struct spin *, const void *pc);
#endif

/*
 * Raise the level to ipl, unless it is there already; returns the old level
 * for ipl_lower().
 */
static __always_inline int
ipl_raise(int ipl)
{
	int old;

	old = MD_PCPU_GET(pc_ipl);
	if (old < ipl) {
		if (ipl >= IPL_VM && old < IPL_VM)
			(void)md_intr_disable();
		MD_PCPU_SET(pc_ipl, ipl);
		atomic_compiler_barrier();
	}
	return (old);
}

/*
 * Return to the level that ipl_raise() returned.  Reaching IPL_NONE may
 * preempt the thread.
 */
static __always_inline void
ipl_lower(int ipl)
{
	int old;

	atomic_compiler_barrier();
	old = MD_PCPU_GET(pc_ipl);
	if (old == ipl)
		return;
	MD_PCPU_SET(pc_ipl, ipl);
	if (old >= IPL_VM && ipl < IPL_VM)
		md_intr_enable();
	if (ipl == IPL_NONE && __predict_false(MD_PCPU_GET(pc_resched) != 0))
		ipl_preempt();
}

#define	curipl()	MD_PCPU_GET(pc_ipl)

/*
 * Keep this thread on this CPU for a few instructions: ipl_raise(IPL_SOFT) and
 * ipl_lower(), with less to decide.
 */
static __always_inline int
preempt_disable(void)
{
	int old;

	old = MD_PCPU_GET(pc_ipl);
	if (old == IPL_NONE)
		MD_PCPU_SET(pc_ipl, IPL_SOFT);
	atomic_compiler_barrier();
	return (old);
}

static __always_inline void
preempt_enable(int old)
{

	atomic_compiler_barrier();
	if (old == IPL_NONE) {
		MD_PCPU_SET(pc_ipl, IPL_NONE);
		if (__predict_false(MD_PCPU_GET(pc_resched) != 0))
			ipl_preempt();
	}
}

/*
 * Acquire; any context at or below the mutex's level.
 */
static __always_inline void spin_enter(struct spin *l) __acquires_excl(*l)
	    __no_lock_analysis;
static __always_inline void spin_exit(struct spin *l) __releases(*l)
	    __no_lock_analysis;

static __always_inline void
spin_enter(struct spin *l)
{
	int old;

#ifdef DEBUG
	spin_debug_want(l, __builtin_return_address(0));
#endif
	old = ipl_raise(l->sp_ipl);
	if (MD_PCPU_GET(pc_spins) == 0)
		MD_PCPU_SET(pc_spin_oldipl, old);
	MD_PCPU_SET(pc_spins, MD_PCPU_GET(pc_spins) + 1);
	if (__predict_false(!atomic_cas_acq(&l->sp_owner, 0,
	    MD_PCPU_GET(pc_cpuid) + 1)))
		spin_enter_slow(l);
#ifdef DEBUG
	spin_debug_got(l, __builtin_return_address(0));
#endif
}

/*
 * Release; the last release lowers the level and may preempt.
 */
static __always_inline void
spin_exit(struct spin *l)
{
	u_int spins;
	int old;

#ifdef DEBUG
	spin_debug_exit(l, __builtin_return_address(0));
#endif
	atomic_store_rel(&l->sp_owner, 0);
	old = MD_PCPU_GET(pc_spin_oldipl);
	spins = MD_PCPU_GET(pc_spins) - 1;
	MD_PCPU_SET(pc_spins, spins);
	if (spins == 0)
		ipl_lower(old);
}

/* Acquire if that needs no waiting; true when it did. */
bool	spin_tryenter(struct spin *l) __try_acquires(true, *l);

/* Whether this CPU holds it. */
static __always_inline bool
spin_owned(const struct spin *l)
{

	return (l->sp_owner == MD_PCPU_GET(pc_cpuid) + 1);
}

#endif /* _KERNEL */
#endif /* !_SYS_SPIN_H_ */
