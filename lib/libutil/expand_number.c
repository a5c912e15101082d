/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <libutil.h>

/*
 * A number with a binary prefix, such as "64M" or "2gb".
 */
int
expand_number(const char *s, uint64_t *np)
{
	unsigned int shift = 0;
	uint64_t n;
	char *end;

	errno = 0;
	n = strtoumax(s, &end, 0);
	if (end == s || *s == '-') {
		errno = EINVAL;
		return (-1);
	}
	if (errno != 0)
		return (-1);
	switch (tolower((unsigned char)*end)) {
	case 'e':
		shift = 60;
		break;
	case 'p':
		shift = 50;
		break;
	case 't':
		shift = 40;
		break;
	case 'g':
		shift = 30;
		break;
	case 'm':
		shift = 20;
		break;
	case 'k':
		shift = 10;
		break;
	case 'b':
	case '\0':
		break;
	default:
		errno = EINVAL;
		return (-1);
	}
	if (shift != 0)
		end++;
	if (tolower((unsigned char)*end) == 'b')
		end++;
	if (*end != '\0') {
		errno = EINVAL;
		return (-1);
	}
	if (shift != 0 && (n << shift) >> shift != n) {
		errno = ERANGE;
		return (-1);
	}
	*np = n << shift;
	return (0);
}
