/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sed: the compiled script, and what the three files share.
 */
#ifndef _SED_H_
#define	_SED_H_

#include <sys/types.h>

#include <regex.h>
#include <stdbool.h>
#include <stdio.h>

enum addr_type {
	ADDR_NONE, ADDR_LINE, ADDR_LAST, ADDR_RE, ADDR_PLUS, ADDR_MULTIPLE,
	ADDR_FIRST_RE,			/* 0,/re/ */
	ADDR_STEP			/* n~step */
};

struct addr {
	enum addr_type	 type;
	unsigned long	 n, step;
	regex_t		*re;		/* NULL: the last one used */
};

/* Part of a replacement: literal text, then a group of the match. */
struct piece {
	char		*text;
	size_t		 len;
	int		 group;		/* -1: none */
	enum { FOLD_SAME, FOLD_UPPER, FOLD_LOWER, FOLD_END } fold;
	enum { ONCE_SAME, ONCE_UPPER, ONCE_LOWER } once;
};

struct outfile {
	struct outfile	*next;
	char		*path;
	FILE		*fp;
	bool		 owed;		/* a newline, before more */
};

struct command {
	struct command	*next;		/* in script order */
	struct addr	 a1, a2;
	bool		 negate;
	bool		 inrange;
	unsigned long	 rangeend;	/* last line, if a2 is a number */
	char		 name;
	unsigned long	 line;		/* in the script */
	struct command	*target;	/* of b, t, and { */
	char		*text;		/* of a, c, i; label; file of r */
	size_t		 textlen;
	int		 number;	/* of l, q */
	regex_t		*re;		/* of s */
	struct piece	*pieces;
	size_t		 npieces;
	bool		 global, print;
	unsigned long	 nth;
	struct outfile	*out;		/* of w, and of s with w */
	unsigned char	*map;		/* of y: bytes ... */
	char		**from, **to;	/* ... or characters */
	size_t		 nmap;
};

extern bool		 extended, quiet, separate;
extern const char	*inplace;
extern struct command	*script;

/* compile.c */
void	compile_add_string(const char *);
void	compile_add_file(const char *);
void	compile(void);
void	compile_close_outputs(void);

/* process.c */
int	process(char **);

#endif /* !_SED_H_ */
