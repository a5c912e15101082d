/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * touch: set the times of files, making them when they are missing.
 */
#include <sys/types.h>
#include <sys/stat.h>

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void	adjust(struct timespec *, const char *);
static void	from_iso(const char *, struct timespec *);
static void	from_file(const char *, struct timespec *, int);
static void	from_stamp(const char *, struct timespec *);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	struct timespec ts[2] = { { .tv_nsec = UTIME_NOW },
	    { .tv_nsec = UTIME_NOW } }, t[2];
	bool aflag = false, cflag = false, mflag = false;
	const char *adj = NULL;
	int ch, fd, flag = 0, rval = 0;
	struct stat st;

	while ((ch = getopt(argc, argv, "A:acd:hmr:t:")) != -1) {
		switch (ch) {
		case 'A':
			adj = optarg;
			break;
		case 'a':
			aflag = true;
			break;
		case 'c':
			cflag = true;
			break;
		case 'd':
			from_iso(optarg, ts);
			break;
		case 'h':
			flag = AT_SYMLINK_NOFOLLOW;
			cflag = true;
			break;
		case 'm':
			mflag = true;
			break;
		case 'r':
			from_file(optarg, ts, flag);
			break;
		case 't':
			from_stamp(optarg, ts);
			break;
		default:
			usage();
		}
	}
	argv += optind;
	if (*argv == NULL)
		usage();
	if (!aflag && !mflag)
		aflag = mflag = true;
	for (; *argv != NULL; argv++) {
		if (fstatat(AT_FDCWD, *argv, &st, flag) != 0) {
			if (errno != ENOENT) {
				warn("%s", *argv);
				rval = 1;
				continue;
			}
			if (cflag)
				continue;
			fd = open(*argv, O_WRONLY | O_CREAT, 0666);
			if (fd < 0 || fstat(fd, &st) != 0 ||
			    close(fd) != 0) {
				warn("%s", *argv);
				rval = 1;
				continue;
			}
		}
		t[0] = ts[0];
		t[1] = ts[1];
		if (adj != NULL && ts[0].tv_nsec == UTIME_NOW) {
			t[0] = st.st_atim;
			t[1] = st.st_mtim;
		}
		if (adj != NULL) {
			adjust(&t[0], adj);
			adjust(&t[1], adj);
		}
		if (!aflag)
			t[0].tv_nsec = UTIME_OMIT;
		if (!mflag)
			t[1].tv_nsec = UTIME_OMIT;
		if (utimensat(AT_FDCWD, *argv, t, flag) != 0) {
			warn("%s", *argv);
			rval = 1;
		}
	}
	return (rval);
}

static int
two(const char *p)
{

	if (!isdigit((unsigned char)p[0]) || !isdigit((unsigned char)p[1]))
		errx(1, "%s: not two digits", p);
	return ((p[0] - '0') * 10 + p[1] - '0');
}

static void
both(struct tm *tm, struct timespec *ts, long nsec, bool utc)
{
	struct tm copy = *tm;
	time_t t;

	t = utc ? timegm(tm) : mktime(tm);
	/* A day that was carried over was not a date. */
	if ((t == -1 && tm->tm_year != 69) || copy.tm_mon != tm->tm_mon ||
	    copy.tm_mday != tm->tm_mday)
		errx(1, "date out of range or not a date");
	ts[0].tv_sec = ts[1].tv_sec = t;
	ts[0].tv_nsec = ts[1].tv_nsec = nsec;
}

/*
 * [[CC]YY]MMDDhhmm[.SS]
 */
static void
from_stamp(const char *s, struct timespec *ts)
{
	struct tm tm;
	const char *dot;
	size_t len;
	time_t now;
	int year;

	now = time(NULL);
	tm = *localtime(&now);
	tm.tm_sec = 0;
	tm.tm_isdst = -1;
	dot = strchr(s, '.');
	len = dot != NULL ? (size_t)(dot - s) : strlen(s);
	if (dot != NULL) {
		if (strlen(dot) != 3)
			goto bad;
		tm.tm_sec = two(dot + 1);
	}
	switch (len) {
	case 12:
		tm.tm_year = two(s) * 100 + two(s + 2) - 1900;
		s += 4;
		break;
	case 10:
		year = two(s);
		tm.tm_year = year < 69 ? year + 100 : year;
		s += 2;
		break;
	case 8:
		break;
	default:
		goto bad;
	}
	tm.tm_mon = two(s) - 1;
	tm.tm_mday = two(s + 2);
	tm.tm_hour = two(s + 4);
	tm.tm_min = two(s + 6);
	both(&tm, ts, 0, false);
	return;
bad:
	errx(1, "out of range or illegal time specification: "
	    "[[CC]YY]MMDDhhmm[.SS]");
}

/*
 * YYYY-MM-DDThh:mm:SS[.frac][Z], or a blank in place of T.
 */
static void
from_iso(const char *s, struct timespec *ts)
{
	long nsec = 0, unit = 100000000;
	struct tm tm;
	const char *p;

	memset(&tm, 0, sizeof(tm));
	tm.tm_isdst = -1;
	p = strptime(s, strchr(s, 'T') != NULL ? "%Y-%m-%dT%H:%M:%S" :
	    "%Y-%m-%d %H:%M:%S", &tm);
	if (p != NULL && (*p == '.' || *p == ','))
		for (p++; isdigit((unsigned char)*p); p++, unit /= 10)
			nsec += unit * (*p - '0');
	if (p == NULL || (*p != '\0' && strcmp(p, "Z") != 0))
		errx(1, "out of range or illegal time specification: "
		    "YYYY-MM-DDThh:mm:SS[.frac][Z]");
	both(&tm, ts, nsec, *p == 'Z');
}

static void
from_file(const char *path, struct timespec *ts, int flag)
{
	struct stat st;

	if (fstatat(AT_FDCWD, path, &st, flag) != 0)
		err(1, "%s", path);
	ts[0] = st.st_atim;
	ts[1] = st.st_mtim;
}

/*
 * [-][[hh]mm]SS
 */
static void
adjust(struct timespec *ts, const char *s)
{
	bool negative = *s == '-';
	long secs = 0;

	s += negative;
	switch (strlen(s)) {
	case 6:
		secs += two(s) * 3600L;
		s += 2;
		/* FALLTHROUGH */
	case 4:
		secs += two(s) * 60L;
		s += 2;
		/* FALLTHROUGH */
	case 2:
		secs += two(s);
		break;
	default:
		errx(1, "illegal offset: [-][[hh]mm]SS");
	}
	ts->tv_sec += negative ? -secs : secs;
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: touch [-achm] [-A offset] "
	    "[-d date | -r file | -t stamp] file ...\n");
	exit(1);
}
