/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Where the text of commands comes from; see input.c.
 */

#ifndef _SH_INPUT_H_
#define _SH_INPUT_H_

#include "shell.h"

#define	IN_EOF		(-1)
#define	IN_BACK		8		/* characters that can be pushed back */

struct alias;

struct input {
	struct input	*in_prev;
	char		*in_pos;
	char		*in_end;
	char		*in_buf;	/* with IN_BACK bytes of history */
	int		in_fd;		/* -1: a string */
	int		in_line;
	int		in_oldline;	/* of the source below */
	struct alias	*in_alias;	/* text of this alias */
	bool		in_alias_next;	/* alias ends in a blank */
	bool		in_through;	/* at its end, go on below */
	bool		in_sync;	/* leave unread text to our children */
	bool		in_seekable;
	bool		in_tty;		/* prompts, and ends with ignoreeof */
	bool		in_owned;	/* in_buf is malloc'ed */
};

extern struct input	*input_top;
extern int		input_prompt;	/* 1: PS1 is due, 2: PS2 */
extern bool		input_alias_next;

int	input_fill(void);
void	input_push_fd(int, bool);
void	input_push_string(const char *, size_t, int);
void	input_push_back(const char *, size_t);
void	input_push_alias(struct alias *, const char *);
void	input_pop(void);
void	input_unwind(struct input *);
void	input_sync(void);
void	input_discard(void);
bool	input_at_end(void);
void	input_close_all(void);
bool	input_evict(int);

static inline int
input_getc(void)
{
	struct input *in = input_top;

	if (SH_LIKELY(in->in_pos < in->in_end)) {
		unsigned char c = (unsigned char)*in->in_pos++;

		if (c == '\n')
			in->in_line++;
		if (SH_LIKELY(c != '\0'))
			return (c);
	}
	return (input_fill());
}

static inline void
input_ungetc(int c)
{
	if (c == IN_EOF)
		return;
	if (*--input_top->in_pos == '\n')
		input_top->in_line--;
}

#endif /* !_SH_INPUT_H_ */
