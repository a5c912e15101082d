/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_SYSLIMITS_H_
#define	_SYS_SYSLIMITS_H_

#define	ARG_MAX			524288	/* bytes of arguments and environment */
#define	CHILD_MAX		40	/* processes a user may count on */
#define	LINK_MAX		32767
#define	MAX_CANON		1024	/* bytes of a canonical input line */
#define	MAX_INPUT		1024
#define	NAME_MAX		255	/* bytes of a file name */
#define	NGROUPS_MAX		64	/* supplementary groups */
#define	OPEN_MAX		64
#define	DELAYTIMER_MAX		0x7fffffff	/* of timer_getoverrun() */
#define	SIGQUEUE_MAX		128	/* signals with info of a process */
#define	TIMER_MAX		32	/* timer_create() of a process */
#define	PATH_MAX		1024	/* bytes of a path, with its NUL */
#define	PIPE_BUF		512	/* atomic write to a pipe */
#define	IOV_MAX			1024
#define	SYMLOOP_MAX		32
#define	SYMLINK_MAX		1023
#define	LOGIN_NAME_MAX		33
#define	TTY_NAME_MAX		64
#define	HOST_NAME_MAX		255

#endif /* !_SYS_SYSLIMITS_H_ */
