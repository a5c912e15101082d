/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ktrace: have the kernel write down what processes do.
 */
#include <sys/types.h>
#include <sys/ktrace.h>
#include <sys/stat.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "points.h"

#define	DEFAULT_FILE	"ktrace.out"

/* What is always written: where a process begins and ends. */
#define	ALWAYS		(KTRFAC_PROCCTOR | KTRFAC_PROCDTOR)

static void	usage(void) __dead2;

/*
 * Make the file, readable by its owner only: it has what the processes read and
 * wrote.
 */
static void
make_file(const char *path, bool append)
{
	struct stat sb;
	int fd;

	fd = open(path, O_CREAT | O_WRONLY | O_NONBLOCK | O_NOFOLLOW |
	    (append ? 0 : O_TRUNC), S_IRUSR | S_IWUSR);
	if (fd == -1 || fstat(fd, &sb) == -1)
		err(1, "%s", path);
	if (!S_ISREG(sb.st_mode))
		errx(1, "%s: not a regular file", path);
	if (append && sb.st_uid != getuid())
		errx(1, "%s: belongs to somebody else", path);
	(void)close(fd);
}

static pid_t
number(const char *text)
{
	const char *errstr;
	pid_t pid;

	pid = (pid_t)strtonum(text, 1, INT_MAX, &errstr);
	if (errstr != NULL)
		errx(1, "%s: process id is %s", text, errstr);
	return (pid);
}

/*
 * Stop tracing: of a process or group, or (-C) of all that we may, or to the
 * file.
 */
static void
clear(bool all, const char *file, int ops, int facs, pid_t pid)
{

	/* All points, unless some were chosen. */
	if (facs == 0)
		facs = KTRFAC_ALL | KTRFAC_INHERIT;
	if (all) {
		pid = 1;
		ops = KTRFLAG_DESCEND;
	}
	if (pid == 0) {
		if (ktrace(file, KTROP_CLEARFILE, 0, 0) == -1)
			err(1, "%s", file);
	} else if (ktrace(NULL, KTROP_CLEAR | ops, facs, pid) == -1)
		err(1, "process %d", (int)pid);
}

int
main(int argc, char *argv[])
{
	const char *file = DEFAULT_FILE;
	bool aflag = false, cflag = false, Cflag = false;
	int ch, facs = 0, inherit = 0, ops = 0;
	pid_t pid = 0;

	while ((ch = getopt(argc, argv, "+aCcdf:g:ip:t:")) != -1) {
		switch (ch) {
		case 'a':
			aflag = true;
			break;
		case 'C':
			Cflag = true;
			break;
		case 'c':
			cflag = true;
			break;
		case 'd':
			ops |= KTRFLAG_DESCEND;
			break;
		case 'f':
			file = optarg;
			break;
		case 'g':
		case 'p':
			if (pid != 0)
				usage();
			pid = number(optarg);
			if (ch == 'g')
				pid = -pid;
			break;
		case 'i':
			inherit = KTRFAC_INHERIT;
			break;
		case 't':
			facs = points_parse(optarg);
			if (facs == POINTS_ERROR)
				errx(1, "%s: no such trace points", optarg);
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	if (Cflag || cflag) {
		if (argc != 0 || (Cflag && (cflag || pid != 0)))
			usage();
		clear(Cflag, file, ops, facs, pid);
		return (0);
	}
	if ((pid != 0) == (argc != 0))
		usage();
	if (facs == 0)
		facs = points_parse("+");
	facs |= ALWAYS | inherit;
	make_file(file, aflag);
	if (pid != 0) {
		if (ktrace(file, KTROP_SET | ops, facs, pid) == -1)
			err(1, "process %d", (int)pid);
		return (0);
	}
	if (ktrace(file, KTROP_SET, facs, getpid()) == -1)
		err(1, "%s", file);
	(void)execvp(argv[0], argv);
	err(errno == ENOENT ? 127 : 126, "%s", argv[0]);
}

static void
usage(void)
{

	(void)fprintf(stderr,
	    "usage: ktrace [-adi] [-f file] [-t points] command [argument ...]\n"
	    "       ktrace [-adi] [-f file] [-t points] -g group | -p pid\n"
	    "       ktrace -c [-d] [-f file] [-t points] [-g group | -p pid]\n"
	    "       ktrace -C\n");
	exit(1);
}
