/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _FCNTL_H_
#define	_FCNTL_H_

#include <sys/fcntl.h>
#include <sys/stat.h>
#include <sys/unistd.h>

#endif /* !_FCNTL_H_ */
