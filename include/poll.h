/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _POLL_H_
#define	_POLL_H_

#include <sys/poll.h>

#endif /* !_POLL_H_ */
