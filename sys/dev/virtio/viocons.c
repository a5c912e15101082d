/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Virtio console device with several ports (VIRTIO 1.2, section 5.3): byte
 * channels to the host, /dev/vportNpM, each also under the name that the host
 * gave it, /dev/vport/NAME.
 *
 * Model	Every port has a receive queue full of empty buffers and a
 *		transmit queue.  The device says over a control queue which
 *		ports exist, their names, and when the host opens or closes its
 *		end.  Interrupts schedule one soft interrupt for the device; it
 *		takes finished buffers back, wakes readers and writers, and
 *		hands control messages to a kernel thread, which may allocate
 *		and make device nodes.
 *
 *		A read returns what has arrived, waits while nothing has, and
 *		returns 0 once the host's end is closed.  A write waits for
 *		free buffers; with the host's end closed it is EPIPE.  A port
 *		is opened by one process at a time (EBUSY).
 *
 * Locks	(m) p_lock of the port; (q) vq_lock of a queue, inside p_lock;
 *		(i) constant after the port was made; (c) the control thread.
 */
#include <sys/param.h>
#include <sys/conf.h>
#include <sys/condvar.h>
#include <sys/endian.h>
#include <sys/errno.h>
#include <sys/fcntl.h>
#include <sys/filio.h>
#include <sys/kmem.h>
#include <sys/kthread.h>
#include <sys/mutex.h>
#include <sys/notify.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/softint.h>
#include <sys/stat.h>
#include <sys/systm.h>
#include <sys/uio.h>

#include <dev/virtio/virtio.h>

#define	VIRTIO_CONSOLE_F_MULTIPORT	(1ULL << 1)

#define	VIOCONS_CFG_MAXPORTS	4	/* offset in the configuration */

/* Events of the control queue. */
#define	VIOCONS_DEVICE_READY	0
#define	VIOCONS_PORT_ADD	1
#define	VIOCONS_PORT_REMOVE	2
#define	VIOCONS_PORT_READY	3
#define	VIOCONS_CONSOLE_PORT	4
#define	VIOCONS_RESIZE		5
#define	VIOCONS_PORT_OPEN	6
#define	VIOCONS_PORT_NAME	7

#define	VIOCONS_BUFSIZE		4096
#define	VIOCONS_NBUF		16	/* buffers of each queue of a port */
#define	VIOCONS_NCTL		16	/* control buffers each way */
#define	VIOCONS_CTLSIZE		128	/* longest control message taken */
#define	VIOCONS_MAXPORTS	31

struct viocons_control {
	uint32_t	id;
	uint16_t	event;
	uint16_t	value;
};

struct viocons_buf {
	TAILQ_ENTRY(viocons_buf) b_link;
	uint8_t		*b_data;
	uint32_t	 b_len;		/* bytes received */
	uint32_t	 b_off;		/* of them, already read */
};
TAILQ_HEAD(viocons_bufq, viocons_buf);

struct viocons_port {
	struct kmutex	 p_lock;
	struct viocons_softc *p_sc;	/* (i) */
	u_int		 p_id;		/* (i) */
	struct virtq	*p_rxvq;	/* (i) */
	struct virtq	*p_txvq;	/* (i) */
	struct cdev	*p_cdev;	/* (i) */
	struct cdev	*p_alias;	/* (c) by the host's name */
	bool		 p_open;	/* (m) a process has it open */
	bool		 p_hostopen;	/* (m) the host's end is open */
	struct viocons_bufq p_ready;	/* (m) received, to be read */
	struct viocons_bufq p_txfree;	/* (m) free to be written */
	struct cv	 p_rxcv;
	struct cv	 p_txcv;
	struct notify	 p_notify;
	struct viocons_buf p_rxbufs[VIOCONS_NBUF];
	struct viocons_buf p_txbufs[VIOCONS_NBUF];
};

struct viocons_ctlbuf {
	uint8_t		 c_data[VIOCONS_CTLSIZE];
	uint32_t	 c_len;
	TAILQ_ENTRY(viocons_ctlbuf) c_link;
};
TAILQ_HEAD(viocons_ctlq, viocons_ctlbuf);

struct viocons_softc {
	struct virtio_dev *sc_dev;
	u_int		 sc_unit;
	u_int		 sc_nports;
	struct softint	*sc_softint;
	struct virtq	*sc_ctlrx;
	struct virtq	*sc_ctltx;
	struct kmutex	 sc_lock;	/* control messages, (s) */
	struct cv	 sc_cv;
	struct viocons_ctlq sc_ctlready; /* (s) received */
	struct viocons_ctlq sc_ctlfree;	/* (s) free to send */
	struct viocons_port *sc_ports[VIOCONS_MAXPORTS]; /* (s) */
	struct viocons_ctlbuf sc_rxctl[VIOCONS_NCTL];
	struct viocons_ctlbuf sc_txctl[VIOCONS_NCTL];
};

static u_int	viocons_unit;		/* attachment is serial */

static void
viocons_intr(struct virtq *vq)
{
	struct viocons_softc *sc = vq->vq_arg;

	softint_schedule(sc->sc_softint);
}

static int
viocons_offer(struct virtq *vq, void *data, uint32_t len, bool in,
    void *cookie)
{
	struct virtq_seg seg;
	int error;

	seg.vs_pa = virtio_kva_to_pa(data);
	seg.vs_len = len;
	spin_enter(&vq->vq_lock);
	error = virtq_put(vq, &seg, in ? 0 : 1, in ? 1 : 0, cookie);
	if (error == 0)
		virtq_kick(vq);
	spin_exit(&vq->vq_lock);
	return (error);
}

static void *
viocons_take(struct virtq *vq, uint32_t *lenp)
{
	void *cookie;

	spin_enter(&vq->vq_lock);
	cookie = virtq_get(vq, lenp);
	spin_exit(&vq->vq_lock);
	return (cookie);
}

/* --- the soft interrupt --------------------------------------------------- */

static void
viocons_port_poll(struct viocons_port *p)
{
	struct viocons_buf *b;
	uint32_t len;
	int events = 0;

	mutex_enter(&p->p_lock);
	while ((b = viocons_take(p->p_rxvq, &len)) != NULL) {
		if (len == 0 || !p->p_open) {	/* nobody is to see it */
			(void)viocons_offer(p->p_rxvq, b->b_data,
			    VIOCONS_BUFSIZE, true, b);
			continue;
		}
		b->b_len = len;
		b->b_off = 0;
		TAILQ_INSERT_TAIL(&p->p_ready, b, b_link);
		events |= POLLIN | POLLRDNORM;
	}
	while ((b = viocons_take(p->p_txvq, &len)) != NULL) {
		TAILQ_INSERT_TAIL(&p->p_txfree, b, b_link);
		events |= POLLOUT | POLLWRNORM;
	}
	if ((events & POLLIN) != 0)
		cv_broadcast(&p->p_rxcv);
	if ((events & POLLOUT) != 0)
		cv_broadcast(&p->p_txcv);
	mutex_exit(&p->p_lock);
	if (events != 0)
		notify_fire(&p->p_notify, events);
}

static void
viocons_softint(void *arg)
{
	struct viocons_softc *sc = arg;
	struct viocons_ctlbuf *c;
	uint32_t len;
	u_int i;

	mutex_enter(&sc->sc_lock);
	while ((c = viocons_take(sc->sc_ctlrx, &len)) != NULL) {
		c->c_len = len;
		TAILQ_INSERT_TAIL(&sc->sc_ctlready, c, c_link);
	}
	while ((c = viocons_take(sc->sc_ctltx, &len)) != NULL)
		TAILQ_INSERT_TAIL(&sc->sc_ctlfree, c, c_link);
	cv_broadcast(&sc->sc_cv);
	mutex_exit(&sc->sc_lock);

	/* Ports are never freed and appear by one store. */
	for (i = 0; i < sc->sc_nports; i++)
		if (sc->sc_ports[i] != NULL)
			viocons_port_poll(sc->sc_ports[i]);
}

/* --- control messages ----------------------------------------------------- */

static void
viocons_control_send(struct viocons_softc *sc, u_int id, u_int event,
    u_int value)
{
	struct viocons_control *m;
	struct viocons_ctlbuf *c;

	mutex_enter(&sc->sc_lock);
	while ((c = TAILQ_FIRST(&sc->sc_ctlfree)) == NULL)
		cv_wait(&sc->sc_cv, &sc->sc_lock);
	TAILQ_REMOVE(&sc->sc_ctlfree, c, c_link);
	m = (void *)c->c_data;
	m->id = htole32(id);
	m->event = htole16((uint16_t)event);
	m->value = htole16((uint16_t)value);
	if (viocons_offer(sc->sc_ctltx, m, sizeof(*m), false, c) != 0)
		TAILQ_INSERT_TAIL(&sc->sc_ctlfree, c, c_link);
	mutex_exit(&sc->sc_lock);
}

/* --- the device nodes ----------------------------------------------------- */

static int
viocons_open(struct cdev *dev, int oflags, struct thread *td)
{
	struct viocons_port *p = dev_softc(dev);
	int error = 0;

	mutex_enter(&p->p_lock);
	if (p->p_open)
		error = SET_ERROR(EBUSY);
	else
		p->p_open = true;
	mutex_exit(&p->p_lock);
	if (error == 0)
		viocons_control_send(p->p_sc, p->p_id, VIOCONS_PORT_OPEN, 1);
	return (error);
}

static int
viocons_close(struct cdev *dev, int fflag, struct thread *td)
{
	struct viocons_port *p = dev_softc(dev);
	struct viocons_buf *b;

	mutex_enter(&p->p_lock);
	while ((b = TAILQ_FIRST(&p->p_ready)) != NULL) {
		TAILQ_REMOVE(&p->p_ready, b, b_link);
		(void)viocons_offer(p->p_rxvq, b->b_data, VIOCONS_BUFSIZE,
		    true, b);
	}
	p->p_open = false;
	mutex_exit(&p->p_lock);
	viocons_control_send(p->p_sc, p->p_id, VIOCONS_PORT_OPEN, 0);
	return (0);
}

static int
viocons_read(struct cdev *dev, struct uio *uio, int ioflag)
{
	struct viocons_port *p = dev_softc(dev);
	struct viocons_buf *b;
	size_t n;
	int error = 0;

	mutex_enter(&p->p_lock);
	while (TAILQ_EMPTY(&p->p_ready)) {
		if (!p->p_hostopen)
			goto out;		/* end of file */
		if ((ioflag & IO_NDELAY) != 0) {
			error = SET_ERROR(EAGAIN);
			goto out;
		}
		error = cv_wait_sig(&p->p_rxcv, &p->p_lock);
		if (error != 0)
			goto out;
	}
	while (uio->uio_resid > 0 && (b = TAILQ_FIRST(&p->p_ready)) != NULL) {
		n = MIN((size_t)uio->uio_resid, b->b_len - b->b_off);
		error = uiomove(b->b_data + b->b_off, n, uio);
		if (error != 0)
			break;
		b->b_off += (uint32_t)n;
		if (b->b_off == b->b_len) {
			TAILQ_REMOVE(&p->p_ready, b, b_link);
			(void)viocons_offer(p->p_rxvq, b->b_data,
			    VIOCONS_BUFSIZE, true, b);
		}
	}
out:
	mutex_exit(&p->p_lock);
	return (error);
}

static int
viocons_write(struct cdev *dev, struct uio *uio, int ioflag)
{
	struct viocons_port *p = dev_softc(dev);
	struct viocons_buf *b;
	size_t n;
	int error = 0;

	mutex_enter(&p->p_lock);
	while (uio->uio_resid > 0) {
		if (!p->p_hostopen) {
			error = SET_ERROR(EPIPE);
			break;
		}
		b = TAILQ_FIRST(&p->p_txfree);
		if (b == NULL) {
			if ((ioflag & IO_NDELAY) != 0) {
				error = SET_ERROR(EAGAIN);
				break;
			}
			error = cv_wait_sig(&p->p_txcv, &p->p_lock);
			if (error != 0)
				break;
			continue;
		}
		n = MIN((size_t)uio->uio_resid, VIOCONS_BUFSIZE);
		error = uiomove(b->b_data, n, uio);
		if (error != 0)
			break;
		TAILQ_REMOVE(&p->p_txfree, b, b_link);
		error = viocons_offer(p->p_txvq, b->b_data, (uint32_t)n,
		    false, b);
		if (error != 0) {
			TAILQ_INSERT_TAIL(&p->p_txfree, b, b_link);
			break;
		}
	}
	mutex_exit(&p->p_lock);
	return (error);
}

static int
viocons_ioctl(struct cdev *dev, u_long cmd, void *data, int fflag,
    struct thread *td)
{
	struct viocons_port *p = dev_softc(dev);
	struct viocons_buf *b;
	int n = 0;

	switch (cmd) {
	case FIONREAD:
		mutex_enter(&p->p_lock);
		TAILQ_FOREACH(b, &p->p_ready, b_link)
			n += (int)(b->b_len - b->b_off);
		mutex_exit(&p->p_lock);
		*(int *)data = n;
		return (0);
	case FIONBIO:
	case FIOASYNC:
		return (0);
	default:
		return (SET_ERROR(ENOTTY));
	}
}

static int
viocons_poll(struct cdev *dev, int events, struct thread *td)
{
	struct viocons_port *p = dev_softc(dev);
	int revents = 0;

	mutex_enter(&p->p_lock);
	if (!TAILQ_EMPTY(&p->p_ready) || !p->p_hostopen)
		revents |= events & (POLLIN | POLLRDNORM);
	if (!p->p_hostopen)
		revents |= POLLHUP;
	else if (!TAILQ_EMPTY(&p->p_txfree))
		revents |= events & (POLLOUT | POLLWRNORM);
	if (revents == 0)
		poll_record(td, &p->p_notify);
	mutex_exit(&p->p_lock);
	return (revents);
}

static int
viocons_event(struct cdev *dev, struct file_event *fe, struct thread *td)
{
	struct viocons_port *p = dev_softc(dev);

	fe->fe_notify = &p->p_notify;
	mutex_enter(&p->p_lock);
	fe->fe_eof = !p->p_hostopen;
	fe->fe_ready = fe->fe_write ? !TAILQ_EMPTY(&p->p_txfree) :
	    !TAILQ_EMPTY(&p->p_ready);
	mutex_exit(&p->p_lock);
	return (0);
}

static const struct cdevsw viocons_cdevsw = {
	.d_name = "vport",
	.d_open = viocons_open,
	.d_close = viocons_close,
	.d_read = viocons_read,
	.d_write = viocons_write,
	.d_ioctl = viocons_ioctl,
	.d_poll = viocons_poll,
	.d_event = viocons_event,
};

/* --- making ports --------------------------------------------------------- */

/* Queue numbers: port 0 has 0 and 1, the control queues are 2 and 3. */
static u_int
viocons_rxqueue(u_int id)
{

	return (id == 0 ? 0 : 2 * id + 2);
}

/*
 * Memory of a port that exists; false without.
 */
static bool
viocons_port_buffers(struct viocons_port *p)
{
	u_int i;

	for (i = 0; i < VIOCONS_NBUF; i++) {
		p->p_rxbufs[i].b_data = kmem_alloc(VIOCONS_BUFSIZE, KM_SLEEP);
		p->p_txbufs[i].b_data = kmem_alloc(VIOCONS_BUFSIZE, KM_SLEEP);
		if (p->p_rxbufs[i].b_data == NULL ||
		    p->p_txbufs[i].b_data == NULL)
			break;
	}
	if (i == VIOCONS_NBUF)
		return (true);
	for (i = 0; i < VIOCONS_NBUF; i++) {
		if (p->p_rxbufs[i].b_data != NULL)
			kmem_free(p->p_rxbufs[i].b_data, VIOCONS_BUFSIZE);
		if (p->p_txbufs[i].b_data != NULL)
			kmem_free(p->p_txbufs[i].b_data, VIOCONS_BUFSIZE);
		p->p_rxbufs[i].b_data = p->p_txbufs[i].b_data = NULL;
	}
	return (false);
}

static void
viocons_port_add(struct viocons_softc *sc, u_int id)
{
	struct viocons_port *p = sc->sc_ports[id];
	u_int i;

	if (p->p_cdev != NULL)
		return;
	if (!viocons_port_buffers(p)) {
		viocons_control_send(sc, id, VIOCONS_PORT_READY, 0);
		return;
	}
	p->p_cdev = dev_create(&viocons_cdevsw, p, (dev_t)id, 0, 0,
	    S_IRUSR | S_IWUSR, "vport%up%u", sc->sc_unit, id);
	mutex_enter(&p->p_lock);
	for (i = 0; i < VIOCONS_NBUF; i++) {
		TAILQ_INSERT_TAIL(&p->p_txfree, &p->p_txbufs[i], b_link);
		(void)viocons_offer(p->p_rxvq, p->p_rxbufs[i].b_data,
		    VIOCONS_BUFSIZE, true, &p->p_rxbufs[i]);
	}
	mutex_exit(&p->p_lock);
	viocons_control_send(sc, id, VIOCONS_PORT_READY, p->p_cdev != NULL);
}

/*
 * The host's name of a port becomes a node; it may hold no slash.
 */
static void
viocons_port_name(struct viocons_softc *sc, u_int id, const char *name,
    size_t len)
{
	struct viocons_port *p = sc->sc_ports[id];
	char buf[64];
	size_t i;

	while (len > 0 && name[len - 1] == '\0')
		len--;
	if (p->p_cdev == NULL || p->p_alias != NULL || len == 0 ||
	    len >= sizeof(buf) || name[0] == '.')
		return;
	for (i = 0; i < len; i++) {
		if (name[i] <= ' ' || name[i] > '~' || name[i] == '/')
			return;
		buf[i] = name[i];
	}
	buf[len] = '\0';
	p->p_alias = dev_create(&viocons_cdevsw, p, (dev_t)id, 0, 0,
	    S_IRUSR | S_IWUSR, "vport/%s", buf);
}

static void
viocons_port_hostopen(struct viocons_softc *sc, u_int id, bool open)
{
	struct viocons_port *p = sc->sc_ports[id];

	mutex_enter(&p->p_lock);
	p->p_hostopen = open;
	cv_broadcast(&p->p_rxcv);
	cv_broadcast(&p->p_txcv);
	mutex_exit(&p->p_lock);
	notify_fire(&p->p_notify, POLLIN | POLLOUT | POLLHUP);
}

static void
viocons_control(struct viocons_softc *sc, const struct viocons_ctlbuf *c)
{
	const struct viocons_control *m = (const void *)c->c_data;
	u_int id;

	if (c->c_len < sizeof(*m))
		return;
	id = le32toh(m->id);
	if (id >= sc->sc_nports || sc->sc_ports[id] == NULL)
		return;
	switch (le16toh(m->event)) {
	case VIOCONS_PORT_ADD:
		viocons_port_add(sc, id);
		break;
	case VIOCONS_PORT_REMOVE:
		viocons_port_hostopen(sc, id, false);
		break;
	case VIOCONS_CONSOLE_PORT:
		viocons_control_send(sc, id, VIOCONS_PORT_OPEN, 1);
		break;
	case VIOCONS_PORT_OPEN:
		viocons_port_hostopen(sc, id, le16toh(m->value) != 0);
		break;
	case VIOCONS_PORT_NAME:
		viocons_port_name(sc, id, (const char *)(m + 1),
		    c->c_len - sizeof(*m));
		break;
	default:
		break;
	}
}

static void
viocons_thread(void *arg)
{
	struct viocons_softc *sc = arg;
	struct viocons_ctlbuf *c;

	viocons_control_send(sc, 0, VIOCONS_DEVICE_READY, 1);
	for (;;) {
		mutex_enter(&sc->sc_lock);
		while ((c = TAILQ_FIRST(&sc->sc_ctlready)) == NULL)
			cv_wait(&sc->sc_cv, &sc->sc_lock);
		TAILQ_REMOVE(&sc->sc_ctlready, c, c_link);
		mutex_exit(&sc->sc_lock);
		viocons_control(sc, c);
		(void)viocons_offer(sc->sc_ctlrx, c->c_data, VIOCONS_CTLSIZE,
		    true, c);
	}
}

/*
 * A port that may exist: its queues must be there before DRIVER_OK, its
 * buffers come with PORT_ADD.
 */
static int
viocons_port_make(struct viocons_softc *sc, u_int id)
{
	struct viocons_port *p;
	int error;

	p = kmem_zalloc(sizeof(*p), KM_SLEEP);
	if (p == NULL)
		return (SET_ERROR(ENOMEM));
	error = virtq_create(sc->sc_dev, viocons_rxqueue(id), VIOCONS_NBUF,
	    viocons_intr, sc, "vportrx", &p->p_rxvq);
	if (error == 0)
		error = virtq_create(sc->sc_dev, viocons_rxqueue(id) + 1,
		    VIOCONS_NBUF, viocons_intr, sc, "vporttx", &p->p_txvq);
	if (error != 0) {
		kmem_free(p, sizeof(*p));
		return (error);
	}
	TAILQ_INIT(&p->p_ready);
	TAILQ_INIT(&p->p_txfree);
	mutex_init(&p->p_lock, "vport");
	cv_init(&p->p_rxcv, "vportrx");
	cv_init(&p->p_txcv, "vporttx");
	notify_init(&p->p_notify);
	p->p_sc = sc;
	p->p_id = id;
	sc->sc_ports[id] = p;
	return (0);
}

static int
viocons_attach(struct virtio_dev *v)
{
	struct viocons_softc *sc;
	uint32_t nports;
	u_int i;
	int error;

	sc = kmem_zalloc(sizeof(*sc), KM_SLEEP);
	if (sc == NULL)
		return (SET_ERROR(ENOMEM));
	sc->sc_dev = v;
	sc->sc_unit = viocons_unit++;
	v->v_softc = sc;
	error = virtio_negotiate(v, VIRTIO_CONSOLE_F_MULTIPORT);
	if (error == 0 && (v->v_features & VIRTIO_CONSOLE_F_MULTIPORT) == 0)
		error = SET_ERROR(EOPNOTSUPP);
	if (error != 0)
		goto fail;
	virtio_config_read(v, VIOCONS_CFG_MAXPORTS, &nports, sizeof(nports));
	sc->sc_nports = MAX(1, MIN(le32toh(nports), VIOCONS_MAXPORTS));

	mutex_init(&sc->sc_lock, "viocons");
	cv_init(&sc->sc_cv, "viocons");
	TAILQ_INIT(&sc->sc_ctlready);
	TAILQ_INIT(&sc->sc_ctlfree);
	sc->sc_softint = softint_establish(SOFTINT_SERIAL, viocons_softint,
	    sc);
	if (sc->sc_softint == NULL) {
		error = SET_ERROR(ENOMEM);
		goto fail;
	}
	error = virtq_create(v, 2, VIOCONS_NCTL, viocons_intr, sc, "vportctl",
	    &sc->sc_ctlrx);
	if (error == 0)
		error = virtq_create(v, 3, VIOCONS_NCTL, viocons_intr, sc,
		    "vportctl", &sc->sc_ctltx);
	for (i = 0; i < sc->sc_nports && error == 0; i++)
		error = viocons_port_make(sc, i);
	/* From here on the device may know queues: nothing is freed. */
	if (error != 0)
		return (error);
	virtio_driver_ok(v);
	for (i = 0; i < VIOCONS_NCTL; i++) {
		(void)viocons_offer(sc->sc_ctlrx, sc->sc_rxctl[i].c_data,
		    VIOCONS_CTLSIZE, true, &sc->sc_rxctl[i]);
		TAILQ_INSERT_TAIL(&sc->sc_ctlfree, &sc->sc_txctl[i], c_link);
	}
	return (kthread_create(viocons_thread, sc, NULL, "%s", v->v_name));

fail:
	kmem_free(sc, sizeof(*sc));
	return (error);
}

static const struct virtio_driver viocons_driver = {
	.vd_name = "viocons",
	.vd_type = VIRTIO_ID_CONSOLE,
	.vd_attach = viocons_attach,
};
VIRTIO_DRIVER(viocons_driver);
