/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Event queues inside the kernel; the theory is in kern_event.c.
 */

#ifndef _SYS_EVENTVAR_H_
#define	_SYS_EVENTVAR_H_

#ifdef _KERNEL
#include <sys/event.h>
#include <sys/notify.h>
#include <sys/queue.h>
#include <sys/timeout.h>
#include <sys/types.h>

struct file;
struct filedesc;
struct knote;
struct kqueue;
struct proc;
struct thread;
struct uidinfo;
struct vnode;

LIST_HEAD(knote_list, knote);

/*
 * What a filter does.  "Locked" is with kq_lock, a spin lock; "busy" means that
 * nobody else looks at the knote (KN_BUSY) and that the function may sleep.
 */
struct filter_ops {
	bool	f_isfd;		/* ident is a descriptor */
	/* Busy: find the object and enter kn_entry.  fp of a descriptor. */
	int	(*f_attach)(struct knote *, struct file *, struct thread *);
	/* Nobody else knows the knote: undo f_attach. */
	void	(*f_detach)(struct knote *);
	/* Locked: the object fired with hint; is there something to report? */
	bool	(*f_fired)(struct knote *, int hint);
	/* Busy: is it true now?  Sets kn_fflags, kn_data, EV_EOF.  NULL: what
	   f_fired said stays true. */
	bool	(*f_look)(struct knote *);
	/* Busy: change the knote as kev says; NULL: take fflags and data. */
	int	(*f_touch)(struct knote *, const struct kevent *);
	/* Locked: what is to be reported; true: more is left.  NULL: kn_fflags
	   and kn_data. */
	bool	(*f_report)(struct knote *, struct kevent *);
};

/*
 * An interest of an event queue.  Locks: (i) constant, (k) kq_lock, (b) who has
 * set KN_BUSY, (n) kn_entry's list, (g) kqueue_graph_lock.
 */
struct knote {
	struct notify_entry kn_entry;	/* (n) */
	LIST_ENTRY(knote) kn_hash;	/* (k) table, or a private list */
	TAILQ_ENTRY(knote) kn_queue;	/* (k) if KN_QUEUED */
	struct kqueue	*kn_kq;		/* (i) */
	const struct filter_ops *kn_ops; /* (i) */
	u_int		kn_status;	/* (k) KN_* */
	int		kn_events;	/* (i) of the fires that matter */
	uint64_t	kn_serial;	/* (k) when it was queued */
	struct kevent	kn_kev;		/* (k) with fflags, data of a report */
	u_int		kn_sfflags;	/* (k) as the program gave them */
	int64_t		kn_sdata;	/* (k) */
	union {
		struct {
			struct file	*kn_file;	/* (i) */
			struct kqueue	*kn_inner;	/* (i) if it is one */
			LIST_ENTRY(knote) kn_below;	/* (g) */
			LIST_ENTRY(knote) kn_above;	/* (g) */
		};
		struct proc	*kn_proc;	/* (i) referenced */
		struct {
			struct timeout	kn_timeout;
			uint64_t	kn_deadline;	/* (k) uncounted */
			uint64_t	kn_period;	/* (k) 0: once */
			bool		kn_halt;	/* (k) do not go on */
		};
	};
};

#define	kn_ident	kn_kev.ident
#define	kn_filter	kn_kev.filter
#define	kn_flags	kn_kev.flags
#define	kn_fflags	kn_kev.fflags
#define	kn_data		kn_kev.data

#define	KN_QUEUED	0x01	/* on kq_head */
#define	KN_ACTIVE	0x02	/* may be true, or is, without f_look */
#define	KN_DISABLED	0x04	/* not to be reported */
#define	KN_BUSY		0x08	/* somebody looks at it */
#define	KN_DYING	0x10	/* unlinked; who unlinked it frees it */
#define	KN_ATTACHED	0x20	/* f_detach is to be called */
#define	KN_FIRED	0x40	/* fired while it was busy */
#define	KN_FORCED	0x80	/* report it whether true or not */
#define	KN_DROP		0x100	/* delete it without a report */

/* kern_event.c: for filters. */
void	knote_activate(struct knote *);
void	knote_deactivate(struct knote *);
void	knote_fired(struct notify_entry *, int);
void	knote_attach(struct knote *, struct notify *);
void	kqueue_lock(struct kqueue *) __no_lock_analysis;
void	kqueue_unlock(struct kqueue *) __no_lock_analysis;

/* Core: of kern_event.c and kern_event_filter.c. */
struct knote *knote_alloc(void);
void	knote_free_unused(struct knote *);
bool	knote_adopt(struct knote *, struct knote *, struct proc *,
	    struct proc *);
struct uidinfo *kqueue_uid(const struct kqueue *);
int	kqueue_nest(struct knote *, struct file *);
void	kqueue_unnest(struct knote *);

extern const struct filter_ops *const event_filters[EVFILT_SYSCOUNT];
extern const struct filter_ops event_filter_vnode;

/* Core: boot, and what descriptor tables and fork(2) call. */
void	kqueue_init(void);
void	kqueue_fd_unlink(struct filedesc *, int, struct knote_list *);
void	knote_list_free(struct knote_list *);
void	proc_fork_event(struct proc *, struct proc *);

/*
 * Tell who watches p of NOTE_EXIT and the like.
 */
#define	proc_event(p, hint)	notify_fire(&(p)->p_notify, (int)(hint))
#endif /* _KERNEL */

#endif /* !_SYS_EVENTVAR_H_ */
