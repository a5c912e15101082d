/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Regular expressions: what the compiler leaves for the matchers.
 *
 * A pattern becomes a tree (regcomp.c) and the tree a program for a
 * non-deterministic automaton (regprog.c).  regexec.c finds where the leftmost
 * longest match begins and ends by following all states at once, in time
 * proportional to text times program.  regsub.c then finds the subexpressions
 * inside the match by the tree; and it alone matches patterns with back
 * references, by trying, with a bound on its work.
 *
 * Characters are decoded from UTF-8; a byte that begins no character stands
 * for itself, as RE_BYTE + byte, and is matched by an equal byte and by sets
 * that exclude.
 */
#ifndef _REGEX_IMPL_H_
#define	_REGEX_IMPL_H_

#include <sys/types.h>

#include <regex.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define	RE_MAGIC	0x54657265
#define	RE_BYTE		0x110000	/* a byte that is no character */
#define	RE_INFINITY	(-1)		/* no upper bound */
#define	RE_DUPMAX	255
#define	RE_MAXPROG	200000		/* instructions */
#define	RE_MAXDEPTH	250		/* nested parentheses */

enum re_kind {
	/* One character. */
	RE_CHAR, RE_ANY, RE_SET,
	/* A place. */
	RE_BOL, RE_EOL, RE_BOW, RE_EOW, RE_EMPTY,
	/* Structure. */
	RE_CAT, RE_ALT, RE_REP, RE_GROUP, RE_BACKREF
};

struct re_range {
	uint32_t	lo, hi;
};

/* A bracket expression. */
struct re_set {
	uint8_t		 bits[32];	/* of characters below 256 */
	struct re_range	*ranges;	/* above */
	size_t		 nranges;
	bool		 negated;
};

struct re_node {
	enum re_kind	 kind;
	uint32_t	 c;		/* RE_CHAR; folded with REG_ICASE */
	int		 min, max;	/* RE_REP */
	size_t		 index;		/* RE_SET, RE_GROUP, RE_BACKREF */
	struct re_node	*left, *right;
	uint32_t	 id;		/* number in the tree */
};

enum re_op {
	OP_CHAR, OP_ANY, OP_SET, OP_BOL, OP_EOL, OP_BOW, OP_EOW,
	OP_SPLIT, OP_JMP, OP_MATCH
};

struct re_inst {
	enum re_op	 op;
	uint32_t	 arg;		/* character, set, or target */
	uint32_t	 arg2;		/* second target of OP_SPLIT */
};

struct re_guts {
	int		 cflags;
	struct re_node	*tree;
	struct re_node	**nodes;	/* all, for freeing */
	size_t		 nnodes;
	struct re_set	*sets;
	size_t		 nsets;
	struct re_inst	*prog;
	size_t		 nprog;
	bool		 backrefs;
	bool		 anchored;	/* begins with RE_BOL, no REG_NEWLINE */
	bool		 usefirst; /* first[] says what a match begins with */
	uint8_t		 first[32];	/* bit by first byte */
};

/* A text being matched. */
struct re_text {
	const struct re_guts *g;
	const char	*base;		/* offsets count from here */
	const char	*begin;		/* where matching begins */
	const char	*end;
	int		 eflags;
};

/*
 * The character at p < end and its length.
 */
static inline uint32_t
re_decode(const char *p, const char *end, size_t *lenp)
{
	const unsigned char *s = (const unsigned char *)p;
	uint32_t c = s[0];
	size_t n, i;

	*lenp = 1;
	if (c < 0x80)
		return (c);
	n = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
	if (c < 0xc2 || c > 0xf4 || (size_t)(end - p) < n)
		return (RE_BYTE + c);
	c &= 0x7fU >> n;
	for (i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return (RE_BYTE + s[0]);
		c = c << 6 | (s[i] & 0x3f);
	}
	if ((n == 3 && (c < 0x800 || (c >= 0xd800 && c < 0xe000))) ||
	    (n == 4 && (c < 0x10000 || c > 0x10ffff)))
		return (RE_BYTE + s[0]);
	*lenp = n;
	return (c);
}

uint32_t re_fold(uint32_t);
bool	re_set_has(const struct re_set *, uint32_t, bool icase);
int	re_set_parse(const char **, const char *end, int cflags,
	    struct re_set *);
bool	re_place(const struct re_text *, enum re_op, const char *);
bool	re_one(const struct re_guts *, enum re_op, uint32_t arg, uint32_t c);
int	re_program(struct re_guts *);
int	re_subexpressions(const struct re_text *, const char *s,
	    const char *e, size_t nmatch, regmatch_t *);
int	re_search_backrefs(const struct re_text *, size_t nmatch,
	    regmatch_t *);

#endif /* !_REGEX_IMPL_H_ */
