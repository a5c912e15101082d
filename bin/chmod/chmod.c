/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * chmod: change permissions.
 */
#include <sys/types.h>
#include <sys/stat.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void	usage(void) __dead2;

/*
 * An operand like -w or -rwx is a mode, not a row of options.
 */
static bool
mode_operand(const char *s)
{

	return (s[0] == '-' && s[1] != '\0' &&
	    strchr("rwxXstugoa", s[1]) != NULL);
}

int
main(int argc, char *argv[])
{
	bool fflag = false, hflag = false, rflag = false;
	int ch, options, rval = 0, vflag = 0;
	char before[12], after[12];
	mode_t mode;
	FTSENT *e;
	void *set;
	FTS *fts;

	options = FTS_PHYSICAL;
	while (optind < argc && !mode_operand(argv[optind]) &&
	    (ch = getopt(argc, argv, "HLPRfhv")) != -1) {
		switch (ch) {
		case 'H':
			options = FTS_PHYSICAL | FTS_COMFOLLOW;
			break;
		case 'L':
			options = FTS_LOGICAL;
			break;
		case 'P':
			options = FTS_PHYSICAL;
			break;
		case 'R':
			rflag = true;
			break;
		case 'f':
			fflag = true;
			break;
		case 'h':
			hflag = true;
			break;
		case 'v':
			vflag++;
			break;
		default:
			usage();
		}
	}
	argv += optind;
	argc -= optind;
	if (argc < 2)
		usage();
	if (!rflag)
		options = hflag ? FTS_PHYSICAL : FTS_LOGICAL;
	if ((set = setmode(argv[0])) == NULL)
		errx(1, "invalid file mode: %s", argv[0]);
	fts = fts_open(argv + 1, options, NULL);
	if (fts == NULL)
		err(1, "fts_open");
	while ((e = fts_read(fts)) != NULL) {
		switch (e->fts_info) {
		case FTS_D:
			if (!rflag)
				(void)fts_set(fts, e, FTS_SKIP);
			/* Before going in: it may become searchable. */
			break;
		case FTS_DP:
			continue;
		case FTS_DNR:
		case FTS_ERR:
		case FTS_NS:
		case FTS_SLNONE:
			warnc(e->fts_errno != 0 ? e->fts_errno : ENOENT,
			    "%s", e->fts_path);
			rval = 1;
			continue;
		case FTS_SL:
			if (!hflag)
				continue;	/* its mode means nothing */
			break;
		default:
			break;
		}
		mode = getmode(set, e->fts_statp->st_mode);
		if (fchmodat(AT_FDCWD, e->fts_accpath, mode,
		    hflag ? AT_SYMLINK_NOFOLLOW : 0) != 0) {
			if (!fflag) {
				warn("%s", e->fts_path);
				rval = 1;
			}
			continue;
		}
		if (vflag == 0)
			continue;
		(void)printf("%s", e->fts_path);
		if (vflag > 1) {
			strmode(e->fts_statp->st_mode, before);
			strmode((e->fts_statp->st_mode & S_IFMT) | mode,
			    after);
			(void)printf(": %04o [%s] -> %04o [%s]",
			    e->fts_statp->st_mode & 07777u, before,
			    mode & 07777u, after);
		}
		(void)putchar('\n');
	}
	if (errno != 0)
		err(1, "fts_read");
	(void)fts_close(fts);
	free(set);
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

static void
usage(void)
{

	(void)fprintf(stderr,
	    "usage: chmod [-fhv] [-R [-H | -L | -P]] mode file ...\n");
	exit(1);
}
