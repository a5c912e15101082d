/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Mount and use broken file systems, one after the other.
 *
 *	h_mutated table directory device ...
 *
 * Each device holds a sound image, which is read once.  The table, made by
 * d_mutate.py, says for each file system which image it comes from and which
 * bytes differ.  It is written to its device, mounted, walked, written to, and
 * unmounted; what the calls say does not matter, only that they return.  Each
 * seed is printed before its turn.  All numbers are 32 bits, little-endian:
 *
 *	seed, image, flags of mount(2), number of patches, and for each
 *	offset, length, bytes
 */

#include <sys/disk.h>
#include <sys/ioctl.h>
#include <sys/mount.h>

#include <err.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "h_use.h"

#define	NIMAGES		4

struct image {
	const char	*i_device;
	char		*i_sound;
	char		*i_broken;
	size_t		 i_size;
};

static struct image	images[NIMAGES];

static void	image_load(struct image *, const char *);

static void
image_load(struct image *im, const char *device)
{
	off_t size;
	int fd;

	if ((fd = open(device, O_RDONLY)) == -1)
		err(1, "%s", device);
	if (ioctl(fd, DIOCGMEDIASIZE, &size) == -1)
		err(1, "%s: size", device);
	im->i_device = device;
	im->i_size = (size_t)size;
	im->i_sound = malloc(im->i_size);
	im->i_broken = malloc(im->i_size);
	if (im->i_sound == NULL || im->i_broken == NULL)
		err(1, NULL);
	if (pread(fd, im->i_sound, im->i_size, 0) != (ssize_t)im->i_size)
		err(1, "%s", device);
	(void)close(fd);
}

int
main(int argc, char *argv[])
{
	struct mount_dev_args args;
	struct image *im;
	uint32_t head[4], patch[2];
	unsigned int mounted = 0, total = 0;
	int fd, i;
	FILE *fp;

	if (argc < 4 || argc > 3 + NIMAGES) {
		(void)fprintf(stderr,
		    "usage: h_mutated table directory device ...\n");
		return (1);
	}
	for (i = 3; i < argc; i++)
		image_load(&images[i - 3], argv[i]);
	if ((fp = fopen(argv[1], "r")) == NULL)
		err(1, "%s", argv[1]);
	while (fread(head, sizeof(head), 1, fp) == 1) {
		(void)printf("seed %u\n", head[0]);
		(void)fflush(stdout);
		if (head[1] >= (uint32_t)argc - 3)
			errx(1, "%s: no image %u", argv[1], head[1]);
		im = &images[head[1]];
		memcpy(im->i_broken, im->i_sound, im->i_size);
		for (; head[3] > 0; head[3]--)
			if (fread(patch, sizeof(patch), 1, fp) != 1 ||
			    patch[0] > im->i_size ||
			    patch[1] > im->i_size - patch[0] ||
			    fread(im->i_broken + patch[0], 1, patch[1], fp) !=
			    patch[1])
				errx(1, "%s: bad patch", argv[1]);
		if ((fd = open(im->i_device, O_WRONLY)) == -1 ||
		    pwrite(fd, im->i_broken, im->i_size, 0) !=
		    (ssize_t)im->i_size || close(fd) == -1)
			err(1, "%s", im->i_device);
		memset(&args, 0, sizeof(args));
		args.size = sizeof(args);
		args.fspec = im->i_device;
		total++;
		if (mount("ext2fs", argv[2], (int)head[2], &args,
		    sizeof(args)) == -1)
			continue;
		mounted++;
		fs_use(argv[2], head[0], (head[2] & MNT_RDONLY) == 0);
		/* The last write may fail for what is broken: once. */
		if (unmount(argv[2], 0) == -1 &&
		    unmount(argv[2], MNT_FORCE) == -1)
			err(1, "seed %u: unmount", head[0]);
	}
	(void)fclose(fp);
	(void)printf("%u file systems, %u mounted\n", total, mounted);
	return (0);
}
