/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Soft interrupts.
 *
 * Model	Each CPU has a thread for each class, bound to it, of scheduling
 *		class SCHED_SOFT: it runs before all other threads, is preempted
 *		by a stronger class only, and may sleep for a mutex.  A softint
 *		has a node for each CPU; scheduling it links the node of the
 *		running CPU into its class's list there and wakes the thread.
 *
 * Invariants	(1) a node, and the list it is in, is touched by its own CPU
 *		    only, with interrupts off: no lock.
 *		(2) sn_pending exactly while the node is linked.  It is cleared
 *		    before the function is called, so that work that arrives
 *		    during the call causes another one.
 *
 * A function that is to disappear is pending or running on no CPU once each
 * CPU was seen with neither, since nobody schedules it any more:
 * softint_disestablish() polls for that, once a millisecond.
 *
 * Context	softint_schedule: any; functions: their thread, at IPL_NONE.
 * Tests	the SELFTEST option
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/kthread.h>
#include <sys/md.h>
#include <sys/proc.h>
#include <sys/queue.h>
#include <sys/sched.h>
#include <sys/sleepq.h>
#include <sys/softint.h>
#include <sys/spin.h>
#include <sys/systm.h>
#include <sys/time.h>

struct softint_node {
	STAILQ_ENTRY(softint_node) sn_link;	/* (1) */
	struct softint	*sn_softint;		/* constant */
	volatile bool	sn_pending;		/* (1) to write */
};

struct softint {
	u_int		si_class;		/* constant */
	void		(*si_fn)(void *);	/* constant */
	void		*si_arg;		/* constant */
	struct softint_node si_nodes[MAXCPU];
};

struct softint_class {
	STAILQ_HEAD(, softint_node) sc_list;	/* (1) */
	struct thread	*sc_thread;		/* constant */
	struct softint	*volatile sc_running;	/* the thread's, to write */
};

struct softint_cpu {
	struct softint_class sc_classes[SOFTINT_COUNT];
};

static struct softint_cpu	softint_cpus[MAXCPU];
static const char *const	softint_names[SOFTINT_COUNT] = {
	[SOFTINT_CLOCK] = "clock",
	[SOFTINT_SERIAL] = "serial",
	[SOFTINT_NET] = "net",
	[SOFTINT_BLOCK] = "block",
};

struct softint *
softint_establish(u_int class, void (*fn)(void *), void *arg)
{
	struct softint *si;
	u_int cpu;

	KASSERT(class < SOFTINT_COUNT);
	si = kmem_zalloc(sizeof(*si), KM_SLEEP);
	if (si == NULL)
		return (NULL);
	si->si_class = class;
	si->si_fn = fn;
	si->si_arg = arg;
	for (cpu = 0; cpu < MAXCPU; cpu++)
		si->si_nodes[cpu].sn_softint = si;
	return (si);
}

static bool
softint_busy(const struct softint *si)
{
	u_int cpu;

	CPU_FOREACH(cpu) {
		if (si->si_nodes[cpu].sn_pending ||
		    softint_cpus[cpu].sc_classes[si->si_class].sc_running ==
		    si)
			return (true);
	}
	return (false);
}

void
softint_disestablish(struct softint *si)
    __no_lock_analysis
{
	struct sleepq q;
	struct spin *l;

	sleepq_init(&q);
	while (softint_busy(si)) {
		l = sleepq_lock(&q);
		sleepq_enqueue(&q, "softint", 0, 0);
		(void)sleepq_sleep(l, uptime_ns() + NSEC_PER_SEC / 1000);
	}
	kmem_free(si, sizeof(*si));
}

void
softint_schedule(struct softint *si)
{
	struct softint_class *sc;
	struct softint_node *sn;
	u_int cpu;
	int ipl;

	ipl = ipl_raise(IPL_SCHED);
	cpu = MD_PCPU_GET(pc_cpuid);
	sn = &si->si_nodes[cpu];
	if (!sn->sn_pending) {
		sc = &softint_cpus[cpu].sc_classes[si->si_class];
		if (sc->sc_list.stqh_last == NULL)
			STAILQ_INIT(&sc->sc_list);	/* early in boot */
		sn->sn_pending = true;
		STAILQ_INSERT_TAIL(&sc->sc_list, sn, sn_link);
		if (sc->sc_thread != NULL)
			sched_wakeup(sc->sc_thread);
	}
	ipl_lower(ipl);
}

static void
softint_thread(void *arg)
{
	struct softint_class *sc = arg;
	struct softint_node *sn;
	struct softint *si;
	int ipl;

	for (;;) {
		ipl = ipl_raise(IPL_SCHED);
		sn = STAILQ_FIRST(&sc->sc_list);
		if (sn == NULL) {
			ipl_lower(ipl);
			sched_park("softint");
			continue;
		}
		STAILQ_REMOVE_HEAD(&sc->sc_list, sn_link);
		si = sn->sn_softint;
		/* In this order: softint_busy() must see one of them. */
		sc->sc_running = si;
		atomic_store_rel(&sn->sn_pending, false);
		ipl_lower(ipl);
		MD_PCPU_INC(pc_softs);
		si->si_fn(si->si_arg);
		atomic_store_rel(&sc->sc_running, NULL);
	}
}

int
softint_init_cpu(u_int cpu)
{
	struct softint_class *sc;
	struct thread *td;
	u_int class;
	int error;

	cpus[cpu]->pc_softints = &softint_cpus[cpu];
	for (class = 0; class < SOFTINT_COUNT; class++) {
		sc = &softint_cpus[cpu].sc_classes[class];
		if (sc->sc_list.stqh_last == NULL)
			STAILQ_INIT(&sc->sc_list);
		error = kthread_create_bound(softint_thread, sc, cpu, class,
		    &td, "soft%s/%u", softint_names[class], cpu);
		if (error != 0)
			return (error);
		sc->sc_thread = td;
	}
	return (0);
}
