/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * truncate: make files longer or shorter.
 */
#include <sys/types.h>
#include <sys/stat.h>

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <libutil.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum how {
	ABSOLUTE,
	LONGER,
	SHORTER,
	ROUND_DOWN,
	ROUND_UP
};

static off_t	new_size(off_t, enum how, off_t);
static enum how	parse_size(const char *, off_t *);
static int	resize(const char *, int, enum how, off_t);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	const char *rfile = NULL, *size = NULL;
	enum how how = ABSOLUTE;
	int ch, flags = O_WRONLY | O_CREAT | O_NONBLOCK, rval = 0;
	off_t n = 0;
	struct stat st;

	while ((ch = getopt(argc, argv, "cr:s:")) != -1) {
		switch (ch) {
		case 'c':
			flags &= ~O_CREAT;
			break;
		case 'r':
			rfile = optarg;
			break;
		case 's':
			size = optarg;
			break;
		default:
			usage();
		}
	}
	argv += optind;
	if (*argv == NULL || (rfile == NULL) == (size == NULL))
		usage();
	if (size != NULL)
		how = parse_size(size, &n);
	else if (stat(rfile, &st) != 0)
		err(1, "%s", rfile);
	else
		n = st.st_size;
	for (; *argv != NULL; argv++)
		rval |= resize(*argv, flags, how, n);
	return (rval);
}

/*
 * [+-/%]number with a suffix of expand_number(3).
 */
static enum how
parse_size(const char *s, off_t *np)
{
	static const char signs[] = "+-/%";
	const char *sign, *digits = s;
	enum how how = ABSOLUTE;
	uint64_t n;

	if (*s != '\0' && (sign = strchr(signs, *s)) != NULL) {
		how = LONGER + (enum how)(sign - signs);
		digits++;
	}
	if (!isdigit((unsigned char)*digits) ||
	    expand_number(digits, &n) != 0 || n > INT64_MAX)
		errx(1, "%s: not a size; a number like 10, 4K or +1M is", s);
	if (n == 0 && (how == ROUND_DOWN || how == ROUND_UP))
		errx(1, "%s: a multiple of 0 cannot be made", s);
	*np = (off_t)n;
	return (how);
}

/*
 * What a file of length old becomes; -1 for what no file can be.
 */
static off_t
new_size(off_t old, enum how how, off_t n)
{
	off_t size = n;

	switch (how) {
	case ABSOLUTE:
		break;
	case LONGER:
		if (__builtin_add_overflow(old, n, &size))
			return (-1);
		break;
	case SHORTER:
		size = old > n ? old - n : 0;
		break;
	case ROUND_DOWN:
		size = old - old % n;
		break;
	case ROUND_UP:
		if (old % n == 0)
			size = old;
		else if (__builtin_add_overflow(old, n - old % n, &size))
			return (-1);
		break;
	}
	return (size);
}

/*
 * Returns the exit status.  Without O_CREAT a missing file is no error.
 */
static int
resize(const char *path, int flags, enum how how, off_t n)
{
	struct stat st;
	off_t size;
	int fd;

	fd = open(path, flags, 0666);
	if (fd < 0) {
		if (errno == ENOENT && (flags & O_CREAT) == 0)
			return (0);
		warn("%s", path);
		return (1);
	}
	if (fstat(fd, &st) != 0)
		warn("%s", path);
	else if ((size = new_size(st.st_size, how, n)) == -1)
		warnc(EFBIG, "%s", path);
	else if (ftruncate(fd, size) != 0)
		warn("%s", path);
	else {
		(void)close(fd);
		return (0);
	}
	(void)close(fd);
	return (1);
}

static void
usage(void)
{

	(void)fputs("usage: truncate [-c] -s [+|-|/|%]size file ...\n"
	    "       truncate [-c] -r rfile file ...\n", stderr);
	exit(1);
}
