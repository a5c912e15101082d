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

/* Bits of an entry. */
#define	PTE_V		0x0000000000000001UL	/* valid */
#define	PTE_RW		0x0000000000000002UL
#define	PTE_U		0x0000000000000004UL	/* user may access */
#define	PTE_PWT		0x0000000000000008UL
#define	PTE_PCD		0x0000000000000010UL
#define	PTE_A		0x0000000000000020UL	/* accessed */
#define	PTE_M		0x0000000000000040UL	/* modified */
#define	PTE_PS		0x0000000000000080UL	/* 2 MiB or 1 GiB page */
#define	PTE_G		0x0000000000000100UL	/* stays across cr3 loads */
#define	PTE_W		0x0000000000000200UL	/* ours: wired */
#define	PTE_NX		0x8000000000000000UL
#define	PTE_FRAME	0x000ffffffffff000UL
/* Of an entry that leads to a table: how many of that table's are valid. */
#define	PTE_COUNT1	0x0010000000000000UL
#define	PTE_COUNT	0x3ff0000000000000UL

#ifdef _KERNEL
#include <sys/mutex.h>
#include <sys/queue.h>

struct thread;
struct vm_page;

/*
 * Locks: (m) pm_lock; (a) atomic; (i) constant after pmap_init().
 */
struct pmap {
	struct kmutex	pm_lock;
	uint64_t	*pm_pml4;	/* (i) in the direct map; entries (m) */
	vm_paddr_t	pm_cr3;		/* (i) */
	uint64_t	pm_active;	/* (a) CPUs whose cr3 is pm_cr3 */
	vm_offset_t	pm_hint;	/* (m) what pm_hintpde maps / 2 MiB */
	uint64_t	*pm_hintpde;	/* (m) entry of a table of leaves */
	long		pm_resident;	/* (m) valid leaf entries */
	long		pm_ntables;	/* (m) pages of tables, root included */
	TAILQ_HEAD(, vm_page) pm_tables; /* (m) the same, but for the root */
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

/*
 * The kernel's own map.  pmap_kgrow() makes tables for a range, after which
 * pmap_kenter() cannot fail there; tables are never given back.
 */
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
struct pcpu;
void	pmap_bootstrap(void);
void	pmap_verify_kernel(void);
void	pmap_switch(struct pcpu *, struct pmap *);
void	pmap_flush_local(struct pmap *, const vm_offset_t *, u_int n);
void	pmap_leave(void *);
void	pmap_boot_unmap(void);
extern uint64_t pmap_nx;	/* PTE_NX, or 0 without such a feature */
#endif /* _KERNEL */

#endif /* !_MACHINE_PMAP_H_ */
