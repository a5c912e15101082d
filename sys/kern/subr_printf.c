/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Formatted output, of the kernel and into memory.
 *
 * Model	kformat() walks a format and hands pieces of output to an emit
 *		function; it keeps no state and takes no lock, so it works in
 *		any context, panic included.
 *
 * Formats	All of C17's conversions but floating point (a kernel without
 *		vector registers has none), %n (a hole) and wide characters.
 *		Flags `-+ #0', width, precision, `*', and the lengths hh h l ll
 *		j z t are complete.  %s of NULL is "(null)".  An unknown
 *		conversion is copied as it stands and ends the interpretation,
 *		since its argument's type is unknown.
 *
 * Tests	tests/sys/kern/unit compares with the host's printf.
 */
#include <sys/param.h>
#include <sys/stdarg.h>
#include <sys/systm.h>

#include <kern/subr_printf.h>

#define	F_LEFT	0x01
#define	F_PLUS	0x02
#define	F_SPACE	0x04
#define	F_ALT	0x08
#define	F_ZERO	0x10
#define	F_NEG	0x20
#define	F_PREC	0x40			/* a precision is given */

struct spec {
	u_int	flags;
	int	width;
	int	prec;
	int	length;			/* bytes of an integer argument */
};

struct sink {
	void	(*emit)(void *, const char *, size_t);
	void	*arg;
	size_t	total;
};

static void
put(struct sink *sk, const char *s, size_t n)
{

	if (n > 0) {
		sk->emit(sk->arg, s, n);
		sk->total += n;
	}
}

static void
pad(struct sink *sk, char c, int n)
{
	char run[16];

	if (n <= 0)
		return;
	memset(run, c, sizeof(run));
	for (; n > 0; n -= (int)sizeof(run))
		put(sk, run, (size_t)MIN(n, (int)sizeof(run)));
}

/*
 * Convert v to digits that end at `end'; returns where they begin.  No digit
 * for 0: the precision supplies it.
 */
static char *
digits(char *end, uintmax_t v, u_int base, bool upper)
{
	const char *set = upper ? "0123456789ABCDEF" : "0123456789abcdef";

	if (base == 10) {
		for (; v != 0; v /= 10)
			*--end = (char)('0' + v % 10);
	} else {
		u_int shift = base == 16 ? 4 : 3;

		for (; v != 0; v >>= shift)
			*--end = set[v & (base - 1)];
	}
	return (end);
}

static void
put_integer(struct sink *sk, const struct spec *sp, uintmax_t v, u_int base,
    bool upper)
{
	char buf[24], prefix[3];
	char *end = buf + sizeof(buf);
	char *p = digits(end, v, base, upper);
	int ndigits = (int)(end - p);
	int nprefix = 0, nzero, npad;

	if ((sp->flags & F_NEG) != 0)
		prefix[nprefix++] = '-';
	else if ((sp->flags & F_PLUS) != 0)
		prefix[nprefix++] = '+';
	else if ((sp->flags & F_SPACE) != 0)
		prefix[nprefix++] = ' ';
	if ((sp->flags & F_ALT) != 0 && base == 16 && v != 0) {
		prefix[nprefix++] = '0';
		prefix[nprefix++] = upper ? 'X' : 'x';
	}
	nzero = (sp->flags & F_PREC) != 0 ? sp->prec : 1;
	nzero = MAX(nzero - ndigits, 0);
	if ((sp->flags & F_ALT) != 0 && base == 8 && nzero == 0)
		nzero = 1;
	npad = MAX(sp->width - nprefix - nzero - ndigits, 0);
	if ((sp->flags & (F_ZERO | F_LEFT | F_PREC)) == F_ZERO) {
		nzero += npad;
		npad = 0;
	}
	if ((sp->flags & F_LEFT) == 0)
		pad(sk, ' ', npad);
	put(sk, prefix, (size_t)nprefix);
	pad(sk, '0', nzero);
	put(sk, p, (size_t)ndigits);
	if ((sp->flags & F_LEFT) != 0)
		pad(sk, ' ', npad);
}

static void
put_string(struct sink *sk, const struct spec *sp, const char *s, size_t n)
{
	int npad = n < (size_t)MAX(sp->width, 0) ? sp->width - (int)n : 0;

	if ((sp->flags & F_LEFT) == 0)
		pad(sk, ' ', npad);
	put(sk, s, n);
	if ((sp->flags & F_LEFT) != 0)
		pad(sk, ' ', npad);
}

/*
 * Flags, width, precision and length, from after the `%'; returns the
 * conversion's address.
 */
static const char *
parse_spec(const char *p, struct spec *sp, va_list *ap)
{

	*sp = (struct spec){ .length = sizeof(int) };
	for (;; p++) {
		switch (*p) {
		case '-': sp->flags |= F_LEFT; continue;
		case '+': sp->flags |= F_PLUS; continue;
		case ' ': sp->flags |= F_SPACE; continue;
		case '#': sp->flags |= F_ALT; continue;
		case '0': sp->flags |= F_ZERO; continue;
		}
		break;
	}
	if (*p == '*') {
		sp->width = va_arg(*ap, int);
		if (sp->width < 0) {
			sp->flags |= F_LEFT;
			sp->width = sp->width == INT_MIN ? 0 : -sp->width;
		}
		p++;
	} else {
		for (; *p >= '0' && *p <= '9'; p++)
			sp->width = MIN(sp->width, 99999) * 10 + (*p - '0');
	}
	if (*p == '.') {
		sp->flags |= F_PREC;
		p++;
		if (*p == '*') {
			sp->prec = va_arg(*ap, int);
			if (sp->prec < 0)
				sp->flags &= ~(u_int)F_PREC;
			p++;
		} else {
			for (; *p >= '0' && *p <= '9'; p++)
				sp->prec = MIN(sp->prec, 99999) * 10 +
				    (*p - '0');
		}
	}
	switch (*p) {
	case 'h':
		sp->length = *++p == 'h' ? (p++, 1) : 2;
		break;
	case 'l':
		p += p[1] == 'l' ? 2 : 1;
		sp->length = 8;
		break;
	case 'j':
	case 'z':
	case 't':
		p++;
		sp->length = 8;
		break;
	}
	return (p);
}

static uintmax_t
get_unsigned(const struct spec *sp, va_list *ap)
{

	switch (sp->length) {
	case 1:
		return ((unsigned char)va_arg(*ap, u_int));
	case 2:
		return ((unsigned short)va_arg(*ap, u_int));
	case 8:
		return (va_arg(*ap, unsigned long));
	default:
		return (va_arg(*ap, u_int));
	}
}

static intmax_t
get_signed(const struct spec *sp, va_list *ap)
{

	switch (sp->length) {
	case 1:
		return ((signed char)va_arg(*ap, int));
	case 2:
		return ((short)va_arg(*ap, int));
	case 8:
		return (va_arg(*ap, long));
	default:
		return (va_arg(*ap, int));
	}
}

/*
 * One conversion; false: unknown.
 */
static bool
convert(struct sink *sk, struct spec *sp, char conv, va_list *ap)
{
	const char *s;
	intmax_t v;
	char c;

	if (conv != 'd' && conv != 'i')
		sp->flags &= ~(u_int)(F_PLUS | F_SPACE);
	switch (conv) {
	case 'd':
	case 'i':
		v = get_signed(sp, ap);
		if (v < 0)
			sp->flags |= F_NEG;
		put_integer(sk, sp, v < 0 ? -(uintmax_t)v : (uintmax_t)v, 10,
		    false);
		break;
	case 'u':
		put_integer(sk, sp, get_unsigned(sp, ap), 10, false);
		break;
	case 'o':
		put_integer(sk, sp, get_unsigned(sp, ap), 8, false);
		break;
	case 'x':
	case 'X':
		put_integer(sk, sp, get_unsigned(sp, ap), 16, conv == 'X');
		break;
	case 'p':
		sp->length = 8;
		sp->flags |= F_ALT;
		put_integer(sk, sp, get_unsigned(sp, ap), 16, false);
		break;
	case 'c':
		c = (char)va_arg(*ap, int);
		put_string(sk, sp, &c, 1);
		break;
	case 's':
		s = va_arg(*ap, const char *);
		if (s == NULL)
			s = "(null)";
		put_string(sk, sp, s, (sp->flags & F_PREC) != 0 ?
		    strnlen(s, (size_t)sp->prec) : strlen(s));
		break;
	case '%':
		put(sk, "%", 1);
		break;
	default:
		return (false);
	}
	return (true);
}

size_t
kformat(void (*emit)(void *, const char *, size_t), void *arg,
    const char *fmt, va_list ap0)
{
	struct sink sk = { .emit = emit, .arg = arg };
	const char *p, *start;
	struct spec sp;
	va_list ap;

	va_copy(ap, ap0);
	for (;;) {
		for (p = fmt; *p != '%' && *p != '\0'; p++)
			continue;
		put(&sk, fmt, (size_t)(p - fmt));
		if (*p == '\0')
			break;
		start = p;
		p = parse_spec(p + 1, &sp, &ap);
		if (*p == '\0' || !convert(&sk, &sp, *p, &ap)) {
			put(&sk, start, strlen(start));
			break;
		}
		fmt = p + 1;
	}
	va_end(ap);
	return (sk.total);
}

struct memory_sink {
	char	*next;
	char	*end;			/* keeps room for the NUL */
};

static void
memory_emit(void *arg, const char *s, size_t n)
{
	struct memory_sink *m = arg;
	size_t room = (size_t)(m->end - m->next);

	n = MIN(n, room);
	memcpy(m->next, s, n);
	m->next += n;
}

/*
 * As in C: at most size bytes with the NUL; returns the untruncated length.
 */
int
vsnprintf(char *buf, size_t size, const char *fmt, va_list ap)
{
	char none;
	struct memory_sink m = {
		.next = size > 0 ? buf : &none,
		.end = size > 0 ? buf + size - 1 : &none,
	};
	size_t total;

	total = kformat(memory_emit, &m, fmt, ap);
	if (size > 0)
		*m.next = '\0';
	return ((int)MIN(total, (size_t)INT_MAX));
}

int
snprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(buf, size, fmt, ap);
	va_end(ap);
	return (n);
}
