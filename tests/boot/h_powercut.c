/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * File work for a machine whose power will be cut; see d_powercut.py.
 *
 *	h_powercut seed directory
 *
 * Works in the directory, for ever: makes and changes files that nobody will
 * ask for, and files that are written once, synced, and not touched again.  Of
 * each of the latter it says, once it is synced,
 *
 *	kept path id blocks tail sparse
 *
 * Block n of such a file is id and n in hexadecimal, over and over; `tail'
 * bytes follow the last whole block, and in a sparse file every third block was
 * never written.  When the directory is full, files that were not kept go.
 */

#include <sys/stat.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define	BLOCK	4096
#define	NCHURN	40		/* files that come and go */
#define	NDIRS	5

static uint64_t	state;

static void	churn(void);
static void	keep(unsigned int);
static uint32_t	rnd(uint32_t);

static uint32_t
rnd(uint32_t bound)
{

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return ((uint32_t)(state >> 20) % bound);
}

/* One change of a file that nobody asks for; any of them may fail. */
static void
churn(void)
{
	static char buf[3 * BLOCK];
	char a[64], b[64];
	int fd;

	(void)snprintf(a, sizeof(a), "d%u/churn%u", rnd(NDIRS), rnd(NCHURN));
	(void)snprintf(b, sizeof(b), "d%u/churn%u", rnd(NDIRS), rnd(NCHURN));
	switch (rnd(8)) {
	case 0:
		(void)rename(a, b);
		break;
	case 1:
		(void)unlink(a);
		break;
	case 2:
		(void)link(a, b);
		break;
	case 3:
		(void)symlink(b, a);
		break;
	case 4:
		(void)truncate(a, rnd(20 * BLOCK));
		break;
	case 5:
		(void)unlink(a);
		if (mkdir(a, 0755) == -1)
			(void)rmdir(a);
		break;
	default:
		fd = open(a, O_WRONLY | O_CREAT | O_NOFOLLOW, 0644);
		if (fd == -1)
			break;
		memset(buf, (int)rnd(256), sizeof(buf));
		(void)lseek(fd, rnd(100 * BLOCK), SEEK_SET);
		(void)write(fd, buf, 1 + rnd(sizeof(buf)));
		if (rnd(8) == 0)
			(void)fsync(fd);
		(void)close(fd);
		break;
	}
}

/* One file to keep, perhaps renamed before it is synced. */
static void
keep(unsigned int n)
{
	unsigned int block, blocks, dir = rnd(NDIRS), sparse, tail;
	uint32_t id = rnd(UINT32_MAX);
	char buf[BLOCK + 1], name[64], path[64];
	ssize_t len;
	int fd, i;

	/* Mostly small, sometimes with indirect and doubly indirect blocks. */
	blocks = rnd(4) != 0 ? rnd(8) : rnd(4) != 0 ? rnd(100) :
	    1024 + rnd(100);
	tail = rnd(BLOCK);
	sparse = blocks > 8;
	(void)snprintf(path, sizeof(path), "d%u/keep%u", dir, n);
	(void)strcpy(name, path);
	if (rnd(3) == 0)
		(void)snprintf(name, sizeof(name), "d%u/new", rnd(NDIRS));
	if ((fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0644)) == -1)
		err(1, "%s", name);
	for (block = 0; block <= blocks; block++) {
		for (i = 0; i < BLOCK / 16; i++)
			(void)snprintf(buf + 16 * i, 17, "%08x%08x", id, block);
		if (sparse && block % 3 == 2 && block != blocks) {
			if (lseek(fd, BLOCK, SEEK_CUR) == -1)
				err(1, "%s", name);
			continue;
		}
		len = block == blocks ? (ssize_t)tail : BLOCK;
		if (write(fd, buf, (size_t)len) != len)
			err(1, "%s", name);
		if (rnd(16) == 0)
			churn();
	}
	if (strcmp(name, path) != 0 && rename(name, path) == -1)
		err(1, "%s to %s", name, path);
	if (rnd(4) == 0)
		sync();
	else if (fsync(fd) == -1)
		err(1, "%s", path);
	(void)close(fd);
	(void)printf("kept %s %u %u %u %u\n", path, id, blocks, tail, sparse);
	(void)fflush(stdout);
}

int
main(int argc, char *argv[])
{
	char name[64];
	unsigned int n;
	int i;

	if (argc != 3) {
		(void)fprintf(stderr, "usage: h_powercut seed directory\n");
		return (1);
	}
	state = strtoull(argv[1], NULL, 10) * 0x9e3779b97f4a7c15 + 1;
	if (chdir(argv[2]) == -1)
		err(1, "%s", argv[2]);
	for (i = 0; i < NDIRS; i++) {
		(void)snprintf(name, sizeof(name), "d%d", i);
		if (mkdir(name, 0755) == -1)
			err(1, "%s", name);
	}
	(void)printf("start\n");
	(void)fflush(stdout);
	for (n = 0;; n++) {
		for (i = 0; i < 10; i++)
			churn();
		keep(n);
	}
}
