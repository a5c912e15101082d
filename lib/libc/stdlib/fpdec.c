/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Exact conversion between binary and decimal.
 *
 * Both directions use plain limbs of nine decimal digits and multiply or divide
 * them by small powers of two.  Division by 2^k, k <= 9, is exact in this base
 * because 10^9 is a multiple of 2^9: what is left of a limb moves whole into
 * the next one.
 *
 * Binary to decimal: the significand is stored as an integer and then
 * multiplied or divided by the power of two; every digit of the result is
 * exact, and fpdec_round() rounds once.
 *
 * Decimal to binary: the number is multiplied or divided by powers of two until
 * its integer part has as many bits as the format holds; the integer part is
 * the significand, and the fraction tells exactly how to round.
 *
 * Rounding follows the mode of the floating-point unit.
 * Tests: tests/lib/libc/stdlib/t_strtod.c, tests/lib/libc/stdio/t_printf_fp.c
 */

#include <errno.h>
#include <string.h>
#include "fpdec.h"

#define	POINT		FPDEC_INTLIMBS
#define	SHIFT_UP	29	/* 10^9 * 2^29 + carry fits in 64 bits */
#define	SHIFT_DOWN	9

static const uint32_t power10[FPDEC_DIGITS + 1] = {
	1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000,
	1000000000
};

/*
 * lost: 0 nothing is cut off, 1 less than half, 2 half, 3 more than half.
 */
int
fp_round_up(int negative, int odd, int lost, int mode)
{
	switch (mode) {
	case 0:				/* toward zero */
		return (0);
	case 2:				/* up */
		return (lost != 0 && !negative);
	case 3:				/* down */
		return (lost != 0 && negative);
	default:			/* to nearest, ties to even */
		return (lost > 2 || (lost == 2 && odd));
	}
}

/* Multiply by 2^k, k <= SHIFT_UP. */
static void
shift_up(struct fpdec *d, int k)
{
	uint64_t x;
	uint32_t carry = 0;
	int i;

	for (i = d->fd_end; i-- > d->fd_first; ) {
		x = ((uint64_t)d->fd_limb[i] << k) + carry;
		d->fd_limb[i] = (uint32_t)(x % FPDEC_BASE);
		carry = (uint32_t)(x / FPDEC_BASE);
	}
	if (carry != 0)
		d->fd_limb[--d->fd_first] = carry;
	while (d->fd_end > d->fd_first && d->fd_limb[d->fd_end - 1] == 0)
		d->fd_end--;
}

/* Divide by 2^k, k <= SHIFT_DOWN. */
static void
shift_down(struct fpdec *d, int k)
{
	uint32_t carry = 0, x, unit = FPDEC_BASE >> k;
	uint32_t mask = (1U << k) - 1;
	int i;

	for (i = d->fd_first; i < d->fd_end; i++) {
		x = d->fd_limb[i];
		d->fd_limb[i] = (x >> k) + carry;
		carry = (x & mask) * unit;
	}
	if (carry != 0) {
		if (d->fd_end < FPDEC_LIMBS)
			d->fd_limb[d->fd_end++] = carry;
		else
			d->fd_limb[d->fd_end - 1] |= 1;	/* never all lost */
	}
	while (d->fd_first < d->fd_end && d->fd_limb[d->fd_first] == 0)
		d->fd_first++;
}

void
fpdec_from_binary(struct fpdec *d, uint64_t m, int e)
{
	int tz;

	d->fd_first = d->fd_end = POINT;
	if (m == 0)
		return;
	tz = __builtin_ctzl(m);
	m >>= tz;
	e += tz;
	for (; m != 0; m /= FPDEC_BASE)
		d->fd_limb[--d->fd_first] = (uint32_t)(m % FPDEC_BASE);
	for (; e >= SHIFT_UP; e -= SHIFT_UP)
		shift_up(d, SHIFT_UP);
	for (; e <= -SHIFT_DOWN; e += SHIFT_DOWN)
		shift_down(d, SHIFT_DOWN);
	if (e > 0)
		shift_up(d, e);
	else if (e < 0)
		shift_down(d, -e);
}

int
fpdec_exponent(const struct fpdec *d)
{
	uint32_t top = d->fd_limb[d->fd_first];
	int digits = 1;

	while (digits < FPDEC_DIGITS && top >= power10[digits])
		digits++;
	return ((POINT - d->fd_first - 1) * FPDEC_DIGITS + digits - 1);
}

int
fpdec_last(const struct fpdec *d)
{
	int i = d->fd_end, pos;
	uint32_t x;

	while (i > d->fd_first && d->fd_limb[i - 1] == 0)
		i--;
	if (i == d->fd_first)
		return (0);
	pos = (POINT - i) * FPDEC_DIGITS;
	for (x = d->fd_limb[i - 1]; x % 10 == 0; x /= 10)
		pos++;
	return (pos);
}

/* Anything but zero in limbs from i on? */
static int
limbs_nonzero(const struct fpdec *d, int i)
{
	for (; i < d->fd_end; i++) {
		if (i >= d->fd_first && d->fd_limb[i] != 0)
			return (1);
	}
	return (0);
}

/* Add one unit of unit at limb i. */
static void
limb_add(struct fpdec *d, int i, uint32_t unit)
{
	while (d->fd_first > i)
		d->fd_limb[--d->fd_first] = 0;
	for (;;) {
		d->fd_limb[i] += unit;
		if (d->fd_limb[i] < FPDEC_BASE)
			break;
		d->fd_limb[i] -= FPDEC_BASE;
		unit = 1;
		if (i-- == d->fd_first)
			d->fd_limb[--d->fd_first] = 0;
	}
}

void
fpdec_round(struct fpdec *d, long places, int negative)
{
	uint32_t unit, rest, half, quotient;
	long limb;
	int i, lost, up;

	if (d->fd_first == d->fd_end)
		return;
	/* The limb that holds the last digit to keep, and its weight there. */
	limb = places > 0 ? POINT + (places - 1) / FPDEC_DIGITS :
	    POINT - 1 - (-places) / FPDEC_DIGITS;
	if (limb >= d->fd_end)
		return;
	if (places > 0)
		unit = power10[FPDEC_DIGITS - 1 -
		    (places - 1) % FPDEC_DIGITS];
	else
		unit = power10[(-places) % FPDEC_DIGITS];
	i = (int)limb;

	if (i < d->fd_first - 1) {
		lost = 1;
		quotient = 0;
	} else {
		uint32_t x = i >= d->fd_first ? d->fd_limb[i] : 0;

		rest = x % unit;
		quotient = x / unit;
		if (unit == 1) {
			/* The cut is between two limbs. */
			rest = i + 1 < d->fd_end ? d->fd_limb[i + 1] : 0;
			half = FPDEC_BASE / 2;
			lost = limbs_nonzero(d, i + 2);
		} else {
			half = unit / 2;
			lost = limbs_nonzero(d, i + 1);
		}
		if (rest > half || (rest == half && lost))
			lost = 3;
		else if (rest == half)
			lost = 2;
		else
			lost = rest != 0 || lost;
		if (i >= d->fd_first)
			d->fd_limb[i] = quotient * unit;
	}
	up = fp_round_up(negative, (int)(quotient & 1), lost,
	    __builtin_flt_rounds());
	if (i < d->fd_first)
		d->fd_first = d->fd_end = i + 1;	/* nothing is left */
	else
		d->fd_end = i + 1;
	if (up)
		limb_add(d, i, unit);
	while (d->fd_first < d->fd_end && d->fd_limb[d->fd_first] == 0)
		d->fd_first++;
}

char *
fpdec_digits(const struct fpdec *d, int high, int low, char *p)
{
	uint32_t x;
	int limb, pos, k;

	pos = high;
	while (pos >= low) {
		/* pos is in the limb, at weight 10^k there. */
		if (pos >= 0) {
			limb = POINT - 1 - pos / FPDEC_DIGITS;
			k = pos % FPDEC_DIGITS;
		} else {
			limb = POINT + (-pos - 1) / FPDEC_DIGITS;
			k = FPDEC_DIGITS - 1 - (-pos - 1) % FPDEC_DIGITS;
		}
		x = limb >= d->fd_first && limb < d->fd_end ?
		    d->fd_limb[limb] : 0;
		for (; k >= 0 && pos >= low; k--, pos--)
			*p++ = (char)('0' + x / power10[k] % 10);
	}
	return (p);
}

/* Bits of the integer part, or 0. */
static int
integer_bits(const struct fpdec *d)
{
	uint64_t x;

	if (d->fd_first >= POINT)
		return (0);
	if (POINT - d->fd_first > 2)
		return (65);		/* at least 10^18: look closer below */
	x = d->fd_limb[d->fd_first];
	if (POINT - d->fd_first == 2)
		x = x * FPDEC_BASE +
		    (d->fd_first + 1 < d->fd_end ?
		    d->fd_limb[d->fd_first + 1] : 0);
	return (64 - __builtin_clzl(x));
}

/* The integer part, which has at most 64 bits. */
static uint64_t
integer_part(const struct fpdec *d)
{
	uint64_t x = 0;
	int i;

	for (i = d->fd_first; i < POINT; i++)
		x = x * FPDEC_BASE + (i < d->fd_end ? d->fd_limb[i] : 0);
	return (x);
}

/* How much of the fraction there is, as fp_round_up() counts. */
static int
fraction_lost(const struct fpdec *d)
{
	uint32_t top;
	int more;

	if (d->fd_end <= POINT)
		return (0);
	top = POINT >= d->fd_first ? d->fd_limb[POINT] : 0;
	more = limbs_nonzero(d, POINT + 1);
	if (top > FPDEC_BASE / 2 || (top == FPDEC_BASE / 2 && more))
		return (3);
	if (top == FPDEC_BASE / 2)
		return (2);
	return (top != 0 || more);
}

/*
 * Scale until the integer part has as many bits as the result may keep; it is
 * the significand then, and the fraction says how to round.
 */
int
fpdec_to_binary(struct fpdec *d, const struct fpformat *fmt, int negative,
    uint64_t *mantissap, int *exponentp, int *overflowp)
{
	int e = 0, bits, want, lost, k, inexact;
	uint64_t m;

	*overflowp = 0;
	*mantissap = 0;
	*exponentp = 0;
	while (d->fd_first < d->fd_end && d->fd_limb[d->fd_first] == 0)
		d->fd_first++;
	if (d->fd_first == d->fd_end)
		return (0);

	/* Down until the integer part fits into two limbs. */
	while (POINT - d->fd_first > 2) {
		shift_down(d, SHIFT_DOWN);
		e += SHIFT_DOWN;
	}
	/* Up until there is one. */
	while (d->fd_first >= POINT) {
		shift_up(d, SHIFT_UP);
		e -= SHIFT_UP;
	}
	bits = integer_bits(d);

	/* How many bits this number may keep. */
	want = fmt->ff_bits;
	if (bits + e - want < fmt->ff_emin)
		want = bits + e - fmt->ff_emin;
	if (want < 0)
		want = 0;	/* less than half of the least denormal... */

	while (bits < want) {
		k = want - bits < SHIFT_UP ? want - bits : SHIFT_UP;
		shift_up(d, k);
		e -= k;
		bits += k;
	}
	while (bits > want) {
		k = bits - want < SHIFT_DOWN ? bits - want : SHIFT_DOWN;
		shift_down(d, k);
		e += k;
		bits -= k;
	}
	/* ... which is found by shifting all the way down to it. */
	while (e < fmt->ff_emin) {
		k = fmt->ff_emin - e < SHIFT_DOWN ? fmt->ff_emin - e :
		    SHIFT_DOWN;
		shift_down(d, k);
		e += k;
	}
	m = d->fd_first < POINT ? integer_part(d) : 0;
	lost = fraction_lost(d);
	inexact = lost != 0;
	if (fp_round_up(negative, (int)(m & 1), lost,
	    __builtin_flt_rounds())) {
		m++;
		if (m == 0 || (fmt->ff_bits < 64 && (m >> fmt->ff_bits) != 0)) {
			m = m == 0 ? 1UL << 63 : m >> 1;
			e++;
		}
	}
	*mantissap = m;
	*exponentp = e;
	if (m == 0)
		return (ERANGE);
	if (e + 63 - __builtin_clzl(m) > fmt->ff_emax) {
		*overflowp = 1;
		return (ERANGE);
	}
	/* A denormal that is not exact. */
	if (inexact && e + 63 - __builtin_clzl(m) <
	    fmt->ff_emin + fmt->ff_bits - 1)
		return (ERANGE);
	return (0);
}
