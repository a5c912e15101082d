/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_DIRENT_H_
#define	_SYS_DIRENT_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

typedef	__ino_t		ino_t;
typedef	__off_t		off_t;

#define	MAXNAMLEN	255

struct dirent {
	ino_t		d_fileno;
	off_t		d_off;		/* position of the next entry */
	__uint16_t	d_reclen;	/* of this record, a multiple of 8 */
	__uint8_t	d_type;		/* DT_* */
	__uint8_t	d_pad0;
	__uint16_t	d_namlen;
	__uint16_t	d_pad1;
	char		d_name[MAXNAMLEN + 1];
};
#define	d_ino		d_fileno

_Static_assert(sizeof(struct dirent) == 280, "struct dirent is frozen");

#define	_GENERIC_DIRLEN(namlen)	\
	((__offsetof(struct dirent, d_name) + (namlen) + 1 + 7) & ~(__size_t)7)
#define	_GENERIC_DIRSIZ(dp)	_GENERIC_DIRLEN((dp)->d_namlen)
#define	GENERIC_DIRSIZ(dp)	_GENERIC_DIRSIZ(dp)

#define	DT_UNKNOWN	0
#define	DT_FIFO		1
#define	DT_CHR		2
#define	DT_DIR		4
#define	DT_BLK		6
#define	DT_REG		8
#define	DT_LNK		10
#define	DT_SOCK		12
#define	DT_WHT		14

#define	IFTODT(mode)	(((mode) & 0170000) >> 12)
#define	DTTOIF(type)	((type) << 12)

#endif /* !_SYS_DIRENT_H_ */
