/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Credentials and the questions that are asked of them, and the system calls
 * about ids, groups and login names.
 *
 * Model	A struct cred does not change once a process has it.  A call
 *		that changes an identity makes a changed copy and swaps it in
 *		under p_lock.  Each thread has a reference of its own, td_cred,
 *		for the length of a system call; the swap exchanges the calling
 *		thread's and makes the others' stale (syscall_stale()): no call
 *		that begins after the swap uses the old one.
 *
 * Invariants	(1) cr_ref counts; the last cred_free() frees.
 *		(2) cr_groups is sorted and has no duplicates.
 *		(3) ui_proccnt of cr_ruidinfo counts the process: a change of
 *		the real user moves the count.
 *		(4) P_SUGID is set when an id changed, and cleared by execve
 *		of a program without set-id bits only.
 *
 * Locks	uid_lock guards the hash of users; it is a leaf.  p_lock for
 *		p_cred.
 * Tests	tests/sys/kern/t_ids.c, t_signal.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/kmem.h>
#include <sys/md.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/queue.h>
#include <sys/rwlock.h>
#include <sys/signalvar.h>
#include <sys/sysent.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/ucred.h>

#define	UIDHASH_SIZE	64
#define	UIDHASH(uid)	(&uid_hash[(uid) & (UIDHASH_SIZE - 1)])
#define	CRED_SIZE(n)	(sizeof(struct cred) + (n) * sizeof(gid_t))
#define	NOID		((uid_t)-1)	/* "leave as it is" */

struct cred	*cred0;

static struct kmutex	uid_lock;
static LIST_HEAD(, uidinfo) uid_hash[UIDHASH_SIZE];	/* uid_lock */

/*
 * The first credential, of the kernel's process.
 */
void
cred_init(void)
{

	mutex_init(&uid_lock, "uidinfo");
	cred0 = kmem_zalloc(CRED_SIZE(0), KM_SLEEP);
	if (cred0 == NULL)
		panic("cred_init: no memory");
	cred0->cr_ref = 1;
	cred0->cr_ruidinfo = uid_find(0);
	if (cred0->cr_ruidinfo == NULL)
		panic("cred_init: no memory");
}

/*
 * The counters of a user, referenced; NULL without memory.
 */
struct uidinfo *
uid_find(uid_t uid)
{
	struct uidinfo *ui, *fresh = NULL;

	for (;;) {
		mutex_enter(&uid_lock);
		LIST_FOREACH(ui, UIDHASH(uid), ui_hash) {
			if (ui->ui_uid == uid)
				break;
		}
		if (ui != NULL)
			ui->ui_ref++;
		else if (fresh != NULL) {
			ui = fresh;
			fresh = NULL;
			LIST_INSERT_HEAD(UIDHASH(uid), ui, ui_hash);
		}
		mutex_exit(&uid_lock);
		if (ui != NULL || fresh != NULL)
			break;
		fresh = kmem_zalloc(sizeof(*fresh), KM_SLEEP);
		if (fresh == NULL)
			return (NULL);
		fresh->ui_uid = uid;
		fresh->ui_ref = 1;
	}
	kmem_free(fresh, sizeof(*fresh));
	return (ui);
}

void
uid_hold(struct uidinfo *ui)
{

	mutex_enter(&uid_lock);
	ui->ui_ref++;
	mutex_exit(&uid_lock);
}

void
uid_free(struct uidinfo *ui)
{
	bool last;

	mutex_enter(&uid_lock);
	last = --ui->ui_ref == 0;
	if (last)
		LIST_REMOVE(ui, ui_hash);
	mutex_exit(&uid_lock);
	if (last) {
		KASSERT(ui->ui_proccnt == 0);
		KASSERT(ui->ui_sbsize == 0 && ui->ui_knotes == 0);
		kmem_free(ui, sizeof(*ui));
	}
}

/*
 * Count one more process of the user unless that makes it more than max.
 */
bool
uid_proc_charge(struct uidinfo *ui, u_long max)
{

	if (atomic_inc_nv(&ui->ui_proccnt) <= max)
		return (true);
	atomic_dec(&ui->ui_proccnt);
	return (false);
}

void
uid_proc_release(struct uidinfo *ui)
{

	KASSERT(ui->ui_proccnt > 0);
	atomic_dec(&ui->ui_proccnt);
}

/*
 * The same for event queues.
 */
bool
uid_kqueue_charge(struct uidinfo *ui, rlim_t max)
{

	if ((rlim_t)atomic_inc_nv(&ui->ui_kqcnt) <= max)
		return (true);
	atomic_dec(&ui->ui_kqcnt);
	return (false);
}

void
uid_kqueue_release(struct uidinfo *ui)
{

	KASSERT(ui->ui_kqcnt > 0);
	atomic_dec(&ui->ui_kqcnt);
}

/*
 * The same for what they watch.
 */
bool
uid_knote_charge(struct uidinfo *ui, u_int max)
{

	if (atomic_inc_nv(&ui->ui_knotes) <= max)
		return (true);
	atomic_dec(&ui->ui_knotes);
	return (false);
}

void
uid_knote_release(struct uidinfo *ui)
{

	KASSERT(ui->ui_knotes > 0);
	atomic_dec(&ui->ui_knotes);
}

/*
 * The same for n bytes of socket buffers.
 */
bool
uid_sbsize_charge(struct uidinfo *ui, u_long n, rlim_t max)
{

	if ((rlim_t)(atomic_fetch_add(&ui->ui_sbsize, n) + n) <= max)
		return (true);
	atomic_sub(&ui->ui_sbsize, n);
	return (false);
}

void
uid_sbsize_release(struct uidinfo *ui, u_long n)
{

	KASSERT(ui->ui_sbsize >= n);
	atomic_sub(&ui->ui_sbsize, n);
}

/*
 * Give up a reference.  May sleep.
 */
void
cred_free(struct cred *cr)
{

	if (atomic_dec_nv(&cr->cr_ref) != 0)
		return;
	uid_free(cr->cr_ruidinfo);
	kmem_free(cr, CRED_SIZE(cr->cr_ngroups));
}

/*
 * A copy of cr with room for ngroups groups, of which as many as fit are
 * copied; the caller may change it until others can see it.  NULL without
 * memory.
 */
struct cred *
cred_dup(const struct cred *cr, u_int ngroups)
{
	struct cred *new;

	new = kmem_alloc(CRED_SIZE(ngroups), KM_SLEEP);
	if (new == NULL)
		return (NULL);
	memcpy(new, cr, CRED_SIZE(MIN(ngroups, cr->cr_ngroups)));
	new->cr_ref = 1;
	new->cr_ngroups = ngroups;
	uid_hold(new->cr_ruidinfo);
	return (new);
}

/*
 * Is gid the effective or one of the supplementary groups?
 */
bool
cred_groupmember(gid_t gid, const struct cred *cr)
{
	u_int lo, hi, mid;

	if (gid == cr->cr_gid)
		return (true);
	for (lo = 0, hi = cr->cr_ngroups; lo < hi; ) {
		mid = (lo + hi) / 2;
		if (cr->cr_groups[mid] == gid)
			return (true);
		if (cr->cr_groups[mid] < gid)
			lo = mid + 1;
		else
			hi = mid;
	}
	return (false);
}

bool
cred_is_super(const struct cred *cr)
{

	return (cr->cr_uid == 0);
}

/*
 * May the holder of cr do what priv names?  0 or EPERM.
 */
int
priv_check(const struct cred *cr, enum priv priv)
{

	if (cr->cr_uid == 0)
		return (0);
	return (SET_ERROR(EPERM));
}

/*
 * May the holder of cr look into the memory, descriptors and environment of p?
 * 0 or EPERM.  p_lock held.
 */
int
cred_cansee(const struct cred *cr, const struct proc *p)
{
	const struct cred *other = p->p_cred;

	if (p == curproc || cr->cr_uid == 0)
		return (0);
	if (other == NULL)			/* waited for */
		return (SET_ERROR(EPERM));
	if (cr->cr_uid == other->cr_ruid && cr->cr_uid == other->cr_svuid &&
	    (p->p_flag & P_SUGID) == 0)
		return (0);
	return (priv_check(cr, PRIV_PROC_SEEOTHER));
}

/*
 * May td send sig to p?  The sender's real or effective user must be the
 * target's real or saved one; SIGCONT may go to any process of the session.
 * 0 or EPERM.  p_lock held.
 */
int
cred_cansignal(struct thread *td, struct proc *p, int sig)
{
	const struct cred *cr = td->td_cred, *other = p->p_cred;

	if (p == td->td_proc)
		return (0);
	if (sig == SIGCONT && p->p_sid == td->td_proc->p_sid)
		return (0);
	if (cr->cr_ruid == other->cr_ruid || cr->cr_ruid == other->cr_svuid ||
	    cr->cr_uid == other->cr_ruid || cr->cr_uid == other->cr_svuid)
		return (0);
	return (priv_check(cr, PRIV_PROC_SIGNAL));
}

/*
 * May the holder of cr change the scheduling of p?  0 or EPERM.  p_lock held.
 */
int
cred_cansched(const struct cred *cr, const struct proc *p)
{
	const struct cred *other = p->p_cred;

	if (cr->cr_uid == other->cr_ruid || cr->cr_uid == other->cr_uid)
		return (0);
	return (priv_check(cr, PRIV_PROC_SETPRIORITY));
}

/*
 * The credential of any process, referenced; NULL if p, which the caller holds,
 * has been waited for.
 */
struct cred *
proc_get_cred(struct proc *p)
{
	struct cred *cr;

	mutex_enter(&p->p_lock);
	cr = p->p_cred;
	if (cr != NULL)
		(void)cred_hold(cr);
	mutex_exit(&p->p_lock);
	return (cr);
}

/*
 * Take up the process's present credential; from ast(), and before a call.
 */
void
cred_refresh(struct thread *td)
{
	struct cred *old = td->td_cred;

	td->td_cred = proc_get_cred(td->td_proc);
	cred_free(old);
}

/*
 * Give the running process the credential new, whose reference is consumed.
 * ERESTARTALWAYS: another thread has changed it, and new, which was made from
 * td_cred, would undo that.  No locks held.
 */
int
proc_set_cred(struct thread *td, struct cred *new)
{
	struct proc *p = td->td_proc;
	struct thread *other;
	struct cred *old;

	cred_hold(new);
	mutex_enter(&p->p_lock);
	old = p->p_cred;
	if (old != td->td_cred) {
		/* AST_CRED is set: the call begins anew with the other one. */
		mutex_exit(&p->p_lock);
		cred_free(new);
		cred_free(new);
		return (ERESTARTALWAYS);
	}
	p->p_cred = new;
	p->p_flag |= P_SUGID;
	FOREACH_THREAD(p, other) {
		if (other != td)
			syscall_stale(other, AST_CRED);
	}
	mutex_exit(&p->p_lock);
	if (old->cr_ruidinfo != new->cr_ruidinfo) {
		uid_proc_charge(new->cr_ruidinfo, ULONG_MAX);
		uid_proc_release(old->cr_ruidinfo);
	}
	cred_free(old);
	old = td->td_cred;
	td->td_cred = new;
	cred_free(old);
	return (0);
}

/* Ids that are asked for; NOID leaves one as it is. */
struct idset {
	uid_t	i_real;
	uid_t	i_eff;
	uid_t	i_saved;
};

static int
cred_change_uids(struct thread *td, const struct idset *ids)
{
	struct uidinfo *ui;
	struct cred *new;

	new = cred_dup(td->td_cred, td->td_cred->cr_ngroups);
	if (new == NULL)
		return (SET_ERROR(ENOMEM));
	if (ids->i_real != NOID && ids->i_real != new->cr_ruid) {
		ui = uid_find(ids->i_real);
		if (ui == NULL) {
			cred_free(new);
			return (SET_ERROR(ENOMEM));
		}
		uid_free(new->cr_ruidinfo);
		new->cr_ruidinfo = ui;
		new->cr_ruid = ids->i_real;
	}
	if (ids->i_eff != NOID)
		new->cr_uid = ids->i_eff;
	if (ids->i_saved != NOID)
		new->cr_svuid = ids->i_saved;
	return (proc_set_cred(td, new));
}

static int
cred_change_gids(struct thread *td, const struct idset *ids)
{
	struct cred *new;

	new = cred_dup(td->td_cred, td->td_cred->cr_ngroups);
	if (new == NULL)
		return (SET_ERROR(ENOMEM));
	if (ids->i_real != NOID)
		new->cr_rgid = ids->i_real;
	if (ids->i_eff != NOID)
		new->cr_gid = ids->i_eff;
	if (ids->i_saved != NOID)
		new->cr_svgid = ids->i_saved;
	return (proc_set_cred(td, new));
}

int
sys_getpid(struct thread *td, const struct getpid_args *uap,
    register_t *retval)
{

	*retval = td->td_proc->p_pid;
	return (0);
}

int
sys_getppid(struct thread *td, const struct getppid_args *uap,
    register_t *retval)
{

	*retval = atomic_load_relaxed(&td->td_proc->p_ppid);
	return (0);
}

/* proc_find() returns with a lock, or without a process. */
int	sys_getpgid(struct thread *, const struct getpgid_args *, register_t *)
	    __no_lock_analysis;

int
sys_getpgid(struct thread *td, const struct getpgid_args *uap,
    register_t *retval)
{
	struct proc *p = td->td_proc;

	if (uap->pid == 0 || uap->pid == p->p_pid) {
		*retval = p->p_pgid;
		return (0);
	}
	p = proc_find(uap->pid);
	if (p == NULL)
		return (SET_ERROR(ESRCH));
	*retval = p->p_pgid;
	mutex_exit(&p->p_lock);
	return (0);
}

/* proc_find() returns with a lock, or without a process. */
int	sys_getsid(struct thread *, const struct getsid_args *, register_t *)
	    __no_lock_analysis;

int
sys_getsid(struct thread *td, const struct getsid_args *uap,
    register_t *retval)
{
	struct proc *p = td->td_proc;

	if (uap->pid == 0 || uap->pid == p->p_pid) {
		*retval = p->p_sid;
		return (0);
	}
	p = proc_find(uap->pid);
	if (p == NULL)
		return (SET_ERROR(ESRCH));
	*retval = p->p_sid;
	mutex_exit(&p->p_lock);
	return (0);
}

/*
 * A new session and group, with the caller their leader, without a terminal.
 */
int
sys_setsid(struct thread *td, const struct setsid_args *uap,
    register_t *retval)
{
	struct proc *p = td->td_proc;
	struct session *s;
	struct pgrp *pg;

	pg = pgrp_alloc();
	s = session_alloc();
	if (pg == NULL || s == NULL)
		goto fail;
	rw_enter(&proctree_lock, RW_WRITER);
	if (pgfind(p->p_pid) != NULL) {
		rw_exit(&proctree_lock);
		goto fail;
	}
	s->s_leader = p;
	s->s_sid = p->p_pid;
	memcpy(s->s_login, p->p_pgrp->pg_session->s_login,
	    sizeof(s->s_login));
	pgrp_enter(p, pg, s);
	rw_exit(&proctree_lock);
	*retval = p->p_pid;
	return (0);

fail:
	if (s != NULL)
		session_free(s);
	if (pg != NULL)
		pgrp_free(pg);
	return (SET_ERROR(EPERM));
}

/*
 * May pgid become the group of target, on behalf of p?  *pgp: the group, NULL
 * if it is to be made.  proctree_lock held.
 */
static int
setpgid_check(struct proc *p, struct proc *target, pid_t pgid,
    struct pgrp **pgp)
{

	if (target == NULL || target->p_state != PRS_NORMAL ||
	    (target != p && target->p_pptr != p))
		return (SET_ERROR(ESRCH));
	if (target->p_pgrp->pg_session != p->p_pgrp->pg_session)
		return (SET_ERROR(EPERM));
	if (target != p &&
	    (atomic_load_relaxed(&target->p_flag) & P_EXEC) != 0)
		return (SET_ERROR(EACCES));
	if (target->p_pgrp->pg_session->s_leader == target)
		return (SET_ERROR(EPERM));
	*pgp = pgfind(pgid);
	if (*pgp == NULL)
		return (pgid == target->p_pid ? 0 : SET_ERROR(EPERM));
	if ((*pgp)->pg_session != p->p_pgrp->pg_session)
		return (SET_ERROR(EPERM));
	return (0);
}

int
sys_setpgid(struct thread *td, const struct setpgid_args *uap,
    register_t *retval)
{
	struct proc *p = td->td_proc, *target;
	struct pgrp *fresh, *pg = NULL;
	pid_t pgid = uap->pgid;
	int error;

	if (pgid < 0)
		return (SET_ERROR(EINVAL));
	fresh = pgrp_alloc();
	if (fresh == NULL)
		return (SET_ERROR(ENOMEM));
	rw_enter(&proctree_lock, RW_WRITER);
	if (uap->pid == 0)
		target = p;
	else
		target = proc_lookup(uap->pid);
	if (pgid == 0 && target != NULL)
		pgid = target->p_pid;
	error = setpgid_check(p, target, pgid, &pg);
	if (error == 0 && pg != target->p_pgrp) {
		if (pg == NULL) {
			pgrp_enter(target, fresh, p->p_pgrp->pg_session);
			fresh = NULL;
		} else
			pgrp_enter(target, pg, NULL);
	}
	rw_exit(&proctree_lock);
	if (fresh != NULL)
		pgrp_free(fresh);
	return (error);
}

int
sys_getuid(struct thread *td, const struct getuid_args *uap,
    register_t *retval)
{

	*retval = td->td_cred->cr_ruid;
	return (0);
}

int
sys_geteuid(struct thread *td, const struct geteuid_args *uap,
    register_t *retval)
{

	*retval = td->td_cred->cr_uid;
	return (0);
}

int
sys_getgid(struct thread *td, const struct getgid_args *uap,
    register_t *retval)
{

	*retval = td->td_cred->cr_rgid;
	return (0);
}

int
sys_getegid(struct thread *td, const struct getegid_args *uap,
    register_t *retval)
{

	*retval = td->td_cred->cr_gid;
	return (0);
}

static int
copyout_id(const uid_t *id, uid_t *where)
{

	return (where == NULL ? 0 : copyout(id, where, sizeof(*id)));
}

int
sys_getresuid(struct thread *td, const struct getresuid_args *uap,
    register_t *retval)
{
	const struct cred *cr = td->td_cred;
	int error;

	error = copyout_id(&cr->cr_ruid, uap->ruid);
	if (error == 0)
		error = copyout_id(&cr->cr_uid, uap->euid);
	if (error == 0)
		error = copyout_id(&cr->cr_svuid, uap->suid);
	return (error);
}

int
sys_getresgid(struct thread *td, const struct getresgid_args *uap,
    register_t *retval)
{
	const struct cred *cr = td->td_cred;
	int error;

	error = copyout_id(&cr->cr_rgid, uap->rgid);
	if (error == 0)
		error = copyout_id(&cr->cr_gid, uap->egid);
	if (error == 0)
		error = copyout_id(&cr->cr_svgid, uap->sgid);
	return (error);
}

static bool
uid_is_own(const struct cred *cr, uid_t uid)
{

	return (uid == NOID || uid == cr->cr_ruid || uid == cr->cr_uid ||
	    uid == cr->cr_svuid);
}

static bool
gid_is_own(const struct cred *cr, gid_t gid)
{

	return (gid == NOID || gid == cr->cr_rgid || gid == cr->cr_gid ||
	    gid == cr->cr_svgid);
}

int
sys_setresuid(struct thread *td, const struct setresuid_args *uap,
    register_t *retval)
{
	const struct idset ids = { uap->ruid, uap->euid, uap->suid };
	const struct cred *cr = td->td_cred;
	int error;

	if (!uid_is_own(cr, ids.i_real) || !uid_is_own(cr, ids.i_eff) ||
	    !uid_is_own(cr, ids.i_saved)) {
		error = priv_check(cr, PRIV_CRED_SETUID);
		if (error != 0)
			return (error);
	}
	return (cred_change_uids(td, &ids));
}

int
sys_setresgid(struct thread *td, const struct setresgid_args *uap,
    register_t *retval)
{
	const struct idset ids = { uap->rgid, uap->egid, uap->sgid };
	const struct cred *cr = td->td_cred;
	int error;

	if (!gid_is_own(cr, ids.i_real) || !gid_is_own(cr, ids.i_eff) ||
	    !gid_is_own(cr, ids.i_saved)) {
		error = priv_check(cr, PRIV_CRED_SETGID);
		if (error != 0)
			return (error);
	}
	return (cred_change_gids(td, &ids));
}

/*
 * The super-user changes all three ids, others the effective one, to their real
 * or saved one.
 */
int
sys_setuid(struct thread *td, const struct setuid_args *uap,
    register_t *retval)
{
	const struct cred *cr = td->td_cred;
	struct idset ids = { uap->uid, uap->uid, uap->uid };
	int error;

	error = priv_check(cr, PRIV_CRED_SETUID);
	if (error != 0) {
		if (uap->uid != cr->cr_ruid && uap->uid != cr->cr_svuid)
			return (error);
		ids.i_real = ids.i_saved = NOID;
	}
	return (cred_change_uids(td, &ids));
}

int
sys_setgid(struct thread *td, const struct setgid_args *uap,
    register_t *retval)
{
	const struct cred *cr = td->td_cred;
	struct idset ids = { uap->gid, uap->gid, uap->gid };
	int error;

	error = priv_check(cr, PRIV_CRED_SETGID);
	if (error != 0) {
		if (uap->gid != cr->cr_rgid && uap->gid != cr->cr_svgid)
			return (error);
		ids.i_real = ids.i_saved = NOID;
	}
	return (cred_change_gids(td, &ids));
}

int
sys_getgroups(struct thread *td, const struct getgroups_args *uap,
    register_t *retval)
{
	const struct cred *cr = td->td_cred;

	*retval = cr->cr_ngroups;
	if (uap->ngroups == 0)
		return (0);
	if (uap->ngroups < 0 || (u_int)uap->ngroups < cr->cr_ngroups)
		return (SET_ERROR(EINVAL));
	return (copyout(cr->cr_groups, uap->groups,
	    cr->cr_ngroups * sizeof(gid_t)));
}

/*
 * Sort groups and drop duplicates; returns how many are left.
 */
static u_int
groups_normalise(gid_t *groups, u_int n)
{
	u_int i, j, out;
	gid_t gid;

	for (i = 1; i < n; i++) {
		gid = groups[i];
		for (j = i; j > 0 && groups[j - 1] > gid; j--)
			groups[j] = groups[j - 1];
		groups[j] = gid;
	}
	for (i = 0, out = 0; i < n; i++) {
		if (out == 0 || groups[i] != groups[out - 1])
			groups[out++] = groups[i];
	}
	return (out);
}

int
sys_setgroups(struct thread *td, const struct setgroups_args *uap,
    register_t *retval)
{
	gid_t groups[NGROUPS_MAX];
	struct cred *new;
	u_int n;
	int error;

	error = priv_check(td->td_cred, PRIV_CRED_SETGROUPS);
	if (error != 0)
		return (error);
	if (uap->ngroups < 0 || uap->ngroups > NGROUPS_MAX)
		return (SET_ERROR(EINVAL));
	n = (u_int)uap->ngroups;
	error = copyin(uap->groups, groups, n * sizeof(gid_t));
	if (error != 0)
		return (error);
	n = groups_normalise(groups, n);
	new = cred_dup(td->td_cred, n);
	if (new == NULL)
		return (SET_ERROR(ENOMEM));
	memcpy(new->cr_groups, groups, n * sizeof(gid_t));
	return (proc_set_cred(td, new));
}

int
sys_issetugid(struct thread *td, const struct issetugid_args *uap,
    register_t *retval)
{

	*retval = (atomic_load_relaxed(&td->td_proc->p_flag) & P_SUGID) != 0;
	return (0);
}

int
sys_getlogin_r(struct thread *td, const struct getlogin_r_args *uap,
    register_t *retval)
{
	char login[MAXLOGNAME];
	size_t len;

	rw_enter(&proctree_lock, RW_READER);
	memcpy(login, td->td_proc->p_pgrp->pg_session->s_login,
	    sizeof(login));
	rw_exit(&proctree_lock);
	len = strlen(login) + 1;
	if (len > uap->len)
		return (SET_ERROR(ERANGE));
	return (copyout(login, uap->name, len));
}

int
sys_setlogin(struct thread *td, const struct setlogin_args *uap,
    register_t *retval)
{
	char login[MAXLOGNAME];
	int error;

	error = priv_check(td->td_cred, PRIV_PROC_SETLOGIN);
	if (error != 0)
		return (error);
	memset(login, 0, sizeof(login));
	error = copyinstr(uap->name, login, sizeof(login), NULL);
	if (error == ENAMETOOLONG)
		error = SET_ERROR(EINVAL);
	if (error != 0)
		return (error);
	rw_enter(&proctree_lock, RW_WRITER);
	memcpy(td->td_proc->p_pgrp->pg_session->s_login, login,
	    sizeof(login));
	rw_exit(&proctree_lock);
	return (0);
}
