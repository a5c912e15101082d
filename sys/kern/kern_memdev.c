/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Devices that are memory, or nothing: null, zero, full, random and urandom.
 *
 * Context	thread; a random device that is not seeded yet makes readers
 *		wait.
 * Tests	tests/sys/kern/t_memdev.sh
 */

#include <sys/param.h>
#include <sys/conf.h>
#include <sys/kmem.h>
#include <sys/proc.h>
#include <sys/random.h>
#include <sys/systm.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <vm/vm.h>
#include <vm/vm_object.h>

#define	RANDOM_CHUNK	512		/* bytes made at a time */

static int
null_read(struct cdev *dev, struct uio *uio, int ioflag)
{

	return (0);
}

static int
null_write(struct cdev *dev, struct uio *uio, int ioflag)
{

	uio->uio_resid = 0;
	return (0);
}

static int
zero_read(struct cdev *dev, struct uio *uio, int ioflag)
{

	return (uio_zero((size_t)uio->uio_resid, uio));
}

/*
 * A mapping of zero is anonymous memory, which the map makes when it gets no
 * object.
 */
static int
zero_mmap(struct cdev *dev, off_t off, size_t len, int prot,
    struct vm_object **objp)
{

	*objp = NULL;
	return (0);
}

static int
full_write(struct cdev *dev, struct uio *uio, int ioflag)
{

	return (uio->uio_resid == 0 ? 0 : SET_ERROR(ENOSPC));
}

static int
random_read(struct cdev *dev, struct uio *uio, int ioflag)
{
	uint8_t buf[RANDOM_CHUNK];
	size_t n;
	int error = 0;

	if (__predict_false(!random_seeded())) {
		if ((ioflag & IO_NDELAY) != 0)
			return (SET_ERROR(EAGAIN));
		error = random_wait();
	}
	while (error == 0 && uio->uio_resid > 0) {
		n = ulmin((u_long)uio->uio_resid, sizeof(buf));
		random_bytes(buf, n);
		error = uiomove(buf, n, uio);
	}
	explicit_bzero(buf, sizeof(buf));
	return (error);
}

/*
 * What is written is mixed in, and not counted as entropy.
 */
static int
random_write(struct cdev *dev, struct uio *uio, int ioflag)
{
	uint8_t buf[RANDOM_CHUNK];
	size_t n;
	int error = 0;

	while (error == 0 && uio->uio_resid > 0) {
		n = ulmin((u_long)uio->uio_resid, sizeof(buf));
		error = uiomove(buf, n, uio);
		if (error == 0)
			random_add_entropy(buf, n, 0, "write");
	}
	explicit_bzero(buf, sizeof(buf));
	return (error);
}

static const struct cdevsw null_cdevsw = {
	.d_name = "null",
	.d_flags = D_MEM,
	.d_read = null_read,
	.d_write = null_write,
};

static const struct cdevsw zero_cdevsw = {
	.d_name = "zero",
	.d_flags = D_MEM,
	.d_read = zero_read,
	.d_write = null_write,
	.d_mmap = zero_mmap,
};

static const struct cdevsw full_cdevsw = {
	.d_name = "full",
	.d_flags = D_MEM,
	.d_read = zero_read,
	.d_write = full_write,
};

static const struct cdevsw random_cdevsw = {
	.d_name = "random",
	.d_flags = D_MEM,
	.d_read = random_read,
	.d_write = random_write,
};

void
memdev_init(void)
{
	static const struct {
		const struct cdevsw	*sw;
		dev_t			unit;
		const char		*name;
	} devs[] = {
		{ &null_cdevsw, 0, "null" },
		{ &zero_cdevsw, 0, "zero" },
		{ &full_cdevsw, 0, "full" },
		{ &random_cdevsw, 0, "random" },
		{ &random_cdevsw, 1, "urandom" },
	};
	u_int i;

	for (i = 0; i < nitems(devs); i++)
		if (dev_create(devs[i].sw, NULL, devs[i].unit, 0, 0, 0666,
		    "%s", devs[i].name) == NULL)
			panic("memdev_init: no memory");
}
