/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _KDUMP_H_
#define	_KDUMP_H_

#include <sys/types.h>

#include <stdbool.h>
#include <stdio.h>

struct sysarg;
struct sysdesc;
struct sysnames;

extern bool	opt_decimal;		/* -d: no hexadecimal numbers */
extern bool	opt_numbers;		/* -n: no names for constants */

/* args.c: to fp, what a value means. */
const struct sysdesc *call_desc(u_int);
void	put_arg(FILE *, const struct sysdesc *, u_int, uint64_t, bool);
void	put_number(FILE *, uint64_t);
void	put_names(FILE *, const struct sysnames *, uint64_t);
const char *name_of(const struct sysnames *, long long);
void	put_error(FILE *, int);
void	put_signal(FILE *, int);
void	put_sigcode(FILE *, int signo, int code);

/* structs.c */
void	put_struct(FILE *, const struct sysarg *, const void *, size_t,
	    uint64_t);
void	put_sigset(FILE *, const void *);
void	put_string(FILE *, const char *, size_t);

#endif /* !_KDUMP_H_ */
