/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * File data of ext2: reading and writing through pages, and pages to and from
 * the disk.
 *
 * Model	Data lives in the vnode's object.  A write allocates blocks for
 *		a piece of the file, copies into its pages, and then makes the
 *		file as long as it got.  The pages go to the disk later, in runs
 *		of blocks that lie one behind the other.
 *
 *		Blocks that a write has just allocated hold what they held
 *		before.  Until the copy is done they are "fresh": a page that is
 *		read meanwhile gets zeros in their place.  If the copy fails,
 *		those behind the end are freed, and those in front of it
 *		filled with zeros, through pages.
 *
 *		A page of a shared mapping can be dirty over a hole: putpages
 *		allocates then.
 *
 * Invariants	(1) the end of the file, for pages, is the greater of i_size
 *		    and the object's size, which runs ahead during a write.
 *		(2) bytes behind the end of the file are zero in a page that was
 *		    read.
 *
 * Locks	none to enter getpages and putpages; i_lock inside.
 * Context	thread; waits for the disk.
 * Tests	tests/sys/fs/ext2fs/t_ext2_files.c
 */

#include <sys/param.h>
#include <sys/buf.h>
#include <sys/disk.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/systm.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <vm/vm_extern.h>
#include <vm/vm_object.h>
#include <vm/vm_page.h>
#include <fs/ext2fs/ext2_var.h>

#define	WRITE_BLOCKS	256		/* blocks of one piece of a write */

/* --- reading -------------------------------------------------------------- */

/*
 * The file was read: its access time, unless it is newer than what matters
 * already, or less than a day old.
 */
static void
touch_atime(struct ext2_inode *ip)
{
	struct timespec now;

	if ((ip->i_vnode->v_mount->mnt_flag & (MNT_NOATIME | MNT_RDONLY)) !=
	    0 || (ip->i_flags & EXT2_FL_NOATIME) != 0)
		return;
	if (timespeccmp(&ip->i_atime, &ip->i_mtime, >) &&
	    timespeccmp(&ip->i_atime, &ip->i_ctime, >) &&
	    ip->i_atime.tv_sec + 86400 > time_second)
		return;
	vnode_setflag(ip->i_vnode, VV_DIRTY);
	getnanotime(&now);
	mutex_enter(&ip->i_lock);
	ip->i_atime = now;
	ip->i_dirty |= IN_TIMES;
	mutex_exit(&ip->i_lock);
}

int
ext2_read(struct vnode *vp, struct uio *uio, int ioflag, struct cred *cred)
{
	struct ext2_inode *ip = VTOI(vp);
	int error;

	if (vp->v_type != VREG)
		return (vp->v_type == VDIR ? SET_ERROR(EISDIR) :
		    SET_ERROR(EOPNOTSUPP));
	if (uio->uio_offset < 0)
		return (SET_ERROR(EINVAL));
	if (uio->uio_resid == 0 || (uint64_t)uio->uio_offset >= ip->i_size)
		return (0);
	error = ext2_object(vp);
	if (error == 0)
		error = ubc_uiomove(vp, uio, UBC_READ |
		    ((ioflag & IO_RANDOM) != 0 ? UBC_RANDOM : 0) |
		    ((ioflag & IO_SEQUENTIAL) != 0 ? UBC_SEQUENTIAL : 0));
	touch_atime(ip);
	return (error);
}

/* --- writing -------------------------------------------------------------- */

/*
 * A piece of a write into fresh blocks has ended, perhaps early: nothing of
 * them may stay as it was.
 */
static int
write_settle(struct ext2_inode *ip, uint64_t lbn, uint32_t run)
{
	const struct ext2_geom *g = &ip->i_um->um_geom;
	uint64_t end = BLKROUNDUP(g, ip->i_size) >> g->g_bshift;
	uint64_t from = lbn << g->g_bshift;
	int error = 0;

	if (lbn < end)
		error = ubc_zero(ip->i_vnode, (off_t)from,
		    (off_t)MIN((lbn + run) << g->g_bshift, ip->i_size));
	mutex_enter(&ip->i_lock);
	ip->i_fresh = ip->i_freshend = 0;
	mutex_exit(&ip->i_lock);
	if (lbn + run > end)
		error = ext2_bmap_trunc(ip, MAX(end, lbn));
	return (error);
}

/*
 * Write one piece: as much as lies in blocks that are alike.
 */
static int
write_piece(struct ext2_inode *ip, struct uio *uio)
{
	const struct ext2_geom *g = &ip->i_um->um_geom;
	struct vnode *vp = ip->i_vnode;
	uint64_t lbn = LBLKNO(g, uio->uio_offset), done;
	uint32_t boff = BLKOFF(g, uio->uio_offset), pbn, run, max;
	ssize_t rest;
	size_t n;
	bool fresh;
	int error, error2;

	max = (uint32_t)MIN(WRITE_BLOCKS,
	    BLKROUNDUP(g, boff + (uint64_t)uio->uio_resid) >> g->g_bshift);
	error = ext2_bmap_alloc(ip, lbn, max, &pbn, &run, &fresh);
	if (error != 0)
		return (error);
	if (fresh) {
		mutex_enter(&ip->i_lock);
		ip->i_fresh = lbn;
		ip->i_freshend = lbn + run;
		mutex_exit(&ip->i_lock);
	}
	n = MIN((size_t)uio->uio_resid,
	    ((size_t)run << g->g_bshift) - boff);
	if (uio->uio_segflg == UIO_NOCOPY && !fresh &&
	    (uint64_t)uio->uio_offset + n <= ip->i_size) {
		uio_skip(n, uio);		/* nothing is to be made */
		return (0);
	}
	rest = uio->uio_resid - (ssize_t)n;
	uio->uio_resid = (ssize_t)n;
	error = ubc_uiomove(vp, uio, UBC_WRITE);
	n = (size_t)uio->uio_resid;		/* not written */
	uio->uio_resid += rest;
	if ((uint64_t)uio->uio_offset > ip->i_size) {
		ip->i_size = (uint64_t)uio->uio_offset;
		ext2_mark(ip, IN_CHANGED);
	}
	if (!fresh)
		return (error);
	if (__predict_true(n == 0)) {
		mutex_enter(&ip->i_lock);
		ip->i_fresh = ip->i_freshend = 0;
		mutex_exit(&ip->i_lock);
		return (error);
	}
	/* What the copy reached has pages; the blocks behind it have not. */
	done = BLKROUNDUP(g, uio->uio_offset) >> g->g_bshift;
	if (done > lbn + run)
		done = lbn + run;
	error2 = write_settle(ip, done, (uint32_t)(lbn + run - done));
	return (error != 0 ? error : error2);
}

/*
 * Cut a write off at the largest size of a file; false: nothing of it fits.
 */
static bool
write_fits(const struct ext2_geom *g, struct uio *uio, ssize_t *cutp)
{
	uint64_t end = (uint64_t)uio->uio_offset + (uint64_t)uio->uio_resid;

	*cutp = 0;
	if ((uint64_t)uio->uio_offset >= g->g_maxsize)
		return (false);
	if (end > g->g_maxsize) {
		*cutp = (ssize_t)(end - g->g_maxsize);
		uio->uio_resid -= *cutp;
	}
	return (true);
}

int
ext2_write(struct vnode *vp, struct uio *uio, int ioflag, struct cred *cred)
{
	struct ext2_inode *ip = VTOI(vp);
	ssize_t cut, resid = uio->uio_resid;
	int error;

	if (vp->v_type != VREG)
		return (vp->v_type == VDIR ? SET_ERROR(EISDIR) :
		    SET_ERROR(EOPNOTSUPP));
	if (uio->uio_offset < 0)
		return (SET_ERROR(EINVAL));
	if (resid == 0)
		return (0);
	if (ip->i_um->um_rdonly)
		return (SET_ERROR(EROFS));
	if (!write_fits(&ip->i_um->um_geom, uio, &cut))
		return (SET_ERROR(EFBIG));
	error = ext2_object(vp);
	while (error == 0 && uio->uio_resid > 0)
		error = write_piece(ip, uio);
	uio->uio_resid += cut;
	if (uio->uio_resid == resid)
		return (error);
	if (ip->i_size > INT32_MAX &&
	    (le32toh(ip->i_um->um_sb.s_feature_ro_compat) &
	    EXT2_RO_LARGEFILE) == 0)
		ext2_need_large_files(ip->i_um);
	ip->i_mode = vattr_write_mode(ip->i_mode, cred);
	ext2_touch(ip, true);
	return (error);
}

/* --- holes ---------------------------------------------------------------- */

/*
 * A page over a hole that a mapping wrote to is data, too.
 */
int
ext2_extent(struct vnode *vp, off_t off, off_t *endp, bool *datap)
{
	struct ext2_inode *ip = VTOI(vp);
	const struct ext2_geom *g = &ip->i_um->um_geom;
	uint64_t lbn = LBLKNO(g, off);
	uint32_t pbn, run;
	off_t next;
	int error;

	if (vp->v_type != VREG)
		return (0);
	error = ext2_bmap(ip, lbn, UINT32_MAX, &pbn, &run);
	if (error != 0)
		return (error);
	*endp = (off_t)MIN((uint64_t)*endp, (lbn + run) << g->g_bshift);
	*datap = pbn != 0;
	if (*datap)
		return (0);
	next = ubc_next(vp, off, *endp, true);
	if (next == off) {
		*datap = true;
		next = MIN(*endp, (off_t)trunc_page((vm_offset_t)off) +
		    (off_t)PAGE_SIZE);
	}
	*endp = next;
	return (0);
}

/* --- pages ---------------------------------------------------------------- */

/*
 * A transfer of pages in progress: the request that is being filled.
 */
struct pageio {
	struct iogroup	pi_iog;
	struct ext2_mount *pi_um;
	enum bio_cmd	pi_cmd;
	struct bio	*pi_bio;
	off_t		pi_next;	/* where the next vector must begin */
};

static void
pageio_flush(struct pageio *pi)
{

	if (pi->pi_bio != NULL)
		iog_submit(&pi->pi_iog, pi->pi_bio);
	pi->pi_bio = NULL;
}

/*
 * Add memory that goes to or comes from byte off of the disk.
 */
static void
pageio_add(struct pageio *pi, off_t off, void *base, size_t len)
{
	struct disk *d = pi->pi_um->um_disk;
	struct bio *bio = pi->pi_bio;

	if (bio != NULL && (off != pi->pi_next ||
	    bio->bio_nvec >= MIN(d->d_maxvec, BIO_MAXVEC) ||
	    (d->d_maxio != 0 && bio->bio_length + len > d->d_maxio)))
		pageio_flush(pi);
	if (pi->pi_bio == NULL)
		pi->pi_bio = iog_bio(&pi->pi_iog, d, pi->pi_cmd, off);
	(void)bio_add(pi->pi_bio, base, len);
	pi->pi_next = off + (off_t)len;
}

/*
 * Add run blocks from pbn on, for the bytes of the pages from `byte' on.
 */
static void
pageio_blocks(struct pageio *pi, struct vm_page **pgs, uint64_t byte,
    uint32_t pbn, uint64_t len)
{
	off_t off = (off_t)pbn << pi->pi_um->um_geom.g_bshift;
	size_t in, n;

	for (; len != 0; len -= n, byte += n, off += (off_t)n) {
		in = (size_t)byte & PAGE_MASK;
		n = (size_t)MIN(PAGE_SIZE - in, len);
		pageio_add(pi, off,
		    (char *)vm_page_kva(pgs[byte >> PAGE_SHIFT]) + in, n);
	}
}

static void
pages_zero(struct vm_page **pgs, uint64_t byte, uint64_t len)
{
	size_t in, n;

	for (; len != 0; len -= n, byte += n) {
		in = (size_t)byte & PAGE_MASK;
		n = (size_t)MIN(PAGE_SIZE - in, len);
		memset((char *)vm_page_kva(pgs[byte >> PAGE_SHIFT]) + in, 0,
		    n);
	}
}

/*
 * The end of the file as pages see it.
 */
static uint64_t
data_end(const struct ext2_inode *ip)
{
	uint64_t end = ip->i_size;
	const struct vm_object *obj = ip->i_vnode->v_object;

	if (obj != NULL && (uint64_t)obj->o_size > end)
		end = (uint64_t)obj->o_size;
	return (end);
}

/*
 * Fill n busy pages of consecutive indices.
 */
int
ext2_getpages(struct vnode *vp, struct vm_page **pgs, int n)
{
	struct ext2_inode *ip = VTOI(vp);
	const struct ext2_geom *g = &ip->i_um->um_geom;
	uint64_t start = pgs[0]->p_index << PAGE_SHIFT, end = data_end(ip);
	uint64_t byte, len, total = (uint64_t)n << PAGE_SHIFT;
	struct pageio pi = { .pi_um = ip->i_um, .pi_cmd = BIO_READ };
	uint32_t pbn, run;
	int error = 0, error2;

	iog_init(&pi.pi_iog);
	for (byte = 0; error == 0 && byte < total && start + byte < end;
	    byte += len) {
		error = ext2_bmap(ip, LBLKNO(g, start + byte),
		    (uint32_t)((total - byte) >> g->g_bshift), &pbn, &run);
		if (error != 0)
			break;
		len = MIN((uint64_t)run << g->g_bshift, total - byte);
		len = MIN(len, BLKROUNDUP(g, end - start - byte));
		if (pbn == 0)
			pages_zero(pgs, byte, len);
		else
			pageio_blocks(&pi, pgs, byte, pbn, len);
	}
	pageio_flush(&pi);
	error2 = iog_wait(&pi.pi_iog);
	if (error == 0)
		error = error2;
	if (error == 0 && start + total > end) {
		byte = end > start ? end - start : 0;
		pages_zero(pgs, byte, total - byte);
	}
	return (error);
}

/*
 * Write n consecutive pages.
 */
int
ext2_putpages(struct vnode *vp, struct vm_page **pgs, int n, int flags)
{
	struct ext2_inode *ip = VTOI(vp);
	const struct ext2_geom *g = &ip->i_um->um_geom;
	uint64_t start = pgs[0]->p_index << PAGE_SHIFT, end = data_end(ip);
	uint64_t byte, len, total = (uint64_t)n << PAGE_SHIFT;
	struct pageio pi = { .pi_um = ip->i_um, .pi_cmd = BIO_WRITE };
	uint32_t pbn, run, max;
	bool fresh;
	int error = 0, error2;

	if (ip->i_um->um_rdonly)
		return (SET_ERROR(EROFS));
	if (ubc_modified(vp))
		ext2_touch(ip, true);
	if (start >= end)
		return (0);
	total = MIN(total, BLKROUNDUP(g, end - start));
	iog_init(&pi.pi_iog);
	for (byte = 0; error == 0 && byte < total; byte += len) {
		max = (uint32_t)((total - byte) >> g->g_bshift);
		error = ext2_bmap_alloc(ip, LBLKNO(g, start + byte), max,
		    &pbn, &run, &fresh);
		if (error != 0)
			break;
		len = (uint64_t)run << g->g_bshift;
		pageio_blocks(&pi, pgs, byte, pbn, len);
	}
	pageio_flush(&pi);
	error2 = iog_wait(&pi.pi_iog);
	return (error != 0 ? error : error2);
}
