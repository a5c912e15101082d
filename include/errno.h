/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _ERRNO_H_
#define	_ERRNO_H_

#include <sys/errno.h>

#endif /* !_ERRNO_H_ */
