/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The filters of event queues, but for those of vnodes (vfs_event.c) and
 * process descriptors (sys_procdesc.c); kevent(2) says what they do,
 * <sys/eventvar.h> what their functions are called with, kern_event.c how it
 * all hangs together.
 *
 * Processes	A knote of EVFILT_PROC or EVFILT_SIGNAL holds its process and
 *		lies on p_notify, which is fired with p_lock held (exec, exit,
 *		signals) or before the child runs (fork).  NOTE_EXIT is fired in
 *		the step that makes a zombie, so that who attaches under p_lock
 *		either finds one or is told.
 *
 * Timers	The timeout's function makes the knote active, and that is all,
 *		unless kn_halt or KN_DYING is set, under kq_lock; so after
 *		either, timeout_drain() is the end of it.  A periodic timer
 *		whose event nobody has collected does not run: who collects it
 *		counts the periods that have passed, by the clock, and sets the
 *		timeout for the next one.  So however many timers a process has
 *		and however short they are, each calls its function once for
 *		each event that the process has collected, at most every
 *		TIMER_GAP, and a process that sleeps costs nothing.  A user's
 *		timers are counted where his event queues are.
 *
 * Context	as <sys/eventvar.h> says; timeouts: soft interrupt.
 * Tests	tests/sys/kern/t_kevent.c, t_kqueue.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/eventvar.h>
#include <sys/file.h>
#include <sys/mutex.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/procdesc.h>
#include <sys/signalvar.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/timeout.h>
#include <sys/ucred.h>

#define	NS_SEC		1000000000L
#define	TIMER_GAP	100000L		/* ns between calls, at least */

static u_int	kq_calloutmax = 4096;

SYSCTL_UINT(_kern, OID_AUTO, kq_calloutmax, CTLFLAG_RW, &kq_calloutmax, 0,
    "Most timers of event queues of each user");

/* --- EVFILT_READ, EVFILT_WRITE -------------------------------------------- */

/*
 * Ask the file.
 */
static int
filt_file_ask(const struct knote *kn, struct file *fp, struct file_event *fe)
{

	if (fp->f_ops->fo_event == NULL)
		return (SET_ERROR(EINVAL));
	memset(fe, 0, sizeof(*fe));
	fe->fe_write = kn->kn_filter == EVFILT_WRITE;
	fe->fe_lowat = (kn->kn_sfflags & NOTE_LOWAT) != 0 ? kn->kn_sdata : 0;
	fe->fe_events = fe->fe_write ?
	    POLLOUT | POLLHUP | POLLERR :
	    POLLIN | POLLRDNORM | POLLHUP | POLLRDHUP | POLLERR;
	return (fp->f_ops->fo_event(fp, fe, curthread));
}

static int
filt_file_attach(struct knote *kn, struct file *fp, struct thread *td)
{
	struct file_event fe;
	int error;

	/* First: a queue that came to ask itself would wait for itself. */
	error = kqueue_nest(kn, fp);
	if (error != 0)
		return (error);
	error = filt_file_ask(kn, fp, &fe);
	if (error != 0) {
		kqueue_unnest(kn);
		return (error);
	}
	kn->kn_file = fp;
	kn->kn_events = fe.fe_events;
	if (fe.fe_notify != NULL)
		knote_attach(kn, fe.fe_notify);
	return (0);
}

static void
filt_file_detach(struct knote *kn)
{

	if (kn->kn_entry.ne_notify != NULL)
		notify_remove(&kn->kn_entry);
	kqueue_unnest(kn);
}

static bool
filt_file_fired(struct knote *kn, int hint)
{

	return ((hint & kn->kn_events) != 0);
}

static bool
filt_file_look(struct knote *kn)
{
	struct file_event fe;

	if (filt_file_ask(kn, kn->kn_file, &fe) != 0)
		return (false);
	kn->kn_data = fe.fe_data;
	kn->kn_fflags = fe.fe_eof ? (u_int)fe.fe_error : 0;
	kn->kn_flags &= (u_short)~EV_EOF;
	if (fe.fe_eof)
		kn->kn_flags |= EV_EOF;
	if (!fe.fe_write && (kn->kn_sfflags & NOTE_FILE_POLL) != 0 &&
	    kn->kn_file->f_type == DTYPE_VNODE)
		return (true);
	return (fe.fe_ready || fe.fe_eof);
}

static const struct filter_ops filt_file = {
	.f_isfd = true,
	.f_attach = filt_file_attach,
	.f_detach = filt_file_detach,
	.f_fired = filt_file_fired,
	.f_look = filt_file_look,
};

/* --- EVFILT_PROC, EVFILT_SIGNAL ------------------------------------------- */

static void
filt_proc_detach(struct knote *kn)
{

	notify_remove(&kn->kn_entry);
	proc_rele(kn->kn_proc);
}

static bool
filt_proc_fired(struct knote *kn, int hint)
{
	u_int event = (u_int)hint & NOTE_PCTRLMASK;

	kn->kn_fflags |= kn->kn_sfflags & event;
	if (event == NOTE_EXIT) {
		kn->kn_flags |= EV_EOF | EV_ONESHOT;
		if ((kn->kn_sfflags & NOTE_EXIT) != 0)
			kn->kn_data = kn->kn_proc->p_xstat;
		/* There will be nothing more to say. */
		if (kn->kn_fflags == 0)
			kn->kn_status |= KN_DROP;
		return (true);
	}
	return (event != 0 && kn->kn_fflags != 0);
}

/*
 * That it is a child is said first and alone: kn_sdata is its parent's id.
 */
static bool
filt_proc_report(struct knote *kn, struct kevent *kev)
{

	if ((kn->kn_fflags & NOTE_CHILD) == 0)
		return (false);
	kev->fflags = NOTE_CHILD;
	kev->data = kn->kn_sdata;
	kev->flags &= (u_short)~(EV_EOF | EV_ONESHOT);
	kn->kn_fflags &= ~(u_int)NOTE_CHILD;
	if (kn->kn_fflags == 0 && (kn->kn_flags & EV_EOF) != 0)
		kn->kn_status |= KN_DROP;
	return (kn->kn_fflags != 0 || (kn->kn_flags & EV_EOF) != 0);
}

/*
 * One may watch whom one may look into, and one's children, which one may wait
 * for.
 */
static int
filt_proc_attach(struct knote *kn, struct file *fp, struct thread *td)
    __no_lock_analysis
{
	struct proc *p;
	bool gone;

	if (kn->kn_ident > PID_MAX ||
	    (p = proc_find_any((pid_t)kn->kn_ident)) == NULL)
		return (SET_ERROR(ESRCH));
	if (p->p_ppid != td->td_proc->p_pid &&
	    cred_cansee(td->td_cred, p) != 0) {
		mutex_exit(&p->p_lock);
		return (SET_ERROR(EACCES));
	}
	kn->kn_flags |= EV_CLEAR;
	proc_hold(p);
	kn->kn_proc = p;
	gone = p->p_state == PRS_ZOMBIE || p->p_state == PRS_DEAD;
	knote_attach(kn, &p->p_notify);
	if (gone)
		knote_fired(&kn->kn_entry, (int)NOTE_EXIT);
	mutex_exit(&p->p_lock);
	return (0);
}

static const struct filter_ops filt_proc = {
	.f_attach = filt_proc_attach,
	.f_detach = filt_proc_detach,
	.f_fired = filt_proc_fired,
	.f_report = filt_proc_report,
};

static int
filt_signal_attach(struct knote *kn, struct file *fp, struct thread *td)
{
	struct proc *p = td->td_proc;

	if (kn->kn_ident > _SIG_MAXSIG || !_SIG_VALID((int)kn->kn_ident))
		return (SET_ERROR(EINVAL));
	kn->kn_flags |= EV_CLEAR;
	proc_hold(p);
	kn->kn_proc = p;
	knote_attach(kn, &p->p_notify);
	return (0);
}

static bool
filt_signal_fired(struct knote *kn, int hint)
{

	if ((uintptr_t)(u_int)hint != (NOTE_SIGNAL | kn->kn_ident))
		return (false);
	kn->kn_data++;
	return (true);
}

static const struct filter_ops filt_signal = {
	.f_attach = filt_signal_attach,
	.f_detach = filt_proc_detach,
	.f_fired = filt_signal_fired,
};

/*
 * Is the knote of a process whose children are to be watched as well?
 */
static bool
knote_tracks(const struct notify_entry *ne)
{
	const struct knote *kn = ne->ne_arg;

	return (kn->kn_filter == EVFILT_PROC &&
	    (kn->kn_sfflags & NOTE_TRACK) != 0);
}

/*
 * p1 has the child p2, which does not run yet.  Memory is got before the list
 * is locked; knotes that came meanwhile go without.
 */
void
proc_fork_event(struct proc *p1, struct proc *p2)
{
	struct knote_list spare = LIST_HEAD_INITIALIZER(spare);
	struct notify *n = &p1->p_notify;
	struct notify_entry *ne;
	struct knote *kn;
	u_int count = 0;

	notify_fire(n, (int)NOTE_FORK);
	spin_enter(&n->n_lock);
	LIST_FOREACH(ne, &n->n_head, ne_link)
		count += knote_tracks(ne);
	spin_exit(&n->n_lock);
	if (count == 0)
		return;
	for (; count > 0 && (kn = knote_alloc()) != NULL; count--)
		LIST_INSERT_HEAD(&spare, kn, kn_hash);
	spin_enter(&n->n_lock);
	LIST_FOREACH(ne, &n->n_head, ne_link) {
		if (!knote_tracks(ne))
			continue;
		kn = LIST_FIRST(&spare);
		if (kn != NULL)
			LIST_REMOVE(kn, kn_hash);
		if (!knote_adopt(ne->ne_arg, kn, p1, p2) && kn != NULL)
			LIST_INSERT_HEAD(&spare, kn, kn_hash);
	}
	spin_exit(&n->n_lock);
	while ((kn = LIST_FIRST(&spare)) != NULL) {
		LIST_REMOVE(kn, kn_hash);
		knote_free_unused(kn);
	}
}

/* --- EVFILT_TIMER --------------------------------------------------------- */

/*
 * How long, or until when, the program wants to wait, in ns.  EINVAL.
 */
static int
filt_timer_span(u_int fflags, int64_t data, bool once, int64_t *spanp)
{
	int64_t unit;

	if (data < 0 || (fflags & ~(NOTE_SECONDS | NOTE_MSECONDS |
	    NOTE_USECONDS | NOTE_NSECONDS | NOTE_ABSTIME)) != 0)
		return (SET_ERROR(EINVAL));
	switch (fflags & ~(u_int)NOTE_ABSTIME) {
	case NOTE_SECONDS:
		unit = NS_SEC;
		break;
	case 0:
	case NOTE_MSECONDS:
		unit = NS_SEC / 1000;
		break;
	case NOTE_USECONDS:
		unit = NS_SEC / 1000000;
		break;
	case NOTE_NSECONDS:
		unit = 1;
		break;
	default:
		return (SET_ERROR(EINVAL));
	}
	if (data == 0 && !once && (fflags & NOTE_ABSTIME) == 0)
		data = 1;
	if (__builtin_mul_overflow(data, unit, spanp))
		*spanp = INT64_MAX;
	return (0);
}

/*
 * The timeout: it has expired at kn_deadline, and perhaps more often since.
 */
static void
filt_timer_expire(void *arg)
{
	struct knote *kn = arg;

	kqueue_lock(kn->kn_kq);
	if ((kn->kn_status & KN_DYING) == 0 && !kn->kn_halt) {
		kn->kn_data = 1;
		knote_activate(kn);
	}
	kqueue_unlock(kn->kn_kq);
}

/*
 * Count the periods that have passed, and go on.
 */
static bool
filt_timer_report(struct knote *kn, struct kevent *kev)
{
	uint64_t now, n = 1;

	if (kn->kn_data == 0 || kn->kn_period == 0)
		return (false);
	now = uptime_ns();
	if (now > kn->kn_deadline)
		n += (now - kn->kn_deadline) / kn->kn_period;
	kn->kn_deadline += n * kn->kn_period;
	kev->data = (int64_t)n;
	if ((kn->kn_flags & EV_ONESHOT) == 0)
		timeout_set(&kn->kn_timeout,
		    MAX(kn->kn_deadline, now + TIMER_GAP));
	return (false);
}

/*
 * Start the timer, which is not running.
 */
static void
filt_timer_start(struct knote *kn, u_int fflags, int64_t span)
{
	uint64_t now = uptime_ns();
	struct timespec ts;
	int64_t real;

	kn->kn_period = 0;
	if ((fflags & NOTE_ABSTIME) != 0) {
		nanotime(&ts);
		real = ts.tv_sec * NS_SEC + ts.tv_nsec;
		span = MAX(span - real, 0);
	} else if ((kn->kn_flags & EV_ONESHOT) == 0)
		kn->kn_period = (uint64_t)span;
	/* Further than the clock will come: never. */
	kn->kn_deadline = now + MIN((uint64_t)span, UINT64_MAX / 2 - now);
	kn->kn_halt = false;
	timeout_set(&kn->kn_timeout, kn->kn_deadline);
}

static int
filt_timer_attach(struct knote *kn, struct file *fp, struct thread *td)
{
	struct uidinfo *ui = kqueue_uid(kn->kn_kq);
	int64_t span;
	int error;

	error = filt_timer_span(kn->kn_sfflags, kn->kn_sdata,
	    (kn->kn_flags & EV_ONESHOT) != 0, &span);
	if (error != 0)
		return (error);
	if (atomic_inc_nv(&ui->ui_kqtimercnt) >
	    atomic_load_relaxed(&kq_calloutmax)) {
		atomic_dec(&ui->ui_kqtimercnt);
		return (SET_ERROR(ENOMEM));
	}
	kn->kn_flags |= EV_CLEAR;
	timeout_init(&kn->kn_timeout, filt_timer_expire, kn);
	filt_timer_start(kn, kn->kn_sfflags, span);
	return (0);
}

static void
filt_timer_detach(struct knote *kn)
{

	(void)timeout_drain(&kn->kn_timeout);
	atomic_dec(&kqueue_uid(kn->kn_kq)->ui_kqtimercnt);
}

/*
 * Only adding it again starts it again, with nothing counted.
 */
static int
filt_timer_touch(struct knote *kn, const struct kevent *kev)
{
	int64_t span;
	int error;

	if ((kev->flags & EV_ADD) == 0)
		return (0);
	error = filt_timer_span(kev->fflags, kev->data,
	    (kn->kn_flags & EV_ONESHOT) != 0, &span);
	if (error != 0)
		return (error);
	kqueue_lock(kn->kn_kq);
	kn->kn_halt = true;
	kqueue_unlock(kn->kn_kq);
	(void)timeout_drain(&kn->kn_timeout);
	kqueue_lock(kn->kn_kq);
	kn->kn_sfflags = kev->fflags;
	kn->kn_sdata = kev->data;
	kn->kn_data = 0;
	knote_deactivate(kn);
	if ((kn->kn_status & KN_DYING) == 0)
		filt_timer_start(kn, kev->fflags, span);
	kqueue_unlock(kn->kn_kq);
	return (0);
}

static bool
filt_never_fired(struct knote *kn, int hint)
{

	return (false);
}

static const struct filter_ops filt_timer = {
	.f_attach = filt_timer_attach,
	.f_detach = filt_timer_detach,
	.f_fired = filt_never_fired,
	.f_touch = filt_timer_touch,
	.f_report = filt_timer_report,
};

/* --- EVFILT_USER ---------------------------------------------------------- */

static int
filt_user_attach(struct knote *kn, struct file *fp, struct thread *td)
{
	bool trigger = (kn->kn_sfflags & NOTE_TRIGGER) != 0;

	kqueue_lock(kn->kn_kq);
	kn->kn_sfflags &= NOTE_FFLAGSMASK;
	if (trigger)
		knote_activate(kn);
	kqueue_unlock(kn->kn_kq);
	return (0);
}

static void
filt_user_detach(struct knote *kn)
{
}

static int
filt_user_touch(struct knote *kn, const struct kevent *kev)
{
	u_int flags = kev->fflags & NOTE_FFLAGSMASK;

	kqueue_lock(kn->kn_kq);
	switch (kev->fflags & NOTE_FFCTRLMASK) {
	case NOTE_FFAND:
		kn->kn_sfflags &= flags;
		break;
	case NOTE_FFOR:
		kn->kn_sfflags |= flags;
		break;
	case NOTE_FFCOPY:
		kn->kn_sfflags = flags;
		break;
	default:
		break;
	}
	kn->kn_sdata = kev->data;
	if ((kev->flags & EV_CLEAR) != 0)
		knote_deactivate(kn);
	if ((kev->fflags & NOTE_TRIGGER) != 0)
		knote_activate(kn);
	kqueue_unlock(kn->kn_kq);
	return (0);
}

static bool
filt_user_report(struct knote *kn, struct kevent *kev)
{

	kev->fflags = kn->kn_sfflags;
	kev->data = kn->kn_sdata;
	return (false);
}

static const struct filter_ops filt_user = {
	.f_attach = filt_user_attach,
	.f_detach = filt_user_detach,
	.f_fired = filt_never_fired,
	.f_touch = filt_user_touch,
	.f_report = filt_user_report,
};

/* By the complement of the filter's number. */
const struct filter_ops *const event_filters[EVFILT_SYSCOUNT] = {
	[~EVFILT_READ] = &filt_file,
	[~EVFILT_WRITE] = &filt_file,
	[~EVFILT_VNODE] = &event_filter_vnode,
	[~EVFILT_PROC] = &filt_proc,
	[~EVFILT_PROCDESC] = &event_filter_procdesc,
	[~EVFILT_SIGNAL] = &filt_signal,
	[~EVFILT_TIMER] = &filt_timer,
	[~EVFILT_USER] = &filt_user,
};
