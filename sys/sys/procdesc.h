/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Process descriptors.  See pdfork(2), and sys_procdesc.c for the theory.
 */

#ifndef _SYS_PROCDESC_H_
#define	_SYS_PROCDESC_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

/* Flags of pdfork(2). */
#define	PD_DAEMON	0x00000001	/* closing it does not kill */
#define	PD_CLOEXEC	0x00000002	/* close on exec */

#ifdef _KERNEL
#include <sys/capsicum.h>
#include <sys/condvar.h>
#include <sys/mutex.h>
#include <sys/notify.h>
#include <sys/time.h>

struct file;
struct filter_ops;
struct proc;
struct thread;

/*
 * Locks: (t) proctree_lock, (d) pd_lock, (i) constant once a descriptor refers
 * to it.
 */
struct procdesc {
	struct proc	*pd_proc;	/* (t) NULL when it was waited for */
	pid_t		pd_pid;		/* (i) */
	bool		pd_daemon;	/* (i) */
	struct timespec	pd_btime;	/* (i) */
	struct kmutex	pd_lock;
	struct cv	pd_cv;		/* pdwait(2) sleeps here */
	u_int		pd_changes;	/* (d) that pdwait(2) may report */
	bool		pd_exited;	/* (d) */
	int		pd_xstat;	/* (d) if pd_exited: as wait(2) says */
	struct notify	pd_notify;	/* NOTE_EXIT and POLLHUP */
};

/* Core: fork, exit, wait and stops. */
void	procdesc_init(void);
void	procdesc_attach(struct procdesc *, struct proc *);
void	procdesc_detach(struct proc *);
void	procdesc_changed(struct proc *);
void	procdesc_exited(struct proc *);
int	procdesc_get(struct thread *, int, const cap_rights_t *,
	    struct file **);

extern const struct filter_ops event_filter_procdesc;
#else
struct rusage;
struct wrusage;
struct __siginfo;

__BEGIN_DECLS
__pid_t	pdfork(int *, int);
int	pdgetpid(int, __pid_t *);
int	pdkill(int, int);
__pid_t	pdwait(int, int *, int, struct wrusage *, struct __siginfo *);
__pid_t	pdwait4(int, int *, int, struct rusage *);
__END_DECLS
#endif /* _KERNEL */

#endif /* !_SYS_PROCDESC_H_ */
