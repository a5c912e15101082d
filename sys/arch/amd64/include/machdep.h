/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the files of the port share and nobody else needs.
 */
#ifndef _MACHINE_MACHDEP_H_
#define	_MACHINE_MACHDEP_H_

#include <sys/types.h>

struct pcpu;
struct thread;
struct trapframe;

/* Of the linker script: the image's parts begin at page boundaries. */
extern char kernel_base[], kernel_text[], kernel_rodata[], kernel_data[],
    kernel_end[];
/* locore.S */
extern uint64_t boot_pml4[], boot_pdpt[], boot_pdpt_high[], boot_pd[];
extern char boot_guard[], boot_stack[], boot_stack_top[];

/* machdep.c */
vm_paddr_t boot_alloc_page(void);
void	smap_patch(void);

/* pvh.c: fill boot_info from the start information; panics if it is not. */
void	pvh_parse(vm_paddr_t);

/* fpu.c */
void	fpu_init(void);
void	fpu_init_cpu(void);
size_t	fpu_area_size(void);
void	fpu_thread_init(struct thread *);
void	fpu_save(struct thread *);
void	fpu_switch_in(struct thread *);
void	fpu_reset(struct thread *);
void	fpu_clear(struct thread *);
void	fpu_fork(struct thread *parent, struct thread *child);
u_int	fpu_get(struct thread *, const void **area, size_t *len);
int	fpu_set(struct thread *, u_int format, const void *uaddr, size_t len);

/* uart: the console before there are drivers. */
void	uart_early_init(void);

/* lapic.c */
void	lapic_init(void);
void	lapic_init_cpu(void);
void	lapic_eoi(void);
uint32_t lapic_id(void);
void	lapic_ipi(uint32_t apicid, u_int vector);
void	lapic_ipi_nmi(uint32_t apicid);
void	lapic_start_cpu(uint32_t apicid, vm_paddr_t entry);
void	lapic_timer_measure_start(void);
uint32_t lapic_timer_measure_end(void);
void	lapic_timer_init(uint64_t hz);
void	lapic_timer_init_cpu(void);

/* tsc.c */
void	tsc_init(void);
void	tsc_start(void);
void	tsc_refine_later(void);
bool	tsc_is_clock(void);
uint64_t tsc_from_ns(uint64_t);

/* acpi_machdep.c: what the tables said, 0 where they said nothing. */
struct md_platform {
	vm_paddr_t	mp_hpet;
	uint16_t	mp_pmtimer;	/* port */
	bool		mp_pmtimer32;
	bool		mp_acpi;	/* there are tables */
};
extern struct md_platform md_platform;
void	platform_init(void);

/* mp.c */
void	mp_add_cpu(uint32_t apicid);
void	ipi_call_handler(void);
void	ipi_nmi(void);

/* ioapic.c */
void	ioapic_add(vm_paddr_t, uint32_t gsi_base);
void	ioapic_override(u_int isa_irq, uint32_t gsi, bool low, bool level);
void	ioapic_init(void);
bool	ioapic_gsi_valid(u_int gsi);
u_int	ioapic_isa_gsi(u_int isa_irq);
void	ioapic_route(u_int gsi, u_int vector, uint32_t apicid);
void	ioapic_mask(u_int gsi);

#endif /* !_MACHINE_MACHDEP_H_ */
