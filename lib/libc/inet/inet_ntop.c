/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

/*
 * The longest run of two or more zero groups becomes "::"; an address that
 * carries an IPv4 one ends with it.
 */
static void
format6(const unsigned char *a, char *buf, size_t size)
{
	int group[8], i, run, best = -1, bestlen = 1, ngroups = 8;
	char *p = buf, *end = buf + size;

	for (i = 0; i < 8; i++)
		group[i] = a[2 * i] << 8 | a[2 * i + 1];
	for (i = 0; i < 8; i += run + 1) {
		for (run = 0; i + run < 8 && group[i + run] == 0; run++)
			continue;
		if (run > bestlen) {
			best = i;
			bestlen = run;
		}
	}
	if (best == 0 && (bestlen == 6 || (bestlen == 7 && group[7] != 1) ||
	    (bestlen == 5 && group[5] == 0xffff)))
		ngroups = 6;
	for (i = 0; i < ngroups; i++) {
		if (best >= 0 && i >= best && i < best + bestlen) {
			if (i == best)
				*p++ = ':';
			continue;
		}
		if (i > 0)
			*p++ = ':';
		p += snprintf(p, (size_t)(end - p), "%x", group[i]);
	}
	if (ngroups == 6)
		(void)snprintf(p, (size_t)(end - p), ":%d.%d.%d.%d", a[12],
		    a[13], a[14], a[15]);
	else {
		if (best >= 0 && best + bestlen == 8)
			*p++ = ':';
		*p = '\0';
	}
}

const char *
inet_ntop(int af, const void *__restrict src, char *__restrict dst,
    socklen_t size)
{
	const unsigned char *a = src;
	char buf[INET6_ADDRSTRLEN + 8];

	switch (af) {
	case AF_INET:
		(void)snprintf(buf, sizeof(buf), "%d.%d.%d.%d", a[0], a[1],
		    a[2], a[3]);
		break;
	case AF_INET6:
		format6(a, buf, sizeof(buf));
		break;
	default:
		errno = EAFNOSUPPORT;
		return (NULL);
	}
	if (strlcpy(dst, buf, size) >= size) {
		errno = ENOSPC;
		return (NULL);
	}
	return (dst);
}
