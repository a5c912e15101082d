/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the two files of devfs share beside <sys/conf.h>.
 */
#ifndef _FS_DEVFS_DEVFS_H_
#define	_FS_DEVFS_DEVFS_H_

void	devfs_forget(void);

#endif /* !_FS_DEVFS_DEVFS_H_ */
