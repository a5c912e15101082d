/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Linked lists as macros: singly linked lists (SLIST) and tail queues (STAILQ),
 * doubly linked lists (LIST) and tail queues (TAILQ).  A link member is
 * embedded in each element; heads and links hold typed pointers.  See
 * queue(3).
 * Tests	tests/lib/libc/sys/t_queue.c
 */

#ifndef _SYS_QUEUE_H_
#define	_SYS_QUEUE_H_

#include <sys/cdefs.h>

/* Singly linked list. */
#define	SLIST_HEAD(name, type)						\
struct name {								\
	struct type *slh_first;						\
}
#define	SLIST_HEAD_INITIALIZER(head)	{ ((void *)0) }
#define	SLIST_ENTRY(type)						\
struct {								\
	struct type *sle_next;						\
}
#define	SLIST_FIRST(head)	((head)->slh_first)
#define	SLIST_NEXT(elm, field)	((elm)->field.sle_next)
#define	SLIST_EMPTY(head)	(SLIST_FIRST(head) == ((void *)0))
#define	SLIST_INIT(head)	((void)(SLIST_FIRST(head) = ((void *)0)))
#define	SLIST_FOREACH(var, head, field)					\
	for ((var) = SLIST_FIRST(head); (var) != ((void *)0);		\
	    (var) = SLIST_NEXT(var, field))
#define	SLIST_FOREACH_SAFE(var, head, field, tvar)			\
	for ((var) = SLIST_FIRST(head);					\
	    (var) != ((void *)0) && ((tvar) = SLIST_NEXT(var, field), 1); \
	    (var) = (tvar))
#define	SLIST_INSERT_HEAD(head, elm, field) do {			\
	SLIST_NEXT(elm, field) = SLIST_FIRST(head);			\
	SLIST_FIRST(head) = (elm);					\
} while (0)
#define	SLIST_INSERT_AFTER(prev, elm, field) do {			\
	SLIST_NEXT(elm, field) = SLIST_NEXT(prev, field);		\
	SLIST_NEXT(prev, field) = (elm);				\
} while (0)
#define	SLIST_REMOVE_HEAD(head, field)					\
	((void)(SLIST_FIRST(head) = SLIST_NEXT(SLIST_FIRST(head), field)))
#define	SLIST_REMOVE_AFTER(elm, field)					\
	((void)(SLIST_NEXT(elm, field) =				\
	    SLIST_NEXT(SLIST_NEXT(elm, field), field)))
#define	SLIST_REMOVE(head, elm, type, field) do {			\
	struct type **__link = &SLIST_FIRST(head);			\
									\
	while (*__link != (elm))					\
		__link = &SLIST_NEXT(*__link, field);			\
	*__link = SLIST_NEXT(*__link, field);				\
} while (0)
#define	SLIST_SWAP(a, b, type) do {					\
	struct type *__first = SLIST_FIRST(a);				\
									\
	SLIST_FIRST(a) = SLIST_FIRST(b);				\
	SLIST_FIRST(b) = __first;					\
} while (0)

/* Singly linked tail queue. */
#define	STAILQ_HEAD(name, type)						\
struct name {								\
	struct type *stqh_first;					\
	struct type **stqh_last;					\
}
#define	STAILQ_HEAD_INITIALIZER(head)	{ ((void *)0), &(head).stqh_first }
#define	STAILQ_ENTRY(type)						\
struct {								\
	struct type *stqe_next;						\
}
#define	STAILQ_FIRST(head)	((head)->stqh_first)
#define	STAILQ_NEXT(elm, field)	((elm)->field.stqe_next)
#define	STAILQ_EMPTY(head)	(STAILQ_FIRST(head) == ((void *)0))
#define	STAILQ_INIT(head) do {						\
	STAILQ_FIRST(head) = ((void *)0);				\
	(head)->stqh_last = &STAILQ_FIRST(head);			\
} while (0)
#define	STAILQ_LAST(head, type, field)					\
	(STAILQ_EMPTY(head) ? (struct type *)((void *)0) :		\
	    __containerof((head)->stqh_last, struct type, field.stqe_next))
#define	STAILQ_FOREACH(var, head, field)				\
	for ((var) = STAILQ_FIRST(head); (var) != ((void *)0);		\
	    (var) = STAILQ_NEXT(var, field))
#define	STAILQ_FOREACH_SAFE(var, head, field, tvar)			\
	for ((var) = STAILQ_FIRST(head);				\
	    (var) != ((void *)0) && ((tvar) = STAILQ_NEXT(var, field), 1); \
	    (var) = (tvar))
#define	STAILQ_INSERT_HEAD(head, elm, field) do {			\
	STAILQ_NEXT(elm, field) = STAILQ_FIRST(head);			\
	if (STAILQ_NEXT(elm, field) == ((void *)0))			\
		(head)->stqh_last = &STAILQ_NEXT(elm, field);		\
	STAILQ_FIRST(head) = (elm);					\
} while (0)
#define	STAILQ_INSERT_TAIL(head, elm, field) do {			\
	STAILQ_NEXT(elm, field) = ((void *)0);				\
	*(head)->stqh_last = (elm);					\
	(head)->stqh_last = &STAILQ_NEXT(elm, field);			\
} while (0)
#define	STAILQ_INSERT_AFTER(head, prev, elm, field) do {		\
	STAILQ_NEXT(elm, field) = STAILQ_NEXT(prev, field);		\
	if (STAILQ_NEXT(elm, field) == ((void *)0))			\
		(head)->stqh_last = &STAILQ_NEXT(elm, field);		\
	STAILQ_NEXT(prev, field) = (elm);				\
} while (0)
#define	STAILQ_REMOVE_HEAD(head, field) do {				\
	STAILQ_FIRST(head) = STAILQ_NEXT(STAILQ_FIRST(head), field);	\
	if (STAILQ_EMPTY(head))						\
		(head)->stqh_last = &STAILQ_FIRST(head);		\
} while (0)
#define	STAILQ_REMOVE_AFTER(head, elm, field) do {			\
	STAILQ_NEXT(elm, field) =					\
	    STAILQ_NEXT(STAILQ_NEXT(elm, field), field);		\
	if (STAILQ_NEXT(elm, field) == ((void *)0))			\
		(head)->stqh_last = &STAILQ_NEXT(elm, field);		\
} while (0)
#define	STAILQ_REMOVE(head, elm, type, field) do {			\
	struct type **__link = &STAILQ_FIRST(head);			\
									\
	while (*__link != (elm))					\
		__link = &STAILQ_NEXT(*__link, field);			\
	*__link = STAILQ_NEXT(*__link, field);				\
	if (*__link == ((void *)0))					\
		(head)->stqh_last = __link;				\
} while (0)
#define	STAILQ_CONCAT(a, b) do {					\
	if (!STAILQ_EMPTY(b)) {						\
		*(a)->stqh_last = STAILQ_FIRST(b);			\
		(a)->stqh_last = (b)->stqh_last;			\
		STAILQ_INIT(b);						\
	}								\
} while (0)

/* Doubly linked list. */
#define	LIST_HEAD(name, type)						\
struct name {								\
	struct type *lh_first;						\
}
#define	LIST_HEAD_INITIALIZER(head)	{ ((void *)0) }
#define	LIST_ENTRY(type)						\
struct {								\
	struct type *le_next;						\
	struct type **le_prev;	/* the pointer that points here */	\
}
#define	LIST_FIRST(head)	((head)->lh_first)
#define	LIST_NEXT(elm, field)	((elm)->field.le_next)
#define	LIST_PREV(elm, head, type, field)				\
	((elm)->field.le_prev == &LIST_FIRST(head) ?			\
	    (struct type *)((void *)0) :				\
	    __containerof((elm)->field.le_prev, struct type, field.le_next))
#define	LIST_EMPTY(head)	(LIST_FIRST(head) == ((void *)0))
#define	LIST_INIT(head)		((void)(LIST_FIRST(head) = ((void *)0)))
#define	LIST_FOREACH(var, head, field)					\
	for ((var) = LIST_FIRST(head); (var) != ((void *)0);		\
	    (var) = LIST_NEXT(var, field))
#define	LIST_FOREACH_SAFE(var, head, field, tvar)			\
	for ((var) = LIST_FIRST(head);					\
	    (var) != ((void *)0) && ((tvar) = LIST_NEXT(var, field), 1); \
	    (var) = (tvar))
#define	LIST_INSERT_HEAD(head, elm, field) do {				\
	LIST_NEXT(elm, field) = LIST_FIRST(head);			\
	if (LIST_FIRST(head) != ((void *)0))				\
		LIST_FIRST(head)->field.le_prev = &LIST_NEXT(elm, field); \
	LIST_FIRST(head) = (elm);					\
	(elm)->field.le_prev = &LIST_FIRST(head);			\
} while (0)
#define	LIST_INSERT_AFTER(prev, elm, field) do {			\
	LIST_NEXT(elm, field) = LIST_NEXT(prev, field);			\
	if (LIST_NEXT(prev, field) != ((void *)0))			\
		LIST_NEXT(prev, field)->field.le_prev =			\
		    &LIST_NEXT(elm, field);				\
	LIST_NEXT(prev, field) = (elm);					\
	(elm)->field.le_prev = &LIST_NEXT(prev, field);			\
} while (0)
#define	LIST_INSERT_BEFORE(next, elm, field) do {			\
	(elm)->field.le_prev = (next)->field.le_prev;			\
	LIST_NEXT(elm, field) = (next);					\
	*(next)->field.le_prev = (elm);					\
	(next)->field.le_prev = &LIST_NEXT(elm, field);			\
} while (0)
#define	LIST_REMOVE(elm, field) do {					\
	if (LIST_NEXT(elm, field) != ((void *)0))			\
		LIST_NEXT(elm, field)->field.le_prev =			\
		    (elm)->field.le_prev;				\
	*(elm)->field.le_prev = LIST_NEXT(elm, field);			\
} while (0)
#define	LIST_REPLACE(elm, new, field) do {				\
	LIST_NEXT(new, field) = LIST_NEXT(elm, field);			\
	if (LIST_NEXT(new, field) != ((void *)0))			\
		LIST_NEXT(new, field)->field.le_prev =			\
		    &LIST_NEXT(new, field);				\
	(new)->field.le_prev = (elm)->field.le_prev;			\
	*(new)->field.le_prev = (new);					\
} while (0)

/* Doubly linked tail queue. */
#define	TAILQ_HEAD(name, type)						\
struct name {								\
	struct type *tqh_first;						\
	struct type **tqh_last;	/* the last element's next pointer */	\
}
#define	TAILQ_HEAD_INITIALIZER(head)	{ ((void *)0), &(head).tqh_first }
#define	TAILQ_ENTRY(type)						\
struct {								\
	struct type *tqe_next;						\
	struct type **tqe_prev;	/* the pointer that points here */	\
}
#define	TAILQ_FIRST(head)	((head)->tqh_first)
#define	TAILQ_NEXT(elm, field)	((elm)->field.tqe_next)
#define	TAILQ_LAST(head, headname)					\
	(*(((struct headname *)(void *)((head)->tqh_last))->tqh_last))
#define	TAILQ_PREV(elm, headname, field)				\
	(*(((struct headname *)(void *)((elm)->field.tqe_prev))->tqh_last))
#define	TAILQ_EMPTY(head)	(TAILQ_FIRST(head) == ((void *)0))
#define	TAILQ_INIT(head) do {						\
	TAILQ_FIRST(head) = ((void *)0);				\
	(head)->tqh_last = &TAILQ_FIRST(head);				\
} while (0)
#define	TAILQ_FOREACH(var, head, field)					\
	for ((var) = TAILQ_FIRST(head); (var) != ((void *)0);		\
	    (var) = TAILQ_NEXT(var, field))
#define	TAILQ_FOREACH_SAFE(var, head, field, tvar)			\
	for ((var) = TAILQ_FIRST(head);					\
	    (var) != ((void *)0) && ((tvar) = TAILQ_NEXT(var, field), 1); \
	    (var) = (tvar))
#define	TAILQ_FOREACH_REVERSE(var, head, headname, field)		\
	for ((var) = TAILQ_LAST(head, headname); (var) != ((void *)0);	\
	    (var) = TAILQ_PREV(var, headname, field))
#define	TAILQ_FOREACH_REVERSE_SAFE(var, head, headname, field, tvar)	\
	for ((var) = TAILQ_LAST(head, headname);			\
	    (var) != ((void *)0) &&					\
	    ((tvar) = TAILQ_PREV(var, headname, field), 1);		\
	    (var) = (tvar))
#define	TAILQ_INSERT_HEAD(head, elm, field) do {			\
	TAILQ_NEXT(elm, field) = TAILQ_FIRST(head);			\
	if (TAILQ_FIRST(head) != ((void *)0))				\
		TAILQ_FIRST(head)->field.tqe_prev =			\
		    &TAILQ_NEXT(elm, field);				\
	else								\
		(head)->tqh_last = &TAILQ_NEXT(elm, field);		\
	TAILQ_FIRST(head) = (elm);					\
	(elm)->field.tqe_prev = &TAILQ_FIRST(head);			\
} while (0)
#define	TAILQ_INSERT_TAIL(head, elm, field) do {			\
	TAILQ_NEXT(elm, field) = ((void *)0);				\
	(elm)->field.tqe_prev = (head)->tqh_last;			\
	*(head)->tqh_last = (elm);					\
	(head)->tqh_last = &TAILQ_NEXT(elm, field);			\
} while (0)
#define	TAILQ_INSERT_AFTER(head, prev, elm, field) do {			\
	TAILQ_NEXT(elm, field) = TAILQ_NEXT(prev, field);		\
	if (TAILQ_NEXT(elm, field) != ((void *)0))			\
		TAILQ_NEXT(elm, field)->field.tqe_prev =		\
		    &TAILQ_NEXT(elm, field);				\
	else								\
		(head)->tqh_last = &TAILQ_NEXT(elm, field);		\
	TAILQ_NEXT(prev, field) = (elm);				\
	(elm)->field.tqe_prev = &TAILQ_NEXT(prev, field);		\
} while (0)
#define	TAILQ_INSERT_BEFORE(next, elm, field) do {			\
	(elm)->field.tqe_prev = (next)->field.tqe_prev;			\
	TAILQ_NEXT(elm, field) = (next);				\
	*(next)->field.tqe_prev = (elm);				\
	(next)->field.tqe_prev = &TAILQ_NEXT(elm, field);		\
} while (0)
#define	TAILQ_REMOVE(head, elm, field) do {				\
	if (TAILQ_NEXT(elm, field) != ((void *)0))			\
		TAILQ_NEXT(elm, field)->field.tqe_prev =		\
		    (elm)->field.tqe_prev;				\
	else								\
		(head)->tqh_last = (elm)->field.tqe_prev;		\
	*(elm)->field.tqe_prev = TAILQ_NEXT(elm, field);		\
} while (0)
#define	TAILQ_REPLACE(head, elm, new, field) do {			\
	TAILQ_NEXT(new, field) = TAILQ_NEXT(elm, field);		\
	if (TAILQ_NEXT(new, field) != ((void *)0))			\
		TAILQ_NEXT(new, field)->field.tqe_prev =		\
		    &TAILQ_NEXT(new, field);				\
	else								\
		(head)->tqh_last = &TAILQ_NEXT(new, field);		\
	(new)->field.tqe_prev = (elm)->field.tqe_prev;			\
	*(new)->field.tqe_prev = (new);					\
} while (0)
#define	TAILQ_CONCAT(a, b, field) do {					\
	if (!TAILQ_EMPTY(b)) {						\
		*(a)->tqh_last = TAILQ_FIRST(b);			\
		TAILQ_FIRST(b)->field.tqe_prev = (a)->tqh_last;		\
		(a)->tqh_last = (b)->tqh_last;				\
		TAILQ_INIT(b);						\
	}								\
} while (0)

#endif /* !_SYS_QUEUE_H_ */
