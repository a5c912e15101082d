/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Virtio over memory-mapped registers (VIRTIO 1.2, section 4.2), version 2.
 *
 * The port attaches the devices that the firmware's tables describe.  The
 * kernel's command line may name them instead, as often as there are any:
 *
 *	virtio_mmio.device=SIZE@BASE:IRQ
 *
 * with K, M or G behind SIZE; the emulator's microvm machine adds such words
 * when it has no tables.  A slot whose device type is 0 is empty.
 */
#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/bootinfo.h>
#include <sys/bus.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/systm.h>

#include <dev/virtio/virtio.h>

#define	VMM_MAGIC		0x000
#define	VMM_MAGIC_VALUE		0x74726976	/* "virt" */
#define	VMM_VERSION		0x004
#define	VMM_DEVICEID		0x008
#define	VMM_DF			0x010
#define	VMM_DFSELECT		0x014
#define	VMM_GF			0x020
#define	VMM_GFSELECT		0x024
#define	VMM_QSELECT		0x030
#define	VMM_QNUMMAX		0x034
#define	VMM_QNUM		0x038
#define	VMM_QREADY		0x044
#define	VMM_QNOTIFY		0x050
#define	VMM_ISR			0x060
#define	VMM_IACK		0x064
#define	VMM_STATUS		0x070
#define	VMM_QDESC		0x080
#define	VMM_QAVAIL		0x090
#define	VMM_QUSED		0x0a0
#define	VMM_GENERATION		0x0fc
#define	VMM_CONFIG		0x100

struct vmm_queue {
	struct vmm_queue *q_next;
	struct virtq	*q_vq;
};

struct vmm_softc {
	struct virtio_dev sc_virtio;
	void		*sc_regs;
	size_t		 sc_size;
	struct intr_handle *sc_ih;
	struct vmm_queue *sc_queues;	/* grows at the head, atomically */
};

static struct vmm_softc *
vmm_softc(struct virtio_dev *v)
{

	return (v->v_transport);
}

static uint64_t
vmm_get_features(struct virtio_dev *v)
{
	struct vmm_softc *sc = vmm_softc(v);
	uint64_t low;

	bus_write_4(sc->sc_regs, VMM_DFSELECT, 0);
	low = bus_read_4(sc->sc_regs, VMM_DF);
	bus_write_4(sc->sc_regs, VMM_DFSELECT, 1);
	return (low | (uint64_t)bus_read_4(sc->sc_regs, VMM_DF) << 32);
}

static void
vmm_set_features(struct virtio_dev *v, uint64_t features)
{
	struct vmm_softc *sc = vmm_softc(v);

	bus_write_4(sc->sc_regs, VMM_GFSELECT, 0);
	bus_write_4(sc->sc_regs, VMM_GF, (uint32_t)features);
	bus_write_4(sc->sc_regs, VMM_GFSELECT, 1);
	bus_write_4(sc->sc_regs, VMM_GF, (uint32_t)(features >> 32));
}

static uint8_t
vmm_get_status(struct virtio_dev *v)
{

	return ((uint8_t)bus_read_4(vmm_softc(v)->sc_regs, VMM_STATUS));
}

static void
vmm_set_status(struct virtio_dev *v, uint8_t status)
{

	bus_write_4(vmm_softc(v)->sc_regs, VMM_STATUS, status);
}

static void
vmm_read_config(struct virtio_dev *v, u_int off, void *buf, size_t len)
{
	struct vmm_softc *sc = vmm_softc(v);
	uint8_t *p = buf;

	for (; len > 0; len--, off++)
		*p++ = VMM_CONFIG + off < sc->sc_size ?
		    bus_read_1(sc->sc_regs, VMM_CONFIG + off) : 0;
}

static void
vmm_write_config(struct virtio_dev *v, u_int off, const void *buf, size_t len)
{
	struct vmm_softc *sc = vmm_softc(v);
	const uint8_t *p = buf;

	for (; len > 0 && VMM_CONFIG + off < sc->sc_size; len--, off++)
		bus_write_1(sc->sc_regs, VMM_CONFIG + off, *p++);
}

static uint32_t
vmm_generation(struct virtio_dev *v)
{

	return (bus_read_4(vmm_softc(v)->sc_regs, VMM_GENERATION));
}

static u_int
vmm_queue_max(struct virtio_dev *v, u_int index)
{
	struct vmm_softc *sc = vmm_softc(v);
	uint32_t max;

	bus_write_4(sc->sc_regs, VMM_QSELECT, index);
	max = bus_read_4(sc->sc_regs, VMM_QNUMMAX);
	return (MIN(max, 32768));
}

static int
vmm_intr(void *arg)
{
	struct vmm_softc *sc = arg;
	struct vmm_queue *q;
	uint32_t isr;

	isr = bus_read_4(sc->sc_regs, VMM_ISR) & 3;
	bus_write_4(sc->sc_regs, VMM_IACK, isr);
	if ((isr & 1) != 0)
		for (q = sc->sc_queues; q != NULL; q = q->q_next)
			q->q_vq->vq_intr(q->q_vq);
	if ((isr & 2) != 0 && sc->sc_virtio.v_config != NULL)
		sc->sc_virtio.v_config(&sc->sc_virtio);
	return (isr != 0);
}

static void
vmm_write_8(struct vmm_softc *sc, size_t off, uint64_t val)
{

	bus_write_4(sc->sc_regs, off, (uint32_t)val);
	bus_write_4(sc->sc_regs, off + 4, (uint32_t)(val >> 32));
}

static int
vmm_queue_setup(struct virtio_dev *v, struct virtq *vq)
{
	struct vmm_softc *sc = vmm_softc(v);
	struct vmm_queue *q;

	if (vq->vq_intr != NULL) {
		q = kmem_alloc(sizeof(*q), KM_SLEEP);
		if (q == NULL)
			return (SET_ERROR(ENOMEM));
		q->q_vq = vq;
		q->q_next = sc->sc_queues;
		atomic_fence_rel();
		sc->sc_queues = q;
	}
	bus_write_4(sc->sc_regs, VMM_QSELECT, vq->vq_index);
	bus_write_4(sc->sc_regs, VMM_QNUM, vq->vq_num);
	vmm_write_8(sc, VMM_QDESC, vq->vq_desc_pa);
	vmm_write_8(sc, VMM_QAVAIL, vq->vq_avail_pa);
	vmm_write_8(sc, VMM_QUSED, vq->vq_used_pa);
	bus_write_4(sc->sc_regs, VMM_QREADY, 1);
	return (0);
}

static void
vmm_queue_notify(struct virtio_dev *v, struct virtq *vq)
{

	bus_write_4(vmm_softc(v)->sc_regs, VMM_QNOTIFY, vq->vq_index);
}

/*
 * The one interrupt is connected at attachment.
 */
static int
vmm_config_intr(struct virtio_dev *v)
{

	return (0);
}

static const struct virtio_ops vmm_ops = {
	.get_features = vmm_get_features,
	.set_features = vmm_set_features,
	.get_status = vmm_get_status,
	.set_status = vmm_set_status,
	.read_config = vmm_read_config,
	.write_config = vmm_write_config,
	.config_generation = vmm_generation,
	.queue_max = vmm_queue_max,
	.queue_setup = vmm_queue_setup,
	.queue_notify = vmm_queue_notify,
	.config_intr = vmm_config_intr,
};

static int
vmm_attach(vm_paddr_t base, size_t size, u_int irq)
{
	struct vmm_softc *sc;
	int error;

	sc = kmem_zalloc(sizeof(*sc), KM_SLEEP);
	if (sc == NULL)
		return (SET_ERROR(ENOMEM));
	sc->sc_size = size;
	sc->sc_regs = bus_map_phys(base, size);
	if (sc->sc_regs == NULL) {
		error = SET_ERROR(ENOMEM);
		goto fail_sc;
	}
	sc->sc_virtio.v_type = bus_read_4(sc->sc_regs, VMM_DEVICEID);
	if (bus_read_4(sc->sc_regs, VMM_MAGIC) != VMM_MAGIC_VALUE ||
	    sc->sc_virtio.v_type == 0) {
		error = ENODEV;			/* an empty slot */
		goto fail_map;
	}
	if (bus_read_4(sc->sc_regs, VMM_VERSION) != 2) {
		printf("virtio_mmio: legacy device at %#jx, not supported\n",
		    (uintmax_t)base);
		error = SET_ERROR(ENODEV);
		goto fail_map;
	}
	sc->sc_virtio.v_ops = &vmm_ops;
	sc->sc_virtio.v_transport = sc;
	error = intr_establish_irq(irq, IPL_VM, vmm_intr, sc, &sc->sc_ih,
	    "virtio_mmio");
	if (error != 0)
		goto fail_map;
	/* The device may know queues now: on error the structure stays. */
	return (virtio_attach(&sc->sc_virtio));

fail_map:
	bus_unmap_phys(sc->sc_regs, size);
fail_sc:
	kmem_free(sc, sizeof(*sc));
	return (error);
}

void
virtio_mmio_attach(vm_paddr_t base, size_t size, u_int irq)
{
	int error;

	error = size > VMM_CONFIG ? vmm_attach(base, size, irq) :
	    SET_ERROR(EINVAL);
	if (error != 0 && error != ENODEV)
		printf("virtio_mmio: device at %#jx: error %d\n",
		    (uintmax_t)base, error);
}

/*
 * Parse SIZE@BASE:IRQ; false when it is not of that form.
 */
static bool
vmm_parse(const char *s, size_t *sizep, vm_paddr_t *basep, u_int *irqp)
{
	char *end;

	*sizep = strtoul(s, &end, 0);
	switch (*end) {
	case 'G':
		*sizep <<= 10;
		/* FALLTHROUGH */
	case 'M':
		*sizep <<= 10;
		/* FALLTHROUGH */
	case 'K':
		*sizep <<= 10;
		end++;
		break;
	default:
		break;
	}
	if (*end != '@' || *sizep > 1024 * 1024)
		return (false);
	*basep = strtoul(end + 1, &end, 0);
	if (*end != ':' || *basep == 0)
		return (false);
	*irqp = (u_int)strtoul(end + 1, &end, 0);
	return (*end == '\0' || *end == ':');
}

void
virtio_mmio_scan(void)
{
	const char *arg;
	vm_paddr_t base;
	size_t size;
	u_int irq, n;

	for (n = 0; (arg = bootarg_nth("virtio_mmio.device", n)) != NULL;
	    n++) {
		if (!vmm_parse(arg, &size, &base, &irq)) {
			printf("virtio_mmio.device=%s: not SIZE@BASE:IRQ\n",
			    arg);
			continue;
		}
		virtio_mmio_attach(base, size, irq);
	}
}
