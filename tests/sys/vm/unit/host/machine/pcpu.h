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

extern struct pcpu *host_pcpu;
extern struct thread *host_thread;

#define	md_curcpu()		(host_pcpu)
#define	md_curthread()		(host_thread)
#define	MD_PCPU_GET(member)	(host_pcpu->member)
#define	MD_PCPU_SET(member, v)	((void)(host_pcpu->member = (v)))
#define	MD_PCPU_ADD(member, v)	((void)(host_pcpu->member += (v)))
#define	MD_PCPU_INC(member)	MD_PCPU_ADD(member, 1)

#endif /* !_MACHINE_PCPU_H_ */
