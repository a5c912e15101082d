/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Terminals: what processes do with them, and job control.
 *
 * Model	Readers wait on t_incv until the line discipline says that
 *		there is something for them, writers on t_outcv until there is
 *		room.  Data passes through a small buffer on the stack, so that
 *		user memory is never touched with t_lock held.
 *
 *		A terminal controls at most one session (t_session), and a
 *		session has at most one terminal (s_ttyp); the two pointers
 *		change together.  t_pgrp is its foreground group.
 *
 * Signals	Characters arrive in soft interrupts with t_lock held, but a
 *		group is only signalled under proctree_lock, which comes first.
 *		So signals are noted in t_signals and sent by tty_unlock().
 *
 * Invariants	(1) t_session->s_ttyp == tp whenever t_session is not NULL.
 *		(2) t_pgrp, when not NULL, belongs to t_session.
 *
 * Locks	t_lock; proctree_lock and t_lock to change t_session, t_pgrp.
 * Lock order	proctree_lock -> t_lock.
 * Tests	tests/bin/t_stty.sh, tests/bin/sh/t_jobs.sh
 */
#include <sys/param.h>
#include <sys/atomic.h>
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
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/tty.h>
#include <sys/ttydefaults.h>
#include <sys/uio.h>
#include <sys/vnode.h>

#define	TTY_CHUNK	256		/* bytes moved at a time */
#define	TTY_DECISECOND	100000000ULL	/* ns; the unit of VTIME */

static void	tty_unlock(struct tty *tp) __releases(tp->t_lock);
static int	tty_drain(struct tty *tp) __requires(tp->t_lock);
static int	tty_ioctl_locked(struct tty *tp, u_long, void *)
		    __requires(tp->t_lock);
static int	tty_wait_canon(struct tty *tp, bool) __requires(tp->t_lock);
static int	tty_wait_raw(struct tty *tp, size_t, bool)
		    __requires(tp->t_lock);

struct tty *
tty_alloc(const struct tty_ops *ops, void *softc)
{
	static const cc_t ttydefchars[NCCS] = TTYDEFCHARS;
	struct tty *tp;

	tp = kmem_zalloc(sizeof(*tp), KM_SLEEP);
	if (tp == NULL)
		return (NULL);
	tp->t_in.r_buf = kmem_alloc(TTY_RINGSIZE, KM_SLEEP);
	tp->t_out.r_buf = kmem_alloc(TTY_RINGSIZE, KM_SLEEP);
	tp->t_delims = kmem_zalloc(TTY_RINGSIZE / 8, KM_SLEEP);
	tp->t_eofs = kmem_zalloc(TTY_RINGSIZE / 8, KM_SLEEP);
	tp->t_refs = 1;
	mutex_init(&tp->t_lock, "tty");
	cv_init(&tp->t_incv, "ttyin");
	cv_init(&tp->t_outcv, "ttyout");
	notify_init(&tp->t_notify);
	if (tp->t_in.r_buf == NULL || tp->t_out.r_buf == NULL ||
	    tp->t_delims == NULL || tp->t_eofs == NULL) {
		tty_rele(tp);
		return (NULL);
	}
	tp->t_ops = ops;
	tp->t_softc = softc;
	tp->t_termios.c_iflag = TTYDEF_IFLAG;
	tp->t_termios.c_oflag = TTYDEF_OFLAG;
	tp->t_termios.c_cflag = TTYDEF_CFLAG;
	tp->t_termios.c_lflag = TTYDEF_LFLAG;
	memcpy(tp->t_termios.c_cc, ttydefchars, sizeof(ttydefchars));
	tp->t_termios.c_ispeed = tp->t_termios.c_ospeed = TTYDEF_SPEED;
	return (tp);
}

void
tty_hold(struct tty *tp)
{

	atomic_inc(&tp->t_refs);
}

void
tty_rele(struct tty *tp)
{

	if (atomic_dec_nv(&tp->t_refs) != 0)
		return;
	if (tp->t_in.r_buf != NULL)
		kmem_free(tp->t_in.r_buf, TTY_RINGSIZE);
	if (tp->t_out.r_buf != NULL)
		kmem_free(tp->t_out.r_buf, TTY_RINGSIZE);
	if (tp->t_delims != NULL)
		kmem_free(tp->t_delims, TTY_RINGSIZE / 8);
	if (tp->t_eofs != NULL)
		kmem_free(tp->t_eofs, TTY_RINGSIZE / 8);
	notify_destroy(&tp->t_notify);
	cv_destroy(&tp->t_incv);
	cv_destroy(&tp->t_outcv);
	mutex_destroy(&tp->t_lock);
	kmem_free(tp, sizeof(*tp));
}

/* --- signals and job control ---------------------------------------------- */

/*
 * Note a signal for the foreground group; tty_unlock() sends it.
 */
void
tty_signal(struct tty *tp, int sig)
{

	tp->t_signals |= 1U << sig;
}

/*
 * Unlock, and send the signals that were noted.  Between the two the group may
 * change: then the one that is in the foreground now gets them, as if the
 * character had come a moment later.
 */
static void
tty_unlock(struct tty *tp)
{
	uint32_t signals = tp->t_signals;
	int sig;

	tp->t_signals = 0;
	mutex_exit(&tp->t_lock);
	if (signals == 0)
		return;
	rw_enter(&proctree_lock, RW_READER);
	for (sig = 1; sig < 32; sig++)
		if ((signals & (1U << sig)) != 0 && tp->t_pgrp != NULL)
			pgsignal(tp->t_pgrp, sig, true);
	rw_exit(&proctree_lock);
}

/*
 * proctree_lock held: another process may move p to another group, and the
 * last one that leaves a group frees it.
 */
static bool
tty_is_ctty(const struct tty *tp, const struct proc *p)
{

	return (tp->t_session != NULL &&
	    p->p_pgrp->pg_session == tp->t_session);
}

/*
 * May curproc use its controlling terminal for what would raise sig?
 * 0, or EIO, or ERESTART with the signal on its way: the call is made again
 * once the process was continued.  No lock held.
 */
static int
tty_background(struct tty *tp, struct thread *td, int sig)
{
	struct proc *p = td->td_proc;
	int error = 0;

	/* In the foreground, as of a moment ago: nothing is dereferenced. */
	if (p->p_pgrp == tp->t_pgrp)
		return (0);
	rw_enter(&proctree_lock, RW_READER);
	if (!tty_is_ctty(tp, p) || p->p_pgrp == tp->t_pgrp ||
	    tp->t_pgrp == NULL)
		error = 0;
	else if (sig_blocked_or_ignored(td, sig))
		error = sig == SIGTTIN ? EIO : 0;
	else if (pgrp_orphaned(p->p_pgrp))
		error = EIO;
	else {
		pgsignal(p->p_pgrp, sig, true);
		error = ERESTART;
	}
	rw_exit(&proctree_lock);
	return (error);
}

/*
 * Make tp the controlling terminal of the session that p leads.
 */
static int
tty_set_ctty(struct tty *tp, struct proc *p)
{
	struct session *s;
	int error = 0;

	rw_enter(&proctree_lock, RW_WRITER);
	mutex_enter(&tp->t_lock);
	s = p->p_pgrp->pg_session;
	if (s->s_ttyp == tp)
		error = 0;			/* as it is */
	else if (s->s_leader != p || s->s_ttyp != NULL ||
	    tp->t_session != NULL)
		error = SET_ERROR(EPERM);
	else if ((tp->t_flags & TTY_GONE) != 0)
		error = SET_ERROR(EIO);
	else {
		tty_hold(tp);
		s->s_ttyp = tp;
		tp->t_session = s;
		tp->t_pgrp = p->p_pgrp;
	}
	mutex_exit(&tp->t_lock);
	rw_exit(&proctree_lock);
	return (error);
}

void
tty_session_leave(struct session *s, bool exiting)
{
	struct tty *tp = s->s_ttyp;

	KASSERT(rw_write_held(&proctree_lock));
	if (tp == NULL)
		return;
	if (exiting && tp->t_pgrp != NULL) {
		pgsignal(tp->t_pgrp, SIGHUP, true);
		pgsignal(tp->t_pgrp, SIGCONT, true);
	}
	mutex_enter(&tp->t_lock);
	tp->t_session = NULL;
	tp->t_pgrp = NULL;
	s->s_ttyp = NULL;
	mutex_exit(&tp->t_lock);
	tty_rele(tp);
}

void
tty_pgrp_gone(struct pgrp *pg)
{
	struct tty *tp = pg->pg_session->s_ttyp;

	KASSERT(rw_write_held(&proctree_lock));
	if (tp == NULL)
		return;
	mutex_enter(&tp->t_lock);
	if (tp->t_pgrp == pg)
		tp->t_pgrp = NULL;
	mutex_exit(&tp->t_lock);
}

/* --- for devices ---------------------------------------------------------- */

void
tty_input(struct tty *tp, const uint8_t *buf, size_t len)
{
	size_t i;

	mutex_enter(&tp->t_lock);
	if ((tp->t_flags & TTY_GONE) == 0)
		for (i = 0; i < len; i++)
			tty_ldisc_input(tp, buf[i]);
	tty_unlock(tp);
}

/*
 * How many characters certainly fit.
 */
size_t
tty_input_room(struct tty *tp)
{
	size_t room;

	mutex_enter(&tp->t_lock);
	room = tty_ldisc_room(tp);
	mutex_exit(&tp->t_lock);
	return (room);
}

size_t
tty_getoutput(struct tty *tp, uint8_t *buf, size_t max)
{
	struct tty_ring *r = &tp->t_out;
	size_t n = 0;

	KASSERT(mutex_owned(&tp->t_lock));
	if ((tp->t_flags & TTY_STOPPED) != 0)
		return (0);
	while (n < max && r->r_tail != r->r_head)
		buf[n++] = RING_AT(r, r->r_tail++);
	if (n > 0 && RING_ROOM(r) >= TTY_RINGSIZE / 2) {
		cv_broadcast(&tp->t_outcv);
		notify_fire(&tp->t_notify, POLLOUT | POLLWRNORM);
	}
	return (n);
}

/*
 * The device is gone: readers see end of file, writers EIO, and the session
 * gets SIGHUP.
 */
void
tty_hangup(struct tty *tp)
{
	struct session *s;

	rw_enter(&proctree_lock, RW_READER);
	s = tp->t_session;
	if (s != NULL && s->s_leader != NULL) {
		mutex_enter(&s->s_leader->p_lock);
		psignal(s->s_leader, SIGHUP);
		psignal(s->s_leader, SIGCONT);
		mutex_exit(&s->s_leader->p_lock);
	}
	mutex_enter(&tp->t_lock);
	tp->t_flags |= TTY_GONE;
	tty_ldisc_flush(tp, false, true);
	cv_broadcast(&tp->t_incv);
	cv_broadcast(&tp->t_outcv);
	mutex_exit(&tp->t_lock);
	rw_exit(&proctree_lock);
	notify_fire(&tp->t_notify, POLLIN | POLLOUT | POLLHUP);
}

/* --- open, close ---------------------------------------------------------- */

int
tty_open(struct tty *tp, int oflags, struct thread *td)
{
	int error = 0;

	mutex_enter(&tp->t_lock);
	if ((tp->t_flags & TTY_GONE) != 0)
		error = SET_ERROR(EIO);
	else if ((tp->t_flags & TTY_EXCL) != 0 && tp->t_opens > 0 &&
	    !cred_is_super(td->td_cred))
		error = SET_ERROR(EBUSY);
	else
		tp->t_opens++;
	mutex_exit(&tp->t_lock);
	return (error);
}

/*
 * Wait until all output was taken by the device.  t_lock held.
 */
static int
tty_drain(struct tty *tp)
{
	int error = 0;

	while (RING_USED(&tp->t_out) > 0 && (tp->t_flags & TTY_GONE) == 0 &&
	    error == 0)
		error = cv_wait_sig(&tp->t_outcv, &tp->t_lock);
	return (error);
}

int
tty_close(struct tty *tp, struct thread *td)
{
	bool last;

	mutex_enter(&tp->t_lock);
	KASSERT(tp->t_opens > 0);
	if (tp->t_opens == 1 && !tp->t_ops->linger &&
	    (tp->t_flags & TTY_STOPPED) == 0)
		(void)tty_drain(tp);
	last = --tp->t_opens == 0;
	if (last) {
		tty_ldisc_flush(tp, true, !tp->t_ops->linger);
		tp->t_flags &= ~(TTY_STOPPED | TTY_EXCL | TTY_DISCARD);
	}
	mutex_exit(&tp->t_lock);
	if (last && tp->t_ops->closed != NULL)
		tp->t_ops->closed(tp);
	return (0);
}

/* --- read, write ---------------------------------------------------------- */

/*
 * Wait in non-canonical mode until a read may return, as VMIN and VTIME say.
 * With VMIN > 0 VTIME is a time between characters, which starts with the
 * first; with VMIN == 0 it is a time for the whole.
 */
static int
tty_wait_raw(struct tty *tp, size_t want, bool nonblock)
{
	const cc_t *cc = tp->t_termios.c_cc;
	uint64_t deadline = 0;
	size_t have, seen = 0;
	int error = 0;

	if (cc[VMIN] == 0 && cc[VTIME] != 0)
		deadline = uptime_ns() + cc[VTIME] * TTY_DECISECOND;
	for (;;) {
		have = RING_USED(&tp->t_in);
		if (have >= MIN(MAX(cc[VMIN], 1), want) ||
		    (tp->t_flags & TTY_GONE) != 0 ||
		    (tp->t_termios.c_lflag & ICANON) != 0)
			return (0);
		if (nonblock)
			return (have > 0 ? 0 : SET_ERROR(EAGAIN));
		if (cc[VMIN] == 0 && cc[VTIME] == 0)
			return (0);
		if (cc[VMIN] > 0 && cc[VTIME] > 0 && have != seen) {
			seen = have;
			deadline = uptime_ns() + cc[VTIME] * TTY_DECISECOND;
		}
		if (deadline == 0)
			error = cv_wait_sig(&tp->t_incv, &tp->t_lock);
		else
			error = cv_timedwait_sig(&tp->t_incv, &tp->t_lock,
			    deadline);
		if (error == ETIMEDOUT)
			return (0);
		if (error != 0)
			return (error);
	}
}

static int
tty_wait_canon(struct tty *tp, bool nonblock)
{
	int error = 0;

	while (error == 0 && tp->t_lines == 0 &&
	    (tp->t_flags & TTY_GONE) == 0 &&
	    (tp->t_termios.c_lflag & ICANON) != 0) {
		if (nonblock)
			return (SET_ERROR(EAGAIN));
		error = cv_wait_sig(&tp->t_incv, &tp->t_lock);
	}
	return (error);
}

/*
 * Wait until a read may return.  The mode may change while we sleep: then the
 * rules of the new one hold.
 */
static int
tty_wait_input(struct tty *tp, size_t want, bool nonblock)
    __requires(tp->t_lock)
{
	bool canon;
	int error;

	do {
		canon = (tp->t_termios.c_lflag & ICANON) != 0;
		error = canon ? tty_wait_canon(tp, nonblock) :
		    tty_wait_raw(tp, want, nonblock);
	} while (error == 0 &&
	    canon != ((tp->t_termios.c_lflag & ICANON) != 0));
	return (error);
}

int
tty_read(struct tty *tp, struct uio *uio, int ioflag)
{
	bool canon, done = false;
	uint8_t buf[TTY_CHUNK];
	u_int lines;
	size_t n;
	int error;

	if (uio->uio_resid == 0)
		return (0);
	error = tty_background(tp, curthread, SIGTTIN);
	if (error != 0)
		return (error);
	mutex_enter(&tp->t_lock);
	error = tty_wait_input(tp, (size_t)uio->uio_resid,
	    (ioflag & IO_NDELAY) != 0);
	canon = (tp->t_termios.c_lflag & ICANON) != 0;
	tty_unlock(tp);

	while (error == 0 && !done && uio->uio_resid > 0) {
		mutex_enter(&tp->t_lock);
		lines = tp->t_lines;
		n = tty_ldisc_read(tp, buf,
		    MIN((size_t)uio->uio_resid, sizeof(buf)));
		done = n == 0 || (canon && tp->t_lines != lines);
		tty_unlock(tp);
		if (n > 0)
			error = uiomove(buf, n, uio);
	}
	return (error);
}

int
tty_write(struct tty *tp, struct uio *uio, int ioflag)
{
	uint8_t buf[TTY_CHUNK];
	size_t done, len;
	int error = 0;

	if ((tp->t_termios.c_lflag & TOSTOP) != 0)
		error = tty_background(tp, curthread, SIGTTOU);
	while (error == 0 && uio->uio_resid > 0) {
		len = MIN((size_t)uio->uio_resid, sizeof(buf));
		error = uiomove(buf, len, uio);
		if (error != 0)
			break;
		mutex_enter(&tp->t_lock);
		for (done = 0;;) {
			if ((tp->t_flags & TTY_GONE) != 0) {
				error = SET_ERROR(EIO);
				break;
			}
			done += tty_ldisc_output(tp, buf + done, len - done);
			if (done == len)
				break;
			if ((ioflag & IO_NDELAY) != 0)
				error = SET_ERROR(EAGAIN);
			else
				error = cv_wait_sig(&tp->t_outcv,
				    &tp->t_lock);
			if (error != 0)
				break;
		}
		tty_unlock(tp);
		uio->uio_resid += (ssize_t)(len - done);
	}
	return (error);
}

int
tty_poll(struct tty *tp, int events, struct thread *td)
{
	int revents = 0;

	mutex_enter(&tp->t_lock);
	if (tty_ldisc_readable(tp) || (tp->t_flags & TTY_GONE) != 0)
		revents |= events & (POLLIN | POLLRDNORM);
	if ((tp->t_flags & TTY_GONE) != 0)
		revents |= POLLHUP;
	else if (RING_ROOM(&tp->t_out) >= TTY_RINGSIZE / 2)
		revents |= events & (POLLOUT | POLLWRNORM);
	if (revents == 0)
		poll_record(td, &tp->t_notify);
	mutex_exit(&tp->t_lock);
	return (revents);
}

int
tty_event(struct tty *tp, struct file_event *fe)
{

	fe->fe_notify = &tp->t_notify;
	mutex_enter(&tp->t_lock);
	fe->fe_eof = (tp->t_flags & TTY_GONE) != 0;
	if (fe->fe_write) {
		fe->fe_data = RING_ROOM(&tp->t_out);
		fe->fe_ready = fe->fe_data >= TTY_RINGSIZE / 2;
	} else {
		fe->fe_data = tp->t_canon - tp->t_in.r_tail;
		fe->fe_ready = tty_ldisc_readable(tp);
	}
	mutex_exit(&tp->t_lock);
	return (0);
}

/* --- ioctl ---------------------------------------------------------------- */

/*
 * Requests that change the terminal stop a background process.
 */
static bool
tty_ioctl_changes(u_long cmd)
{

	switch (cmd) {
	case TIOCSETA:
	case TIOCSETAW:
	case TIOCSETAF:
	case TIOCSPGRP:
	case TIOCFLUSH:
	case TIOCDRAIN:
	case TIOCSTOP:
	case TIOCSTART:
	case TIOCSTI:
	case TIOCSWINSZ:
		return (true);
	default:
		return (false);
	}
}

static int
tty_set_termios(struct tty *tp, u_long cmd, const struct termios *new)
{
	struct termios old;
	int error = 0;

	mutex_enter(&tp->t_lock);
	if (cmd != TIOCSETA)
		error = tty_drain(tp);
	if (error == 0 && (tp->t_flags & TTY_GONE) != 0)
		error = SET_ERROR(EIO);
	if (error == 0) {
		if (cmd == TIOCSETAF)
			tty_ldisc_flush(tp, true, false);
		old = tp->t_termios;
		tp->t_termios = *new;
		tty_ldisc_changed(tp, &old);
		if (tp->t_ops->param != NULL)
			tp->t_ops->param(tp);
	}
	tty_unlock(tp);
	return (error);
}

static int
tty_set_pgrp(struct tty *tp, struct proc *p, pid_t pgid)
{
	struct pgrp *pg;
	int error = 0;

	rw_enter(&proctree_lock, RW_WRITER);
	mutex_enter(&tp->t_lock);
	if (!tty_is_ctty(tp, p))
		error = SET_ERROR(ENOTTY);
	else if (pgid <= 0)
		error = SET_ERROR(EINVAL);
	else if ((pg = pgfind(pgid)) == NULL)
		error = SET_ERROR(EPERM);
	else {
		if (pg->pg_session != tp->t_session)
			error = SET_ERROR(EPERM);
		else
			tp->t_pgrp = pg;
	}
	mutex_exit(&tp->t_lock);
	rw_exit(&proctree_lock);
	return (error);
}

static int
tty_get_ids(struct tty *tp, struct proc *p, u_long cmd, int *data)
{
	int error = 0;

	rw_enter(&proctree_lock, RW_READER);
	if (!tty_is_ctty(tp, p))
		error = SET_ERROR(ENOTTY);
	else if (cmd == TIOCGSID)
		*data = tp->t_session->s_sid;
	else	/* POSIX: a number that is no group, when there is none */
		*data = tp->t_pgrp != NULL ? tp->t_pgrp->pg_id : NO_PID;
	rw_exit(&proctree_lock);
	return (error);
}

static int
tty_leave(struct tty *tp, struct proc *p)
{
	int error = 0;

	rw_enter(&proctree_lock, RW_WRITER);
	if (!tty_is_ctty(tp, p))
		error = SET_ERROR(ENOTTY);
	else if (tp->t_session->s_leader != p)
		error = SET_ERROR(EPERM);
	else
		tty_session_leave(tp->t_session, true);
	rw_exit(&proctree_lock);
	return (error);
}

static int
tty_sti(struct tty *tp, struct thread *td, int fflag, uint8_t c)
{

	bool permitted = cred_is_super(td->td_cred);

	if (!permitted && (fflag & FREAD) != 0) {
		rw_enter(&proctree_lock, RW_READER);
		permitted = tty_is_ctty(tp, td->td_proc);
		rw_exit(&proctree_lock);
	}
	if (!permitted)
		return (SET_ERROR(EPERM));
	if ((tp->t_flags & TTY_GONE) != 0)
		return (SET_ERROR(EIO));
	tty_input(tp, &c, 1);
	return (0);
}

/*
 * Requests that need no more than t_lock.
 */
static int
tty_ioctl_locked(struct tty *tp, u_long cmd, void *data)
{
	struct winsize *ws = data;
	int error = 0, what;

	switch (cmd) {
	case TIOCGETA:
		*(struct termios *)data = tp->t_termios;
		break;
	case TIOCGWINSZ:
		*ws = tp->t_winsize;
		break;
	case TIOCSWINSZ:
		if (memcmp(&tp->t_winsize, ws, sizeof(*ws)) != 0) {
			tp->t_winsize = *ws;
			tty_signal(tp, SIGWINCH);
		}
		break;
	case TIOCFLUSH:
		what = *(int *)data == 0 ? FREAD | FWRITE : *(int *)data;
		if ((what & ~(FREAD | FWRITE)) != 0)
			error = SET_ERROR(EINVAL);
		else
			tty_ldisc_flush(tp, (what & FREAD) != 0,
			    (what & FWRITE) != 0);
		break;
	case TIOCDRAIN:
		error = tty_drain(tp);
		break;
	case TIOCSTOP:
		tp->t_flags |= TTY_STOPPED;
		break;
	case TIOCSTART:
		tp->t_flags &= ~(TTY_STOPPED | TTY_DISCARD);
		if (RING_USED(&tp->t_out) > 0)
			tp->t_ops->start(tp);
		break;
	case TIOCEXCL:
		tp->t_flags |= TTY_EXCL;
		break;
	case TIOCNXCL:
		tp->t_flags &= ~TTY_EXCL;
		break;
	case TIOCOUTQ:
		*(int *)data = (int)RING_USED(&tp->t_out);
		break;
	case FIONREAD:
		*(int *)data = (int)(tp->t_canon - tp->t_in.r_tail);
		break;
	case TIOCGETD:
		*(int *)data = TTYDISC;
		break;
	case TIOCSETD:
		if (*(int *)data != TTYDISC)
			error = SET_ERROR(ENODEV);
		break;
	case TIOCMGET:
		*(int *)data = TIOCM_LE | TIOCM_DTR | TIOCM_RTS | TIOCM_CTS |
		    TIOCM_CAR | TIOCM_DSR;
		break;
	case TIOCSBRK:		/* nothing to do where no line is */
	case TIOCCBRK:
	case TIOCSDTR:
	case TIOCCDTR:
	case FIONBIO:		/* kept in the file */
	case FIOASYNC:
		break;
	default:
		error = SET_ERROR(ENOTTY);
		break;
	}
	return (error);
}

int
tty_ioctl(struct tty *tp, u_long cmd, void *data, int fflag,
    struct thread *td)
{
	int error;

	if (tty_ioctl_changes(cmd)) {
		error = tty_background(tp, td, SIGTTOU);
		if (error != 0)
			return (error);
	}
	switch (cmd) {
	case TIOCSETA:
	case TIOCSETAW:
	case TIOCSETAF:
		return (tty_set_termios(tp, cmd, data));
	case TIOCSCTTY:
		return (tty_set_ctty(tp, td->td_proc));
	case TIOCNOTTY:
		return (tty_leave(tp, td->td_proc));
	case TIOCSPGRP:
		return (tty_set_pgrp(tp, td->td_proc, *(int *)data));
	case TIOCGPGRP:
	case TIOCGSID:
		return (tty_get_ids(tp, td->td_proc, cmd, data));
	case TIOCSTI:
		return (tty_sti(tp, td, fflag, *(uint8_t *)data));
	default:
		mutex_enter(&tp->t_lock);
		if ((tp->t_flags & TTY_GONE) != 0)
			error = SET_ERROR(EIO);
		else
			error = tty_ioctl_locked(tp, cmd, data);
		tty_unlock(tp);
		return (error);
	}
}

/* --- /dev/tty ------------------------------------------------------------- */

/*
 * A file on /dev/tty is a file on the controlling terminal of whoever opened
 * it, and stays so when that process's session leaves the terminal.
 */
static int
ctty_read(struct file *fp, struct uio *uio, struct cred *cred, int flags,
    struct thread *td)
{

	return (tty_read(fp->f_data, uio,
	    (fp->f_flag & O_NONBLOCK) != 0 ? IO_NDELAY : 0));
}

static int
ctty_write(struct file *fp, struct uio *uio, struct cred *cred, int flags,
    struct thread *td)
{

	return (tty_write(fp->f_data, uio,
	    (fp->f_flag & O_NONBLOCK) != 0 ? IO_NDELAY : 0));
}

static int
ctty_ioctl(struct file *fp, u_long cmd, void *data, struct cred *cred,
    struct thread *td)
{

	return (tty_ioctl(fp->f_data, cmd, data, (int)fp->f_flag, td));
}

static int
ctty_poll(struct file *fp, int events, struct thread *td)
{

	return (tty_poll(fp->f_data, events, td));
}

static int
ctty_stat(struct file *fp, struct stat *sb, struct cred *cred,
    struct thread *td)
{

	return (vnode_stat(fp->f_vnode, sb, cred, td));
}

static int
ctty_event(struct file *fp, struct file_event *fe, struct thread *td)
{

	return (tty_event(fp->f_data, fe));
}

static void
ctty_close(struct file *fp, struct thread *td)
{
	struct tty *tp = fp->f_data;

	(void)tty_close(tp, td);
	tty_rele(tp);
}

static const struct file_ops ctty_fops = {
	.fo_read = ctty_read,
	.fo_write = ctty_write,
	.fo_ioctl = ctty_ioctl,
	.fo_poll = ctty_poll,
	.fo_event = ctty_event,
	.fo_stat = ctty_stat,
	.fo_close = ctty_close,
	.fo_flags = FO_PASSABLE,
};

static int
ctty_fdopen(struct cdev *dev, int oflags, struct thread *td, struct file *fp)
{
	struct tty *tp;
	int error;

	rw_enter(&proctree_lock, RW_READER);
	tp = td->td_proc->p_pgrp->pg_session->s_ttyp;
	if (tp != NULL)
		tty_hold(tp);
	rw_exit(&proctree_lock);
	if (tp == NULL)
		return (SET_ERROR(ENXIO));
	error = tty_open(tp, oflags, td);
	if (error != 0) {
		tty_rele(tp);
		return (error);
	}
	fp->f_ops = &ctty_fops;
	fp->f_data = tp;
	return (0);
}

static const struct cdevsw ctty_cdevsw = {
	.d_name = "ctty",
	.d_flags = D_TTY,
	.d_fdopen = ctty_fdopen,
};

void
tty_init(void)
{

	if (dev_create(&ctty_cdevsw, NULL, 0, 0, 0, 0666, "tty") == NULL)
		panic("tty_init: no memory");
}
