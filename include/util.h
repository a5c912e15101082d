/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _UTIL_H_
#define	_UTIL_H_

#include <libutil.h>

#endif /* !_UTIL_H_ */
