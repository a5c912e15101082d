/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Arithmetic (POSIX 2.6.4): all operators of C on signed integers of type
 * intmax_t, with assignments, ++, -- and the comma.
 *
 * Recursive descent; binary operators by precedence climbing.  Operands that
 * C would not evaluate are parsed with ar_skip set, which keeps assignments
 * and divisions by zero from happening.  Overflow wraps around.  The value
 * of a variable may be an expression itself.
 */

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "expand.h"
#include "var.h"

#define	ARITH_DEPTH	64		/* variables in values of variables */

struct arith {
	const char	*ar_text;
	const char	*ar_pos;
	int		ar_skip;
	int		ar_depth;
};

enum aop {
	A_NONE, A_MUL, A_DIV, A_MOD, A_ADD, A_SUB, A_SHL, A_SHR, A_LT, A_LE,
	A_GT, A_GE, A_EQ, A_NE, A_AND, A_XOR, A_OR, A_LAND, A_LOR
};

/* Longest first: the table is searched in order. */
static const struct {
	char		o_text[4];
	enum aop	o_op;
	int		o_level;	/* of precedence */
	bool		o_assign;	/* also exists as o_text= */
} operators[] = {
	{ "<<", A_SHL, 8, true },	{ ">>", A_SHR, 8, true },
	{ "<=", A_LE, 7, false },	{ ">=", A_GE, 7, false },
	{ "==", A_EQ, 6, false },	{ "!=", A_NE, 6, false },
	{ "&&", A_LAND, 2, false },	{ "||", A_LOR, 1, false },
	{ "*", A_MUL, 10, true },	{ "/", A_DIV, 10, true },
	{ "%", A_MOD, 10, true },	{ "+", A_ADD, 9, true },
	{ "-", A_SUB, 9, true },	{ "<", A_LT, 7, false },
	{ ">", A_GT, 7, false },	{ "&", A_AND, 5, true },
	{ "^", A_XOR, 4, true },	{ "|", A_OR, 3, true }
};

static intmax_t	arith_run(const char *, int);
static intmax_t	arith_comma(struct arith *);
static intmax_t	arith_assign(struct arith *);
static intmax_t	arith_binary(struct arith *, int);
static intmax_t	arith_unary(struct arith *);
static intmax_t	arith_primary(struct arith *);

static void SH_NORETURN
arith_fail(const struct arith *ar, const char *why)
{
	sh_error(ST_ERROR, "arithmetic: %s: \"%.200s\"", why, ar->ar_text);
}

static void
skip_space(struct arith *ar)
{
	while (isspace((unsigned char)*ar->ar_pos))
		ar->ar_pos++;
}

static bool
accept(struct arith *ar, int c)
{
	skip_space(ar);
	if (*ar->ar_pos != c)
		return (false);
	ar->ar_pos++;
	return (true);
}

static intmax_t
variable_value(struct arith *ar, const char *name, size_t len)
{
	const char *value;
	char *end, *copy;
	intmax_t v;

	if (ar->ar_skip != 0)
		return (0);
	if ((value = var_getn(name, len)) == NULL && sh_opt(NOUNSET))
		sh_error(ST_ERROR, "%.*s: parameter not set", (int)len, name);
	if (value == NULL || *value == '\0')
		return (0);
	errno = 0;
	v = strtoimax(value, &end, 0);
	if (*end == '\0' && errno == 0)
		return (v);
	if (ar->ar_depth >= ARITH_DEPTH)
		arith_fail(ar, "too many variables in variables");
	copy = tmp_strdup(value);
	return (arith_run(copy, ar->ar_depth + 1));
}

static void
variable_set(struct arith *ar, const char *name, size_t len, intmax_t v)
{
	if (ar->ar_skip == 0)
		var_set_int(tmp_strndup(name, len), v);
}

/* Apply op, which is not && or ||. */
static intmax_t
arith_apply(struct arith *ar, enum aop op, intmax_t a, intmax_t b)
{
	uintmax_t ua = (uintmax_t)a, ub = (uintmax_t)b;

	switch (op) {
	case A_MUL:
		return ((intmax_t)(ua * ub));
	case A_DIV:
	case A_MOD:
		if (ar->ar_skip != 0)
			return (0);
		if (b == 0)
			arith_fail(ar, "division by zero");
		if (b == -1)
			return (op == A_DIV ? (intmax_t)(0 - ua) : 0);
		return (op == A_DIV ? a / b : a % b);
	case A_ADD:
		return ((intmax_t)(ua + ub));
	case A_SUB:
		return ((intmax_t)(ua - ub));
	case A_SHL:
		return ((intmax_t)(ua << (ub & 63)));
	case A_SHR:
		return (a >> (ub & 63));
	case A_LT:
		return (a < b);
	case A_LE:
		return (a <= b);
	case A_GT:
		return (a > b);
	case A_GE:
		return (a >= b);
	case A_EQ:
		return (a == b);
	case A_NE:
		return (a != b);
	case A_AND:
		return ((intmax_t)(ua & ub));
	case A_XOR:
		return ((intmax_t)(ua ^ ub));
	case A_OR:
		return ((intmax_t)(ua | ub));
	default:
		return (b);
	}
}

static intmax_t
arith_primary(struct arith *ar)
{
	const char *name;
	char *end;
	intmax_t v;
	size_t len;

	skip_space(ar);
	if (accept(ar, '(')) {
		v = arith_comma(ar);
		if (!accept(ar, ')'))
			arith_fail(ar, "missing \")\"");
		return (v);
	}
	if (isdigit((unsigned char)*ar->ar_pos)) {
		errno = 0;
		v = strtoimax(ar->ar_pos, &end, 0);
		if (errno == ERANGE)
			arith_fail(ar, "number too large");
		if (isalnum((unsigned char)*end) || *end == '_')
			arith_fail(ar, "bad number");
		ar->ar_pos = end;
		return (v);
	}
	name = ar->ar_pos;
	if ((len = name_span(name)) == 0)
		arith_fail(ar, *name == '\0' ? "operand missing" :
		    "syntax error");
	ar->ar_pos += len;
	v = variable_value(ar, name, len);
	skip_space(ar);
	if ((ar->ar_pos[0] == '+' || ar->ar_pos[0] == '-') &&
	    ar->ar_pos[1] == ar->ar_pos[0]) {
		variable_set(ar, name, len, arith_apply(ar,
		    *ar->ar_pos == '+' ? A_ADD : A_SUB, v, 1));
		ar->ar_pos += 2;
	}
	return (v);
}

static intmax_t
arith_unary(struct arith *ar)
{
	const char *p;
	size_t len;
	intmax_t v;

	sh_check_stack();
	skip_space(ar);
	p = ar->ar_pos;
	if ((p[0] == '+' || p[0] == '-') && p[1] == p[0]) {
		/* ++x, but also + +1. */
		for (p += 2; isspace((unsigned char)*p); p++)
			;
		if ((len = name_span(p)) != 0) {
			v = arith_apply(ar, *ar->ar_pos == '-' ? A_SUB : A_ADD,
			    variable_value(ar, p, len), 1);
			variable_set(ar, p, len, v);
			ar->ar_pos = p + len;
			return (v);
		}
	}
	switch (*ar->ar_pos) {
	case '+':
		ar->ar_pos++;
		return (arith_unary(ar));
	case '-':
		ar->ar_pos++;
		return ((intmax_t)(0 - (uintmax_t)arith_unary(ar)));
	case '~':
		ar->ar_pos++;
		return (~arith_unary(ar));
	case '!':
		ar->ar_pos++;
		return (!arith_unary(ar));
	}
	return (arith_primary(ar));
}

static inline size_t
operator_length(int i)
{
	return (operators[i].o_text[1] != '\0' ? 2 : 1);
}

/* The index of the binary operator that comes next, or -1. */
static int
peek_operator(struct arith *ar)
{
	const char *text;
	size_t i;

	skip_space(ar);
	for (i = 0; i < SH_NELEM(operators); i++) {
		text = operators[i].o_text;
		if (text[0] == ar->ar_pos[0] &&
		    (text[1] == '\0' || text[1] == ar->ar_pos[1]))
			return ((int)i);
	}
	return (-1);
}

static intmax_t
arith_binary(struct arith *ar, int level)
{
	intmax_t a, b;
	bool skip;
	int i;

	a = arith_unary(ar);
	while ((i = peek_operator(ar)) >= 0 && operators[i].o_level >= level) {
		if (operators[i].o_assign &&
		    ar->ar_pos[operator_length(i)] == '=')
			break;		/* x + y = z: no lvalue */
		ar->ar_pos += operator_length(i);
		skip = (operators[i].o_op == A_LAND && a == 0) ||
		    (operators[i].o_op == A_LOR && a != 0);
		ar->ar_skip += skip;
		b = arith_binary(ar, operators[i].o_level + 1);
		ar->ar_skip -= skip;
		if (operators[i].o_op == A_LAND)
			a = a != 0 && b != 0;
		else if (operators[i].o_op == A_LOR)
			a = a != 0 || b != 0;
		else
			a = arith_apply(ar, operators[i].o_op, a, b);
	}
	return (a);
}

static intmax_t
arith_conditional(struct arith *ar)
{
	intmax_t test, a, b;

	test = arith_binary(ar, 1);
	if (!accept(ar, '?'))
		return (test);
	ar->ar_skip += test == 0;
	a = arith_comma(ar);
	ar->ar_skip -= test == 0;
	if (!accept(ar, ':'))
		arith_fail(ar, "missing \":\"");
	ar->ar_skip += test != 0;
	b = arith_assign(ar);
	ar->ar_skip -= test != 0;
	return (test != 0 ? a : b);
}

static intmax_t
arith_assign(struct arith *ar)
{
	const char *name, *p;
	size_t len, n;
	intmax_t v;
	int i;

	sh_check_stack();
	skip_space(ar);
	name = ar->ar_pos;
	if ((len = name_span(name)) == 0)
		return (arith_conditional(ar));
	ar->ar_pos += len;
	skip_space(ar);
	p = ar->ar_pos;
	if (p[0] == '=' && p[1] != '=') {
		ar->ar_pos++;
		v = arith_assign(ar);
		variable_set(ar, name, len, v);
		return (v);
	}
	if ((i = peek_operator(ar)) >= 0 && operators[i].o_assign) {
		n = operator_length(i);
		if (p[n] == '=') {
			ar->ar_pos += n + 1;
			v = arith_assign(ar);
			v = arith_apply(ar, operators[i].o_op,
			    variable_value(ar, name, len), v);
			variable_set(ar, name, len, v);
			return (v);
		}
	}
	ar->ar_pos = name;
	return (arith_conditional(ar));
}

static intmax_t
arith_comma(struct arith *ar)
{
	intmax_t v;

	do {
		v = arith_assign(ar);
	} while (accept(ar, ','));
	return (v);
}

static intmax_t
arith_run(const char *s, int depth)
{
	struct arith ar = { s, s, 0, depth };
	intmax_t v;

	skip_space(&ar);
	if (*ar.ar_pos == '\0')
		return (0);
	v = arith_comma(&ar);
	skip_space(&ar);
	if (*ar.ar_pos != '\0')
		arith_fail(&ar, "syntax error");
	return (v);
}

/* The value of an expression. */
intmax_t
arith_eval(const char *s)
{
	return (arith_run(s, 0));
}
