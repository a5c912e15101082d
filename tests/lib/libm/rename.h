/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Gives the functions of libm names of their own on the host, whose library
 * computes what they are compared with.  The host's headers come first, then
 * ours with the new names.
 */

#ifndef _RENAME_H_
#define	_RENAME_H_

#include <complex.h>
#include <fenv.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>

#undef fpclassify
#undef isfinite
#undef isinf
#undef isnan
#undef isnormal
#undef signbit
#undef isgreater
#undef isgreaterequal
#undef isless
#undef islessequal
#undef islessgreater
#undef isunordered
#undef FP_INFINITE
#undef FP_NAN
#undef FP_NORMAL
#undef FP_SUBNORMAL
#undef FP_ZERO
#undef FP_ILOGB0
#undef FP_ILOGBNAN
#undef HUGE_VAL
#undef HUGE_VALF
#undef HUGE_VALL
#undef INFINITY
#undef NAN
#undef math_errhandling
#undef MAXFLOAT
#undef M_E
#undef M_LOG2E
#undef M_LOG10E
#undef M_LN2
#undef M_LN10
#undef M_PI
#undef M_PI_2
#undef M_PI_4
#undef M_1_PI
#undef M_2_PI
#undef M_2_SQRTPI
#undef M_SQRT2
#undef M_SQRT1_2
#undef _Complex_I
#undef I
#undef CMPLX
#undef CMPLXF
#undef CMPLXL

#define	acos	tm_acos
#define	acosf	tm_acosf
#define	acosh	tm_acosh
#define	acoshf	tm_acoshf
#define	acoshl	tm_acoshl
#define	acosl	tm_acosl
#define	asin	tm_asin
#define	asinf	tm_asinf
#define	asinh	tm_asinh
#define	asinhf	tm_asinhf
#define	asinhl	tm_asinhl
#define	asinl	tm_asinl
#define	atan	tm_atan
#define	atan2	tm_atan2
#define	atan2f	tm_atan2f
#define	atan2l	tm_atan2l
#define	atanf	tm_atanf
#define	atanh	tm_atanh
#define	atanhf	tm_atanhf
#define	atanhl	tm_atanhl
#define	atanl	tm_atanl
#define	cbrt	tm_cbrt
#define	cbrtf	tm_cbrtf
#define	cbrtl	tm_cbrtl
#define	ceil	tm_ceil
#define	ceilf	tm_ceilf
#define	ceill	tm_ceill
#define	copysign	tm_copysign
#define	copysignf	tm_copysignf
#define	copysignl	tm_copysignl
#define	cos	tm_cos
#define	cosf	tm_cosf
#define	cosh	tm_cosh
#define	coshf	tm_coshf
#define	coshl	tm_coshl
#define	cosl	tm_cosl
#define	erf	tm_erf
#define	erfc	tm_erfc
#define	erfcf	tm_erfcf
#define	erfcl	tm_erfcl
#define	erff	tm_erff
#define	erfl	tm_erfl
#define	exp	tm_exp
#define	exp2	tm_exp2
#define	exp2f	tm_exp2f
#define	exp2l	tm_exp2l
#define	expf	tm_expf
#define	expl	tm_expl
#define	expm1	tm_expm1
#define	expm1f	tm_expm1f
#define	expm1l	tm_expm1l
#define	fabs	tm_fabs
#define	fabsf	tm_fabsf
#define	fabsl	tm_fabsl
#define	fdim	tm_fdim
#define	fdimf	tm_fdimf
#define	fdiml	tm_fdiml
#define	floor	tm_floor
#define	floorf	tm_floorf
#define	floorl	tm_floorl
#define	fma	tm_fma
#define	fmaf	tm_fmaf
#define	fmal	tm_fmal
#define	fmax	tm_fmax
#define	fmaxf	tm_fmaxf
#define	fmaxl	tm_fmaxl
#define	fmin	tm_fmin
#define	fminf	tm_fminf
#define	fminl	tm_fminl
#define	fmod	tm_fmod
#define	fmodf	tm_fmodf
#define	fmodl	tm_fmodl
#define	frexp	tm_frexp
#define	frexpf	tm_frexpf
#define	frexpl	tm_frexpl
#define	hypot	tm_hypot
#define	hypotf	tm_hypotf
#define	hypotl	tm_hypotl
#define	ilogb	tm_ilogb
#define	ilogbf	tm_ilogbf
#define	ilogbl	tm_ilogbl
#define	ldexp	tm_ldexp
#define	ldexpf	tm_ldexpf
#define	ldexpl	tm_ldexpl
#define	lgamma	tm_lgamma
#define	lgammaf	tm_lgammaf
#define	lgammal	tm_lgammal
#define	llrint	tm_llrint
#define	llrintf	tm_llrintf
#define	llrintl	tm_llrintl
#define	llround	tm_llround
#define	llroundf	tm_llroundf
#define	llroundl	tm_llroundl
#define	log	tm_log
#define	log10	tm_log10
#define	log10f	tm_log10f
#define	log10l	tm_log10l
#define	log1p	tm_log1p
#define	log1pf	tm_log1pf
#define	log1pl	tm_log1pl
#define	log2	tm_log2
#define	log2f	tm_log2f
#define	log2l	tm_log2l
#define	logb	tm_logb
#define	logbf	tm_logbf
#define	logbl	tm_logbl
#define	logf	tm_logf
#define	logl	tm_logl
#define	lrint	tm_lrint
#define	lrintf	tm_lrintf
#define	lrintl	tm_lrintl
#define	lround	tm_lround
#define	lroundf	tm_lroundf
#define	lroundl	tm_lroundl
#define	modf	tm_modf
#define	modff	tm_modff
#define	modfl	tm_modfl
#define	nan	tm_nan
#define	nanf	tm_nanf
#define	nanl	tm_nanl
#define	nearbyint	tm_nearbyint
#define	nearbyintf	tm_nearbyintf
#define	nearbyintl	tm_nearbyintl
#define	nextafter	tm_nextafter
#define	nextafterf	tm_nextafterf
#define	nextafterl	tm_nextafterl
#define	nexttoward	tm_nexttoward
#define	nexttowardf	tm_nexttowardf
#define	nexttowardl	tm_nexttowardl
#define	pow	tm_pow
#define	powf	tm_powf
#define	powl	tm_powl
#define	remainder	tm_remainder
#define	remainderf	tm_remainderf
#define	remainderl	tm_remainderl
#define	remquo	tm_remquo
#define	remquof	tm_remquof
#define	remquol	tm_remquol
#define	rint	tm_rint
#define	rintf	tm_rintf
#define	rintl	tm_rintl
#define	round	tm_round
#define	roundf	tm_roundf
#define	roundl	tm_roundl
#define	scalbln	tm_scalbln
#define	scalblnf	tm_scalblnf
#define	scalblnl	tm_scalblnl
#define	scalbn	tm_scalbn
#define	scalbnf	tm_scalbnf
#define	scalbnl	tm_scalbnl
#define	sin	tm_sin
#define	sinf	tm_sinf
#define	sinh	tm_sinh
#define	sinhf	tm_sinhf
#define	sinhl	tm_sinhl
#define	sinl	tm_sinl
#define	sqrt	tm_sqrt
#define	sqrtf	tm_sqrtf
#define	sqrtl	tm_sqrtl
#define	tan	tm_tan
#define	tanf	tm_tanf
#define	tanh	tm_tanh
#define	tanhf	tm_tanhf
#define	tanhl	tm_tanhl
#define	tanl	tm_tanl
#define	tgamma	tm_tgamma
#define	tgammaf	tm_tgammaf
#define	tgammal	tm_tgammal
#define	trunc	tm_trunc
#define	truncf	tm_truncf
#define	truncl	tm_truncl
#define	lgamma_r	tm_lgamma_r
#define	lgammaf_r	tm_lgammaf_r
#define	lgammal_r	tm_lgammal_r
#define	sincos	tm_sincos
#define	sincosf	tm_sincosf
#define	sincosl	tm_sincosl
#define	cabs	tm_cabs
#define	cabsf	tm_cabsf
#define	cabsl	tm_cabsl
#define	cacos	tm_cacos
#define	cacosf	tm_cacosf
#define	cacosh	tm_cacosh
#define	cacoshf	tm_cacoshf
#define	cacoshl	tm_cacoshl
#define	cacosl	tm_cacosl
#define	carg	tm_carg
#define	cargf	tm_cargf
#define	cargl	tm_cargl
#define	casin	tm_casin
#define	casinf	tm_casinf
#define	casinh	tm_casinh
#define	casinhf	tm_casinhf
#define	casinhl	tm_casinhl
#define	casinl	tm_casinl
#define	catan	tm_catan
#define	catanf	tm_catanf
#define	catanh	tm_catanh
#define	catanhf	tm_catanhf
#define	catanhl	tm_catanhl
#define	catanl	tm_catanl
#define	ccos	tm_ccos
#define	ccosf	tm_ccosf
#define	ccosh	tm_ccosh
#define	ccoshf	tm_ccoshf
#define	ccoshl	tm_ccoshl
#define	ccosl	tm_ccosl
#define	cexp	tm_cexp
#define	cexpf	tm_cexpf
#define	cexpl	tm_cexpl
#define	cimag	tm_cimag
#define	cimagf	tm_cimagf
#define	cimagl	tm_cimagl
#define	clog	tm_clog
#define	clogf	tm_clogf
#define	clogl	tm_clogl
#define	conj	tm_conj
#define	conjf	tm_conjf
#define	conjl	tm_conjl
#define	cpow	tm_cpow
#define	cpowf	tm_cpowf
#define	cpowl	tm_cpowl
#define	cproj	tm_cproj
#define	cprojf	tm_cprojf
#define	cprojl	tm_cprojl
#define	creal	tm_creal
#define	crealf	tm_crealf
#define	creall	tm_creall
#define	csin	tm_csin
#define	csinf	tm_csinf
#define	csinh	tm_csinh
#define	csinhf	tm_csinhf
#define	csinhl	tm_csinhl
#define	csinl	tm_csinl
#define	csqrt	tm_csqrt
#define	csqrtf	tm_csqrtf
#define	csqrtl	tm_csqrtl
#define	ctan	tm_ctan
#define	ctanf	tm_ctanf
#define	ctanh	tm_ctanh
#define	ctanhf	tm_ctanhf
#define	ctanhl	tm_ctanhl
#define	ctanl	tm_ctanl
#define	signgam	tm_signgam

#define	float_t		tm_float_t
#define	double_t	tm_double_t

#include "../../../include/math.h"
#include "../../../include/complex.h"

#undef I

#endif
