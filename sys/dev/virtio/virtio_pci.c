/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Virtio over PCI (VIRTIO 1.2, section 4.1), modern devices only.
 *
 * Model	Vendor-specific capabilities say in which BAR and where the
 *		four structures lie: common configuration, doorbells, interrupt
 *		status, device configuration.
 *
 * Interrupts	With MSI-X, entry 0 is for configuration changes and the queues
 *		share the entries behind it, at most VP_MAXVEC of them: a
 *		device with many queues must not use up the machine's vectors.
 *		Without, one line serves all and the status register tells.
 *
 *		A queue is put on its vector's list before the device may use
 *		it and never leaves; the interrupt walks the list unlocked.
 */
#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/bus.h>
#include <sys/endian.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/spin.h>
#include <sys/systm.h>

#include <dev/pci/pcireg.h>
#include <dev/pci/pcivar.h>
#include <dev/virtio/virtio.h>

#define	PCI_VENDOR_REDHAT	0x1af4
#define	PCI_DEVICE_MODERN	0x1040	/* plus the device type */
#define	PCI_DEVICE_LAST		0x107f
#define	PCI_DEVICE_TRANS	0x1000	/* transitional devices */
#define	PCI_DEVICE_TRANSLAST	0x103f

/* Offsets in the capability (4.1.4). */
#define	VIRTIO_CAP_TYPE		3
#define	VIRTIO_CAP_BAR		4
#define	VIRTIO_CAP_OFFSET	8
#define	VIRTIO_CAP_LENGTH	12
#define	VIRTIO_CAP_NOTIFY_MULT	16

#define	VIRTIO_CAP_COMMON	1
#define	VIRTIO_CAP_NOTIFY	2
#define	VIRTIO_CAP_ISR		3
#define	VIRTIO_CAP_DEVICE	4
#define	VIRTIO_CAP_MAX		4

/* The common configuration (4.1.4.3). */
#define	VPC_DFSELECT		0x00
#define	VPC_DF			0x04
#define	VPC_GFSELECT		0x08
#define	VPC_GF			0x0c
#define	VPC_MSIX		0x10
#define	VPC_STATUS		0x14
#define	VPC_GENERATION		0x15
#define	VPC_QSELECT		0x16
#define	VPC_QSIZE		0x18
#define	VPC_QMSIX		0x1a
#define	VPC_QENABLE		0x1c
#define	VPC_QNOFF		0x1e
#define	VPC_QDESC		0x20
#define	VPC_QAVAIL		0x28
#define	VPC_QUSED		0x30
#define	VPC_SIZE		0x38

#define	VP_NOVECTOR		0xffff
#define	VP_MAXVEC		5	/* one for configuration, four more */

struct vp_region {
	void	*r_va;
	size_t	 r_len;
};

struct vp_queue {
	struct vp_queue	*q_next;
	struct virtq	*q_vq;
};

struct vp_vector {
	struct vp_softc	*v_sc;
	struct vp_queue	*v_queues;	/* grows at the head, atomically */
};

struct vp_softc {
	struct virtio_dev sc_virtio;
	struct pci_dev	*sc_pci;
	struct vp_region sc_region[VIRTIO_CAP_MAX + 1];
	uint32_t	 sc_notifymult;
	u_int		 sc_nvec;	/* MSI-X entries used; 0: a line */
	u_int		 sc_established; /* bit per vector */
	struct vp_vector sc_vec[VP_MAXVEC];
};

#define	COMMON(sc)	((sc)->sc_region[VIRTIO_CAP_COMMON].r_va)

static struct vp_softc *
vp_softc(struct virtio_dev *v)
{

	return (v->v_transport);
}

static uint64_t
vp_get_features(struct virtio_dev *v)
{
	struct vp_softc *sc = vp_softc(v);
	uint64_t low;

	bus_write_4(COMMON(sc), VPC_DFSELECT, 0);
	low = bus_read_4(COMMON(sc), VPC_DF);
	bus_write_4(COMMON(sc), VPC_DFSELECT, 1);
	return (low | (uint64_t)bus_read_4(COMMON(sc), VPC_DF) << 32);
}

static void
vp_set_features(struct virtio_dev *v, uint64_t features)
{
	struct vp_softc *sc = vp_softc(v);

	bus_write_4(COMMON(sc), VPC_GFSELECT, 0);
	bus_write_4(COMMON(sc), VPC_GF, (uint32_t)features);
	bus_write_4(COMMON(sc), VPC_GFSELECT, 1);
	bus_write_4(COMMON(sc), VPC_GF, (uint32_t)(features >> 32));
}

static uint8_t
vp_get_status(struct virtio_dev *v)
{

	return (bus_read_1(COMMON(vp_softc(v)), VPC_STATUS));
}

/*
 * A reset is over when the status reads 0 again (4.1.4.3.2).
 */
static void
vp_set_status(struct virtio_dev *v, uint8_t status)
{
	struct vp_softc *sc = vp_softc(v);
	int tries = 1000000;

	bus_write_1(COMMON(sc), VPC_STATUS, status);
	if (status == 0)
		while (bus_read_1(COMMON(sc), VPC_STATUS) != 0 && --tries > 0)
			continue;
}

static void
vp_read_config(struct virtio_dev *v, u_int off, void *buf, size_t len)
{
	struct vp_region *r = &vp_softc(v)->sc_region[VIRTIO_CAP_DEVICE];
	uint8_t *p = buf;

	for (; len > 0; len--, off++)
		*p++ = off < r->r_len ? bus_read_1(r->r_va, off) : 0;
}

static void
vp_write_config(struct virtio_dev *v, u_int off, const void *buf, size_t len)
{
	struct vp_region *r = &vp_softc(v)->sc_region[VIRTIO_CAP_DEVICE];
	const uint8_t *p = buf;

	for (; len > 0 && off < r->r_len; len--, off++)
		bus_write_1(r->r_va, off, *p++);
}

static uint32_t
vp_generation(struct virtio_dev *v)
{

	return (bus_read_1(COMMON(vp_softc(v)), VPC_GENERATION));
}

static u_int
vp_queue_max(struct virtio_dev *v, u_int index)
{
	struct vp_softc *sc = vp_softc(v);

	bus_write_2(COMMON(sc), VPC_QSELECT, (uint16_t)index);
	return (bus_read_2(COMMON(sc), VPC_QSIZE));
}

/* --- interrupts ----------------------------------------------------------- */

static void
vp_run_queues(struct vp_vector *vec)
{
	struct vp_queue *q;

	for (q = vec->v_queues; q != NULL; q = q->q_next)
		if (q->q_vq->vq_intr != NULL)
			q->q_vq->vq_intr(q->q_vq);
}

static int
vp_vector_intr(void *arg)
{

	vp_run_queues(arg);
	return (1);
}

static int
vp_config_intr(void *arg)
{
	struct vp_softc *sc = arg;

	if (sc->sc_virtio.v_config != NULL)
		sc->sc_virtio.v_config(&sc->sc_virtio);
	return (1);
}

static int
vp_line_intr(void *arg)
{
	struct vp_softc *sc = arg;
	uint8_t isr;

	isr = bus_read_1(sc->sc_region[VIRTIO_CAP_ISR].r_va, 0);
	if ((isr & 1) != 0)
		vp_run_queues(&sc->sc_vec[0]);
	if ((isr & 2) != 0)
		(void)vp_config_intr(sc);
	return (isr != 0);
}

/*
 * Connect vector n if it is not yet; n is 0 for a line.
 */
static int
vp_establish(struct vp_softc *sc, u_int n)
{
	int error;

	if ((sc->sc_established & (1U << n)) != 0)
		return (0);
	if (sc->sc_nvec == 0)
		error = pci_intr_establish_intx(sc->sc_pci, IPL_VM,
		    vp_line_intr, sc, sc->sc_virtio.v_name);
	else if (n == 0)
		error = pci_intr_establish_msix(sc->sc_pci, 0, IPL_VM,
		    vp_config_intr, sc, sc->sc_virtio.v_name);
	else
		error = pci_intr_establish_msix(sc->sc_pci, n, IPL_VM,
		    vp_vector_intr, &sc->sc_vec[n], sc->sc_virtio.v_name);
	if (error == 0)
		sc->sc_established |= 1U << n;
	return (error);
}

static int
vp_config_intr_connect(struct virtio_dev *v)
{
	struct vp_softc *sc = vp_softc(v);
	int error;

	error = vp_establish(sc, 0);
	if (error != 0 || sc->sc_nvec == 0)
		return (error);
	bus_write_2(COMMON(sc), VPC_MSIX, 0);
	return (bus_read_2(COMMON(sc), VPC_MSIX) == 0 ? 0 : SET_ERROR(EIO));
}

/* --- queues --------------------------------------------------------------- */

static void
vp_write_8(struct vp_softc *sc, size_t off, uint64_t val)
{

	bus_write_4(COMMON(sc), off, (uint32_t)val);
	bus_write_4(COMMON(sc), off + 4, (uint32_t)(val >> 32));
}

static int
vp_queue_setup(struct virtio_dev *v, struct virtq *vq)
{
	struct vp_softc *sc = vp_softc(v);
	struct vp_region *r = &sc->sc_region[VIRTIO_CAP_NOTIFY];
	struct vp_queue *q = NULL;
	struct vp_vector *vec;
	uint64_t off;
	u_int n = 0;
	int error;

	bus_write_2(COMMON(sc), VPC_QSELECT, (uint16_t)vq->vq_index);
	off = (uint64_t)bus_read_2(COMMON(sc), VPC_QNOFF) * sc->sc_notifymult;
	if (off + sizeof(uint16_t) > r->r_len)
		return (SET_ERROR(EINVAL));
	vq->vq_transport = (char *)r->r_va + off;

	if (vq->vq_intr != NULL) {
		if (sc->sc_nvec > 1)
			n = 1 + vq->vq_index % (sc->sc_nvec - 1);
		error = vp_establish(sc, n);
		if (error != 0)
			return (error);
		q = kmem_alloc(sizeof(*q), KM_SLEEP);
		if (q == NULL)
			return (SET_ERROR(ENOMEM));
	}
	bus_write_2(COMMON(sc), VPC_QSIZE, (uint16_t)vq->vq_num);
	vp_write_8(sc, VPC_QDESC, vq->vq_desc_pa);
	vp_write_8(sc, VPC_QAVAIL, vq->vq_avail_pa);
	vp_write_8(sc, VPC_QUSED, vq->vq_used_pa);
	if (sc->sc_nvec > 0) {
		bus_write_2(COMMON(sc), VPC_QMSIX,
		    q != NULL ? (uint16_t)n : VP_NOVECTOR);
		if (q != NULL && bus_read_2(COMMON(sc), VPC_QMSIX) != n) {
			kmem_free(q, sizeof(*q));
			return (SET_ERROR(EIO));
		}
	}
	if (q != NULL) {
		vec = &sc->sc_vec[n];
		q->q_vq = vq;
		q->q_next = vec->v_queues;
		atomic_fence_rel();
		vec->v_queues = q;
	}
	bus_write_2(COMMON(sc), VPC_QENABLE, 1);
	return (0);
}

static void
vp_queue_notify(struct virtio_dev *v, struct virtq *vq)
{

	bus_write_2(vq->vq_transport, 0, (uint16_t)vq->vq_index);
}

static const struct virtio_ops vp_ops = {
	.get_features = vp_get_features,
	.set_features = vp_set_features,
	.get_status = vp_get_status,
	.set_status = vp_set_status,
	.read_config = vp_read_config,
	.write_config = vp_write_config,
	.config_generation = vp_generation,
	.queue_max = vp_queue_max,
	.queue_setup = vp_queue_setup,
	.queue_notify = vp_queue_notify,
	.config_intr = vp_config_intr_connect,
};

/* --- attachment ----------------------------------------------------------- */

static int
vp_probe(struct pci_dev *dev)
{

	return (dev->pd_vendor == PCI_VENDOR_REDHAT &&
	    dev->pd_device >= PCI_DEVICE_TRANS &&
	    dev->pd_device <= PCI_DEVICE_LAST);
}

/*
 * Find the structures.  The first capability of each kind counts (4.1.4).
 */
static int
vp_map_regions(struct vp_softc *sc)
{
	struct pci_dev *dev = sc->sc_pci;
	struct vp_region *r;
	uint32_t off, len;
	u_int cap, start = 0, type, i;
	size_t size;
	void *va;
	int bar, error;

	while ((cap = pci_find_cap(dev, PCIC_VENDOR, &start)) != 0) {
		type = pci_cfg_read8(dev, cap + VIRTIO_CAP_TYPE);
		bar = pci_cfg_read8(dev, cap + VIRTIO_CAP_BAR);
		if (type < VIRTIO_CAP_COMMON || type > VIRTIO_CAP_MAX ||
		    bar >= PCI_NBARS || sc->sc_region[type].r_va != NULL)
			continue;
		off = pci_cfg_read32(dev, cap + VIRTIO_CAP_OFFSET);
		len = pci_cfg_read32(dev, cap + VIRTIO_CAP_LENGTH);
		error = pci_map_bar(dev, bar, &va, &size);
		if (error == ENXIO)
			continue;	/* an I/O window: not for us */
		if (error != 0)
			return (error);
		if (off > size || len > size - off || len == 0)
			continue;
		r = &sc->sc_region[type];
		r->r_va = (char *)va + off;
		r->r_len = len;
		if (type == VIRTIO_CAP_NOTIFY)
			sc->sc_notifymult = pci_cfg_read32(dev,
			    cap + VIRTIO_CAP_NOTIFY_MULT);
	}
	for (i = VIRTIO_CAP_COMMON; i <= VIRTIO_CAP_ISR; i++)
		if (sc->sc_region[i].r_va == NULL)
			return (SET_ERROR(ENXIO));
	if (sc->sc_region[VIRTIO_CAP_COMMON].r_len < VPC_SIZE)
		return (SET_ERROR(ENXIO));
	return (0);
}

static int
vp_attach(struct pci_dev *dev)
{
	struct vp_softc *sc;
	u_int i;
	int error;

	sc = kmem_zalloc(sizeof(*sc), KM_SLEEP);
	if (sc == NULL)
		return (SET_ERROR(ENOMEM));
	sc->sc_pci = dev;
	for (i = 0; i < VP_MAXVEC; i++)
		sc->sc_vec[i].v_sc = sc;
	error = vp_map_regions(sc);
	if (error != 0) {
		kmem_free(sc, sizeof(*sc));
		return (error);
	}
	pci_enable_busmaster(dev);
	sc->sc_nvec = MIN(pci_msix_count(dev), VP_MAXVEC);
	if (sc->sc_nvec == 1)
		sc->sc_nvec = 0;	/* no entry for queues: use the line */
	sc->sc_virtio.v_ops = &vp_ops;
	sc->sc_virtio.v_transport = sc;
	/* A transitional device names its type in the subsystem id. */
	sc->sc_virtio.v_type = dev->pd_device >= PCI_DEVICE_MODERN ?
	    dev->pd_device - PCI_DEVICE_MODERN : dev->pd_subdevice;
	dev->pd_softc = sc;
	/* The device may know queues now: on error the structure stays. */
	return (virtio_attach(&sc->sc_virtio));
}

static const struct pci_driver vp_driver = {
	.name = "virtio_pci",
	.probe = vp_probe,
	.attach = vp_attach,
};
PCI_DRIVER(vp_driver);
