/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Process descriptors: pdfork(2), pdkill(2), pdgetpid(2); pdwait(2) is with its
 * relatives in kern_exit.c.
 *
 * Model	A process that pdfork(2) made has a struct procdesc, which
 *		belongs to an open file.  While both are there, each knows the
 *		other; the process tells its descriptor of what happens to it,
 *		and its parent is not told.  When the file is closed, a zombie
 *		is waited for on the spot; another process becomes init's child
 *		like any other, of which who waits for it by its id is told, and
 *		is killed unless PD_DAEMON was asked for.
 *		When the process is waited for first, the descriptor remembers
 *		how it ended.
 *
 * Invariants	(1) pd_proc->p_procdesc is the descriptor, while pd_proc is not
 *		NULL; both change together with proctree_lock write held.
 *		(2) pd_proc is set before the process runs, and before anybody
 *		has the descriptor.
 *		(3) The procdesc goes with its file; the process does not keep
 *		it, but leaves it in proc_remove(), or is made to at close.
 *		(4) pd_exited is set in the step that makes a zombie.
 *
 * Locks	proctree_lock -> p_lock, pd_lock; pd_lock -> notify lists.
 * Context	thread; sleeps.
 * Tests	tests/sys/kern/t_procdesc.c
 */

#include <sys/param.h>
#include <sys/capsicum.h>
#include <sys/eventvar.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/kmem.h>
#include <sys/mutex.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/procdesc.h>
#include <sys/rwlock.h>
#include <sys/signalvar.h>
#include <sys/stat.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/ucred.h>

static int	procdesc_poll(struct file *, int, struct thread *);
static int	procdesc_stat(struct file *, struct stat *, struct cred *,
		    struct thread *);
static void	procdesc_close(struct file *, struct thread *);

static const struct file_ops procdesc_ops = {
	.fo_poll = procdesc_poll,
	.fo_stat = procdesc_stat,
	.fo_close = procdesc_close,
	.fo_flags = FO_PASSABLE,
};

static struct kmem_cache *procdesc_cache;

/*
 * Called once, before the first process.
 */
void
procdesc_init(void)
{

	procdesc_cache = kmem_cache_create("procdesc",
	    sizeof(struct procdesc), 0, NULL, NULL, NULL);
	if (procdesc_cache == NULL)
		panic("procdesc_init: no memory");
}

/* --- what the process says ------------------------------------------------ */

/*
 * p, which has an id and does not run yet, is the process of pd.
 */
void
procdesc_attach(struct procdesc *pd, struct proc *p)
{

	KASSERT(p->p_procdesc == pd && pd->pd_proc == NULL);
	pd->pd_pid = p->p_pid;
	pd->pd_proc = p;
}

/*
 * p is an ordinary process from now on, or none any more.  proctree_lock write
 * held.
 */
void
procdesc_detach(struct proc *p)
{
	struct procdesc *pd = p->p_procdesc;

	KASSERT(rw_write_held(&proctree_lock));
	if (pd == NULL)
		return;
	KASSERT(pd->pd_proc == p);
	pd->pd_proc = NULL;
	p->p_procdesc = NULL;
}

/*
 * p, which may have no descriptor, has stopped or continued: whoever waits
 * shall look.  proctree_lock held.
 */
void
procdesc_changed(struct proc *p)
{
	struct procdesc *pd = p->p_procdesc;

	if (__predict_true(pd == NULL))
		return;
	mutex_enter(&pd->pd_lock);
	pd->pd_changes++;
	cv_broadcast(&pd->pd_cv);
	mutex_exit(&pd->pd_lock);
}

/*
 * p, which has a descriptor, has become a zombie.  proctree_lock write held.
 */
void
procdesc_exited(struct proc *p)
{
	struct procdesc *pd = p->p_procdesc;

	mutex_enter(&pd->pd_lock);
	pd->pd_exited = true;
	pd->pd_xstat = p->p_xstat;
	pd->pd_changes++;
	cv_broadcast(&pd->pd_cv);
	notify_fire(&pd->pd_notify, (int)NOTE_EXIT | POLLHUP);
	mutex_exit(&pd->pd_lock);
}

/* --- the file ------------------------------------------------------------- */

/*
 * A descriptor's file, for a process that is still to be made.  ENFILE, ENOMEM.
 */
static int
procdesc_alloc(struct thread *td, bool daemon, struct file **fpp)
{
	struct procdesc *pd;
	int error;

	pd = kmem_cache_alloc(procdesc_cache, KM_SLEEP);
	if (pd == NULL)
		return (SET_ERROR(ENOMEM));
	error = file_alloc(td, fpp);
	if (error != 0) {
		kmem_cache_free(procdesc_cache, pd);
		return (error);
	}
	memset(pd, 0, sizeof(*pd));
	pd->pd_daemon = daemon;
	mutex_init(&pd->pd_lock, "procdesc");
	cv_init(&pd->pd_cv, "pdwait");
	notify_init(&pd->pd_notify);
	nanotime(&pd->pd_btime);
	file_setup(*fpp, FREAD | FWRITE, DTYPE_PROCDESC, pd, &procdesc_ops);
	return (0);
}

static int
procdesc_poll(struct file *fp, int events, struct thread *td)
{
	struct procdesc *pd = fp->f_data;
	int revents = 0;

	mutex_enter(&pd->pd_lock);
	if (pd->pd_exited)
		revents = POLLHUP;
	else
		poll_record(td, &pd->pd_notify);
	mutex_exit(&pd->pd_lock);
	return (revents);
}

/*
 * The mode has permissions of the owner as long as the process lives.
 */
static int
procdesc_stat(struct file *fp, struct stat *sb, struct cred *cr,
    struct thread *td)
{
	struct procdesc *pd = fp->f_data;

	mutex_enter(&pd->pd_lock);
	sb->st_mode = S_IFREG | (pd->pd_exited ? 0 : S_IRWXU);
	mutex_exit(&pd->pd_lock);
	sb->st_nlink = 1;
	sb->st_ino = (ino_t)pd->pd_pid;
	sb->st_uid = fp->f_cred->cr_uid;
	sb->st_gid = fp->f_cred->cr_gid;
	sb->st_atim = sb->st_mtim = sb->st_ctim = sb->st_birthtim =
	    pd->pd_btime;
	return (0);
}

/*
 * p has a descriptor no more.  Its parent may be waiting for it.  proctree_lock
 * write held.
 */
static void
procdesc_abandon(struct proc *p, bool daemon)
{
	struct proc *parent = p->p_pptr;

	procdesc_detach(p);
	proc_adopt(p, initproc);
	mutex_enter(&parent->p_lock);
	parent->p_childchanges++;
	cv_broadcast(&parent->p_waitcv);
	mutex_exit(&parent->p_lock);
	if (daemon)
		return;
	mutex_enter(&p->p_lock);
	psignal(p, SIGKILL);
	mutex_exit(&p->p_lock);
}

static void
procdesc_close(struct file *fp, struct thread *td)
{
	struct procdesc *pd = fp->f_data;
	struct proc *p, *reap = NULL;

	rw_enter(&proctree_lock, RW_WRITER);
	p = pd->pd_proc;
	if (p != NULL && p->p_state == PRS_ZOMBIE) {
		proc_reap(td->td_proc, p);
		reap = p;
	} else if (p != NULL)
		procdesc_abandon(p, pd->pd_daemon);
	rw_exit(&proctree_lock);
	if (reap != NULL)
		proc_free(reap);
	notify_destroy(&pd->pd_notify);
	cv_destroy(&pd->pd_cv);
	mutex_destroy(&pd->pd_lock);
	kmem_cache_free(procdesc_cache, pd);
}

/* --- EVFILT_PROCDESC ------------------------------------------------------ */

static int
filt_procdesc_attach(struct knote *kn, struct file *fp, struct thread *td)
{
	struct procdesc *pd;

	if (fp->f_type != DTYPE_PROCDESC)
		return (SET_ERROR(EINVAL));
	pd = fp->f_data;
	kn->kn_flags |= EV_CLEAR;
	kn->kn_file = fp;
	mutex_enter(&pd->pd_lock);
	knote_attach(kn, &pd->pd_notify);
	if (pd->pd_exited)
		knote_fired(&kn->kn_entry, (int)NOTE_EXIT);
	mutex_exit(&pd->pd_lock);
	return (0);
}

static void
filt_procdesc_detach(struct knote *kn)
{

	notify_remove(&kn->kn_entry);
}

/*
 * There is one event, and none after it.
 */
static bool
filt_procdesc_fired(struct knote *kn, int hint)
{
	const struct procdesc *pd = kn->kn_file->f_data;

	if (((u_int)hint & NOTE_EXIT) == 0)
		return (false);
	kn->kn_flags |= EV_EOF | EV_ONESHOT;
	if ((kn->kn_sfflags & NOTE_EXIT) != 0) {
		kn->kn_fflags |= NOTE_EXIT;
		kn->kn_data = pd->pd_xstat;
	} else
		kn->kn_status |= KN_DROP;
	return (true);
}

const struct filter_ops event_filter_procdesc = {
	.f_isfd = true,
	.f_attach = filt_procdesc_attach,
	.f_detach = filt_procdesc_detach,
	.f_fired = filt_procdesc_fired,
};

/* --- system calls --------------------------------------------------------- */

/*
 * The file of a process descriptor with the rights, referenced.  EBADF, EINVAL,
 * ENOTCAPABLE.
 */
int
procdesc_get(struct thread *td, int fd, const cap_rights_t *rights,
    struct file **fpp)
{
	int error;

	error = fd_get(td, fd, rights, fpp);
	if (error != 0)
		return (error);
	if ((*fpp)->f_type != DTYPE_PROCDESC) {
		file_drop(*fpp);
		return (SET_ERROR(EINVAL));
	}
	return (0);
}

/*
 * That *fdp can be written to is found out before there is a child; should it
 * not be so any more afterwards, the descriptor is closed, which kills.
 */
int
sys_pdfork(struct thread *td, const struct pdfork_args *uap, register_t *retval)
{
	struct fork_desc fk = { .fk_space = FORK_COPY };
	struct file *fp;
	pid_t pid = 0;
	int error, fd;

	if ((uap->flags & ~(PD_DAEMON | PD_CLOEXEC)) != 0)
		return (SET_ERROR(EINVAL));
	error = copyin(uap->fdp, &fd, sizeof(fd));
	if (error == 0)
		error = copyout(&fd, uap->fdp, sizeof(fd));
	if (error != 0)
		return (error);
	error = procdesc_alloc(td, (uap->flags & PD_DAEMON) != 0, &fp);
	if (error != 0)
		return (error);
	error = fd_reserve(td, 0, &fd);
	if (error != 0)
		goto fail_file;
	fk.fk_procdesc = fp->f_data;
	error = fork1(td, &fk, &pid);
	if (error != 0)
		goto fail_fd;
	fd_install(td, fd, fp,
	    (uap->flags & PD_CLOEXEC) != 0 ? O_CLOEXEC : 0);
	error = copyout(&fd, uap->fdp, sizeof(fd));
	if (error != 0) {
		(void)fd_close(td, fd);
		return (error);
	}
	*retval = pid;
	return (0);

fail_fd:
	fd_unreserve(td, fd);
fail_file:
	file_drop(fp);
	return (error);
}

int
sys_pdkill(struct thread *td, const struct pdkill_args *uap, register_t *retval)
{
	struct procdesc *pd;
	struct proc *p;
	struct file *fp;
	siginfo_t info;
	int error;

	if (uap->sig != 0 && !_SIG_VALID(uap->sig))
		return (SET_ERROR(EINVAL));
	error = procdesc_get(td, uap->fd, &cap_pdkill_rights, &fp);
	if (error != 0)
		return (error);
	pd = fp->f_data;
	memset(&info, 0, sizeof(info));
	info.si_signo = uap->sig;
	info.si_code = SI_USER;
	info.si_pid = td->td_proc->p_pid;
	info.si_uid = td->td_cred->cr_ruid;
	rw_enter(&proctree_lock, RW_READER);
	p = pd->pd_proc;
	if (p == NULL)
		error = SET_ERROR(ESRCH);
	else {
		mutex_enter(&p->p_lock);
		error = cred_cansignal(td, p, uap->sig);
		if (error == 0 && uap->sig != 0)
			psignal_info(p, &info);
		mutex_exit(&p->p_lock);
	}
	rw_exit(&proctree_lock);
	file_drop(fp);
	return (error);
}

int
sys_pdgetpid(struct thread *td, const struct pdgetpid_args *uap,
    register_t *retval)
{
	const struct procdesc *pd;
	struct file *fp;
	pid_t pid;
	int error;

	error = procdesc_get(td, uap->fd, &cap_pdgetpid_rights, &fp);
	if (error != 0)
		return (error);
	pd = fp->f_data;
	pid = pd->pd_pid;
	file_drop(fp);
	return (copyout(&pid, uap->pidp, sizeof(pid)));
}
