/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * printf: formatted output.  The shell's built-in is made from this file
 * too.
 *
 * The format is used again as long as arguments are left.  Each conversion
 * is handed to snprintf() as a specification of its own, with the length
 * modifier that its type needs.  An operand that is no number is complained
 * about, counts as what could be converted of it, and makes the status 1.
 */

#include <sys/types.h>

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../bin/sh/bltin.h"

struct spec {
	char		sp_flags[8];
	int		sp_width;	/* -1: none */
	int		sp_prec;	/* -1: none */
	char		sp_conv;
};

static char	**args;			/* the operands that are left */
static int	exit_status;
static bool	stop;			/* \c was seen */

static const char	*format_spec(const char *);
static const char	*escape(const char *);

static const char *
next_arg(void)
{
	return (*args != NULL ? *args++ : NULL);
}

/* Report an operand that was not wholly converted. */
static void
check_number(const char *s, const char *end)
{
	if (errno == ERANGE) {
		bltin_warn("%s: %s", s, strerror(ERANGE));
		exit_status = 1;
	} else if (end == s) {
		bltin_warn("%s: expected a number", s);
		exit_status = 1;
	} else if (*end != '\0') {
		bltin_warn("%s: not wholly a number", s);
		exit_status = 1;
	}
}

/* 'x and "x are the value of the character x. */
static bool
is_character(const char *s, intmax_t *v)
{
	if (*s != '\'' && *s != '"')
		return (false);
	*v = (unsigned char)s[1];
	if (s[1] != '\0' && s[2] != '\0') {
		bltin_warn("%s: more than one character", s);
		exit_status = 1;
	}
	return (true);
}

static intmax_t
next_integer(bool is_signed)
{
	const char *s = next_arg();
	intmax_t v;
	char *end;

	if (s == NULL)
		return (0);
	if (is_character(s, &v))
		return (v);
	errno = 0;
	if (is_signed || strchr(s, '-') != NULL)
		v = strtoimax(s, &end, 0);
	else
		v = (intmax_t)strtoumax(s, &end, 0);
	check_number(s, end);
	return (v);
}

static double
next_double(void)
{
	const char *s = next_arg();
	intmax_t v;
	double d;
	char *end;

	if (s == NULL)
		return (0);
	if (is_character(s, &v))
		return ((double)v);
	errno = 0;
	d = strtod(s, &end);
	check_number(s, end);
	return (d);
}

/* Write s, of which len bytes count, as %s does. */
static void
put_string(const struct spec *sp, const char *s, size_t len)
{
	size_t pad = 0;

	if (sp->sp_prec >= 0 && (size_t)sp->sp_prec < len)
		len = (size_t)sp->sp_prec;
	if (sp->sp_width > 0 && (size_t)sp->sp_width > len)
		pad = (size_t)sp->sp_width - len;
	if (strchr(sp->sp_flags, '-') == NULL) {
		for (; pad > 0; pad--)
			bltin_putc(' ');
	}
	bltin_write(s, len);
	for (; pad > 0; pad--)
		bltin_putc(' ');
}

/* snprintf() and write what comes out, however long it is. */
static void
put_formatted(const char *fmt, ...)
{
	char small[128], *buf = small;
	va_list ap, again;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(small, sizeof(small), fmt, ap);
	va_end(ap);
	if (n >= (int)sizeof(small) &&
	    (buf = malloc((size_t)n + 1)) != NULL)
		(void)vsnprintf(buf, (size_t)n + 1, fmt, again);
	va_end(again);
	if (n < 0)
		bltin_error(1, "%s: %s", fmt, strerror(errno));
	if (buf == NULL)
		bltin_error(1, "out of memory");
	if (n > 0)
		bltin_write(buf, (size_t)n);
	if (buf != small)
		free(buf);
}

/* A specification for snprintf(), with the length modifier mod. */
static const char *
spec_string(const struct spec *sp, const char *mod)
{
	static char buf[48];
	char *p = buf, *end = buf + sizeof(buf);

	p += snprintf(p, (size_t)(end - p), "%%%s", sp->sp_flags);
	if (sp->sp_width >= 0)
		p += snprintf(p, (size_t)(end - p), "%d", sp->sp_width);
	if (sp->sp_prec >= 0)
		p += snprintf(p, (size_t)(end - p), ".%d", sp->sp_prec);
	(void)snprintf(p, (size_t)(end - p), "%s%c", mod, sp->sp_conv);
	return (buf);
}

/*
 * Replace the escape sequence of the format whose backslash is at s and
 * write it; returns its last character.
 */
static const char *
escape(const char *s)
{
	static const char from[] = "\\abefnrtv\"'";
	static const char to[] = "\\\a\b\033\f\n\r\t\v\"'";
	const char *p;
	int i, v = 0;

	s++;
	if (*s >= '0' && *s <= '7') {
		for (i = 0; i < 3 && *s >= '0' && *s <= '7'; i++)
			v = v * 8 + *s++ - '0';
		bltin_putc(v & 0xff);
		return (s - 1);
	}
	if (*s == 'x' && isxdigit((unsigned char)s[1])) {
		for (i = 0; i < 2 && isxdigit((unsigned char)s[1]); i++) {
			s++;
			v = v * 16 + (isdigit((unsigned char)*s) ? *s - '0' :
			    tolower((unsigned char)*s) - 'a' + 10);
		}
		bltin_putc(v);
		return (s);
	}
	if (*s != '\0' && (p = strchr(from, *s)) != NULL) {
		bltin_putc(to[p - from]);
		return (s);
	}
	bltin_putc('\\');
	if (*s == '\0')
		return (s - 1);
	bltin_putc(*s);
	return (s);
}

/* %b: the escapes are replaced first, so that width and precision fit. */
static void
put_escaped(const struct spec *sp, const char *s)
{
	static const char from[] = "\\abefnrtv\"'";
	static const char to[] = "\\\a\b\033\f\n\r\t\v\"'";
	size_t len = 0;
	const char *p;
	char *buf;
	int i, v;

	if ((buf = malloc(strlen(s) + 1)) == NULL)
		bltin_error(1, "out of memory");
	for (; *s != '\0' && !stop; s++) {
		if (*s != '\\' || s[1] == '\0') {
			buf[len++] = *s;
			continue;
		}
		s++;
		if (*s == 'c') {
			stop = true;
		} else if (*s >= '0' && *s <= '7') {
			i = *s == '0' ? -1 : 0;
			for (v = 0; i < 3 && *s >= '0' && *s <= '7'; i++)
				v = v * 8 + *s++ - '0';
			buf[len++] = (char)v;
			s--;
		} else if ((p = strchr(from, *s)) != NULL) {
			buf[len++] = to[p - from];
		} else {
			buf[len++] = '\\';
			buf[len++] = *s;
		}
	}
	put_string(sp, buf, len);
	free(buf);
}

/* A width or precision: digits, or * for an operand; an int in any case. */
static const char *
parse_number(const char *s, int *v)
{
	intmax_t n = 0;

	if (*s == '*') {
		n = next_integer(true);
		s++;
	} else {
		for (; *s >= '0' && *s <= '9'; s++)
			if (n <= INT_MAX)
				n = n * 10 + (*s - '0');
	}
	if (n > INT_MAX || n < -INT_MAX)
		bltin_error(1, "field width or precision is out of range");
	*v = (int)n;
	return (s);
}

static void
convert(struct spec *sp)
{
	const char *arg;

	switch (sp->sp_conv) {
	case 'd':
	case 'i':
		put_formatted(spec_string(sp, "j"), next_integer(true));
		break;
	case 'o':
	case 'u':
	case 'x':
	case 'X':
		put_formatted(spec_string(sp, "j"),
		    (uintmax_t)next_integer(false));
		break;
	case 'a':
	case 'A':
	case 'e':
	case 'E':
	case 'f':
	case 'F':
	case 'g':
	case 'G':
		put_formatted(spec_string(sp, ""), next_double());
		break;
	case 'c':
		arg = next_arg();
		put_string(sp, arg != NULL ? arg : "",
		    arg != NULL && *arg != '\0');
		break;
	case 's':
		arg = next_arg();
		put_string(sp, arg != NULL ? arg : "",
		    arg != NULL ? strlen(arg) : 0);
		break;
	default:			/* b */
		arg = next_arg();
		put_escaped(sp, arg != NULL ? arg : "");
		break;
	}
}

/*
 * Handle the conversion whose % is at s; returns its last character.
 */
static const char *
format_spec(const char *s)
{
	struct spec sp = { "", -1, -1, '\0' };
	size_t n = 0;

	if (*++s == '%') {
		bltin_putc('%');
		return (s);
	}
	for (; *s != '\0' && strchr("-+ #0'", *s) != NULL; s++) {
		if (*s != '\'' && memchr(sp.sp_flags, *s, n) == NULL)
			sp.sp_flags[n++] = *s;
	}
	if (*s == '*' || (*s >= '0' && *s <= '9')) {
		s = parse_number(s, &sp.sp_width);
		if (sp.sp_width < 0) {
			sp.sp_width = -sp.sp_width;
			if (memchr(sp.sp_flags, '-', n) == NULL)
				sp.sp_flags[n++] = '-';
		}
	}
	if (*s == '.')
		s = parse_number(s + 1, &sp.sp_prec);
	if (sp.sp_prec < -1)
		sp.sp_prec = -1;
	/* C's length modifiers say nothing here. */
	while (*s != '\0' && strchr("hlLjzt", *s) != NULL)
		s++;
	sp.sp_conv = *s;
	if (*s == '\0')
		bltin_error(1, "the format ends inside of a conversion");
	if (strchr("diouxXaAeEfFgGcsb", *s) == NULL)
		bltin_error(1, "%%%c: unknown conversion", *s);
	convert(&sp);
	return (s);
}

BLTIN_MAIN(printf)
{
	const char *format, *s;
	char **before;

	if (argc > 1 && strcmp(argv[1], "--") == 0) {
		argc--;
		argv++;
	}
	if (argc < 2)
		bltin_error(2, "usage: printf format [argument ...]");
	format = argv[1];
	args = argv + 2;
	exit_status = 0;
	stop = false;
	do {
		before = args;
		for (s = format; *s != '\0' && !stop; s++) {
			if (*s == '%')
				s = format_spec(s);
			else if (*s == '\\')
				s = escape(s);
			else
				bltin_putc(*s);
		}
	} while (*args != NULL && args != before && !stop);
	return (bltin_finish(exit_status));
}
