/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Descriptors and credentials in messages.
 */

#include "h_socket.h"

#include <sys/sysctl.h>

static unsigned int
ipc_value(const char *name)
{
	unsigned int value = 0;
	size_t len = sizeof(value);

	ATF_REQUIRE_EQ(0, sysctlbyname(name, &value, &len, NULL, 0));
	return (value);
}

/* Send one byte with n descriptors. */
static ssize_t
send_fds(int s, const int *fds, size_t n)
{
	union {
		struct cmsghdr	cm;
		char		room[CMSG_SPACE(300 * sizeof(int))];
	} u;
	char c = 'c';
	struct iovec iov = { &c, 1 };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1,
	    .msg_control = &u, .msg_controllen = CMSG_SPACE(n * sizeof(int)) };

	memset(&u, 0, sizeof(u));
	u.cm.cmsg_len = CMSG_LEN(n * sizeof(int));
	u.cm.cmsg_level = SOL_SOCKET;
	u.cm.cmsg_type = SCM_RIGHTS;
	memcpy(CMSG_DATA(&u.cm), fds, n * sizeof(int));
	return (sendmsg(s, &msg, MSG_DONTWAIT | MSG_NOSIGNAL));
}

/* Receive one byte with at most max descriptors; how many, or -1. */
static int
recv_fds(int s, int *fds, size_t max, int *flags)
{
	union {
		struct cmsghdr	cm;
		char		room[CMSG_SPACE(300 * sizeof(int))];
	} u;
	char c;
	struct iovec iov = { &c, 1 };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1,
	    .msg_control = &u, .msg_controllen = CMSG_LEN(max * sizeof(int)) };
	size_t n;

	if (recvmsg(s, &msg, *flags) != 1)
		return (-1);
	*flags = msg.msg_flags;
	if (CMSG_FIRSTHDR(&msg) == NULL)
		return (0);
	ATF_REQUIRE_EQ(SOL_SOCKET, u.cm.cmsg_level);
	ATF_REQUIRE_EQ(SCM_RIGHTS, u.cm.cmsg_type);
	n = (u.cm.cmsg_len - CMSG_LEN(0)) / sizeof(int);
	memcpy(fds, CMSG_DATA(&u.cm), n * sizeof(int));
	return ((int)n);
}

static void
as_nobody(void)
{
	int sv[2], i;

	set_limit(RLIMIT_NOFILE, 10);
	unix_pair(SOCK_STREAM, sv);
	for (i = 0; i < 10; i++)
		WANT(send_fds(sv[0], sv, 1) == 1);
	WANT_ERRNO(ETOOMANYREFS, send_fds(sv[0], sv, 1) == -1);
	/* Receiving makes room. */
	i = MSG_DONTWAIT;
	WANT(recv_fds(sv[1], sv, 1, &i) == 1);
	WANT(send_fds(sv[0], sv, 1) == 1);
}

ATF_TC_WITHOUT_HEAD(sendmsg__etoomanyrefs);
ATF_TC_BODY(sendmsg__etoomanyrefs, tc)
{

	in_child(NOBODY, as_nobody);
}

ATF_TC_WITHOUT_HEAD(sendmsg__ebadf_when_one_descriptor_is_bad);
ATF_TC_BODY(sendmsg__ebadf_when_one_descriptor_is_bad, tc)
{
	int sv[2], fds[3], n = MSG_DONTWAIT;

	unix_pair(SOCK_STREAM, sv);
	fds[0] = sv[0];
	fds[1] = BADFD;
	fds[2] = sv[1];
	ATF_CHECK_ERRNO(EBADF, send_fds(sv[0], fds, 3) == -1);
	ATF_CHECK_ERRNO(EAGAIN, recv_fds(sv[1], fds, 3, &n) == -1);
	ATF_CHECK_EQ(0, ipc_value("kern.ipc.sockets_in_flight"));
}

ATF_TC_WITHOUT_HEAD(sendmsg__einval_when_control_data_is_bad);
ATF_TC_BODY(sendmsg__einval_when_control_data_is_bad, tc)
{
	struct cmsghdr cm = { sizeof(cm), SOL_SOCKET, SCM_RIGHTS };
	struct msghdr msg = { .msg_control = &cm, .msg_controllen =
	    sizeof(cm) };
	int sv[2], fds[254], i;

	unix_pair(SOCK_STREAM, sv);
	ATF_CHECK_ERRNO(EINVAL, sendmsg(sv[0], &msg, 0) == -1);
	cm.cmsg_len = 1000;
	ATF_CHECK_ERRNO(EINVAL, sendmsg(sv[0], &msg, 0) == -1);
	for (i = 0; i < 254; i++)
		fds[i] = 0;
	ATF_CHECK_ERRNO(EINVAL, send_fds(sv[0], fds, 254) == -1);
	ATF_CHECK_EQ(1, send_fds(sv[0], fds, 253));
}

ATF_TC_WITHOUT_HEAD(rights_arrive);
ATF_TC_BODY(rights_arrive, tc)
{
	int sv[2], p[2], n, flags = 0, got[2];
	char c;

	unix_pair(SOCK_STREAM, sv);
	ATF_REQUIRE_EQ(0, pipe(p));
	ATF_REQUIRE_EQ(1, send_fds(sv[0], p, 2));
	ATF_REQUIRE_EQ(0, close(p[0]));
	ATF_REQUIRE_EQ(0, close(p[1]));
	n = recv_fds(sv[1], got, 2, &flags);
	ATF_REQUIRE_EQ(2, n);
	ATF_CHECK_EQ(0, flags);
	ATF_CHECK_EQ(0, fcntl(got[0], F_GETFD));
	ATF_REQUIRE_EQ(1, write(got[1], "z", 1));
	ATF_REQUIRE_EQ(1, read(got[0], &c, 1));
	ATF_CHECK_EQ('z', c);
	ATF_REQUIRE_EQ(1, send_fds(sv[0], got, 1));
	flags = MSG_CMSG_CLOEXEC;
	ATF_REQUIRE_EQ(1, recv_fds(sv[1], p, 1, &flags));
	ATF_CHECK_EQ(FD_CLOEXEC, fcntl(p[0], F_GETFD));
}

ATF_TC_WITHOUT_HEAD(rights_of_each_type);
ATF_TC_BODY(rights_of_each_type, tc)
{
	static const int types[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET };
	int sv[2], flags, got, i;

	for (i = 0; i < 3; i++) {
		unix_pair(types[i], sv);
		ATF_REQUIRE_EQ(1, send_fds(sv[0], sv, 1));
		flags = 0;
		ATF_REQUIRE_EQ(1, recv_fds(sv[1], &got, 1, &flags));
		ATF_CHECK_EQ(types[i] == SOCK_SEQPACKET ? MSG_EOR : 0, flags);
		ATF_REQUIRE_EQ(0, close(got));
	}
}

ATF_TC_WITHOUT_HEAD(rights_are_cut_to_the_room);
ATF_TC_BODY(rights_are_cut_to_the_room, tc)
{
	int sv[2], p[2], got[2], flags = 0, n;
	char c;

	unix_pair(SOCK_STREAM, sv);
	ATF_REQUIRE_EQ(0, pipe(p));
	ATF_REQUIRE_EQ(1, send_fds(sv[0], p, 2));
	ATF_REQUIRE_EQ(0, close(p[1]));
	ATF_CHECK_EQ(1, recv_fds(sv[1], got, 1, &flags));
	ATF_CHECK_EQ(MSG_CTRUNC, flags);
	/* The other is closed: nobody can write. */
	ATF_CHECK_EQ(0, read(p[0], &c, 1));
	ATF_REQUIRE_EQ(1, send_fds(sv[0], p, 1));
	set_limit(RLIMIT_NOFILE, 3);
	flags = 0;
	n = recv_fds(sv[1], got, 1, &flags);
	set_limit(RLIMIT_NOFILE, 50);
	ATF_CHECK_EQ(0, n);
	ATF_CHECK_EQ(MSG_CTRUNC, flags);
}

ATF_TC_WITHOUT_HEAD(rights_are_closed_with_the_data);
ATF_TC_BODY(rights_are_closed_with_the_data, tc)
{
	int sv[2], p[2];
	char c;

	unix_pair(SOCK_STREAM, sv);
	ATF_REQUIRE_EQ(0, pipe(p));
	ATF_REQUIRE_EQ(1, send_fds(sv[0], &p[1], 1));
	ATF_REQUIRE_EQ(1, send_fds(sv[0], &p[1], 1));
	ATF_REQUIRE_EQ(0, close(p[1]));
	ATF_REQUIRE_EQ(1, read(sv[1], &c, 1));
	ATF_REQUIRE_EQ(0, fcntl(p[0], F_SETFL, O_NONBLOCK));
	ATF_CHECK_ERRNO(EAGAIN, read(p[0], &c, 1) == -1);
	ATF_REQUIRE_EQ(0, close(sv[1]));
	ATF_CHECK_EQ(0, read(p[0], &c, 1));
}

ATF_TC_WITHOUT_HEAD(stream_reads_stop_at_rights);
ATF_TC_BODY(stream_reads_stop_at_rights, tc)
{
	int sv[2], flags = 0, got;
	char buf[10];

	unix_pair(SOCK_STREAM, sv);
	ATF_REQUIRE_EQ(2, write(sv[0], "ab", 2));
	ATF_REQUIRE_EQ(1, send_fds(sv[0], sv, 1));
	ATF_REQUIRE_EQ(2, write(sv[0], "de", 2));
	ATF_CHECK_EQ(2, recv(sv[1], buf, sizeof(buf), 0));
	ATF_CHECK_EQ(1, recv_fds(sv[1], &got, 1, &flags));
	ATF_CHECK_EQ(2, recv(sv[1], buf, sizeof(buf), 0));
	ATF_CHECK_EQ('d', buf[0]);
}

ATF_TC_WITHOUT_HEAD(credentials);
ATF_TC_BODY(credentials, tc)
{
	union {
		struct cmsghdr	cm;
		char		room[CMSG_SPACE(sizeof(struct cmsgcred))];
	} u;
	char c = 'c';
	struct iovec iov = { &c, 1 };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1,
	    .msg_control = &u, .msg_controllen = sizeof(u) };
	struct cmsgcred cc;
	int sv[2];

	unix_pair(SOCK_DGRAM, sv);
	memset(&u, 0xff, sizeof(u));
	u.cm.cmsg_len = CMSG_LEN(sizeof(cc));
	u.cm.cmsg_level = SOL_SOCKET;
	u.cm.cmsg_type = SCM_CREDS;
	ATF_REQUIRE_EQ(1, sendmsg(sv[0], &msg, 0));
	memset(&u, 0, sizeof(u));
	ATF_REQUIRE_EQ(1, recvmsg(sv[1], &msg, 0));
	ATF_REQUIRE_EQ(SCM_CREDS, u.cm.cmsg_type);
	ATF_REQUIRE_EQ(CMSG_LEN(sizeof(cc)), u.cm.cmsg_len);
	memcpy(&cc, CMSG_DATA(&u.cm), sizeof(cc));
	ATF_CHECK_EQ(getpid(), cc.cmcred_pid);
	ATF_CHECK_EQ(getuid(), cc.cmcred_uid);
	ATF_CHECK_EQ(geteuid(), cc.cmcred_euid);
	ATF_CHECK_EQ(getgid(), cc.cmcred_gid);
	ATF_CHECK_EQ(getegid(), cc.cmcred_groups[0]);
}

ATF_TC_WITHOUT_HEAD(cycles_are_collected);
ATF_TC_BODY(cycles_are_collected, tc)
{
	unsigned int before = ipc_value("kern.ipc.numsockets");
	int sv[2], tv[2], s, c, i;

	/* Each end in the other's buffer. */
	unix_pair(SOCK_STREAM, sv);
	ATF_REQUIRE_EQ(1, send_fds(sv[0], &sv[0], 1));
	ATF_REQUIRE_EQ(1, send_fds(sv[1], &sv[1], 1));
	ATF_REQUIRE_EQ(0, close(sv[0]));
	ATF_CHECK_EQ(2, ipc_value("kern.ipc.sockets_in_flight"));
	ATF_REQUIRE_EQ(0, close(sv[1]));
	ATF_CHECK_EQ(before, ipc_value("kern.ipc.numsockets"));
	ATF_CHECK_EQ(0, ipc_value("kern.ipc.sockets_in_flight"));
	/* A listener in the buffer of a connection that it has not accepted. */
	s = unix_listener(SOCK_STREAM, "name", 2);
	c = unix_socket(SOCK_STREAM);
	ATF_REQUIRE_EQ(0, unix_connect(c, "name"));
	ATF_REQUIRE_EQ(1, send_fds(c, &s, 1));
	ATF_REQUIRE_EQ(0, close(c));
	ATF_REQUIRE_EQ(0, close(s));
	ATF_CHECK_EQ(before, ipc_value("kern.ipc.numsockets"));
	/* What can be reached through a buffer stays; sv[1] can not. */
	unix_pair(SOCK_STREAM, sv);
	unix_pair(SOCK_DGRAM, tv);
	ATF_REQUIRE_EQ(1, send_fds(tv[0], &sv[0], 1));
	ATF_REQUIRE_EQ(1, send_fds(sv[0], &sv[0], 1));
	ATF_REQUIRE_EQ(1, send_fds(sv[1], &tv[1], 1));
	ATF_REQUIRE_EQ(0, close(sv[0]));
	ATF_REQUIRE_EQ(0, close(sv[1]));
	ATF_CHECK_EQ(before + 3, ipc_value("kern.ipc.numsockets"));
	i = 0;
	ATF_REQUIRE_EQ(1, recv_fds(tv[1], &s, 1, &i));
	i = 0;
	ATF_REQUIRE_EQ(1, recv_fds(s, &c, 1, &i));
	ATF_REQUIRE_EQ(0, close(c));
	ATF_REQUIRE_EQ(0, close(s));
	ATF_REQUIRE_EQ(0, close(tv[0]));
	ATF_REQUIRE_EQ(0, close(tv[1]));
	ATF_CHECK_EQ(before, ipc_value("kern.ipc.numsockets"));
}

ATF_TC_WITHOUT_HEAD(long_chains_are_closed);
ATF_TC_BODY(long_chains_are_closed, tc)
{
	unsigned int before = ipc_value("kern.ipc.numsockets");
	int sv[2], last = -1, i;

	/* Each message holds the receiver of the one before. */
	for (i = 0; i < 300; i++) {
		unix_pair(SOCK_DGRAM, sv);
		if (last != -1) {
			ATF_REQUIRE_EQ(1, send_fds(sv[0], &last, 1));
			ATF_REQUIRE_EQ(0, close(last));
		}
		ATF_REQUIRE_EQ(0, close(sv[0]));
		last = sv[1];
	}
	ATF_CHECK_EQ(before + 300, ipc_value("kern.ipc.numsockets"));
	ATF_REQUIRE_EQ(0, close(last));
	ATF_CHECK_EQ(before, ipc_value("kern.ipc.numsockets"));
}

/*
 * The search for sockets that nobody can reach is for those in flight only, and
 * looks at each no more than a few times.
 */
ATF_TC_WITHOUT_HEAD(collecting_looks_a_few_times);
ATF_TC_BODY(collecting_looks_a_few_times, tc)
{
	unsigned int before = ipc_value("kern.ipc.numsockets"), looks;
	const int n = 200;
	int root[2], sv[2], to, i;

	/* A chain: each socket is in the buffer of the one before. */
	unix_pair(SOCK_STREAM, root);
	to = root[0];
	for (i = 0; i < n; i++) {
		unix_pair(SOCK_STREAM, sv);
		ATF_REQUIRE_EQ(1, send_fds(to, &sv[1], 1));
		ATF_REQUIRE_EQ(0, close(sv[1]));
		if (i > 0)
			ATF_REQUIRE_EQ(0, close(to));
		to = sv[0];
	}
	ATF_CHECK_EQ((unsigned int)n,
	    ipc_value("kern.ipc.sockets_in_flight"));
	looks = ipc_value("kern.ipc.sockets_examined");
	/* Neither of these is in flight. */
	unix_pair(SOCK_STREAM, sv);
	ATF_REQUIRE_EQ(0, close(sv[1]));
	ATF_REQUIRE_EQ(0, close(sv[0]));
	ATF_CHECK_EQ(looks, ipc_value("kern.ipc.sockets_examined"));
	/* This one is. */
	unix_pair(SOCK_STREAM, sv);
	ATF_REQUIRE_EQ(1, send_fds(sv[0], &sv[0], 1));
	ATF_REQUIRE_EQ(0, close(sv[0]));
	looks = ipc_value("kern.ipc.sockets_examined") - looks;
	ATF_CHECK_MSG(looks >= (u_int)n && looks <= 5 * (u_int)n,
	    "%u looks", looks);
	ATF_REQUIRE_EQ(0, close(sv[1]));
	ATF_REQUIRE_EQ(0, close(root[0]));
	ATF_REQUIRE_EQ(0, close(root[1]));
	ATF_REQUIRE_EQ(0, close(to));
	ATF_CHECK_EQ(before, ipc_value("kern.ipc.numsockets"));

	/* Many that become unreachable at once, in two messages each. */
	unix_pair(SOCK_STREAM, root);
	for (i = 0; i < n; i++) {
		unix_pair(SOCK_STREAM, sv);
		ATF_REQUIRE_EQ(1, send_fds(sv[0], &sv[1], 1));
		ATF_REQUIRE_EQ(1, send_fds(sv[0], &sv[1], 1));
		ATF_REQUIRE_EQ(1, send_fds(root[0], &sv[1], 1));
		ATF_REQUIRE_EQ(0, close(sv[0]));
		ATF_REQUIRE_EQ(0, close(sv[1]));
	}
	ATF_REQUIRE_EQ(0, close(root[0]));
	looks = ipc_value("kern.ipc.sockets_examined");
	ATF_REQUIRE_EQ(0, close(root[1]));
	looks = ipc_value("kern.ipc.sockets_examined") - looks;
	ATF_CHECK_MSG(looks >= (u_int)n && looks <= 10 * (u_int)n,
	    "%u looks", looks);
	ATF_CHECK_EQ(before, ipc_value("kern.ipc.numsockets"));
	ATF_CHECK_EQ(0, ipc_value("kern.ipc.sockets_in_flight"));
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, sendmsg__etoomanyrefs);
	ATF_TP_ADD_TC(tp, sendmsg__ebadf_when_one_descriptor_is_bad);
	ATF_TP_ADD_TC(tp, sendmsg__einval_when_control_data_is_bad);
	ATF_TP_ADD_TC(tp, rights_arrive);
	ATF_TP_ADD_TC(tp, rights_of_each_type);
	ATF_TP_ADD_TC(tp, rights_are_cut_to_the_room);
	ATF_TP_ADD_TC(tp, rights_are_closed_with_the_data);
	ATF_TP_ADD_TC(tp, stream_reads_stop_at_rights);
	ATF_TP_ADD_TC(tp, credentials);
	ATF_TP_ADD_TC(tp, cycles_are_collected);
	ATF_TP_ADD_TC(tp, long_chains_are_closed);
	ATF_TP_ADD_TC(tp, collecting_looks_a_few_times);
	return (atf_no_error());
}
