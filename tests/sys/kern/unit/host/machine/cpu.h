/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A port for programs of the build host: one host thread plays several CPUs.
 */
#ifndef _MACHINE_CPU_H_
#define	_MACHINE_CPU_H_

#include <sys/types.h>

#define	MACHINE		"host"
#define	MACHINE_ARCH	"host"
#define	MAXCPU		4
#define	NOCPU		((u_int)-1)
#define	CACHE_LINE_SIZE	64

#define	md_cpu_relax()		((void)0)
#define	md_intr_disable()	((register_t)0)
#define	md_intr_restore(s)	((void)(s))
#define	md_intr_enable()	((void)0)
#define	md_intr_enabled()	(true)

uint64_t md_cycles(void);

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
