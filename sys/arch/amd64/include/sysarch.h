/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Operations of sysarch(2).
 */
#ifndef _MACHINE_SYSARCH_H_
#define	_MACHINE_SYSARCH_H_

#include <sys/cdefs.h>

#define	AMD64_GET_FSBASE	128	/* arg: unsigned long to fill */
#define	AMD64_SET_FSBASE	129	/* arg: unsigned long to read */
#define	AMD64_GET_GSBASE	130
#define	AMD64_SET_GSBASE	131

#ifndef _KERNEL
__BEGIN_DECLS
int	sysarch(int, void *);
__END_DECLS
#endif

#endif /* !_MACHINE_SYSARCH_H_ */
