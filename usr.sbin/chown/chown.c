/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * chown, chgrp: change owner and group of files.
 */
#include <sys/types.h>
#include <sys/stat.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <grp.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool	chgrp;

static gid_t	group(const char *);
static uid_t	user(const char *);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	bool fflag = false, hflag = false, rflag = false, vflag = false;
	int ch, options = FTS_PHYSICAL, rval = 0;
	uid_t uid = (uid_t)-1;
	gid_t gid = (gid_t)-1;
	bool xflag = false;
	FTSENT *e;
	char *p;
	FTS *fts;

	chgrp = strcmp(getprogname(), "chgrp") == 0;
	while ((ch = getopt(argc, argv, "HLPRfhvx")) != -1) {
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
			vflag = true;
			break;
		case 'x':
			xflag = true;
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	if (argc < 2)
		usage();
	if (!rflag)
		options = hflag ? FTS_PHYSICAL : FTS_LOGICAL;
	else if (options == FTS_PHYSICAL)
		hflag = true;
	if (chgrp)
		gid = group(argv[0]);
	else {
		if ((p = strchr(argv[0], ':')) != NULL) {
			*p++ = '\0';
			if (*p != '\0')
				gid = group(p);
		}
		if (argv[0][0] != '\0')
			uid = user(argv[0]);
	}
	fts = fts_open(argv + 1, options | (xflag ? FTS_XDEV : 0), NULL);
	if (fts == NULL)
		err(1, "fts_open");
	while ((e = fts_read(fts)) != NULL) {
		switch (e->fts_info) {
		case FTS_D:
			if (rflag)
				continue;	/* when it is left */
			(void)fts_set(fts, e, FTS_SKIP);
			break;
		case FTS_DP:
			if (!rflag)
				continue;
			break;
		case FTS_NS:
			warnc(e->fts_errno, "%s", e->fts_path);
			rval = 1;
			continue;
		case FTS_DNR:
		case FTS_ERR:
			warnc(e->fts_errno, "%s", e->fts_path);
			rval = 1;
			break;
		default:
			break;
		}
		if (fchownat(AT_FDCWD, e->fts_accpath, uid, gid,
		    hflag ? AT_SYMLINK_NOFOLLOW : 0) != 0) {
			if (!fflag) {
				warn("%s", e->fts_path);
				rval = 1;
			}
		} else if (vflag)
			(void)printf("%s\n", e->fts_path);
	}
	if (errno != 0)
		err(1, "fts_read");
	(void)fts_close(fts);
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

static uid_t
user(const char *s)
{
	const char *errstr;
	struct passwd *pw;
	uid_t uid;

	if ((pw = getpwnam(s)) != NULL)
		return (pw->pw_uid);
	uid = (uid_t)strtonum(s, 0, 0xfffffffeLL, &errstr);
	if (errstr != NULL)
		errx(1, "%s: no such user", s);
	return (uid);
}

static gid_t
group(const char *s)
{
	const char *errstr;
	struct group *gr;
	gid_t gid;

	if ((gr = getgrnam(s)) != NULL)
		return (gr->gr_gid);
	gid = (gid_t)strtonum(s, 0, 0xfffffffeLL, &errstr);
	if (errstr != NULL)
		errx(1, "%s: no such group", s);
	return (gid);
}

static void
usage(void)
{

	if (chgrp)
		(void)fprintf(stderr, "usage: chgrp [-fhvx] "
		    "[-R [-H | -L | -P]] group file ...\n");
	else
		(void)fprintf(stderr, "usage: chown [-fhvx] "
		    "[-R [-H | -L | -P]] owner[:group] file ...\n"
		    "       chown [-fhvx] [-R [-H | -L | -P]] :group "
		    "file ...\n");
	exit(1);
}
