/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Arrays that the linker gathers: each file adds pointers to objects of one
 * type to a named set, and one file walks the set.
 */
#ifndef _SYS_LINKER_SET_H_
#define	_SYS_LINKER_SET_H_

#ifdef _KERNEL
#include <sys/cdefs.h>

#define	LINKER_SET_ENTRY(set, sym)					\
	static __typeof__(&(sym)) const __CONCAT(__set_##set##_sym_, sym) \
	    __section("set_" #set) __used = &(sym)

#define	DATA_SET(set, sym)	LINKER_SET_ENTRY(set, sym)

/*
 * SET_DECLARE names the bounds, which the linker makes for any section whose
 * name is a C identifier.  Weak: a set may be empty.
 */
#define	SET_DECLARE(set, type)						\
	extern type *__CONCAT(__start_set_, set)[] __weak_symbol;	\
	extern type *__CONCAT(__stop_set_, set)[] __weak_symbol

#define	SET_BEGIN(set)	(&__CONCAT(__start_set_, set)[0])
#define	SET_LIMIT(set)	(&__CONCAT(__stop_set_, set)[0])
#define	SET_COUNT(set)	((size_t)(SET_LIMIT(set) - SET_BEGIN(set)))
#define	SET_ITEM(set, i) (SET_BEGIN(set)[i])

/* Visit each pointer; pvar is a type **. */
#define	SET_FOREACH(pvar, set)						\
	for ((pvar) = SET_BEGIN(set); (pvar) < SET_LIMIT(set); (pvar)++)

#endif /* _KERNEL */
#endif /* !_SYS_LINKER_SET_H_ */
