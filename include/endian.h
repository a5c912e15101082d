/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _ENDIAN_H_
#define	_ENDIAN_H_

#include <sys/endian.h>

#endif /* !_ENDIAN_H_ */
