/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The memory of socket buffers: limits, what happens at them, and that it comes
 * back.  Cases that change a limit of the whole system need root and put it
 * back; the work is then done by an ordinary user, who has no other sockets.
 */

#include <sys/event.h>
#include "h_socket.h"

#define	RING_MIN	4096		/* a buffer begins with that */
#define	DEFAULT		65536		/* SO_SNDBUF and SO_RCVBUF */
#define	MAX		(1 << 20)

static char	buf[MAX];

/* The old value; the new one is set unless it is NULL. */
static u_long
ipc_limit(const char *name, const u_long *new)
{
	u_long old = 0;
	size_t len = sizeof(old);

	ATF_REQUIRE_EQ(0, sysctlbyname(name, &old, &len, new,
	    new == NULL ? 0 : sizeof(*new)));
	return (old);
}

static u_long
memory(void)
{

	return (ipc_limit("kern.ipc.sockbufkva", NULL));
}

static int
events(int s)
{
	struct pollfd pfd = { .fd = s, .events = POLLIN | POLLOUT };

	WANT(poll(&pfd, 1, 0) >= 0);
	return (pfd.revents);
}

/* Run fn as an ordinary user with a system's limit at value. */
static void
limited(const char *name, u_long value, void (*fn)(void))
{
	u_long old = ipc_limit(name, &value);

	in_child(NOBODY, fn);
	(void)ipc_limit(name, &old);
}

/* --- a buffer that cannot grow -------------------------------------------- */

static void
write_stream(void)
{
	ssize_t n, done;
	int sv[2], i;
	pid_t pid;

	for (i = 0; i < MAX; i++)
		buf[i] = (char)(i % 251);
	WANT(socketpair(AF_UNIX, SOCK_STREAM, 0, sv) == 0);
	/* What there is room for, in a ring that is the least. */
	WANT(send(sv[0], buf, 10000, MSG_DONTWAIT) == RING_MIN);
	WANT_ERRNO(EAGAIN, send(sv[0], buf, 1, MSG_DONTWAIT) == -1);
	WANT((events(sv[0]) & POLLOUT) == 0);
	WANT(recv(sv[1], buf, 100, 0) == 100);
	WANT((events(sv[0]) & POLLOUT) != 0);
	WANT(fcntl(sv[0], F_SETFL, O_NONBLOCK) == 0);
	WANT(write(sv[0], buf, 10000) == 100);
	WANT_ERRNO(EAGAIN, write(sv[0], buf, 10000) == -1);
	WANT(recv(sv[1], buf, RING_MIN, MSG_WAITALL) == RING_MIN);
	/* Who waits writes all. */
	WANT(fcntl(sv[0], F_SETFL, 0) == 0);
	pid = fork();
	WANT(pid >= 0);
	if (pid == 0) {
		for (i = 0; i < 50000; i++)
			buf[i] = (char)(i % 251);
		_exit(write(sv[0], buf, 50000) == 50000 ? 0 : 1);
	}
	for (done = 0; done < 50000; done += n) {
		n = recv(sv[1], buf, 3000, 0);
		WANT(n > 0);
		for (i = 0; i < n; i++)
			WANT(buf[i] == (char)((done + i) % 251));
	}
	WANT(waitpid(pid, &i, 0) == pid && i == 0);
}

static void
write_messages(void)
{
	int sv[2];

	WANT(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, sv) == 0);
	WANT_ERRNO(ENOBUFS, send(sv[0], buf, RING_MIN + 1, 0) == -1);
	WANT(send(sv[0], buf, 3000, 0) == 3000);
	/* Too large for what is left, not for the ring. */
	WANT_ERRNO(EAGAIN, send(sv[0], buf, 3000, MSG_DONTWAIT) == -1);
	WANT((events(sv[0]) & POLLOUT) == 0);
	WANT_ERRNO(ENOBUFS, send(sv[0], buf, 5000, MSG_DONTWAIT) == -1);
	WANT(recv(sv[1], buf, MAX, 0) == 3000);
	WANT((events(sv[0]) & POLLOUT) != 0);
	WANT(send(sv[0], buf, RING_MIN, MSG_DONTWAIT) == RING_MIN);
}

static void
low_water(void)
{
	const struct timespec now = { 0, 0 };
	struct kevent kev;
	int sv[2], n = 3 * RING_MIN, kq = kqueue();

	WANT(kq >= 0);
	WANT(socketpair(AF_UNIX, SOCK_STREAM, 0, sv) == 0);
	WANT(setsockopt(sv[1], SOL_SOCKET, SO_RCVLOWAT, &n, sizeof(n)) == 0);
	EV_SET(&kev, (uintptr_t)sv[1], EVFILT_READ, EV_ADD, NOTE_LOWAT, n,
	    NULL);
	WANT(kevent(kq, &kev, 1, NULL, 0, NULL) == 0);
	WANT(send(sv[0], buf, 1000, MSG_DONTWAIT) == 1000);
	WANT((events(sv[1]) & POLLIN) == 0);
	WANT(kevent(kq, NULL, 0, &kev, 1, &now) == 0);
	WANT(send(sv[0], buf, 10000, MSG_DONTWAIT) == RING_MIN - 1000);
	WANT_ERRNO(EAGAIN, send(sv[0], buf, 1, MSG_DONTWAIT) == -1);
	WANT((events(sv[1]) & POLLIN) != 0);
	WANT(kevent(kq, NULL, 0, &kev, 1, &now) == 1);
	WANT(kev.data == RING_MIN);
	WANT(ioctl(sv[0], FIONSPACE, &n) == 0 && n == 0);
	WANT(recv(sv[1], buf, 4 * RING_MIN, MSG_PEEK | MSG_WAITALL) ==
	    RING_MIN);
	WANT(recv(sv[1], buf, 4 * RING_MIN, 0) == RING_MIN);
	WANT((events(sv[1]) & POLLIN) == 0);
}

static void
with_rlimit(void (*fn)(void))
{
	struct rlimit rl = { RING_MIN, RING_MIN };

	WANT(setrlimit(RLIMIT_SBSIZE, &rl) == 0);
	fn();
}

static void
rlimit_stream(void)
{

	with_rlimit(write_stream);
}

static void
rlimit_messages(void)
{

	with_rlimit(write_messages);
}

static void
rlimit_low_water(void)
{

	with_rlimit(low_water);
}

ATF_TC(limit_of_the_user);
ATF_TC_HEAD(limit_of_the_user, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(limit_of_the_user, tc)
{

	in_child(NOBODY, rlimit_stream);
	in_child(NOBODY, rlimit_messages);
	in_child(NOBODY, rlimit_low_water);
}

ATF_TC(limit_of_all);
ATF_TC_HEAD(limit_of_all, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(limit_of_all, tc)
{

	limited("kern.ipc.maxsockbufkva", 1, write_stream);
	limited("kern.ipc.maxsockbufkva", 1, write_messages);
	limited("kern.ipc.maxsockbufkva", 1, low_water);
}

ATF_TC(share_of_a_user);
ATF_TC_HEAD(share_of_a_user, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(share_of_a_user, tc)
{

	limited("kern.ipc.maxsockbufkva_user", 1, write_stream);
	limited("kern.ipc.maxsockbufkva_user", 1, write_messages);
	limited("kern.ipc.maxsockbufkva_user", 1, low_water);
}

/* --- between users -------------------------------------------------------- */

/* Take all one can, and some more; say so, and keep it until told. */
static void
hoard(int told, int tell)
{
	int sv[2], i;
	char c;

	WANT(setresuid(NOBODY, NOBODY, NOBODY) == 0);
	for (i = 0; i < 20; i++) {
		WANT(socketpair(AF_UNIX, SOCK_STREAM, 0, sv) == 0);
		WANT(send(sv[0], buf, DEFAULT, MSG_DONTWAIT) >= RING_MIN);
	}
	WANT(write(tell, "x", 1) == 1);
	WANT(read(told, &c, 1) == 0);
	_exit(0);
}

ATF_TC(users_do_not_starve_each_other);
ATF_TC_HEAD(users_do_not_starve_each_other, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(users_do_not_starve_each_other, tc)
{
	u_long user = 4 * DEFAULT, all, olduser, oldall;
	int to[2], from[2], sv[2], status;
	pid_t pid;
	char c;

	ATF_REQUIRE_EQ(0, pipe(to));
	ATF_REQUIRE_EQ(0, pipe(from));
	all = memory() + 16 * DEFAULT;
	olduser = ipc_limit("kern.ipc.maxsockbufkva_user", &user);
	oldall = ipc_limit("kern.ipc.maxsockbufkva", &all);
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		WANT(close(to[1]) == 0);
		hoard(to[0], from[1]);
	}
	ATF_REQUIRE_EQ(0, close(from[1]));
	ATF_REQUIRE_EQ(1, read(from[0], &c, 1));
	unix_pair(SOCK_STREAM, sv);
	ATF_CHECK_EQ(DEFAULT, send(sv[0], buf, DEFAULT, MSG_DONTWAIT));
	unix_pair(SOCK_SEQPACKET, sv);
	ATF_CHECK_EQ(DEFAULT, send(sv[0], buf, DEFAULT, MSG_DONTWAIT));
	ATF_REQUIRE_EQ(0, close(to[1]));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
	(void)ipc_limit("kern.ipc.maxsockbufkva_user", &olduser);
	(void)ipc_limit("kern.ipc.maxsockbufkva", &oldall);
}

/* --- giving back ---------------------------------------------------------- */

ATF_TC_WITHOUT_HEAD(large_buffers_shrink);
ATF_TC_BODY(large_buffers_shrink, tc)
{
	const u_long before = memory();
	int sv[2], n = MAX;

	unix_pair(SOCK_STREAM, sv);
	ATF_REQUIRE_EQ(0, setsockopt(sv[0], SOL_SOCKET, SO_SNDBUF, &n,
	    sizeof(n)));
	ATF_REQUIRE_EQ(0, setsockopt(sv[1], SOL_SOCKET, SO_RCVBUF, &n,
	    sizeof(n)));
	ATF_REQUIRE_EQ(MAX, send(sv[0], buf, MAX, MSG_DONTWAIT));
	ATF_CHECK(memory() >= before + MAX);
	ATF_REQUIRE_EQ(MAX, recv(sv[1], buf, MAX, MSG_WAITALL));
	ATF_CHECK(memory() <= before + DEFAULT);
	ATF_REQUIRE_EQ(1, send(sv[0], "x", 1, 0));
	ATF_REQUIRE_EQ(1, recv(sv[1], buf, MAX, 0));
	/* What nobody will receive takes no memory. */
	ATF_REQUIRE_EQ(MAX, send(sv[0], buf, MAX, MSG_DONTWAIT));
	ATF_REQUIRE_EQ(0, shutdown(sv[1], SHUT_RD));
	ATF_CHECK(memory() <= before + DEFAULT);
}

static void
take_turns(void)
{
	int sv[2][2], i, k;

	for (i = 0; i < 2; i++)
		WANT(socketpair(AF_UNIX, SOCK_STREAM, 0, sv[i]) == 0);
	/* Both do not have room for that, but one after the other has. */
	for (k = 0; k < 6; k++) {
		i = k & 1;
		WANT(send(sv[i][0], buf, DEFAULT, MSG_DONTWAIT) == DEFAULT);
		WANT(recv(sv[i][1], buf, DEFAULT, MSG_WAITALL) == DEFAULT);
	}
}

ATF_TC(empty_buffers_shrink_for_others);
ATF_TC_HEAD(empty_buffers_shrink_for_others, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(empty_buffers_shrink_for_others, tc)
{

	limited("kern.ipc.maxsockbufkva_user", DEFAULT + RING_MIN, take_turns);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, limit_of_the_user);
	ATF_TP_ADD_TC(tp, limit_of_all);
	ATF_TP_ADD_TC(tp, share_of_a_user);
	ATF_TP_ADD_TC(tp, users_do_not_starve_each_other);
	ATF_TP_ADD_TC(tp, large_buffers_shrink);
	ATF_TP_ADD_TC(tp, empty_buffers_shrink_for_others);
	return (atf_no_error());
}
