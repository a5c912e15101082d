/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Hash tables of strings: open addressing, growing at two thirds full.  Keys
 * and data belong to the caller; hdestroy(3) frees the table only.
 */

#include <errno.h>
#include <search.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct __hsearch {
	ENTRY	*table;
	size_t	mask;		/* slots less one */
	size_t	used;
};

static struct hsearch_data	global_table;

/* FNV-1a. */
static size_t
hash(const char *s)
{
	uint64_t h = 0xcbf29ce484222325UL;

	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 0x100000001b3UL;
	return ((size_t)(h ^ h >> 32));
}

static ENTRY *
slot(const struct __hsearch *h, const char *key)
{
	size_t i;

	for (i = hash(key) & h->mask; h->table[i].key != NULL;
	    i = (i + 1) & h->mask) {
		if (strcmp(h->table[i].key, key) == 0)
			break;
	}
	return (&h->table[i]);
}

static int
grow(struct __hsearch *h)
{
	struct __hsearch bigger = { .mask = h->mask * 2 + 1 };
	size_t i;

	bigger.table = calloc(bigger.mask + 1, sizeof(ENTRY));
	if (bigger.table == NULL)
		return (0);
	for (i = 0; i <= h->mask; i++) {
		if (h->table[i].key != NULL)
			*slot(&bigger, h->table[i].key) = h->table[i];
	}
	free(h->table);
	h->table = bigger.table;
	h->mask = bigger.mask;
	return (1);
}

int
hcreate_r(size_t n, struct hsearch_data *data)
{
	struct __hsearch *h;
	size_t slots = 16;

	while (slots < n + n / 2 && slots < SIZE_MAX / 4 / sizeof(ENTRY))
		slots *= 2;
	if ((h = calloc(1, sizeof(*h))) == NULL)
		return (0);
	if ((h->table = calloc(slots, sizeof(ENTRY))) == NULL) {
		free(h);
		return (0);
	}
	h->mask = slots - 1;
	data->__hsearch = h;
	return (1);
}

void
hdestroy_r(struct hsearch_data *data)
{
	if (data->__hsearch != NULL) {
		free(data->__hsearch->table);
		free(data->__hsearch);
		data->__hsearch = NULL;
	}
}

int
hsearch_r(ENTRY item, ACTION action, ENTRY **result,
    struct hsearch_data *data)
{
	struct __hsearch *h = data->__hsearch;
	ENTRY *e = slot(h, item.key);

	*result = NULL;
	if (e->key == NULL) {
		if (action == FIND) {
			errno = ESRCH;
			return (0);
		}
		if ((h->used + 1) * 3 > (h->mask + 1) * 2) {
			if (grow(h) == 0) {
				errno = ENOMEM;
				return (0);
			}
			e = slot(h, item.key);
		}
		*e = item;
		h->used++;
	}
	*result = e;
	return (1);
}

int
hcreate(size_t n)
{
	if (global_table.__hsearch != NULL) {
		errno = EINVAL;
		return (0);
	}
	return (hcreate_r(n, &global_table));
}

void
hdestroy(void)
{
	hdestroy_r(&global_table);
}

ENTRY *
hsearch(ENTRY item, ACTION action)
{
	ENTRY *result;

	if (global_table.__hsearch == NULL && hcreate(0) == 0)
		return (NULL);
	return (hsearch_r(item, action, &result, &global_table) != 0 ?
	    result : NULL);
}
