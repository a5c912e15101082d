/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A page table as a list of what is mapped.
 */
#ifndef _MACHINE_PMAP_H_
#define	_MACHINE_PMAP_H_

#include <sys/types.h>
#include <machine/vmparam.h>

struct thread;
struct vm_page;

struct host_pte {
	vm_offset_t	va;
	struct vm_page	*pg;
	int		prot;
};

struct pmap {
	struct host_pte	*pm_pte;
	u_int		pm_count;
	u_int		pm_room;
};

#define	PMAP_WIRED	0x1
#define	PMAP_NOSLEEP	0x2
#define	PMAP_KEEP	0x4

int	pmap_init(struct pmap *);
void	pmap_destroy(struct pmap *);
int	pmap_enter(struct pmap *, vm_offset_t, struct vm_page *, int, int);
void	pmap_remove(struct pmap *, vm_offset_t, vm_offset_t);
void	pmap_protect(struct pmap *, vm_offset_t, vm_offset_t, int);
int	pmap_copy(struct pmap *, struct pmap *, vm_offset_t, vm_offset_t, bool);
bool	pmap_extract(struct pmap *, vm_offset_t, vm_paddr_t *);
bool	pmap_clear_referenced(struct pmap *, vm_offset_t);
void	pmap_activate(struct thread *);
struct host_pte *pmap_find(struct pmap *, vm_offset_t);

#define	pmap_resident_count(pm)	((long)(pm)->pm_count)

#endif /* !_MACHINE_PMAP_H_ */
