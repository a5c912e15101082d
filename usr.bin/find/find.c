/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * find: walk trees and evaluate an expression for each file.
 */
#include <err.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "find.h"

bool		 depth, stay;
long long	 maxdepth = LLONG_MAX, mindepth;
int		 rval;
struct timespec	 now;
int		 ftsoptions = FTS_PHYSICAL | FTS_NOCHDIR;

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
		if (p->fts_info != FTS_DNR || !depth)
			return;
		break;
	default:
		break;
	}
	if (p->fts_level >= mindepth && p->fts_level <= maxdepth)
		(void)evaluate(expr, fts, p);
}

int
main(int argc, char *argv[])
{
	static char dot[] = ".", *here[] = { dot, NULL };
	char **paths;
	struct node *expr;
	FTSENT *p;
	FTS *fts;
	int ch, n;

	(void)clock_gettime(CLOCK_REALTIME, &now);
	while ((ch = getopt(argc, argv, "+HLPdx")) != -1) {
		switch (ch) {
		case 'H':
			ftsoptions = FTS_PHYSICAL | FTS_COMFOLLOW |
			    FTS_NOCHDIR;
			break;
		case 'L':
			ftsoptions = FTS_LOGICAL | FTS_NOCHDIR;
			break;
		case 'P':
			ftsoptions = FTS_PHYSICAL | FTS_NOCHDIR;
			break;
		case 'd':
			depth = true;
			break;
		case 'x':
			stay = true;
			break;
		default:
			usage();
		}
	}
	argv += optind;
	for (n = 0; argv[n] != NULL; n++)
		if (argv[n][0] == '-' || strcmp(argv[n], "(") == 0 ||
		    strcmp(argv[n], "!") == 0)
			break;
	expr = parse(argv + n);
	argv[n] = NULL;
	paths = n > 0 ? argv : here;
	if (stay)
		ftsoptions |= FTS_XDEV;
	if ((fts = fts_open(paths, ftsoptions, NULL)) == NULL)
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

	(void)fprintf(stderr, "usage: find [-H | -L | -P] [-dx] [path ...] "
	    "[expression]\n");
	exit(1);
}
