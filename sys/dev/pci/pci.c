/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * PCI: finding functions, their registers and interrupts.
 *
 * Configuration space is reached through the memory windows of ACPI's MCFG, or
 * through ports 0xcf8 and 0xcfc.  Buses are searched from 0 down through
 * bridges, whose bus numbers the firmware assigned; addresses are its as well.
 * A second way to the same bus ends at the map of buses seen.
 *
 * Locks	pci_cfg_lock (IPL_HIGH): the port pair.  The list of functions
 *		is made once, before anybody else looks.
 * Context	scanning and mapping: thread; configuration access: any.
 */

#include <sys/param.h>
#include <sys/bus.h>
#include <sys/kmem.h>
#include <sys/md.h>
#include <sys/spin.h>
#include <sys/systm.h>
#include <dev/acpi/acpivar.h>
#include <dev/pci/pcireg.h>
#include <dev/pci/pcivar.h>
#include <machine/cpufunc.h>
#include <machine/intr.h>

#define	PCI_CFG_ADDR	0xcf8
#define	PCI_CFG_DATA	0xcfc
#define	PCI_CFG_ENABLE	0x80000000

#define	PCI_NBUS	256
#define	PCI_NSLOT	32
#define	PCI_NFUNC	8
#define	PCI_MAXCAPS	48		/* a longer list is a loop */
#define	ECAM_BUS_SIZE	(1UL << 20)
#define	ECAM_FUNC(s, f)	((size_t)(s) << 15 | (size_t)(f) << 12)

SET_DECLARE(pci_drivers, const struct pci_driver);

static struct spin pci_cfg_lock = SPIN_INITIALIZER("pcicfg", IPL_HIGH);
static char *pci_ecam[PCI_NBUS];	/* window of each bus, or NULL */
static uint8_t pci_seen[PCI_NBUS / 8];
static TAILQ_HEAD(, pci_dev) pci_devs = TAILQ_HEAD_INITIALIZER(pci_devs);

/*
 * Configuration space.
 */

/* The window of a bus that is in MCFG; mapped when it is first needed. */
static void
pci_ecam_map(u_int bus)
{
	const struct acpi_info *ai = &acpi_info;
	const struct acpi_mcfg *ac;
	u_int i;

	for (i = 0; i < ai->ai_nmcfg; i++) {
		ac = &ai->ai_mcfg[i];
		if (ac->ac_segment == 0 && bus >= ac->ac_bus_start &&
		    bus <= ac->ac_bus_end && pci_ecam[bus] == NULL)
			pci_ecam[bus] = bus_map_phys(ac->ac_base +
			    bus * ECAM_BUS_SIZE, ECAM_BUS_SIZE);
	}
}

static uint32_t
pci_read_raw(u_int bus, u_int slot, u_int func, u_int off, u_int size)
{
	const char *win = pci_ecam[bus];
	uint32_t v;

	if (win != NULL) {
		win += ECAM_FUNC(slot, func);
		return (size == 1 ? bus_read_1(win, off) :
		    size == 2 ? bus_read_2(win, off) : bus_read_4(win, off));
	}
	if (off >= 256)
		return (0xffffffff);
	spin_enter(&pci_cfg_lock);
	outl(PCI_CFG_ADDR, PCI_CFG_ENABLE | bus << 16 | slot << 11 |
	    func << 8 | (off & ~3U));
	v = size == 1 ? inb(PCI_CFG_DATA + (off & 3)) :
	    size == 2 ? inw(PCI_CFG_DATA + (off & 2)) : inl(PCI_CFG_DATA);
	spin_exit(&pci_cfg_lock);
	return (v);
}

static void
pci_write_raw(u_int bus, u_int slot, u_int func, u_int off, u_int size,
    uint32_t v)
{
	char *win = pci_ecam[bus];

	if (win != NULL) {
		win += ECAM_FUNC(slot, func);
		if (size == 1)
			bus_write_1(win, off, (uint8_t)v);
		else if (size == 2)
			bus_write_2(win, off, (uint16_t)v);
		else
			bus_write_4(win, off, v);
		return;
	}
	if (off >= 256)
		return;
	spin_enter(&pci_cfg_lock);
	outl(PCI_CFG_ADDR, PCI_CFG_ENABLE | bus << 16 | slot << 11 |
	    func << 8 | (off & ~3U));
	if (size == 1)
		outb(PCI_CFG_DATA + (off & 3), (uint8_t)v);
	else if (size == 2)
		outw(PCI_CFG_DATA + (off & 2), (uint16_t)v);
	else
		outl(PCI_CFG_DATA, v);
	spin_exit(&pci_cfg_lock);
}

#define	PCI_ACCESS(bits, type)						\
type									\
pci_cfg_read##bits(struct pci_dev *pd, u_int off)			\
{									\
									\
	KASSERT(off % (bits / 8) == 0 && off < 4096);			\
	return ((type)pci_read_raw(pd->pd_bus, pd->pd_slot,		\
	    pd->pd_func, off, bits / 8));				\
}									\
									\
void									\
pci_cfg_write##bits(struct pci_dev *pd, u_int off, type v)		\
{									\
									\
	KASSERT(off % (bits / 8) == 0 && off < 4096);			\
	pci_write_raw(pd->pd_bus, pd->pd_slot, pd->pd_func, off,	\
	    bits / 8, v);						\
}

PCI_ACCESS(8, uint8_t)
PCI_ACCESS(16, uint16_t)
PCI_ACCESS(32, uint32_t)

u_int
pci_find_cap(struct pci_dev *pd, u_int id, u_int *start)
{
	u_int off, n;

	if ((pci_cfg_read16(pd, PCIR_STATUS) & PCIM_STATUS_CAPLIST) == 0)
		return (0);
	off = *start == 0 ? PCIR_CAP_PTR : *start + PCIR_CAP_NEXT;
	for (n = 0; n < PCI_MAXCAPS; n++) {
		off = pci_cfg_read8(pd, off) & 0xfc;
		if (off < 0x40)
			return (0);
		if (pci_cfg_read8(pd, off + PCIR_CAP_ID) == id) {
			*start = off;
			return (off);
		}
		off += PCIR_CAP_NEXT;
	}
	return (0);
}

static void
pci_command(struct pci_dev *pd, uint16_t clear, uint16_t set)
{

	pci_cfg_write16(pd, PCIR_COMMAND,
	    (pci_cfg_read16(pd, PCIR_COMMAND) & ~clear) | set);
}

void
pci_enable_busmaster(struct pci_dev *pd)
{

	pci_command(pd, 0, PCIM_CMD_BUSMASTER);
}

/*
 * Base address registers.
 */

/*
 * Learn address and size of a BAR by writing ones to it, while the function
 * does not decode.  Returns how many registers it took.
 */
static int
pci_bar_probe(struct pci_dev *pd, int n)
{
	struct pci_bar *pb = &pd->pd_bar[n];
	uint32_t lo, hi = 0, mlo, mhi = 0xffffffff;
	uint64_t mask;
	u_int off = PCIR_BAR(n);

	lo = pci_cfg_read32(pd, off);
	pci_cfg_write32(pd, off, 0xffffffff);
	mlo = pci_cfg_read32(pd, off);
	pci_cfg_write32(pd, off, lo);
	if (mlo == 0 || mlo == 0xffffffff)
		return (1);
	if ((mlo & PCIM_BAR_IO) != 0) {
		mlo = (mlo & PCIM_BAR_IO_BASE) | 0xffff0000;
		pb->pb_type = PCI_BAR_IO;
		pb->pb_addr = lo & PCIM_BAR_IO_BASE;
		pb->pb_size = ~mlo + 1;
		return (1);
	}
	if ((mlo & PCIM_BAR_MEM_TYPE) == PCIM_BAR_MEM_64) {
		if (n + 1 >= PCI_NBARS)
			return (1);
		hi = pci_cfg_read32(pd, off + 4);
		pci_cfg_write32(pd, off + 4, 0xffffffff);
		mhi = pci_cfg_read32(pd, off + 4);
		pci_cfg_write32(pd, off + 4, hi);
	}
	mask = (uint64_t)mhi << 32 | (mlo & PCIM_BAR_MEM_BASE);
	pb->pb_type = PCI_BAR_MEM;
	pb->pb_prefetch = (mlo & PCIM_BAR_MEM_PREFETCH) != 0;
	pb->pb_addr = (uint64_t)hi << 32 | (lo & PCIM_BAR_MEM_BASE);
	pb->pb_size = ~mask + 1;
	return ((mlo & PCIM_BAR_MEM_TYPE) == PCIM_BAR_MEM_64 ? 2 : 1);
}

static void
pci_bars(struct pci_dev *pd)
{
	uint16_t cmd;
	int n;

	cmd = pci_cfg_read16(pd, PCIR_COMMAND);
	pci_cfg_write16(pd, PCIR_COMMAND, cmd & ~(PCIM_CMD_IO | PCIM_CMD_MEM));
	for (n = 0; n < PCI_NBARS; )
		n += pci_bar_probe(pd, n);
	pci_cfg_write16(pd, PCIR_COMMAND, cmd);
}

int
pci_map_bar(struct pci_dev *pd, int bar, void **va, size_t *size)
{
	struct pci_bar *pb;

	if (bar < 0 || bar >= PCI_NBARS)
		return (SET_ERROR(ENXIO));
	pb = &pd->pd_bar[bar];
	if (pb->pb_type != PCI_BAR_MEM || pb->pb_addr == 0)
		return (SET_ERROR(ENXIO));
	if (pb->pb_va == NULL) {
		pb->pb_va = bus_map_phys(pb->pb_addr, pb->pb_size);
		if (pb->pb_va == NULL)
			return (SET_ERROR(ENOMEM));
		pci_command(pd, 0, PCIM_CMD_MEM);
	}
	*va = pb->pb_va;
	*size = pb->pb_size;
	return (0);
}

/*
 * Interrupts.
 */

u_int
pci_msix_count(struct pci_dev *pd)
{

	return (pd->pd_msix_count);
}

/*
 * Map the table with all entries masked and enable it: entries are unmasked
 * one by one.
 */
static int
pci_msix_setup(struct pci_dev *pd)
{
	uint32_t where;
	size_t size, off;
	void *va;
	u_int i;
	int error;

	where = pci_cfg_read32(pd, pd->pd_msix_cap + PCIR_MSIX_TABLE);
	error = pci_map_bar(pd, where & PCIM_MSIX_BIR, &va, &size);
	if (error != 0)
		return (error);
	off = where & ~(uint32_t)PCIM_MSIX_BIR;
	if (off > size || (size_t)pd->pd_msix_count * MSIX_ENTRY_SIZE >
	    size - off)
		return (SET_ERROR(ENODEV));
	pd->pd_msix_handles = kmem_zalloc(pd->pd_msix_count *
	    sizeof(struct intr_handle *), KM_SLEEP);
	if (pd->pd_msix_handles == NULL)
		return (SET_ERROR(ENOMEM));
	pd->pd_msix_table = (char *)va + off;
	for (i = 0; i < pd->pd_msix_count; i++)
		bus_write_4(pd->pd_msix_table, i * MSIX_ENTRY_SIZE +
		    MSIX_ENTRY_CTRL, MSIX_ENTRY_MASKED);
	pci_command(pd, 0, PCIM_CMD_INTX_DISABLE);
	pci_cfg_write16(pd, pd->pd_msix_cap + PCIR_MSIX_CTRL,
	    PCIM_MSIX_CTRL_ENABLE);
	return (0);
}

int
pci_intr_establish_msix(struct pci_dev *pd, u_int idx, int ipl,
    int (*fn)(void *), void *arg, const char *name)
{
	uint64_t addr;
	uint32_t data;
	size_t entry = (size_t)idx * MSIX_ENTRY_SIZE;
	int error;

	if (pd->pd_msix_cap == 0)
		return (SET_ERROR(ENODEV));
	if (idx >= pd->pd_msix_count)
		return (SET_ERROR(EINVAL));
	if (pd->pd_msix_table == NULL) {
		error = pci_msix_setup(pd);
		if (error != 0)
			return (error);
	}
	if (pd->pd_msix_handles[idx] != NULL)
		return (SET_ERROR(EBUSY));
	error = intr_establish_msi(ipl, fn, arg, &pd->pd_msix_handles[idx],
	    name, &addr, &data);
	if (error != 0)
		return (error);
	bus_write_4(pd->pd_msix_table, entry + MSIX_ENTRY_ADDR,
	    (uint32_t)addr);
	bus_write_4(pd->pd_msix_table, entry + MSIX_ENTRY_ADDR_HI,
	    (uint32_t)(addr >> 32));
	bus_write_4(pd->pd_msix_table, entry + MSIX_ENTRY_DATA, data);
	bus_write_4(pd->pd_msix_table, entry + MSIX_ENTRY_CTRL, 0);
	return (0);
}

void
pci_intr_disestablish_msix(struct pci_dev *pd, u_int idx)
{

	if (pd->pd_msix_table == NULL || idx >= pd->pd_msix_count ||
	    pd->pd_msix_handles[idx] == NULL)
		return;
	bus_write_4(pd->pd_msix_table, idx * MSIX_ENTRY_SIZE +
	    MSIX_ENTRY_CTRL, MSIX_ENTRY_MASKED);
	/* The read comes back after the message that was under way. */
	(void)bus_read_4(pd->pd_msix_table, idx * MSIX_ENTRY_SIZE +
	    MSIX_ENTRY_CTRL);
	intr_disestablish(pd->pd_msix_handles[idx]);
	pd->pd_msix_handles[idx] = NULL;
}

int
pci_intr_establish_msi(struct pci_dev *pd, int ipl, int (*fn)(void *),
    void *arg, const char *name)
{
	uint64_t addr;
	uint32_t data;
	uint16_t ctrl;
	u_int cap = pd->pd_msi_cap;
	int error;

	if (cap == 0)
		return (SET_ERROR(ENODEV));
	if (pd->pd_msi_handle != NULL)
		return (SET_ERROR(EBUSY));
	ctrl = pci_cfg_read16(pd, cap + PCIR_MSI_CTRL) &
	    ~(PCIM_MSI_CTRL_ENABLE | PCIM_MSI_CTRL_MME);
	pci_cfg_write16(pd, cap + PCIR_MSI_CTRL, ctrl);
	error = intr_establish_msi(ipl, fn, arg, &pd->pd_msi_handle, name,
	    &addr, &data);
	if (error != 0)
		return (error);
	pci_cfg_write32(pd, cap + PCIR_MSI_ADDR, (uint32_t)addr);
	if ((ctrl & PCIM_MSI_CTRL_64BIT) != 0) {
		pci_cfg_write32(pd, cap + PCIR_MSI_ADDR_HI,
		    (uint32_t)(addr >> 32));
		pci_cfg_write16(pd, cap + PCIR_MSI_DATA_64, (uint16_t)data);
	} else {
		pci_cfg_write16(pd, cap + PCIR_MSI_DATA, (uint16_t)data);
	}
	pci_command(pd, 0, PCIM_CMD_INTX_DISABLE);
	pci_cfg_write16(pd, cap + PCIR_MSI_CTRL, ctrl | PCIM_MSI_CTRL_ENABLE);
	return (0);
}

void
pci_intr_disestablish_msi(struct pci_dev *pd)
{
	u_int cap = pd->pd_msi_cap;

	if (pd->pd_msi_handle == NULL)
		return;
	pci_cfg_write16(pd, cap + PCIR_MSI_CTRL,
	    pci_cfg_read16(pd, cap + PCIR_MSI_CTRL) & ~PCIM_MSI_CTRL_ENABLE);
	(void)pci_cfg_read16(pd, cap + PCIR_MSI_CTRL);
	intr_disestablish(pd->pd_msi_handle);
	pd->pd_msi_handle = NULL;
}

/*
 * The pin's line, as the firmware wrote it down: an ISA interrupt, which is
 * right where the interrupt router is set up for both kinds of controller, as
 * on the machines that QEMU makes.
 */
int
pci_intr_establish_intx(struct pci_dev *pd, int ipl, int (*fn)(void *),
    void *arg, const char *name)
{
	int error;

	if (pd->pd_intpin == 0 || pd->pd_intline == 0 ||
	    pd->pd_intline == 0xff)
		return (SET_ERROR(ENODEV));
	if (pd->pd_intx_handle != NULL)
		return (SET_ERROR(EBUSY));
	error = intr_establish_irq(pd->pd_intline, ipl, fn, arg,
	    &pd->pd_intx_handle, name);
	if (error != 0)
		return (error);
	pci_command(pd, PCIM_CMD_INTX_DISABLE, 0);
	return (0);
}

void
pci_intr_disestablish_intx(struct pci_dev *pd)
{

	if (pd->pd_intx_handle == NULL)
		return;
	pci_command(pd, 0, PCIM_CMD_INTX_DISABLE);
	intr_disestablish(pd->pd_intx_handle);
	pd->pd_intx_handle = NULL;
}

/*
 * The search.
 */

static void	pci_scan_bus(u_int bus);

static void
pci_identify(struct pci_dev *pd)
{
	u_int start;

	pd->pd_device = pci_cfg_read16(pd, PCIR_DEVICE);
	pd->pd_class = pci_cfg_read8(pd, PCIR_CLASS);
	pd->pd_subclass = pci_cfg_read8(pd, PCIR_SUBCLASS);
	pd->pd_progif = pci_cfg_read8(pd, PCIR_PROGIF);
	pd->pd_rev = pci_cfg_read8(pd, PCIR_REVID);
	if (pd->pd_hdrtype != PCIM_HDR_NORMAL)
		return;
	pd->pd_subvendor = pci_cfg_read16(pd, PCIR_SUBVENDOR);
	pd->pd_subdevice = pci_cfg_read16(pd, PCIR_SUBDEVICE);
	pd->pd_intline = pci_cfg_read8(pd, PCIR_INTLINE);
	pd->pd_intpin = pci_cfg_read8(pd, PCIR_INTPIN);
	pci_bars(pd);
	start = 0;
	pd->pd_msi_cap = (uint16_t)pci_find_cap(pd, PCIC_MSI, &start);
	start = 0;
	pd->pd_msix_cap = (uint16_t)pci_find_cap(pd, PCIC_MSIX, &start);
	if (pd->pd_msix_cap != 0)
		pd->pd_msix_count = (pci_cfg_read16(pd, pd->pd_msix_cap +
		    PCIR_MSIX_CTRL) & PCIM_MSIX_CTRL_SIZE) + 1;
}

static void
pci_found(u_int bus, u_int slot, u_int func, uint16_t vendor, uint8_t hdr)
{
	struct pci_dev *pd;

	pd = kmem_zalloc(sizeof(*pd), KM_SLEEP);
	if (pd == NULL) {
		printf("pci%u:%u.%u: no memory\n", bus, slot, func);
		return;
	}
	pd->pd_bus = (uint8_t)bus;
	pd->pd_slot = (uint8_t)slot;
	pd->pd_func = (uint8_t)func;
	pd->pd_hdrtype = hdr & PCIM_HDRTYPE;
	pd->pd_vendor = vendor;
	pci_identify(pd);
	TAILQ_INSERT_TAIL(&pci_devs, pd, pd_link);
	if (pd->pd_hdrtype == PCIM_HDR_BRIDGE)
		pci_scan_bus(pci_cfg_read8(pd, PCIR_BRIDGE_SECBUS));
}

static void
pci_scan_bus(u_int bus)
{
	uint16_t vendor;
	uint8_t hdr;
	u_int slot, func, nfunc;

	if (isset(pci_seen, bus))
		return;
	setbit(pci_seen, bus);
	pci_ecam_map(bus);
	for (slot = 0; slot < PCI_NSLOT; slot++) {
		nfunc = 1;
		for (func = 0; func < nfunc; func++) {
			vendor = (uint16_t)pci_read_raw(bus, slot, func,
			    PCIR_VENDOR, 2);
			if (vendor == 0xffff || vendor == 0)
				continue;
			hdr = (uint8_t)pci_read_raw(bus, slot, func,
			    PCIR_HDRTYPE, 1);
			if (func == 0 && (hdr & PCIM_HDRTYPE_MULTI) != 0)
				nfunc = PCI_NFUNC;
			pci_found(bus, slot, func, vendor, hdr);
		}
	}
}

static void
pci_attach(struct pci_dev *pd)
{
	const struct pci_driver **pp, *best = NULL;
	int score, high = 0, error;

	SET_FOREACH(pp, pci_drivers) {
		score = (*pp)->probe(pd);
		if (score > high) {
			high = score;
			best = *pp;
		}
	}
	if (best == NULL)
		return;
	pd->pd_driver = best;
	error = best->attach(pd);
	if (error != 0) {
		printf("pci%u:%u.%u: %s does not attach, error %d\n",
		    pd->pd_bus, pd->pd_slot, pd->pd_func, best->name, error);
		pd->pd_driver = NULL;
	}
}

/* Whether there is a bus at all: any function of bus 0, or MCFG. */
static bool
pci_present(void)
{

	if (acpi_info.ai_nmcfg != 0)
		return (true);
	outl(PCI_CFG_ADDR, PCI_CFG_ENABLE);
	return (inl(PCI_CFG_ADDR) == PCI_CFG_ENABLE);
}

void
pci_scan(void)
{
	struct pci_dev *pd;

	if (!pci_present())
		return;
	pci_scan_bus(0);
	TAILQ_FOREACH(pd, &pci_devs, pd_link)
		if (pd->pd_hdrtype == PCIM_HDR_NORMAL)
			pci_attach(pd);
}
