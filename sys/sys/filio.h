/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_FILIO_H_
#define	_SYS_FILIO_H_

#include <sys/_types.h>
#include <sys/ioccom.h>

#define	FIOCLEX		_IO('f', 1)		/* set close-on-exec */
#define	FIONCLEX	_IO('f', 2)
#define	FIONREAD	_IOR('f', 127, int)	/* bytes ready to read */
#define	FIONBIO		_IOW('f', 126, int)	/* non-blocking I/O */
#define	FIOASYNC	_IOW('f', 125, int)
#define	FIOSETOWN	_IOW('f', 124, int)
#define	FIOGETOWN	_IOR('f', 123, int)
#define	FIODTYPE	_IOR('f', 122, int)
#define	FIONWRITE	_IOR('f', 119, int)	/* bytes waiting to go out */
#define	FIONSPACE	_IOR('f', 118, int)
#define	FIOSEEKDATA	_IOWR('f', 97, __off_t)
#define	FIOSEEKHOLE	_IOWR('f', 98, __off_t)

#endif /* !_SYS_FILIO_H_ */
