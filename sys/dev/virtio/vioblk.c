/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Virtio block devices (VIRTIO 1.2, section 5.2): /dev/vbdN.
 *
 * Model	A bio becomes one or more device requests, one at a time: a
 *		device that takes fewer segments than a bio may have gets it
 *		in parts, and a write with BIO_FUA on a device with a write
 *		cache is followed by a flush.  struct vioblk_req follows a bio
 *		through its parts.  Bios that find no free request or no free
 *		descriptors wait in sc_queue, in order.
 *
 * Locks	the queue's vq_lock (q) covers everything that changes.
 * Context	d_strategy: any thread or soft interrupt; vioblk_intr: hard
 *		interrupt, which only takes requests back and starts waiting
 *		ones; bio_complete() defers the rest to the block soft
 *		interrupt.
 */
#include <sys/param.h>
#include <sys/bio.h>
#include <sys/disk.h>
#include <sys/endian.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/queue.h>
#include <sys/systm.h>

#include <dev/virtio/virtio.h>

#define	VIRTIO_BLK_F_SEG_MAX	(1ULL << 2)
#define	VIRTIO_BLK_F_RO		(1ULL << 5)
#define	VIRTIO_BLK_F_BLK_SIZE	(1ULL << 6)
#define	VIRTIO_BLK_F_FLUSH	(1ULL << 9)

#define	VIRTIO_BLK_T_IN		0
#define	VIRTIO_BLK_T_OUT	1
#define	VIRTIO_BLK_T_FLUSH	4

#define	VIRTIO_BLK_S_OK		0
#define	VIRTIO_BLK_S_UNSUPP	2

/* Offsets in the configuration space. */
#define	VIOBLK_CFG_CAPACITY	0	/* 64 bits, in 512-byte sectors */
#define	VIOBLK_CFG_SEG_MAX	12
#define	VIOBLK_CFG_BLK_SIZE	20

#define	VIOBLK_SECTOR		512	/* unit of the protocol */
#define	VIOBLK_MAXREQ		64
#define	VIOBLK_QUEUE		256

struct vioblk_hdr {			/* what the device reads */
	uint32_t	type;
	uint32_t	reserved;
	uint64_t	sector;
};

struct vioblk_req {
	struct vioblk_hdr vr_hdr;
	uint8_t		 vr_status;	/* what the device writes */
	bool		 vr_flushing;	/* the write is done, now its flush */
	int		 vr_vec;	/* first vector of the next part */
	int		 vr_nvec;	/* vectors of the part in progress */
	off_t		 vr_offset;	/* of the next part, bytes */
	struct bio	*vr_bio;
	struct vioblk_softc *vr_sc;
	SLIST_ENTRY(vioblk_req) vr_link;
};

struct vioblk_softc {
	struct virtio_dev *sc_dev;
	struct virtq	*sc_vq;
	struct disk	 sc_disk;
	u_int		 sc_segmax;	/* data segments of one request */
	bool		 sc_wcache;	/* has a cache that FLUSH empties */
	TAILQ_HEAD(, bio) sc_queue;	/* (q) */
	SLIST_HEAD(, vioblk_req) sc_free; /* (q) */
	struct vioblk_req *sc_reqs;
};

static u_int	vioblk_unit;		/* attachment is serial */

/*
 * Offer the next part of a request to the device; vq_lock held.
 */
static int
vioblk_start_part(struct vioblk_softc *sc, struct vioblk_req *vr)
{
	struct virtq_seg segs[BIO_MAXVEC + 2];
	struct bio *bp = vr->vr_bio;
	u_int n = 0;
	int i, nvec = 0;
	bool write;

	write = bp->bio_cmd != BIO_READ;
	if (bp->bio_cmd == BIO_FLUSH || vr->vr_flushing) {
		vr->vr_hdr.type = htole32(VIRTIO_BLK_T_FLUSH);
		vr->vr_hdr.sector = 0;
	} else {
		vr->vr_hdr.type = htole32(write ? VIRTIO_BLK_T_OUT :
		    VIRTIO_BLK_T_IN);
		vr->vr_hdr.sector = htole64((uint64_t)vr->vr_offset /
		    VIOBLK_SECTOR);
		nvec = (int)MIN((u_int)(bp->bio_nvec - vr->vr_vec),
		    sc->sc_segmax);
	}
	vr->vr_hdr.reserved = 0;
	vr->vr_status = 0xff;

	segs[n].vs_pa = virtio_kva_to_pa(&vr->vr_hdr);
	segs[n++].vs_len = sizeof(vr->vr_hdr);
	for (i = 0; i < nvec; i++) {
		segs[n].vs_pa =
		    virtio_kva_to_pa(bp->bio_vec[vr->vr_vec + i].bv_base);
		segs[n++].vs_len =
		    (uint32_t)bp->bio_vec[vr->vr_vec + i].bv_len;
	}
	segs[n].vs_pa = virtio_kva_to_pa(&vr->vr_status);
	segs[n++].vs_len = 1;
	vr->vr_nvec = nvec;
	return (virtq_put(sc->sc_vq, segs, write ? n - 1 : 1,
	    write ? 1 : n - 1, vr));
}

/*
 * Start waiting bios while there is room; vq_lock held.
 */
static void
vioblk_start_queued(struct vioblk_softc *sc)
{
	struct vioblk_req *vr;
	struct bio *bp;
	int error;

	while ((bp = TAILQ_FIRST(&sc->sc_queue)) != NULL &&
	    (vr = SLIST_FIRST(&sc->sc_free)) != NULL) {
		vr->vr_bio = bp;
		vr->vr_vec = 0;
		vr->vr_offset = bp->bio_pblkno;
		vr->vr_flushing = false;
		error = vioblk_start_part(sc, vr);
		if (error == EAGAIN)
			break;
		TAILQ_REMOVE(&sc->sc_queue, bp, bio_link);
		if (error != 0) {
			bio_complete(bp, error);
			continue;
		}
		SLIST_REMOVE_HEAD(&sc->sc_free, vr_link);
	}
}

static void
vioblk_strategy(struct disk *d, struct bio *bp)
{
	struct vioblk_softc *sc = d->d_softc;

	if (bp->bio_cmd == BIO_FLUSH && !sc->sc_wcache) {
		bio_complete(bp, 0);
		return;
	}
	spin_enter(&sc->sc_vq->vq_lock);
	TAILQ_INSERT_TAIL(&sc->sc_queue, bp, bio_link);
	vioblk_start_queued(sc);
	virtq_kick(sc->sc_vq);
	spin_exit(&sc->sc_vq->vq_lock);
}

/*
 * A part ended well: what is left of its bio?  Returns true when another part
 * was prepared.
 */
static bool
vioblk_advance(struct vioblk_softc *sc, struct vioblk_req *vr)
{
	struct bio *bp = vr->vr_bio;
	int i;

	if (bp->bio_cmd == BIO_FLUSH || vr->vr_flushing)
		return (false);
	for (i = 0; i < vr->vr_nvec; i++)
		vr->vr_offset += (off_t)bp->bio_vec[vr->vr_vec + i].bv_len;
	vr->vr_vec += vr->vr_nvec;
	if (vr->vr_vec < bp->bio_nvec)
		return (true);
	if (bp->bio_cmd == BIO_WRITE && (bp->bio_flags & BIO_FUA) != 0 &&
	    sc->sc_wcache) {
		vr->vr_flushing = true;
		return (true);
	}
	return (false);
}

static void
vioblk_intr(struct virtq *vq)
{
	struct vioblk_softc *sc = vq->vq_arg;
	struct vioblk_req *vr;
	uint32_t len;
	int error;

	spin_enter(&vq->vq_lock);
	while ((vr = virtq_get(vq, &len)) != NULL) {
		error = 0;
		if (vr->vr_status == VIRTIO_BLK_S_UNSUPP)
			error = EOPNOTSUPP;
		else if (vr->vr_status != VIRTIO_BLK_S_OK)
			error = EIO;
		/*
		 * A next part has at most the descriptors that the one just
		 * taken back had, so putting it cannot find too few.
		 */
		if (error == 0 && vioblk_advance(sc, vr)) {
			error = vioblk_start_part(sc, vr);
			if (error == 0)
				continue;
		}
		bio_complete(vr->vr_bio, error);
		vr->vr_bio = NULL;
		SLIST_INSERT_HEAD(&sc->sc_free, vr, vr_link);
	}
	vioblk_start_queued(sc);
	virtq_kick(vq);
	spin_exit(&vq->vq_lock);
}

static int
vioblk_geometry(struct virtio_dev *v, struct vioblk_softc *sc)
{
	struct disk *d = &sc->sc_disk;
	uint64_t capacity;
	uint32_t val;

	virtio_config_read(v, VIOBLK_CFG_CAPACITY, &capacity,
	    sizeof(capacity));
	capacity = le64toh(capacity);
	if (capacity > INT64_MAX / VIOBLK_SECTOR)
		return (SET_ERROR(EINVAL));
	d->d_mediasize = (off_t)(capacity * VIOBLK_SECTOR);
	d->d_sectorsize = VIOBLK_SECTOR;
	if ((v->v_features & VIRTIO_BLK_F_BLK_SIZE) != 0) {
		virtio_config_read(v, VIOBLK_CFG_BLK_SIZE, &val, sizeof(val));
		val = le32toh(val);
		if (val >= VIOBLK_SECTOR && val <= PAGE_SIZE &&
		    (val & (val - 1)) == 0)
			d->d_sectorsize = val;
	}
	sc->sc_segmax = 1;
	if ((v->v_features & VIRTIO_BLK_F_SEG_MAX) != 0) {
		virtio_config_read(v, VIOBLK_CFG_SEG_MAX, &val, sizeof(val));
		sc->sc_segmax = MAX(1, MIN(le32toh(val), BIO_MAXVEC));
	}
	return (0);
}

static int
vioblk_attach(struct virtio_dev *v)
{
	struct vioblk_softc *sc;
	struct disk *d;
	int error, i;

	sc = kmem_zalloc(sizeof(*sc), KM_SLEEP);
	if (sc == NULL)
		return (SET_ERROR(ENOMEM));
	sc->sc_dev = v;
	v->v_softc = sc;
	TAILQ_INIT(&sc->sc_queue);
	SLIST_INIT(&sc->sc_free);
	sc->sc_reqs = kmem_zalloc(VIOBLK_MAXREQ * sizeof(sc->sc_reqs[0]),
	    KM_SLEEP);
	if (sc->sc_reqs == NULL) {
		error = SET_ERROR(ENOMEM);
		goto fail_sc;
	}
	for (i = 0; i < VIOBLK_MAXREQ; i++)
		SLIST_INSERT_HEAD(&sc->sc_free, &sc->sc_reqs[i], vr_link);

	error = virtio_negotiate(v, VIRTIO_BLK_F_SEG_MAX | VIRTIO_BLK_F_RO |
	    VIRTIO_BLK_F_BLK_SIZE | VIRTIO_BLK_F_FLUSH);
	if (error != 0)
		goto fail_reqs;
	error = vioblk_geometry(v, sc);
	if (error != 0)
		goto fail_reqs;
	error = virtq_create(v, 0, VIOBLK_QUEUE, vioblk_intr, sc, "vioblk",
	    &sc->sc_vq);
	if (error != 0)
		goto fail_reqs;
	/* A part with its header and status must fit into an empty queue. */
	if (sc->sc_vq->vq_num < 3) {
		error = SET_ERROR(EINVAL);
		goto fail_reqs;
	}
	sc->sc_segmax = MIN(sc->sc_segmax, sc->sc_vq->vq_num - 2);
	sc->sc_wcache = (v->v_features & VIRTIO_BLK_F_FLUSH) != 0;
	virtio_driver_ok(v);

	d = &sc->sc_disk;
	snprintf(d->d_name, sizeof(d->d_name), "vbd%u", vioblk_unit++);
	if ((v->v_features & VIRTIO_BLK_F_RO) != 0)
		d->d_flags |= DISK_RDONLY;
	d->d_maxvec = BIO_MAXVEC;
	d->d_strategy = vioblk_strategy;
	d->d_softc = sc;
	printf("%s: %s, %ju MiB%s%s\n", v->v_name, d->d_name,
	    (uintmax_t)d->d_mediasize >> 20,
	    (d->d_flags & DISK_RDONLY) != 0 ? ", read-only" : "",
	    sc->sc_wcache ? ", write cache" : "");
	/* The queue works: its memory stays even when the disk fails. */
	return (disk_attach(d));

fail_reqs:
	kmem_free(sc->sc_reqs, VIOBLK_MAXREQ * sizeof(sc->sc_reqs[0]));
fail_sc:
	v->v_softc = NULL;
	kmem_free(sc, sizeof(*sc));
	return (error);
}

static const struct virtio_driver vioblk_driver = {
	.vd_name = "vioblk",
	.vd_type = VIRTIO_ID_BLOCK,
	.vd_attach = vioblk_attach,
};
VIRTIO_DRIVER(vioblk_driver);
