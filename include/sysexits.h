/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYSEXITS_H_
#define	_SYSEXITS_H_

#define	EX_OK		0	/* success */
#define	EX__BASE	64
#define	EX_USAGE	64	/* wrong usage */
#define	EX_DATAERR	65	/* wrong input */
#define	EX_NOINPUT	66	/* input cannot be opened */
#define	EX_NOUSER	67	/* no such user */
#define	EX_NOHOST	68	/* no such host */
#define	EX_UNAVAILABLE	69	/* a service is missing */
#define	EX_SOFTWARE	70	/* internal error */
#define	EX_OSERR	71	/* the system failed, as in fork */
#define	EX_OSFILE	72	/* a system file is missing */
#define	EX_CANTCREAT	73	/* output cannot be created */
#define	EX_IOERR	74
#define	EX_TEMPFAIL	75	/* try again later */
#define	EX_PROTOCOL	76
#define	EX_NOPERM	77
#define	EX_CONFIG	78
#define	EX__MAX		78

#endif /* !_SYSEXITS_H_ */
