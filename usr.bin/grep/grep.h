/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * grep: what its three files share.
 */
#ifndef _GREP_H_
#define	_GREP_H_

#include <sys/types.h>

#include <stdbool.h>

enum binary { BINARY_MESSAGE, BINARY_TEXT, BINARY_SKIP };
enum syntax { SYNTAX_BASIC, SYNTAX_EXTENDED, SYNTAX_FIXED };

struct options {
	enum syntax	 syntax;
	enum binary	 binary;
	bool		 bytes;		/* -b */
	bool		 color;
	bool		 count;		/* -c */
	bool		 files;		/* -l */
	bool		 files_without;	/* -L */
	bool		 icase;		/* -i */
	bool		 invert;	/* -v */
	bool		 line;		/* -x */
	bool		 linebuf;
	bool		 names;		/* file names before lines */
	bool		 null;		/* NUL behind file names */
	bool		 number;	/* -n */
	bool		 only;		/* -o */
	bool		 quiet;		/* -q */
	bool		 silent;	/* -s */
	bool		 word;		/* -w */
	char		 eol;
	long long	 after, before;	/* lines of context */
	long long	 max;		/* -m, or -1 */
	const char	*label;		/* name of the standard input */
	const char	*sgr;		/* colour of matches */
};

extern struct options opt;

/* match.c */
void	match_add(const char *, size_t);
void	match_add_file(const char *);
void	match_compile(void);
bool	match_find(const char *, size_t, size_t, size_t *, size_t *);

/* search.c */
int	search_fd(int, const char *);

#endif /* !_GREP_H_ */
