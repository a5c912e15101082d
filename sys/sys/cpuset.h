/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Sets of CPUs; cpuset_getaffinity(2).
 */
#ifndef _SYS_CPUSET_H_
#define	_SYS_CPUSET_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

#define	CPU_SETSIZE	256
#define	_CPU_BITS	64
#define	_CPU_WORDS	(CPU_SETSIZE / _CPU_BITS)

typedef	struct _cpuset {
	__uint64_t	__bits[_CPU_WORDS];
} cpuset_t;

typedef	int	cpulevel_t;
typedef	int	cpuwhich_t;

typedef	__id_t		id_t;
typedef	__size_t	size_t;

#define	CPU_LEVEL_ROOT	1		/* all CPUs that there are */
#define	CPU_LEVEL_WHICH	3		/* those that the thing may use */
#define	CPU_WHICH_TID	1
#define	CPU_WHICH_PID	2

#define	_CPU_WORD(n)	((__size_t)(n) / _CPU_BITS)
#define	_CPU_MASK(n)	((__uint64_t)1 << ((__size_t)(n) % _CPU_BITS))

#define	CPU_CLR(n, s)	((void)((s)->__bits[_CPU_WORD(n)] &= ~_CPU_MASK(n)))
#define	CPU_SET(n, s)	((void)((s)->__bits[_CPU_WORD(n)] |= _CPU_MASK(n)))
#define	CPU_ISSET(n, s)	(((s)->__bits[_CPU_WORD(n)] & _CPU_MASK(n)) != 0)
#define	CPU_ZERO(s) do {						\
	for (__size_t __i = 0; __i < _CPU_WORDS; __i++)			\
		(s)->__bits[__i] = 0;					\
} while (0)

static __inline int
__cpuset_count(const cpuset_t *s)
{
	int n = 0;

	for (__size_t i = 0; i < _CPU_WORDS; i++)
		n += __builtin_popcountll(s->__bits[i]);
	return (n);
}

#define	CPU_COUNT(s)	__cpuset_count(s)
#define	CPU_EMPTY(s)	(__cpuset_count(s) == 0)

#ifndef _KERNEL
__BEGIN_DECLS
int	cpuset_getaffinity(cpulevel_t, cpuwhich_t, id_t, size_t, cpuset_t *);
int	cpuset_setaffinity(cpulevel_t, cpuwhich_t, id_t, size_t,
	    const cpuset_t *);
__END_DECLS
#endif

#endif /* !_SYS_CPUSET_H_ */
