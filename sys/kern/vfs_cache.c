/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The name cache: which vnode a name in a directory leads to, or that there is
 * no such name.
 *
 * Model	An entry is found by the serial number of the directory's vnode
 *		and the name.  It holds neither of the two vnodes: a vnode that
 *		dies takes its entries along (cache_purge).  An entry lies in a
 *		chain of the hash table, on the list of the directory's names,
 *		and either on the list of the vnode's names or, when it says
 *		"does not exist", on the list of negative entries, whose length
 *		is limited.
 *
 *		A lookup takes one mutex, that of the chain, and no lock of a
 *		vnode: what it finds cannot be freed while the chain is locked,
 *		and vnode_tryref() tells whether it is dying.
 *
 * Invariants	(1) What the cache says about a name is true, or was true after
 *		    the caller's lookup began: whoever changes a name holds the
 *		    directory's lock exclusively, and tells the cache before he
 *		    lets go; entries are made with that lock held shared.
 *		(2) An entry's vnodes have their memory: cache_purge() has
 *		    removed it before either is dead.
 *		(3) No entry is made for a vnode whose gate is shut.  The gate
 *		    is looked at with nc_listlock held, which cache_purge()
 *		    takes after the gate was shut.
 *
 * Locks	chain lock -> nc_listlock.  An entry is on its chain under the
 *		chain's lock, and on its other lists under nc_listlock.
 * Context	thread; only cache_enter allocates, and does not wait for it.
 * Tests	tests/sys/kern/t_vfs_names.c, t_vfs_rename.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/kmem.h>
#include <sys/mutex.h>
#include <sys/namei.h>
#include <sys/queue.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <sys/vnode.h>

#define	NC_LOCKS	128		/* a power of 2 */
#define	NC_SMALLNAME	36		/* longest name of a small entry */

/*
 * Locks: (c) chain lock, (l) nc_listlock, (i) constant.
 */
struct namecache {
	LIST_ENTRY(namecache) nc_hash;		/* (c) */
	struct vnode	*nc_dvp;		/* (i) */
	struct vnode	*nc_vp;			/* (i) NULL: negative */
	uint32_t	nc_key;			/* (i) nc_key() */
	uint8_t		nc_len;			/* (i) of the name */
	LIST_ENTRY(namecache) nc_child;		/* (l) names in nc_dvp */
	LIST_ENTRY(namecache) nc_same;		/* (l) names of nc_vp */
	TAILQ_ENTRY(namecache) nc_neg;		/* (l) negative entries */
	char		nc_name[];		/* (i) */
};

struct nc_lock {
	struct kmutex	ncl_lock;
} __aligned(CACHE_LINE_SIZE);

LIST_HEAD(nc_chain, namecache);
TAILQ_HEAD(nc_neglist, namecache);

static struct nc_lock	nc_locks[NC_LOCKS];
static struct nc_chain	*nc_table;		/* chain locks */
static uint32_t		nc_mask;
static struct kmem_cache *nc_small, *nc_large;

static struct kmutex	nc_listlock;
static struct nc_neglist nc_neglist = TAILQ_HEAD_INITIALIZER(nc_neglist);
static u_int		nc_nneg;		/* (l) */
static u_int		nc_npos;		/* (l) */
static u_int		nc_maxneg;

SYSCTL_NODE(_vfs, OID_AUTO, cache, 0, NULL, "Name cache");
SYSCTL_UINT(_vfs_cache, OID_AUTO, positive, CTLFLAG_RD, &nc_npos, 0,
    "Names that exist");
SYSCTL_UINT(_vfs_cache, OID_AUTO, negative, CTLFLAG_RD, &nc_nneg, 0,
    "Names known not to exist");
SYSCTL_UINT(_vfs_cache, OID_AUTO, maxnegative, CTLFLAG_RW, &nc_maxneg, 0,
    "Names known not to exist, at most");

static inline uint32_t
nc_key(const struct vnode *dvp, uint32_t hash)
{
	uint32_t key = hash + (uint32_t)dvp->v_serial * 0x9e3779b1U;

	return (key ^ (key >> 16));
}

static inline struct kmutex *
nc_lockof(uint32_t key)
{

	return (&nc_locks[key & (NC_LOCKS - 1)].ncl_lock);
}

static inline bool
nc_matches(const struct namecache *nc, const struct vnode *dvp, uint32_t key,
    const char *name, size_t len)
{

	return (nc->nc_key == key && nc->nc_dvp == dvp && nc->nc_len == len &&
	    memcmp(nc->nc_name, name, len) == 0);
}

static struct namecache *
nc_alloc(size_t len)
{

	return (kmem_cache_alloc(len <= NC_SMALLNAME ? nc_small : nc_large,
	    KM_NOSLEEP));
}

static void
nc_free(struct namecache *nc)
{

	kmem_cache_free(nc->nc_len <= NC_SMALLNAME ? nc_small : nc_large, nc);
}

/*
 * Take an entry off all lists; its chain lock and nc_listlock are held.
 */
static void
nc_unlink(struct namecache *nc)
{

	LIST_REMOVE(nc, nc_hash);
	LIST_REMOVE(nc, nc_child);
	if (nc->nc_vp != NULL) {
		LIST_REMOVE(nc, nc_same);
		nc_npos--;
	} else {
		TAILQ_REMOVE(&nc_neglist, nc, nc_neg);
		nc_nneg--;
	}
}

static struct namecache *
nc_find(const struct vnode *dvp, uint32_t key, const char *name, size_t len)
{
	struct namecache *nc;

	LIST_FOREACH(nc, &nc_table[key & nc_mask], nc_hash)
		if (nc_matches(nc, dvp, key, name, len))
			return (nc);
	return (NULL);
}

/*
 * Look a name up.  0: *vpp is referenced; ENOENT: there is no such name; -1:
 * not known.  dvp is referenced; no lock is needed.
 */
int
cache_lookup(struct vnode *dvp, struct vnode **vpp, const char *name,
    size_t len, uint32_t hash)
{
	uint32_t key = nc_key(dvp, hash);
	struct kmutex *lock = nc_lockof(key);
	struct namecache *nc;
	struct vnode *vp;
	int error = -1;

	mutex_enter(lock);
	nc = nc_find(dvp, key, name, len);
	if (__predict_true(nc != NULL)) {
		vp = nc->nc_vp;
		if (vp == NULL)
			error = ENOENT;
		else if (__predict_true(vnode_tryref(vp))) {
			*vpp = vp;
			error = 0;
		}
	}
	mutex_exit(lock);
	return (error);
}

/*
 * Drop the oldest negative entries above the limit, a few at a time.
 */
static void
cache_trim(void)
{
	struct namecache *nc;
	struct kmutex *lock;
	u_int i;

	for (i = 0; i < 4 && nc_nneg > nc_maxneg; i++) {
		mutex_enter(&nc_listlock);
		nc = TAILQ_FIRST(&nc_neglist);
		lock = nc == NULL ? NULL : nc_lockof(nc->nc_key);
		mutex_exit(&nc_listlock);
		if (lock == NULL)
			return;
		mutex_enter(lock);
		mutex_enter(&nc_listlock);
		nc = TAILQ_FIRST(&nc_neglist);
		if (nc != NULL && nc_lockof(nc->nc_key) == lock)
			nc_unlink(nc);
		else
			nc = NULL;
		mutex_exit(&nc_listlock);
		mutex_exit(lock);
		if (nc != NULL)
			nc_free(nc);
	}
}

/*
 * Remember that name in dvp is vp, or with vp NULL that there is none; replaces
 * what was known.  dvp is locked, shared at least.  Does nothing without
 * memory.
 */
void
cache_enter(struct vnode *dvp, struct vnode *vp, const char *name, size_t len,
    uint32_t hash)
{
	uint32_t key = nc_key(dvp, hash);
	struct kmutex *lock = nc_lockof(key);
	struct namecache *nc, *old;

	KASSERT(len > 0 && len <= NAME_MAX);
	if ((dvp->v_flag & VV_NOCACHE) != 0)
		return;
	nc = nc_alloc(len);
	if (nc == NULL) {
		cache_remove(dvp, name, len, hash);
		return;
	}
	nc->nc_dvp = dvp;
	nc->nc_vp = vp;
	nc->nc_key = key;
	nc->nc_len = (uint8_t)len;
	memcpy(nc->nc_name, name, len);

	mutex_enter(lock);
	old = nc_find(dvp, key, name, len);
	mutex_enter(&nc_listlock);
	if (old != NULL)
		nc_unlink(old);
	if ((dvp->v_usecount & VUSE_GATE) != 0 ||
	    (vp != NULL && (vp->v_usecount & VUSE_GATE) != 0)) {
		mutex_exit(&nc_listlock);
		mutex_exit(lock);
		nc_free(nc);
	} else {
		LIST_INSERT_HEAD(&nc_table[key & nc_mask], nc, nc_hash);
		LIST_INSERT_HEAD(&dvp->v_nc_children, nc, nc_child);
		if (vp != NULL) {
			LIST_INSERT_HEAD(&vp->v_nc_names, nc, nc_same);
			nc_npos++;
		} else {
			TAILQ_INSERT_TAIL(&nc_neglist, nc, nc_neg);
			nc_nneg++;
		}
		mutex_exit(&nc_listlock);
		mutex_exit(lock);
	}
	if (old != NULL)
		nc_free(old);
	if (vp == NULL && nc_nneg > nc_maxneg)
		cache_trim();
}

/*
 * Forget a name in dvp, which is locked exclusively.
 */
void
cache_remove(struct vnode *dvp, const char *name, size_t len, uint32_t hash)
{
	uint32_t key = nc_key(dvp, hash);
	struct kmutex *lock = nc_lockof(key);
	struct namecache *nc;

	mutex_enter(lock);
	nc = nc_find(dvp, key, name, len);
	if (nc != NULL) {
		mutex_enter(&nc_listlock);
		nc_unlink(nc);
		mutex_exit(&nc_listlock);
	}
	mutex_exit(lock);
	if (nc != NULL)
		nc_free(nc);
}

/*
 * Remove the entry that first() finds, if there is one.  As the lists come
 * after the chains in the lock order, the entry is looked for twice.
 */
static bool
cache_purge_one(struct namecache *(*first)(struct vnode *), struct vnode *vp)
{
	struct namecache *nc;
	struct kmutex *lock;

	mutex_enter(&nc_listlock);
	nc = first(vp);
	lock = nc == NULL ? NULL : nc_lockof(nc->nc_key);
	mutex_exit(&nc_listlock);
	if (lock == NULL)
		return (false);
	mutex_enter(lock);
	mutex_enter(&nc_listlock);
	nc = first(vp);
	if (nc != NULL && nc_lockof(nc->nc_key) == lock)
		nc_unlink(nc);
	else
		nc = NULL;
	mutex_exit(&nc_listlock);
	mutex_exit(lock);
	if (nc != NULL)
		nc_free(nc);
	return (true);
}

static struct namecache *
first_of_vnode(struct vnode *vp)
{
	struct namecache *nc;

	nc = LIST_FIRST(&vp->v_nc_names);
	return (nc != NULL ? nc : LIST_FIRST(&vp->v_nc_children));
}

/*
 * Forget all names of a vnode and in it.  If its gate is shut, there will be
 * none from now on.
 */
void
cache_purge(struct vnode *vp)
{

	while (cache_purge_one(first_of_vnode, vp))
		continue;
}

/*
 * A directory that has vp under some name, referenced; the name, which is at
 * most NAME_MAX bytes long, goes to name.  NULL: none is known.
 */
struct vnode *
cache_reverse(struct vnode *vp, char *name, size_t *lenp)
{
	struct namecache *nc;
	struct vnode *dvp = NULL;

	mutex_enter(&nc_listlock);
	LIST_FOREACH(nc, &vp->v_nc_names, nc_same) {
		if (nc->nc_len == 2 && nc->nc_name[0] == '.' &&
		    nc->nc_name[1] == '.')
			continue;
		if (!vnode_tryref(nc->nc_dvp))
			continue;
		dvp = nc->nc_dvp;
		memcpy(name, nc->nc_name, nc->nc_len);
		*lenp = nc->nc_len;
		break;
	}
	mutex_exit(&nc_listlock);
	return (dvp);
}

/*
 * vm.reclaim: forget all names.
 */
static void
cache_drain(void)
{
	struct namecache *nc;
	struct kmutex *lock;
	uint32_t i;

	for (i = 0; i <= nc_mask; i++) {
		lock = nc_lockof(i);
		mutex_enter(lock);
		while ((nc = LIST_FIRST(&nc_table[i])) != NULL) {
			mutex_enter(&nc_listlock);
			nc_unlink(nc);
			mutex_exit(&nc_listlock);
			nc_free(nc);
		}
		mutex_exit(lock);
	}
}

void
cache_init(void)
{
	uint32_t i, n;

	nc_small = kmem_cache_create("namecache",
	    sizeof(struct namecache) + NC_SMALLNAME, 0, NULL, NULL, NULL);
	nc_large = kmem_cache_create("namecache-long",
	    sizeof(struct namecache) + NAME_MAX, 0, NULL, NULL, NULL);
	for (n = 1024; n < maxvnodes; n *= 2)
		continue;
	nc_mask = n - 1;
	nc_table = kmem_zalloc(n * sizeof(*nc_table), KM_SLEEP);
	if (nc_small == NULL || nc_large == NULL || nc_table == NULL)
		panic("cache_init: no memory");
	for (i = 0; i < NC_LOCKS; i++)
		mutex_init(&nc_locks[i].ncl_lock, "namecache");
	mutex_init(&nc_listlock, "namelist");
	nc_maxneg = maxvnodes / 2;
	reclaim_register(cache_drain);
}
