/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _PTY_H_
#define	_PTY_H_

#include <libutil.h>
#include <termios.h>

#endif /* !_PTY_H_ */
