/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * df: how much room file systems have.
 */
#include <sys/param.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <err.h>
#include <getopt.h>
#include <libutil.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct option longopts[] = {
	{ "json",	no_argument,	NULL,	'J' },
	{ NULL,		0,		NULL,	0 },
};

static bool	aflag, cflag, iflag, Jflag, lflag, Pflag, Tflag;
static const char *tflag;
static int	unit;		/* the last of -Hbghkm, or 0 */
static bool	human;		/* -h or -H: sizes with units */
static long	blocksize;
static int	namewidth = 10;

static void	choose_unit(void);
static void	json(const struct statvfs *, bool);
static void	heading(void);
static void	print(const struct statvfs *, const char *);
static void	total(const struct statvfs *, int);
static bool	wanted(const struct statvfs *);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	struct statvfs *mounts, *list;
	int ch, i, n = 0, rval = 0;

	while ((ch = getopt_long(argc, argv, "+HJPTabcghiklmt:", longopts,
	    NULL)) != -1) {
		switch (ch) {
		case 'J':
			Jflag = true;
			break;
		case 'P':
			Pflag = true;
			break;
		case 'T':
			Tflag = true;
			break;
		case 'a':
			aflag = true;
			break;
		case 'c':
			cflag = true;
			break;
		case 'i':
			iflag = true;
			break;
		case 'l':
			lflag = true;
			break;
		case 'H':
		case 'b':
		case 'g':
		case 'h':
		case 'k':
		case 'm':
			unit = ch;
			break;
		case 't':
			tflag = optarg;
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	choose_unit();

	if (argc == 0) {
		n = getmntinfo(&mounts, MNT_WAIT);
		if (n <= 0)
			err(1, "getmntinfo");
		list = calloc((size_t)n, sizeof(*list));
		if (list == NULL)
			err(1, NULL);
		ch = n;
		for (n = i = 0; i < ch; i++)
			if (wanted(&mounts[i]))
				list[n++] = mounts[i];
	} else {
		list = calloc((size_t)argc, sizeof(*list));
		if (list == NULL)
			err(1, NULL);
		for (; *argv != NULL; argv++) {
			if (statvfs(*argv, &list[n]) != 0) {
				warn("%s", *argv);
				rval = 1;
			} else if (!lflag || (list[n].f_flag & MNT_LOCAL) != 0)
				n++;
		}
	}
	for (i = 0; i < n; i++)
		namewidth = MAX(namewidth,
		    (int)strlen(list[i].f_mntfromname));
	if (Jflag) {
		(void)printf("{\"filesystems\": [");
		for (i = 0; i < n; i++)
			json(&list[i], i == 0);
		(void)printf("\n]}\n");
	} else if (n > 0) {
		heading();
		for (i = 0; i < n; i++)
			print(&list[i], list[i].f_mntonname);
		if (cflag)
			total(list, n);
	}
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

/*
 * The last of the options for units counts; -P alone means 512 bytes.
 */
static void
choose_unit(void)
{
	int hdrlen;

	switch (unit) {
	case 'H':
	case 'h':
		human = true;
		break;
	case 'b':
		blocksize = 512;
		break;
	case 'g':
		blocksize = 1024L * 1024 * 1024;
		break;
	case 'k':
		blocksize = 1024;
		break;
	case 'm':
		blocksize = 1024L * 1024;
		break;
	default:
		if (Pflag)
			blocksize = 512;
		else
			(void)getbsize(&hdrlen, &blocksize);
		break;
	}
}

/*
 * Without -a and -t file systems without any blocks are left out.
 */
static bool
wanted(const struct statvfs *s)
{
	const char *p;
	size_t len;

	if (lflag && (s->f_flag & MNT_LOCAL) == 0)
		return (false);
	if (tflag == NULL)
		return (aflag || s->f_blocks != 0);
	for (p = tflag; *p != '\0'; p += len + (p[len] == ',')) {
		len = strcspn(p, ",");
		if (strlen(s->f_fstypename) == len &&
		    strncmp(s->f_fstypename, p, len) == 0)
			return (true);
	}
	return (false);
}

static void
heading(void)
{
	const char *suffix = "";
	char size[32];
	long n = blocksize;

	/* POSIX wants 1024-blocks in full. */
	if (n % (1L << 30) == 0) {
		n >>= 30;
		suffix = "G";
	} else if (n % (1L << 20) == 0) {
		n >>= 20;
		suffix = "M";
	}
	if (human)
		(void)strlcpy(size, "Size", sizeof(size));
	else
		(void)snprintf(size, sizeof(size), "%ld%s-blocks", n, suffix);
	(void)printf("%-*s", namewidth, "Filesystem");
	if (Tflag)
		(void)printf(" %-8s", "Type");
	(void)printf(" %*s %*s %*s %8s", human ? 6 : 11, size, human ? 6 : 10,
	    "Used", human ? 6 : 10, Pflag ? "Available" : "Avail",
	    "Capacity");
	if (iflag)
		(void)printf(" %8s %8s %5s", "iused", "ifree", "%iused");
	(void)printf("  %s\n", "Mounted on");
}

static void
put_size(uint64_t blocks, const struct statvfs *s, int width)
{
	uint64_t bytes = blocks * s->f_frsize;
	char buf[8];

	if (human) {
		(void)humanize_number(buf, 5, (int64_t)bytes, "",
		    HN_AUTOSCALE, HN_B | HN_NOSPACE | HN_DECIMAL |
		    (unit == 'H' ? HN_DIVISOR_1000 : 0));
		(void)printf(" %6s", buf);
	} else
		(void)printf(" %*ju", width, (uintmax_t)howmany(bytes,
		    (uint64_t)blocksize));
}

/*
 * Percentages are of what ordinary users may use, rounded up.
 */
static void
print(const struct statvfs *s, const char *where)
{
	uint64_t used = s->f_blocks - s->f_bfree;
	uint64_t avail = used + s->f_bavail;
	uint64_t iused = s->f_files - s->f_ffree;

	(void)printf("%-*s", namewidth, s->f_mntfromname);
	if (Tflag)
		(void)printf(" %-8s", s->f_fstypename);
	put_size(s->f_blocks, s, 11);
	put_size(used, s, 10);
	put_size(s->f_bavail, s, 10);
	(void)printf(" %7ju%%", (uintmax_t)(avail == 0 ? 100 :
	    howmany(used * 100, avail)));
	if (iflag)
		(void)printf(" %8ju %8ju %5ju%%", (uintmax_t)iused,
		    (uintmax_t)s->f_ffree, (uintmax_t)(s->f_files == 0 ? 100 :
		    howmany(iused * 100, s->f_files)));
	(void)printf("  %s\n", where);
}

/*
 * -c: the sum of all lines, as if it were a file system of blocks of 1 byte.
 */
static void
total(const struct statvfs *list, int n)
{
	struct statvfs sum = { .f_frsize = 1 };
	int i;

	(void)strlcpy(sum.f_mntfromname, "total", sizeof(sum.f_mntfromname));
	for (i = 0; i < n; i++) {
		sum.f_blocks += list[i].f_blocks * list[i].f_frsize;
		sum.f_bfree += list[i].f_bfree * list[i].f_frsize;
		sum.f_bavail += list[i].f_bavail * list[i].f_frsize;
		sum.f_files += list[i].f_files;
		sum.f_ffree += list[i].f_ffree;
	}
	print(&sum, "");
}

static void
json_member(const char *name, const char *value)
{

	(void)printf("\"%s\": ", name);
	fput_json(value, strlen(value), stdout);
	(void)fputs(", ", stdout);
}

static void
json(const struct statvfs *s, bool first)
{

	(void)printf("%s\n  {", first ? "" : ",");
	json_member("filesystem", s->f_mntfromname);
	json_member("type", s->f_fstypename);
	json_member("mounted_on", s->f_mntonname);
	(void)printf("\"size\": %ju, \"used\": %ju, \"available\": %ju, "
	    "\"inodes\": %ju, \"inodes_free\": %ju}",
	    (uintmax_t)(s->f_blocks * s->f_frsize),
	    (uintmax_t)((s->f_blocks - s->f_bfree) * s->f_frsize),
	    (uintmax_t)(s->f_bavail * s->f_frsize), (uintmax_t)s->f_files,
	    (uintmax_t)s->f_ffree);
}

static void
usage(void)
{

	(void)fprintf(stderr,
	    "usage: df [-abcgHhiJklmPT] [-t type] [file ...]\n");
	exit(1);
}
