/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Runs of pages inside segments: first fit by page descriptors.  See
 * malloc_impl.h.
 */

#include <sys/mman.h>
#include <string.h>
#include "malloc_impl.h"

/*
 * Map a new segment.  Where one lies next to the last it needs no alignment;
 * otherwise twice the size is mapped and what is not aligned stays unused and
 * untouched.
 */
static struct segment *
segment_map(struct arena *ar)
{
	static uintptr_t hint;
	struct segment *s;
	uintptr_t addr;
	unsigned int i;
	void *p;

	p = MAP_FAILED;
	if (hint != 0) {
		p = mmap((void *)hint, SEG_SIZE, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANON, -1, 0);
		if (p != MAP_FAILED && ((uintptr_t)p & (SEG_SIZE - 1)) != 0) {
			(void)munmap(p, SEG_SIZE);
			p = MAP_FAILED;
		}
	}
	if (p == MAP_FAILED) {
		p = mmap(NULL, 2 * SEG_SIZE, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANON, -1, 0);
		if (p == MAP_FAILED)
			return (NULL);
	}
	addr = ((uintptr_t)p + SEG_SIZE - 1) & ~(SEG_SIZE - 1);
	hint = addr - SEG_SIZE;
	s = (struct segment *)addr;
	s->s_magic = addr ^ malloc_secret;
	s->s_arena = ar;
	s->s_nfree = SEG_PAGES - SEG_HEADER_PAGES;
	s->s_fresh = SEG_HEADER_PAGES;
	for (i = 0; i < SEG_HEADER_PAGES; i++)
		s->s_pages[i].pd_kind = PK_HEADER;
	TAILQ_INSERT_HEAD(&ar->ar_segments, s, s_link);
	ar->ar_nsegments++;
	return (s);
}

/* The first page of n free ones at a multiple of align pages; 0 for none. */
static unsigned int
segment_find(struct segment *s, unsigned int n, unsigned int align)
{
	unsigned int i, start;

	for (start = SEG_HEADER_PAGES; start + n <= SEG_PAGES; ) {
		if (s->s_pages[start].pd_kind != PK_FREE) {
			start += s->s_pages[start].pd_npages != 0 ?
			    s->s_pages[start].pd_npages : 1;
			continue;
		}
		if (start % align != 0) {
			start = (start / align + 1) * align;
			continue;
		}
		for (i = 1; i < n; i++) {
			if (s->s_pages[start + i].pd_kind != PK_FREE)
				break;
		}
		if (i == n)
			return (start);
		start += i;
	}
	return (0);
}

/*
 * n pages at a multiple of align pages.  *zerop: none of them was ever used.
 */
struct page_desc *
run_alloc(struct arena *ar, unsigned int n, unsigned int align, bool *zerop)
{
	struct page_desc *pd;
	struct segment *s;
	unsigned int first = 0, i;

	TAILQ_FOREACH(s, &ar->ar_segments, s_link) {
		if (s->s_nfree >= n && (first = segment_find(s, n, align)) != 0)
			break;
	}
	if (s == NULL) {
		if ((s = segment_map(ar)) == NULL)
			return (NULL);
		if ((first = segment_find(s, n, align)) == 0)
			return (NULL);
	}
	*zerop = first >= s->s_fresh;
	if (first + n > s->s_fresh)
		s->s_fresh = first + n;
	s->s_nfree -= n;
	pd = &s->s_pages[first];
	pd->pd_npages = (uint16_t)n;
	for (i = 0; i < n; i++) {
		pd[i].pd_kind = PK_REST;
		pd[i].pd_head = (uint16_t)i;
	}
	return (pd);
}

void
run_free(struct arena *ar, struct segment *s, struct page_desc *pd)
{
	unsigned int n = pd->pd_npages, i;

	for (i = 0; i < n; i++) {
		pd[i].pd_kind = PK_FREE;
		pd[i].pd_npages = 0;
		pd[i].pd_head = 0;
	}
	s->s_nfree += n;
	if (s->s_nfree == SEG_PAGES - SEG_HEADER_PAGES &&
	    ar->ar_nsegments > 1) {
		TAILQ_REMOVE(&ar->ar_segments, s, s_link);
		ar->ar_nsegments--;
		(void)munmap(s, SEG_SIZE);
	}
}

/*
 * Make a large run n pages long where it stands; false if it cannot be.
 */
bool
run_resize(struct segment *s, struct page_desc *pd, unsigned int n)
{
	unsigned int first = (unsigned int)(pd - s->s_pages);
	unsigned int old = pd->pd_npages, i;

	if (n > old) {
		if (first + n > SEG_PAGES)
			return (false);
		for (i = old; i < n; i++) {
			if (pd[i].pd_kind != PK_FREE)
				return (false);
		}
		for (i = old; i < n; i++) {
			pd[i].pd_kind = PK_REST;
			pd[i].pd_head = (uint16_t)i;
		}
		s->s_nfree -= n - old;
		if (first + n > s->s_fresh)
			s->s_fresh = first + n;
	} else {
		for (i = n; i < old; i++) {
			pd[i].pd_kind = PK_FREE;
			pd[i].pd_npages = 0;
			pd[i].pd_head = 0;
		}
		s->s_nfree += old - n;
	}
	pd->pd_npages = (uint16_t)n;
	return (true);
}
