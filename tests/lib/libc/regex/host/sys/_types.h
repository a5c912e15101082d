/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What our <regex.h> and <fnmatch.h> take from <sys/_types.h>, on the host.
 */

#ifndef _SYS__TYPES_H_
#define	_SYS__TYPES_H_

#include <stddef.h>
#include <sys/types.h>

typedef	size_t	__size_t;

#endif
