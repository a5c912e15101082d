/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The system-call table.  tools/makesyscalls makes init_sysent.c and
 * sysproto.h from sys/kern/syscalls.master; SYF_ flags are in <sys/sysarg.h>.
 */

#ifndef _SYS_SYSENT_H_
#define	_SYS_SYSENT_H_

#ifdef _KERNEL
#include <sys/types.h>

struct thread;
struct trapframe;

typedef	int	sy_call_t(struct thread *, const void *, register_t *);

struct sysent {
	sy_call_t	*sy_call;
	const char	*sy_name;
	uint16_t	sy_flags;	/* SYF_* */
	uint16_t	sy_narg;
};

/*
 * SYS_MAXSYSCALL entries; index 0 is not a call, numbers start at 1.
 */
extern const struct sysent sysent[];

void	syscall_dispatch(struct thread *, struct trapframe *);
#endif /* _KERNEL */

#endif /* !_SYS_SYSENT_H_ */
