/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the core calls of the port and of layers above, for one host thread
 * that plays the CPUs: a clock that is set by hand, a timer that is only
 * remembered, memory that is an array.
 */
#include <sys/param.h>
#include <sys/bootinfo.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/kthread.h>
#include <sys/md.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/random.h>
#include <sys/sched.h>
#include <sys/signalvar.h>
#include <sys/sleepq.h>
#include <sys/softint.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/timeout.h>
#include <sys/ucred.h>

#include <vm/vm_page.h>
#include <vm/vm_phys.h>

#include <machine/pmap.h>
#include <machine/vmparam.h>

#include "h_core.h"
#include "h_core_shim.h"

struct pcpu	shim_cpus[MAXCPU];
struct thread	shim_thread;
struct pcpu	*host_pcpu = &shim_cpus[0];
struct thread	*host_thread = &shim_thread;
struct pcpu	*cpus[MAXCPU];
u_int		ncpu = MAXCPU;
bool		cold = true;
char		*host_dmap;
struct pmap	kernel_pmap;
struct proc	proc0;
struct boot_info boot_info;
uint64_t	shim_now = 1000;
uint64_t	shim_armed[MAXCPU];
int		shim_priv;
u_int		shim_pages_mapped;
const char *volatile panicstr;
volatile bool cpus_stopped;

void
shim_play(u_int cpu)
{

	host_pcpu = &shim_cpus[cpu];
}

/*
 * CPUs and a machine with memory in two ranges, with a hole between.
 */
void
shim_boot(void)
{
	u_int cpu;

	for (cpu = 0; cpu < MAXCPU; cpu++) {
		struct pcpu *pc = &shim_cpus[cpu];

		pc->pc_self = pc;
		pc->pc_curthread = &shim_thread;
		pc->pc_cpuid = cpu;
		cpus[cpu] = pc;
		vm_phys_init_cpu(cpu);
		kmem_init_cpu(cpu);
		random_init_cpu(cpu);
		timeout_init_cpu(cpu);
		shim_armed[cpu] = UINT64_MAX;
	}
	host_dmap = host_memory(SHIM_MEMORY);
	vm_phys_add_range(0x10000, 0x9f000);
	vm_phys_add_range(0x100000, 0x400000);
	vm_phys_add_range(0x400000, SHIM_MEMORY);
	vm_phys_init();
}

/* The port. */

uint64_t
md_time_ns(void)
{

	return (shim_now);
}

uint64_t
md_cycles(void)
{

	return (shim_now += 17);
}

void
md_timer_arm(uint64_t deadline)
{

	shim_armed[host_pcpu->pc_cpuid] = deadline;
}

int
md_entropy(void *buf, size_t len)
{

	memset(buf, 0x5a, len);
	return (0);
}

int
md_rtc_read(struct timespec *ts)
{

	return (ENXIO);
}

void
md_page_zero(void *page)
{

	memset(page, 0, PAGE_SIZE);
}

void
md_backtrace(void (*emit)(void *, vm_offset_t), void *arg, const void *frame)
{
}

void
md_console_putc(int c)
{
}

void
cpu_ipi_call_all(void (*fn)(void *), void *arg)
{
	struct pcpu *self = host_pcpu;
	u_int cpu;

	for (cpu = 0; cpu < ncpu; cpu++) {
		shim_play(cpu);
		fn(arg);
	}
	host_pcpu = self;
}

/* Kernel stacks: which pages are mapped where. */
static struct {
	vm_offset_t	va;
	vm_paddr_t	pa;
} shim_maps[1024];

void
pmap_kenter(vm_offset_t va, vm_paddr_t pa, int prot, int memattr)
{
	u_int i;

	for (i = 0; shim_maps[i].va != 0; i++)
		CHECK(shim_maps[i].va != va);
	CHECK(i < nitems(shim_maps) - 1);
	shim_maps[i].va = va;
	shim_maps[i].pa = pa;
	shim_pages_mapped++;
}

bool
pmap_extract(struct pmap *pm, vm_offset_t va, vm_paddr_t *pa)
{
	u_int i;

	for (i = 0; shim_maps[i].va != 0; i++) {
		if (shim_maps[i].va == va) {
			*pa = shim_maps[i].pa;
			return (true);
		}
	}
	return (false);
}

void
pmap_kremove(vm_offset_t va, size_t len)
{
	u_int i;

	for (i = 0; shim_maps[i].va != 0; i++) {
		if (shim_maps[i].va >= va && shim_maps[i].va < va + len) {
			shim_maps[i].va = 1;
			shim_pages_mapped--;
		}
	}
}

int
copyin(const void *u, void *k, size_t len)
{

	if ((uintptr_t)u < PAGE_SIZE)
		return (EFAULT);
	memcpy(k, u, len);
	return (0);
}

int
copyout(const void *k, void *u, size_t len)
{

	if ((uintptr_t)u < PAGE_SIZE)
		return (EFAULT);
	memcpy(u, k, len);
	return (0);
}

/* Layers above and beside. */

void
panic(const char *fmt, ...)
{
	char msg[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	host_panic(msg);
}

int
set_error(int error, const char *file, int line)
{

	return (error);
}

void
spin_debug_want(struct spin *l, const void *pc)
{

	CHECK(l->sp_owner == 0);
}

void
spin_debug_got(struct spin *l, const void *pc)
{
}

void
spin_debug_exit(struct spin *l, const void *pc)
{

	CHECK(l->sp_owner != 0);
}

void
spin_enter_slow(struct spin *l)
{

	panic("spin mutex %s is taken", l->sp_name);
}

void
spin_init(struct spin *l, const char *name, int ipl)
{

	*l = (struct spin)SPIN_INITIALIZER(name, (uint8_t)ipl);
}

void
spin_destroy(struct spin *l)
{
}

bool
spin_tryenter(struct spin *l)
{

	spin_enter(l);
	return (true);
}

void
ipl_preempt(void)
{
}

void
mutex_enter(struct kmutex *m)
{

	if (m->m_owner != 0)
		panic("mutex %s is taken", m->m_name);
	m->m_owner = (uintptr_t)host_thread;
}

void
mutex_exit(struct kmutex *m)
{

	CHECK(mutex_owned(m));
	m->m_owner = 0;
}

void
cv_wait(struct cv *c, struct kmutex *m)
{

	panic("would wait for %s", c->cv_name);
}

void
cv_broadcast(struct cv *c)
{
}

void
lockorder_may_sleep(const char *what, const void *lock)
{
}

struct spin *
sleepq_lock(const struct sleepq *q)
{
	static struct spin l = SPIN_INITIALIZER("sleepq", IPL_SCHED);

	spin_enter(&l);
	return (&l);
}

void
sleepq_unlock(struct spin *l)
{

	spin_exit(l);
}

void
sleepq_init(struct sleepq *q)
{

	TAILQ_INIT(&q->sq_head);
}

void
sleepq_enqueue(struct sleepq *q, const char *wmesg, u_int flags, u_int tag)
{
}

int
sleepq_sleep(struct spin *l, uint64_t deadline)
{

	spin_exit(l);
	shim_now = MAX(shim_now, deadline);
	return (ETIMEDOUT);
}

int
sleepq_block(uint64_t deadline)
{

	panic("would sleep");
}

u_int
sleepq_wake_all(struct sleepq *q)
{

	return (0);
}

bool
sleepq_abort(struct thread *td, int error, bool sig)
{

	return (false);
}

int
sig_pending_check(struct thread *td)
{

	return (0);
}

bool
sched_clock(uint64_t now, bool user)
{

	return (false);
}

int
kthread_create(void (*fn)(void *), void *arg, struct thread **tdp,
    const char *fmt, ...)
{

	return (ENOMEM);
}

int
priv_check(const struct cred *cr, enum priv priv)
{

	return (shim_priv);
}

const char *
bootarg(const char *name)
{

	return (strcmp(name, "debug.test.tuned") == 0 ? "77" : NULL);
}

const char *
ksyms_lookup(vm_offset_t pc, vm_offset_t *offp)
{

	return (NULL);
}

/* A soft interrupt runs when the test says so. */
struct softint {
	void	(*fn)(void *);
	void	*arg;
	bool	pending[MAXCPU];
};
static struct softint shim_softints[8];

struct softint *
softint_establish(u_int class, void (*fn)(void *), void *arg)
{
	u_int i;

	for (i = 0; shim_softints[i].fn != NULL; i++)
		continue;
	shim_softints[i].fn = fn;
	shim_softints[i].arg = arg;
	return (&shim_softints[i]);
}

void
softint_schedule(struct softint *si)
{

	si->pending[host_pcpu->pc_cpuid] = true;
	if (shim_softints_at_once)
		shim_run_softints();
}

bool	shim_softints_at_once;

/*
 * Of the CPU that is played.
 */
void
shim_run_softints(void)
{
	u_int i, cpu = host_pcpu->pc_cpuid;

	for (i = 0; shim_softints[i].fn != NULL; i++) {
		if (shim_softints[i].pending[cpu]) {
			shim_softints[i].pending[cpu] = false;
			shim_softints[i].fn(shim_softints[i].arg);
		}
	}
}

/* systm.h's random numbers for the models: the host's, seeded. */
u_int
shim_random(u_int bound)
{

	return (host_random(bound));
}

/* Start over the CPU that the case left. */
void
shim_check_idle(void)
{
	u_int cpu;

	for (cpu = 0; cpu < MAXCPU; cpu++) {
		CHECK(shim_cpus[cpu].pc_spins == 0);
		CHECK(shim_cpus[cpu].pc_ipl == IPL_NONE);
	}
}
