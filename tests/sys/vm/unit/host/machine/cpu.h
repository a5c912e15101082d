/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */
#ifndef _MACHINE_CPU_H_
#define	_MACHINE_CPU_H_

#include <sys/types.h>

#define	MAXCPU		1
#define	NOCPU		((u_int)-1)
#define	CACHE_LINE_SIZE	64
#define	md_cpu_relax()	((void)0)
#define	md_intr_disable()	((register_t)0)
#define	md_intr_restore(s)	((void)(s))
#define	md_intr_enable()	((void)0)
#define	md_intr_enabled()	(true)

#endif /* !_MACHINE_CPU_H_ */
