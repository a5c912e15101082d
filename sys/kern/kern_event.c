/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Event queues: kqueue(2), kevent(2).
 *
 * Model	A queue has a table of knotes, each an interest in one thing
 *		(ident) by one filter, and a queue of those that may be true.
 *		A knote of a file, process or vnode lies on the object's notify
 *		list, as a call of poll(2) does, but for as long as it exists.
 *		When the object fires, the knote is queued, which takes only
 *		spin locks and asks nothing of the object.  kevent(2) takes
 *		knotes from the queue and then asks, in its own context: one of
 *		a file is true if fo_event says so now, the others are true
 *		because they fired.  What is not true leaves the queue until it
 *		fires again; what is, and has neither EV_CLEAR, EV_DISPATCH nor
 *		EV_ONESHOT, goes to the queue's end.
 *
 * Invariants	(1) A knote that is active, enabled and not busy is queued.  It
 *		becomes inactive before its object is asked:
 *
 *		kevent				object
 *		clear KN_ACTIVE, set KN_BUSY
 *						change (object's lock)
 *		ask (object's lock)
 *						fire: KN_ACTIVE, KN_FIRED
 *		clear KN_BUSY; active: queue it again
 *
 *		(2) KN_BUSY excludes: who sets it may read and change the knote
 *		without the lock, and sleep; nobody finds it in the queue then.
 *		It is held only while an object is asked, or a filter attached
 *		or changed.
 *		(3) Who unlinks a knote from the table (KN_DYING, once) frees it
 *		after it is not busy; so whoever finds one in the table or the
 *		queue under the lock has a live one, with its file: a closed
 *		descriptor's knotes are unlinked under fd_lock, and freed before
 *		the descriptor's reference on the file is given back.
 *		(4) kn_serial grows along the queue.  A call looks at what was
 *		queued before it began, so it reports nothing twice.
 *		(5) While the queue is not empty, no thread sleeps unless one
 *		was woken and has not returned: it wakes another when it does.
 *
 * Nesting	A queue can be watched through its descriptor; it fires when a
 *		knote is queued, and asking it asks its knotes until one is
 *		true.  The graph has no cycle and at most KQ_DEPTH levels, which
 *		bounds the stack.
 *
 * Tables	A queue belongs to a descriptor table, which lists it and which
 *		it keeps in memory.  It is neither inherited nor sent, so its
 *		knotes speak of that table's descriptors for ever.
 *
 * Limits	All knotes are counted, and those of each user: whoever made the
 *		queue.  An ordinary user has a part of them only.
 *
 * Locks	fd_lock -> kq_lock; notify lists (IPL_VM), the watched object's
 *		-> kq_lock (IPL_VM) -> sleep queues, timeouts.  kq_notify is
 *		fired without kq_lock, but with the lists of what is below it
 *		locked.  kqueue_graph_lock: nested queues; a leaf.
 * Context	thread; firing: up to IPL_VM.
 * Tests	tests/sys/kern/t_kqueue.c, t_kevent.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/capsicum.h>
#include <sys/eventvar.h>
#include <sys/fail.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/kmem.h>
#include <sys/mutex.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/resourcevar.h>
#include <sys/signalvar.h>
#include <sys/sleepq.h>
#include <sys/spin.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/ucred.h>
#include <vm/vm_page.h>

#define	KQ_HASH0	16		/* buckets of a new table */
#define	KQ_HASHMAX	4096		/* and of the largest */
#define	KQ_BATCH	8		/* events copied at a time */
#define	KQ_DEPTH	5		/* levels of nested queues */

TAILQ_HEAD(knote_queue, knote);

/*
 * Locks: (k) kq_lock, (i) constant, (f) fd_lock of kq_fdp, (g) graph lock.
 */
struct kqueue {
	struct spin	kq_lock;
	struct knote_queue kq_head;	/* (k) */
	u_int		kq_count;	/* (k) knotes on it */
	u_int		kq_nbusy;	/* (k) knotes that are busy */
	u_int		kq_nknotes;	/* (k) that are not freed */
	bool		kq_announce;	/* (k) fire kq_notify at unlocking */
	uint64_t	kq_serial;	/* (k) last kn_serial */
	struct sleepq	kq_sleepq;	/* kevent(2) waits for events */
	struct sleepq	kq_busyq;	/* ... for a knote that is busy */
	struct knote_list *kq_hash;	/* (k) */
	u_int		kq_hashsize;	/* (k) a power of 2 */
	struct knote_list kq_hash0[KQ_HASH0];
	struct notify	kq_notify;
	struct filedesc	*kq_fdp;	/* (i) held */
	struct uidinfo	*kq_uid;	/* (i) who is charged; referenced */
	LIST_ENTRY(kqueue) kq_link;	/* (f) fd_kqueues */
	LIST_HEAD(, knote) kq_below;	/* (g) our knotes on other queues */
	LIST_HEAD(, knote) kq_above;	/* (g) others' knotes on us */
	uint64_t	kq_walk;	/* (g) the walk that set kq_level */
	u_int		kq_level;	/* (g) */
	struct timespec	kq_btime;	/* (i) */
	ino_t		kq_ino;		/* (i) serial number */
};

#define	KQUEUE_DEV	makedev(255, 3)	/* st_dev of every queue */

static struct kmem_cache *kqueue_cache, *knote_cache;
static struct kmutex	kqueue_graph_lock;
static uint64_t		kqueue_walks;	/* (g) */
static uint64_t		kqueue_inode;	/* (a) */
static u_int		numknotes;	/* (a) */
static u_int		maxknotes;
static u_int		maxknotes_user;

SYSCTL_NODE(_kern, OID_AUTO, kqueue, CTLFLAG_RD, NULL, "Event queues");
SYSCTL_UINT(_kern_kqueue, OID_AUTO, numknotes, CTLFLAG_RD, &numknotes, 0,
    "Interests registered with event queues");
SYSCTL_UINT(_kern_kqueue, OID_AUTO, maxknotes, CTLFLAG_RW, &maxknotes, 0,
    "Most interests that may be registered");
SYSCTL_UINT(_kern_kqueue, OID_AUTO, maxknotes_user, CTLFLAG_RW,
    &maxknotes_user, 0,
    "Most interests that may be registered with an ordinary user's queues");

/*
 * Called once, before the first process.
 */
void
kqueue_init(void)
{

	mutex_init(&kqueue_graph_lock, "kqgraph");
	kqueue_cache = kmem_cache_create("kqueue", sizeof(struct kqueue), 0,
	    NULL, NULL, NULL);
	knote_cache = kmem_cache_create("knote", sizeof(struct knote), 0, NULL,
	    NULL, NULL);
	if (kqueue_cache == NULL || knote_cache == NULL)
		panic("kqueue_init: no memory");
	maxknotes = (u_int)MIN(vm_phys_total_count() * (PAGE_SIZE / 32) /
	    sizeof(struct knote), INT_MAX);
	maxknotes_user = maxknotes / 4;
}

void
kqueue_lock(struct kqueue *kq)
{

	spin_enter(&kq->kq_lock);
}

/*
 * Unlock, and tell who watches the queue of what was queued meanwhile.
 */
void
kqueue_unlock(struct kqueue *kq)
{
	bool announce = kq->kq_announce;

	kq->kq_announce = false;
	spin_exit(&kq->kq_lock);
	if (announce)
		notify_fire(&kq->kq_notify, POLLIN | POLLRDNORM);
}

/*
 * The user whom the queue, and what is his of it, is charged to.
 */
struct uidinfo *
kqueue_uid(const struct kqueue *kq)
{

	return (kq->kq_uid);
}

/* --- the queue ------------------------------------------------------------ */

/*
 * Wake one of those who wait for events.  Locked.
 */
static void
kqueue_wake(struct kqueue *kq)
{
	struct spin *l;

	if (sleepq_empty(&kq->kq_sleepq))
		return;
	l = sleepq_lock(&kq->kq_sleepq);
	if (!sleepq_empty(&kq->kq_sleepq))
		sleepq_wake(&kq->kq_sleepq, sleepq_first(&kq->kq_sleepq),
		    false);
	sleepq_unlock(l);
}

/*
 * Queue the knote if it is to be.  Locked.
 */
static bool
knote_enqueue(struct knote *kn)
{
	struct kqueue *kq = kn->kn_kq;

	if ((kn->kn_status & (KN_ACTIVE | KN_QUEUED | KN_DISABLED | KN_BUSY |
	    KN_DYING)) != KN_ACTIVE)
		return (false);
	kn->kn_status |= KN_QUEUED;
	kn->kn_serial = ++kq->kq_serial;
	TAILQ_INSERT_TAIL(&kq->kq_head, kn, kn_queue);
	kq->kq_count++;
	return (true);
}

static void
knote_dequeue(struct knote *kn)
{
	struct kqueue *kq = kn->kn_kq;

	KASSERT(spin_owned(&kq->kq_lock));
	if ((kn->kn_status & KN_QUEUED) == 0)
		return;
	kn->kn_status &= ~(u_int)KN_QUEUED;
	TAILQ_REMOVE(&kq->kq_head, kn, kn_queue);
	kq->kq_count--;
}

/*
 * Something has happened.  Locked; kqueue_unlock() follows.
 */
void
knote_activate(struct knote *kn)
{
	struct kqueue *kq = kn->kn_kq;

	KASSERT(spin_owned(&kq->kq_lock));
	kn->kn_status |= KN_ACTIVE;
	if ((kn->kn_status & KN_BUSY) != 0)
		kn->kn_status |= KN_FIRED;
	else if (knote_enqueue(kn)) {
		kqueue_wake(kq);
		kq->kq_announce = true;
	}
}

/*
 * It has not happened after all.  Locked.
 */
void
knote_deactivate(struct knote *kn)
{

	kn->kn_status &= ~(u_int)(KN_ACTIVE | KN_FIRED);
	knote_dequeue(kn);
}

/*
 * ne_fire of all knotes: the list of the object is locked.
 */
void
knote_fired(struct notify_entry *ne, int hint)
{
	struct knote *kn = ne->ne_arg;

	kqueue_lock(kn->kn_kq);
	if ((kn->kn_status & KN_DYING) == 0 &&
	    kn->kn_ops->f_fired(kn, hint))
		knote_activate(kn);
	kqueue_unlock(kn->kn_kq);
}

/*
 * Enter the knote in an object's list.
 */
void
knote_attach(struct knote *kn, struct notify *n)
{

	kn->kn_entry.ne_fire = knote_fired;
	kn->kn_entry.ne_arg = kn;
	notify_insert(n, &kn->kn_entry);
}

static void
knote_busy(struct knote *kn)
{

	KASSERT(spin_owned(&kn->kn_kq->kq_lock));
	KASSERT((kn->kn_status & (KN_BUSY | KN_DYING)) == 0);
	knote_dequeue(kn);
	kn->kn_status |= KN_BUSY;
	kn->kn_kq->kq_nbusy++;
}

static void
kqueue_wake_busy(struct kqueue *kq)
{
	struct spin *l;

	if (sleepq_empty(&kq->kq_busyq))
		return;
	l = sleepq_lock(&kq->kq_busyq);
	(void)sleepq_wake_all(&kq->kq_busyq);
	sleepq_unlock(l);
}

static void
knote_unbusy(struct knote *kn)
{
	struct kqueue *kq = kn->kn_kq;

	KASSERT(spin_owned(&kq->kq_lock));
	KASSERT((kn->kn_status & KN_BUSY) != 0);
	kn->kn_status &= ~(u_int)KN_BUSY;
	kq->kq_nbusy--;
	/* Who waits for events has been woken, or will be: invariant (5). */
	if (knote_enqueue(kn) && (kn->kn_status & KN_FIRED) != 0) {
		kqueue_wake(kq);
		kq->kq_announce = true;
	}
	kn->kn_status &= ~(u_int)KN_FIRED;
	kqueue_wake_busy(kq);
}

/*
 * Sleep until some knote has become free or is not busy any more.  Locked, and
 * again on return.
 */
static void
kqueue_wait_busy(struct kqueue *kq)
    __no_lock_analysis
{
	struct spin *l;

	l = sleepq_lock(&kq->kq_busyq);
	sleepq_enqueue(&kq->kq_busyq, "kqbusy", 0, 0);
	sleepq_unlock(l);
	kqueue_unlock(kq);
	(void)sleepq_block(0);
	kqueue_lock(kq);
}

/* --- the table ------------------------------------------------------------ */

static struct knote_list *
kqueue_bucket(const struct kqueue *kq, uintptr_t ident)
{
	uint64_t h = (uint64_t)ident * 0x9e3779b97f4a7c15UL;

	/* Descriptors and process ids in a row get buckets in a row. */
	if (ident < KQ_HASHMAX)
		h = ident;
	else
		h >>= 40;
	return (&kq->kq_hash[h & (kq->kq_hashsize - 1)]);
}

/*
 * The knote of (ident, filter), or NULL.  Locked.
 */
static struct knote *
knote_find(const struct kqueue *kq, uintptr_t ident, short filter)
{
	struct knote *kn;

	LIST_FOREACH(kn, kqueue_bucket(kq, ident), kn_hash) {
		if (kn->kn_ident == ident && kn->kn_filter == filter)
			break;
	}
	return (kn);
}

static void
knote_link(struct knote *kn)
{
	struct kqueue *kq = kn->kn_kq;

	LIST_INSERT_HEAD(kqueue_bucket(kq, kn->kn_ident), kn, kn_hash);
	kq->kq_nknotes++;
}

/*
 * Take the knote out of the table and the queue; the caller frees it later.
 * Locked.
 */
static void
knote_unlink(struct knote *kn)
{

	KASSERT((kn->kn_status & KN_DYING) == 0);
	kn->kn_status |= KN_DYING;
	LIST_REMOVE(kn, kn_hash);
	knote_dequeue(kn);
}

/*
 * Let the table grow with what it holds, if there is memory.
 */
static void
kqueue_grow(struct kqueue *kq)
{
	struct knote_list *hash, *old;
	struct knote *kn;
	u_int i, size = kq->kq_hashsize * 4, oldsize;

	if (kq->kq_nknotes <= kq->kq_hashsize * 2 || size > KQ_HASHMAX)
		return;
	hash = kmem_zalloc(size * sizeof(*hash), KM_SLEEP);
	if (hash == NULL)
		return;
	kqueue_lock(kq);
	old = kq->kq_hash;
	oldsize = kq->kq_hashsize;
	if (oldsize >= size) {		/* another thread was faster */
		kqueue_unlock(kq);
		kmem_free(hash, size * sizeof(*hash));
		return;
	}
	kq->kq_hash = hash;
	kq->kq_hashsize = size;
	for (i = 0; i < oldsize; i++) {
		while ((kn = LIST_FIRST(&old[i])) != NULL) {
			LIST_REMOVE(kn, kn_hash);
			LIST_INSERT_HEAD(kqueue_bucket(kq, kn->kn_ident), kn,
			    kn_hash);
		}
	}
	kqueue_unlock(kq);
	if (old != kq->kq_hash0)
		kmem_free(old, oldsize * sizeof(*old));
}

/*
 * Count one more knote of the queue's user, unless there are too many.
 */
static bool
knote_charge(struct kqueue *kq)
{

	return (uid_knote_charge(kq->kq_uid, kq->kq_uid->ui_uid == 0 ?
	    UINT_MAX : atomic_load_relaxed(&maxknotes_user)));
}

/*
 * A knote that is nothing yet, nor anybody's; NULL without memory, or if there
 * are too many.
 */
struct knote *
knote_alloc(void)
{
	struct knote *kn;

	if (atomic_inc_nv(&numknotes) > maxknotes)
		kn = NULL;
	else
		kn = kmem_cache_alloc(knote_cache, KM_SLEEP);
	if (kn == NULL)
		atomic_dec(&numknotes);
	else
		memset(kn, 0, sizeof(*kn));
	return (kn);
}

void
knote_free_unused(struct knote *kn)
{

	kmem_cache_free(knote_cache, kn);
	atomic_dec(&numknotes);
}

/*
 * Free a knote that the caller has unlinked, when it is not busy any more.
 * No locks held; sleeps.
 */
static void
knote_free(struct knote *kn)
{
	struct kqueue *kq = kn->kn_kq;
	bool attached;

	kqueue_lock(kq);
	KASSERT((kn->kn_status & KN_DYING) != 0);
	while ((kn->kn_status & KN_BUSY) != 0)
		kqueue_wait_busy(kq);
	attached = (kn->kn_status & KN_ATTACHED) != 0;
	kqueue_unlock(kq);
	if (attached)
		kn->kn_ops->f_detach(kn);
	knote_free_unused(kn);
	uid_knote_release(kq->kq_uid);
	/* From here on the queue may go: see kqueue_close(). */
	kqueue_lock(kq);
	kq->kq_nknotes--;
	kqueue_wake_busy(kq);
	kqueue_unlock(kq);
}

/*
 * May parent's user watch a child of its process?  The process may have become
 * another user's since.
 */
static bool
knote_may_adopt(const struct knote *parent, const struct proc *p2)
{
	const struct uidinfo *ui = parent->kn_kq->kq_uid;

	return (ui->ui_uid == 0 || p2->p_cred->cr_ruidinfo == ui);
}

/*
 * kn is a spare knote, or NULL: let it watch the child of parent's process as
 * parent watches that.  False: it could not, and parent says so.  The list of
 * p1 is locked.
 */
bool
knote_adopt(struct knote *parent, struct knote *kn, struct proc *p1,
    struct proc *p2)
{
	struct kqueue *kq = parent->kn_kq;
	bool done = false;

	kqueue_lock(kq);
	if ((parent->kn_status & KN_DYING) != 0) {
		kqueue_unlock(kq);
		return (false);
	}
	if (kn == NULL || !knote_may_adopt(parent, p2) ||
	    knote_find(kq, (uintptr_t)p2->p_pid, EVFILT_PROC) != NULL ||
	    !knote_charge(kq)) {
		parent->kn_fflags |= NOTE_TRACKERR;
		knote_activate(parent);
	} else {
		kn->kn_kq = kq;
		kn->kn_ops = parent->kn_ops;
		kn->kn_kev = parent->kn_kev;
		kn->kn_ident = (uintptr_t)p2->p_pid;
		kn->kn_fflags = NOTE_CHILD;
		kn->kn_data = 0;
		kn->kn_sfflags = parent->kn_sfflags;
		kn->kn_sdata = p1->p_pid;
		kn->kn_status = KN_ATTACHED |
		    (parent->kn_status & KN_DISABLED);
		proc_hold(p2);
		kn->kn_proc = p2;
		knote_link(kn);
		knote_busy(kn);
		kqueue_unlock(kq);
		knote_attach(kn, &p2->p_notify);
		kqueue_lock(kq);
		knote_activate(kn);
		knote_unbusy(kn);
		done = true;
	}
	kqueue_unlock(kq);
	return (done);
}

/*
 * Free what kqueue_fd_unlink() unlinked.
 */
void
knote_list_free(struct knote_list *list)
{
	struct knote *kn;

	while ((kn = LIST_FIRST(list)) != NULL) {
		LIST_REMOVE(kn, kn_hash);
		knote_free(kn);
	}
}

/*
 * The descriptor fd of the table is being closed, or all are (-1): unlink what
 * the table's queues have on it, into list.  fd_lock held.
 */
void
kqueue_fd_unlink(struct filedesc *fdp, int fd, struct knote_list *list)
{
	struct knote *kn, *next;
	struct kqueue *kq;
	u_int i, first, last;

	KASSERT(mutex_owned(&fdp->fd_lock));
	LIST_FOREACH(kq, &fdp->fd_kqueues, kq_link) {
		kqueue_lock(kq);
		first = 0;
		last = kq->kq_hashsize - 1;
		if (fd >= 0)
			first = last = (u_int)(kqueue_bucket(kq,
			    (uintptr_t)fd) - kq->kq_hash);
		for (i = first; i <= last; i++) {
			LIST_FOREACH_SAFE(kn, &kq->kq_hash[i], kn_hash, next) {
				if (!kn->kn_ops->f_isfd || (fd >= 0 &&
				    kn->kn_ident != (uintptr_t)fd))
					continue;
				knote_unlink(kn);
				LIST_INSERT_HEAD(list, kn, kn_hash);
			}
		}
		kqueue_unlock(kq);
	}
}

/* --- nesting -------------------------------------------------------------- */

/*
 * How many levels of queues are below kq, or above it; more than KQ_DEPTH if
 * avoid is among them.  Each queue is visited once.  kqueue_graph_lock held.
 */
static u_int
kqueue_levels(struct kqueue *kq, bool below, const struct kqueue *avoid)
{
	struct kqueue *next;
	struct knote *kn;
	u_int n, most = 0;

	if (kq == avoid)
		return (KQ_DEPTH + 1);
	if (kq->kq_walk == kqueue_walks)
		return (kq->kq_level);
	kn = below ? LIST_FIRST(&kq->kq_below) : LIST_FIRST(&kq->kq_above);
	while (kn != NULL) {
		next = below ? kn->kn_inner : kn->kn_kq;
		n = kqueue_levels(next, below, avoid) + 1;
		most = MAX(most, n);
		kn = below ? LIST_NEXT(kn, kn_below) :
		    LIST_NEXT(kn, kn_above);
	}
	kq->kq_walk = kqueue_walks;
	kq->kq_level = most;
	return (most);
}

/*
 * A knote is to watch a file, which may be a queue.  EINVAL: it would come to
 * watch itself, or be too deep.
 */
int
kqueue_nest(struct knote *kn, struct file *fp)
{
	struct kqueue *inner, *outer = kn->kn_kq;
	u_int levels;

	kn->kn_inner = NULL;
	if (fp->f_type != DTYPE_KQUEUE)
		return (0);
	inner = fp->f_data;
	mutex_enter(&kqueue_graph_lock);
	kqueue_walks++;
	levels = kqueue_levels(inner, true, outer);
	kqueue_walks++;
	levels += kqueue_levels(outer, false, NULL);
	if (levels + 2 <= KQ_DEPTH) {
		kn->kn_inner = inner;
		LIST_INSERT_HEAD(&outer->kq_below, kn, kn_below);
		LIST_INSERT_HEAD(&inner->kq_above, kn, kn_above);
	}
	mutex_exit(&kqueue_graph_lock);
	return (kn->kn_inner != NULL ? 0 : SET_ERROR(EINVAL));
}

void
kqueue_unnest(struct knote *kn)
{

	if (kn->kn_inner == NULL)
		return;
	mutex_enter(&kqueue_graph_lock);
	LIST_REMOVE(kn, kn_below);
	LIST_REMOVE(kn, kn_above);
	mutex_exit(&kqueue_graph_lock);
}

/* --- looking -------------------------------------------------------------- */

/*
 * Is the knote, which is busy, true?  Locked, and again on return.
 */
static bool
knote_look(struct knote *kn)
    __no_lock_analysis
{
	bool true_now;

	if ((kn->kn_status & KN_DROP) != 0)
		return (false);
	if (kn->kn_ops->f_look == NULL)
		return (true);
	kn->kn_status &= ~(u_int)KN_ACTIVE;
	kqueue_unlock(kn->kn_kq);
	true_now = kn->kn_ops->f_look(kn);
	kqueue_lock(kn->kn_kq);
	return ((kn->kn_status & KN_DYING) == 0 &&
	    (true_now || (kn->kn_status & KN_FORCED) != 0));
}

/*
 * Report a knote, which is busy and true, and do what its flags say.  True: the
 * caller is to free it.  Locked.
 */
static bool
knote_report(struct knote *kn, struct kevent *kev)
{
	bool more = false;

	*kev = kn->kn_kev;
	if (kn->kn_ops->f_report != NULL)
		more = kn->kn_ops->f_report(kn, kev);
	if (more) {
		kn->kn_status |= KN_ACTIVE;
		return (false);
	}
	kn->kn_status &= ~(u_int)KN_FORCED;
	if ((kn->kn_flags & EV_ONESHOT) != 0) {
		knote_unlink(kn);
		return (true);
	}
	if ((kn->kn_flags & EV_DISPATCH) != 0)
		kn->kn_status |= KN_DISABLED;
	if ((kn->kn_flags & EV_CLEAR) != 0) {
		kn->kn_fflags = 0;
		kn->kn_data = 0;
		if (kn->kn_ops->f_look == NULL)
			kn->kn_status &= ~(u_int)KN_ACTIVE;
	} else
		kn->kn_status |= KN_ACTIVE;
	return (false);
}

/*
 * Look at what is queued up to serial number limit, until max are true.  kev:
 * report them there; NULL: leave them queued.  Returns how many.
 */
static u_int
kqueue_collect(struct kqueue *kq, struct kevent *kev, u_int max,
    uint64_t limit)
{
	struct knote *kn;
	u_int n = 0;
	bool gone;

	kqueue_lock(kq);
	while (n < max && (kn = TAILQ_FIRST(&kq->kq_head)) != NULL &&
	    kn->kn_serial <= limit) {
		knote_dequeue(kn);
		if ((kn->kn_status & KN_DISABLED) != 0)
			continue;
		knote_busy(kn);
		gone = false;
		if (!knote_look(kn)) {
			if ((kn->kn_status & (KN_DROP | KN_DYING)) == KN_DROP) {
				knote_unlink(kn);
				gone = true;
			}
		} else if (kev == NULL) {
			kn->kn_status |= KN_ACTIVE;
			n++;
		} else
			gone = knote_report(kn, &kev[n++]);
		knote_unbusy(kn);
		if (gone) {
			kqueue_unlock(kq);
			knote_free(kn);
			kqueue_lock(kq);
		}
	}
	kqueue_unlock(kq);
	return (n);
}

/*
 * The serial number up to which a call looks, or 0: nothing is queued, nor will
 * be when who looks has done so.
 */
static uint64_t
kqueue_begin(struct kqueue *kq)
{
	uint64_t limit;

	kqueue_lock(kq);
	while (TAILQ_EMPTY(&kq->kq_head) && kq->kq_nbusy > 0)
		kqueue_wait_busy(kq);
	limit = TAILQ_EMPTY(&kq->kq_head) ? 0 : kq->kq_serial;
	kqueue_unlock(kq);
	return (limit);
}

/*
 * Has the queue an event to report?
 */
static bool
kqueue_ready(struct kqueue *kq)
{
	uint64_t limit;

	while ((limit = kqueue_begin(kq)) != 0) {
		if (kqueue_collect(kq, NULL, 1, limit) != 0)
			return (true);
	}
	return (false);
}

/*
 * Sleep until something is queued.  0: look; ETIMEDOUT; ERESTART.
 */
static int
kqueue_sleep(struct thread *td, struct kqueue *kq, uint64_t deadline)
{
	struct spin *l;
	int error;

	kqueue_lock(kq);
	if (!TAILQ_EMPTY(&kq->kq_head) || kq->kq_nbusy > 0) {
		kqueue_unlock(kq);
		return (0);
	}
	l = sleepq_lock(&kq->kq_sleepq);
	sleepq_enqueue(&kq->kq_sleepq, "kqread", SLEEPQ_SIG, 0);
	sleepq_unlock(l);
	kqueue_unlock(kq);
	/* A signal that came before we were on the queue did not see us. */
	error = sig_pending_check(td);
	if (error == 0)
		error = KFAIL_POINT_KIND(kevent, FAIL_SLEEP,
		    __builtin_return_address(0));
	if (error != 0)
		(void)sleepq_abort(td, error, true);
	return (sleepq_block(deadline));
}

/*
 * Copy out what is queued up to limit, at most max events.  EFAULT, if none was
 * copied before.
 */
static int
kqueue_scan(struct kqueue *kq, struct kevent *events, int max, uint64_t limit,
    int *foundp)
{
	struct kevent batch[KQ_BATCH];
	u_int n, want;
	int error = 0, found = 0;

	do {
		want = (u_int)MIN(max - found, KQ_BATCH);
		n = kqueue_collect(kq, batch, want, limit);
		if (n != 0)
			error = copyout(batch, events + found,
			    n * sizeof(batch[0]));
		if (error != 0)
			break;
		found += (int)n;
	} while (n == want && found < max);
	*foundp = found;
	return (found != 0 ? 0 : error);
}

/*
 * The second half of kevent(2): wait for events.  EFAULT, EINTR.
 */
static int
kqueue_wait(struct thread *td, struct kqueue *kq, struct kevent *events,
    int max, uint64_t deadline, int *foundp)
{
	uint64_t limit;
	int error = 0;

	*foundp = 0;
	for (;;) {
		limit = kqueue_begin(kq);
		if (limit != 0)
			error = kqueue_scan(kq, events, max, limit, foundp);
		if (error != 0 || *foundp != 0 || deadline == POLL_NEVER)
			break;
		if (limit != 0)
			continue;
		error = kqueue_sleep(td, kq, deadline);
		if (error == ERESTART || error == EINTR)
			error = sig_interrupted(td);
		if (error != 0)
			break;
	}
	/* Invariant (5). */
	kqueue_lock(kq);
	if (!TAILQ_EMPTY(&kq->kq_head))
		kqueue_wake(kq);
	kqueue_unlock(kq);
	return (error == ETIMEDOUT ? 0 : error);
}

/* --- changing ------------------------------------------------------------- */

/*
 * Enter a knote for kev.  EEXIST: another thread has, meanwhile.
 */
static int
knote_add(struct kqueue *kq, const struct kevent *kev,
    const struct filter_ops *ops, struct file *fp, struct thread *td)
{
	struct knote *kn;
	bool ours = false;
	int error;

	kn = knote_alloc();
	if (kn == NULL)
		return (SET_ERROR(ENOMEM));
	if (!knote_charge(kq)) {
		knote_free_unused(kn);
		return (SET_ERROR(ENOMEM));
	}
	kqueue_grow(kq);
	kn->kn_kq = kq;
	kn->kn_ops = ops;
	kn->kn_kev = *kev;
	kn->kn_flags &= (u_short)~(EV_ADD | EV_DELETE | EV_ENABLE |
	    EV_DISABLE | EV_FORCEONESHOT | EV_KEEPUDATA | EV_RECEIPT);
	kn->kn_sfflags = kev->fflags;
	kn->kn_sdata = kev->data;
	kn->kn_fflags = 0;
	kn->kn_data = 0;
	if ((kev->flags & EV_DISABLE) != 0)
		kn->kn_status |= KN_DISABLED;
	kqueue_lock(kq);
	if (knote_find(kq, kev->ident, kev->filter) != NULL) {
		kqueue_unlock(kq);
		knote_free_unused(kn);
		uid_knote_release(kq->kq_uid);
		return (EEXIST);
	}
	knote_link(kn);
	knote_busy(kn);
	kqueue_unlock(kq);
	/* Who closes the descriptor from here on finds the knote. */
	error = fp != NULL && !fd_refers(td, (int)kev->ident, fp) ?
	    SET_ERROR(EBADF) : ops->f_attach(kn, fp, td);
	kqueue_lock(kq);
	if (error == 0) {
		kn->kn_status |= KN_ATTACHED;
		if ((kev->flags & EV_FORCEONESHOT) != 0) {
			kn->kn_flags |= EV_ONESHOT;
			kn->kn_status |= KN_FORCED;
		}
		if (ops->f_look != NULL || (kn->kn_status & KN_FORCED) != 0)
			knote_activate(kn);
	} else if ((kn->kn_status & KN_DYING) == 0) {
		knote_unlink(kn);
		ours = true;
	}
	knote_unbusy(kn);
	kqueue_unlock(kq);
	if (ours)
		knote_free(kn);
	return (error);
}

/*
 * Change a knote, which is busy.  No locks held.
 */
static int
knote_change(struct knote *kn, const struct kevent *kev)
{
	struct kqueue *kq = kn->kn_kq;
	int error = 0;

	if (kn->kn_ops->f_touch != NULL)
		error = kn->kn_ops->f_touch(kn, kev);
	kqueue_lock(kq);
	if (error == 0) {
		if (kn->kn_ops->f_touch == NULL && (kev->flags & EV_ADD) != 0) {
			kn->kn_sfflags = kev->fflags;
			kn->kn_sdata = kev->data;
		}
		if ((kev->flags & EV_KEEPUDATA) == 0)
			kn->kn_kev.udata = kev->udata;
		if ((kev->flags & EV_ENABLE) != 0)
			kn->kn_status &= ~(u_int)KN_DISABLED;
		else if ((kev->flags & EV_DISABLE) != 0)
			kn->kn_status |= KN_DISABLED;
		if ((kev->flags & EV_FORCEONESHOT) != 0) {
			kn->kn_flags |= EV_ONESHOT;
			kn->kn_status |= KN_FORCED;
		}
		if (kn->kn_ops->f_look != NULL ||
		    (kn->kn_status & (KN_FORCED | KN_ACTIVE)) != 0)
			knote_activate(kn);
	}
	knote_unbusy(kn);
	kqueue_unlock(kq);
	return (error);
}

/*
 * Make one change, to the knote of a file if fp is not NULL.
 */
static int
kqueue_change(struct kqueue *kq, const struct kevent *kev,
    const struct filter_ops *ops, struct file *fp, struct thread *td)
{
	struct knote *kn;
	int error;

	do {
		kqueue_lock(kq);
		while ((kn = knote_find(kq, kev->ident, kev->filter)) != NULL &&
		    (kn->kn_status & KN_BUSY) != 0)
			kqueue_wait_busy(kq);
		if (kn == NULL) {
			kqueue_unlock(kq);
			error = (kev->flags & EV_ADD) != 0 ?
			    knote_add(kq, kev, ops, fp, td) :
			    SET_ERROR(ENOENT);
		} else if ((kev->flags & EV_DELETE) != 0) {
			knote_unlink(kn);
			kqueue_unlock(kq);
			knote_free(kn);
			error = 0;
		} else {
			knote_busy(kn);
			kqueue_unlock(kq);
			error = knote_change(kn, kev);
		}
	} while (error == EEXIST);
	return (error);
}

/*
 * Make one change.  EINVAL: there is no such filter.
 */
static int
kqueue_register(struct thread *td, struct kqueue *kq, struct kevent *kev)
{
	const struct filter_ops *ops;
	struct file *fp = NULL;
	int error;

	kev->flags &= (u_short)~EV_SYSFLAGS;
	if (kev->filter >= 0 || kev->filter < -EVFILT_SYSCOUNT ||
	    (ops = event_filters[~kev->filter]) == NULL)
		return (SET_ERROR(EINVAL));
	if (ops->f_isfd) {
		if (kev->ident > INT_MAX)
			return (SET_ERROR(EBADF));
		error = fd_get(td, (int)kev->ident, &cap_event_rights, &fp);
		if (error != 0)
			return (error);
	}
	error = kqueue_change(kq, kev, ops, fp, td);
	if (fp != NULL)
		file_drop(fp);
	return (error);
}

/*
 * The first half of kevent(2).  What fails, or has EV_RECEIPT, is reported as
 * an event while there is room.  *reportsp: how many were.
 */
static int
kqueue_changes(struct thread *td, struct kqueue *kq,
    const struct kevent *changes, int nchanges, struct kevent *events,
    int nevents, int *reportsp)
{
	struct kevent batch[KQ_BATCH], *kev;
	int error = 0, n, i;

	*reportsp = 0;
	for (; nchanges > 0; nchanges -= n, changes += n) {
		n = MIN(nchanges, KQ_BATCH);
		error = copyin(changes, batch, (size_t)n * sizeof(batch[0]));
		if (error != 0)
			return (error);
		for (i = 0; i < n; i++) {
			kev = &batch[i];
			error = kqueue_register(td, kq, kev);
			if (error == 0 && (kev->flags & EV_RECEIPT) == 0)
				continue;
			if (*reportsp == nevents) {
				if (error != 0)
					return (error);
				continue;
			}
			kev->flags = EV_ERROR;
			kev->data = error;
			error = copyout(kev, events + *reportsp, sizeof(*kev));
			if (error != 0)
				return (error);
			(*reportsp)++;
		}
	}
	return (0);
}

/*
 * The rights that kevent(2) needs.
 */
static cap_rights_t
rights_kevent(int nchanges, int nevents)
{
	uint64_t r = 0;

	if (nchanges > 0)
		r |= CAP_KQUEUE_CHANGE;
	if (nevents > 0)
		r |= CAP_KQUEUE_EVENT;
	return ((cap_rights_t)CAP_RIGHTS_WORDS(0ULL, r));
}

int
sys_kevent(struct thread *td, const struct kevent_args *uap,
    register_t *retval)
{
	cap_rights_t rights;
	uint64_t deadline;
	struct file *fp;
	int error, n = 0;

	error = poll_deadline(uap->timeout, &deadline);
	if (error != 0)
		return (error);
	if (uap->nchanges < 0 || uap->nevents < 0)
		return (SET_ERROR(EINVAL));
	rights = rights_kevent(uap->nchanges, uap->nevents);
	error = fd_get(td, uap->kq, &rights, &fp);
	if (error != 0)
		return (error);
	if (fp->f_type != DTYPE_KQUEUE) {
		file_drop(fp);
		return (SET_ERROR(EBADF));
	}
	error = kqueue_changes(td, fp->f_data, uap->changelist, uap->nchanges,
	    uap->eventlist, uap->nevents, &n);
	if (error == 0 && n == 0 && uap->nevents > 0)
		error = kqueue_wait(td, fp->f_data, uap->eventlist,
		    uap->nevents, deadline, &n);
	file_drop(fp);
	*retval = n;
	return (error);
}

/* --- the file ------------------------------------------------------------- */

static int
kqueue_poll(struct file *fp, int events, struct thread *td)
{
	struct kqueue *kq = fp->f_data;

	if ((events & (POLLIN | POLLRDNORM)) == 0)
		return (0);
	/* First, since looking takes no lock that a fire waits for. */
	poll_record(td, &kq->kq_notify);
	return (kqueue_ready(kq) ? events & (POLLIN | POLLRDNORM) : 0);
}

static int
kqueue_event(struct file *fp, struct file_event *fe, struct thread *td)
{
	struct kqueue *kq = fp->f_data;

	if (fe->fe_write)
		return (SET_ERROR(EINVAL));
	fe->fe_notify = &kq->kq_notify;
	fe->fe_ready = kqueue_ready(kq);
	fe->fe_data = (int64_t)kq->kq_count;
	return (0);
}

static int
kqueue_stat(struct file *fp, struct stat *sb, struct cred *cr,
    struct thread *td)
{
	const struct kqueue *kq = fp->f_data;

	sb->st_dev = KQUEUE_DEV;
	sb->st_ino = kq->kq_ino;
	sb->st_nlink = 1;
	sb->st_mode = S_IFIFO | S_IRUSR | S_IWUSR;
	sb->st_uid = fp->f_cred->cr_uid;
	sb->st_gid = fp->f_cred->cr_gid;
	sb->st_size = (off_t)kq->kq_count;
	sb->st_blksize = (blksize_t)sizeof(struct kevent);
	sb->st_atim = sb->st_mtim = sb->st_ctim = sb->st_birthtim =
	    kq->kq_btime;
	return (0);
}

/*
 * The last reference is gone, so no call uses the queue; but a thread that
 * closes a descriptor may still have knotes to free.
 */
static void
kqueue_close(struct file *fp, struct thread *td)
{
	struct kqueue *kq = fp->f_data;
	struct knote_list list = LIST_HEAD_INITIALIZER(list);
	struct filedesc *fdp = kq->kq_fdp;
	struct knote *kn;
	u_int i;

	mutex_enter(&fdp->fd_lock);
	LIST_REMOVE(kq, kq_link);
	mutex_exit(&fdp->fd_lock);
	kqueue_lock(kq);
	for (i = 0; i < kq->kq_hashsize; i++) {
		while ((kn = LIST_FIRST(&kq->kq_hash[i])) != NULL) {
			knote_unlink(kn);
			LIST_INSERT_HEAD(&list, kn, kn_hash);
		}
	}
	kqueue_unlock(kq);
	knote_list_free(&list);
	kqueue_lock(kq);
	while (kq->kq_nknotes != 0)
		kqueue_wait_busy(kq);
	kqueue_unlock(kq);
	KASSERT(kq->kq_count == 0 && kq->kq_nbusy == 0);
	if (kq->kq_hash != kq->kq_hash0)
		kmem_free(kq->kq_hash,
		    kq->kq_hashsize * sizeof(kq->kq_hash[0]));
	notify_destroy(&kq->kq_notify);
	spin_destroy(&kq->kq_lock);
	uid_kqueue_release(kq->kq_uid);
	uid_free(kq->kq_uid);
	filedesc_rele(fdp);
	kmem_cache_free(kqueue_cache, kq);
}

static const struct file_ops kqueue_fileops = {
	.fo_poll = kqueue_poll,
	.fo_event = kqueue_event,
	.fo_stat = kqueue_stat,
	.fo_close = kqueue_close,
	.fo_flags = FO_NOFORK,
};

/*
 * A queue without knotes, charged to the user.  ENOMEM: RLIMIT_KQUEUES, too.
 */
static int
kqueue_create(struct thread *td, struct kqueue **kqp)
{
	struct uidinfo *ui = td->td_cred->cr_ruidinfo;
	struct kqueue *kq;

	if (!uid_kqueue_charge(ui, lim_cur(td, RLIMIT_KQUEUES)))
		return (SET_ERROR(ENOMEM));
	kq = kmem_cache_alloc(kqueue_cache, KM_SLEEP);
	if (kq == NULL) {
		uid_kqueue_release(ui);
		return (SET_ERROR(ENOMEM));
	}
	memset(kq, 0, sizeof(*kq));
	spin_init(&kq->kq_lock, "kqueue", IPL_VM);
	TAILQ_INIT(&kq->kq_head);
	sleepq_init(&kq->kq_sleepq);
	sleepq_init(&kq->kq_busyq);
	kq->kq_hash = kq->kq_hash0;
	kq->kq_hashsize = KQ_HASH0;
	notify_init(&kq->kq_notify);
	uid_hold(ui);
	kq->kq_uid = ui;
	kq->kq_fdp = td->td_proc->p_fd;
	filedesc_hold(kq->kq_fdp);
	nanotime(&kq->kq_btime);
	kq->kq_ino = (ino_t)atomic_inc_nv(&kqueue_inode);
	mutex_enter(&kq->kq_fdp->fd_lock);
	LIST_INSERT_HEAD(&kq->kq_fdp->fd_kqueues, kq, kq_link);
	mutex_exit(&kq->kq_fdp->fd_lock);
	*kqp = kq;
	return (0);
}

int
sys_kqueue1(struct thread *td, const struct kqueue1_args *uap,
    register_t *retval)
{
	struct kqueue *kq;
	struct file *fp;
	int error, fd;

	if ((uap->flags & ~O_CLOEXEC) != 0)
		return (SET_ERROR(EINVAL));
	error = file_alloc(td, &fp);
	if (error != 0)
		return (error);
	error = kqueue_create(td, &kq);
	if (error == 0) {
		file_setup(fp, FREAD | FWRITE, DTYPE_KQUEUE, kq,
		    &kqueue_fileops);
		error = fd_alloc(td, fp, uap->flags, &fd);
	}
	if (error != 0) {
		file_drop(fp);
		return (error);
	}
	*retval = fd;
	return (0);
}
