/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_PARAM_H_
#define	_SYS_PARAM_H_

#include <sys/_null.h>
#include <sys/types.h>
#include <sys/errno.h>
#include <sys/limits.h>
#include <sys/signal.h>
#include <sys/syslimits.h>

#define	BSD		202611		/* system version, as yyyymm */
#ifndef __Tessera__
#define	__Tessera__	100		/* ABI version, kern.osreldate */
#endif

#define	MAXPATHLEN	PATH_MAX
#define	MAXSYMLINKS	SYMLOOP_MAX
#define	MAXCOMLEN	31		/* bytes of a command name */
#define	MAXHOSTNAMELEN	256		/* with the NUL */
#define	MAXLOGNAME	LOGIN_NAME_MAX
#define	MAXINTERP	PATH_MAX	/* longest #! line */
#define	NCARGS		ARG_MAX
#define	NGROUPS		(NGROUPS_MAX + 1)
#define	NOFILE		OPEN_MAX
#define	NOGROUP		65535
#define	NODEV		((dev_t)-1)
#define	SPECNAMELEN	255
#define	CMASK		022		/* default file creation mask */

#define	DEV_BSHIFT	9
#define	DEV_BSIZE	(1 << DEV_BSHIFT)
#define	MAXPHYS		(1024 * 1024)
#define	MAXBSIZE	65536
#define	S_BLKSIZE	512
#define	NBBY		8		/* bits of a byte */
#define	NBPW		sizeof(int)

/* Bit maps. */
#define	setbit(a, i)	(((unsigned char *)(a))[(i) / NBBY] |= \
			    (unsigned char)(1 << ((i) % NBBY)))
#define	clrbit(a, i)	(((unsigned char *)(a))[(i) / NBBY] &= \
			    (unsigned char)~(1 << ((i) % NBBY)))
#define	isset(a, i) \
	(((const unsigned char *)(a))[(i) / NBBY] & (1 << ((i) % NBBY)))
#define	isclr(a, i)	(isset(a, i) == 0)

/* Counting and rounding. */
#define	nitems(x)	(sizeof((x)) / sizeof((x)[0]))
#define	howmany(x, y)	(((x) + ((y) - 1)) / (y))
#define	rounddown(x, y)	(((x) / (y)) * (y))
#define	rounddown2(x, y) ((x) & ~((__typeof__(x))(y) - 1))
#define	roundup(x, y)	((((x) + ((y) - 1)) / (y)) * (y))
#define	roundup2(x, y)	(((x) + ((y) - 1)) & ~((__typeof__(x))(y) - 1))
#define	powerof2(x)	((((x) - 1) & (x)) == 0)
#define	MIN(a, b)	(((a) < (b)) ? (a) : (b))
#define	MAX(a, b)	(((a) > (b)) ? (a) : (b))

/* Scheduling parameters that getpriority(2) and ps(1) speak of. */
#define	PZERO		22
#define	FSHIFT		11		/* fraction bits of load averages */
#define	FSCALE		(1 << FSHIFT)

#endif /* !_SYS_PARAM_H_ */
