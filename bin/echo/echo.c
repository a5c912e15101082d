/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * echo: write the arguments.  The shell's built-in is made from this file
 * too.
 */

#include <stdbool.h>
#include <string.h>

#include "../sh/bltin.h"

static bool	put_escaped(const char *);

/* Write s with its escape sequences replaced; false after \c. */
static bool
put_escaped(const char *s)
{
	static const char from[] = "\\abefnrtv";
	static const char to[] = "\\\a\b\033\f\n\r\t\v";
	const char *p;
	int i, v;

	for (; *s != '\0'; s++) {
		if (*s != '\\' || s[1] == '\0') {
			bltin_putc(*s);
			continue;
		}
		s++;
		if (*s == 'c')
			return (false);
		if (*s == '0') {
			for (i = v = 0; i < 3 && s[1] >= '0' && s[1] <= '7';
			    i++)
				v = v * 8 + *++s - '0';
			bltin_putc(v & 0xff);
		} else if ((p = strchr(from, *s)) != NULL)
			bltin_putc(to[p - from]);
		else {
			bltin_putc('\\');
			bltin_putc(*s);
		}
	}
	return (true);
}

BLTIN_MAIN(echo)
{
	bool newline = true, escapes = false;
	const char *p;

	/* What looks like an option but is none is an argument. */
	while (*argv != NULL && (p = *++argv) != NULL) {
		if (p[0] != '-' || p[1] == '\0' ||
		    p[1 + strspn(p + 1, "neE")] != '\0')
			break;
		for (p++; *p != '\0'; p++) {
			if (*p == 'n')
				newline = false;
			else
				escapes = *p == 'e';
		}
	}
	for (; *argv != NULL; argv++) {
		if (!escapes)
			bltin_puts(*argv);
		else if (!put_escaped(*argv))
			return (bltin_finish(0));
		if (argv[1] != NULL)
			bltin_putc(' ');
	}
	if (newline)
		bltin_putc('\n');
	return (bltin_finish(0));
}
