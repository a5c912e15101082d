/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Kernel memory; kmem(9).
 *
 * KM_SLEEP may wait for memory and may still return NULL; every caller checks.
 * KM_NOSLEEP never sleeps and may be used in soft interrupts; nothing here may
 * be called in a hard interrupt or with a spin lock above IPL_SOFT.
 */
#ifndef _SYS_KMEM_H_
#define	_SYS_KMEM_H_

#ifdef _KERNEL
#include <sys/cdefs.h>
#include <sys/types.h>

struct kmem_cache;

#define	KM_SLEEP	0x01
#define	KM_NOSLEEP	0x02
#define	KM_ZERO		0x04

/*
 * size bytes, aligned to 16 (to a page from one page on); the same size goes to
 * kmem_free.  A NULL pointer is not freed.
 */
void	*kmem_alloc(size_t size, int flags) __result_use_check
	    __alloc_size(1);
void	*kmem_zalloc(size_t size, int flags) __result_use_check
	    __alloc_size(1);
void	kmem_free(void *, size_t size);
char	*kmem_strdup(const char *, int flags) __result_use_check;
void	kmem_strfree(char *);

/*
 * Objects of one size.  ctor runs when memory becomes an object and may fail
 * with an errno; dtor before the memory goes back; objects are freed in the
 * constructed state.  A cache without memory for itself: NULL.
 */
struct kmem_cache *kmem_cache_create(const char *name, size_t size,
	    size_t align, int (*ctor)(void *obj, void *arg, int flags),
	    void (*dtor)(void *obj, void *arg), void *arg) __result_use_check;
void	kmem_cache_destroy(struct kmem_cache *);
void	*kmem_cache_alloc(struct kmem_cache *, int flags) __result_use_check;
void	kmem_cache_free(struct kmem_cache *, void *);

/* Live objects of a cache; exact while nobody uses it. */
uint64_t kmem_cache_live(const struct kmem_cache *);

/*
 * Tell what is allocated: the live objects of each cache, but that of the
 * magazines, and the live large blocks.  fn must not allocate.  And how many
 * pages the slabs of all caches take, with what is free in them.
 */
void	kmem_usage(void (*fn)(void *arg, const char *name, uint64_t live),
	    void *arg);
u_long	kmem_slab_pages(void);

/*
 * Give cached memory back to the page allocator: runs the registered hooks,
 * then drains the caches.  May sleep; no locks may be held.
 */
void	kmem_reclaim(void);
void	reclaim_register(void (*fn)(void));

/* Core: the page daemon runs the hooks itself, and then this. */
void	kmem_drain(void);

/*
 * Addresses in the kernel's arena, without memory behind them: size and align
 * are rounded up to pages; 0 without room or memory.  Thread context.
 */
vm_offset_t kva_alloc(size_t size, size_t align) __result_use_check;
void	kva_free(vm_offset_t, size_t size);

/*
 * A kernel stack of KSTACK_SIZE bytes with an unmapped page below; NULL without
 * memory.  Thread context; the stack that is freed is not in use.
 */
void	*kstack_alloc(void) __result_use_check;
void	kstack_free(void *);

/*
 * Core: boot.  kmem_init() after vm_phys_init(); kmem_init_cpu() for each CPU,
 * by pcpu_init().
 */
void	kmem_init(void);
void	kmem_init_cpu(u_int cpu);
int	kmem_init_softint(void);
void	kva_init(void);

#endif /* _KERNEL */
#endif /* !_SYS_KMEM_H_ */
