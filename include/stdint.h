/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _STDINT_H_
#define	_STDINT_H_

#include <sys/stdint.h>

#endif /* !_STDINT_H_ */
