/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Descriptor tables against a plain array, pipes against a plain ring, and both
 * with allocations that fail.
 */
#include <sys/param.h>
#include <sys/capsicum.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/pipe.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/uio.h>

#include "h_proc.h"

void	shim_boot(void);

#define	MODEL_MAX	1000

static u_int	closed;			/* files */

static void
test_close(struct file *fp, struct thread *td)
{

	closed++;
}

static const struct file_ops test_ops = { .fo_close = test_close };

static struct file *
test_file(void)
{
	struct file *fp;

	CHECK(file_alloc(curthread, &fp) == 0);
	file_setup(fp, FREAD, DTYPE_PIPE, NULL, &test_ops);
	return (fp);
}

static void
table_make(void)
{

	shim_boot();
	closed = 0;
	curproc->p_fd = fdinit();
	CHECK(curproc->p_fd != NULL);
}

/* The table agrees with the model, in every way it can be asked. */
static void
table_check(struct file *const *model)
{
	const struct filedesc *fdp = curproc->p_fd;
	u_int fd, top = 0, n = 0, w;
	struct file *fp;

	for (fd = 0; fd < MODEL_MAX; fd++) {
		if (model[fd] == NULL) {
			CHECK(fd_get(curthread, (int)fd, &cap_no_rights,
			    &fp) == EBADF);
			continue;
		}
		CHECK(fd_get(curthread, (int)fd, &cap_read_rights, &fp) == 0);
		CHECK(fp == model[fd]);
		file_drop(fp);
		top = fd + 1;
		n++;
	}
	CHECK(fdp->fd_top == top && fdp->fd_nopen == n);
	for (w = 0; w < howmany(fdp->fd_nslots, 64); w++)
		CHECK(((fdp->fd_full[w / 64] >> (w % 64)) & 1) ==
		    (fdp->fd_map[w] == ~0ULL));
}

static int
model_lowest(struct file *const *model, int min)
{

	while (min < MODEL_MAX && model[min] != NULL)
		min++;
	return (min);
}

static void
fd_random(void)
{
	static struct file *model[MODEL_MAX];
	register_t rv;
	struct file *fp;
	int error, fd, i, from, want;

	table_make();
	for (i = 0; i < 20000; i++) {
		switch (host_random(i % 4000 < 2000 ? 5 : 7)) {
		case 0:
		case 1:
			want = model_lowest(model, 0);
			fp = test_file();
			error = fd_alloc(curthread, fp, 0, &fd);
			CHECK(error == (want == MODEL_MAX ? EMFILE : 0));
			if (error != 0) {
				file_drop(fp);
				break;
			}
			CHECK(fd == want);
			model[fd] = fp;
			break;
		case 2:
			from = (int)host_random(MODEL_MAX);
			fd = (int)host_random(MODEL_MAX);
			error = kern_dup(curthread, DUP_EXACT, from,
			    (u_int)fd, false, &rv);
			CHECK(error == (model[from] == NULL ? EBADF : 0));
			if (error == 0) {
				CHECK(rv == fd);
				model[fd] = model[from];
			}
			break;
		case 3:
			from = (int)host_random(MODEL_MAX);
			fd = (int)host_random(MODEL_MAX);
			want = model_lowest(model, fd);
			error = kern_dup(curthread, DUP_LOWEST, from,
			    (u_int)fd, true, &rv);
			if (model[from] == NULL)
				CHECK(error == EBADF);
			else if (want == MODEL_MAX)
				CHECK(error == EMFILE);
			else {
				CHECK(error == 0 && rv == want);
				model[want] = model[from];
			}
			break;
		default:
			fd = (int)host_random(MODEL_MAX);
			error = fd_close(curthread, fd);
			CHECK(error == (model[fd] == NULL ? EBADF : 0));
			model[fd] = NULL;
			break;
		}
		if (i % 97 == 0)
			table_check(model);
	}
	table_check(model);
	fdfree(curproc, curthread);
	CHECK(shim_live == 0);
}

static void
fd_reserved(void)
{
	struct filedesc *copy;
	struct file *fp, *got;
	int a, b;

	table_make();
	CHECK(fd_reserve(curthread, 0, &a) == 0 && a == 0);
	CHECK(fd_reserve(curthread, 40, &b) == 0 && b == 40);
	/* Taken, but not there; and not for a child. */
	CHECK(fd_get(curthread, a, &cap_no_rights, &got) == EBADF);
	CHECK(fd_close(curthread, a) == EBADF);
	fp = test_file();
	fd_install(curthread, b, fp, O_CLOEXEC);
	copy = fdcopy(curproc->p_fd);
	CHECK(copy != NULL && copy->fd_nopen == 1 && copy->fd_top == 41);
	CHECK((copy->fd_map[0] & 1) == 0);
	CHECK(copy->fd_slots[40].fs_file == fp && fp->f_count == 2);
	fd_unreserve(curthread, a);
	fdcloseexec(curthread);
	CHECK(closed == 0 && curproc->p_fd->fd_nopen == 0);
	fdfree(curproc, curthread);
	curproc->p_fd = copy;
	fdfree(curproc, curthread);
	CHECK(closed == 1 && shim_live == 0);
}

static void
fd_rights(void)
{
	struct fdslot *fs;
	struct file *fp;
	int fd;

	table_make();
	CHECK(fd_alloc(curthread, test_file(), 0, &fd) == 0);
	fs = fd_slot(curproc->p_fd, fd);
	fs->fs_flags &= (uint8_t)~FDS_ALLRIGHTS;
	fs->fs_rights = cap_read_rights;
	CHECK(fd_get(curthread, fd, &cap_write_rights, &fp) == ENOTCAPABLE);
	CHECK(fd_get(curthread, fd, &cap_ioctl_rights, &fp) == ENOTCAPABLE);
	CHECK(fd_get(curthread, fd, &cap_pread_rights, &fp) == ENOTCAPABLE);
	CHECK(fd_get_flag(curthread, fd, &cap_read_rights, FWRITE, &fp) ==
	    EBADF);
	CHECK(fd_get(curthread, fd, &cap_read_rights, &fp) == 0);
	CHECK(fp->f_count == 2);
	file_drop(fp);
	/* The same under the lock. */
	curproc->p_fd->fd_shared = true;
	CHECK(fd_get(curthread, fd, &cap_write_rights, &fp) == ENOTCAPABLE);
	CHECK(fd_get(curthread, fd, &cap_read_rights, &fp) == 0);
	file_drop(fp);
	fdfree(curproc, curthread);
	CHECK(closed == 1 && shim_live == 0);
}

/* Every allocation of fork's copy, of growth and of files fails once. */
static void
fd_nomem(void)
{
	struct filedesc *copy;
	register_t rv;
	long live, n;
	int fd;

	table_make();
	for (n = 0; n < 100; n++)
		CHECK(fd_alloc(curthread, test_file(), 0, &fd) == 0);
	live = shim_live;
	for (n = 0; ; n++) {
		shim_fail_after = n;
		copy = fdcopy(curproc->p_fd);
		shim_fail_after = -1;
		if (copy != NULL)
			break;
		CHECK(shim_live == live);
	}
	CHECK(n == 2);				/* the table, its arrays */
	shim_fail_after = 0;
	CHECK(kern_dup(curthread, DUP_EXACT, 0, 900, false, &rv) == ENOMEM);
	shim_fail_after = -1;
	CHECK(kern_dup(curthread, DUP_EXACT, 0, 900, false, &rv) == 0);
	fdfree(curproc, curthread);
	curproc->p_fd = copy;
	fdfree(curproc, curthread);
	CHECK(closed == 100 && shim_live == 0);
}

static void
pipe_uio(struct uio *uio, struct iovec *iov, void *buf, size_t len,
    enum uio_rw rw)
{

	uio_single(uio, iov, buf, len, 0, UIO_SYSSPACE, rw);
}

static struct pipe *
test_pipe(void)
{
	struct pipe *pi;

	shim_boot();
	CHECK(pipe_create(&pi) == 0);
	pi->pi_nreaders = pi->pi_nwriters = 1;
	pi->pi_rgen = pi->pi_wgen = 1;
	return (pi);
}

static void
pipe_random(void)
{
	static uint8_t buf[80000];
	uint64_t in = 0, out = 0;
	struct pipe *pi = test_pipe();
	struct iovec iov;
	struct uio uio;
	size_t len, moved, i;
	int error, n, revents;

	for (n = 0; n < 20000; n++) {
		len = host_random(n % 7 == 0 ? 80000 : 900);
		if (host_random(2) == 0) {
			for (i = 0; i < len; i++)
				buf[i] = (uint8_t)((in + i) * 7 % 251);
			pipe_uio(&uio, &iov, buf, len, UIO_WRITE);
			shim_fail_after = n % 3 == 0 ? 0 : -1;
			error = pipe_write(pi, &uio, true);
			shim_fail_after = -1;
			moved = len - (size_t)uio.uio_resid;
			CHECK(error == 0 ? moved == len : error == EAGAIN);
			/* Short writes are whole or nothing. */
			CHECK(len > PIPE_BUF || moved == 0 || moved == len);
			in += moved;
		} else {
			pipe_uio(&uio, &iov, buf, len, UIO_READ);
			error = pipe_read(pi, &uio, true);
			moved = len - (size_t)uio.uio_resid;
			if (in == out && len != 0)
				CHECK(error == EAGAIN && moved == 0);
			else
				CHECK(error == 0 && moved == MIN(len,
				    in - out));
			for (i = 0; i < moved; i++)
				CHECK(buf[i] == (uint8_t)((out + i) * 7 %
				    251));
			out += moved;
		}
		CHECK(pi->pi_head - pi->pi_tail == in - out);
		CHECK(in - out <= pi->pi_size && pi->pi_size <= 65536);
		revents = pipe_poll(pi, POLLIN | POLLOUT, FREAD, 0, curthread);
		CHECK(revents == (in != out ? POLLIN : 0));
	}
	CHECK(pi->pi_size == 65536);
	pipe_end_close(pi, FREAD);
	pipe_end_close(pi, FWRITE);
	pipe_destroy(pi);
	CHECK(shim_live == 0);
}

static void
pipe_ends(void)
{
	struct pipe *pi = test_pipe();
	struct iovec iov;
	struct uio uio;
	char buf[4] = "abc";

	pipe_uio(&uio, &iov, buf, 3, UIO_WRITE);
	CHECK(pipe_write(pi, &uio, true) == 0);
	pipe_end_close(pi, FWRITE);
	CHECK(pipe_poll(pi, POLLIN, FREAD, 0, curthread) ==
	    (POLLIN | POLLHUP));
	pipe_uio(&uio, &iov, buf, 4, UIO_READ);
	CHECK(pipe_read(pi, &uio, true) == 0 && uio.uio_resid == 1);
	pipe_uio(&uio, &iov, buf, 4, UIO_READ);
	CHECK(pipe_read(pi, &uio, true) == 0 && uio.uio_resid == 4);
	pi->pi_nwriters = 1;
	pipe_end_close(pi, FREAD);
	pipe_uio(&uio, &iov, buf, 3, UIO_WRITE);
	CHECK(pipe_write(pi, &uio, true) == EPIPE && uio.uio_resid == 3);
	CHECK(pipe_poll(pi, POLLOUT, FWRITE, 0, curthread) == POLLHUP);
	pipe_end_close(pi, FWRITE);
	pipe_destroy(pi);
	CHECK(shim_live == 0);
}

static void
pipe_fifo(void)
{
	uint64_t gen, wgen;
	struct pipe *pi;

	shim_boot();
	CHECK(pipe_create(&pi) == 0);
	CHECK(pipe_fifo_open(pi, FWRITE | O_NONBLOCK, curthread, &wgen) ==
	    ENXIO);
	CHECK(pi->pi_nwriters == 0);
	CHECK(pipe_fifo_open(pi, FREAD | O_NONBLOCK, curthread, &gen) == 0);
	/* Nobody has written yet: no hangup. */
	CHECK(pipe_poll(pi, POLLIN, FREAD, gen, curthread) == 0);
	CHECK(pipe_fifo_open(pi, FWRITE | O_NONBLOCK, curthread, &wgen) == 0);
	CHECK(pipe_poll(pi, POLLIN, FREAD, gen, curthread) == 0);
	pipe_end_close(pi, FWRITE);
	CHECK(pipe_poll(pi, POLLIN, FREAD, gen, curthread) ==
	    (POLLIN | POLLHUP));
	/* Who opens now has not seen that writer. */
	CHECK(pipe_fifo_open(pi, FREAD | O_NONBLOCK, curthread, &gen) == 0);
	CHECK(pipe_poll(pi, POLLIN, FREAD, gen, curthread) == 0);
	/* With a peer there nobody waits. */
	CHECK(pipe_fifo_open(pi, FWRITE, curthread, &wgen) == 0);
	CHECK(pipe_fifo_open(pi, FREAD, curthread, &gen) == 0);
	CHECK(pipe_fifo_open(pi, FREAD | FWRITE, curthread, &gen) == 0);
	pipe_end_close(pi, FREAD | FWRITE);
	pipe_end_close(pi, FWRITE);
	CHECK(pi->pi_nreaders == 3 && pi->pi_nwriters == 0);
	while (pi->pi_nreaders != 0)
		pipe_end_close(pi, FREAD);
	pipe_destroy(pi);
	CHECK(shim_live == 0);
}

static void
rights_encoding(void)
{

	CHECK(CAP_READ == 0x0200000000000001ULL);
	CHECK(CAP_EVENT == 0x0400000000000040ULL);
	CHECK(cap_rights_has(&cap_all_rights, &cap_pread_rights));
	CHECK(cap_rights_has(&cap_all_rights, &cap_ioctl_rights));
	CHECK(cap_rights_has(&cap_pread_rights, &cap_read_rights));
	CHECK(!cap_rights_has(&cap_read_rights, &cap_pread_rights));
	CHECK(!cap_rights_has(&cap_no_rights, &cap_event_rights));
	CHECK(cap_rights_has(&cap_no_rights, &cap_no_rights));
}

const struct unit_case unit_cases[] = {
	{ "fd_random", "a table against an array", fd_random },
	{ "fd_reserved", "descriptors between reserve and install",
	    fd_reserved },
	{ "fd_rights", "rights and access modes", fd_rights },
	{ "fd_nomem", "allocations of tables fail", fd_nomem },
	{ "pipe_random", "a pipe against a counter", pipe_random },
	{ "pipe_ends", "ends that close", pipe_ends },
	{ "pipe_fifo", "opening named pipes", pipe_fifo },
	{ "rights_encoding", "rights are FreeBSD's", rights_encoding },
	{ NULL, NULL, NULL },
};
