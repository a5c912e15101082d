/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The window, in which simulated programs execute, and the faults they cause.
 *
 * A signal handler of the host turns a fault in the window into a call of the
 * kernel on the stack of the thread that was executing: it fills in the frame
 * and has itself return to host_trap_entry().  It runs on a stack of its own
 * and first takes back the host's thread pointer, for a program has its own.
 * The same signals from anywhere else are defects of the kernel.
 */

#define	_GNU_SOURCE
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/time.h>
#include <err.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>

#include "host.h"

#define	WINDOW_SIZE	(SIM_WINDOW_END - SIM_WINDOW_START)
#define	ALTSTACK	(256 * 1024)
#define	XSTATE_SIZE	512

/* What the kernel calls struct trapframe. */
struct frame {
	unsigned long	rdi, rsi, rdx, r10, r8, r9, rax, rcx, r11, rbx, rbp,
			r12, r13, r14, r15, trapno, err, rip, cs, rflags, rsp,
			ss;
};

unsigned long	host_fsbase;
/*
 * The host refuses system calls, with SIGSYS, while this is BLOCK: while a
 * program executes, which is to enter the simulated kernel only.
 */
volatile char	host_selector = SYSCALL_DISPATCH_FILTER_ALLOW;
static char	crash_msg[256];

static void
crash(void)
{

	host_stop(SIM_STOP_PANIC, crash_msg);
}

#define	NO_INSTRUMENT							\
	__attribute__((__no_sanitize__("address", "undefined"),		\
	    __no_stack_protector__))

NO_INSTRUMENT static void
on_fault(int sig, siginfo_t *si, void *arg)
{
	ucontext_t *uc = arg;
	greg_t *r = uc->uc_mcontext.gregs;
	struct frame *f;
	unsigned long rip;

	__asm__ volatile("wrfsbase %0" : : "r" (host_fsbase));
	host_selector = SYSCALL_DISPATCH_FILTER_ALLOW;
	rip = (unsigned long)r[REG_RIP];
	if (rip < SIM_WINDOW_START || rip >= SIM_WINDOW_END) {
		if (sig == SIGPROF)
			report_death("the kernel loops");
		snprintf(crash_msg, sizeof(crash_msg),
		    "signal %d in the kernel at pc %#lx, address %#lx", sig,
		    rip, (unsigned long)si->si_addr);
		r[REG_RSP] = (r[REG_RSP] & ~15L) - 8;
		r[REG_RIP] = (greg_t)crash;
		return;
	}
	f = sim_user_frame;
	f->rdi = (unsigned long)r[REG_RDI];
	f->rsi = (unsigned long)r[REG_RSI];
	f->rdx = (unsigned long)r[REG_RDX];
	f->r10 = (unsigned long)r[REG_R10];
	f->r8 = (unsigned long)r[REG_R8];
	f->r9 = (unsigned long)r[REG_R9];
	f->rax = (unsigned long)r[REG_RAX];
	f->rcx = (unsigned long)r[REG_RCX];
	f->r11 = (unsigned long)r[REG_R11];
	f->rbx = (unsigned long)r[REG_RBX];
	f->rbp = (unsigned long)r[REG_RBP];
	f->r12 = (unsigned long)r[REG_R12];
	f->r13 = (unsigned long)r[REG_R13];
	f->r14 = (unsigned long)r[REG_R14];
	f->r15 = (unsigned long)r[REG_R15];
	f->rip = rip;
	f->rflags = (unsigned long)r[REG_EFL];
	f->rsp = (unsigned long)r[REG_RSP];
	f->trapno = (unsigned long)r[REG_TRAPNO];
	f->err = (unsigned long)r[REG_ERR];
	memcpy(sim_user_xstate, uc->uc_mcontext.fpregs, XSTATE_SIZE);
	if (sig == SIGPROF || sig == SIGSYS) {
		snprintf(crash_msg, sizeof(crash_msg), sig == SIGPROF ?
		    "a program loops at %#lx" :
		    "a program executed `syscall' before %#lx", rip);
		r[REG_RIP] = (greg_t)crash;
		r[REG_RSP] = (greg_t)f - 8;
		return;
	}
	r[REG_RDI] = r[REG_TRAPNO];
	r[REG_RSI] = r[REG_ERR];
	r[REG_RDX] = sig == SIGSEGV && r[REG_TRAPNO] == 14 ? r[REG_CR2] : 0;
	r[REG_RSP] = (greg_t)f;
	r[REG_EFL] &= ~0x500L;			/* D, T */
	r[REG_RIP] = (greg_t)host_trap_entry;
}

/*
 * Nothing is mapped in the window.
 */
void
trap_forget_window(void)
{

	host_unmap_window(SIM_WINDOW_START, WINDOW_SIZE);
}

void
host_unmap_window(unsigned long va, unsigned long len)
{

	if (mmap((void *)va, len, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS |
	    MAP_FIXED | MAP_NORESERVE, -1, 0) == MAP_FAILED)
		err(1, "the window");
}

void
host_map_window(unsigned long va, unsigned long pa, int prot)
{
	int p = PROT_READ;

	/* The kernel's PROT_* have the values of everybody's. */
	p |= prot & (PROT_WRITE | PROT_EXEC);
	if (mmap((void *)va, SIM_PAGE, p, MAP_SHARED | MAP_FIXED,
	    node_memfd(), (off_t)pa) == MAP_FAILED)
		err(1, "a page of the window");
}

static void
entry_page(void)
{
	static const unsigned char jump[] = { 0xff, 0x25, 0, 0, 0, 0 };
	unsigned char *p;
	void (*to)(void) = host_syscall_entry;

	p = mmap((void *)SIM_ENTRY_PAGE, SIM_PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	if (p == MAP_FAILED)
		err(1, "the entry page");
	memcpy(p, jump, sizeof(jump));		/* jmp *0(%rip) */
	memcpy(p + sizeof(jump), &to, sizeof(to));
	if (mprotect(p, SIM_PAGE, PROT_READ | PROT_EXEC) != 0)
		err(1, "mprotect");
}

void
trap_init(void)
{
	static const int sigs[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP,
	    SIGPROF, SIGSYS };
	struct sigaction sa;
	stack_t ss;
	size_t i;

	__asm__ volatile("rdfsbase %0" : "=r" (host_fsbase));
	ss.ss_sp = mmap(NULL, ALTSTACK, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ss.ss_size = ALTSTACK;
	ss.ss_flags = 0;
	if (ss.ss_sp == MAP_FAILED || sigaltstack(&ss, NULL) != 0)
		err(1, "sigaltstack");
	memset(&sa, 0, sizeof(sa));
	sa.sa_sigaction = on_fault;
	sa.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
	for (i = 0; i < sizeof(sigs) / sizeof(sigs[0]); i++)
		if (sigaction(sigs[i], &sa, NULL) != 0)
			err(1, "sigaction");
	/* Hosts before Linux 5.11 have no such thing: then nobody notices. */
	(void)prctl(PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_ON, 0L, 0L,
	    &host_selector);
	entry_page();
	trap_forget_window();
}
