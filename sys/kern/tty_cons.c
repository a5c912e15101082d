/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * /dev/console: the terminal on the machine's console device.
 *
 * Model	The port's console driver calls cons_input() in its interrupt
 *		for each character and sends characters when asked with
 *		md_console_putc(), which polls.  Input collects in a small ring
 *		under a spin lock and is given to the terminal by a soft
 *		interrupt; output is sent by the thread that wrote it, through
 *		the same lock as kernel messages, so the two never mix within a
 *		character.
 *
 * Locks	cons_lock (spin, IPL_HIGH): cons_ring.  The terminal's own.
 */
#include <sys/param.h>
#include <sys/conf.h>
#include <sys/errno.h>
#include <sys/fcntl.h>
#include <sys/md.h>
#include <sys/proc.h>
#include <sys/softint.h>
#include <sys/spin.h>
#include <sys/systm.h>
#include <sys/tty.h>
#include <sys/uio.h>
#include <sys/vnode.h>

#define	CONS_RING	1024		/* a power of 2 */

static struct spin cons_lock;
static uint8_t	cons_ring[CONS_RING];	/* cons_lock */
static u_int	cons_head, cons_tail;	/* cons_lock */
static struct softint *cons_softint;
static struct tty *cons_tty;

static void
cons_start(struct tty *tp)
    __requires(tp->t_lock)
{
	uint8_t buf[64];
	size_t i, n;

	while ((n = tty_getoutput(tp, buf, sizeof(buf))) > 0)
		for (i = 0; i < n; i++)
			md_console_putc(buf[i]);
}

/*
 * What was typed faster than it was read waits in the ring: fetch it now.
 */
static void
cons_room(struct tty *tp)
{

	softint_schedule(cons_softint);
}

static const struct tty_ops cons_ops = {
	.start = cons_start,
	.room = cons_room,
};

void
cons_input(int c)
{

	if (cons_softint == NULL)
		return;
	spin_enter(&cons_lock);
	if (cons_head - cons_tail < CONS_RING)
		cons_ring[cons_head++ & (CONS_RING - 1)] = (uint8_t)c;
	spin_exit(&cons_lock);
	softint_schedule(cons_softint);
}

static void
cons_soft(void *arg)
{
	uint8_t buf[64];
	size_t n, room;

	for (;;) {
		room = tty_input_room(cons_tty);
		spin_enter(&cons_lock);
		for (n = 0; n < MIN(sizeof(buf), room) &&
		    cons_tail != cons_head; n++)
			buf[n] = cons_ring[cons_tail++ & (CONS_RING - 1)];
		spin_exit(&cons_lock);
		if (n == 0)
			return;
		tty_input(cons_tty, buf, n);
	}
}

static int
consdev_open(struct cdev *dev, int oflags, struct thread *td)
{

	return (tty_open(cons_tty, oflags, td));
}

static int
consdev_close(struct cdev *dev, int fflag, struct thread *td)
{

	return (tty_close(cons_tty, td));
}

static int
consdev_read(struct cdev *dev, struct uio *uio, int ioflag)
{

	return (tty_read(cons_tty, uio, ioflag));
}

static int
consdev_write(struct cdev *dev, struct uio *uio, int ioflag)
{

	return (tty_write(cons_tty, uio, ioflag));
}

static int
consdev_ioctl(struct cdev *dev, u_long cmd, void *data, int fflag,
    struct thread *td)
{

	return (tty_ioctl(cons_tty, cmd, data, fflag, td));
}

static int
consdev_poll(struct cdev *dev, int events, struct thread *td)
{

	return (tty_poll(cons_tty, events, td));
}

static int
consdev_event(struct cdev *dev, struct file_event *fe, struct thread *td)
{

	return (tty_event(cons_tty, fe));
}

static const struct cdevsw consdev_cdevsw = {
	.d_name = "console",
	.d_flags = D_TTY,
	.d_open = consdev_open,
	.d_close = consdev_close,
	.d_read = consdev_read,
	.d_write = consdev_write,
	.d_ioctl = consdev_ioctl,
	.d_poll = consdev_poll,
	.d_event = consdev_event,
};

void
cons_init(void)
{

	spin_init(&cons_lock, "console", IPL_HIGH);
	cons_tty = tty_alloc(&cons_ops, NULL);
	if (cons_tty == NULL)
		panic("cons_init: no memory");
	cons_tty->t_cdev = dev_create(&consdev_cdevsw, NULL, 0, 0, 0, 0600,
	    "console");
	cons_softint = softint_establish(SOFTINT_SERIAL, cons_soft, NULL);
	if (cons_tty->t_cdev == NULL || cons_softint == NULL)
		panic("cons_init: no memory");
}
