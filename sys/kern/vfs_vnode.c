/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The life of vnodes.
 *
 * Model	A vnode is the memory of one file of a mounted file system.  It
 *		is made as an embryo, which its file system fills in, and goes
 *		live; when nobody uses it, it stays on a list of unused vnodes,
 *		in case somebody asks for the file again, until a thread takes
 *		the oldest of them back because there are more than maxvnodes,
 *		or the mount goes.  Then it is dying, taken from its file
 *		system by VOP_RECLAIM, and dead.  Users of a vnode that died
 *		under them (a forced unmount) keep memory that answers with
 *		errors.
 *
 *		v_usecount counts users.  Its top bit, the gate, is set before
 *		a vnode begins to die: whoever finds the vnode in a table counts
 *		himself in and looks at the gate in one instruction, and leaves
 *		again when it is shut.  So a table's lock is all that the way
 *		from a name to a vnode needs.
 *
 * Invariants	(1) The memory is freed when the vnode is dead and v_usecount
 *		    (without the gate) and v_holdcount are 0; who makes the
 *		    last of these true, under v_interlock, frees it.
 *		(2) An unused live vnode without VV_PERSIST is on the list of
 *		    unused vnodes.  The reverse does not hold: a vnode that is
 *		    used again stays on the list until the reclaiming thread
 *		    meets it, which saves two list operations for each use.
 *		(3) The gate is set before the name cache and the hash table
 *		    are purged of the vnode, and nothing enters a vnode whose
 *		    gate is shut into them.
 *		(4) There is one vnode of a (mount, key) that is not dead.
 *
 *		Why the reclaiming thread may take what it picked, with nobody
 *		using v_usecount's lock:
 *
 *		    reclaiming thread		a lookup
 *		    cas(v_usecount, 0, GATE)	old = fetch_add(v_usecount, 1)
 *		    failed: in use		old has GATE: dec, not found
 *		    done: nobody can come	else: in use
 *
 * Locks	v_lock of any vnode -> hash lock -> v_interlock -> lru_lock;
 *		mnt_lock -> v_interlock.  A thread that holds the lock of a
 *		vnode may take that of another only downwards in the tree of
 *		names, or with its gate shut (nobody else then wants it).
 * Context	thread; VOP_RECLAIM sleeps for the disk.
 * Tests	tests/sys/kern/t_vfs_mount.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/condvar.h>
#include <sys/kmem.h>
#include <sys/kthread.h>
#include <sys/mount.h>
#include <sys/mutex.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/vnode.h>
#include <vm/vm_extern.h>
#include <vm/vm_object.h>
#include <vm/vm_page.h>

#define	VHASH_LOCKS	64		/* a power of 2 */

/* A part of the hash table: its lock, and who waits for embryos and dying. */
struct vhash_part {
	struct kmutex	vh_lock;
	struct cv	vh_cv;
} __aligned(CACHE_LINE_SIZE);

LIST_HEAD(vhash_head, vnode);
TAILQ_HEAD(vnode_lru, vnode);

u_int			numvnodes;	/* (a) */
u_int			maxvnodes;	/* sysctl */
static struct kmem_cache *vnode_cache;
static uint64_t		vnode_serial;	/* (a) */
static struct vhash_part vhash_parts[VHASH_LOCKS];
static struct vhash_head *vhash_table;	/* its part's lock */
static u_long		vhash_mask;

static struct spin	lru_lock;
static struct vnode_lru	vnode_lru = TAILQ_HEAD_INITIALIZER(vnode_lru);
static u_int		lru_count;	/* lru_lock */

static struct kmutex	vnlru_lock;
static struct cv	vnlru_cv;	/* the thread sleeps */
static bool		vnlru_wanted;	/* vnlru_lock */
static uint64_t		vnode_reclaimed;	/* (a) */
static uint64_t		vnode_created;		/* (a) */

SYSCTL_UINT(_kern, KERN_MAXVNODES, maxvnodes, CTLFLAG_RW, &maxvnodes, 0,
    "Vnodes to keep at most");
SYSCTL_NODE(_vfs, OID_AUTO, vnode, CTLFLAG_RD, NULL, "Vnodes");
SYSCTL_UINT(_vfs_vnode, OID_AUTO, count, CTLFLAG_RD, &numvnodes, 0,
    "Vnodes in memory");
SYSCTL_UINT(_vfs_vnode, OID_AUTO, unused, CTLFLAG_RD, &lru_count, 0,
    "Vnodes on the list of unused ones");
SYSCTL_QUAD(_vfs_vnode, OID_AUTO, created, CTLFLAG_RD, &vnode_created, 0,
    "Vnodes ever made");
SYSCTL_QUAD(_vfs_vnode, OID_AUTO, reclaimed, CTLFLAG_RD, &vnode_reclaimed, 0,
    "Vnodes taken from their file systems");

/* --- memory --------------------------------------------------------------- */

static int
vnode_ctor(void *obj, void *arg, int flags)
{
	struct vnode *vp = obj;

	memset(vp, 0, sizeof(*vp));
	rw_init(&vp->v_lock, "vnode");
	spin_init(&vp->v_interlock, "vnodeint", IPL_SOFT);
	return (0);
}

static void
vnode_dtor(void *obj, void *arg)
{
	struct vnode *vp = obj;

	rw_destroy(&vp->v_lock);
	spin_destroy(&vp->v_interlock);
}

static void
vnode_free(struct vnode *vp)
{

	KASSERT(vp->v_state == VS_DEAD && vp->v_holdcount == 0 &&
	    (vp->v_usecount & ~VUSE_GATE) == 0);
	KASSERT((vp->v_flag & (VV_ONLRU | VV_ONMNT | VV_HASHED)) == 0);
	KASSERT(LIST_EMPTY(&vp->v_nc_children) && LIST_EMPTY(&vp->v_nc_names));
	KASSERT(vp->v_lockf == NULL);
	if (vp->v_notify != NULL)
		vnode_notify_free(vp);
	if (vp->v_object != NULL)
		vm_object_terminate(vp->v_object);
	atomic_dec(&numvnodes);
	kmem_cache_free(vnode_cache, vp);
}

/*
 * Invariant (1).  v_interlock held; the caller frees the vnode if this is true.
 */
static bool
vnode_unwanted(const struct vnode *vp)
{

	return (vp->v_state == VS_DEAD && vp->v_holdcount == 0 &&
	    (vp->v_usecount & ~VUSE_GATE) == 0);
}

/*
 * Keep a vnode's memory.
 */
void
vhold(struct vnode *vp)
{

	atomic_inc(&vp->v_holdcount);
}

/*
 * Give a hold back.  Context: thread; does not sleep.
 */
void
vdrop(struct vnode *vp)
{
	bool unwanted;

	spin_enter(&vp->v_interlock);
	KASSERT(vp->v_holdcount > 0);
	atomic_dec(&vp->v_holdcount);
	unwanted = vnode_unwanted(vp);
	spin_exit(&vp->v_interlock);
	if (unwanted)
		vnode_free(vp);
}

static void
vnlru_wakeup(void)
{

	mutex_enter(&vnlru_lock);
	if (!vnlru_wanted) {
		vnlru_wanted = true;
		cv_signal(&vnlru_cv);
	}
	mutex_exit(&vnlru_lock);
}

/*
 * A new vnode in state EMBRYO of which the caller is the only user.  Sleeps.
 * ENOMEM.
 */
int
getnewvnode(struct mount *mp, const struct vnode_ops *ops, struct vnode **vpp)
{
	struct vnode *vp;

	if (__predict_false(atomic_inc_nv(&numvnodes) > maxvnodes))
		vnlru_wakeup();
	vp = kmem_cache_alloc(vnode_cache, KM_SLEEP);
	if (vp == NULL) {
		atomic_dec(&numvnodes);
		return (SET_ERROR(ENOMEM));
	}
	vp->v_usecount = 1;
	vp->v_holdcount = 0;
	vp->v_type = VNON;
	vp->v_state = VS_EMBRYO;
	vp->v_flag = 0;
	vp->v_op = ops;
	vp->v_data = NULL;
	vp->v_object = NULL;
	vp->v_rdev = 0;
	vp->v_lockf = NULL;
	vp->v_writecount = 0;
	vp->v_serial = atomic_fetch_add(&vnode_serial, 1);
	vp->v_key = 0;
	vp->v_mount = mp;
	if (mp != NULL) {
		vfs_ref(mp);
		mutex_enter(&mp->mnt_lock);
		TAILQ_INSERT_TAIL(&mp->mnt_vnodelist, vp, v_mntlist);
		mp->mnt_nvnodes++;
		vp->v_flag = VV_ONMNT;
		mutex_exit(&mp->mnt_lock);
	}
	atomic_inc(&vnode_created);
	*vpp = vp;
	return (0);
}

/* --- the hash table ------------------------------------------------------- */

static u_long
vhash(const struct mount *mp, uint64_t key)
{
	uint64_t h;

	h = (key + mp->mnt_serial * 0x9e3779b97f4a7c15ULL) *
	    0xff51afd7ed558ccdULL;
	return ((h >> 32) & vhash_mask);
}

static struct vhash_part *
vhash_part(u_long h)
{

	return (&vhash_parts[h & (VHASH_LOCKS - 1)]);
}

static struct vnode *
vhash_find(const struct mount *mp, uint64_t key, u_long h)
{
	struct vnode *vp;

	LIST_FOREACH(vp, &vhash_table[h], v_hash)
		if (vp->v_key == key && vp->v_mount == mp)
			return (vp);
	return (NULL);
}

static void
vhash_insert(struct vnode *vp, uint64_t key, u_long h)
{

	vp->v_key = key;
	vnode_setflag(vp, VV_HASHED);
	LIST_INSERT_HEAD(&vhash_table[h], vp, v_hash);
}

static void
vhash_remove(struct vnode *vp)
{
	struct vhash_part *part;
	u_long h;

	if ((vp->v_flag & VV_HASHED) == 0)
		return;
	h = vhash(vp->v_mount, vp->v_key);
	part = vhash_part(h);
	mutex_enter(&part->vh_lock);
	LIST_REMOVE(vp, v_hash);
	vnode_clrflag(vp, VV_HASHED);
	cv_broadcast(&part->vh_cv);
	mutex_exit(&part->vh_lock);
}

/*
 * Find a vnode that is in memory and live, waiting for one that is about to
 * be; NULL when there is none.  The part's lock is held and may be dropped.
 */
static struct vnode *
vcache_find(struct mount *mp, uint64_t key, u_long h, struct vhash_part *part)
    __requires(part->vh_lock)
{
	struct vnode *vp;

	while ((vp = vhash_find(mp, key, h)) != NULL) {
		if (__predict_false(!vnode_tryref(vp))) {
			cv_wait(&part->vh_cv, &part->vh_lock);
			continue;
		}
		while (__predict_false(vp->v_state == VS_EMBRYO))
			cv_wait(&part->vh_cv, &part->vh_lock);
		if (__predict_true(vp->v_state == VS_LIVE))
			return (vp);
		mutex_exit(&part->vh_lock);
		vrele(vp);
		mutex_enter(&part->vh_lock);
	}
	return (NULL);
}

/*
 * The vnode of (mp, key) if it is in memory, referenced.
 */
struct vnode *
vcache_lookup(struct mount *mp, uint64_t key)
{
	u_long h = vhash(mp, key);
	struct vhash_part *part = vhash_part(h);
	struct vnode *vp;

	mutex_enter(&part->vh_lock);
	vp = vcache_find(mp, key, h, part);
	mutex_exit(&part->vh_lock);
	return (vp);
}

/*
 * The vnode of (mp, key), referenced and not locked.  Errors are those of
 * vfs_loadvnode.  The caller must not hold a buffer or a lock that
 * vfs_loadvnode takes.
 */
int
vcache_get(struct mount *mp, uint64_t key, struct vnode **vpp)
{
	u_long h = vhash(mp, key);
	struct vhash_part *part = vhash_part(h);
	struct vnode *vp, *other;
	int error;

	mutex_enter(&part->vh_lock);
	vp = vcache_find(mp, key, h, part);
	mutex_exit(&part->vh_lock);
	if (vp != NULL) {
		*vpp = vp;
		return (0);
	}
	error = getnewvnode(mp, &dead_vnodeops, &vp);
	if (error != 0)
		return (error);
	mutex_enter(&part->vh_lock);
	other = vcache_find(mp, key, h, part);
	if (other == NULL)
		vhash_insert(vp, key, h);
	mutex_exit(&part->vh_lock);
	if (other != NULL) {
		vnode_abort(vp);
		*vpp = other;
		return (0);
	}
	error = mp->mnt_op->vfs_loadvnode(mp, vp, key);
	if (error != 0) {
		vnode_abort(vp);
		return (error);
	}
	vnode_ready(vp);
	*vpp = vp;
	return (0);
}

/*
 * A new vnode for an inode that was allocated just now, entered as an embryo:
 * the caller sets it up and calls vnode_ready() or vnode_abort().  A vnode of
 * an earlier life of the inode that still lingers is taken away first.
 */
int
vcache_new(struct mount *mp, uint64_t key, struct vnode **vpp)
{
	u_long h = vhash(mp, key);
	struct vhash_part *part = vhash_part(h);
	struct vnode *vp, *old;
	int error;

	error = getnewvnode(mp, &dead_vnodeops, &vp);
	if (error != 0)
		return (error);
	for (;;) {
		mutex_enter(&part->vh_lock);
		old = vcache_find(mp, key, h, part);
		if (old == NULL)
			break;
		mutex_exit(&part->vh_lock);
		vn_lock_dead(old, RW_WRITER);
		vgone(old);
		vput(old);
	}
	vhash_insert(vp, key, h);
	mutex_exit(&part->vh_lock);
	*vpp = vp;
	return (0);
}

static void
vnode_setstate(struct vnode *vp, enum vstate state)
{
	struct vhash_part *part;

	if ((vp->v_flag & VV_HASHED) == 0) {
		vp->v_state = state;
		return;
	}
	part = vhash_part(vhash(vp->v_mount, vp->v_key));
	mutex_enter(&part->vh_lock);
	atomic_store_rel(&vp->v_state, (uint8_t)state);
	cv_broadcast(&part->vh_cv);
	mutex_exit(&part->vh_lock);
}

/*
 * The embryo is complete: others may see it.
 */
void
vnode_ready(struct vnode *vp)
{

	KASSERT(vp->v_state == VS_EMBRYO && vp->v_op != &dead_vnodeops);
	vnode_setstate(vp, VS_LIVE);
}

static void
vnode_unlist(struct vnode *vp)
{
	struct mount *mp = vp->v_mount;

	if ((vp->v_flag & VV_ONMNT) == 0)
		return;
	mutex_enter(&mp->mnt_lock);
	TAILQ_REMOVE(&mp->mnt_vnodelist, vp, v_mntlist);
	mp->mnt_nvnodes--;
	vnode_clrflag(vp, VV_ONMNT);
	mutex_exit(&mp->mnt_lock);
}

/*
 * The embryo will not live; v_data was given back.  Gives the caller's
 * reference back, too.
 */
void
vnode_abort(struct vnode *vp)
{
	struct mount *mp = vp->v_mount;

	KASSERT(vp->v_state == VS_EMBRYO);
	atomic_or(&vp->v_usecount, VUSE_GATE);
	vnode_setstate(vp, VS_DYING);
	vhash_remove(vp);
	vnode_unlist(vp);
	vp->v_op = &dead_vnodeops;
	vp->v_data = NULL;
	vp->v_mount = NULL;
	spin_enter(&vp->v_interlock);
	vp->v_state = VS_DEAD;
	spin_exit(&vp->v_interlock);
	if (mp != NULL)
		vfs_rele(mp);
	vrele(vp);
}

/* --- the last user -------------------------------------------------------- */

static void
lru_insert(struct vnode *vp)
{

	if ((vp->v_flag & VV_ONLRU) != 0)
		return;
	spin_enter(&lru_lock);
	if ((vp->v_flag & VV_ONLRU) == 0) {
		vnode_setflag(vp, VV_ONLRU);
		TAILQ_INSERT_TAIL(&vnode_lru, vp, v_lru);
		lru_count++;
	}
	spin_exit(&lru_lock);
}

static void
lru_remove(struct vnode *vp)
{

	if ((vp->v_flag & VV_ONLRU) == 0)
		return;
	spin_enter(&lru_lock);
	if ((vp->v_flag & VV_ONLRU) != 0) {
		vnode_clrflag(vp, VV_ONLRU);
		TAILQ_REMOVE(&vnode_lru, vp, v_lru);
		lru_count--;
	}
	spin_exit(&lru_lock);
}

/*
 * Call VOP_INACTIVE if the caller is the last user indeed.
 */
static void
vnode_inactive(struct vnode *vp)
{
	bool last;

	vn_lock_dead(vp, RW_WRITER);
	spin_enter(&vp->v_interlock);
	last = vp->v_usecount == 1 && vp->v_state == VS_LIVE;
	spin_exit(&vp->v_interlock);
	if (last) {
		vnode_clrflag(vp, VV_INACTIVE);
		if (vp->v_op->vop_inactive != NULL)
			vp->v_op->vop_inactive(vp);
	}
	vn_unlock(vp);
}

/*
 * Give back a reference that may be the last.
 */
void
vrele_slow(struct vnode *vp)
{
	bool unwanted;
	uint32_t n;

	for (;;) {
		spin_enter(&vp->v_interlock);
		KASSERT((vp->v_usecount & ~VUSE_GATE) != 0);
		if (vp->v_usecount != 1 || (vp->v_flag & VV_INACTIVE) == 0)
			break;
		spin_exit(&vp->v_interlock);
		vnode_inactive(vp);
	}
	n = atomic_dec_nv(&vp->v_usecount);
	if (n == 0 && (vp->v_flag & VV_PERSIST) == 0)
		lru_insert(vp);
	unwanted = vnode_unwanted(vp);
	spin_exit(&vp->v_interlock);
	if (unwanted)
		vnode_free(vp);
}

/*
 * Unlock and give a reference back.
 */
void
vput(struct vnode *vp)
{

	vn_unlock(vp);
	vrele(vp);
}

/* --- dying ---------------------------------------------------------------- */

/*
 * Take a vnode whose gate is shut from its file system.  Its lock is held
 * exclusively, and something keeps the memory.
 */
static void
vnode_reclaim(struct vnode *vp)
{
	void (*reclaim)(struct vnode *) = vp->v_op->vop_reclaim;
	struct mount *mp = vp->v_mount;
	struct vm_object *obj;

	cache_purge(vp);
	if (vp->v_object != NULL) {
		if ((vp->v_object->o_flags & VMO_NORECLAIM) == 0 &&
		    ubc_flush(vp, 0, 0, UBC_INVALIDATE) != 0)
			log_ratelimited(LOG_ERR,
			    "vfs: data of inode %ju lost\n",
			    (uintmax_t)vp->v_key);
		/* Mappings keep theirs, and get SIGBUS from now on. */
		obj = vp->v_object;
		if (obj->o_refs == 1) {
			vp->v_object = NULL;
			vm_object_terminate(obj);
		}
	}
	if (vp->v_type == VFIFO)
		fifo_gone(vp);
	/*
	 * Pagers of mappings have no lock of the vnode.  Those that are at work
	 * need v_data; those that begin now find the operations of the dead.
	 */
	atomic_store_rel(&vp->v_op, &dead_vnodeops);
	if (vp->v_object != NULL)
		vm_object_quiesce(vp->v_object);
	if (reclaim != NULL)
		reclaim(vp);
	vhash_remove(vp);
	vnode_unlist(vp);
	vp->v_data = NULL;
	vp->v_mount = NULL;
	vp->v_type = VBAD;
	spin_enter(&vp->v_interlock);
	lru_remove(vp);
	vp->v_state = VS_DEAD;
	spin_exit(&vp->v_interlock);
	atomic_inc(&vnode_reclaimed);
	if (mp != NULL)
		vfs_rele(mp);
}

/*
 * Take a vnode from its file system now.  The caller has a reference or a hold,
 * and the lock exclusively; both remain.  Sleeps.
 */
void
vgone(struct vnode *vp)
{
	bool active;

	KASSERT(rw_write_held(&vp->v_lock));
	spin_enter(&vp->v_interlock);
	if (vp->v_state != VS_LIVE) {
		spin_exit(&vp->v_interlock);
		return;
	}
	vp->v_state = VS_DYING;
	active = (atomic_fetch_or(&vp->v_usecount, VUSE_GATE) &
	    ~VUSE_GATE) != 0;
	spin_exit(&vp->v_interlock);
	if (active && (vp->v_flag & VV_INACTIVE) != 0) {
		vnode_clrflag(vp, VV_INACTIVE);
		if (vp->v_op->vop_inactive != NULL)
			vp->v_op->vop_inactive(vp);
	}
	vnode_reclaim(vp);
	vnode_event(vp, NOTE_REVOKE);
}

/*
 * The same if the caller is the only user; false when it is not.
 */
bool
vrecycle(struct vnode *vp)
{

	KASSERT(rw_write_held(&vp->v_lock));
	if (!atomic_cas(&vp->v_usecount, 1, 1 | VUSE_GATE))
		return (false);
	spin_enter(&vp->v_interlock);
	KASSERT(vp->v_state == VS_LIVE);
	vp->v_state = VS_DYING;
	spin_exit(&vp->v_interlock);
	vnode_reclaim(vp);
	return (true);
}

/*
 * Reclaim a vnode that nobody uses; the caller has a hold.
 */
static bool
vnode_tryreclaim(struct vnode *vp)
{

	if (vp->v_state != VS_LIVE || (vp->v_flag & VV_PERSIST) != 0 ||
	    !atomic_cas(&vp->v_usecount, 0, VUSE_GATE))
		return (false);
	vn_lock_dead(vp, RW_WRITER);
	spin_enter(&vp->v_interlock);
	KASSERT(vp->v_state == VS_LIVE);
	vp->v_state = VS_DYING;
	spin_exit(&vp->v_interlock);
	vnode_reclaim(vp);
	vn_unlock(vp);
	return (true);
}

/*
 * Look at up to n of the oldest unused vnodes and reclaim those that are
 * unused; returns how many went.
 */
static u_int
lru_reclaim(u_int n)
{
	struct vnode *vp;
	u_int done = 0;

	while (n-- != 0) {
		spin_enter(&lru_lock);
		vp = TAILQ_FIRST(&vnode_lru);
		if (vp == NULL) {
			spin_exit(&lru_lock);
			break;
		}
		TAILQ_REMOVE(&vnode_lru, vp, v_lru);
		vnode_clrflag(vp, VV_ONLRU);
		lru_count--;
		vhold(vp);
		spin_exit(&lru_lock);
		if (vnode_tryreclaim(vp))
			done++;
		vdrop(vp);
	}
	return (done);
}

static void
vnlru_thread(void *arg)
{
	u_int excess;

	for (;;) {
		mutex_enter(&vnlru_lock);
		while (!vnlru_wanted)
			cv_wait(&vnlru_cv, &vnlru_lock);
		mutex_exit(&vnlru_lock);
		while (numvnodes > maxvnodes) {
			excess = numvnodes - maxvnodes + maxvnodes / 64;
			if (lru_reclaim(excess) == 0)
				break;
		}
		mutex_enter(&vnlru_lock);
		vnlru_wanted = false;
		mutex_exit(&vnlru_lock);
	}
}

/*
 * vm.reclaim: all that can go.
 */
static void
vnode_drain(void)
{

	while (lru_reclaim(lru_count) != 0)
		continue;
}

/* --- all vnodes of a mount ------------------------------------------------ */

/*
 * Call fn for each vnode of a mount that want() wants; want is called with
 * mnt_lock held, fn with a reference and no lock.  One caller at a time: the
 * list is turned round as it is walked.
 */
void
vnode_foreach(struct mount *mp, bool (*want)(struct vnode *),
    void (*fn)(struct vnode *, void *), void *arg)
{
	struct vnode *vp;
	u_int n;

	mutex_enter(&mp->mnt_lock);
	for (n = mp->mnt_nvnodes; n != 0; n--) {
		vp = TAILQ_FIRST(&mp->mnt_vnodelist);
		if (vp == NULL)
			break;
		TAILQ_REMOVE(&mp->mnt_vnodelist, vp, v_mntlist);
		TAILQ_INSERT_TAIL(&mp->mnt_vnodelist, vp, v_mntlist);
		if (vp->v_state != VS_LIVE || !want(vp) || !vnode_tryref(vp))
			continue;
		mutex_exit(&mp->mnt_lock);
		fn(vp, arg);
		vrele(vp);
		mutex_enter(&mp->mnt_lock);
	}
	mutex_exit(&mp->mnt_lock);
}

/*
 * Reclaim all vnodes of a mount but skip; EBUSY when one is in use, unless
 * force, which takes it from its users.  The mount is being unmounted.
 */
int
vflush(struct mount *mp, struct vnode *skip, bool force)
{
	struct vnode *vp;
	bool busy;
	u_int n;

	do {
		busy = false;
		mutex_enter(&mp->mnt_lock);
		for (n = mp->mnt_nvnodes; n != 0; n--) {
			vp = TAILQ_FIRST(&mp->mnt_vnodelist);
			if (vp == NULL)
				break;
			TAILQ_REMOVE(&mp->mnt_vnodelist, vp, v_mntlist);
			TAILQ_INSERT_TAIL(&mp->mnt_vnodelist, vp, v_mntlist);
			if (vp == skip)
				continue;
			if (!force && (vp->v_usecount & ~VUSE_GATE) != 0) {
				busy = true;
				break;
			}
			vhold(vp);
			mutex_exit(&mp->mnt_lock);
			vn_lock_dead(vp, RW_WRITER);
			if (force || vp->v_usecount == 0)
				vgone(vp);
			else
				busy = true;
			vn_unlock(vp);
			vdrop(vp);
			mutex_enter(&mp->mnt_lock);
		}
		n = mp->mnt_nvnodes;
		mutex_exit(&mp->mnt_lock);
	} while (!busy && n > (skip != NULL ? 1U : 0U));
	return (busy ? SET_ERROR(EBUSY) : 0);
}

/* --- the dead ------------------------------------------------------------- */

static int
dead_getattr(struct vnode *vp, struct vattr *va, struct cred *cred)
{

	return (SET_ERROR(EIO));
}

static int
dead_access(struct vnode *vp, int accmode, struct cred *cred)
{

	return (SET_ERROR(ENOENT));
}

static int
dead_rdwr(struct vnode *vp, struct uio *uio, int ioflag, struct cred *cred)
{

	return (SET_ERROR(EIO));
}

static int
dead_ioctl(struct vnode *vp, u_long cmd, void *data, int fflag,
    struct cred *cred)
{

	return (SET_ERROR(EIO));
}

static int
dead_fsync(struct vnode *vp, bool waitfor, bool dataonly)
{

	return (SET_ERROR(EIO));
}

const struct vnode_ops dead_vnodeops = {
	.vop_name = "dead",
	.vop_access = dead_access,
	.vop_getattr = dead_getattr,
	.vop_read = dead_rdwr,
	.vop_write = dead_rdwr,
	.vop_ioctl = dead_ioctl,
	.vop_fsync = dead_fsync,
};

/*
 * Boot.  The limit is a vnode for each eight pages of memory.
 */
void
vnode_init(void)
{
	u_long i;

	vnode_cache = kmem_cache_create("vnode", sizeof(struct vnode),
	    CACHE_LINE_SIZE, vnode_ctor, vnode_dtor, NULL);
	maxvnodes = (u_int)ulmin(ulmax(vm_phys_total_count() / 8, 1024),
	    1024 * 1024);
	for (i = 1024; i < maxvnodes; i *= 2)
		continue;
	vhash_mask = i - 1;
	vhash_table = kmem_zalloc(i * sizeof(*vhash_table), KM_SLEEP);
	if (vnode_cache == NULL || vhash_table == NULL)
		panic("vnode_init: no memory");
	for (i = 0; i < VHASH_LOCKS; i++) {
		mutex_init(&vhash_parts[i].vh_lock, "vhash");
		cv_init(&vhash_parts[i].vh_cv, "vhash");
	}
	spin_init(&lru_lock, "vnodelru", IPL_SOFT);
	mutex_init(&vnlru_lock, "vnlru");
	cv_init(&vnlru_cv, "vnlru");
	vnode_serial = 1;
	reclaim_register(vnode_drain);
	if (kthread_create(vnlru_thread, NULL, NULL, "vnlru") != 0)
		panic("vnode_init: no thread");
}
