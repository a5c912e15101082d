/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */
#ifndef _LS_H_
#define	_LS_H_

#include <sys/types.h>
#include <sys/stat.h>

#include <stdbool.h>
#include <stddef.h>

/* One line of a listing. */
struct entry {
	char		*name;
	char		*link;		/* target of a symbolic link, or NULL */
	const char	*path;		/* to its directory, for messages */
	struct stat	 st;
	bool		 statted;
};

/* The options that say how to print; see ls(1). */
struct options {
	bool	f_blocks;		/* -s */
	bool	f_flags_slash;		/* -p */
	bool	f_group_only;		/* -g */
	bool	f_human;		/* -h */
	bool	f_inode;		/* -i */
	bool	f_json;			/* -J */
	bool	f_kbytes;		/* -k */
	bool	f_long;			/* -l, -g, -n, -o */
	bool	f_numeric;		/* -n */
	bool	f_owner_only;		/* -o */
	bool	f_fulltime;		/* -T */
	bool	f_type;			/* -F */
	bool	f_color;		/* -G */
	enum { STRANGE_RAW, STRANGE_MARK, STRANGE_C, STRANGE_OCTAL }
		strange;		/* bytes of names: -w, -q, -b, -B */
	enum { COLUMNS_ONE, COLUMNS_DOWN, COLUMNS_ACROSS, COLUMNS_STREAM }
		columns;		/* -1, -C, -x, -m */
	enum { TIME_MODIFIED, TIME_ACCESSED, TIME_CHANGED, TIME_BIRTH }
		time;			/* -u, -c, -U */
	const char *timefmt;		/* -D */
	unsigned width;			/* of the terminal */
	long	blocksize;
};

extern struct options opt;

const struct timespec *entry_time(const struct entry *);
void	print_entries(struct entry *, size_t, bool total);
void	print_end(void);

#endif /* !_LS_H_ */
