/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Processor control that machine-independent code reaches through <sys/md.h>.
 */
#ifndef _MACHINE_CPU_H_
#define	_MACHINE_CPU_H_

#include <sys/types.h>

#define	MAXCPU		64
#define	NOCPU		((u_int)-1)
#define	CACHE_LINE_SIZE	64

#define	MACHINE		"amd64"
#define	MACHINE_ARCH	"x86_64"

#define	PSL_I		0x200		/* rflags: interrupts enabled */

/* Turn interrupts off; returns what md_intr_restore() needs. */
static __always_inline register_t
md_intr_disable(void)
{
	register_t flags;

	__asm__ volatile("pushfq; popq %0; cli" : "=r" (flags) : : "memory");
	return (flags);
}

static __always_inline void
md_intr_restore(register_t flags)
{

	if ((flags & PSL_I) != 0)
		__asm__ volatile("sti" : : : "memory");
}

static __always_inline void
md_intr_enable(void)
{

	__asm__ volatile("sti" : : : "memory");
}

/* The same without the old state. */
static __always_inline void
md_intr_off(void)
{

	__asm__ volatile("cli" : : : "memory");
}

static __always_inline bool
md_intr_enabled(void)
{
	register_t flags;

	__asm__ volatile("pushfq; popq %0" : "=r" (flags));
	return ((flags & PSL_I) != 0);
}

/* In the body of a loop that waits for another CPU. */
static __always_inline void
md_cpu_relax(void)
{

	__asm__ volatile("pause" : : : "memory");
}

/*
 * Enable interrupts and wait for one, without a gap in which it could be
 * missed.  Returns with interrupts enabled.
 */
static __always_inline void
md_cpu_halt_until_intr(void)
{

	__asm__ volatile("sti; hlt" : : : "memory");
}

/* A fast counter for statistics and jitter; not a clock. */
static __always_inline uint64_t
md_cycles(void)
{
	uint32_t lo, hi;

	__asm__ volatile("rdtsc" : "=a" (lo), "=d" (hi));
	return (((uint64_t)hi << 32) | lo);
}

/*
 * Move, store n words, from the lowest address on; for memcpy() and memset().
 */
#define	MD_COPY_WORDS

static __always_inline void
md_copy_words(void *dst, const void *src, size_t n)
{

	__asm__ volatile("rep movsq" : "+D" (dst), "+S" (src), "+c" (n) : :
	    "memory");
}

static __always_inline void
md_set_words(void *dst, uint64_t v, size_t n)
{

	__asm__ volatile("rep stosq" : "+D" (dst), "+c" (n) : "a" (v) :
	    "memory");
}

#endif /* !_MACHINE_CPU_H_ */
