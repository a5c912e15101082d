/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Kernel memory: object caches.
 *
 * Model	Three layers, from the fast one down.
 *
 *		Magazines.  Each CPU has, for each cache, a loaded and a
 *		previous magazine: stacks of free objects.  Allocation pops,
 *		freeing pushes; when the loaded one is of no use, the two change
 *		places, and when that does not help either, one is exchanged
 *		with the depot.  No lock: preemption is off meanwhile, and hard
 *		interrupts do not allocate.
 *
 *		The depot of a cache: lists of full and of empty magazines.
 *
 *		Slabs: blocks of 2^n pages (kc_order, or kc_minorder when memory
 *		is fragmented) with objects in front and the struct
 *		kmem_slab at the end, where a stack of indices says which
 *		objects are free, so that a free object's memory is never
 *		touched (constructed objects stay constructed).  The vm_page of
 *		each page of a slab points to it.
 *
 *		kmem_alloc() rounds sizes up to classes with a cache each, up to
 *		KMEM_MAXCLASS; larger sizes are blocks of pages.
 *
 * Invariants	(1) An object is allocated, in one magazine, or free in its
 *		    slab.
 *		(2) sl_nfree is the depth of sl_stack.  A slab is on kc_partial
 *		    when some but not all objects are free, on kc_empty when
 *		    all are, on none when none is.
 *		(3) At most KMEM_KEEP empty slabs are kept.
 *		(4) A cache's live objects are the sum over the CPUs of
 *		    ku_allocs - ku_frees: exact when nobody is in between.
 *
 * Caches without magazines share number 0, whose entries have for ever a
 * magazine that neither has nor takes objects.
 *
 * No recursion: magazines come from a cache without magazines, slabs from the
 * page allocator, struct kmem_cache from a static pool first.  When there is
 * no memory for a magazine, an object goes to its slab directly.
 *
 * Draining the magazines of another CPU is that CPU's business: kmem_drain()
 * schedules a soft interrupt on each, which runs only where nobody is inside a
 * magazine operation, and waits for all.  So nobody may call it who holds a
 * lock that soft interrupts take; allocation never does.
 *
 * DEBUG kernels put a red zone behind each object, which holds the requested
 * size and whether it is allocated: overruns, double frees and wrong sizes are
 * found when an object is freed, writes after a free when it is allocated again
 * (objects without constructor are filled with a pattern).
 *
 * Locks	(k) kc_lock, IPL_SOFT, then vm_phys's.  (l) kmem_list_lock, a
 *		mutex: the list of caches, the hooks, draining.
 * Context	thread and soft interrupt; KM_SLEEP in thread context.
 * Tests	tests/sys/kern/unit, the SELFTEST option
 */
#include <sys/param.h>
#include <sys/condvar.h>
#include <sys/errno.h>
#include <sys/fail.h>
#include <sys/kmem.h>
#include <sys/md.h>
#include <sys/mutex.h>
#include <sys/queue.h>
#include <sys/sched.h>
#include <sys/softint.h>
#include <sys/spin.h>
#include <sys/sysctl.h>
#include <sys/systm.h>

#include <vm/vm_page.h>
#include <vm/vm_phys.h>

#include <machine/vmparam.h>

#include <kern/subr_lockorder.h>

#define	KMEM_MAXCACHES	128		/* with magazines */
#define	KMEM_NOMAG	0		/* number of those without */
#define	KMEM_MAXCLASS	3584		/* larger: pages */
#define	KMEM_MAXORDER	3		/* of a slab */
#define	KMEM_KEEP	2		/* empty slabs of a cache */
#define	KMEM_ALIGN	16
#define	MAG_ROUNDS	30		/* a magazine is 256 bytes */
#define	RECLAIM_HOOKS	16

struct kmem_mag {
	SLIST_ENTRY(kmem_mag) km_link;	/* (k) */
	u_int		km_rounds;	/* objects in it */
	u_int		km_size;	/* objects that it takes */
	void		*km_objs[MAG_ROUNDS];
};
_Static_assert(sizeof(struct kmem_mag) == 256, "magazine size");

/*
 * A CPU's part of a cache; written by that CPU, preemption off.
 */
struct kmem_cpu {
	struct kmem_mag	*ku_loaded;	/* never NULL */
	struct kmem_mag	*ku_prev;	/* never NULL */
	uint64_t	ku_allocs;
	uint64_t	ku_frees;
};

struct kmem_slab {
	LIST_ENTRY(kmem_slab) sl_link;	/* (k) */
	struct kmem_cache *sl_cache;	/* constant */
	char		*sl_base;	/* constant */
	uint16_t	sl_order;	/* constant; pages */
	uint16_t	sl_nobjs;	/* constant */
	u_int		sl_nfree;	/* (k) */
	uint16_t	sl_stack[];	/* (k) indices of free objects */
};

LIST_HEAD(kmem_slablist, kmem_slab);
SLIST_HEAD(kmem_maglist, kmem_mag);

struct kmem_cache {
	struct spin	kc_lock;
	u_int		kc_id;		/* constant; index of pc_kmem */
	u_int		kc_size;	/* constant; of an object */
	u_int		kc_chunk;	/* constant; distance of objects */
	u_int		kc_order;	/* constant; pages of a slab */
	u_int		kc_minorder;	/* constant; of the smallest slab */
	u_int		kc_rounds;	/* constant; size of magazines */
	struct kmem_slablist kc_partial; /* (k) */
	struct kmem_slablist kc_empty;	/* (k) */
	u_int		kc_nempty;	/* (k) */
	u_long		kc_nobjs;	/* (k) in all slabs */
	struct kmem_maglist kc_full;	/* (k) depot */
	struct kmem_maglist kc_none;	/* (k) depot, empty magazines */
	u_long		kc_fails;	/* (k) */
	uint64_t	kc_live;	/* (k) of a cache without magazines */
	int		(*kc_ctor)(void *, void *, int);
	void		(*kc_dtor)(void *, void *);
	void		*kc_arg;
	char		kc_name[24];	/* constant */
	TAILQ_ENTRY(kmem_cache) kc_link; /* (l) */
} __aligned(CACHE_LINE_SIZE);

#ifdef DEBUG
/* Behind each object, at the end of its chunk. */
struct kmem_tag {
	uint32_t	kt_size;	/* requested */
	uint32_t	kt_state;	/* KT_* */
	const void	*kt_pc;		/* who allocated or freed it */
};
#define	KT_ALLOCATED	0xa110ca7eU
#define	KT_FREE		0xf4ee0b1cU
#define	KT_BYTES	sizeof(struct kmem_tag)
#define	KT_FREEBYTE	0xdb
#define	KT_REDBYTE	0xbb
#else
#define	KT_BYTES	0
#endif

static struct kmem_mag	kmem_mag_none;	/* takes and has nothing */
static struct kmem_cpu	kmem_cpus[MAXCPU][KMEM_MAXCACHES];

static struct kmutex	kmem_list_lock =
    MUTEX_INITIALIZER(kmem_list_lock, "kmem list");
static TAILQ_HEAD(, kmem_cache) kmem_caches =
    TAILQ_HEAD_INITIALIZER(kmem_caches);	/* (l) */
static uint64_t		kmem_ids[KMEM_MAXCACHES / 64] = { 1 };
							/* (l) in use */
static struct kmem_cache kmem_mag_cache;
static struct kmem_cache kmem_cache_cache;
static volatile uint64_t kmem_large_live;	/* atomic: blocks of pages */
static volatile uint64_t kmem_large_bytes;	/* atomic */
static volatile u_long	slab_pages;		/* atomic */

static const uint16_t	kmem_sizes[] = {
	16, 32, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448,
	512, 640, 768, 896, 1024, 1280, 1536, 1792, 2048, 2560, 3072,
	KMEM_MAXCLASS
};
#define	KMEM_NCLASSES	nitems(kmem_sizes)
static struct kmem_cache *kmem_classes[KMEM_NCLASSES];	/* constant */
static uint8_t		kmem_class_of[KMEM_MAXCLASS / 16 + 1]; /* constant */

static void	(*reclaim_hooks[RECLAIM_HOOKS])(void);	/* (l) */
static u_int	reclaim_nhooks;				/* (l) */

static struct kmem_slab *
slab_of(const void *obj)
{

	return (vm_page_from_pa(trunc_page(DMAP_TO_PHYS(obj)))->p_private);
}

/* Checks of DEBUG kernels. */

#ifdef DEBUG
static inline struct kmem_tag *
kmem_tag(const struct kmem_cache *kc, const void *obj)
{

	return ((struct kmem_tag *)(void *)((char *)__DECONST(void *, obj) +
	    kc->kc_chunk - sizeof(struct kmem_tag)));
}

/*
 * An object of a new slab.
 */
static void
kmem_debug_init(struct kmem_cache *kc, void *obj)
{
	struct kmem_tag *kt = kmem_tag(kc, obj);

	kt->kt_state = KT_FREE;
	kt->kt_pc = NULL;
	kt->kt_size = 0;
	memset(obj, KT_FREEBYTE, kc->kc_chunk - sizeof(*kt));
	MD_MEM_DEAD(obj, kc->kc_chunk - sizeof(*kt));
}

static void
kmem_debug_bad(const struct kmem_cache *kc, const void *obj, const char *what,
    size_t off)
{
	const struct kmem_tag *kt = kmem_tag(kc, obj);
	const char *name;
	vm_offset_t symoff = 0;

	MD_MEM_LIVE(obj, kc->kc_chunk);
	name = ksyms_lookup((vm_offset_t)kt->kt_pc, &symoff);
	log_hexdump(LOG_CRIT, obj, MIN(kc->kc_chunk, 256));
	panic("kmem: %s: object %p of cache %s, offset %#zx; last used by "
	    "%s+%#lx", what, obj, kc->kc_name, off,
	    name != NULL ? name : "?", symoff);
}

static void
kmem_debug_alloc(struct kmem_cache *kc, void *obj, size_t size, const void *pc)
{
	struct kmem_tag *kt = kmem_tag(kc, obj);
	unsigned char *p = obj;
	size_t i, room = kc->kc_chunk - sizeof(*kt);

	if (kt->kt_state != KT_FREE)
		kmem_debug_bad(kc, obj, "written while free", room);
	MD_MEM_LIVE(obj, room);
	for (i = kc->kc_ctor != NULL ? roundup2(kc->kc_size, 8) : 0; i < room;
	    i++) {
		if (p[i] != (kc->kc_ctor != NULL ? KT_REDBYTE : KT_FREEBYTE) &&
		    p[i] != KT_FREEBYTE)
			kmem_debug_bad(kc, obj, "written while free", i);
	}
	kt->kt_state = KT_ALLOCATED;
	kt->kt_size = (uint32_t)size;
	kt->kt_pc = pc;
	memset(p + size, KT_REDBYTE, room - size);
	MD_MEM_DEAD(p + size, room - size);
}

static void
kmem_debug_free(struct kmem_cache *kc, void *obj, size_t size, const void *pc)
{
	const struct kmem_slab *sl = slab_of(obj);
	struct kmem_tag *kt = kmem_tag(kc, obj);
	unsigned char *p = obj;
	size_t i, room = kc->kc_chunk - sizeof(*kt);

	if (sl == NULL || sl->sl_cache != kc ||
	    (size_t)((char *)obj - sl->sl_base) % kc->kc_chunk != 0)
		panic("kmem: %p is not an object of cache %s", obj,
		    kc->kc_name);
	if (kt->kt_state == KT_FREE)
		kmem_debug_bad(kc, obj, "freed twice", 0);
	if (kt->kt_state != KT_ALLOCATED)
		kmem_debug_bad(kc, obj, "tag overwritten", room);
	if (kt->kt_size != size)
		kmem_debug_bad(kc, obj, "freed with another size",
		    kt->kt_size);
	MD_MEM_LIVE(obj, room);
	for (i = size; i < room; i++) {
		if (p[i] != KT_REDBYTE)
			kmem_debug_bad(kc, obj, "written beyond its end", i);
	}
	kt->kt_state = KT_FREE;
	kt->kt_pc = pc;
	if (kc->kc_ctor == NULL)
		memset(obj, KT_FREEBYTE, room);
	MD_MEM_DEAD(obj, room);
}

static void
kmem_check_context(int flags, const struct kmem_cache *kc)
{

	if (cold || panicstr != NULL)
		return;
	KASSERTMSG(MD_PCPU_GET(pc_intr_depth) == 0 && curipl() <= IPL_SOFT,
	    "kmem: allocation at level %d", curipl());
	if ((flags & KM_SLEEP) != 0)
		lockorder_may_sleep("kmem: KM_SLEEP", kc);
}
#else
#define	kmem_debug_alloc(kc, obj, size, pc)	((void)0)
#define	kmem_debug_free(kc, obj, size, pc)	((void)0)
#define	kmem_check_context(flags, kc)		((void)0)
#endif

/* Slabs. */

/*
 * How many objects a slab of that order has.
 */
static inline u_int
slab_objects(const struct kmem_cache *kc, u_int order)
{

	return ((u_int)(((PAGE_SIZE << order) - sizeof(struct kmem_slab) - 8) /
	    (kc->kc_chunk + sizeof(uint16_t))));
}

/*
 * A new slab with all objects free; called without locks.  When memory is too
 * fragmented for one of the usual size, the smallest will do.
 */
static struct kmem_slab *
slab_create(struct kmem_cache *kc, int flags)
{
	struct kmem_slab *sl;
	struct vm_page *pg = NULL;
	u_int i, n, order = kc->kc_order;
	char *base;

	if (order > kc->kc_minorder)
		pg = vm_phys_alloc((int)order, KM_NOSLEEP);
	if (pg == NULL) {
		order = kc->kc_minorder;
		pg = vm_phys_alloc((int)order,
		    flags & (KM_SLEEP | KM_NOSLEEP));
	}
	if (pg == NULL)
		return (NULL);
	n = slab_objects(kc, order);
	base = vm_page_kva(pg);
	sl = (struct kmem_slab *)(void *)(base + (PAGE_SIZE << order) -
	    sizeof(*sl) - roundup2(n * sizeof(uint16_t), 8));
	sl->sl_cache = kc;
	sl->sl_base = base;
	sl->sl_order = (uint16_t)order;
	sl->sl_nobjs = (uint16_t)n;
	sl->sl_nfree = n;
	for (i = 0; i < n; i++) {
		/* The first objects are used first. */
		sl->sl_stack[i] = (uint16_t)(n - 1 - i);
#ifdef DEBUG
		kmem_debug_init(kc, base + i * kc->kc_chunk);
#endif
	}
	for (i = 0; i < 1U << order; i++)
		pg[i].p_private = sl;
	atomic_add(&slab_pages, 1UL << order);
	return (sl);
}

/*
 * Give an empty slab, on no list, back; called without locks.
 */
static void
slab_destroy(struct kmem_slab *sl)
{
	struct vm_page *pg;
	u_int i, order = sl->sl_order;

	KASSERT(sl->sl_nfree == sl->sl_nobjs);
	MD_MEM_LIVE(sl->sl_base, PAGE_SIZE << order);
	pg = vm_page_from_pa(DMAP_TO_PHYS(sl->sl_base));
	for (i = 0; i < 1U << order; i++)
		pg[i].p_private = NULL;
	atomic_sub(&slab_pages, 1UL << order);
	vm_phys_free(pg, (int)order);
}

/*
 * Take a free object of a slab that has one; kc_lock is held.
 */
static void *
slab_take(struct kmem_cache *kc, struct kmem_slab *sl)
{
	u_int i;

	if (sl->sl_nfree == sl->sl_nobjs) {
		LIST_REMOVE(sl, sl_link);
		kc->kc_nempty--;
		LIST_INSERT_HEAD(&kc->kc_partial, sl, sl_link);
	}
	i = sl->sl_stack[--sl->sl_nfree];
	if (sl->sl_nfree == 0)
		LIST_REMOVE(sl, sl_link);
	return (sl->sl_base + i * kc->kc_chunk);
}

/*
 * An object from the slabs, not constructed.
 */
static void *
slab_alloc(struct kmem_cache *kc, int flags)
{
	struct kmem_slab *sl;
	void *obj;

	spin_enter(&kc->kc_lock);
	sl = LIST_FIRST(&kc->kc_partial);
	if (sl == NULL)
		sl = LIST_FIRST(&kc->kc_empty);
	if (sl == NULL) {
		spin_exit(&kc->kc_lock);
		sl = slab_create(kc, flags);
		spin_enter(&kc->kc_lock);
		if (sl == NULL) {
			kc->kc_fails++;
			spin_exit(&kc->kc_lock);
			return (NULL);
		}
		kc->kc_nobjs += sl->sl_nobjs;
		kc->kc_nempty++;
		LIST_INSERT_HEAD(&kc->kc_empty, sl, sl_link);
	}
	obj = slab_take(kc, sl);
	spin_exit(&kc->kc_lock);
	return (obj);
}

/*
 * An object, destroyed, back to its slab.
 */
static void
slab_free(struct kmem_cache *kc, void *obj)
{
	struct kmem_slab *sl = slab_of(obj);
	size_t off = (size_t)((char *)obj - sl->sl_base);

	KASSERT(sl->sl_cache == kc && off % kc->kc_chunk == 0);
	spin_enter(&kc->kc_lock);
	if (sl->sl_nfree == 0)
		LIST_INSERT_HEAD(&kc->kc_partial, sl, sl_link);
	sl->sl_stack[sl->sl_nfree++] = (uint16_t)(off / kc->kc_chunk);
	if (sl->sl_nfree < sl->sl_nobjs) {
		spin_exit(&kc->kc_lock);
		return;
	}
	LIST_REMOVE(sl, sl_link);
	if (kc->kc_nempty < KMEM_KEEP) {
		LIST_INSERT_HEAD(&kc->kc_empty, sl, sl_link);
		kc->kc_nempty++;
		sl = NULL;
	} else
		kc->kc_nobjs -= sl->sl_nobjs;
	spin_exit(&kc->kc_lock);
	if (sl != NULL)
		slab_destroy(sl);
}

/*
 * From and to the slabs, with construction.
 */
static void *
object_create(struct kmem_cache *kc, int flags)
{
	void *obj;

	obj = slab_alloc(kc, flags);
	if (obj == NULL || kc->kc_ctor == NULL)
		return (obj);
	MD_MEM_LIVE(obj, kc->kc_size);
	if (kc->kc_ctor(obj, kc->kc_arg, flags) != 0) {
		MD_MEM_DEAD(obj, kc->kc_size);
		slab_free(kc, obj);
		obj = NULL;
	}
	return (obj);
}

static void
object_destroy(struct kmem_cache *kc, void *obj)
{

	if (kc->kc_dtor != NULL) {
		MD_MEM_LIVE(obj, kc->kc_size);
		kc->kc_dtor(obj, kc->kc_arg);
		MD_MEM_DEAD(obj, kc->kc_size);
	}
	slab_free(kc, obj);
}

/* Magazines. */

static struct kmem_mag *
mag_alloc(struct kmem_cache *kc)
{
	struct kmem_mag *km;

	km = slab_alloc(&kmem_mag_cache, KM_NOSLEEP);
	if (km != NULL) {
		MD_MEM_LIVE(km, sizeof(*km));
		km->km_rounds = 0;
		km->km_size = kc->kc_rounds;
	}
	return (km);
}

/*
 * Destroy what is in a magazine, and it.
 */
static void
mag_destroy(struct kmem_cache *kc, struct kmem_mag *km)
{

	if (km == &kmem_mag_none)
		return;
	while (km->km_rounds > 0)
		object_destroy(kc, km->km_objs[--km->km_rounds]);
	MD_MEM_DEAD(km, sizeof(*km));
	slab_free(&kmem_mag_cache, km);
}

/*
 * The loaded magazine is empty: load one that is not.  False: there is none.
 * Preemption is off.
 */
static bool
mag_reload_full(struct kmem_cache *kc, struct kmem_cpu *ku)
{
	struct kmem_mag *km = ku->ku_loaded;

	ku->ku_loaded = ku->ku_prev;
	ku->ku_prev = km;
	if (ku->ku_loaded->km_rounds > 0)
		return (true);
	if (SLIST_EMPTY(&kc->kc_full))
		return (false);
	spin_enter(&kc->kc_lock);
	km = SLIST_FIRST(&kc->kc_full);
	if (km == NULL) {
		spin_exit(&kc->kc_lock);
		return (false);
	}
	SLIST_REMOVE_HEAD(&kc->kc_full, km_link);
	if (ku->ku_loaded != &kmem_mag_none)
		SLIST_INSERT_HEAD(&kc->kc_none, ku->ku_loaded, km_link);
	spin_exit(&kc->kc_lock);
	ku->ku_loaded = km;
	return (true);
}

/*
 * The loaded magazine is full: load one with room.  False: there is none, and
 * no memory for another.  Preemption is off.
 */
static bool
mag_reload_empty(struct kmem_cache *kc, struct kmem_cpu *ku)
{
	struct kmem_mag *km = ku->ku_loaded, *full;

	ku->ku_loaded = ku->ku_prev;
	ku->ku_prev = km;
	if (ku->ku_loaded->km_rounds < ku->ku_loaded->km_size)
		return (true);
	spin_enter(&kc->kc_lock);
	km = SLIST_FIRST(&kc->kc_none);
	if (km != NULL)
		SLIST_REMOVE_HEAD(&kc->kc_none, km_link);
	spin_exit(&kc->kc_lock);
	if (km == NULL && (km = mag_alloc(kc)) == NULL)
		return (false);
	full = ku->ku_loaded;
	ku->ku_loaded = km;
	if (full != &kmem_mag_none) {
		spin_enter(&kc->kc_lock);
		SLIST_INSERT_HEAD(&kc->kc_full, full, km_link);
		spin_exit(&kc->kc_lock);
	}
	return (true);
}

static inline struct kmem_cpu *
kmem_self(const struct kmem_cache *kc)
{
	struct kmem_cpu *all = MD_PCPU_GET(pc_kmem);

	return (&all[kc->kc_id]);
}

/*
 * Count an object that came from, or went to, a slab directly.
 */
static void
kmem_count(struct kmem_cache *kc, bool alloc)
{
	int ipl;

	if (kc->kc_id == KMEM_NOMAG) {
		spin_enter(&kc->kc_lock);
		kc->kc_live += alloc ? 1 : (uint64_t)-1;
		spin_exit(&kc->kc_lock);
		return;
	}
	ipl = preempt_disable();
	if (alloc)
		kmem_self(kc)->ku_allocs++;
	else
		kmem_self(kc)->ku_frees++;
	preempt_enable(ipl);
}

/*
 * The loaded magazine had no object; preemption is off, and is on again on
 * return.
 */
static __noinline void *
cache_alloc_slow(struct kmem_cache *kc, struct kmem_cpu *ku, int ipl,
    int flags)
{
	struct kmem_mag *km;
	void *obj;

	if (kc->kc_id != KMEM_NOMAG && mag_reload_full(kc, ku)) {
		km = ku->ku_loaded;
		obj = km->km_objs[--km->km_rounds];
		ku->ku_allocs++;
		preempt_enable(ipl);
		return (obj);
	}
	preempt_enable(ipl);
	obj = object_create(kc, flags);
	if (obj != NULL)
		kmem_count(kc, true);
	return (obj);
}

/*
 * Allocate an object in constructed state, or NULL.
 */
static __always_inline void *
cache_alloc(struct kmem_cache *kc, int flags)
{
	struct kmem_cpu *ku;
	struct kmem_mag *km;
	void *obj;
	int ipl;

	ipl = preempt_disable();
	ku = kmem_self(kc);
	km = ku->ku_loaded;
	if (__predict_false(km->km_rounds == 0))
		return (cache_alloc_slow(kc, ku, ipl, flags));
	obj = km->km_objs[--km->km_rounds];
	ku->ku_allocs++;
	preempt_enable(ipl);
	return (obj);
}

/*
 * The loaded magazine had no room.
 */
static __noinline void
cache_free_slow(struct kmem_cache *kc, struct kmem_cpu *ku, int ipl, void *obj)
{
	struct kmem_mag *km;

	if (kc->kc_id != KMEM_NOMAG && mag_reload_empty(kc, ku)) {
		km = ku->ku_loaded;
		km->km_objs[km->km_rounds++] = obj;
		ku->ku_frees++;
		preempt_enable(ipl);
		return;
	}
	preempt_enable(ipl);
	object_destroy(kc, obj);
	kmem_count(kc, false);
}

static __always_inline void
cache_free(struct kmem_cache *kc, void *obj)
{
	struct kmem_cpu *ku;
	struct kmem_mag *km;
	int ipl;

	ipl = preempt_disable();
	ku = kmem_self(kc);
	km = ku->ku_loaded;
	if (__predict_false(km->km_rounds == km->km_size)) {
		cache_free_slow(kc, ku, ipl, obj);
		return;
	}
	km->km_objs[km->km_rounds++] = obj;
	ku->ku_frees++;
	preempt_enable(ipl);
}

void *
kmem_cache_alloc(struct kmem_cache *kc, int flags)
{
	void *obj;

	KASSERT((flags & KM_SLEEP) != 0 || (flags & KM_NOSLEEP) != 0);
	kmem_check_context(flags, kc);
	if (KFAIL_POINT_KIND(kmem_cache_alloc, FAIL_ALLOC,
	    __builtin_return_address(0)) != 0)
		return (NULL);
	obj = cache_alloc(kc, flags);
	if (__predict_false(obj == NULL))
		return (NULL);
	kmem_debug_alloc(kc, obj, kc->kc_size, __builtin_return_address(0));
	if ((flags & KM_ZERO) != 0)
		memset(obj, 0, kc->kc_size);
	return (obj);
}

void
kmem_cache_free(struct kmem_cache *kc, void *obj)
{

	if (obj == NULL)
		return;
	kmem_debug_free(kc, obj, kc->kc_size, __builtin_return_address(0));
	cache_free(kc, obj);
}

uint64_t
kmem_cache_live(const struct kmem_cache *kc)
{
	uint64_t n = 0;
	u_int cpu;

	if (kc->kc_id == KMEM_NOMAG)
		return (kc->kc_live);
	for (cpu = 0; cpu < MAXCPU; cpu++)
		n += kmem_cpus[cpu][kc->kc_id].ku_allocs -
		    kmem_cpus[cpu][kc->kc_id].ku_frees;
	return (n);
}

/* Caches. */

/*
 * The order of slabs: the smallest that wastes at most an eighth, and holds at
 * least four objects where that is possible.
 */
static void
cache_layout(struct kmem_cache *kc)
{
	u_int n, order;
	size_t bytes;

	for (order = 0; slab_objects(kc, order) == 0; order++)
		continue;
	kc->kc_minorder = order;
	for (; order < KMEM_MAXORDER; order++) {
		bytes = PAGE_SIZE << order;
		n = slab_objects(kc, order);
		if (n >= 4 && bytes - (size_t)n * kc->kc_chunk <= bytes / 8)
			break;
	}
	kc->kc_order = order;
}

static void
cache_setup(struct kmem_cache *kc, const char *name, size_t size, size_t align,
    u_int id)
{

	memset(kc, 0, sizeof(*kc));
	spin_init(&kc->kc_lock, "kmem", IPL_SOFT);
	strlcpy(kc->kc_name, name, sizeof(kc->kc_name));
	kc->kc_id = id;
	kc->kc_size = (u_int)size;
	align = MAX(align, KMEM_ALIGN);
	KASSERT(powerof2(align) && align <= PAGE_SIZE);
	kc->kc_chunk = (u_int)roundup2(roundup2(size, 8) + KT_BYTES, align);
	kc->kc_rounds = size <= 256 ? MAG_ROUNDS : size <= 1024 ? 14 : 6;
	LIST_INIT(&kc->kc_partial);
	LIST_INIT(&kc->kc_empty);
	SLIST_INIT(&kc->kc_full);
	SLIST_INIT(&kc->kc_none);
	cache_layout(kc);
}

/*
 * A free number, or KMEM_NOMAG when there is none; the list is locked.
 */
static u_int
cache_number(void)
{
	u_int i, bit;

	for (i = 0; i < nitems(kmem_ids); i++) {
		if (kmem_ids[i] != UINT64_MAX) {
			bit = (u_int)ffsl((long)~kmem_ids[i]) - 1;
			kmem_ids[i] |= 1UL << bit;
			return (i * 64 + bit);
		}
	}
	return (KMEM_NOMAG);
}

struct kmem_cache *
kmem_cache_create(const char *name, size_t size, size_t align,
    int (*ctor)(void *, void *, int), void (*dtor)(void *, void *), void *arg)
{
	struct kmem_cache *kc;
	u_int cpu, id;

	KASSERT(size > 0 && size <= PAGE_SIZE << KMEM_MAXORDER >> 1);
	kc = kmem_cache_alloc(&kmem_cache_cache, KM_SLEEP);
	if (kc == NULL)
		return (NULL);
	mutex_enter(&kmem_list_lock);
	id = cache_number();
	cache_setup(kc, name, size, align, id);
	kc->kc_ctor = ctor;
	kc->kc_dtor = dtor;
	kc->kc_arg = arg;
	for (cpu = 0; cpu < MAXCPU; cpu++)
		kmem_cpus[cpu][id] = (struct kmem_cpu){
			.ku_loaded = &kmem_mag_none,
			.ku_prev = &kmem_mag_none,
		};
	TAILQ_INSERT_TAIL(&kmem_caches, kc, kc_link);
	mutex_exit(&kmem_list_lock);
	return (kc);
}

/*
 * Give the depot and the empty slabs back.
 */
static void
cache_drain(struct kmem_cache *kc)
{
	struct kmem_slablist slabs;
	struct kmem_maglist full, none;
	struct kmem_slab *sl;
	struct kmem_mag *km;

	spin_enter(&kc->kc_lock);
	full = kc->kc_full;
	none = kc->kc_none;
	SLIST_INIT(&kc->kc_full);
	SLIST_INIT(&kc->kc_none);
	spin_exit(&kc->kc_lock);
	while ((km = SLIST_FIRST(&full)) != NULL) {
		SLIST_REMOVE_HEAD(&full, km_link);
		mag_destroy(kc, km);
	}
	while ((km = SLIST_FIRST(&none)) != NULL) {
		SLIST_REMOVE_HEAD(&none, km_link);
		mag_destroy(kc, km);
	}
	LIST_INIT(&slabs);
	spin_enter(&kc->kc_lock);
	while ((sl = LIST_FIRST(&kc->kc_empty)) != NULL) {
		LIST_REMOVE(sl, sl_link);
		LIST_INSERT_HEAD(&slabs, sl, sl_link);
		kc->kc_nobjs -= sl->sl_nobjs;
	}
	kc->kc_nempty = 0;
	spin_exit(&kc->kc_lock);
	while ((sl = LIST_FIRST(&slabs)) != NULL) {
		LIST_REMOVE(sl, sl_link);
		slab_destroy(sl);
	}
}

/*
 * Empty the magazines of the running CPU.  Soft interrupt, so that nobody is in
 * the midst of using them on this CPU; or preemption is off.
 */
static void
cache_drain_cpu(struct kmem_cache *kc)
{
	struct kmem_mag *loaded, *prev;
	struct kmem_cpu *ku;
	int ipl;

	if (kc->kc_id == KMEM_NOMAG)
		return;
	ipl = preempt_disable();
	ku = kmem_self(kc);
	loaded = ku->ku_loaded;
	prev = ku->ku_prev;
	ku->ku_loaded = ku->ku_prev = &kmem_mag_none;
	preempt_enable(ipl);
	mag_destroy(kc, loaded);
	mag_destroy(kc, prev);
}

/*
 * No object of the cache is in use, and nobody uses it.
 */
void
kmem_cache_destroy(struct kmem_cache *kc)
{

	KASSERTMSG(kmem_cache_live(kc) == 0, "cache %s has %lu live objects",
	    kc->kc_name, kmem_cache_live(kc));
	kmem_drain();
	mutex_enter(&kmem_list_lock);
	TAILQ_REMOVE(&kmem_caches, kc, kc_link);
	if (kc->kc_id != KMEM_NOMAG)
		kmem_ids[kc->kc_id / 64] &= ~(1UL << kc->kc_id % 64);
	mutex_exit(&kmem_list_lock);
	cache_drain(kc);
	spin_destroy(&kc->kc_lock);
	kmem_cache_free(&kmem_cache_cache, kc);
}

/* Draining. */

static struct softint	*drain_softint;		/* constant */
static struct kmutex	drain_lock = MUTEX_INITIALIZER(drain_lock, "kmem drain");
static struct cv	drain_cv = CV_INITIALIZER(drain_cv, "kmemdrain");
static u_int		drain_left __guarded_by(drain_lock);

static void
drain_soft(void *arg)
{
	struct kmem_cache *kc;

	/* The list is locked by kmem_drain(), which waits for us. */
	TAILQ_FOREACH(kc, &kmem_caches, kc_link)
		cache_drain_cpu(kc);
	vm_phys_drain_cpu();
	mutex_enter(&drain_lock);
	if (--drain_left == 0)
		cv_broadcast(&drain_cv);
	mutex_exit(&drain_lock);
}

static void
drain_start(void *arg)
{

	softint_schedule(drain_softint);
}

void
kmem_drain(void)
{
	struct kmem_cache *kc;

	if (cold)
		return;
	mutex_enter(&kmem_list_lock);
	mutex_enter(&drain_lock);
	drain_left = ncpu;
	mutex_exit(&drain_lock);
	cpu_ipi_call_all(drain_start, NULL);
	mutex_enter(&drain_lock);
	while (drain_left > 0)
		cv_wait(&drain_cv, &drain_lock);
	mutex_exit(&drain_lock);
	TAILQ_FOREACH(kc, &kmem_caches, kc_link)
		cache_drain(kc);
	cache_drain(&kmem_mag_cache);
	mutex_exit(&kmem_list_lock);
}

/*
 * Once softints can be established; ENOMEM.
 */
int
kmem_init_softint(void)
{

	drain_softint = softint_establish(SOFTINT_BLOCK, drain_soft, NULL);
	return (drain_softint == NULL ? SET_ERROR(ENOMEM) : 0);
}

/*
 * fn gives back what a subsystem caches; thread context, may sleep.  Called
 * without locks.
 */
void
reclaim_register(void (*fn)(void))
{

	mutex_enter(&kmem_list_lock);
	if (reclaim_nhooks == RECLAIM_HOOKS)
		panic("reclaim_register: too many hooks");
	reclaim_hooks[reclaim_nhooks++] = fn;
	mutex_exit(&kmem_list_lock);
}

void
kmem_reclaim(void)
{
	u_int i;

	/* Hooks are never removed, so the list may be read without lock. */
	for (i = 0; i < atomic_load_acq(&reclaim_nhooks); i++)
		reclaim_hooks[i]();
	kmem_drain();
}

/* Sizes. */

static inline int
kmem_order(size_t size)
{
	size_t pages = howmany(size, PAGE_SIZE);

	return (pages <= 1 ? 0 : flsl(pages - 1));
}

static __noinline void *
large_alloc(size_t size, int flags)
{
	struct vm_page *pg;
	int order = kmem_order(size);

	pg = vm_phys_alloc(order, flags);
	if (pg == NULL)
		return (NULL);
	atomic_add(&kmem_large_live, 1);
	atomic_add(&kmem_large_bytes, PAGE_SIZE << order);
	return (vm_page_kva(pg));
}

static __noinline void
large_free(void *p, size_t size)
{
	int order = kmem_order(size);

	KASSERT(((vm_offset_t)p & PAGE_MASK) == 0 && VA_IS_DMAP(p));
	atomic_sub(&kmem_large_live, 1);
	atomic_sub(&kmem_large_bytes, PAGE_SIZE << order);
	vm_phys_free(vm_page_from_pa(DMAP_TO_PHYS(p)), order);
}

static __always_inline void *
kmem_alloc_for(size_t size, int flags, const void *pc)
{
	struct kmem_cache *kc;
	void *obj;

	KASSERT(size > 0);
	KASSERT((flags & KM_SLEEP) != 0 || (flags & KM_NOSLEEP) != 0);
	kmem_check_context(flags, NULL);
	if (KFAIL_POINT_KIND(kmem_alloc, FAIL_ALLOC, pc) != 0)
		return (NULL);
	if (size > KMEM_MAXCLASS)
		return (large_alloc(size, flags));
	kc = kmem_classes[kmem_class_of[(size + 15) / 16]];
	obj = cache_alloc(kc, flags);
	if (__predict_false(obj == NULL))
		return (NULL);
	kmem_debug_alloc(kc, obj, size, pc);
	if ((flags & KM_ZERO) != 0)
		memset(obj, 0, size);
	return (obj);
}

void *
kmem_alloc(size_t size, int flags)
{

	return (kmem_alloc_for(size, flags, __builtin_return_address(0)));
}

void *
kmem_zalloc(size_t size, int flags)
{

	return (kmem_alloc_for(size, flags | KM_ZERO,
	    __builtin_return_address(0)));
}

void
kmem_free(void *p, size_t size)
{
	struct kmem_cache *kc;

	if (p == NULL)
		return;
	KASSERT(size > 0);
	if (size > KMEM_MAXCLASS) {
		large_free(p, size);
		return;
	}
	kc = kmem_classes[kmem_class_of[(size + 15) / 16]];
	kmem_debug_free(kc, p, size, __builtin_return_address(0));
	cache_free(kc, p);
}

char *
kmem_strdup(const char *s, int flags)
{
	size_t size = strlen(s) + 1;
	char *copy;

	copy = kmem_alloc(size, flags);
	if (copy != NULL)
		memcpy(copy, s, size);
	return (copy);
}

void
kmem_strfree(char *s)
{

	if (s != NULL)
		kmem_free(s, strlen(s) + 1);
}

/* Boot. */

void
kmem_init_cpu(u_int cpu)
{

	cpus[cpu]->pc_kmem = kmem_cpus[cpu];
}

void
kmem_init(void)
{
	char name[16];
	u_int i, class = 0;

	for (i = 0; i < MAXCPU; i++)
		kmem_cpus[i][KMEM_NOMAG].ku_loaded =
		    kmem_cpus[i][KMEM_NOMAG].ku_prev = &kmem_mag_none;
	cache_setup(&kmem_mag_cache, "magazine", sizeof(struct kmem_mag), 64,
	    KMEM_NOMAG);
	cache_setup(&kmem_cache_cache, "cache", sizeof(struct kmem_cache), 64,
	    KMEM_NOMAG);
	for (i = 0; i < KMEM_NCLASSES; i++) {
		snprintf(name, sizeof(name), "kmem-%u", kmem_sizes[i]);
		kmem_classes[i] = kmem_cache_create(name, kmem_sizes[i], 0,
		    NULL, NULL, NULL);
		if (kmem_classes[i] == NULL)
			panic("kmem_init: no memory");
	}
	for (i = 0; i < nitems(kmem_class_of); i++) {
		if (i * 16 > kmem_sizes[class])
			class++;
		kmem_class_of[i] = (uint8_t)class;
	}
	kva_init();
}

/* Statistics. */

/*
 * The magazines are left out: how many there are says how memory was used, not
 * what for.
 */
void
kmem_usage(void (*fn)(void *arg, const char *name, uint64_t live), void *arg)
{
	struct kmem_cache *kc;

	mutex_enter(&kmem_list_lock);
	TAILQ_FOREACH(kc, &kmem_caches, kc_link) {
		if (kc != &kmem_mag_cache)
			fn(arg, kc->kc_name, kmem_cache_live(kc));
	}
	mutex_exit(&kmem_list_lock);
	fn(arg, "kmem-large", kmem_large_live);
}

u_long
kmem_slab_pages(void)
{

	return (slab_pages);
}

static int
kmem_show(struct sysctl_req *req, const char *name, u_int size, uint64_t live,
    uint64_t total)
{
	char line[80];
	int len;

	len = snprintf(line, sizeof(line), "%-20s %8u %10lu %10lu\n", name,
	    size, live, total);
	return (SYSCTL_OUT(req, line, (size_t)len));
}

static int
sysctl_kmem(SYSCTL_HANDLER_ARGS)
{
	struct kmem_cache *kc;
	int error = 0;

	mutex_enter(&kmem_list_lock);
	TAILQ_FOREACH(kc, &kmem_caches, kc_link) {
		error = kmem_show(req, kc->kc_name, kc->kc_size,
		    kmem_cache_live(kc), kc->kc_nobjs);
		if (error != 0)
			break;
	}
	mutex_exit(&kmem_list_lock);
	if (error == 0)
		error = kmem_show(req, "kmem-large", (u_int)PAGE_SIZE,
		    kmem_large_live, kmem_large_bytes / PAGE_SIZE);
	if (error == 0)
		error = SYSCTL_OUT(req, "", 1);
	return (error);
}
SYSCTL_PROC(_vm, OID_AUTO, kmem, CTLTYPE_STRING | CTLFLAG_RD, NULL, 0,
    sysctl_kmem, "A", "Kernel memory: cache, size, live objects, all objects");

static int
sysctl_reclaim(SYSCTL_HANDLER_ARGS)
{
	int error, value = 0;

	error = sysctl_handle_int(oidp, &value, 0, req);
	if (error == 0 && SYSCTL_WRITING(req) && value != 0)
		kmem_reclaim();
	return (error);
}
SYSCTL_PROC(_vm, OID_AUTO, reclaim, CTLTYPE_INT | CTLFLAG_RW, NULL, 0,
    sysctl_reclaim, "I", "Write 1 to give all cached memory back");
