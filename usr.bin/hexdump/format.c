/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * hexdump: parse format strings.
 *
 * A format string is a list of units, `reps/bytes "format"'.  Each becomes a
 * list of conversions; what stands between them is a conversion of its own
 * that takes no input.  Every conversion gets a format for printf(3), which
 * prints an intmax_t, uintmax_t, double or long double, a character or a
 * string, and a second one of the same width for what lies behind the end.
 *
 * Tests: tests/usr.bin/t_hexdump.sh
 */
#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hexdump.h"

#define	REPS_MAX	65536
#define	BYTES_MAX	65536

struct format	*formats;
size_t		 blocksize;

static void *
allocate(size_t size)
{
	void *p;

	if ((p = calloc(1, size)) == NULL)
		err(1, NULL);
	return (p);
}

static void
bad(const char *format)
{

	errx(1, "%s: bad format", format);
}

static const char *
skip_space(const char *s)
{

	while (isspace((unsigned char)*s))
		s++;
	return (s);
}

static unsigned
read_number(const char **sp, unsigned max, const char *format)
{
	unsigned long n;
	char *end;

	n = strtoul(*sp, &end, 10);
	if (n > max)
		errx(1, "%s: number is too large", format);
	*sp = end;
	return ((unsigned)n);
}

/*
 * Replace the escape sequences of a string in place.
 */
static void
unescape(char *s)
{
	static const char from[] = "abfnrtv", to[] = "\a\b\f\n\r\t\v";
	const char *hit;
	char *out = s;

	for (; *s != '\0'; s++) {
		if (*s == '\\' && s[1] != '\0') {
			s++;
			hit = strchr(from, *s);
			*out++ = hit != NULL ? to[hit - from] : *s;
		} else
			*out++ = *s;
	}
	*out = '\0';
}

/* --- conversions ---------------------------------------------------------- */

static struct conv **
add_text(struct conv **tail, const char *s, size_t len)
{
	struct conv *c;

	if (len == 0)
		return (tail);
	c = *tail = allocate(sizeof(*c));
	c->kind = CONV_TEXT;
	if ((c->fmt = strndup(s, len)) == NULL)
		err(1, NULL);
	return (&c->next);
}

static void
check_bytes(struct conv *c, size_t bytes, size_t standard, const char *valid,
    const char *name)
{
	const char *p;

	c->bytes = bytes != 0 ? bytes : standard;
	for (p = valid; *p != '\0'; p++)
		if ((size_t)(*p - '@') == c->bytes)
			return;
	errx(1, "%%%s: %zu bytes cannot be converted", name, c->bytes);
}

/*
 * Decide what a conversion takes and prints; returns the letters for
 * printf(3).  `*prec' is the precision, or -1, and becomes that if it must not
 * reach printf(3).
 */
static const char *
conv_kind(struct conv *c, const char **sp, size_t bytes, int *prec,
    struct unit *u)
{
	static const char one[] = "A", integers[] = "ABDH", floats[] = "DHP";
	static char letters[4];
	const char *s = *sp;

	letters[0] = *s;
	letters[1] = '\0';
	*sp = s + 1;
	switch (*s) {
	case 'c':
		c->kind = CONV_CHAR;
		check_bytes(c, bytes, 1, one, letters);
		return ("c");
	case 'd': case 'i':
		c->kind = CONV_SIGNED;
		check_bytes(c, bytes, 4, integers, letters);
		return ("jd");
	case 'o': case 'u': case 'X': case 'x':
		c->kind = CONV_UNSIGNED;
		check_bytes(c, bytes, 4, integers, letters);
		letters[1] = *s;
		letters[0] = 'j';
		letters[2] = '\0';
		return (letters);
	case 'E': case 'e': case 'f': case 'G': case 'g':
		c->kind = CONV_FLOAT;
		check_bytes(c, bytes, 8, floats, letters);
		letters[0] = 'L';
		letters[1] = *s;
		letters[2] = '\0';
		return (letters);
	case 's':
		c->kind = CONV_STRING;
		if (bytes == 0 && *prec < 0)
			errx(1, "%%s needs a precision or a byte count");
		c->bytes = bytes != 0 ? bytes : (size_t)*prec;
		return ("s");
	case '_':
		break;
	default:
		errx(1, "%%%c: unknown conversion", *s);
	}
	s++;
	*sp = s + 1;
	switch (*s) {
	case 'A':
		u->final = true;
		/* FALLTHROUGH */
	case 'a':
		c->kind = CONV_ADDRESS;
		if (*++s == '\0' || strchr("dox", *s) == NULL)
			errx(1, "%%_%c%s: not one of d, o and x", s[-1], s);
		*sp = s + 1;
		letters[0] = 'j';
		letters[1] = *s == 'd' ? 'u' : *s;
		letters[2] = '\0';
		return (letters);
	case 'c':
		c->kind = CONV_ESCAPE;
		break;
	case 'p':
		c->kind = CONV_PRINT;
		break;
	case 'u':
		c->kind = CONV_NAME;
		break;
	default:
		errx(1, "%%_%s: unknown conversion", s);
	}
	check_bytes(c, bytes, 1, one, letters);
	*prec = -1;
	return ("s");
}

/*
 * The conversion behind a % at *sp.
 */
static struct conv *
add_conv(const char **sp, size_t bytes, struct unit *u, const char *format)
{
	const char *s = *sp, *flags = s, *width, *kind;
	struct conv *c = allocate(sizeof(*c));
	size_t nflags, nwidth, i;
	int prec = -1;
	char left[2] = "";

	nflags = strspn(s, "#-+ 0");
	width = s += nflags;
	nwidth = strspn(s, "0123456789");
	s += nwidth;
	if (*s == '.') {
		s++;
		prec = (int)read_number(&s, BYTES_MAX, format);
	}
	kind = conv_kind(c, &s, bytes, &prec, u);
	if (prec >= 0 ? asprintf(&c->fmt, "%%%.*s%.*s.%d%s", (int)nflags, flags,
	    (int)nwidth, width, prec, kind) < 0 :
	    asprintf(&c->fmt, "%%%.*s%.*s%s", (int)nflags, flags, (int)nwidth,
	    width, kind) < 0)
		err(1, NULL);
	/* Strings and characters know no other flag. */
	for (i = 0; i < nflags; i++)
		if (flags[i] == '-')
			left[0] = '-';
	if (asprintf(&c->pad, "%%%s%.*ss", left, (int)nwidth, width) < 0)
		err(1, NULL);
	if (*kind == 's' || *kind == 'c') {
		free(c->fmt);
		if (prec < 0 || *kind == 'c' ? asprintf(&c->fmt, "%%%s%.*s%s",
		    left, (int)nwidth, width, kind) < 0 :
		    asprintf(&c->fmt, "%%%s%.*s.%ds", left, (int)nwidth, width,
		    prec) < 0)
			err(1, NULL);
	}
	*sp = s;
	return (c);
}

static void
parse_convs(struct unit *u, const char *s, size_t bytes, const char *format)
{
	struct conv **tail = &u->convs, *c;
	const char *p;
	int taking = 0;

	for (;;) {
		p = s + strcspn(s, "%");
		tail = add_text(tail, s, (size_t)(p - s));
		if (*p == '\0')
			break;
		s = p + 1;
		if (*s == '%') {
			tail = add_text(tail, s++, 1);
			continue;
		}
		c = *tail = add_conv(&s, bytes, u, format);
		tail = &c->next;
		u->bytes += c->bytes;
		taking += c->bytes > 0;
		if (bytes != 0 && taking > 1)
			errx(1, "%s: byte count with several conversions",
			    format);
	}
	/* A count without a conversion that takes input passes it over. */
	if (taking == 0 && bytes != 0 && !u->final) {
		c = *tail = allocate(sizeof(*c));
		c->kind = CONV_TEXT;
		c->bytes = u->bytes = bytes;
		if ((c->fmt = strdup("")) == NULL)
			err(1, NULL);
	}
}

/* --- formats -------------------------------------------------------------- */

/*
 * Parse one unit; what follows it is returned.
 */
static const char *
parse_unit(struct unit *u, const char *s, const char *format)
{
	size_t bytes = 0;
	const char *end;
	char *text;

	u->reps = 1;
	if (isdigit((unsigned char)*s)) {
		u->reps = read_number(&s, REPS_MAX, format);
		u->fixed = true;
		if (!isspace((unsigned char)*s) && *s != '/')
			bad(format);
		s = skip_space(s);
	}
	if (*s == '/')
		s = skip_space(s + 1);
	if (isdigit((unsigned char)*s)) {
		bytes = read_number(&s, BYTES_MAX, format);
		if (!isspace((unsigned char)*s))
			bad(format);
		s = skip_space(s);
	}
	if (*s != '"')
		bad(format);
	for (end = ++s; *end != '"'; end++) {
		if (*end == '\\' && end[1] != '\0')
			end++;
		if (*end == '\0')
			bad(format);
	}
	if ((text = strndup(s, (size_t)(end - s))) == NULL)
		err(1, NULL);
	unescape(text);
	parse_convs(u, text, bytes, format);
	free(text);
	return (end + 1);
}

void
format_add(const char *text)
{
	struct format **fp, *f;
	struct unit **tail;
	const char *s = text;

	for (fp = &formats; *fp != NULL; fp = &(*fp)->next)
		continue;
	f = *fp = allocate(sizeof(*f));
	for (tail = &f->units; *(s = skip_space(s)) != '\0';
	    tail = &(*tail)->next) {
		*tail = allocate(sizeof(**tail));
		s = parse_unit(*tail, s, text);
		f->bytes += (*tail)->bytes * (*tail)->reps;
	}
	if (f->bytes > blocksize)
		blocksize = f->bytes;
	if (blocksize > BYTES_MAX * 16)
		errx(1, "%s: interprets too much", text);
}

/*
 * Formats from a file: one a line; empty ones and comments count for nothing.
 */
void
format_file(const char *name)
{
	char *line = NULL;
	size_t room = 0;
	const char *s;
	ssize_t n;
	FILE *fp;

	if ((fp = fopen(name, "r")) == NULL)
		err(1, "%s", name);
	while ((n = getline(&line, &room, fp)) > 0) {
		if (line[n - 1] == '\n')
			line[n - 1] = '\0';
		s = skip_space(line);
		if (*s != '\0' && *s != '#')
			format_add(s);
	}
	if (ferror(fp))
		err(1, "%s", name);
	free(line);
	(void)fclose(fp);
}

/*
 * All formats are there, and with them the size of a block.  Last units
 * without a count repeat to its end.
 */
void
format_finish(void)
{
	struct format *f;
	struct unit *u;
	struct conv *c;
	size_t len;

	if (blocksize == 0)
		errx(1, "no format interprets input");
	for (f = formats; f != NULL; f = f->next)
		for (u = f->units; u != NULL; u = u->next) {
			if (u->next == NULL && !u->fixed && u->bytes != 0)
				u->reps += (unsigned)((blocksize - f->bytes) /
				    u->bytes);
			for (c = u->convs; c != NULL && c->next != NULL;)
				c = c->next;
			len = c != NULL ? strlen(c->fmt) : 0;
			u->trim = u->reps > 1 && len > 0 &&
			    c->kind == CONV_TEXT &&
			    isspace((unsigned char)c->fmt[len - 1]);
		}
}
