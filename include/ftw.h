/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _FTW_H_
#define	_FTW_H_

#include <sys/cdefs.h>
#include <sys/stat.h>

#define	FTW_F		0	/* file */
#define	FTW_D		1	/* directory, before its content */
#define	FTW_DNR		2	/* unreadable directory */
#define	FTW_DP		3	/* directory, after its content */
#define	FTW_NS		4	/* stat failed */
#define	FTW_SL		5	/* symbolic link */
#define	FTW_SLN		6	/* symbolic link to nothing */

#define	FTW_PHYS	0x01
#define	FTW_MOUNT	0x02
#define	FTW_DEPTH	0x04
#define	FTW_CHDIR	0x08

struct FTW {
	int	base;
	int	level;
};

__BEGIN_DECLS
int	ftw(const char *, int (*)(const char *, const struct stat *, int), int);
int	nftw(const char *,
	    int (*)(const char *, const struct stat *, int, struct FTW *), int,
	    int);
__END_DECLS

#endif /* !_FTW_H_ */
