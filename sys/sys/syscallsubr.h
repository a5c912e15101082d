/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What system calls do, for other parts of the kernel: as the call does it, but
 * with paths that may be the kernel's.
 */

#ifndef _SYS_SYSCALLSUBR_H_
#define	_SYS_SYSCALLSUBR_H_

#ifdef _KERNEL
#include <sys/types.h>
#include <sys/uio.h>

struct thread;

/* Core: vfs_cwd.c and vfs_syscalls.c, for posix_spawn(2). */
int	kern_chdir(struct thread *, const char *, enum uio_seg);
int	kern_openat(struct thread *, int, const char *, enum uio_seg, int,
	    mode_t, register_t *);
#endif /* _KERNEL */

#endif /* !_SYS_SYSCALLSUBR_H_ */
