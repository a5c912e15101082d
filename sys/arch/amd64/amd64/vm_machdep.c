/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Threads: their stacks, switching between them, fork, exec.
 *
 * A kernel stack, from its top down: the extended state (fpu.c), then at
 * pcb_kstack_top the frame from user mode, then whatever the kernel does.
 * Every entry from user mode begins at pcb_kstack_top, so the frame of a thread
 * has one place; td_frame points to it.
 */

#include <sys/param.h>
#include <sys/md.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/spin.h>
#include <sys/systm.h>
#include <machine/cpufunc.h>
#include <machine/frame.h>
#include <machine/machdep.h>
#include <machine/segments.h>
#include <machine/specialreg.h>
#include <machine/sysarch.h>
#include <machine/trap.h>
#include <vm/vm_map.h>

#define	SYSCALL_INSN_SIZE	2

void	cpu_switch_stack(register_t *, register_t);
void	cpu_thread_begin(void (*)(void *), void *);
extern const char cpu_thread_start[];

/* What cpu_switch_stack pops, in its order. */
struct switchframe {
	register_t	sf_r15;
	register_t	sf_r14;
	register_t	sf_r13;
	register_t	sf_r12;
	register_t	sf_rbx;
	register_t	sf_rbp;
	register_t	sf_rip;
};

void
cpu_switchto(struct thread *old, struct thread *new)
{
	struct pcpu *pc = curcpu();
	struct pcb *pcb = &new->td_pcb;

	if ((old->td_pcb.pcb_flags & PCB_KTHREAD) == 0)
		fpu_save(old);
	pc->pc_curthread = new;
	if ((pcb->pcb_flags & PCB_KTHREAD) == 0) {
		pmap_switch(pc, new->td_proc->p_vmspace->vm_map.m_pmap);
		fpu_switch_in(new);
		pc->pc_md.md_kstack = (register_t)pcb->pcb_kstack_top;
		pc->pc_md.md_tss->tss_rsp[0] = pcb->pcb_kstack_top;
		wrmsr(MSR_FSBASE, (uint64_t)pcb->pcb_fsbase);
		wrmsr(MSR_KGSBASE, (uint64_t)pcb->pcb_gsbase);
	}
	cpu_switch_stack(&old->td_pcb.pcb_rsp, pcb->pcb_rsp);
}

/*
 * The first C code of a thread, from switch.S.
 */
void
cpu_thread_begin(void (*fn)(void *), void *arg)
{

	sched_trampoline();
	fn(arg);
	KASSERT((curthread->td_pcb.pcb_flags & PCB_KTHREAD) == 0);
	amd64_thread_userret();
}

void
cpu_thread_setup(struct thread *td, void (*fn)(void *), void *arg)
{
	struct pcb *pcb = &td->td_pcb;
	struct switchframe *sf;
	vm_offset_t top = (vm_offset_t)td->td_kstack + KSTACK_SIZE;

	memset(pcb, 0, sizeof(*pcb));
	pcb->pcb_fpucpu = NOCPU;
	if ((td->td_proc->p_flag & P_KPROC) != 0) {
		pcb->pcb_flags = PCB_KTHREAD;
	} else {
		top -= fpu_area_size();
		pcb->pcb_xstate = (void *)top;
		fpu_thread_init(td);
	}
	pcb->pcb_kstack_top = top;
	td->td_frame = (struct trapframe *)top - 1;
	memset(td->td_frame, 0, sizeof(*td->td_frame));
	td->td_frame->tf_cs = GSEL_UCODE;
	td->td_frame->tf_ss = GSEL_UDATA;
	td->td_frame->tf_rflags = PSL_USER;

	sf = (struct switchframe *)td->td_frame - 1;
	memset(sf, 0, sizeof(*sf));
	sf->sf_r12 = (register_t)fn;
	sf->sf_r13 = (register_t)arg;
	sf->sf_rip = (register_t)cpu_thread_start;
	pcb->pcb_rsp = (register_t)sf;
}

/*
 * td has run for the last time; its stack is about to go.
 */
void
cpu_thread_free(struct thread *td)
{

	KASSERT(td != curthread);
	td->td_pcb.pcb_xstate = NULL;
	td->td_pcb.pcb_fpucpu = NOCPU;
}

void
cpu_fork(struct thread *parent, struct thread *child)
{

	cpu_thread_setup(child, fork_return, child);
	if ((parent->td_pcb.pcb_flags & PCB_KTHREAD) != 0)
		return;
	*child->td_frame = *parent->td_frame;
	child->td_frame->tf_rax = 0;
	child->td_pcb.pcb_fsbase = parent->td_pcb.pcb_fsbase;
	child->td_pcb.pcb_gsbase = parent->td_pcb.pcb_gsbase;
	fpu_fork(parent, child);
}

int
cpu_set_upcall(struct thread *td, vm_offset_t entry, vm_offset_t arg,
    vm_offset_t sp, vm_offset_t tls)
{
	struct trapframe *tf = td->td_frame;

	sp = rounddown2(sp, 16) - sizeof(register_t);	/* as after a call */
	if (entry >= VM_MAXUSER_ADDRESS || sp >= VM_MAXUSER_ADDRESS ||
	    tls >= VM_MAXUSER_ADDRESS)
		return (SET_ERROR(EINVAL));
	tf->tf_rip = (register_t)entry;
	tf->tf_rdi = (register_t)arg;
	tf->tf_rsp = (register_t)sp;
	td->td_pcb.pcb_fsbase = (register_t)tls;
	td->td_pcb.pcb_flags |= PCB_FULLRET;
	return (0);
}

void
cpu_thread_exit(struct thread *td)
{
	int s;

	KASSERT(td == curthread);
	s = ipl_raise(IPL_SOFT);
	td->td_pcb.pcb_flags |= PCB_KTHREAD;
	pmap_switch(curcpu(), &kernel_pmap);
	ipl_lower(s);
}

void
cpu_set_retval(struct thread *td, register_t val, int error)
{

	td->td_frame->tf_rax = error != 0 ? -(register_t)error : val;
}

void
cpu_syscall_restart(struct thread *td)
{
	struct trapframe *tf = td->td_frame;

	tf->tf_rip -= SYSCALL_INSN_SIZE;
	tf->tf_rax = tf->tf_err;
}

void
cpu_exec_setregs(struct thread *td, vm_offset_t entry, vm_offset_t sp)
{
	struct trapframe *tf = td->td_frame;
	int s;

	KASSERT(td == curthread);
	memset(tf, 0, sizeof(*tf));
	tf->tf_rip = (register_t)entry;
	tf->tf_rsp = (register_t)sp;
	tf->tf_cs = GSEL_UCODE;
	tf->tf_ss = GSEL_UDATA;
	tf->tf_rflags = PSL_USER;
	td->td_pcb.pcb_flags |= PCB_FULLRET;
	s = ipl_raise(IPL_SOFT);
	td->td_pcb.pcb_fsbase = 0;
	td->td_pcb.pcb_gsbase = 0;
	wrmsr(MSR_FSBASE, 0);
	wrmsr(MSR_KGSBASE, 0);
	ipl_lower(s);
	fpu_reset(td);
}

static int
sysarch_setbase(struct thread *td, uint32_t msr, register_t *save, void *arg)
{
	uint64_t base;
	int error, s;

	error = copyin(arg, &base, sizeof(base));
	if (error != 0)
		return (error);
	if (base >= VM_MAXUSER_ADDRESS)
		return (SET_ERROR(EINVAL));
	s = ipl_raise(IPL_SOFT);
	*save = (register_t)base;
	wrmsr(msr, base);
	ipl_lower(s);
	return (0);
}

int
cpu_sysarch(struct thread *td, int op, void *arg)
{
	struct pcb *pcb = &td->td_pcb;

	switch (op) {
	case AMD64_GET_FSBASE:
		return (copyout(&pcb->pcb_fsbase, arg, sizeof(register_t)));
	case AMD64_SET_FSBASE:
		return (sysarch_setbase(td, MSR_FSBASE, &pcb->pcb_fsbase,
		    arg));
	case AMD64_GET_GSBASE:
		return (copyout(&pcb->pcb_gsbase, arg, sizeof(register_t)));
	case AMD64_SET_GSBASE:
		return (sysarch_setbase(td, MSR_KGSBASE, &pcb->pcb_gsbase,
		    arg));
	default:
		return (SET_ERROR(EINVAL));
	}
}

/*
 * Follow frame pointers from fp within a stack; a return address into the entry
 * code has a trapframe above it, whose rip and rbp go on.
 */
static void
backtrace_walk(vm_offset_t fp, void (*emit)(void *, vm_offset_t), void *arg)
{
	extern const vm_offset_t __start_trap_rets[], __stop_trap_rets[];
	const vm_offset_t *ret;
	const struct trapframe *tf;
	vm_offset_t pc, next;
	vm_paddr_t pa;
	u_int n;

	for (n = 0; n < 64; n++) {
		if ((fp & 7) != 0 || fp < DMAP_START ||
		    !pmap_kextract(fp, &pa) || !pmap_kextract(fp + 15, &pa))
			return;
		next = ((const vm_offset_t *)fp)[0];
		pc = ((const vm_offset_t *)fp)[1];
		if (pc < (vm_offset_t)kernel_text ||
		    pc >= (vm_offset_t)kernel_rodata)
			return;
		emit(arg, pc);
		for (ret = __start_trap_rets; ret < __stop_trap_rets; ret++)
			if (*ret == pc)
				break;
		if (ret < __stop_trap_rets) {
			tf = (const struct trapframe *)(fp + 16);
			if (TRAPF_USERMODE(tf))
				return;
			emit(arg, TRAPF_PC(tf));
			fp = (vm_offset_t)tf->tf_rbp;
			continue;
		}
		if (next <= fp || next - fp >= KSTACK_SIZE)
			return;
		fp = next;
	}
}

void
md_backtrace(void (*emit)(void *, vm_offset_t pc), void *arg,
    const void *frame)
{

	backtrace_walk((vm_offset_t)(frame != NULL ? frame :
	    __builtin_frame_address(0)), emit, arg);
}

void
md_backtrace_thread(const struct thread *td,
    void (*emit)(void *, vm_offset_t pc), void *arg)
{
	const struct switchframe *sf;

	sf = (const struct switchframe *)td->td_pcb.pcb_rsp;
	emit(arg, (vm_offset_t)sf->sf_rip);
	backtrace_walk((vm_offset_t)sf->sf_rbp, emit, arg);
}
