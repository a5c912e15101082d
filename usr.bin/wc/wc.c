/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * wc: count lines, words and bytes.
 */
#include <sys/types.h>
#include <sys/stat.h>

#include <ctype.h>
#include <err.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>
#include <wctype.h>

#define	BUFSIZE	65536

struct counts {
	uintmax_t	lines, words, bytes, chars, longest;
};

static bool	cflag, Lflag, lflag, mflag, wflag;

static int	count(const char *, struct counts *);
static void	print(const char *, const struct counts *);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	struct counts c, total;
	int ch, rval = 0, files = 0;

	while ((ch = getopt(argc, argv, "Lclmw")) != -1) {
		switch (ch) {
		case 'L':
			Lflag = true;
			break;
		case 'c':
			cflag = true;
			mflag = false;
			break;
		case 'l':
			lflag = true;
			break;
		case 'm':
			mflag = true;
			cflag = false;
			break;
		case 'w':
			wflag = true;
			break;
		default:
			usage();
		}
	}
	argv += optind;
	if (!cflag && !Lflag && !lflag && !mflag && !wflag)
		cflag = lflag = wflag = true;
	memset(&total, 0, sizeof(total));
	do {
		if (count(*argv, &c) != 0) {
			rval = 1;
			continue;
		}
		print(*argv, &c);
		total.lines += c.lines;
		total.words += c.words;
		total.bytes += c.bytes;
		total.chars += c.chars;
		if (c.longest > total.longest)
			total.longest = c.longest;
	} while (*argv != NULL && (files++, *++argv != NULL));
	if (files > 1)
		print("total", &total);
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

static void
print(const char *name, const struct counts *c)
{

	if (lflag)
		(void)printf(" %7ju", c->lines);
	if (wflag)
		(void)printf(" %7ju", c->words);
	if (mflag)
		(void)printf(" %7ju", c->chars);
	if (cflag)
		(void)printf(" %7ju", c->bytes);
	if (Lflag)
		(void)printf(" %7ju", c->longest);
	(void)printf("%s%s\n", name != NULL ? " " : "",
	    name != NULL ? name : "");
}

/* State of a count between buffers. */
struct state {
	mbstate_t	mbs;
	uintmax_t	column;
	bool		in_word;
};

static void
count_char(struct counts *c, struct state *s, wint_t wc)
{

	c->chars++;
	if (iswspace(wc))
		s->in_word = false;
	else if (!s->in_word) {
		s->in_word = true;
		c->words++;
	}
	if (wc == L'\n') {
		c->lines++;
		if (s->column > c->longest)
			c->longest = s->column;
		s->column = 0;
	} else
		s->column++;
}

/*
 * Count a buffer; returns how many bytes at its end are the beginning of a
 * character that goes on in the next.
 */
static size_t
count_buffer(struct counts *c, struct state *s, const char *p, size_t len)
{
	wchar_t wc;
	size_t n;

	while (len > 0) {
		if ((unsigned char)*p < 0x80 || (!mflag && !Lflag && !wflag)) {
			count_char(c, s, (unsigned char)*p);
			p++;
			len--;
			continue;
		}
		n = mbrtowc(&wc, p, len, &s->mbs);
		if (n == (size_t)-2) {
			memset(&s->mbs, 0, sizeof(s->mbs));
			return (len);
		}
		if (n == (size_t)-1) {
			memset(&s->mbs, 0, sizeof(s->mbs));
			wc = L'?';	/* no character, but no space */
			n = 1;
		}
		count_char(c, s, (wint_t)wc);
		p += n;
		len -= n;
	}
	return (0);
}

static int
count(const char *name, struct counts *c)
{
	static char buf[BUFSIZE];
	struct state s;
	struct stat st;
	size_t left = 0;
	const char *p;
	ssize_t n = 0;
	int fd;

	memset(c, 0, sizeof(*c));
	memset(&s, 0, sizeof(s));
	fd = name == NULL ? STDIN_FILENO : open(name, O_RDONLY);
	if (fd < 0) {
		warn("%s", name);
		return (1);
	}
	if (cflag && !lflag && !wflag && !Lflag && name != NULL &&
	    fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		c->bytes = (uintmax_t)st.st_size;
		(void)close(fd);
		return (0);
	}
	while ((n = read(fd, buf + left, sizeof(buf) - left)) > 0) {
		c->bytes += (uintmax_t)n;
		n += (ssize_t)left;
		left = 0;
		if (lflag && !wflag && !mflag && !Lflag) {
			for (p = buf; (p = memchr(p, '\n',
			    (size_t)(buf + n - p))) != NULL; p++)
				c->lines++;
			continue;
		}
		left = count_buffer(c, &s, buf, (size_t)n);
		(void)memmove(buf, buf + n - left, left);
	}
	c->chars += left;		/* broken characters count by bytes */
	if (s.column > c->longest)
		c->longest = s.column;
	if (n < 0)
		warn("%s", name != NULL ? name : "stdin");
	if (fd != STDIN_FILENO)
		(void)close(fd);
	return (n < 0);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: wc [-c | -m] [-Llw] [file ...]\n");
	exit(1);
}
