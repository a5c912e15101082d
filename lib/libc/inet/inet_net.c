/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Networks, an address and the number of its bits that count, as text.
 */
#include <sys/socket.h>
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

/*
 * The number of bits behind the slash: all digits, at most max; -1 if wrong.
 */
static int
prefix_length(const char *s, int max)
{
	int n = 0;

	if (*s == '\0')
		return (-1);
	for (; isdigit((unsigned char)*s); s++) {
		n = n * 10 + (*s - '0');
		if (n > max)
			return (-1);
	}
	return (*s == '\0' ? n : -1);
}

/*
 * Bytes of a number in hexadecimal, an odd digit at the end first in its byte.
 * Returns how many, or -1; *sp is behind them.
 */
static int
hex_bytes(const char **sp, unsigned char a[4])
{
	const char *s = *sp + 2;
	int n;

	for (n = 0; isxdigit((unsigned char)*s); s++, n++) {
		if (n == 8)
			return (-1);
		a[n / 2] |= (unsigned char)(digittoint((unsigned char)*s) <<
		    (n % 2 == 0 ? 4 : 0));
	}
	*sp = s;
	return (n > 0 ? (n + 1) / 2 : -1);
}

/*
 * One to four decimal bytes with dots between.
 */
static int
dotted_bytes(const char **sp, unsigned char a[4])
{
	const char *s = *sp;
	int n, v;

	for (n = 0; n < 4; n++) {
		if (!isdigit((unsigned char)*s))
			return (-1);
		for (v = 0; isdigit((unsigned char)*s); s++)
			if ((v = v * 10 + (*s - '0')) > 255)
				return (-1);
		a[n] = (unsigned char)v;
		if (*s != '.') {
			*sp = s;
			return (n + 1);
		}
		s++;
	}
	return (-1);
}

/*
 * What the class of an address says, but no fewer bits than were written.
 */
static int
class_bits(unsigned char first, int nbytes)
{
	int bits;

	if (first >= 240)
		bits = 32;
	else if (first >= 224)
		bits = 4;
	else if (first >= 192)
		bits = 24;
	else if (first >= 128)
		bits = 16;
	else
		bits = 8;
	if (bits == 4 && first == 224 && nbytes == 1)
		return (bits);
	return (bits < nbytes * 8 ? nbytes * 8 : bits);
}

static int
net4(const char *s, unsigned char a[4])
{
	int n;

	if (s[0] == '0' && (s[1] == 'x' || s[1] == 'X'))
		n = hex_bytes(&s, a);
	else
		n = dotted_bytes(&s, a);
	if (n < 0)
		return (-1);
	if (*s == '\0')
		return (class_bits(a[0], n));
	return (*s == '/' ? prefix_length(s + 1, 32) : -1);
}

static int
net6(const char *s, unsigned char a[16])
{
	char text[INET6_ADDRSTRLEN];
	size_t len = strcspn(s, "/");

	if (len >= sizeof(text))
		return (-1);
	memcpy(text, s, len);
	text[len] = '\0';
	if (inet_pton(AF_INET6, text, a) != 1)
		return (-1);
	return (s[len] == '/' ? prefix_length(s + len + 1, 128) : 128);
}

int
inet_net_pton(int af, const char *src, void *dst, size_t size)
{
	unsigned char a[16] = { 0 };
	size_t len;
	int bits;

	switch (af) {
	case AF_INET:
		bits = net4(src, a);
		break;
	case AF_INET6:
		bits = net6(src, a);
		break;
	default:
		errno = EAFNOSUPPORT;
		return (-1);
	}
	if (bits < 0) {
		errno = ENOENT;
		return (-1);
	}
	len = ((size_t)bits + 7) / 8;
	if (len > size) {
		errno = EMSGSIZE;
		return (-1);
	}
	memcpy(dst, a, len);
	return (bits);
}

char *
inet_net_ntop(int af, const void *src, int bits, char *dst, size_t size)
{
	unsigned char a[16] = { 0 };
	char text[INET6_ADDRSTRLEN + 4], *p = text;
	size_t len;
	int i;

	if (af != AF_INET && af != AF_INET6) {
		errno = EAFNOSUPPORT;
		return (NULL);
	}
	if (bits < 0 || bits > (af == AF_INET ? 32 : 128)) {
		errno = EINVAL;
		return (NULL);
	}
	/* Only the bits that count. */
	len = ((size_t)bits + 7) / 8;
	memcpy(a, src, len);
	if (bits % 8 != 0)
		a[len - 1] &= (unsigned char)(0xff << (8 - bits % 8));
	if (af == AF_INET6) {
		if (inet_ntop(af, a, text, INET6_ADDRSTRLEN) == NULL)
			return (NULL);
		p += strlen(text);
	} else {
		p += snprintf(p, 4, "%d", a[0]);
		for (i = 1; i < (int)len; i++)
			p += snprintf(p, 5, ".%d", a[i]);
	}
	(void)snprintf(p, sizeof(text) - (size_t)(p - text), "/%d", bits);
	if (strlcpy(dst, text, size) >= size) {
		errno = EMSGSIZE;
		return (NULL);
	}
	return (dst);
}
