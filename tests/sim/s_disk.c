/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The block layer before a driver that has limits: what is too large does not
 * reach it.
 */

#include <sys/param.h>
#include <sys/bio.h>
#include <sys/disk.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/systm.h>
#include <machine/sim.h>

#define	SECTOR		512
#define	SECTORS		16
#define	MAXIO		(2 * SECTOR)
#define	MAXVEC		2

static uint8_t	media[SECTORS * SECTOR];
static u_int	requests;		/* that reached the driver */
static struct disk disk;

static void
limited_strategy(struct disk *d, struct bio *bp)
{
	uint8_t *p = &media[bp->bio_pblkno];
	const struct bio_vec *bv;
	int i;

	requests++;
	SIM_CHECK(bp->bio_length <= MAXIO && bp->bio_nvec <= MAXVEC);
	for (i = 0; i < bp->bio_nvec; i++) {
		bv = &bp->bio_vec[i];
		if (bp->bio_cmd == BIO_READ)
			memcpy(bv->bv_base, p, bv->bv_len);
		else
			memcpy(p, bv->bv_base, bv->bv_len);
		p += bv->bv_len;
	}
	bio_complete(bp, 0);
}

/* One request of nvec pieces of len bytes each. */
static int
request(uint8_t *buf, int nvec, size_t len)
{
	struct bio *bp;
	int error, i;

	bp = kmem_alloc(sizeof(*bp), KM_SLEEP);
	SIM_CHECK(bp != NULL);
	bio_init(bp, &disk, BIO_WRITE, 0);
	for (i = 0; i < nvec; i++)
		SIM_CHECK_EQ(bio_add(bp, buf, len), 0);
	error = bio_wait(bp);
	kmem_free(bp, sizeof(*bp));
	return (error);
}

static void
disk_limits(void)
{
	uint8_t *buf;
	u_int i;

	for (i = 0; i < sizeof(media); i++)
		media[i] = (uint8_t)(i / SECTOR);
	buf = kmem_alloc(sizeof(media), KM_SLEEP);
	SIM_CHECK(buf != NULL);
	strlcpy(disk.d_name, "limited", sizeof(disk.d_name));
	disk.d_sectorsize = SECTOR;
	disk.d_mediasize = sizeof(media);
	disk.d_maxio = MAXIO;
	disk.d_maxvec = MAXVEC;
	disk.d_strategy = limited_strategy;
	SIM_CHECK_EQ(disk_attach(&disk), 0);

	/* A transfer is split. */
	requests = 0;
	SIM_CHECK_EQ(disk_read(&disk, SECTOR, buf, 5 * SECTOR), 0);
	SIM_CHECK_EQ(requests, 3);
	SIM_CHECK(memcmp(buf, media + SECTOR, 5 * SECTOR) == 0);
	memset(buf, 0x55, 3 * SECTOR);
	requests = 0;
	SIM_CHECK_EQ(disk_write(&disk, 13 * SECTOR, buf, 3 * SECTOR), 0);
	SIM_CHECK_EQ(requests, 2);
	SIM_CHECK(memcmp(buf, media + 13 * SECTOR, 3 * SECTOR) == 0);
	SIM_CHECK(media[13 * SECTOR - 1] == 12);

	/* A request is not. */
	requests = 0;
	SIM_CHECK_EQ(request(buf, 1, MAXIO + SECTOR), EINVAL);
	SIM_CHECK_EQ(request(buf, MAXVEC + 1, SECTOR), EINVAL);
	SIM_CHECK_EQ(request(buf, 2, 2 * SECTOR), EINVAL);
	SIM_CHECK_EQ(requests, 0);
	SIM_CHECK_EQ(request(buf, 1, MAXIO), 0);
	SIM_CHECK_EQ(request(buf, MAXVEC, SECTOR), 0);
	SIM_CHECK_EQ(requests, 2);

	disk_detach(&disk);
	SIM_CHECK_EQ(disk_read(&disk, 0, buf, SECTOR), ENXIO);
	kmem_free(buf, sizeof(media));
}
SIM_SCENARIO(disk_limits, 2, 0, disk_limits,
    "a disk whose requests have a largest size");
