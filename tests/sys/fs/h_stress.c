/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Random file work that is checked against a model in memory.
 *
 *	h_stress [-n operations] [-p processes] [-s seed] directory
 *
 * Each process works in a subdirectory of its own: it makes, writes, truncates,
 * links, renames and removes files and directories, and compares what it reads
 * with what it must be.  Everything is removed in the end, unless -k.  Exits
 * with 1 and the seed when something is wrong.
 */

#include <sys/stat.h>
#include <sys/wait.h>
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define	NFILES	24
#define	NDIRS	6
#define	MAXSIZE	(300 * 1024)

/* A file and its contents, or nothing. */
struct file {
	bool	exists;
	int	dir;			/* index of its directory */
	char	name[40];
	char	link[40];		/* a second name in the top, or "" */
	unsigned char *data;
	size_t	size;
	int	fd;			/* -1 */
};

static struct file	files[NFILES];
static bool		dirs[NDIRS];	/* 0 is the top */
static uint64_t		rnd_state;
static uint64_t		seed;
static long		op;

static uint32_t
rnd(uint32_t bound)
{

	rnd_state ^= rnd_state << 13;
	rnd_state ^= rnd_state >> 7;
	rnd_state ^= rnd_state << 17;
	return ((uint32_t)((rnd_state >> 16) % bound));
}

static void
bad(const char *what, const char *path)
{

	fprintf(stderr, "seed %llu, operation %ld: %s: %s: %s\n",
	    (unsigned long long)seed, op, path, what, strerror(errno));
	_exit(1);
}

static void
path_of(const struct file *f, char *buf, size_t size)
{

	if (f->dir == 0)
		snprintf(buf, size, "%s", f->name);
	else
		snprintf(buf, size, "dir%d/%s", f->dir, f->name);
}

static int
pick_dir(void)
{
	int d = (int)rnd(NDIRS);

	return (dirs[d] ? d : 0);
}

static void
new_name(struct file *f)
{

	snprintf(f->name, sizeof(f->name), "%0*x-%d", (int)rnd(20) + 1,
	    rnd(1000000), (int)(f - files));
}

static int
file_open(struct file *f, int flags)
{
	char path[100];
	int fd;

	if (f->fd >= 0 && rnd(2) == 0)
		return (f->fd);
	path_of(f, path, sizeof(path));
	fd = open(path, flags);
	if (fd < 0)
		bad("open", path);
	return (fd);
}

static void
file_done(struct file *f, int fd)
{

	if (fd == f->fd)
		return;
	if (f->fd < 0 && rnd(4) == 0)
		f->fd = fd;
	else if (close(fd) != 0)
		bad("close", f->name);
}

static void
do_create(struct file *f)
{
	char path[100];
	int fd;

	f->dir = pick_dir();
	new_name(f);
	path_of(f, path, sizeof(path));
	fd = open(path, O_RDWR | O_CREAT | O_EXCL, 0644);
	if (fd < 0) {
		if (errno == ENOSPC)
			return;
		bad("create", path);
	}
	f->exists = true;
	f->size = 0;
	f->link[0] = '\0';
	f->fd = -1;
	file_done(f, fd);
}

static void
do_write(struct file *f)
{
	static unsigned char buf[70000];
	size_t len = rnd(rnd(3) == 0 ? sizeof(buf) : 3000) + 1, i;
	size_t off = rnd(3) == 0 ? rnd(MAXSIZE - (uint32_t)sizeof(buf)) :
	    rnd((uint32_t)f->size + 1);
	ssize_t n;
	int fd;

	if (off + len > MAXSIZE)
		return;
	for (i = 0; i < len; i++)
		buf[i] = (unsigned char)rnd(256);
	fd = file_open(f, O_RDWR);
	n = pwrite(fd, buf, len, (off_t)off);
	if (n < 0 && errno != ENOSPC)
		bad("write", f->name);
	if (n > 0) {
		if (off > f->size)
			memset(f->data + f->size, 0, off - f->size);
		memcpy(f->data + off, buf, (size_t)n);
		if (off + (size_t)n > f->size)
			f->size = off + (size_t)n;
	}
	if (rnd(30) == 0 && fsync(fd) != 0)
		bad("fsync", f->name);
	file_done(f, fd);
}

static void
do_truncate(struct file *f)
{
	size_t size = rnd(2) == 0 ? rnd(MAXSIZE) : rnd((uint32_t)f->size + 1);
	int fd;

	fd = file_open(f, O_RDWR);
	if (ftruncate(fd, (off_t)size) != 0)
		bad("ftruncate", f->name);
	if (size > f->size)
		memset(f->data + f->size, 0, size - f->size);
	f->size = size;
	file_done(f, fd);
}

static void
check_contents(struct file *f, int fd, const char *path)
{
	static unsigned char buf[MAXSIZE + 1];
	struct stat sb;
	size_t i;
	ssize_t n;

	if (fstat(fd, &sb) != 0)
		bad("fstat", path);
	if ((size_t)sb.st_size != f->size)
		bad("wrong size", path);
	n = pread(fd, buf, sizeof(buf), 0);
	if (n < 0 || (size_t)n != f->size)
		bad("short read", path);
	if (memcmp(buf, f->data, f->size) == 0)
		return;
	for (i = 0; buf[i] == f->data[i]; i++)
		continue;
	fprintf(stderr, "byte %zu of %zu is %#x, must be %#x\n", i, f->size,
	    buf[i], f->data[i]);
	bad("wrong contents", path);
}

static void
do_check(struct file *f)
{
	char path[100];
	int fd;

	path_of(f, path, sizeof(path));
	if (f->link[0] != '\0' && rnd(2) == 0)
		snprintf(path, sizeof(path), "%s", f->link);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		bad("open to check", path);
	check_contents(f, fd, path);
	close(fd);
}

static void
do_rename(struct file *f)
{
	char from[100], to[100];
	struct file *other = &files[rnd(NFILES)];
	struct file old = *f;

	path_of(f, from, sizeof(from));
	if (other != f && other->exists && other->link[0] == '\0' &&
	    rnd(3) == 0) {
		/* Over another file. */
		path_of(other, to, sizeof(to));
		if (rename(from, to) != 0)
			bad("rename over", from);
		memcpy(f->name, other->name, sizeof(f->name));
		f->dir = other->dir;
		if (other->fd >= 0) {
			check_contents(other, other->fd, "replaced");
			close(other->fd);
		}
		other->fd = -1;
		other->exists = false;
		return;
	}
	f->dir = pick_dir();
	new_name(f);
	path_of(f, to, sizeof(to));
	if (rename(from, to) != 0) {
		if (errno != ENOSPC)
			bad("rename", from);
		memcpy(f->name, old.name, sizeof(f->name));
		f->dir = old.dir;
	}
}

static void
do_link(struct file *f)
{
	char path[100];

	path_of(f, path, sizeof(path));
	if (f->link[0] != '\0') {
		if (unlink(f->link) != 0)
			bad("unlink", f->link);
		f->link[0] = '\0';
		return;
	}
	snprintf(f->link, sizeof(f->link), "link-%x-%d", rnd(100000),
	    (int)(f - files));
	if (link(path, f->link) != 0) {
		if (errno != ENOSPC)
			bad("link", path);
		f->link[0] = '\0';
	}
}

static void
do_remove(struct file *f)
{
	char path[100];

	path_of(f, path, sizeof(path));
	if (unlink(path) != 0)
		bad("unlink", path);
	if (f->link[0] != '\0' && unlink(f->link) != 0)
		bad("unlink", f->link);
	if (f->fd >= 0) {
		/* It lives on until it is closed. */
		check_contents(f, f->fd, path);
		if (close(f->fd) != 0)
			bad("close", path);
	}
	f->fd = -1;
	f->exists = false;
}

/*
 * A directory: make it, remove it if it is empty, or give it another number.
 */
static void
do_dir(void)
{
	int d = (int)rnd(NDIRS - 1) + 1, e, i;
	char path[40], to[40];
	bool used = false;

	snprintf(path, sizeof(path), "dir%d", d);
	if (!dirs[d]) {
		if (mkdir(path, 0755) == 0)
			dirs[d] = true;
		else if (errno != ENOSPC)
			bad("mkdir", path);
		return;
	}
	for (i = 0; i < NFILES; i++)
		used |= files[i].exists && files[i].dir == d;
	e = (int)rnd(NDIRS - 1) + 1;
	if (!dirs[e] && rnd(2) == 0) {
		snprintf(to, sizeof(to), "dir%d", e);
		if (rename(path, to) != 0)
			bad("rename directory", path);
		dirs[d] = false;
		dirs[e] = true;
		for (i = 0; i < NFILES; i++)
			if (files[i].exists && files[i].dir == d)
				files[i].dir = e;
		return;
	}
	if (rmdir(path) == 0) {
		if (used)
			bad("rmdir removed a directory in use", path);
		dirs[d] = false;
	} else if (errno != ENOTEMPTY || !used)
		bad("rmdir", path);
}

/*
 * The top directory must have exactly the names that it should.
 */
static void
do_list(void)
{
	struct dirent *de;
	DIR *dp;
	int i, want = 2, have = 0;

	dp = opendir(".");
	if (dp == NULL)
		bad("opendir", ".");
	while ((de = readdir(dp)) != NULL)
		have++;
	closedir(dp);
	for (i = 0; i < NFILES; i++)
		if (files[i].exists)
			want += (files[i].dir == 0) +
			    (files[i].link[0] != '\0');
	for (i = 1; i < NDIRS; i++)
		want += dirs[i];
	if (want != have) {
		fprintf(stderr, "%d names, must be %d\n", have, want);
		bad("list", ".");
	}
}

static void
step(void)
{
	struct file *f = &files[rnd(NFILES)];

	if (!f->exists) {
		do_create(f);
		return;
	}
	switch (rnd(20)) {
	case 0: case 1: case 2: case 3: case 4: case 5:
		do_write(f);
		break;
	case 6: case 7:
		do_truncate(f);
		break;
	case 8: case 9: case 10: case 11:
		do_check(f);
		break;
	case 12: case 13:
		do_rename(f);
		break;
	case 14:
		do_link(f);
		break;
	case 15:
		do_dir();
		break;
	case 16:
		do_list();
		break;
	case 17: case 18:
		if (f->fd >= 0) {
			check_contents(f, f->fd, f->name);
			close(f->fd);
			f->fd = -1;
		}
		break;
	default:
		do_remove(f);
		break;
	}
}

static void
cleanup(void)
{
	char path[40];
	int i;

	for (i = 0; i < NFILES; i++)
		if (files[i].exists) {
			do_check(&files[i]);
			do_remove(&files[i]);
		}
	for (i = 1; i < NDIRS; i++) {
		snprintf(path, sizeof(path), "dir%d", i);
		if (dirs[i] && rmdir(path) != 0)
			bad("rmdir", path);
	}
}

static void
work(const char *top, int number, long nops, bool keep)
{
	char path[200];
	int i;

	snprintf(path, sizeof(path), "%s/stress%d", top, number);
	if ((mkdir(path, 0755) != 0 && errno != EEXIST) || chdir(path) != 0)
		bad("mkdir", path);
	seed += (uint64_t)number * 1000003;
	rnd_state = seed * 0x9e3779b97f4a7c15ULL + 1;
	dirs[0] = true;
	for (i = 0; i < NFILES; i++) {
		files[i].fd = -1;
		files[i].data = malloc(MAXSIZE);
		if (files[i].data == NULL)
			err(1, NULL);
	}
	for (op = 0; op < nops; op++)
		step();
	if (keep)
		_exit(0);
	cleanup();
	if (chdir("..") != 0 || rmdir(path) != 0)
		bad("rmdir", path);
	_exit(0);
}

int
main(int argc, char *argv[])
{
	long nops = 1000;
	int ch, i, nproc = 1, status, failed = 0;
	bool keep = false;

	seed = 1;
	while ((ch = getopt(argc, argv, "kn:p:s:")) != -1) {
		switch (ch) {
		case 'k':
			keep = true;
			break;
		case 'n':
			nops = atol(optarg);
			break;
		case 'p':
			nproc = atoi(optarg);
			break;
		case 's':
			seed = strtoull(optarg, NULL, 0);
			break;
		default:
			goto usage;
		}
	}
	if (argc != optind + 1) {
usage:
		fprintf(stderr, "usage: h_stress [-k] [-n operations] "
		    "[-p processes] [-s seed] directory\n");
		return (1);
	}
	for (i = 0; i < nproc; i++) {
		switch (fork()) {
		case -1:
			err(1, "fork");
		case 0:
			work(argv[optind], i, nops, keep);
		}
	}
	while (wait(&status) > 0)
		failed |= status != 0;
	return (failed);
}
