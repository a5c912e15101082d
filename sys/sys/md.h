/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The port contract: every function that a port gives to the rest of the
 * kernel.  The inline half of it is in <machine/cpu.h>, <machine/pcpu.h>,
 * <machine/pmap.h>, <machine/vmparam.h> and <machine/frame.h>, under names that
 * are the same on every port:
 *
 *	md_intr_disable, md_intr_restore, md_intr_enable, md_intr_off,
 *	md_intr_enabled,
 *	md_cpu_relax, md_cpu_halt_until_intr, md_cycles, md_curcpu,
 *	md_curthread, MD_PCPU_GET/SET/INC/ADD, MAXCPU, CACHE_LINE_SIZE,
 *	PAGE_SIZE, KSTACK_SIZE, VM_*USER_ADDRESS, PHYS_TO_DMAP, struct trapframe
 *	with TRAPF_*, struct pcb, struct md_pcpu, struct pmap and pmap_*
 *
 * Context of a function is "any" (hard interrupt included), "thread" (may be
 * called with mutexes held; says so when it may sleep) or "boot".
 *
 * What a port calls:
 *	kernel_main()			once, on the boot CPU
 *	sched_trampoline, sched_idle_loop, sched_preempt
 *	timeout_hardclock()		timer interrupt, IPL_SCHED
 *	syscall_dispatch(td, tf)	system call, interrupts on
 *	ast(td)				before user mode while td_ast != 0
 *	vm_fault(), trapsignal()	faults
 *	vm_phys_add_range()		boot
 */
#ifndef _SYS_MD_H_
#define	_SYS_MD_H_

#include <sys/types.h>
#include <sys/signal.h>
#include <machine/cpu.h>
#include <machine/pcpu.h>

struct sigaction;
struct thread;
struct timespec;

/*
 * Boot.  md_init() finds the interrupt controllers, the clock and the other
 * CPUs; called once after kmem works, interrupts off, returns with them still
 * off.  md_autoconf() attaches the devices, in thread context, may sleep.
 * cpu_startup_aps() starts the other CPUs, each of which enters
 * sched_idle_loop() on its idle thread; when it returns, ncpu is final.
 */
void	md_init(void);
void	md_autoconf(void);
void	cpu_startup_aps(void);

/*
 * Threads.
 *
 * cpu_switchto: from old, which is the running thread, to new; interrupts off,
 * the run queue's lock held, which is handed over.  Loads new's address space,
 * kernel stack, fpu and thread pointer.  Returns when old runs again, perhaps
 * on another CPU.
 *
 * cpu_thread_setup: td has a stack; the first switch to it calls
 * sched_trampoline(), then fn(arg).  When fn returns, the thread goes to user
 * mode with the registers in td_frame.  Does not sleep, cannot fail.
 *
 * cpu_fork: give child a copy of parent's (the running thread's) registers,
 * fpu and thread pointer; it returns 0 from the call that parent is in, after
 * running fork_return() in the kernel.
 *
 * cpu_set_retval: the result of the call that td is in: val, or -error when
 * error is not 0.
 *
 * cpu_syscall_restart: td will issue the same call again.
 *
 * cpu_exec_setregs: td (the running thread) will enter a new program at entry
 * with stack pointer sp: all other registers, fpu and thread pointer as at
 * power-up.
 *
 * cpu_set_upcall: td, set up by cpu_thread_setup() with fork_return(), will
 * enter user mode at entry, as a function called with arg, on the stack that
 * ends at sp, with thread pointer tls.  EINVAL: addresses that user mode may
 * not have.
 *
 * cpu_thread_exit: td, the running thread, will not return to user mode; it
 * lets go of its address space, which may vanish from now on.
 *
 * cpu_thread_free: td's last CPU is gone from its stack; the port forgets it.
 */
void	cpu_switchto(struct thread *old, struct thread *new);
void	cpu_thread_setup(struct thread *, void (*fn)(void *), void *arg);
void	cpu_fork(struct thread *parent, struct thread *child);
void	cpu_set_retval(struct thread *, register_t val, int error);
void	cpu_syscall_restart(struct thread *);
void	cpu_exec_setregs(struct thread *, vm_offset_t entry, vm_offset_t sp);
int	cpu_set_upcall(struct thread *, vm_offset_t entry, vm_offset_t arg,
	    vm_offset_t sp, vm_offset_t tls);
void	cpu_thread_exit(struct thread *);
void	cpu_thread_free(struct thread *);

/*
 * Signals.  All are for the running thread; they access user memory and so may
 * sleep.
 *
 * cpu_sendsig: push a frame on the user stack (or on the alternate one, by
 * SA_ONSTACK and td's sigaltstack), so that the thread enters the handler
 * and finds oldmask when it returns.  EFAULT: no room, nothing has changed.
 *
 * cpu_sigreturn: take all registers of uc, a kernel copy of the ucontext; its
 * extended state is copied from user memory.  EINVAL: registers that user mode
 * may not have; EFAULT.  Nothing has changed then.
 *
 * md_sigtramp: position-independent user code that a handler returns to.
 */
int	cpu_sendsig(struct thread *, const struct sigaction *, int sig,
	    const sigset_t *oldmask, const siginfo_t *);
int	cpu_sigreturn(struct thread *, const ucontext_t *);
int	cpu_sysarch(struct thread *, int op, void *arg);
extern const char md_sigtramp[], md_sigtramp_end[];

/*
 * Other CPUs.  cpu_ipi_resched: the CPU will look at its run queue; any
 * context, does not wait.  cpu_ipi_call_all: run fn(arg) on every CPU, this one
 * included, in hard interrupt context at IPL_SCHED, and wait until all have;
 * interrupts on.
 * cpu_ipi_call: on one.
 */
void	cpu_ipi_resched(u_int cpu);
void	cpu_ipi_call_all(void (*fn)(void *), void *arg);
void	cpu_ipi_call(u_int cpu, void (*fn)(void *), void *arg);

/*
 * Time.  md_time_ns: nanoseconds since boot, monotonic across CPUs; any
 * context.  md_timer_arm: this CPU gets one interrupt at the deadline (at once
 * when it is past), which replaces an earlier one; interrupts off.
 * md_rtc_*: the battery clock, in UTC; thread context.
 */
uint64_t md_time_ns(void);
void	md_timer_arm(uint64_t deadline_ns);
void	md_timer_cancel(void);
int	md_rtc_read(struct timespec *);
int	md_rtc_write(const struct timespec *);
void	md_delay(uint64_t ns);		/* busy waiting; any context */

/*
 * Fill buf with what the hardware has of randomness; returns how many bytes of
 * true entropy it is worth (at most len).  Any context.
 */
int	md_entropy(void *buf, size_t len);

/* Stop, power off or restart by RB_* of <sys/reboot.h>. */
void	md_reboot(int howto) __dead2;

/*
 * The last resort of output, and what panic needs.  Any context, polled, no
 * locks.  md_backtrace emits the return addresses from frame, a frame pointer
 * (NULL: the caller's); md_backtrace_thread those of a thread that is not
 * running.  md_panic_stop_others returns when every other CPU has stopped or
 * does not react.  md_print_regs shows the registers of the trap that led
 * here, if one did.
 */
void	md_console_putc(int c);
void	md_backtrace(void (*emit)(void *, vm_offset_t pc), void *arg,
	    const void *frame);
void	md_backtrace_thread(const struct thread *,
	    void (*emit)(void *, vm_offset_t pc), void *arg);
void	md_panic_stop_others(void);
void	md_print_regs(void);

/* Description of the processor, for hw.model. */
const char *md_cpu_model(void);

/*
 * User memory.  These refuse kernel addresses, recover from any bad pointer
 * with EFAULT and may sleep to page memory in, except while td_nofault > 0.
 *
 * copyinstr: *donep counts the NUL; ENAMETOOLONG when there is none in max
 * bytes.  fuword and suword demand natural alignment.  casuword32: *seen is
 * what was there; compare it with old to learn who won.
 */
int	copyin(const void *u, void *k, size_t) __result_use_check;
int	copyout(const void *k, void *u, size_t) __result_use_check;
int	copyinstr(const void *u, void *k, size_t max, size_t *donep)
	    __result_use_check;
int	fuword32(const void *u, uint32_t *) __result_use_check;
int	fuword64(const void *u, uint64_t *) __result_use_check;
int	suword32(void *u, uint32_t) __result_use_check;
int	suword64(void *u, uint64_t) __result_use_check;
int	casuword32(void *u, uint32_t old, uint32_t *seen, uint32_t new)
	    __result_use_check;

/*
 * Nobody may access this memory of the direct map; anybody may.  DEBUG kernels
 * say so to a port that has a sanitizer.  Any context.
 */
#ifndef MD_MEM_DEAD
#define	MD_MEM_DEAD(p, len)	((void)0)
#define	MD_MEM_LIVE(p, len)	((void)0)
#endif

/* Bulk memory in the direct map, page aligned. */
void	md_page_zero(void *page);
void	md_page_copy(void *dst, const void *src);

#endif /* !_SYS_MD_H_ */
