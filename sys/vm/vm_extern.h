/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the rest of the kernel calls in virtual memory.
 */
#ifndef _VM_VM_EXTERN_H_
#define	_VM_VM_EXTERN_H_

#ifdef _KERNEL
#include <vm/vm.h>

struct uio;

/*
 * Faults.  access is the VM_PROT_* that was tried.  0; EFAULT: nothing is
 * mapped (SEGV_MAPERR); EACCES: the mapping forbids it (SEGV_ACCERR);
 * ENOMEM: no memory, or the process is being killed (SIGKILL); EIO or ENXIO:
 * the object has no such page (SIGBUS).  Thread context, interrupts on, sleeps;
 * the caller holds no lock that a file system or the map may need: a vnode
 * lock is allowed.
 */
int	vm_fault(struct vm_map *, vm_offset_t, int access, int flags);

/*
 * Address spaces.  NULL without memory.  vmspace_fork() copies the calling
 * process's.  vmspace_exec() gives the running process the new one and frees
 * the old; vmspace_exit() leaves it with vmspace0.  Only the last reference
 * frees; none may be held with a lock.
 * vmspace_acquire() keeps another process's for inspection; NULL when it has
 * exited.
 */
struct vmspace *vmspace_alloc(void) __result_use_check;
struct vmspace *vmspace_fork(struct vmspace *) __result_use_check;
void	vmspace_free(struct vmspace *);
void	vmspace_exec(struct thread *, struct vmspace *);
void	vmspace_exit(struct thread *);
struct vmspace *vmspace_acquire(struct proc *);

/* Core: for sysctl kern.proc. */
long	vmspace_resident(const struct vmspace *);	/* pages */
vm_size_t vmspace_size(const struct vmspace *);		/* bytes */

/*
 * Map obj (whose reference is consumed, also on failure) or, without one,
 * anonymous memory; flags are those of mmap(2).  *addr is a hint, or the place
 * with MAP_FIXED.  The arguments are page-aligned.
 */
int	vm_mmap(struct thread *, struct vm_map *, vm_offset_t *addr,
	    vm_size_t len, int prot, int maxprot, int flags,
	    struct vm_object *obj, vm_ooffset_t off);

/*
 * For procfs and procstat(1): calls cb for each mapping, in order, without any
 * lock held; the vnode is referenced until cb returns.  A non-zero value ends
 * it.
 */
struct vm_map_snap {
	vm_offset_t	s_start;
	vm_offset_t	s_end;
	vm_ooffset_t	s_offset;	/* in the file */
	struct vnode	*s_vnode;	/* or NULL */
	uint8_t		s_prot;
	uint8_t		s_maxprot;
	uint16_t	s_flags;	/* ME_* of <vm/vm_map.h> */
	uint8_t		s_type;		/* OBJT_* of the shared layer, or 0 */
	bool		s_private;	/* there is a private layer */
	uint32_t	s_refs;		/* of the shared layer's object */
	u_long		s_npages;	/* of it that are in memory */
	u_long		s_nprivate;	/* in the private layer */
};
int	vm_map_snapshot(struct proc *,
	    int (*cb)(const struct vm_map_snap *, void *), void *);

/*
 * File data (ubc(9)).
 *
 * ubc_uiomove: copy between uio and the file's pages.  The caller holds the
 * vnode lock (shared to read, exclusive to write).
 *   UBC_READ: stops at the object's size.
 *   UBC_WRITE: the file system has made room on the disk.  A write may pass the
 *   object's size: the object grows as data is copied, pages that lie wholly
 *   past its old size are made, not read, and bytes skipped are zero.  So a
 *   file system calls this first and then sets the inode's size to
 *   max(old, uio_offset).  Growing the object before with
 *   vnode_pager_setsize() works too, but then each new page is read first
 *   through getpages, which must know that fresh blocks are zero.
 *   uio_resid tells how much was copied, also after an error.
 *   With a uio of UIO_NOCOPY the pages of the range are made or read and become
 *   dirty, and keep what is in them.
 * vnode_pager_setsize: the file's size changed.  Shrinking zeroes the rest of
 *   the last page, and drops and unmaps the pages behind it.  Vnode lock held
 *   exclusively.
 * ubc_flush: write dirty pages of [s, e) (e 0: to the end) through putpages;
 *   with UBC_SYNC to the disk.  UBC_INVALIDATE then drops them all.
 *   Vnode lock not needed.
 * ubc_zero: make bytes [s, e) of the file zero through its pages.
 * ubc_next: the first byte of [s, e) of the file that lies in a page that is in
 *   memory, and with `dirty' is not on the disk yet; e if there is none.
 * ubc_hold: the valid page at index of an object, held, for vm_page_unhold();
 *   past its size EIO.
 * ubc_modified: whether a mapping has changed the file since this was asked
 *   last, and the file system is to set the times of modification and change.
 */
#define	UBC_READ	0x01
#define	UBC_WRITE	0x02
#define	UBC_OVERWRITE	0x04	/* old contents of whole pages do not matter */
#define	UBC_SYNC	0x10
#define	UBC_INVALIDATE	0x20
#define	UBC_CLEANONLY	0x40	/* drop clean pages, write nothing */
#define	UBC_RANDOM	0x100	/* UBC_READ: no reading ahead */
#define	UBC_SEQUENTIAL	0x200	/* UBC_READ: as much of it as there is */

int	ubc_uiomove(struct vnode *, struct uio *, int flags);
int	ubc_flush(struct vnode *, off_t s, off_t e, int flags);
int	ubc_zero(struct vnode *, off_t s, off_t e);
off_t	ubc_next(struct vnode *, off_t s, off_t e, bool dirty);
int	ubc_hold(struct vm_object *, vm_pindex_t, struct vm_page **);
u_long	ubc_resident(struct vnode *);
u_long	ubc_dirty(struct vnode *);
bool	ubc_modified(struct vnode *);
void	vnode_pager_setsize(struct vnode *, off_t);

u_long	vm_pageout_reclaim(u_long pages);

/* Counters, for procfs and sysctl. */
struct vm_counts {
	u_long	vc_total;		/* pages of memory */
	u_long	vc_free;
	u_long	vc_file;		/* holding file data */
	u_long	vc_dirty;		/* of these, to be written */
	u_long	vc_anon;		/* anonymous */
	u_long	vc_faults;
	u_long	vc_cow;			/* faults that copied */
	u_long	vc_zfod;		/* pages filled with zeros */
	u_long	vc_pageins;		/* pages read */
	u_long	vc_pageouts;		/* pages written */
	u_long	vc_reclaimed;
	u_long	vc_oomkills;
};

/* Core: for sysctl vm.stats. */
void	vm_counts(struct vm_counts *);
#endif /* _KERNEL */

#endif /* !_VM_VM_EXTERN_H_ */
