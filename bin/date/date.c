/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * date: print or set the date and time.
 *
 * Tests	tests/bin/t_date.sh
 */
#include <sys/param.h>
#include <sys/stat.h>
#include <sys/time.h>

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char *const	weekdays[] = { "sunday", "monday", "tuesday",
    "wednesday", "thursday", "friday", "saturday" };
static const char *const	months[] = { "january", "february", "march",
    "april", "may", "june", "july", "august", "september", "october",
    "november", "december" };

static void	adjust(struct tm *, const char *);
static time_t	parse(const char *, const char *, time_t);
static const char *iso_format(const char *, long);
static void	print(const char *, const struct tm *);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	const char *format = "%a %b %e %H:%M:%S %Z %Y", *infmt = NULL;
	const char *iso = NULL, *zone = NULL;
	const char *adj[16];
	bool set = true, given = false;
	int ch, nadj = 0, i;
	struct timespec ts;
	struct stat st;
	struct tm tm;
	char *end;

	if (clock_gettime(CLOCK_REALTIME, &ts) != 0)
		err(1, "clock_gettime");
	while ((ch = getopt(argc, argv, "I::Rf:jr:uv:z:")) != -1) {
		switch (ch) {
		case 'I':
			iso = optarg != NULL ? optarg : "date";
			break;
		case 'R':
			iso = NULL;
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
		case 'z':
			zone = optarg;
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	tzset();
	if (iso != NULL)
		(void)iso_format(iso, 0);
	if (argc > 0 && argv[0][0] != '+') {
		ts.tv_sec = parse(argv[0], infmt, ts.tv_sec);
		ts.tv_nsec = 0;
		given = true;
		argc--;
		argv++;
	} else if (infmt != NULL)
		usage();
	if (argc > 0 && argv[0][0] == '+') {
		iso = NULL;
		format = argv[0] + 1;
		argc--;
	}
	if (argc > 0)
		usage();

	if (localtime_r(&ts.tv_sec, &tm) == NULL)
		err(1, "time out of range");
	for (i = 0; i < nadj; i++)
		adjust(&tm, adj[i]);
	if (nadj > 0) {
		errno = 0;
		ts.tv_sec = mktime(&tm);
		if (ts.tv_sec == -1 && errno != 0)
			errx(1, "-v: time out of range");
	}
	if (given && set && clock_settime(CLOCK_REALTIME, &ts) != 0)
		err(1, "clock_settime");
	if (zone != NULL) {
		(void)setenv("TZ", zone, 1);
		tzset();
		if (localtime_r(&ts.tv_sec, &tm) == NULL)
			err(1, "time out of range");
	}
	print(iso != NULL ? iso_format(iso, ts.tv_nsec) : format, &tm);
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (0);
}

/*
 * The format that -I and what stand for.
 */
static const char *
iso_format(const char *what, long nsec)
{
	static char format[64];

	if (strcmp(what, "date") == 0)
		return ("%Y-%m-%d");
	if (strcmp(what, "hours") == 0)
		return ("%Y-%m-%dT%H%z");
	if (strcmp(what, "minutes") == 0)
		return ("%Y-%m-%dT%H:%M%z");
	if (strcmp(what, "seconds") == 0)
		return ("%Y-%m-%dT%H:%M:%S%z");
	if (strcmp(what, "ns") != 0)
		usage();
	(void)snprintf(format, sizeof(format),
	    "%%Y-%%m-%%dT%%H:%%M:%%S,%09ld%%z", nsec);
	return (format);
}

/*
 * Print a time.  A character before the format tells an empty result, whose
 * length is 1 then, from one that had no room.
 */
static void
print(const char *format, const struct tm *tm)
{
	char *buf = NULL, *marked;
	size_t size = 256;

	if (asprintf(&marked, "x%s", format) < 0)
		err(1, NULL);
	do {
		size *= 4;
		if ((buf = realloc(buf, size)) == NULL)
			err(1, NULL);
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wformat-nonliteral"
	} while (strftime(buf, size, marked, tm) == 0);
#pragma clang diagnostic pop
	(void)puts(buf + 1);
	free(buf);
	free(marked);
}

/*
 * The two digits at p, a number between min and max.
 */
static int
two(const char *p, int min, int max)
{
	int n;

	if (!isdigit((unsigned char)p[0]) || !isdigit((unsigned char)p[1]))
		errx(1, "%.2s: illegal time format: not two digits", p);
	n = (p[0] - '0') * 10 + p[1] - '0';
	if (n < min || n > max)
		errx(1, "%.2s: illegal time format: not in %02d to %02d", p,
		    min, max);
	return (n);
}

/*
 * [[[[[cc]yy]mm]dd]HH]MM[.SS], or by a format of strptime(3).
 */
static time_t
parse(const char *s, const char *infmt, time_t now)
{
	const char *dot, *text = s;
	struct tm tm;
	size_t len;
	bool leap;
	char *p;
	time_t t;
	int day;

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
				errx(1, "%s: illegal time format", dot);
			tm.tm_sec = two(dot + 1, 0, 60);
		}
		switch (len) {
		case 12:
			tm.tm_year = two(s, 0, 99) * 100 +
			    two(s + 2, 0, 99) - 1900;
			s += 4;
			break;
		case 10:
			tm.tm_year = two(s, 0, 99);
			if (tm.tm_year < 69)
				tm.tm_year += 100;
			s += 2;
			break;
		case 8:
		case 6:
		case 4:
		case 2:
			break;
		default:
			errx(1, "%s: illegal time format", s);
		}
		if (len >= 8) {
			tm.tm_mon = two(s, 1, 12) - 1;
			s += 2;
		}
		if (len >= 6) {
			tm.tm_mday = two(s, 1, 31);
			s += 2;
		}
		if (len >= 4) {
			tm.tm_hour = two(s, 0, 23);
			s += 2;
		}
		tm.tm_min = two(s, 0, 59);
	}
	day = tm.tm_mday;
	leap = tm.tm_sec == 60;
	errno = 0;
	t = mktime(&tm);
	if ((t == -1 && errno != 0) || (infmt == NULL && !leap &&
	    tm.tm_mday != day))
		errx(1, "%s: nonexistent time", text);
	return (t);
}

/*
 * A month after January 31st is the last of February, not a day in March.
 */
static void
clamp_day(struct tm *tm)
{
	struct tm last = { .tm_year = tm->tm_year, .tm_mon = tm->tm_mon + 1,
	    .tm_mday = 0, .tm_hour = 12, .tm_isdst = -1 };

	errno = 0;
	if (mktime(&last) == -1 && errno != 0)
		errx(1, "-v: time out of range");
	if (tm->tm_mday > last.tm_mday)
		tm->tm_mday = last.tm_mday;
}

/*
 * The number of the name that s is or begins, with three letters at least.
 */
static int
find_name(const char *const *names, int n, const char *s)
{
	size_t len = strlen(s);
	int i;

	for (i = 0; len >= 3 && i < n; i++)
		if (strncasecmp(names[i], s, len) == 0)
			return (i);
	return (-1);
}

/*
 * How far it is from have to want, which recur after period: onwards, back, or
 * without sign within the period.
 */
static int
distance(char sign, int have, int want, int period)
{

	if (sign == '+')
		return ((want - have + period) % period);
	if (sign == '-')
		return (-((have - want + period) % period));
	return (want - have);
}

/*
 * [+|-] and a weekday or a month.
 */
static bool
adjust_to_name(struct tm *tm, char sign, const char *s)
{
	int n;

	if ((n = find_name(weekdays, (int)nitems(weekdays), s)) >= 0) {
		tm->tm_mday += distance(sign, tm->tm_wday, n, 7);
		return (true);
	}
	if ((n = find_name(months, (int)nitems(months), s)) >= 0) {
		tm->tm_mon += distance(sign, tm->tm_mon, n, 12);
		clamp_day(tm);
		return (true);
	}
	return (false);
}

static void
normalize(struct tm *tm)
{

	tm->tm_isdst = -1;
	errno = 0;
	if (mktime(tm) == -1 && errno != 0)
		errx(1, "-v: time out of range");
}

/*
 * A name, or [+|-]number and a letter: y m w d H M S.  Without sign the field
 * is set.
 */
static void
adjust(struct tm *tm, const char *s)
{
	char sign = *s, *end;
	int *field, scale = 1;
	long val;

	if (sign == '+' || sign == '-')
		s++;
	if (adjust_to_name(tm, sign, s)) {
		normalize(tm);
		return;
	}
	errno = 0;
	val = strtol(s, &end, 10);
	if (!isdigit((unsigned char)*s) || end[0] == '\0' || end[1] != '\0')
		errx(1, "-v: %s: not [+|-]number[ymwdHMS] or a name", s);
	/* Room for the product with 7 and the sum with a field. */
	if (errno != 0 || val > INT_MAX / 16)
		errx(1, "-v: %s: out of range", s);
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
	if (*end == 'y' || *end == 'm')
		clamp_day(tm);
	normalize(tm);
}

static void
usage(void)
{

	(void)fprintf(stderr,
	    "usage: date [-jRu] [-I[date | hours | minutes | ns | seconds]] "
	    "[-f format]\n"
	    "            [-r seconds | file] [-v change] [-z zone] [new] "
	    "[+format]\n");
	exit(1);
}
