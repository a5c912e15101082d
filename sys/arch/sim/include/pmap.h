/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Page tables of one address space; pmap(9) has the contract.
 */
#ifndef _MACHINE_PMAP_H_
#define	_MACHINE_PMAP_H_

#include <sys/types.h>
#include <machine/vmparam.h>

#ifdef _KERNEL
#include <sys/mutex.h>

struct thread;
struct vm_page;

/*
 * An entry: the physical address of the page and these bits; 0 is none.
 */
#define	PTE_V		0x001UL		/* valid */
#define	PTE_W		0x002UL		/* may be written */
#define	PTE_X		0x004UL		/* may be executed */
#define	PTE_WIRED	0x008UL
#define	PTE_A		0x010UL		/* accessed */
#define	PTE_M		0x020UL		/* modified */
#define	PTE_HOST	0x040UL		/* the window may have the page */
#define	PTE_FRAME	(~PAGE_MASK)

/*
 * The root has an entry for each table of leaves that the window needs.
 * Locks: (m) pm_lock; (i) constant after pmap_init().
 */
struct pmap {
	struct kmutex	pm_lock;
	uint64_t	**pm_root;	/* (i) in the direct map; entries (m) */
	long		pm_resident;	/* (m) valid entries */
	long		pm_ntables;	/* (m) pages of tables, root included */
};

#define	PMAP_WIRED	0x1		/* pmap_enter: entry is wired */
#define	PMAP_NOSLEEP	0x2		/* pmap_enter: fail, do not wait */
#define	PMAP_KEEP	0x4		/* pmap_enter: replace nothing */

/* Memory attributes of pmap_kenter. */
#define	PMAP_CACHED	0
#define	PMAP_UNCACHED	1
#define	PMAP_WRITETHROUGH 2

extern struct pmap kernel_pmap;

/* Protection is PROT_READ | PROT_WRITE | PROT_EXEC of <sys/mman.h>. */
int	pmap_init(struct pmap *) __result_use_check;
void	pmap_destroy(struct pmap *);
int	pmap_enter(struct pmap *, vm_offset_t, struct vm_page *, int prot,
	    int flags) __result_use_check;
void	pmap_remove(struct pmap *, vm_offset_t s, vm_offset_t e);
void	pmap_protect(struct pmap *, vm_offset_t s, vm_offset_t e, int prot);
int	pmap_copy(struct pmap *dst, struct pmap *src, vm_offset_t s,
	    vm_offset_t e, bool writeprotect_src);
bool	pmap_extract(struct pmap *, vm_offset_t, vm_paddr_t *);
bool	pmap_is_modified(struct pmap *, vm_offset_t);
bool	pmap_clear_modified(struct pmap *, vm_offset_t);
bool	pmap_is_referenced(struct pmap *, vm_offset_t);
bool	pmap_clear_referenced(struct pmap *, vm_offset_t);
void	pmap_activate(struct thread *);
int	pmap_kgrow(vm_offset_t va, size_t len) __result_use_check;
void	pmap_kenter(vm_offset_t va, vm_paddr_t, int prot, int memattr);
void	pmap_kremove(vm_offset_t va, size_t len);
bool	pmap_kextract(vm_offset_t va, vm_paddr_t *);

static inline long
pmap_resident_count(const struct pmap *pm)
{

	return (pm->pm_resident);
}

static inline long
pmap_table_count(const struct pmap *pm)
{

	return (pm->pm_ntables);
}

/* The port's own. */
void	*pmap_access(struct pmap *, vm_offset_t, int prot);
bool	pmap_soft_fault(struct pmap *, vm_offset_t, int prot);
void	pmap_use_window(struct pmap *);
#endif /* _KERNEL */

#endif /* !_MACHINE_PMAP_H_ */
