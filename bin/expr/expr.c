/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * expr: evaluate an expression, by precedence climbing over the arguments.
 * All sides are evaluated; a value is a string, and a number if it looks like
 * a decimal integer.
 */
#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <regex.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Operators, from the loosest; those of a level associate to the left. */
static const char *const levels[][7] = {
	{ "|", NULL },
	{ "&", NULL },
	{ "=", "<", ">", "<=", ">=", "!=", NULL },
	{ "+", "-", NULL },
	{ "*", "/", "%", NULL },
	{ ":", NULL },
};
#define	NLEVELS	(sizeof(levels) / sizeof(levels[0]))

static char	**arg;

static char	*parse(size_t);

static char *
copy(const char *s, size_t n)
{
	char *p;

	if ((p = strndup(s, n)) == NULL)
		err(3, NULL);
	return (p);
}

static char *
from_number(intmax_t n)
{
	char *s;

	if (asprintf(&s, "%jd", n) < 0)
		err(3, NULL);
	return (s);
}

static bool
is_integer(const char *s)
{

	if (*s == '-')
		s++;
	if (*s == '\0')
		return (false);
	while (isdigit((unsigned char)*s))
		s++;
	return (*s == '\0');
}

static intmax_t
to_number(const char *s)
{
	intmax_t n;

	if (!is_integer(s))
		errx(2, "%s: not a decimal integer", s);
	errno = 0;
	n = strtoimax(s, NULL, 10);
	if (errno == ERANGE)
		errx(2, "%s: out of range", s);
	return (n);
}

/*
 * Empty, or zero in any spelling.
 */
static bool
is_null(const char *s)
{

	if (*s == '\0')
		return (true);
	if (!is_integer(s))
		return (false);
	return (s[strspn(s, "-0")] == '\0');
}

static char *
match(const char *s, const char *pattern)
{
	char message[128];
	regmatch_t m[2];
	regex_t re;
	char *result;
	int error;

	if ((error = regcomp(&re, pattern, 0)) != 0) {
		(void)regerror(error, &re, message, sizeof(message));
		errx(2, "%s: %s", pattern, message);
	}
	/* The pattern is anchored: a match elsewhere is none. */
	m[1].rm_so = -1;
	if (regexec(&re, s, 2, m, 0) != 0 || m[0].rm_so != 0)
		result = re.re_nsub > 0 ? copy("", 0) : from_number(0);
	else if (re.re_nsub > 0)
		result = m[1].rm_so < 0 ? copy("", 0) :
		    copy(s + m[1].rm_so, (size_t)(m[1].rm_eo - m[1].rm_so));
	else {
		intmax_t n = 0;
		regoff_t i;

		/* Characters, not bytes. */
		for (i = 0; i < m[0].rm_eo; i++)
			if (((unsigned char)s[i] & 0xc0) != 0x80)
				n++;
		result = from_number(n);
	}
	regfree(&re);
	return (result);
}

static char *
compare(const char *a, const char *op, const char *b)
{
	intmax_t x, y;
	bool result;
	int c;

	if (is_integer(a) && is_integer(b)) {
		x = to_number(a);
		y = to_number(b);
		c = (x > y) - (x < y);
	} else
		c = strcoll(a, b);
	if (op[0] == '=')
		result = c == 0;
	else if (op[0] == '!')
		result = c != 0;
	else if (op[0] == '<')
		result = c < 0 || (op[1] == '=' && c == 0);
	else
		result = c > 0 || (op[1] == '=' && c == 0);
	return (from_number(result));
}

static char *
calculate(const char *a, int op, const char *b)
{
	intmax_t x = to_number(a), y = to_number(b), n = 0;
	bool overflow = false;

	switch (op) {
	case '+':
		overflow = __builtin_add_overflow(x, y, &n);
		break;
	case '-':
		overflow = __builtin_sub_overflow(x, y, &n);
		break;
	case '*':
		overflow = __builtin_mul_overflow(x, y, &n);
		break;
	default:
		if (y == 0)
			errx(2, "division by zero");
		if (y == -1) {
			/* The one quotient that does not fit. */
			overflow = op == '/' &&
			    __builtin_sub_overflow((intmax_t)0, x, &n);
			break;
		}
		n = op == '/' ? x / y : x % y;
		break;
	}
	if (overflow)
		errx(2, "overflow");
	return (from_number(n));
}

static char *
apply(char *a, const char *op, char *b)
{

	switch (op[0]) {
	case '|':
		return (!is_null(a) ? a : *b != '\0' ? b : from_number(0));
	case '&':
		return (!is_null(a) && !is_null(b) ? a : from_number(0));
	case ':':
		return (match(a, b));
	case '=': case '<': case '>': case '!':
		return (compare(a, op, b));
	default:
		return (calculate(a, op[0], b));
	}
}

static char *
parse_operand(void)
{
	char *value;

	if (*arg == NULL)
		errx(2, "syntax error: an operand is missing");
	if (strcmp(*arg, "(") != 0)
		return (*arg++);
	arg++;
	value = parse(0);
	if (*arg == NULL || strcmp(*arg++, ")") != 0)
		errx(2, "syntax error: ( without )");
	return (value);
}

static char *
parse(size_t level)
{
	const char *const *op;
	char *value;

	if (level == NLEVELS)
		return (parse_operand());
	value = parse(level + 1);
	while (*arg != NULL) {
		for (op = levels[level]; *op != NULL; op++)
			if (strcmp(*op, *arg) == 0)
				break;
		if (*op == NULL)
			break;
		arg++;
		value = apply(value, *op, parse(level + 1));
	}
	return (value);
}

int
main(int argc, char *argv[])
{
	char *value;

	arg = argv + 1;
	if (*arg != NULL && strcmp(*arg, "--") == 0)
		arg++;
	if (*arg == NULL) {
		(void)fprintf(stderr, "usage: expr expression\n");
		return (2);
	}
	value = parse(0);
	if (*arg != NULL)
		errx(2, "syntax error: %s", *arg);
	(void)puts(value);
	if (fclose(stdout) != 0)
		err(3, "stdout");
	return (is_null(value) ? 1 : 0);
}
