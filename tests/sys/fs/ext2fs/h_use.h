/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _H_USE_H_
#define	_H_USE_H_

#include <stdbool.h>
#include <stdint.h>

/*
 * Walk all that is mounted at the directory and, with write, change what the
 * seed says.
 */
void	fs_use(const char *directory, uint32_t seed, bool write);

#endif
