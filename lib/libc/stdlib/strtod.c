/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Strings to floating point, correctly rounded for every input.
 *
 * Hexadecimal numbers are shifted and rounded directly.  A decimal one with few
 * digits and a small exponent is one exact operation in double; every other
 * goes through fpdec.c.  Digits beyond the first SIG_MAX cannot change the
 * result but for being there: they are replaced by one that is not zero.
 * Tests: tests/lib/libc/stdlib/t_strtod.c
 */

#include <ctype.h>
#include <errno.h>
#include <float.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "fpdec.h"

/* No halfway point between two long doubles has more digits than this. */
#define	SIG_MAX		11520
#define	EXP_LIMIT	1000000000L	/* beyond, all is 0 or infinite */

static const struct fpformat format_float = {
	.ff_bits = FLT_MANT_DIG,
	.ff_emin = FLT_MIN_EXP - FLT_MANT_DIG,
	.ff_emax = FLT_MAX_EXP - 1
};
static const struct fpformat format_double = {
	.ff_bits = DBL_MANT_DIG,
	.ff_emin = DBL_MIN_EXP - DBL_MANT_DIG,
	.ff_emax = DBL_MAX_EXP - 1
};
static const struct fpformat format_long = {
	.ff_bits = LDBL_MANT_DIG,
	.ff_emin = LDBL_MIN_EXP - LDBL_MANT_DIG,
	.ff_emax = LDBL_MAX_EXP - 1
};

static const double power10[] = {
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12,
	1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22
};

/* The result of a number too great, as the rounding mode wants it. */
static long double
overflow(const struct fpformat *fmt, int negative)
{
	int mode = __builtin_flt_rounds();

	errno = ERANGE;
	if (mode == 0 || (mode == 2 && negative) || (mode == 3 && !negative))
		return (fp_join(fmt->ff_bits == 64 ? ~0UL :
		    (1UL << fmt->ff_bits) - 1,
		    fmt->ff_emax - fmt->ff_bits + 1));
	return (__builtin_infl());
}

/*
 * A decimal exponent at p, 0 if there is none; *endp moves behind it.
 */
static long
parse_exponent(const char *p, char letter, const char **endp)
{
	bool negative = false;
	long e = 0;

	if ((*p | 0x20) != letter)
		return (0);
	p++;
	if (*p == '+' || *p == '-')
		negative = *p++ == '-';
	if (!isdigit((unsigned char)*p))
		return (0);
	for (; isdigit((unsigned char)*p); p++) {
		if (e < EXP_LIMIT)
			e = e * 10 + (*p - '0');
	}
	*endp = p;
	return (negative ? -e : e);
}

typedef unsigned __int128 wide_t;

static int
wide_bits(wide_t m)
{
	uint64_t high = (uint64_t)(m >> 64), low = (uint64_t)m;

	if (high != 0)
		return (128 - __builtin_clzl(high));
	return (low == 0 ? 0 : 64 - __builtin_clzl(low));
}

/* Round m * 2^e, with sticky bits below, into the format. */
static long double
hex_result(wide_t m, long e, bool sticky, const struct fpformat *fmt,
    int negative)
{
	int lost, drop;
	wide_t rest, half;
	uint64_t top;

	if (m == 0)
		return (0);
	drop = wide_bits(m) - fmt->ff_bits;
	if (drop < 0)
		drop = 0;
	if (e + drop < fmt->ff_emin)
		drop = fmt->ff_emin - e > 128 ? 129 : (int)(fmt->ff_emin - e);
	if (drop > 128) {
		lost = 1;
		m = 0;
		e = fmt->ff_emin;
	} else if (drop > 0) {
		rest = drop == 128 ? m : m & (((wide_t)1 << drop) - 1);
		half = (wide_t)1 << (drop - 1);
		if (rest > half || (rest == half && sticky))
			lost = 3;
		else if (rest == half)
			lost = 2;
		else
			lost = rest != 0 || sticky;
		m = drop == 128 ? 0 : m >> drop;
		e += drop;
	} else
		lost = sticky;
	top = (uint64_t)m;
	if (fp_round_up(negative, (int)(top & 1), lost,
	    __builtin_flt_rounds())) {
		if (++top == 0) {
			top = 1UL << 63;
			e++;
		}
	}
	if (top == 0) {
		errno = ERANGE;
		return (0);
	}
	if (e + 63 - __builtin_clzl(top) > fmt->ff_emax)
		return (overflow(fmt, negative));
	if (lost != 0 && e + 63 - __builtin_clzl(top) <
	    fmt->ff_emin + fmt->ff_bits - 1)
		errno = ERANGE;
	return (fp_join(top, (int)e));
}

static long double
parse_hex(const char *p, const char **endp, const struct fpformat *fmt,
    int negative)
{
	bool sticky = false, point = false, any = false;
	wide_t m = 0;
	long e = 0, x;
	int digit;

	for (;; p++) {
		if (*p == '.' && !point) {
			point = true;
			continue;
		}
		if (!isxdigit((unsigned char)*p))
			break;
		any = true;
		digit = isdigit((unsigned char)*p) ? *p - '0' :
		    (*p | 0x20) - 'a' + 10;
		if (m >> 124 == 0)
			m = m << 4 | (unsigned int)digit;
		else {
			sticky = sticky || digit != 0;
			e += 4;
		}
		if (point)
			e -= 4;
	}
	if (!any)
		return (0);		/* "0x" alone: the 0 counts */
	*endp = p;
	x = parse_exponent(p, 'p', endp);
	return (hex_result(m, e + x, sticky, fmt, negative));
}

/*
 * Put the digits of [p, end), the last one of weight 10^low, into d.
 */
static void
load_digits(struct fpdec *d, const char *p, const char *end, long high,
    bool sticky)
{
	int limb, k;
	long pos;

	/* high is the weight of the first digit. */
	limb = high >= 0 ? FPDEC_INTLIMBS - 1 - (int)(high / FPDEC_DIGITS) :
	    FPDEC_INTLIMBS + (int)((-high - 1) / FPDEC_DIGITS);
	d->fd_first = limb;
	d->fd_end = limb + 1;
	d->fd_limb[limb] = 0;
	k = high >= 0 ? (int)(high % FPDEC_DIGITS) :
	    FPDEC_DIGITS - 1 - (int)((-high - 1) % FPDEC_DIGITS);
	for (pos = 0; p < end; p++) {
		if (*p == '.')
			continue;
		if (pos++ == SIG_MAX)
			break;
		if (k < 0) {
			if (++limb == FPDEC_LIMBS)
				break;
			d->fd_limb[limb] = 0;
			d->fd_end = limb + 1;
			k = FPDEC_DIGITS - 1;
		}
		d->fd_limb[limb] = d->fd_limb[limb] * 10 +
		    (uint32_t)(*p - '0');
		k--;
	}
	for (; k >= 0; k--)
		d->fd_limb[limb] *= 10;
	if (p < end || sticky) {
		/* There is more: a digit that is not zero stands for it. */
		if (d->fd_end < FPDEC_LIMBS) {
			d->fd_limb[d->fd_end] = 1;
			d->fd_end++;
		} else
			d->fd_limb[d->fd_end - 1] |= 1;
	}
}

static long double
decimal_slow(const char *p, const char *end, long high,
    const struct fpformat *fmt, int negative)
{
	struct fpdec d;
	uint64_t m;
	int e, over, error;

	if (high > 4940)
		return (overflow(fmt, negative));
	if (high < -5020) {
		errno = ERANGE;
		if (fp_round_up(negative, 0, 1, __builtin_flt_rounds()))
			return (fp_join(1, fmt->ff_emin));
		return (0);
	}
	load_digits(&d, p, end, high, false);
	error = fpdec_to_binary(&d, fmt, negative, &m, &e, &over);
	if (over)
		return (overflow(fmt, negative));
	if (error != 0)
		errno = error;
	return (fp_join(m, e));
}

static long double
parse_decimal(const char *p, const char **endp, const struct fpformat *fmt,
    int negative)
{
	const char *first = NULL, *last = NULL;
	bool point = false, any = false;
	long high = 0, n = 0, e;
	uint64_t m = 0;
	double small;

	for (;; p++) {
		if (*p == '.' && !point) {
			point = true;
			continue;
		}
		if (!isdigit((unsigned char)*p))
			break;
		any = true;
		if (first == NULL && *p == '0') {
			if (point)
				high--;		/* weight of the next digit */
			continue;
		}
		if (first == NULL) {
			first = p;
			if (point)
				high--;
			else
				high = -1;
		}
		if (!point)
			high++;
		if (*p != '0')
			last = p;
		if (n < 19)
			m = m * 10 + (uint64_t)(*p - '0');
		n++;
	}
	if (!any)
		return (0);
	*endp = p;
	e = parse_exponent(p, 'e', endp);
	if (first == NULL)
		return (0);
	high += e;
	/* Value m * 10^(high - n + 1), both factors exact in a double? */
	e = high - n + 1;
	if (n <= 15 && e >= -22 && e <= 22 && fmt->ff_bits == DBL_MANT_DIG) {
		small = (double)m;
		return (e < 0 ? small / power10[-e] : small * power10[e]);
	}
	return (decimal_slow(first, last + 1, high, fmt, negative));
}

/* "inf", "infinity", "nan" or "nan(...)"; whether there was one. */
static bool
parse_word(const char *p, const char **endp, long double *valuep)
{
	const char *q;

	if (strncasecmp(p, "inf", 3) == 0) {
		*endp = p + (strncasecmp(p + 3, "inity", 5) == 0 ? 8 : 3);
		*valuep = __builtin_infl();
		return (true);
	}
	if (strncasecmp(p, "nan", 3) == 0) {
		p += 3;
		*endp = p;
		if (*p == '(') {
			for (q = p + 1; isalnum((unsigned char)*q) ||
			    *q == '_'; q++)
				continue;
			if (*q == ')')
				*endp = q + 1;
		}
		*valuep = __builtin_nanl("");
		return (true);
	}
	return (false);
}

long double
fp_parse(const char *s, char **endp, const struct fpformat *fmt)
{
	const char *p = s, *end = s;
	int negative = 0;
	long double value = 0;

	while (isspace((unsigned char)*p))
		p++;
	if (*p == '+' || *p == '-')
		negative = *p++ == '-';
	if (!parse_word(p, &end, &value)) {
		if (p[0] == '0' && (p[1] | 0x20) == 'x') {
			end = p + 1;
			value = parse_hex(p + 2, &end, fmt, negative);
		} else
			value = parse_decimal(p, &end, fmt, negative);
	}
	if (endp != NULL)
		*endp = __DECONST(char *, end);
	return (negative && end != s ? -value : value);
}

double
strtod(const char *__restrict s, char **__restrict endp)
{
	return ((double)fp_parse(s, endp, &format_double));
}

float
strtof(const char *__restrict s, char **__restrict endp)
{
	return ((float)fp_parse(s, endp, &format_float));
}

long double
strtold(const char *__restrict s, char **__restrict endp)
{
	return (fp_parse(s, endp, &format_long));
}

double
strtod_l(const char *__restrict s, char **__restrict endp, locale_t loc)
{
	return (strtod(s, endp));
}

float
strtof_l(const char *__restrict s, char **__restrict endp, locale_t loc)
{
	return (strtof(s, endp));
}

long double
strtold_l(const char *__restrict s, char **__restrict endp, locale_t loc)
{
	return (strtold(s, endp));
}

double
atof(const char *s)
{
	return (strtod(s, NULL));
}
