/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * stat: show what stat(2) tells of files.
 *
 * Everything is a format.  A format's item is %, flags, width, precision, a
 * form letter (D O U X F S J Y) and what to show; see stat(1).
 */
#include <sys/types.h>
#include <sys/stat.h>

#include <ctype.h>
#include <err.h>
#include <getopt.h>
#include <grp.h>
#include <libutil.h>
#include <limits.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define	FMT_DEFAULT \
	"%d %i %Sp %l %Su %Sg %r %z \"%Sa\" \"%Sm\" \"%Sc\" \"%SB\" %k %b %N"
#define	FMT_LS		"%Sp %l %Su %Sg %Z %Sm %N%SY"
#define	FMT_RAW		"%d %i %#p %l %u %g %r %z %a %m %c %B %k %b %N"
#define	FMT_SHELL	"st_dev=%d st_ino=%i st_mode=%#p st_nlink=%l " \
	"st_uid=%u st_gid=%g st_rdev=%r st_size=%z st_atime=%a st_mtime=%m " \
	"st_ctime=%c st_birthtime=%B st_blksize=%k st_blocks=%b"
#define	FMT_VERBOSE	"  File: \"%N\"%n  Size: %-12z FileType: %HT%n" \
	"  Mode: (%Mp%03OLp/%.10Sp)         Uid: (%5u/%8Su)  " \
	"Gid: (%5g/%8Sg)%nDevice: %d   Inode: %i    Links: %l%n" \
	"Access: %Sa%nModify: %Sm%nChange: %Sc%n Birth: %SB"
#define	FMT_JSON	"{\"file\": %JN, \"dev\": %d, \"ino\": %i, " \
	"\"mode\": \"%Sp\", \"nlink\": %l, \"uid\": %u, \"gid\": %g, " \
	"\"rdev\": %r, \"size\": %z, \"atime\": %a, \"mtime\": %m, " \
	"\"ctime\": %c, \"birthtime\": %B, \"blksize\": %k, \"blocks\": %b}"

static const struct option longopts[] = {
	{ "json",	no_argument,	NULL,	'J' },
	{ NULL,		0,		NULL,	0 }
};

/* One item of a format. */
struct item {
	bool	alt, left, plus, space, zero;
	int	width, prec;		/* -1: not given */
	char	form;			/* D O U X F S J Y, or 0 */
	char	part;			/* H M L, or 0 */
	char	what;
};

static const char	*timefmt = "%b %e %T %Y";
static const char	*target;	/* of a symbolic link */
static bool		 nflag, qflag;

static void	print(const char *, const char *, const struct stat *);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	const char *fmt = FMT_DEFAULT;
	bool Fflag = false, Lflag = false, lflag = false;
	char link_[PATH_MAX];
	int ch, rval = 0;
	struct stat st;
	ssize_t n;

	while ((ch = getopt_long(argc, argv, "FJLf:lnqrst:x",
	    longopts, NULL)) != -1) {
		switch (ch) {
		case 'F':
			Fflag = true;
			break;
		case 'J':
			fmt = FMT_JSON;
			break;
		case 'L':
			Lflag = true;
			break;
		case 'f':
			fmt = optarg;
			break;
		case 'l':
			fmt = FMT_LS;
			lflag = true;
			break;
		case 'n':
			nflag = true;
			break;
		case 'q':
			qflag = true;
			break;
		case 'r':
			fmt = FMT_RAW;
			break;
		case 's':
			fmt = FMT_SHELL;
			break;
		case 't':
			timefmt = optarg;
			break;
		case 'x':
			fmt = FMT_VERBOSE;
			break;
		default:
			usage();
		}
	}
	argv += optind;
	if (Fflag || lflag)
		fmt = Fflag ? "%Sp %l %Su %Sg %Z %Sm %N%T%SY" : FMT_LS;
	do {
		target = NULL;
		if (*argv == NULL)
			ch = fstat(STDIN_FILENO, &st);
		else if (!Lflag || (ch = stat(*argv, &st)) != 0)
			ch = lstat(*argv, &st);
		if (ch != 0) {
			if (!qflag)
				warn("%s", *argv != NULL ? *argv :
				    "(stdin)");
			rval = 1;
			continue;
		}
		if (S_ISLNK(st.st_mode) && *argv != NULL &&
		    (n = readlink(*argv, link_, sizeof(link_) - 1)) >= 0) {
			link_[n] = '\0';
			target = link_;
		}
		print(fmt, *argv != NULL ? *argv : "(stdin)", &st);
	} while (*argv != NULL && *++argv != NULL);
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

/* --- values --------------------------------------------------------------- */

static void
put_string(const struct item *it, const char *s)
{

	if (it->prec >= 0)
		(void)printf("%*.*s", it->left ? -it->width : it->width,
		    it->prec, s);
	else
		(void)printf("%*s", it->left ? -it->width : it->width, s);
}

static void
put_number(const struct item *it, uintmax_t val, char form)
{
	char fmt[24], *p = fmt;

	*p++ = '%';
	if (it->alt)
		*p++ = '#';
	if (it->left)
		*p++ = '-';
	if (it->plus && form == 'D')
		*p++ = '+';
	if (it->space && form == 'D')
		*p++ = ' ';
	if (it->zero)
		*p++ = '0';
	*p++ = '*';
	if (it->prec >= 0) {
		*p++ = '.';
		*p++ = '*';
	}
	*p++ = 'j';
	*p++ = form == 'D' ? 'd' : form == 'O' ? 'o' : form == 'X' ? 'x' :
	    'u';
	*p = '\0';
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wformat-nonliteral"
	if (it->prec >= 0)
		(void)printf(fmt, it->width, it->prec, val);
	else
		(void)printf(fmt, it->width, val);
#pragma clang diagnostic pop
}

static void
put_time(const struct item *it, const struct timespec *ts)
{
	char buf[256];
	struct tm *tm;

	switch (it->form) {
	case 'S':
		tm = localtime(&ts->tv_sec);
		if (tm == NULL ||
		    strftime(buf, sizeof(buf), timefmt, tm) == 0)
			buf[0] = '\0';
		put_string(it, buf);
		break;
	case 'F':
		(void)snprintf(buf, sizeof(buf), "%jd.%0*ld",
		    (intmax_t)ts->tv_sec, 9, ts->tv_nsec);
		if (it->prec >= 0 && it->prec < 9)
			buf[strlen(buf) - 9 + (size_t)it->prec] = '\0';
		(void)printf("%*s", it->left ? -it->width : it->width, buf);
		break;
	default:
		put_number(it, (uintmax_t)ts->tv_sec,
		    it->form == 0 ? 'D' : it->form);
		break;
	}
}

static const char *
type_name(mode_t mode)
{

	switch (mode & S_IFMT) {
	case S_IFIFO:
		return ("Fifo File");
	case S_IFCHR:
		return ("Character Device");
	case S_IFDIR:
		return ("Directory");
	case S_IFBLK:
		return ("Block Device");
	case S_IFREG:
		return ("Regular File");
	case S_IFLNK:
		return ("Symbolic Link");
	case S_IFSOCK:
		return ("Socket");
	default:
		return ("???");
	}
}

static const char *
type_mark(mode_t mode)
{

	if (S_ISDIR(mode))
		return ("/");
	if (S_ISLNK(mode))
		return ("@");
	if (S_ISFIFO(mode))
		return ("|");
	if (S_ISSOCK(mode))
		return ("=");
	return ((mode & (S_IXUSR | S_IXGRP | S_IXOTH)) != 0 ? "*" : "");
}

static void
put_mode(const struct item *it, mode_t mode)
{
	char buf[12];

	if (it->form == 'S') {
		strmode(mode, buf);
		switch (it->part) {
		case 'H':
			(void)memmove(buf, buf + 1, 3);
			buf[3] = '\0';
			break;
		case 'M':
			(void)memmove(buf, buf + 4, 3);
			buf[3] = '\0';
			break;
		case 'L':
			(void)memmove(buf, buf + 7, 3);
			buf[3] = '\0';
			break;
		default:
			buf[10] = '\0';
			break;
		}
		put_string(it, buf);
		return;
	}
	switch (it->part) {
	case 'H':
		mode >>= 12;
		break;
	case 'M':
		mode = (mode >> 9) & 07;
		break;
	case 'L':
		mode &= 0777;
		break;
	default:
		break;
	}
	put_number(it, mode, it->form == 0 ? 'O' : it->form);
}

static void
put_device(const struct item *it, dev_t dev)
{
	uintmax_t val = dev;

	if (it->part == 'H')
		val = major(dev);
	else if (it->part == 'L')
		val = minor(dev);
	put_number(it, val, it->form == 0 ? 'U' : it->form);
}

static void
put_item(const struct item *it, const char *name, const struct stat *st)
{
	char buf[PATH_MAX + 8];

	switch (it->what) {
	case 'd':
		put_device(it, st->st_dev);
		break;
	case 'r':
		put_device(it, st->st_rdev);
		break;
	case 'i':
		put_number(it, st->st_ino, it->form == 0 ? 'U' : it->form);
		break;
	case 'p':
		put_mode(it, st->st_mode);
		break;
	case 'l':
		put_number(it, st->st_nlink, it->form == 0 ? 'U' : it->form);
		break;
	case 'u':
		if (it->form == 'S')
			put_string(it, user_from_uid(st->st_uid, 0));
		else
			put_number(it, st->st_uid,
			    it->form == 0 ? 'U' : it->form);
		break;
	case 'g':
		if (it->form == 'S')
			put_string(it, group_from_gid(st->st_gid, 0));
		else
			put_number(it, st->st_gid,
			    it->form == 0 ? 'U' : it->form);
		break;
	case 'a':
		put_time(it, &st->st_atim);
		break;
	case 'm':
		put_time(it, &st->st_mtim);
		break;
	case 'c':
		put_time(it, &st->st_ctim);
		break;
	case 'B':
		put_time(it, &st->st_birthtim);
		break;
	case 'z':
		put_number(it, (uintmax_t)st->st_size,
		    it->form == 0 ? 'U' : it->form);
		break;
	case 'b':
		put_number(it, (uintmax_t)st->st_blocks,
		    it->form == 0 ? 'U' : it->form);
		break;
	case 'k':
		put_number(it, (uintmax_t)st->st_blksize,
		    it->form == 0 ? 'U' : it->form);
		break;
	case 'f':
		put_number(it, st->st_flags, it->form == 0 ? 'U' : it->form);
		break;
	case 'N':
		if (it->form == 'J')
			fput_json(name, strlen(name), stdout);
		else
			put_string(it, name);
		break;
	case 'R':
		put_string(it, realpath(name, buf) != NULL ? buf : name);
		break;
	case 'T':
		put_string(it, it->part == 'H' ? type_name(st->st_mode) :
		    type_mark(st->st_mode));
		break;
	case 'Y':
		if (target != NULL) {
			(void)snprintf(buf, sizeof(buf), "%s%s",
			    it->form == 'S' ? " -> " : "", target);
			put_string(it, buf);
		}
		break;
	case 'Z':
		if (S_ISCHR(st->st_mode) || S_ISBLK(st->st_mode)) {
			(void)snprintf(buf, sizeof(buf), "%ju,%ju",
			    (uintmax_t)major(st->st_rdev),
			    (uintmax_t)minor(st->st_rdev));
			put_string(it, buf);
		} else
			put_number(it, (uintmax_t)st->st_size, 'U');
		break;
	default:
		break;
	}
}

/* --- formats -------------------------------------------------------------- */

static int
digits(const char **sp)
{
	int n = 0;

	while (isdigit((unsigned char)**sp)) {
		if (n > 1000)
			errx(1, "width or precision is too large");
		n = n * 10 + *(*sp)++ - '0';
	}
	return (n);
}

/*
 * Parse the item behind a %; what follows it is returned.
 */
static const char *
parse(const char *s, struct item *it)
{

	memset(it, 0, sizeof(*it));
	it->prec = -1;
	for (;; s++) {
		if (*s == '#')
			it->alt = true;
		else if (*s == '-')
			it->left = true;
		else if (*s == '+')
			it->plus = true;
		else if (*s == ' ')
			it->space = true;
		else if (*s == '0')
			it->zero = true;
		else
			break;
	}
	it->width = digits(&s);
	if (*s == '.') {
		s++;
		it->prec = digits(&s);
	}
	if (*s != '\0' && s[1] != '\0' && strchr("DOUXFSYJ", *s) != NULL &&
	    strchr("HMLdripluagmcBzbkfNRTYZ", s[1]) != NULL)
		it->form = *s++;
	if (*s != '\0' && s[1] != '\0' && strchr("HML", *s) != NULL &&
	    strchr("dripugTz", s[1]) != NULL)
		it->part = *s++;
	if (*s == '\0' || strchr("dripluagmcBzbkfNRTYZ", *s) == NULL)
		errx(1, "bad format: %%%s", s);
	it->what = *s;
	return (s + 1);
}

static void
print(const char *fmt, const char *name, const struct stat *st)
{
	struct item it;

	while (*fmt != '\0') {
		if (*fmt != '%') {
			(void)putchar(*fmt++);
			continue;
		}
		fmt++;
		switch (*fmt) {
		case '%':
			(void)putchar('%');
			fmt++;
			break;
		case 'n':
			(void)putchar('\n');
			fmt++;
			break;
		case 't':
			(void)putchar('\t');
			fmt++;
			break;
		default:
			fmt = parse(fmt, &it);
			put_item(&it, name, st);
			break;
		}
	}
	if (!nflag)
		(void)putchar('\n');
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: stat [-FLnq] "
	    "[-f format | -J | -l | -r | -s | -x] [-t timefmt] [file ...]\n");
	exit(1);
}
