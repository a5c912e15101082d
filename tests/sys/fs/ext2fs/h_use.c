/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The use of a file system that may be broken, for h_mutated.c and the
 * simulator's u_fuzz_ext2.c: what the calls say does not matter, only that they
 * return.
 */

#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "h_use.h"

#define	MAXDEPTH	8
#define	MAXENTRIES	300		/* of one file system */
#define	MAXREAD		(256 * 1024)

static unsigned int	entries;
static uint32_t		state;
static char		buf[64 * 1024];

static void	change(const char *, const struct stat *);
static void	entry(char *, unsigned int, bool);
static void	file_read(const char *, const struct stat *);
static uint32_t	rnd(uint32_t);
static void	walk(char *, unsigned int, bool);

static uint32_t
rnd(uint32_t bound)
{

	state = state * 1664525 + 1013904223;
	return ((state >> 8) % bound);
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

void
fs_use(const char *directory, uint32_t seed, bool write)
{
	struct statvfs sv;
	char path[PATH_MAX], name[64];
	int i;

	state = seed;
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
