/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Functions to be called at exit, last come first served: those of atexit(3)
 * and, through __cxa_atexit, destructors of C++ objects.  A handler may
 * register another one, which is then called next.
 */

#include <stdlib.h>
#include <unistd.h>
#include "libc_private.h"

#define	BLOCK_FUNCS	32		/* so many need no memory */

int	__cxa_atexit(void (*)(void *), void *, void *);
void	__cxa_finalize(void *);

struct exit_func {
	void	(*func)(void *);
	void	*arg;
	void	*dso;
};

struct exit_block {
	struct exit_block *older;
	int		n;
	struct exit_func funcs[BLOCK_FUNCS];
};

static struct exit_block exit_first;
static struct exit_block *exit_newest = &exit_first;
static struct libc_lock exit_lock = LIBC_LOCK_INITIALIZER;
static struct exit_func quick_funcs[BLOCK_FUNCS];
static int quick_n;

extern void	*__dso_handle __hidden;
void		*__dso_handle;

int
__cxa_atexit(void (*func)(void *), void *arg, void *dso)
{
	struct exit_block *b;
	int ret = 0;

	libc_lock(&exit_lock);
	b = exit_newest;
	if (b->n == BLOCK_FUNCS) {
		if ((b = malloc(sizeof(*b))) != NULL) {
			b->n = 0;
			b->older = exit_newest;
			exit_newest = b;
		} else
			ret = -1;
	}
	if (ret == 0)
		b->funcs[b->n++] = (struct exit_func){ func, arg, dso };
	libc_unlock(&exit_lock);
	return (ret);
}

static void
call_plain(void *func)
{
	((void (*)(void))func)();
}

int
atexit(void (*func)(void))
{
	return (__cxa_atexit(call_plain, (void *)func, NULL));
}

/*
 * Call and remove the functions of one object, or all.
 */
void
__cxa_finalize(void *dso)
{
	struct exit_block *b;
	struct exit_func f;
	int i;

	libc_lock(&exit_lock);
again:
	for (b = exit_newest; b != NULL; b = b->older) {
		for (i = b->n; i-- > 0; ) {
			if (b->funcs[i].func == NULL ||
			    (dso != NULL && b->funcs[i].dso != dso))
				continue;
			f = b->funcs[i];
			b->funcs[i].func = NULL;
			if (i == b->n - 1)
				b->n--;
			libc_unlock(&exit_lock);
			f.func(f.arg);
			libc_lock(&exit_lock);
			goto again;		/* it may have added some */
		}
	}
	libc_unlock(&exit_lock);
}

/* Linked in with stdio only. */
extern void	(*libc_stdio_cleanup)(void) __weak_symbol;

void
exit(int status)
{
	__cxa_finalize(NULL);
	libc_run_fini();
	if (&libc_stdio_cleanup != NULL)
		libc_stdio_cleanup();
	__sys__exit(status);
}

void
_Exit(int status)
{
	__sys__exit(status);
}

int
at_quick_exit(void (*func)(void))
{
	int ret = -1;

	libc_lock(&exit_lock);
	if (quick_n < BLOCK_FUNCS) {
		quick_funcs[quick_n++].arg = (void *)func;
		ret = 0;
	}
	libc_unlock(&exit_lock);
	return (ret);
}

void
quick_exit(int status)
{
	while (quick_n > 0)
		call_plain(quick_funcs[--quick_n].arg);
	__sys__exit(status);
}
