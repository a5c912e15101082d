/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Threads: their stacks, switching between them, fork, exec.
 *
 * A kernel stack, from its top down: the area for FXSAVE, the frame from user
 * mode (td_frame), then whatever the kernel does.  The host's entry code saves
 * the registers in the frame of the running thread and calls the kernel right
 * below it; sim_userret() goes back from there.
 */

#include <sys/param.h>
#include <sys/md.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/spin.h>
#include <sys/systm.h>
#include <machine/frame.h>
#include <machine/pmap.h>
#include <machine/sim.h>
#include <machine/sysarch.h>
#include <machine/trap.h>
#include <vm/vm_map.h>

#define	SYSCALL_INSN_SIZE	3	/* call *%r11, see sim_stub.S */
#define	FCW_INIT		0x037f
#define	MXCSR_INIT		0x1f80

void	sim_stack_switch(register_t *, register_t);
void	sim_thread_begin(void (*)(void *), void *);
extern const char sim_thread_start[];

void	*sim_user_frame, *sim_user_xstate;

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

	sim_trace(SIM_EV_SWITCH, (u_long)old->td_tid, (u_long)new->td_tid, 0);
	pc->pc_curthread = new;
	if ((new->td_pcb.pcb_flags & PCB_KTHREAD) == 0)
		pc->pc_md.md_pmap = new->td_proc->p_vmspace->vm_map.m_pmap;
	sim_stack_switch(&old->td_pcb.pcb_rsp, new->td_pcb.pcb_rsp);
}

/*
 * The first C code of a thread, from switch.S.
 */
void
sim_thread_begin(void (*fn)(void *), void *arg)
{

	sched_trampoline();
	fn(arg);
	KASSERT((curthread->td_pcb.pcb_flags & PCB_KTHREAD) == 0);
	sim_userret();
}

static void
xstate_init(struct thread *td)
{
	uint8_t *x = td->td_pcb.pcb_xstate;
	uint32_t mxcsr = MXCSR_INIT;
	uint16_t fcw = FCW_INIT;

	memset(x, 0, SIM_XSTATE_SIZE);
	memcpy(x, &fcw, sizeof(fcw));
	memcpy(x + 24, &mxcsr, sizeof(mxcsr));
}

void
cpu_thread_setup(struct thread *td, void (*fn)(void *), void *arg)
{
	struct pcb *pcb = &td->td_pcb;
	struct switchframe *sf;
	vm_offset_t top = (vm_offset_t)td->td_kstack + KSTACK_SIZE;

	memset(pcb, 0, sizeof(*pcb));
	if ((td->td_proc->p_flag & P_KPROC) != 0)
		pcb->pcb_flags = PCB_KTHREAD;
	top -= SIM_XSTATE_SIZE;
	pcb->pcb_xstate = (void *)top;
	xstate_init(td);
	top -= roundup2(sizeof(struct trapframe), 16);
	td->td_frame = (struct trapframe *)top;
	memset(td->td_frame, 0, sizeof(*td->td_frame));
	td->td_frame->tf_cs = 3;

	/* A return address's worth below: as after a call. */
	sf = (struct switchframe *)top - 1;
	memset(sf, 0, sizeof(*sf));
	sf->sf_r12 = (register_t)fn;
	sf->sf_r13 = (register_t)arg;
	sf->sf_rip = (register_t)sim_thread_start;
	pcb->pcb_rsp = (register_t)sf;
}

void
cpu_thread_free(struct thread *td)
{

	KASSERT(td != curthread);
	td->td_pcb.pcb_xstate = NULL;
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
	memcpy(child->td_pcb.pcb_xstate, parent->td_pcb.pcb_xstate,
	    SIM_XSTATE_SIZE);
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
	return (0);
}

void
cpu_thread_exit(struct thread *td)
{

	KASSERT(td == curthread);
	td->td_pcb.pcb_flags |= PCB_KTHREAD;
	curcpu()->pc_md.md_pmap = &kernel_pmap;
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

	KASSERT(td == curthread);
	memset(tf, 0, sizeof(*tf));
	tf->tf_rip = (register_t)entry;
	tf->tf_rsp = (register_t)sp;
	tf->tf_cs = 3;
	td->td_pcb.pcb_fsbase = 0;
	td->td_pcb.pcb_gsbase = 0;
	xstate_init(td);
}

static int
sysarch_setbase(register_t *save, void *arg)
{
	uint64_t base;
	int error;

	error = copyin(arg, &base, sizeof(base));
	if (error != 0)
		return (error);
	if (base >= VM_MAXUSER_ADDRESS)
		return (SET_ERROR(EINVAL));
	*save = (register_t)base;
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
		return (sysarch_setbase(&pcb->pcb_fsbase, arg));
	case AMD64_GET_GSBASE:
		return (copyout(&pcb->pcb_gsbase, arg, sizeof(register_t)));
	case AMD64_SET_GSBASE:
		return (sysarch_setbase(&pcb->pcb_gsbase, arg));
	default:
		return (SET_ERROR(EINVAL));
	}
}
