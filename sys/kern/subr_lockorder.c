/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The lock-order checker of DEBUG kernels.
 *
 * Model	Locks of one name are a class.  Taking a lock of class b while
 *		one of class a is held makes an edge a -> b, and the first time,
 *		the stack is kept with it.  If b already leads to a, by edges
 *		seen before or by those of lockorder.h, two threads could
 *		deadlock, now or another day: both stacks are reported, once for
 *		each pair of classes.
 *
 *		lo_reach holds the transitive closure, a row of bits for each
 *		class, so that the check is one bit, and edges seen before cost
 *		one bit more.
 *
 *		The sleeping locks a thread holds are listed in its td_sched,
 *		the spin mutexes of a CPU in a table here.
 *
 * Invariants	(1) lo_reach[a] has b exactly if a path of edges leads from a
 *		    to b.
 *		(2) the graph has no cycle: an edge that would close one is
 *		    reported and not added.
 *
 * Locks	lo_word, a bare spin word taken with interrupts off: the checker
 *		cannot use locks that it checks.  Reading bits needs none.
 * Limits	LO_CLASSES classes, then panic; LO_EDGES stacks: later edges are
 *		checked but reported without.
 * Tests	tests/tools/t_guestd.sh and the SELFTEST option provoke a report
 */
#include <sys/param.h>

#ifdef DEBUG
#include <sys/errno.h>
#include <sys/md.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/spin.h>
#include <sys/sysctl.h>
#include <sys/systm.h>

#include <kern/lockorder.h>
#include <kern/subr_lockorder.h>

#define	LO_CLASSES	256
#define	LO_WORDS	(LO_CLASSES / 64)
#define	LO_EDGES	1024		/* a power of 2 */
#define	LO_DEPTH	12		/* of a stack */

struct lock_class {
	const char	*lc_name;
	u_int		lc_id;
	bool		lc_spin;
	bool		lc_dup;		/* several may be held */
	bool		lc_dupseen;	/* reported */
};

struct lock_edge {
	uint16_t	le_from;	/* id + 1; 0: the entry is free */
	uint16_t	le_to;
	const void	*le_heldpc;	/* who took the first */
	vm_offset_t	le_stack[LO_DEPTH]; /* who takes the second */
};

static volatile uint32_t lo_word;
static struct lock_class lo_classes[LO_CLASSES];
static volatile u_int	lo_nclasses;
static uint64_t		lo_reach[LO_CLASSES][LO_WORDS];
static uint64_t		lo_direct[LO_CLASSES][LO_WORDS];
static struct lock_edge	lo_edges[LO_EDGES];
static u_int		lo_nedges;
static bool		lo_ready;
static bool		lo_full;	/* has been said */
static u_int		lo_reports;
static int		lo_enabled = 1;

static struct {
	struct lock_held held[LOCK_HELD_MAX];
	u_int		count;
} lo_spins[MAXCPU];

SYSCTL_NODE(_debug, OID_AUTO, lockorder, 0, NULL, "Lock-order checker");
SYSCTL_INT(_debug_lockorder, OID_AUTO, enabled, CTLFLAG_RW | CTLFLAG_TUN,
    &lo_enabled, 0, "0: off, 1: report, 2: panic");
SYSCTL_UINT(_debug_lockorder, OID_AUTO, reports, CTLFLAG_RD, &lo_reports, 0,
    "Reversals found");
SYSCTL_UINT(_debug_lockorder, OID_AUTO, classes, CTLFLAG_RD,
    __DEVOLATILE(u_int *, &lo_nclasses), 0, "Lock classes");
SYSCTL_UINT(_debug_lockorder, OID_AUTO, edges, CTLFLAG_RD, &lo_nedges, 0,
    "Orders seen or given");

static register_t
lo_lock(void)
{
	register_t s;

	s = md_intr_disable();
	while (!atomic_cas_acq(&lo_word, 0, 1)) {
		if (panicstr != NULL)
			break;
		md_cpu_relax();
	}
	return (s);
}

static void
lo_unlock(register_t s)
{

	atomic_store_rel(&lo_word, 0);
	md_intr_restore(s);
}

static inline bool
lo_test(const uint64_t row[LO_WORDS], u_int id)
{

	return ((row[id / 64] >> id % 64 & 1) != 0);
}

static inline void
lo_set(uint64_t row[LO_WORDS], u_int id)
{

	row[id / 64] |= 1UL << id % 64;
}

/*
 * Where edge from -> to is, or is to be, in the hash; NULL when it is full.
 */
static struct lock_edge *
lo_edge(u_int from, u_int to)
{
	u_int i, h = (from * 61 + to) & (LO_EDGES - 1);
	struct lock_edge *le;

	for (i = 0; i < LO_EDGES; i++) {
		le = &lo_edges[(h + i) & (LO_EDGES - 1)];
		if (le->le_from == 0 ||
		    (le->le_from == from + 1 && le->le_to == to))
			return (le);
	}
	return (NULL);
}

/*
 * Add from -> to, which closes no cycle, to the closure.  Locked.
 */
static struct lock_edge *
lo_add(u_int from, u_int to)
{
	struct lock_edge *le;
	u_int i, w;

	lo_set(lo_direct[from], to);
	for (i = 0; i < lo_nclasses; i++) {
		if (i != from && !lo_test(lo_reach[i], from))
			continue;
		lo_set(lo_reach[i], to);
		for (w = 0; w < LO_WORDS; w++)
			lo_reach[i][w] |= lo_reach[to][w];
	}
	le = lo_edge(from, to);
	if (le != NULL && le->le_from == 0) {
		le->le_from = (uint16_t)(from + 1);
		le->le_to = (uint16_t)to;
		lo_nedges++;
	}
	return (le);
}

static struct lock_class *
lo_find_class(const char *name, bool spin)
{
	struct lock_class *lc;
	u_int i;

	for (i = 0; i < lo_nclasses; i++) {
		lc = &lo_classes[i];
		if (lc->lc_name == name || strcmp(lc->lc_name, name) == 0)
			return (lc);
	}
	if (lo_nclasses == LO_CLASSES)
		panic("lock order: more than %u classes with %s",
		    LO_CLASSES, name);
	lc = &lo_classes[lo_nclasses];
	lc->lc_name = name;
	lc->lc_id = lo_nclasses;
	lc->lc_spin = spin;
	for (i = 0; lock_dups[i] != NULL; i++) {
		if (strcmp(lock_dups[i], name) == 0)
			lc->lc_dup = true;
	}
	atomic_store_rel(&lo_nclasses, lo_nclasses + 1);
	return (lc);
}

/*
 * The edges of lockorder.h.  Locked.
 */
static void
lo_load(void)
{
	struct lock_class *prev = NULL, *lc;
	u_int i;

	for (i = 0; lock_orders[i] != NULL || prev != NULL; i++) {
		if (lock_orders[i] == NULL) {
			prev = NULL;
			continue;
		}
		lc = lo_find_class(lock_orders[i], false);
		if (prev != NULL) {
			if (lo_test(lo_reach[lc->lc_id], prev->lc_id))
				panic("lockorder.h: %s and %s in both orders",
				    prev->lc_name, lc->lc_name);
			(void)lo_add(prev->lc_id, lc->lc_id);
		}
		prev = lc;
	}
	lo_ready = true;
}

struct lock_class *
lockorder_class(const char *name, bool spin)
{
	struct lock_class *lc;
	register_t s;

	s = lo_lock();
	if (!lo_ready)
		lo_load();
	lc = lo_find_class(name, spin);
	lc->lc_spin = spin;
	lo_unlock(s);
	return (lc);
}

static void
lo_collect(void *arg, vm_offset_t pc)
{
	struct lock_edge *le = arg;
	u_int i;

	for (i = 0; i < LO_DEPTH; i++) {
		if (le->le_stack[i] == 0) {
			le->le_stack[i] = pc;
			break;
		}
	}
}

static void
lo_show_edge(const struct lock_class *from, const struct lock_class *to)
{
	const struct lock_edge *le = lo_edge(from->lc_id, to->lc_id);
	u_int i;

	if (le == NULL || le->le_from == 0)
		return;
	if (le->le_heldpc == NULL) {
		printf("%s before %s: by lockorder.h\n", from->lc_name,
		    to->lc_name);
		return;
	}
	printf("%s before %s: the first taken at\n", from->lc_name,
	    to->lc_name);
	backtrace_emit(NULL, (vm_offset_t)le->le_heldpc);
	printf("the second at\n");
	for (i = 0; i < LO_DEPTH && le->le_stack[i] != 0; i++)
		backtrace_emit(NULL, le->le_stack[i]);
}

/*
 * Show how from leads to `to', by the direct edges.
 */
static void
lo_show_path(const struct lock_class *from, const struct lock_class *to)
{
	u_int i, hops;

	for (hops = 0; hops < 8 && from != to; hops++) {
		if (lo_test(lo_direct[from->lc_id], to->lc_id)) {
			lo_show_edge(from, to);
			return;
		}
		for (i = 0; i < lo_nclasses; i++) {
			if (lo_test(lo_direct[from->lc_id], i) &&
			    lo_test(lo_reach[i], to->lc_id)) {
				lo_show_edge(from, &lo_classes[i]);
				from = &lo_classes[i];
				break;
			}
		}
		if (i == lo_nclasses)
			return;
	}
}

static void
lo_report(const struct lock_held *held, struct lock_class *lc, const void *pc)
{

	lo_reports++;
	printf("lock order reversal: %s, then %s\n", held->lh_class->lc_name,
	    lc->lc_name);
	printf("now: the first taken at\n");
	backtrace_emit(NULL, (vm_offset_t)held->lh_pc);
	printf("the second at\n");
	md_backtrace(backtrace_emit, NULL, __builtin_frame_address(0));
	printf("the other way round:\n");
	lo_show_path(lc, held->lh_class);
	if (lo_enabled > 1)
		panic("lock order reversal");
}

/*
 * lc is about to be taken while `held' is.
 */
static void
lo_check(const struct lock_held *held, struct lock_class *lc, const void *pc)
{
	struct lock_class *hc = held->lh_class;
	struct lock_edge *le;
	register_t s;
	bool bad;

	if (hc == lc) {
		if (!lc->lc_dup && !lc->lc_dupseen) {
			lc->lc_dupseen = true;
			lo_report(held, lc, pc);
		}
		return;
	}
	if (__predict_true(lo_test(lo_direct[hc->lc_id], lc->lc_id)))
		return;
	s = lo_lock();
	bad = lo_test(lo_reach[lc->lc_id], hc->lc_id);
	if (bad) {
		/* Not asked again: as if it were in order. */
		lo_set(lo_direct[hc->lc_id], lc->lc_id);
	} else {
		le = lo_add(hc->lc_id, lc->lc_id);
		if (le != NULL && le->le_heldpc == NULL) {
			le->le_heldpc = held->lh_pc;
			md_backtrace(lo_collect, le,
			    __builtin_frame_address(0));
		}
	}
	lo_unlock(s);
	if (bad)
		lo_report(held, lc, pc);
	else if (lo_nedges == LO_EDGES && !lo_full) {
		lo_full = true;
		printf("lock order: no room for the stacks of more orders\n");
	}
}

void
lockorder_want(struct lock_class *lc, const void *lock, const void *pc)
{
	const struct td_sched *ts;
	u_int i, cpu;
	int ipl;

	if (lo_enabled == 0 || panicstr != NULL || curthread == NULL)
		return;
	ts = &curthread->td_sched;
	/* An interrupt's locks have nothing to do with the thread's. */
	if (MD_PCPU_GET(pc_intr_depth) == 0) {
		for (i = 0; i < ts->ts_nlocks; i++)
			lo_check(&ts->ts_locks[i], lc, pc);
	}
	if (!lc->lc_spin)
		return;
	ipl = ipl_raise(IPL_SOFT);
	cpu = MD_PCPU_GET(pc_cpuid);
	for (i = 0; i < lo_spins[cpu].count; i++) {
		if (lo_spins[cpu].held[i].lh_lock == lock)
			panic("spin mutex %s: entered twice", lc->lc_name);
		lo_check(&lo_spins[cpu].held[i], lc, pc);
	}
	ipl_lower(ipl);
}

void
lockorder_got(struct lock_class *lc, const void *lock, const void *pc)
{
	struct lock_held *held;
	struct td_sched *ts;
	u_int cpu, *countp;
	register_t s;

	if (panicstr != NULL || curthread == NULL)
		return;
	s = md_intr_disable();
	if (lc->lc_spin) {
		cpu = MD_PCPU_GET(pc_cpuid);
		held = lo_spins[cpu].held;
		countp = &lo_spins[cpu].count;
	} else {
		ts = &curthread->td_sched;
		held = ts->ts_locks;
		countp = &ts->ts_nlocks;
	}
	if (*countp == LOCK_HELD_MAX)
		panic("too many locks held, with %s", lc->lc_name);
	held[(*countp)++] = (struct lock_held){ lock, lc, pc };
	md_intr_restore(s);
}

static bool
lo_drop(struct lock_held *held, u_int *countp, const void *lock)
{
	u_int i;

	for (i = *countp; i > 0; i--) {
		if (held[i - 1].lh_lock != lock)
			continue;
		for (; i < *countp; i++)
			held[i - 1] = held[i];
		(*countp)--;
		return (true);
	}
	return (false);
}

void
lockorder_exit(struct lock_class *lc, const void *lock)
{
	struct td_sched *ts;
	u_int cpu;
	register_t s;
	bool found;

	if (panicstr != NULL || curthread == NULL)
		return;
	s = md_intr_disable();
	if (lc->lc_spin) {
		cpu = MD_PCPU_GET(pc_cpuid);
		found = lo_drop(lo_spins[cpu].held, &lo_spins[cpu].count, lock);
	} else {
		ts = &curthread->td_sched;
		found = lo_drop(ts->ts_locks, &ts->ts_nlocks, lock);
	}
	md_intr_restore(s);
	if (!found && !cold)
		panic("lock %s is released but was not taken", lc->lc_name);
}

bool
lockorder_holds(const void *lock)
{
	const struct td_sched *ts = &curthread->td_sched;
	u_int i;

	for (i = 0; i < ts->ts_nlocks; i++) {
		if (ts->ts_locks[i].lh_lock == lock)
			return (true);
	}
	return (false);
}

/*
 * debug.lockorder.provoke: take two locks in one order and then in the other,
 * which is reported the first time.
 */
static int
lo_sysctl_provoke(SYSCTL_HANDLER_ARGS)
    __no_lock_analysis
{
	static struct kmutex a = MUTEX_INITIALIZER(a, "provoked a");
	static struct kmutex b = MUTEX_INITIALIZER(b, "provoked b");
	int error, value = 0;

	error = sysctl_handle_int(oidp, &value, 0, req);
	if (error != 0 || !SYSCTL_WRITING(req) || value == 0)
		return (error);
	mutex_enter(&a);
	mutex_enter(&b);
	mutex_exit(&b);
	mutex_exit(&a);
	mutex_enter(&b);
	mutex_enter(&a);
	mutex_exit(&a);
	mutex_exit(&b);
	return (0);
}

SYSCTL_PROC(_debug_lockorder, OID_AUTO, provoke, CTLTYPE_INT | CTLFLAG_RW, NULL,
    0, lo_sysctl_provoke, "I", "Write 1 to have a reversal reported");

/*
 * How many reversals were found.
 */
u_int
lockorder_reports(void)
{

	return (lo_reports);
}

void
lockorder_may_sleep(const char *what, const void *lock)
{
	u_int cpu;

	if (cold || panicstr != NULL)
		return;
	cpu = MD_PCPU_GET(pc_cpuid);
	if (MD_PCPU_GET(pc_intr_depth) != 0)
		panic("%s: %p in a hard interrupt", what, lock);
	if (MD_PCPU_GET(pc_spins) != 0)
		panic("%s: %p with spin mutex %s held", what, lock,
		    lo_spins[cpu].count > 0 ?
		    lo_spins[cpu].held[0].lh_class->lc_name : "?");
	if (curipl() != IPL_NONE)
		panic("%s: %p at level %d", what, lock, curipl());
	if (!md_intr_enabled())
		panic("%s: %p with interrupts off", what, lock);
}
#endif /* DEBUG */
