/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Fail points; fail(9): places where an error can be made to happen.
 *
 * KFAIL_POINT(name) is 0, or the errno that somebody asked for there: with the
 * sysctl debug.fail, or with a plan in the simulator.  It is compiled into
 * DEBUG kernels; in others it is the constant 0.
 */
#ifndef _SYS_FAIL_H_
#define	_SYS_FAIL_H_

#ifdef _KERNEL
#include <sys/cdefs.h>
#include <sys/types.h>
#include <sys/linker_set.h>
#include <machine/cpu.h>

/* What fails, for a plan that counts by kind. */
#define	FAIL_OTHER	0		/* only by name */
#define	FAIL_ALLOC	1		/* an allocation of memory */
#define	FAIL_SLEEP	2		/* an interruptible sleep */

/*
 * Locks: (i) constant, (a) atomic, (f) fail_lock to change fp_error from or
 * to 0.
 */
struct fail_point {
	const char	*fp_name;	/* (i) */
	int		fp_kind;	/* (i) FAIL_* */
	volatile int	fp_error;	/* (f) 0: off */
	volatile uint64_t fp_skip;	/* (a) passes before the first */
	volatile uint64_t fp_count;	/* (a) times left */
	volatile uint64_t fp_hits;	/* (a) errors it made */
};

#ifdef DEBUG
/* A port that has plans of its own is asked first; <machine/cpu.h>. */
#ifndef MD_FAIL_POINT
#define	MD_FAIL_POINT(fp, pc)	0
#endif

/* Core: of KFAIL_POINT_KIND(). */
int	fail_point_slow(struct fail_point *);

/* Core: the same. */
static __always_inline int
fail_point(struct fail_point *fp, const void *pc)
{
	int error;

	error = MD_FAIL_POINT(fp, pc);
	if (error == 0 && __predict_false(fp->fp_error != 0))
		error = fail_point_slow(fp);
	return (error);
}

#define	KFAIL_POINT_KIND(name, kind, pc) ({				\
	static struct fail_point _fail_##name = {			\
		.fp_name = #name,					\
		.fp_kind = (kind),					\
	};								\
	DATA_SET(fail_points, _fail_##name);				\
									\
	fail_point(&_fail_##name, (pc));				\
})
#else
#define	KFAIL_POINT_KIND(name, kind, pc)	0
#endif

#define	KFAIL_POINT(name)						\
	KFAIL_POINT_KIND(name, FAIL_OTHER, __builtin_return_address(0))
#endif /* _KERNEL */

#endif /* !_SYS_FAIL_H_ */
