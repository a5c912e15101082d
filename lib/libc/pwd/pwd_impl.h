/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The user and group files are read line by line into a buffer; a line becomes
 * an entry whose strings point into that buffer.
 */

#ifndef _PWD_IMPL_H_
#define	_PWD_IMPL_H_

#include <stdio.h>
#include <sys/types.h>
#include "libc_private.h"

/*
 * The next line that fits, without its newline; 0, ENOENT at the end, or
 * ERANGE.
 */
__hidden int	pw_line(FILE *, char *, size_t);

/* Cut a field off at a colon; NULL if there is none left. */
__hidden char	*pw_field(char **);

/* A number of at most 32 bits; false if it is none. */
__hidden bool	pw_number(const char *, uint32_t *);

#endif /* !_PWD_IMPL_H_ */
