/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * x * y + z, rounded once.
 *
 * The product and z are brought to integers of 192 bits with a common exponent.
 * Bits that z or the product has below those are kept as one sticky bit, which
 * is enough: when it is set, the two differ so much that at most one leading
 * bit cancels.  The sum is then rounded by hand, since only there is it known
 * how many bits the result has.
 */

#ifndef REAL
#define	EACH_FLOAT
#define	TEMPLATE	"fma.c"
#include "each.h"
#else

#ifndef _FMA_C_
#define	_FMA_C_

typedef unsigned __int128 uint128_t;

/* hi 2^64 + lo */
struct wide {
	uint128_t	hi;
	uint64_t	lo;
};

static int
wide_bits(struct wide a)
{
	if (a.hi >> 64 != 0)
		return (192 - __builtin_clzl((uint64_t)(a.hi >> 64)));
	if (a.hi != 0)
		return (128 - __builtin_clzl((uint64_t)a.hi));
	return (a.lo == 0 ? 0 : 64 - __builtin_clzl(a.lo));
}

static struct wide
wide_left(struct wide a, int n)
{
	for (; n >= 64; n -= 64)
		a = (struct wide){ a.hi << 64 | a.lo, 0 };
	if (n != 0)
		a = (struct wide){ a.hi << n | a.lo >> (64 - n), a.lo << n };
	return (a);
}

/* To the right; the last bit becomes 1 when a bit that was set falls out. */
static struct wide
wide_right(struct wide a, int n)
{
	uint64_t lost = 0;

	if (n >= 192)
		return ((struct wide){ 0, (a.hi | a.lo) != 0 });
	for (; n >= 64; n -= 64) {
		lost |= a.lo;
		a = (struct wide){ a.hi >> 64, (uint64_t)a.hi };
	}
	if (n != 0) {
		lost |= a.lo << (64 - n);
		a = (struct wide){ a.hi >> n,
		    a.lo >> n | (uint64_t)a.hi << (64 - n) };
	}
	a.lo |= lost != 0;
	return (a);
}

static struct wide
wide_add(struct wide a, struct wide b)
{
	a.lo += b.lo;
	a.hi += b.hi + (a.lo < b.lo);
	return (a);
}

static struct wide
wide_subtract(struct wide a, struct wide b)
{
	a.hi -= b.hi + (a.lo < b.lo);
	a.lo -= b.lo;
	return (a);
}

static bool
wide_less(struct wide a, struct wide b)
{
	return (a.hi < b.hi || (a.hi == b.hi && a.lo < b.lo));
}

/* Whether q, whose rest was dropped, goes up. */
static bool
rounds_up(uint64_t q, struct wide rest, struct wide half, bool negative)
{
	switch (fegetround()) {
	case FE_UPWARD:
		return (!negative);
	case FE_DOWNWARD:
		return (negative);
	case FE_TOWARDZERO:
		return (false);
	default:
		if (rest.hi == half.hi && rest.lo == half.lo)
			return ((q & 1) != 0);
		return (wide_less(half, rest));
	}
}

#endif

/* a 2^e, rounded to the type. */
static REAL
T(wide_round)(struct wide a, int e, bool negative)
{
	struct wide rest;
	volatile REAL one = 1, raise;
	REAL r;
	uint64_t q;
	int bits = wide_bits(a), drop;

	drop = bits - PREC;
	/* The result's last bit is at least that of the least number. */
	if (e + drop < EMIN - (PREC - 1))
		drop = EMIN - (PREC - 1) - e;
	if (drop <= 0) {
		r = F(scalbn)((REAL)(uint64_t)a.lo, e);
		return (negative ? -r : r);
	}
	if (drop > 190) {
		a = wide_right(a, drop - 190);
		e += drop - 190;
		drop = 190;
	}
	rest = wide_right(a, drop);
	q = rest.lo;
	/* wide_right() marks in the last bit what it dropped: undo that. */
	rest = wide_left((struct wide){ 0, q }, drop);
	if (wide_less(a, rest))
		rest = wide_left((struct wide){ 0, --q }, drop);
	rest = wide_subtract(a, rest);
	if ((rest.hi | rest.lo) == 0)
		return (F(scalbn)(negative ? -(REAL)q : (REAL)q, e + drop));
	if (rounds_up(q, rest, wide_left((struct wide){ 0, 1 }, drop - 1),
	    negative))
		r = q == UINT64_MAX ? T(pow2)(64) : (REAL)(q + 1);
	else
		r = (REAL)q;
	r = F(scalbn)(negative ? -r : r, e + drop);
	raise = one + REAL_MIN;
	if (ABS(r) < REAL_MIN)
		raise = T(underflow)(false);
	(void)raise;
	return (r);
}

REAL
F(fma)(REAL x, REAL y, REAL z)
{
	struct wide p, w;
	uint128_t product;
	uint64_t mx, my, mz;
	int e, ep, ex, ey, ez, shift;
	bool negative = NEGATIVE(x) != NEGATIVE(y), zneg = NEGATIVE(z);

	if (!ISFINITE(x) || !ISFINITE(y))
		return (x * y + z);
	if (!ISFINITE(z))
		return (z + z);
	if (x == 0 || y == 0)
		return (x * y + z);
	mx = T(decode)(x, &ex);
	my = T(decode)(y, &ey);
	mz = T(decode)(z, &ez);
	product = (uint128_t)mx * my;
	p = (struct wide){ product >> 64, (uint64_t)product };
	w = (struct wide){ 0, mz };
	e = ep = ex + ey;
	if (z != 0) {
		/* Both to the top, one bit below it; then to one exponent. */
		shift = 190 - wide_bits(p);
		p = wide_left(p, shift);
		ep -= shift;
		shift = 190 - wide_bits(w);
		w = wide_left(w, shift);
		ez -= shift;
		e = ep > ez ? ep : ez;
		p = wide_right(p, e - ep);
		w = wide_right(w, e - ez);
	}
	if (negative == zneg)
		p = wide_add(p, w);
	else if (wide_less(p, w)) {
		p = wide_subtract(w, p);
		negative = zneg;
	} else
		p = wide_subtract(p, w);
	if ((p.hi | p.lo) == 0)
		return (fegetround() == FE_DOWNWARD ? -C(0.0) : C(0.0));
	return (T(wide_round)(p, e, negative));
}

#endif
