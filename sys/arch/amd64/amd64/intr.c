/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Interrupts of devices.
 *
 * Model	A vector is the same on all CPUs and has a chain of handlers:
 *		one for a message, several when devices share a line.  A line or
 *		message is bound to one CPU; they are dealt out in turn.
 * Invariants	(1) A chain is only changed under intr_lock with the link stored
 *		last, so that a CPU may walk it meanwhile.
 *		(2) A handler that was taken out is freed after every CPU has
 *		answered a call: an interrupt in progress cannot answer.
 * Context	Handlers run with interrupts off at their level.  Establishing
 *		is for threads.
 * Locks	intr_lock, a mutex.
 */

#include <sys/param.h>
#include <sys/bus.h>
#include <sys/kmem.h>
#include <sys/md.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/spin.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <sys/timeout.h>
#include <machine/frame.h>
#include <machine/intr.h>
#include <machine/machdep.h>
#include <machine/trap.h>

#define	NO_GSI		((u_int)-1)
#define	MSI_ADDR_BASE	0xfee00000UL

/*
 * Locks: (l) intr_lock to change; (i) constant; (c) that CPU only.
 */
struct intr_handle {
	struct intr_handle *ih_next;	/* (l) */
	int		(*ih_fn)(void *);	/* (i) */
	void		*ih_arg;	/* (i) */
	int		ih_ipl;		/* (i) */
	u_int		ih_vector;	/* (i) */
	u_int		ih_gsi;		/* (i) or NO_GSI */
	char		ih_name[16];	/* (i) */
};

struct intr_vector {
	struct intr_handle *iv_chain;	/* (l) */
	u_int		iv_gsi;		/* (l) line, or NO_GSI */
	bool		iv_used;	/* (l) */
	uint64_t	iv_count;	/* (c) of the CPU it is bound to */
	uint64_t	iv_stray;	/* (c) */
};

static struct intr_vector intr_vec[IDT_NVEC];
static struct kmutex intr_lock = MUTEX_INITIALIZER(intr_lock, "intr");
static u_int intr_next_cpu;

static void
intr_device(struct pcpu *pc, u_int vector)
{
	struct intr_vector *iv = &intr_vec[vector];
	struct intr_handle *ih;
	int claimed = 0;

	iv->iv_count++;
	for (ih = atomic_load_acq(&iv->iv_chain); ih != NULL;
	    ih = atomic_load_acq(&ih->ih_next)) {
		pc->pc_ipl = MAX(pc->pc_ipl, ih->ih_ipl);
		claimed |= ih->ih_fn(ih->ih_arg);
	}
	if (claimed == 0)
		iv->iv_stray++;
	lapic_eoi();
}

/*
 * From exception.S, interrupts off.
 */
void
amd64_interrupt(struct trapframe *tf)
{
	struct pcpu *pc = curcpu();
	struct trapframe *oldframe = pc->pc_intr_frame;
	u_int vector = (u_int)tf->tf_trapno;
	/* What was interrupted may hold spin locks that leave interrupts on. */
	u_int spins = pc->pc_spins;
	int ipl = pc->pc_ipl, oldipl = pc->pc_spin_oldipl;

	pc->pc_spins = 0;
	pc->pc_intrs++;
	pc->pc_intr_depth++;
	pc->pc_intr_frame = tf;
	switch (vector) {
	case IDT_TIMER:
		lapic_eoi();
		pc->pc_md.md_timers++;
		pc->pc_ipl = IPL_SCHED;
		timeout_hardclock();
		break;
	case IDT_IPI_RESCHED:
		lapic_eoi();
		pc->pc_ipis++;
		break;
	case IDT_IPI_CALL:
		lapic_eoi();
		pc->pc_ipis++;
		pc->pc_ipl = IPL_SCHED;
		ipi_call_handler();
		break;
	case IDT_APIC_ERROR:
	case IDT_SPURIOUS:
		if (vector == IDT_APIC_ERROR)
			lapic_eoi();
		break;
	default:
		intr_device(pc, vector);
		break;
	}
	pc->pc_ipl = ipl;
	pc->pc_spins = spins;
	pc->pc_spin_oldipl = oldipl;
	pc->pc_intr_frame = oldframe;
	pc->pc_intr_depth--;

	if (pc->pc_resched != 0 && ipl == IPL_NONE)
		sched_preempt();
	if (TRAPF_USERMODE(tf))
		amd64_thread_userret();
	else
		md_intr_off();
}

/* The CPU that the next line or message goes to. */
static u_int
intr_choose_cpu(void)
{
	u_int cpu;

	cpu = intr_next_cpu++ % ncpu;
	return (cpus[cpu]->pc_md.md_apicid < 256 ? cpu : 0);
}

static struct intr_handle *
intr_handle_alloc(int ipl, int (*fn)(void *), void *arg, const char *name)
{
	struct intr_handle *ih;

	ih = kmem_zalloc(sizeof(*ih), KM_SLEEP);
	if (ih == NULL)
		return (NULL);
	ih->ih_fn = fn;
	ih->ih_arg = arg;
	ih->ih_ipl = ipl;
	ih->ih_gsi = NO_GSI;
	strlcpy(ih->ih_name, name, sizeof(ih->ih_name));
	return (ih);
}

/* An unused vector, or 0. */
static u_int
intr_vector_alloc(void)
{
	u_int v;

	KASSERT(mutex_owned(&intr_lock));
	for (v = IDT_DEV; v < IDT_DEV_END; v++) {
		if (!intr_vec[v].iv_used) {
			intr_vec[v].iv_used = true;
			intr_vec[v].iv_gsi = NO_GSI;
			return (v);
		}
	}
	return (0);
}

static void
intr_chain_add(struct intr_handle *ih)
{
	struct intr_handle **link;

	link = &intr_vec[ih->ih_vector].iv_chain;
	while (*link != NULL)
		link = &(*link)->ih_next;
	atomic_store_rel(link, ih);
}

int
intr_establish_irq(u_int gsi, int ipl, int (*fn)(void *), void *arg,
    struct intr_handle **ihp, const char *name)
{
	struct intr_handle *ih;
	u_int v;

	if (!ioapic_gsi_valid(gsi))
		return (SET_ERROR(EINVAL));
	ih = intr_handle_alloc(ipl, fn, arg, name);
	if (ih == NULL)
		return (SET_ERROR(ENOMEM));
	ih->ih_gsi = gsi;
	mutex_enter(&intr_lock);
	for (v = IDT_DEV; v < IDT_DEV_END; v++)
		if (intr_vec[v].iv_used && intr_vec[v].iv_gsi == gsi)
			break;
	if (v < IDT_DEV_END) {
		ih->ih_vector = v;
		*ihp = ih;
		intr_chain_add(ih);
		mutex_exit(&intr_lock);
		return (0);
	}
	v = intr_vector_alloc();
	if (v == 0) {
		mutex_exit(&intr_lock);
		kmem_free(ih, sizeof(*ih));
		return (SET_ERROR(ENOSPC));
	}
	intr_vec[v].iv_gsi = gsi;
	ih->ih_vector = v;
	*ihp = ih;
	intr_chain_add(ih);
	ioapic_route(gsi, v, cpus[intr_choose_cpu()]->pc_md.md_apicid);
	mutex_exit(&intr_lock);
	return (0);
}

int
intr_establish_msi(int ipl, int (*fn)(void *), void *arg,
    struct intr_handle **ihp, const char *name, uint64_t *addr, uint32_t *data)
{
	struct intr_handle *ih;
	u_int v;

	ih = intr_handle_alloc(ipl, fn, arg, name);
	if (ih == NULL)
		return (SET_ERROR(ENOMEM));
	mutex_enter(&intr_lock);
	v = intr_vector_alloc();
	if (v == 0) {
		mutex_exit(&intr_lock);
		kmem_free(ih, sizeof(*ih));
		return (SET_ERROR(ENOSPC));
	}
	ih->ih_vector = v;
	*addr = MSI_ADDR_BASE |
	    (uint64_t)cpus[intr_choose_cpu()]->pc_md.md_apicid << 12;
	*data = v;				/* edge, fixed delivery */
	*ihp = ih;
	intr_chain_add(ih);
	mutex_exit(&intr_lock);
	return (0);
}

static void
intr_nothing(void *arg)
{

}

void
intr_disestablish(struct intr_handle *ih)
{
	struct intr_vector *iv = &intr_vec[ih->ih_vector];
	struct intr_handle **link;

	mutex_enter(&intr_lock);
	for (link = &iv->iv_chain; *link != ih; link = &(*link)->ih_next)
		KASSERT(*link != NULL);
	atomic_store_rel(link, ih->ih_next);
	if (iv->iv_chain == NULL && iv->iv_gsi != NO_GSI)
		ioapic_mask(iv->iv_gsi);
	/* Invariant (2). */
	cpu_ipi_call_all(intr_nothing, NULL);
	if (iv->iv_chain == NULL) {
		iv->iv_gsi = NO_GSI;
		iv->iv_used = false;
	}
	mutex_exit(&intr_lock);
	kmem_free(ih, sizeof(*ih));
}

/* --- what vmstat(1) shows ------------------------------------------------- */

static int
intrs_show(struct sysctl_req *req, const char *name, uint64_t count)
{
	char line[96];
	int len;

	len = snprintf(line, sizeof(line), "%-24s %20lu\n", name, count);
	return (SYSCTL_OUT(req, line, (size_t)len));
}

/*
 * The number of a line or message, and who is called.
 */
static void
intrs_name(u_int vector, char *name, size_t size)
{
	const struct intr_vector *iv = &intr_vec[vector];
	const struct intr_handle *ih;

	KASSERT(mutex_owned(&intr_lock));
	if (iv->iv_gsi != NO_GSI)
		snprintf(name, size, "irq%u", iv->iv_gsi);
	else
		snprintf(name, size, "msi%u", vector);
	for (ih = iv->iv_chain; ih != NULL; ih = ih->ih_next) {
		strlcat(name, ih == iv->iv_chain ? ":" : "+", size);
		strlcat(name, ih->ih_name, size);
	}
}

static int
intrs_cpu(struct sysctl_req *req, u_int cpu, const char *what, uint64_t count)
{
	char name[32];

	snprintf(name, sizeof(name), "cpu%u:%s", cpu, what);
	return (intrs_show(req, name, count));
}

static int
sysctl_intrs(SYSCTL_HANDLER_ARGS)
{
	char name[64];
	int error = 0;
	u_int i, v;

	mutex_enter(&intr_lock);
	for (v = IDT_DEV; error == 0 && v < IDT_DEV_END; v++) {
		if (!intr_vec[v].iv_used)
			continue;
		intrs_name(v, name, sizeof(name));
		error = intrs_show(req, name, intr_vec[v].iv_count);
	}
	mutex_exit(&intr_lock);
	for (i = 0; error == 0 && i < ncpu; i++) {
		error = intrs_cpu(req, i, "timer", cpus[i]->pc_md.md_timers);
		if (error == 0)
			error = intrs_cpu(req, i, "ipi", cpus[i]->pc_ipis);
	}
	if (error == 0)
		error = SYSCTL_OUT(req, "", 1);
	return (error);
}
SYSCTL_PROC(_hw, OID_AUTO, intrs, CTLTYPE_STRING | CTLFLAG_RD, NULL, 0,
    sysctl_intrs, "A", "Interrupts: source, how many since the start");
