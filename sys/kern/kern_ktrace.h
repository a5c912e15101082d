/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What kern_ktrace.c (records) and sys_ktrace.c (who is traced) share.
 */
#ifndef _KERN_KERN_KTRACE_H_
#define	_KERN_KERN_KTRACE_H_

#include <sys/types.h>
#include <sys/queue.h>
#include <sys/resource.h>

struct cred;
struct vnode;

/*
 * Where records go, as one ktrace(2) call opened it.  Locks: (i) constant, (a)
 * atomic, (v) the vnode's lock, (l) whoever took the last reference.
 */
struct ktr_io {
	u_int		kio_ref;	/* (a) processes, and who writes */
	int		kio_error;	/* (v) not 0: why nothing is written */
	uint64_t	kio_serial;	/* (i) never reused */
	struct vnode	*kio_vp;	/* (i) open for writing */
	struct cred	*kio_cred;	/* (i) of who began, referenced */
	rlim_t		kio_limit;	/* (i) RLIMIT_FSIZE of who began */
	SLIST_ENTRY(ktr_io) kio_link;	/* (l) to be freed */
};

SLIST_HEAD(ktr_io_list, ktr_io);

/* In p_traceflag. */
#define	KTRFAC_CTORDUE	0x20000000	/* KTR_PROCCTOR is to be written */

void	ktr_flush(struct thread *);
struct ktr_io *ktr_io_get(struct proc *);
void	ktr_io_rele(struct ktr_io *);
void	ktr_io_free(struct ktr_io *);
struct ktr_io *ktr_detach(struct proc *p) __requires(p->p_lock);

#endif /* !_KERN_KERN_KTRACE_H_ */
