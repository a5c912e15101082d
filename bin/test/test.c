/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * test: evaluate an expression.  The shell's built-in is made from this file
 * too.
 *
 * With up to four arguments POSIX says what they mean by their number alone,
 * so that  test "$a" = "$b"  works whatever a and b are.  With more, or when
 * that gives no meaning, the arguments are parsed as an expression of
 * primaries, !, parentheses, -a and -o.
 */

#include <sys/types.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../sh/bltin.h"

struct expr {
	char		**e_pos;	/* the next argument */
	char		**e_end;
	bool		e_bad;		/* it is no expression */
};

static bool	expr_or(struct expr *);

static bool
is_unary(const char *s)
{
	return (s[0] == '-' && s[1] != '\0' && s[2] == '\0' &&
	    strchr("bcdefgGhkLnNoOprsStuwxz", s[1]) != NULL && s[1] != 'o');
}

static bool
is_binary(const char *s)
{
	static const char *const ops[] = {
		"=", "==", "!=", "<", ">", "-eq", "-ne", "-gt", "-ge", "-lt",
		"-le", "-nt", "-ot", "-ef"
	};
	size_t i;

	for (i = 0; i < sizeof(ops) / sizeof(ops[0]); i++) {
		if (strcmp(s, ops[i]) == 0)
			return (true);
	}
	return (false);
}

static intmax_t
number(const char *s)
{
	char *end;
	intmax_t v;

	errno = 0;
	v = strtoimax(s, &end, 10);
	while (*end == ' ' || *end == '\t' || *end == '\n')
		end++;
	if (end == s || *end != '\0')
		bltin_error(2, "%s: not a number", s);
	if (errno != 0)
		bltin_error(2, "%s: number too large", s);
	return (v);
}

/* Is a newer than b?  A file that is not there is older than any. */
static bool
newer(const char *a, const char *b)
{
	struct stat sa, sb;

	if (stat(a, &sa) != 0)
		return (false);
	if (stat(b, &sb) != 0)
		return (true);
	if (sa.st_mtim.tv_sec != sb.st_mtim.tv_sec)
		return (sa.st_mtim.tv_sec > sb.st_mtim.tv_sec);
	return (sa.st_mtim.tv_nsec > sb.st_mtim.tv_nsec);
}

static bool
same_file(const char *a, const char *b)
{
	struct stat sa, sb;

	return (stat(a, &sa) == 0 && stat(b, &sb) == 0 &&
	    sa.st_dev == sb.st_dev && sa.st_ino == sb.st_ino);
}

static bool
binary(const char *a, const char *op, const char *b)
{
	intmax_t na, nb;

	if (strcmp(op, "=") == 0 || strcmp(op, "==") == 0)
		return (strcmp(a, b) == 0);
	if (strcmp(op, "!=") == 0)
		return (strcmp(a, b) != 0);
	if (strcmp(op, "<") == 0)
		return (strcoll(a, b) < 0);
	if (strcmp(op, ">") == 0)
		return (strcoll(a, b) > 0);
	if (strcmp(op, "-nt") == 0)
		return (newer(a, b));
	if (strcmp(op, "-ot") == 0)
		return (newer(b, a));
	if (strcmp(op, "-ef") == 0)
		return (same_file(a, b));
	na = number(a);
	nb = number(b);
	if (strcmp(op, "-eq") == 0)
		return (na == nb);
	if (strcmp(op, "-ne") == 0)
		return (na != nb);
	if (strcmp(op, "-gt") == 0)
		return (na > nb);
	if (strcmp(op, "-ge") == 0)
		return (na >= nb);
	if (strcmp(op, "-lt") == 0)
		return (na < nb);
	return (na <= nb);
}

static bool
file_test(int op, const char *path)
{
	struct stat sb;

	switch (op) {
	case 'r':
		return (faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) == 0);
	case 'w':
		return (faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0);
	case 'x':
		return (faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) == 0);
	case 'h':
	case 'L':
		return (lstat(path, &sb) == 0 && S_ISLNK(sb.st_mode));
	}
	if (stat(path, &sb) != 0)
		return (false);
	switch (op) {
	case 'b':
		return (S_ISBLK(sb.st_mode));
	case 'c':
		return (S_ISCHR(sb.st_mode));
	case 'd':
		return (S_ISDIR(sb.st_mode));
	case 'f':
		return (S_ISREG(sb.st_mode));
	case 'g':
		return ((sb.st_mode & S_ISGID) != 0);
	case 'G':
		return (sb.st_gid == getegid());
	case 'k':
		return ((sb.st_mode & S_ISVTX) != 0);
	case 'N':
		return (sb.st_mtim.tv_sec > sb.st_atim.tv_sec ||
		    (sb.st_mtim.tv_sec == sb.st_atim.tv_sec &&
		    sb.st_mtim.tv_nsec > sb.st_atim.tv_nsec));
	case 'O':
		return (sb.st_uid == geteuid());
	case 'p':
		return (S_ISFIFO(sb.st_mode));
	case 's':
		return (sb.st_size > 0);
	case 'S':
		return (S_ISSOCK(sb.st_mode));
	case 'u':
		return ((sb.st_mode & S_ISUID) != 0);
	default:
		return (true);		/* -e */
	}
}

static bool
unary(const char *op, const char *arg)
{
	intmax_t fd;

	switch (op[1]) {
	case 'n':
		return (*arg != '\0');
	case 'z':
		return (*arg == '\0');
	case 't':
		fd = number(arg);
		return (fd >= 0 && fd <= 1000000 && isatty((int)fd) != 0);
	default:
		return (file_test(op[1], arg));
	}
}

static bool
expr_primary(struct expr *e)
{
	char **p = e->e_pos;
	ptrdiff_t left = e->e_end - p;
	bool v;

	if (left <= 0) {
		e->e_bad = true;
		return (false);
	}
	if (left >= 3 && is_binary(p[1])) {
		e->e_pos += 3;
		return (binary(p[0], p[1], p[2]));
	}
	if (strcmp(p[0], "(") == 0 && left > 1) {
		e->e_pos++;
		v = expr_or(e);
		if (e->e_pos == e->e_end || strcmp(*e->e_pos, ")") != 0)
			e->e_bad = true;
		else
			e->e_pos++;
		return (v);
	}
	if (is_unary(p[0]) && left > 1) {
		e->e_pos += 2;
		return (unary(p[0], p[1]));
	}
	e->e_pos++;
	return (*p[0] != '\0');
}

static bool
expr_not(struct expr *e)
{
	bool not = false, v;

	while (e->e_end - e->e_pos > 1 && strcmp(*e->e_pos, "!") == 0 &&
	    !(e->e_end - e->e_pos >= 3 && is_binary(e->e_pos[1]))) {
		not = !not;
		e->e_pos++;
	}
	v = expr_primary(e);
	return (v != not);
}

static bool
expr_and(struct expr *e)
{
	bool v = expr_not(e), w;

	while (!e->e_bad && e->e_pos < e->e_end &&
	    strcmp(*e->e_pos, "-a") == 0) {
		e->e_pos++;
		w = expr_not(e);
		v = v && w;
	}
	return (v);
}

static bool
expr_or(struct expr *e)
{
	bool v = expr_and(e), w;

	while (!e->e_bad && e->e_pos < e->e_end &&
	    strcmp(*e->e_pos, "-o") == 0) {
		e->e_pos++;
		w = expr_and(e);
		v = v || w;
	}
	return (v);
}

static bool
evaluate(char **argv, int n)
{
	struct expr e = { argv, argv + n, false };
	bool v;

	v = expr_or(&e);
	if (e.e_bad || e.e_pos != e.e_end) {
		if (e.e_pos < e.e_end)
			bltin_error(2, "%s: unexpected operator", *e.e_pos);
		bltin_error(2, "an argument is missing");
	}
	return (v);
}

/* The meaning of n arguments, POSIX. */
static bool
by_count(char **argv, int n)
{
	switch (n) {
	case 0:
		return (false);
	case 1:
		return (*argv[0] != '\0');
	case 2:
		if (strcmp(argv[0], "!") == 0)
			return (!by_count(argv + 1, 1));
		if (is_unary(argv[0]))
			return (unary(argv[0], argv[1]));
		break;
	case 3:
		if (is_binary(argv[1]))
			return (binary(argv[0], argv[1], argv[2]));
		if (strcmp(argv[1], "-a") == 0)
			return (*argv[0] != '\0' && *argv[2] != '\0');
		if (strcmp(argv[1], "-o") == 0)
			return (*argv[0] != '\0' || *argv[2] != '\0');
		if (strcmp(argv[0], "!") == 0)
			return (!by_count(argv + 1, 2));
		if (strcmp(argv[0], "(") == 0 && strcmp(argv[2], ")") == 0)
			return (by_count(argv + 1, 1));
		break;
	case 4:
		if (strcmp(argv[0], "!") == 0)
			return (!by_count(argv + 1, 3));
		if (strcmp(argv[0], "(") == 0 && strcmp(argv[3], ")") == 0)
			return (by_count(argv + 1, 2));
		break;
	}
	return (evaluate(argv, n));
}

BLTIN_MAIN(test)
{
	const char *name = strrchr(argv[0], '/');

	name = name != NULL ? name + 1 : argv[0];
	if (strcmp(name, "[") == 0) {
		if (strcmp(argv[--argc], "]") != 0)
			bltin_error(2, "missing \"]\"");
	}
	return (by_count(argv + 1, argc - 1) ? 0 : 1);
}
