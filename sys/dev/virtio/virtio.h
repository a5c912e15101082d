/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Virtio devices: what drivers see of them, whatever the transport.
 *
 * Follows the OASIS "Virtual I/O Device (VIRTIO) Version 1.2" standard; legacy
 * devices are refused.  A transport (virtio_pci.c, virtio_mmio.c) finds a
 * device, fills in its virtio_ops and calls virtio_attach(); the core resets
 * it and hands it to the driver of its type, which
 *
 *	1. agrees on features with virtio_negotiate(),
 *	2. makes its queues with virtq_create(),
 *	3. calls virtio_driver_ok() and only then kicks queues.
 *
 * Device memory is hostile: a device may write any value at any time to the
 * used ring and to its configuration space.  The core checks every index and
 * returns lengths no larger than what the driver offered.
 */
#ifndef _DEV_VIRTIO_VIRTIO_H_
#define	_DEV_VIRTIO_VIRTIO_H_

#include <sys/types.h>
#include <sys/linker_set.h>
#include <sys/spin.h>

/* Device types (section 5). */
#define	VIRTIO_ID_NET		1
#define	VIRTIO_ID_BLOCK		2
#define	VIRTIO_ID_CONSOLE	3
#define	VIRTIO_ID_ENTROPY	4

/* Device status (2.1). */
#define	VIRTIO_STATUS_ACK	0x01
#define	VIRTIO_STATUS_DRIVER	0x02
#define	VIRTIO_STATUS_DRIVER_OK	0x04
#define	VIRTIO_STATUS_FEAT_OK	0x08
#define	VIRTIO_STATUS_NEEDS_RST	0x40
#define	VIRTIO_STATUS_FAILED	0x80

/* Features of every device (6). */
#define	VIRTIO_F_VERSION_1	(1ULL << 32)

struct virtio_dev;
struct virtq;

/* What a transport does; thread context unless said otherwise. */
struct virtio_ops {
	uint64_t (*get_features)(struct virtio_dev *);
	void	(*set_features)(struct virtio_dev *, uint64_t);
	uint8_t	(*get_status)(struct virtio_dev *);
	void	(*set_status)(struct virtio_dev *, uint8_t);	/* 0 resets */
	/* Read the device's configuration; out of range reads as zeros. */
	void	(*read_config)(struct virtio_dev *, u_int off, void *, size_t);
	void	(*write_config)(struct virtio_dev *, u_int off, const void *,
		    size_t);
	uint32_t (*config_generation)(struct virtio_dev *);
	/* Largest size of a queue, 0 when there is none of that index. */
	u_int	(*queue_max)(struct virtio_dev *, u_int index);
	/* Tell the device of a queue, connect its interrupt. */
	int	(*queue_setup)(struct virtio_dev *, struct virtq *);
	/* Any context. */
	void	(*queue_notify)(struct virtio_dev *, struct virtq *);
	/* Connect the interrupt of configuration changes. */
	int	(*config_intr)(struct virtio_dev *);
};

/*
 * Locks: (i) constant after attachment.
 */
struct virtio_dev {
	const struct virtio_ops *v_ops;		/* (i) */
	void		*v_transport;		/* (i) the transport's */
	u_int		 v_type;		/* (i) VIRTIO_ID_* */
	char		 v_name[16];		/* (i) "vioblk0", for messages */
	uint64_t	 v_features;		/* (i) agreed on */
	void		*v_softc;		/* (i) the driver's */
	void		(*v_config)(struct virtio_dev *); /* (i) or NULL */
};

struct virtq_seg {
	vm_paddr_t	 vs_pa;
	uint32_t	 vs_len;
};

/*
 * A split virtqueue (2.7).
 * Locks: (q) vq_lock, taken by the driver around every virtq_ call that takes
 * a queue; (i) constant after virtq_create().
 */
struct virtq {
	struct spin	 vq_lock;
	struct virtio_dev *vq_dev;		/* (i) */
	u_int		 vq_index;		/* (i) */
	u_int		 vq_num;		/* (i) a power of 2 */
	void		(*vq_intr)(struct virtq *); /* (i) hard interrupt */
	void		*vq_arg;		/* (i) the driver's */
	void		*vq_transport;		/* (i) e.g. doorbell address */
	volatile struct virtq_desc *vq_desc;	/* (q) */
	volatile struct virtq_avail *vq_avail;	/* (q) */
	volatile struct virtq_used *vq_used;	/* (q) */
	vm_paddr_t	 vq_desc_pa;		/* (i) */
	vm_paddr_t	 vq_avail_pa;		/* (i) */
	vm_paddr_t	 vq_used_pa;		/* (i) */
	uint16_t	 vq_free;		/* (q) first free descriptor */
	uint16_t	 vq_nfree;		/* (q) */
	uint16_t	 vq_lastused;		/* (q) */
	uint16_t	 vq_availidx;		/* (q) */
	bool		 vq_broken;		/* (q) the device lied */
	struct virtq_slot *vq_slots;		/* (q) by head descriptor */
};

struct virtio_driver {
	const char	*vd_name;
	u_int		 vd_type;
	int		(*vd_attach)(struct virtio_dev *);
};

#define	VIRTIO_DRIVER(drv)	DATA_SET(virtio_drivers, drv)

/*
 * A transport found a device of the given type.  Resets it and attaches the
 * driver.  ENODEV when there is none; the driver's error.
 */
int	virtio_attach(struct virtio_dev *);

/*
 * Agree on the wanted features that the device offers, and VERSION_1.
 * ENODEV for a device that is not of version 1, EIO when it refuses.
 */
int	virtio_negotiate(struct virtio_dev *, uint64_t wanted);
void	virtio_driver_ok(struct virtio_dev *);
void	virtio_fail(struct virtio_dev *);

/* Configuration fields, little-endian, read consistently (2.5.3). */
void	virtio_config_read(struct virtio_dev *, u_int off, void *, size_t);

/*
 * Make queue number index with at most max descriptors, whose interrupt calls
 * intr in hard interrupt context (IPL_VM) without the queue's lock.  NULL intr
 * for a queue that is polled.  ENOENT when the device has no such queue.
 */
int	virtq_create(struct virtio_dev *, u_int index, u_int max,
	    void (*intr)(struct virtq *), void *arg, const char *name,
	    struct virtq **);

/*
 * Offer a request: nout segments that the device reads, then nin that it
 * writes.  cookie, not NULL, comes back from virtq_get().  EAGAIN when there
 * are too few free descriptors, EIO when the device broke the queue.
 */
int	virtq_put(struct virtq *, const struct virtq_seg *, u_int nout,
	    u_int nin, void *cookie);

/* Tell the device of new requests, unless it asked not to be told. */
void	virtq_kick(struct virtq *);

/*
 * The cookie of a finished request and how many bytes the device says it
 * wrote (never more than was offered), or NULL.
 */
void	*virtq_get(struct virtq *, uint32_t *lenp);

/* Whether finished requests wait. */
bool	virtq_pending(struct virtq *);

/* The physical address of memory in the direct map. */
vm_paddr_t virtio_kva_to_pa(const void *);

/*
 * Transports.  Thread context; virtio_mmio_scan(), called once, attaches the
 * devices that the command line names, virtio_mmio_attach() one that the port
 * knows of.  What is wrong with a device is printed.
 */
void	virtio_mmio_attach(vm_paddr_t base, size_t size, u_int irq);
void	virtio_mmio_scan(void);

/* Shared ring layout (2.7). */
#define	VIRTQ_DESC_F_NEXT	1
#define	VIRTQ_DESC_F_WRITE	2
#define	VIRTQ_USED_F_NO_NOTIFY	1

struct virtq_desc {
	uint64_t	addr;
	uint32_t	len;
	uint16_t	flags;
	uint16_t	next;
};
_Static_assert(sizeof(struct virtq_desc) == 16, "2.7.5");

struct virtq_avail {
	uint16_t	flags;
	uint16_t	idx;
	uint16_t	ring[];
};

struct virtq_used_elem {
	uint32_t	id;
	uint32_t	len;
};

struct virtq_used {
	uint16_t	flags;
	uint16_t	idx;
	struct virtq_used_elem ring[];
};

#endif /* !_DEV_VIRTIO_VIRTIO_H_ */
