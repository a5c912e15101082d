/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Simulated disks: sd0, sd1 ...  The bytes are the host's, which also knows
 * what of them a power cut would leave; here are the latencies, the order in
 * which requests end, and their errors.
 *
 * Model	A request ends some random time after it began, so requests
 *		overtake one another; flushes and writes with BIO_FUA too, which
 *		the contract of <sys/bio.h> permits.  A write reaches the disk's
 *		cache, and a read looks at it, at the moment it ends; a flush
 *		makes durable what had been written when it began, and no more.
 *
 *		What has ended waits in sd_ended, as in a device's ring: events
 *		put it there and the interrupt takes it, both without a point
 *		between their steps, so that no lock is needed.
 * Locks	(s) sd_lock, IPL_VM.
 */

#include <sys/param.h>
#include <sys/bio.h>
#include <sys/disk.h>
#include <sys/kmem.h>
#include <sys/md.h>
#include <sys/queue.h>
#include <sys/spin.h>
#include <sys/systm.h>
#include <machine/sim.h>

#define	SD_SECTOR	512
#define	SD_MAXREQ	32
#define	SD_MINLATENCY	20000		/* ns */
#define	SD_SPREAD	200000

struct sd_req {
	struct sim_event_at sr_event;
	struct bio	*sr_bio;
	u_int		sr_unit;
	u_long		sr_written;	/* when the request began */
	u_long		sr_moved;	/* bytes */
	u_long		sr_sum;		/* of them */
	STAILQ_ENTRY(sd_req) sr_link;
};
STAILQ_HEAD(sd_list, sd_req);

static struct spin sd_lock = SPIN_INITIALIZER("simdisk", IPL_VM);
static struct sd_req sd_reqs[SD_MAXREQ];
static struct sd_list sd_free;				/* (s) */
static struct sd_list sd_ended;
static TAILQ_HEAD(, bio) sd_waiting;			/* (s) */

static inline u_int
sd_unit(const struct bio *bp)
{

	return ((u_int)(uintptr_t)bp->bio_whole->d_softc);
}

static u_long
sd_checksum(u_long sum, const void *buf, size_t len)
{
	const uint64_t *p = buf;
	size_t i;

	for (i = 0; i < len / sizeof(*p); i++)
		sum = (sum ^ p[i]) * 0x9e3779b97f4a7c15;
	return (sum ^ sum >> 32);
}

/* Move the first bytes of a request; past the disk's cache, if through. */
static void
sd_move(struct sd_req *sr, size_t left, bool through)
{
	const struct bio *bp = sr->sr_bio;
	const struct bio_vec *bv;
	u_long offset = (u_long)bp->bio_pblkno;
	size_t n;

	sr->sr_moved = left;
	for (bv = bp->bio_vec; left != 0; bv++) {
		n = MIN(left, bv->bv_len);
		if (bp->bio_cmd == BIO_READ)
			(void)host_disk_read(sr->sr_unit, offset, bv->bv_base,
			    n);
		else
			(void)host_disk_write(sr->sr_unit, offset, bv->bv_base,
			    n, through);
		sr->sr_sum = sd_checksum(sr->sr_sum, bv->bv_base, n);
		offset += n;
		left -= n;
	}
}

/* So many bytes move when a request breaks off: not all, and some if it can. */
static size_t
sd_short(const struct bio *bp)
{
	size_t sectors = bp->bio_length / SD_SECTOR;

	return (sectors < 2 ? 0 :
	    (1 + host_random() % (sectors - 1)) * SD_SECTOR);
}

/* Move the data of a request; the error it ends with. */
static int
sd_transfer(struct sd_req *sr)
{
	const struct bio *bp = sr->sr_bio;
	bool power;

	sr->sr_moved = sr->sr_sum = 0;
	if (host_fault(SIM_FAULT_IO, NULL) != 0)
		return (EIO);
	if (bp->bio_cmd == BIO_FLUSH)
		return (host_disk_flush(sr->sr_unit, sr->sr_written));
	if (host_fault(SIM_FAULT_SHORT, NULL) != 0) {
		sd_move(sr, sd_short(bp), false);
		return (EIO);
	}
	power = bp->bio_cmd == BIO_WRITE &&
	    host_fault(SIM_FAULT_WRITE, NULL) != 0;
	sd_move(sr, bp->bio_length, (bp->bio_flags & BIO_FUA) != 0 && !power);
	/* Nobody was told of this write: all, some or none of it remains. */
	if (power)
		host_stop(SIM_STOP_POWEROFF, NULL);
	return (0);
}

/* The event: the request ends now. */
static void
sd_end(void *arg)
{
	struct sd_req *sr = arg;

	sr->sr_bio->bio_error = sd_transfer(sr);
	STAILQ_INSERT_TAIL(&sd_ended, sr, sr_link);
	sim_intr_post(sr->sr_unit % ncpu, SIM_INTR_DEVICE);
}

/* Start what waits while there is room; sd_lock held. */
static void
sd_start(void)
{
	struct sd_req *sr;
	struct bio *bp;

	while ((bp = TAILQ_FIRST(&sd_waiting)) != NULL &&
	    (sr = STAILQ_FIRST(&sd_free)) != NULL) {
		TAILQ_REMOVE(&sd_waiting, bp, bio_link);
		STAILQ_REMOVE_HEAD(&sd_free, sr_link);
		sr->sr_bio = bp;
		sr->sr_unit = sd_unit(bp);
		sr->sr_written = host_disk_written(sr->sr_unit);
		sr->sr_event.se_when = md_time_ns() + SD_MINLATENCY +
		    host_random() % SD_SPREAD;
		sr->sr_event.se_fn = sd_end;
		sr->sr_event.se_arg = sr;
		sim_trace(SIM_EV_DISK_START, sr->sr_unit, bp->bio_cmd,
		    (u_long)bp->bio_pblkno);
		sim_event_add(&sr->sr_event);
	}
}

static void
sd_strategy(struct disk *d, struct bio *bp)
{

	spin_enter(&sd_lock);
	TAILQ_INSERT_TAIL(&sd_waiting, bp, bio_link);
	sd_start();
	spin_exit(&sd_lock);
}

void
sim_disk_intr(void)
{
	struct sd_req *sr;
	struct bio *bp;

	while ((sr = STAILQ_FIRST(&sd_ended)) != NULL) {
		STAILQ_REMOVE_HEAD(&sd_ended, sr_link);
		bp = sr->sr_bio;
		sim_trace(SIM_EV_DISK_END, sr->sr_unit,
		    (u_long)bp->bio_pblkno, (u_long)bp->bio_error);
		if (sr->sr_moved != 0)
			sim_trace(SIM_EV_DISK_DATA, sr->sr_unit, sr->sr_moved,
			    sr->sr_sum);
		spin_enter(&sd_lock);
		STAILQ_INSERT_TAIL(&sd_free, sr, sr_link);
		sd_start();
		spin_exit(&sd_lock);
		bio_complete(bp, bp->bio_error);
	}
}

/*
 * Attach the host's n disks; thread context.
 */
void
sim_disk_attach(u_int n)
{
	struct disk *d;
	u_int i;

	STAILQ_INIT(&sd_free);
	STAILQ_INIT(&sd_ended);
	TAILQ_INIT(&sd_waiting);
	for (i = 0; i < SD_MAXREQ; i++)
		STAILQ_INSERT_TAIL(&sd_free, &sd_reqs[i], sr_link);
	for (i = 0; i < n; i++) {
		d = kmem_zalloc(sizeof(*d), KM_SLEEP);
		if (d == NULL)
			panic("no memory for sd%u", i);
		snprintf(d->d_name, sizeof(d->d_name), "sd%u", i);
		d->d_sectorsize = SD_SECTOR;
		d->d_mediasize = (off_t)host_disk_size(i);
		d->d_maxvec = BIO_MAXVEC;
		d->d_strategy = sd_strategy;
		d->d_softc = (void *)(uintptr_t)i;
		if (disk_attach(d) != 0)
			panic("sd%u cannot be attached", i);
	}
}
