/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Allocation with checks around malloc's own.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

void *
reallocarray(void *p, size_t n, size_t elem)
{
	size_t size;

	if (__builtin_mul_overflow(n, elem, &size)) {
		errno = ENOMEM;
		return (NULL);
	}
	return (realloc(p, size));
}

void *
reallocf(void *p, size_t size)
{
	void *q = realloc(p, size);

	if (q == NULL)
		free(p);
	return (q);
}

/* New elements are zero, and no byte of old ones stays behind. */
void *
recallocarray(void *p, size_t oldn, size_t n, size_t elem)
{
	size_t oldsize, size;
	void *q;

	if (p == NULL)
		return (calloc(n, elem));
	if (__builtin_mul_overflow(n, elem, &size)) {
		errno = ENOMEM;
		return (NULL);
	}
	if (__builtin_mul_overflow(oldn, elem, &oldsize)) {
		errno = EINVAL;
		return (NULL);
	}
	if ((q = malloc(size)) == NULL)
		return (NULL);
	if (size > oldsize) {
		(void)memcpy(q, p, oldsize);
		(void)memset((char *)q + oldsize, 0, size - oldsize);
	} else
		(void)memcpy(q, p, size);
	freezero(p, oldsize);
	return (q);
}

void
freezero(void *p, size_t size)
{
	if (p != NULL) {
		explicit_bzero(p, size);
		free(p);
	}
}
