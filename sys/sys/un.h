/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Sockets within the system; unix(4).
 */

#ifndef _SYS_UN_H_
#define	_SYS_UN_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

typedef	__sa_family_t	sa_family_t;

#define	SUNPATHLEN	104

struct sockaddr_un {
	unsigned char	sun_len;
	sa_family_t	sun_family;	/* AF_UNIX */
	char		sun_path[SUNPATHLEN];
};

/* The level of options of these sockets, and the options. */
#define	SOL_LOCAL	0
#define	LOCAL_PEERCRED	1		/* struct xucred */

#define	XUCRED_VERSION	0
#define	XU_NGROUPS	16

struct xucred {
	unsigned int	cr_version;	/* XUCRED_VERSION */
	__uid_t		cr_uid;		/* effective */
	short		cr_ngroups;
	__gid_t		cr_groups[XU_NGROUPS];	/* [0] effective */
	__pid_t		cr_pid;
};

#ifndef _KERNEL
/* The length of an address whose path ends with a NUL. */
#define	SUN_LEN(su) \
	(__builtin_offsetof(struct sockaddr_un, sun_path) + \
	    __builtin_strlen((su)->sun_path))
#endif

#endif /* !_SYS_UN_H_ */
