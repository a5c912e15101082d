/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Virtio entropy device (VIRTIO 1.2, section 5.4).
 *
 * Model	One buffer travels: offered to the device, taken back by the
 *		interrupt, fed to the generator and cleared by a soft
 *		interrupt, offered again by a timeout some time later.  The
 *		first rounds follow each other at once, to seed at boot.
 *
 * Locks	vq_lock for the queue; the buffer belongs to whoever holds it
 *		in the cycle above, so it needs none.
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/random.h>
#include <sys/softint.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/timeout.h>

#include <dev/virtio/virtio.h>

#define	VIORND_BUFSIZE	64		/* bytes asked for at a time */
#define	VIORND_SEEDING	4		/* rounds without a pause */
#define	VIORND_INTERVAL	(300 * 1000000000ULL)	/* ns between later rounds */

struct viornd_softc {
	struct virtq	*sc_vq;
	struct softint	*sc_softint;
	struct timeout	 sc_timeout;
	u_int		 sc_rounds;
	uint32_t	 sc_len;	/* bytes of sc_buf that are entropy */
	uint8_t		 sc_buf[VIORND_BUFSIZE];
};

static void
viornd_request(void *arg)
{
	struct viornd_softc *sc = arg;
	struct virtq_seg seg;

	seg.vs_pa = virtio_kva_to_pa(sc->sc_buf);
	seg.vs_len = sizeof(sc->sc_buf);
	spin_enter(&sc->sc_vq->vq_lock);
	if (virtq_put(sc->sc_vq, &seg, 0, 1, sc) == 0)
		virtq_kick(sc->sc_vq);
	spin_exit(&sc->sc_vq->vq_lock);
}

static void
viornd_intr(struct virtq *vq)
{
	struct viornd_softc *sc = vq->vq_arg;
	uint32_t len;
	bool got;

	spin_enter(&vq->vq_lock);
	got = virtq_get(vq, &len) != NULL;
	spin_exit(&vq->vq_lock);
	if (got) {
		sc->sc_len = len;
		softint_schedule(sc->sc_softint);
	}
}

static void
viornd_softint(void *arg)
{
	struct viornd_softc *sc = arg;

	/* Half a bit of credit for a bit: the host may be a poor source. */
	random_add_entropy(sc->sc_buf, sc->sc_len, sc->sc_len * 4, "viornd");
	explicit_bzero(sc->sc_buf, sizeof(sc->sc_buf));
	if (++sc->sc_rounds < VIORND_SEEDING && sc->sc_len != 0)
		viornd_request(sc);
	else
		timeout_set(&sc->sc_timeout, uptime_ns() + VIORND_INTERVAL);
}

static int
viornd_attach(struct virtio_dev *v)
{
	struct viornd_softc *sc;
	int error;

	sc = kmem_zalloc(sizeof(*sc), KM_SLEEP);
	if (sc == NULL)
		return (SET_ERROR(ENOMEM));
	error = virtio_negotiate(v, 0);
	if (error != 0)
		goto fail_sc;
	timeout_init(&sc->sc_timeout, viornd_request, sc);
	sc->sc_softint = softint_establish(SOFTINT_CLOCK, viornd_softint, sc);
	if (sc->sc_softint == NULL) {
		error = SET_ERROR(ENOMEM);
		goto fail_sc;
	}
	error = virtq_create(v, 0, 8, viornd_intr, sc, "viornd", &sc->sc_vq);
	if (error != 0)
		goto fail_softint;
	v->v_softc = sc;
	virtio_driver_ok(v);
	viornd_request(sc);
	return (0);

fail_softint:
	softint_disestablish(sc->sc_softint);
fail_sc:
	kmem_free(sc, sizeof(*sc));
	return (error);
}

static const struct virtio_driver viornd_driver = {
	.vd_name = "viornd",
	.vd_type = VIRTIO_ID_ENTROPY,
	.vd_attach = viornd_attach,
};
VIRTIO_DRIVER(viornd_driver);
