/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */
#ifndef _MACHINE_PCPU_H_
#define	_MACHINE_PCPU_H_

#include <sys/types.h>

struct md_pcpu {
	int	md_unused;
};

extern struct pcpu *host_pcpu;		/* of the CPU that is played now */
extern struct thread *host_thread;

#define	md_curcpu()		(host_pcpu)
#define	md_curthread()		(host_thread)
#define	MD_PCPU_GET(m)		(host_pcpu->m)
#define	MD_PCPU_SET(m, v)	((void)(host_pcpu->m = (v)))
#define	MD_PCPU_ADD(m, v)	((void)(host_pcpu->m += (v)))
#define	MD_PCPU_INC(m)		MD_PCPU_ADD(m, 1)

#endif /* !_MACHINE_PCPU_H_ */
