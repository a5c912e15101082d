/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The scanner behind every scanf.
 *
 * Input is taken a character at a time from the stream and at most one
 * character is pushed back, as the standard demands: an item is the longest
 * input that could begin a match, and if it is no match itself ("1e+x" for %f)
 * the conversion fails.  In wide mode, which wprintf.c uses, the stream holds
 * UTF-8 and field widths count characters.
 * Tests: tests/lib/libc/stdio/t_scanf.c
 */

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>
#include "stdio_impl.h"

enum length { LEN_NONE, LEN_HH, LEN_H, LEN_L, LEN_LD };

#define	ARGS_MAX	NL_ARGMAX

/* What a conversion came to. */
enum result { SCAN_OK, SCAN_NOMATCH, SCAN_INPUT };

struct spec {
	int		argno;
	int		width;		/* 0: none given */
	bool		suppress;	/* %* */
	bool		allocate;	/* %m */
	enum length	len;
	char		conv;
	const char	*set;		/* %[: behind the bracket and ^ */
	const char	*setend;
	bool		invert;
};

struct input {
	FILE		*f;
	size_t		count;		/* characters taken */
	bool		wide;
	bool		table;
	va_list		ap;
	void		*args[ARGS_MAX];
};

/* One multibyte character, or byte; its length, 0 at the end of input. */
struct mbchar {
	char	bytes[MB_LEN_MAX];
	int	len;
	wint_t	wc;
};

static int
take(struct input *in)
{
	int c = sf_getc(in->f);

	if (c != EOF)
		in->count++;
	return (c);
}

static void
put_back(struct input *in, int c)
{
	if (c != EOF) {
		(void)sf_unget(in->f, c);
		in->count--;
	}
}

/* -1 for a byte sequence that is no character. */
static int
take_char(struct input *in, struct mbchar *mc)
{
	mbstate_t st;
	wchar_t wc;
	size_t n;
	int c;

	mc->len = 0;
	if ((c = take(in)) == EOF)
		return (0);
	mc->bytes[mc->len++] = (char)c;
	mc->wc = (wint_t)c;
	if (!in->wide || c < 0x80)
		return (1);
	for (;;) {
		memset(&st, 0, sizeof(st));
		n = mbrtowc(&wc, mc->bytes, (size_t)mc->len, &st);
		if (n != (size_t)-2)
			break;
		if ((c = sf_getc(in->f)) == EOF) {
			errno = EILSEQ;
			return (-1);
		}
		mc->bytes[mc->len++] = (char)c;
	}
	if (n == (size_t)-1)
		return (-1);
	mc->wc = (wint_t)wc;
	return (1);
}

static void
put_back_char(struct input *in, const struct mbchar *mc)
{
	int i;

	for (i = mc->len; i-- > 0; )
		(void)sf_unget(in->f, (unsigned char)mc->bytes[i]);
	in->count--;
}

static void
skip_space(struct input *in)
{
	int c;

	while ((c = take(in)) != EOF && isspace(c))
		continue;
	put_back(in, c);
}

/* --- The format --------------------------------------------------------- */

static enum length
parse_length(const char **pp)
{
	const char *p = (*pp)++;

	switch (*p) {
	case 'h':
		if (p[1] != 'h')
			return (LEN_H);
		(*pp)++;
		return (LEN_HH);
	case 'l':
		if (p[1] == 'l')
			(*pp)++;
		return (LEN_L);
	case 'j':
	case 'q':
	case 't':
	case 'z':
		return (LEN_L);
	case 'L':
		return (LEN_LD);
	default:
		*pp = p;
		return (LEN_NONE);
	}
}

/* The set behind "%["; returns what follows it, or NULL. */
static const char *
parse_set(const char *p, struct spec *sp)
{
	if (*p == '^') {
		sp->invert = true;
		p++;
	}
	sp->set = p;
	if (*p == ']')
		p++;
	while (*p != ']') {
		if (*p++ == '\0')
			return (NULL);
	}
	sp->setend = p;
	return (p + 1);
}

static const char *
parse_spec(const char *p, struct spec *sp)
{
	const char *q;
	long n;

	memset(sp, 0, sizeof(*sp));
	if (*p == '*') {
		sp->suppress = true;
		p++;
	}
	if (isdigit((unsigned char)*p)) {
		n = strtol(p, __DECONST(char **, &q), 10);
		if (*q == '$' && n >= 1 && n <= ARGS_MAX) {
			sp->argno = (int)n;
			p = q + 1;
			if (*p == '*') {
				sp->suppress = true;
				p++;
			}
			n = isdigit((unsigned char)*p) ?
			    strtol(p, __DECONST(char **, &q), 10) : 0;
			if (n != 0)
				p = q;
		} else
			p = q;
		sp->width = n > INT_MAX ? INT_MAX : (int)n;
	}
	if (*p == 'm') {
		sp->allocate = true;
		p++;
	}
	sp->len = parse_length(&p);
	sp->conv = *p;
	switch (*p) {
	case '\0':
		return (NULL);
	case '[':
		return (parse_set(p + 1, sp));
	case 'C':
	case 'S':
		sp->conv = *p == 'C' ? 'c' : 's';
		sp->len = LEN_L;
		break;
	case 'E': case 'F': case 'G': case 'X': case 'A':
		sp->conv = (char)(*p | 0x20);
		break;
	default:
		break;
	}
	return (p + 1);
}

/* All arguments are pointers, so a table is easily made. */
static void
fill_table(struct input *in, const char *fmt)
{
	struct spec sp;
	int i, max = 0;

	if (strchr(fmt, '$') == NULL)
		return;
	while ((fmt = strchr(fmt, '%')) != NULL) {
		if ((fmt = parse_spec(fmt + 1, &sp)) == NULL)
			break;
		if (sp.argno > max)
			max = sp.argno;
	}
	for (i = 0; i < max; i++)
		in->args[i] = va_arg(in->ap, void *);
	in->table = max > 0;
}

static void *
next_arg(struct input *in, const struct spec *sp)
{
	if (sp->suppress)
		return (NULL);
	if (in->table && sp->argno > 0)
		return (in->args[sp->argno - 1]);
	return (va_arg(in->ap, void *));
}

/* --- Numbers ------------------------------------------------------------ */

static void
store_integer(const struct spec *sp, void *arg, uintmax_t u)
{
	if (arg == NULL)
		return;
	switch (sp->len) {
	case LEN_HH:
		*(unsigned char *)arg = (unsigned char)u;
		break;
	case LEN_H:
		*(unsigned short *)arg = (unsigned short)u;
		break;
	case LEN_NONE:
		*(unsigned int *)arg = (unsigned int)u;
		break;
	case LEN_L:
	case LEN_LD:
		*(unsigned long *)arg = u;
		break;
	}
}

static int
digit_value(int c)
{
	if (c >= '0' && c <= '9')
		return (c - '0');
	if (c >= 'a' && c <= 'z')
		return (c - 'a' + 10);
	if (c >= 'A' && c <= 'Z')
		return (c - 'A' + 10);
	return (99);
}

/*
 * An integer in base (0: as its prefix says).  Too great a one becomes the
 * greatest of its kind.
 */
static enum result
scan_integer(struct input *in, const struct spec *sp, int base, bool is_signed,
    void *arg)
{
	int c, left = sp->width > 0 ? sp->width : INT_MAX;
	bool negative = false, any = false, over = false;
	uintmax_t u = 0;

	c = take(in);
	if (c == EOF)
		return (SCAN_INPUT);
	if (c == '+' || c == '-') {
		negative = c == '-';
		c = --left > 0 ? take(in) : EOF;
		if (left == 0)
			return (SCAN_NOMATCH);
	}
	if (c == '0' && (base == 0 || base == 16 || base == 2)) {
		any = true;
		c = --left > 0 ? take(in) : EOF;
		if (left > 0 && (c | 0x20) == 'x' && base != 2) {
			base = 16;
			any = false;
			c = --left > 0 ? take(in) : EOF;
		} else if (left > 0 && (c | 0x20) == 'b' && base != 16) {
			base = 2;
			any = false;
			c = --left > 0 ? take(in) : EOF;
		} else if (base == 0)
			base = 8;
	} else if (base == 0)
		base = 10;
	while (left > 0 && c != EOF && digit_value(c) < base) {
		any = true;
		over |= __builtin_mul_overflow(u, (uintmax_t)base, &u);
		over |= __builtin_add_overflow(u, (uintmax_t)digit_value(c),
		    &u);
		c = --left > 0 ? take(in) : EOF;
	}
	if (left > 0)
		put_back(in, c);
	if (!any)
		return (SCAN_NOMATCH);
	if (is_signed) {
		uintmax_t limit = (uintmax_t)INTMAX_MAX + negative;

		if (over || u > limit) {
			u = limit;
			errno = ERANGE;
		}
	} else if (over) {
		u = UINTMAX_MAX;
		errno = ERANGE;
		negative = false;
	}
	store_integer(sp, arg, negative ? -u : u);
	return (SCAN_OK);
}

/* The characters of a floating-point item, gathered for strtold(). */
struct fpitem {
	char	*buf;
	size_t	len;
	size_t	size;
	char	small[128];
};

static bool
item_add(struct fpitem *it, int c)
{
	char *bigger;

	if (it->len + 1 >= it->size) {
		bigger = realloc(it->buf == it->small ? NULL : it->buf,
		    it->size * 2);
		if (bigger == NULL)
			return (false);
		if (it->buf == it->small)
			memcpy(bigger, it->small, it->len);
		it->buf = bigger;
		it->size *= 2;
	}
	it->buf[it->len++] = (char)c;
	it->buf[it->len] = '\0';
	return (true);
}

/* The next character of the item, within its width. */
static int
item_next(struct input *in, struct fpitem *it, int c, int *leftp)
{
	if (!item_add(it, c))
		return (EOF);
	if (--*leftp <= 0)
		return (EOF);
	return (take(in));
}

/* A word such as "infinity"; how much of it was there. */
static size_t
item_word(struct input *in, struct fpitem *it, int *cp, int *leftp,
    const char *word)
{
	size_t n;

	for (n = 0; word[n] != '\0' && *cp != EOF && tolower(*cp) == word[n];
	    n++)
		*cp = item_next(in, it, *cp, leftp);
	return (n);
}

/* nan, nan(...), inf, infinity; false if the item is cut short. */
static bool
item_special(struct input *in, struct fpitem *it, int *cp, int *leftp)
{
	size_t n;

	if (tolower(*cp) == 'n') {
		if (item_word(in, it, cp, leftp, "nan") != 3)
			return (false);
		if (*cp != '(')
			return (true);
		do {
			*cp = item_next(in, it, *cp, leftp);
		} while (*cp != EOF && (isalnum(*cp) || *cp == '_'));
		if (*cp != ')')
			return (false);
		*cp = item_next(in, it, *cp, leftp);
		return (true);
	}
	n = item_word(in, it, cp, leftp, "infinity");
	return (n == 3 || n == 8);
}

/* Digits, a point, an exponent; false if it is no number. */
static bool
item_number(struct input *in, struct fpitem *it, int *cp, int *leftp)
{
	bool any = false, point = false, hex = false;

	if (*cp == '0') {
		any = true;
		*cp = item_next(in, it, *cp, leftp);
		if (*cp != EOF && (*cp | 0x20) == 'x') {
			hex = true;
			any = false;
			*cp = item_next(in, it, *cp, leftp);
		}
	}
	while (*cp != EOF && ((hex ? isxdigit(*cp) : isdigit(*cp)) ||
	    (*cp == '.' && !point))) {
		if (*cp == '.')
			point = true;
		else
			any = true;
		*cp = item_next(in, it, *cp, leftp);
	}
	if (!any)
		return (false);
	if (*cp == EOF || (*cp | 0x20) != (hex ? 'p' : 'e'))
		return (true);
	*cp = item_next(in, it, *cp, leftp);
	if (*cp == '+' || *cp == '-')
		*cp = item_next(in, it, *cp, leftp);
	if (*cp == EOF || !isdigit(*cp))
		return (false);
	while (*cp != EOF && isdigit(*cp))
		*cp = item_next(in, it, *cp, leftp);
	return (true);
}

static enum result
scan_fp(struct input *in, const struct spec *sp, void *arg)
{
	int c, left = sp->width > 0 ? sp->width : INT_MAX;
	struct fpitem it;
	bool good;

	if ((c = take(in)) == EOF)
		return (SCAN_INPUT);
	it.buf = it.small;
	it.size = sizeof(it.small);
	it.len = 0;
	if (c == '+' || c == '-')
		c = item_next(in, &it, c, &left);
	if (c != EOF && (tolower(c) == 'n' || tolower(c) == 'i'))
		good = item_special(in, &it, &c, &left);
	else
		good = c != EOF && item_number(in, &it, &c, &left);
	put_back(in, c);
	if (good && arg != NULL) {
		if (sp->len == LEN_LD)
			*(long double *)arg = strtold(it.buf, NULL);
		else if (sp->len == LEN_L)
			*(double *)arg = strtod(it.buf, NULL);
		else
			*(float *)arg = strtof(it.buf, NULL);
	}
	if (it.buf != it.small)
		free(it.buf);
	return (good ? SCAN_OK : SCAN_NOMATCH);
}

/* --- Characters --------------------------------------------------------- */

/* Is the character in the set of %[? */
static bool
in_set(const struct spec *sp, wint_t wc, bool wide)
{
	const char *p = sp->set;
	wchar_t cur, prev = 0;
	bool range = false, have = false;
	mbstate_t st;
	size_t n;

	while (p < sp->setend) {
		n = 1;
		cur = (unsigned char)*p;
		if (wide && cur >= 0x80) {
			memset(&st, 0, sizeof(st));
			n = mbrtowc(&cur, p, (size_t)(sp->setend - p), &st);
			if (n == (size_t)-1 || n == (size_t)-2) {
				n = 1;
				cur = (unsigned char)*p;
			}
		}
		p += n;
		if (range) {
			if ((wint_t)prev <= wc && wc <= (wint_t)cur)
				return (!sp->invert);
			range = have = false;
			continue;
		}
		if (cur == '-' && have && p < sp->setend) {
			range = true;
			continue;
		}
		if ((wint_t)cur == wc)
			return (!sp->invert);
		prev = cur;
		have = true;
	}
	return (sp->invert);
}

/* Where a string goes: memory of the caller's, ours, or nowhere. */
struct target {
	char	*p;		/* bytes, or wide characters */
	size_t	len;		/* elements stored */
	size_t	room;		/* of memory that is ours */
	bool	wide;
	bool	ours;
	mbstate_t st;
};

static bool
target_store(struct target *t, const void *elem)
{
	size_t size = t->wide ? sizeof(wchar_t) : 1;
	char *bigger;

	if (t->ours && t->len == t->room) {
		bigger = reallocarray(t->p, t->room * 2, size);
		if (bigger == NULL)
			return (false);
		t->p = bigger;
		t->room *= 2;
	}
	memcpy(t->p + t->len * size, elem, size);
	t->len++;
	return (true);
}

/* Add one character; 0, or -1 with errno for a bad one or no memory. */
static int
target_add(struct target *t, const struct mbchar *mc)
{
	wchar_t wc;
	size_t n;
	int i;

	if (!t->wide) {
		for (i = 0; i < mc->len; i++) {
			if (!target_store(t, &mc->bytes[i]))
				return (-1);
		}
		return (0);
	}
	for (i = 0; i < mc->len; i++) {
		n = mbrtowc(&wc, &mc->bytes[i], 1, &t->st);
		if (n == (size_t)-1)
			return (-1);
		if (n != (size_t)-2 && !target_store(t, &wc))
			return (-1);
	}
	return (0);
}

static bool
accepts(const struct spec *sp, const struct mbchar *mc, bool wide)
{
	switch (sp->conv) {
	case 'c':
		return (true);
	case 's':
		return (!(wide ? iswspace(mc->wc) : isspace((int)mc->wc)));
	default:
		return (in_set(sp, mc->wc, wide));
	}
}

static enum result
scan_string(struct input *in, const struct spec *sp, void *arg)
{
	static const wchar_t end[1];
	enum result ret = SCAN_OK;
	struct target t = { .p = arg, .wide = sp->len == LEN_L };
	struct mbchar mc;
	int left, n, taken = 0;

	left = sp->width > 0 ? sp->width : sp->conv == 'c' ? 1 : INT_MAX;
	if (sp->allocate && arg != NULL) {
		t.ours = true;
		t.room = 32;
		t.p = reallocarray(NULL, t.room, sizeof(wchar_t));
		if (t.p == NULL)
			return (SCAN_INPUT);
	}
	for (; left > 0; left--) {
		if ((n = take_char(in, &mc)) <= 0) {
			ret = n < 0 || taken == 0 ? SCAN_INPUT : SCAN_OK;
			break;
		}
		if (!accepts(sp, &mc, in->wide)) {
			put_back_char(in, &mc);
			if (taken == 0)
				ret = SCAN_NOMATCH;
			break;
		}
		taken++;
		if (t.p != NULL && target_add(&t, &mc) == -1) {
			ret = SCAN_INPUT;
			break;
		}
	}
	if (ret == SCAN_OK && t.p != NULL && sp->conv != 'c' &&
	    !target_store(&t, end))
		ret = SCAN_INPUT;
	if (t.ours) {
		if (ret == SCAN_OK)
			*(char **)arg = t.p;
		else
			free(t.p);
	}
	return (ret);
}

/* --- Putting it together ------------------------------------------------ */

static enum result
convert(struct input *in, const struct spec *sp, void *arg)
{
	uintptr_t pointer = 0;
	struct spec psp;
	enum result ret;

	switch (sp->conv) {
	case 'b':
		return (scan_integer(in, sp, 2, false, arg));
	case 'd':
		return (scan_integer(in, sp, 10, true, arg));
	case 'i':
		return (scan_integer(in, sp, 0, true, arg));
	case 'o':
		return (scan_integer(in, sp, 8, false, arg));
	case 'u':
		return (scan_integer(in, sp, 10, false, arg));
	case 'x':
		return (scan_integer(in, sp, 16, false, arg));
	case 'p':
		psp = *sp;
		psp.len = LEN_L;
		ret = scan_integer(in, &psp, 16, false, &pointer);
		if (ret == SCAN_OK && arg != NULL)
			*(void **)arg = (void *)pointer;
		return (ret);
	case 'a': case 'e': case 'f': case 'g':
		return (scan_fp(in, sp, arg));
	case 'c': case 's': case '[':
		return (scan_string(in, sp, arg));
	default:
		return (SCAN_NOMATCH);		/* no such conversion */
	}
}

/* Ordinary text of the format; SCAN_OK if the input has it too. */
static enum result
match_literal(struct input *in, char want)
{
	int c = take(in);

	if (c == (unsigned char)want)
		return (SCAN_OK);
	put_back(in, c);
	return (c == EOF ? SCAN_INPUT : SCAN_NOMATCH);
}

static int
run_format(struct input *in, const char *fmt)
{
	enum result ret = SCAN_OK;
	struct spec sp;
	int done = 0;
	bool any = false;
	void *arg;

	while (*fmt != '\0') {
		if (isspace((unsigned char)*fmt)) {
			skip_space(in);
			fmt++;
			continue;
		}
		if (*fmt != '%') {
			ret = match_literal(in, *fmt++);
			if (ret != SCAN_OK)
				break;
			continue;
		}
		if ((fmt = parse_spec(fmt + 1, &sp)) == NULL)
			return (any ? done : EOF);
		if (sp.conv != 'c' && sp.conv != '[' && sp.conv != 'n')
			skip_space(in);
		if (sp.conv == '%') {
			if ((ret = match_literal(in, '%')) != SCAN_OK)
				break;
			continue;
		}
		arg = next_arg(in, &sp);
		if (sp.conv == 'n') {
			store_integer(&sp, arg, in->count);
			continue;
		}
		if ((ret = convert(in, &sp, arg)) != SCAN_OK)
			break;
		any = true;
		if (!sp.suppress)
			done++;
	}
	return (ret == SCAN_INPUT && !any ? EOF : done);
}

int
sf_vscanf(FILE *f, const char *fmt, va_list ap, bool wide)
{
	struct input in;
	int ret;

	if ((f->f_flags & FF_READING) == 0 && sf_start_read(f) == EOF)
		return (EOF);
	in.f = f;
	in.count = 0;
	in.wide = wide;
	in.table = false;
	va_copy(in.ap, ap);
	fill_table(&in, fmt);
	ret = run_format(&in, fmt);
	va_end(in.ap);
	return (ret);
}
