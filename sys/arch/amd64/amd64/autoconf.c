/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Putting the machine together, and taking it down: the parts of the port
 * contract that only call others.
 */

#include <sys/param.h>
#include <sys/bootinfo.h>
#include <sys/bus.h>
#include <sys/kmem.h>
#include <sys/md.h>
#include <sys/mman.h>
#include <sys/reboot.h>
#include <sys/systm.h>
#include <machine/cpufunc.h>
#include <machine/machdep.h>
#include <machine/pmap.h>
#include <machine/specialreg.h>
#include <dev/acpi/acpivar.h>
#include <dev/pci/pcivar.h>
#include <dev/uart/uartvar.h>
#include <dev/virtio/virtio.h>

#define	QEMU_POWEROFF_PORT	0x604	/* q35's PM1a control, without ACPI */
#define	QEMU_POWEROFF_VALUE	0x2000
#define	RESET_PORT		0xcf9
#define	KBD_COMMAND_PORT	0x64
#define	KBD_RESET		0xfe

#define	RDRAND_TRIES		10
#define	JITTER_ROUNDS		64

void
md_init(void)
{

	lapic_init();
	platform_init();
	tsc_init();
	acpi_enable();
}

void
md_autoconf(void)
{
	vm_paddr_t base;
	size_t size;
	u_int irq, n;

	uart_attach();
	pci_scan();
	/* The command line may describe the same devices: it comes first. */
	virtio_mmio_scan();
	if (bootarg("virtio_mmio.device") == NULL)
		for (n = 0; acpi_virtio_mmio(n, &base, &size, &irq) == 0; n++)
			virtio_mmio_attach(base, size, irq);
	tsc_refine_later();
}

/*
 * Device registers.
 */

void *
bus_map_phys(vm_paddr_t pa, size_t len)
{
	vm_paddr_t first = trunc_page(pa);
	size_t size = round_page(pa + len) - first, off;
	vm_offset_t va;

	if (len == 0 || pa + len < pa)
		return (NULL);
	va = kva_alloc(size, PAGE_SIZE);
	if (va == 0)
		return (NULL);
	if (pmap_kgrow(va, size) != 0) {
		kva_free(va, size);
		return (NULL);
	}
	for (off = 0; off < size; off += PAGE_SIZE)
		pmap_kenter(va + off, first + off, PROT_READ | PROT_WRITE,
		    PMAP_UNCACHED);
	return ((char *)va + (pa - first));
}

void
bus_unmap_phys(void *p, size_t len)
{
	vm_offset_t va = trunc_page((vm_offset_t)p);
	size_t size = round_page((vm_offset_t)p + len) - va;

	pmap_kremove(va, size);
	kva_free(va, size);
}

/*
 * Randomness.
 */

static bool
rdrand(bool seed, uint64_t *v)
{
	bool ok;
	u_int i;

	for (i = 0; i < RDRAND_TRIES; i++) {
		if (seed)
			__asm__ volatile("rdseed %0; setc %1" : "=r" (*v),
			    "=qm" (ok) : : "cc");
		else
			__asm__ volatile("rdrand %0; setc %1" : "=r" (*v),
			    "=qm" (ok) : : "cc");
		if (ok)
			return (true);
	}
	return (false);
}

/*
 * Bits of the counter's difference over device accesses, whose time varies;
 * not counted as entropy, but better than nothing.
 */
static uint64_t
jitter(void)
{
	uint64_t v = 0, last = rdtsc(), now;
	u_int i;

	for (i = 0; i < JITTER_ROUNDS; i++) {
		(void)inb(0x80);
		now = rdtsc();
		v = (v << 7 | v >> 57) ^ (now - last) ^ now;
		last = now;
	}
	return (v);
}

int
md_entropy(void *buf, size_t len)
{
	const struct cpu_features *cf = &cpu_features;
	uint8_t *p = buf;
	uint64_t v;
	size_t n;
	int claimed = 0;

	while (len != 0) {
		n = MIN(len, sizeof(v));
		if (cf->cf_rdseed && rdrand(true, &v)) {
			claimed += (int)n;
		} else if (cf->cf_rdrand && rdrand(false, &v)) {
			claimed += (int)(n / 2);
		} else {
			v = jitter();
		}
		memcpy(p, &v, n);
		p += n;
		len -= n;
	}
	return (claimed);
}

/*
 * The end.
 */

static void
machine_halt(void)
{

	for (;;)
		__asm__ volatile("cli; hlt");
}

static void
machine_reset(void)
{
	static const struct {
		uint16_t	limit;
		uint64_t	base;
	} __packed noidt = { 0, 0 };
	u_int i;

	acpi_reset();
	outb(RESET_PORT, 0x02);
	md_delay(1000 * 1000);
	outb(RESET_PORT, 0x06);
	md_delay(10 * 1000 * 1000);
	for (i = 0; i < 1000 && (inb(KBD_COMMAND_PORT) & 0x02) != 0; i++)
		md_delay(1000);
	outb(KBD_COMMAND_PORT, KBD_RESET);
	md_delay(10 * 1000 * 1000);
	/* Three faults in a row reset any processor. */
	__asm__ volatile("lidt %0; int3" : : "m" (noidt));
}

void
md_reboot(int howto)
{

	md_intr_off();
	md_panic_stop_others();
	cpus_stopped = true;
	if ((howto & RB_POWEROFF) != 0) {
		acpi_poweroff();
		if (!acpi_info.ai_present)
			outw(QEMU_POWEROFF_PORT, QEMU_POWEROFF_VALUE);
		/* Some machines (microvm) end by a reset only. */
		if (!acpi_info.ai_s5_ok)
			machine_reset();
		printf("power off does not work; halted\n");
		machine_halt();
	}
	if ((howto & RB_HALT) != 0) {
		printf("halted\n");
		machine_halt();
	}
	machine_reset();
	machine_halt();
	__builtin_unreachable();
}
