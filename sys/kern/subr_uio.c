/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Transfers between the kernel and vectors of buffers.
 *
 * A uio is advanced by exactly what was moved, also when an element fails, so
 * the caller can tell how far it got.  Addresses and lengths in it come from
 * users: uio_copyin() bounds the sum, copyin() and copyout() check the
 * addresses.
 *
 * Context	thread; may sleep when the vector is in user memory.
 * Tests	tests/sys/kern/unit
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/md.h>
#include <sys/systm.h>
#include <sys/uio.h>

static inline void
uio_advance(struct uio *uio, size_t n)
{
	struct iovec *iov = uio->uio_iov;

	iov->iov_base = (char *)iov->iov_base + n;
	iov->iov_len -= n;
	uio->uio_resid -= (ssize_t)n;
	uio->uio_offset += (off_t)n;
}

/*
 * The bytes that the current element can take, at most n; empty elements are
 * skipped.
 */
static inline size_t
uio_part(struct uio *uio, size_t n)
{

	while (uio->uio_iov->iov_len == 0) {
		KASSERT(uio->uio_iovcnt > 1);
		uio->uio_iov++;
		uio->uio_iovcnt--;
	}
	return (MIN(n, uio->uio_iov->iov_len));
}

int
uiomove(void *buf, size_t n, struct uio *uio)
{
	char *p = buf;
	void *base;
	size_t part;
	int error;

	n = MIN(n, (size_t)uio->uio_resid);
	while (n > 0) {
		part = uio_part(uio, n);
		base = uio->uio_iov->iov_base;
		if (uio->uio_segflg == UIO_USERSPACE) {
			error = uio->uio_rw == UIO_READ ?
			    copyout(p, base, part) : copyin(base, p, part);
			if (error != 0)
				return (error);
		} else if (uio->uio_segflg == UIO_SYSSPACE) {
			if (uio->uio_rw == UIO_READ)
				memmove(base, p, part);
			else
				memmove(p, base, part);
		}
		uio_advance(uio, part);
		p += part;
		n -= part;
	}
	return (0);
}

static const char uio_zeros[1024];

int
uio_zero(size_t n, struct uio *uio)
{
	size_t part;
	ssize_t before;
	int error;

	KASSERT(uio->uio_rw == UIO_READ);
	n = MIN(n, (size_t)uio->uio_resid);
	while (n > 0) {
		part = MIN(n, sizeof(uio_zeros));
		before = uio->uio_resid;
		error = uiomove(__DECONST(char *, uio_zeros), part, uio);
		if (error != 0)
			return (error);
		n -= (size_t)(before - uio->uio_resid);
	}
	return (0);
}

void
uio_skip(size_t n, struct uio *uio)
{
	size_t part;

	n = MIN(n, (size_t)uio->uio_resid);
	while (n > 0) {
		part = uio_part(uio, n);
		uio_advance(uio, part);
		n -= part;
	}
}

void
uio_single(struct uio *uio, struct iovec *iov, void *buf, size_t len,
    off_t offset, enum uio_seg seg, enum uio_rw rw)
{

	KASSERT(len <= SSIZE_MAX);
	iov->iov_base = buf;
	iov->iov_len = len;
	*uio = (struct uio){
		.uio_iov = iov,
		.uio_iovcnt = 1,
		.uio_offset = offset,
		.uio_resid = (ssize_t)len,
		.uio_segflg = seg,
		.uio_rw = rw,
	};
}

int
uio_copyin(const struct iovec *uiov, int cnt, struct iovec *small,
    struct iovec **iovp, ssize_t *residp)
{
	struct iovec *iov = small;
	size_t sum = 0;
	int error, i;

	if (cnt <= 0 || cnt > UIO_MAXIOV)
		return (SET_ERROR(EINVAL));
	if (cnt > UIO_SMALLIOV) {
		iov = kmem_alloc((size_t)cnt * sizeof(*iov), KM_SLEEP);
		if (iov == NULL)
			return (SET_ERROR(ENOMEM));
	}
	error = copyin(uiov, iov, (size_t)cnt * sizeof(*iov));
	for (i = 0; i < cnt && error == 0; i++) {
		if (iov[i].iov_len > SSIZE_MAX - sum)
			error = SET_ERROR(EINVAL);
		else
			sum += iov[i].iov_len;
	}
	if (error != 0) {
		uio_copyin_done(iov, small, cnt);
		return (error);
	}
	*iovp = iov;
	*residp = (ssize_t)sum;
	return (0);
}

/*
 * iov is what uio_copyin() stored, not advanced.
 */
void
uio_copyin_done(struct iovec *iov, struct iovec *small, int cnt)
{

	if (iov != small)
		kmem_free(iov, (size_t)cnt * sizeof(*iov));
}
