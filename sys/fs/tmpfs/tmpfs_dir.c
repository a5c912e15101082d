/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Directories of tmpfs: a hash table to find a name, and a list to read them in
 * the order in which they were made.
 *
 * Model	An entry has a cookie that is larger than that of any entry made
 *		before.  readdir(2) goes on behind the cookie that it gave out,
 *		whatever was removed meanwhile.
 *
 * Invariants	(1) who makes a name prepares its entry first: then nothing can
 *		    fail any more.
 *
 * Locks	v_lock of the directory; tm_lock for tn_lastread.
 * Tests	tests/sys/kern/t_vfs_*.c
 */

#include <sys/param.h>
#include <sys/dirent.h>
#include <sys/kmem.h>
#include <sys/namei.h>
#include <sys/systm.h>
#include <sys/uio.h>
#include <fs/tmpfs/tmpfs.h>

#define	TABLE_MIN	8
#define	COOKIE_FIRST	3		/* 0 is ".", 1 "..", 2 what follows */

static struct tmpfs_bucket *
bucket(const struct tmpfs_node *dir, uint32_t hash)
{

	return (&dir->tn_table[hash & (dir->tn_tablesize - 1)]);
}

/*
 * The entry of a name, or NULL.  The directory is locked, shared at least.
 */
struct tmpfs_dirent *
tmpfs_dir_find(struct tmpfs_node *dir, const struct componentname *cnp)
{
	struct tmpfs_dirent *td;

	if (dir->tn_nentries == 0)
		return (NULL);
	LIST_FOREACH(td, bucket(dir, cnp->cn_hash), td_hash)
		if (td->td_namehash == cnp->cn_hash &&
		    td->td_len == cnp->cn_len &&
		    memcmp(td->td_name, cnp->cn_name, cnp->cn_len) == 0)
			return (td);
	return (NULL);
}

/*
 * Make the table larger, if it can be; false: there is none at all.
 */
static bool
table_grow(struct tmpfs_node *dir)
{
	struct tmpfs_bucket *old = dir->tn_table, *new;
	uint32_t oldsize = dir->tn_tablesize, size;
	struct tmpfs_dirent *td;

	if (dir->tn_nentries < oldsize)
		return (true);
	size = oldsize == 0 ? TABLE_MIN : oldsize * 2;
	new = kmem_zalloc(size * sizeof(*new), KM_SLEEP);
	if (new == NULL)
		return (oldsize != 0);
	dir->tn_table = new;
	dir->tn_tablesize = size;
	TAILQ_FOREACH(td, &dir->tn_entries, td_link)
		LIST_INSERT_HEAD(bucket(dir, td->td_namehash), td, td_hash);
	kmem_free(old, oldsize * sizeof(*old));
	return (true);
}

/*
 * Memory for an entry of that name in the directory, which is locked
 * exclusively.  NULL without, or when the mount has no room.
 */
struct tmpfs_dirent *
tmpfs_dir_prepare(struct tmpfs_mount *tm, struct tmpfs_node *dir,
    const struct componentname *cnp)
{
	size_t size = sizeof(struct tmpfs_dirent) + cnp->cn_len;
	struct tmpfs_dirent *td;

	if (!table_grow(dir) || tmpfs_charge_bytes(tm, size) != 0)
		return (NULL);
	td = kmem_alloc(size, KM_SLEEP);
	if (td == NULL) {
		tmpfs_uncharge_bytes(tm, size);
		return (NULL);
	}
	td->td_namehash = cnp->cn_hash;
	td->td_len = (uint8_t)cnp->cn_len;
	memcpy(td->td_name, cnp->cn_name, cnp->cn_len);
	return (td);
}

void
tmpfs_dir_abandon(struct tmpfs_mount *tm, struct tmpfs_dirent *td)
{
	size_t size = sizeof(*td) + td->td_len;

	kmem_free(td, size);
	tmpfs_uncharge_bytes(tm, size);
}

static void
dir_changed(struct tmpfs_node *dir)
{

	getnanotime(&dir->tn_mtime);
	dir->tn_ctime = dir->tn_mtime;
	dir->tn_size = (uint64_t)dir->tn_nentries * sizeof(struct tmpfs_dirent);
}

/*
 * Let a prepared entry lead to node.
 */
void
tmpfs_dir_insert(struct tmpfs_node *dir, struct tmpfs_dirent *td,
    struct tmpfs_node *node)
{

	td->td_node = node;
	td->td_cookie = COOKIE_FIRST + dir->tn_nextcookie++;
	TAILQ_INSERT_TAIL(&dir->tn_entries, td, td_link);
	LIST_INSERT_HEAD(bucket(dir, td->td_namehash), td, td_hash);
	dir->tn_nentries++;
	dir_changed(dir);
}

/*
 * Remove an entry.
 */
void
tmpfs_dir_remove(struct tmpfs_mount *tm, struct tmpfs_node *dir,
    struct tmpfs_dirent *td)
{

	TAILQ_REMOVE(&dir->tn_entries, td, td_link);
	LIST_REMOVE(td, td_hash);
	dir->tn_nentries--;
	dir->tn_lastread = NULL;
	dir_changed(dir);
	tmpfs_dir_abandon(tm, td);
}

/*
 * After a removal that no insertion follows: an empty directory, which is
 * locked exclusively, does not keep a table that has grown.
 */
void
tmpfs_dir_trim(struct tmpfs_node *dir)
{

	if (dir->tn_nentries != 0 || dir->tn_tablesize <= TABLE_MIN)
		return;
	kmem_free(dir->tn_table, dir->tn_tablesize * sizeof(*dir->tn_table));
	dir->tn_table = NULL;
	dir->tn_tablesize = 0;
}

/*
 * Free what a directory has; the nodes are not looked at.
 */
void
tmpfs_dir_free(struct tmpfs_mount *tm, struct tmpfs_node *dir)
{
	struct tmpfs_dirent *td;

	while ((td = TAILQ_FIRST(&dir->tn_entries)) != NULL) {
		TAILQ_REMOVE(&dir->tn_entries, td, td_link);
		tmpfs_dir_abandon(tm, td);
	}
	kmem_free(dir->tn_table, dir->tn_tablesize * sizeof(*dir->tn_table));
	dir->tn_table = NULL;
	dir->tn_tablesize = 0;
	dir->tn_nentries = 0;
}

/*
 * The first entry whose cookie is not below pos.
 */
static struct tmpfs_dirent *
entry_from(struct tmpfs_mount *tm, struct tmpfs_node *dir, uint64_t pos)
{
	struct tmpfs_dirent *td;

	mutex_enter(&tm->tm_lock);
	td = dir->tn_lastread;
	mutex_exit(&tm->tm_lock);
	if (td == NULL || td->td_cookie > pos)
		td = TAILQ_FIRST(&dir->tn_entries);
	while (td != NULL && td->td_cookie < pos)
		td = TAILQ_NEXT(td, td_link);
	return (td);
}

/*
 * VOP_READDIR.
 */
int
tmpfs_dir_read(struct vnode *vp, struct uio *uio, bool *eofp)
{
	struct tmpfs_mount *tm = MTOTM(vp->v_mount);
	struct tmpfs_node *dir = VTOTN(vp);
	struct tmpfs_dirent *td;
	ssize_t resid = uio->uio_resid;
	uint64_t next;
	bool full = false;
	int error = 0;

	*eofp = false;
	if (uio->uio_offset < 0)
		return (SET_ERROR(EINVAL));
	if (uio->uio_offset == 0) {
		error = vn_dirent(uio, dir->tn_ino, DT_DIR, ".", 1, 1, &full);
		if (error == 0 && !full)
			uio->uio_offset = 1;
	}
	if (error == 0 && !full && uio->uio_offset == 1) {
		error = vn_dirent(uio, dir->tn_parent == NULL ? dir->tn_ino :
		    dir->tn_parent->tn_ino, DT_DIR, "..", 2, 2, &full);
		if (error == 0 && !full)
			uio->uio_offset = 2;
	}
	if (error != 0 || full)
		goto out;
	td = entry_from(tm, dir, (uint64_t)uio->uio_offset);
	for (; td != NULL; td = TAILQ_NEXT(td, td_link)) {
		next = td->td_cookie + 1;
		error = vn_dirent(uio, td->td_node->tn_ino,
		    VTTODT(td->td_node->tn_type), td->td_name, td->td_len,
		    (off_t)next, &full);
		if (error != 0 || full)
			break;
		uio->uio_offset = (off_t)next;
	}
	mutex_enter(&tm->tm_lock);
	dir->tn_lastread = td;
	mutex_exit(&tm->tm_lock);
	*eofp = td == NULL;
out:
	if (error == 0 && full && uio->uio_resid == resid)
		error = SET_ERROR(EINVAL);
	return (error);
}
