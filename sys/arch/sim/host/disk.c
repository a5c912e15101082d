/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What simulated disks hold.
 *
 * Model	A disk is an image that never changes and, over it, blocks that
 *		were written.  What is written since the last flush is in the
 *		disk's cache; d_undo has, in order of writing, what each sector
 *		held before.  A flush takes from it what had been written when
 *		the flush began.  After a power cut each sector
 *		in it holds what was durable, or any version that was written
 *		since: so much may a disk without more promises do.  A sector is
 *		never torn inside.
 *
 *		Beside the disks a number is kept for the scenario, from before
 *		a power cut to after it.
 */

#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <err.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host.h"

#define	DISKS		4
#define	BLOCK		4096UL
#define	SECTOR		512UL

struct undo {
	unsigned long	u_sector;
	unsigned long	u_number;	/* of the write, from 1 */
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
	struct undo	*d_undo;
	size_t		d_nundo, d_maxundo;
	unsigned long	d_written;	/* sectors, so far */
};

static struct disk disks[SIM_NODES][DISKS];
static unsigned node;
static unsigned long kept[SIM_NODES];

#define	FSCK_TIME	"1767225600"	/* as the images' */

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
overlay_clear(struct overlay *o)
{
	size_t i;

	for (i = 0; i < o->o_count; i++) {
		free(o->o_block[o->o_list[i]]);
		o->o_block[o->o_list[i]] = NULL;
	}
	o->o_count = 0;
}

static void
overlay_init(struct overlay *o, size_t n)
{

	overlay_clear(o);
	free(o->o_block);
	free(o->o_list);
	o->o_block = xcalloc(n, sizeof(o->o_block[0]));
	o->o_list = xcalloc(n, sizeof(o->o_list[0]));
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
	overlay_init(&d->d_now, nblocks(d));
	overlay_init(&d->d_saved, nblocks(d));
	d->d_nundo = 0;
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
undo_add(struct disk *d, unsigned long sector, const unsigned char *p)
{

	if (d->d_nundo == d->d_maxundo) {
		d->d_maxundo = d->d_maxundo != 0 ? 2 * d->d_maxundo : 64;
		d->d_undo = realloc(d->d_undo, d->d_maxundo *
		    sizeof(d->d_undo[0]));
		if (d->d_undo == NULL)
			err(1, "realloc");
	}
	d->d_undo[d->d_nundo].u_sector = sector;
	d->d_undo[d->d_nundo].u_number = ++d->d_written;
	memcpy(d->d_undo[d->d_nundo++].u_data, p, SECTOR);
}

/* A sector is durable as it is. */
static void
undo_forget(struct disk *d, unsigned long sector)
{
	size_t i, n = 0;

	for (i = 0; i < d->d_nundo; i++)
		if (d->d_undo[i].u_sector != sector)
			d->d_undo[n++] = d->d_undo[i];
	d->d_nundo = n;
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
		if (through)
			undo_forget(d, offset / SECTOR);
		else
			undo_add(d, offset / SECTOR, block_for_write(d,
			    &d->d_now, offset / BLOCK) + in);
		memcpy(block_for_write(d, &d->d_now, offset / BLOCK) + in, p,
		    SECTOR);
	}
	return (0);
}

/*
 * The number of the last sector that was written.
 */
unsigned long
host_disk_written(unsigned unit)
{

	return (disks[node][unit].d_written);
}

/*
 * What was written up to that number is durable.
 */
int
host_disk_flush(unsigned unit, unsigned long upto)
{
	struct disk *d = &disks[node][unit];
	size_t i, n = 0;

	for (i = 0; i < d->d_nundo; i++)
		if (d->d_undo[i].u_number > upto)
			d->d_undo[n++] = d->d_undo[i];
	d->d_nundo = n;
	return (0);
}

/*
 * What the scenario wants to know after a power cut; 0 at the start of a run.
 */
void
host_keep(unsigned long value)
{

	kept[node] = value;
}

unsigned long
host_kept(void)
{

	return (kept[node]);
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

/*
 * The power is cut: choose for each sector in the cache which version stays.
 * *which is a number whose digits say so, one for each sector, or NULL.  How
 * many such numbers there are, with all that *countp says there are already.
 */
static void
power_cut(struct disk *d, unsigned long *which, unsigned long *countp)
{
	unsigned long sector;
	size_t i, j, n, keep;

	while (d->d_nundo != 0) {
		sector = d->d_undo[0].u_sector;
		for (i = n = 0; i < d->d_nundo; i++)
			n += d->d_undo[i].u_sector == sector;
		/* n: the last version */
		keep = (which != NULL ? *which : host_random()) % (n + 1);
		if (which != NULL)
			*which /= n + 1;
		if (__builtin_mul_overflow(*countp, n + 1, countp))
			*countp = ~0UL;
		for (i = j = 0; i < d->d_nundo; i++) {
			if (d->d_undo[i].u_sector != sector || j++ != keep)
				continue;
			memcpy(block_for_write(d, &d->d_now, sector * SECTOR /
			    BLOCK) + sector * SECTOR % BLOCK,
			    d->d_undo[i].u_data, SECTOR);
		}
		trace_mix(sector);
		trace_mix(keep);
		undo_forget(d, sector);
	}
}

/*
 * Leave the which-th, from 1, of all states in which a power cut may leave the
 * disks; 0: one by the seed.  How many there are.
 */
unsigned long
disk_power_cut(unsigned long which)
{
	unsigned long digits = which - 1, count = 1;
	struct disk *d;

	for (d = disks[node]; d < disks[node] + DISKS; d++)
		power_cut(d, which != 0 ? &digits : NULL, &count);
	return (count);
}

/*
 * Have e2fsck(8) repair a disk, at a time that is always the same; false when
 * it cannot.
 */
bool
disk_fsck(unsigned unit)
{
	struct disk *d = &disks[node][unit];
	char path[] = "/tmp/simdiskXXXXXX", cmd[128];
	unsigned char block[BLOCK], old[BLOCK];
	size_t i, j;
	int fd, status;

	fd = mkstemp(path);
	if (fd < 0)
		err(1, "%s", path);
	for (i = 0; i < nblocks(d); i++) {
		(void)host_disk_read(unit, i * BLOCK, block, BLOCK);
		if (pwrite(fd, block, BLOCK, (off_t)(i * BLOCK)) !=
		    (ssize_t)BLOCK)
			err(1, "%s", path);
	}
	snprintf(cmd, sizeof(cmd), "PATH=$PATH:/usr/sbin:/sbin "
	    "E2FSCK_TIME=" FSCK_TIME " e2fsck -fy %s >/dev/null 2>&1", path);
	status = system(cmd);
	for (i = 0; i < nblocks(d); i++) {
		if (pread(fd, block, BLOCK, (off_t)(i * BLOCK)) !=
		    (ssize_t)BLOCK)
			err(1, "%s", path);
		(void)host_disk_read(unit, i * BLOCK, old, BLOCK);
		if (memcmp(old, block, BLOCK) == 0)
			continue;
		memcpy(block_for_write(d, &d->d_now, i), block, BLOCK);
		trace_mix(i);
		for (j = 0; j < BLOCK; j++)
			trace_mix(block[j]);
	}
	close(fd);
	unlink(path);
	trace_mix((uint64_t)status);
	return (WIFEXITED(status) && WEXITSTATUS(status) <= 1);
}

void
disk_snapshot(void)
{
	struct disk *d;

	kept[node] = 0;
	for (d = disks[node]; d < disks[node] + DISKS; d++) {
		if (d->d_size == 0)
			continue;
		overlay_copy(d, &d->d_saved, &d->d_now);
		d->d_nundo = 0;
	}
}

void
disk_restore(void)
{
	struct disk *d;

	kept[node] = 0;
	for (d = disks[node]; d < disks[node] + DISKS; d++) {
		if (d->d_size == 0)
			continue;
		overlay_copy(d, &d->d_now, &d->d_saved);
		d->d_nundo = 0;
	}
}
