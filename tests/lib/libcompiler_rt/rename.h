/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Gives the functions under test names of their own, so that the compiler's
 * library can be asked about the same numbers.
 */

#ifndef _RENAME_H_
#define	_RENAME_H_

#define	__udivmodti4	rt_udivmodti4
#define	__udivti3	rt_udivti3
#define	__umodti3	rt_umodti3
#define	__divmodti4	rt_divmodti4
#define	__divti3	rt_divti3
#define	__modti3	rt_modti3
#define	__multi3	rt_multi3
#define	__muloti4	rt_muloti4
#define	__mulodi4	rt_mulodi4
#define	__mulosi4	rt_mulosi4
#define	__ashlti3	rt_ashlti3
#define	__ashrti3	rt_ashrti3
#define	__lshrti3	rt_lshrti3
#define	__clzti2	rt_clzti2
#define	__ctzti2	rt_ctzti2
#define	__ffsti2	rt_ffsti2
#define	__ffsdi2	rt_ffsdi2
#define	__cmpti2	rt_cmpti2
#define	__ucmpti2	rt_ucmpti2
#define	__popcountsi2	rt_popcountsi2
#define	__popcountdi2	rt_popcountdi2
#define	__popcountti2	rt_popcountti2
#define	__paritysi2	rt_paritysi2
#define	__paritydi2	rt_paritydi2
#define	__parityti2	rt_parityti2
#define	__fixsfti	rt_fixsfti
#define	__fixdfti	rt_fixdfti
#define	__fixxfti	rt_fixxfti
#define	__fixunssfti	rt_fixunssfti
#define	__fixunsdfti	rt_fixunsdfti
#define	__fixunsxfti	rt_fixunsxfti
#define	__fixunssfdi	rt_fixunssfdi
#define	__fixunsdfdi	rt_fixunsdfdi
#define	__fixunsxfdi	rt_fixunsxfdi
#define	__fixunsxfsi	rt_fixunsxfsi
#define	__floattisf	rt_floattisf
#define	__floattidf	rt_floattidf
#define	__floattixf	rt_floattixf
#define	__floatuntisf	rt_floatuntisf
#define	__floatuntidf	rt_floatuntidf
#define	__floatuntixf	rt_floatuntixf
#define	__powisf2	rt_powisf2
#define	__powidf2	rt_powidf2
#define	__powixf2	rt_powixf2
#define	__mulsc3	rt_mulsc3
#define	__muldc3	rt_muldc3
#define	__mulxc3	rt_mulxc3
#define	__divsc3	rt_divsc3
#define	__divdc3	rt_divdc3
#define	__divxc3	rt_divxc3

#endif
