/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A file system that the input has broken: a small sound image with patches
 * (h_patch.h) is mounted, used and unmounted.  The first byte of the input says
 * whether it may be written to, and how it is used.
 */

#include <sys/mount.h>
#include <sys/sysctl.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "h_main.h"
#include "h_patch.h"
#include "h_use.h"

#define	DEVICE	"/dev/sd1"
#define	READ_ONLY 0x80

static unsigned char input[4096], block[65536];

/* The disk gets the image before the snapshot is made. */
void
sim_prepare(void)
{
	int disk, fd;

	fd = open("/data/small.img", O_RDONLY);
	disk = open(DEVICE, O_WRONLY);
	CHECK(fd >= 0 && disk >= 0);
	CHECK(read(fd, block, sizeof(block)) == sizeof(block));
	CHECK(write(disk, block, sizeof(block)) == sizeof(block));
	CHECK(close(fd) == 0 && close(disk) == 0);
}

static void
break_image(const unsigned char *p, unsigned long left)
{
	struct patch pt;
	unsigned int len;
	int disk;

	disk = open(DEVICE, O_RDWR);
	CHECK(disk >= 0);
	CHECK(pread(disk, block, sizeof(block), 0) == sizeof(block));
	while (patch_next(&p, &left, &pt))
		for (len = 0; len < pt.p_len; len++)
			block[(pt.p_offset + len) % sizeof(block)] =
			    pt.p_data[len];
	CHECK(pwrite(disk, block, sizeof(block), 0) == sizeof(block));
	CHECK(close(disk) == 0);
}

int
sim_main(void)
{
	struct mount_dev_args args = { .size = sizeof(args), .fspec = DEVICE };
	size_t len = sizeof(input);
	int how;

	CHECK(sysctlbyname("debug.sim.input", input, &len, NULL, 0) == 0);
	if (len == 0)
		return (0);
	how = input[0];
	break_image(input + 1, len - 1);
	if (mount("ext2fs", "/tmp", (how & READ_ONLY) != 0 ? MNT_RDONLY : 0,
	    &args, sizeof(args)) == -1)
		return (0);
	fs_use("/tmp", (unsigned int)how, (how & READ_ONLY) == 0);
	/* The last write may fail for what is broken: once. */
	CHECK(unmount("/tmp", 0) == 0 || unmount("/tmp", MNT_FORCE) == 0);
	return (0);
}
