/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * From a system-call trap to the function that does the work.
 *
 * The arguments are read in place, from the first words of the trap frame,
 * which nothing changes before the result is set.  A call that was interrupted
 * returns ERESTART; what becomes of it is decided where the signal is taken
 * (kern_sig.c), so here it is only marked.
 *
 * A number at or above the thread's td_syslimit takes the slow path: it is no
 * call; or the thread is traced, and all its calls go that way; or another one
 * has changed the credential or the limits of the process, which hold from the
 * next call on, even for a thread that was in user mode all the time and has
 * not been to ast().  This costs the others nothing: the number is compared
 * with a limit anyhow.
 *
 * Context	thread, interrupts on, no locks.
 * Tests	tests/sys/kern/t_resource.c, t_ktrace.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/ktrace.h>
#include <sys/md.h>
#include <sys/mutex.h>
#include <sys/pcpu.h>
#include <sys/proc.h>
#include <sys/resourcevar.h>
#include <sys/signalvar.h>
#include <sys/sysarg.h>
#include <sys/syscall.h>
#include <sys/sysent.h>
#include <sys/systm.h>
#include <sys/ucred.h>
#include <machine/frame.h>

/*
 * A number that is no call: ENOSYS, and SIGSYS for those who want to know.
 */
static __noinline int
syscall_unknown(struct thread *td)
{
	struct proc *p = td->td_proc;

	mutex_enter(&p->p_lock);
	psignal(p, SIGSYS);
	mutex_exit(&p->p_lock);
	return (SET_ERROR(ENOSYS));
}

/*
 * The results that are not a value or an errno for the program.
 */
static __noinline void
syscall_internal(struct thread *td, const struct sysent *sy, int error)
{

	switch (error) {
	case EJUSTRETURN:
		break;
	case ERESTARTALWAYS:
		cpu_syscall_restart(td);
		break;
	case ERESTART:
		if ((sy->sy_flags & SYF_EINTR) != 0) {
			cpu_set_retval(td, 0, EINTR);
			break;
		}
		td->td_flags |= TDF_ERESTART;
		atomic_or(&td->td_ast, AST_SYSCALL);
		break;
	default:
		panic("syscall %s: error %d", sy->sy_name, error);
	}
}

/*
 * Give the call's result to the program.
 */
static __always_inline void
syscall_end(struct thread *td, const struct sysent *sy, int error)
{

	if (__predict_true(error == 0))
		return;
	if (error > 0)
		cpu_set_retval(td, 0, error);
	else
		syscall_internal(td, sy, error);
}

/*
 * td_syslimit of a thread is as its process and its td_ast say.  p_lock held.
 */
void
syscall_set_limit(struct thread *td)
{
	u_long limit = SYSLIMIT_NONE;

	KASSERT(mutex_owned(&td->td_proc->p_lock));
	if (td->td_proc->p_ktrio != NULL)
		limit = SYSLIMIT_TRACED;
	else if ((atomic_load_relaxed(&td->td_ast) & AST_STALE) != 0)
		limit = SYSLIMIT_STALE;
	atomic_store_relaxed(&td->td_syslimit, limit);
}

/*
 * The td_cred or the td_limit of td, as what (of AST_STALE) says, is no longer
 * its process's: it takes up the new one before it does anything else for its
 * program.  p_lock held.
 */
void
syscall_stale(struct thread *td, uint32_t what)
{

	atomic_or(&td->td_ast, what);
	syscall_set_limit(td);
}

/*
 * Take up what is new, before a call.
 */
static void
syscall_refresh(struct thread *td)
{
	uint32_t todo;

	mutex_enter(&td->td_proc->p_lock);
	todo = atomic_load_relaxed(&td->td_ast) & AST_STALE;
	atomic_and(&td->td_ast, ~todo);
	syscall_set_limit(td);
	mutex_exit(&td->td_proc->p_lock);
	if ((todo & AST_CRED) != 0)
		cred_refresh(td);
	if ((todo & AST_LIMIT) != 0)
		lim_refresh(td);
}

/*
 * A number that is no call, or a call of a traced thread, or one with something
 * to take up first.
 */
static __noinline void
syscall_slow(struct thread *td, struct trapframe *tf)
{
	const u_long code = (u_long)TRAPF_SYSCALL_NR(tf);
	const bool known = code != 0 && code < SYS_MAXSYSCALL;
	register_t *rv = TRAPF_RETVAL(tf);
	const register_t *args = TRAPF_SYSCALL_ARGS(tf);
	int error;

	if (td->td_syslimit == SYSLIMIT_STALE ||
	    (atomic_load_relaxed(&td->td_ast) & AST_STALE) != 0)
		syscall_refresh(td);
	if (ktr_on(td))
		ktr_syscall(td, code, args);
	*rv = 0;
	error = known ? sysent[code].sy_call(td, args, rv) :
	    syscall_unknown(td);
	KASSERTMSG(curipl() == IPL_NONE, "syscall %lu left ipl %d", code,
	    curipl());
	if (ktr_on(td))
		ktr_sysret(td, code, args, error, *rv);
	syscall_end(td, &sysent[known ? code : 0], error);
}

/*
 * The result is built in its place in the frame, so that the common call costs
 * neither a copy nor a stack guard.
 */
void
syscall_dispatch(struct thread *td, struct trapframe *tf)
{
	const struct sysent *sy;
	register_t *rv = TRAPF_RETVAL(tf);
	u_long code = (u_long)TRAPF_SYSCALL_NR(tf);
	int error;

	MD_PCPU_INC(pc_syscalls);
	if (__predict_false(code - 1 >= td->td_syslimit)) {
		syscall_slow(td, tf);
		return;
	}
	sy = &sysent[code];
	*rv = 0;
	error = sy->sy_call(td, TRAPF_SYSCALL_ARGS(tf), rv);
	KASSERTMSG(curipl() == IPL_NONE, "syscall %s left ipl %d", sy->sy_name,
	    curipl());
	syscall_end(td, sy, error);
}
