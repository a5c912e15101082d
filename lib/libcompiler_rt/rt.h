/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Types and prototypes of the functions that the code generator calls for
 * what the machine has no instruction for.  Their names and meanings are the
 * compiler's; none of them may call the C library.
 *
 * Tests	tests/lib/libcompiler_rt
 */

#ifndef _RT_H_
#define	_RT_H_

typedef int ti_int __attribute__((mode(TI)));
typedef unsigned int tu_int __attribute__((mode(TI)));

#define	TI_BITS		128
#define	TI_MIN		((ti_int)((tu_int)1 << (TI_BITS - 1)))
#define	TI_MAX		((ti_int)~TI_MIN)

/* The two halves of a 128-bit number. */
union tu_words {
	tu_int		all;
	struct {
		unsigned long low;
		unsigned long high;
	} s;
};

ti_int	__addvti3(ti_int, ti_int);
ti_int	__subvti3(ti_int, ti_int);
ti_int	__negti2(ti_int);
long	__addvdi3(long, long);
int	__addvsi3(int, int);
long	__subvdi3(long, long);
int	__subvsi3(int, int);
long	__mulvdi3(long, long);
int	__mulvsi3(int, int);

tu_int	__udivmodti4(tu_int, tu_int, tu_int *);
tu_int	__udivti3(tu_int, tu_int);
tu_int	__umodti3(tu_int, tu_int);
ti_int	__divmodti4(ti_int, ti_int, ti_int *);
ti_int	__divti3(ti_int, ti_int);
ti_int	__modti3(ti_int, ti_int);

ti_int	__multi3(ti_int, ti_int);
ti_int	__muloti4(ti_int, ti_int, int *);
long	__mulodi4(long, long, int *);
int	__mulosi4(int, int, int *);

ti_int	__ashlti3(ti_int, int);
ti_int	__ashrti3(ti_int, int);
ti_int	__lshrti3(ti_int, int);
int	__clzti2(ti_int);
int	__ctzti2(ti_int);
int	__ffsti2(ti_int);
int	__ffsdi2(long);
int	__cmpti2(ti_int, ti_int);
int	__ucmpti2(tu_int, tu_int);
int	__popcountsi2(int);
int	__popcountdi2(long);
int	__popcountti2(ti_int);
int	__paritysi2(int);
int	__paritydi2(long);
int	__parityti2(ti_int);

ti_int	__fixsfti(float);
ti_int	__fixdfti(double);
ti_int	__fixxfti(long double);
tu_int	__fixunssfti(float);
tu_int	__fixunsdfti(double);
tu_int	__fixunsxfti(long double);
unsigned long __fixunssfdi(float);
unsigned long __fixunsdfdi(double);
unsigned long __fixunsxfdi(long double);
unsigned int __fixunsxfsi(long double);
float	__floattisf(ti_int);
double	__floattidf(ti_int);
long double __floattixf(ti_int);
float	__floatuntisf(tu_int);
double	__floatuntidf(tu_int);
long double __floatuntixf(tu_int);

float	__powisf2(float, int);
double	__powidf2(double, int);
long double __powixf2(long double, int);

_Complex float	__mulsc3(float, float, float, float);
_Complex double	__muldc3(double, double, double, double);
_Complex long double __mulxc3(long double, long double, long double,
	    long double);
_Complex float	__divsc3(float, float, float, float);
_Complex double	__divdc3(double, double, double, double);
_Complex long double __divxc3(long double, long double, long double,
	    long double);

#endif
