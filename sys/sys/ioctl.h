/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_IOCTL_H_
#define	_SYS_IOCTL_H_

#include <sys/filio.h>
#include <sys/ioccom.h>
#include <sys/termios.h>
#include <sys/ttycom.h>

#endif /* !_SYS_IOCTL_H_ */
