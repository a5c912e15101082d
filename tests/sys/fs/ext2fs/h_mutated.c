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
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define	NIMAGES		4
#define	MAXDEPTH	8
#define	MAXENTRIES	300		/* of one file system */
#define	MAXREAD		(256 * 1024)

struct image {
	const char	*i_device;
	char		*i_sound;
	char		*i_broken;
	size_t		 i_size;
};

static struct image	images[NIMAGES];
static unsigned int	entries;
static uint32_t		state;
static char		buf[64 * 1024];

static void	change(const char *, const struct stat *);
static void	entry(char *, unsigned int, bool);
static void	file_read(const char *, const struct stat *);
static void	image_load(struct image *, const char *);
static uint32_t	rnd(uint32_t);
static void	use(const char *, bool);
static void	walk(char *, unsigned int, bool);

static uint32_t
rnd(uint32_t bound)
{

	state = state * 1664525 + 1013904223;
	return ((state >> 8) % bound);
}

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

/* Read a file's beginning and end, through read(2) and through a mapping. */
static void
file_read(const char *path, const struct stat *sb)
{
	volatile char sum = 0;
	ssize_t n;
	size_t total = 0;
	char *p;
	int fd;

	if ((fd = open(path, O_RDONLY | O_NONBLOCK)) == -1)
		return;
	while (total < MAXREAD && (n = read(fd, buf, sizeof(buf))) > 0)
		total += (size_t)n;
	if (sb->st_size > (off_t)sizeof(buf))
		(void)pread(fd, buf, sizeof(buf),
		    sb->st_size - (off_t)sizeof(buf) / 2);
	(void)lseek(fd, 0, SEEK_DATA);
	(void)lseek(fd, 0, SEEK_HOLE);
	(void)close(fd);
	/* What cannot be read is SIGBUS in a mapping: only what could be. */
	if (total == 0 || (fd = open(path, O_RDONLY)) == -1)
		return;
	p = mmap(NULL, total, PROT_READ, MAP_SHARED, fd, 0);
	if (p != MAP_FAILED) {
		sum = (char)(sum + p[0] + p[total - 1]);
		(void)munmap(p, total);
	}
	(void)close(fd);
}

/* Do one thing to what path names. */
static void
change(const char *path, const struct stat *sb)
{
	char other[PATH_MAX];
	int fd;

	(void)snprintf(other, sizeof(other), "%s.%u", path, rnd(3));
	switch (rnd(9)) {
	case 0:
		(void)unlink(path);
		break;
	case 1:
		(void)rmdir(path);
		break;
	case 2:
		(void)rename(path, other);
		break;
	case 3:
		(void)link(path, other);
		break;
	case 4:
		(void)truncate(path, rnd(2) == 0 ? rnd(100000) :
		    sb->st_size / 2);
		break;
	case 5:
		(void)chmod(path, sb->st_mode ^ 022);
		(void)lchown(path, rnd(70000), rnd(70000));
		break;
	default:
		if (S_ISDIR(sb->st_mode)) {
			(void)snprintf(other, sizeof(other), "%s/new%u", path,
			    rnd(100));
			if (rnd(2) == 0) {
				(void)mkdir(other, 0755);
				break;
			}
			(void)symlink(path, other);
			(void)strlcat(other, "f", sizeof(other));
			path = other;
		} else if (!S_ISREG(sb->st_mode))
			break;
		fd = open(path, O_RDWR | O_CREAT | O_NONBLOCK, 0644);
		if (fd == -1)
			break;
		if (rnd(2) == 0)
			(void)lseek(fd, sb->st_size + rnd(20000), SEEK_SET);
		else
			(void)lseek(fd, rnd(500000), SEEK_SET);
		(void)write(fd, buf, 1 + rnd(30000));
		if (rnd(3) == 0)
			(void)fsync(fd);
		(void)close(fd);
		break;
	}
}

/* Look at what path names, and at all below. */
static void
entry(char *path, unsigned int depth, bool write)
{
	struct stat sb;
	char target[PATH_MAX];

	if (lstat(path, &sb) == -1)
		return;
	(void)pathconf(path, _PC_LINK_MAX);
	switch (sb.st_mode & S_IFMT) {
	case S_IFDIR:
		if (depth < MAXDEPTH)
			walk(path, depth + 1, write);
		break;
	case S_IFREG:
		file_read(path, &sb);
		break;
	case S_IFLNK:
		(void)readlink(path, target, sizeof(target));
		(void)stat(path, &sb);
		break;
	}
	if (write)
		change(path, &sb);
}

static void
walk(char *path, unsigned int depth, bool write)
{
	size_t len = strlen(path);
	struct dirent *de;
	DIR *dir;

	if ((dir = opendir(path)) == NULL)
		return;
	while (entries < MAXENTRIES && (de = readdir(dir)) != NULL) {
		entries++;
		if (strcmp(de->d_name, ".") == 0 ||
		    strcmp(de->d_name, "..") == 0 ||
		    len + strlen(de->d_name) + 2 > PATH_MAX / 2)
			continue;
		(void)snprintf(path + len, PATH_MAX - len, "/%s", de->d_name);
		entry(path, depth, write);
		path[len] = '\0';
	}
	(void)closedir(dir);
}

/* Everything between mount and unmount. */
static void
use(const char *directory, bool write)
{
	struct statvfs sv;
	char path[PATH_MAX], name[64];
	int i;

	(void)strlcpy(path, directory, sizeof(path));
	(void)statvfs(path, &sv);
	entries = 0;
	walk(path, 0, false);
	if (!write)
		return;
	entries = 0;
	walk(path, 0, true);
	/* Names that are there, and names that are not. */
	for (i = 0; i < 40; i++) {
		(void)snprintf(name, sizeof(name), "%s/many/name-number-%u",
		    path, rnd(220));
		switch (rnd(3)) {
		case 0:
			(void)close(open(name, O_WRONLY | O_CREAT, 0644));
			break;
		case 1:
			(void)unlink(name);
			break;
		default:
			(void)mkdir(name, 0755);
			break;
		}
	}
	sync();
	entries = 0;
	walk(path, 0, false);
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
		state = head[0];
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
		use(argv[2], (head[2] & MNT_RDONLY) == 0);
		/* The last write may fail for what is broken: once. */
		if (unmount(argv[2], 0) == -1 &&
		    unmount(argv[2], MNT_FORCE) == -1)
			err(1, "seed %u: unmount", head[0]);
	}
	(void)fclose(fp);
	(void)printf("%u file systems, %u mounted\n", total, mounted);
	return (0);
}
