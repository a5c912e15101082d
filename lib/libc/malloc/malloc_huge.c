/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Blocks that do not fit a segment: a mapping each.  The header lies at the
 * multiple of SEG_SIZE below the block.
 */

#include <sys/mman.h>
#include <errno.h>
#include <string.h>
#include "malloc_impl.h"

static size_t
page_round(size_t n)
{
	return ((n + PAGE_BYTES - 1) & ~(PAGE_BYTES - 1));
}

void *
huge_alloc(size_t size, size_t align)
{
	size_t mapsize, off;
	struct segment *s;
	uintptr_t base;
	char *p;

	/* The block starts this far behind a multiple of SEG_SIZE. */
	off = align > PAGE_BYTES ? align : PAGE_BYTES;
	if (off > SEG_SIZE)
		off = SEG_SIZE;
	if (align < SEG_SIZE)
		align = SEG_SIZE;
	if (__builtin_add_overflow(size, align + off + PAGE_BYTES, &mapsize)) {
		errno = ENOMEM;
		return (NULL);
	}
	mapsize = page_round(mapsize);
	p = mmap(NULL, mapsize, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANON, -1, 0);
	if (p == MAP_FAILED) {
		errno = ENOMEM;
		return (NULL);
	}
	if (off == SEG_SIZE) {
		/* The block is at a multiple of align, the header before. */
		base = (((uintptr_t)p + SEG_SIZE + align - 1) & ~(align - 1)) -
		    SEG_SIZE;
	} else
		base = ((uintptr_t)p + SEG_SIZE - 1) & ~(SEG_SIZE - 1);
	s = (struct segment *)base;
	s->s_arena = NULL;
	s->s_block = (char *)s + off;
	s->s_size = page_round(size);
	s->s_mapaddr = p;
	s->s_mapsize = mapsize;
	s->s_magic = base ^ malloc_secret;
	return (s->s_block);
}

void
huge_free(struct segment *s)
{
	s->s_magic = 0;
	(void)munmap(s->s_mapaddr, s->s_mapsize);
}

/*
 * Another size for the block where it stands, or NULL.
 */
void *
huge_realloc(struct segment *s, size_t size)
{
	char *mapend = (char *)s->s_mapaddr + s->s_mapsize;
	size_t room = (size_t)(mapend - (char *)s->s_block);
	size_t extra;
	void *p;

	size = page_round(size);
	if (size <= room) {
		if (size < s->s_size && room - size >= SEG_SIZE) {
			/* Give back what is far too much. */
			(void)munmap((char *)s->s_block + size, room - size);
			s->s_mapsize -= room - size;
		}
		s->s_size = size;
		return (s->s_block);
	}
	extra = size - room + size / 4;		/* it may grow again */
	extra = page_round(extra);
	p = mmap(mapend, extra, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANON, -1, 0);
	if (p == MAP_FAILED)
		return (NULL);
	if (p != mapend) {
		(void)munmap(p, extra);
		return (NULL);
	}
	s->s_mapsize += extra;
	s->s_size = size;
	return (s->s_block);
}
