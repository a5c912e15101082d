/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _ELF_H_
#define	_ELF_H_

#include <sys/elf.h>

#endif /* !_ELF_H_ */
