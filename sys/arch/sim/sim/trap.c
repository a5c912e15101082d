/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * System calls and faults of simulated programs, and the way back to them.
 *
 * A program runs on the one host thread like everything else, in the window,
 * until it jumps to the entry page (a system call) or the host catches a signal
 * in it (a fault).  In both cases the host's entry code saves the registers in
 * sim_user_frame, which is the td_frame of the running thread, takes the host's
 * thread pointer back, and calls sim_enter_*() below that frame with interrupts
 * off.
 */

#include <sys/param.h>
#include <sys/md.h>
#include <sys/mman.h>
#include <sys/proc.h>
#include <sys/signal.h>
#include <sys/spin.h>
#include <sys/sysent.h>
#include <sys/systm.h>
#include <machine/frame.h>
#include <machine/pmap.h>
#include <machine/sim.h>
#include <machine/trap.h>
#include <vm/vm_extern.h>
#include <vm/vm_map.h>

static void
trap_signal(struct thread *td, u_long trapno, u_long err, int sig, int code,
    vm_offset_t addr)
{

	td->td_pcb.pcb_ftrap = (register_t)trapno;
	td->td_pcb.pcb_ferr = (register_t)err;
	td->td_pcb.pcb_faddr = addr;
	trapsignal(td, sig, code, (void *)addr);
}

/*
 * To user mode, with the registers of td_frame.  Interrupts are off, and there
 * is no point from here on: nobody else takes the window.
 */
static void __dead2
user_enter(struct thread *td)
{

	pmap_use_window(curcpu()->pc_md.md_pmap);
	sim_user_frame = td->td_frame;
	sim_user_xstate = td->td_pcb.pcb_xstate;
	host_user_enter(td->td_frame, td->td_pcb.pcb_xstate,
	    (u_long)td->td_pcb.pcb_fsbase);
}

/*
 * A handler, a new thread or a restored context may begin anywhere.  What lies
 * outside the window is the host's: no program goes there.
 */
static bool
userret_ready(struct thread *td)
{
	vm_offset_t pc = (vm_offset_t)td->td_frame->tf_rip;

	if (VA_IS_USER(pc))
		return (atomic_load_relaxed(&td->td_ast) == 0);
	if (atomic_load_relaxed(&td->td_ast) == 0) {
		md_intr_enable();
		trap_signal(td, T_PAGEFLT, PFE_U | PFE_I, SIGSEGV, SEGV_MAPERR,
		    pc);
		md_intr_off();
	}
	return (false);
}

/*
 * The same after all work that waits.
 */
void
sim_userret(void)
{
	struct thread *td = curthread;

	for (;;) {
		md_intr_off();
		if (userret_ready(td))
			break;
		md_intr_enable();
		ast(td);
	}
	user_enter(td);
}

void
sim_enter_syscall(void)
{
	struct thread *td = curthread;
	struct trapframe *tf = td->td_frame;
	u_long nr = (u_long)tf->tf_err;

	sim_trace(SIM_EV_SYSCALL, (u_long)td->td_proc->p_pid, nr, 0);
	md_intr_enable();
	syscall_dispatch(td, tf);
	sim_trace(SIM_EV_RESULT, (u_long)td->td_proc->p_pid, nr,
	    VA_IS_USER(tf->tf_rax) ?
	    (u_long)tf->tf_rax - VM_MINUSER_ADDRESS : (u_long)tf->tf_rax);
	sim_userret();
}

static int
fault_access(u_long err)
{

	if ((err & PFE_I) != 0)
		return (PROT_EXEC);
	return ((err & PFE_W) != 0 ? PROT_WRITE : PROT_READ);
}

static void
trap_pagefault(struct thread *td, u_long err, vm_offset_t va)
{
	int access = fault_access(err), error;

	if (!VA_IS_USER(va))
		error = EFAULT;
	else
		error = vm_fault(&td->td_proc->p_vmspace->vm_map,
		    trunc_page(va), access, 0);
	switch (error) {
	case 0:
		break;
	case EACCES:
		trap_signal(td, T_PAGEFLT, err, SIGSEGV, SEGV_ACCERR, va);
		break;
	case ENOMEM:
		trap_signal(td, T_PAGEFLT, err, SIGKILL, SI_KERNEL, va);
		break;
	case EIO:
	case ENOSPC:
	case ENXIO:
		trap_signal(td, T_PAGEFLT, err, SIGBUS, BUS_OBJERR, va);
		break;
	default:
		trap_signal(td, T_PAGEFLT, err, SIGSEGV, SEGV_MAPERR, va);
		break;
	}
}

void
sim_enter_trap(u_long trapno, u_long err, u_long addr)
{
	struct thread *td = curthread;
	vm_offset_t pc = (vm_offset_t)td->td_frame->tf_rip;

	/* A machine would have found the page by itself: no event, no point. */
	if (trapno == T_PAGEFLT && pmap_soft_fault(curcpu()->pc_md.md_pmap,
	    addr, fault_access(err)))
		user_enter(td);
	MD_PCPU_INC(pc_traps);
	sim_trace(SIM_EV_TRAP, (u_long)td->td_proc->p_pid, trapno,
	    VA_IS_USER(addr) ? addr - VM_MINUSER_ADDRESS : 0);
	md_intr_enable();
	switch (trapno) {
	case T_PAGEFLT:
		trap_pagefault(td, err, addr);
		break;
	case T_DIVIDE:
		trap_signal(td, trapno, err, SIGFPE, FPE_INTDIV, pc);
		break;
	case T_BREAKPOINT:
		trap_signal(td, trapno, err, SIGTRAP, TRAP_BRKPT, pc);
		break;
	case T_INVOPC:
		trap_signal(td, trapno, err, SIGILL, ILL_ILLOPC, pc);
		break;
	case T_FPERR:
	case T_SIMD:
		trap_signal(td, trapno, err, SIGFPE, FPE_FLTINV, pc);
		break;
	case T_ALIGN:
		trap_signal(td, trapno, err, SIGBUS, BUS_ADRALN, pc);
		break;
	default:
		trap_signal(td, trapno, err, SIGSEGV, SEGV_MAPERR, pc);
		break;
	}
	sim_userret();
}
