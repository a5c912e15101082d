/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Virtual CPUs, their interrupts, and time.
 *
 * Model	One host thread executes one virtual CPU at a time, sim_curcpu;
 *		each of the others has its stack pointer in md_sp.  At a point
 *		(every atomic operation, hence every lock; enabling interrupts;
 *		a turn of a loop that waits) the chooser may let another one go
 *		on.  The chooser is the host's: it says which, and after how
 *		many points it wants to be asked again, so that most points
 *		cost a decrement.
 * Time		A point takes POINT_NS, a turn of a waiting loop RELAX_NS.  When
 *		all CPUs halt, time jumps to the next deadline or event.
 *		Nothing else passes time.
 * Interrupts	wait in md_pending until their CPU executes with interrupts on,
 *		and are taken at its next point, on the stack of whatever it
 *		ran.
 * Invariants	(1) Between two points nothing changes but by the CPU that
 *		    executes.
 *		(2) A halted CPU has interrupts on and none waiting.
 *		(3) sim_countdown is positive but inside sim_point_slow().
 * Limits	Memory is sequentially consistent.  User mode has no points, so
 *		programs are preempted where they enter the kernel.
 * Context	any.
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/md.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/spin.h>
#include <sys/systm.h>
#include <sys/timeout.h>
#include <machine/frame.h>
#include <machine/sim.h>

#define	POINT_NS	25
#define	RELAX_NS	200
#define	NEVER		UINT64_MAX
#define	SPIN_LIMIT	1000000		/* turns of waiting with nothing else */

void	sim_cpu_switch(register_t *save, register_t sp);

long		sim_countdown = 1;
struct pcpu	*sim_curcpu;
static long	sim_quantum = 1;	/* what sim_countdown began with */
static uint64_t	sim_time;		/* when it did */
static u_long	sim_passed;		/* points since the chooser was asked */
static u_long	sim_spins;		/* turns since anything happened */
static struct sim_event_at *sim_events;	/* sorted */
static bool	sim_panicking;

static inline uint64_t
sim_now(void)
{

	return (sim_time + (uint64_t)(sim_quantum - sim_countdown) * POINT_NS);
}

/* The chooser is asked again after n points. */
static void
sim_ask_after(long n)
{

	sim_passed += (u_long)(sim_quantum - sim_countdown);
	sim_time = sim_now();
	sim_quantum = sim_countdown = n;
}

u_long
sim_points_passed(void)
{

	return (sim_passed + (u_long)(sim_quantum - sim_countdown));
}

uint64_t
md_time_ns(void)
{

	return (sim_now());
}

uint64_t
md_cycles(void)
{

	return (sim_now());
}

void
sim_trace(u_int kind, u_long a, u_long b, u_long c)
{

	host_event(sim_now(), sim_curcpu->pc_cpuid, kind, a, b, c);
}

/*
 * Events.
 */

void
sim_event_add(struct sim_event_at *se)
{
	struct sim_event_at **link;

	for (link = &sim_events; *link != NULL; link = &(*link)->se_next)
		if ((*link)->se_when > se->se_when)
			break;
	se->se_next = *link;
	*link = se;
	/* It may be the next thing to happen. */
	sim_ask_after(1);
}

/* When something happens next by itself. */
static uint64_t
sim_next_event(void)
{
	uint64_t next;
	u_int i;

	next = sim_events != NULL ? sim_events->se_when : NEVER;
	CPU_FOREACH(i)
		next = MIN(next, cpus[i]->pc_md.md_deadline);
	return (next);
}

static void
sim_post(struct pcpu *pc, u_int which)
{

	pc->pc_md.md_pending |= which;
	if (pc->pc_md.md_halted) {
		/* It may go on at once. */
		pc->pc_md.md_halted = false;
		sim_ask_after(1);
	}
}

void
sim_intr_post(u_int cpu, u_int which)
{

	sim_post(cpus[cpu], which);
	if (cpus[cpu] == sim_curcpu)
		sim_ask_after(1);
}

/* Let happen what is due. */
static void
sim_events_run(void)
{
	struct sim_event_at *se;
	struct pcpu *pc;
	uint64_t now = sim_time;
	u_int i;

	CPU_FOREACH(i) {
		pc = cpus[i];
		if (pc->pc_md.md_deadline <= now) {
			pc->pc_md.md_deadline = NEVER;
			sim_post(pc, SIM_INTR_TIMER);
		}
	}
	while ((se = sim_events) != NULL && se->se_when <= now) {
		sim_events = se->se_next;
		se->se_fn(se->se_arg);
	}
}

/*
 * Interrupts.
 */

static void
intr_call(struct pcpu *pc)
{
	struct pcpu *asker;
	uint64_t from;
	u_int cpu;

	from = pc->pc_md.md_ipi_from;
	pc->pc_md.md_ipi_from = 0;
	for (; from != 0; from &= from - 1) {
		cpu = (u_int)__builtin_ctzl(from);
		asker = cpus[cpu];
		asker->pc_md.md_ipi_fn(asker->pc_md.md_ipi_arg);
		atomic_and(&asker->pc_md.md_ipi_pending,
		    ~(1UL << pc->pc_cpuid));
	}
}

/*
 * Take one interrupt; comes and returns with interrupts off, perhaps on
 * another CPU.
 */
static void
intr_take(struct pcpu *pc, u_int which)
{
	struct trapframe *oldframe = pc->pc_intr_frame;
	struct trapframe tf;
	u_int spins = pc->pc_spins;
	int ipl = pc->pc_ipl, oldipl = pc->pc_spin_oldipl;

	memset(&tf, 0, sizeof(tf));
	sim_trace(SIM_EV_INTR, which, 0, 0);
	pc->pc_md.md_pending &= ~which;
	pc->pc_spins = 0;
	pc->pc_intrs++;
	pc->pc_intr_depth++;
	pc->pc_intr_frame = &tf;
	switch (which) {
	case SIM_INTR_TIMER:
		pc->pc_ipl = IPL_SCHED;
		timeout_hardclock();
		break;
	case SIM_INTR_RESCHED:
		pc->pc_ipis++;
		break;
	case SIM_INTR_CALL:
		pc->pc_ipis++;
		pc->pc_ipl = IPL_SCHED;
		intr_call(pc);
		break;
	case SIM_INTR_DEVICE:
		pc->pc_ipl = MAX(ipl, IPL_VM);
		sim_disk_intr();
		break;
	}
	pc->pc_ipl = ipl;
	pc->pc_spins = spins;
	pc->pc_spin_oldipl = oldipl;
	pc->pc_intr_frame = oldframe;
	pc->pc_intr_depth--;
	if (pc->pc_resched != 0 && ipl == IPL_NONE)
		sched_preempt();
}

/* Take all that wait, if interrupts are on. */
static void
intr_deliver(void)
{
	struct pcpu *pc;
	u_int pending;

	while ((pc = sim_curcpu)->pc_md.md_if &&
	    (pending = pc->pc_md.md_pending) != 0) {
		pc->pc_md.md_if = false;
		intr_take(pc, pending & -pending);
		sim_curcpu->pc_md.md_if = true;
	}
}

/*
 * The chooser.
 */

/* The CPUs that can execute. */
static uint64_t
sim_runnable(void)
{
	uint64_t mask = 0;
	u_int i;

	CPU_FOREACH(i) {
		if (cpus[i]->pc_md.md_online && !cpus[i]->pc_md.md_halted)
			mask |= 1UL << i;
	}
	return (mask);
}

static void
sim_goto(u_int cpu)
{
	struct pcpu *old = sim_curcpu, *new = cpus[cpu];

	if (new == old)
		return;
	sim_trace(SIM_EV_CPU, cpu, 0, 0);
	sim_curcpu = new;
	sim_cpu_switch(&old->pc_md.md_sp, new->pc_md.md_sp);
}

/*
 * Choose who goes on, letting time jump as far as it must.  A CPU that spins
 * or halts goes on only when no other can.
 */
static void
sim_choose(bool spinning)
{
	uint64_t mask, next, self = 1UL << sim_curcpu->pc_cpuid;
	long points;
	u_int cpu;

	sim_ask_after(LONG_MAX);
	sim_events_run();
	mask = sim_runnable();
	if (spinning && (mask & ~self) == 0 && mask != 0) {
		sim_time += RELAX_NS;
		if (++sim_spins > SPIN_LIMIT)
			host_stop(SIM_STOP_STUCK, "a CPU waits for ever");
		next = sim_next_event();
		/* Alone: it waits for time to pass. */
		if (next != NEVER && sim_spins > 16)
			sim_time = MAX(sim_time, next);
		sim_events_run();
		mask = sim_runnable();
	}
	while (mask == 0) {
		next = sim_next_event();
		if (next == NEVER)
			host_stop(SIM_STOP_STUCK,
			    "every CPU is idle and nothing is to come");
		sim_time = MAX(sim_time, next);
		sim_trace(SIM_EV_HALT, 0, 0, 0);
		sim_events_run();
		mask = sim_runnable();
	}
	if (spinning && (mask & ~self) != 0)
		sim_time += RELAX_NS;
	if (!spinning)
		sim_spins = 0;
	cpu = host_choose(mask, sim_curcpu->pc_cpuid, spinning, sim_passed,
	    &points);
	sim_passed = 0;
	next = sim_next_event();
	if (next != NEVER && next > sim_time)
		points = MIN(points, (long)((next - sim_time) / POINT_NS) + 1);
	else if (next <= sim_time)
		points = 1;
	sim_ask_after(points);
	sim_goto(cpu);
}

void
sim_point_slow(void)
{

	if (sim_curcpu == NULL || sim_panicking) {
		sim_ask_after(LONG_MAX);
		return;
	}
	sim_choose(false);
	intr_deliver();
}

void
md_cpu_relax(void)
{

	if (sim_panicking)
		host_stop(SIM_STOP_PANIC, panicstr);
	sim_choose(true);
	intr_deliver();
}

register_t
md_intr_disable(void)
{
	register_t old;

	sim_point();
	old = sim_curcpu->pc_md.md_if;
	sim_curcpu->pc_md.md_if = false;
	return (old);
}

void
md_intr_off(void)
{

	sim_point();
	sim_curcpu->pc_md.md_if = false;
}

void
md_intr_enable(void)
{

	sim_curcpu->pc_md.md_if = true;
	sim_point();
	if (sim_curcpu->pc_md.md_pending != 0)
		intr_deliver();
}

void
md_intr_restore(register_t old)
{

	if (old != 0)
		md_intr_enable();
}

bool
md_intr_enabled(void)
{

	return (sim_curcpu->pc_md.md_if);
}

void
md_cpu_halt_until_intr(void)
{
	struct pcpu *pc = sim_curcpu;

	pc->pc_md.md_if = true;
	if (pc->pc_md.md_pending == 0) {
		pc->pc_md.md_halted = true;
		sim_choose(false);
	}
	intr_deliver();
}

void
md_delay(uint64_t ns)
{
	uint64_t end = sim_now() + ns;

	while (sim_now() < end)
		md_cpu_relax();
}

void
md_timer_arm(uint64_t deadline_ns)
{

	sim_curcpu->pc_md.md_deadline = deadline_ns;
	sim_ask_after(1);
}

void
md_timer_cancel(void)
{

	sim_curcpu->pc_md.md_deadline = NEVER;
	sim_curcpu->pc_md.md_pending &= ~SIM_INTR_TIMER;
}

/*
 * Requests to other CPUs.
 */

static void
ipi_call_mask(uint64_t mask, void (*fn)(void *), void *arg)
{
	struct pcpu *pc;
	uint64_t left;
	int s, high;

	s = ipl_raise(IPL_SOFT);
	pc = sim_curcpu;
	if ((mask & 1UL << pc->pc_cpuid) != 0) {
		high = ipl_raise(IPL_SCHED);
		fn(arg);
		ipl_lower(high);
		mask &= ~(1UL << pc->pc_cpuid);
	}
	KASSERT(mask == 0 || md_intr_enabled());
	pc->pc_md.md_ipi_fn = fn;
	pc->pc_md.md_ipi_arg = arg;
	atomic_store_rel(&pc->pc_md.md_ipi_pending, mask);
	for (left = mask; left != 0; left &= left - 1) {
		u_int cpu = (u_int)__builtin_ctzl(left);

		cpus[cpu]->pc_md.md_ipi_from |= 1UL << pc->pc_cpuid;
		sim_intr_post(cpu, SIM_INTR_CALL);
	}
	while (atomic_load_acq(&pc->pc_md.md_ipi_pending) != 0)
		md_cpu_relax();
	ipl_lower(s);
}

void
cpu_ipi_call_all(void (*fn)(void *), void *arg)
{

	ipi_call_mask((1UL << ncpu) - 1, fn, arg);
}

void
cpu_ipi_call(u_int cpu, void (*fn)(void *), void *arg)
{

	ipi_call_mask(1UL << cpu, fn, arg);
}

void
cpu_ipi_resched(u_int cpu)
{

	if (cpu < ncpu && cpus[cpu]->pc_md.md_online)
		sim_intr_post(cpu, SIM_INTR_RESCHED);
}

/*
 * No point after this lets another CPU go on.
 */
void
md_panic_stop_others(void)
{

	sim_panicking = true;
}

/* The boot CPU, which executes. */
void
sim_cpu_boot(struct pcpu *pc)
{

	pc->pc_md.md_online = true;
	pc->pc_md.md_deadline = NEVER;
	sim_curcpu = pc;
}

/* Another: it begins at sp when it is first chosen. */
void
sim_cpu_start(struct pcpu *pc, register_t sp)
{

	pc->pc_md.md_sp = sp;
	pc->pc_md.md_deadline = NEVER;
	pc->pc_md.md_online = true;
	sim_ask_after(1);
}
