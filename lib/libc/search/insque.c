/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <search.h>
#include <stddef.h>

/* How the elements of such a list begin. */
struct qelem {
	struct qelem	*next;
	struct qelem	*prev;
};

void
insque(void *elem, void *pred)
{
	struct qelem *e = elem, *p = pred;

	e->prev = p;
	if (p == NULL) {
		e->next = NULL;
		return;
	}
	e->next = p->next;
	if (p->next != NULL)
		p->next->prev = e;
	p->next = e;
}

void
remque(void *elem)
{
	struct qelem *e = elem;

	if (e->next != NULL)
		e->next->prev = e->prev;
	if (e->prev != NULL)
		e->prev->next = e->next;
}
