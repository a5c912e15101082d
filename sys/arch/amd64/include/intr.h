/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Vectors of the interrupt descriptor table.
 */
#ifndef _MACHINE_INTR_H_
#define	_MACHINE_INTR_H_

#define	IDT_NVEC	256
#define	IDT_EXC		0		/* processor exceptions */
#define	IDT_DEV		32		/* devices: IO-APIC lines and MSI */
#define	IDT_DEV_END	240
#define	IDT_TIMER	240
#define	IDT_IPI_RESCHED	241
#define	IDT_IPI_CALL	242
#define	IDT_APIC_ERROR	254
#define	IDT_SPURIOUS	255

#if defined(_KERNEL) && !defined(__ASSEMBLER__)
#include <sys/types.h>

struct intr_handle;

/*
 * A vector for a message-signalled interrupt, bound to one CPU.  The message
 * is what the device has to write.  ENOSPC without a free vector.
 */
int	intr_establish_msi(int ipl, int (*fn)(void *), void *arg,
	    struct intr_handle **, const char *name, uint64_t *addr,
	    uint32_t *data);
#endif

#endif /* !_MACHINE_INTR_H_ */
