/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Our <regex.h> and <fnmatch.h> in place of the host's, with names of their own
 * for the functions.
 */

#ifndef _RENAME_H_
#define	_RENAME_H_

#define	regcomp		tess_regcomp
#define	regerror	tess_regerror
#define	regexec		tess_regexec
#define	regfree		tess_regfree
#define	fnmatch		tess_fnmatch
/* The host's headers believe that they were included. */
#define	_REGEX_H	1
#define	_FNMATCH_H	1

#include "../../../../../include/regex.h"
#include "../../../../../include/fnmatch.h"

/* The host has none. */
size_t	strlcpy(char *, const char *, size_t);

#endif
