/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Device registers and interrupts, as drivers see them; bus(9), intr(9).
 */
#ifndef _SYS_BUS_H_
#define	_SYS_BUS_H_

#include <sys/types.h>

struct intr_handle;

/*
 * Map len bytes of device registers, uncached; NULL without address space or
 * memory.  Thread context, may sleep.  bus_unmap_phys() takes the same pair
 * back.
 */
void	*bus_map_phys(vm_paddr_t, size_t len) __result_use_check;
void	bus_unmap_phys(void *, size_t len);

/*
 * Call fn(arg) at level ipl for each interrupt of global line gsi.  fn runs in
 * hard interrupt context and returns non-zero when its device had interrupted;
 * lines may be shared.  The handler may run before this returns.  Thread
 * context, may sleep.  EINVAL: no such line; ENOMEM; ENOSPC: no vector left.
 */
int	intr_establish_irq(u_int gsi, int ipl, int (*fn)(void *), void *arg,
	    struct intr_handle **, const char *name) __result_use_check;

/*
 * Undo any kind of establishing; when it returns, fn is not running anywhere
 * and never will.  Thread context.
 */
void	intr_disestablish(struct intr_handle *);

/*
 * Registers in mapped memory: one access of exactly that size, ordered with
 * other such accesses.
 */
static inline uint8_t
bus_read_1(const void *base, size_t off)
{

	return (*(const volatile uint8_t *)((const char *)base + off));
}

static inline uint16_t
bus_read_2(const void *base, size_t off)
{

	return (*(const volatile uint16_t *)((const char *)base + off));
}

static inline uint32_t
bus_read_4(const void *base, size_t off)
{

	return (*(const volatile uint32_t *)((const char *)base + off));
}

static inline uint64_t
bus_read_8(const void *base, size_t off)
{

	return (*(const volatile uint64_t *)((const char *)base + off));
}

static inline void
bus_write_1(void *base, size_t off, uint8_t v)
{

	*(volatile uint8_t *)((char *)base + off) = v;
}

static inline void
bus_write_2(void *base, size_t off, uint16_t v)
{

	*(volatile uint16_t *)((char *)base + off) = v;
}

static inline void
bus_write_4(void *base, size_t off, uint32_t v)
{

	*(volatile uint32_t *)((char *)base + off) = v;
}

static inline void
bus_write_8(void *base, size_t off, uint64_t v)
{

	*(volatile uint64_t *)((char *)base + off) = v;
}

#endif /* !_SYS_BUS_H_ */
