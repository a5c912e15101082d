/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * find: the expression.
 */
#ifndef _FIND_H_
#define	_FIND_H_

#include <sys/types.h>
#include <sys/stat.h>

#include <fts.h>
#include <regex.h>
#include <stdbool.h>
#include <time.h>

enum kind {
	N_AND, N_OR, N_NOT, N_TRUE, N_FALSE, N_ACCESS, N_AGE, N_DELETE,
	N_DEPTH, N_EMPTY, N_EXEC, N_OK, N_FSTYPE, N_GROUP, N_INUM, N_IPATH,
	N_INAME, N_LINKS, N_ILNAME, N_LNAME, N_LS, N_NAME, N_NEWER,
	N_NOGROUP, N_NOUSER, N_PATH, N_PERM, N_PRINT, N_PRINT0, N_PRUNE,
	N_QUIT, N_REGEX, N_SAMEFILE, N_SIZE, N_TYPE, N_USER
};

/* A number: equal to, less, or more than n. */
struct node {
	enum kind	 kind;
	struct node	*left, *right;
	int		 sign;		/* -1, 0, 1 */
	long long	 n;
	long long	 unit;		/* of -size in bytes, of ages in s */
	char		 which;		/* time a B c m, access r w x */
	dev_t		 dev;		/* -samefile, whose inode is n */
	regex_t		 re;
	const char	*text;
	struct timespec	 when;
	char		**argv;		/* -exec */
	int		 argc;
	bool		 plus;
	bool		 indir;		/* -execdir */
	char		**collected;	/* -exec ... + */
	size_t		 ncollected, room, bytes;
	struct node	*nextplus;
};

extern bool		 depth, extended, stay;
extern long long	 maxdepth, mindepth;
extern int		 rval;
extern int		 startfd;	/* -1 if it could not be opened */
extern struct timespec	 now;
extern int		 ftsoptions;
extern struct node	*plus_list;

struct node	*parse(char **);
bool		 evaluate(struct node *, FTS *, FTSENT *);
void		 evaluate_rest(void);
const struct timespec *time_of(const struct stat *, char);

#endif /* !_FIND_H_ */
