/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * poll(2), select(2), and the notify lists under them; notify(9).
 *
 * Model	A call looks at every descriptor through fo_poll.  While
 *		td_poll is NULL that is all: nothing is recorded, no list is
 *		touched.  A call that may have to sleep first sets td_poll, and
 *		objects that are not ready put an entry of it on their notify
 *		list with poll_record(); as soon as one is ready, recording
 *		ends, for the call will not sleep.  notify_fire() marks the call
 *		as fired and wakes it, and it looks at everything again.
 *
 * Races	An object looks and records under its lock, and changes under
 *		it, so either the look sees the change or the entry sees the
 *		fire.  The call sleeps only if it has not been fired:
 *
 *		poll				object
 *		look, record (object's lock)
 *						change (object's lock)
 *						fire: pw_fired, wake
 *		lock queue; fired: do not sleep
 *
 * Memory	Up to POLL_STACK descriptors need no allocation.
 *
 * Locks	object's lock -> n_lock (IPL_VM) -> sleep queue (IPL_SCHED).
 *		Entries belong to the sleeping thread and are taken off before
 *		it returns.
 * Context	notify_fire: any up to IPL_VM.  The calls: thread.
 * Tests	tests/sys/kern/t_poll.c
 */

#include <sys/param.h>
#include <sys/capsicum.h>
#include <sys/fail.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/kmem.h>
#include <sys/md.h>
#include <sys/notify.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/select.h>
#include <sys/signalvar.h>
#include <sys/sleepq.h>
#include <sys/spin.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/time.h>

#define	POLL_STACK	32		/* entries and ... */
#define	POLL_STACK_FDS	128		/* ... descriptors on the stack */

/*
 * One call that may sleep.  Locks: (s) the lock of pw_sleepq, (c) the thread.
 */
struct poll_wait {
	struct sleepq	pw_sleepq;
	bool		pw_fired;	/* (s) */
	bool		pw_asking;	/* (c) fo_poll may record one entry */
	u_int		pw_used;	/* (c) entries on lists */
	u_int		pw_max;		/* (c) */
	struct poll_entry *pw_entries;	/* (c) */
};

/*
 * An interest in one file, which is referenced so that its object stays.
 */
struct poll_entry {
	struct notify_entry pe_entry;
	struct file	*pe_file;
};

void
notify_init(struct notify *n)
{

	spin_init(&n->n_lock, "notify", IPL_VM);
	LIST_INIT(&n->n_head);
}

/*
 * Nobody can be on the list any more: they hold a reference on the object.
 */
void
notify_destroy(struct notify *n)
{

	KASSERT(LIST_EMPTY(&n->n_head));
	spin_destroy(&n->n_lock);
}

/*
 * Put an entry, with ne_fire and ne_arg set, on the list.  ne_fire is called
 * with the list locked, any number of times until notify_remove().
 */
void
notify_insert(struct notify *n, struct notify_entry *ne)
{

	ne->ne_notify = n;
	spin_enter(&n->n_lock);
	LIST_INSERT_HEAD(&n->n_head, ne, ne_link);
	spin_exit(&n->n_lock);
}

/*
 * After this ne_fire is not running and will not be called.
 */
void
notify_remove(struct notify_entry *ne)
{
	struct notify *n = ne->ne_notify;

	spin_enter(&n->n_lock);
	LIST_REMOVE(ne, ne_link);
	spin_exit(&n->n_lock);
}

/*
 * The half of notify_fire() behind the look at an empty list.
 */
void
notify_fire_slow(struct notify *n, int events)
{
	struct notify_entry *ne;

	spin_enter(&n->n_lock);
	LIST_FOREACH(ne, &n->n_head, ne_link)
		ne->ne_fire(ne, events);
	spin_exit(&n->n_lock);
}

static void
poll_fired(struct notify_entry *ne, int events)
{
	struct poll_wait *pw = ne->ne_arg;
	struct spin *l;

	l = sleepq_lock(&pw->pw_sleepq);
	pw->pw_fired = true;
	if (!sleepq_empty(&pw->pw_sleepq))
		(void)sleepq_wake_all(&pw->pw_sleepq);
	sleepq_unlock(l);
}

/*
 * For fo_poll: nothing of what is asked for is there; the running thread wants
 * to hear when that changes, if it is going to sleep.  At most once in a call
 * of fo_poll, with the object's lock held.
 */
void
poll_record(struct thread *td, struct notify *n)
{
	struct poll_wait *pw = td->td_poll;
	struct notify_entry *ne;

	if (pw == NULL)
		return;
	KASSERT(pw->pw_asking && pw->pw_used < pw->pw_max);
	if (!pw->pw_asking)
		return;
	pw->pw_asking = false;
	ne = &pw->pw_entries[pw->pw_used++].pe_entry;
	ne->ne_fire = poll_fired;
	ne->ne_arg = pw;
	notify_insert(n, ne);
}

static void
poll_unrecord(struct poll_wait *pw)
{

	struct poll_entry *pe;

	while (pw->pw_used > 0) {
		pe = &pw->pw_entries[--pw->pw_used];
		notify_remove(&pe->pe_entry);
		file_drop(pe->pe_file);
	}
}

/*
 * Sleep until an object fires.  0: look again; ETIMEDOUT; ERESTART.
 */
static int
poll_sleep(struct thread *td, struct poll_wait *pw, uint64_t deadline)
{
	struct spin *l;
	int error;

	l = sleepq_lock(&pw->pw_sleepq);
	if (pw->pw_fired) {
		sleepq_unlock(l);
		return (0);
	}
	sleepq_enqueue(&pw->pw_sleepq, "poll", SLEEPQ_SIG, 0);
	sleepq_unlock(l);
	/* A signal that came before we were on the queue did not see us. */
	error = sig_pending_check(td);
	if (error == 0)
		error = KFAIL_POINT_KIND(poll, FAIL_SLEEP,
		    __builtin_return_address(0));
	if (error != 0)
		(void)sleepq_abort(td, error, true);
	return (sleepq_block(deadline));
}

/*
 * Look with look(arg) until it finds something, the deadline passes or a signal
 * comes.  look returns how many it found; POLL_NEVER as a deadline means that
 * it is not to sleep at all, 0 that it may for ever.  EINTR.
 */
static int
poll_loop(struct thread *td, struct poll_wait *pw, uint64_t deadline,
    int (*look)(struct thread *, void *, int *), void *arg, int *foundp)
{
	int error;

	if (deadline == POLL_NEVER) {
		td->td_poll = NULL;
		return (look(td, arg, foundp));
	}
	for (;;) {
		pw->pw_fired = false;
		td->td_poll = pw;
		error = look(td, arg, foundp);
		td->td_poll = NULL;
		if (error != 0 || *foundp != 0)
			break;
		error = poll_sleep(td, pw, deadline);
		poll_unrecord(pw);
		if (error == ERESTART || error == EINTR)
			error = sig_interrupted(td);
		if (error != 0)
			break;
	}
	poll_unrecord(pw);
	return (error == ETIMEDOUT ? 0 : error);
}

/*
 * The deadline that a user's relative timeout means.  EFAULT, EINVAL.
 */
int
poll_deadline(const struct timespec *uts, uint64_t *deadline)
{
	struct timespec ts;
	uint64_t now;
	int error;

	*deadline = 0;
	if (uts == NULL)
		return (0);
	error = copyin(uts, &ts, sizeof(ts));
	if (error != 0)
		return (error);
	if (ts.tv_sec < 0 || ts.tv_nsec < 0 || ts.tv_nsec >= 1000000000L)
		return (SET_ERROR(EINVAL));
	if (ts.tv_sec == 0 && ts.tv_nsec == 0) {
		*deadline = POLL_NEVER;
		return (0);
	}
	/* Further than the clock will come: for ever. */
	now = uptime_ns();
	if ((uint64_t)ts.tv_sec >= (UINT64_MAX - now) / 1000000000UL - 1)
		return (0);
	*deadline = now + (uint64_t)ts.tv_sec * 1000000000UL +
	    (uint64_t)ts.tv_nsec;
	return (0);
}

static int
poll_sigmask(struct thread *td, const sigset_t *usigmask)
{
	sigset_t mask;
	int error;

	if (usigmask == NULL)
		return (0);
	error = copyin(usigmask, &mask, sizeof(mask));
	if (error == 0)
		sig_suspend_mask(td, &mask);
	return (error);
}

/*
 * Ask one file, whose reference is consumed.
 */
static inline int
poll_file(struct file *fp, int events, struct thread *td)
{
	struct poll_wait *pw = td->td_poll;
	int revents;
	u_int used;

	if (__predict_false(fp->f_ops->fo_poll == NULL)) {
		file_drop(fp);
		return (events & (POLLIN | POLLRDNORM | POLLOUT));
	}
	if (pw == NULL) {
		revents = fp->f_ops->fo_poll(fp, events, td);
		file_drop(fp);
		return (revents);
	}
	used = pw->pw_used;
	pw->pw_asking = true;
	revents = fp->f_ops->fo_poll(fp, events, td);
	if (!pw->pw_asking)
		pw->pw_entries[used].pe_file = fp;
	else
		file_drop(fp);
	return (revents);
}

struct poll_set {
	struct pollfd	*pa_fds;
	u_int		pa_nfds;
};

/*
 * A look that is not going to be followed by a sleep, at a table that only this
 * thread uses: nobody can close a file meanwhile, so none is referenced.
 */
static int
poll_glance(struct thread *td, const struct poll_set *pa)
{
	const struct filedesc *fdp = td->td_proc->p_fd;
	const struct fdslot *fs;
	struct pollfd *pf, *end = pa->pa_fds + pa->pa_nfds;
	int found = 0, revents;

	KASSERT(td->td_poll == NULL && !fdp->fd_shared);
	for (pf = pa->pa_fds; pf < end; pf++) {
		fs = fd_slot(fdp, pf->fd);
		if (__predict_false(fs == NULL))
			revents = pf->fd < 0 ? 0 : POLLNVAL;
		else if (__predict_false(!fd_slot_permits(fs,
		    &cap_event_rights)))
			revents = POLLNVAL;
		else if (__predict_false(fs->fs_file->f_ops->fo_poll == NULL))
			revents = pf->events &
			    (POLLIN | POLLRDNORM | POLLOUT);
		else
			revents = fs->fs_file->f_ops->fo_poll(fs->fs_file,
			    pf->events | POLLERR | POLLHUP, td);
		pf->revents = (short)revents;
		if (revents != 0)
			found++;
	}
	return (found);
}

static int
poll_look(struct thread *td, void *arg, int *foundp)
{
	const struct poll_set *pa = arg;
	struct filedesc *fdp = td->td_proc->p_fd;
	struct pollfd *pf, *end = pa->pa_fds + pa->pa_nfds;
	struct file *fp;
	int found = 0, error, revents;

	if (td->td_poll == NULL && !fdp->fd_shared) {
		*foundp = poll_glance(td, pa);
		return (0);
	}
	for (pf = pa->pa_fds; pf < end; pf++) {
		if (__predict_false(pf->fd < 0)) {
			pf->revents = 0;
			continue;
		}
		error = fd_get_table(fdp, pf->fd, &cap_event_rights, &fp);
		if (__predict_false(error != 0))
			revents = POLLNVAL;
		else
			revents = poll_file(fp, pf->events | POLLERR | POLLHUP,
			    td);
		pf->revents = (short)revents;
		if (revents != 0) {
			td->td_poll = NULL;
			found++;
		}
	}
	*foundp = found;
	return (0);
}

int
sys_ppoll(struct thread *td, const struct ppoll_args *uap, register_t *retval)
{
	struct pollfd small[POLL_STACK_FDS];
	struct poll_entry entries[POLL_STACK];
	struct poll_set pa = { .pa_fds = small, .pa_nfds = uap->nfds };
	struct poll_wait pw = { .pw_entries = entries, .pw_max = POLL_STACK };
	size_t size = (size_t)uap->nfds * sizeof(struct pollfd), esize = 0;
	uint64_t deadline;
	int error, found = 0;

	if (uap->nfds > fd_limit(td) && uap->nfds > FD_SETSIZE)
		return (SET_ERROR(EINVAL));
	error = poll_deadline(uap->timeout, &deadline);
	if (error != 0)
		return (error);
	if (uap->nfds > POLL_STACK_FDS) {
		pa.pa_fds = kmem_alloc(size, KM_SLEEP);
		if (pa.pa_fds == NULL)
			return (SET_ERROR(ENOMEM));
	}
	if (uap->nfds > POLL_STACK && deadline != POLL_NEVER) {
		esize = uap->nfds * sizeof(struct poll_entry);
		pw.pw_entries = kmem_alloc(esize, KM_SLEEP);
		pw.pw_max = uap->nfds;
		if (pw.pw_entries == NULL) {
			esize = 0;
			error = SET_ERROR(ENOMEM);
			goto out;
		}
	}
	sleepq_init(&pw.pw_sleepq);
	error = copyin(uap->fds, pa.pa_fds, size);
	if (error == 0)
		error = poll_sigmask(td, uap->sigmask);
	if (error == 0)
		error = poll_loop(td, &pw, deadline, poll_look, &pa, &found);
	if (error == 0)
		error = copyout(pa.pa_fds, uap->fds, size);
	*retval = found;
out:
	if (esize != 0)
		kmem_free(pw.pw_entries, esize);
	if (pa.pa_fds != small)
		kmem_free(pa.pa_fds, size);
	return (error);
}

/* What each of select's sets asks, and which answers count for it. */
static const struct {
	int	ask;
	int	ready;
} select_sets[3] = {
	{ POLLIN | POLLRDNORM,
	    POLLIN | POLLRDNORM | POLLHUP | POLLERR },
	{ POLLOUT, POLLOUT | POLLHUP | POLLERR },
	{ POLLPRI | POLLRDBAND, POLLPRI | POLLRDBAND },
};

#define	SELECT_WORDS	howmany(FD_SETSIZE, NFDBITS)

struct select_state {
	int		ss_nfds;
	size_t		ss_words;	/* of each set */
	fd_mask		*ss_in[3];	/* NULL: not given */
	fd_mask		*ss_out[3];
};

/*
 * Ask one descriptor, whose bit is set in at least one set.  EBADF.
 */
static int
select_one(struct thread *td, struct select_state *ss, size_t w, u_int bit,
    int *foundp)
{
	const fd_mask mask = (fd_mask)1 << bit;
	struct file *fp;
	int error, events = 0, revents, i;

	for (i = 0; i < 3; i++) {
		if (ss->ss_in[i] != NULL && (ss->ss_in[i][w] & mask) != 0)
			events |= select_sets[i].ask;
	}
	error = fd_get(td, (int)(w * NFDBITS + bit), &cap_event_rights, &fp);
	if (error != 0)
		return (error);
	revents = poll_file(fp, events, td);
	for (i = 0; i < 3; i++) {
		if (ss->ss_in[i] != NULL && (ss->ss_in[i][w] & mask) != 0 &&
		    (revents & select_sets[i].ready) != 0) {
			ss->ss_out[i][w] |= mask;
			td->td_poll = NULL;
			(*foundp)++;
		}
	}
	return (0);
}

static int
select_look(struct thread *td, void *arg, int *foundp)
{
	struct select_state *ss = arg;
	fd_mask any;
	size_t w;
	int error, i;

	*foundp = 0;
	for (i = 0; i < 3; i++) {
		if (ss->ss_in[i] != NULL)
			memset(ss->ss_out[i], 0,
			    ss->ss_words * sizeof(fd_mask));
	}
	for (w = 0; w < ss->ss_words; w++) {
		any = 0;
		for (i = 0; i < 3; i++) {
			if (ss->ss_in[i] != NULL)
				any |= ss->ss_in[i][w];
		}
		if ((w + 1) * NFDBITS > (size_t)ss->ss_nfds)
			any &= ((fd_mask)1 <<
			    ((size_t)ss->ss_nfds % NFDBITS)) - 1;
		while (any != 0) {
			error = select_one(td, ss, w,
			    (u_int)__builtin_ctzl(any), foundp);
			if (error != 0)
				return (error);
			any &= any - 1;
		}
	}
	return (0);
}

/*
 * How many descriptors are asked about: as many entries as a sleep may need.
 */
static u_int
select_count(const struct select_state *ss)
{
	fd_mask any;
	u_int n = 0;
	size_t w;
	int i;

	for (w = 0; w < ss->ss_words; w++) {
		any = 0;
		for (i = 0; i < 3; i++) {
			if (ss->ss_in[i] != NULL)
				any |= ss->ss_in[i][w];
		}
		n += (u_int)__builtin_popcountl(any);
	}
	return (n);
}

int
sys_pselect(struct thread *td, const struct pselect_args *uap,
    register_t *retval)
{
	fd_set *const usets[3] = { uap->readfds, uap->writefds,
	    uap->exceptfds };
	fd_mask small[6 * SELECT_WORDS], *bits = small;
	struct poll_entry entries[POLL_STACK];
	struct select_state ss = { .ss_nfds = uap->nfds };
	struct poll_wait pw = { .pw_entries = entries, .pw_max = POLL_STACK };
	size_t size = 0, esize = 0;
	uint64_t deadline;
	int error, found = 0, i;

	if (uap->nfds < 0)
		return (SET_ERROR(EINVAL));
	/* There are no descriptors beyond; FD_SETSIZE keeps it harmless. */
	ss.ss_nfds = MIN(ss.ss_nfds, (int)MAX(fd_limit(td), FD_SETSIZE));
	ss.ss_words = howmany((size_t)ss.ss_nfds, NFDBITS);
	error = poll_deadline(uap->timeout, &deadline);
	if (error != 0)
		return (error);
	if (ss.ss_words > SELECT_WORDS) {
		size = 6 * ss.ss_words * sizeof(fd_mask);
		bits = kmem_alloc(size, KM_SLEEP);
		if (bits == NULL)
			return (SET_ERROR(ENOMEM));
	}
	for (i = 0; i < 3 && error == 0; i++) {
		if (usets[i] == NULL)
			continue;
		ss.ss_in[i] = bits + (size_t)i * ss.ss_words;
		ss.ss_out[i] = bits + (size_t)(i + 3) * ss.ss_words;
		error = copyin(usets[i], ss.ss_in[i],
		    ss.ss_words * sizeof(fd_mask));
	}
	if (error != 0)
		goto out;
	if (deadline != POLL_NEVER && (pw.pw_max = select_count(&ss)) >
	    POLL_STACK) {
		esize = pw.pw_max * sizeof(struct poll_entry);
		pw.pw_entries = kmem_alloc(esize, KM_SLEEP);
		if (pw.pw_entries == NULL) {
			esize = 0;
			error = SET_ERROR(ENOMEM);
			goto out;
		}
	}
	sleepq_init(&pw.pw_sleepq);
	error = poll_sigmask(td, uap->sigmask);
	if (error == 0)
		error = poll_loop(td, &pw, deadline, select_look, &ss, &found);
	for (i = 0; i < 3 && error == 0; i++) {
		if (ss.ss_in[i] == NULL)
			continue;
		/* A timeout leaves the last look's sets, which are empty. */
		error = copyout(ss.ss_out[i], usets[i],
		    ss.ss_words * sizeof(fd_mask));
	}
	*retval = found;
out:
	if (esize != 0)
		kmem_free(pw.pw_entries, esize);
	if (bits != small)
		kmem_free(bits, size);
	return (error);
}
