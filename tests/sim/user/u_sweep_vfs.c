/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Mounts, a tmpfs, devfs and procfs while an allocation fails; h_sweep.h.
 */

#include <sys/mount.h>
#include <fcntl.h>
#include <unistd.h>

#include "h_sweep.h"

#include "h_sweepfs.h"

static int
sweep_work(void)
{
	char buf[512];
	int fd;

	WANT(mount("tmpfs", "/tmp", 0, NULL, 0) == 0);
	WANT(sweep_files() == 0);
	WANT(chdir("/") == 0);
	WANT(mount("procfs", "/etc", 0, NULL, 0) == 0);
	WANT((fd = open("/etc/self/maps", O_RDONLY)) >= 0);
	WANT(read(fd, buf, sizeof(buf)) > 0);
	WANT(close(fd) == 0);
	WANT((fd = open("/dev/null", O_RDWR)) >= 0);
	WANT(write(fd, buf, 10) == 10);
	return (0);
}

static void
sweep_undo(void)
{

	sweep_unlink();
	(void)unmount("/etc", MNT_FORCE);
	(void)unmount("/tmp", MNT_FORCE);
}
