/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Process descriptors: pdfork(2), pdkill(2), pdgetpid(2), pdwait(2), and what
 * poll, kevent and fstat say of them.
 */
#include <sys/event.h>
#include <sys/procdesc.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include "h_kern.h"

/*
 * A child that ends with `status' when it is told to through *tellp, or when
 * nobody can tell it any more: then with 99.
 */
static pid_t
start(int *fd, int flags, int status, int *tellp)
{
	int fds[2];
	pid_t pid;
	char c;

	ATF_REQUIRE_EQ(0, pipe(fds));
	pid = pdfork(fd, flags);
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		close(fds[1]);
		_exit(read(fds[0], &c, 1) == 1 ? status : 99);
	}
	close(fds[0]);
	*tellp = fds[1];
	return (pid);
}

static void
tell(int fd)
{

	ATF_REQUIRE_EQ(1, write(fd, "x", 1));
	ATF_REQUIRE_EQ(0, close(fd));
}

/*
 * Wait until poll(2) says that the process has ended.
 */
static void
await_hangup(int fd)
{
	struct pollfd pfd = { fd, POLLIN | POLLOUT, 0 };

	ATF_REQUIRE_EQ(1, poll(&pfd, 1, -1));
	ATF_CHECK_EQ(POLLHUP, pfd.revents);
}

ATF_TC_WITHOUT_HEAD(pdfork__descriptor);
ATF_TC_BODY(pdfork__descriptor, tc)
{
	struct pollfd pfd;
	struct stat st;
	pid_t pid, told;
	int fd = -1, status, to;

	pid = start(&fd, 0, 7, &to);
	ATF_REQUIRE(fd > 2);
	ATF_CHECK_EQ(0, fcntl(fd, F_GETFD));
	ATF_REQUIRE_EQ(0, pdgetpid(fd, &told));
	ATF_CHECK_EQ(pid, told);
	pfd = (struct pollfd){ fd, POLLIN | POLLOUT, 0 };
	ATF_CHECK_EQ(0, poll(&pfd, 1, 0));
	ATF_REQUIRE_EQ(0, fstat(fd, &st));
	ATF_CHECK_EQ(S_IFREG | S_IRWXU, st.st_mode);
	ATF_CHECK_EQ(0, pdkill(fd, 0));
	tell(to);
	await_hangup(fd);
	ATF_REQUIRE_EQ(0, fstat(fd, &st));
	ATF_CHECK_EQ(S_IFREG, st.st_mode);
	/* A zombie can be signalled, as ever. */
	ATF_CHECK_EQ(0, pdkill(fd, SIGTERM));
	ATF_REQUIRE_EQ(pid, pdwait4(fd, &status, 0, NULL));
	ATF_CHECK_EQ(W_EXITCODE(7, 0), status);
	/* Only the descriptor remembers it. */
	ATF_CHECK_ERRNO(ESRCH, kill(pid, 0) == -1);
	ATF_REQUIRE_EQ(0, pdgetpid(fd, &told));
	ATF_CHECK_EQ(pid, told);
	await_hangup(fd);
	ATF_CHECK_ERRNO(ECHILD, pdwait4(fd, &status, 0, NULL) == -1);
	ATF_CHECK_ERRNO(ESRCH, pdkill(fd, 0) == -1);
	ATF_REQUIRE_EQ(0, close(fd));
}

ATF_TC_WITHOUT_HEAD(pdfork__child_does_not_have_it);
ATF_TC_BODY(pdfork__child_does_not_have_it, tc)
{
	int fd, status, want;
	pid_t pid;

	want = dup(0);
	ATF_REQUIRE(want >= 0 && close(want) == 0);
	fd = -1;
	pid = pdfork(&fd, PD_CLOEXEC);
	ATF_REQUIRE(pid >= 0);
	if (pid == 0)
		_exit(fcntl(want, F_GETFD) == -1 && errno == EBADF ? 0 : 1);
	ATF_CHECK_EQ(want, fd);
	ATF_CHECK_EQ(FD_CLOEXEC, fcntl(fd, F_GETFD));
	ATF_REQUIRE_EQ(pid, pdwait4(fd, &status, 0, NULL));
	ATF_CHECK_EQ(0, status);
}

ATF_TC_WITHOUT_HEAD(pdfork__parent_is_not_told);
ATF_TC_BODY(pdfork__parent_is_not_told, tc)
{
	int fd, status, to;
	pid_t pid;

	catch_signal(SIGCHLD, 0);
	pid = start(&fd, 0, 3, &to);
	/* wait for any child does not find it; wait for it does. */
	ATF_CHECK_ERRNO(ECHILD, waitpid(-1, &status, 0) == -1);
	ATF_CHECK_EQ(0, waitpid(pid, &status, WNOHANG));
	tell(to);
	await_hangup(fd);
	ATF_CHECK_ERRNO(ECHILD, waitpid(-1, &status, 0) == -1);
	ATF_CHECK_EQ(0, h_caught);
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(W_EXITCODE(3, 0), status);
	ATF_CHECK_ERRNO(ECHILD, pdwait4(fd, &status, 0, NULL) == -1);
	ATF_REQUIRE_EQ(0, close(fd));
	/* Not even one that ignores its children loses the status. */
	ATF_REQUIRE(signal(SIGCHLD, SIG_IGN) != SIG_ERR);
	pid = start(&fd, 0, 4, &to);
	tell(to);
	await_hangup(fd);
	ATF_REQUIRE_EQ(pid, pdwait4(fd, &status, 0, NULL));
	ATF_CHECK_EQ(W_EXITCODE(4, 0), status);
}

/*
 * Has process pid, or its zombie, gone?
 */
static void
await_gone(pid_t pid)
{

	while (kill(pid, 0) == 0)
		msleep(2);
	ATF_CHECK_EQ(ESRCH, errno);
}

ATF_TC_WITHOUT_HEAD(pdfork__close_kills);
ATF_TC_BODY(pdfork__close_kills, tc)
{
	int copy, fd, to;
	pid_t pid;

	pid = start(&fd, 0, 0, &to);
	copy = dup(fd);
	ATF_REQUIRE(copy >= 0);
	/* Only the last one does. */
	ATF_REQUIRE_EQ(0, close(fd));
	msleep(10);
	ATF_CHECK_EQ(0, kill(pid, 0));
	ATF_REQUIRE_EQ(0, close(copy));
	await_gone(pid);
	ATF_REQUIRE_EQ(0, close(to));
	/* A zombie goes in the same step. */
	pid = start(&fd, 0, 0, &to);
	tell(to);
	await_hangup(fd);
	ATF_CHECK_EQ(0, kill(pid, 0));
	ATF_REQUIRE_EQ(0, close(fd));
	ATF_CHECK_ERRNO(ESRCH, kill(pid, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(pdfork__daemon_survives);
ATF_TC_BODY(pdfork__daemon_survives, tc)
{
	int fd, fds[2], to;
	pid_t pid, ppid;
	char c;

	ATF_REQUIRE_EQ(0, pipe(fds));
	pid = start(&fd, PD_DAEMON, 0, &to);
	ATF_REQUIRE_EQ(0, close(fd));
	msleep(10);
	ATF_CHECK_EQ(0, kill(pid, 0));
	/* It is init's now. */
	ATF_CHECK_ERRNO(ECHILD, waitpid(pid, NULL, 0) == -1);
	tell(to);
	await_gone(pid);
	/* And knows it. */
	pid = pdfork(&fd, PD_DAEMON);
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		(void)read(fds[0], &c, 1);
		ppid = getppid();
		(void)write(fds[1], &ppid, sizeof(ppid));
		_exit(0);
	}
	ATF_REQUIRE_EQ(0, close(fd));
	ATF_REQUIRE_EQ(1, write(fds[1], "x", 1));
	await_gone(pid);
	ATF_REQUIRE_EQ((ssize_t)sizeof(ppid), read(fds[0], &ppid,
	    sizeof(ppid)));
	ATF_CHECK_EQ(1, ppid);
}

/* Wait by its id for a process whose last descriptor is closed meanwhile. */
static void
child_waits(void)
{
	pid_t me = getpid(), pid, closer;
	int fd;

	(void)alarm(20);		/* should the wait never end */
	pid = pdfork(&fd, 0);
	WANT(pid >= 0);
	if (pid == 0) {
		for (;;)
			(void)pause();
	}
	closer = fork();
	WANT(closer >= 0);
	if (closer == 0) {
		await_sleep(me);
		(void)close(fd);
		/* Our end would end the wait, too. */
		(void)alarm(20);
		for (;;)
			(void)pause();
	}
	WANT(close(fd) == 0);
	WANT_ERRNO(ECHILD, waitpid(pid, NULL, 0) == -1);
	WANT(kill(closer, SIGKILL) == 0);
	WANT(waitpid(closer, NULL, 0) == closer);
}

ATF_TC_WITHOUT_HEAD(pdfork__close_ends_a_wait);
ATF_TC_BODY(pdfork__close_ends_a_wait, tc)
{

	in_child(0, child_waits);
}

ATF_TC_WITHOUT_HEAD(pdfork__exit_of_the_parent_kills);
ATF_TC_BODY(pdfork__exit_of_the_parent_kills, tc)
{
	int fd, fds[2], to;
	pid_t child, pid;

	ATF_REQUIRE_EQ(0, pipe(fds));
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		child = start(&fd, 0, 0, &to);
		(void)write(fds[1], &child, sizeof(child));
		_exit(0);
	}
	ATF_REQUIRE_EQ((ssize_t)sizeof(child), read(fds[0], &child,
	    sizeof(child)));
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
	await_gone(child);
}

ATF_TC_WITHOUT_HEAD(pdfork__descriptor_is_passed);
ATF_TC_BODY(pdfork__descriptor_is_passed, tc)
{
	union {
		struct cmsghdr hdr;
		char buf[CMSG_SPACE(sizeof(int))];
	} control;
	struct iovec iov;
	struct msghdr msg;
	int fd, pair[2], status, to;
	pid_t child, pid, told;
	char c = 'x';

	ATF_REQUIRE_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	iov = (struct iovec){ &c, 1 };
	memset(&msg, 0, sizeof(msg));
	msg.msg_iov = &iov;
	msg.msg_iovlen = 1;
	msg.msg_control = control.buf;
	msg.msg_controllen = sizeof(control.buf);
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		child = start(&fd, 0, 6, &to);
		control.hdr.cmsg_len = CMSG_LEN(sizeof(int));
		control.hdr.cmsg_level = SOL_SOCKET;
		control.hdr.cmsg_type = SCM_RIGHTS;
		memcpy(CMSG_DATA(&control.hdr), &fd, sizeof(fd));
		WANT(sendmsg(pair[0], &msg, 0) == 1);
		WANT(write(pair[0], &child, sizeof(child)) ==
		    sizeof(child));
		/* Keep the child asleep until the descriptor is received. */
		WANT(read(pair[0], &c, 1) == 1);
		tell(to);
		_exit(0);
	}
	ATF_REQUIRE_EQ(1, recvmsg(pair[1], &msg, 0));
	memcpy(&fd, CMSG_DATA(&control.hdr), sizeof(fd));
	ATF_REQUIRE_EQ((ssize_t)sizeof(child), read(pair[1], &child,
	    sizeof(child)));
	ATF_REQUIRE_EQ(0, pdgetpid(fd, &told));
	ATF_CHECK_EQ(child, told);
	ATF_REQUIRE_EQ(1, write(pair[1], "x", 1));
	/* Who has the descriptor waits, though it is nobody's child. */
	ATF_REQUIRE_EQ(child, pdwait4(fd, &status, 0, NULL));
	ATF_CHECK_EQ(W_EXITCODE(6, 0), status);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(pdfork__einval);
ATF_TC_BODY(pdfork__einval, tc)
{
	int fd = -5;

	ATF_CHECK_ERRNO(EINVAL, pdfork(&fd, 4) == -1);
	ATF_CHECK_EQ(-5, fd);
}

ATF_TC_WITHOUT_HEAD(pdfork__efault);
ATF_TC_BODY(pdfork__efault, tc)
{

	ATF_CHECK_ERRNO(EFAULT, pdfork(BADPTR, 0) == -1);
	ATF_CHECK_ERRNO(EFAULT, pdfork(KERNPTR, 0) == -1);
	ATF_CHECK_ERRNO(EFAULT, pdfork(NULL, 0) == -1);
}

static void
child_nproc(void)
{
	struct rlimit rl = { 1, 1 };
	int fd = -5, next;

	WANT((next = dup(0)) >= 0 && close(next) == 0);
	WANT(setrlimit(RLIMIT_NPROC, &rl) == 0);
	WANT_ERRNO(EAGAIN, pdfork(&fd, 0) == -1);
	WANT(fd == -5);
	WANT(dup(0) == next);
}

ATF_TC(pdfork__eagain_when_nproc_limit_is_reached);
ATF_TC_HEAD(pdfork__eagain_when_nproc_limit_is_reached, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(pdfork__eagain_when_nproc_limit_is_reached, tc)
{

	in_child(NOBODY, child_nproc);
}

static void
child_emfile(void)
{
	struct rlimit rl = { 3, 3 };
	int fd = -5;

	closefrom(3);
	WANT(setrlimit(RLIMIT_NOFILE, &rl) == 0);
	WANT_ERRNO(EMFILE, pdfork(&fd, 0) == -1);
	WANT(fd == -5);
	WANT_ERRNO(ECHILD, wait(NULL) == -1);
}

ATF_TC_WITHOUT_HEAD(pdfork__emfile);
ATF_TC_BODY(pdfork__emfile, tc)
{

	in_child(0, child_emfile);
}

static u_int
sysctl_uint(const char *name)
{
	u_int value;
	size_t len = sizeof(value);

	WANT(sysctlbyname(name, &value, &len, NULL, 0) == 0);
	return (value);
}

static void
child_enfile(void)
{
	int fd = -5;

	/* Others' files count too: the limit is set below them all. */
	WANT_ERRNO(ENFILE, pdfork(&fd, 0) == -1);
	WANT(fd == -5);
}

ATF_TC(pdfork__enfile);
ATF_TC_HEAD(pdfork__enfile, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(pdfork__enfile, tc)
{
	u_int low = 1, old;

	old = sysctl_uint("kern.maxfiles");
	ATF_REQUIRE_EQ(0, sysctlbyname("kern.maxfiles", NULL, NULL, &low,
	    sizeof(low)));
	in_child(NOBODY, child_enfile);
	ATF_REQUIRE_EQ(0, sysctlbyname("kern.maxfiles", NULL, NULL, &old,
	    sizeof(old)));
}

/* --- pdkill, pdgetpid ----------------------------------------------------- */

ATF_TC_WITHOUT_HEAD(pdkill__signals);
ATF_TC_BODY(pdkill__signals, tc)
{
	int fd, status, to;
	pid_t pid;

	pid = start(&fd, 0, 0, &to);
	ATF_REQUIRE_EQ(0, pdkill(fd, SIGTERM));
	ATF_REQUIRE_EQ(pid, pdwait4(fd, &status, 0, NULL));
	ATF_CHECK_EQ(SIGTERM, status);
}

ATF_TC_WITHOUT_HEAD(pdkill__ebadf);
ATF_TC_BODY(pdkill__ebadf, tc)
{

	ATF_CHECK_ERRNO(EBADF, pdkill(-1, 0) == -1);
	ATF_CHECK_ERRNO(EBADF, pdkill(BADFD, SIGKILL) == -1);
}

ATF_TC_WITHOUT_HEAD(pdkill__einval);
ATF_TC_BODY(pdkill__einval, tc)
{
	int fd, to;

	ATF_CHECK_ERRNO(EINVAL, pdkill(0, SIGTERM) == -1);
	(void)start(&fd, 0, 0, &to);
	ATF_CHECK_ERRNO(EINVAL, pdkill(fd, -1) == -1);
	ATF_CHECK_ERRNO(EINVAL, pdkill(fd, 1000) == -1);
	ATF_CHECK_EQ(0, pdkill(fd, 0));
}

ATF_TC_WITHOUT_HEAD(pdkill__esrch);
ATF_TC_BODY(pdkill__esrch, tc)
{
	int fd, to;

	(void)start(&fd, 0, 0, &to);
	tell(to);
	ATF_REQUIRE(pdwait4(fd, NULL, 0, NULL) > 0);
	ATF_CHECK_ERRNO(ESRCH, pdkill(fd, SIGKILL) == -1);
}

static int root_child;

static void
child_eperm(void)
{

	WANT_ERRNO(EPERM, pdkill(root_child, SIGKILL) == -1);
}

ATF_TC(pdkill__eperm);
ATF_TC_HEAD(pdkill__eperm, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(pdkill__eperm, tc)
{
	int status, to;
	pid_t pid;

	pid = start(&root_child, 0, 2, &to);
	in_child(NOBODY, child_eperm);
	tell(to);
	ATF_REQUIRE_EQ(pid, pdwait4(root_child, &status, 0, NULL));
	ATF_CHECK_EQ(W_EXITCODE(2, 0), status);
}

ATF_TC_WITHOUT_HEAD(pdgetpid__ebadf);
ATF_TC_BODY(pdgetpid__ebadf, tc)
{
	pid_t pid = -2;

	ATF_CHECK_ERRNO(EBADF, pdgetpid(-1, &pid) == -1);
	ATF_CHECK_EQ(-2, pid);
}

ATF_TC_WITHOUT_HEAD(pdgetpid__einval);
ATF_TC_BODY(pdgetpid__einval, tc)
{
	pid_t pid = -2;

	ATF_CHECK_ERRNO(EINVAL, pdgetpid(0, &pid) == -1);
	ATF_CHECK_EQ(-2, pid);
}

ATF_TC_WITHOUT_HEAD(pdgetpid__efault);
ATF_TC_BODY(pdgetpid__efault, tc)
{
	int fd, to;

	(void)start(&fd, 0, 0, &to);
	ATF_CHECK_ERRNO(EFAULT, pdgetpid(fd, BADPTR) == -1);
}

/* --- pdwait --------------------------------------------------------------- */

ATF_TC_WITHOUT_HEAD(pdwait__events);
ATF_TC_BODY(pdwait__events, tc)
{
	struct rusage ru;
	siginfo_t info;
	int fd, status, to;
	pid_t pid;

	catch_signal(SIGCHLD, 0);
	pid = start(&fd, 0, 8, &to);
	ATF_CHECK_EQ(0, pdwait4(fd, &status, WNOHANG, NULL));
	ATF_CHECK_EQ(0, pdwait(fd, &status, WEXITED | WNOHANG, NULL, &info));
	ATF_CHECK_EQ(0, info.si_pid);
	ATF_REQUIRE_EQ(0, pdkill(fd, SIGSTOP));
	ATF_REQUIRE_EQ(pid, pdwait4(fd, &status, WUNTRACED, NULL));
	ATF_CHECK(WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP);
	ATF_REQUIRE_EQ(0, pdkill(fd, SIGCONT));
	ATF_REQUIRE_EQ(pid, pdwait4(fd, &status, WCONTINUED, NULL));
	ATF_CHECK(WIFCONTINUED(status));
	tell(to);
	/* Looked at, it can be waited for again. */
	ATF_REQUIRE_EQ(pid, pdwait(fd, &status, WEXITED | WNOWAIT, NULL,
	    &info));
	ATF_CHECK_EQ(pid, info.si_pid);
	ATF_CHECK_EQ(CLD_EXITED, info.si_code);
	ATF_CHECK_EQ(8, info.si_status);
	memset(&ru, 0xff, sizeof(ru));
	ATF_REQUIRE_EQ(pid, pdwait4(fd, &status, 0, &ru));
	ATF_CHECK_EQ(W_EXITCODE(8, 0), status);
	ATF_CHECK(ru.ru_utime.tv_sec == 0);
	ATF_CHECK_EQ(0, h_caught);
}

static void *
wait_thread(void *arg)
{
	static int status;

	return (pdwait4(*(int *)arg, &status, 0, NULL) > 0 ? &status : NULL);
}

ATF_TC_WITHOUT_HEAD(pdwait__one_of_two_waiters);
ATF_TC_BODY(pdwait__one_of_two_waiters, tc)
{
	pthread_t a, b;
	void *ra, *rb;
	int fd, to;

	(void)start(&fd, 0, 0, &to);
	ATF_REQUIRE_EQ(0, pthread_create(&a, NULL, wait_thread, &fd));
	ATF_REQUIRE_EQ(0, pthread_create(&b, NULL, wait_thread, &fd));
	msleep(10);
	tell(to);
	ATF_REQUIRE_EQ(0, pthread_join(a, &ra));
	ATF_REQUIRE_EQ(0, pthread_join(b, &rb));
	ATF_CHECK((ra == NULL) != (rb == NULL));
}

ATF_TC_WITHOUT_HEAD(pdwait__ebadf);
ATF_TC_BODY(pdwait__ebadf, tc)
{

	ATF_CHECK_ERRNO(EBADF, pdwait4(-1, NULL, 0, NULL) == -1);
}

ATF_TC_WITHOUT_HEAD(pdwait__einval);
ATF_TC_BODY(pdwait__einval, tc)
{
	int fd, to;

	ATF_CHECK_ERRNO(EINVAL, pdwait4(0, NULL, 0, NULL) == -1);
	(void)start(&fd, 0, 0, &to);
	ATF_CHECK_ERRNO(EINVAL, pdwait(fd, NULL, 0, NULL, NULL) == -1);
	ATF_CHECK_ERRNO(EINVAL, pdwait(fd, NULL, WEXITED | 0x10000, NULL,
	    NULL) == -1);
}

ATF_TC_WITHOUT_HEAD(pdwait__echild_when_it_was_waited_for);
ATF_TC_BODY(pdwait__echild_when_it_was_waited_for, tc)
{
	int fd, to;

	(void)start(&fd, 0, 0, &to);
	tell(to);
	ATF_REQUIRE(pdwait4(fd, NULL, 0, NULL) > 0);
	ATF_CHECK_ERRNO(ECHILD, pdwait4(fd, NULL, WNOHANG, NULL) == -1);
}

ATF_TC_WITHOUT_HEAD(pdwait__efault);
ATF_TC_BODY(pdwait__efault, tc)
{
	int fd, to;

	(void)start(&fd, 0, 0, &to);
	tell(to);
	await_hangup(fd);
	ATF_CHECK_ERRNO(EFAULT, pdwait(fd, BADPTR, WEXITED | WNOWAIT, NULL,
	    NULL) == -1);
	ATF_CHECK_ERRNO(EFAULT, pdwait(fd, NULL, WEXITED | WNOWAIT, BADPTR,
	    NULL) == -1);
	ATF_CHECK_ERRNO(EFAULT, pdwait(fd, NULL, WEXITED | WNOWAIT, NULL,
	    BADPTR) == -1);
}

ATF_TC_WITHOUT_HEAD(pdwait__eintr);
ATF_TC_BODY(pdwait__eintr, tc)
{
	int fd, to;
	pid_t pid;

	(void)start(&fd, 0, 0, &to);
	catch_signal(SIGUSR1, 0);
	pid = signal_asleep(SIGUSR1);
	ATF_CHECK_ERRNO(EINTR, pdwait4(fd, NULL, 0, NULL) == -1);
	ATF_CHECK_EQ(SIGUSR1, h_caught);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

/* --- kevent --------------------------------------------------------------- */

ATF_TC_WITHOUT_HEAD(kevent__procdesc);
ATF_TC_BODY(kevent__procdesc, tc)
{
	struct timespec now = { 0, 0 };
	struct kevent kev;
	int fd, kq, to;
	pid_t pid;

	kq = kqueue();
	ATF_REQUIRE(kq >= 0);
	pid = start(&fd, 0, 5, &to);
	EV_SET(&kev, fd, EVFILT_PROCDESC, EV_ADD, NOTE_EXIT, 0, &kev);
	ATF_REQUIRE_EQ(0, kevent(kq, &kev, 1, NULL, 0, NULL));
	ATF_CHECK_EQ(0, kevent(kq, NULL, 0, &kev, 1, &now));
	tell(to);
	ATF_REQUIRE_EQ(1, kevent(kq, NULL, 0, &kev, 1, NULL));
	ATF_CHECK_EQ((uintptr_t)fd, kev.ident);
	ATF_CHECK_EQ(EVFILT_PROCDESC, kev.filter);
	ATF_CHECK_EQ(NOTE_EXIT, kev.fflags);
	ATF_CHECK((kev.flags & EV_EOF) != 0);
	ATF_CHECK_EQ(W_EXITCODE(5, 0), kev.data);
	ATF_CHECK_EQ(&kev, kev.udata);
	/* Once. */
	ATF_CHECK_EQ(0, kevent(kq, NULL, 0, &kev, 1, &now));
	/* One that has ended says so at once, before and after the wait. */
	EV_SET(&kev, fd, EVFILT_PROCDESC, EV_ADD, NOTE_EXIT, 0, NULL);
	ATF_REQUIRE_EQ(1, kevent(kq, &kev, 1, &kev, 1, &now));
	ATF_CHECK_EQ(W_EXITCODE(5, 0), kev.data);
	ATF_REQUIRE_EQ(pid, pdwait4(fd, NULL, 0, NULL));
	EV_SET(&kev, fd, EVFILT_PROCDESC, EV_ADD, NOTE_EXIT, 0, NULL);
	ATF_REQUIRE_EQ(1, kevent(kq, &kev, 1, &kev, 1, &now));
	ATF_CHECK_EQ(NOTE_EXIT, kev.fflags);
	/* Without NOTE_EXIT there is nothing to tell. */
	EV_SET(&kev, fd, EVFILT_PROCDESC, EV_ADD, 0, 0, NULL);
	ATF_REQUIRE_EQ(0, kevent(kq, &kev, 1, &kev, 1, &now));
}

ATF_TC_WITHOUT_HEAD(kevent__procdesc_refused);
ATF_TC_BODY(kevent__procdesc_refused, tc)
{
	struct kevent kev;
	int fd, kq, to;

	kq = kqueue();
	ATF_REQUIRE(kq >= 0);
	EV_SET(&kev, 0, EVFILT_PROCDESC, EV_ADD, NOTE_EXIT, 0, NULL);
	ATF_CHECK_ERRNO(EINVAL, kevent(kq, &kev, 1, NULL, 0, NULL) == -1);
	EV_SET(&kev, BADFD, EVFILT_PROCDESC, EV_ADD, NOTE_EXIT, 0, NULL);
	ATF_CHECK_ERRNO(EBADF, kevent(kq, &kev, 1, NULL, 0, NULL) == -1);
	(void)start(&fd, 0, 0, &to);
	EV_SET(&kev, fd, EVFILT_READ, EV_ADD, 0, 0, NULL);
	ATF_CHECK_ERRNO(EINVAL, kevent(kq, &kev, 1, NULL, 0, NULL) == -1);
	/* Closed while it is watched. */
	EV_SET(&kev, fd, EVFILT_PROCDESC, EV_ADD, NOTE_EXIT, 0, NULL);
	ATF_REQUIRE_EQ(0, kevent(kq, &kev, 1, NULL, 0, NULL));
	ATF_REQUIRE_EQ(0, close(fd));
	ATF_REQUIRE_EQ(0, close(kq));
}

ATF_TC_WITHOUT_HEAD(file__refused);
ATF_TC_BODY(file__refused, tc)
{
	int fd, to;
	char c;

	(void)start(&fd, 0, 0, &to);
	ATF_CHECK_ERRNO(EOPNOTSUPP, read(fd, &c, 1) == -1);
	ATF_CHECK_ERRNO(EOPNOTSUPP, write(fd, "x", 1) == -1);
	ATF_CHECK_ERRNO(ESPIPE, lseek(fd, 0, SEEK_CUR) == -1);
	ATF_CHECK_ERRNO(EINVAL, ftruncate(fd, 0) == -1);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, pdfork__descriptor);
	ATF_TP_ADD_TC(tp, pdfork__child_does_not_have_it);
	ATF_TP_ADD_TC(tp, pdfork__parent_is_not_told);
	ATF_TP_ADD_TC(tp, pdfork__close_kills);
	ATF_TP_ADD_TC(tp, pdfork__daemon_survives);
	ATF_TP_ADD_TC(tp, pdfork__close_ends_a_wait);
	ATF_TP_ADD_TC(tp, pdfork__exit_of_the_parent_kills);
	ATF_TP_ADD_TC(tp, pdfork__descriptor_is_passed);
	ATF_TP_ADD_TC(tp, pdfork__einval);
	ATF_TP_ADD_TC(tp, pdfork__efault);
	ATF_TP_ADD_TC(tp, pdfork__eagain_when_nproc_limit_is_reached);
	ATF_TP_ADD_TC(tp, pdfork__emfile);
	ATF_TP_ADD_TC(tp, pdfork__enfile);
	ATF_TP_ADD_TC(tp, pdkill__signals);
	ATF_TP_ADD_TC(tp, pdkill__ebadf);
	ATF_TP_ADD_TC(tp, pdkill__einval);
	ATF_TP_ADD_TC(tp, pdkill__esrch);
	ATF_TP_ADD_TC(tp, pdkill__eperm);
	ATF_TP_ADD_TC(tp, pdgetpid__ebadf);
	ATF_TP_ADD_TC(tp, pdgetpid__einval);
	ATF_TP_ADD_TC(tp, pdgetpid__efault);
	ATF_TP_ADD_TC(tp, pdwait__events);
	ATF_TP_ADD_TC(tp, pdwait__one_of_two_waiters);
	ATF_TP_ADD_TC(tp, pdwait__ebadf);
	ATF_TP_ADD_TC(tp, pdwait__einval);
	ATF_TP_ADD_TC(tp, pdwait__echild_when_it_was_waited_for);
	ATF_TP_ADD_TC(tp, pdwait__efault);
	ATF_TP_ADD_TC(tp, pdwait__eintr);
	ATF_TP_ADD_TC(tp, kevent__procdesc);
	ATF_TP_ADD_TC(tp, kevent__procdesc_refused);
	ATF_TP_ADD_TC(tp, file__refused);
	return (atf_no_error());
}
