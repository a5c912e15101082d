/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */
#include <sys/types.h>

#include <regex.h>
#include <string.h>

static const char *const messages[] = {
	[0] = "no error",
	[REG_NOMATCH] = "regexec() failed to match",
	[REG_BADPAT] = "invalid regular expression",
	[REG_ECOLLATE] = "invalid collating element",
	[REG_ECTYPE] = "invalid character class",
	[REG_EESCAPE] = "trailing backslash (\\)",
	[REG_ESUBREG] = "invalid backreference number",
	[REG_EBRACK] = "brackets ([ ]) not balanced",
	[REG_EPAREN] = "parentheses not balanced",
	[REG_EBRACE] = "braces not balanced",
	[REG_BADBR] = "invalid repetition count(s)",
	[REG_ERANGE] = "invalid character range",
	[REG_ESPACE] = "out of memory, or too complex",
	[REG_BADRPT] = "repetition-operator operand invalid",
	[REG_EMPTY] = "empty (sub)expression",
	[REG_ASSERT] = "internal error",
	[REG_INVARG] = "invalid argument",
	[REG_ILLSEQ] = "illegal byte sequence",
};

size_t
regerror(int errcode, const regex_t *restrict preg, char *restrict buf,
    size_t size)
{
	const char *s = "unknown error";

	if (errcode >= 0 &&
	    (size_t)errcode < sizeof(messages) / sizeof(messages[0]))
		s = messages[errcode];
	return (strlcpy(buf, s, size) + 1);
}
