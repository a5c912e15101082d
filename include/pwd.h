/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _PWD_H_
#define	_PWD_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

typedef	__gid_t		gid_t;
typedef	__size_t	size_t;
typedef	__time_t	time_t;
typedef	__uid_t		uid_t;

#define	_PATH_PASSWD		"/etc/passwd"
#define	_PATH_MASTERPASSWD	"/etc/master.passwd"
#define	_PASSWORD_LEN		128

struct passwd {
	char	*pw_name;
	char	*pw_passwd;	/* encrypted, or "*" */
	uid_t	pw_uid;
	gid_t	pw_gid;
	time_t	pw_change;	/* when the password must change */
	char	*pw_class;
	char	*pw_gecos;
	char	*pw_dir;
	char	*pw_shell;
	time_t	pw_expire;	/* when the account ends */
	int	pw_fields;	/* which fields the file had */
};

__BEGIN_DECLS
void	endpwent(void);
struct passwd *getpwent(void);
int	getpwent_r(struct passwd *, char *, size_t, struct passwd **);
struct passwd *getpwnam(const char *);
int	getpwnam_r(const char *, struct passwd *, char *, size_t,
	    struct passwd **);
struct passwd *getpwuid(uid_t);
int	getpwuid_r(uid_t, struct passwd *, char *, size_t, struct passwd **);
int	setpassent(int);
void	setpwent(void);
int	uid_from_user(const char *, uid_t *);
const char *user_from_uid(uid_t, int);
__END_DECLS

#endif /* !_PWD_H_ */
