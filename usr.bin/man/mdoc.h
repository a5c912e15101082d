/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Showing manual pages: the parts of the renderer, and its one entry.
 */
#ifndef _MDOC_H_
#define	_MDOC_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum style { PLAIN, BOLD, UNDER };

/*
 * A line being filled.  Bytes of `text' before `minbreak' may not be parted; a
 * blank that may not be parted is NBSP.
 */
#define	NBSP	'\037'

struct out {
	FILE	*fp;
	size_t	 width;		/* columns of a line */
	bool	 styled;	/* overstrike what is bold or underlined */
	size_t	 indent;	/* left margin of the next line */
	size_t	 margin;	/* left margin of this line */
	char	*text;
	unsigned char *style;
	size_t	 len, cap;
	size_t	 minbreak;
	bool	 literal;	/* lines are not filled */
	bool	 nospace;	/* the next word joins the one before */
	bool	 sentence;	/* a sentence ended: two blanks */
	bool	 keep;		/* blanks between words are NBSP */
	bool	 nosmart;	/* .Sm off: words join */
	bool	 gap;		/* but not the next one */
	bool	 blank;		/* the last line was empty */
};

void	out_word(struct out *, const char *, enum style);
void	out_join(struct out *, const char *, enum style);
void	out_line(struct out *);
void	out_blank(struct out *);
void	out_pad(struct out *, size_t);
size_t	out_column(const struct out *);

/*
 * Write the page in `text' of `len' bytes, which is changed, to `fp' for lines
 * of `width' columns.  False if it is not a page in mdoc(7).
 */
bool	mdoc_render(char *text, size_t len, FILE *fp, size_t width,
	    bool styled);

#endif /* !_MDOC_H_ */
