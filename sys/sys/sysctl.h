/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Management information by number: the interface of sysctl(3) and the nodes
 * that programs know by number.  Every other node is found by name.
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
#define	KERN_PROC_INC_THREAD 0x10	/* with _ALL, _PID: threads */
#define	KERN_PROC_VMMAP	32	/* mappings of a process id */
#define	KERN_PROC_FILEDESC 33	/* descriptors */
#define	KERN_PROC_GROUPS 34
#define	KERN_PROC_ENV	35
#define	KERN_PROC_UMASK	39
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

#ifdef _KERNEL
#include <sys/linker_set.h>
#include <sys/tree.h>
#include <sys/types.h>

struct thread;

/*
 * One request.  Handlers use SYSCTL_OUT, SYSCTL_IN and sysctl_handle_*(); the
 * old and the new value are in user memory, or in the kernel's for
 * kernel_sysctl().
 */
struct sysctl_req {
	struct thread	*req_td;
	void		*req_old;	/* NULL: only the size is asked for */
	size_t		req_oldlen;	/* room */
	size_t		req_oldidx;	/* bytes given, also beyond the room */
	char		*req_buf;	/* the old value, until it is copied */
	size_t		req_bufsize;
	const void	*req_new;
	size_t		req_newlen;
	size_t		req_newidx;	/* bytes taken */
	bool		req_kernel;	/* kernel addresses */
};

struct sysctl_oid;

#define	SYSCTL_HANDLER_ARGS	struct sysctl_oid *oidp, void *arg1,	\
	    intptr_t arg2, struct sysctl_req *req

RB_HEAD(sysctl_tree, sysctl_oid);

/*
 * A node.  Locks: (s) the sysctl lock; (i) constant while registered.
 */
struct sysctl_oid {
	struct sysctl_oid *oid_parent;	/* (i) NULL: under the root */
	RB_ENTRY(sysctl_oid) oid_link;	/* (s) siblings by number */
	struct sysctl_tree oid_children; /* (s) by number */
	int		oid_number;	/* (i) OID_AUTO: one is chosen */
	u_int		oid_kind;	/* (i) CTLTYPE_* and CTLFLAG_* */
	const char	*oid_name;	/* (i) */
	void		*oid_arg1;	/* (i) */
	intptr_t	oid_arg2;	/* (i) */
	int		(*oid_handler)(SYSCTL_HANDLER_ARGS); /* (i) */
	const char	*oid_fmt;	/* (i) as sysctl(8) prints it */
	const char	*oid_descr;	/* (i) */
	u_int		oid_running;	/* (s) handlers in progress */
	bool		oid_dynamic;	/* (i) memory of sysctl_add() */
	bool		oid_dying;	/* (s) */
};

#define	OID_AUTO	(-1)
#define	CTL_AUTO_START	0x100		/* numbers chosen start here */

/* The object of a static node, to name it as a parent. */
#define	SYSCTL_DECL(name)	extern struct sysctl_oid sysctl__##name
#define	SYSCTL_OID_OF(name)	(&sysctl__##name)

#define	SYSCTL_OID_RAW(parentp, id, nbr, name, kind, a1, a2, handler,	\
	    fmt, descr)							\
	struct sysctl_oid id = {					\
		.oid_parent = (parentp), .oid_number = (nbr),		\
		.oid_kind = (kind), .oid_name = (name),			\
		.oid_arg1 = (a1), .oid_arg2 = (a2),			\
		.oid_handler = (handler), .oid_fmt = (fmt),		\
		.oid_descr = (descr),					\
	};								\
	DATA_SET(sysctl_set, id)

/*
 * SYSCTL_NODE(_kern, OID_AUTO, sched, 0, NULL, "Scheduler") is kern.sched; its
 * own children name it _kern_sched.
 */
#define	SYSCTL_ROOT_NODE(nbr, name, descr)				\
	SYSCTL_DECL(_##name);						\
	SYSCTL_OID_RAW(NULL, sysctl___##name, nbr, #name,		\
	    CTLTYPE_NODE | CTLFLAG_RD, NULL, 0, NULL, "N", descr)
#define	SYSCTL_NODE(parent, nbr, name, flags, handler, descr)		\
	SYSCTL_DECL(parent##_##name);					\
	SYSCTL_OID_RAW(&sysctl__##parent, sysctl__##parent##_##name, nbr, \
	    #name, CTLTYPE_NODE | CTLFLAG_RD | (flags), NULL, 0, handler, \
	    "N", descr)
#define	SYSCTL_PROC(parent, nbr, name, kind, a1, a2, handler, fmt, descr) \
	static SYSCTL_OID_RAW(&sysctl__##parent,			\
	    sysctl__##parent##_##name, nbr, #name, kind,		\
	    __DECONST(void *, a1), a2, handler, fmt, descr)
#define	SYSCTL_INT(parent, nbr, name, access, ptr, val, descr)		\
	SYSCTL_PROC(parent, nbr, name, CTLTYPE_INT | (access), ptr, val, \
	    sysctl_handle_int, "I", descr)
#define	SYSCTL_UINT(parent, nbr, name, access, ptr, val, descr)		\
	SYSCTL_PROC(parent, nbr, name, CTLTYPE_UINT | (access), ptr, val, \
	    sysctl_handle_int, "IU", descr)
#define	SYSCTL_LONG(parent, nbr, name, access, ptr, val, descr)		\
	SYSCTL_PROC(parent, nbr, name, CTLTYPE_LONG | (access), ptr, val, \
	    sysctl_handle_long, "L", descr)
#define	SYSCTL_ULONG(parent, nbr, name, access, ptr, val, descr)	\
	SYSCTL_PROC(parent, nbr, name, CTLTYPE_ULONG | (access), ptr,	\
	    val, sysctl_handle_long, "LU", descr)
#define	SYSCTL_QUAD(parent, nbr, name, access, ptr, val, descr)		\
	SYSCTL_PROC(parent, nbr, name, CTLTYPE_S64 | (access), ptr, val, \
	    sysctl_handle_long, "Q", descr)
#define	SYSCTL_UQUAD(parent, nbr, name, access, ptr, val, descr)	\
	SYSCTL_PROC(parent, nbr, name, CTLTYPE_U64 | (access), ptr, val, \
	    sysctl_handle_long, "QU", descr)
/* len: the size of a writable buffer, its NUL included; 0: read only. */
#define	SYSCTL_STRING(parent, nbr, name, access, ptr, len, descr)	\
	SYSCTL_PROC(parent, nbr, name, CTLTYPE_STRING | (access), ptr,	\
	    len, sysctl_handle_string, "A", descr)
#define	SYSCTL_OPAQUE(parent, nbr, name, access, ptr, len, fmt, descr)	\
	SYSCTL_PROC(parent, nbr, name, CTLTYPE_OPAQUE | (access), ptr,	\
	    len, sysctl_handle_opaque, fmt, descr)
#define	SYSCTL_STRUCT(parent, nbr, name, access, ptr, type, descr)	\
	SYSCTL_PROC(parent, nbr, name, CTLTYPE_STRUCT | (access), ptr,	\
	    sizeof(struct type), sysctl_handle_opaque, "S," #type, descr)

SYSCTL_DECL(_kern);
SYSCTL_DECL(_kern_ipc);
SYSCTL_DECL(_vm);
SYSCTL_DECL(_vfs);
SYSCTL_DECL(_net);
SYSCTL_DECL(_debug);
SYSCTL_DECL(_hw);
SYSCTL_DECL(_machdep);
SYSCTL_DECL(_user);

/*
 * Handlers for simple values.  sysctl_handle_int with arg1 NULL gives arg2.
 * A writing handler of one's own copies the value to a local, calls
 * sysctl_handle_int() with its address, and when that returned 0 and
 * SYSCTL_WRITING(req), checks and stores it.
 */
int	sysctl_handle_int(SYSCTL_HANDLER_ARGS);
int	sysctl_handle_long(SYSCTL_HANDLER_ARGS);
int	sysctl_handle_string(SYSCTL_HANDLER_ARGS);
int	sysctl_handle_opaque(SYSCTL_HANDLER_ARGS);

/*
 * Give, take len bytes.  SYSCTL_OUT gathers the old value in kernel memory, so
 * that it may be called with mutexes held; with p NULL it only counts.  ENOMEM:
 * the room is used up, or no memory.  SYSCTL_IN: EINVAL when there are fewer,
 * EFAULT.  Both may sleep: no spin locks.
 */
/* Core: by these two names. */
int	sysctl_out(struct sysctl_req *, const void *, size_t);
int	sysctl_in(struct sysctl_req *, void *, size_t);
#define	SYSCTL_OUT(req, p, len)	sysctl_out((req), (p), (len))
#define	SYSCTL_IN(req, p, len)	sysctl_in((req), (p), (len))
#define	SYSCTL_WRITING(req)	((req)->req_new != NULL)

/*
 * Nodes at run time: strings are copied.  NULL: no memory, or the name is
 * taken.  sysctl_remove() waits for handlers in progress; a node with children
 * is EBUSY.  Thread context, may sleep.
 */
struct sysctl_oid *sysctl_add(struct sysctl_oid *parent, int nbr,
	    const char *name, u_int kind, void *arg1, intptr_t arg2,
	    int (*handler)(SYSCTL_HANDLER_ARGS), const char *fmt,
	    const char *descr) __result_use_check;
int	sysctl_remove(struct sysctl_oid *);

/* A request of the kernel itself, by name; buffers are the kernel's. */
int	kernel_sysctlbyname(struct thread *, const char *name, void *old,
	    size_t *oldlen, const void *new, size_t newlen);

/* Core: boot. */
void	sysctl_init(void);
#else
typedef	__size_t	size_t;

__BEGIN_DECLS
int	sysctl(const int *, unsigned int, void *, size_t *, const void *,
	    size_t);
int	sysctlbyname(const char *, void *, size_t *, const void *, size_t);
int	sysctlnametomib(const char *, int *, size_t *);
__END_DECLS
#endif

#endif /* !_SYS_SYSCTL_H_ */
