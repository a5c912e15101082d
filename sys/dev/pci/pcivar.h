/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * PCI functions and their drivers; pci(9).
 */
#ifndef _DEV_PCI_PCIVAR_H_
#define	_DEV_PCI_PCIVAR_H_

#include <sys/types.h>
#include <sys/linker_set.h>
#include <sys/queue.h>

struct intr_handle;
struct pci_dev;

#define	PCI_NBARS	6

#define	PCI_BAR_NONE	0
#define	PCI_BAR_MEM	1
#define	PCI_BAR_IO	2

struct pci_bar {
	vm_paddr_t	pb_addr;	/* address or port */
	size_t		pb_size;
	uint8_t		pb_type;	/* PCI_BAR_* */
	bool		pb_prefetch;
	void		*pb_va;		/* once mapped */
};

struct pci_driver {
	const char	*name;
	/* 0: not mine; the highest positive answer gets the device. */
	int		(*probe)(struct pci_dev *);
	/* 0 or an errno; sets pd_softc.  Thread context, may sleep. */
	int		(*attach)(struct pci_dev *);
};

/*
 * All fields are constant after the scan, but for what the driver owns.
 */
struct pci_dev {
	TAILQ_ENTRY(pci_dev) pd_link;
	uint8_t		pd_bus;
	uint8_t		pd_slot;
	uint8_t		pd_func;
	uint8_t		pd_hdrtype;	/* without the multi-function bit */
	uint16_t	pd_vendor;
	uint16_t	pd_device;
	uint16_t	pd_subvendor;
	uint16_t	pd_subdevice;
	uint8_t		pd_class;
	uint8_t		pd_subclass;
	uint8_t		pd_progif;
	uint8_t		pd_rev;
	uint8_t		pd_intpin;	/* 0: none, 1: INTA ... */
	uint8_t		pd_intline;
	struct pci_bar	pd_bar[PCI_NBARS];
	const struct pci_driver *pd_driver;
	void		*pd_softc;
	/* Message interrupts. */
	void		*pd_msix_table;
	u_int		pd_msix_count;
	uint16_t	pd_msix_cap;	/* 0: no such capability */
	uint16_t	pd_msi_cap;
	struct intr_handle **pd_msix_handles;
	struct intr_handle *pd_msi_handle;
	struct intr_handle *pd_intx_handle;
};

/* A driver announces itself in the file that defines it. */
#define	PCI_DRIVER(drv)	DATA_SET(pci_drivers, drv)

uint8_t	pci_cfg_read8(struct pci_dev *, u_int off);
uint16_t pci_cfg_read16(struct pci_dev *, u_int off);
uint32_t pci_cfg_read32(struct pci_dev *, u_int off);
void	pci_cfg_write8(struct pci_dev *, u_int off, uint8_t);
void	pci_cfg_write16(struct pci_dev *, u_int off, uint16_t);
void	pci_cfg_write32(struct pci_dev *, u_int off, uint32_t);

/*
 * The offset of the next capability with that id after *start (0: from the
 * beginning), which is also stored there; 0 when there is none.  A list that
 * loops ends.
 */
u_int	pci_find_cap(struct pci_dev *, u_int id, u_int *start);

/*
 * Map a memory BAR uncached, or the same mapping again.  ENXIO: no memory BAR;
 * ENOMEM.
 */
int	pci_map_bar(struct pci_dev *, int bar, void **va, size_t *size)
	    __result_use_check;
void	pci_enable_busmaster(struct pci_dev *);

/*
 * Interrupts, in the order of preference.  ENODEV: the device cannot;
 * EINVAL: no such entry; ENOSPC, ENOMEM.
 */
u_int	pci_msix_count(struct pci_dev *);
int	pci_intr_establish_msix(struct pci_dev *, u_int vector_idx, int ipl,
	    int (*fn)(void *), void *arg, const char *name) __result_use_check;
int	pci_intr_establish_msi(struct pci_dev *, int ipl, int (*fn)(void *),
	    void *arg, const char *name) __result_use_check;
int	pci_intr_establish_intx(struct pci_dev *, int ipl, int (*fn)(void *),
	    void *arg, const char *name) __result_use_check;
void	pci_intr_disestablish_msix(struct pci_dev *, u_int vector_idx);
void	pci_intr_disestablish_msi(struct pci_dev *);
void	pci_intr_disestablish_intx(struct pci_dev *);

/* Core: find all functions and attach drivers; once, from md_autoconf(). */
void	pci_scan(void);

#endif /* !_DEV_PCI_PCIVAR_H_ */
