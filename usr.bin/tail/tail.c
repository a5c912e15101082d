/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * tail: copy the end of files.
 *
 * Regular files are read backwards in blocks to find where to begin; of what
 * cannot be read so the end is kept, in a buffer of at least twice its size.
 * With -f the files are looked at again and again; -F also notices a new file
 * of the name.
 */
#include <sys/types.h>
#include <sys/stat.h>

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <libutil.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define	BUFSIZE		65536
#define	INTERVAL	250000000	/* ns between looks of -f */

static bool	fflag, Fflag, qflag, rflag, vflag;
static bool	from_start;		/* +number */
static bool	bytes;			/* -c */
static long long number = -1;

struct file {
	const char	*name;
	int		 fd;		/* -1: not there */
	dev_t		 dev;
	ino_t		 ino;
};

static const struct file	*last_shown;

static void	count_option(const char *, long long);
static void	follow(struct file *, int);
static int	tail(struct file *);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	struct file *files;
	int ch, i, n, rval = 0;
	char old[32];

	/* The historical -number and +number. */
	if (argc > 1 && (argv[1][0] == '-' || argv[1][0] == '+') &&
	    isdigit((unsigned char)argv[1][1]) && strlen(argv[1]) < 20) {
		(void)snprintf(old, sizeof(old), "%s", argv[1]);
		if (old[strlen(old) - 1] == 'f') {
			fflag = true;
			old[strlen(old) - 1] = '\0';
		}
		count_option(old, 1);
		argv++;
		argc--;
	}
	while ((ch = getopt(argc, argv, "Fb:c:fn:qrv")) != -1) {
		switch (ch) {
		case 'F':
			Fflag = fflag = true;
			break;
		case 'b':
			bytes = true;
			count_option(optarg, 512);
			break;
		case 'c':
			bytes = true;
			count_option(optarg, 1);
			break;
		case 'f':
			fflag = true;
			break;
		case 'n':
			bytes = false;
			count_option(optarg, 1);
			break;
		case 'q':
			qflag = true;
			break;
		case 'r':
			rflag = true;
			break;
		case 'v':
			vflag = true;
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	if (rflag && (fflag || bytes))
		usage();
	if (number < 0)
		number = rflag ? LLONG_MAX : 10;
	n = argc > 0 ? argc : 1;
	if ((files = calloc((size_t)n, sizeof(*files))) == NULL)
		err(1, NULL);
	for (i = 0; i < n; i++) {
		files[i].name = argc > 0 ? argv[i] : "stdin";
		files[i].fd = argc == 0 || strcmp(argv[i], "-") == 0 ?
		    STDIN_FILENO : open(argv[i], O_RDONLY);
		if (files[i].fd < 0) {
			warn("%s", argv[i]);
			rval = 1;
			continue;
		}
		if (vflag || (n > 1 && !qflag))
			(void)printf("%s==> %s <==\n",
			    last_shown != NULL ? "\n" : "", files[i].name);
		last_shown = &files[i];
		rval |= tail(&files[i]);
		(void)fflush(stdout);
	}
	if (fflag)
		follow(files, n);
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

/*
 * A decimal number, or one with a suffix, behind a sign.
 */
static void
count_option(const char *s, long long unit)
{
	const char *errstr, *digits = *s == '+' || *s == '-' ? s + 1 : s;
	uint64_t n;

	from_start = *s == '+';
	if (*digits != '\0' &&
	    isalpha((unsigned char)digits[strlen(digits) - 1])) {
		errstr = expand_number(digits, &n) != 0 ? strerror(errno) :
		    n > (uint64_t)(LLONG_MAX / unit) ? strerror(ERANGE) : NULL;
		if (errstr == NULL)
			number = (long long)n;
	} else
		number = strtonum(digits, 0, LLONG_MAX / unit, &errstr);
	if (errstr != NULL)
		errx(1, "%s: %s", s, errstr);
	number *= unit;
}

static void
put(const char *buf, size_t len)
{

	if (fwrite(buf, 1, len, stdout) != len)
		err(1, "stdout");
}

static int
copy_rest(int fd, const char *name)
{
	static char buf[BUFSIZE];
	ssize_t n;

	while ((n = read(fd, buf, sizeof(buf))) > 0)
		put(buf, (size_t)n);
	if (n < 0) {
		warn("%s", name);
		return (1);
	}
	return (0);
}

/*
 * Pass over number - 1 bytes or lines, then copy.
 */
static int
tail_from_start(int fd, const char *name)
{
	static char buf[BUFSIZE];
	long long left = number - 1;
	const char *p, *end;
	ssize_t n;

	while (left > 0 && (n = read(fd, buf, sizeof(buf))) > 0) {
		p = buf;
		end = buf + n;
		if (bytes) {
			p += left < n ? left : n;
			left -= p - buf;
		} else
			while (left > 0 && p < end &&
			    (p = memchr(p, '\n', (size_t)(end - p))) !=
			    NULL) {
				p++;
				left--;
			}
		if (left == 0 && p != NULL)
			put(p, (size_t)(end - p));
	}
	return (copy_rest(fd, name));
}

/*
 * Where the last `number' lines of a regular file begin.
 */
static off_t
find_lines(int fd, off_t start, off_t end)
{
	static char buf[BUFSIZE];
	long long left = number;
	off_t at = end;
	size_t len;
	ssize_t n;

	if (left == 0)
		return (end);
	while (at > start) {
		len = at - start < BUFSIZE ? (size_t)(at - start) : BUFSIZE;
		n = pread(fd, buf, len, at - (off_t)len);
		if (n != (ssize_t)len)
			return (-1);
		while (len > 0) {
			len--;
			at--;
			/* A newline at the very end ends the last line. */
			if (buf[len] == '\n' && at + 1 != end && --left == 0)
				return (at + 1);
		}
	}
	return (start);
}

/*
 * Where the last `number' bytes or lines of a buffer begin.
 */
static size_t
begin_of_end(const char *buf, size_t len)
{
	long long left = number;
	size_t at;

	if (bytes)
		return ((long long)len > number ? len - (size_t)number : 0);
	if (number == 0)
		return (len);
	for (at = len; at > 0; at--)
		if (buf[at - 1] == '\n' && at != len && --left == 0)
			break;
	return (at);
}

/*
 * The input, with -r all of it, else at least as much of its end as is wanted,
 * in memory that the caller frees.
 */
static char *
slurp(int fd, size_t *lenp, const char *name)
{
	size_t room = BUFSIZE, len = 0, at;
	char *buf, *p;
	ssize_t n;

	if ((buf = malloc(room)) == NULL)
		err(1, NULL);
	while ((n = read(fd, buf + len, room - len)) > 0) {
		len += (size_t)n;
		if (len < room)
			continue;
		/* Without -r only the end matters: keep what may count. */
		at = rflag ? 0 : begin_of_end(buf, len);
		if (at > room / 2) {
			len -= at;
			memmove(buf, buf + at, len);
			continue;
		}
		if ((p = realloc(buf, room *= 2)) == NULL)
			err(1, "%s", name);
		buf = p;
	}
	if (n < 0) {
		warn("%s", name);
		free(buf);
		return (NULL);
	}
	*lenp = len;
	return (buf);
}

static void
put_reversed(const char *buf, size_t len)
{
	const char *end = buf + len, *p;
	long long left = number;

	while (end > buf && left-- > 0) {
		for (p = end - 1; p > buf && p[-1] != '\n'; p--)
			continue;
		put(p, (size_t)(end - p));
		end = p;
	}
}

static int
tail_slurped(int fd, const char *name)
{
	size_t at, len;
	char *buf;

	if ((buf = slurp(fd, &len, name)) == NULL)
		return (1);
	if (rflag)
		put_reversed(buf, len);
	else {
		at = begin_of_end(buf, len);
		put(buf + at, len - at);
	}
	free(buf);
	return (0);
}

static int
tail(struct file *f)
{
	struct stat st;
	off_t at, start;

	if (fstat(f->fd, &st) != 0) {
		warn("%s", f->name);
		return (1);
	}
	f->dev = st.st_dev;
	f->ino = st.st_ino;
	if (from_start)
		return (tail_from_start(f->fd, f->name));
	if (rflag || !S_ISREG(st.st_mode) ||
	    (start = lseek(f->fd, 0, SEEK_CUR)) < 0)
		return (tail_slurped(f->fd, f->name));
	if (bytes)
		at = st.st_size - start > number ?
		    st.st_size - (off_t)number : start;
	else
		at = find_lines(f->fd, start, st.st_size);
	if (at < 0 || lseek(f->fd, at, SEEK_SET) < 0) {
		warn("%s", f->name);
		return (1);
	}
	return (copy_rest(f->fd, f->name));
}

/* --- following ------------------------------------------------------------ */

static void
reopen(struct file *f)
{
	struct stat st;
	int fd;

	if (!Fflag || f->fd == STDIN_FILENO || stat(f->name, &st) != 0)
		return;
	if (f->fd >= 0 && st.st_dev == f->dev && st.st_ino == f->ino)
		return;
	if ((fd = open(f->name, O_RDONLY)) < 0)
		return;
	if (f->fd >= 0)
		(void)close(f->fd);
	f->fd = fd;
	f->dev = st.st_dev;
	f->ino = st.st_ino;
	warnx("%s has been replaced, following the new file", f->name);
}

static void
follow_one(struct file *f, bool many)
{
	static char buf[BUFSIZE];
	struct stat st;
	off_t at;
	ssize_t n;

	if (f->fd < 0)
		return;
	if (fstat(f->fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    (at = lseek(f->fd, 0, SEEK_CUR)) > st.st_size) {
		warnx("%s: file truncated", f->name);
		(void)lseek(f->fd, 0, SEEK_SET);
	}
	while ((n = read(f->fd, buf, sizeof(buf))) > 0) {
		if (many && last_shown != f && !qflag)
			(void)printf("\n==> %s <==\n", f->name);
		last_shown = f;
		put(buf, (size_t)n);
	}
	if (fflush(stdout) != 0)
		err(1, "stdout");
}

static void
follow(struct file *files, int n)
{
	const struct timespec interval = { .tv_nsec = INTERVAL };
	struct stat st;
	int i, open_files = 0;

	/* A pipe that has ended brings nothing more. */
	for (i = 0; i < n; i++) {
		if (files[i].fd >= 0 && fstat(files[i].fd, &st) == 0 &&
		    S_ISFIFO(st.st_mode) && files[i].fd == STDIN_FILENO)
			files[i].fd = -1;
		open_files += files[i].fd >= 0 || Fflag;
	}
	while (open_files > 0) {
		for (i = 0; i < n; i++) {
			reopen(&files[i]);
			follow_one(&files[i], n > 1);
		}
		(void)nanosleep(&interval, NULL);
	}
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: tail [-F | -f | -r] [-qv] "
	    "[-b number | -c number | -n number] [file ...]\n");
	exit(1);
}
