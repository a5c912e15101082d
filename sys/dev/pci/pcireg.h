/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Registers of PCI configuration space.
 */
#ifndef _DEV_PCI_PCIREG_H_
#define	_DEV_PCI_PCIREG_H_

#define	PCIR_VENDOR		0x00
#define	PCIR_DEVICE		0x02
#define	PCIR_COMMAND		0x04
#define	PCIM_CMD_IO		0x0001
#define	PCIM_CMD_MEM		0x0002
#define	PCIM_CMD_BUSMASTER	0x0004
#define	PCIM_CMD_INTX_DISABLE	0x0400
#define	PCIR_STATUS		0x06
#define	PCIM_STATUS_CAPLIST	0x0010
#define	PCIR_REVID		0x08
#define	PCIR_PROGIF		0x09
#define	PCIR_SUBCLASS		0x0a
#define	PCIR_CLASS		0x0b
#define	PCIR_HDRTYPE		0x0e
#define	PCIM_HDRTYPE		0x7f
#define	PCIM_HDRTYPE_MULTI	0x80
#define	PCIM_HDR_NORMAL		0
#define	PCIM_HDR_BRIDGE		1
#define	PCIM_HDR_CARDBUS	2
#define	PCIR_BAR(n)		(0x10 + 4 * (n))
#define	PCIM_BAR_IO		0x1
#define	PCIM_BAR_MEM_TYPE	0x6
#define	PCIM_BAR_MEM_64		0x4
#define	PCIM_BAR_MEM_PREFETCH	0x8
#define	PCIM_BAR_MEM_BASE	0xfffffff0U
#define	PCIM_BAR_IO_BASE	0xfffffffcU
#define	PCIR_SUBVENDOR		0x2c
#define	PCIR_SUBDEVICE		0x2e
#define	PCIR_CAP_PTR		0x34
#define	PCIR_INTLINE		0x3c
#define	PCIR_INTPIN		0x3d

/* Bridges. */
#define	PCIR_BRIDGE_PRIBUS	0x18
#define	PCIR_BRIDGE_SECBUS	0x19
#define	PCIR_BRIDGE_SUBBUS	0x1a

/* Capabilities: id, next, then their own. */
#define	PCIR_CAP_ID		0x0
#define	PCIR_CAP_NEXT		0x1
#define	PCIC_PM			0x01
#define	PCIC_MSI		0x05
#define	PCIC_VENDOR		0x09
#define	PCIC_EXPRESS		0x10
#define	PCIC_MSIX		0x11

#define	PCIR_MSI_CTRL		0x2
#define	PCIM_MSI_CTRL_ENABLE	0x0001
#define	PCIM_MSI_CTRL_MME	0x0070
#define	PCIM_MSI_CTRL_64BIT	0x0080
#define	PCIR_MSI_ADDR		0x4
#define	PCIR_MSI_ADDR_HI	0x8
#define	PCIR_MSI_DATA		0x8
#define	PCIR_MSI_DATA_64	0xc

#define	PCIR_MSIX_CTRL		0x2
#define	PCIM_MSIX_CTRL_SIZE	0x07ff
#define	PCIM_MSIX_CTRL_MASK	0x4000
#define	PCIM_MSIX_CTRL_ENABLE	0x8000
#define	PCIR_MSIX_TABLE		0x4
#define	PCIM_MSIX_BIR		0x7
#define	MSIX_ENTRY_SIZE		16
#define	MSIX_ENTRY_ADDR		0
#define	MSIX_ENTRY_ADDR_HI	4
#define	MSIX_ENTRY_DATA		8
#define	MSIX_ENTRY_CTRL		12
#define	MSIX_ENTRY_MASKED	0x1

#define	PCI_CLASS_BRIDGE	0x06

#endif /* !_DEV_PCI_PCIREG_H_ */
