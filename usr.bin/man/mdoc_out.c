/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Filling lines with words.
 *
 * Model	A line collects in o->text.  When it gets wider than the page
 *		it is parted at the last blank that may be, and the rest begins
 *		the next line at o->indent.  A blank goes before a word, not
 *		behind it: so what follows can still say that it joins.
 *
 * Invariants	(1) o->len bytes of text have o->len styles.
 *		(2) a line that is empty has no margin yet.
 * Tests	tests/usr.bin/man/t_mdoc.c
 */
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "mdoc.h"

/* Columns that bytes take: those that continue a character take none. */
static size_t
columns(const char *s, size_t len)
{
	size_t i, n = 0;

	for (i = 0; i < len; i++)
		n += ((unsigned char)s[i] & 0xc0) != 0x80;
	return (n);
}

size_t
out_column(const struct out *o)
{

	return ((o->len > 0 ? o->margin : o->indent) +
	    columns(o->text, o->len));
}

static void
out_byte(struct out *o, char c, enum style style)
{

	if (o->len == o->cap) {
		o->cap = o->cap == 0 ? 256 : o->cap * 2;
		o->text = realloc(o->text, o->cap);
		o->style = realloc(o->style, o->cap);
		if (o->text == NULL || o->style == NULL)
			err(1, NULL);
	}
	if (o->len == 0)
		o->margin = o->indent;
	o->text[o->len] = c;
	o->style[o->len++] = (unsigned char)style;
}

/* Write the first n bytes as a line, without blanks at its end. */
static void
out_write(struct out *o, size_t n)
{
	size_t i;
	char c;

	while (n > 0 && (o->text[n - 1] == ' ' || o->text[n - 1] == NBSP))
		n--;
	for (i = 0; n > 0 && i < o->margin; i++)
		(void)putc(' ', o->fp);
	for (i = 0; i < n; i++) {
		c = o->text[i] == NBSP ? ' ' : o->text[i];
		if (o->styled && c > ' ' && o->style[i] == BOLD)
			(void)fprintf(o->fp, "%c\b", c);
		else if (o->styled && c > ' ' && o->style[i] == UNDER)
			(void)fputs("_\b", o->fp);
		(void)putc(c, o->fp);
	}
	(void)putc('\n', o->fp);
	o->blank = n == 0;
}

/*
 * Where to part a line that is too wide: at the last blank before which it
 * fits, else at the first; 0 if there is none.
 */
static size_t
out_break(const struct out *o)
{
	size_t col = o->margin, i, best = 0;

	for (i = 0; i < o->len; i++) {
		if (o->text[i] == ' ' && i >= o->minbreak && i > 0 &&
		    (best == 0 || col <= o->width))
			best = i;
		col += ((unsigned char)o->text[i] & 0xc0) != 0x80;
	}
	return (best);
}

/* Part the line where it can be while it is too wide. */
static void
out_fill(struct out *o)
{
	size_t at, rest;

	while (!o->literal && out_column(o) > o->width &&
	    (at = out_break(o)) != 0) {
		out_write(o, at);
		while (at < o->len && o->text[at] == ' ')
			at++;
		rest = o->len - at;
		memmove(o->text, o->text + at, rest);
		memmove(o->style, o->style + at, rest);
		o->len = rest;
		o->minbreak = 0;
		o->margin = o->indent;
	}
}

/* Add to the word that is there. */
void
out_join(struct out *o, const char *s, enum style style)
{

	for (; *s != '\0'; s++)
		out_byte(o, *s, style);
	o->nospace = o->sentence = o->gap = false;
	out_fill(o);
}

/* Add a word, which may have blanks inside. */
void
out_word(struct out *o, const char *s, enum style style)
{
	char blank = o->keep ? NBSP : ' ';

	if (*s == '\0')
		return;
	if (o->len > 0 && !o->nospace && (!o->nosmart || o->gap)) {
		if (o->sentence && !o->literal)
			out_byte(o, blank, PLAIN);
		out_byte(o, blank, PLAIN);
	}
	out_join(o, s, style);
}

void
out_line(struct out *o)
{

	if (o->len > 0)
		out_write(o, o->len);
	o->len = 0;
	o->minbreak = 0;
	o->nospace = o->sentence = false;
}

/* End the line and leave one empty. */
void
out_blank(struct out *o)
{

	out_line(o);
	if (!o->blank)
		out_write(o, 0);
}

/* Blanks up to a column, behind which the next word goes. */
void
out_pad(struct out *o, size_t column)
{

	while (out_column(o) < column)
		out_byte(o, NBSP, PLAIN);
	o->minbreak = o->len;
	o->nospace = true;
	o->sentence = false;
}
