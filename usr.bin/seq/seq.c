/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * seq: print a sequence of numbers.
 *
 * Whole numbers are counted as such, so that no rounding shows; anything with
 * a fraction or a format is computed as first + i * step.
 */
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char	*separator = "\n", *terminator = "\n";

static bool	whole(const char *, intmax_t *);
static double	number(const char *);
static int	fraction(const char *);
static bool	valid_format(const char *);
static void	usage(void) __dead2;

static void
whole_sequence(intmax_t first, intmax_t step, intmax_t last, int width)
{
	intmax_t n = first;

	for (;;) {
		if (step > 0 ? n > last : n < last)
			return;
		if (n != first)
			(void)fputs(separator, stdout);
		if (printf("%0*jd", width, n) < 0)
			return;
		if (step > 0 ? n > INTMAX_MAX - step : n < INTMAX_MIN - step)
			return;
		n += step;
	}
}

static int
width_of(const char *s)
{

	return ((int)strcspn(s, "."));
}

int
main(int argc, char *argv[])
{
	const char *first = "1", *step = "1", *last, *format = NULL;
	double f, s, l, val;
	intmax_t wf, ws, wl, i;
	bool equal = false;
	char buf[32];
	int prec, width = 0;

	/* Negative numbers are operands, so getopt(3) cannot be used. */
	for (argc--, argv++; argc > 0 && argv[0][0] == '-' &&
	    argv[0][1] != '\0' && strchr("0123456789.", argv[0][1]) == NULL;
	    argc--, argv++) {
		if (strcmp(argv[0], "--") == 0) {
			argc--;
			argv++;
			break;
		}
		if (strcmp(argv[0], "-w") == 0)
			equal = true;
		else if (strchr("fst", argv[0][1]) != NULL &&
		    (argv[0][2] != '\0' || argc > 1)) {
			char option = argv[0][1];
			const char *arg = argv[0] + 2;

			if (*arg == '\0') {
				argc--;
				argv++;
				arg = argv[0];
			}
			if (option == 'f')
				format = arg;
			else if (option == 't')
				terminator = arg;
			else
				separator = arg;
		} else
			usage();
	}
	if (argc < 1 || argc > 3)
		usage();
	last = argv[argc - 1];
	if (argc > 1)
		first = argv[0];
	if (argc == 3)
		step = argv[1];
	if (format != NULL && !valid_format(format))
		errx(1, "%s: needs one conversion of a floating-point number",
		    format);

	f = number(first);
	s = number(step);
	l = number(last);
	if (argc < 3 && l < f) {
		step = "-1";
		s = -1;
	}
	if (s == 0)
		errx(1, "zero increment");
	if (equal) {
		width = width_of(first);
		if (width_of(last) > width)
			width = width_of(last);
	}
	if (format == NULL && whole(first, &wf) && whole(step, &ws) &&
	    whole(last, &wl)) {
		whole_sequence(wf, ws, wl, width);
	} else {
		prec = fraction(first);
		if (fraction(step) > prec)
			prec = fraction(step);
		if (format == NULL) {
			if (equal && prec > 0)
				width += prec + 1;
			(void)snprintf(buf, sizeof(buf), "%%%s%d.%df",
			    equal ? "0" : "", width, prec);
			format = buf;
		}
		/* A last value missed by rounding alone is included. */
		for (i = 0; ; i++) {
			val = f + (double)i * s;
			if (s > 0 ? val > l + s * 1e-10 : val < l + s * 1e-10)
				break;
			if (i > 0)
				(void)fputs(separator, stdout);
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wformat-nonliteral"
			(void)printf(format, val);
#pragma clang diagnostic pop
			if (ferror(stdout))
				break;
		}
	}
	if (s > 0 ? f <= l : f >= l)
		(void)fputs(terminator, stdout);
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (0);
}

static bool
whole(const char *s, intmax_t *val)
{
	char *end;

	errno = 0;
	*val = strtoimax(s, &end, 10);
	return (*s != '\0' && *end == '\0' && errno == 0);
}

static double
number(const char *s)
{
	double val;
	char *end;

	val = strtod(s, &end);
	if (*s == '\0' || *end != '\0' || val != val)
		errx(1, "%s: not a number", s);
	return (val);
}

/*
 * Digits behind the point; those of a number with an exponent are not known.
 */
static int
fraction(const char *s)
{
	const char *p = strchr(s, '.');

	if (strpbrk(s, "eEpP") != NULL)
		return (6);
	return (p == NULL ? 0 : (int)strlen(p + 1));
}

static bool
valid_format(const char *fmt)
{
	int n = 0;

	for (; *fmt != '\0'; fmt++) {
		if (*fmt != '%')
			continue;
		if (*++fmt == '%')
			continue;
		fmt += strspn(fmt, "#0- +'");
		fmt += strspn(fmt, "0123456789");
		if (*fmt == '.')
			fmt += 1 + strspn(fmt + 1, "0123456789");
		if (*fmt == '\0' || strchr("aAeEfFgG", *fmt) == NULL)
			return (false);
		n++;
	}
	return (n == 1);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: seq [-w] [-f format] [-s string] "
	    "[-t string] [first [step]] last\n");
	exit(1);
}
