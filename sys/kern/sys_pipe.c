/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Pipes; also the engine of named pipes, whose nodes the file systems keep.
 *
 * Model	A pipe is a ring of bytes.  It begins with PIPE_SIZE_MIN bytes
 *		and is doubled, up to PIPE_SIZE_MAX, when a write finds no room,
 *		as long as all pipes together stay below kern.ipc.maxpipekva.
 *		pi_head and pi_tail count bytes since the ring was last empty
 *		and reset; their difference is what is in it.
 *
 * Copies	Short transfers are copied with pi_lock held.  For long ones the
 *		lock is dropped and the end marked busy: the ring stays where it
 *		is, the reader owns [tail, tail + n), the writer [head, head +
 *		n), and they overlap in time, not in space.
 *
 * Invariants	(1) head - tail <= pi_size.
 *		(2) At most one reader and one writer copy at a time.
 *		(3) The ring is replaced or reset only with neither busy.
 *		(4) A write of at most PIPE_BUF bytes appears as a whole.
 *		(5) A transfer that ends with EFAULT moves nothing.
 *
 * Locks	pi_lock -> address space (copying may fault), notify.
 * Context	thread; sleeps.
 * Tests	tests/sys/kern/t_pipe.c, procunit/t_procunit.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/condvar.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/filio.h>
#include <sys/kmem.h>
#include <sys/mutex.h>
#include <sys/notify.h>
#include <sys/pipe.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <vm/vm_page.h>

#define	PIPE_SIZE_MIN	4096U
#define	PIPE_SIZE_MAX	65536U
#define	PIPE_INLINE	1024U		/* copied with the lock held */
#define	PIPE_DEV	makedev(255, 1)	/* st_dev of every pipe */

static bool	pipe_grow(struct pipe *pi, size_t) __requires(pi->pi_lock);
static int	pipe_transfer(struct pipe *pi, uint32_t, uint32_t,
		    struct uio *, u_int) __requires(pi->pi_lock);

static struct kmem_cache *pipe_cache;
static u_long	pipe_memory;		/* (a) bytes of all rings */
static u_long	pipe_memory_max;
static uint64_t	pipe_serial;		/* (a) */

SYSCTL_NODE(_kern, OID_AUTO, ipc, CTLFLAG_RD, 0, "Communication");
SYSCTL_ULONG(_kern_ipc, OID_AUTO, pipekva, CTLFLAG_RD, &pipe_memory, 0,
    "Bytes that pipes use for their contents");
SYSCTL_ULONG(_kern_ipc, OID_AUTO, maxpipekva, CTLFLAG_RW, &pipe_memory_max, 0,
    "Bytes beyond which pipes do not grow");

/*
 * Called once, before the first process.
 */
void
pipe_init(void)
{

	pipe_cache = kmem_cache_create("pipe", sizeof(struct pipe), 0, NULL,
	    NULL, NULL);
	if (pipe_cache == NULL)
		panic("pipe_init: no memory");
	pipe_memory_max = (u_long)vm_phys_total_count() * PAGE_SIZE / 16;
}

/*
 * A pipe that nobody reads or writes.  ENOMEM.
 */
int
pipe_create(struct pipe **pip)
{
	struct pipe *pi;

	pi = kmem_cache_alloc(pipe_cache, KM_SLEEP);
	if (pi == NULL)
		return (SET_ERROR(ENOMEM));
	pi->pi_buf = kmem_alloc(PIPE_SIZE_MIN, KM_SLEEP);
	if (pi->pi_buf == NULL) {
		kmem_cache_free(pipe_cache, pi);
		return (SET_ERROR(ENOMEM));
	}
	atomic_add(&pipe_memory, PIPE_SIZE_MIN);
	mutex_init(&pi->pi_lock, "pipe");
	pi->pi_size = PIPE_SIZE_MIN;
	pi->pi_head = pi->pi_tail = 0;
	pi->pi_flags = 0;
	pi->pi_nreaders = pi->pi_nwriters = 0;
	pi->pi_rgen = pi->pi_wgen = 0;
	pi->pi_closed = 0;
	cv_init(&pi->pi_rcv, "piperd");
	cv_init(&pi->pi_wcv, "pipewr");
	cv_init(&pi->pi_ocv, "fifoopen");
	notify_init(&pi->pi_notify);
	nanotime(&pi->pi_btime);
	pi->pi_atime = pi->pi_mtime = pi->pi_btime;
	pi->pi_ino = atomic_inc_nv(&pipe_serial);
	*pip = pi;
	return (0);
}

/*
 * Free a pipe whose last user has closed.
 */
void
pipe_destroy(struct pipe *pi)
{

	KASSERT(pi->pi_nreaders == 0 && pi->pi_nwriters == 0);
	notify_destroy(&pi->pi_notify);
	cv_destroy(&pi->pi_ocv);
	cv_destroy(&pi->pi_wcv);
	cv_destroy(&pi->pi_rcv);
	mutex_destroy(&pi->pi_lock);
	kmem_free(pi->pi_buf, pi->pi_size);
	atomic_sub(&pipe_memory, pi->pi_size);
	kmem_cache_free(pipe_cache, pi);
}

/*
 * How long may the ring become, as things are?
 */
static uint32_t
pipe_capacity(const struct pipe *pi)
{

	if ((atomic_load_relaxed(&pi->pi_flags) & (PIPE_RBUSY | PIPE_WBUSY)) !=
	    0 || atomic_load_relaxed(&pipe_memory) + PIPE_SIZE_MAX >
	    atomic_load_relaxed(&pipe_memory_max))
		return (pi->pi_size);
	return (PIPE_SIZE_MAX);
}

/*
 * Try to make room for n more bytes.  pi_lock held, dropped to allocate: the
 * caller looks again.  False: the ring stays as it is.
 */
static bool
pipe_grow(struct pipe *pi, size_t n)
{
	uint32_t size, used, first, off;
	uint8_t *buf;

	used = pi->pi_head - pi->pi_tail;
	size = pi->pi_size;
	if (size >= pipe_capacity(pi))
		return (false);
	while (size < PIPE_SIZE_MAX && size - used < n)
		size *= 2;
	if (size == pi->pi_size)
		return (false);
	mutex_exit(&pi->pi_lock);
	buf = kmem_alloc(size, KM_SLEEP);
	mutex_enter(&pi->pi_lock);
	if (buf == NULL)
		return (false);
	if (pi->pi_size >= size ||
	    (pi->pi_flags & (PIPE_RBUSY | PIPE_WBUSY)) != 0) {
		kmem_free(buf, size);
		return (pi->pi_size >= size);
	}
	used = pi->pi_head - pi->pi_tail;
	off = pi->pi_tail & (pi->pi_size - 1);
	first = MIN(used, pi->pi_size - off);
	memcpy(buf, pi->pi_buf + off, first);
	memcpy(buf + first, pi->pi_buf, used - first);
	kmem_free(pi->pi_buf, pi->pi_size);
	atomic_add(&pipe_memory, size - pi->pi_size);
	pi->pi_buf = buf;
	pi->pi_size = size;
	pi->pi_tail = 0;
	pi->pi_head = used;
	return (true);
}

/*
 * Copy n bytes between the ring, from position pos on, and uio.
 */
static int
pipe_move(struct pipe *pi, uint32_t pos, uint32_t n, struct uio *uio)
{
	uint32_t off = pos & (pi->pi_size - 1), first;
	int error;

	first = MIN(n, pi->pi_size - off);
	error = uiomove(pi->pi_buf + off, first, uio);
	if (error == 0 && n != first)
		error = uiomove(pi->pi_buf, n - first, uio);
	return (error);
}

/*
 * The same, without the lock if it takes long.  busy is the flag of our end.
 * pi_lock held.
 */
static int
pipe_transfer(struct pipe *pi, uint32_t pos, uint32_t n, struct uio *uio,
    u_int busy)
{
	int error;

	if (n <= PIPE_INLINE)
		return (pipe_move(pi, pos, n, uio));
	pi->pi_flags |= busy;
	mutex_exit(&pi->pi_lock);
	error = pipe_move(pi, pos, n, uio);
	mutex_enter(&pi->pi_lock);
	pi->pi_flags &= ~busy;
	/* Others of our kind wait for the flag, and the ring may grow again. */
	cv_broadcast(busy == PIPE_RBUSY ? &pi->pi_rcv : &pi->pi_wcv);
	notify_fire(&pi->pi_notify, POLLOUT);
	return (error);
}

/*
 * Read what is there, up to the length of uio; wait if nothing is, unless
 * nonblock.  EAGAIN, EFAULT, ERESTART; 0 without data is end of file.
 */
int
pipe_read(struct pipe *pi, struct uio *uio, bool nonblock)
{
	uint32_t n;
	int error = 0;

	if (uio->uio_resid == 0)
		return (0);
	mutex_enter(&pi->pi_lock);
	for (;;) {
		n = pi->pi_head - pi->pi_tail;
		if (n != 0 && (pi->pi_flags & PIPE_RBUSY) == 0)
			break;
		if (n == 0) {
			if (pi->pi_nwriters == 0)
				goto out;
			if (nonblock) {
				error = SET_ERROR(EAGAIN);
				goto out;
			}
		}
		error = cv_wait_sig(&pi->pi_rcv, &pi->pi_lock);
		if (error != 0)
			goto out;
	}
	if ((size_t)uio->uio_resid < n)
		n = (uint32_t)uio->uio_resid;
	error = pipe_transfer(pi, pi->pi_tail, n, uio, PIPE_RBUSY);
	if (error != 0)
		goto out;
	pi->pi_tail += n;
	pi->pi_atime.tv_sec = time_second;
	if (pi->pi_head != pi->pi_tail) {
		if (cv_has_waiters(&pi->pi_rcv))
			cv_signal(&pi->pi_rcv);
	} else if ((pi->pi_flags & PIPE_WBUSY) == 0)
		pi->pi_head = pi->pi_tail = 0;
	if (pi->pi_size - (pi->pi_head - pi->pi_tail) >= PIPE_BUF) {
		if (cv_has_waiters(&pi->pi_wcv))
			cv_broadcast(&pi->pi_wcv);
		notify_fire(&pi->pi_notify, POLLOUT);
	}
out:
	mutex_exit(&pi->pi_lock);
	return (error);
}

/*
 * Write all of uio, waiting for room unless nonblock.  EPIPE: nobody reads.
 * EAGAIN, EFAULT, ERESTART.
 */
int
pipe_write(struct pipe *pi, struct uio *uio, bool nonblock)
{
	size_t least;
	uint32_t n;
	int error = 0;

	/* What must fit at once. */
	least = uio->uio_resid <= PIPE_BUF ? (size_t)uio->uio_resid : 1;
	mutex_enter(&pi->pi_lock);
	if (pi->pi_nreaders == 0)
		error = SET_ERROR(EPIPE);
	while (error == 0 && uio->uio_resid > 0) {
		n = pi->pi_size - (pi->pi_head - pi->pi_tail);
		if (n < (size_t)uio->uio_resid &&
		    pipe_grow(pi, (size_t)uio->uio_resid))
			n = 0;			/* look again */
		else if (n >= least && (pi->pi_flags & PIPE_WBUSY) == 0) {
			if ((size_t)uio->uio_resid < n)
				n = (uint32_t)uio->uio_resid;
			error = pipe_transfer(pi, pi->pi_head, n, uio,
			    PIPE_WBUSY);
			if (error != 0)
				break;
			pi->pi_head += n;
			pi->pi_mtime.tv_sec = time_second;
			if (cv_has_waiters(&pi->pi_rcv))
				cv_signal_sync(&pi->pi_rcv);
			notify_fire(&pi->pi_notify, POLLIN | POLLRDNORM);
		} else if (nonblock && n < least)
			error = SET_ERROR(EAGAIN);
		else
			error = cv_wait_sig(&pi->pi_wcv, &pi->pi_lock);
		if (error == 0 && pi->pi_nreaders == 0 && uio->uio_resid > 0)
			error = SET_ERROR(EPIPE);
	}
	mutex_exit(&pi->pi_lock);
	return (error);
}

/*
 * What of events is true for an end that was opened with fflag.  Without the
 * lock each load is of one word, and any answer was true a moment ago.
 */
static __always_inline int
pipe_look(const struct pipe *pi, int events, int fflag, uint64_t gen)
{
	int revents = 0;
	uint32_t used;

	used = atomic_load_relaxed(&pi->pi_head) -
	    atomic_load_relaxed(&pi->pi_tail);
	if ((fflag & FREAD) != 0) {
		if (used != 0)
			revents = events & (POLLIN | POLLRDNORM);
		if (__predict_false(
		    atomic_load_relaxed(&pi->pi_nwriters) == 0) &&
		    pi->pi_wgen != gen)
			revents |= POLLHUP |
			    (events & (POLLIN | POLLRDNORM));
	}
	if ((fflag & FWRITE) != 0) {
		if (atomic_load_relaxed(&pi->pi_nreaders) == 0) {
			if (pi->pi_rgen != 0)
				revents |= POLLHUP;
		} else if ((events & POLLOUT) != 0 &&
		    used + PIPE_BUF <= pipe_capacity(pi))
			revents |= events & POLLOUT;
	}
	return (revents);
}

/*
 * The same, recorded if nothing is true.  gen is what pipe_fifo_open() said, 0
 * for a pipe: an end of file counts as a hangup only when a writer was there
 * since.  Only recording needs the lock.
 */
int
pipe_poll(struct pipe *pi, int events, int fflag, uint64_t gen,
    struct thread *td)
{
	int revents;

	revents = pipe_look(pi, events, fflag, gen);
	if (__predict_true(td->td_poll == NULL || revents != 0))
		return (revents);
	mutex_enter(&pi->pi_lock);
	revents = pipe_look(pi, events, fflag, gen);
	if (revents == 0)
		poll_record(td, &pi->pi_notify);
	mutex_exit(&pi->pi_lock);
	return (revents);
}

/*
 * The same for kevent(2).  What an end cannot do never happens to it.
 */
int
pipe_event(struct pipe *pi, struct file_event *fe, int fflag, uint64_t gen)
{
	int revents, want = fe->fe_write ? FWRITE : FREAD;
	uint32_t used;

	if ((fflag & want) == 0)
		return (0);
	fe->fe_notify = &pi->pi_notify;
	mutex_enter(&pi->pi_lock);
	used = pi->pi_head - pi->pi_tail;
	revents = pipe_look(pi, POLLIN | POLLOUT, want, gen);
	fe->fe_eof = (revents & POLLHUP) != 0;
	if (fe->fe_write) {
		fe->fe_data = fe->fe_eof ? 0 : pipe_capacity(pi) - used;
		fe->fe_ready = fe->fe_lowat > 0 ?
		    fe->fe_data >= fe->fe_lowat : (revents & POLLOUT) != 0;
	} else {
		fe->fe_data = used;
		fe->fe_ready = fe->fe_data >= MAX(fe->fe_lowat, 1);
	}
	mutex_exit(&pi->pi_lock);
	return (0);
}

/*
 * FIONREAD and friends.  ENOTTY.
 */
int
pipe_ioctl(struct pipe *pi, u_long cmd, void *data)
{
	uint32_t used;

	mutex_enter(&pi->pi_lock);
	used = pi->pi_head - pi->pi_tail;
	mutex_exit(&pi->pi_lock);
	switch (cmd) {
	case FIONREAD:
	case FIONWRITE:
		*(int *)data = (int)used;
		return (0);
	case FIONSPACE:
		*(int *)data = (int)(PIPE_SIZE_MAX - used);
		return (0);
	default:
		return (SET_ERROR(ENOTTY));
	}
}

/*
 * Open an end (or both) of a named pipe: fflag has FREAD, FWRITE, O_NONBLOCK.
 * Waits for the other end as POSIX says.  *genp is for pipe_poll().
 * ENXIO: to write without waiting, and nobody reads.  ERESTART: then nothing is
 * open.
 */
int
pipe_fifo_open(struct pipe *pi, int fflag, struct thread *td, uint64_t *genp)
{
	uint64_t rgen, wgen;
	int error = 0;

	mutex_enter(&pi->pi_lock);
	if ((fflag & (FREAD | FWRITE | O_NONBLOCK)) == (FWRITE | O_NONBLOCK) &&
	    pi->pi_nreaders == 0) {
		mutex_exit(&pi->pi_lock);
		return (SET_ERROR(ENXIO));
	}
	*genp = pi->pi_nwriters != 0 ? pi->pi_wgen - 1 : pi->pi_wgen;
	if ((fflag & FREAD) != 0) {
		pi->pi_nreaders++;
		pi->pi_rgen++;
	}
	if ((fflag & FWRITE) != 0) {
		pi->pi_nwriters++;
		pi->pi_wgen++;
	}
	cv_broadcast(&pi->pi_ocv);
	rgen = pi->pi_rgen;
	wgen = pi->pi_wgen;
	while (error == 0 && (fflag & O_NONBLOCK) == 0 &&
	    (((fflag & FWRITE) == 0 && pi->pi_nwriters == 0 &&
	    pi->pi_wgen == wgen) ||
	    ((fflag & FREAD) == 0 && pi->pi_nreaders == 0 &&
	    pi->pi_rgen == rgen)))
		error = cv_wait_sig(&pi->pi_ocv, &pi->pi_lock);
	mutex_exit(&pi->pi_lock);
	if (error != 0)
		pipe_end_close(pi, fflag);
	return (error);
}

/*
 * A file that was open with fflag is closed; the other side hears of it when
 * it was the last.
 */
void
pipe_end_close(struct pipe *pi, int fflag)
{

	mutex_enter(&pi->pi_lock);
	if ((fflag & FREAD) != 0 && --pi->pi_nreaders == 0) {
		cv_broadcast(&pi->pi_wcv);
		notify_fire(&pi->pi_notify, POLLHUP);
	}
	if ((fflag & FWRITE) != 0 && --pi->pi_nwriters == 0) {
		cv_broadcast(&pi->pi_rcv);
		notify_fire(&pi->pi_notify, POLLHUP);
	}
	/* What nobody will read does not wait for the next opener. */
	if (pi->pi_nreaders == 0 && pi->pi_nwriters == 0)
		pi->pi_head = pi->pi_tail = 0;
	mutex_exit(&pi->pi_lock);
}

/* Files of pipe2(2): f_data is the pipe, FREAD or FWRITE the end. */

static int
pipefile_read(struct file *fp, struct uio *uio, struct cred *cr, int flags,
    struct thread *td)
{

	return (pipe_read(fp->f_data, uio, (fp->f_flag & O_NONBLOCK) != 0));
}

static int
pipefile_write(struct file *fp, struct uio *uio, struct cred *cr, int flags,
    struct thread *td)
{

	return (pipe_write(fp->f_data, uio, (fp->f_flag & O_NONBLOCK) != 0));
}

static int
pipefile_ioctl(struct file *fp, u_long cmd, void *data, struct cred *cr,
    struct thread *td)
{

	return (pipe_ioctl(fp->f_data, cmd, data));
}

static int
pipefile_poll(struct file *fp, int events, struct thread *td)
{

	if (__predict_true(td->td_poll == NULL))
		return (pipe_look(fp->f_data, events, (int)fp->f_flag, 0));
	return (pipe_poll(fp->f_data, events, (int)fp->f_flag, 0, td));
}

static int
pipefile_event(struct file *fp, struct file_event *fe, struct thread *td)
{

	return (pipe_event(fp->f_data, fe, (int)fp->f_flag, 0));
}

static int
pipefile_stat(struct file *fp, struct stat *sb, struct cred *cr,
    struct thread *td)
{
	struct pipe *pi = fp->f_data;

	mutex_enter(&pi->pi_lock);
	sb->st_dev = PIPE_DEV;
	sb->st_ino = pi->pi_ino;
	sb->st_nlink = 1;
	sb->st_mode = S_IFIFO | S_IRUSR | S_IWUSR;
	sb->st_uid = fp->f_cred->cr_uid;
	sb->st_gid = fp->f_cred->cr_gid;
	sb->st_size = (off_t)(pi->pi_head - pi->pi_tail);
	sb->st_blksize = PIPE_SIZE_MIN;
	sb->st_blocks = howmany(sb->st_size, S_BLKSIZE);
	sb->st_atim = pi->pi_atime;
	sb->st_mtim = pi->pi_mtime;
	sb->st_ctim = pi->pi_btime;
	sb->st_birthtim = pi->pi_btime;
	mutex_exit(&pi->pi_lock);
	return (0);
}

static void
pipefile_close(struct file *fp, struct thread *td)
{
	struct pipe *pi = fp->f_data;
	bool last;

	pipe_end_close(pi, (int)fp->f_flag);
	mutex_enter(&pi->pi_lock);
	last = ++pi->pi_closed == 2;
	mutex_exit(&pi->pi_lock);
	if (last)
		pipe_destroy(pi);
}

static const struct file_ops pipefile_ops = {
	.fo_read = pipefile_read,
	.fo_write = pipefile_write,
	.fo_ioctl = pipefile_ioctl,
	.fo_poll = pipefile_poll,
	.fo_event = pipefile_event,
	.fo_stat = pipefile_stat,
	.fo_close = pipefile_close,
	.fo_flags = FO_PASSABLE,
};

/*
 * Two files, of the ends of a new pipe.
 */
static int
pipe_files(struct thread *td, u_int flags, struct file **rfp,
    struct file **wfp)
{
	struct pipe *pi;
	int error;

	error = file_alloc(td, rfp);
	if (error != 0)
		return (error);
	error = file_alloc(td, wfp);
	if (error != 0)
		goto fail_read;
	error = pipe_create(&pi);
	if (error != 0)
		goto fail_write;
	pi->pi_nreaders = pi->pi_nwriters = 1;
	pi->pi_rgen = pi->pi_wgen = 1;
	file_setup(*rfp, FREAD | flags, DTYPE_PIPE, pi, &pipefile_ops);
	file_setup(*wfp, FWRITE | flags, DTYPE_PIPE, pi, &pipefile_ops);
	return (0);

fail_write:
	file_drop(*wfp);
fail_read:
	file_drop(*rfp);
	return (error);
}

int
sys_pipe2(struct thread *td, const struct pipe2_args *uap, register_t *retval)
{
	struct file *rfp, *wfp;
	int error, fds[2];

	if ((uap->flags & ~(O_CLOEXEC | O_NONBLOCK)) != 0)
		return (SET_ERROR(EINVAL));
	error = pipe_files(td, (u_int)uap->flags & O_NONBLOCK, &rfp, &wfp);
	if (error != 0)
		return (error);
	error = fd_reserve(td, 0, &fds[0]);
	if (error != 0)
		goto fail_files;
	error = fd_reserve(td, 0, &fds[1]);
	if (error != 0)
		goto fail_first;
	error = copyout(fds, uap->fds, sizeof(fds));
	if (error != 0)
		goto fail_second;
	fd_install(td, fds[0], rfp, uap->flags);
	fd_install(td, fds[1], wfp, uap->flags);
	return (0);

fail_second:
	fd_unreserve(td, fds[1]);
fail_first:
	fd_unreserve(td, fds[0]);
fail_files:
	file_drop(rfp);
	file_drop(wfp);
	return (error);
}
