/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A page while it is shown, for mdoc.c and mdoc_inline.c.
 */
#ifndef _MDOC_IMPL_H_
#define	_MDOC_IMPL_H_

#include "mdoc.h"

#define	MAXARGS		64
#define	MAXLISTS	8
#define	MAXCOLUMNS	10
#define	MAXREFS		16		/* parts of a reference */

#define	nitems(x)	(sizeof(x) / sizeof((x)[0]))

struct arg {
	char	*text;
	bool	 quoted;
};

enum listtype { L_TAG, L_BULLET, L_DASH, L_ENUM, L_DIAG, L_COLUMN, L_ITEM,
    L_HANG, L_OHANG, L_INSET };

struct list {
	enum listtype	 type;
	bool		 compact;
	size_t		 outer;		/* margin around the list */
	size_t		 base;		/* margin of the tags */
	size_t		 width;		/* of the tags */
	size_t		 items;
	size_t		 columns[MAXCOLUMNS + 1];	/* where each begins */
	size_t		 ncolumns;
	size_t		 column;	/* the current one */
};

struct mdoc {
	struct out	 out;
	char		*date, *title, *section, *name;
	const char	*volume;
	struct arg	 args[MAXARGS];
	size_t		 nargs;
	bool		 synopsis;
	bool		 proto;		/* a function was last in SYNOPSIS */
	bool		 fresh;		/* a section has just begun */
	int		 fargs;		/* of .Fo so far; -1 outside one */
	int		 xo;		/* depth of .Xo */
	bool		 head;		/* in the tag of an item */
	struct {
		char	 type;
		char	*text;
	}		 refs[MAXREFS];	/* of .Rs so far */
	size_t		 nrefs;
	size_t		 saved;		/* margin around a display */
	struct list	 lists[MAXLISTS];
	size_t		 nlists;
};

/* What a mark of punctuation that stands alone does. */
enum mark { NOMARK, OPENS, CLOSES, BETWEEN };

struct inl {
	const char	*name;
	size_t		(*call)(struct mdoc *, const struct inl *, size_t,
			    size_t);
	enum style	 style;
	const char	*open, *close;	/* or what stands for no argument */
};

/* Replace the escapes of a text in place. */
char	*mdoc_unescape(char *);
bool	mdoc_ends_sentence(const char *);

/* The next word of a line, which is cut off; NULL if there is none left. */
char	*mdoc_word(char **);

/* Split a line into the arguments. */
void	mdoc_split(struct mdoc *, char *);
enum mark mdoc_mark(const struct arg *);

/* A text in a style; the first kind has escapes. */
void	mdoc_put(struct mdoc *, char *, enum style);
void	mdoc_put_const(struct mdoc *, const char *, enum style);

const struct inl *mdoc_inline(const struct arg *);

/* Is argument i a word, neither a macro nor a mark? */
bool	mdoc_is_word(const struct mdoc *, size_t, size_t);

/* Show the arguments from i to n: macros, marks and words.  Returns n. */
size_t	mdoc_run(struct mdoc *, size_t, size_t);

#endif /* !_MDOC_IMPL_H_ */
