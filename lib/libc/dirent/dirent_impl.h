/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * An open directory: a block of entries as getdirentries(2) gave them.  A
 * position is what d_off of the entry before says; positions are the file
 * system's and stay valid while the directory is open.
 */

#ifndef _DIRENT_IMPL_H_
#define	_DIRENT_IMPL_H_

#include <dirent.h>
#include "libc_private.h"

#define	DIR_BUFSIZE	8192

struct __dirdesc {
	struct libc_lock dd_lock;
	int	dd_fd;
	size_t	dd_loc;		/* of the next entry in dd_buf */
	size_t	dd_size;	/* bytes of entries in dd_buf */
	off_t	dd_pos;		/* position of the next entry */
	_Alignas(16) char dd_buf[DIR_BUFSIZE];
};

#endif /* !_DIRENT_IMPL_H_ */
