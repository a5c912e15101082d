/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */
#ifndef _H_UNIT_SHIM_H_
#define	_H_UNIT_SHIM_H_

#include <sys/resource.h>
#include <sys/types.h>

#include "h_unit.h"

struct vm_object;
struct vmspace;
struct vnode;

#define	SHIM_FILE_PAGES	64

extern u_long shim_pages;		/* physical pages in use */
extern u_long shim_live;		/* kernel objects in use */
extern u_long shim_fail_after;		/* allocations that still succeed */
extern u_int shim_locks;		/* locks held */
extern u_int shim_io_errors;		/* the n-th read of the file fails */
extern rlim_t shim_limits[];
extern struct vnode shim_vnode;

void	shim_reclaim(struct vmspace *);
struct vm_object *shim_file_open(off_t size);
char	*shim_file_bytes(void);

/* The cases, by file. */
void	unit_radix_dense(void);
void	unit_radix_random(void);
void	unit_radix_nomem(void);
void	unit_tree_random(void);
void	unit_tree_findspace(void);
void	unit_map_model(void);
void	unit_map_nomem(void);
void	unit_fork_loop(void);
void	unit_fork_big(void);
void	unit_fork_generations(void);
void	unit_fork_flattened(void);
void	unit_reclaim(void);
void	unit_munmap_frees(void);
void	unit_stack_grows(void);
void	unit_stack_small_gap(void);
void	unit_stack_lowered_limit(void);
void	unit_file_truncate(void);
void	unit_file_dirty(void);
void	unit_file_around(void);
void	unit_file_modified(void);
void	unit_file_error(void);
void	unit_ubc_write(void);
void	unit_ubc_holes(void);
void	unit_elf_good(void);
void	unit_elf_fields(void);
void	unit_elf_mutations(void);
void	unit_elf_notes(void);

#endif /* !_H_UNIT_SHIM_H_ */
