/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * For the utilities that exist both as programs and in the shell: echo,
 * kill, printf, test.  Their source is written in terms of this header, and
 * the shell compiles it with SHELL defined.
 *
 *	BLTIN_MAIN(name)	begins the function that is main()
 *	bltin_write(p, n), bltin_putc(c), bltin_puts(s)
 *				write to standard output
 *	bltin_warn(fmt, ...)	says something about an error
 *	bltin_error(st, fmt, ...)
 *				does so and ends with status st
 *	bltin_finish(st)	flushes the output; the final exit status
 */

#ifndef _SH_BLTIN_H_
#define _SH_BLTIN_H_

#ifdef SHELL

#include "builtin.h"

#define	BLTIN_MAIN(name) \
int \
bi_ ## name(int argc, char **argv)

#define	bltin_write(p, n)	out_write(p, n)
#define	bltin_putc(c)		out_putc(c)
#define	bltin_puts(s)		out_puts(s)
#define	bltin_warn(...)		sh_warn(__VA_ARGS__)
#define	bltin_error(st, ...)	sh_error(st, __VA_ARGS__)
#define	bltin_finish(st)	(st)

#else /* !SHELL */

#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#define	BLTIN_MAIN(name) \
int \
main(int argc, char *argv[])

#define	bltin_write(p, n)	((void)fwrite(p, 1, n, stdout))
#define	bltin_putc(c)		((void)putchar(c))
#define	bltin_puts(s)		((void)fputs(s, stdout))
#define	bltin_warn(...)		warnx(__VA_ARGS__)
#define	bltin_error(st, ...)	errx(st, __VA_ARGS__)

static inline int
bltin_finish(int status)
{
	if (fflush(stdout) != 0 || ferror(stdout) != 0)
		err(1, "stdout");
	return (status);
}

#endif /* SHELL */

#endif /* !_SH_BLTIN_H_ */
