/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The functions behind the macros of <ctype.h>.
 */
#include <ctype.h>

#define	CTYPE_FUNCTION(name)						\
int									\
(name)(int c)								\
{									\
	return (name(c));						\
}									\
									\
int									\
name##_l(int c, locale_t loc)						\
{									\
	return (name(c));						\
}

CTYPE_FUNCTION(isalnum)
CTYPE_FUNCTION(isalpha)
CTYPE_FUNCTION(isblank)
CTYPE_FUNCTION(iscntrl)
CTYPE_FUNCTION(isdigit)
CTYPE_FUNCTION(isgraph)
CTYPE_FUNCTION(islower)
CTYPE_FUNCTION(isprint)
CTYPE_FUNCTION(ispunct)
CTYPE_FUNCTION(isspace)
CTYPE_FUNCTION(isupper)
CTYPE_FUNCTION(isxdigit)
CTYPE_FUNCTION(tolower)
CTYPE_FUNCTION(toupper)

int
(isascii)(int c)
{
	return (isascii(c));
}

/* A hexadecimal digit's value; 0 for anything else. */
int
digittoint(int c)
{
	if (isdigit(c))
		return (c - '0');
	if (isxdigit(c))
		return (tolower(c) - 'a' + 10);
	return (0);
}

int
(toascii)(int c)
{
	return (toascii(c));
}
