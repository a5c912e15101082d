/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * du: how much room files take.
 *
 * A file with several links counts once: those seen are kept in a hash table
 * until all their links were met.
 */
#include <sys/param.h>
#include <sys/stat.h>

#include <err.h>
#include <errno.h>
#include <fnmatch.h>
#include <fts.h>
#include <getopt.h>
#include <libutil.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define	HASHSIZE	4096

static const struct option longopts[] = {
	{ "json",	no_argument,	NULL,	'J' },
	{ NULL,		0,		NULL,	0 }
};

struct seen {
	struct seen	*next;
	dev_t		 dev;
	ino_t		 ino;
	nlink_t		 left;		/* links still to come */
};

static struct seen	*table[HASHSIZE];
static bool		 Aflag, aflag, cflag, hflag, Jflag, lflag, sflag;
static uint64_t		 threshold;	/* of -t */
static bool		 below;		/* print what is smaller */
static long		 blocksize, depth = INT32_MAX;
static const char	*ignore[32];
static int		 nignore, rows;

static bool	counted(const struct stat *);
static bool	ignored(const FTSENT *);
static void	print(uint64_t, const char *);
static void	usage(void) __dead2;

static uint64_t
size_of(const struct stat *st)
{

	return (Aflag ? (uint64_t)st->st_size :
	    (uint64_t)st->st_blocks * 512);
}

/*
 * Read the options; `*options' becomes those of fts_open(3).
 */
static void
read_options(int argc, char *argv[], int *options)
{
	const char *errstr;
	int ch;

	while ((ch = getopt_long(argc, argv, "AHI:JLPacd:hklmst:x",
	    longopts, NULL)) != -1) {
		switch (ch) {
		case 'A':
			Aflag = true;
			break;
		case 'H':
			*options = (*options & FTS_XDEV) | FTS_PHYSICAL |
			    FTS_COMFOLLOW;
			break;
		case 'I':
			if (nignore == (int)nitems(ignore))
				errx(1, "too many -I");
			ignore[nignore++] = optarg;
			break;
		case 'J':
			Jflag = true;
			break;
		case 'L':
			*options = (*options & FTS_XDEV) | FTS_LOGICAL;
			break;
		case 'P':
			*options = (*options & FTS_XDEV) | FTS_PHYSICAL;
			break;
		case 'a':
			aflag = true;
			break;
		case 'c':
			cflag = true;
			break;
		case 'd':
			depth = (long)strtonum(optarg, 0, INT32_MAX, &errstr);
			if (errstr != NULL)
				errx(1, "-d %s: %s", optarg, errstr);
			break;
		case 'h':
			hflag = true;
			break;
		case 'k':
			blocksize = 1024;
			hflag = false;
			break;
		case 'l':
			lflag = true;
			break;
		case 'm':
			blocksize = 1048576;
			hflag = false;
			break;
		case 's':
			sflag = true;
			break;
		case 't':
			below = *optarg == '-';
			if (expand_number(optarg + below, &threshold) != 0)
				errx(1, "-t %s: not a size", optarg);
			break;
		case 'x':
			*options |= FTS_XDEV;
			break;
		default:
			usage();
		}
	}
}

int
main(int argc, char *argv[])
{
	char dot[] = ".", *here[] = { dot, NULL };
	int hdrlen, options = FTS_PHYSICAL, rval = 0;
	uint64_t total = 0, bytes;
	FTSENT *e;
	FTS *fts;

	read_options(argc, argv, &options);
	argv += optind;
	if (aflag && sflag)
		usage();
	if (sflag)
		depth = 0;
	if (blocksize == 0)
		(void)getbsize(&hdrlen, &blocksize);
	fts = fts_open(*argv == NULL ? here : argv, options, NULL);
	if (fts == NULL)
		err(1, "fts_open");
	if (Jflag)
		(void)printf("{\"usage\": [");
	while ((e = fts_read(fts)) != NULL) {
		switch (e->fts_info) {
		case FTS_D:
			if (ignored(e))
				(void)fts_set(fts, e, FTS_SKIP);
			continue;
		case FTS_DC:
			continue;
		case FTS_NS:
			warnc(e->fts_errno, "%s", e->fts_path);
			rval = 1;
			continue;
		case FTS_DNR:
		case FTS_ERR:
			warnc(e->fts_errno, "%s", e->fts_path);
			rval = 1;
			/* FALLTHROUGH */
		case FTS_DP:
			if (ignored(e))
				continue;
			bytes = (uint64_t)e->fts_number +
			    size_of(e->fts_statp);
			if (e->fts_level <= depth)
				print(bytes, e->fts_path);
			break;
		default:
			if (ignored(e) || counted(e->fts_statp))
				continue;
			bytes = size_of(e->fts_statp);
			if ((aflag && e->fts_level <= depth) ||
			    e->fts_level == FTS_ROOTLEVEL)
				print(bytes, e->fts_path);
			break;
		}
		e->fts_parent->fts_number += (long)bytes;
		if (e->fts_level == FTS_ROOTLEVEL)
			total += bytes;
	}
	if (errno != 0)
		err(1, "fts_read");
	if (cflag)
		print(total, "total");
	if (Jflag)
		(void)printf("\n]}\n");
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

static bool
ignored(const FTSENT *e)
{
	int i;

	for (i = 0; i < nignore; i++)
		if (fnmatch(ignore[i], e->fts_name, 0) == 0)
			return (true);
	return (false);
}

static bool
counted(const struct stat *st)
{
	struct seen **sp, *s;

	if (lflag || st->st_nlink < 2)
		return (false);
	sp = &table[(st->st_ino ^ st->st_dev) % HASHSIZE];
	for (; (s = *sp) != NULL; sp = &s->next) {
		if (s->dev != st->st_dev || s->ino != st->st_ino)
			continue;
		if (--s->left == 0) {
			*sp = s->next;
			free(s);
		}
		return (true);
	}
	if ((s = malloc(sizeof(*s))) == NULL)
		err(1, NULL);
	s->next = NULL;
	s->dev = st->st_dev;
	s->ino = st->st_ino;
	s->left = st->st_nlink - 1;
	*sp = s;
	return (false);
}

static void
print(uint64_t bytes, const char *path)
{
	char buf[8];

	if (below ? bytes > threshold : bytes < threshold)
		return;
	if (Jflag) {
		(void)printf("%s\n  {\"path\": ", rows++ == 0 ? "" : ",");
		fput_json(path, strlen(path), stdout);
		(void)printf(", \"bytes\": %ju}", (uintmax_t)bytes);
		return;
	}
	if (hflag) {
		(void)humanize_number(buf, 5, (int64_t)bytes, "",
		    HN_AUTOSCALE, HN_B | HN_NOSPACE | HN_DECIMAL);
		(void)printf("%4s\t%s\n", buf, path);
	} else
		(void)printf("%ju\t%s\n", (uintmax_t)howmany(bytes,
		    (uint64_t)blocksize), path);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: du [-AJchklmx] [-H | -L | -P] "
	    "[-a | -s | -d depth] [-I mask]\n"
	    "          [-t threshold] [file ...]\n");
	exit(1);
}
