/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Threads as the kernel makes them; thr_new(2).  Programs use <pthread.h>.
 */
#ifndef _SYS_THR_H_
#define	_SYS_THR_H_

#include <sys/_types.h>

/*
 * A thread to be.  thr_new() is told its size, by which the kernel will know
 * the version when there is another.
 */
struct thr_param {
	void	(*tp_start)(void *);	/* does not return: thr_exit() */
	void	*tp_arg;
	void	*tp_stack_base;		/* lowest address */
	__size_t tp_stack_size;
	void	*tp_tls;		/* thread pointer */
	int	*tp_tid;		/* its id is here before it starts */
};

/* What thr_exit() stores, and wakes waiters of: memory is the caller's. */
#define	THR_EXITED	1U

#ifndef _KERNEL
__BEGIN_DECLS
void	thr_exit(unsigned int *) __dead2;
int	thr_kill(int, int);
int	thr_new(const struct thr_param *, __size_t);
int	thr_self(void);
__END_DECLS
#endif

#endif /* !_SYS_THR_H_ */
