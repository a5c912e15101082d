/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * tmpfs: files in memory.  The theory statement is in tmpfs_vfsops.c.
 */
#ifndef _FS_TMPFS_TMPFS_H_
#define	_FS_TMPFS_TMPFS_H_

#include <sys/mount.h>
#include <sys/mutex.h>
#include <sys/queue.h>
#include <sys/time.h>
#include <sys/vnode.h>

struct componentname;
struct tmpfs_node;

/*
 * A name in a directory.  Locks: (v) v_lock of the directory.
 */
struct tmpfs_dirent {
	TAILQ_ENTRY(tmpfs_dirent) td_link;	/* (v) in order of td_cookie */
	LIST_ENTRY(tmpfs_dirent) td_hash;	/* (v) */
	struct tmpfs_node *td_node;		/* (v) */
	uint64_t	td_cookie;		/* constant: never used twice */
	uint32_t	td_namehash;		/* constant */
	uint8_t		td_len;			/* constant */
	char		td_name[];		/* constant */
};

LIST_HEAD(tmpfs_bucket, tmpfs_dirent);

/*
 * A file.  Locks: (i) constant, (v) v_lock of tn_vnode, (t) tm_lock.
 */
struct tmpfs_node {
	struct vnode	*tn_vnode;	/* (i) as long as the node exists */
	uint64_t	tn_ino;		/* (i) */
	enum vtype	tn_type;	/* (i) */
	mode_t		tn_mode;	/* (v) */
	uid_t		tn_uid;		/* (v) */
	gid_t		tn_gid;		/* (v) */
	nlink_t		tn_nlink;	/* (v) */
	dev_t		tn_rdev;	/* (i) */
	uint64_t	tn_size;	/* (v) */
	struct timespec	tn_atime;	/* (t) */
	struct timespec	tn_mtime;	/* (t) of a directory: (v) */
	struct timespec	tn_ctime;	/* (t) the same */
	struct timespec	tn_btime;	/* (i) */
	u_long		tn_pages;	/* (t) counted in tm_pages */
	char		*tn_target;	/* (i) of a symbolic link */

	/* Directories. */
	TAILQ_HEAD(, tmpfs_dirent) tn_entries;	/* (v) */
	struct tmpfs_bucket *tn_table;	/* (v) */
	uint32_t	tn_tablesize;	/* (v) a power of 2, or 0 */
	uint32_t	tn_nentries;	/* (v) */
	uint64_t	tn_nextcookie;	/* (v) */
	struct tmpfs_dirent *tn_lastread; /* (t) where readdir(2) was */
	struct tmpfs_node *tn_parent;	/* (v) of a directory */
};

/*
 * Locks: (i) constant, (t) tm_lock, (M) mnt_busy.
 */
struct tmpfs_mount {
	struct mount	*tm_mp;		/* (i) */
	struct kmutex	tm_lock;
	u_long		tm_pages;	/* (t) in use */
	u_long		tm_bytes;	/* (t) of names and link targets */
	u_long		tm_maxpages;	/* (M) */
	uint64_t	tm_nodes;	/* (t) in use */
	uint64_t	tm_maxnodes;	/* (M) */
	uint64_t	tm_nextino;	/* (t) */
};

#define	VTOTN(vp)	((struct tmpfs_node *)(vp)->v_data)
#define	MTOTM(mp)	((struct tmpfs_mount *)(mp)->mnt_data)

#define	TMPFS_PAGES_RESERVE	256	/* that the system keeps */

extern const struct vnode_ops tmpfs_vnodeops;
extern struct kmem_cache *tmpfs_node_cache;

/* tmpfs_dir.c */
struct tmpfs_dirent *tmpfs_dir_find(struct tmpfs_node *,
	    const struct componentname *);
struct tmpfs_dirent *tmpfs_dir_prepare(struct tmpfs_mount *,
	    struct tmpfs_node *, const struct componentname *);
void	tmpfs_dir_abandon(struct tmpfs_mount *, struct tmpfs_dirent *);
void	tmpfs_dir_insert(struct tmpfs_node *, struct tmpfs_dirent *,
	    struct tmpfs_node *);
void	tmpfs_dir_remove(struct tmpfs_mount *, struct tmpfs_node *,
	    struct tmpfs_dirent *);
void	tmpfs_dir_trim(struct tmpfs_node *);
void	tmpfs_dir_free(struct tmpfs_mount *, struct tmpfs_node *);
int	tmpfs_dir_read(struct vnode *, struct uio *, bool *);

/* tmpfs_vfsops.c */
int	tmpfs_node_new(struct mount *, enum vtype, struct vnode **);
void	tmpfs_node_free(struct tmpfs_mount *, struct tmpfs_node *);
int	tmpfs_charge(struct tmpfs_mount *, u_long pages);
int	tmpfs_charge_bytes(struct tmpfs_mount *, size_t);
void	tmpfs_uncharge_bytes(struct tmpfs_mount *, size_t);
void	tmpfs_settle(struct vnode *);
int	tmpfs_settle_new(struct vnode *);

#endif /* !_FS_TMPFS_TMPFS_H_ */
