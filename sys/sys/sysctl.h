/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Management information by number: the interface of sysctl(3) and the nodes that
 * programs know by number.  Every other node is found by name.
 */

#ifndef _SYS_SYSCTL_H_
#define	_SYS_SYSCTL_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

#define	CTL_MAXNAME	24	/* longest name, in components */

/* The kind of a node, as its format reports it. */
#define	CTLTYPE		0xf
#define	CTLTYPE_NODE	1
#define	CTLTYPE_INT	2
#define	CTLTYPE_STRING	3
#define	CTLTYPE_S64	4
#define	CTLTYPE_OPAQUE	5
#define	CTLTYPE_STRUCT	CTLTYPE_OPAQUE
#define	CTLTYPE_UINT	6
#define	CTLTYPE_LONG	7
#define	CTLTYPE_ULONG	8
#define	CTLTYPE_U64	9
#define	CTLTYPE_U8	0xa
#define	CTLTYPE_U16	0xb
#define	CTLTYPE_S8	0xc
#define	CTLTYPE_S16	0xd
#define	CTLTYPE_S32	0xe
#define	CTLTYPE_U32	0xf

#define	CTLFLAG_RD	0x80000000
#define	CTLFLAG_WR	0x40000000
#define	CTLFLAG_RW	(CTLFLAG_RD | CTLFLAG_WR)
#define	CTLFLAG_ANYBODY	0x10000000	/* any user may set it */
#define	CTLFLAG_SECURE	0x08000000
#define	CTLFLAG_TUN	0x00080000	/* set from the command line */
#define	CTLFLAG_SKIP	0x01000000	/* left out of a walk */
#define	CTLFLAG_CAPRD	0x00800000	/* read in capability mode */
#define	CTLFLAG_CAPWR	0x00400000

/* First components. */
#define	CTL_SYSCTL	0	/* questions about nodes themselves */
#define	CTL_KERN	1
#define	CTL_VM		2
#define	CTL_VFS		3
#define	CTL_NET		4
#define	CTL_DEBUG	5
#define	CTL_HW		6
#define	CTL_MACHDEP	7
#define	CTL_USER	8

/* CTL_SYSCTL, followed by the node that is asked about. */
#define	CTL_SYSCTL_DEBUG	0
#define	CTL_SYSCTL_NAME		1	/* number to name */
#define	CTL_SYSCTL_NEXT		2	/* following node */
#define	CTL_SYSCTL_NAME2OID	3	/* name, as new value, to number */
#define	CTL_SYSCTL_OIDFMT	4	/* u_int kind, then a format */
#define	CTL_SYSCTL_OIDDESCR	5	/* description */

/* CTL_KERN. */
#define	KERN_OSTYPE	1
#define	KERN_OSRELEASE	2
#define	KERN_OSREV	3
#define	KERN_VERSION	4
#define	KERN_MAXVNODES	5
#define	KERN_MAXPROC	6
#define	KERN_MAXFILES	7
#define	KERN_ARGMAX	8
#define	KERN_SECURELVL	9
#define	KERN_HOSTNAME	10
#define	KERN_HOSTID	11
#define	KERN_CLOCKRATE	12
#define	KERN_PROC	14
#define	KERN_POSIX1	17
#define	KERN_NGROUPS	18
#define	KERN_JOB_CONTROL 19
#define	KERN_SAVED_IDS	20
#define	KERN_BOOTTIME	21
#define	KERN_NISDOMAINNAME 22
#define	KERN_OSRELDATE	24
#define	KERN_MAXFILESPERPROC 27
#define	KERN_MAXPROCPERUID 28
#define	KERN_IOV_MAX	35
#define	KERN_HOSTUUID	36
#define	KERN_ARND	37

/* KERN_PROC. */
#define	KERN_PROC_ALL	0	/* everything */
#define	KERN_PROC_PID	1	/* by process id */
#define	KERN_PROC_PGRP	2
#define	KERN_PROC_SESSION 3
#define	KERN_PROC_TTY	4
#define	KERN_PROC_UID	5
#define	KERN_PROC_RUID	6
#define	KERN_PROC_ARGS	7	/* arguments of a process id */
#define	KERN_PROC_PROC	8
#define	KERN_PROC_PATHNAME 12
#define	KERN_PROC_ENV	35
#define	KERN_PROC_CWD	42

/* CTL_HW. */
#define	HW_MACHINE	1
#define	HW_MODEL	2
#define	HW_NCPU		3
#define	HW_BYTEORDER	4
#define	HW_PHYSMEM	5
#define	HW_USERMEM	6
#define	HW_PAGESIZE	7
#define	HW_FLOATINGPT	10
#define	HW_MACHINE_ARCH	11
#define	HW_REALMEM	12

/* CTL_VM. */
#define	VM_TOTAL	1
#define	VM_LOADAVG	2

#ifndef _KERNEL
typedef	__size_t	size_t;

__BEGIN_DECLS
int	sysctl(const int *, unsigned int, void *, size_t *, const void *,
	    size_t);
int	sysctlbyname(const char *, void *, size_t *, const void *, size_t);
int	sysctlnametomib(const char *, int *, size_t *);
__END_DECLS
#endif

#endif /* !_SYS_SYSCTL_H_ */
