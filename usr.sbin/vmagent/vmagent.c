/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * vmagent: the build host's hand in a virtual machine.  Runs commands, moves
 * files and switches the machine off, as tools/guest and the test runner ask
 * over a virtio-console port.  The protocol is in vmagent.h.
 *
 * Model	One process and one loop around ppoll(): the port, the pipes of
 *		the running jobs, and SIGCHLD, which is blocked everywhere but
 *		inside ppoll().  Writing to the port may block, since the host
 *		always reads; reading it never does, since input beyond a job's
 *		window is a breach of the protocol.
 *
 * The agent does what root may do for whoever holds the host's end of the
 * port: that is its purpose, and why rc(8) starts it only with kern.agent=1 on
 * the kernel's command line.
 *
 * Tests	tests/tools/t_guest.sh, tests/tools/t_guest.sh
 */

#include <sys/types.h>
#include <sys/reboot.h>
#include <sys/time.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "vmagent.h"

#define	PORT	"/dev/vport/org.tessera.agent"

/* The port, and each job's standard input, output and error. */
#define	POLLFDS	(1 + 3 * JOBS_MAX)

/* How long the port may take to appear, and how often to look. */
#define	PORT_SECONDS	10
#define	PORT_LOOK	10000000	/* ns */

static int	port;
static uint8_t	inbuf[2 * (FRAME_HEADER + FRAME_MAX)];
static size_t	inlen;

static void	frame_dispatch(u_int, int, struct payload *);
static size_t	frames_parse(void);
static void	loop(void);
static void	machine_down(void);
static void	on_child(int);
static int	port_open(const char *);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	const char *path = PORT;
	bool foreground = false;
	int ch;

	while ((ch = getopt(argc, argv, "dp:")) != -1) {
		switch (ch) {
		case 'd':
			foreground = true;
			break;
		case 'p':
			path = optarg;
			break;
		default:
			usage();
		}
	}
	if (argc != optind)
		usage();

	if ((port = port_open(path)) == -1)
		err(1, "%s", path);
	if (!foreground && daemon(0, 0) == -1)
		err(1, "daemon");
	loop();
	return (0);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: vmagent [-d] [-p port]\n");
	exit(1);
}

/*
 * Open the port and wait until the host's end is open.  The driver learns of
 * the port, its name and its other end from the host, one after the other and
 * perhaps only after rc(8) has started us.
 */
static int
port_open(const char *path)
{
	const struct timespec ts = { 0, PORT_LOOK };
	struct timespec now, end;
	struct pollfd pfd = { .fd = -1, .events = POLLOUT };

	(void)clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += PORT_SECONDS;
	for (;;) {
		if (pfd.fd == -1)
			pfd.fd = open(path, O_RDWR | O_CLOEXEC | O_NOCTTY);
		if (pfd.fd == -1 && errno != ENOENT)
			return (-1);
		if (pfd.fd != -1 && poll(&pfd, 1, 0) == 1 &&
		    (pfd.revents & POLLOUT) != 0)
			return (pfd.fd);
		(void)clock_gettime(CLOCK_MONOTONIC, &now);
		if (timespeccmp(&now, &end, >))
			break;
		(void)nanosleep(&ts, NULL);
	}
	if (pfd.fd != -1) {
		(void)close(pfd.fd);
		errno = EPIPE;
	}
	return (-1);
}

static void
on_child(int sig)
{
	/* Being interrupted is all that ppoll() needs. */
}

static void
loop(void)
{
	struct pollfd fds[POLLFDS];
	struct timespec ts;
	struct sigaction sa;
	sigset_t block, none;
	nfds_t njob;
	ssize_t n;
	int timeout;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = on_child;
	(void)sigaction(SIGCHLD, &sa, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
	(void)sigemptyset(&none);
	(void)sigemptyset(&block);
	(void)sigaddset(&block, SIGCHLD);
	(void)sigprocmask(SIG_BLOCK, &block, NULL);

	frame_send_u32(0, FRAME_HELLO, VMAGENT_VERSION);
	for (;;) {
		fds[0].fd = port;
		fds[0].events = POLLIN;
		fds[0].revents = 0;
		timeout = -1;
		njob = job_pollfds(fds + 1, &timeout);
		ts.tv_sec = timeout / 1000;
		ts.tv_nsec = timeout % 1000 * 1000000L;
		if (ppoll(fds, (u_int)njob + 1, timeout < 0 ? NULL : &ts,
		    &none) == -1) {
			if (errno != EINTR)
				err(1, "ppoll");
			fds[0].revents = 0;
			njob = 0;
		}
		job_service(fds + 1, njob);
		job_reap();
		if (fds[0].revents == 0)
			continue;
		n = read(port, inbuf + inlen, sizeof(inbuf) - inlen);
		if (n == 0)
			errx(1, "the host has closed the port");
		if (n == -1 && errno != EINTR && errno != EAGAIN)
			err(1, "port");
		if (n > 0) {
			inlen += (size_t)n;
			n = (ssize_t)frames_parse();
			inlen -= (size_t)n;
			memmove(inbuf, inbuf + n, inlen);
		}
	}
}

/* Handle the whole frames in inbuf; return how many bytes they were. */
static size_t
frames_parse(void)
{
	struct payload p;
	const uint8_t *h;
	size_t len, off = 0;

	while (inlen - off >= FRAME_HEADER) {
		h = inbuf + off;
		len = h[0] | h[1] << 8 | h[2] << 16 | (size_t)h[3] << 24;
		if (len > FRAME_MAX || h[7] != 0)
			errx(1, "the port's stream makes no sense");
		if (inlen - off < FRAME_HEADER + len)
			break;
		p.p_next = h + FRAME_HEADER;
		p.p_end = p.p_next + len;
		p.p_bad = false;
		frame_dispatch((u_int)(h[4] | h[5] << 8), h[6], &p);
		off += FRAME_HEADER + len;
	}
	return (off);
}

static void
frame_dispatch(u_int job, int type, struct payload *p)
{

	switch (type) {
	case FRAME_RUN:
		job_run(job, p);
		break;
	case FRAME_INPUT:
		job_input(job, p);
		break;
	case FRAME_KILL:
		job_kill(job, p);
		break;
	case FRAME_PUT:
		transfer_put(job, p);
		break;
	case FRAME_DATA:
		transfer_data(job, p);
		break;
	case FRAME_GET:
		transfer_get(job, p);
		break;
	case FRAME_DOWN:
		machine_down();
		break;
	default:
		frame_send_status(job, EINVAL);
		break;
	}
}

static void
machine_down(void)
{

	sync();
	(void)reboot(RB_POWEROFF);
	warn("reboot");
}

/*
 * Payloads.  What is missing reads as zero or the empty string and marks the
 * payload bad.
 */
static const uint8_t *
payload_take(struct payload *p, size_t n)
{
	static const uint8_t zero[4];
	const uint8_t *at = p->p_next;

	if ((size_t)(p->p_end - at) < n) {
		p->p_bad = true;
		p->p_next = p->p_end;
		return (zero);
	}
	p->p_next += n;
	return (at);
}

uint32_t
payload_u32(struct payload *p)
{
	const uint8_t *b = payload_take(p, 4);

	return ((uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 |
	    (uint32_t)b[3] << 24);
}

uint16_t
payload_u16(struct payload *p)
{
	const uint8_t *b = payload_take(p, 2);

	return ((uint16_t)(b[0] | b[1] << 8));
}

uint8_t
payload_u8(struct payload *p)
{

	return (*payload_take(p, 1));
}

const char *
payload_string(struct payload *p)
{
	const uint8_t *start = p->p_next, *nul;

	nul = memchr(start, '\0', (size_t)(p->p_end - start));
	if (nul == NULL) {
		p->p_bad = true;
		p->p_next = p->p_end;
		return ("");
	}
	p->p_next = nul + 1;
	return ((const char *)start);
}

/*
 * Send one frame.  A host that no longer reads has gone, and with it all that
 * the agent is for.
 */
void
frame_send(u_int job, int type, const void *data, size_t len)
{
	static uint8_t out[FRAME_HEADER + FRAME_MAX];
	size_t off;
	ssize_t n;

	out[0] = (uint8_t)len;
	out[1] = (uint8_t)(len >> 8);
	out[2] = (uint8_t)(len >> 16);
	out[3] = (uint8_t)(len >> 24);
	out[4] = (uint8_t)job;
	out[5] = (uint8_t)(job >> 8);
	out[6] = (uint8_t)type;
	out[7] = 0;
	if (len != 0)
		memcpy(out + FRAME_HEADER, data, len);
	len += FRAME_HEADER;
	for (off = 0; off < len; off += (size_t)n) {
		n = write(port, out + off, len - off);
		if (n == -1) {
			if (errno != EINTR)
				err(1, "port");
			n = 0;
		}
	}
}

void
frame_send_u32(u_int job, int type, uint32_t value)
{
	const uint8_t b[4] = { (uint8_t)value, (uint8_t)(value >> 8),
	    (uint8_t)(value >> 16), (uint8_t)(value >> 24) };

	frame_send(job, type, b, sizeof(b));
}

void
frame_send_status(u_int job, int error)
{

	frame_send_u32(job, FRAME_STATUS, (uint32_t)error);
}
