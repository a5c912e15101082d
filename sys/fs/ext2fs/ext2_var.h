/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ext2 in memory; the theory statement of the whole is in ext2_vfsops.c.
 */
#ifndef _FS_EXT2FS_EXT2_VAR_H_
#define	_FS_EXT2FS_EXT2_VAR_H_

#include <sys/buf.h>
#include <sys/mount.h>
#include <sys/mutex.h>
#include <sys/queue.h>
#include <sys/time.h>
#include <sys/vnode.h>
#include <fs/ext2fs/ext2fs.h>

struct ext2_dirhash;
struct componentname;
struct cred;

/*
 * A mounted ext2.  Locks: (i) constant, (u) um_lock, (M) mnt_busy exclusively
 * to change.
 */
struct ext2_mount {
	struct mount	*um_mp;		/* (i) */
	struct disk	*um_disk;	/* (i) opened exclusively */
	struct bufset	*um_bufs;	/* (i) */
	struct ext2_geom um_geom;	/* (i) */
	struct ext2_super um_sb;	/* (u) little-endian, as on the disk */
	struct ext2_group *um_gd;	/* (u) little-endian; um_gdsize bytes */
	size_t		um_gdsize;	/* (i) */
	bool		um_rdonly;	/* (M) */
	bool		um_wasclean;	/* (M) state to write when it ends */
	bool		um_error;	/* (u) found broken; fsck is needed */
	bool		um_sbdirty;	/* (u) counts differ from the disk's */
	struct kmutex	um_lock;
	uint32_t	um_freeblocks;	/* (u) */
	uint32_t	um_freeinodes;	/* (u) */
	uint32_t	um_rsvblocks;	/* (i) for PRIV_VFS_BLOCKRESERVE */
	uint32_t	*um_ihint;	/* (u) no inode below it is free */
	uint32_t	*um_bhint;	/* (u) no block below it is free */
	uint32_t	um_dirs;	/* (u) directories */
	uint32_t	um_nextgen;	/* (u) */
	LIST_HEAD(, ext2_inode) um_orphans;	/* (u) unlinked, in use */
	LIST_HEAD(, ext2_inode) um_windows;	/* (u) with i_winlen != 0 */
};

/*
 * An inode in memory.  Locks: (v) v_lock, (m) i_lock, (d) i_dirlock,
 * (u) um_lock; two letters: both to write, either to read.
 */
struct ext2_inode {
	struct vnode	*i_vnode;	/* (i) */
	struct ext2_mount *i_um;	/* (i) */
	uint32_t	i_ino;		/* (i) */
	uint32_t	i_dirty;	/* (m) IN_* */
	mode_t		i_mode;		/* (v) with the type */
	uid_t		i_uid;		/* (v) */
	gid_t		i_gid;		/* (v) */
	uint32_t	i_nlink;	/* (v) */
	uint32_t	i_flags;	/* (v) EXT2_FL_* */
	uint32_t	i_gen;		/* (i) */
	volatile uint64_t i_size;	/* (v) */
	struct timespec	i_atime;	/* (m) */
	struct timespec	i_mtime;	/* (m) */
	struct timespec	i_ctime;	/* (m) */
	struct timespec	i_btime;	/* (i) */
	uint32_t	i_dtime;	/* (m) or the next orphan */
	uint32_t	i_facl;		/* (i) block of extended attributes */
	struct kmutex	i_lock;		/* the block map */
	uint64_t	i_nblock;	/* (m) of 512 bytes */
	uint32_t	i_block[EXT2_NBLOCKS];	/* (m) little-endian */
	uint32_t	i_lastlbn;	/* (m) block allocated last ... */
	uint32_t	i_lastpbn;	/* (m) ... and where; 0: none */
	uint64_t	i_fresh;	/* (m) [i_fresh, i_freshend) were ... */
	uint64_t	i_freshend;	/* (m) ... allocated, are not written */
	uint32_t	i_winstart;	/* (u) blocks kept for this file */
	uint32_t	i_winlen;	/* (u) */
	uint32_t	i_wingrow;	/* (u) length of the next window */
	uint32_t	i_dirgroup;	/* (i) where its files should go */
	bool		i_orphan;	/* (u) on um_orphans */
	LIST_ENTRY(ext2_inode) i_orphanlink;	/* (u) */
	LIST_ENTRY(ext2_inode) i_windowlink;	/* (u) */
	struct kmutex	i_dirlock;	/* i_dirhash, between readers */
	uint32_t	i_dirscans;	/* (d) searches without an index */
	struct ext2_dirhash *i_dirhash;	/* (v or d) NULL: none */
};

/* i_dirty. */
#define	IN_TIMES	0x01		/* only times differ from the buffer */
#define	IN_CHANGED	0x02		/* something else does */

#define	VTOI(vp)	((struct ext2_inode *)(vp)->v_data)
#define	MTOUM(mp)	((struct ext2_mount *)(mp)->mnt_data)

#define	LBLKNO(g, off)	((uint64_t)(off) >> (g)->g_bshift)
#define	BLKOFF(g, off)	((uint32_t)(off) & ((g)->g_bsize - 1))
#define	BLKROUNDUP(g, n) \
	(((uint64_t)(n) + (g)->g_bsize - 1) & ~(uint64_t)((g)->g_bsize - 1))

extern const struct vnode_ops ext2_vnodeops;

/* ext2_vfsops.c */
void	ext2_error(struct ext2_mount *, const char *, ...) __printflike(2, 3);
int	ext2_write_super(struct ext2_mount *);
int	ext2_sync_fs(struct mount *, int waitfor);

/* ext2_alloc.c */
int	ext2_alloc_blocks(struct ext2_inode *, uint32_t goal, uint32_t want,
	    bool grow, uint32_t *startp, uint32_t *gotp);
bool	ext2_free_blocks(struct ext2_mount *, uint32_t blk, uint32_t n);
void	ext2_discard_window(struct ext2_inode *);
int	ext2_alloc_inode(struct ext2_inode *dir, mode_t mode, uint32_t *inop);
void	ext2_free_inode(struct ext2_mount *, uint32_t ino, bool isdir);
uint32_t ext2_inodes_inuse(struct ext2_mount *, uint32_t group,
	    uint32_t first, uint32_t n);
uint32_t ext2_new_generation(struct ext2_mount *);
bool	ext2_may_use_reserve(void);

/* ext2_bmap.c */
int	ext2_bmap(struct ext2_inode *, uint64_t lbn, uint32_t max,
	    uint32_t *pbnp, uint32_t *runp);
int	ext2_bmap_alloc(struct ext2_inode *, uint64_t lbn, uint32_t max,
	    uint32_t *pbnp, uint32_t *runp, bool *freshp);
int	ext2_bmap_trunc(struct ext2_inode *, uint64_t firstlbn);

/* ext2_inode.c */
int	ext2_loadvnode(struct mount *, struct vnode *, uint64_t ino);
int	ext2_update(struct ext2_inode *);
void	ext2_mark(struct ext2_inode *, uint32_t dirty);
void	ext2_touch(struct ext2_inode *, bool mtime);
int	ext2_truncate(struct ext2_inode *, uint64_t size);
int	ext2_newinode(struct ext2_inode *dir, const struct vattr *,
	    const struct cred *, struct vnode **);
void	ext2_abort_inode(struct vnode *);
void	ext2_need_large_files(struct ext2_mount *);
void	ext2_unlinked(struct ext2_inode *);
void	ext2_inactive(struct vnode *);
void	ext2_reclaim(struct vnode *);
int	ext2_object(struct vnode *);
void	ext2_inode_init(void);

/* ext2_dir.c */
int	ext2_dir_lookup(struct ext2_inode *, const char *, size_t,
	    uint32_t hash, uint32_t *inop);
int	ext2_dir_enter(struct ext2_inode *, const char *, size_t, uint32_t hash,
	    uint32_t ino, mode_t mode);
int	ext2_dir_remove(struct ext2_inode *, const char *, size_t,
	    uint32_t hash, enum buf_order);
int	ext2_dir_change(struct ext2_inode *, const char *, size_t,
	    uint32_t hash, uint32_t ino, mode_t mode);
int	ext2_dir_init(struct ext2_inode *, uint32_t parent);
int	ext2_dir_isempty(struct ext2_inode *, bool *);
int	ext2_dir_read(struct ext2_inode *, struct uio *, bool *);
void	ext2_dir_forget(struct ext2_inode *);

/* ext2_data.c */
int	ext2_read(struct vnode *, struct uio *, int, struct cred *);
int	ext2_write(struct vnode *, struct uio *, int, struct cred *);
int	ext2_extent(struct vnode *, off_t, off_t *, bool *);
int	ext2_getpages(struct vnode *, struct vm_page **, int);
int	ext2_putpages(struct vnode *, struct vm_page **, int, int);

#endif /* !_FS_EXT2FS_EXT2_VAR_H_ */
