/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Credentials.  A struct cred is immutable from the moment that a second party
 * can see it, counted, and replaced as a whole: who changes an identity builds
 * a new one.  So it is read without a lock by whoever holds a reference, and
 * td_cred is such a reference that lasts for the whole system call.
 */

#ifndef _SYS_UCRED_H_
#define	_SYS_UCRED_H_

#include <sys/types.h>

#ifdef _KERNEL
#include <sys/atomic.h>
#include <sys/queue.h>

struct proc;
struct thread;

/*
 * What is counted for each real user.  Locks: (u) uidinfo table lock,
 * (a) atomic, (i) constant.
 */
struct uidinfo {
	LIST_ENTRY(uidinfo) ui_hash;	/* (u) */
	uid_t		ui_uid;		/* (i) */
	u_int		ui_ref;		/* (a) */
	u_int		ui_proccnt;	/* (a) processes of the user */
	u_int		ui_kqcnt;	/* (a) event queues of the user */
	u_int		ui_kqtimercnt;	/* (a) timers of those */
	u_int		ui_inflight;	/* (a) descriptors in messages */
	u_long		ui_sbsize;	/* (a) bytes of socket buffers */
	u_int		ui_knotes;	/* (a) interests of the event queues */
};

struct cred {
	u_int		cr_ref;		/* (a) references */
	uid_t		cr_uid;		/* effective user */
	uid_t		cr_ruid;	/* real user */
	uid_t		cr_svuid;	/* saved user */
	gid_t		cr_gid;		/* effective group */
	gid_t		cr_rgid;	/* real group */
	gid_t		cr_svgid;	/* saved group */
	u_int		cr_ngroups;	/* supplementary groups */
	struct uidinfo	*cr_ruidinfo;	/* of the real user, referenced */
	gid_t		cr_groups[];	/* sorted, without duplicates */
};

/*
 * Privileges.  Until there is a policy that tells them apart the effective
 * super-user has all of them and others none; naming each use keeps the
 * question of who may do what in one place.
 */
enum priv {
	PRIV_CRED_SETUID = 1,	/* any user id */
	PRIV_CRED_SETGID,	/* any group id */
	PRIV_CRED_SETGROUPS,
	PRIV_PROC_SETLOGIN,
	PRIV_PROC_SIGNAL,	/* signal processes of others */
	PRIV_PROC_SETRLIMIT,	/* raise hard limits */
	PRIV_PROC_LIMIT,	/* exceed RLIMIT_NPROC and maxproc's reserve */
	PRIV_PROC_SETPRIORITY,	/* lower nice, or that of others */
	PRIV_PROC_PROTECT,	/* not be killed for want of memory */
	PRIV_PROC_SEEOTHER,	/* look into processes of others */
	PRIV_SETTIME,
	PRIV_REBOOT,
	PRIV_SYSCTL_WRITE,
	PRIV_MAXFILES,		/* exceed kern.maxfiles */
	PRIV_TTY_CONSOLE,
	PRIV_TTY_STI,
	PRIV_VFS_READ,		/* read any file, search any directory */
	PRIV_VFS_WRITE,
	PRIV_VFS_EXEC,		/* execute any file with an x bit */
	PRIV_VFS_ADMIN,		/* chmod, utimes of others' files */
	PRIV_VFS_CHOWN,
	PRIV_VFS_RETAINSUGID,	/* keep set-id bits over a write or chown */
	PRIV_VFS_SETGID,	/* set-group-id of a group one is not in */
	PRIV_VFS_STICKY,	/* remove others' files in sticky directories */
	PRIV_VFS_STICKYFILE,	/* the sticky bit on a file */
	PRIV_VFS_LINK,
	PRIV_VFS_MKNOD,
	PRIV_VFS_CHROOT,
	PRIV_VFS_MOUNT,
	PRIV_VFS_UNMOUNT,
	PRIV_VFS_BLOCKRESERVE,	/* the file system's reserved blocks */
	PRIV_RANDOM_RESEED,
	PRIV_MSGBUF,
	PRIV_KMEM_READ,
};

static inline struct cred *
cred_hold(struct cred *cr)
{

	atomic_inc(&cr->cr_ref);
	return (cr);
}

void	cred_free(struct cred *);
struct cred *cred_dup(const struct cred *, u_int);
bool	cred_groupmember(gid_t, const struct cred *);
int	priv_check(const struct cred *, enum priv);
bool	cred_is_super(const struct cred *);
int	cred_cansee(const struct cred *, const struct proc *);
int	cred_cansignal(struct thread *, struct proc *, int);
int	cred_cansched(const struct cred *, const struct proc *);
int	proc_set_cred(struct thread *, struct cred *);
struct cred *proc_get_cred(struct proc *);
extern struct cred *cred0;

/* Core: boot, the way to user mode, and what is counted for each user. */
void	cred_init(void);
void	cred_refresh(struct thread *);
struct uidinfo *uid_find(uid_t);
void	uid_hold(struct uidinfo *);
void	uid_free(struct uidinfo *);
bool	uid_proc_charge(struct uidinfo *, u_long);
void	uid_proc_release(struct uidinfo *);
bool	uid_kqueue_charge(struct uidinfo *, rlim_t);
void	uid_kqueue_release(struct uidinfo *);
bool	uid_knote_charge(struct uidinfo *, u_int);
void	uid_knote_release(struct uidinfo *);
bool	uid_sbsize_charge(struct uidinfo *, u_long, rlim_t);
void	uid_sbsize_release(struct uidinfo *, u_long);
#endif /* _KERNEL */

#endif /* !_SYS_UCRED_H_ */
