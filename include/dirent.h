/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _DIRENT_H_
#define	_DIRENT_H_

#include <sys/cdefs.h>
#include <sys/dirent.h>

typedef	struct __dirdesc	DIR;
typedef	__size_t		size_t;
typedef	__ssize_t		ssize_t;

__BEGIN_DECLS
int	alphasort(const struct dirent **, const struct dirent **);
int	closedir(DIR *);
int	dirfd(DIR *);
int	fdclosedir(DIR *);
DIR	*fdopendir(int);
ssize_t	getdents(int, char *, size_t);
ssize_t	getdirentries(int, char *, size_t, off_t *);
DIR	*opendir(const char *);
struct dirent *readdir(DIR *);
int	readdir_r(DIR *, struct dirent *, struct dirent **);
void	rewinddir(DIR *);
int	scandir(const char *, struct dirent ***,
	    int (*)(const struct dirent *),
	    int (*)(const struct dirent **, const struct dirent **));
void	seekdir(DIR *, long);
long	telldir(DIR *);
int	versionsort(const struct dirent **, const struct dirent **);
__END_DECLS

#endif /* !_DIRENT_H_ */
