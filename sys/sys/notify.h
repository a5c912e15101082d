/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Notify lists: who wants to hear that an object became ready.  One list per
 * object serves poll(2), select(2) and kevent(2).  See notify(9).
 *
 * An object embeds a struct notify.  Its poll operation takes the object's
 * lock, looks at the state and, when nothing wanted is there, calls
 * poll_record() before it drops the lock.  Whoever changes the state does so
 * under the same lock and calls notify_fire() after the change, with or
 * without the lock.
 */

#ifndef _SYS_NOTIFY_H_
#define	_SYS_NOTIFY_H_

#ifdef _KERNEL
#include <sys/queue.h>
#include <sys/spin.h>
#include <sys/types.h>

struct notify;
struct thread;
struct timespec;

/*
 * One party's interest in one object.  Locks: (n) n_lock of ne_notify,
 * (c) the party's own.
 */
struct notify_entry {
	LIST_ENTRY(notify_entry) ne_link;	/* (n) */
	struct notify	*ne_notify;		/* (n) NULL: not on a list */
	void		(*ne_fire)(struct notify_entry *, int);
	void		*ne_arg;		/* (c) */
};

struct notify {
	struct spin	n_lock;
	LIST_HEAD(, notify_entry) n_head;	/* (n) */
};

/*
 * How a file is, for kevent(2)'s EVFILT_READ and EVFILT_WRITE.  fo_event fills
 * in what follows fe_lowat, under the object's lock; all of it is 0 before, but
 * fe_events.
 */
struct file_event {
	bool		fe_write;	/* it is about writing */
	int64_t		fe_lowat;	/* least fe_data that is ready, or 0 */
	bool		fe_ready;
	bool		fe_eof;		/* nothing more will come, or can go */
	int		fe_error;	/* with fe_eof: an errno, or 0 */
	int64_t		fe_data;	/* bytes to be read; room for them */
	struct notify	*fe_notify;	/* what changes fire; NULL: nothing */
	int		fe_events;	/* with which events; set if others
					   than poll's for fe_write */
};

void	notify_init(struct notify *);
void	notify_destroy(struct notify *);
void	notify_insert(struct notify *, struct notify_entry *);
void	notify_remove(struct notify_entry *);
void	poll_record(struct thread *, struct notify *);

/* Core: the half of notify_fire() behind the look at an empty list. */
void	notify_fire_slow(struct notify *, int);

/*
 * For calls that wait: the deadline that a user's relative timeout means, 0:
 * none, POLL_NEVER: not to wait.  EFAULT, EINVAL.
 */
#define	POLL_NEVER	1

int	poll_deadline(const struct timespec *, uint64_t *);

/*
 * Tell everybody on the list that some of the POLL* events may have become
 * true.  Any context up to IPL_VM.  A list that is empty here and now costs
 * one load: a party that enters later looks at the object's state under the
 * object's lock, after our change.
 */
static inline void
notify_fire(struct notify *n, int events)
{

	if (!LIST_EMPTY(&n->n_head))
		notify_fire_slow(n, events);
}
#endif /* _KERNEL */

#endif /* !_SYS_NOTIFY_H_ */
