/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * IPv4 addresses in the old forms: one to four numbers in any C base, the last
 * filling what is left.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

int
inet_aton(const char *s, struct in_addr *addr)
{
	unsigned long part[4], most;
	uint32_t value = 0;
	int n, i;
	char *end;

	for (n = 0;; s = end + 1) {
		if (n == 4 || !isdigit((unsigned char)*s))
			return (0);
		part[n++] = strtoul(s, &end, 0);
		if (*end != '.')
			break;
	}
	if (*end != '\0' && !isspace((unsigned char)*end))
		return (0);
	for (i = 0; i < n - 1; i++) {
		if (part[i] > 0xff)
			return (0);
		value |= (uint32_t)part[i] << (24 - 8 * i);
	}
	most = 0xffffffffUL >> (8 * (n - 1));
	if (part[n - 1] > most)
		return (0);
	value |= (uint32_t)part[n - 1];
	if (addr != NULL)
		addr->s_addr = htonl(value);
	return (1);
}

in_addr_t
inet_addr(const char *s)
{
	struct in_addr addr;

	return (inet_aton(s, &addr) != 0 ? addr.s_addr : INADDR_NONE);
}

/* In host order; each number is one byte. */
in_addr_t
inet_network(const char *s)
{
	in_addr_t value = 0;
	unsigned long part;
	char *end;
	int n;

	for (n = 0;; s = end + 1) {
		if (n++ == 4 || !isdigit((unsigned char)*s))
			return (INADDR_NONE);
		part = strtoul(s, &end, 0);
		if (part > 0xff)
			return (INADDR_NONE);
		value = value << 8 | (in_addr_t)part;
		if (*end != '.')
			break;
	}
	if (*end != '\0' && !isspace((unsigned char)*end))
		return (INADDR_NONE);
	return (value);
}

/* Bits of the host part, by the old classes. */
static int
host_bits(in_addr_t addr)
{
	if ((addr & 0x80000000) == 0)
		return (24);
	return ((addr & 0x40000000) == 0 ? 16 : 8);
}

struct in_addr
inet_makeaddr(in_addr_t net, in_addr_t host)
{
	struct in_addr addr;

	if (net < 0x80)
		addr.s_addr = htonl(net << 24 | (host & 0xffffff));
	else if (net < 0x10000)
		addr.s_addr = htonl(net << 16 | (host & 0xffff));
	else if (net < 0x1000000)
		addr.s_addr = htonl(net << 8 | (host & 0xff));
	else
		addr.s_addr = htonl(net | host);
	return (addr);
}

in_addr_t
inet_lnaof(struct in_addr addr)
{
	in_addr_t a = ntohl(addr.s_addr);

	return (a & ((1U << host_bits(a)) - 1));
}

in_addr_t
inet_netof(struct in_addr addr)
{
	in_addr_t a = ntohl(addr.s_addr);

	return (a >> host_bits(a));
}

char *
inet_ntoa_r(struct in_addr addr, char *buf, socklen_t size)
{
	return (__DECONST(char *, inet_ntop(AF_INET, &addr, buf, size)));
}

char *
inet_ntoa(struct in_addr addr)
{
	static char buf[INET_ADDRSTRLEN];

	return (inet_ntoa_r(addr, buf, sizeof(buf)));
}
