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

/* Move the data of a request; the error it ends with. */
static int
sd_transfer(const struct sd_req *sr)
{
	const struct bio *bp = sr->sr_bio;
	const u_int unit = sr->sr_unit;
	off_t offset = bp->bio_pblkno;
	bool power = false;
	int error = 0, i;

	if (bp->bio_cmd == BIO_FLUSH)
		return (host_disk_flush(unit, sr->sr_written));
	if (host_fault(SIM_FAULT_IO, NULL) != 0)
		return (EIO);
	if (bp->bio_cmd == BIO_WRITE) {
		if (host_fault(SIM_FAULT_SHORT, NULL) != 0) {
			(void)host_disk_write(unit, (u_long)offset,
			    bp->bio_vec[0].bv_base, rounddown2(
			    bp->bio_vec[0].bv_len / 2, SD_SECTOR), 0);
			return (EIO);
		}
		power = host_fault(SIM_FAULT_WRITE, NULL) != 0;
	}
	for (i = 0; i < bp->bio_nvec && error == 0; i++) {
		if (bp->bio_cmd == BIO_READ)
			error = host_disk_read(unit, (u_long)offset,
			    bp->bio_vec[i].bv_base, bp->bio_vec[i].bv_len);
		else
			error = host_disk_write(unit, (u_long)offset,
			    bp->bio_vec[i].bv_base, bp->bio_vec[i].bv_len,
			    (bp->bio_flags & BIO_FUA) != 0 && !power);
		offset += (off_t)bp->bio_vec[i].bv_len;
	}
	/* Nobody was told of this write: all, some or none of it remains. */
	if (power)
		host_stop(SIM_STOP_POWEROFF, NULL);
	return (error);
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
