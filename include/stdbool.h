/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _STDBOOL_H_
#define	_STDBOOL_H_

#include <sys/stdbool.h>

#endif /* !_STDBOOL_H_ */
