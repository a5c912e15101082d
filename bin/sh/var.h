/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Variables; see var.c.
 */

#ifndef _SH_VAR_H_
#define _SH_VAR_H_

#include "shell.h"

#define	VF_EXPORT	0x01
#define	VF_READONLY	0x02
#define	VF_UNSET	0x04		/* has attributes but no value */
#define	VF_STATIC	0x08		/* the text is not malloc'ed */
#define	VF_DYNAMIC	0x10		/* computed when read */

struct var {
	struct var	*v_next;
	char		*v_text;	/* NAME=value */
	uint32_t	v_namelen;
	uint32_t	v_size;		/* malloc'ed bytes of v_text */
	uint32_t	v_flags;
	void		(*v_hook)(const char *);	/* after a change */
	const char	*(*v_fetch)(void);		/* VF_DYNAMIC */
};

void	var_init(char **);
const char *var_get(const char *);
const char *var_getn(const char *, size_t);
bool	var_is_set(const char *);
void	var_set(const char *, const char *, int);
void	var_setn(const char *, size_t, const char *, int);
void	var_set_text(const char *, int);
void	var_set_int(const char *, intmax_t);
bool	var_unset(const char *);
void	var_add_flags(const char *, int);
char	**var_environ(void);
void	var_print_all(int, const char *);
void	var_each(int, void (*)(const char *, void *), void *);
bool	var_is_readonly(const char *);

/* Scopes: functions, and assignments in front of a command. */
struct var_frame *var_scope(void);
void	var_push_scope(void);
void	var_pop_scope(void);
void	var_unwind(struct var_frame *);
void	var_make_local(const char *, size_t);

/* The working directory, kept by builtin_cd.c. */
const char *cwd_get(void);

void	getopts_reset(const char *);
void	locale_changed(const char *);
void	history_resize(const char *);

#endif /* !_SH_VAR_H_ */
