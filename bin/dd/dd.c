/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * dd: copy a file by blocks, converting it.
 *
 * Input is read a block at a time, converted, and collected in the output
 * buffer; a full output block is written.  With bs= and nothing that changes
 * bytes or lengths each input block is one output block, also short ones.
 *
 * Tests	tests/bin/t_dd.sh
 */
#include <sys/types.h>
#include <sys/sysctl.h>
#include <sys/stat.h>

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "dd.h"

#define	C_LCASE		0x001
#define	C_UCASE		0x002
#define	C_SWAB		0x004
#define	C_NOERROR	0x008
#define	C_NOTRUNC	0x010
#define	C_SYNC		0x020
#define	C_BLOCK		0x040
#define	C_UNBLOCK	0x080
#define	C_FSYNC		0x100
#define	C_SPARSE	0x200
#define	C_FULLBLOCK	0x400
#define	C_FDATASYNC	0x800
#define	C_EXCL		0x1000
#define	C_NOCREAT	0x2000
#define	C_ASCII		0x4000
#define	C_EBCDIC	0x8000
#define	C_IBM		0x10000
#define	C_BS		0x20000		/* bs=: a short block stays one */

#define	C_CHARSETS	(C_ASCII | C_EBCDIC | C_IBM)

static const struct {
	const char	*name;
	int		 flag;
} convs[] = {
	{ "ascii",	C_ASCII },
	{ "block",	C_BLOCK },
	{ "ebcdic",	C_EBCDIC },
	{ "excl",	C_EXCL },
	{ "fdatasync",	C_FDATASYNC },
	{ "fsync",	C_FSYNC },
	{ "ibm",	C_IBM },
	{ "lcase",	C_LCASE },
	{ "nocreat",	C_NOCREAT },
	{ "noerror",	C_NOERROR },
	{ "notrunc",	C_NOTRUNC },
	{ "sparse",	C_SPARSE },
	{ "swab",	C_SWAB },
	{ "sync",	C_SYNC },
	{ "ucase",	C_UCASE },
	{ "unblock",	C_UNBLOCK },
};

static const char	*infile = "stdin", *outfile = "stdout";
static size_t		 ibs = 512, obs = 512, cbs;
static uintmax_t	 count = UINTMAX_MAX, skip, seek_;
static int		 conv, oflags;
static uintmax_t	 speed;		/* bytes in a second; 0: any */
static bool		 quiet, noxfer, progress;
static int		 in = STDIN_FILENO, out = STDOUT_FILENO;
static char		*ibuf, *obuf;
static size_t		 olen;		/* bytes in obuf */
static size_t		 column;	/* in a record, for block and unblock */
static size_t		 blanks;	/* unblock: blanks not written yet */
static bool		 ended_in_hole;

static uintmax_t	 in_full, in_part, out_full, out_part, truncated;
static uintmax_t	 bytes;
static struct timespec	 started;
static volatile sig_atomic_t	want_info, want_end;

static void	arguments(char **);
static void	convert(char *, size_t);
static void	flush_output(bool);
static void	open_files(void);
static void	summary(void);
static void	throttle(void);
static void	transfer(void);

static void
on_signal(int sig)
{

	if (sig == SIGINT)
		want_end = sig;
	else
		want_info = 1;
}

int
main(int argc, char *argv[])
{
	struct sigaction sa = { .sa_handler = on_signal };

	if (getopt(argc, argv, "") != -1) {
		(void)fprintf(stderr, "usage: dd [operand=value ...]\n");
		return (1);
	}
	arguments(argv + optind);
	open_files();
	(void)clock_gettime(CLOCK_MONOTONIC, &started);
	(void)sigaction(SIGINFO, &sa, NULL);
	(void)sigaction(SIGUSR1, &sa, NULL);
	(void)sigaction(SIGINT, &sa, NULL);
	transfer();
	if (want_end != 0) {
		summary();
		(void)signal(want_end, SIG_DFL);
		(void)raise(want_end);
	}
	flush_output(true);
	if (ended_in_hole) {
		off_t end = lseek(out, 0, SEEK_CUR);

		if (end < 0 || ftruncate(out, end) != 0)
			err(1, "%s", outfile);
	}
	if (((conv & C_FSYNC) != 0 && fsync(out) != 0) ||
	    ((conv & C_FDATASYNC) != 0 && fdatasync(out) != 0))
		err(1, "%s", outfile);
	if (close(out) != 0)
		err(1, "%s", outfile);
	summary();
	return (0);
}

/* --- operands ------------------------------------------------------------- */

/*
 * A number, with a unit, perhaps several multiplied by x.
 */
static uintmax_t
number(const char *name, const char *s)
{
	static const char units[] = "bkmgtpew";
	static const unsigned shifts[] = { 9, 10, 20, 30, 40, 50, 60, 2 };
	uintmax_t n, part;
	const char *u;
	char *end;

	for (n = 1;; s = end + 1) {
		errno = 0;
		part = strtoumax(s, &end, 0);
		if (end == s || *s == '-' || errno != 0)
			errx(1, "%s: %s: not a number in range", name, s);
		if (*end != '\0' && (u = strchr(units,
		    tolower((unsigned char)*end))) != NULL) {
			if (part > UINTMAX_MAX >> shifts[u - units])
				errx(1, "%s: %s: too large", name, s);
			part <<= shifts[u - units];
			end++;
		}
		if (part != 0 && n > UINTMAX_MAX / part)
			errx(1, "%s: %s: too large", name, s);
		n *= part;
		if (*end == '\0')
			return (n);
		if (*end != 'x' && *end != '*')
			errx(1, "%s: %s: not a number", name, s);
	}
}

static size_t
blocksize(const char *name, const char *s)
{
	uintmax_t n = number(name, s);

	if (n == 0 || n > SSIZE_MAX / 4)
		errx(1, "%s: %s: not a size in range", name, s);
	return ((size_t)n);
}

static void
conversions(char *list)
{
	char *word;
	size_t i, n = sizeof(convs) / sizeof(convs[0]);

	while ((word = strsep(&list, ",")) != NULL) {
		for (i = 0; i < n; i++)
			if (strcmp(convs[i].name, word) == 0)
				break;
		if (i == n)
			errx(1, "conv: %s: no such conversion", word);
		conv |= convs[i].flag;
	}
	if ((conv & (C_LCASE | C_UCASE)) == (C_LCASE | C_UCASE) ||
	    (conv & (C_BLOCK | C_UNBLOCK)) == (C_BLOCK | C_UNBLOCK) ||
	    (conv & (C_EXCL | C_NOCREAT)) == (C_EXCL | C_NOCREAT) ||
	    ((conv & C_CHARSETS) & ((conv & C_CHARSETS) - 1)) != 0)
		errx(1, "conv: conversions exclude each other");
}

static void
flags(const char *name, char *list, bool input)
{
	char *word;

	while ((word = strsep(&list, ",")) != NULL) {
		if (input && strcmp(word, "fullblock") == 0)
			conv |= C_FULLBLOCK;
		else if (!input && strcmp(word, "append") == 0)
			oflags |= O_APPEND;
		else if (!input && (strcmp(word, "sync") == 0 ||
		    strcmp(word, "fsync") == 0))
			oflags |= O_SYNC;
		else
			errx(1, "%s: %s: no such flag", name, word);
	}
}

/*
 * Memory for a block.  The kernel gives address space freely and ends who fills
 * more of it than there is memory, so what can never fit is refused here.
 */
static char *
buffer(size_t size)
{
	static size_t total;
	uint64_t physmem;
	size_t len = sizeof(physmem);
	char *p = NULL;

	if (sysctlbyname("hw.physmem", &physmem, &len, NULL, 0) != 0)
		err(1, "sysctl hw.physmem");
	total += size;
	if (total < physmem)
		p = malloc(size);
	if (p == NULL)
		errx(1, "cannot allocate a buffer of %zu bytes", size);
	return (p);
}

static void
arguments(char **argv)
{
	char *name, *val;
	size_t bs = 0;

	for (; (name = *argv) != NULL; argv++) {
		if ((val = strchr(name, '=')) == NULL)
			errx(1, "%s: not operand=value", name);
		*val++ = '\0';
		if (strcmp(name, "if") == 0)
			infile = val;
		else if (strcmp(name, "of") == 0)
			outfile = val;
		else if (strcmp(name, "bs") == 0)
			bs = blocksize(name, val);
		else if (strcmp(name, "ibs") == 0)
			ibs = blocksize(name, val);
		else if (strcmp(name, "obs") == 0)
			obs = blocksize(name, val);
		else if (strcmp(name, "cbs") == 0)
			cbs = blocksize(name, val);
		else if (strcmp(name, "count") == 0)
			count = number(name, val);
		else if (strcmp(name, "skip") == 0 ||
		    strcmp(name, "iseek") == 0)
			skip = number(name, val);
		else if (strcmp(name, "seek") == 0 ||
		    strcmp(name, "oseek") == 0)
			seek_ = number(name, val);
		else if (strcmp(name, "conv") == 0)
			conversions(val);
		else if (strcmp(name, "iflag") == 0)
			flags(name, val, true);
		else if (strcmp(name, "oflag") == 0)
			flags(name, val, false);
		else if (strcmp(name, "status") == 0) {
			quiet = strcmp(val, "none") == 0;
			noxfer = strcmp(val, "noxfer") == 0;
			progress = strcmp(val, "progress") == 0;
			if (!quiet && !noxfer && !progress)
				errx(1, "status: %s: unknown", val);
		} else if (strcmp(name, "speed") == 0)
			speed = number(name, val);
		else
			errx(1, "%s: no such operand", name);
	}
	if (bs != 0) {
		ibs = obs = bs;
		if ((conv & (C_LCASE | C_UCASE | C_SWAB | C_BLOCK |
		    C_UNBLOCK | C_CHARSETS)) == 0)
			conv |= C_BS;
	}
	if ((conv & (C_BLOCK | C_UNBLOCK)) != 0 && cbs == 0)
		errx(1, "conv: block and unblock need cbs");
	/* EBCDIC has records, ASCII has lines. */
	if (cbs != 0 && (conv & C_ASCII) != 0 && (conv & C_BLOCK) == 0)
		conv |= C_UNBLOCK;
	if (cbs != 0 && (conv & (C_EBCDIC | C_IBM)) != 0 &&
	    (conv & C_UNBLOCK) == 0)
		conv |= C_BLOCK;
	ibuf = buffer(ibs);
	obuf = buffer(obs);
}

static void
open_files(void)
{
	uintmax_t left;
	off_t off;
	ssize_t n;

	if (infile[0] != '\0' && strcmp(infile, "stdin") != 0 &&
	    (in = open(infile, O_RDONLY)) < 0)
		err(1, "%s", infile);
	if (strcmp(outfile, "stdout") != 0) {
		oflags |= (conv & C_NOCREAT) != 0 ? 0 : O_CREAT;
		if ((conv & C_EXCL) != 0)
			oflags |= O_EXCL;
		if ((conv & C_NOTRUNC) == 0 && seek_ == 0 &&
		    (oflags & O_APPEND) == 0)
			oflags |= O_TRUNC;
		out = open(outfile, O_WRONLY | oflags, 0666);
		if (out < 0)
			err(1, "%s", outfile);
	}
	if (seek_ > 0) {
		off = (off_t)(seek_ * obs);
		if (seek_ > (uintmax_t)INT64_MAX / obs ||
		    lseek(out, off, SEEK_CUR) < 0)
			err(1, "%s: seek", outfile);
		if ((conv & C_NOTRUNC) == 0 && strcmp(outfile, "stdout") !=
		    0 && ftruncate(out, off) != 0 && errno != EINVAL)
			err(1, "%s", outfile);
	}
	if (skip == 0)
		return;
	if (skip <= (uintmax_t)INT64_MAX / ibs &&
	    lseek(in, (off_t)(skip * ibs), SEEK_CUR) >= 0)
		return;
	for (left = skip; left > 0; left--)
		if ((n = read(in, ibuf, ibs)) <= 0) {
			if (n < 0)
				err(1, "%s", infile);
			return;
		}
}

/* --- copying -------------------------------------------------------------- */

static ssize_t
read_block(void)
{
	size_t got = 0;
	ssize_t n;

	do {
		n = read(in, ibuf + got, ibs - got);
		if (n < 0 && errno == EINTR) {
			if (want_end != 0)
				return (0);
			if (want_info != 0) {
				want_info = 0;
				summary();
			}
			n = 1;
			continue;
		}
		if (n < 0)
			return (got > 0 ? (ssize_t)got : n);
		got += (size_t)n;
	} while (n > 0 && (got == 0 ||
	    ((conv & C_FULLBLOCK) != 0 && got < ibs)));
	return ((ssize_t)got);
}

/*
 * Sleep until the bytes written so far are due at the speed asked for.
 */
static void
throttle(void)
{
	struct timespec due = started;
	uintmax_t rest;

	if (speed == 0)
		return;
	due.tv_sec += (time_t)(bytes / speed);
	rest = bytes % speed;
	due.tv_nsec += (long)((double)rest / (double)speed * 1e9);
	if (due.tv_nsec >= 1000000000) {
		due.tv_sec++;
		due.tv_nsec -= 1000000000;
	}
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL) ==
	    EINTR && want_end == 0) {
		if (want_info != 0) {
			want_info = 0;
			summary();
		}
	}
}

static void
transfer(void)
{
	uintmax_t done;
	time_t last = 0;
	struct timespec now;
	ssize_t n;

	for (done = 0; done < count && want_end == 0; done++) {
		n = read_block();
		if (n == 0)
			return;
		if (n < 0) {
			warn("%s", infile);
			if ((conv & C_NOERROR) == 0) {
				flush_output(true);
				summary();
				exit(1);
			}
			summary();
			(void)lseek(in, (off_t)ibs, SEEK_CUR);
			if ((conv & C_SYNC) == 0)
				continue;
			memset(ibuf, 0, ibs);
			n = 0;
		}
		if ((size_t)n == ibs)
			in_full++;
		else {
			in_part++;
			if ((conv & C_SYNC) != 0) {
				memset(ibuf + n, (conv & (C_BLOCK |
				    C_UNBLOCK)) != 0 ? ' ' : 0,
				    ibs - (size_t)n);
				n = (ssize_t)ibs;
			}
		}
		convert(ibuf, (size_t)n);
		throttle();
		if (want_info != 0) {
			want_info = 0;
			summary();
		}
		if (progress && clock_gettime(CLOCK_MONOTONIC, &now) == 0 &&
		    now.tv_sec != last) {
			last = now.tv_sec;
			(void)fprintf(stderr, "\r%ju bytes copied", bytes);
		}
	}
}

static void
write_block(size_t len)
{
	size_t off = 0, i;
	ssize_t n;

	if ((conv & C_SPARSE) != 0) {
		for (i = 0; i < len && obuf[i] == 0; i++)
			continue;
		if (i == len && lseek(out, (off_t)len, SEEK_CUR) >= 0) {
			ended_in_hole = true;
			off = len;
		}
	}
	while (off < len) {
		n = write(out, obuf + off, len - off);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			warn("%s", outfile);
			summary();
			exit(1);
		}
		off += (size_t)n;
		ended_in_hole = false;
	}
	bytes += len;
	if (len == obs)
		out_full++;
	else
		out_part++;
}

static void
put_bytes(const char *p, size_t len)
{
	size_t n;

	while (len > 0) {
		n = obs - olen < len ? obs - olen : len;
		memcpy(obuf + olen, p, n);
		olen += n;
		p += n;
		len -= n;
		if (olen == obs) {
			write_block(olen);
			olen = 0;
		}
	}
}

static void
translate(char *p, size_t len, const unsigned char *table)
{

	for (; len > 0; len--, p++)
		*p = (char)table[(unsigned char)*p];
}

static void
put_char(char c)
{

	if ((conv & (C_EBCDIC | C_IBM)) != 0)
		translate(&c, 1, (conv & C_IBM) != 0 ? conv_to_ibm :
		    conv_to_ebcdic);
	put_bytes(&c, 1);
}

static void
flush_output(bool last)
{

	if (last && (conv & C_BLOCK) != 0 && column > 0)
		for (; column < cbs; column++)
			put_char(' ');
	if (last && (conv & C_UNBLOCK) != 0 && column > 0)
		put_char('\n');
	if (olen > 0)
		write_block(olen);
	olen = 0;
}

static void
convert_records(const char *p, size_t len)
{

	for (; len > 0; len--, p++) {
		if ((conv & C_BLOCK) != 0) {
			if (*p == '\n') {
				for (; column < cbs; column++)
					put_char(' ');
				column = 0;
			} else if (column++ < cbs)
				put_char(*p);
			else if (column == cbs + 1)
				truncated++;
			continue;
		}
		if (*p == ' ')
			blanks++;
		else {
			for (; blanks > 0; blanks--)
				put_char(' ');
			put_char(*p);
		}
		if (++column == cbs) {
			put_char('\n');
			column = blanks = 0;
		}
	}
}

/*
 * In the order of POSIX: bytes are swapped, come from EBCDIC, change case, go
 * to EBCDIC; then come the records.
 */
static void
convert(char *p, size_t len)
{
	size_t i;
	char c;

	if ((conv & C_SWAB) != 0)
		for (i = 0; i + 1 < len; i += 2) {
			c = p[i];
			p[i] = p[i + 1];
			p[i + 1] = c;
		}
	if ((conv & C_ASCII) != 0)
		translate(p, len, conv_from_ebcdic);
	if ((conv & (C_LCASE | C_UCASE)) != 0)
		for (i = 0; i < len; i++)
			p[i] = (char)((conv & C_LCASE) != 0 ?
			    tolower((unsigned char)p[i]) :
			    toupper((unsigned char)p[i]));
	if ((conv & (C_BLOCK | C_UNBLOCK)) != 0) {
		convert_records(p, len);
		return;
	}
	if ((conv & (C_EBCDIC | C_IBM)) != 0)
		translate(p, len, (conv & C_IBM) != 0 ? conv_to_ibm :
		    conv_to_ebcdic);
	put_bytes(p, len);
	if ((conv & C_BS) != 0)
		flush_output(false);
}

static void
summary(void)
{
	struct timespec now;
	double secs;

	if (quiet)
		return;
	if (progress)
		(void)fputc('\n', stderr);
	(void)fprintf(stderr, "%ju+%ju records in\n%ju+%ju records out\n",
	    in_full, in_part, out_full, out_part);
	if (truncated > 0)
		(void)fprintf(stderr, "%ju truncated record%s\n", truncated,
		    truncated == 1 ? "" : "s");
	if (noxfer)
		return;
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	secs = (double)(now.tv_sec - started.tv_sec) +
	    (double)(now.tv_nsec - started.tv_nsec) / 1e9;
	if (secs <= 0)
		secs = 1e-9;
	(void)fprintf(stderr, "%ju bytes transferred in %.6f secs "
	    "(%.0f bytes/sec)\n", bytes, secs, (double)bytes / secs);
}
