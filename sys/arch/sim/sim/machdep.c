/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The machine that the simulator simulates: booting it, its CPUs, console,
 * clock and entropy, and its end.
 *
 * The host calls sim_start() on sim_boot_stack.  Everything that an instance
 * of the kernel has lies in this image's data, the arena and the kernel's
 * addresses; the host keeps copies of the three and nothing else.
 */

#include <sys/param.h>
#include <sys/bootinfo.h>
#include <sys/conf.h>
#include <sys/kmem.h>
#include <sys/md.h>
#include <sys/mount.h>
#include <sys/proc.h>
#include <sys/reboot.h>
#include <sys/sched.h>
#include <sys/spin.h>
#include <sys/stdarg.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <machine/pmap.h>
#include <machine/sim.h>
#include <vm/vm_page.h>

#define	SIM_EPOCH	1767225600	/* 2026-01-01 00:00:00 UTC */

struct boot_info boot_info;
struct sim_boot_args sim_args;

static struct pcpu pcpu0;
static char	sim_boot_stack[KSTACK_SIZE] __aligned(PAGE_SIZE);
void *const	sim_boot_sp = sim_boot_stack + KSTACK_SIZE;
static int64_t	sim_rtc_offset;		/* what md_rtc_write() added, s */

/*
 * What subr_ksyms.c expects of the link: an empty table, since the host
 * symbolises.
 */
extern const uint32_t ksyms_count[1], ksyms_addr[1], ksyms_name[1];
extern const char ksyms_strtab[1];
extern char	kernel_base[1];
const uint32_t	ksyms_count[1], ksyms_addr[1], ksyms_name[1];
const char	ksyms_strtab[1];
char		kernel_base[1];

SET_DECLARE(sim_scenarios, const struct sim_scenario);

const struct sim_scenario *
sim_scenario_nth(unsigned n)
{

	return (n < SET_COUNT(sim_scenarios) ?
	    SET_ITEM(sim_scenarios, n) : NULL);
}

/*
 * From the host, on sim_boot_stack; interrupts off.
 */
void
sim_start(const struct sim_boot_args *sb)
{

	sim_args = *sb;
	pcpu0.pc_self = &pcpu0;
	pcpu0.pc_curthread = &thread0;
	pcpu0.pc_ipl = IPL_HIGH;
	pcpu0.pc_md.md_pmap = &kernel_pmap;
	sim_cpu_boot(&pcpu0);
	pcpu_init(&pcpu0, 0);
	thread0.td_kstack = sim_boot_stack;
	thread0.td_pcb.pcb_flags = PCB_KTHREAD;
	boot_info.bi_cmdline = sim_args.sb_cmdline;
	boot_info.bi_loader = "sim";
	boot_info.bi_nram = 1;
	boot_info.bi_ram[0].br_start = PAGE_SIZE;
	boot_info.bi_ram[0].br_end = SIM_ARENA_SIZE;
	boot_info.bi_ram[0].br_type = BOOT_MEM_RAM;
	mutex_init(&kernel_pmap.pm_lock, "pmap");
	vm_phys_add_range(PAGE_SIZE, SIM_ARENA_SIZE);
	kernel_main();
}

void
md_init(void)
{

}

/*
 * The last of a boot, in process 1.  A scenario in C has the kernel from here
 * on; one that is a program is what process 1 will execute.
 */
void
md_autoconf(void)
{

	sim_disk_attach(sim_args.sb_ndisks);
	if (sim_args.sb_scenario->ss_main != NULL)
		vfs_mountroot(curthread);
	host_stop(SIM_STOP_READY, NULL);
	if (sim_args.sb_scenario->ss_main != NULL)
		sim_run_scenario(sim_args.sb_scenario);
}

void
cpu_startup_aps(void)
{
	extern const char sim_idle_start[];
	struct pcpu *pc;
	struct thread *td;
	register_t *sp;
	u_int cpu;

	for (cpu = 1; cpu < sim_args.sb_ncpu; cpu++) {
		pc = kmem_zalloc(round_page(sizeof(*pc)), KM_SLEEP);
		if (pc == NULL)
			panic("no memory to start cpu%u", cpu);
		pc->pc_self = pc;
		pc->pc_ipl = IPL_HIGH;
		pc->pc_md.md_pmap = &kernel_pmap;
		pc->pc_md.md_deadline = UINT64_MAX;
		pcpu_init(pc, cpu);
		td = sched_idle_create(cpu);
		if (td == NULL)
			panic("no memory for cpu%u's idle thread", cpu);
		pc->pc_idle = td;
		pc->pc_curthread = td;
		/* What sim_cpu_switch pops: six registers, the address. */
		sp = (register_t *)((char *)td->td_kstack + KSTACK_SIZE) - 9;
		memset(sp, 0, 9 * sizeof(*sp));
		sp[6] = (register_t)sim_idle_start;
		sim_cpu_start(pc, (register_t)sp);
	}
}

/*
 * Console, clock, entropy.
 */

void
md_console_putc(int c)
{

	host_console(c);
}

int
md_rtc_read(struct timespec *ts)
{

	ts->tv_sec = SIM_EPOCH + sim_rtc_offset +
	    (time_t)(md_time_ns() / NSEC_PER_SEC);
	ts->tv_nsec = 0;
	return (0);
}

int
md_rtc_write(const struct timespec *ts)
{

	sim_rtc_offset = ts->tv_sec - SIM_EPOCH -
	    (time_t)(md_time_ns() / NSEC_PER_SEC);
	return (0);
}

int
md_entropy(void *buf, size_t len)
{
	uint8_t *p = buf;
	size_t i;

	for (i = 0; i < len; i++)
		p[i] = (uint8_t)host_random();
	return ((int)len);
}

const char *
md_cpu_model(void)
{

	return ("simulated");
}

/*
 * The end.
 */

void
md_reboot(int howto)
{

	if (panicstr != NULL)
		host_stop(SIM_STOP_PANIC, panicstr);
	if ((howto & RB_HALT) != 0)
		host_stop(SIM_STOP_FAIL, "the program failed");
	host_stop(SIM_STOP_DONE, NULL);
	__builtin_unreachable();
}

void
md_print_regs(void)
{

}

/*
 * Follow frame pointers within the stack that fp lies on.
 */
static void
backtrace_walk(vm_offset_t fp, vm_offset_t stack,
    void (*emit)(void *, vm_offset_t), void *arg)
{
	vm_offset_t next;
	u_int n;

	for (n = 0; n < 64; n++) {
		if ((fp & 7) != 0 || fp < stack ||
		    fp > stack + KSTACK_SIZE - 16)
			return;
		next = ((const vm_offset_t *)fp)[0];
		emit(arg, ((const vm_offset_t *)fp)[1]);
		if (next <= fp)
			return;
		fp = next;
	}
}

void
md_backtrace(void (*emit)(void *, vm_offset_t pc), void *arg,
    const void *frame)
{

	backtrace_walk((vm_offset_t)(frame != NULL ? frame :
	    __builtin_frame_address(0)), (vm_offset_t)curthread->td_kstack,
	    emit, arg);
}

void
md_backtrace_thread(const struct thread *td,
    void (*emit)(void *, vm_offset_t pc), void *arg)
{
	const register_t *sp = (const register_t *)td->td_pcb.pcb_rsp;

	emit(arg, (vm_offset_t)sp[6]);
	backtrace_walk((vm_offset_t)sp[5], (vm_offset_t)td->td_kstack, emit,
	    arg);
}

void
md_page_zero(void *page)
{

	memset(page, 0, PAGE_SIZE);
}

void
md_page_copy(void *dst, const void *src)
{

	memcpy(dst, src, PAGE_SIZE);
}
