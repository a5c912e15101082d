/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The formatter behind every printf.
 *
 * A format is a sequence of text and conversions.  Arguments are taken in
 * order, or, when a conversion names its argument (%2$s), from a table that a
 * first pass over the format fills, since a va_list can only be read from its
 * start and only with the right types.
 *
 * Floating point goes through fpdec.c and is exact for every precision.  In
 * wide mode, which wprintf.c uses, the stream still gets UTF-8, but widths,
 * precisions and the result count characters.
 * Tests: tests/lib/libc/stdio/t_printf.c, t_printf_fp.c
 */

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>
#include "fpdec.h"
#include "stdio_impl.h"

#define	F_ALT		0x01	/* # */
#define	F_LEFT		0x02	/* - */
#define	F_ZERO		0x04	/* 0 */
#define	F_PLUS		0x08	/* + */
#define	F_SPACE		0x10	/* space */
#define	F_GROUP		0x20	/* ', no grouping in any of our locales */

enum length { LEN_NONE, LEN_HH, LEN_H, LEN_L, LEN_LD };
enum argtype { ARG_UNUSED, ARG_INT, ARG_LONG, ARG_WINT, ARG_DOUBLE, ARG_LDBL,
	ARG_POINTER };

#define	ARGS_MAX	NL_ARGMAX

union arg {
	long		i;
	void		*p;
	long double	f;
};

struct spec {
	unsigned int	flags;
	int		width;
	int		prec;		/* -1: none given */
	int		argno;		/* 0: the next one */
	int		widthno;	/* -1: not an argument; 0: next */
	int		precno;
	enum length	len;
	char		conv;
};

struct output {
	FILE		*f;
	size_t		count;		/* bytes, or characters if wide */
	bool		wide;
	bool		failed;
	bool		table;		/* arguments come from args[] */
	va_list		ap;
	union arg	args[ARGS_MAX];
};

static void
emit(struct output *o, const char *s, size_t n)
{
	size_t i;

	if (n == 0 || o->failed)
		return;
	if (sf_fwrite(o->f, s, n) != n)
		o->failed = true;
	if (!o->wide)
		o->count += n;
	else {
		for (i = 0; i < n; i++)
			o->count += ((unsigned char)s[i] & 0xc0) != 0x80;
	}
}

static void
emit_pad(struct output *o, char c, long n)
{
	char chunk[32];

	if (n <= 0)
		return;
	memset(chunk, c, n < (long)sizeof(chunk) ? (size_t)n : sizeof(chunk));
	for (; n > (long)sizeof(chunk) && !o->failed; n -= sizeof(chunk))
		emit(o, chunk, sizeof(chunk));
	emit(o, chunk, (size_t)n);
}

/* A decimal number at *pp; -1 if it is too great. */
static int
parse_number(const char **pp)
{
	const char *p = *pp;
	int n = 0;

	for (; *p >= '0' && *p <= '9'; p++) {
		if (n > (INT_MAX - 9) / 10) {
			errno = EOVERFLOW;
			return (-1);
		}
		n = n * 10 + (*p - '0');
	}
	*pp = p;
	return (n);
}

/*
 * "*" or "*m$" at *pp.  Returns the argument's number, 0 for the next, or -1.
 */
static int
parse_star(const char **pp)
{
	const char *p = *pp + 1;
	int n;

	if (*p >= '1' && *p <= '9') {
		n = parse_number(&p);
		if (n < 1 || n > ARGS_MAX || *p != '$') {
			errno = EINVAL;
			return (-1);
		}
		*pp = p + 1;
		return (n);
	}
	*pp = p;
	return (0);
}

static unsigned int
parse_flags(const char **pp)
{
	unsigned int flags = 0;

	for (;; (*pp)++) {
		switch (**pp) {
		case '#':
			flags |= F_ALT;
			break;
		case '-':
			flags |= F_LEFT;
			break;
		case '0':
			flags |= F_ZERO;
			break;
		case '+':
			flags |= F_PLUS;
			break;
		case ' ':
			flags |= F_SPACE;
			break;
		case '\'':
			flags |= F_GROUP;
			break;
		default:
			return (flags);
		}
	}
}

static enum length
parse_length(const char **pp)
{
	const char *p = (*pp)++;

	switch (*p) {
	case 'h':
		if (p[1] != 'h')
			return (LEN_H);
		(*pp)++;
		return (LEN_HH);
	case 'l':
		if (p[1] == 'l')
			(*pp)++;
		return (LEN_L);
	case 'j':
	case 'q':
	case 't':
	case 'z':
		return (LEN_L);
	case 'L':
		return (LEN_LD);
	default:
		*pp = p;
		return (LEN_NONE);
	}
}

/*
 * Parse what follows a %.  Returns what follows the conversion, or NULL with
 * errno set.
 */
static const char *
parse_spec(const char *p, struct spec *sp)
{
	const char *q = p;

	memset(sp, 0, sizeof(*sp));
	sp->prec = -1;
	sp->widthno = sp->precno = -1;
	if (*p >= '1' && *p <= '9') {
		sp->argno = parse_number(&q);
		if (sp->argno == -1)
			return (NULL);
		if (*q != '$')
			sp->argno = 0;
		else if (sp->argno > ARGS_MAX) {
			errno = EINVAL;
			return (NULL);
		} else
			p = q + 1;
	}
	sp->flags = parse_flags(&p);
	if (*p == '*') {
		if ((sp->widthno = parse_star(&p)) == -1)
			return (NULL);
	} else if ((sp->width = parse_number(&p)) == -1)
		return (NULL);
	if (*p == '.') {
		p++;
		if (*p == '*') {
			if ((sp->precno = parse_star(&p)) == -1)
				return (NULL);
		} else if ((sp->prec = parse_number(&p)) == -1)
			return (NULL);
	}
	sp->len = parse_length(&p);
	sp->conv = *p;
	if (sp->conv == 'C' || sp->conv == 'S') {
		sp->conv = sp->conv == 'C' ? 'c' : 's';
		sp->len = LEN_L;
	}
	return (*p == '\0' ? p : p + 1);
}

static enum argtype
spec_argtype(const struct spec *sp)
{
	switch (sp->conv) {
	case 'd': case 'i': case 'o': case 'u': case 'x': case 'X':
	case 'b': case 'B':
		return (sp->len == LEN_L || sp->len == LEN_LD ? ARG_LONG :
		    ARG_INT);
	case 'D': case 'O': case 'U':
		return (ARG_LONG);
	case 'c':
		return (sp->len == LEN_L ? ARG_WINT : ARG_INT);
	case 'a': case 'A': case 'e': case 'E': case 'f': case 'F':
	case 'g': case 'G':
		return (sp->len == LEN_LD ? ARG_LDBL : ARG_DOUBLE);
	case 'n': case 'p': case 's':
		return (ARG_POINTER);
	default:
		return (ARG_UNUSED);
	}
}

static union arg
pull_arg(struct output *o, enum argtype type)
{
	union arg a = { .i = 0 };

	switch (type) {
	case ARG_INT:
		a.i = va_arg(o->ap, int);
		break;
	case ARG_WINT:
		a.i = (long)va_arg(o->ap, wint_t);
		break;
	case ARG_LONG:
		a.i = va_arg(o->ap, long);
		break;
	case ARG_DOUBLE:
		a.f = (long double)va_arg(o->ap, double);
		break;
	case ARG_LDBL:
		a.f = va_arg(o->ap, long double);
		break;
	case ARG_POINTER:
		a.p = va_arg(o->ap, void *);
		break;
	case ARG_UNUSED:
		break;
	}
	return (a);
}

static union arg
next_arg(struct output *o, int argno, enum argtype type)
{
	if (o->table && argno > 0)
		return (o->args[argno - 1]);
	return (pull_arg(o, type));
}

/*
 * Fill the argument table if the format numbers its arguments.  A number that
 * no conversion uses counts as an int, so that those behind it can be reached.
 */
static int
fill_table(struct output *o, const char *fmt)
{
	unsigned char types[ARGS_MAX] = { 0 };
	struct spec sp;
	int i, max = 0;

	if (strchr(fmt, '$') == NULL)
		return (0);
	while ((fmt = strchr(fmt, '%')) != NULL) {
		if ((fmt = parse_spec(fmt + 1, &sp)) == NULL)
			return (-1);
		if (sp.widthno > 0)
			types[sp.widthno - 1] = ARG_INT;
		if (sp.precno > 0)
			types[sp.precno - 1] = ARG_INT;
		if (sp.argno > 0)
			types[sp.argno - 1] = (unsigned char)spec_argtype(&sp);
		if (sp.widthno > max)
			max = sp.widthno;
		if (sp.precno > max)
			max = sp.precno;
		if (sp.argno > max)
			max = sp.argno;
	}
	if (max == 0)
		return (0);
	for (i = 0; i < max; i++)
		o->args[i] = pull_arg(o, types[i] == ARG_UNUSED ? ARG_INT :
		    (enum argtype)types[i]);
	o->table = true;
	return (0);
}

/*
 * Put a number together: padding, prefix, zeros, digits.
 */
static void
emit_number(struct output *o, const struct spec *sp, const char *prefix,
    size_t prefixlen, long zeros, const char *digits, size_t n)
{
	long total = (long)(prefixlen + n) + zeros;
	long pad = sp->width - total;

	if ((sp->flags & (F_LEFT | F_ZERO)) == 0)
		emit_pad(o, ' ', pad);
	emit(o, prefix, prefixlen);
	if ((sp->flags & (F_LEFT | F_ZERO)) == F_ZERO)
		emit_pad(o, '0', pad);
	emit_pad(o, '0', zeros);
	emit(o, digits, n);
	if ((sp->flags & F_LEFT) != 0)
		emit_pad(o, ' ', pad);
}

static const char digits_lower[] = "0123456789abcdef";
static const char digits_upper[] = "0123456789ABCDEF";
static const char digit_pairs[] =
    "00010203040506070809101112131415161718192021222324"
    "25262728293031323334353637383940414243444546474849"
    "50515253545556575859606162636465666768697071727374"
    "75767778798081828384858687888990919293949596979899";

/* Digits of u, ending before end; returns their start. */
static char *
format_unsigned(uintmax_t u, unsigned int base, const char *set, char *end)
{
	unsigned int shift;

	if (base == 10) {
		for (; u >= 100; u /= 100) {
			end -= 2;
			memcpy(end, &digit_pairs[u % 100 * 2], 2);
		}
		if (u >= 10) {
			end -= 2;
			memcpy(end, &digit_pairs[u * 2], 2);
		} else if (u > 0)
			*--end = (char)('0' + u);
		return (end);
	}
	shift = base == 16 ? 4 : base == 8 ? 3 : 1;
	for (; u != 0; u >>= shift)
		*--end = set[u & (base - 1)];
	return (end);
}

static void
convert_integer(struct output *o, struct spec *sp, long value)
{
	char buf[72], prefix[2], *p, *end = buf + sizeof(buf);
	const char *set = digits_lower;
	unsigned int base = 10;
	size_t prefixlen = 0, n;
	bool is_signed = false;
	uintmax_t u;
	long zeros = 0;

	switch (sp->conv) {
	case 'd': case 'i': case 'D':
		is_signed = true;
		break;
	case 'o': case 'O':
		base = 8;
		break;
	case 'X':
		set = digits_upper;
		base = 16;
		break;
	case 'x':
	case 'p':
		base = 16;
		break;
	case 'b': case 'B':
		base = 2;
		break;
	default:
		break;
	}
	if (is_signed) {
		if (sp->len == LEN_HH)
			value = (signed char)value;
		else if (sp->len == LEN_H)
			value = (short)value;
		u = value < 0 ? -(uintmax_t)value : (uintmax_t)value;
		if (value < 0)
			prefix[prefixlen++] = '-';
		else if ((sp->flags & F_PLUS) != 0)
			prefix[prefixlen++] = '+';
		else if ((sp->flags & F_SPACE) != 0)
			prefix[prefixlen++] = ' ';
	} else {
		u = (uintmax_t)value;
		if (sp->len == LEN_HH)
			u = (unsigned char)u;
		else if (sp->len == LEN_H)
			u = (unsigned short)u;
		else if (sp->len == LEN_NONE)
			u = (unsigned int)u;
		if (base != 10 && base != 8 && (sp->flags & F_ALT) != 0 &&
		    (u != 0 || sp->conv == 'p')) {
			prefix[prefixlen++] = '0';
			prefix[prefixlen++] = sp->conv == 'p' ? 'x' : sp->conv;
		}
	}
	p = format_unsigned(u, base, set, end);
	n = (size_t)(end - p);
	if (sp->prec >= 0) {
		sp->flags &= ~(unsigned int)F_ZERO;
		if ((size_t)sp->prec > n)
			zeros = sp->prec - (long)n;
	} else if (n == 0)
		zeros = 1;
	if (base == 8 && (sp->flags & F_ALT) != 0 && zeros == 0)
		zeros = 1;
	emit_number(o, sp, prefix, prefixlen, zeros, p, n);
}

static void
emit_padded(struct output *o, const struct spec *sp, const char *s, size_t n,
    size_t columns)
{
	long pad = columns < (size_t)sp->width ? sp->width - (long)columns : 0;

	if ((sp->flags & F_LEFT) == 0)
		emit_pad(o, ' ', pad);
	emit(o, s, n);
	if ((sp->flags & F_LEFT) != 0)
		emit_pad(o, ' ', pad);
}

static void
convert_string(struct output *o, const struct spec *sp, const char *s)
{
	size_t n, columns;

	if (s == NULL)
		s = "(null)";
	if (!o->wide) {
		n = sp->prec >= 0 ? strnlen(s, (size_t)sp->prec) : strlen(s);
		columns = n;
	} else {
		/* Count characters; a precision counts them too. */
		for (n = columns = 0; s[n] != '\0'; n++) {
			if (((unsigned char)s[n] & 0xc0) != 0x80) {
				if (sp->prec >= 0 &&
				    columns == (size_t)sp->prec)
					break;
				columns++;
			}
		}
	}
	emit_padded(o, sp, s, n, columns);
}

/* Wide characters; -1 with EILSEQ if one cannot be. */
static int
convert_wide(struct output *o, const struct spec *sp, const wchar_t *ws)
{
	size_t limit, n = 0, columns = 0, len, i, count = 0;
	char mb[MB_LEN_MAX];
	mbstate_t st;
	long pad;

	if (ws == NULL)
		ws = L"(null)";
	limit = sp->prec >= 0 ? (size_t)sp->prec : SIZE_MAX;
	memset(&st, 0, sizeof(st));
	for (i = 0; (o->wide ? columns : n) < limit && ws[i] != L'\0'; i++) {
		if ((len = wcrtomb(mb, ws[i], &st)) == (size_t)-1)
			return (-1);
		if (!o->wide && n + len > limit)
			break;
		n += len;
		columns++;
		count++;
	}
	pad = sp->width - (long)(o->wide ? columns : n);
	if ((sp->flags & F_LEFT) == 0)
		emit_pad(o, ' ', pad);
	for (i = 0; i < count; i++) {
		len = wcrtomb(mb, ws[i], &st);
		emit(o, mb, len);
	}
	if ((sp->flags & F_LEFT) != 0)
		emit_pad(o, ' ', pad);
	return (0);
}

static int
convert_char(struct output *o, const struct spec *sp, long value)
{
	wchar_t ws[2];
	char c = (char)value;

	if (sp->len == LEN_L || (o->wide && (unsigned char)c >= 0x80)) {
		ws[0] = (wchar_t)(sp->len == LEN_L ? value :
		    (long)(unsigned char)c);
		ws[1] = L'\0';
		if (ws[0] != L'\0') {
			struct spec plain = *sp;

			plain.prec = -1;
			return (convert_wide(o, &plain, ws));
		}
		c = '\0';
	}
	emit_padded(o, sp, &c, 1, 1);
	return (0);
}

/* --- Floating point ----------------------------------------------------- */

/* Digits from 10^high to 10^low, in pieces. */
static void
emit_digits(struct output *o, const struct fpdec *d, long high, long low)
{
	const long lowest = -(long)FPDEC_FRACLIMBS * FPDEC_DIGITS;
	char buf[128];
	long stop;

	while (high >= low && high >= lowest) {
		stop = high - (long)sizeof(buf) + 1;
		if (stop < low)
			stop = low;
		if (stop < lowest)
			stop = lowest;
		(void)fpdec_digits(d, (int)high, (int)stop, buf);
		emit(o, buf, (size_t)(high - stop + 1));
		high = stop - 1;
	}
	emit_pad(o, '0', high - low + 1);
}

/* Sign and padding in front of a number of total characters. */
static long
emit_fp_front(struct output *o, const struct spec *sp, const char *prefix,
    size_t prefixlen, long total)
{
	long pad = sp->width - total - (long)prefixlen;

	if ((sp->flags & (F_LEFT | F_ZERO)) == 0)
		emit_pad(o, ' ', pad);
	emit(o, prefix, prefixlen);
	if ((sp->flags & (F_LEFT | F_ZERO)) == F_ZERO)
		emit_pad(o, '0', pad);
	return ((sp->flags & F_LEFT) != 0 ? pad : 0);
}

static void
emit_fixed(struct output *o, const struct spec *sp, const struct fpdec *d,
    bool zero, const char *prefix, size_t prefixlen, long prec)
{
	long high = zero ? 0 : fpdec_exponent(d), total, pad;
	bool point = prec > 0 || (sp->flags & F_ALT) != 0;

	if (high < 0)
		high = 0;
	total = high + 1 + point + prec;
	pad = emit_fp_front(o, sp, prefix, prefixlen, total);
	emit_digits(o, d, high, 0);
	if (point)
		emit(o, ".", 1);
	emit_digits(o, d, -1, -prec);
	emit_pad(o, ' ', pad);
}

static void
emit_exponent(struct output *o, const struct spec *sp, const struct fpdec *d,
    bool zero, const char *prefix, size_t prefixlen, long prec)
{
	long x = zero ? 0 : fpdec_exponent(d), pad;
	char buf[16], *p, *end = buf + sizeof(buf);
	bool point = prec > 0 || (sp->flags & F_ALT) != 0;

	p = format_unsigned((uintmax_t)(x < 0 ? -x : x), 10, digits_lower,
	    end);
	while (end - p < 2)
		*--p = '0';
	*--p = x < 0 ? '-' : '+';
	*--p = sp->conv == 'E' || sp->conv == 'G' ? 'E' : 'e';
	pad = emit_fp_front(o, sp, prefix, prefixlen,
	    1 + point + prec + (end - p));
	emit_digits(o, d, x, x);
	if (point)
		emit(o, ".", 1);
	emit_digits(o, d, x - 1, x - prec);
	emit(o, p, (size_t)(end - p));
	emit_pad(o, ' ', pad);
}

static void
convert_decimal(struct output *o, const struct spec *sp, long double value,
    const char *prefix, size_t prefixlen)
{
	long prec = sp->prec >= 0 ? sp->prec : 6, x = 0, last;
	bool zero = value == 0, negative = prefixlen > 0 && prefix[0] == '-';
	char conv = sp->conv | 0x20;
	struct fpdec d;
	uint64_t m;
	int e = 0;

	d.fd_first = d.fd_end = FPDEC_INTLIMBS;
	if (!zero) {
		m = fp_split(value, &e);
		fpdec_from_binary(&d, m, e);
	}
	if (conv == 'f') {
		fpdec_round(&d, prec, negative);
		emit_fixed(o, sp, &d, d.fd_first == d.fd_end, prefix,
		    prefixlen, prec);
		return;
	}
	if (conv == 'g') {
		if (prec == 0)
			prec = 1;
		prec--;
	}
	if (!zero) {
		fpdec_round(&d, prec - fpdec_exponent(&d), negative);
		x = fpdec_exponent(&d);
	}
	if (conv == 'e') {
		emit_exponent(o, sp, &d, zero, prefix, prefixlen, prec);
		return;
	}
	last = zero ? 0 : fpdec_last(&d);
	if (x < -4 || x > prec) {
		if ((sp->flags & F_ALT) == 0 && prec > x - last)
			prec = x - last;
		emit_exponent(o, sp, &d, zero, prefix, prefixlen, prec);
		return;
	}
	prec -= x;
	if ((sp->flags & F_ALT) == 0 && prec > -last)
		prec = last < 0 ? -last : 0;
	emit_fixed(o, sp, &d, zero, prefix, prefixlen, prec);
}

/*
 * %a: a double has the leading digit 1, a long double one from 8 to f.
 */
static void
convert_hex(struct output *o, struct spec *sp, long double value, char *prefix,
    size_t prefixlen)
{
	const char *set = sp->conv == 'A' ? digits_upper : digits_lower;
	bool negative = prefixlen > 0 && prefix[0] == '-';
	char exp[16], digits[20], *p, *end = exp + sizeof(exp);
	uint64_t m, frac = 0, rest, half;
	int e = 0, n, i, lost, bits;
	unsigned int lead = 0;
	bool point;
	long pad;

	if (value != 0) {
		m = fp_split(value, &e);
		i = __builtin_clzl(m);
		m <<= i;
		bits = sp->len == LEN_LD ? 4 : 1;
		e += 64 - bits - i;
		lead = (unsigned int)(m >> (64 - bits));
		frac = m << bits;
	}
	if (sp->prec >= 0 && sp->prec < 16) {
		bits = 64 - 4 * sp->prec;
		rest = bits == 64 ? frac : frac & ((1UL << bits) - 1);
		half = 1UL << (bits - 1);
		lost = rest > half ? 3 : rest == half ? 2 : rest != 0;
		frac -= rest;
		i = sp->prec == 0 ? (int)(lead & 1) :
		    (int)(frac >> bits & 1);
		if (fp_round_up(negative, i, lost, __builtin_flt_rounds())) {
			if (bits == 64)
				lead++;
			else if (__builtin_add_overflow(frac, 1UL << bits,
			    &frac))
				lead++;
			if (lead == 16) {
				lead = 1;
				e += 4;
			} else if (lead == 2 && sp->len != LEN_LD) {
				lead = 1;
				e++;
			}
		}
	}
	for (n = 0; frac != 0; frac <<= 4)
		digits[n++] = set[frac >> 60];
	prefix[prefixlen++] = '0';
	prefix[prefixlen++] = sp->conv == 'A' ? 'X' : 'x';
	p = format_unsigned((uintmax_t)(e < 0 ? -e : e), 10, set, end);
	if (p == end)
		*--p = '0';
	*--p = e < 0 ? '-' : '+';
	*--p = sp->conv == 'A' ? 'P' : 'p';
	point = n > 0 || sp->prec > 0 || (sp->flags & F_ALT) != 0;
	i = sp->prec > n ? sp->prec - n : 0;
	pad = emit_fp_front(o, sp, prefix, prefixlen,
	    1 + point + n + (long)i + (end - p));
	emit(o, &set[lead], 1);
	if (point)
		emit(o, ".", 1);
	emit(o, digits, (size_t)n);
	emit_pad(o, '0', i);
	emit(o, p, (size_t)(end - p));
	emit_pad(o, ' ', pad);
}

static void
convert_fp(struct output *o, struct spec *sp, long double value)
{
	bool upper = (sp->conv & 0x20) == 0;
	char prefix[4], text[4];
	size_t n = 0;

	if (__builtin_signbit(value))
		prefix[n++] = '-';
	else if ((sp->flags & F_PLUS) != 0)
		prefix[n++] = '+';
	else if ((sp->flags & F_SPACE) != 0)
		prefix[n++] = ' ';
	if (value != value || __builtin_isinf(value)) {
		memcpy(text, value != value ? (upper ? "NAN" : "nan") :
		    (upper ? "INF" : "inf"), 4);
		sp->flags &= ~(unsigned int)F_ZERO;
		emit_number(o, sp, prefix, n, 0, text, 3);
		return;
	}
	if (sp->conv == 'a' || sp->conv == 'A')
		convert_hex(o, sp, value, prefix, n);
	else
		convert_decimal(o, sp, value < 0 ? -value : value, prefix, n);
}

/* --- Putting it together ------------------------------------------------ */

static void
store_count(const struct output *o, const struct spec *sp, void *p)
{
	switch (sp->len) {
	case LEN_HH:
		*(signed char *)p = (signed char)o->count;
		break;
	case LEN_H:
		*(short *)p = (short)o->count;
		break;
	case LEN_NONE:
		*(int *)p = (int)o->count;
		break;
	case LEN_L:
	case LEN_LD:
		*(long *)p = (long)o->count;
		break;
	}
}

/* Width and precision that are arguments themselves. */
static int
resolve_stars(struct output *o, struct spec *sp)
{
	long n;

	if (sp->widthno >= 0) {
		n = next_arg(o, sp->widthno, ARG_INT).i;
		if (n < 0) {
			sp->flags |= F_LEFT;
			n = -n;
		}
		if (n > INT_MAX) {
			errno = EOVERFLOW;
			return (-1);
		}
		sp->width = (int)n;
	}
	if (sp->precno >= 0) {
		n = next_arg(o, sp->precno, ARG_INT).i;
		sp->prec = n < 0 ? -1 : (int)n;
	}
	return (0);
}

static int
convert(struct output *o, struct spec *sp, int saved_errno)
{
	enum argtype type;
	union arg a;

	if (resolve_stars(o, sp) == -1)
		return (-1);
	type = spec_argtype(sp);
	a = type != ARG_UNUSED ? next_arg(o, sp->argno, type) :
	    (union arg){ .i = 0 };
	switch (sp->conv) {
	case 'D': case 'O': case 'U':
		sp->len = LEN_L;
		/* FALLTHROUGH */
	case 'd': case 'i': case 'o': case 'u': case 'x': case 'X':
	case 'b': case 'B':
		convert_integer(o, sp, a.i);
		return (0);
	case 'p':
		sp->flags |= F_ALT;
		sp->len = LEN_L;
		convert_integer(o, sp, (long)a.p);
		return (0);
	case 'c':
		return (convert_char(o, sp, a.i));
	case 's':
		if (sp->len == LEN_L)
			return (convert_wide(o, sp, a.p));
		convert_string(o, sp, a.p);
		return (0);
	case 'm':
		convert_string(o, sp, strerror(saved_errno));
		return (0);
	case 'n':
		store_count(o, sp, a.p);
		return (0);
	case '%':
		emit(o, "%", 1);
		return (0);
	case '\0':
		return (0);
	default:
		if (type != ARG_UNUSED) {
			convert_fp(o, sp, a.f);
			return (0);
		}
		/* An unknown conversion prints itself. */
		emit(o, &sp->conv, 1);
		return (0);
	}
}

static int
run_format(struct output *o, const char *fmt, int saved_errno)
{
	const char *percent;
	struct spec sp;

	for (;;) {
		percent = strchrnul(fmt, '%');
		emit(o, fmt, (size_t)(percent - fmt));
		if (*percent == '\0')
			break;
		if (percent[1] == 's' && !o->wide && !o->table) {
			/* The most frequent of all. */
			const char *s = va_arg(o->ap, const char *);

			if (s == NULL)
				s = "(null)";
			emit(o, s, strlen(s));
			fmt = percent + 2;
			continue;
		}
		fmt = parse_spec(percent + 1, &sp);
		if (fmt == NULL || convert(o, &sp, saved_errno) == -1)
			return (-1);
		if (o->failed)
			return (-1);
		if (o->count > INT_MAX) {
			errno = EOVERFLOW;
			return (-1);
		}
	}
	if (o->count > INT_MAX) {
		errno = EOVERFLOW;
		return (-1);
	}
	return (o->failed ? -1 : (int)o->count);
}

/*
 * An unbuffered stream gets a buffer for the time of one call, so that a line
 * is one write.
 */
static int
run_unbuffered(struct output *o, const char *fmt, int saved_errno)
{
	unsigned char buf[512];
	FILE *f = o->f;
	int ret;

	f->f_base = buf;
	f->f_size = sizeof(buf);
	f->f_wpos = buf;
	f->f_wend = buf + sizeof(buf);
	f->f_flags &= ~FF_NBF;
	ret = run_format(o, fmt, saved_errno);
	if (sf_flush(f) == EOF)
		ret = -1;
	f->f_flags |= FF_NBF;
	f->f_base = f->f_small + UNGET_ROOM;
	f->f_size = 1;
	f->f_wpos = f->f_wend = f->f_base;
	return (ret);
}

int
sf_vprintf(FILE *f, const char *fmt, va_list ap, bool wide)
{
	int ret, saved_errno = errno;
	struct output o;

	if ((f->f_flags & FF_WRITING) == 0 && sf_start_write(f) == EOF)
		return (-1);
	o.f = f;
	o.count = 0;
	o.wide = wide;
	o.failed = false;
	o.table = false;
	va_copy(o.ap, ap);
	if (fill_table(&o, fmt) == -1)
		ret = -1;
	else if ((f->f_flags & FF_NBF) != 0)
		ret = run_unbuffered(&o, fmt, saved_errno);
	else
		ret = run_format(&o, fmt, saved_errno);
	va_end(o.ap);
	return (ret);
}
