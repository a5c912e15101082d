/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Signal frames.
 *
 * A handler finds on its stack, from %rsp up: its return address, which is the
 * trampoline; siginfo; ucontext; and, aligned to 64, the extended state that
 * mc_xstate points to, which is always FXSAVE's.
 *
 * Tests	tests/sim
 */

#include <sys/param.h>
#include <sys/md.h>
#include <sys/proc.h>
#include <sys/signalvar.h>
#include <sys/spin.h>
#include <sys/systm.h>
#include <sys/ucontext.h>
#include <machine/frame.h>
#include <machine/sigframe.h>

#define	RED_ZONE	128
#define	XSTATE_MXCSR	24		/* its place in the area */
#define	MXCSR_MASK	0xffbfU
#define	PSL_NOHANDLER	0x50500		/* AC, RF, D, T */
#define	PSL_USERCHANGE	0xcd5		/* what sigreturn(2) may set */

_Static_assert(offsetof(struct sigframe, sf_uc) == SIGFRAME_UC,
    "sigtramp.S");

static bool
on_altstack(const struct thread *td, vm_offset_t sp)
{
	const stack_t *ss = &td->td_sigstk;

	return ((ss->ss_flags & SS_DISABLE) == 0 && ss->ss_size != 0 &&
	    sp - (vm_offset_t)ss->ss_sp < ss->ss_size);
}

static void
mcontext_get(struct thread *td, const siginfo_t *si, mcontext_t *mc)
{
	const struct trapframe *tf = td->td_frame;
	const struct pcb *pcb = &td->td_pcb;

	mc->mc_rax = tf->tf_rax;
	mc->mc_rbx = tf->tf_rbx;
	mc->mc_rcx = tf->tf_rcx;
	mc->mc_rdx = tf->tf_rdx;
	mc->mc_rsi = tf->tf_rsi;
	mc->mc_rdi = tf->tf_rdi;
	mc->mc_rbp = tf->tf_rbp;
	mc->mc_rsp = tf->tf_rsp;
	mc->mc_r8 = tf->tf_r8;
	mc->mc_r9 = tf->tf_r9;
	mc->mc_r10 = tf->tf_r10;
	mc->mc_r11 = tf->tf_r11;
	mc->mc_r12 = tf->tf_r12;
	mc->mc_r13 = tf->tf_r13;
	mc->mc_r14 = tf->tf_r14;
	mc->mc_r15 = tf->tf_r15;
	mc->mc_rip = tf->tf_rip;
	mc->mc_rflags = tf->tf_rflags;
	mc->mc_cs = tf->tf_cs;
	mc->mc_ss = tf->tf_ss;
	mc->mc_fsbase = pcb->pcb_fsbase;
	mc->mc_gsbase = pcb->pcb_gsbase;
	mc->mc_size = sizeof(*mc);
	if (si->si_code > 0 && si->si_code < SI_USER &&
	    (si->si_signo == SIGSEGV || si->si_signo == SIGBUS ||
	    si->si_signo == SIGILL || si->si_signo == SIGFPE ||
	    si->si_signo == SIGTRAP)) {
		mc->mc_trapno = pcb->pcb_ftrap;
		mc->mc_err = pcb->pcb_ferr;
		mc->mc_addr = pcb->pcb_faddr;
	}
}

int
cpu_sendsig(struct thread *td, const struct sigaction *sa, int sig,
    const sigset_t *oldmask, const siginfo_t *si)
{
	struct trapframe *tf = td->td_frame;
	struct sigframe sf;
	vm_offset_t sp, xstate;
	const void *area = td->td_pcb.pcb_xstate;
	size_t len = SIM_XSTATE_SIZE;
	bool onstack;
	int error;

	memset(&sf, 0, sizeof(sf));
	onstack = on_altstack(td, (vm_offset_t)tf->tf_rsp);
	sf.sf_ret = td->td_proc->p_sigtramp;
	sf.sf_si = *si;
	sf.sf_uc.uc_sigmask = *oldmask;
	sf.sf_uc.uc_stack = td->td_sigstk;
	if ((td->td_sigstk.ss_flags & SS_DISABLE) == 0)
		sf.sf_uc.uc_stack.ss_flags = onstack ? SS_ONSTACK : 0;
	mcontext_get(td, si, &sf.sf_uc.uc_mcontext);
	sf.sf_uc.uc_mcontext.mc_xformat = _MC_X_FXSAVE;

	if ((sa->sa_flags & SA_ONSTACK) != 0 && !onstack &&
	    (td->td_sigstk.ss_flags & SS_DISABLE) == 0 &&
	    td->td_sigstk.ss_size != 0) {
		sp = (vm_offset_t)td->td_sigstk.ss_sp + td->td_sigstk.ss_size;
		onstack = true;
	} else {
		sp = (vm_offset_t)tf->tf_rsp - RED_ZONE;
	}
	xstate = (sp - len) & ~63UL;
	/* The alternate stack must hold it all: nothing lies below it. */
	sp = ((xstate - sizeof(sf)) & ~15UL) - 8;
	if (onstack && !on_altstack(td, sp))
		return (SET_ERROR(EFAULT));
	sf.sf_uc.uc_mcontext.mc_xstate = xstate;
	sf.sf_uc.uc_mcontext.mc_xlen = len;

	error = copyout(area, (void *)xstate, len);
	if (error == 0)
		error = copyout(&sf, (void *)sp, sizeof(sf));
	if (error != 0)
		return (error);

	tf->tf_rsp = (register_t)sp;
	tf->tf_rip = (register_t)sa->sa_handler;
	tf->tf_rdi = sig;
	tf->tf_rsi = (sa->sa_flags & SA_SIGINFO) != 0 ?
	    (register_t)(sp + offsetof(struct sigframe, sf_si)) : si->si_code;
	tf->tf_rdx = (register_t)(sp + offsetof(struct sigframe, sf_uc));
	tf->tf_rcx = (register_t)si->si_addr;
	tf->tf_rflags &= ~(register_t)PSL_NOHANDLER;
	return (0);
}

int
cpu_sigreturn(struct thread *td, const ucontext_t *uc)
{
	const mcontext_t *mc = &uc->uc_mcontext;
	struct trapframe *tf = td->td_frame;
	struct pcb *pcb = &td->td_pcb;
	uint8_t xstate[SIM_XSTATE_SIZE];
	uint32_t mxcsr;
	int error;

	if (mc->mc_size != sizeof(*mc) || mc->mc_cs != (uint64_t)tf->tf_cs ||
	    mc->mc_rip >= VM_MAXUSER_ADDRESS ||
	    mc->mc_fsbase >= VM_MAXUSER_ADDRESS ||
	    mc->mc_gsbase >= VM_MAXUSER_ADDRESS ||
	    mc->mc_xformat != _MC_X_FXSAVE || mc->mc_xlen != SIM_XSTATE_SIZE)
		return (SET_ERROR(EINVAL));
	error = copyin((const void *)mc->mc_xstate, xstate, sizeof(xstate));
	if (error != 0)
		return (error);
	memcpy(&mxcsr, xstate + XSTATE_MXCSR, sizeof(mxcsr));
	if ((mxcsr & ~MXCSR_MASK) != 0)
		return (SET_ERROR(EINVAL));
	memcpy(pcb->pcb_xstate, xstate, sizeof(xstate));
	tf->tf_rax = mc->mc_rax;
	tf->tf_rbx = mc->mc_rbx;
	tf->tf_rcx = mc->mc_rcx;
	tf->tf_rdx = mc->mc_rdx;
	tf->tf_rsi = mc->mc_rsi;
	tf->tf_rdi = mc->mc_rdi;
	tf->tf_rbp = mc->mc_rbp;
	tf->tf_rsp = mc->mc_rsp;
	tf->tf_r8 = mc->mc_r8;
	tf->tf_r9 = mc->mc_r9;
	tf->tf_r10 = mc->mc_r10;
	tf->tf_r11 = mc->mc_r11;
	tf->tf_r12 = mc->mc_r12;
	tf->tf_r13 = mc->mc_r13;
	tf->tf_r14 = mc->mc_r14;
	tf->tf_r15 = mc->mc_r15;
	tf->tf_rip = mc->mc_rip;
	tf->tf_rflags = (register_t)(mc->mc_rflags & PSL_USERCHANGE);
	pcb->pcb_fsbase = mc->mc_fsbase;
	pcb->pcb_gsbase = mc->mc_gsbase;
	return (0);
}
