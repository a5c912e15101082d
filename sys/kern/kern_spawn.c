/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * posix_spawn(2): a child that runs a program, without a copy of the parent.
 *
 * Model	The parent copies in all that the child needs, as a struct
 *		spawn, and has fork1() make a child without an address space,
 *		which begins in spawn_child().  The child does in the kernel
 *		what a program does between fork(2) and execve(2), with the same
 *		functions, and enters user mode in the new program.  The parent
 *		sleeps meanwhile, as in vfork(2).
 *
 * Failure	A child that cannot run the program sets P_UNBORN and ends with
 *		the errno as its exit status: it leaves no zombie, sends no
 *		signal, and is out of the tables when the parent goes on;
 *		fork1() returns its errno.  One that a signal ends on the way
 *		was born, and its parent waits for it as for any other.
 *
 * Invariants	(1) A struct spawn is the parent's until there is a child, then
 *		the child's alone: the parent may end while it sleeps.
 *		(2) The child comes to user mode only in the program: a signal
 *		that its parent catches has its default action from the start.
 *		(3) Only what ends the child ends an action early; other signals
 *		wait for the program.
 *
 * Locks	none held; fork1() and exit1() have theirs.
 * Context	thread; sleeps.
 * Tests	tests/sys/kern/t_spawn.c
 */

#include <sys/param.h>
#include <sys/exec.h>
#include <sys/fcntl.h>
#include <sys/filedesc.h>
#include <sys/kmem.h>
#include <sys/mutex.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/signalvar.h>
#include <sys/spawn.h>
#include <sys/syscallsubr.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/ucred.h>
#include <sys/vnode.h>
#include <sys/wait.h>

#define	SPAWN_FLAGS	(POSIX_SPAWN_RESETIDS | POSIX_SPAWN_SETPGROUP | \
			    POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | \
			    POSIX_SPAWN_SETSID)

/*
 * One call; see invariant (1).
 */
struct spawn {
	struct spawn_param sw_param;
	struct spawn_action *sw_actions;
	struct exec_args sw_strings;	/* where the program may be, sp_shell,
					   the paths of actions */
	u_int		sw_npaths;	/* of the first kind */
	struct exec_args sw_args;
};

static const struct sigaction spawn_default;

static void
spawn_free(struct spawn *sw)
{

	if (sw->sw_actions != NULL)
		kmem_free(sw->sw_actions,
		    sw->sw_param.sp_nactions * sizeof(*sw->sw_actions));
	if (sw->sw_args.ea_buf != NULL)
		exec_args_free(&sw->sw_args);
	if (sw->sw_strings.ea_buf != NULL)
		exec_args_free(&sw->sw_strings);
	kmem_free(sw, sizeof(*sw));
}

/*
 * Has the action a path?
 */
static inline bool
spawn_has_path(const struct spawn_action *sa)
{

	return (sa->sa_op == SPAWN_OPEN || sa->sa_op == SPAWN_CHDIR);
}

/*
 * The strings follow each other: the one behind s.
 */
static inline const char *
spawn_next_string(const char *s)
{

	return (s + strlen(s) + 1);
}

/*
 * Let the paths of actions point to the kernel's copies, the first of which is
 * at s.
 */
static void
spawn_set_paths(struct spawn *sw, const char *s)
{
	struct spawn_action *sa = sw->sw_actions;
	size_t i;

	for (i = 0; i < sw->sw_param.sp_nactions; i++, sa++) {
		if (!spawn_has_path(sa))
			continue;
		sa->sa_path = s;
		s = spawn_next_string(s);
	}
}

/*
 * Copy the actions in.  EFAULT, EINVAL, ENOMEM.
 */
static int
spawn_copyin_actions(struct spawn *sw)
{
	struct spawn_action *sa;
	size_t i, n = sw->sw_param.sp_nactions;
	int error;

	if (n == 0)
		return (0);
	sa = kmem_alloc(n * sizeof(*sa), KM_SLEEP);
	if (sa == NULL)
		return (SET_ERROR(ENOMEM));
	sw->sw_actions = sa;
	error = copyin(sw->sw_param.sp_actions, sa, n * sizeof(*sa));
	for (i = 0; error == 0 && i < n; i++, sa++) {
		if (sa->sa_op < SPAWN_OPEN || sa->sa_op > SPAWN_FCHDIR)
			error = SET_ERROR(EINVAL);
		else if (spawn_has_path(sa))
			error = exec_copyin_arg(&sw->sw_strings, sa->sa_path);
	}
	return (error);
}

/*
 * Copy all of the call in; the caller frees it.  E2BIG, EFAULT, EINVAL, ENOMEM.
 */
static int
spawn_copyin(struct spawn *sw, const struct posix_spawn_args *uap)
{
	struct spawn_param *sp = &sw->sw_param;
	const char *s;
	u_int i;
	int error;

	if (uap->size != sizeof(*sp))
		return (SET_ERROR(EINVAL));
	error = copyin(uap->param, sp, sizeof(*sp));
	if (error != 0)
		return (error);
	if ((sp->sp_flags & ~SPAWN_FLAGS) != 0 ||
	    sp->sp_nactions > SPAWN_MAXACTIONS)
		return (SET_ERROR(EINVAL));
	error = exec_args_init(&sw->sw_strings);
	if (error == 0)
		error = exec_copyin_args(&sw->sw_strings, uap->paths, NULL);
	if (error != 0)
		return (error);
	sw->sw_npaths = sw->sw_strings.ea_argc;
	if (sp->sp_shell != NULL)
		error = exec_copyin_arg(&sw->sw_strings, sp->sp_shell);
	if (error == 0)
		error = spawn_copyin_actions(sw);
	if (error == 0)
		error = exec_args_init(&sw->sw_args);
	if (error == 0)
		error = exec_copyin_args(&sw->sw_args, uap->argv, uap->envp);
	if (error != 0)
		return (error);
	s = sw->sw_strings.ea_buf;
	for (i = 0; i < sw->sw_npaths; i++)
		s = spawn_next_string(s);
	if (sp->sp_shell != NULL) {
		sp->sp_shell = s;
		s = spawn_next_string(s);
	}
	spawn_set_paths(sw, s);
	return (0);
}

/* --- in the child --------------------------------------------------------- */

/*
 * Open a file under a given descriptor.
 */
static int
spawn_open(struct thread *td, const struct spawn_action *sa)
{
	register_t fd, unused;
	int error;

	if (sa->sa_fd < 0 || (u_int)sa->sa_fd >= fd_limit(td))
		return (SET_ERROR(EBADF));
	(void)fd_close(td, sa->sa_fd);
	error = kern_openat(td, AT_FDCWD, sa->sa_path, UIO_SYSSPACE,
	    sa->sa_flags, sa->sa_mode, &fd);
	if (error != 0 || fd == (register_t)sa->sa_fd)
		return (error);
	error = kern_dup(td, DUP_EXACT, (int)fd, (u_int)sa->sa_fd,
	    (sa->sa_flags & O_CLOEXEC) != 0, &unused);
	(void)fd_close(td, (int)fd);
	return (error);
}

/*
 * A descriptor that is to be itself stays open in the program.
 */
static int
spawn_dup2(struct thread *td, const struct spawn_action *sa)
{
	const struct fcntl_args keep = { .fd = sa->sa_fd, .cmd = F_SETFD };
	const struct dup2_args dup = { .from = sa->sa_fd, .to = sa->sa_newfd };
	register_t unused;

	if (sa->sa_fd == sa->sa_newfd)
		return (sys_fcntl(td, &keep, &unused));
	return (sys_dup2(td, &dup, &unused));
}

/*
 * A descriptor that is closed already is as it shall be.
 */
static int
spawn_close(struct thread *td, int fd)
{

	if (fd_close(td, fd) == 0 || (fd >= 0 && (u_int)fd < fd_limit(td)))
		return (0);
	return (SET_ERROR(EBADF));
}

static int
spawn_act(struct thread *td, const struct spawn_action *sa)
{
	const struct fchdir_args dir = { .fd = sa->sa_fd };
	const struct close_range_args from = { .low = (u_int)sa->sa_fd,
	    .high = UINT_MAX };
	register_t unused;

	switch (sa->sa_op) {
	case SPAWN_OPEN:
		return (spawn_open(td, sa));
	case SPAWN_DUP2:
		return (spawn_dup2(td, sa));
	case SPAWN_CLOSE:
		return (spawn_close(td, sa->sa_fd));
	case SPAWN_CLOSEFROM:
		return (sys_close_range(td, &from, &unused));
	case SPAWN_CHDIR:
		return (kern_chdir(td, sa->sa_path, UIO_SYSSPACE));
	default:
		KASSERT(sa->sa_op == SPAWN_FCHDIR);
		return (sys_fchdir(td, &dir, &unused));
	}
}

static int
spawn_reset_ids(struct thread *td)
{
	const struct setresuid_args uid = { .ruid = (uid_t)-1,
	    .euid = td->td_cred->cr_ruid, .suid = (uid_t)-1 };
	const struct setresgid_args gid = { .rgid = (gid_t)-1,
	    .egid = td->td_cred->cr_rgid, .sgid = (gid_t)-1 };
	register_t unused;
	int error;

	error = sys_setresgid(td, &gid, &unused);
	if (error == 0)
		error = sys_setresuid(td, &uid, &unused);
	return (error);
}

static int
spawn_default_signals(struct thread *td, const sigset_t *set)
{
	int error = 0, sig;

	for (sig = 1; error == 0 && sig <= _SIG_MAXSIG; sig++) {
		if (sigset_has(set, sig))
			error = kern_sigaction(td, sig, &spawn_default, NULL);
	}
	return (error);
}

/*
 * Set what the attributes ask for.
 */
static int
spawn_attributes(struct thread *td, const struct spawn_param *sp)
{
	const struct setpgid_args group = { .pid = 0, .pgid = sp->sp_pgroup };
	const struct setsid_args none = { };
	register_t unused;
	int error = 0;

	if ((sp->sp_flags & POSIX_SPAWN_SETSID) != 0)
		error = sys_setsid(td, &none, &unused);
	if (error == 0 && (sp->sp_flags & POSIX_SPAWN_SETPGROUP) != 0)
		error = sys_setpgid(td, &group, &unused);
	if (error == 0 && (sp->sp_flags & POSIX_SPAWN_RESETIDS) != 0)
		error = spawn_reset_ids(td);
	if (error == 0 && (sp->sp_flags & POSIX_SPAWN_SETSIGDEF) != 0)
		error = spawn_default_signals(td, &sp->sp_sigdefault);
	if (error == 0 && (sp->sp_flags & POSIX_SPAWN_SETSIGMASK) != 0)
		sig_setmask(td, &sp->sp_sigmask);
	return (error);
}

static bool
spawn_path_exists(struct thread *td, const char *path)
{
	struct nameidata nd;

	NDINIT(&nd, LOOKUP, FOLLOW, UIO_SYSSPACE, path, td);
	if (namei(&nd) != 0)
		return (false);
	nameidone(&nd);
	return (true);
}

/*
 * Run the program: the first of several files that can be run, as execvp(3)
 * chooses it.  A script changes the arguments, and is the last that is tried.
 */
static int
spawn_exec(struct thread *td, struct spawn *sw)
{
	const char *path = sw->sw_strings.ea_buf, *sh[2];
	struct exec_args *args = &sw->sw_args;
	u_int i, argc = args->ea_argc;
	bool denied = false;
	int error = ENOENT;

	for (i = 0; i < sw->sw_npaths; i++, path = spawn_next_string(path)) {
		error = exec_run(td, path, args);
		if (error == 0 || args->ea_argc != argc)
			return (error);
		if (error == ENOEXEC && sw->sw_param.sp_shell != NULL) {
			sh[0] = "sh";
			sh[1] = path;
			error = exec_replace_arg0(args, sh, nitems(sh));
			return (error != 0 ? error :
			    exec_run(td, sw->sw_param.sp_shell, args));
		}
		if (sw->sw_npaths == 1 ||
		    (error != EACCES && error != ELOOP &&
		    error != ENAMETOOLONG && error != ENOENT &&
		    error != ENOTDIR))
			return (error);
		denied |= error == EACCES && spawn_path_exists(td, path);
	}
	return (denied ? EACCES : ENOENT);
}

/*
 * Become the program.  May not return.
 */
static int
spawn_setup(struct thread *td, struct spawn *sw)
{
	size_t i;
	int error, sig;

	error = execsigs(td);
	if (error == 0)
		error = spawn_attributes(td, &sw->sw_param);
	for (i = 0; error == 0 && i < sw->sw_param.sp_nactions; i++) {
		do {
			sig = 0;
			error = spawn_act(td, &sw->sw_actions[i]);
			if (error == EINTR || error == ERESTART ||
			    error == ERESTARTALWAYS)
				sig = sig_fatal(td);
			else
				break;
		} while (sig == 0);
		if (sig != 0) {
			spawn_free(sw);
			sigexit(td, sig);
		}
	}
	if (error == 0)
		error = spawn_exec(td, sw);
	return (error);
}

/*
 * The child's thread begins here, and enters user mode in the program.
 */
static void
spawn_child(void *arg)
{
	struct spawn *sw = arg;
	struct thread *td = curthread;
	struct proc *p = td->td_proc;
	int error;

	error = spawn_setup(td, sw);
	spawn_free(sw);
	if (__predict_true(error == 0))
		return;
	mutex_enter(&p->p_lock);
	p->p_flag |= P_UNBORN;
	mutex_exit(&p->p_lock);
	exit1(td, W_EXITCODE(error, 0));
}

/* --- in the parent -------------------------------------------------------- */

int
sys_posix_spawn(struct thread *td, const struct posix_spawn_args *uap,
    register_t *retval)
{
	struct fork_desc fk = {
		.fk_space = FORK_NOSPACE,
		.fk_wait = true,
		.fk_fn = spawn_child,
	};
	struct spawn *sw;
	pid_t pid = 0;
	int error;

	sw = kmem_zalloc(sizeof(*sw), KM_SLEEP);
	if (sw == NULL)
		return (SET_ERROR(ENOMEM));
	error = spawn_copyin(sw, uap);
	if (error == 0) {
		fk.fk_arg = sw;
		error = fork1(td, &fk, &pid);
	}
	if (pid == 0)
		spawn_free(sw);
	if (error == 0)
		*retval = pid;
	return (error);
}
