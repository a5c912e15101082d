/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * FIFOs: a name in a file system, and a pipe while somebody has it open.
 *
 * Model	The first open makes a struct fifo with the pipe, which v_fifo
 *		points to; the last close takes it away.  Open files refer to
 *		the fifo, so that a FIFO whose vnode is reclaimed by force goes
 *		on as a pipe without a name.
 *
 * Locks	v_lock for v_fifo while the vnode lives; fifo_lock for fi_refs
 *		and fi_vnode.  Neither is held while an open waits for the other
 *		end.
 * Context	thread; sleeps.
 * Tests	tests/usr.bin/t_mkfifo.sh
 */

#include <sys/param.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/kmem.h>
#include <sys/mutex.h>
#include <sys/pipe.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/vnode.h>

struct fifo {
	struct pipe	*fi_pipe;	/* constant */
	struct vnode	*fi_vnode;	/* fifo_lock; NULL: reclaimed */
	u_int		fi_refs; /* fifo_lock: opens, also waiting ones */
};

/* One open file. */
struct fifo_file {
	struct fifo	*ff_fifo;
	uint64_t	ff_gen;		/* pipe_fifo_open()'s */
};

static struct kmutex fifo_lock;

static const struct file_ops fifo_fileops;

/*
 * The fifo of a vnode, made if there is none, with one more reference.
 */
static int
fifo_get(struct vnode *vp, struct fifo **fip)
{
	struct fifo *fi;
	int error;

	error = vn_lock(vp, RW_WRITER);
	if (error != 0)
		return (error);
	fi = vp->v_fifo;
	if (fi == NULL) {
		fi = kmem_alloc(sizeof(*fi), KM_SLEEP);
		if (fi == NULL) {
			vn_unlock(vp);
			return (SET_ERROR(ENOMEM));
		}
		error = pipe_create(&fi->fi_pipe);
		if (error != 0) {
			kmem_free(fi, sizeof(*fi));
			vn_unlock(vp);
			return (error);
		}
		fi->fi_vnode = vp;
		fi->fi_refs = 0;
		vp->v_fifo = fi;
	}
	mutex_enter(&fifo_lock);
	fi->fi_refs++;
	mutex_exit(&fifo_lock);
	vn_unlock(vp);
	*fip = fi;
	return (0);
}

/*
 * Give a reference back; vp, if the fifo still has it, is the one it was got
 * from, referenced.
 */
static void
fifo_put(struct fifo *fi, struct vnode *vp)
{
	bool last;

	vn_lock_dead(vp, RW_WRITER);
	mutex_enter(&fifo_lock);
	last = --fi->fi_refs == 0;
	if (last && fi->fi_vnode != NULL)
		fi->fi_vnode->v_fifo = NULL;
	mutex_exit(&fifo_lock);
	vn_unlock(vp);
	if (last) {
		pipe_destroy(fi->fi_pipe);
		kmem_free(fi, sizeof(*fi));
	}
}

/*
 * The vnode, locked exclusively, is taken from its file system.
 */
void
fifo_gone(struct vnode *vp)
{

	mutex_enter(&fifo_lock);
	if (vp->v_fifo != NULL)
		vp->v_fifo->fi_vnode = NULL;
	vp->v_fifo = NULL;
	mutex_exit(&fifo_lock);
}

/*
 * Open a FIFO on fp, whose f_vnode and f_flag are set.  Waits for the other
 * end.
 */
int
fifo_open(struct vnode *vp, int fflag, struct thread *td, struct file *fp)
{
	struct fifo_file *ff;
	int error;

	ff = kmem_alloc(sizeof(*ff), KM_SLEEP);
	if (ff == NULL)
		return (SET_ERROR(ENOMEM));
	error = fifo_get(vp, &ff->ff_fifo);
	if (error != 0) {
		kmem_free(ff, sizeof(*ff));
		return (error);
	}
	error = pipe_fifo_open(ff->ff_fifo->fi_pipe, fflag, td, &ff->ff_gen);
	if (error != 0) {
		fifo_put(ff->ff_fifo, vp);
		kmem_free(ff, sizeof(*ff));
		return (error);
	}
	file_setup(fp, fp->f_flag, DTYPE_FIFO, ff, &fifo_fileops);
	return (0);
}

static struct pipe *
fifo_pipe(const struct file *fp)
{
	const struct fifo_file *ff = fp->f_data;

	return (ff->ff_fifo->fi_pipe);
}

static int
fifo_fo_read(struct file *fp, struct uio *uio, struct cred *cred, int flags,
    struct thread *td)
{

	return (pipe_read(fifo_pipe(fp), uio,
	    (fp->f_flag & O_NONBLOCK) != 0));
}

static int
fifo_fo_write(struct file *fp, struct uio *uio, struct cred *cred, int flags,
    struct thread *td)
{

	return (pipe_write(fifo_pipe(fp), uio,
	    (fp->f_flag & O_NONBLOCK) != 0));
}

static int
fifo_fo_ioctl(struct file *fp, u_long cmd, void *data, struct cred *cred,
    struct thread *td)
{

	return (pipe_ioctl(fifo_pipe(fp), cmd, data));
}

static int
fifo_fo_poll(struct file *fp, int events, struct thread *td)
{
	const struct fifo_file *ff = fp->f_data;

	return (pipe_poll(ff->ff_fifo->fi_pipe, events, (int)fp->f_flag,
	    ff->ff_gen, td));
}

static int
fifo_fo_event(struct file *fp, struct file_event *fe, struct thread *td)
{
	const struct fifo_file *ff = fp->f_data;

	return (pipe_event(ff->ff_fifo->fi_pipe, fe, (int)fp->f_flag,
	    ff->ff_gen));
}

static void
fifo_fo_close(struct file *fp, struct thread *td)
{
	struct fifo_file *ff = fp->f_data;

	pipe_end_close(ff->ff_fifo->fi_pipe, (int)fp->f_flag);
	fifo_put(ff->ff_fifo, fp->f_vnode);
	kmem_free(ff, sizeof(*ff));
}

static const struct file_ops fifo_fileops = {
	.fo_read = fifo_fo_read,
	.fo_write = fifo_fo_write,
	.fo_ioctl = fifo_fo_ioctl,
	.fo_poll = fifo_fo_poll,
	.fo_event = fifo_fo_event,
	.fo_stat = vn_fo_stat,
	.fo_chmod = vn_fo_chmod,
	.fo_chown = vn_fo_chown,
	.fo_close = fifo_fo_close,
	.fo_flags = FO_PASSABLE,
};

void
fifo_init(void)
{

	mutex_init(&fifo_lock, "fifo");
}
