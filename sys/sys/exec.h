/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Running programs, inside the kernel.
 *
 * Core: programs are run by system calls; formats are in imgact(9).
 */
#ifndef _SYS_EXEC_H_
#define	_SYS_EXEC_H_

#ifdef _KERNEL
#include <sys/imgact.h>

struct thread;
struct vm_object;
struct vnode;

/*
 * Arguments from user space (exec_copyin_*) or from the kernel
 * (exec_add_arg, exec_add_env); E2BIG past ARG_MAX.
 */
int	exec_args_init(struct exec_args *) __result_use_check;
void	exec_args_free(struct exec_args *);
int	exec_copyin_args(struct exec_args *, char *const *argv,
	    char *const *envp);
int	exec_copyin_arg(struct exec_args *, const char *);
int	exec_add_arg(struct exec_args *, const char *);
int	exec_add_env(struct exec_args *, const char *);
int	exec_replace_arg0(struct exec_args *, const char *const *, u_int n);

/*
 * Where a program is.  With xs_vp, which the caller keeps, xs_path is another
 * name of it, under which the interpreter of a script finds it, unless
 * xs_closes.
 */
struct exec_source {
	const char	*xs_path;	/* the kernel's */
	struct vnode	*xs_vp;		/* or NULL: look xs_path up */
	bool		xs_closes;	/* execve(2) closes what it names */
};

/*
 * A program, or the one at path (a kernel string), replaces the running
 * process's image.  Returns an error before the point of no return, and 0 when
 * the thread is to enter the new program; a failure behind it kills the
 * process.
 */
int	exec_source_run(struct thread *, const struct exec_source *,
	    struct exec_args *);
int	exec_run(struct thread *, const char *path, struct exec_args *);

/*
 * Give the running process, which has never been in user mode, the first
 * program that exists of the NULL-terminated list.
 */
int	exec_first(struct thread *, const char *const *paths,
	    const char *arg1);

void	exec_init(void);
extern struct vm_object *exec_sigtramp_object;
#endif /* _KERNEL */

#endif /* !_SYS_EXEC_H_ */
