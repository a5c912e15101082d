/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The text that more(1) shows.
 */
#ifndef _MORE_H_
#define	_MORE_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* What one row of the screen shows: bytes of the text. */
struct row {
	size_t	 r_start, r_end;
	size_t	 r_line;	/* number of its line, from 0 */
	bool	 r_first;	/* the line begins here */
};

struct text {
	FILE	*t_fp;
	bool	 t_eof;
	char	*t_bytes;	/* what was read so far */
	size_t	 t_len, t_cap;
	struct row *t_rows;
	size_t	 t_nrows, t_maxrows;
	size_t	 t_lines;	/* whole lines so far */
	size_t	 t_columns;	/* of a row */
	bool	 t_raw;		/* backspaces are nothing special */
	bool	 t_squeeze;	/* empty lines behind an empty one go */
	bool	 t_empty;	/* the last line was */
};

/* Read until there are n rows, or the end.  True if there are. */
bool	text_need(struct text *, size_t n);

/* Make the rows anew, for another width. */
void	text_refold(struct text *, size_t columns);
void	text_free(struct text *);

/* Write a row; with bold and underlined characters if `styled'. */
void	row_write(const struct text *, size_t, bool styled);

/* The line that begins with a row, without styles, to be freed. */
char	*line_plain(const struct text *, size_t);

#endif /* !_MORE_H_ */
