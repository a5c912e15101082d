/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Word expansion; see expand.c.  All results are in temporary memory.
 */

#ifndef _SH_EXPAND_H_
#define _SH_EXPAND_H_

#include "ast.h"

/* What a byte of an expansion is; see expand.c. */
#define	XB_QUOTED	0x01		/* not a delimiter, not a pattern */
#define	XB_SPLIT	0x02		/* result of an unquoted expansion */
#define	XB_BREAK	0x04		/* no byte: a field ends here */
#define	XB_NULL		0x08		/* no byte: a field exists here */

struct exbuf {
	struct sbuf	xb_text;
	struct sbuf	xb_flag;
	int		xb_any;		/* all flags that occur */
};

/* Flags of expansion. */
#define	XF_SPLIT	0x01		/* fields are wanted: "$@" breaks */
#define	XF_INNER	0x02		/* literals came from an expansion */

/* expand.c */
void	expand_fields(const struct word *, struct strlist *);
char	*expand_string(const struct wpart *);
char	*expand_tilde(const char *);
char	*expand_pattern(const struct wpart *);
void	expand_parts(struct exbuf *, const struct wpart *, int);
void	exbuf_put(struct exbuf *, const char *, size_t, int);
void	exbuf_mark(struct exbuf *, int);
char	*exbuf_pattern(const struct exbuf *, size_t, size_t);
const char *expand_ifs(void);

/* prompt.c */
char	*expand_prompt(const char *);
const char *expand_text(const char *);

/* expand_param.c */
void	expand_param(struct exbuf *, const struct wpart *, int);

/* glob.c */
bool	glob_expand(const char *, struct strlist *);

/* pattern.c */
bool	pattern_match(const char *, const char *, const char *);
bool	pattern_special(const char *);

/* arith.c */
intmax_t arith_eval(const char *);

#endif /* !_SH_EXPAND_H_ */
