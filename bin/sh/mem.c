/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Memory.
 *
 * There are three kinds, by lifetime:
 *	mem_*	 malloc() that cannot return NULL: variables, jobs, history;
 *	arena_*	 parse trees: one arena for each complete command, counted, so
 *		 that a function definition keeps the tree it came from;
 *	tmp_*	 one stack for everything that expanding and running a command
 *		 needs.  tmp_mark() and tmp_release() bracket a command; an
 *		 exception releases it too (see sh_unwind()).
 *
 * Both arenas and the stack are lists of chunks.  The first chunk of the
 * stack and the one of the first arena are static, so that a short command
 * costs no malloc().
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "shell.h"

#define	CHUNK_SIZE	8192
#define	CHUNK_FIRST	4096
#define	ALIGN_UP(n)	(((n) + 15) & ~(size_t)15)

struct mem_chunk {
	struct mem_chunk *mc_prev;
	size_t		mc_size;
	size_t		mc_used;
	bool		mc_static;
	_Alignas(16) char mc_data[];
};

struct arena {
	struct arena	*ar_next;	/* free list, or the one begun before */
	struct mem_chunk *ar_top;
	int		ar_refs;
};


static union {
	struct mem_chunk c;
	char		room[sizeof(struct mem_chunk) + CHUNK_FIRST];
} tmp_first = { .c = { NULL, CHUNK_FIRST, 0, true } },
    arena_first = { .c = { NULL, CHUNK_FIRST, 0, true } };

static struct mem_chunk	*tmp_top = &tmp_first.c;
static struct mem_chunk	*spare;		/* one chunk of CHUNK_SIZE */
static struct arena	arena_static = { NULL, &arena_first.c, 0 };
static struct arena	*arena_free = &arena_static;
static struct arena	*arena_active;

static void	mem_fail(void) SH_NORETURN;
static struct mem_chunk *chunk_new(struct mem_chunk *, size_t);
static void	chunk_free(struct mem_chunk *);

static void
mem_fail(void)
{
	sh_error(ST_ERROR, "out of memory");
}

void *
mem_alloc(size_t size)
{
	void *p;

	if ((p = malloc(size != 0 ? size : 1)) == NULL)
		mem_fail();
	return (p);
}

void *
mem_realloc(void *old, size_t size)
{
	void *p;

	if ((p = realloc(old, size != 0 ? size : 1)) == NULL)
		mem_fail();
	return (p);
}

char *
mem_strndup(const char *s, size_t len)
{
	char *p;

	p = mem_alloc(len + 1);
	memcpy(p, s, len);
	p[len] = '\0';
	return (p);
}

char *
mem_strdup(const char *s)
{
	return (mem_strndup(s, strlen(s)));
}

static struct mem_chunk *
chunk_new(struct mem_chunk *prev, size_t need)
{
	struct mem_chunk *c;
	size_t size = CHUNK_SIZE;

	if (need > SIZE_MAX / 4)
		mem_fail();
	if (need <= CHUNK_SIZE && spare != NULL) {
		c = spare;
		spare = NULL;
	} else {
		/* Large strings grow by doubling: leave them room. */
		if (need > CHUNK_SIZE)
			size = need * 2;
		c = mem_alloc(sizeof(*c) + size);
		c->mc_size = size;
		c->mc_static = false;
	}
	c->mc_prev = prev;
	c->mc_used = 0;
	return (c);
}

static void
chunk_free(struct mem_chunk *c)
{
	if (c->mc_static)
		return;
	if (spare == NULL && c->mc_size == CHUNK_SIZE)
		spare = c;
	else
		free(c);
}

/*
 * Begin an arena for the next parse.  Arenas end in reverse order, here or
 * in arena_unwind().
 */
struct arena *
arena_begin(void)
{
	struct arena *ar;

	if ((ar = arena_free) != NULL) {
		arena_free = ar->ar_next;
		if (ar->ar_top != NULL)
			ar->ar_top->mc_used = 0;
	} else {
		ar = mem_alloc(sizeof(*ar));
		ar->ar_top = NULL;
	}
	ar->ar_refs = 1;
	ar->ar_next = arena_active;
	arena_active = ar;
	return (ar);
}

void
arena_end(void)
{
	struct arena *ar = arena_active;

	arena_active = ar->ar_next;
	arena_drop(ar);
}

struct arena *
arena_current(void)
{
	return (arena_active);
}

/* End all arenas that were begun after ar. */
void
arena_unwind(struct arena *ar)
{
	while (arena_active != ar)
		arena_end();
}

void
arena_hold(struct arena *ar)
{
	ar->ar_refs++;
}

/*
 * Give back one reference; the last one frees everything in the arena.  It
 * keeps its oldest chunk for the next user.
 */
void
arena_drop(struct arena *ar)
{
	struct mem_chunk *c, *prev;

	if (--ar->ar_refs != 0)
		return;
	for (c = ar->ar_top; c != NULL && c->mc_prev != NULL; c = prev) {
		prev = c->mc_prev;
		chunk_free(c);
	}
	ar->ar_top = c;
	ar->ar_next = arena_free;
	arena_free = ar;
}

void *
arena_alloc(struct arena *ar, size_t size)
{
	struct mem_chunk *c = ar->ar_top;
	void *p;

	size = ALIGN_UP(size);
	if (c == NULL || c->mc_size - c->mc_used < size)
		ar->ar_top = c = chunk_new(c, size);
	p = c->mc_data + c->mc_used;
	c->mc_used += size;
	return (p);
}

char *
arena_strndup(struct arena *ar, const char *s, size_t len)
{
	char *p;

	p = arena_alloc(ar, len + 1);
	if (len != 0)
		memcpy(p, s, len);
	p[len] = '\0';
	return (p);
}

struct mem_mark
tmp_mark(void)
{
	struct mem_mark m = { tmp_top, tmp_top->mc_used };

	return (m);
}

void
tmp_release(struct mem_mark m)
{
	struct mem_chunk *c;

	while (tmp_top != m.mm_chunk) {
		c = tmp_top;
		tmp_top = c->mc_prev;
		chunk_free(c);
	}
	tmp_top->mc_used = m.mm_used;
}

void *
tmp_alloc(size_t size)
{
	struct mem_chunk *c = tmp_top;
	void *p;

	size = ALIGN_UP(size);
	if (c->mc_size - c->mc_used < size)
		tmp_top = c = chunk_new(c, size);
	p = c->mc_data + c->mc_used;
	c->mc_used += size;
	return (p);
}

/*
 * Enlarge a piece of temporary memory: in place when it is the newest and
 * its chunk has room, by copying otherwise.
 */
void *
tmp_extend(void *old, size_t oldsize, size_t size)
{
	struct mem_chunk *c = tmp_top;
	char *p = old;

	oldsize = ALIGN_UP(oldsize);
	size = ALIGN_UP(size);
	if (p != NULL && p + oldsize == c->mc_data + c->mc_used &&
	    c->mc_size - c->mc_used >= size - oldsize) {
		c->mc_used += size - oldsize;
		return (old);
	}
	p = tmp_alloc(size);
	if (old != NULL)
		memcpy(p, old, oldsize);
	return (p);
}

char *
tmp_strndup(const char *s, size_t len)
{
	char *p;

	p = tmp_alloc(len + 1);
	if (len != 0)
		memcpy(p, s, len);
	p[len] = '\0';
	return (p);
}

char *
tmp_strdup(const char *s)
{
	return (tmp_strndup(s, strlen(s)));
}

/* Make room for at least need more bytes. */
void
sbuf_grow(struct sbuf *sb, size_t need)
{
	size_t cap = sb->sb_cap != 0 ? sb->sb_cap * 2 : 64;

	if (need > SIZE_MAX / 4)
		mem_fail();
	while (cap < sb->sb_len + need)
		cap *= 2;
	sb->sb_s = tmp_extend(sb->sb_s, sb->sb_cap, cap);
	sb->sb_cap = cap;
}

void
sbuf_put(struct sbuf *sb, const char *s, size_t len)
{
	if (len == 0)
		return;
	if (sb->sb_cap - sb->sb_len < len)
		sbuf_grow(sb, len);
	memcpy(sb->sb_s + sb->sb_len, s, len);
	sb->sb_len += len;
}

void
sbuf_puts(struct sbuf *sb, const char *s)
{
	sbuf_put(sb, s, strlen(s));
}

void
sbuf_printf(struct sbuf *sb, const char *fmt, ...)
{
	va_list ap, again;
	int len;

	va_start(ap, fmt);
	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len > 0) {
		sbuf_grow(sb, (size_t)len + 1);
		(void)vsnprintf(sb->sb_s + sb->sb_len, (size_t)len + 1, fmt,
		    again);
		sb->sb_len += (size_t)len;
	}
	va_end(again);
}

/* The string so far, with a NUL that does not count. */
char *
sbuf_str(struct sbuf *sb)
{
	if (sb->sb_len == sb->sb_cap)
		sbuf_grow(sb, 1);
	sb->sb_s[sb->sb_len] = '\0';
	return (sb->sb_s);
}

/* Append s; the list is always ended by a NULL that does not count. */
void
strlist_add(struct strlist *sl, char *s)
{
	size_t cap;

	if (sl->sl_n + 1 >= sl->sl_cap) {
		cap = sl->sl_cap != 0 ? sl->sl_cap * 2 : 8;
		sl->sl_v = tmp_extend(sl->sl_v, sl->sl_cap * sizeof(char *),
		    cap * sizeof(char *));
		sl->sl_cap = cap;
	}
	sl->sl_v[sl->sl_n++] = s;
	sl->sl_v[sl->sl_n] = NULL;
}

static int
strlist_compare(const void *a, const void *b)
{
	const char *const *sa = a, *const *sb = b;

	return (strcoll(*sa, *sb));
}

/* Sort the members from index first on. */
void
strlist_sort(struct strlist *sl, size_t first)
{
	if (sl->sl_n - first > 1)
		qsort(sl->sl_v + first, sl->sl_n - first, sizeof(char *),
		    strlist_compare);
}
