/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * tr: translate, squeeze or delete characters.
 *
 * Characters are bytes.  A string is expanded to the list of its characters
 * (a repetition [x*] without a number fills the second to the length of the
 * first), from which tables of 256 entries are made; the copy is one look-up a
 * byte.
 */
#include <ctype.h>
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define	NCHARS	256
#define	MAXLIST	65536

struct list {
	unsigned char	c[MAXLIST];
	size_t		n;
	size_t		fill;		/* where [x*] stands, or MAXLIST */
	unsigned char	fillchar;
	bool		classes;	/* has [:class:] or [=c=] */
	bool		upper, lower;	/* ... of these two */
};

static const struct {
	const char	*name;
	int		(*is)(int);
} classes[] = {
	{ "alnum", isalnum }, { "alpha", isalpha }, { "blank", isblank },
	{ "cntrl", iscntrl }, { "digit", isdigit }, { "graph", isgraph },
	{ "lower", islower }, { "print", isprint }, { "punct", ispunct },
	{ "space", isspace }, { "upper", isupper }, { "xdigit", isxdigit },
};

static struct list	list1, list2;
static unsigned char	map[NCHARS];
static bool		delete[NCHARS], squeeze[NCHARS];

static void	complement(struct list *);
static void	expand(struct list *, const char *, bool);
static void	translate(void);
static void	usage(void) __dead2;

static void
mark(bool *set, const struct list *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		set[l->c[i]] = true;
}

static void
copy(void)
{
	int c, last = -1;

	while ((c = getchar()) != EOF) {
		if (delete[c])
			continue;
		c = map[c];
		if (squeeze[c] && c == last)
			continue;
		last = c;
		if (putchar(c) == EOF)
			err(1, "stdout");
	}
	if (ferror(stdin))
		err(1, "stdin");
	if (fclose(stdout) != 0)
		err(1, "stdout");
}

int
main(int argc, char *argv[])
{
	bool cflag = false, dflag = false, sflag = false;
	int ch, i;

	while ((ch = getopt(argc, argv, "Ccdsu")) != -1) {
		switch (ch) {
		case 'C':
		case 'c':
			cflag = true;
			break;
		case 'd':
			dflag = true;
			break;
		case 's':
			sflag = true;
			break;
		case 'u':
			(void)setvbuf(stdout, NULL, _IONBF, 0);
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	if (argc < 1 || argc > 2 || (dflag ? argc != (sflag ? 2 : 1) :
	    argc == 1 && !sflag))
		usage();
	for (i = 0; i < NCHARS; i++)
		map[i] = (unsigned char)i;
	expand(&list1, argv[0], false);
	if (cflag)
		complement(&list1);
	if (argc == 2)
		expand(&list2, argv[1], true);
	if (dflag)
		mark(delete, &list1);
	else if (argc == 2)
		translate();
	if (sflag)
		mark(squeeze, argc == 2 ? &list2 : &list1);
	copy();
	return (0);
}

static void
append(struct list *l, int c)
{

	if (l->n == MAXLIST)
		errx(1, "string is too long");
	l->c[l->n++] = (unsigned char)c;
}

/*
 * One character, with a backslash sequence decoded.
 */
static int
character(const char **sp)
{
	const char *s = *sp;
	int c = (unsigned char)*s++, i;

	if (c == '\\' && *s != '\0') {
		c = (unsigned char)*s++;
		switch (c) {
		case 'a':
			c = '\a';
			break;
		case 'b':
			c = '\b';
			break;
		case 'f':
			c = '\f';
			break;
		case 'n':
			c = '\n';
			break;
		case 'r':
			c = '\r';
			break;
		case 't':
			c = '\t';
			break;
		case 'v':
			c = '\v';
			break;
		default:
			if (c < '0' || c > '7')
				break;
			c -= '0';
			for (i = 0; i < 2 && *s >= '0' && *s <= '7'; i++)
				c = c * 8 + *s++ - '0';
			c &= 0xff;
			break;
		}
	}
	*sp = s;
	return (c);
}

/*
 * [:class:], [=c=] or [c*n] at s; false when it is none of them.
 */
static bool
bracket(struct list *l, const char **sp, bool second)
{
	const char *s = *sp + 1, *end;
	size_t i, len;
	long n;
	char *p;
	int c;

	if (*s == ':' && (end = strstr(s + 1, ":]")) != NULL) {
		len = (size_t)(end - s - 1);
		for (i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
			if (strlen(classes[i].name) == len &&
			    strncmp(classes[i].name, s + 1, len) == 0)
				break;
		if (i == sizeof(classes) / sizeof(classes[0]))
			errx(1, "unknown class %.*s", (int)len, s + 1);
		for (c = 0; c < NCHARS; c++)
			if (classes[i].is(c))
				append(l, c);
		l->classes = true;
		l->upper |= classes[i].is == isupper;
		l->lower |= classes[i].is == islower;
		*sp = end + 2;
		return (true);
	}
	if (*s == '=' && s[1] != '\0') {
		end = s + 1;
		c = character(&end);
		if (strncmp(end, "=]", 2) == 0) {
			append(l, c);
			l->classes = true;
			*sp = end + 2;
			return (true);
		}
	}
	if (*s == '\0')
		return (false);
	c = character(&s);
	if (*s != '*')
		return (false);
	n = strtol(s + 1, &p, s[1] == '0' ? 8 : 10);
	if (*p != ']' || n < 0)
		return (false);
	if (!second)
		errx(1, "[%c*] may stand in the second string only", c);
	*sp = p + 1;
	if (n == 0) {
		if (l->fill != MAXLIST)
			errx(1, "only one [x*] without a number");
		l->fill = l->n;
		l->fillchar = (unsigned char)c;
	} else
		while (n-- > 0)
			append(l, c);
	return (true);
}

static void
expand(struct list *l, const char *s, bool second)
{
	const char *next;
	int c, high;

	l->fill = MAXLIST;
	while (*s != '\0') {
		if (*s == '[' && bracket(l, &s, second))
			continue;
		c = character(&s);
		if (*s == '-' && s[1] != '\0') {
			next = s + 1;
			high = character(&next);
			if (high < c)
				errx(1, "range %c-%c is reversed", c, high);
			for (; c <= high; c++)
				append(l, c);
			s = next;
			continue;
		}
		append(l, c);
	}
}

static void
complement(struct list *l)
{
	bool in[NCHARS] = { false };
	int c;

	mark(in, l);
	l->n = 0;
	for (c = 0; c < NCHARS; c++)
		if (!in[c])
			append(l, c);
	l->upper = l->lower = false;
}

/*
 * Fill the second list and make the map.  A pair of [:upper:] and [:lower:]
 * converts case, whatever the order of characters is.
 */
static void
translate(void)
{
	size_t i, more;
	int c;

	if ((list1.upper && list2.lower) || (list1.lower && list2.upper)) {
		for (c = 0; c < NCHARS; c++)
			if (list1.upper ? isupper(c) : islower(c))
				map[c] = (unsigned char)(list1.upper ?
				    tolower(c) : toupper(c));
		if (list1.n == list2.n && list1.classes && list1.n == 26)
			return;
	}
	if (list2.fill != MAXLIST && list2.n < list1.n) {
		more = list1.n - list2.n;
		memmove(list2.c + list2.fill + more, list2.c + list2.fill,
		    list2.n - list2.fill);
		memset(list2.c + list2.fill, list2.fillchar, more);
		list2.n += more;
	}
	if (list2.n == 0)
		errx(1, "the second string is empty");
	while (list2.n < list1.n)
		append(&list2, list2.c[list2.n - 1]);
	/* The first of several mappings of a character counts. */
	for (i = list1.n; i-- > 0; )
		map[list1.c[i]] = list2.c[i];
}

static void
usage(void)
{

	(void)fprintf(stderr,
	    "usage: tr [-Ccsu] string1 string2\n"
	    "       tr [-Ccu] -d string1\n"
	    "       tr [-Ccu] -s string1\n"
	    "       tr [-Ccu] -ds string1 string2\n");
	exit(1);
}
