/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What simulated disks hold.
 *
 * Model	A disk is an image that never changes and, over it, blocks that
 *		were written.  A write goes to the disk's cache: a list of the
 *		sectors written since the last flush, in order.  A flush empties
 *		it.  After a power cut the disk has what was flushed and, of the
 *		cache, any subset of sectors, each in any version that was
 *		written: that is what a disk without more promises may do, and
 *		sectors are never torn inside.
 */

#include <sys/mman.h>
#include <sys/stat.h>
#include <err.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host.h"

#define	DISKS		4
#define	BLOCK		4096UL
#define	SECTOR		512UL

struct unflushed {
	unsigned long	u_sector;
	unsigned char	u_data[SECTOR];
};

/* What was written over the image. */
struct overlay {
	unsigned char	**o_block;	/* NULL: the image's */
	unsigned long	*o_list;	/* which are not NULL */
	size_t		o_count;
};

struct disk {
	size_t		d_size;		/* 0: there is none */
	const unsigned char *d_image;	/* d_imagesize bytes, then zeros */
	size_t		d_imagesize;
	struct overlay	d_now;
	struct overlay	d_saved;
	struct unflushed *d_cache;	/* in order of writing */
	size_t		d_ncache, d_maxcache;
	size_t		d_savedcache;	/* how many at the snapshot */
};

static struct disk disks[SIM_NODES][DISKS];
static unsigned node;

static void *
xcalloc(size_t n, size_t size)
{
	void *p;

	p = calloc(n, size);
	if (p == NULL)
		err(1, "calloc");
	return (p);
}

void
disk_node(unsigned n)
{

	node = n;
}

static size_t
nblocks(const struct disk *d)
{

	return ((d->d_size + BLOCK - 1) / BLOCK);
}

static void
overlay_init(struct overlay *o, size_t n)
{

	o->o_block = xcalloc(n, sizeof(o->o_block[0]));
	o->o_list = xcalloc(n, sizeof(o->o_list[0]));
	o->o_count = 0;
}

static void
overlay_clear(struct overlay *o)
{
	size_t i;

	for (i = 0; i < o->o_count; i++) {
		free(o->o_block[o->o_list[i]]);
		o->o_block[o->o_list[i]] = NULL;
	}
	o->o_count = 0;
}

/*
 * Give the selected instance a disk of size bytes (0: the image's); path may
 * be NULL.
 */
void
disk_attach_image(unsigned unit, const char *path, size_t size)
{
	struct disk *d = &disks[node][unit];
	struct stat st;
	int fd;

	if (path != NULL) {
		fd = open(path, O_RDONLY);
		if (fd < 0 || fstat(fd, &st) != 0)
			err(1, "%s", path);
		d->d_imagesize = (size_t)st.st_size;
		d->d_image = mmap(NULL, d->d_imagesize, PROT_READ,
		    MAP_PRIVATE, fd, 0);
		if (d->d_image == MAP_FAILED)
			err(1, "%s", path);
		close(fd);
	}
	d->d_size = size != 0 ? size : d->d_imagesize;
	if (d->d_now.o_block == NULL) {
		overlay_init(&d->d_now, nblocks(d));
		overlay_init(&d->d_saved, nblocks(d));
	}
	overlay_clear(&d->d_now);
	d->d_ncache = 0;
}

static void
image_read(const struct disk *d, size_t offset, unsigned char *p, size_t len)
{
	size_t have;

	have = offset < d->d_imagesize ? d->d_imagesize - offset : 0;
	if (have > len)
		have = len;
	if (have != 0)
		memcpy(p, d->d_image + offset, have);
	memset(p + have, 0, len - have);
}

static unsigned char *
block_for_write(struct disk *d, struct overlay *o, size_t n)
{

	if (o->o_block[n] == NULL) {
		o->o_block[n] = xcalloc(1, BLOCK);
		image_read(d, n * BLOCK, o->o_block[n], BLOCK);
		o->o_list[o->o_count++] = n;
	}
	return (o->o_block[n]);
}

static void
cache_add(struct disk *d, unsigned long sector, const unsigned char *p)
{

	if (d->d_ncache == d->d_maxcache) {
		d->d_maxcache = d->d_maxcache != 0 ? 2 * d->d_maxcache : 64;
		d->d_cache = realloc(d->d_cache, d->d_maxcache *
		    sizeof(d->d_cache[0]));
		if (d->d_cache == NULL)
			err(1, "realloc");
	}
	d->d_cache[d->d_ncache].u_sector = sector;
	memcpy(d->d_cache[d->d_ncache++].u_data, p, SECTOR);
}

unsigned long
host_disk_size(unsigned unit)
{

	return (disks[node][unit].d_size);
}

int
host_disk_read(unsigned unit, unsigned long offset, void *buf,
    unsigned long len)
{
	struct disk *d = &disks[node][unit];
	unsigned char *p = buf, *b;
	size_t in, n;

	for (; len != 0; offset += n, p += n, len -= n) {
		in = offset % BLOCK;
		n = BLOCK - in < len ? BLOCK - in : len;
		b = d->d_now.o_block[offset / BLOCK];
		if (b != NULL)
			memcpy(p, b + in, n);
		else
			image_read(d, offset, p, n);
	}
	return (0);
}

int
host_disk_write(unsigned unit, unsigned long offset, const void *buf,
    unsigned long len, int through)
{
	struct disk *d = &disks[node][unit];
	const unsigned char *p = buf;
	size_t in;

	for (; len != 0; offset += SECTOR, p += SECTOR, len -= SECTOR) {
		in = offset % BLOCK;
		/* The durable version, should the power be cut. */
		if (!through)
			cache_add(d, offset / SECTOR, block_for_write(d,
			    &d->d_now, offset / BLOCK) + in);
		memcpy(block_for_write(d, &d->d_now, offset / BLOCK) + in, p,
		    SECTOR);
	}
	return (0);
}

int
host_disk_flush(unsigned unit)
{

	disks[node][unit].d_ncache = 0;
	return (0);
}

static void
overlay_copy(struct disk *d, struct overlay *to, const struct overlay *from)
{
	size_t i;

	overlay_clear(to);
	for (i = 0; i < from->o_count; i++)
		memcpy(block_for_write(d, to, from->o_list[i]),
		    from->o_block[from->o_list[i]], BLOCK);
}

void
disk_snapshot(void)
{
	struct disk *d;

	for (d = disks[node]; d < disks[node] + DISKS; d++) {
		if (d->d_size == 0)
			continue;
		overlay_copy(d, &d->d_saved, &d->d_now);
		d->d_savedcache = d->d_ncache;
	}
}

void
disk_restore(void)
{
	struct disk *d;

	for (d = disks[node]; d < disks[node] + DISKS; d++) {
		if (d->d_size == 0)
			continue;
		overlay_copy(d, &d->d_now, &d->d_saved);
		d->d_ncache = 0;
	}
}
