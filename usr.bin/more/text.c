/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Text as rows of a screen.
 *
 * Model	A file is read as far as somebody looks, and kept.  A line is
 *		folded into rows of t_columns.  Its bytes are taken as cells: a
 *		character, which may be overstruck with itself (bold) or an
 *		underscore; a tab; or a control character, shown as ^X.
 *
 * Invariants	(1) rows are in the order of their bytes, and do not overlap.
 *		(2) a line without its newline is at the end of the file.
 */
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "more.h"

struct cell {
	const char	*c_text;	/* of the character */
	size_t		 c_len;
	size_t		 c_bytes;	/* with what strikes it */
	size_t		 c_columns;
	bool		 c_bold, c_under;
};

/* The length of the character at p: UTF-8, or a byte that is none. */
static size_t
char_len(const char *p, const char *end)
{
	unsigned char c = (unsigned char)*p;
	size_t n = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 1, i;

	if (n > (size_t)(end - p))
		return (1);
	for (i = 1; i < n; i++)
		if (((unsigned char)p[i] & 0xc0) != 0x80)
			return (1);
	return (n);
}

/* The cell at p, in a column. */
static struct cell
cell_at(const struct text *t, const char *p, const char *end, size_t column)
{
	struct cell c = { .c_text = p, .c_len = char_len(p, end) };
	size_t len;

	c.c_bytes = c.c_len;
	c.c_columns = 1;
	if (c.c_len == 1 && *p == '\t') {
		c.c_columns = 8 - column % 8;
		return (c);
	}
	if (c.c_len == 1 && ((unsigned char)*p < ' ' || *p == 0x7f)) {
		c.c_columns = 2;
		return (c);
	}
	while (!t->t_raw && (size_t)(end - p) > c.c_bytes + 1 &&
	    p[c.c_bytes] == '\b' && (unsigned char)p[c.c_bytes + 1] > ' ') {
		len = char_len(p + c.c_bytes + 1, end);
		if (*c.c_text == '_' && c.c_len == 1 && !c.c_bold)
			c.c_under = true;
		else if (p[c.c_bytes + 1] == '_' && len == 1)
			c.c_under = true;
		else
			c.c_bold = true;
		if (p[c.c_bytes + 1] != '_' || len != 1) {
			c.c_text = p + c.c_bytes + 1;
			c.c_len = len;
		}
		c.c_bytes += 1 + len;
	}
	return (c);
}

static void
add_row(struct text *t, size_t start, size_t end, bool first)
{
	struct row *r;

	if (t->t_nrows == t->t_maxrows) {
		t->t_maxrows = t->t_maxrows == 0 ? 256 : t->t_maxrows * 2;
		t->t_rows = reallocarray(t->t_rows, t->t_maxrows,
		    sizeof(*t->t_rows));
		if (t->t_rows == NULL)
			err(1, NULL);
	}
	r = &t->t_rows[t->t_nrows++];
	r->r_start = start;
	r->r_end = end;
	r->r_line = t->t_lines;
	r->r_first = first;
}

/* Fold a line, without its newline, into rows. */
static void
fold(struct text *t, size_t start, size_t end)
{
	const char *base = t->t_bytes;
	size_t at = start, column = 0;
	struct cell c;
	bool first = true;

	if (t->t_squeeze && start == end && t->t_empty)
		return;
	t->t_empty = start == end;
	while (at < end) {
		c = cell_at(t, base + at, base + end, column);
		if (column > 0 && column + c.c_columns > t->t_columns) {
			add_row(t, start, at, first);
			start = at;
			column = 0;
			first = false;
			continue;
		}
		column += c.c_columns;
		at += c.c_bytes;
	}
	add_row(t, start, end, first);
	t->t_lines++;
}

/* Read a line and fold it. */
static bool
read_line(struct text *t)
{
	size_t start = t->t_len;
	int c;

	if (t->t_eof)
		return (false);
	while ((c = getc(t->t_fp)) != EOF) {
		if (t->t_len == t->t_cap) {
			t->t_cap = t->t_cap == 0 ? 65536 : t->t_cap * 2;
			t->t_bytes = realloc(t->t_bytes, t->t_cap);
			if (t->t_bytes == NULL)
				err(1, NULL);
		}
		t->t_bytes[t->t_len++] = (char)c;
		if (c == '\n')
			break;
	}
	if (c == EOF)
		t->t_eof = true;
	if (t->t_len > start)
		fold(t, start, c == EOF ? t->t_len : t->t_len - 1);
	return (t->t_len > start);
}

bool
text_need(struct text *t, size_t n)
{

	while (t->t_nrows < n && read_line(t))
		continue;
	return (t->t_nrows >= n);
}

void
text_refold(struct text *t, size_t columns)
{
	size_t start, end;

	t->t_columns = columns;
	t->t_nrows = t->t_lines = 0;
	t->t_empty = false;
	for (start = 0; start < t->t_len; start = end + 1) {
		for (end = start; end < t->t_len && t->t_bytes[end] != '\n';
		    end++)
			continue;
		fold(t, start, end);
	}
}

void
text_free(struct text *t)
{

	if (t->t_fp != NULL && t->t_fp != stdin)
		(void)fclose(t->t_fp);
	free(t->t_bytes);
	free(t->t_rows);
	memset(t, 0, sizeof(*t));
}

/* Write a cell as the terminal can show it. */
static void
cell_write(const struct cell *c)
{
	size_t i;

	if (*c->c_text == '\t')
		for (i = 0; i < c->c_columns; i++)
			(void)putchar(' ');
	else if (c->c_columns == 2)
		(void)printf("^%c", *c->c_text ^ 0x40);
	else
		(void)fwrite(c->c_text, 1, c->c_len, stdout);
}

void
row_write(const struct text *t, size_t n, bool styled)
{
	const struct row *r = &t->t_rows[n];
	const char *p = t->t_bytes + r->r_start, *end = t->t_bytes + r->r_end;
	bool bold = false, under = false;
	size_t column = 0;
	struct cell c;

	while (p < end) {
		c = cell_at(t, p, end, column);
		if (styled && (c.c_bold != bold || c.c_under != under))
			(void)printf("\033[0%s%sm", c.c_bold ? ";1" : "",
			    c.c_under ? ";4" : "");
		bold = c.c_bold;
		under = c.c_under;
		cell_write(&c);
		column += c.c_columns;
		p += c.c_bytes;
	}
	if (styled && (bold || under))
		(void)fputs("\033[0m", stdout);
}

char *
line_plain(const struct text *t, size_t n)
{
	const char *p, *end;
	char *line, *d;
	struct cell c;

	p = t->t_bytes + t->t_rows[n].r_start;
	for (; n + 1 < t->t_nrows && !t->t_rows[n + 1].r_first; n++)
		continue;
	end = t->t_bytes + t->t_rows[n].r_end;
	if ((line = d = malloc((size_t)(end - p) + 1)) == NULL)
		err(1, NULL);
	while (p < end) {
		c = cell_at(t, p, end, 0);
		memcpy(d, c.c_text, c.c_len);
		d += c.c_len;
		p += c.c_bytes;
	}
	*d = '\0';
	return (line);
}
