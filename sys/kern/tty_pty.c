/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Pseudo-terminals: /dev/ptmx and /dev/pts/N.
 *
 * Model	Opening /dev/ptmx makes a pair: the file is the master, and
 *		/dev/pts/N, with N from TIOCGPTN, is a terminal whose device is
 *		the master.  What a process writes to the terminal is read from
 *		the master; what is written to the master is the terminal's
 *		input.
 *
 *		While the master is open the terminal can be opened, closed and
 *		opened again; a read of the master waits for output, and is EIO
 *		after the last user of a terminal that had been opened closed
 *		it.  Closing the master hangs the terminal up and removes its
 *		node.
 *
 * Packet mode	(TIOCPKT) a read of the master returns a status byte first.
 *
 * Locks	the terminal's t_lock covers both ends; (u) pty_lock: units.
 * Tests	tests/usr.bin/t_more.sh
 */
#include <sys/param.h>
#include <sys/conf.h>
#include <sys/errno.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filio.h>
#include <sys/kmem.h>
#include <sys/notify.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/tty.h>
#include <sys/uio.h>
#include <sys/vnode.h>

#define	PTY_MAX		1024		/* units there can be */
#define	PTY_CHUNK	256
#define	PTY_GID		4		/* group "tty" */

struct pty {
	struct tty	*pt_tty;	/* (i) the terminal, referenced */
	u_int		 pt_unit;	/* (i) */
	uid_t		 pt_uid;	/* (i) whose it is */
	struct timespec	 pt_btime;	/* (i) */
	bool		 pt_slave;	/* (t) the terminal was opened */
	bool		 pt_packet;	/* (t) TIOCPKT */
	uint8_t		 pt_status;	/* (t) TIOCPKT_* to be reported */
	struct cv	 pt_cv;		/* (t) the master waits for output */
	struct cv	 pt_roomcv;	/* (t) ... for room in the input */
	struct notify	 pt_notify;	/* who polls the master */
};

static struct kmutex pty_lock;
static uint64_t	pty_units[PTY_MAX / 64];	/* (u) bit set: in use */
static u_int	pty_max = PTY_MAX;

SYSCTL_UINT(_kern, OID_AUTO, pty_max, CTLFLAG_RW, &pty_max, 0,
    "Pseudo-terminals that may exist at once");

/* --- the terminal's device ------------------------------------------------ */

static void
pty_start(struct tty *tp)
{
	struct pty *pt = tp->t_softc;

	cv_broadcast(&pt->pt_cv);
	notify_fire(&pt->pt_notify, POLLIN | POLLRDNORM);
}

static void
pty_closed(struct tty *tp)
{
	struct pty *pt = tp->t_softc;

	/* The master may already be gone, and pt with it. */
	mutex_enter(&tp->t_lock);
	if ((tp->t_flags & TTY_GONE) == 0) {
		cv_broadcast(&pt->pt_cv);
		notify_fire(&pt->pt_notify, POLLIN | POLLHUP);
	}
	mutex_exit(&tp->t_lock);
}

static void
pty_param(struct tty *tp)
{
	struct pty *pt = tp->t_softc;

	if (!pt->pt_packet)
		return;
	pt->pt_status |= (tp->t_termios.c_iflag & IXON) != 0 ?
	    TIOCPKT_DOSTOP : TIOCPKT_NOSTOP;
	pty_start(tp);
}

static void
pty_room(struct tty *tp)
{
	struct pty *pt = tp->t_softc;

	cv_broadcast(&pt->pt_roomcv);
	notify_fire(&pt->pt_notify, POLLOUT | POLLWRNORM);
}

static const struct tty_ops pty_ops = {
	.start = pty_start,
	.param = pty_param,
	.room = pty_room,
	.closed = pty_closed,
	.linger = true,
};

static int
pts_open(struct cdev *dev, int oflags, struct thread *td)
{
	struct tty *tp = dev_softc(dev);
	int error;

	error = tty_open(tp, oflags, td);
	if (error != 0)
		return (error);
	mutex_enter(&tp->t_lock);
	if ((tp->t_flags & TTY_GONE) == 0)
		((struct pty *)tp->t_softc)->pt_slave = true;
	mutex_exit(&tp->t_lock);
	return (0);
}

static int
pts_close(struct cdev *dev, int fflag, struct thread *td)
{

	return (tty_close(dev_softc(dev), td));
}

static int
pts_read(struct cdev *dev, struct uio *uio, int ioflag)
{

	return (tty_read(dev_softc(dev), uio, ioflag));
}

static int
pts_write(struct cdev *dev, struct uio *uio, int ioflag)
{

	return (tty_write(dev_softc(dev), uio, ioflag));
}

static int
pts_ioctl(struct cdev *dev, u_long cmd, void *data, int fflag,
    struct thread *td)
{

	return (tty_ioctl(dev_softc(dev), cmd, data, fflag, td));
}

static int
pts_poll(struct cdev *dev, int events, struct thread *td)
{

	return (tty_poll(dev_softc(dev), events, td));
}

static int
pts_event(struct cdev *dev, struct file_event *fe, struct thread *td)
{

	return (tty_event(dev_softc(dev), fe));
}

/*
 * The last file of the terminal was closed, and the master before it.
 */
static void
pts_free(struct cdev *dev)
{

	tty_rele(dev_softc(dev));
}

static const struct cdevsw pts_cdevsw = {
	.d_name = "pts",
	.d_flags = D_TTY,
	.d_open = pts_open,
	.d_close = pts_close,
	.d_read = pts_read,
	.d_write = pts_write,
	.d_ioctl = pts_ioctl,
	.d_poll = pts_poll,
	.d_event = pts_event,
	.d_free = pts_free,
};

/* --- the master ----------------------------------------------------------- */

/*
 * Has the terminal had users, and are they all gone?
 */
static bool
ptm_hungup(const struct pty *pt)
{

	return (pt->pt_slave && pt->pt_tty->t_opens == 0);
}

static int
ptm_read(struct file *fp, struct uio *uio, struct cred *cred, int flags,
    struct thread *td)
{
	struct pty *pt = fp->f_data;
	struct tty *tp = pt->pt_tty;
	uint8_t buf[PTY_CHUNK], status;
	size_t n;
	int error = 0;
	bool any = false;

	if (uio->uio_resid == 0)
		return (0);
	mutex_enter(&tp->t_lock);
	for (;;) {
		if (pt->pt_packet && pt->pt_status != 0) {
			status = pt->pt_status;
			pt->pt_status = 0;
			mutex_exit(&tp->t_lock);
			return (uiomove(&status, 1, uio));
		}
		if (RING_USED(&tp->t_out) > 0 &&
		    (tp->t_flags & TTY_STOPPED) == 0)
			break;
		if (ptm_hungup(pt))
			error = SET_ERROR(EIO);
		else if ((fp->f_flag & O_NONBLOCK) != 0)
			error = SET_ERROR(EAGAIN);
		else
			error = cv_wait_sig(&pt->pt_cv, &tp->t_lock);
		if (error != 0) {
			mutex_exit(&tp->t_lock);
			return (error);
		}
	}
	status = TIOCPKT_DATA;
	while (error == 0 && uio->uio_resid > (pt->pt_packet && !any)) {
		n = tty_getoutput(tp, buf, MIN(sizeof(buf),
		    (size_t)uio->uio_resid - (pt->pt_packet && !any)));
		if (n == 0)
			break;
		mutex_exit(&tp->t_lock);
		if (pt->pt_packet && !any)
			error = uiomove(&status, 1, uio);
		any = true;
		if (error == 0)
			error = uiomove(buf, n, uio);
		mutex_enter(&tp->t_lock);
	}
	mutex_exit(&tp->t_lock);
	return (error);
}

static int
ptm_write(struct file *fp, struct uio *uio, struct cred *cred, int flags,
    struct thread *td)
{
	struct pty *pt = fp->f_data;
	struct tty *tp = pt->pt_tty;
	uint8_t buf[PTY_CHUNK];
	size_t n, room;
	int error = 0;

	while (error == 0 && uio->uio_resid > 0) {
		room = tty_input_room(tp);
		if (room == 0) {
			if ((fp->f_flag & O_NONBLOCK) != 0)
				return (SET_ERROR(EAGAIN));
			mutex_enter(&tp->t_lock);
			if (tty_ldisc_room(tp) == 0)
				error = cv_wait_sig(&pt->pt_roomcv,
				    &tp->t_lock);
			mutex_exit(&tp->t_lock);
			continue;
		}
		n = MIN(MIN((size_t)uio->uio_resid, sizeof(buf)), room);
		error = uiomove(buf, n, uio);
		if (error == 0)
			tty_input(tp, buf, n);
	}
	return (error);
}

static int
ptm_ioctl(struct file *fp, u_long cmd, void *data, struct cred *cred,
    struct thread *td)
{
	struct pty *pt = fp->f_data;
	struct tty *tp = pt->pt_tty;
	int sig;

	switch (cmd) {
	case TIOCGPTN:
		*(int *)data = (int)pt->pt_unit;
		return (0);
	case TIOCPTMASTER:
	case FIONBIO:
	case FIOASYNC:
		return (0);
	case FIONREAD:
		mutex_enter(&tp->t_lock);
		*(int *)data = (int)RING_USED(&tp->t_out);
		mutex_exit(&tp->t_lock);
		return (0);
	case TIOCPKT:
		mutex_enter(&tp->t_lock);
		pt->pt_packet = *(int *)data != 0;
		pt->pt_status = 0;
		mutex_exit(&tp->t_lock);
		return (0);
	case TIOCSIG:
		sig = *(int *)data;
		if (sig <= 0 || sig >= 32)
			return (SET_ERROR(EINVAL));
		rw_enter(&proctree_lock, RW_READER);
		if (tp->t_pgrp != NULL)
			pgsignal(tp->t_pgrp, sig, true);
		rw_exit(&proctree_lock);
		return (0);
	case TIOCGPGRP:
	case TIOCGSID:
		rw_enter(&proctree_lock, RW_READER);
		if (cmd == TIOCGPGRP)
			*(int *)data = tp->t_pgrp == NULL ? 0 :
			    tp->t_pgrp->pg_id;
		else
			*(int *)data = tp->t_session == NULL ? 0 :
			    tp->t_session->s_sid;
		rw_exit(&proctree_lock);
		return (0);
	case TIOCSCTTY:
	case TIOCNOTTY:
	case TIOCSPGRP:
		return (SET_ERROR(ENOTTY));
	default:
		return (tty_ioctl(tp, cmd, data, (int)fp->f_flag, td));
	}
}

static int
ptm_poll(struct file *fp, int events, struct thread *td)
{
	struct pty *pt = fp->f_data;
	struct tty *tp = pt->pt_tty;
	int revents = 0;

	mutex_enter(&tp->t_lock);
	if ((RING_USED(&tp->t_out) > 0 && (tp->t_flags & TTY_STOPPED) == 0) ||
	    (pt->pt_packet && pt->pt_status != 0))
		revents |= events & (POLLIN | POLLRDNORM);
	if (ptm_hungup(pt))
		revents |= POLLHUP;
	if (tty_ldisc_room(tp) > 0)
		revents |= events & (POLLOUT | POLLWRNORM);
	if (revents == 0)
		poll_record(td, &pt->pt_notify);
	mutex_exit(&tp->t_lock);
	return (revents);
}

static int
ptm_event(struct file *fp, struct file_event *fe, struct thread *td)
{
	struct pty *pt = fp->f_data;
	struct tty *tp = pt->pt_tty;

	fe->fe_notify = &pt->pt_notify;
	mutex_enter(&tp->t_lock);
	fe->fe_eof = ptm_hungup(pt);
	if (fe->fe_write) {
		fe->fe_data = (int64_t)tty_ldisc_room(tp);
		fe->fe_ready = fe->fe_data > 0;
	} else {
		if ((tp->t_flags & TTY_STOPPED) == 0)
			fe->fe_data = RING_USED(&tp->t_out);
		fe->fe_ready = fe->fe_data > 0 ||
		    (pt->pt_packet && pt->pt_status != 0);
	}
	mutex_exit(&tp->t_lock);
	return (0);
}

static int
ptm_stat(struct file *fp, struct stat *sb, struct cred *cred,
    struct thread *td)
{
	struct pty *pt = fp->f_data;

	memset(sb, 0, sizeof(*sb));
	sb->st_mode = S_IFCHR | S_IRUSR | S_IWUSR;
	sb->st_nlink = 1;
	sb->st_uid = pt->pt_uid;
	sb->st_gid = PTY_GID;
	sb->st_rdev = pt->pt_unit;
	sb->st_ino = pt->pt_unit + 1;
	sb->st_blksize = TTY_RINGSIZE;
	sb->st_atim = sb->st_mtim = sb->st_ctim = sb->st_birthtim =
	    pt->pt_btime;
	return (0);
}

static void
pty_free_unit(u_int unit)
{

	mutex_enter(&pty_lock);
	pty_units[unit / 64] &= ~(1ULL << (unit % 64));
	mutex_exit(&pty_lock);
}

static void
ptm_close(struct file *fp, struct thread *td)
{
	struct pty *pt = fp->f_data;
	struct tty *tp = pt->pt_tty;

	tty_hangup(tp);
	/* Waits until nobody is inside the terminal's functions. */
	dev_destroy(tp->t_cdev);
	pty_free_unit(pt->pt_unit);
	/*
	 * Users of the terminal may remain, through /dev/tty or a session;
	 * from TTY_GONE on none of them looks at t_softc.
	 */
	mutex_enter(&tp->t_lock);
	tp->t_softc = NULL;
	mutex_exit(&tp->t_lock);
	notify_destroy(&pt->pt_notify);
	cv_destroy(&pt->pt_cv);
	cv_destroy(&pt->pt_roomcv);
	kmem_free(pt, sizeof(*pt));
	tty_rele(tp);
}

static const struct file_ops ptm_fops = {
	.fo_read = ptm_read,
	.fo_write = ptm_write,
	.fo_ioctl = ptm_ioctl,
	.fo_poll = ptm_poll,
	.fo_event = ptm_event,
	.fo_stat = ptm_stat,
	.fo_close = ptm_close,
	.fo_flags = FO_PASSABLE,
};

static int
pty_alloc_unit(u_int *unitp)
{
	u_int unit;
	int error = 0;

	mutex_enter(&pty_lock);
	for (unit = 0; unit < MIN(pty_max, PTY_MAX); unit++)
		if ((pty_units[unit / 64] & (1ULL << (unit % 64))) == 0)
			break;
	if (unit == MIN(pty_max, PTY_MAX))
		error = SET_ERROR(EAGAIN);
	else
		pty_units[unit / 64] |= 1ULL << (unit % 64);
	mutex_exit(&pty_lock);
	*unitp = unit;
	return (error);
}

static int
ptmx_fdopen(struct cdev *dev, int oflags, struct thread *td, struct file *fp)
{
	struct pty *pt;
	struct tty *tp;
	int error;

	pt = kmem_zalloc(sizeof(*pt), KM_SLEEP);
	if (pt == NULL)
		return (SET_ERROR(ENOMEM));
	error = pty_alloc_unit(&pt->pt_unit);
	if (error != 0)
		goto fail_pt;
	tp = tty_alloc(&pty_ops, pt);
	if (tp == NULL) {
		error = SET_ERROR(ENOMEM);
		goto fail_unit;
	}
	pt->pt_tty = tp;
	pt->pt_uid = td->td_cred->cr_ruid;
	nanotime(&pt->pt_btime);
	cv_init(&pt->pt_cv, "ptm");
	cv_init(&pt->pt_roomcv, "ptmout");
	notify_init(&pt->pt_notify);
	tty_hold(tp);				/* for pts_free() */
	tp->t_cdev = dev_create(&pts_cdevsw, tp, (dev_t)pt->pt_unit,
	    td->td_cred->cr_ruid, PTY_GID, S_IRUSR | S_IWUSR | S_IWGRP,
	    "pts/%u", pt->pt_unit);
	if (tp->t_cdev == NULL) {
		error = SET_ERROR(ENOMEM);
		goto fail_tty;
	}
	fp->f_ops = &ptm_fops;
	fp->f_data = pt;
	fp->f_type = DTYPE_PTS;
	return (0);

fail_tty:
	tty_rele(tp);
	notify_destroy(&pt->pt_notify);
	cv_destroy(&pt->pt_cv);
	cv_destroy(&pt->pt_roomcv);
	tty_rele(tp);
fail_unit:
	pty_free_unit(pt->pt_unit);
fail_pt:
	kmem_free(pt, sizeof(*pt));
	return (error);
}

static const struct cdevsw ptmx_cdevsw = {
	.d_name = "ptmx",
	.d_flags = D_TTY,
	.d_fdopen = ptmx_fdopen,
};

void
pty_init(void)
{

	mutex_init(&pty_lock, "pty");
	if (dev_create(&ptmx_cdevsw, NULL, 0, 0, PTY_GID, 0666,
	    "ptmx") == NULL)
		panic("pty_init: no memory");
}
