/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include "malloc_impl.h"

void *
aligned_alloc(size_t align, size_t size)
{
	if (align == 0 || (align & (align - 1)) != 0) {
		errno = EINVAL;
		return (NULL);
	}
	return (malloc_aligned(align, size));
}

/* The old form; another name for aligned_alloc(). */
void *
memalign(size_t align, size_t size)
{
	return (aligned_alloc(align, size));
}

int
posix_memalign(void **pp, size_t align, size_t size)
{
	int saved = errno;
	void *p;

	if (align < sizeof(void *) || (align & (align - 1)) != 0)
		return (EINVAL);
	p = malloc_aligned(align, size);
	errno = saved;
	if (p == NULL)
		return (ENOMEM);
	*pp = p;
	return (0);
}
