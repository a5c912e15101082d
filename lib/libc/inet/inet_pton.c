/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Four decimal numbers without leading zeros. */
static int
parse4(const char *s, unsigned char *dst)
{
	unsigned char a[4];
	int i, v, digits;

	for (i = 0; i < 4; i++) {
		v = 0;
		for (digits = 0; isdigit((unsigned char)*s); digits++) {
			if (digits > 0 && v == 0)
				return (0);
			v = v * 10 + (*s++ - '0');
			if (v > 255)
				return (0);
		}
		if (digits == 0 || *s != (i < 3 ? '.' : '\0'))
			return (0);
		s++;
		a[i] = (unsigned char)v;
	}
	memcpy(dst, a, 4);
	return (1);
}

static int
parse6(const char *s, unsigned char *dst)
{
	unsigned char a[16] = { 0 };
	int n = 0, gap = -1, digits;
	const char *start;
	unsigned int v;

	if (s[0] == ':') {
		if (s[1] != ':')
			return (0);
		s++;
	}
	while (*s != '\0') {
		if (*s == ':') {
			/* The second of two colons. */
			if (gap >= 0)
				return (0);
			gap = n;
			s++;
			continue;
		}
		if (n == 16)
			return (0);
		start = s;
		v = 0;
		for (digits = 0; isxdigit((unsigned char)*s); digits++, s++) {
			if (digits == 4)
				return (0);
			v = v << 4 | (unsigned int)(isdigit(
			    (unsigned char)*s) ? *s - '0' :
			    (*s | 0x20) - 'a' + 10);
		}
		if (*s == '.') {
			if (n > 12 || parse4(start, a + n) == 0)
				return (0);
			n += 4;
			break;
		}
		if (digits == 0)
			return (0);
		a[n++] = (unsigned char)(v >> 8);
		a[n++] = (unsigned char)v;
		if (*s == ':') {
			s++;
			if (*s == '\0')
				return (0);
		} else if (*s != '\0')
			return (0);
	}
	if (gap >= 0) {
		if (n == 16)
			return (0);
		memmove(a + 16 - (n - gap), a + gap, (size_t)(n - gap));
		memset(a + gap, 0, (size_t)(16 - n));
	} else if (n != 16)
		return (0);
	memcpy(dst, a, 16);
	return (1);
}

int
inet_pton(int af, const char *__restrict src, void *__restrict dst)
{
	switch (af) {
	case AF_INET:
		return (parse4(src, dst));
	case AF_INET6:
		return (parse6(src, dst));
	default:
		errno = EAFNOSUPPORT;
		return (-1);
	}
}
