/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS__AF_H_
#define	_SYS__AF_H_

#define	AF_UNSPEC	0
#define	AF_UNIX		1
#define	AF_LOCAL	AF_UNIX
#define	AF_INET		2
#define	AF_ROUTE	17
#define	AF_LINK		18
#define	AF_INET6	28

#endif /* !_SYS__AF_H_ */
