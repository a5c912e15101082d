/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Floating point and vector state of threads.
 *
 * The kernel uses none of these registers, so they change hands only between
 * user threads.  A thread's save area is at the top of its kernel stack, above
 * the frames.  cpu_switchto() saves on the way out, always, for the thread may
 * go on elsewhere, and loads on the way in, unless this CPU's registers are
 * still the thread's: md_fputhread and pcb_fpucpu agree then.
 *
 * The state is x87, SSE, AVX and AVX-512 as far as the processor has them, in
 * the standard form of XSAVE; FXSAVE without that.  What comes from user memory
 * in a signal frame is checked as the processor would, so that loading it never
 * faults.
 *
 * Context	The registers belong to the thread while it is not preemptible;
 *		every function here makes sure of that itself.
 * Tests	tests/sys/arch/amd64/t_fpu.c
 */

#include <sys/param.h>
#include <sys/md.h>
#include <sys/proc.h>
#include <sys/spin.h>
#include <sys/systm.h>
#include <sys/ucontext.h>
#include <machine/cpufunc.h>
#include <machine/machdep.h>
#include <machine/specialreg.h>

#define	FXSAVE_SIZE	512
#define	XHEADER_SIZE	64
#define	XSAVE_MIN	(FXSAVE_SIZE + XHEADER_SIZE)
#define	XSAVE_MAX	2816		/* a signal's need of stack */

#define	FCW_INIT	0x037f
#define	MXCSR_INIT	0x1f80
#define	MXCSR_DEFAULT_MASK 0xffbf

struct fxarea {
	uint16_t	fx_fcw;
	uint16_t	fx_fsw;
	uint8_t		fx_ftw;
	uint8_t		fx_spare;
	uint16_t	fx_fop;
	uint64_t	fx_rip;
	uint64_t	fx_rdp;
	uint32_t	fx_mxcsr;
	uint32_t	fx_mxcsr_mask;
	uint8_t		fx_regs[FXSAVE_SIZE - 32];
	/* XSAVE's header. */
	uint64_t	xh_bv;
	uint64_t	xh_comp_bv;
	uint64_t	xh_reserved[6];
};
_Static_assert(sizeof(struct fxarea) == XSAVE_MIN, "hardware layout");

static uint64_t fpu_mask;		/* XCR0; 0 without XSAVE */
static size_t fpu_size;			/* of a save area */
static uint32_t fpu_mxcsr_mask;
static union {
	struct fxarea	area;
	char		room[XSAVE_MAX];
} fpu_initial __aligned(64);

static __always_inline void
area_save(void *area)
{

	if (cpu_features.cf_xsaveopt)
		__asm__ volatile("xsaveopt64 (%0)" : : "r" (area),
		    "a" ((uint32_t)fpu_mask), "d" (0) : "memory");
	else if (fpu_mask != 0)
		__asm__ volatile("xsave64 (%0)" : : "r" (area),
		    "a" ((uint32_t)fpu_mask), "d" (0) : "memory");
	else
		__asm__ volatile("fxsave64 (%0)" : : "r" (area) : "memory");
}

static __always_inline void
area_load(const void *area)
{

	if (fpu_mask != 0)
		__asm__ volatile("xrstor64 (%0)" : : "r" (area),
		    "a" ((uint32_t)fpu_mask), "d" (0) : "memory");
	else
		__asm__ volatile("fxrstor64 (%0)" : : "r" (area) : "memory");
}

/*
 * Choose the state to keep; boot CPU.
 */
void
fpu_init(void)
{
	uint32_t r[4];
	uint64_t have;

	fpu_size = FXSAVE_SIZE;
	if (cpu_features.cf_xsave) {
		cpuid(0xd, 0, r);
		have = r[0] & (XCR0_X87 | XCR0_SSE | XCR0_AVX | XCR0_AVX512);
		if ((have & XCR0_AVX512) != XCR0_AVX512 ||
		    (have & XCR0_AVX) == 0)
			have &= ~(uint64_t)XCR0_AVX512;
		xsetbv(0, have);
		cpuid(0xd, 0, r);	/* ebx: the size of what is enabled */
		if (r[1] > XSAVE_MAX) {
			have &= ~(uint64_t)XCR0_AVX512;
			xsetbv(0, have);
			cpuid(0xd, 0, r);
		}
		if (r[1] > XSAVE_MAX || r[1] < XSAVE_MIN)
			panic("xsave area of %u bytes", r[1]);
		fpu_mask = have;
		fpu_size = r[1];
	}
	__asm__ volatile("fninit");
	__asm__ volatile("fxsave64 %0" : "=m" (fpu_initial.area));
	fpu_mxcsr_mask = fpu_initial.area.fx_mxcsr_mask;
	if (fpu_mxcsr_mask == 0)
		fpu_mxcsr_mask = MXCSR_DEFAULT_MASK;
	memset(&fpu_initial, 0, sizeof(fpu_initial));
	fpu_initial.area.fx_fcw = FCW_INIT;
	fpu_initial.area.fx_mxcsr = MXCSR_INIT;
	area_load(&fpu_initial);
}

/*
 * The other CPUs.
 */
void
fpu_init_cpu(void)
{

	if (fpu_mask != 0)
		xsetbv(0, fpu_mask);
	area_load(&fpu_initial);
}

/* Bytes that a save area takes, so that both ends are aligned to 64. */
size_t
fpu_area_size(void)
{

	return (roundup2(fpu_size, 64));
}

/*
 * td has a new, not yet used area: the initial state.
 */
void
fpu_thread_init(struct thread *td)
{
	struct fxarea *fx = td->td_pcb.pcb_xstate;

	/* All of it: what xsave leaves alone may still reach user memory. */
	memset(fx, 0, fpu_size);
	fx->fx_fcw = FCW_INIT;
	fx->fx_mxcsr = MXCSR_INIT;
	td->td_pcb.pcb_fpucpu = NOCPU;
}

/* The registers to the area, before td leaves its CPU. */
void
fpu_save(struct thread *td)
{

	area_save(td->td_pcb.pcb_xstate);
}

/* td comes to this CPU. */
void
fpu_switch_in(struct thread *td)
{
	struct pcpu *pc = curcpu();

	if (pc->pc_md.md_fputhread == td &&
	    td->td_pcb.pcb_fpucpu == pc->pc_cpuid)
		return;
	area_load(td->td_pcb.pcb_xstate);
	pc->pc_md.md_fputhread = td;
	td->td_pcb.pcb_fpucpu = pc->pc_cpuid;
}

/* A new program: td, the running thread, starts afresh. */
void
fpu_reset(struct thread *td)
{
	int s;

	s = ipl_raise(IPL_SOFT);
	fpu_thread_init(td);
	fpu_switch_in(td);
	ipl_lower(s);
}

/*
 * td, the running thread, enters a signal handler: initial registers.
 */
void
fpu_clear(struct thread *td)
{
	int s;

	KASSERT(td == curthread);
	s = ipl_raise(IPL_SOFT);
	area_load(&fpu_initial);
	ipl_lower(s);
}

/*
 * child, which has a fresh area, gets what parent, the running thread, has.
 */
void
fpu_fork(struct thread *parent, struct thread *child)
{

	fpu_thread_init(child);
	if ((parent->td_pcb.pcb_flags & PCB_KTHREAD) != 0)
		return;
	/* Not xsaveopt: it relies on what the area held before. */
	if (fpu_mask != 0)
		__asm__ volatile("xsave64 (%0)" : :
		    "r" (child->td_pcb.pcb_xstate),
		    "a" ((uint32_t)fpu_mask), "d" (0) : "memory");
	else
		area_save(child->td_pcb.pcb_xstate);
}

/*
 * The state of td, the running thread, as a signal frame holds it: its format
 * (_MC_X_*), place and length.  It stays there until td is switched.
 */
u_int
fpu_get(struct thread *td, const void **area, size_t *len)
{
	struct fxarea *fx = td->td_pcb.pcb_xstate;
	int s;

	s = ipl_raise(IPL_SOFT);
	area_save(fx);
	ipl_lower(s);
	*area = fx;
	*len = fpu_size;
	return (fpu_mask != 0 ? _MC_X_XSAVE : _MC_X_FXSAVE);
}

static int
area_check(const struct fxarea *fx, bool xsave)
{
	u_int i;

	if ((fx->fx_mxcsr & ~fpu_mxcsr_mask) != 0)
		return (SET_ERROR(EINVAL));
	if (!xsave)
		return (0);
	if ((fx->xh_bv & ~fpu_mask) != 0 || fx->xh_comp_bv != 0)
		return (SET_ERROR(EINVAL));
	for (i = 0; i < nitems(fx->xh_reserved); i++)
		if (fx->xh_reserved[i] != 0)
			return (SET_ERROR(EINVAL));
	return (0);
}

/*
 * Load a state from user memory into td, the running thread; _MC_X_NONE gives
 * the initial one.  EINVAL: not a state; EFAULT.  Nothing has changed then.
 */
int
fpu_set(struct thread *td, u_int format, const void *uaddr, size_t len)
{
	union {
		struct fxarea	area;
		char		room[XSAVE_MAX];
	} buf __aligned(64);
	bool xsave = format == _MC_X_XSAVE;
	int error, s;

	if (format == _MC_X_NONE) {
		fpu_reset(td);
		return (0);
	}
	if (xsave ? fpu_mask == 0 || len != fpu_size :
	    format != _MC_X_FXSAVE || len != FXSAVE_SIZE)
		return (SET_ERROR(EINVAL));
	error = copyin(uaddr, &buf, len);
	if (error != 0)
		return (error);
	if (!xsave) {
		buf.area.xh_bv = XCR0_X87 | XCR0_SSE;
		buf.area.xh_comp_bv = 0;
		memset(buf.area.xh_reserved, 0, sizeof(buf.area.xh_reserved));
	}
	error = area_check(&buf.area, xsave);
	if (error != 0)
		return (error);
	s = ipl_raise(IPL_SOFT);
	memcpy(td->td_pcb.pcb_xstate, &buf, xsave ? fpu_size :
	    fpu_mask != 0 ? XSAVE_MIN : FXSAVE_SIZE);
	td->td_pcb.pcb_fpucpu = NOCPU;
	fpu_switch_in(td);
	ipl_lower(s);
	return (0);
}
