/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * malloc, calloc, realloc, free: size classes, slabs, arenas.  The model is in
 * malloc_impl.h.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "malloc_impl.h"

#define	CLASS(size, pages)						\
	{ (size), (pages), (pages) * PAGE_BYTES / (size),		\
	    (uint32_t)((0x100000000UL + (size) - 1) / (size)) }

/* Four classes to each doubling from 128 on. */
const struct size_class malloc_classes[NCLASSES] = {
	CLASS(16, 1), CLASS(32, 1), CLASS(48, 1), CLASS(64, 1),
	CLASS(80, 1), CLASS(96, 1), CLASS(112, 1), CLASS(128, 1),
	CLASS(160, 1), CLASS(192, 1), CLASS(224, 1), CLASS(256, 1),
	CLASS(320, 1), CLASS(384, 1), CLASS(448, 1), CLASS(512, 1),
	CLASS(640, 2), CLASS(768, 2), CLASS(896, 2), CLASS(1024, 2),
	CLASS(1280, 4), CLASS(1536, 4), CLASS(1792, 4), CLASS(2048, 4),
	CLASS(2560, 5), CLASS(3072, 6), CLASS(3584, 7), CLASS(4096, 8),
	CLASS(5120, 10), CLASS(6144, 12), CLASS(7168, 14), CLASS(8192, 16)
};

struct arena	malloc_arenas[NARENAS];
uintptr_t	malloc_secret;

void
malloc_corrupt(const char *what)
{
	libc_fatal(what, ": not an allocated block");
}

/*
 * The class of a size from 1 to SLAB_MAX.
 */
static inline unsigned int
class_of(size_t size)
{
	unsigned int shift;

	if (size <= 128)
		return ((unsigned int)((size + 15) / 16) - 1);
	/* The doubling that size - 1 lies in, and the quarter of it. */
	shift = 63 - (unsigned int)__builtin_clzl(size - 1);
	return (8 + (shift - 7) * 4 +
	    (unsigned int)((size - 1) >> (shift - 2)) - 4);
}

static void
arena_init(struct arena *ar)
{
	unsigned long random;
	unsigned int i;

	if (malloc_secret == 0) {
		malloc_secret = (uintptr_t)0x9e3779b97f4a7c15UL;
		if (libc_auxv_get(AT_RANDOM, &random) && random != 0)
			memcpy(&malloc_secret, (const char *)random + 8,
			    sizeof(malloc_secret));
		malloc_secret |= 1;
	}
	for (i = 0; i < NCLASSES; i++)
		TAILQ_INIT(&ar->ar_slabs[i]);
	TAILQ_INIT(&ar->ar_segments);
	ar->ar_ready = true;
}

/*
 * The arena of this thread, locked.
 */
static inline struct arena *
arena_enter(void)
{
	struct arena *ar = &malloc_arenas[0];
	uintptr_t self;

	if (libc_threaded != 0) {
		__asm__("movq %%fs:0, %0" : "=r" (self));
		ar = &malloc_arenas[(self >> PAGE_BITS) % NARENAS];
		libc_lock(&ar->ar_lock);
	}
	if (__predict_false(!ar->ar_ready))
		arena_init(ar);
	return (ar);
}

static inline void
arena_exit(struct arena *ar)
{
	if (libc_threaded != 0)
		libc_unlock(&ar->ar_lock);
}

static struct page_desc *
slab_new(struct arena *ar, unsigned int class)
{
	const struct size_class *sc = &malloc_classes[class];
	struct page_desc *pd;
	unsigned int i, left;
	bool zero;

	if ((pd = run_alloc(ar, sc->sc_npages, 1, &zero)) == NULL)
		return (NULL);
	pd->pd_kind = PK_SLAB;
	pd->pd_class = (uint8_t)class;
	pd->pd_nfree = sc->sc_nobjs;
	for (i = 0, left = sc->sc_nobjs; i < SLAB_OBJECTS / 64; i++) {
		pd->pd_free[i] = left >= 64 ? ~0UL : (1UL << left) - 1;
		left -= left >= 64 ? 64 : left;
	}
	TAILQ_INSERT_HEAD(&ar->ar_slabs[class], pd, pd_link);
	return (pd);
}

static void *
slab_alloc(struct arena *ar, unsigned int class)
{
	struct page_desc *pd = TAILQ_FIRST(&ar->ar_slabs[class]);
	struct segment *s;
	unsigned int word = 0, bit;

	if (pd == NULL && (pd = slab_new(ar, class)) == NULL)
		return (NULL);
	while (pd->pd_free[word] == 0)
		word++;
	bit = (unsigned int)__builtin_ctzl(pd->pd_free[word]);
	pd->pd_free[word] &= pd->pd_free[word] - 1;
	if (--pd->pd_nfree == 0)
		TAILQ_REMOVE(&ar->ar_slabs[class], pd, pd_link);
	s = (struct segment *)((uintptr_t)pd & ~(SEG_SIZE - 1));
	return ((char *)page_address(s, (unsigned int)(pd - s->s_pages)) +
	    (word * 64 + bit) * malloc_classes[class].sc_size);
}

static void
slab_free(struct arena *ar, struct segment *s, struct page_desc *pd,
    const void *p)
{
	const struct size_class *sc = &malloc_classes[pd->pd_class];
	struct slab_list *list = &ar->ar_slabs[pd->pd_class];
	size_t off = (size_t)((const char *)p - (const char *)page_address(s,
	    (unsigned int)(pd - s->s_pages)));
	unsigned int i = (unsigned int)((off * sc->sc_inverse) >> 32);

	if (i * sc->sc_size != off || i >= sc->sc_nobjs ||
	    (pd->pd_free[i / 64] & 1UL << i % 64) != 0)
		malloc_corrupt("free");
	pd->pd_free[i / 64] |= 1UL << i % 64;
	if (pd->pd_nfree++ == 0)
		TAILQ_INSERT_HEAD(list, pd, pd_link);
	if (pd->pd_nfree == sc->sc_nobjs &&
	    (TAILQ_FIRST(list) != pd || TAILQ_NEXT(pd, pd_link) != NULL)) {
		TAILQ_REMOVE(list, pd, pd_link);
		run_free(ar, s, pd);
	}
}

static void *
large_alloc(struct arena *ar, size_t size, size_t align, bool *zerop)
{
	struct page_desc *pd;
	struct segment *s;

	pd = run_alloc(ar, (unsigned int)((size + PAGE_BYTES - 1) >> PAGE_BITS),
	    (unsigned int)(align >> PAGE_BITS), zerop);
	if (pd == NULL)
		return (NULL);
	pd->pd_kind = PK_LARGE;
	s = (struct segment *)((uintptr_t)pd & ~(SEG_SIZE - 1));
	return (page_address(s, (unsigned int)(pd - s->s_pages)));
}

void *
malloc(size_t size)
{
	struct arena *ar;
	bool zero;
	void *p;

	if (__predict_true(size <= SLAB_MAX)) {
		ar = arena_enter();
		p = slab_alloc(ar, class_of(size != 0 ? size : 1));
		arena_exit(ar);
	} else if (size <= LARGE_MAX) {
		ar = arena_enter();
		p = large_alloc(ar, size, PAGE_BYTES, &zero);
		arena_exit(ar);
	} else {
		arena_exit(arena_enter());	/* makes the secret */
		return (huge_alloc(size, PAGE_BYTES));
	}
	if (p == NULL)
		errno = ENOMEM;
	return (p);
}

void *
calloc(size_t n, size_t elem)
{
	struct arena *ar;
	bool zero = true;
	size_t size;
	void *p;

	if (__builtin_mul_overflow(n, elem, &size)) {
		errno = ENOMEM;
		return (NULL);
	}
	if (size <= SLAB_MAX || size > LARGE_MAX) {
		p = malloc(size);
		if (p != NULL && size <= SLAB_MAX)
			(void)memset(p, 0, size);
		return (p);			/* a fresh mapping is zero */
	}
	ar = arena_enter();
	p = large_alloc(ar, size, PAGE_BYTES, &zero);
	arena_exit(ar);
	if (p == NULL)
		errno = ENOMEM;
	else if (!zero)
		(void)memset(p, 0, size);
	return (p);
}

/*
 * The segment of an allocated block; does not return for anything else.
 */
struct segment *
malloc_check(const void *p, const char *caller)
{
	struct segment *s = segment_of(p);

	if (((uintptr_t)p & 15) != 0 || malloc_secret == 0 ||
	    s->s_magic != ((uintptr_t)s ^ malloc_secret))
		malloc_corrupt(caller);
	if (s->s_arena == NULL && s->s_block != p)
		malloc_corrupt(caller);
	return (s);
}

/* The first page of the run that holds p. */
static struct page_desc *
run_of(struct segment *s, const void *p, const char *caller)
{
	struct page_desc *pd = &s->s_pages[((uintptr_t)p - (uintptr_t)s) >>
	    PAGE_BITS];

	if (pd->pd_kind == PK_REST)
		pd -= pd->pd_head;
	if (pd->pd_kind != PK_SLAB && pd->pd_kind != PK_LARGE)
		malloc_corrupt(caller);
	if (pd->pd_kind == PK_LARGE && p != page_address(s,
	    (unsigned int)(pd - s->s_pages)))
		malloc_corrupt(caller);
	return (pd);
}

void
free(void *p)
{
	struct page_desc *pd;
	struct segment *s;
	struct arena *ar;

	if (p == NULL)
		return;
	s = malloc_check(p, "free");
	ar = s->s_arena;
	if (ar == NULL) {
		int saved = errno;

		huge_free(s);
		errno = saved;
		return;
	}
	if (libc_threaded != 0)
		libc_lock(&ar->ar_lock);
	pd = run_of(s, p, "free");
	if (pd->pd_kind == PK_SLAB)
		slab_free(ar, s, pd, p);
	else
		run_free(ar, s, pd);
	arena_exit(ar);
}

size_t
malloc_usable_size(const void *p)
{
	struct page_desc *pd;
	struct segment *s;

	if (p == NULL)
		return (0);
	s = malloc_check(p, "malloc_usable_size");
	if (s->s_arena == NULL)
		return (s->s_size);
	pd = run_of(s, p, "malloc_usable_size");
	if (pd->pd_kind == PK_SLAB)
		return (malloc_classes[pd->pd_class].sc_size);
	return (pd->pd_npages * PAGE_BYTES);
}

/* A large block of pages in another size in place, if that can be. */
static bool
large_resize(struct segment *s, const void *p, size_t size)
{
	struct arena *ar = s->s_arena;
	struct page_desc *pd;
	bool done = false;

	if (libc_threaded != 0)
		libc_lock(&ar->ar_lock);
	pd = run_of(s, p, "realloc");
	if (pd->pd_kind == PK_LARGE && size > SLAB_MAX && size <= LARGE_MAX)
		done = run_resize(s, pd,
		    (unsigned int)((size + PAGE_BYTES - 1) >> PAGE_BITS));
	arena_exit(ar);
	return (done);
}

void *
realloc(void *p, size_t size)
{
	struct segment *s;
	size_t old;
	void *q;

	if (p == NULL)
		return (malloc(size));
	s = malloc_check(p, "realloc");
	old = malloc_usable_size(p);
	if (size <= SLAB_MAX) {
		/* Stay, unless half or more of it would lie idle. */
		if (size <= old && (size > old / 2 || old <= 32))
			return (p);
	} else if (s->s_arena == NULL) {
		if (size > LARGE_MAX && (q = huge_realloc(s, size)) != NULL)
			return (q);
	} else if (old > SLAB_MAX && large_resize(s, p, size))
		return (p);
	if ((q = malloc(size)) == NULL)
		return (NULL);
	(void)memcpy(q, p, old < size ? old : size);
	free(p);
	return (q);
}

/*
 * align is a power of two.
 */
void *
malloc_aligned(size_t align, size_t size)
{
	struct arena *ar;
	unsigned int class;
	bool zero;
	void *p = NULL;

	if (align <= 16)
		return (malloc(size));
	if (size < align && align <= PAGE_BYTES)
		size = align;
	ar = arena_enter();
	if (align <= PAGE_BYTES && size <= SLAB_MAX) {
		for (class = class_of(size); class < NCLASSES; class++) {
			if (malloc_classes[class].sc_size % align == 0)
				break;
		}
		p = slab_alloc(ar, class);
	} else if (size <= LARGE_MAX / 2 && align <= SEG_SIZE / 4)
		p = large_alloc(ar, size > SLAB_MAX ? size : SLAB_MAX + 1,
		    align > PAGE_BYTES ? align : PAGE_BYTES, &zero);
	arena_exit(ar);
	if (p == NULL)
		p = huge_alloc(size, align);
	return (p);
}

void
libc_malloc_prefork(void)
{
	unsigned int i;

	if (libc_threaded == 0)
		return;
	for (i = 0; i < NARENAS; i++)
		libc_lock(&malloc_arenas[i].ar_lock);
}

void
libc_malloc_postfork(void)
{
	unsigned int i;

	if (libc_threaded == 0)
		return;
	for (i = NARENAS; i-- > 0; )
		libc_unlock(&malloc_arenas[i].ar_lock);
}
