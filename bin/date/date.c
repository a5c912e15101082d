/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * date: print or set the date and time.
 */
#include <sys/types.h>
#include <sys/stat.h>
#include <sys/time.h>

#include <ctype.h>
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void	adjust(struct tm *, const char *);
static time_t	parse(const char *, const char *, time_t);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	const char *format = "%a %b %e %H:%M:%S %Z %Y", *infmt = NULL;
	const char *adj[16];
	bool set = true, given = false;
	int ch, nadj = 0, i;
	struct timespec ts;
	char buf[1024], *end;
	struct stat st;
	struct tm tm;
	size_t n;

	if (clock_gettime(CLOCK_REALTIME, &ts) != 0)
		err(1, "clock_gettime");
	while ((ch = getopt(argc, argv, "I::Rf:jr:uv:")) != -1) {
		switch (ch) {
		case 'I':
			if (optarg == NULL || strcmp(optarg, "date") == 0)
				format = "%Y-%m-%d";
			else if (strcmp(optarg, "seconds") == 0)
				format = "%Y-%m-%dT%H:%M:%S%z";
			else if (strcmp(optarg, "minutes") == 0)
				format = "%Y-%m-%dT%H:%M%z";
			else if (strcmp(optarg, "hours") == 0)
				format = "%Y-%m-%dT%H%z";
			else
				usage();
			break;
		case 'R':
			format = "%a, %d %b %Y %H:%M:%S %z";
			break;
		case 'f':
			infmt = optarg;
			break;
		case 'j':
			set = false;
			break;
		case 'r':
			ts.tv_sec = strtoll(optarg, &end, 0);
			ts.tv_nsec = 0;
			if (*optarg == '\0' || *end != '\0') {
				if (stat(optarg, &st) != 0)
					err(1, "%s", optarg);
				ts = st.st_mtim;
			}
			break;
		case 'u':
			(void)setenv("TZ", "UTC0", 1);
			break;
		case 'v':
			if (nadj == (int)(sizeof(adj) / sizeof(adj[0])))
				errx(1, "too many -v");
			adj[nadj++] = optarg;
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	tzset();
	if (argc > 0 && argv[0][0] != '+') {
		ts.tv_sec = parse(argv[0], infmt, ts.tv_sec);
		ts.tv_nsec = 0;
		given = true;
		argc--;
		argv++;
	} else if (infmt != NULL)
		usage();
	if (argc > 0 && argv[0][0] == '+') {
		format = argv[0] + 1;
		argc--;
	}
	if (argc > 0)
		usage();

	if (localtime_r(&ts.tv_sec, &tm) == NULL)
		err(1, "time out of range");
	for (i = 0; i < nadj; i++)
		adjust(&tm, adj[i]);
	if (nadj > 0)
		ts.tv_sec = mktime(&tm);
	if (given && set && clock_settime(CLOCK_REALTIME, &ts) != 0)
		err(1, "clock_settime");
	if (*format == '\0')
		buf[0] = '\0';
	else if ((n = strftime(buf, sizeof(buf), format, &tm)) == 0 &&
	    strcmp(format, "%p") != 0)
		errx(1, "the result is too long");
	(void)puts(buf);
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (0);
}

static int
two(const char *p)
{

	if (!isdigit((unsigned char)p[0]) || !isdigit((unsigned char)p[1]))
		errx(1, "illegal time format");
	return ((p[0] - '0') * 10 + p[1] - '0');
}

/*
 * [[[[[cc]yy]mm]dd]HH]MM[.SS], or by a format of strptime(3).
 */
static time_t
parse(const char *s, const char *infmt, time_t now)
{
	const char *dot;
	struct tm tm;
	size_t len;
	char *p;
	time_t t;

	(void)localtime_r(&now, &tm);
	tm.tm_isdst = -1;
	if (infmt != NULL) {
		p = strptime(s, infmt, &tm);
		if (p == NULL || *p != '\0')
			errx(1, "%s: does not match %s", s, infmt);
	} else {
		tm.tm_sec = 0;
		dot = strchr(s, '.');
		len = dot != NULL ? (size_t)(dot - s) : strlen(s);
		if (dot != NULL) {
			if (strlen(dot) != 3)
				errx(1, "illegal time format");
			tm.tm_sec = two(dot + 1);
		}
		switch (len) {
		case 12:
			tm.tm_year = two(s) * 100 + two(s + 2) - 1900;
			s += 4;
			break;
		case 10:
			tm.tm_year = two(s) < 69 ? two(s) + 100 : two(s);
			s += 2;
			break;
		case 8:
		case 6:
		case 4:
		case 2:
			break;
		default:
			errx(1, "illegal time format");
		}
		if (len >= 8) {
			tm.tm_mon = two(s) - 1;
			s += 2;
		}
		if (len >= 6) {
			tm.tm_mday = two(s);
			s += 2;
		}
		if (len >= 4) {
			tm.tm_hour = two(s);
			s += 2;
		}
		tm.tm_min = two(s);
	}
	t = mktime(&tm);
	if (t == -1)
		errx(1, "nonexistent time");
	return (t);
}

/*
 * [+|-]number and a letter: y m w d H M S.  Without sign the field is set.
 */
static void
adjust(struct tm *tm, const char *s)
{
	char sign = *s, *end;
	int *field, scale = 1;
	long val;

	if (sign == '+' || sign == '-')
		s++;
	val = strtol(s, &end, 10);
	if (end == s || end[0] == '\0' || end[1] != '\0')
		errx(1, "-v: %s: not [+|-]number[ymwdHMS]", s);
	switch (*end) {
	case 'y':
		field = &tm->tm_year;
		break;
	case 'm':
		field = &tm->tm_mon;
		break;
	case 'w':
		scale = 7;
		/* FALLTHROUGH */
	case 'd':
		field = &tm->tm_mday;
		break;
	case 'H':
		field = &tm->tm_hour;
		break;
	case 'M':
		field = &tm->tm_min;
		break;
	case 'S':
		field = &tm->tm_sec;
		break;
	default:
		errx(1, "-v: %c: not one of ymwdHMS", *end);
	}
	if (sign == '+')
		*field += (int)val * scale;
	else if (sign == '-')
		*field -= (int)val * scale;
	else if (*end == 'y')
		*field = (int)val - 1900;
	else
		*field = *end == 'm' ? (int)val - 1 : (int)val;
	tm->tm_isdst = -1;
	if (mktime(tm) == -1)
		errx(1, "-v: time out of range");
}

static void
usage(void)
{

	(void)fprintf(stderr,
	    "usage: date [-jRu] [-I[date | hours | minutes | seconds]] "
	    "[-f format]\n"
	    "            [-r seconds | file] [-v change] "
	    "[[[[[cc]yy]mm]dd]HH]MM[.SS]] [+format]\n");
	exit(1);
}
