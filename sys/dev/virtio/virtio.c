/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The virtio core: negotiation, and split virtqueues.
 *
 * Model	A queue has vq_num descriptors.  Free ones are chained through
 *		`next' from vq_free; a request takes a chain of them, whose
 *		head's number names it to the device.  vq_slots[head] remembers
 *		the driver's cookie, the number of descriptors and how many
 *		bytes the device may write.
 *
 * Invariants	(1) vq_nfree is the length of the free chain.
 *		(2) vq_slots[i].cookie is not NULL exactly while i is the head
 *		    of a request that the device owns.
 *		(3) the driver's copies of links and lengths (slots) are used
 *		    when a request is taken back, never the shared memory.
 *
 * A device that returns a head it does not own, or moves the used index by
 * more than the queue's size, has broken the queue: vq_broken is set, a
 * message says so, and the queue returns nothing any more.
 *
 * The order of memory accesses is the standard's (2.7.13, 2.7.14): descriptors
 * before the ring entry, the ring entry before the index, the index before
 * looking at the notification flag.
 */
#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/systm.h>

#include <vm/vm_page.h>

#include <machine/vmparam.h>

#include <dev/virtio/virtio.h>

struct virtq_slot {
	void		*cookie;
	uint32_t	 inlen;		/* bytes the device may write */
	uint16_t	 ndesc;
	uint16_t	 next;		/* (3) our copy of the link */
};

SET_DECLARE(virtio_drivers, struct virtio_driver);

static u_int	virtio_units[32];	/* devices seen of each type */

vm_paddr_t
virtio_kva_to_pa(const void *p)
{

	return (DMAP_TO_PHYS((vm_offset_t)p));
}

int
virtio_attach(struct virtio_dev *v)
{
	struct virtio_driver **dp, *d;
	int error;

	v->v_ops->set_status(v, 0);
	v->v_ops->set_status(v, VIRTIO_STATUS_ACK);
	SET_FOREACH(dp, virtio_drivers) {
		d = *dp;
		if (d->vd_type != v->v_type)
			continue;
		v->v_ops->set_status(v,
		    VIRTIO_STATUS_ACK | VIRTIO_STATUS_DRIVER);
		snprintf(v->v_name, sizeof(v->v_name), "%s%u", d->vd_name,
		    v->v_type < nitems(virtio_units) ?
		    virtio_units[v->v_type]++ : 0);
		error = d->vd_attach(v);
		if (error != 0) {
			printf("%s: attach failed, error %d\n", v->v_name,
			    error);
			virtio_fail(v);
		}
		return (error);
	}
	return (ENODEV);
}

int
virtio_negotiate(struct virtio_dev *v, uint64_t wanted)
{
	uint64_t features;

	features = v->v_ops->get_features(v);
	if ((features & VIRTIO_F_VERSION_1) == 0) {
		printf("%s: legacy device, not supported\n", v->v_name);
		return (SET_ERROR(ENODEV));
	}
	v->v_features = features & (wanted | VIRTIO_F_VERSION_1);
	v->v_ops->set_features(v, v->v_features);
	v->v_ops->set_status(v,
	    v->v_ops->get_status(v) | VIRTIO_STATUS_FEAT_OK);
	if ((v->v_ops->get_status(v) & VIRTIO_STATUS_FEAT_OK) == 0)
		return (SET_ERROR(EIO));
	return (0);
}

void
virtio_driver_ok(struct virtio_dev *v)
{

	v->v_ops->set_status(v,
	    v->v_ops->get_status(v) | VIRTIO_STATUS_DRIVER_OK);
}

/*
 * Reset, so that the device forgets our memory, and mark it as given up.
 */
void
virtio_fail(struct virtio_dev *v)
{

	v->v_ops->set_status(v, 0);
	v->v_ops->set_status(v, VIRTIO_STATUS_FAILED);
}

/*
 * Fields longer than the bus transfers at once may change while they are
 * read; the generation tells.  A device that never settles gets what was read
 * last: callers check what they read in any case.
 */
void
virtio_config_read(struct virtio_dev *v, u_int off, void *buf, size_t len)
{
	uint32_t gen;
	int tries = 16;

	do {
		gen = v->v_ops->config_generation(v);
		v->v_ops->read_config(v, off, buf, len);
	} while (gen != v->v_ops->config_generation(v) && --tries > 0);
}

int
virtq_create(struct virtio_dev *v, u_int index, u_int max,
    void (*intr)(struct virtq *), void *arg, const char *name,
    struct virtq **vqp)
{
	struct virtq *vq;
	struct vm_page *pg;
	size_t availoff, usedoff, size;
	uint8_t *mem;
	u_int i, num;
	int error, order;

	num = v->v_ops->queue_max(v, index);
	if (num == 0)
		return (SET_ERROR(ENOENT));
	num = MIN(num, max);
	while ((num & (num - 1)) != 0)
		num &= num - 1;

	vq = kmem_zalloc(sizeof(*vq), KM_SLEEP);
	if (vq == NULL)
		return (SET_ERROR(ENOMEM));
	vq->vq_slots = kmem_zalloc(num * sizeof(vq->vq_slots[0]), KM_SLEEP);
	if (vq->vq_slots == NULL) {
		error = SET_ERROR(ENOMEM);
		goto fail_vq;
	}
	availoff = num * sizeof(struct virtq_desc);
	usedoff = roundup(availoff + sizeof(struct virtq_avail) +
	    (num + 1) * sizeof(uint16_t), 64);
	size = usedoff + sizeof(struct virtq_used) +
	    num * sizeof(struct virtq_used_elem) + sizeof(uint16_t);
	for (order = 0; ((size_t)PAGE_SIZE << order) < size; order++)
		continue;
	pg = vm_phys_alloc(order, KM_SLEEP | VM_PHYS_ZERO);
	if (pg == NULL) {
		error = SET_ERROR(ENOMEM);
		goto fail_slots;
	}
	mem = vm_page_kva(pg);

	spin_init(&vq->vq_lock, name, IPL_VM);
	vq->vq_dev = v;
	vq->vq_index = index;
	vq->vq_num = num;
	vq->vq_intr = intr;
	vq->vq_arg = arg;
	vq->vq_desc = (void *)mem;
	vq->vq_avail = (void *)(mem + availoff);
	vq->vq_used = (void *)(mem + usedoff);
	vq->vq_desc_pa = vm_page_to_pa(pg);
	vq->vq_avail_pa = vq->vq_desc_pa + availoff;
	vq->vq_used_pa = vq->vq_desc_pa + usedoff;
	for (i = 0; i < num; i++)
		vq->vq_slots[i].next = (uint16_t)(i + 1);
	vq->vq_nfree = (uint16_t)num;
	if (intr == NULL)
		vq->vq_avail->flags = 1;	/* no interrupts, please */

	error = v->v_ops->queue_setup(v, vq);
	if (error != 0)
		goto fail_page;
	*vqp = vq;
	return (0);

fail_page:
	spin_destroy(&vq->vq_lock);
	vm_phys_free(pg, order);
fail_slots:
	kmem_free(vq->vq_slots, num * sizeof(vq->vq_slots[0]));
fail_vq:
	kmem_free(vq, sizeof(*vq));
	return (error);
}

int
virtq_put(struct virtq *vq, const struct virtq_seg *segs, u_int nout,
    u_int nin, void *cookie)
{
	volatile struct virtq_desc *d;
	struct virtq_slot *slot;
	uint16_t head, idx;
	u_int i, n = nout + nin;

	KASSERT(spin_owned(&vq->vq_lock));
	KASSERT(cookie != NULL && n > 0);

	if (vq->vq_broken)
		return (SET_ERROR(EIO));
	if (n > vq->vq_nfree)
		return (EAGAIN);

	head = idx = vq->vq_free;
	slot = &vq->vq_slots[head];
	slot->cookie = cookie;
	slot->ndesc = (uint16_t)n;
	slot->inlen = 0;
	for (i = 0; i < n; i++) {
		d = &vq->vq_desc[idx];
		d->addr = segs[i].vs_pa;
		d->len = segs[i].vs_len;
		d->flags = (uint16_t)((i >= nout ? VIRTQ_DESC_F_WRITE : 0) |
		    (i + 1 < n ? VIRTQ_DESC_F_NEXT : 0));
		if (i >= nout)
			slot->inlen += segs[i].vs_len;
		d->next = vq->vq_slots[idx].next;
		idx = vq->vq_slots[idx].next;
	}
	vq->vq_free = idx;
	vq->vq_nfree = (uint16_t)(vq->vq_nfree - n);

	vq->vq_avail->ring[vq->vq_availidx & (vq->vq_num - 1)] = head;
	atomic_fence_rel();
	vq->vq_availidx++;
	vq->vq_avail->idx = vq->vq_availidx;
	return (0);
}

void
virtq_kick(struct virtq *vq)
{

	KASSERT(spin_owned(&vq->vq_lock));
	atomic_fence_seq();
	if ((vq->vq_used->flags & VIRTQ_USED_F_NO_NOTIFY) == 0)
		vq->vq_dev->v_ops->queue_notify(vq->vq_dev, vq);
}

bool
virtq_pending(struct virtq *vq)
{

	return (!vq->vq_broken && vq->vq_used->idx != vq->vq_lastused);
}

static void
virtq_break(struct virtq *vq, const char *why)
{

	vq->vq_broken = true;
	printf("%s: queue %u: device error: %s\n", vq->vq_dev->v_name,
	    vq->vq_index, why);
}

void *
virtq_get(struct virtq *vq, uint32_t *lenp)
{
	volatile struct virtq_used_elem *e;
	struct virtq_slot *slot;
	uint32_t id, len;
	uint16_t last, used;
	void *cookie;
	u_int i;

	KASSERT(spin_owned(&vq->vq_lock));
	used = vq->vq_used->idx;
	if (vq->vq_broken || used == vq->vq_lastused)
		return (NULL);
	if ((uint16_t)(used - vq->vq_lastused) > vq->vq_num) {
		virtq_break(vq, "used index out of range");
		return (NULL);
	}
	atomic_fence_acq();
	e = &vq->vq_used->ring[vq->vq_lastused & (vq->vq_num - 1)];
	id = e->id;
	len = e->len;
	if (id >= vq->vq_num || vq->vq_slots[id].cookie == NULL) {
		virtq_break(vq, "returned a request it does not own");
		return (NULL);
	}
	slot = &vq->vq_slots[id];
	cookie = slot->cookie;
	slot->cookie = NULL;

	last = (uint16_t)id;
	for (i = 1; i < slot->ndesc; i++)
		last = vq->vq_slots[last].next;
	vq->vq_slots[last].next = vq->vq_free;
	vq->vq_free = (uint16_t)id;
	vq->vq_nfree = (uint16_t)(vq->vq_nfree + slot->ndesc);
	vq->vq_lastused++;
	*lenp = MIN(len, slot->inlen);
	return (cookie);
}
