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
 * What ktrace(2) has to know of arguments; sysdesc[] of <sys/sysarg.h> says
 * more, to programs.
 */
struct sytrace {
	uint8_t		st_io;		/* 1 + the argument with the bytes that
					   the call moves, or 0 */
	uint8_t		st_rw;		/* 0: it reads them, 1: writes */
	struct sytrace_arg {
		uint8_t	sa_kind;	/* enum sysarg_kind */
		uint8_t	sa_flags;	/* SYSARG_* */
		uint16_t sa_size;	/* of an element, or of the value */
		int8_t	sa_lenarg;	/* argument with the length, or -1 */
		uint8_t	sa_count;	/* constant length, or 0 */
	} st_args[6];
};

/*
 * SYS_MAXSYSCALL entries; index 0 is not a call, numbers start at 1.
 */
extern const struct sysent sysent[];
extern const struct sytrace sytrace[];

void	syscall_dispatch(struct thread *, struct trapframe *);
void	syscall_set_limit(struct thread *);
void	syscall_stale(struct thread *, uint32_t);
#endif /* _KERNEL */

#endif /* !_SYS_SYSENT_H_ */
