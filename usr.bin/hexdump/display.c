/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * hexdump: apply the formats to the input, block by block.
 *
 * The operands are one stream.  The window holds the block and, when
 * characters of several bytes may be shown, the few bytes behind it.  A last
 * block that is not full is filled with zeros; elements that begin behind the
 * end are printed as blanks, those that end there use the zeros.  Blanks that
 * would end a line there are kept back.
 */
#include <sys/types.h>
#include <sys/stat.h>

#include <ctype.h>
#include <err.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>
#include <wctype.h>

#include "hexdump.h"

#define	LOOK	(MB_LEN_MAX - 1)

static char		**names;	/* files still to be opened */
static bool		 first = true;	/* none was given: the standard input */
static FILE		*input;
static const char	*inputname;
static uintmax_t	 unread;	/* bytes to read until the limit */
static int		 rval;

static unsigned char	*window;	/* blocksize + LOOK bytes */
static size_t		 filled;	/* of the window */
static size_t		 look;		/* bytes wanted behind the block */
static uintmax_t	 address;	/* of the element */
static uintmax_t	 end = UINTMAX_MAX;	/* of the input, once known */
static size_t		 blanks;	/* kept back behind the end */
static unsigned		 inside;	/* bytes of a character shown already */

/* --- input ---------------------------------------------------------------- */

static void
input_close(void)
{

	if (ferror(input)) {
		warn("%s", inputname);
		rval = 1;
	}
	if (input != stdin)
		(void)fclose(input);
	input = NULL;
}

/*
 * Open the next file that can be; false behind the last.
 */
static bool
input_next(void)
{

	while (input == NULL) {
		if (*names == NULL) {
			if (!first)
				return (false);
			input = stdin;
			inputname = "stdin";
		} else if ((input = fopen(*names, "r")) == NULL) {
			warn("%s", *names++);
			rval = 1;
		} else
			inputname = *names++;
		first = false;
	}
	/* What stands behind the limit is left to others. */
	if (input == stdin && limit != UINTMAX_MAX)
		(void)setvbuf(stdin, NULL, _IONBF, 0);
	return (true);
}

static size_t
input_read(unsigned char *buf, size_t len)
{
	size_t n, total = 0;

	if (len > unread)
		len = (size_t)unread;
	while (total < len && input_next()) {
		n = fread(buf + total, 1, len - total, input);
		total += n;
		if (total < len)
			input_close();
	}
	unread -= total;
	return (total);
}

static void
input_skip(void)
{
	uintmax_t left = skip, size;
	struct stat st;

	while (left > 0 && input_next()) {
		if (fstat(fileno(input), &st) == 0 && S_ISREG(st.st_mode)) {
			size = (uintmax_t)st.st_size;
			if (left > size) {
				left -= size;
				input_close();
			} else if (fseeko(input, (off_t)left, SEEK_SET) != 0)
				err(1, "%s", inputname);
			else
				left = 0;
			continue;
		}
		while (left > 0 && getc(input) != EOF)
			left--;
		if (left > 0)
			input_close();
	}
	if (left > 0)
		errx(1, "cannot skip past the end of the input");
	address = skip;
}

/* --- output --------------------------------------------------------------- */

/*
 * Write text; behind the end of the input blanks wait for something else.
 */
static void
emit(const char *s, size_t len)
{

	if (address < end) {
		for (; blanks > 0; blanks--)
			(void)putchar(' ');
		(void)fwrite(s, 1, len, stdout);
		return;
	}
	for (; len > 0; s++, len--) {
		if (*s == ' ') {
			blanks++;
			continue;
		}
		for (; blanks > 0 && *s != '\n'; blanks--)
			(void)putchar(' ');
		blanks = 0;
		(void)putchar(*s);
	}
}

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wformat-nonliteral"
#define	EMIT(fmt, ...) do {						\
	char buf_[256], *big_;						\
	int n_ = snprintf(buf_, sizeof(buf_), fmt, __VA_ARGS__);	\
									\
	if (n_ < (int)sizeof(buf_))					\
		emit(buf_, (size_t)n_);					\
	else if ((n_ = asprintf(&big_, fmt, __VA_ARGS__)) < 0)		\
		err(1, NULL);						\
	else {								\
		emit(big_, (size_t)n_);					\
		free(big_);						\
	}								\
} while (0)

static uintmax_t
get_unsigned(const unsigned char *p, size_t bytes)
{
	uint16_t h;
	uint32_t w;
	uint64_t d;

	switch (bytes) {
	case 1:
		return (*p);
	case 2:
		(void)memcpy(&h, p, sizeof(h));
		return (h);
	case 4:
		(void)memcpy(&w, p, sizeof(w));
		return (w);
	default:
		(void)memcpy(&d, p, sizeof(d));
		return (d);
	}
}

static intmax_t
get_signed(const unsigned char *p, size_t bytes)
{
	unsigned shift = (unsigned)(sizeof(intmax_t) - bytes) * CHAR_BIT;

	return ((intmax_t)(get_unsigned(p, bytes) << shift) >> shift);
}

static long double
get_float(const unsigned char *p, size_t bytes)
{
	long double l;
	double d;
	float f;

	switch (bytes) {
	case sizeof(f):
		(void)memcpy(&f, p, sizeof(f));
		return ((long double)f);
	case sizeof(d):
		(void)memcpy(&d, p, sizeof(d));
		return ((long double)d);
	default:
		(void)memcpy(&l, p, sizeof(l));
		return (l);
	}
}

/*
 * A character of several bytes stands in the place of its first one, filled to
 * the width that it does not have; "**" stands for the others.
 */
static void
put_wide(const struct conv *c, const unsigned char *p, wchar_t wc, size_t n)
{
	int columns = wcwidth(wc), width;
	char buf[MB_LEN_MAX + 1];

	width = atoi(c->fmt + 1 + (c->fmt[1] == '-'));
	(void)memcpy(buf, p, n);
	buf[n] = '\0';
	EMIT("%*s%s", width > columns ? width - columns : 0, "", buf);
	inside = (unsigned)n - 1;
}

static void
put_escape(const struct conv *c, const unsigned char *p)
{
	static const char from[] = "\a\b\f\n\r\t\v", to[] = "abfnrtv";
	const char *hit;
	mbstate_t mbs;
	char buf[8];
	wchar_t wc;
	size_t n;

	if (inside > 0) {
		inside--;
		EMIT(c->fmt, "**");
		return;
	}
	if (*p >= 0x80) {
		(void)memset(&mbs, 0, sizeof(mbs));
		n = mbrtowc(&wc, (const char *)p, filled -
		    (size_t)(p - window), &mbs);
		if (n != (size_t)-1 && n != (size_t)-2 && n > 1 &&
		    iswprint((wint_t)wc)) {
			put_wide(c, p, wc, n);
			return;
		}
	}
	if (*p == '\0')
		(void)strlcpy(buf, "\\0", sizeof(buf));
	else if ((hit = strchr(from, *p)) != NULL)
		(void)snprintf(buf, sizeof(buf), "\\%c", to[hit - from]);
	else if (*p < 0x80 && isprint(*p))
		(void)snprintf(buf, sizeof(buf), "%c", *p);
	else
		(void)snprintf(buf, sizeof(buf), "%03o", *p);
	EMIT(c->fmt, buf);
}

/*
 * od has the parity bit not looked at, and two names of its own.
 */
static void
put_name(const struct conv *c, unsigned char ch)
{
	static const char names_[][4] = {
		"nul", "soh", "stx", "etx", "eot", "enq", "ack", "bel",
		"bs", "ht", "lf", "vt", "ff", "cr", "so", "si",
		"dle", "dc1", "dc2", "dc3", "dc4", "nak", "syn", "etb",
		"can", "em", "sub", "esc", "fs", "gs", "rs", "us",
	};
	char buf[4];

	if (odmode)
		ch &= 0x7f;
	if (odmode && ch == '\n')
		(void)strlcpy(buf, "nl", sizeof(buf));
	else if (odmode && ch == ' ')
		(void)strlcpy(buf, "sp", sizeof(buf));
	else if (ch < ' ')
		(void)strlcpy(buf, names_[ch], sizeof(buf));
	else if (ch == 0x7f)
		(void)strlcpy(buf, "del", sizeof(buf));
	else if (ch < 0x7f)
		(void)snprintf(buf, sizeof(buf), "%c", ch);
	else
		(void)snprintf(buf, sizeof(buf), "%02x", ch);
	EMIT(c->fmt, buf);
}

static void
put_string(const struct conv *c, const unsigned char *p)
{
	char *s;

	if ((s = strndup((const char *)p, c->bytes)) == NULL)
		err(1, NULL);
	EMIT(c->fmt, s);
	free(s);
}

static void
put_conv(const struct conv *c, const unsigned char *p, bool trim)
{
	char one[2] = "";

	if (c->kind != CONV_TEXT && address >= end && c->bytes > 0) {
		EMIT(c->pad, "");
		return;
	}
	switch (c->kind) {
	case CONV_TEXT:
		emit(c->fmt, strlen(c->fmt) - trim);
		break;
	case CONV_ADDRESS:
		EMIT(c->fmt, address);
		break;
	case CONV_SIGNED:
		EMIT(c->fmt, get_signed(p, c->bytes));
		break;
	case CONV_UNSIGNED:
		EMIT(c->fmt, get_unsigned(p, c->bytes));
		break;
	case CONV_FLOAT:
		EMIT(c->fmt, get_float(p, c->bytes));
		break;
	case CONV_CHAR:
		EMIT(c->fmt, *p);
		break;
	case CONV_STRING:
		put_string(c, p);
		break;
	case CONV_ESCAPE:
		put_escape(c, p);
		break;
	case CONV_PRINT:
		one[0] = *p < 0x80 && isprint(*p) ? (char)*p : '.';
		EMIT(c->fmt, one);
		break;
	case CONV_NAME:
		put_name(c, *p);
		break;
	}
}
#pragma clang diagnostic pop

static const unsigned char *
put_unit(const struct unit *u, const unsigned char *p)
{
	const struct conv *c;
	unsigned i;

	for (i = 0; i < u->reps; i++)
		for (c = u->convs; c != NULL; c = c->next) {
			put_conv(c, p, u->trim && i + 1 == u->reps &&
			    c->next == NULL);
			p += c->bytes;
			address += c->bytes;
		}
	return (p);
}

static void
put_block(void)
{
	const uintmax_t start = address;
	const unsigned char *p;
	const struct format *f;
	const struct unit *u;
	unsigned begun = inside, left = inside;

	for (f = formats; f != NULL; f = f->next) {
		p = window;
		address = start;
		inside = begun;
		for (u = f->units; u != NULL; u = u->next)
			if (!u->final)
				p = put_unit(u, p);
		if (inside != begun)
			left = inside;
		else if (begun > 0)
			left = begun > blocksize ? begun -
			    (unsigned)blocksize : 0;
	}
	inside = left;
	address = start + blocksize;
}

/*
 * The units with %_A, once.
 */
static void
put_final(void)
{
	const struct format *f;
	const struct unit *u;

	if (address == 0 && !odmode)
		return;
	for (f = formats; f != NULL; f = f->next)
		for (u = f->units; u != NULL; u = u->next)
			if (u->final) {
				(void)put_unit(u, window);
				return;
			}
}

static void
prepare(void)
{
	const struct format *f;
	const struct unit *u;
	const struct conv *c;

	for (f = formats; f != NULL; f = f->next)
		for (u = f->units; u != NULL; u = u->next)
			for (c = u->convs; c != NULL; c = c->next)
				if (c->kind == CONV_ESCAPE)
					look = LOOK;
	if ((window = calloc(1, blocksize + LOOK)) == NULL)
		err(1, NULL);
	unread = limit;
}

int
display(char **files)
{
	bool have_last = false, starred = false;
	unsigned char *last;
	size_t n;

	names = files;
	prepare();
	input_skip();
	if ((last = malloc(blocksize)) == NULL)
		err(1, NULL);
	for (;;) {
		filled += input_read(window + filled,
		    blocksize + look - filled);
		if (filled == 0)
			break;
		n = filled < blocksize ? filled : blocksize;
		(void)memset(window + filled, 0, blocksize + LOOK - filled);
		if (!verbose && have_last && n == blocksize &&
		    memcmp(window, last, n) == 0) {
			if (!starred)
				(void)fputs("*\n", stdout);
			starred = true;
			address += n;
		} else {
			if (n < blocksize)
				end = address + n;
			starred = false;
			(void)memcpy(last, window, n);
			have_last = n == blocksize;
			put_block();
		}
		if (ferror(stdout))
			err(1, "stdout");
		filled -= n;
		(void)memmove(window, window + n, filled);
	}
	if (end != UINTMAX_MAX)
		address = end;
	end = UINTMAX_MAX;
	put_final();
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}
