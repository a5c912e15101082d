/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sort: keys and the order of lines.
 *
 * Lines are compared key by key; equal ones by all their bytes, unless -s or
 * -u says that equal keys make equal lines.  Text is compared by bytes, which
 * for UTF-8 is the order of code points.
 */
#include <ctype.h>
#include <err.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sort.h"

struct how	 global;
int		 separator = -1;
bool		 stable, uniq;

static struct key	*keys;
static size_t		 nkeys;
static uint64_t		 seed;		/* of ORDER_RANDOM */

/*
 * Note an ordering option; start and end say where a b applies.
 */
bool
compare_option(struct how *how, int ch, bool start, bool end)
{

	switch (ch) {
	case 'M':
		how->order = ORDER_MONTH;
		break;
	case 'R':
		how->order = ORDER_RANDOM;
		break;
	case 'V':
		how->order = ORDER_VERSION;
		break;
	case 'b':
		how->blanks |= start;
		how->endblanks |= end;
		break;
	case 'd':
		how->dictionary = true;
		break;
	case 'f':
		how->fold = true;
		break;
	case 'g':
		how->order = ORDER_GENERAL;
		break;
	case 'h':
		how->order = ORDER_HUMAN;
		break;
	case 'i':
		how->printable = true;
		break;
	case 'n':
		how->order = ORDER_NUMBER;
		break;
	case 'r':
		how->reverse = true;
		break;
	default:
		return (false);
	}
	how->any = true;
	return (true);
}

static const char *
read_position(const char *s, const char *whole, size_t *np)
{
	char *end;

	if (!isdigit((unsigned char)*s))
		errx(2, "-k %s: a number is missing", whole);
	*np = strtoull(s, &end, 10);
	return (end);
}

void
compare_add_key(const char *def)
{
	const char *s = def;
	struct key *k;

	keys = reallocarray(keys, nkeys + 1, sizeof(*keys));
	if (keys == NULL)
		err(2, NULL);
	k = &keys[nkeys++];
	(void)memset(k, 0, sizeof(*k));
	s = read_position(s, def, &k->field);
	k->ch = 1;
	if (*s == '.')
		s = read_position(s + 1, def, &k->ch);
	if (k->field == 0 || k->ch == 0)
		errx(2, "-k %s: fields and characters count from 1", def);
	k->field--;
	k->ch--;
	while (*s != '\0' && compare_option(&k->how, *s, true, false))
		s++;
	k->toend = *s != ',';
	if (*s == ',') {
		s = read_position(s + 1, def, &k->endfield);
		if (*s == '.')
			s = read_position(s + 1, def, &k->endch);
		if (k->endfield == 0)
			errx(2, "-k %s: fields and characters count from 1",
			    def);
		/* Up to the end of the field: from the next one's place. */
		if (k->endch != 0)
			k->endfield--;
		while (*s != '\0' && compare_option(&k->how, *s, false, true))
			s++;
	}
	if (*s != '\0')
		errx(2, "-k %s: unknown letter %c", def, *s);
}

/*
 * Keys without ordering options of their own take the global ones.  Without
 * keys the line is the key.
 */
void
compare_prepare(void)
{
	size_t i;

	if (nkeys == 0)
		compare_add_key("1");
	for (i = 0; i < nkeys; i++)
		if (!keys[i].how.any)
			keys[i].how = global;
	if (compare_is_random())
		arc4random_buf(&seed, sizeof(seed));
}

/*
 * Is the order of a key another one each time?
 */
bool
compare_is_random(void)
{
	size_t i;

	for (i = 0; i < nkeys; i++)
		if (keys[i].how.order == ORDER_RANDOM)
			return (true);
	return (false);
}

static const char *
skip_blanks(const char *s, const char *end)
{

	while (s < end && isblank((unsigned char)*s))
		s++;
	return (s);
}

/*
 * Where the field of a number begins.  Without -t a field includes the blanks
 * before it.
 */
static const char *
field_begin(const char *s, const char *end, size_t n)
{
	const char *p;

	for (; n > 0 && s < end; n--) {
		if (separator >= 0) {
			p = memchr(s, separator, (size_t)(end - s));
			s = p != NULL ? p + 1 : end;
			continue;
		}
		s = skip_blanks(s, end);
		while (s < end && !isblank((unsigned char)*s))
			s++;
	}
	return (s);
}

static const char *
add_clipped(const char *s, const char *end, size_t n)
{

	return (n < (size_t)(end - s) ? s + n : end);
}

static void
key_find(const struct key *k, const struct line *l, const char **sp,
    const char **ep)
{
	const char *end = l->s + l->len, *s, *e = end, *next;

	s = field_begin(l->s, end, k->field);
	if (k->how.blanks)
		s = skip_blanks(s, end);
	s = add_clipped(s, end, k->ch);
	if (!k->toend && k->endch != 0) {
		e = field_begin(l->s, end, k->endfield);
		if (k->how.endblanks)
			e = skip_blanks(e, end);
		e = add_clipped(e, end, k->endch);
	} else if (!k->toend && separator >= 0) {
		/* The separator behind the field is no part of it. */
		e = field_begin(l->s, end, k->endfield - 1);
		next = memchr(e, separator, (size_t)(end - e));
		e = next != NULL ? next : end;
	} else if (!k->toend)
		e = field_begin(l->s, end, k->endfield);
	*sp = s;
	*ep = e > s ? e : s;
}

static int
compare_text(const struct how *how, const char *a, const char *aend,
    const char *b, const char *bend)
{
	size_t alen = (size_t)(aend - a), blen = (size_t)(bend - b);
	int c, d;

	if (!how->dictionary && !how->printable && !how->fold) {
		c = memcmp(a, b, alen < blen ? alen : blen);
		return (c != 0 ? c : (alen > blen) - (alen < blen));
	}
	for (;; a++, b++) {
#define	IGNORED(p)							\
	((how->dictionary && !isalnum((unsigned char)*(p)) &&		\
	    !isblank((unsigned char)*(p)) && !(*(p) & 0x80)) ||		\
	    (how->printable && !isprint((unsigned char)*(p)) &&		\
	    !(*(p) & 0x80)))
		while (a < aend && IGNORED(a))
			a++;
		while (b < bend && IGNORED(b))
			b++;
#undef IGNORED
		if (a >= aend || b >= bend)
			return ((a < aend) - (b < bend));
		c = (unsigned char)*a;
		d = (unsigned char)*b;
		if (how->fold) {
			c = toupper(c);
			d = toupper(d);
		}
		if (c != d)
			return (c - d);
	}
}

struct number {
	bool		 negative, zero;
	const char	*whole, *point, *end;	/* digits, of both parts */
	const char	*fraction;
	int		 unit;			/* of -h */
};

static void
number_read(const char *s, const char *end, struct number *n)
{
	static const char units[] = "KMGTPEZYRQ";
	const char *p;

	s = skip_blanks(s, end);
	n->negative = s < end && *s == '-';
	if (n->negative)
		s++;
	while (s < end && *s == '0')
		s++;
	for (n->whole = s; s < end && isdigit((unsigned char)*s);)
		s++;
	n->point = n->fraction = n->end = s;
	if (s < end && *s == '.') {
		for (n->fraction = ++s; s < end && isdigit((unsigned char)*s);)
			s++;
		for (n->end = s; n->end > n->fraction && n->end[-1] == '0';)
			n->end--;
	}
	n->zero = n->whole == n->point && n->fraction == n->end;
	n->unit = 0;
	if (s < end && *s != '\0' &&
	    (p = strchr(units, *s == 'k' ? 'K' : *s)) != NULL)
		n->unit = (int)(p - units) + 1;
}

/*
 * Compare numbers of any length, digit by digit.
 */
static int
compare_number(const char *a, const char *aend, const char *b,
    const char *bend, bool human)
{
	struct number x, y;
	size_t n, m;
	int c;

	number_read(a, aend, &x);
	number_read(b, bend, &y);
	if (x.zero || y.zero) {
		if (x.zero && y.zero)
			return (0);
		return (x.zero ? (y.negative ? 1 : -1) :
		    (x.negative ? -1 : 1));
	}
	if (x.negative != y.negative)
		return (x.negative ? -1 : 1);
	n = (size_t)(x.point - x.whole);
	m = (size_t)(y.point - y.whole);
	if (human && x.unit != y.unit)
		c = x.unit - y.unit;
	else if (n != m)
		c = n > m ? 1 : -1;
	else if ((c = memcmp(x.whole, y.whole, n)) == 0) {
		n = (size_t)(x.end - x.fraction);
		m = (size_t)(y.end - y.fraction);
		c = memcmp(x.fraction, y.fraction, n < m ? n : m);
		if (c == 0)
			c = (n > m) - (n < m);
	}
	return (x.negative ? -c : c);
}

/*
 * The value of a floating-point number, and what kind of thing it is: none
 * comes before NaN, and that before the numbers.
 */
static int
general_read(const char *s, const char *end, double *dp)
{
	char buf[128], *stop;
	size_t n = (size_t)(end - s);

	if (n >= sizeof(buf))
		n = sizeof(buf) - 1;
	(void)memcpy(buf, s, n);
	buf[n] = '\0';
	*dp = strtod(buf, &stop);
	return (stop == buf ? 0 : *dp != *dp ? 1 : 2);
}

static int
compare_general(const char *a, const char *aend, const char *b,
    const char *bend)
{
	double x, y;
	int c;

	c = general_read(a, aend, &x);
	c -= general_read(b, bend, &y);
	return (c != 0 ? c : (x > y) - (x < y));
}

static int
month_read(const char *s, const char *end)
{
	static const char names[] = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
	int i;

	s = skip_blanks(s, end);
	if (end - s >= 3)
		for (i = 0; i < 12; i++)
			if (strncasecmp(s, names + i * 3, 3) == 0)
				return (i + 1);
	return (0);
}

/*
 * Version numbers: runs of digits compare as numbers, the rest as text, where
 * "~" comes before everything, even the end.
 */
static int
compare_version(const char *a, const char *aend, const char *b,
    const char *bend)
{
	const char *x, *y;
	int c, d;

	while (a < aend || b < bend) {
		if (a < aend && b < bend && isdigit((unsigned char)*a) &&
		    isdigit((unsigned char)*b)) {
			while (a < aend && *a == '0')
				a++;
			while (b < bend && *b == '0')
				b++;
			for (x = a; x < aend && isdigit((unsigned char)*x);)
				x++;
			for (y = b; y < bend && isdigit((unsigned char)*y);)
				y++;
			if (x - a != y - b)
				return (x - a > y - b ? 1 : -1);
			if ((c = memcmp(a, b, (size_t)(x - a))) != 0)
				return (c);
			a = x;
			b = y;
			continue;
		}
		c = a < aend ? *a == '~' ? -1 : (unsigned char)*a + 1 : 0;
		d = b < bend ? *b == '~' ? -1 : (unsigned char)*b + 1 : 0;
		if (c != d)
			return (c - d);
		a++;
		b++;
	}
	return (0);
}

/*
 * FNV-1a from a random start, and a mix of its bits: the last bytes of the key
 * would hardly reach the high ones.
 */
static uint64_t
hash(const char *s, const char *end)
{
	uint64_t h = 0xcbf29ce484222325 ^ seed;

	for (; s < end; s++)
		h = (h ^ (unsigned char)*s) * 0x100000001b3;
	h = (h ^ (h >> 32)) * 0x9e3779b97f4a7c15;
	return (h ^ (h >> 29));
}

/*
 * By the hashes of keys, so that equal keys stand together.
 */
static int
compare_random(const char *a, const char *aend, const char *b,
    const char *bend)
{
	static const struct how plain;
	uint64_t x = hash(a, aend), y = hash(b, bend);

	if (x != y)
		return (x > y ? 1 : -1);
	return (compare_text(&plain, a, aend, b, bend));
}

static int
compare_key(const struct key *k, const struct line *l, const struct line *m)
{
	const char *a, *aend, *b, *bend;

	key_find(k, l, &a, &aend);
	key_find(k, m, &b, &bend);
	switch (k->how.order) {
	case ORDER_NUMBER:
	case ORDER_HUMAN:
		return (compare_number(a, aend, b, bend,
		    k->how.order == ORDER_HUMAN));
	case ORDER_GENERAL:
		return (compare_general(a, aend, b, bend));
	case ORDER_MONTH:
		return (month_read(a, aend) - month_read(b, bend));
	case ORDER_VERSION:
		return (compare_version(a, aend, b, bend));
	case ORDER_RANDOM:
		return (compare_random(a, aend, b, bend));
	default:
		return (compare_text(&k->how, a, aend, b, bend));
	}
}

int
compare_lines(const struct line *a, const struct line *b)
{
	static const struct how plain;
	size_t i;
	int c;

	for (i = 0; i < nkeys; i++)
		if ((c = compare_key(&keys[i], a, b)) != 0)
			return (keys[i].how.reverse ? -c : c);
	if (stable || uniq)
		return (0);
	c = compare_text(&plain, a->s, a->s + a->len, b->s, b->s + b->len);
	return (global.reverse ? -c : c);
}
