/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The order of locks, by the names given to mutex_init(), rw_init() and
 * spin_init(): in each row a lock may be held while one to its right is taken.
 * NULL ends a row.  The checker of DEBUG kernels begins with these and learns
 * the rest by watching; a lock that stands in no row is checked too.
 */
#ifndef _KERN_LOCKORDER_H_
#define	_KERN_LOCKORDER_H_

static const char *const	lock_orders[] = {
	/* Processes. */
	"proctree", "tty", "pgrp", "proc", "sleepq", NULL,
	"proc", "filedesc", NULL,
	/* Vnodes: parent before child; then what a file system locks inside. */
	"mount", "vnode", "vm_map", "vm_object", "pmap", NULL,
	/* Sockets. */
	"vnode", "unp", "socket", "sockbuf", "vm_map", NULL,
	"unpgc", "socket", NULL,
	"sockbuf", "notify", NULL,
	/* Events. */
	"proc", "notify", "kqueue", "sleepq", NULL,
	"filedesc", "kqueue", NULL,
	/* Sleeping and waking. */
	"sleepq", "timeout", "runq", "msgbuf", NULL,
	"sleepq", "runq", "console", NULL,
	/* Memory. */
	"kmem list", "kmem drain", "kmem", NULL,
	"kva", "kmem", NULL,
	"vm_object", "kmem", "vm_phys", NULL,
	"pmap", "vm_phys", NULL,
	NULL
};

/*
 * Classes of which several may be held, in an order of their own (parent to
 * child, by address) that the code using them states.
 */
static const char *const	lock_dups[] = {
	"vnode", "pipe", "vm_object", "vm_map", "pmap", "buf",
	"notify", NULL
};

#endif /* !_KERN_LOCKORDER_H_ */
