/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Unix sockets on several CPUs: streams both ways at once, datagrams of many
 * senders, connections, and descriptors in flight while the ends are closed.
 * A call that is interrupted is made again, so that a sweep over `sleep' finds
 * everything where it would be without.
 */

#include <sys/socket.h>
#include <sys/sysctl.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "h_main.h"

static unsigned int
value(const char *name)
{
	unsigned int v = 0;
	size_t len = sizeof(v);

	CHECK(sysctlbyname(name, &v, &len, NULL, 0) == 0);
	return (v);
}

/* Make a call again when it was interrupted. */
#define	AGAIN(call) ({							\
	ssize_t _n;							\
									\
	do								\
		_n = (call);						\
	while (_n < 0 && errno == EINTR);				\
	_n;								\
})

static ssize_t
send_fd(int s, int fd, int flags)
{
	union {
		struct cmsghdr	cm;
		char		room[CMSG_SPACE(sizeof(int))];
	} u;
	char c = 'c';
	struct iovec iov = { &c, 1 };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1,
	    .msg_control = &u, .msg_controllen = sizeof(u) };

	memset(&u, 0, sizeof(u));
	u.cm.cmsg_len = CMSG_LEN(sizeof(int));
	u.cm.cmsg_level = SOL_SOCKET;
	u.cm.cmsg_type = SCM_RIGHTS;
	memcpy(CMSG_DATA(&u.cm), &fd, sizeof(fd));
	return (AGAIN(sendmsg(s, &msg, flags | MSG_NOSIGNAL)));
}

/* Send and check `total' bytes, of which each says where it lies. */
static void
stream_writer(int s, int total)
{
	unsigned char buf[3000];
	int done, i, n, sent;

	for (done = 0; done < total; done += sent) {
		n = 1 + sim_random((int)sizeof(buf));
		if (n > total - done)
			n = total - done;
		for (i = 0; i < n; i++)
			buf[i] = (unsigned char)((done + i) % 251);
		sent = (int)AGAIN(send(s, buf, (size_t)n, 0));
		CHECK(sent > 0 && sent <= n);
	}
	CHECK(shutdown(s, SHUT_WR) == 0);
}

static void
stream_reader(int s, int total)
{
	unsigned char buf[3000];
	int done = 0, i;
	ssize_t n;

	while ((n = AGAIN(recv(s, buf, (size_t)(1 + sim_random(3000)),
	    0))) > 0) {
		for (i = 0; i < n; i++)
			CHECK(buf[i] == (done + i) % 251);
		done += (int)n;
	}
	CHECK(n == 0 && done == total);
}

static void
streams(void)
{
	int sv[2], pids[4], i, size = 6000;

	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, sv) == 0);
	CHECK(setsockopt(sv[0], SOL_SOCKET, SO_SNDBUF, &size,
	    sizeof(size)) == 0);
	for (i = 0; i < 4; i++) {
		pids[i] = fork();
		CHECK(pids[i] >= 0);
		if (pids[i] == 0) {
			if (i < 2)
				stream_writer(sv[i], 20000);
			else
				stream_reader(sv[i - 2], 20000);
			_exit(0);
		}
	}
	CHECK(close(sv[0]) == 0 && close(sv[1]) == 0);
	for (i = 0; i < 4; i++)
		wait_ok(pids[i]);
}

/*
 * Streams whose buffers may not grow; then a receiver who wants more than the
 * buffer can hold.
 */
static void
tight(void)
{
	unsigned char buf[8000];
	unsigned long old = 0, one = 1;
	size_t len = sizeof(old);
	int sv[2], pid, done, i, low = 5000;
	ssize_t n;

	CHECK(sysctlbyname("kern.ipc.maxsockbufkva", &old, &len, &one,
	    sizeof(one)) == 0);
	streams();
	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, sv) == 0);
	CHECK(setsockopt(sv[1], SOL_SOCKET, SO_RCVLOWAT, &low,
	    sizeof(low)) == 0);
	pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		stream_writer(sv[0], 20000);
		_exit(0);
	}
	CHECK(close(sv[0]) == 0);
	for (done = 0; (n = AGAIN(recv(sv[1], buf, sizeof(buf), 0))) > 0;
	    done += (int)n) {
		for (i = 0; i < n; i++)
			CHECK(buf[i] == (done + i) % 251);
	}
	CHECK(n == 0 && done == 20000);
	CHECK(close(sv[1]) == 0);
	wait_ok(pid);
	CHECK(sysctlbyname("kern.ipc.maxsockbufkva", NULL, NULL, &old,
	    sizeof(old)) == 0);
}

static void
datagrams(void)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX, .sun_path = "/tmp/d" };
	int s, c, pids[3], i, k, size = 700, from[3] = { 0, 0, 0 };
	int m[100];

	s = socket(AF_UNIX, SOCK_DGRAM, 0);
	CHECK(s >= 0);
	CHECK(bind(s, (struct sockaddr *)&sun, (socklen_t)SUN_LEN(&sun)) == 0);
	CHECK(setsockopt(s, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size)) == 0);
	for (i = 0; i < 3; i++) {
		pids[i] = fork();
		CHECK(pids[i] >= 0);
		if (pids[i] != 0)
			continue;
		c = socket(AF_UNIX, SOCK_DGRAM, 0);
		CHECK(connect(c, (struct sockaddr *)&sun,
		    (socklen_t)SUN_LEN(&sun)) == 0);
		for (k = 0; k < 10; k++) {
			m[0] = i;
			m[1] = k;
			CHECK(AGAIN(send(c, m, (size_t)(8 + sim_random(300)),
			    0)) >= 8);
		}
		_exit(0);
	}
	for (k = 0; k < 30; k++) {
		CHECK(AGAIN(recv(s, m, sizeof(m), 0)) >= 8);
		CHECK(m[0] >= 0 && m[0] < 3 && m[1] == from[m[0]]);
		from[m[0]]++;
	}
	for (i = 0; i < 3; i++)
		wait_ok(pids[i]);
	CHECK(close(s) == 0 && unlink("/tmp/d") == 0);
}

/* Clients come, send a descriptor and go, while the listener is closed. */
static void
connections(void)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX, .sun_path = "/tmp/s" };
	int s, a, c, pids[2], i, k, many = sim_random(6);

	s = socket(AF_UNIX, SOCK_STREAM, 0);
	CHECK(s >= 0);
	CHECK(bind(s, (struct sockaddr *)&sun, (socklen_t)SUN_LEN(&sun)) == 0);
	CHECK(listen(s, 3) == 0);
	for (i = 0; i < 2; i++) {
		pids[i] = fork();
		CHECK(pids[i] >= 0);
		if (pids[i] != 0)
			continue;
		CHECK(close(s) == 0);
		for (k = 0; k < 5; k++) {
			c = socket(AF_UNIX, SOCK_STREAM, 0);
			CHECK(c >= 0);
			if (connect(c, (struct sockaddr *)&sun,
			    (socklen_t)SUN_LEN(&sun)) == 0)
				CHECK(send_fd(c, c, 0) == 1 ||
				    errno == EPIPE);
			else
				CHECK(errno == ECONNREFUSED || errno == EINTR);
			CHECK(close(c) == 0);
		}
		_exit(0);
	}
	for (k = 0; k < many; k++) {
		a = (int)AGAIN(accept4(s, NULL, NULL, 0));
		CHECK(a >= 0 && close(a) == 0);
		if (k >= 2)
			break;
	}
	CHECK(close(s) == 0);
	for (i = 0; i < 2; i++)
		wait_ok(pids[i]);
	CHECK(unlink("/tmp/s") == 0);
}

/* Both ends of pairs in each other's buffers, closed on two CPUs. */
static void
cycles(void)
{
	int sv[2], pid, k;

	for (k = 0; k < 4; k++) {
		CHECK(socketpair(AF_UNIX, k % 2 == 0 ? SOCK_STREAM : SOCK_DGRAM,
		    0, sv) == 0);
		pid = fork();
		CHECK(pid >= 0);
		(void)send_fd(sv[pid == 0], sv[0], MSG_DONTWAIT);
		(void)send_fd(sv[pid != 0], sv[1], MSG_DONTWAIT);
		CHECK(close(sv[pid == 0]) == 0);
		CHECK(close(sv[pid != 0]) == 0);
		if (pid == 0)
			_exit(0);
		wait_ok(pid);
	}
}

/*
 * A chain, each in the buffer of the one before, while another process closes
 * sockets in flight: either may collect, and neither what can be reached.
 */
static void
chain(void)
{
	int root[2], sv[2], to, pid, k;
	char c;

	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, root) == 0);
	pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		for (k = 0; k < 6; k++) {
			CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, sv) == 0);
			(void)send_fd(sv[0], sv[1], MSG_DONTWAIT);
			(void)send_fd(sv[0], sv[1], MSG_DONTWAIT);
			CHECK(close(sv[sim_random(2)]) == 0);
			(void)close(sv[0]);
			(void)close(sv[1]);
		}
		_exit(0);
	}
	to = root[0];
	for (k = 0; k < 6; k++) {
		CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, sv) == 0);
		(void)send_fd(to, sv[1], MSG_DONTWAIT);
		CHECK(close(sv[1]) == 0);
		if (k > 0)
			CHECK(close(to) == 0);
		to = sv[0];
	}
	CHECK(AGAIN(send(root[1], "x", 1, 0)) == 1);
	CHECK(AGAIN(recv(root[0], &c, 1, 0)) == 1 && c == 'x');
	wait_ok(pid);
	CHECK(close(to) == 0);
	CHECK(close(root[0]) == 0 && close(root[1]) == 0);
}

int
sim_main(void)
{
	unsigned int before = value("kern.ipc.numsockets");

	streams();
	tight();
	datagrams();
	connections();
	cycles();
	chain();
	CHECK(value("kern.ipc.numsockets") == before);
	CHECK(value("kern.ipc.sockets_in_flight") == 0);
	return (0);
}
