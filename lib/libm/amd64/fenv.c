/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The floating-point environment of amd64.  There are two: the x87's, which
 * long double uses, and that of SSE.  Rounding modes and traps are always set
 * in both; flags are raised and cleared in both and count when either has them.
 */

#include <fenv.h>
#include <stdint.h>

#define	ROUND_MASK	0x0c00		/* of the x87's control word */
#define	MXCSR_SHIFT	3		/* MXCSR has the mode three bits up */
#define	MXCSR_MASKS	7		/* and the traps' masks seven */

#define	fldcw(w)	__asm__ volatile("fldcw %0" : : "m" (w))
#define	fnstcw(w)	__asm__ volatile("fnstcw %0" : "=m" (w))
#define	fnstsw(w)	__asm__ volatile("fnstsw %0" : "=m" (w))
#define	fnclex()	__asm__ volatile("fnclex")
#define	fldenv(e)	__asm__ volatile("fldenv %0" : : "m" (e) : "st", \
			    "st(1)", "st(2)", "st(3)", "st(4)", "st(5)", \
			    "st(6)", "st(7)")
#define	fnstenv(e)	__asm__ volatile("fnstenv %0" : "=m" (e))
#define	ldmxcsr(w)	__asm__ volatile("ldmxcsr %0" : : "m" (w))
#define	stmxcsr(w)	__asm__ volatile("stmxcsr %0" : "=m" (w))

const fenv_t __fe_dfl_env = {
	.__x87 = { 0xffff037f, 0xffff0000, 0xffffffff, 0, 0, 0, 0 },
	.__mxcsr = 0x1f80
};

int
feclearexcept(int flags)
{
	fenv_t env;

	flags &= FE_ALL_EXCEPT;
	fnstenv(env.__x87);
	env.__x87[1] &= ~(uint32_t)flags;
	fldenv(env.__x87);
	stmxcsr(env.__mxcsr);
	env.__mxcsr &= ~(uint32_t)flags;
	ldmxcsr(env.__mxcsr);
	return (0);
}

int
fetestexcept(int flags)
{
	uint32_t mxcsr;
	uint16_t status;

	fnstsw(status);
	stmxcsr(mxcsr);
	return ((int)(status | mxcsr) & flags & FE_ALL_EXCEPT);
}

int
fegetexceptflag(fexcept_t *flagp, int flags)
{
	*flagp = (fexcept_t)fetestexcept(flags);
	return (0);
}

int
fesetexceptflag(const fexcept_t *flagp, int flags)
{
	uint32_t mxcsr;

	flags &= FE_ALL_EXCEPT;
	feclearexcept(flags);
	stmxcsr(mxcsr);
	mxcsr |= (uint32_t)(*flagp & flags);
	ldmxcsr(mxcsr);
	return (0);
}

/* Setting the flag of an unmasked exception traps at the next instruction. */
int
feraiseexcept(int flags)
{
	fenv_t env;

	flags &= FE_ALL_EXCEPT;
	stmxcsr(env.__mxcsr);
	env.__mxcsr |= (uint32_t)flags;
	ldmxcsr(env.__mxcsr);
	if ((flags & fegetexcept()) != 0) {
		fnstenv(env.__x87);
		env.__x87[1] |= (uint32_t)flags;
		fldenv(env.__x87);
		__asm__ volatile("fwait");
	}
	return (0);
}

int
fegetround(void)
{
	uint16_t control;

	fnstcw(control);
	return (control & ROUND_MASK);
}

int
fesetround(int mode)
{
	uint32_t mxcsr;
	uint16_t control;

	if ((mode & ~ROUND_MASK) != 0)
		return (-1);
	fnstcw(control);
	control = (uint16_t)((control & ~ROUND_MASK) | mode);
	fldcw(control);
	stmxcsr(mxcsr);
	mxcsr &= ~((uint32_t)ROUND_MASK << MXCSR_SHIFT);
	mxcsr |= (uint32_t)mode << MXCSR_SHIFT;
	ldmxcsr(mxcsr);
	return (0);
}

int
fegetenv(fenv_t *env)
{
	fnstenv(env->__x87);
	/* The instruction masks all traps as it stores. */
	fldenv(env->__x87);
	stmxcsr(env->__mxcsr);
	return (0);
}

int
feholdexcept(fenv_t *env)
{
	uint32_t mxcsr;

	fnstenv(env->__x87);
	stmxcsr(env->__mxcsr);
	fnclex();
	mxcsr = env->__mxcsr & ~(uint32_t)FE_ALL_EXCEPT;
	mxcsr |= (uint32_t)FE_ALL_EXCEPT << MXCSR_MASKS;
	ldmxcsr(mxcsr);
	return (0);
}

int
fesetenv(const fenv_t *env)
{
	fldenv(env->__x87);
	ldmxcsr(env->__mxcsr);
	return (0);
}

int
feupdateenv(const fenv_t *env)
{
	int flags = fetestexcept(FE_ALL_EXCEPT);

	fesetenv(env);
	return (feraiseexcept(flags));
}

/* The exceptions that trap, and changes of them; the old ones are returned. */
int
fegetexcept(void)
{
	uint16_t control;

	fnstcw(control);
	return (~control & FE_ALL_EXCEPT);
}

static int
set_traps(int set, int clear)
{
	uint32_t mxcsr;
	uint16_t control;
	int old = fegetexcept();

	fnstcw(control);
	control = (uint16_t)((control & ~set) | clear);
	fldcw(control);
	stmxcsr(mxcsr);
	mxcsr &= ~((uint32_t)set << MXCSR_MASKS);
	mxcsr |= (uint32_t)clear << MXCSR_MASKS;
	ldmxcsr(mxcsr);
	return (old);
}

int
feenableexcept(int flags)
{
	return (set_traps(flags & FE_ALL_EXCEPT, 0));
}

int
fedisableexcept(int flags)
{
	return (set_traps(0, flags & FE_ALL_EXCEPT));
}
