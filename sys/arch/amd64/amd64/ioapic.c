/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * IO-APICs: lines of devices, numbered as global system interrupts, to vectors.
 *
 * All entries start masked.  ISA interrupts are edge-triggered, active high,
 * on the line of the same number, unless the firmware overrides it; others are
 * level-triggered, active low.
 *
 * Locks	ioapic_lock (IPL_HIGH): the register window of each.
 */

#include <sys/param.h>
#include <sys/bus.h>
#include <sys/spin.h>
#include <sys/systm.h>
#include <machine/cpufunc.h>
#include <machine/intr.h>
#include <machine/machdep.h>

#define	IOAPIC_MAX	8
#define	ISA_NIRQ	16

#define	IOAPIC_INDEX	0x00
#define	IOAPIC_WINDOW	0x10
#define	IOAPIC_VER	0x01
#define	IOAPIC_REDIR(n)	(0x10 + 2 * (n))
#define	REDIR_LOW	0x00002000	/* active low */
#define	REDIR_LEVEL	0x00008000
#define	REDIR_MASKED	0x00010000

#define	PIC1_DATA	0x21
#define	PIC2_DATA	0xa1

struct ioapic {
	void		*io_base;
	uint32_t	io_gsi;		/* of its first line */
	uint32_t	io_nlines;
};

struct isa_line {
	uint32_t	il_gsi;
	bool		il_low;
	bool		il_level;
	bool		il_set;
};

static struct ioapic ioapics[IOAPIC_MAX];
static u_int ioapic_count;
static struct isa_line isa_lines[ISA_NIRQ];
static struct spin ioapic_lock = SPIN_INITIALIZER("ioapic", IPL_HIGH);

static uint32_t
ioapic_read(struct ioapic *io, u_int reg)
{

	bus_write_4(io->io_base, IOAPIC_INDEX, reg);
	return (bus_read_4(io->io_base, IOAPIC_WINDOW));
}

static void
ioapic_write(struct ioapic *io, u_int reg, uint32_t v)
{

	bus_write_4(io->io_base, IOAPIC_INDEX, reg);
	bus_write_4(io->io_base, IOAPIC_WINDOW, v);
}

/*
 * One more IO-APIC; boot.
 */
void
ioapic_add(vm_paddr_t pa, uint32_t gsi_base)
{
	struct ioapic *io;
	u_int i;

	if (ioapic_count == IOAPIC_MAX) {
		printf("ioapic: more than %d, ignored\n", IOAPIC_MAX);
		return;
	}
	io = &ioapics[ioapic_count];
	io->io_base = bus_map_phys(pa, PAGE_SIZE);
	if (io->io_base == NULL)
		panic("no memory for an IO-APIC");
	io->io_gsi = gsi_base;
	io->io_nlines = (ioapic_read(io, IOAPIC_VER) >> 16 & 0xff) + 1;
	if (io->io_nlines == 256) {
		bus_unmap_phys(io->io_base, PAGE_SIZE);	/* nobody there */
		return;
	}
	for (i = 0; i < io->io_nlines; i++) {
		ioapic_write(io, IOAPIC_REDIR(i), REDIR_MASKED);
		ioapic_write(io, IOAPIC_REDIR(i) + 1, 0);
	}
	ioapic_count++;
}

/*
 * The firmware says how an ISA interrupt is wired.
 */
void
ioapic_override(u_int isa_irq, uint32_t gsi, bool low, bool level)
{

	if (isa_irq >= ISA_NIRQ)
		return;
	isa_lines[isa_irq].il_gsi = gsi;
	isa_lines[isa_irq].il_low = low;
	isa_lines[isa_irq].il_level = level;
	isa_lines[isa_irq].il_set = true;
}

/*
 * Silence the old interrupt controllers, which may not exist.
 */
void
ioapic_init(void)
{

	outb(PIC1_DATA, 0xff);
	outb(PIC2_DATA, 0xff);
}

static struct ioapic *
ioapic_find(u_int gsi)
{
	struct ioapic *io;

	for (io = ioapics; io < ioapics + ioapic_count; io++)
		if (gsi - io->io_gsi < io->io_nlines)
			return (io);
	return (NULL);
}

bool
ioapic_gsi_valid(u_int gsi)
{

	return (ioapic_find(gsi) != NULL);
}

u_int
ioapic_isa_gsi(u_int isa_irq)
{

	if (isa_irq < ISA_NIRQ && isa_lines[isa_irq].il_set)
		return (isa_lines[isa_irq].il_gsi);
	return (isa_irq);
}

/* Trigger and polarity of a line. */
static uint32_t
ioapic_mode(u_int gsi)
{
	u_int i;

	for (i = 0; i < ISA_NIRQ; i++)
		if (isa_lines[i].il_set && isa_lines[i].il_gsi == gsi)
			return ((isa_lines[i].il_low ? REDIR_LOW : 0) |
			    (isa_lines[i].il_level ? REDIR_LEVEL : 0));
	return (gsi < ISA_NIRQ ? 0 : REDIR_LOW | REDIR_LEVEL);
}

/*
 * Let a line raise a vector on a CPU.
 */
void
ioapic_route(u_int gsi, u_int vector, uint32_t apicid)
{
	struct ioapic *io = ioapic_find(gsi);
	u_int reg;

	KASSERT(io != NULL && apicid < 256);
	reg = IOAPIC_REDIR(gsi - io->io_gsi);
	spin_enter(&ioapic_lock);
	ioapic_write(io, reg, REDIR_MASKED);
	ioapic_write(io, reg + 1, apicid << 24);
	ioapic_write(io, reg, ioapic_mode(gsi) | vector);
	spin_exit(&ioapic_lock);
}

void
ioapic_mask(u_int gsi)
{
	struct ioapic *io = ioapic_find(gsi);

	KASSERT(io != NULL);
	spin_enter(&ioapic_lock);
	ioapic_write(io, IOAPIC_REDIR(gsi - io->io_gsi), REDIR_MASKED);
	spin_exit(&ioapic_lock);
}
