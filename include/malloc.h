/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _MALLOC_H_
#define	_MALLOC_H_

#include <stdlib.h>

#endif /* !_MALLOC_H_ */
