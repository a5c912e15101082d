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
#include <sys/errno.h>
#include <sys/fail.h>
#include <sys/kmem.h>
#include <sys/md.h>
#include <sys/mount.h>
#include <sys/proc.h>
#include <sys/reboot.h>
#include <sys/sched.h>
#include <sys/spin.h>
#include <sys/stdarg.h>
#include <sys/sysctl.h>
#include <sys/limits.h>
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

const unsigned long sim_errno_last = ELAST;

SET_DECLARE(sim_scenarios, const struct sim_scenario);
SET_DECLARE(fail_points, const struct fail_point);

const struct sim_scenario *
sim_scenario_nth(unsigned n)
{

	return (n < SET_COUNT(sim_scenarios) ?
	    SET_ITEM(sim_scenarios, n) : NULL);
}

const char *
sim_failpoint_nth(unsigned n)
{

	return (n < SET_COUNT(fail_points) ?
	    SET_ITEM(fail_points, n)->fp_name : NULL);
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
	if (sim_args.sb_scenario->ss_main != NULL) {
		vfs_mountroot(curthread);
		sim_scenario_begin(sim_args.sb_scenario);
		host_stop(SIM_STOP_READY, NULL);
		sim_scenario_run(sim_args.sb_scenario);
	}
}

/*
 * For programs: process 1 is about to begin what is to be simulated, or (0) has
 * ended it and only looks at what is left; something for the trace.
 */
static int
sysctl_ready(SYSCTL_HANDLER_ARGS)
{
	int error, value = 0;

	error = sysctl_handle_int(oidp, &value, 0, req);
	if (error != 0 || !SYSCTL_WRITING(req))
		return (error);
	if (value != 0)
		host_stop(SIM_STOP_READY, NULL);
	else
		host_scenario_over();
	return (0);
}

static int
sysctl_event(SYSCTL_HANDLER_ARGS)
{
	int error, value = 0;

	error = sysctl_handle_int(oidp, &value, 0, req);
	if (error == 0 && SYSCTL_WRITING(req))
		sim_event((u_long)value, 0);
	return (error);
}

static int
sysctl_kept(SYSCTL_HANDLER_ARGS)
{
	int error, value = (int)host_kept();

	error = sysctl_handle_int(oidp, &value, 0, req);
	if (error == 0 && SYSCTL_WRITING(req))
		host_keep((u_long)value);
	return (error);
}

static int
sysctl_random(SYSCTL_HANDLER_ARGS)
{
	int value = (int)(host_random() & INT_MAX);

	return (sysctl_handle_int(oidp, &value, 0, req));
}

static int
sysctl_input(SYSCTL_HANDLER_ARGS)
{
	uint8_t *buf;
	int error;

	buf = kmem_alloc(SIM_INPUT_MAX, KM_SLEEP);
	if (buf == NULL)
		return (SET_ERROR(ENOMEM));
	error = SYSCTL_OUT(req, buf, host_input(buf));
	kmem_free(buf, SIM_INPUT_MAX);
	return (error);
}

/*
 * Write 1 to remember what is allocated, 0 to compare.
 */
static int
sysctl_objects(SYSCTL_HANDLER_ARGS)
{
	int error, value = 0;

	error = sysctl_handle_int(oidp, &value, 0, req);
	if (error != 0 || !SYSCTL_WRITING(req))
		return (error);
	if (value != 0)
		sim_objects_keep();
	else
		sim_objects_check();
	return (0);
}

/*
 * A program found a defect that no fault excuses.
 */
static int
sysctl_defect(SYSCTL_HANDLER_ARGS)
{
	int error, value = 0;

	error = sysctl_handle_int(oidp, &value, 0, req);
	if (error == 0 && SYSCTL_WRITING(req))
		panic("the program found a defect");
	return (error);
}

SYSCTL_NODE(_debug, OID_AUTO, sim, 0, NULL, "The simulator");
SYSCTL_PROC(_debug_sim, OID_AUTO, ready, CTLTYPE_INT | CTLFLAG_RW, NULL, 0,
    sysctl_ready, "I", "Write 1 to begin with the seed and the plan, 0 to end");
SYSCTL_PROC(_debug_sim, OID_AUTO, event, CTLTYPE_INT | CTLFLAG_RW, NULL, 0,
    sysctl_event, "I", "Write a number for the trace");
SYSCTL_PROC(_debug_sim, OID_AUTO, kept, CTLTYPE_INT | CTLFLAG_RW, NULL, 0,
    sysctl_kept, "I", "A number that no power cut takes");
SYSCTL_PROC(_debug_sim, OID_AUTO, random, CTLTYPE_INT | CTLFLAG_RD, NULL, 0,
    sysctl_random, "I", "A number from the seed");
SYSCTL_PROC(_debug_sim, OID_AUTO, input, CTLTYPE_OPAQUE | CTLFLAG_RD, NULL, 0,
    sysctl_input, "S", "What the program is to do");
SYSCTL_PROC(_debug_sim, OID_AUTO, objects, CTLTYPE_INT | CTLFLAG_RW, NULL, 0,
    sysctl_objects, "I", "Write 1 to note what is allocated, 0 to compare");
SYSCTL_PROC(_debug_sim, OID_AUTO, defect, CTLTYPE_INT | CTLFLAG_RW, NULL, 0,
    sysctl_defect, "I", "Write 1 to end with a failure whatever the plan is");
SYSCTL_UINT(_debug_sim, OID_AUTO, boots, CTLFLAG_RD, &sim_args.sb_boots, 0,
    "How often the power was cut");

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
 * A fail point was passed: what does the plan say?
 */
int
sim_fail_point(const struct fail_point *fp, const void *pc)
{
	int error = 0;

	switch (fp->fp_kind) {
	case FAIL_ALLOC:
		if (host_fault(SIM_FAULT_ALLOC, pc) != 0)
			error = ENOMEM;
		break;
	case FAIL_SLEEP:
		if (host_fault(SIM_FAULT_SLEEP, pc) != 0)
			error = (host_random() & 1) != 0 ? EINTR : ERESTART;
		break;
	}
	if (error == 0)
		error = host_failpoint(fp->fp_name);
	if (error != 0)
		sim_trace(SIM_EV_FAULT, (u_long)fp->fp_kind, (u_long)error, 0);
	return (error);
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
