/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Addition, subtraction and multiplication that trap on overflow (-ftrapv),
 * and negation.
 */

#include "rt.h"

#define	TRAPPING(name, type, builtin)					\
type									\
name(type a, type b)							\
{									\
	type r;								\
									\
	if (builtin(a, b, &r))						\
		__builtin_trap();					\
	return (r);							\
}

TRAPPING(__addvsi3, int, __builtin_add_overflow)
TRAPPING(__addvdi3, long, __builtin_add_overflow)
TRAPPING(__addvti3, ti_int, __builtin_add_overflow)
TRAPPING(__subvsi3, int, __builtin_sub_overflow)
TRAPPING(__subvdi3, long, __builtin_sub_overflow)
TRAPPING(__subvti3, ti_int, __builtin_sub_overflow)
TRAPPING(__mulvsi3, int, __builtin_mul_overflow)
TRAPPING(__mulvdi3, long, __builtin_mul_overflow)

ti_int
__negti2(ti_int a)
{
	return ((ti_int)(0 - (tu_int)a));
}
