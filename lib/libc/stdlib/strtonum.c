/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

long long
strtonum(const char *s, long long least, long long most, const char **errstrp)
{
	const char *why = NULL;
	int saved = errno, error = 0;
	long long v = 0;
	char *end;

	errno = 0;
	if (least > most) {
		why = "invalid";
		error = EINVAL;
	} else {
		v = strtoll(s, &end, 10);
		if (end == s || *end != '\0') {
			why = "invalid";
			error = EINVAL;
		} else if ((v == LLONG_MIN && errno == ERANGE) || v < least) {
			why = "too small";
			error = ERANGE;
		} else if ((v == LLONG_MAX && errno == ERANGE) || v > most) {
			why = "too large";
			error = ERANGE;
		}
	}
	if (errstrp != NULL)
		*errstrp = why;
	errno = error != 0 ? error : saved;
	return (error != 0 ? 0 : v);
}
