/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_ELF_H_
#define	_SYS_ELF_H_

#include <sys/elf64.h>
#include <machine/elf.h>

#endif /* !_SYS_ELF_H_ */
