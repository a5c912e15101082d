/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Block I/O requests.
 *
 * A struct bio belongs to its submitter until bio_submit(); then to the block
 * layer and the driver until bio_done is called, in a SOFTINT_BLOCK thread,
 * exactly once; then to the submitter again.  A request either moves all of
 * its bytes or fails as a whole: after an error what it wrote is unknown.
 *
 * Order	Requests may complete in any order.  BIO_FLUSH makes durable
 *		all writes that completed before it was submitted; a BIO_WRITE
 *		with BIO_FUA is durable when it completes.
 * Memory	Vectors hold kernel addresses inside the direct map: drivers
 *		turn them into physical addresses with DMAP_TO_PHYS().
 */
#ifndef _SYS_BIO_H_
#define	_SYS_BIO_H_

#include <sys/types.h>
#include <sys/queue.h>

#ifdef _KERNEL

struct disk;

#define	BIO_MAXVEC	32		/* vectors in one request */

enum bio_cmd {
	BIO_READ,
	BIO_WRITE,
	BIO_FLUSH,			/* no data */
};

#define	BIO_FUA		0x01		/* write through the device's cache */

struct bio_vec {
	void		*bv_base;	/* direct-map address */
	size_t		 bv_len;	/* multiple of the sector size */
};

struct bio {
	TAILQ_ENTRY(bio) bio_link;	/* for the layer that owns it */
	struct disk	*bio_disk;
	enum bio_cmd	 bio_cmd;
	int		 bio_flags;
	off_t		 bio_offset;	/* bytes from the start of bio_disk */
	size_t		 bio_length;	/* sum of the vectors */
	int		 bio_nvec;
	struct bio_vec	 bio_vec[BIO_MAXVEC];
	int		 bio_error;	/* valid in bio_done */
	void		(*bio_done)(struct bio *);
	void		*bio_arg;	/* the submitter's */
	void		*bio_driver;	/* the driver's, while it owns it */
	off_t		 bio_pblkno;	/* sector on the whole disk */
	struct disk	*bio_whole;	/* disk whose driver serves it */
};

/*
 * Prepare a request for a disk: no vectors, no flags.
 */
void	bio_init(struct bio *, struct disk *, enum bio_cmd, off_t offset);

/*
 * Append a vector; EINVAL when the request is full or len is zero.
 */
int	bio_add(struct bio *, void *base, size_t len);

/*
 * Start a request; bio_done is called once it ends, in every case, and may be
 * called before this returns.  Thread or soft-interrupt context; does not
 * sleep.  A request outside the disk, not aligned to its sectors or larger than
 * it takes ends with EINVAL, one for a disk that went away with ENXIO.
 */
void	bio_submit(struct bio *);

/*
 * Start a request and sleep until it ends; bio_done and bio_arg are used by
 * this function.  Returns bio_error.  Thread context only.
 */
int	bio_wait(struct bio *);

/*
 * For drivers: a request ended.  Any context; bio_done runs in SOFTINT_BLOCK.
 */
void	bio_complete(struct bio *, int error);

#endif /* _KERNEL */
#endif /* !_SYS_BIO_H_ */
