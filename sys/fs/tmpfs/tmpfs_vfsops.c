/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * tmpfs: a file system in memory.
 *
 * Model	A node is a file; it has its vnode from birth to death, so the
 *		vnode is never reclaimed for being unused (VV_PERSIST).  A
 *		regular file's data is the pages of the vnode's object, which
 *		the page daemon leaves alone (VMO_NORECLAIM): there is nowhere
 *		else to put them.  Pages and nodes are counted against limits of
 *		the mount, and against what the machine has left.
 *
 * Invariants	(1) tm_pages is the sum of tn_pages, which is what the object
 *		    held when its number of pages last changed: a write, a new
 *		    size, or a page that a mapping needs (getpages).
 *		(2) a hole has no pages; to read it needs none.  A page that a
 *		    mapping is given was counted before, or is refused.
 *		(3) a node is freed when it has no name and no user, or when the
 *		    mount ends.
 *
 * Locks	v_lock -> tm_lock.
 * Context	thread; sleeps for memory.
 * Tests	tests/sys/kern/t_vfs_*.c
 */

#include <sys/param.h>
#include <sys/kmem.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/systm.h>
#include <sys/ucred.h>
#include <vm/vm_extern.h>
#include <vm/vm_object.h>
#include <vm/vm_page.h>
#include <fs/tmpfs/tmpfs.h>

struct kmem_cache *tmpfs_node_cache;

/*
 * Are so many pages to be had?  ENOSPC.
 */
int
tmpfs_charge(struct tmpfs_mount *tm, u_long pages)
{

	/* A hint is good enough: tmpfs_settle() counts what was used. */
	if (tm->tm_pages + pages + (tm->tm_bytes >> PAGE_SHIFT) >
	    tm->tm_maxpages ||
	    vm_phys_free_count() < pages + TMPFS_PAGES_RESERVE)
		return (SET_ERROR(ENOSPC));
	return (0);
}

/*
 * Count memory that is not pages of files.  ENOSPC.
 */
int
tmpfs_charge_bytes(struct tmpfs_mount *tm, size_t n)
{
	int error = 0;

	mutex_enter(&tm->tm_lock);
	if (tm->tm_pages + ((tm->tm_bytes + n) >> PAGE_SHIFT) >=
	    tm->tm_maxpages)
		error = SET_ERROR(ENOSPC);
	else
		tm->tm_bytes += n;
	mutex_exit(&tm->tm_lock);
	return (error);
}

void
tmpfs_uncharge_bytes(struct tmpfs_mount *tm, size_t n)
{

	mutex_enter(&tm->tm_lock);
	KASSERT(tm->tm_bytes >= n);
	tm->tm_bytes -= n;
	mutex_exit(&tm->tm_lock);
}

static void
settle_locked(struct tmpfs_mount *tm, struct tmpfs_node *tn, u_long now)
{

	tm->tm_pages += now - tn->tn_pages;
	tn->tn_pages = now;
}

/*
 * Count the pages that a file has now.  The vnode is locked exclusively.
 */
void
tmpfs_settle(struct vnode *vp)
{
	struct tmpfs_mount *tm = MTOTM(vp->v_mount);
	struct tmpfs_node *tn = VTOTN(vp);

	if (ubc_resident(vp) == atomic_load_relaxed(&tn->tn_pages))
		return;
	mutex_enter(&tm->tm_lock);
	settle_locked(tm, tn, ubc_resident(vp));
	mutex_exit(&tm->tm_lock);
}

/*
 * The same for a file that has got pages, without a lock of the vnode; ENOSPC,
 * and they are not counted, when that is too many.  The pages are in the object
 * and have their memory, so it is asked for none, but for what must remain.
 */
int
tmpfs_settle_new(struct vnode *vp)
{
	struct tmpfs_mount *tm = MTOTM(vp->v_mount);
	struct tmpfs_node *tn = VTOTN(vp);
	u_long now;
	int error = 0;

	if (vm_phys_free_count() < TMPFS_PAGES_RESERVE) {
		(void)vm_pageout_reclaim(TMPFS_PAGES_RESERVE);
		if (vm_phys_free_count() < TMPFS_PAGES_RESERVE)
			return (SET_ERROR(ENOSPC));
	}
	mutex_enter(&tm->tm_lock);
	now = ubc_resident(vp);
	if (tm->tm_pages - tn->tn_pages + now +
	    (tm->tm_bytes >> PAGE_SHIFT) > tm->tm_maxpages)
		error = SET_ERROR(ENOSPC);
	else
		settle_locked(tm, tn, now);
	mutex_exit(&tm->tm_lock);
	return (error);
}

/*
 * A new node without a name: its vnode, an embryo, referenced.  ENOSPC, ENOMEM.
 */
int
tmpfs_node_new(struct mount *mp, enum vtype type, struct vnode **vpp)
{
	struct tmpfs_mount *tm = MTOTM(mp);
	struct tmpfs_node *tn;
	struct vnode *vp;
	int error;

	tn = kmem_cache_alloc(tmpfs_node_cache, KM_SLEEP);
	if (tn == NULL)
		return (SET_ERROR(ENOSPC));
	memset(tn, 0, sizeof(*tn));
	TAILQ_INIT(&tn->tn_entries);
	mutex_enter(&tm->tm_lock);
	error = tm->tm_nodes >= tm->tm_maxnodes ? SET_ERROR(ENOSPC) : 0;
	if (error == 0) {
		tm->tm_nodes++;
		tn->tn_ino = tm->tm_nextino++;
	}
	mutex_exit(&tm->tm_lock);
	if (error != 0) {
		kmem_cache_free(tmpfs_node_cache, tn);
		return (error);
	}
	error = getnewvnode(mp, &tmpfs_vnodeops, &vp);
	if (error != 0)
		goto fail;
	tn->tn_type = type;
	getnanotime(&tn->tn_btime);
	tn->tn_atime = tn->tn_mtime = tn->tn_ctime = tn->tn_btime;
	tn->tn_vnode = vp;
	vp->v_type = (uint8_t)type;
	if (type == VREG) {
		vp->v_object = vm_object_vnode_alloc(vp, &vnode_pager_ops, 0,
		    VMO_NORECLAIM);
		if (vp->v_object == NULL) {
			vnode_abort(vp);
			error = SET_ERROR(ENOSPC);
			goto fail;
		}
	}
	vp->v_data = tn;
	vnode_setflag(vp, VV_PERSIST);
	*vpp = vp;
	return (0);
fail:
	tmpfs_node_free(tm, tn);
	return (error);
}

/*
 * Free a node; its pages are gone, or never were.
 */
void
tmpfs_node_free(struct tmpfs_mount *tm, struct tmpfs_node *tn)
{

	tmpfs_dir_free(tm, tn);
	if (tn->tn_target != NULL)
		kmem_strfree(tn->tn_target);
	mutex_enter(&tm->tm_lock);
	tm->tm_pages -= tn->tn_pages;
	tm->tm_nodes--;
	mutex_exit(&tm->tm_lock);
	kmem_cache_free(tmpfs_node_cache, tn);
}

/* --- mounts --------------------------------------------------------------- */

/*
 * Limits from the caller's arguments.
 */
static int
set_limits(struct tmpfs_mount *tm, const struct mount_tmpfs_args *args)
{
	u_long pages = vm_phys_total_count() / 2;

	if (args->bytes_max > (uint64_t)INT64_MAX)
		return (SET_ERROR(EINVAL));
	if (args->bytes_max != 0)
		pages = MAX(1, (args->bytes_max + PAGE_MASK) >> PAGE_SHIFT);
	tm->tm_maxpages = pages;
	tm->tm_maxnodes = args->nodes_max != 0 ? MAX(args->nodes_max, 1) :
	    vm_phys_total_count();
	return (0);
}

static int
make_root(struct mount *mp, const struct mount_tmpfs_args *args,
    struct thread *td)
{
	struct tmpfs_node *tn;
	struct vnode *vp;
	int error;

	error = tmpfs_node_new(mp, VDIR, &vp);
	if (error != 0)
		return (error);
	tn = VTOTN(vp);
	tn->tn_mode = args->mode & ALLPERMS;
	tn->tn_uid = args->uid;
	tn->tn_gid = args->gid;
	tn->tn_nlink = 2;
	tn->tn_parent = tn;
	if ((tn->tn_mode & 0111) == 0111)
		vnode_setflag(vp, VV_SEARCHALL);
	vnode_ready(vp);
	mp->mnt_root = vp;
	return (0);
}

static int
tmpfs_mount(struct mount *mp, const char *fspec, const void *data,
    size_t datalen, int oldflags, struct thread *td)
{
	struct mount_tmpfs_args args = {
		.size = sizeof(args), .mode = S_ISVTX | ACCESSPERMS
	};
	struct tmpfs_mount *tm;
	int error;

	if (datalen != 0) {
		if (datalen != sizeof(args))
			return (SET_ERROR(EINVAL));
		memcpy(&args, data, sizeof(args));
		if (args.size != sizeof(args) ||
		    (args.mode & ~(mode_t)ALLPERMS) != 0)
			return (SET_ERROR(EINVAL));
	}
	if ((mp->mnt_flag & MNT_UPDATE) != 0)
		return (datalen != 0 ? set_limits(MTOTM(mp), &args) : 0);
	tm = kmem_zalloc(sizeof(*tm), KM_SLEEP);
	if (tm == NULL)
		return (SET_ERROR(ENOMEM));
	mutex_init(&tm->tm_lock, "tmpfs");
	tm->tm_mp = mp;
	tm->tm_nextino = 2;
	mp->mnt_data = tm;
	error = set_limits(tm, &args);
	if (error == 0)
		error = make_root(mp, &args, td);
	if (error != 0) {
		mp->mnt_data = NULL;
		mutex_destroy(&tm->tm_lock);
		kmem_free(tm, sizeof(*tm));
		return (error);
	}
	mp->mnt_flag |= MNT_LOCAL;
	mp->mnt_stat.f_type = MFSTYPE_TMPFS;
	mp->mnt_stat.f_bsize = mp->mnt_stat.f_frsize = PAGE_SIZE;
	mp->mnt_stat.f_iosize = PAGE_SIZE;
	return (0);
}

static int
tmpfs_unmount(struct mount *mp, bool force)
{
	struct tmpfs_mount *tm = MTOTM(mp);

	KASSERT(tm->tm_nodes == 0);
	mp->mnt_data = NULL;
	mutex_destroy(&tm->tm_lock);
	kmem_free(tm, sizeof(*tm));
	return (0);
}

static int
tmpfs_statvfs(struct mount *mp, struct statvfs *sb)
{
	struct tmpfs_mount *tm = MTOTM(mp);
	u_long room;

	mutex_enter(&tm->tm_lock);
	sb->f_blocks = tm->tm_maxpages;
	room = tm->tm_pages + (tm->tm_bytes >> PAGE_SHIFT);
	room = tm->tm_maxpages - MIN(room, tm->tm_maxpages);
	sb->f_bfree = sb->f_bavail = MIN(room, vm_phys_free_count());
	sb->f_files = tm->tm_maxnodes;
	sb->f_ffree = sb->f_favail = tm->tm_maxnodes -
	    MIN(tm->tm_nodes, tm->tm_maxnodes);
	mutex_exit(&tm->tm_lock);
	return (0);
}

static int
tmpfs_sync(struct mount *mp, int waitfor)
{

	return (0);
}

/*
 * Nodes have their vnodes: none is ever to be made for a number.
 */
static int
tmpfs_loadvnode(struct mount *mp, struct vnode *vp, uint64_t ino)
{

	return (SET_ERROR(ENOENT));
}

static void
tmpfs_init(void)
{

	tmpfs_node_cache = kmem_cache_create("tmpfsnode",
	    sizeof(struct tmpfs_node), 0, NULL, NULL, NULL);
	if (tmpfs_node_cache == NULL)
		panic("tmpfs_init: no memory");
}

static const struct vfsops tmpfs_vfsops = {
	.vfs_name = "tmpfs",
	.vfs_flags = VFCF_NEGCACHE,
	.vfs_mount = tmpfs_mount,
	.vfs_unmount = tmpfs_unmount,
	.vfs_statvfs = tmpfs_statvfs,
	.vfs_sync = tmpfs_sync,
	.vfs_loadvnode = tmpfs_loadvnode,
	.vfs_init = tmpfs_init,
};
VFS_SET(tmpfs_vfsops);
