/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Partition tables: GPT and MBR.
 */
#ifndef _SYS_PARTITION_H_
#define	_SYS_PARTITION_H_

#include <sys/types.h>

#ifdef _KERNEL

struct partition {
	u_int	 pt_index;		/* from 1 */
	off_t	 pt_start;		/* bytes */
	off_t	 pt_size;		/* bytes */
	uint8_t	 pt_type[16];		/* GPT type GUID; MBR: type, zeros */
};

/*
 * Find the partitions of a disk of mediasize bytes in sectors of sectorsize.
 * read() reads whole sectors into memory of the direct map.  At most max
 * partitions are stored, their number in *np: 0 for a disk without a table
 * or with a damaged one.  Entries that reach outside the disk, overlap the
 * table or are reversed are left out.  Returns ENOMEM or the error of read().
 */
int	partition_read(int (*read)(void *, off_t, void *, size_t), void *arg,
	    off_t mediasize, u_int sectorsize, struct partition *, u_int max,
	    u_int *np);

#endif /* _KERNEL */
#endif /* !_SYS_PARTITION_H_ */
