/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _ARPA_INET_H_
#define	_ARPA_INET_H_

#include <sys/cdefs.h>
#include <sys/_af.h>
#include <sys/_types.h>
#include <netinet/in.h>

typedef	__size_t	size_t;
typedef	__socklen_t	socklen_t;

__BEGIN_DECLS
in_addr_t	inet_addr(const char *);
int		inet_aton(const char *, struct in_addr *);
in_addr_t	inet_lnaof(struct in_addr);
struct in_addr	inet_makeaddr(in_addr_t, in_addr_t);
char		*inet_net_ntop(int, const void *, int, char *, size_t);
int		inet_net_pton(int, const char *, void *, size_t);
in_addr_t	inet_netof(struct in_addr);
in_addr_t	inet_network(const char *);
char		*inet_ntoa(struct in_addr);
char		*inet_ntoa_r(struct in_addr, char *, socklen_t);
const char	*inet_ntop(int, const void *__restrict, char *__restrict,
		    socklen_t);
int		inet_pton(int, const char *__restrict, void *__restrict);
__END_DECLS

#endif /* !_ARPA_INET_H_ */
