/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The memory allocator.
 *
 * Memory comes from segments: SEG_SIZE bytes at a multiple of SEG_SIZE, so that
 * masking an address finds its segment's header.  A segment is cut into runs of
 * 4 KiB pages.  A run is one large block, or a slab: equal objects of one size
 * class.  What is too big for a segment is a mapping of its own whose header
 * looks like a segment's.
 *
 * Everything the allocator knows lies in the headers, never between or inside
 * the blocks: which objects of a slab are free is a bit map there.  So an
 * overflow in the program's data does not reach it, and freeing what is not an
 * allocated block is always noticed and ends the program.
 *
 * Arenas: threads are spread over NARENAS of them; each has its lock, its slabs
 * with room by class, and its segments.  A block is freed into the arena it
 * came from.
 *
 * Invariants	(1) pd_kind of every page of a run is set; pd_head of its
 *		other pages says how far back the first one is.
 *		(2) a slab is on its arena's list of its class exactly if it
 *		has a free object.
 *		(3) an empty slab is kept only if it is the last one with room
 *		of its class.
 *		(4) s_fresh is above every page that was ever handed out; pages
 *		from there on are still zero.
 * Locks		(a) ar_lock of the arena (i) never changes
 * Context		not async-signal-safe
 * Tests		tests/lib/libc/malloc/t_malloc.c
 */

#ifndef _MALLOC_IMPL_H_
#define	_MALLOC_IMPL_H_

#include <sys/queue.h>
#include <stdint.h>
#include "libc_private.h"

#define	PAGE_BITS	12
#define	PAGE_BYTES	(1UL << PAGE_BITS)
#define	SEG_BITS	20
#define	SEG_SIZE	(1UL << SEG_BITS)
#define	SEG_PAGES	(SEG_SIZE / PAGE_BYTES)

#define	SLAB_MAX	8192		/* largest object of a slab */
#define	SLAB_OBJECTS	256		/* most objects of one slab */
#define	NCLASSES	32
#define	NARENAS		4

enum page_kind { PK_FREE, PK_HEADER, PK_SLAB, PK_LARGE, PK_REST };

/*
 * One page; for the first of a run, what is known of the run.
 */
struct page_desc {
	uint8_t		pd_kind;	/* (a) enum page_kind */
	uint8_t		pd_class;	/* (a) of a slab */
	uint16_t	pd_npages;	/* (a) of the run */
	uint16_t	pd_head;	/* (a) pages back to the first */
	uint16_t	pd_nfree;	/* (a) free objects of a slab */
	TAILQ_ENTRY(page_desc) pd_link;	/* (a) slabs with room */
	uint64_t	pd_free[SLAB_OBJECTS / 64];	/* (a) bit map */
};

struct arena;

struct segment {
	uintptr_t	s_magic;	/* (i) address xor secret */
	struct arena	*s_arena;	/* (i) NULL: one huge block */
	TAILQ_ENTRY(segment) s_link;	/* (a) segments of the arena */
	unsigned int	s_nfree;	/* (a) free pages */
	unsigned int	s_fresh;	/* (a) first page never used */
	/* A huge block has instead: */
	void		*s_block;	/* (i) its address */
	size_t		s_size;		/* (i) its size */
	size_t		s_mapsize;	/* (i) of the mapping from s_mapaddr */
	void		*s_mapaddr;	/* (i) */
	struct page_desc s_pages[];	/* (a) SEG_PAGES of them, not if huge */
};

#define	SEG_HEADER_BYTES						\
	(sizeof(struct segment) + SEG_PAGES * sizeof(struct page_desc))
#define	SEG_HEADER_PAGES						\
	((SEG_HEADER_BYTES + PAGE_BYTES - 1) / PAGE_BYTES)
#define	LARGE_MAX	((SEG_PAGES - SEG_HEADER_PAGES) * PAGE_BYTES)

TAILQ_HEAD(slab_list, page_desc);
TAILQ_HEAD(segment_list, segment);

struct arena {
	struct libc_lock	ar_lock;
	bool			ar_ready;
	struct slab_list	ar_slabs[NCLASSES];
	struct segment_list	ar_segments;
	unsigned int		ar_nsegments;
};

struct size_class {
	uint16_t	sc_size;	/* of an object */
	uint16_t	sc_npages;	/* of a slab */
	uint16_t	sc_nobjs;	/* of a slab */
	uint32_t	sc_inverse;	/* 2^32 / size, rounded up */
};

extern __hidden const struct size_class	malloc_classes[NCLASSES];
extern __hidden struct arena	malloc_arenas[NARENAS];
extern __hidden uintptr_t	malloc_secret;

/*
 * The segment of a block.  A block of great alignment may start exactly where
 * the next segment would; hence the minus one.
 */
static inline struct segment *
segment_of(const void *p)
{
	return ((struct segment *)(((uintptr_t)p - 1) & ~(SEG_SIZE - 1)));
}

static inline void *
page_address(const struct segment *s, unsigned int page)
{
	return ((char *)(uintptr_t)s + page * PAGE_BYTES);
}

/* malloc_runs.c; the arena is locked. */
__hidden struct page_desc *run_alloc(struct arena *, unsigned int,
		    unsigned int, bool *);
__hidden void	run_free(struct arena *, struct segment *,
		    struct page_desc *);
__hidden bool	run_resize(struct segment *, struct page_desc *, unsigned int);

/* malloc_huge.c: no lock is needed. */
__hidden void	*huge_alloc(size_t, size_t);
__hidden void	huge_free(struct segment *);
__hidden void	*huge_realloc(struct segment *, size_t);

/* malloc.c */
__hidden void	malloc_corrupt(const char *) __dead2;
__hidden struct segment *malloc_check(const void *, const char *);
__hidden void	*malloc_aligned(size_t, size_t);

#endif /* !_MALLOC_IMPL_H_ */
