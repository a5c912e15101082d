/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * hexdump and od: formats and their display.
 */
#ifndef _HEXDUMP_H_
#define	_HEXDUMP_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum conv_kind {
	CONV_TEXT,			/* no conversion */
	CONV_ADDRESS,			/* %_a */
	CONV_SIGNED, CONV_UNSIGNED,
	CONV_FLOAT,
	CONV_CHAR,			/* %c */
	CONV_STRING,			/* %s */
	CONV_ESCAPE,			/* %_c */
	CONV_PRINT,			/* %_p */
	CONV_NAME			/* %_u */
};

struct conv {
	struct conv	*next;
	enum conv_kind	 kind;
	char		*fmt;		/* for printf(3), or the text */
	char		*pad;		/* of the same width, for a string */
	size_t		 bytes;		/* of input */
};

/* A unit: conversions that are applied reps times. */
struct unit {
	struct unit	*next;
	struct conv	*convs;
	unsigned	 reps;
	bool		 fixed;		/* reps stood in the format */
	bool		 final;		/* %_A: once, behind all input */
	bool		 trim;	/* no blank behind the last repetition */
	size_t		 bytes;		/* of one repetition */
};

/* A format: units that interpret a block of input together. */
struct format {
	struct format	*next;
	struct unit	*units;
	size_t		 bytes;
};

extern struct format	*formats;
extern size_t		 blocksize;
extern uintmax_t	 skip;		/* bytes passed over first */
extern uintmax_t	 limit;		/* of bytes to read */
extern bool		 verbose;	/* show repeated blocks */
extern bool		 odmode;

uintmax_t	 count_read(const char *, const char *);
int		 display(char **);
void		 format_add(const char *);
void		 format_file(const char *);
void		 format_finish(void);
int		 od_main(int, char *[]);

#endif /* !_HEXDUMP_H_ */
