/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Atomic operations of the kernel: the only place where the compiler's
 * built-ins appear.  All are generic over naturally aligned integers of 1, 2, 4
 * and 8 bytes and pointers.
 *
 *	atomic_load_relaxed(p)		no order
 *	atomic_load_acq(p)		later accesses stay after it
 *	atomic_store_relaxed(p, v)
 *	atomic_store_rel(p, v)		earlier accesses stay before it
 *	atomic_swap(p, v)		old value; full order
 *	atomic_cas(p, old, new)		true when *p was old and now is new
 *	atomic_cas_acq, atomic_cas_rel	with less order
 *	atomic_fcas(p, &old, new)	the same; when false, old is what *p was
 *	atomic_fetch_add/sub/or/and(p, v)	old value; full order
 *	atomic_add/sub/or/and(p, v)	no value
 *	atomic_inc/dec(p)		no value
 *	atomic_dec_nv(p)		new value: was it the last reference
 *	atomic_fence_acq/rel/seq()
 *	atomic_compiler_barrier()	against the compiler only: interrupts
 *
 * Read-modify-write operations are fully ordered unless their name says less.
 *
 * Every operation passes MD_ATOMIC_POINT() first, which is nothing unless
 * <machine/atomic.h> says otherwise: a port that simulates lets other CPUs
 * come between there.
 */
#ifndef _SYS_ATOMIC_H_
#define	_SYS_ATOMIC_H_

#include <sys/cdefs.h>
#include <machine/atomic.h>

#ifndef MD_ATOMIC_POINT
#define	MD_ATOMIC_POINT()	((void)0)
#endif

#define	atomic_load_relaxed(p) \
	(MD_ATOMIC_POINT(), __atomic_load_n((p), __ATOMIC_RELAXED))
#define	atomic_load_acq(p) \
	(MD_ATOMIC_POINT(), __atomic_load_n((p), __ATOMIC_ACQUIRE))
#define	atomic_store_relaxed(p, v) \
	(MD_ATOMIC_POINT(), __atomic_store_n((p), (v), __ATOMIC_RELAXED))
#define	atomic_store_rel(p, v) \
	(MD_ATOMIC_POINT(), __atomic_store_n((p), (v), __ATOMIC_RELEASE))

#define	atomic_swap(p, v) \
	(MD_ATOMIC_POINT(), __atomic_exchange_n((p), (v), __ATOMIC_SEQ_CST))

#define	_atomic_cas(p, old, new, order) ({				\
	__typeof__(+*(p)) _atomic_old = (old);				\
									\
	MD_ATOMIC_POINT();						\
	__atomic_compare_exchange_n((p), &_atomic_old, (new), false,	\
	    (order), __ATOMIC_RELAXED);					\
})
#define	atomic_cas(p, old, new)	_atomic_cas(p, old, new, __ATOMIC_SEQ_CST)
#define	atomic_cas_acq(p, old, new) \
	_atomic_cas(p, old, new, __ATOMIC_ACQUIRE)
#define	atomic_cas_rel(p, old, new) \
	_atomic_cas(p, old, new, __ATOMIC_RELEASE)
#define	atomic_fcas(p, oldp, new) \
	(MD_ATOMIC_POINT(), __atomic_compare_exchange_n((p), (oldp), (new), \
	    false, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED))

#define	atomic_fetch_add(p, v) \
	(MD_ATOMIC_POINT(), __atomic_fetch_add((p), (v), __ATOMIC_SEQ_CST))
#define	atomic_fetch_sub(p, v) \
	(MD_ATOMIC_POINT(), __atomic_fetch_sub((p), (v), __ATOMIC_SEQ_CST))
#define	atomic_fetch_or(p, v) \
	(MD_ATOMIC_POINT(), __atomic_fetch_or((p), (v), __ATOMIC_SEQ_CST))
#define	atomic_fetch_and(p, v) \
	(MD_ATOMIC_POINT(), __atomic_fetch_and((p), (v), __ATOMIC_SEQ_CST))

#define	atomic_add(p, v)	((void)atomic_fetch_add((p), (v)))
#define	atomic_sub(p, v)	((void)atomic_fetch_sub((p), (v)))
#define	atomic_or(p, v)		((void)atomic_fetch_or((p), (v)))
#define	atomic_and(p, v)	((void)atomic_fetch_and((p), (v)))
#define	atomic_inc(p)		atomic_add((p), 1)
#define	atomic_dec(p)		atomic_sub((p), 1)
#define	atomic_dec_nv(p) \
	(MD_ATOMIC_POINT(), __atomic_sub_fetch((p), 1, __ATOMIC_SEQ_CST))
#define	atomic_inc_nv(p) \
	(MD_ATOMIC_POINT(), __atomic_add_fetch((p), 1, __ATOMIC_SEQ_CST))

#define	atomic_fence_acq()	__atomic_thread_fence(__ATOMIC_ACQUIRE)
#define	atomic_fence_rel()	__atomic_thread_fence(__ATOMIC_RELEASE)
#define	atomic_fence_seq()	md_fence_seq()
#define	atomic_compiler_barrier() __atomic_signal_fence(__ATOMIC_SEQ_CST)

#endif /* !_SYS_ATOMIC_H_ */
