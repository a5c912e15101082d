/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <netinet/in.h>

const struct in6_addr in6addr_any = IN6ADDR_ANY_INIT;
const struct in6_addr in6addr_loopback = IN6ADDR_LOOPBACK_INIT;

uint32_t
(htonl)(uint32_t x)
{
	return (htobe32(x));
}

uint16_t
(htons)(uint16_t x)
{
	return (htobe16(x));
}

uint32_t
(ntohl)(uint32_t x)
{
	return (be32toh(x));
}

uint16_t
(ntohs)(uint16_t x)
{
	return (be16toh(x));
}
