/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _MEMORY_H_
#define	_MEMORY_H_

#include <string.h>

#endif /* !_MEMORY_H_ */
