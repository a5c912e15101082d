/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _NETINET_IN_H_
#define	_NETINET_IN_H_

#include <sys/cdefs.h>
#include <sys/_types.h>
#include <sys/endian.h>

typedef	__uint16_t	in_port_t;
typedef	__uint32_t	in_addr_t;

struct in_addr {
	in_addr_t	s_addr;		/* in network order */
};

struct in6_addr {
	union {
		__uint8_t	__u6_addr8[16];
		__uint16_t	__u6_addr16[8];
		__uint32_t	__u6_addr32[4];
	} __u6_addr;
};
#define	s6_addr		__u6_addr.__u6_addr8

#define	INADDR_ANY		((in_addr_t)0x00000000)
#define	INADDR_LOOPBACK		((in_addr_t)0x7f000001)
#define	INADDR_BROADCAST	((in_addr_t)0xffffffff)
#define	INADDR_NONE		((in_addr_t)0xffffffff)
#define	INET_ADDRSTRLEN		16
#define	INET6_ADDRSTRLEN	46

#define	IPPROTO_IP	0
#define	IPPROTO_ICMP	1
#define	IPPROTO_TCP	6
#define	IPPROTO_UDP	17
#define	IPPROTO_IPV6	41
#define	IPPROTO_ICMPV6	58
#define	IPPROTO_RAW	255

#define	IN6ADDR_ANY_INIT \
	{ { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 } } }
#define	IN6ADDR_LOOPBACK_INIT \
	{ { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 } } }

__BEGIN_DECLS
extern const struct in6_addr in6addr_any;
extern const struct in6_addr in6addr_loopback;

__uint32_t	htonl(__uint32_t) __pure2;
__uint16_t	htons(__uint16_t) __pure2;
__uint32_t	ntohl(__uint32_t) __pure2;
__uint16_t	ntohs(__uint16_t) __pure2;
__END_DECLS

#ifndef __cplusplus
#define	htonl(x)	htobe32(x)
#define	htons(x)	htobe16(x)
#define	ntohl(x)	be32toh(x)
#define	ntohs(x)	be16toh(x)
#endif

#endif /* !_NETINET_IN_H_ */
