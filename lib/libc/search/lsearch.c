/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <search.h>
#include <string.h>

void *
lfind(const void *key, const void *base, size_t *np, size_t size,
    int (*cmp)(const void *, const void *))
{
	const char *p = base;
	size_t i;

	for (i = 0; i < *np; i++, p += size) {
		if (cmp(key, p) == 0)
			return (__DECONST(void *, p));
	}
	return (NULL);
}

void *
lsearch(const void *key, void *base, size_t *np, size_t size,
    int (*cmp)(const void *, const void *))
{
	void *p = lfind(key, base, np, size, cmp);

	if (p == NULL) {
		p = (char *)base + *np * size;
		memcpy(p, key, size);
		(*np)++;
	}
	return (p);
}
