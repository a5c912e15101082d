/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Numbers that people read: a few digits and a prefix.
 * Tests: tests/lib/libutil/t_humanize_number.c
 */

#include <errno.h>
#include <libutil.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define	MAXSCALE	7

static const char *const prefix_binary[MAXSCALE] = {
	"", "K", "M", "G", "T", "P", "E"
};
static const char *const prefix_iec[MAXSCALE] = {
	"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"
};
static const char *const prefix_decimal[MAXSCALE] = {
	"", "k", "M", "G", "T", "P", "E"
};

int
humanize_number(char *buf, size_t size, int64_t number, const char *suffix,
    int scale, int flags)
{
	const char *const *prefixes = prefix_binary;
	uint64_t divisor = 1024, n, rest = 0, limit, i;
	const char *sep = (flags & HN_NOSPACE) != 0 ? "" : " ", *prefix;
	size_t baselen;
	bool negative = number < 0;
	int s = 0, len;

	if (size > 0)
		buf[0] = '\0';
	if (suffix == NULL || scale < 0 ||
	    (scale >= MAXSCALE && (scale & (HN_AUTOSCALE | HN_GETSCALE)) == 0))
		return (-1);
	if ((flags & HN_DIVISOR_1000) != 0) {
		if ((flags & HN_IEC_PREFIXES) != 0)
			return (-1);
		divisor = 1000;
		prefixes = prefix_decimal;
	} else if ((flags & HN_IEC_PREFIXES) != 0)
		prefixes = prefix_iec;
	n = negative ? -(uint64_t)number : (uint64_t)number;

	/* Room that is left for digits. */
	baselen = negative + strlen(sep) + strlen(suffix) +
	    ((flags & HN_IEC_PREFIXES) != 0 ? 2 : 1) + 1;
	if ((scale & (HN_AUTOSCALE | HN_GETSCALE)) != 0) {
		if (size < baselen + 1)
			limit = 1;
		else
			for (limit = 1, i = size - baselen; i > 0 &&
			    limit < UINT64_MAX / 10; i--)
				limit *= 10;
		/* A rounded-up half may need one digit more. */
		while (s < MAXSCALE - 1 && (n >= limit ||
		    (n + 1 >= limit && rest >= divisor / 2))) {
			rest = n % divisor;
			n /= divisor;
			s++;
		}
		if ((scale & HN_GETSCALE) != 0)
			return (s);
	} else {
		for (; s < scale; s++) {
			rest = n % divisor;
			n /= divisor;
		}
	}
	prefix = s == 0 && (flags & HN_B) != 0 ? "B" : prefixes[s];
	if ((flags & HN_DECIMAL) != 0 && s > 0 &&
	    (n < 9 || (n == 9 && rest * 20 < divisor * 19)) &&
	    size >= baselen + 3) {
		uint64_t tenths = (rest * 10 + divisor / 2) / divisor;

		n += tenths / 10;
		len = snprintf(buf, size, "%s%ju.%ju%s%s%s",
		    negative ? "-" : "", (uintmax_t)n,
		    (uintmax_t)(tenths % 10), sep, prefix, suffix);
	} else {
		if (rest >= (divisor + 1) / 2)
			n++;
		len = snprintf(buf, size, "%s%ju%s%s%s", negative ? "-" : "",
		    (uintmax_t)n, sep, prefix, suffix);
	}
	return (len);
}
