/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _STDARG_H_
#define	_STDARG_H_

#include <sys/stdarg.h>

#endif /* !_STDARG_H_ */
