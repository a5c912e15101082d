/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The actors of the load test that have to do with pipes, sockets, terminals
 * and events.
 */

#include <sys/types.h>
#include <sys/event.h>
#include <sys/ioctl.h>
#include <sys/procdesc.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <util.h>

#include "h_load.h"

#define	BUFFER		8192
#define	RECORD_MAX	(PIPE_BUF - sizeof(struct record))

/* What writers send: bytes of a pattern after this. */
struct record {
	uint32_t	r_writer;
	uint32_t	r_number;
	uint32_t	r_len;
};

struct writer {
	int		w_fd;
	uint32_t	w_number;
	uint32_t	w_count;	/* records, or bytes */
};

static uint32_t
record_seed(const struct record *r)
{

	return (r->r_writer * 1000003 + r->r_number);
}

/* Send records, each whole by one call. */
static void
records_send(void *arg)
{
	const struct writer *w = arg;
	struct record r = { .r_writer = w->w_number };
	char buf[PIPE_BUF];
	size_t len;

	for (r.r_number = 0; r.r_number < w->w_count; r.r_number++) {
		r.r_len = rnd(RECORD_MAX + 1);
		memcpy(buf, &r, sizeof(r));
		pattern(buf + sizeof(r), r.r_len, record_seed(&r), 0);
		len = sizeof(r) + r.r_len;
		EQ(len, write(w->w_fd, buf, len));
	}
}

/* Receive one, which is the next of its writer; who that is. */
static uint32_t
record_receive(int fd, bool messages, uint32_t *next, uint32_t nwriters)
{
	char buf[PIPE_BUF];
	struct record r;
	ssize_t n = 0;

	if (messages) {
		n = read(fd, buf, sizeof(buf));
		TRUE(n >= (ssize_t)sizeof(r));
	} else
		read_all(fd, buf, sizeof(r));
	memcpy(&r, buf, sizeof(r));
	TRUE(r.r_writer < nwriters);
	EQ(next[r.r_writer]++, r.r_number);
	TRUE(r.r_len <= RECORD_MAX);
	if (messages)
		EQ(sizeof(r) + r.r_len, n);
	else
		read_all(fd, buf + sizeof(r), r.r_len);
	pattern_check(buf + sizeof(r), r.r_len, record_seed(&r), 0);
	return (r.r_writer);
}

/* --- pipes ---------------------------------------------------------------- */

void
act_pipe_atomic(void)
{
	uint32_t i, next[4];
	struct writer w[4];
	pid_t pid[4];
	int fds[2];
	char c;

	do {
		memset(next, 0, sizeof(next));
		OK(pipe(fds));
		for (i = 0; i < 4; i++) {
			w[i] = (struct writer){ fds[1], i, 40 };
			pid[i] = child(records_send, &w[i]);
		}
		OK(close(fds[1]));
		for (i = 0; i < 4 * 40; i++)
			(void)record_receive(fds[0], false, next, 4);
		EQ(0, read(fds[0], &c, 1));
		OK(close(fds[0]));
		for (i = 0; i < 4; i++)
			ended(pid[i], 0);
	} while (more());
}

static void
bulk_send(void *arg)
{
	const struct writer *w = arg;
	uint32_t len, off;
	char buf[BUFFER];

	for (off = 0; off < w->w_count; off += len) {
		len = 1 + rnd(BUFFER);
		if (len > w->w_count - off)
			len = w->w_count - off;
		pattern(buf, len, w->w_number, off);
		write_all(w->w_fd, buf, len);
	}
}

/* Read all there is, as it comes; with polls, by an end that never sleeps. */
static uint64_t
bulk_receive(int fd, bool polls, uint32_t from)
{
	struct pollfd pfd = { fd, POLLIN, 0 };
	uint64_t off = 0;
	char buf[BUFFER];
	ssize_t n;

	if (polls)
		OK(fcntl(fd, F_SETFL, O_NONBLOCK));
	for (;;) {
		if (polls) {
			EQ(1, poll(&pfd, 1, -1));
			TRUE((pfd.revents & (POLLIN | POLLHUP)) != 0);
		}
		n = read(fd, buf, 1 + rnd(BUFFER));
		TRUE(n >= 0);
		if (n == 0)
			return (off);
		pattern_check(buf, (size_t)n, from, off);
		off += (uint64_t)n;
	}
}

void
act_pipe_bulk(void)
{
	struct writer w;
	int fds[2];
	pid_t pid;

	do {
		OK(pipe(fds));
		w = (struct writer){ fds[1], rnd(1000), 1 + rnd(200000) };
		pid = child(bulk_send, &w);
		OK(close(fds[1]));
		EQ(w.w_count, bulk_receive(fds[0], rnd(2) == 0, w.w_number));
		OK(close(fds[0]));
		ended(pid, 0);
	} while (more());
}

/* --- sockets -------------------------------------------------------------- */

static const int	types[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET };

static void
address(struct sockaddr_un *sun)
{

	memset(sun, 0, sizeof(*sun));
	sun->sun_family = AF_UNIX;
	(void)strlcpy(sun->sun_path, "socket", sizeof(sun->sun_path));
}

struct client {
	int		c_type;
	uint32_t	c_number;
};

static void
named_client(void *arg)
{
	const struct client *c = arg;
	struct writer w = { .w_number = c->c_number, .w_count = 20 };
	struct sockaddr_un sun;

	address(&sun);
	w.w_fd = socket(AF_UNIX, c->c_type, 0);
	TRUE(w.w_fd != -1);
	OK(connect(w.w_fd, (struct sockaddr *)&sun, SUN_LEN(&sun)));
	records_send(&w);
}

/* All records of one client, and the end. */
static void
named_serve(int s, int type, uint32_t *next)
{
	uint32_t i, who = 0;
	uid_t uid;
	gid_t gid;
	char c;

	OK(getpeereid(s, &uid, &gid));
	EQ(getuid(), uid);
	EQ(getgid(), gid);
	for (i = 0; i < 20; i++)
		who = record_receive(s, type == SOCK_SEQPACKET, next, 3);
	EQ(20, next[who]);
	EQ(0, read(s, &c, 1));
	OK(close(s));
}

static void
named(int type)
{
	uint32_t i, next[3] = { 0, 0, 0 };
	struct sockaddr_un sun;
	struct client c[3];
	pid_t pid[3];
	int conn, s;

	address(&sun);
	s = socket(AF_UNIX, type, 0);
	TRUE(s != -1);
	OK(bind(s, (struct sockaddr *)&sun, SUN_LEN(&sun)));
	if (type != SOCK_DGRAM)
		OK(listen(s, 3));
	for (i = 0; i < 3; i++) {
		c[i] = (struct client){ type, i };
		pid[i] = child(named_client, &c[i]);
	}
	for (i = 0; i < (type == SOCK_DGRAM ? 3 * 20 : 3); i++) {
		if (type == SOCK_DGRAM) {
			(void)record_receive(s, true, next, 3);
		} else {
			conn = accept(s, NULL, NULL);
			TRUE(conn != -1);
			named_serve(conn, type, next);
		}
	}
	for (i = 0; i < 3; i++) {
		EQ(20, next[i]);
		ended(pid[i], 0);
	}
	OK(close(s));
	OK(unlink("socket"));
}

void
act_socket_named(void)
{

	do
		named(types[rnd(3)]);
	while (more());
}

union rights {
	struct cmsghdr	cm;
	char		room[CMSG_SPACE(2 * sizeof(int)) +
			    CMSG_SPACE(sizeof(struct cmsgcred))];
};

/* Send a byte, with n descriptors, and with our credentials. */
static void
pass_send(int s, const int *fds, size_t n, bool creds)
{
	char c = 'c';
	struct iovec iov = { &c, 1 };
	union rights u;
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1,
	    .msg_control = &u, .msg_controllen =
	    (socklen_t)CMSG_SPACE(n * sizeof(int)) };
	struct cmsghdr *cm = &u.cm;

	memset(&u, 0, sizeof(u));
	cm->cmsg_len = (socklen_t)CMSG_LEN(n * sizeof(int));
	cm->cmsg_level = SOL_SOCKET;
	cm->cmsg_type = SCM_RIGHTS;
	memcpy(CMSG_DATA(cm), fds, n * sizeof(int));
	if (creds) {
		msg.msg_controllen += CMSG_SPACE(sizeof(struct cmsgcred));
		cm = (struct cmsghdr *)(void *)(u.room +
		    CMSG_SPACE(n * sizeof(int)));
		cm->cmsg_len = (socklen_t)CMSG_LEN(sizeof(struct cmsgcred));
		cm->cmsg_level = SOL_SOCKET;
		cm->cmsg_type = SCM_CREDS;
	}
	EQ(1, sendmsg(s, &msg, 0));
}

/* Receive that: one descriptor, and credentials of the process pid. */
static int
pass_receive(int s, pid_t pid)
{
	struct cmsgcred cc;
	char c;
	struct iovec iov = { &c, 1 };
	union rights u;
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1,
	    .msg_control = &u, .msg_controllen = sizeof(u) };
	struct cmsghdr *cm;
	int fd = -1, seen = 0;

	EQ(1, recvmsg(s, &msg, 0));
	EQ('c', c);
	EQ(0, msg.msg_flags & MSG_CTRUNC);
	for (cm = CMSG_FIRSTHDR(&msg); cm != NULL;
	    cm = CMSG_NXTHDR(&msg, cm)) {
		EQ(SOL_SOCKET, cm->cmsg_level);
		if (cm->cmsg_type == SCM_RIGHTS) {
			EQ(CMSG_LEN(sizeof(fd)), cm->cmsg_len);
			memcpy(&fd, CMSG_DATA(cm), sizeof(fd));
		} else {
			EQ(SCM_CREDS, cm->cmsg_type);
			memcpy(&cc, CMSG_DATA(cm), sizeof(cc));
			EQ(pid, cc.cmcred_pid);
			EQ(getuid(), cc.cmcred_uid);
			EQ(getegid(), cc.cmcred_groups[0]);
		}
		seen++;
	}
	EQ(2, seen);
	TRUE(fd != -1);
	return (fd);
}

struct passing {
	int		p_socket;
	uint32_t	p_seed;
	pid_t		p_parent;
};

static void
pass_child(void *arg)
{
	const struct passing *p = arg;
	char buf[1000];
	int fd;

	fd = pass_receive(p->p_socket, p->p_parent);
	read_all(fd, buf, sizeof(buf));
	pattern_check(buf, sizeof(buf), p->p_seed, 0);
	EQ(0, read(fd, buf, 1));
}

/* The end of a pipe goes to a child that has it by no other way. */
void
act_socket_pass(void)
{
	struct passing p = { .p_parent = getpid() };
	int fds[2], sv[2];
	char buf[1000];
	pid_t pid;

	do {
		OK(socketpair(AF_UNIX, types[rnd(3)], 0, sv));
		p.p_socket = sv[1];
		p.p_seed = rnd(1000);
		pid = child(pass_child, &p);
		OK(pipe(fds));
		pass_send(sv[0], fds, 1, true);
		OK(close(fds[0]));
		pattern(buf, sizeof(buf), p.p_seed, 0);
		write_all(fds[1], buf, sizeof(buf));
		OK(close(fds[1]));
		ended(pid, 0);
		OK(close(sv[0]));
		OK(close(sv[1]));
	} while (more());
}

/*
 * Sockets in each other's buffers, and the end of a pipe with them: when nobody
 * has them any more, that end is closed, too.
 */
static void
cycle(void)
{
	int fds[2], i, last, n = 1 + (int)rnd(5), sv[10][2];
	int pair[2];
	char c;

	OK(pipe(fds));
	for (i = 0; i < n; i++)
		OK(socketpair(AF_UNIX, types[rnd(3)], 0, sv[i]));
	/* What is sent to sv[i][1] is sv[i + 1], both ends. */
	for (i = 0; i < n; i++)
		pass_send(sv[i][0], sv[(i + 1) % n], 2, false);
	last = (int)rnd((uint32_t)n);
	pair[0] = fds[1];
	pair[1] = sv[last][0];
	pass_send(sv[last][1], pair, 2, false);
	OK(close(fds[1]));
	for (i = 0; i < n; i++) {
		OK(close(sv[i][0]));
		OK(close(sv[i][1]));
	}
	EQ(0, read(fds[0], &c, 1));
	OK(close(fds[0]));
}

void
act_socket_cycles(void)
{

	do
		cycle();
	while (more());
}

/* --- terminals ------------------------------------------------------------ */

static int	master, slave;

/* Become a session whose terminal the slave is. */
static void
pty_session(void)
{

	OK(close(master));
	TRUE(setsid() != -1);
	OK(ioctl(slave, TIOCSCTTY));
}

/* A job: in a group of its own, it reads a line, answers, and waits. */
static void
pty_job(void *arg)
{
	char buf[16];

	OK(setpgid(0, 0));
	EQ(6, read(slave, buf, sizeof(buf)));
	OK(memcmp(buf, "hello\n", 6));
	write_all(slave, "got\n", 4);
	for (;;)
		(void)pause();
}

/* A shell with one job: it stops for want of the terminal, then gets it. */
static void
pty_shell(void *arg)
{
	int status;
	pid_t pid;

	pty_session();
	on_signal(SIGTTOU, SIG_IGN, 0);
	pid = child(pty_job, NULL);
	EQ(pid, waitpid(pid, &status, WUNTRACED));
	EQ(W_STOPCODE(SIGTTIN), status);
	OK(tcsetpgrp(slave, pid));
	OK(killpg(pid, SIGCONT));
	ended(pid, SIGINT);
	OK(tcsetpgrp(slave, getpid()));
	EQ(getpid(), tcgetpgrp(slave));
}

void
act_pty(void)
{
	static const char text[] = "hello\r\ngot\r\n";
	char buf[sizeof(text)];
	pid_t pid;

	do {
		OK(openpty(&master, &slave, NULL, NULL, NULL));
		pid = child(pty_shell, NULL);
		OK(close(slave));
		write_all(master, "hello\n", 6);
		read_all(master, buf, sizeof(text) - 1);
		OK(memcmp(buf, text, sizeof(text) - 1));
		write_all(master, "\003", 1);
		ended(pid, 0);
		OK(close(master));
	} while (more());
}

static void
pty_reader(void *arg)
{
	char c;

	pty_session();
	write_all(slave, "x", 1);
	for (;;)
		(void)read(slave, &c, 1);
}

/* The master is closed while a session reads: SIGHUP ends its leader. */
void
act_pty_hangup(void)
{
	pid_t pid;
	char c;

	do {
		OK(openpty(&master, &slave, NULL, NULL, NULL));
		pid = child(pty_reader, NULL);
		OK(close(slave));
		read_all(master, &c, 1);
		EQ('x', c);
		OK(close(master));
		ended(pid, SIGHUP);
	} while (more());
}

/* --- events --------------------------------------------------------------- */

static void
watch(int kq, uintptr_t ident, short filter, unsigned int fflags, int64_t data)
{
	struct kevent kev;

	EV_SET(&kev, ident, filter, EV_ADD | EV_CLEAR, fflags, data, NULL);
	OK(kevent(kq, &kev, 1, NULL, 0, NULL));
}

/* The one event that there is now or comes. */
static void
expect(int kq, uintptr_t ident, short filter, unsigned int fflags, int64_t data)
{
	struct kevent kev[2];

	EQ(1, kevent(kq, NULL, 0, kev, 2, NULL));
	EQ(ident, kev[0].ident);
	EQ(filter, kev[0].filter);
	EQ(fflags, kev[0].fflags);
	EQ(data, kev[0].data);
}

static void
events_io(int kq)
{
	int fds[2], n = 1 + (int)rnd(100);
	char buf[100];

	OK(pipe(fds));
	memset(buf, 0, sizeof(buf));
	watch(kq, (uintptr_t)fds[0], EVFILT_READ, 0, 0);
	write_all(fds[1], buf, (size_t)n);
	expect(kq, (uintptr_t)fds[0], EVFILT_READ, 0, n);
	/* Closing takes the events away. */
	OK(close(fds[0]));
	OK(close(fds[1]));
	OK(socketpair(AF_UNIX, SOCK_STREAM, 0, fds));
	watch(kq, (uintptr_t)fds[0], EVFILT_WRITE, NOTE_LOWAT, 1);
	EQ(1, kevent(kq, NULL, 0, &(struct kevent){ .ident = 0 }, 1, NULL));
	OK(close(fds[0]));
	OK(close(fds[1]));
}

static void
events_vnode(int kq)
{
	int fd;

	fd = open("watched", O_CREAT | O_TRUNC | O_RDWR, 0600);
	TRUE(fd != -1);
	watch(kq, (uintptr_t)fd, EVFILT_VNODE, NOTE_WRITE | NOTE_EXTEND |
	    NOTE_RENAME | NOTE_DELETE, 0);
	write_all(fd, "x", 1);
	expect(kq, (uintptr_t)fd, EVFILT_VNODE, NOTE_WRITE | NOTE_EXTEND, 0);
	OK(rename("watched", "renamed"));
	expect(kq, (uintptr_t)fd, EVFILT_VNODE, NOTE_RENAME, 0);
	OK(unlink("renamed"));
	expect(kq, (uintptr_t)fd, EVFILT_VNODE, NOTE_DELETE, 0);
	OK(close(fd));
}

static void
wait_for_byte(void *arg)
{
	char c;

	_exit(read(*(int *)arg, &c, 1) == 1 ? c : 1);
}

static void
events_proc(int kq)
{
	int fds[2], pd, status;
	char c = (char)rnd(100);
	pid_t pid;

	OK(pipe(fds));
	pid = child(wait_for_byte, &fds[0]);
	watch(kq, (uintptr_t)pid, EVFILT_PROC, NOTE_EXIT, 0);
	write_all(fds[1], &c, 1);
	expect(kq, (uintptr_t)pid, EVFILT_PROC, NOTE_EXIT, W_EXITCODE(c, 0));
	ended(pid, W_EXITCODE(c, 0));
	pid = pdfork(&pd, 0);
	TRUE(pid >= 0);
	if (pid == 0)
		wait_for_byte(&fds[0]);
	watch(kq, (uintptr_t)pd, EVFILT_PROCDESC, NOTE_EXIT, 0);
	write_all(fds[1], &c, 1);
	expect(kq, (uintptr_t)pd, EVFILT_PROCDESC, NOTE_EXIT,
	    W_EXITCODE(c, 0));
	EQ(pid, pdwait4(pd, &status, 0, NULL));
	OK(close(pd));
	OK(close(fds[0]));
	OK(close(fds[1]));
}

static void
events_other(int kq)
{
	struct kevent kev;
	int i, n = 1 + (int)rnd(5);

	on_signal(SIGUSR1, SIG_IGN, 0);
	watch(kq, SIGUSR1, EVFILT_SIGNAL, 0, 0);
	for (i = 0; i < n; i++)
		OK(kill(getpid(), SIGUSR1));
	expect(kq, SIGUSR1, EVFILT_SIGNAL, 0, n);
	EV_SET(&kev, 1, EVFILT_TIMER, EV_ADD | EV_ONESHOT, 0, rnd(5), NULL);
	OK(kevent(kq, &kev, 1, NULL, 0, NULL));
	expect(kq, 1, EVFILT_TIMER, 0, 1);
	watch(kq, 2, EVFILT_USER, NOTE_FFCOPY | 5, 0);
	EV_SET(&kev, 2, EVFILT_USER, 0, NOTE_TRIGGER, 0, NULL);
	OK(kevent(kq, &kev, 1, NULL, 0, NULL));
	expect(kq, 2, EVFILT_USER, 5, 0);
}

void
act_kqueue(void)
{
	int kq;

	do {
		kq = kqueue();
		TRUE(kq != -1);
		events_io(kq);
		events_vnode(kq);
		events_proc(kq);
		events_other(kq);
		OK(close(kq));
	} while (more());
}
