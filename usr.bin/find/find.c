/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * find: walk trees and evaluate an expression for each file.
 *
 * The walk changes directory, so that no name is too long: a file is fts_path
 * for the user and for -exec, which runs where find was started (startfd), and
 * fts_accpath for every call of ours.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "find.h"

bool		 depth, extended, stay;
long long	 maxdepth = LLONG_MAX, mindepth;
int		 rval;
int		 startfd;
struct timespec	 now;
int		 ftsoptions = FTS_PHYSICAL;

static int	compare_names(const FTSENT *const *, const FTSENT *const *);
static void	usage(void) __dead2;

static void
visit(struct node *expr, FTS *fts, FTSENT *p)
{

	switch (p->fts_info) {
	case FTS_D:
		if (p->fts_level >= maxdepth)
			(void)fts_set(fts, p, FTS_SKIP);
		if (depth)
			return;
		break;
	case FTS_DP:
		if (!depth)
			return;
		break;
	case FTS_DC:
		warnx("%s: the directory contains itself", p->fts_path);
		rval = 1;
		return;
	case FTS_DNR:
	case FTS_ERR:
	case FTS_NS:
		warnc(p->fts_errno, "%s", p->fts_path);
		rval = 1;
		/* What cannot be read was named already, before its content. */
		if (p->fts_info == FTS_NS || !depth)
			return;
		break;
	default:
		break;
	}
	if (p->fts_level >= mindepth && p->fts_level <= maxdepth)
		(void)evaluate(expr, fts, p);
}

/*
 * Add a path to the list, which a NULL ends.
 */
static void
add_path(char ***paths, size_t *n, char *path)
{

	if ((*paths = reallocarray(*paths, *n + 2, sizeof(**paths))) == NULL)
		err(1, NULL);
	(*paths)[(*n)++] = path;
	(*paths)[*n] = NULL;
}

static int
compare_names(const FTSENT *const *a, const FTSENT *const *b)
{

	return (strcmp((*a)->fts_name, (*b)->fts_name));
}

int
main(int argc, char *argv[])
{
	static char dot[] = ".", *here[] = { dot, NULL };
	bool sorted = false;
	char **paths = NULL;
	struct node *expr;
	FTSENT *p;
	FTS *fts;
	size_t npaths = 0;
	int ch;

	(void)clock_gettime(CLOCK_REALTIME, &now);
	while ((ch = getopt(argc, argv, "+EHLPdf:sx")) != -1) {
		switch (ch) {
		case 'E':
			extended = true;
			break;
		case 'H':
			ftsoptions = FTS_PHYSICAL | FTS_COMFOLLOW;
			break;
		case 'L':
			ftsoptions = FTS_LOGICAL;
			break;
		case 'P':
			ftsoptions = FTS_PHYSICAL;
			break;
		case 'd':
			depth = true;
			break;
		case 'f':
			add_path(&paths, &npaths, optarg);
			break;
		case 's':
			sorted = true;
			break;
		case 'x':
			stay = true;
			break;
		default:
			usage();
		}
	}
	argv += optind;
	for (; *argv != NULL; argv++) {
		if (**argv == '-' || strcmp(*argv, "(") == 0 ||
		    strcmp(*argv, "!") == 0)
			break;
		add_path(&paths, &npaths, *argv);
	}
	startfd = open(".", O_SEARCH | O_DIRECTORY | O_CLOEXEC);
	expr = parse(argv);
	if (npaths == 0)
		paths = here;
	if (stay)
		ftsoptions |= FTS_XDEV;
	if ((fts = fts_open(paths, ftsoptions, sorted ?
	    compare_names : NULL)) == NULL)
		err(1, "%s", paths[0]);
	while (errno = 0, (p = fts_read(fts)) != NULL)
		visit(expr, fts, p);
	if (errno != 0)
		err(1, "fts_read");
	evaluate_rest();
	(void)fts_close(fts);
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: find [-H | -L | -P] [-Edsx] [-f path] "
	    "[path ...] [expression]\n");
	exit(1);
}
