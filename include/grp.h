/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _GRP_H_
#define	_GRP_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

typedef	__gid_t		gid_t;
typedef	__size_t	size_t;

struct group {
	char	*gr_name;
	char	*gr_passwd;
	gid_t	gr_gid;
	char	**gr_mem;
};

__BEGIN_DECLS
void	endgrent(void);
struct group *getgrent(void);
int	getgrent_r(struct group *, char *, size_t, struct group **);
struct group *getgrgid(gid_t);
int	getgrgid_r(gid_t, struct group *, char *, size_t, struct group **);
struct group *getgrnam(const char *);
int	getgrnam_r(const char *, struct group *, char *, size_t,
	    struct group **);
const char *group_from_gid(gid_t, int);
int	gid_from_group(const char *, gid_t *);
int	setgroupent(int);
void	setgrent(void);
__END_DECLS

#endif /* !_GRP_H_ */
