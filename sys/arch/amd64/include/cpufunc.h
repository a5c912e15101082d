/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Single instructions that the compiler does not make.
 */
#ifndef _MACHINE_CPUFUNC_H_
#define	_MACHINE_CPUFUNC_H_

#include <sys/types.h>

static __always_inline void
outb(uint16_t port, uint8_t v)
{

	__asm__ volatile("outb %0, %1" : : "a" (v), "Nd" (port));
}

static __always_inline void
outw(uint16_t port, uint16_t v)
{

	__asm__ volatile("outw %0, %1" : : "a" (v), "Nd" (port));
}

static __always_inline void
outl(uint16_t port, uint32_t v)
{

	__asm__ volatile("outl %0, %1" : : "a" (v), "Nd" (port));
}

static __always_inline uint8_t
inb(uint16_t port)
{
	uint8_t v;

	__asm__ volatile("inb %1, %0" : "=a" (v) : "Nd" (port));
	return (v);
}

static __always_inline uint16_t
inw(uint16_t port)
{
	uint16_t v;

	__asm__ volatile("inw %1, %0" : "=a" (v) : "Nd" (port));
	return (v);
}

static __always_inline uint32_t
inl(uint16_t port)
{
	uint32_t v;

	__asm__ volatile("inl %1, %0" : "=a" (v) : "Nd" (port));
	return (v);
}

static __always_inline uint64_t
rdmsr(uint32_t msr)
{
	uint32_t lo, hi;

	__asm__ volatile("rdmsr" : "=a" (lo), "=d" (hi) : "c" (msr));
	return (((uint64_t)hi << 32) | lo);
}

static __always_inline void
wrmsr(uint32_t msr, uint64_t v)
{

	__asm__ volatile("wrmsr" : : "c" (msr), "a" ((uint32_t)v),
	    "d" ((uint32_t)(v >> 32)) : "memory");
}

static __always_inline void
cpuid(uint32_t leaf, uint32_t sub, uint32_t r[4])
{

	__asm__ volatile("cpuid" : "=a" (r[0]), "=b" (r[1]), "=c" (r[2]),
	    "=d" (r[3]) : "a" (leaf), "c" (sub));
}

#define	_CR_ACCESS(cr)							\
static __always_inline uint64_t						\
r##cr(void)								\
{									\
	uint64_t v;							\
									\
	__asm__ volatile("movq %%" #cr ", %0" : "=r" (v) : : "memory");	\
	return (v);							\
}									\
									\
static __always_inline void						\
l##cr(uint64_t v)							\
{									\
									\
	__asm__ volatile("movq %0, %%" #cr : : "r" (v) : "memory");	\
}

_CR_ACCESS(cr0)
_CR_ACCESS(cr2)
_CR_ACCESS(cr3)
_CR_ACCESS(cr4)
_CR_ACCESS(dr6)
_CR_ACCESS(dr7)

static __always_inline void
xsetbv(uint32_t reg, uint64_t v)
{

	__asm__ volatile("xsetbv" : : "c" (reg), "a" ((uint32_t)v),
	    "d" ((uint32_t)(v >> 32)));
}

static __always_inline void
invlpg(vm_offset_t va)
{

	__asm__ volatile("invlpg (%0)" : : "r" (va) : "memory");
}

static __always_inline uint64_t
rdtsc(void)
{
	uint32_t lo, hi;

	__asm__ volatile("rdtsc" : "=a" (lo), "=d" (hi));
	return (((uint64_t)hi << 32) | lo);
}

/* (a * b) >> shift, with 128 bits between. */
static __always_inline uint64_t
mul64_shift(uint64_t a, uint64_t b, u_int shift)
{

	return ((uint64_t)(((unsigned __int128)a * b) >> shift));
}

#endif /* !_MACHINE_CPUFUNC_H_ */
