/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * join: pair the lines of two sorted files that have the same field.
 *
 * Of the second file all lines with the current field are kept, because every
 * line of the first with it is paired with each of them.
 */
#include <ctype.h>
#include <err.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct field {
	const char	*s;
	size_t		 len;
};

struct line {
	char		*s;
	size_t		 room;
	struct field	*fields;
	size_t		 nfields, fieldroom;
};

struct input {
	const char	*name;
	FILE		*fp;
	struct line	 next;		/* not yet used */
	bool		 over;
	size_t		 key;		/* the field compared, from 0 */
	bool		 unpaired;	/* -a, -v */
};

/* What -o wants: a field of a file, or with file 0 the one compared. */
struct output {
	int		 file;
	size_t		 field;
};

static struct input	 in[2];
static int		 separator = -1;
static const char	*empty = "";
static bool		 paired = true;	/* no -v */
static bool		 iflag;
static struct output	*outputs;
static size_t		 noutputs;

static void	add_outputs(const char *);
static void	join(void);
static void	usage(void) __dead2;

static size_t
number(const char *option, const char *s, size_t low, size_t high)
{
	const char *errstr;
	size_t n;

	n = (size_t)strtonum(s, (long long)low, (long long)high, &errstr);
	if (errstr != NULL)
		errx(1, "%s %s: %s", option, s, errstr);
	return (n);
}

static void
options(int argc, char *argv[])
{
	size_t n;
	int ch;

	while ((ch = getopt(argc, argv, "1:2:a:e:ij:o:t:v:")) != -1) {
		switch (ch) {
		case '1':
		case '2':
			in[ch - '1'].key = number(ch == '1' ? "-1" : "-2",
			    optarg, 1, INT_MAX) - 1;
			break;
		case 'a':
		case 'v':
			n = number(ch == 'a' ? "-a" : "-v", optarg, 1, 2);
			in[n - 1].unpaired = true;
			if (ch == 'v')
				paired = false;
			break;
		case 'e':
			empty = optarg;
			break;
		case 'i':
			iflag = true;
			break;
		case 'j':
			in[0].key = in[1].key = number("-j", optarg, 1,
			    INT_MAX) - 1;
			break;
		case 'o':
			add_outputs(optarg);
			break;
		case 't':
			if (optarg[0] == '\0' || optarg[1] != '\0')
				errx(1, "-t %s: not one character", optarg);
			separator = (unsigned char)*optarg;
			break;
		default:
			usage();
		}
	}
}

int
main(int argc, char *argv[])
{
	int i;

	options(argc, argv);
	argc -= optind;
	argv += optind;
	if (argc != 2)
		usage();
	for (i = 0; i < 2; i++) {
		in[i].name = argv[i];
		in[i].fp = strcmp(argv[i], "-") == 0 ? stdin :
		    fopen(argv[i], "r");
		if (in[i].fp == NULL)
			err(1, "%s", argv[i]);
	}
	if (in[0].fp == in[1].fp)
		errx(1, "only one file can be the standard input");
	join();
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (0);
}

/*
 * Read a list of file.field and 0, with commas or blanks between them.
 */
static void
add_outputs(const char *list)
{
	struct output *o;
	const char *s = list;
	char *end;

	while (*s != '\0') {
		outputs = reallocarray(outputs, noutputs + 1,
		    sizeof(*outputs));
		if (outputs == NULL)
			err(1, NULL);
		o = &outputs[noutputs++];
		o->file = *s - '0';
		o->field = 0;
		end = NULL;
		if (*s == '0')
			s++;
		else if ((*s == '1' || *s == '2') && s[1] == '.' &&
		    isdigit((unsigned char)s[2])) {
			o->field = strtoul(s + 2, &end, 10);
			s = end;
		}
		if ((end == NULL && o->file != 0) ||
		    (end != NULL && o->field-- == 0) || (*s != '\0' &&
		    *s != ',' && !isblank((unsigned char)*s)))
			errx(1, "-o %s: not a list of fields", list);
		s += *s != '\0';
	}
}

/* --- lines ---------------------------------------------------------------- */

static void
add_field(struct line *l, const char *s, size_t len)
{

	if (l->nfields == l->fieldroom) {
		l->fieldroom = l->fieldroom * 2 + 8;
		l->fields = reallocarray(l->fields, l->fieldroom,
		    sizeof(*l->fields));
		if (l->fields == NULL)
			err(1, NULL);
	}
	l->fields[l->nfields].s = s;
	l->fields[l->nfields++].len = len;
}

static void
split(struct line *l, size_t len)
{
	const char *s = l->s, *end = s + len, *p;

	l->nfields = 0;
	if (separator >= 0) {
		while ((p = memchr(s, separator, (size_t)(end - s))) != NULL) {
			add_field(l, s, (size_t)(p - s));
			s = p + 1;
		}
		add_field(l, s, (size_t)(end - s));
		return;
	}
	for (;;) {
		while (s < end && isblank((unsigned char)*s))
			s++;
		if (s == end)
			return;
		for (p = s; p < end && !isblank((unsigned char)*p); p++)
			continue;
		add_field(l, s, (size_t)(p - s));
		s = p;
	}
}

static void
input_next(struct input *i)
{
	ssize_t n;

	if ((n = getline(&i->next.s, &i->next.room, i->fp)) < 0) {
		if (ferror(i->fp))
			err(1, "%s", i->name);
		i->over = true;
		return;
	}
	if (n > 0 && i->next.s[n - 1] == '\n')
		n--;
	split(&i->next, (size_t)n);
}

/*
 * A field of a line; one that is not there is empty.
 */
static struct field
field_of(const struct line *l, size_t n)
{
	static const struct field none = { "", 0 };

	return (n < l->nfields ? l->fields[n] : none);
}

static int
compare(const struct line *a, const struct line *b)
{
	struct field f = field_of(a, in[0].key), g = field_of(b, in[1].key);
	size_t i, n = f.len < g.len ? f.len : g.len;
	int c, d;

	for (i = 0; i < n; i++) {
		c = (unsigned char)f.s[i];
		d = (unsigned char)g.s[i];
		if (iflag) {
			c = tolower(c);
			d = tolower(d);
		}
		if (c != d)
			return (c - d);
	}
	return ((f.len > g.len) - (f.len < g.len));
}

/* --- output --------------------------------------------------------------- */

static void
put(struct field f, bool *any)
{

	if (*any)
		(void)putchar(separator >= 0 ? separator : ' ');
	*any = true;
	if (f.len > 0)
		(void)fwrite(f.s, 1, f.len, stdout);
	else
		(void)fputs(empty, stdout);
}

static void
put_rest(const struct line *l, size_t key, bool *any)
{
	size_t i;

	for (i = 0; i < l->nfields; i++)
		if (i != key)
			put(l->fields[i], any);
}

/*
 * Write a pair; one of them may be NULL.
 */
static void
put_pair(const struct line *a, const struct line *b)
{
	static const struct line none;
	const struct output *o;
	struct field key;
	bool any = false;
	size_t i;

	key = a != NULL ? field_of(a, in[0].key) : field_of(b, in[1].key);
	a = a != NULL ? a : &none;
	b = b != NULL ? b : &none;
	if (noutputs == 0) {
		put(key, &any);
		put_rest(a, in[0].key, &any);
		put_rest(b, in[1].key, &any);
	}
	for (i = 0; i < noutputs; i++) {
		o = &outputs[i];
		put(o->file == 0 ? key : field_of(o->file == 1 ? a : b,
		    o->field), &any);
	}
	if (putchar('\n') == EOF)
		err(1, "stdout");
}

/*
 * Take all lines of the second file that go with this one; returns how many.
 */
static size_t
collect(const struct line *a, struct line **groupp, size_t *room)
{
	struct line swap;
	size_t n = 0;

	while (!in[1].over && compare(a, &in[1].next) == 0) {
		if (n == *room) {
			*groupp = reallocarray(*groupp, n * 2 + 8,
			    sizeof(**groupp));
			if (*groupp == NULL)
				err(1, NULL);
			*room = n * 2 + 8;
			(void)memset(*groupp + n, 0,
			    (*room - n) * sizeof(**groupp));
		}
		swap = (*groupp)[n];
		(*groupp)[n++] = in[1].next;
		in[1].next = swap;
		input_next(&in[1]);
	}
	return (n);
}

static void
join(void)
{
	struct line *group = NULL;
	size_t i, n, room = 0;
	int c;

	input_next(&in[0]);
	input_next(&in[1]);
	while (!in[0].over || !in[1].over) {
		c = in[0].over ? 1 : in[1].over ? -1 :
		    compare(&in[0].next, &in[1].next);
		if (c != 0) {
			if (c < 0 && in[0].unpaired)
				put_pair(&in[0].next, NULL);
			else if (c > 0 && in[1].unpaired)
				put_pair(NULL, &in[1].next);
			input_next(&in[c > 0]);
			continue;
		}
		n = collect(&in[0].next, &group, &room);
		do {
			for (i = 0; paired && i < n; i++)
				put_pair(&in[0].next, &group[i]);
			input_next(&in[0]);
		} while (!in[0].over && compare(&in[0].next, &group[0]) == 0);
	}
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: join [-i] [-a number | -v number] "
	    "[-e string] [-o list] [-t char]\n"
	    "            [-1 field] [-2 field] [-j field] file1 file2\n");
	exit(1);
}
