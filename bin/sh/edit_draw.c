/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The line on the screen.
 *
 * The prompt and the text are laid out in rows as wide as the window, with
 * the row and column of the cursor noted.  Every change writes all rows
 * again over the old ones, from the first one down, and clears what is left
 * behind; nothing is cleared before it is written, so nothing flickers.  When
 * there are more rows than the window has, only those around the cursor are
 * shown.
 *
 * Only sequences that every terminal of the ANSI family has are used, and
 * the automatic margin: a character in the last column leaves the cursor
 * there, and the next one wraps.
 */

#include <sys/ioctl.h>

#include <stdio.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "edit.h"

#define	CLEAR_LINE	"\033[K"
#define	CLEAR_BELOW	"\033[J"

struct layout {
	struct sbuf	ly_out;
	size_t		*ly_rows;	/* where in ly_out each row begins */
	int		ly_nrows;
	int		ly_cap;
	int		ly_col;
	int		ly_cols;
};

void
ed_beep(void)
{
	err_write("\a", 1);
}

void
ed_window_size(struct editor *ed)
{
	struct winsize ws;

	ed->ed_cols = 80;
	ed->ed_rows = 24;
	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &ws) == 0) {
		if (ws.ws_col > 1)
			ed->ed_cols = ws.ws_col;
		if (ws.ws_row > 0)
			ed->ed_rows = ws.ws_row;
	}
}

static void
layout_row(struct layout *ly)
{
	size_t *new;
	int cap;

	if (ly->ly_nrows == ly->ly_cap) {
		cap = ly->ly_cap != 0 ? ly->ly_cap * 2 : 16;
		new = tmp_alloc((size_t)cap * sizeof(*new));
		if (ly->ly_nrows != 0)
			memcpy(new, ly->ly_rows,
			    (size_t)ly->ly_nrows * sizeof(*new));
		ly->ly_rows = new;
		ly->ly_cap = cap;
	}
	ly->ly_rows[ly->ly_nrows++] = ly->ly_out.sb_len;
	ly->ly_col = 0;
}

/* Put something that takes width columns. */
static void
layout_put(struct layout *ly, const char *s, size_t len, int width)
{
	if (ly->ly_col + width > ly->ly_cols) {
		/* A wide character can leave a column empty. */
		if (ly->ly_col < ly->ly_cols) {
			sbuf_puts(&ly->ly_out, CLEAR_LINE "\r\n");
		}
		layout_row(ly);
	}
	sbuf_put(&ly->ly_out, s, len);
	ly->ly_col += width;
}

/* Put the character at s; returns its length. */
static size_t
layout_char(struct layout *ly, const char *s, size_t len)
{
	unsigned char c = (unsigned char)*s;
	char hex[5], ctl[2];
	uint32_t cp;
	size_t n;

	if (c == '\n') {
		sbuf_puts(&ly->ly_out, ly->ly_col < ly->ly_cols ?
		    CLEAR_LINE "\r\n" : "\r\n");
		layout_row(ly);
		return (1);
	}
	if (c < 0x20 || c == 0x7f) {
		ctl[0] = '^';
		ctl[1] = (char)(c ^ 0x40);
		layout_put(ly, ctl, 2, 2);
		return (1);
	}
	if (c < 0x80) {
		layout_put(ly, s, 1, 1);
		return (1);
	}
	if ((n = utf8_decode(s, len, &cp)) == 0 || cp < 0xa0) {
		(void)snprintf(hex, sizeof(hex), "\\x%02x", c);
		layout_put(ly, hex, 4, 4);
		return (1);
	}
	layout_put(ly, s, n, utf8_width(cp));
	return (n);
}

/* Put the prompt: escape sequences in it take no room. */
static void
layout_prompt(struct layout *ly, const char *s)
{
	const char *end = s + strlen(s), *p;

	while (s < end) {
		if (*s != '\033') {
			s += layout_char(ly, s, (size_t)(end - s));
			continue;
		}
		p = s + 1;
		if (*p == '[') {
			for (p++; *p != '\0' && (*p < '@' || *p > '~'); p++)
				;
		} else if (*p == ']') {
			while (*p != '\0' && *p != '\a')
				p++;
		}
		if (*p != '\0')
			p++;
		sbuf_put(&ly->ly_out, s, (size_t)(p - s));
		s = p;
	}
}

/* Move the cursor from one place to another. */
static void
move_cursor(struct sbuf *sb, int row, int col, int torow, int tocol)
{
	if (torow < row)
		sbuf_printf(sb, "\033[%dA", row - torow);
	else if (torow > row)
		sbuf_printf(sb, "\033[%dB", torow - row);
	if (tocol == col)
		return;
	if (tocol == 0)
		sbuf_putc(sb, '\r');
	else if (tocol > col)
		sbuf_printf(sb, "\033[%dC", tocol - col);
	else if (col - tocol > 4)
		sbuf_printf(sb, "\033[%dD", col - tocol);
	else {
		for (; col > tocol; col--)
			sbuf_putc(sb, '\b');
	}
}

/* The first byte of the text that is not displayed as it is now. */
static size_t
first_change(const struct editor *ed)
{
	size_t i, n = ed->ed_len;

	if (ed->ed_shownlen < n)
		n = ed->ed_shownlen;
	for (i = 0; i < n && ed->ed_buf[i] == ed->ed_shown[i]; i++)
		;
	/* What combines with a character is written with it. */
	while (i > 0 && ((unsigned char)ed->ed_buf[i] & 0x80) != 0)
		i = ed_prev(ed, i);
	return (i);
}

static void
remember_shown(struct editor *ed)
{
	free(ed->ed_shown);
	ed->ed_shown = mem_strndup(ed->ed_buf, ed->ed_len);
	ed->ed_shownlen = ed->ed_len;
	ed->ed_showncols = ed->ed_cols;
}

/* A place in the layout: of a byte of the text. */
struct place {
	int		pl_row;
	int		pl_col;
	size_t		pl_out;		/* in ly_out */
};

static void
place_here(struct place *pl, const struct layout *ly)
{
	pl->pl_row = ly->ly_nrows - 1;
	pl->pl_col = ly->ly_col;
	pl->pl_out = ly->ly_out.sb_len;
	/* At the margin, the cursor is on the next row. */
	if (pl->pl_col >= ly->ly_cols) {
		pl->pl_row++;
		pl->pl_col = 0;
	}
}

/*
 * Write the rows that fit into the window, around the row of the cursor;
 * returns the first one that is shown.
 */
static int
write_window(struct editor *ed, struct layout *ly, struct sbuf *sb,
    const struct place *cursor)
{
	int shown = ed->ed_rows, top, last;
	size_t to;

	top = cursor->pl_row - shown / 2;
	if (top > ly->ly_nrows - shown)
		top = ly->ly_nrows - shown;
	if (top < 0)
		top = 0;
	last = top + shown - 1;
	move_cursor(sb, ed->ed_curline, ed->ed_curcol, 0, 0);
	to = last + 1 < ly->ly_nrows ? ly->ly_rows[last + 1] :
	    ly->ly_out.sb_len;
	/* The row below the window must not be begun. */
	while (last + 1 < ly->ly_nrows && to > ly->ly_rows[top] &&
	    (ly->ly_out.sb_s[to - 1] == '\n' ||
	    ly->ly_out.sb_s[to - 1] == '\r'))
		to--;
	sbuf_put(sb, ly->ly_out.sb_s + ly->ly_rows[top],
	    to - ly->ly_rows[top]);
	if (last + 1 == ly->ly_nrows)
		sbuf_puts(sb, CLEAR_BELOW);
	sbuf_putc(sb, '\r');
	move_cursor(sb, last, 0, cursor->pl_row, cursor->pl_col);
	ed->ed_valid = false;
	return (top);
}

/*
 * Show the line as it is now, after prompt or, if that is NULL, the usual
 * one.  Only what has changed is written.
 */
void
ed_refresh(struct editor *ed, const char *prompt)
{
	struct mem_mark m = tmp_mark();
	struct place cursor, change, end;
	struct sbuf sb = SBUF_INIT;
	struct layout ly;
	size_t i, n, changed = 0;
	bool partial, longer;
	int top = 0;

	ed_window_size(ed);
	memset(&ly, 0, sizeof(ly));
	memset(&cursor, 0, sizeof(cursor));
	ly.ly_cols = ed->ed_cols;
	partial = prompt == NULL && ed->ed_valid &&
	    ed->ed_showncols == ed->ed_cols;
	if (partial)
		changed = first_change(ed);
	layout_row(&ly);
	place_here(&change, &ly);
	layout_prompt(&ly, prompt != NULL ? prompt : ed->ed_prompt);
	for (i = 0;; i += n) {
		if (i == ed->ed_pos)
			place_here(&cursor, &ly);
		if (partial && i == changed) {
			/* A newline at the margin needs the margin's state. */
			if (ly.ly_col >= ly.ly_cols && i < ed->ed_len &&
			    ed->ed_buf[i] == '\n')
				partial = false;
			else
				place_here(&change, &ly);
		}
		if (i >= ed->ed_len)
			break;
		n = layout_char(&ly, ed->ed_buf + i, ed->ed_len - i);
	}
	if (ly.ly_col >= ly.ly_cols) {
		/* Leave the margin in a way that all terminals agree on. */
		if (!partial || change.pl_out < ly.ly_out.sb_len)
			sbuf_puts(&ly.ly_out, " \r");
		layout_row(&ly);
	}
	place_here(&end, &ly);
	longer = partial && changed == ed->ed_shownlen;
	if (ly.ly_nrows > ed->ed_rows) {
		top = write_window(ed, &ly, &sb, &cursor);
	} else {
		if (!partial)
			change.pl_row = change.pl_col = 0;
		/* Moves alone write no text. */
		if (!partial || changed < ed->ed_len || !longer) {
			if (!ed->ed_fresh)
				move_cursor(&sb, ed->ed_curline,
				    ed->ed_curcol, change.pl_row,
				    change.pl_col);
			sbuf_put(&sb, ly.ly_out.sb_s + change.pl_out,
			    ly.ly_out.sb_len - change.pl_out);
			if (!ed->ed_fresh && !longer)
				sbuf_puts(&sb, CLEAR_BELOW);
			ed->ed_curline = end.pl_row;
			ed->ed_curcol = end.pl_col;
		}
		move_cursor(&sb, ed->ed_curline, ed->ed_curcol,
		    cursor.pl_row, cursor.pl_col);
		ed->ed_valid = prompt == NULL;
	}
	ed->ed_fresh = false;
	ed->ed_curline = cursor.pl_row - top;
	ed->ed_curcol = cursor.pl_col;
	remember_shown(ed);
	err_write(sb.sb_s, sb.sb_len);
	tmp_release(m);
}

/* A line begins where the cursor is. */
void
ed_start_line(struct editor *ed)
{
	ed->ed_curline = ed->ed_curcol = 0;
	ed->ed_valid = false;
	ed->ed_fresh = true;
}

/* Leave the line: go below it. */
void
ed_finish_line(struct editor *ed)
{
	size_t pos = ed->ed_pos;

	ed->ed_pos = ed->ed_len;
	ed_refresh(ed, NULL);
	ed->ed_pos = pos;
	err_write("\n", 1);
	ed_start_line(ed);
}

void
ed_clear_screen(struct editor *ed)
{
	err_puts("\033[H\033[2J");
	ed_start_line(ed);
}

static int
text_width(const char *s)
{
	const char *end = s + strlen(s);
	uint32_t cp;
	size_t n;
	int w = 0;

	for (; s < end; s += n) {
		if ((n = utf8_decode(s, (size_t)(end - s), &cp)) == 0) {
			n = 1;
			w++;
		} else
			w += utf8_width(cp);
	}
	return (w);
}

/* Write a name as part of a list: without what would confuse the screen. */
static void
put_name(struct sbuf *sb, const char *s)
{
	for (; *s != '\0'; s++)
		sbuf_putc(sb, (unsigned char)*s < 0x20 || *s == 0x7f ? '?' :
		    *s);
}

/* Print a list in columns below the line; the line is shown again after. */
void
ed_list(struct editor *ed, const struct strlist *list)
{
	struct mem_mark m = tmp_mark();
	struct sbuf sb = SBUF_INIT;
	size_t i, k, rows, columns;
	int width = 0, w;

	ed_window_size(ed);
	for (i = 0; i < list->sl_n; i++) {
		if ((w = text_width(list->sl_v[i])) > width)
			width = w;
	}
	width += 2;
	columns = width < ed->ed_cols ? (size_t)(ed->ed_cols / width) : 1;
	rows = (list->sl_n + columns - 1) / columns;
	for (i = 0; i < rows; i++) {
		for (k = i; k < list->sl_n; k += rows) {
			put_name(&sb, list->sl_v[k]);
			if (k + rows >= list->sl_n)
				break;
			for (w = text_width(list->sl_v[k]); w < width; w++)
				sbuf_putc(&sb, ' ');
		}
		sbuf_puts(&sb, "\r\n");
	}
	err_write(sb.sb_s, sb.sb_len);
	tmp_release(m);
}
