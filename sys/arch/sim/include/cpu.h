/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Processor control: of a virtual CPU, which is in vcpu.c.
 */
#ifndef _MACHINE_CPU_H_
#define	_MACHINE_CPU_H_

#include <sys/types.h>

#define	MAXCPU		8
#define	NOCPU		((u_int)-1)
#define	CACHE_LINE_SIZE	64

#define	MACHINE		"sim"
#define	MACHINE_ARCH	"x86_64"

register_t md_intr_disable(void);
void	md_intr_restore(register_t);
void	md_intr_enable(void);
void	md_intr_off(void);
bool	md_intr_enabled(void);
void	md_cpu_relax(void);
void	md_cpu_halt_until_intr(void);
uint64_t md_cycles(void);

/* Fail points ask the plan; <sys/fail.h>. */
struct fail_point;
int	sim_fail_point(const struct fail_point *, const void *pc);
#define	MD_FAIL_POINT(fp, pc)	sim_fail_point((fp), (pc))

/* What the allocators tell the sanitizer; <sys/md.h>. */
#if __has_feature(address_sanitizer)
void	__asan_poison_memory_region(const volatile void *, size_t);
void	__asan_unpoison_memory_region(const volatile void *, size_t);
#define	MD_MEM_DEAD(p, len)	__asan_poison_memory_region((p), (len))
#define	MD_MEM_LIVE(p, len)	__asan_unpoison_memory_region((p), (len))
#endif

#endif /* !_MACHINE_CPU_H_ */
