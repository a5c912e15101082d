/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Exact conversion between binary floating point and decimal.  One engine
 * serves printf (binary to decimal digits) and strtod (decimal digits to
 * binary).
 */

#ifndef _FPDEC_H_
#define	_FPDEC_H_

#include <sys/types.h>

/*
 * Digits enough for every long double: 4933 before the point and 16446 behind
 * it, nine in a limb, with room for a carry and for rounding.
 */
#define	FPDEC_INTLIMBS	552
#define	FPDEC_FRACLIMBS	1832
#define	FPDEC_LIMBS	(FPDEC_INTLIMBS + FPDEC_FRACLIMBS)
#define	FPDEC_BASE	1000000000U
#define	FPDEC_DIGITS	9

/*
 * A number as limbs of nine decimal digits, the most significant first, with
 * the decimal point before limb FPDEC_INTLIMBS.  Limbs outside of
 * [fd_first, fd_end) are zero and not stored.
 */
struct fpdec {
	int		fd_first;
	int		fd_end;
	uint32_t	fd_limb[FPDEC_LIMBS];
};

/* What a binary format holds. */
struct fpformat {
	int	ff_bits;	/* of the significand */
	int	ff_emin;	/* exponent of the least denormal's only bit */
	int	ff_emax; /* exponent of the highest bit of the greatest */
};

/* value = mantissa * 2^exponent. */
__hidden void	fpdec_from_binary(struct fpdec *, uint64_t, int);

/* Keep digits up to 10^-places, rounded as the rounding mode asks. */
__hidden void	fpdec_round(struct fpdec *, long, int);

/* Decimal exponent of the first digit; the number must not be zero. */
__hidden int	fpdec_exponent(const struct fpdec *);

/*
 * Write digits from 10^high down to 10^low; returns the end.
 */
__hidden char	*fpdec_digits(const struct fpdec *, int, int, char *);

/* Position of the last digit that is not zero. */
__hidden int	fpdec_last(const struct fpdec *);

/*
 * Nearest binary number of a decimal one, which is destroyed.  The result is
 * *mantissap * 2^*exponentp; errors are 0 or ERANGE.  Mantissa 0 with ERANGE
 * is an underflow to zero; *overflowp tells an overflow.
 */
__hidden int	fpdec_to_binary(struct fpdec *, const struct fpformat *, int,
		    uint64_t *, int *, int *);

/* Parts of a long double, finite and not zero: value = m * 2^e. */
__hidden uint64_t fp_split(long double, int *);
__hidden long double fp_join(uint64_t, int);

/* Whether rounding moves away from zero, given what is cut off. */
__hidden int	fp_round_up(int, int, int, int);

/*
 * The longest number at a string, for strtod and its family.
 */
__hidden long double fp_parse(const char *, char **, const struct fpformat *);

#endif /* !_FPDEC_H_ */
