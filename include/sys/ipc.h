/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_IPC_H_
#define	_SYS_IPC_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

typedef	__key_t	key_t;

#define	IPC_PRIVATE	((key_t)0)

__BEGIN_DECLS
key_t	ftok(const char *, int);
__END_DECLS

#endif /* !_SYS_IPC_H_ */
