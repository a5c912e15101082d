/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Names to vnodes; namei(9), and the theory statements of vfs_lookup.c and
 * vfs_cache.c.
 */
#ifndef _SYS_NAMEI_H_
#define	_SYS_NAMEI_H_

#ifdef _KERNEL
#include <sys/capsicum.h>
#include <sys/syslimits.h>
#include <sys/types.h>
#include <sys/uio.h>

struct cred;
struct thread;
struct vnode;

/* What is to be done with the last component. */
enum nameiop {
	LOOKUP,				/* it must exist */
	CREATE,				/* it may be missing; so may ... */
	DELETE,
	RENAME				/* ... the target of a rename */
};

/*
 * One name in one directory.
 */
struct componentname {
	enum nameiop	cn_op;
	const char	*cn_name;	/* not NUL-terminated */
	size_t		cn_len;		/* 1 to NAME_MAX */
	uint32_t	cn_hash;	/* name_hash() */
	struct cred	*cn_cred;
};

/*
 * A lookup.  What namei() returns:
 *
 *	LOOKUP	ni_vp, referenced, and locked if so asked (LOCKLEAF).
 *	CREATE	the name exists: ni_vp as for LOOKUP.  It does not: ni_vp is
 *		NULL, ni_dvp is the directory, referenced and exclusively
 *		locked, which may be written to.
 *	DELETE	ni_dvp, referenced and exclusively locked, from which the name
 *		may be removed, and ni_vp, referenced and exclusively locked.
 *		ni_vp is what is in the directory, even when a mount covers it.
 *	RENAME	ni_dvp, referenced, and ni_vp, which may be NULL, referenced;
 *		neither locked.
 *
 * and ni_cnd, the last component.  If that is "." or ".." (ni_isdot), or the
 * path is a root directory, DELETE and RENAME return ni_vp only, not locked.
 */
struct nameidata {
	const char	*ni_path;	/* the caller's */
	enum uio_seg	ni_segflg;
	enum nameiop	ni_op;
	u_int		ni_flags;	/* FOLLOW ... */
	int		ni_dirfd;	/* AT_FDCWD, or where to start */
	const cap_rights_t *ni_rights;	/* that ni_dirfd must have */
	struct thread	*ni_td;
	struct cred	*ni_cred;	/* td_cred, or another */

	struct vnode	*ni_vp;
	struct vnode	*ni_dvp;
	struct componentname ni_cnd;
	bool		ni_trailing;	/* the path ended in a slash */
	bool		ni_isdot;	/* the last component was . or .. */
	bool		ni_dvplocked;	/* for nameidone() */
	bool		ni_vplocked;

	u_int		ni_links;	/* symbolic links so far */
	size_t		ni_len;		/* of ni_buf, without the NUL */
	char		ni_buf[PATH_MAX];
};

/* ni_flags. */
#define	NOFOLLOW	0x0000	/* a last symbolic link is the result */
#define	FOLLOW		0x0001	/* it is followed */
#define	LOCKLEAF	0x0002	/* ni_vp is returned exclusively locked */
#define	LOCKSHARED	0x0004	/* with LOCKLEAF: shared */
#define	CREATEDIR	0x0008	/* CREATE of a directory: slashes may follow */

static inline void
NDINIT_AT(struct nameidata *nd, enum nameiop op, u_int flags,
    enum uio_seg seg, const char *path, int dirfd, const cap_rights_t *rights,
    struct thread *td, struct cred *cred)
{

	nd->ni_path = path;
	nd->ni_segflg = seg;
	nd->ni_op = op;
	nd->ni_flags = flags;
	nd->ni_dirfd = dirfd;
	nd->ni_rights = rights;
	nd->ni_td = td;
	nd->ni_cred = cred;
}

/* From the current directory if relative, with the thread's credentials. */
#define	NDINIT(nd, op, flags, seg, path, td)				\
	NDINIT_AT((nd), (op), (flags), (seg), (path), AT_FDCWD, NULL,	\
	    (td), (td)->td_cred)

/*
 * Errors: those of the path (EACCES EFAULT ELOOP ENAMETOOLONG ENOENT ENOTDIR),
 * of the descriptor (EBADF ENOTDIR), ENOTCAPABLE, of the disk.  Nothing is held
 * after an error.  Sleeps.
 */
int	namei(struct nameidata *) __result_use_check;

/* The vnode of a name in a locked directory, referenced. */
int	namei_relookup(struct vnode *dvp, const struct componentname *,
	    struct vnode **);
/* EACCES, EPERM (sticky), EROFS: may not remove vp from dvp. */
int	namei_maydelete(struct vnode *dvp, struct vnode *vp, struct cred *);

/* Give back what namei() returned locked and referenced. */
void	nameidone(struct nameidata *);

/* --- the name cache ------------------------------------------------------- */

static inline uint32_t
name_hash(const char *name, size_t len)
{
	uint32_t h = 2166136261U;

	while (len-- != 0)
		h = (h ^ (uint8_t)*name++) * 16777619U;
	return (h);
}

/*
 * cache_lookup: 0 and a referenced vnode; ENOENT: known not to exist; -1: not
 * known.  dvp is referenced, its lock not needed.
 * cache_enter: vp NULL: the name does not exist.  dvp is locked (shared is
 * enough for what a lookup found).
 * cache_remove: forget a name, dvp locked exclusively.
 * cache_purge: all names of and in a vnode.
 */
int	cache_lookup(struct vnode *dvp, struct vnode **vpp, const char *name,
	    size_t len, uint32_t hash);
void	cache_enter(struct vnode *dvp, struct vnode *vp, const char *name,
	    size_t len, uint32_t hash);
void	cache_remove(struct vnode *dvp, const char *name, size_t len,
	    uint32_t hash);
void	cache_purge(struct vnode *);
struct vnode *cache_reverse(struct vnode *vp, char *name, size_t *lenp);

/* Core: boot. */
void	cache_init(void);
#endif /* _KERNEL */

#endif /* !_SYS_NAMEI_H_ */
