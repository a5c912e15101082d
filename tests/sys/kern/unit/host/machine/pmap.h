/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */
#ifndef _MACHINE_PMAP_H_
#define	_MACHINE_PMAP_H_

#include <sys/types.h>
#include <machine/vmparam.h>

struct pmap {
	int	pm_unused;
};

#define	PMAP_CACHED	0

extern struct pmap kernel_pmap;

bool	pmap_extract(struct pmap *, vm_offset_t va, vm_paddr_t *);
void	pmap_kenter(vm_offset_t va, vm_paddr_t, int prot, int memattr);
void	pmap_kremove(vm_offset_t va, size_t len);

#endif /* !_MACHINE_PMAP_H_ */
