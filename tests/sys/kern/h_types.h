/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * How many objects and pages of each type the kernel has, and whether there are
 * more than there were: for programs that run as root and leave nothing behind.
 *
 *	static struct type before[TYPES_MAX];
 *
 *	use every part of the kernel that is to be looked at;
 *	types_baseline(before);
 *	use them a lot, and take all away again;
 *	types_settle(before, 60);	(it ends the program if there are more)
 */

#ifndef _H_TYPES_H_
#define	_H_TYPES_H_

#include <sys/types.h>

#define	TYPES_MAX	80

/* A type, of vm.kmem or of pages; the last of an array has no name. */
struct type {
	char		 t_name[32];
	long		 t_live;
	long		 t_more;	/* so many more are right */
};

/*
 * What counts as before: the most of several counts, since what the system's
 * other processes have in use differs from moment to moment.
 */
void	types_baseline(struct type *);

/*
 * Wait until there are no more than before; some are freed later.  If that does
 * not come about in so many seconds, say which there are and exit.
 */
void	types_settle(const struct type *, time_t seconds);

#endif
