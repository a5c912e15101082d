/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Exceptions, system calls and the way back to user mode.
 *
 * A fault in user mode goes to vm_fault() or becomes a signal.  A fault in the
 * kernel is fatal unless the instruction has an entry in the table of
 * support.S: then a page fault on a user address is resolved like one in user
 * mode, when the thread may sleep, and anything else goes on at the entry's
 * second address.  An iretq that faults (a handler's address that is not
 * canonical, say) is the user's fault: its frame is put together again and the
 * trap is treated as one in user mode.
 *
 * Before user mode all of td_ast is worked off; the last look at it is with
 * interrupts off.
 *
 * Tests	tests/sys/arch/amd64/t_trap.c
 */

#include <sys/param.h>
#include <sys/bootinfo.h>
#include <sys/md.h>
#include <sys/mman.h>
#include <sys/proc.h>
#include <sys/spin.h>
#include <sys/sysent.h>
#include <sys/systm.h>
#include <machine/cpufunc.h>
#include <machine/frame.h>
#include <machine/machdep.h>
#include <machine/segments.h>
#include <machine/specialreg.h>
#include <machine/trap.h>
#include <vm/vm_extern.h>
#include <vm/vm_map.h>

void	amd64_user_return(struct trapframe *) __dead2;

extern const char amd64_iretq[];

/* Where kernel code may fault, and where it goes on. */
extern const struct extable {
	vm_offset_t	ex_insn;
	vm_offset_t	ex_fixup;
} __start_extable[], __stop_extable[];

static const char *const trap_names[] = {
	[T_DIVIDE] = "divide error",
	[T_DEBUG] = "debug exception",
	[T_NMI] = "non-maskable interrupt",
	[T_BREAKPOINT] = "breakpoint",
	[T_OVERFLOW] = "overflow",
	[T_BOUND] = "bound check",
	[T_INVOPC] = "invalid opcode",
	[T_NOFPU] = "no floating point",
	[T_DOUBLE] = "double fault",
	[T_TSS] = "invalid task state",
	[T_NOSEG] = "segment not present",
	[T_STACK] = "stack segment fault",
	[T_GPFLT] = "general protection fault",
	[T_PAGEFLT] = "page fault",
	[T_FPERR] = "floating point error",
	[T_ALIGN] = "alignment check",
	[T_MACHCHK] = "machine check",
	[T_SIMD] = "SIMD floating point error",
	[T_VIRT] = "virtualization exception",
	[T_CTRLPROT] = "control protection fault",
};

static const char *
trap_name(u_long n)
{

	if (n == T_SYSCALL)
		return ("system call");
	if (n < nitems(trap_names) && trap_names[n] != NULL)
		return (trap_names[n]);
	return ("reserved exception");
}

/*
 * All work that waits before user mode; returns with interrupts off.
 */
static __always_inline void
trap_userret(struct thread *td)
{

	for (;;) {
		md_intr_off();
		if (__predict_true(atomic_load_relaxed(&td->td_ast) == 0))
			return;
		md_intr_enable();
		ast(td);
	}
}

/* The same for a new thread, from switch.S. */
void
amd64_thread_userret(void)
{

	trap_userret(curthread);
}

/*
 * The end of a system call that has more to do than return its result; comes
 * with interrupts off.
 */
void
amd64_syscall_slow(void)
{
	struct thread *td = curthread;

	trap_userret(td);
	td->td_pcb.pcb_flags &= ~PCB_FULLRET;
}

static vm_offset_t
extable_lookup(vm_offset_t pc)
{
	const struct extable *ex;

	for (ex = __start_extable; ex < __stop_extable; ex++)
		if (ex->ex_insn == pc)
			return (ex->ex_fixup);
	return (0);
}

static int
fault_access(u_long err)
{

	if ((err & PFE_I) != 0)
		return (PROT_EXEC);
	return ((err & PFE_W) != 0 ? PROT_WRITE : PROT_READ);
}

/*
 * Send the signal for a trap in user mode; what handlers see as mc_trapno and
 * so on is kept in the pcb.
 */
static void
trap_signal(struct thread *td, const struct trapframe *tf, int sig, int code,
    vm_offset_t addr)
{

	td->td_pcb.pcb_ftrap = tf->tf_trapno;
	td->td_pcb.pcb_ferr = tf->tf_err;
	td->td_pcb.pcb_faddr = addr;
	trapsignal(td, sig, code, (void *)addr);
}

static void
trap_user_pagefault(struct thread *td, struct trapframe *tf, vm_offset_t va)
{
	int error;

	if ((tf->tf_err & PFE_RSVD) != 0)
		panic("page table of pid %d has reserved bits at %#lx",
		    td->td_proc->p_pid, va);
	if (va >= VM_MAXUSER_ADDRESS)
		error = EFAULT;
	else
		error = vm_fault(&td->td_proc->p_vmspace->vm_map,
		    trunc_page(va), fault_access(tf->tf_err), 0);
	switch (error) {
	case 0:
		break;
	case EACCES:
		trap_signal(td, tf, SIGSEGV, SEGV_ACCERR, va);
		break;
	case ENOMEM:
		trap_signal(td, tf, SIGKILL, SI_KERNEL, va);
		break;
	case EIO:
	case ENOSPC:
	case ENXIO:
		trap_signal(td, tf, SIGBUS, BUS_OBJERR, va);
		break;
	default:
		trap_signal(td, tf, SIGSEGV, SEGV_MAPERR, va);
		break;
	}
}

/* What the x87 or SSE unit complains about, from its unmasked exceptions. */
static int
fpe_code(struct thread *td, bool simd)
{
	const uint8_t *area;
	uint32_t status, mask, bits;
	const void *p;
	size_t len;

	if (fpu_get(td, &p, &len) == 0)
		return (FPE_FLTINV);
	area = p;
	if (simd) {
		memcpy(&status, area + 24, 4);
		mask = status >> 7;
	} else {
		memcpy(&status, area, 4);
		mask = status & 0x3f;
		status >>= 16;
	}
	bits = status & ~mask & 0x3f;
	if ((bits & 0x01) != 0)
		return (FPE_FLTINV);
	if ((bits & 0x04) != 0)
		return (FPE_FLTDIV);
	if ((bits & 0x0a) == 0x08)
		return (FPE_FLTOVF);
	if ((bits & 0x12) != 0)
		return (FPE_FLTUND);
	return (FPE_FLTRES);
}

static void
trap_user(struct thread *td, struct trapframe *tf, vm_offset_t addr)
{
	vm_offset_t pc = tf->tf_rip;

	switch (tf->tf_trapno) {
	case T_PAGEFLT:
		trap_user_pagefault(td, tf, addr);
		break;
	case T_DIVIDE:
		trap_signal(td, tf, SIGFPE, FPE_INTDIV, pc);
		break;
	case T_OVERFLOW:
		trap_signal(td, tf, SIGFPE, FPE_INTOVF, pc);
		break;
	case T_BOUND:
		trap_signal(td, tf, SIGFPE, FPE_FLTSUB, pc);
		break;
	case T_DEBUG:
		tf->tf_rflags &= ~PSL_T;
		trap_signal(td, tf, SIGTRAP, TRAP_TRACE, pc);
		break;
	case T_BREAKPOINT:
		trap_signal(td, tf, SIGTRAP, TRAP_BRKPT, pc);
		break;
	case T_INVOPC:
		trap_signal(td, tf, SIGILL, ILL_ILLOPC, pc);
		break;
	case T_NOFPU:
		trap_signal(td, tf, SIGILL, ILL_COPROC, pc);
		break;
	case T_FPERR:
		trap_signal(td, tf, SIGFPE, fpe_code(td, false), pc);
		break;
	case T_SIMD:
		trap_signal(td, tf, SIGFPE, fpe_code(td, true), pc);
		break;
	case T_ALIGN:
		trap_signal(td, tf, SIGBUS, BUS_ADRALN, pc);
		break;
	case T_STACK:
	case T_NOSEG:
	case T_TSS:
		trap_signal(td, tf, SIGBUS, BUS_ADRERR, pc);
		break;
	case T_GPFLT:
	case T_CTRLPROT:
		trap_signal(td, tf, SIGSEGV, SEGV_MAPERR, pc);
		break;
	default:
		trap_fatal(tf, addr);
	}
}

/*
 * The iretq to user mode faulted: tf is the trap in the kernel, right below
 * the five words that iretq wanted.  Make it a trap in user mode.
 */
static struct trapframe *
trap_iret_fault(const struct trapframe *tf)
{
	struct trapframe copy = *tf;
	struct trapframe *uf;

	uf = __containerof((register_t *)tf->tf_rsp, struct trapframe, tf_rip);
	copy.tf_rip = uf->tf_rip;
	copy.tf_cs = uf->tf_cs;
	copy.tf_rflags = uf->tf_rflags;
	copy.tf_rsp = uf->tf_rsp;
	copy.tf_ss = uf->tf_ss;
	*uf = copy;
	return (uf);
}

static void
trap_kernel(struct thread *td, struct trapframe *tf, vm_offset_t addr)
{
	vm_offset_t fixup;

	if (tf->tf_trapno == T_PAGEFLT || tf->tf_trapno == T_GPFLT ||
	    tf->tf_trapno == T_STACK) {
		fixup = extable_lookup(tf->tf_rip);
		if (fixup != 0) {
			if (tf->tf_trapno == T_PAGEFLT &&
			    addr < VM_MAXUSER_ADDRESS &&
			    (tf->tf_err & PFE_RSVD) == 0 &&
			    (tf->tf_rflags & PSL_I) != 0 &&
			    td->td_nofault == 0) {
				md_intr_enable();
				if (vm_fault(&td->td_proc->p_vmspace->vm_map,
				    trunc_page(addr), fault_access(tf->tf_err),
				    0) == 0)
					return;
			}
			tf->tf_rip = fixup;
			return;
		}
	}
	trap_fatal(tf, addr);
}

/*
 * From exception.S, interrupts off, on the thread's stack.
 */
void
amd64_trap(struct trapframe *tf)
{
	struct thread *td = curthread;
	vm_offset_t addr = 0;

	if (tf->tf_trapno == T_PAGEFLT)
		addr = rcr2();
	MD_PCPU_INC(pc_traps);
	if (!TRAPF_USERMODE(tf)) {
		if (__predict_true(TRAPF_PC(tf) !=
		    (vm_offset_t)amd64_iretq)) {
			trap_kernel(td, tf, addr);
			md_intr_off();
			return;
		}
		tf = trap_iret_fault(tf);
		KASSERT(td->td_frame == tf);
		md_intr_enable();
		trap_user(td, tf, addr);
		trap_userret(td);
		amd64_user_return(tf);
	}
	KASSERT(td->td_frame == tf);
	if (tf->tf_trapno == T_MACHCHK)
		trap_fatal(tf, 0);
	md_intr_enable();
	trap_user(td, tf, addr);
	trap_userret(td);
	td->td_pcb.pcb_flags &= ~PCB_FULLRET;
}

/*
 * Exceptions on a stack of their own: NMI from anywhere, double faults, and
 * debug exceptions and machine checks in the kernel.
 */
void
amd64_trap_ist(struct trapframe *tf)
{

	switch (tf->tf_trapno) {
	case T_NMI:
		ipi_nmi();
		/* Hardware in trouble, or an operator who wants to know. */
		trap_fatal(tf, 0);
	case T_DEBUG:
		/*
		 * A user's trap flag or breakpoint that took effect at the
		 * first kernel instruction; nothing in here wants them.
		 */
		ldr7(0);
		tf->tf_rflags &= ~PSL_T;
		return;
	default:
		trap_fatal(tf, tf->tf_trapno == T_DOUBLE ? rcr2() : 0);
	}
}

/*
 * Fatal traps.
 */

static struct trapframe *trap_panic_frame;

void
trap_print_frame(const struct trapframe *tf)
{

	printf("rip %016lx cs %04lx rflags %08lx err %lx\n", tf->tf_rip,
	    tf->tf_cs, tf->tf_rflags, tf->tf_err);
	printf("rax %016lx rbx %016lx rcx %016lx\n", tf->tf_rax, tf->tf_rbx,
	    tf->tf_rcx);
	printf("rdx %016lx rsi %016lx rdi %016lx\n", tf->tf_rdx, tf->tf_rsi,
	    tf->tf_rdi);
	printf("rbp %016lx rsp %016lx r8  %016lx\n", tf->tf_rbp, tf->tf_rsp,
	    tf->tf_r8);
	printf("r9  %016lx r10 %016lx r11 %016lx\n", tf->tf_r9, tf->tf_r10,
	    tf->tf_r11);
	printf("r12 %016lx r13 %016lx r14 %016lx\n", tf->tf_r12, tf->tf_r13,
	    tf->tf_r14);
	printf("r15 %016lx\n", tf->tf_r15);
}

void
md_print_regs(void)
{

	printf("cr0 %08lx cr2 %016lx cr3 %08lx cr4 %08lx\n", rcr0(), rcr2(),
	    rcr3(), rcr4());
	if (trap_panic_frame != NULL)
		trap_print_frame(trap_panic_frame);
}

void
trap_fatal(struct trapframe *tf, uint64_t cr2)
{
	struct thread *td = curthread;
	vm_offset_t guard = (vm_offset_t)td->td_kstack;
	const char *name = trap_name(tf->tf_trapno);

	trap_panic_frame = tf;
	if (tf->tf_trapno == T_DOUBLE && cr2 < guard &&
	    cr2 >= guard - PAGE_SIZE)
		panic("kernel stack overflow, sp %#lx pc %#lx",
		    (u_long)tf->tf_rsp, (u_long)tf->tf_rip);
	if (tf->tf_trapno == T_PAGEFLT)
		panic("page fault in the kernel: %s %#lx, %s, pc %#lx",
		    (tf->tf_err & PFE_I) != 0 ? "execute" :
		    (tf->tf_err & PFE_W) != 0 ? "write" : "read", cr2,
		    (tf->tf_err & PFE_P) != 0 ? "protection" : "not mapped",
		    (u_long)tf->tf_rip);
	panic("%s (%lu, error %#lx) in %s mode, pc %#lx", name,
	    (u_long)tf->tf_trapno, (u_long)tf->tf_err,
	    TRAPF_USERMODE(tf) ? "user" : "kernel", (u_long)tf->tf_rip);
}
