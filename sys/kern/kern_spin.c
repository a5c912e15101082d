/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Spin mutexes, the part that is not inline.
 *
 * Model	sp_owner is 0 or the holder's CPU number + 1.  A contender waits
 *		with plain reads until it is 0 and then tries to swap itself in:
 *		no queue, so no CPU is handed the lock while the hypervisor has
 *		it stopped.
 *
 * Invariants	(1) pc_spins counts the spin mutexes this CPU holds or waits
 *		    for, and pc_spin_oldipl is the level to return to when the
 *		    count gets back to 0.
 *		(2) pc_ipl is at least the level of each mutex held.
 *		(3) While waiting for its first mutex a CPU has the level it
 *		    came with (at least IPL_SOFT), so that interrupts, and with
 *		    them answers to other CPUs' requests, go on.
 *
 * A level is raised before pc_spins is counted: between the two an interrupt
 * may come, whose own mutexes count up and down again; preemption cannot.
 *
 * Tests	the SELFTEST option
 */
#include <sys/param.h>
#include <sys/md.h>
#include <sys/sched.h>
#include <sys/spin.h>
#include <sys/systm.h>

#include <kern/subr_lockorder.h>

#ifdef DEBUG
/* Held for this long, a spin mutex is believed dead: 30 s. */
#define	SPIN_PATIENCE	30000000000UL
#endif

void
spin_init(struct spin *l, const char *name, int ipl)
{

	KASSERT(ipl >= IPL_SOFT && ipl <= IPL_HIGH);
	l->sp_owner = 0;
	l->sp_ipl = (uint8_t)ipl;
#ifdef DEBUG
	l->sp_name = name;
	l->sp_class = NULL;
#endif
}

void
spin_destroy(struct spin *l)
{

	KASSERT(l->sp_owner == 0);
}

/*
 * Wait until the mutex looks free.
 */
static void
spin_wait(const struct spin *l)
{
#ifdef DEBUG
	uint64_t start = md_time_ns();
	u_int spins = 0;
#endif

	while (l->sp_owner != 0 && panicstr == NULL) {
		md_cpu_relax();
#ifdef DEBUG
		if (++spins % 65536 == 0 &&
		    md_time_ns() - start > SPIN_PATIENCE)
			panic("spin mutex %s: held by cpu %u for 30 s",
			    l->sp_name, l->sp_owner - 1);
#endif
	}
}

/*
 * The mutex was not free.  Called as if it were held: the level is raised and
 * it is counted.
 */
void
spin_enter_slow(struct spin *l)
{
	u_int self = MD_PCPU_GET(pc_cpuid) + 1;
	int oldipl = MD_PCPU_GET(pc_spin_oldipl);
	bool open;

	KASSERTMSG(l->sp_owner != self, "spin mutex %s: entered twice",
	    l->sp_name);
	open = MD_PCPU_GET(pc_spins) == 1 && oldipl < IPL_VM &&
	    l->sp_ipl >= IPL_VM;
	for (;;) {
		if (panicstr != NULL)
			return;			/* no one else runs */
		if (open) {
			/* (3): let interrupts in, but stay on this CPU. */
			MD_PCPU_SET(pc_spins, 0);
			MD_PCPU_SET(pc_ipl, MAX(oldipl, IPL_SOFT));
			md_intr_enable();
			spin_wait(l);
			(void)md_intr_disable();
			MD_PCPU_SET(pc_ipl, l->sp_ipl);
			MD_PCPU_SET(pc_spin_oldipl, oldipl);
			MD_PCPU_SET(pc_spins, 1);
		} else
			spin_wait(l);
		if (atomic_cas_acq(&l->sp_owner, 0, self))
			return;
	}
}

bool
spin_tryenter(struct spin *l)
    __no_lock_analysis
{
	int old;

	old = ipl_raise(l->sp_ipl);
	if (!atomic_cas_acq(&l->sp_owner, 0, MD_PCPU_GET(pc_cpuid) + 1)) {
		ipl_lower(old);
		return (false);
	}
	if (MD_PCPU_GET(pc_spins) == 0)
		MD_PCPU_SET(pc_spin_oldipl, old);
	MD_PCPU_SET(pc_spins, MD_PCPU_GET(pc_spins) + 1);
#ifdef DEBUG
	spin_debug_got(l, __builtin_return_address(0));
#endif
	return (true);
}

/*
 * The level reached IPL_NONE and another thread shall run.
 */
void
ipl_preempt(void)
{

	if (panicstr == NULL)
		sched_preempt();
}

#ifdef DEBUG
void
spin_debug_want(struct spin *l, const void *pc)
{
	int ipl = MD_PCPU_GET(pc_ipl);

	if (panicstr != NULL)
		return;
	KASSERTMSG(l->sp_ipl >= IPL_SOFT, "spin mutex %p: not initialized", l);
	/* With others held the level may be left over from one released. */
	KASSERTMSG(ipl <= l->sp_ipl || MD_PCPU_GET(pc_spins) != 0 || cold,
	    "spin mutex %s of level %u entered at level %d", l->sp_name,
	    l->sp_ipl, ipl);
	KASSERTMSG(ipl >= IPL_VM || l->sp_ipl < IPL_VM || md_intr_enabled(),
	    "spin mutex %s: interrupts are off at level %d", l->sp_name, ipl);
	if (l->sp_class == NULL)
		l->sp_class = lockorder_class(l->sp_name, true);
	lockorder_want(l->sp_class, l, pc);
}

void
spin_debug_got(struct spin *l, const void *pc)
{

	if (panicstr != NULL)
		return;
	if (l->sp_class == NULL)
		l->sp_class = lockorder_class(l->sp_name, true);
	lockorder_got(l->sp_class, l, pc);
}

void
spin_debug_exit(struct spin *l, const void *pc)
{

	if (panicstr != NULL)
		return;
	KASSERTMSG(spin_owned(l), "spin mutex %s: exit by cpu %u, owner is %u",
	    l->sp_name, MD_PCPU_GET(pc_cpuid), l->sp_owner - 1);
	lockorder_exit(l->sp_class, l);
}
#endif
