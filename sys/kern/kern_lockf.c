/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Advisory locks on files: record locks of fcntl(2), which a process owns, and
 * whole-file locks of flock(2), which an open file owns.
 *
 * Model	A vnode that has locks, or threads that wait for some, has a
 *		struct lockf_head.  Its locks are ranges [lf_start, lf_end] of
 *		one owner; the two kinds do not see each other, since a program
 *		that takes both would else wait for itself.
 *
 * Invariants	(1) Locks of one kind that overlap, of different owners, are all
 *		    shared.
 *		(2) Locks of one owner and kind on a vnode do not overlap, and
 *		    those of the same type do not touch.
 *		(3) p_nlockf is the number of record locks of the process, at
 *		    most LOCKF_MAXPROC and what a last split adds.
 *		(4) v_lockf is not NULL only while the head has locks or
 *		    waiters, hence only while the vnode is in use.
 *
 * Release	A record lock ends when its owner closes any descriptor of the
 *		file, or exits.  A lock that was granted while another thread
 *		closed the descriptor is taken back by fcntl(2).
 *
 * Deadlock	A thread about to wait for a record lock looks whether those it
 *		waits for wait, over any number of steps, for its process: see
 *		lockf_deadlocks().  Locks of flock(2) are not looked at.
 *
 * Locks	lockf_lock covers all of it.  Nothing is allocated, freed or
 *		copied while it is held.
 * Context	thread; sleeps.
 * Tests	tests/sys/kern/t_lockf.c
 */

#include <sys/param.h>
#include <sys/capsicum.h>
#include <sys/condvar.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/kmem.h>
#include <sys/lockf.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/queue.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/unistd.h>
#include <sys/vnode.h>

#define	LOCKF_END	INT64_MAX	/* lf_end of a lock without an end */
#define	LOCKF_MAXPROC	4096		/* record locks of a process */
#define	LOCKF_SPARES	2		/* what one change takes at most */

/* All fields: lockf_lock. */
struct lockf {
	LIST_ENTRY(lockf) lf_link;
	void		*lf_owner;	/* struct proc, or file for flock(2) */
	off_t		lf_start;
	off_t		lf_end;		/* the last byte */
	pid_t		lf_pid;		/* of a record lock's owner */
	short		lf_type;	/* F_RDLCK, F_WRLCK; F_UNLCK to ask */
	bool		lf_whole;	/* of flock(2) */
};

LIST_HEAD(lockf_list, lockf);

struct lockf_wait {
	LIST_ENTRY(lockf_wait) lw_link;	/* lockf_waits */
	const struct lockf *lw_request;
	struct lockf_head *lw_head;
	enum { LW_UNSEEN, LW_REACHED, LW_DONE } lw_mark;
};

struct lockf_head {
	LIST_ENTRY(lockf_head) lh_link;	/* lockf_heads */
	struct vnode	*lh_vnode;
	struct lockf_list lh_locks;
	struct cv	lh_cv;
	u_int		lh_waiters;
};

static struct kmutex lockf_lock = MUTEX_INITIALIZER(lockf_lock, "lockf");
static LIST_HEAD(, lockf_head) lockf_heads
    __guarded_by(lockf_lock) = LIST_HEAD_INITIALIZER(lockf_heads);
static LIST_HEAD(, lockf_wait) lockf_waits
    __guarded_by(lockf_lock) = LIST_HEAD_INITIALIZER(lockf_waits);
static u_int lockf_count __guarded_by(lockf_lock);

SYSCTL_UINT(_kern, OID_AUTO, lockf, CTLFLAG_RD, &lockf_count, 0,
    "advisory locks on files");

/* --- ranges --------------------------------------------------------------- */

static bool
lockf_same_owner(const struct lockf *a, const struct lockf *b)
{

	return (a->lf_owner == b->lf_owner && a->lf_whole == b->lf_whole);
}

static bool
lockf_conflicts(const struct lockf *held, const struct lockf *wanted)
{

	return (held->lf_whole == wanted->lf_whole &&
	    held->lf_owner != wanted->lf_owner &&
	    (held->lf_type == F_WRLCK || wanted->lf_type == F_WRLCK) &&
	    held->lf_start <= wanted->lf_end &&
	    wanted->lf_start <= held->lf_end);
}

/*
 * The first lock in the way of the request, or NULL.
 */
static struct lockf *
lockf_blocker(const struct lockf_head *head, const struct lockf *wanted)
{
	struct lockf *lf;

	LIST_FOREACH(lf, &head->lh_locks, lf_link) {
		if (lockf_conflicts(lf, wanted))
			return (lf);
	}
	return (NULL);
}

static void
lockf_insert(struct lockf_head *head, struct lockf *lf)
    __requires(lockf_lock)
{

	LIST_INSERT_HEAD(&head->lh_locks, lf, lf_link);
	lockf_count++;
	if (!lf->lf_whole)
		((struct proc *)lf->lf_owner)->p_nlockf++;
}

/*
 * Take a lock off its vnode and put it on the list of what is to be freed.
 */
static void
lockf_remove(struct lockf *lf, struct lockf_list *gone)
    __requires(lockf_lock)
{

	LIST_REMOVE(lf, lf_link);
	lockf_count--;
	if (!lf->lf_whole)
		((struct proc *)lf->lf_owner)->p_nlockf--;
	LIST_INSERT_HEAD(gone, lf, lf_link);
}

static struct lockf *
lockf_take(struct lockf_list *spares)
{
	struct lockf *lf = LIST_FIRST(spares);

	LIST_REMOVE(lf, lf_link);
	return (lf);
}

/*
 * Give the owner exactly what the request says in its range, which nobody
 * contests: what it had there is cut, split or joined.  Takes at most
 * LOCKF_SPARES locks from the list, and puts there what is left over.
 *
 * Waiters are woken only if the owner had something there.  Two that want a
 * lock of flock(2), and give up what they have each time they find it taken,
 * would else wake each other for as long as they wait.
 */
static void
lockf_apply(struct lockf_head *head, const struct lockf *wanted,
    struct lockf_list *spares) __requires(lockf_lock)
{
	struct lockf new = *wanted, *lf, *next, *right;
	bool changed = false;

	LIST_FOREACH_SAFE(lf, &head->lh_locks, lf_link, next) {
		if (!lockf_same_owner(lf, wanted))
			continue;
		if (lf->lf_type == new.lf_type) {
			/* Also when they only touch. */
			if ((new.lf_start > 0 &&
			    lf->lf_end < new.lf_start - 1) ||
			    (new.lf_end < LOCKF_END &&
			    lf->lf_start > new.lf_end + 1))
				continue;
			new.lf_start = MIN(new.lf_start, lf->lf_start);
			new.lf_end = MAX(new.lf_end, lf->lf_end);
			changed = true;
			lockf_remove(lf, spares);
			continue;
		}
		if (lf->lf_end < new.lf_start || lf->lf_start > new.lf_end)
			continue;
		changed = true;
		if (lf->lf_start < new.lf_start && lf->lf_end > new.lf_end) {
			right = lockf_take(spares);
			*right = *lf;
			right->lf_start = new.lf_end + 1;
			lf->lf_end = new.lf_start - 1;
			lockf_insert(head, right);
		} else if (lf->lf_start < new.lf_start)
			lf->lf_end = new.lf_start - 1;
		else if (lf->lf_end > new.lf_end)
			lf->lf_start = new.lf_end + 1;
		else
			lockf_remove(lf, spares);
	}
	if (new.lf_type != F_UNLCK) {
		lf = lockf_take(spares);
		*lf = new;
		lockf_insert(head, lf);
	}
	if (changed)
		cv_broadcast(&head->lh_cv);
}

/* --- waiting -------------------------------------------------------------- */

/*
 * Mark the waits of a process as reached; true if one was not before.
 */
static bool
lockf_mark(const void *owner) __requires(lockf_lock)
{
	struct lockf_wait *w;
	bool marked = false;

	LIST_FOREACH(w, &lockf_waits, lw_link) {
		if (w->lw_request->lf_owner == owner &&
		    w->lw_mark == LW_UNSEEN) {
			w->lw_mark = LW_REACHED;
			marked = true;
		}
	}
	return (marked);
}

/*
 * Mark the waits of those whose locks are in the way of the request; true if
 * the process `owner' is one of them.  *morep becomes true when there are new
 * marks.
 */
static bool
lockf_reaches(const struct lockf_head *head, const struct lockf *wanted,
    const void *owner, bool *morep) __requires(lockf_lock)
{
	struct lockf *lf;

	LIST_FOREACH(lf, &head->lh_locks, lf_link) {
		if (!lockf_conflicts(lf, wanted))
			continue;
		if (lf->lf_owner == owner)
			return (true);
		if (lockf_mark(lf->lf_owner))
			*morep = true;
	}
	return (false);
}

/*
 * Would a wait for the request close a circle?  The waits that are reached from
 * it are marked until there are no new ones, each being looked at once.
 */
static bool
lockf_deadlocks(const struct lockf_head *head, const struct lockf *wanted)
    __requires(lockf_lock)
{
	const void *owner = wanted->lf_owner;
	struct lockf_wait *w;
	bool more = false;

	LIST_FOREACH(w, &lockf_waits, lw_link)
		w->lw_mark = LW_UNSEEN;
	(void)lockf_reaches(head, wanted, owner, &more);
	while (more) {
		more = false;
		LIST_FOREACH(w, &lockf_waits, lw_link) {
			if (w->lw_mark != LW_REACHED)
				continue;
			w->lw_mark = LW_DONE;
			if (lockf_reaches(w->lw_head, w->lw_request, owner,
			    &more))
				return (true);
		}
	}
	return (false);
}

/*
 * Sleep until something changes on the vnode.
 */
static int
lockf_sleep(struct lockf_head *head, const struct lockf *wanted)
    __requires(lockf_lock)
{
	struct lockf_wait w;
	int error;

	if (!wanted->lf_whole && lockf_deadlocks(head, wanted))
		return (SET_ERROR(EDEADLK));
	w.lw_request = wanted;
	w.lw_head = head;
	head->lh_waiters++;
	if (!wanted->lf_whole)
		LIST_INSERT_HEAD(&lockf_waits, &w, lw_link);
	error = cv_wait_sig(&head->lh_cv, &lockf_lock);
	if (!wanted->lf_whole)
		LIST_REMOVE(&w, lw_link);
	head->lh_waiters--;
	return (error);
}

/*
 * Wait until nothing is in the way.  A lock of flock(2) that is to become
 * exclusive is given up first, lest two that share it wait for each other.
 */
static int
lockf_wait(struct lockf_head *head, const struct lockf *wanted, bool wait,
    struct lockf_list *spares) __requires(lockf_lock)
{
	struct lockf unlock = *wanted;
	int error = 0;

	if (wanted->lf_type == F_UNLCK)
		return (0);
	unlock.lf_type = F_UNLCK;
	while (error == 0 && lockf_blocker(head, wanted) != NULL) {
		if (!wait)
			return (SET_ERROR(EAGAIN));
		if (wanted->lf_whole)
			lockf_apply(head, &unlock, spares);
		error = lockf_sleep(head, wanted);
	}
	return (error);
}

/* --- heads ---------------------------------------------------------------- */

/*
 * The head goes when it has neither locks nor waiters; the caller frees what
 * is returned.
 */
static struct lockf_head *
lockf_trim(struct vnode *vp) __requires(lockf_lock)
{
	struct lockf_head *head = vp->v_lockf;

	if (head == NULL || head->lh_waiters != 0 ||
	    !LIST_EMPTY(&head->lh_locks))
		return (NULL);
	vp->v_lockf = NULL;
	LIST_REMOVE(head, lh_link);
	return (head);
}

static void
lockf_free(struct lockf_list *list, struct lockf_head *head)
{
	struct lockf *lf;

	while ((lf = LIST_FIRST(list)) != NULL) {
		LIST_REMOVE(lf, lf_link);
		kmem_free(lf, sizeof(*lf));
	}
	if (head != NULL) {
		cv_destroy(&head->lh_cv);
		kmem_free(head, sizeof(*head));
	}
}

/*
 * What a change may take, allocated before lockf_lock.
 */
static int
lockf_prepare(struct vnode *vp, struct lockf_list *spares,
    struct lockf_head **headp)
{
	struct lockf_head *head;
	struct lockf *lf;
	int i;

	LIST_INIT(spares);
	head = kmem_zalloc(sizeof(*head), KM_SLEEP);
	*headp = head;
	if (head == NULL)
		return (SET_ERROR(ENOMEM));
	cv_init(&head->lh_cv, "lockf");
	LIST_INIT(&head->lh_locks);
	head->lh_vnode = vp;
	for (i = 0; i < LOCKF_SPARES; i++) {
		lf = kmem_alloc(sizeof(*lf), KM_SLEEP);
		if (lf == NULL) {
			lockf_free(spares, head);
			return (SET_ERROR(ENOMEM));
		}
		LIST_INSERT_HEAD(spares, lf, lf_link);
	}
	return (0);
}

/*
 * Do what the request says, F_UNLCK included.
 */
static int
lockf_change(struct vnode *vp, const struct lockf *wanted, bool wait)
{
	struct lockf_list spares;
	struct lockf_head *head, *unused;
	int error;

	error = lockf_prepare(vp, &spares, &unused);
	if (error != 0)
		return (error);
	mutex_enter(&lockf_lock);
	if (vp->v_lockf == NULL) {
		vp->v_lockf = unused;
		LIST_INSERT_HEAD(&lockf_heads, unused, lh_link);
		unused = NULL;
	}
	head = vp->v_lockf;
	error = lockf_wait(head, wanted, wait, &spares);
	if (error == 0 && !wanted->lf_whole && wanted->lf_type != F_UNLCK &&
	    ((struct proc *)wanted->lf_owner)->p_nlockf >= LOCKF_MAXPROC)
		error = SET_ERROR(ENOLCK);
	if (error == 0)
		lockf_apply(head, wanted, &spares);
	head = lockf_trim(vp);
	mutex_exit(&lockf_lock);
	lockf_free(&spares, unused);
	LIST_INIT(&spares);
	lockf_free(&spares, head);
	return (error);
}

/*
 * Remove every lock of an owner from a vnode.
 */
static void
lockf_remove_all(struct lockf_head *head, const void *owner, bool whole,
    struct lockf_list *gone) __requires(lockf_lock)
{
	struct lockf *lf, *next;

	LIST_FOREACH_SAFE(lf, &head->lh_locks, lf_link, next) {
		if (lf->lf_owner == owner && lf->lf_whole == whole)
			lockf_remove(lf, gone);
	}
	cv_broadcast(&head->lh_cv);
}

static void
lockf_drop(struct vnode *vp, const void *owner, bool whole)
{
	struct lockf_list gone = LIST_HEAD_INITIALIZER(gone);
	struct lockf_head *head;

	mutex_enter(&lockf_lock);
	if (vp->v_lockf != NULL)
		lockf_remove_all(vp->v_lockf, owner, whole, &gone);
	head = lockf_trim(vp);
	mutex_exit(&lockf_lock);
	lockf_free(&gone, head);
}

void
lockf_release(struct proc *p, struct vnode *vp)
{

	lockf_drop(vp, p, false);
}

void
lockf_exit(struct proc *p)
{
	struct lockf_list gone = LIST_HEAD_INITIALIZER(gone);
	struct lockf_head *head, *next, *trimmed = NULL;

	mutex_enter(&lockf_lock);
	while (p->p_nlockf != 0) {
		LIST_FOREACH_SAFE(head, &lockf_heads, lh_link, next) {
			lockf_remove_all(head, p, false, &gone);
			trimmed = lockf_trim(head->lh_vnode);
			if (trimmed != NULL)
				break;
		}
		mutex_exit(&lockf_lock);
		lockf_free(&gone, trimmed);
		mutex_enter(&lockf_lock);
	}
	mutex_exit(&lockf_lock);
}

void
lockf_file_close(struct file *fp)
{

	lockf_drop(fp->f_vnode, fp, true);
}

/* --- fcntl(2) ------------------------------------------------------------- */

/*
 * The range that l_whence, l_start and l_len mean.
 */
static int
lockf_range(struct thread *td, struct file *fp, const struct flock *fl,
    struct lockf *lf)
{
	struct stat sb;
	off_t base = 0, start;
	int error;

	switch (fl->l_whence) {
	case SEEK_SET:
		break;
	case SEEK_CUR:
		mutex_enter(&fp->f_lock);
		base = fp->f_offset;
		mutex_exit(&fp->f_lock);
		break;
	case SEEK_END:
		error = fp->f_ops->fo_stat(fp, &sb, td->td_cred, td);
		if (error != 0)
			return (error);
		base = sb.st_size;
		break;
	default:
		return (SET_ERROR(EINVAL));
	}
	if (__builtin_add_overflow(base, fl->l_start, &start))
		return (SET_ERROR(EOVERFLOW));
	lf->lf_start = start;
	if (fl->l_len == 0)
		lf->lf_end = LOCKF_END;
	else if (fl->l_len < 0) {
		/* The bytes before the start. */
		lf->lf_end = start - 1;
		if (__builtin_add_overflow(start, fl->l_len, &lf->lf_start))
			return (SET_ERROR(EINVAL));
	} else if (__builtin_add_overflow(start, fl->l_len - 1, &lf->lf_end))
		return (SET_ERROR(EOVERFLOW));
	return (lf->lf_start < 0 ? SET_ERROR(EINVAL) : 0);
}

static void
lockf_get(struct vnode *vp, const struct lockf *wanted, struct flock *fl)
{
	struct lockf *lf = NULL;

	mutex_enter(&lockf_lock);
	if (vp->v_lockf != NULL)
		lf = lockf_blocker(vp->v_lockf, wanted);
	if (lf == NULL)
		fl->l_type = F_UNLCK;
	else {
		fl->l_type = lf->lf_type;
		fl->l_whence = SEEK_SET;
		fl->l_start = lf->lf_start;
		fl->l_len = lf->lf_end == LOCKF_END ? 0 :
		    lf->lf_end - lf->lf_start + 1;
		fl->l_pid = lf->lf_pid;
		fl->l_sysid = 0;
	}
	mutex_exit(&lockf_lock);
}

int
lockf_fcntl(struct thread *td, struct file *fp, int cmd, struct flock *fl)
{
	struct proc *p = td->td_proc;
	struct lockf wanted = {
		.lf_owner = p, .lf_pid = p->p_pid, .lf_type = fl->l_type
	};
	int error;

	if (fp->f_type != DTYPE_VNODE || (fl->l_type != F_RDLCK &&
	    fl->l_type != F_WRLCK && (fl->l_type != F_UNLCK ||
	    cmd == F_GETLK)))
		return (SET_ERROR(EINVAL));
	error = lockf_range(td, fp, fl, &wanted);
	if (error != 0)
		return (error);
	if (cmd == F_GETLK) {
		lockf_get(fp->f_vnode, &wanted, fl);
		return (0);
	}
	if ((fl->l_type == F_RDLCK && (fp->f_flag & FREAD) == 0) ||
	    (fl->l_type == F_WRLCK && (fp->f_flag & FWRITE) == 0))
		return (SET_ERROR(EBADF));
	return (lockf_change(fp->f_vnode, &wanted, cmd == F_SETLKW));
}

/* --- flock(2) ------------------------------------------------------------- */

int
sys_flock(struct thread *td, const struct flock_args *uap, register_t *retval)
{
	struct lockf wanted = { .lf_end = LOCKF_END, .lf_whole = true };
	struct file *fp;
	int error;

	error = fd_get(td, uap->fd, &cap_flock_rights, &fp);
	if (error != 0)
		return (error);
	wanted.lf_owner = fp;
	switch (uap->operation & ~LOCK_NB) {
	case LOCK_SH:
		wanted.lf_type = F_RDLCK;
		break;
	case LOCK_EX:
		wanted.lf_type = F_WRLCK;
		break;
	case LOCK_UN:
		wanted.lf_type = F_UNLCK;
		break;
	default:
		error = SET_ERROR(EINVAL);
	}
	if (error == 0 && fp->f_type != DTYPE_VNODE)
		error = SET_ERROR(EOPNOTSUPP);
	if (error == 0)
		error = lockf_change(fp->f_vnode, &wanted,
		    (uap->operation & LOCK_NB) == 0);
	file_drop(fp);
	return (error);
}
