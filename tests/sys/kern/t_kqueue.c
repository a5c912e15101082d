/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kqueue(2) and kevent(2): queues, changes, what flags do, EVFILT_USER.  The
 * other filters have programs of their own.
 */

#include <sys/resource.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include "h_kevent.h"

/* --- the descriptor ------------------------------------------------------- */

ATF_TC_WITHOUT_HEAD(kqueue1__flags);
ATF_TC_BODY(kqueue1__flags, tc)
{
	struct stat st;
	char c;
	int kq, plain;

	kq = kqueue1(O_CLOEXEC);
	ATF_REQUIRE(kq >= 0);
	plain = kqueue();
	ATF_REQUIRE(plain >= 0);
	ATF_CHECK_EQ(FD_CLOEXEC, fcntl(kq, F_GETFD));
	ATF_CHECK_EQ(0, fcntl(plain, F_GETFD));
	ATF_CHECK_EQ(O_RDWR, fcntl(plain, F_GETFL) & O_ACCMODE);
	ATF_REQUIRE_EQ(0, fstat(kq, &st));
	ATF_CHECK(S_ISFIFO(st.st_mode));
	ATF_CHECK_EQ(getuid(), st.st_uid);
	ATF_CHECK_ERRNO(EOPNOTSUPP, read(kq, &c, 1) == -1);
	ATF_CHECK_ERRNO(EOPNOTSUPP, write(kq, "x", 1) == -1);
	ATF_CHECK_ERRNO(ESPIPE, lseek(kq, 0, SEEK_SET) == -1);
	ATF_CHECK_EQ(0, close(kq));
	ATF_CHECK_ERRNO(EBADF, close(kq) == -1);
}

ATF_TC_WITHOUT_HEAD(kqueue1__einval_flags);
ATF_TC_BODY(kqueue1__einval_flags, tc)
{
	int fd = dup(0);

	ATF_REQUIRE_EQ(0, close(fd));
	ATF_CHECK_ERRNO(EINVAL, kqueue1(O_NONBLOCK) == -1);
	ATF_CHECK_ERRNO(EINVAL, kqueue1(-1) == -1);
	ATF_CHECK_EQ(fd, dup(0));		/* nothing was opened */
}

static void
no_more_descriptors(void)
{
	struct rlimit rl;
	int fd = dup(0);

	WANT(close(fd) == 0);
	rl.rlim_cur = rl.rlim_max = (rlim_t)fd;
	WANT(setrlimit(RLIMIT_NOFILE, &rl) == 0);
	WANT_ERRNO(EMFILE, kqueue() == -1);
}

ATF_TC_WITHOUT_HEAD(kqueue1__emfile);
ATF_TC_BODY(kqueue1__emfile, tc)
{

	in_child(0, no_more_descriptors);
}

static u_int
sysctl_uint(const char *name, const u_int *new)
{
	u_int old;
	size_t len = sizeof(old);

	ATF_REQUIRE_EQ(0, sysctlbyname(name, &old, &len, new,
	    new != NULL ? sizeof(*new) : 0));
	return (old);
}

static void
no_more_files(void)
{

	WANT_ERRNO(ENFILE, kqueue() == -1);
}

ATF_TC_WITHOUT_HEAD(kqueue1__enfile);
ATF_TC_BODY(kqueue1__enfile, tc)
{
	u_int none = 1, old;

	old = sysctl_uint("kern.maxfiles", &none);
	in_child(NOBODY, no_more_files);
	(void)sysctl_uint("kern.maxfiles", &old);
}

static void
two_queues(void)
{
	struct rlimit rl = { 2, 2 };
	int a, b;

	WANT(setrlimit(RLIMIT_KQUEUES, &rl) == 0);
	WANT((a = kqueue()) >= 0);
	WANT((b = kqueue()) >= 0);
	WANT_ERRNO(ENOMEM, kqueue() == -1);
	WANT(close(a) == 0);
	WANT((a = kqueue()) >= 0);
	WANT_ERRNO(ENOMEM, kqueue() == -1);
}

ATF_TC_WITHOUT_HEAD(kqueue1__enomem_limit);
ATF_TC_BODY(kqueue1__enomem_limit, tc)
{

	/* The second time shows that the first gave all back. */
	in_child(4711, two_queues);
	in_child(4711, two_queues);
}

static int inherited;

static void
not_inherited(void)
{

	WANT_ERRNO(EBADF, fcntl(inherited, F_GETFD) == -1);
	WANT(dup(0) == inherited);
}

ATF_TC_WITHOUT_HEAD(kqueue1__not_inherited);
ATF_TC_BODY(kqueue1__not_inherited, tc)
{

	inherited = kq_open();
	in_child(0, not_inherited);
}

ATF_TC_WITHOUT_HEAD(kqueue1__dup);
ATF_TC_BODY(kqueue1__dup, tc)
{
	struct kevent kev;
	int kq, other;

	kq = kq_open();
	other = dup(kq);
	ATF_REQUIRE(other >= 0);
	KQ_CHANGE(kq, 1, EVFILT_USER, EV_ADD, NOTE_TRIGGER, 0);
	ATF_REQUIRE_EQ(0, close(kq));
	KQ_ONE(other, &kev, 1, EVFILT_USER);
}

/* --- kevent: arguments ---------------------------------------------------- */

ATF_TC_WITHOUT_HEAD(kevent__ebadf);
ATF_TC_BODY(kevent__ebadf, tc)
{
	struct kevent kev;
	int kq = kq_open();

	ATF_CHECK_ERRNO(EBADF, kevent(BADFD, NULL, 0, NULL, 0, NULL) == -1);
	ATF_CHECK_ERRNO(EBADF, kevent(-1, NULL, 0, NULL, 0, NULL) == -1);
	/* Not a queue. */
	ATF_CHECK_ERRNO(EBADF, kevent(0, NULL, 0, NULL, 0, NULL) == -1);
	/* What is to be watched is not open. */
	ATF_CHECK_ERRNO(EBADF,
	    kq_change(kq, BADFD, EVFILT_READ, EV_ADD, 0, 0) == -1);
	ATF_CHECK_ERRNO(EBADF,
	    kq_change(kq, UINTPTR_MAX, EVFILT_READ, EV_ADD, 0, 0) == -1);
	ATF_CHECK_ERRNO(EBADF,
	    kq_change(kq, BADFD, EVFILT_VNODE, EV_DELETE, 0, 0) == -1);
	ATF_CHECK_EQ(0, kq_poll(kq, &kev));
}

ATF_TC_WITHOUT_HEAD(kevent__efault);
ATF_TC_BODY(kevent__efault, tc)
{
	struct kevent kev;
	int kq = kq_open();

	ATF_CHECK_ERRNO(EFAULT, kevent(kq, BADPTR, 1, NULL, 0, NULL) == -1);
	ATF_CHECK_ERRNO(EFAULT, kevent(kq, KERNPTR, 1, NULL, 0, NULL) == -1);
	ATF_CHECK_ERRNO(EFAULT, kevent(kq, NULL, 0, NULL, 0, BADPTR) == -1);
	KQ_CHANGE(kq, 7, EVFILT_USER, EV_ADD, NOTE_TRIGGER, 0);
	ATF_CHECK_ERRNO(EFAULT, kevent(kq, NULL, 0, BADPTR, 1, NULL) == -1);
	/* It is still there. */
	KQ_ONE(kq, &kev, 7, EVFILT_USER);
	/* A report of a failure has nowhere to go. */
	EV_SET(&kev, 8, EVFILT_USER, EV_DELETE, 0, 0, NULL);
	ATF_CHECK_ERRNO(EFAULT, kevent(kq, &kev, 1, BADPTR, 1, NULL) == -1);
}

ATF_TC_WITHOUT_HEAD(kevent__einval);
ATF_TC_BODY(kevent__einval, tc)
{
	static const struct timespec bad[] = {
	    { -1, 0 }, { 0, -1 }, { 0, 1000000000L } };
	struct kevent kev;
	size_t i;
	int kq = kq_open();

	for (i = 0; i < 3; i++)
		ATF_CHECK_ERRNO(EINVAL,
		    kevent(kq, NULL, 0, &kev, 1, &bad[i]) == -1);
	ATF_CHECK_ERRNO(EINVAL, kevent(kq, NULL, -1, NULL, 0, NULL) == -1);
	ATF_CHECK_ERRNO(EINVAL, kevent(kq, NULL, 0, NULL, -1, NULL) == -1);
	/* Filters that do not exist. */
	ATF_CHECK_ERRNO(EINVAL, kq_change(kq, 1, 0, EV_ADD, 0, 0) == -1);
	ATF_CHECK_ERRNO(EINVAL, kq_change(kq, 1, 1, EV_ADD, 0, 0) == -1);
	ATF_CHECK_ERRNO(EINVAL, kq_change(kq, 1, -3, EV_ADD, 0, 0) == -1);
	ATF_CHECK_ERRNO(EINVAL, kq_change(kq, 1, -14, EV_ADD, 0, 0) == -1);
	ATF_CHECK_ERRNO(EINVAL,
	    kq_change(kq, 1, -32768, EV_ADD, 0, 0) == -1);
	KQ_NONE(kq);
}

ATF_TC_WITHOUT_HEAD(kevent__enoent);
ATF_TC_BODY(kevent__enoent, tc)
{
	int kq = kq_open();

	ATF_CHECK_ERRNO(ENOENT,
	    kq_change(kq, 1, EVFILT_USER, EV_DELETE, 0, 0) == -1);
	ATF_CHECK_ERRNO(ENOENT,
	    kq_change(kq, 1, EVFILT_USER, EV_ENABLE, 0, 0) == -1);
	ATF_CHECK_ERRNO(ENOENT,
	    kq_change(kq, 1, EVFILT_USER, 0, NOTE_TRIGGER, 0) == -1);
	ATF_CHECK_ERRNO(ENOENT,
	    kq_change(kq, 0, EVFILT_READ, EV_DISABLE, 0, 0) == -1);
	KQ_NONE(kq);
	KQ_CHANGE(kq, 1, EVFILT_USER, EV_ADD, 0, 0);
	KQ_CHANGE(kq, 1, EVFILT_USER, EV_DELETE, 0, 0);
	ATF_CHECK_ERRNO(ENOENT,
	    kq_change(kq, 1, EVFILT_USER, EV_DELETE, 0, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(kevent__enomem_too_many);
ATF_TC_BODY(kevent__enomem_too_many, tc)
{
	u_int used, old;
	int kq = kq_open();

	used = sysctl_uint("kern.kqueue.numknotes", NULL) + 1;
	old = sysctl_uint("kern.kqueue.maxknotes", &used);
	ATF_CHECK_EQ(0, kq_change(kq, 1, EVFILT_USER, EV_ADD, 0, 0));
	ATF_CHECK_ERRNO(ENOMEM,
	    kq_change(kq, 2, EVFILT_USER, EV_ADD, 0, 0) == -1);
	/* What is there can be changed. */
	ATF_CHECK_EQ(0, kq_change(kq, 1, EVFILT_USER, EV_ADD, 0, 0));
	ATF_CHECK_EQ(0, close(kq));
	ATF_CHECK_EQ(used - 1, sysctl_uint("kern.kqueue.numknotes", NULL));
	(void)sysctl_uint("kern.kqueue.maxknotes", &old);
}

static void
child_knotes(void)
{
	struct kevent kev[8];
	int kq = kqueue(), other = kqueue();

	WANT(kq >= 0 && other >= 0);
	WANT(kq_change(kq, 1, EVFILT_USER, EV_ADD, 0, 0) == 0);
	WANT(kq_change(other, 1, EVFILT_USER, EV_ADD, 0, 0) == 0);
	WANT_ERRNO(ENOMEM, kq_change(kq, 2, EVFILT_USER, EV_ADD, 0, 0) == -1);
	WANT(kq_change(kq, 1, EVFILT_USER, EV_ADD, 0, 0) == 0);
	WANT(close(other) == 0);
	WANT(kq_change(kq, (uintptr_t)getpid(), EVFILT_PROC, EV_ADD,
	    NOTE_TRACK, 0) == 0);
	if (fork() == 0)
		_exit(0);
	WANT(wait(NULL) > 0);
	WANT(kq_poll(kq, kev) == 1);
	WANT(kev[0].ident == (uintptr_t)getpid());
	WANT(kev[0].fflags == NOTE_TRACKERR);
	WANT(kq_change(kq, 1, EVFILT_USER, EV_DELETE, 0, 0) == 0);
	WANT(kq_change(kq, 2, EVFILT_USER, EV_ADD, 0, 0) == 0);
}

ATF_TC(kevent__enomem_too_many_of_the_user);
ATF_TC_HEAD(kevent__enomem_too_many_of_the_user, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(kevent__enomem_too_many_of_the_user, tc)
{
	u_int max = 2, old;
	int kq = kq_open(), i;

	old = sysctl_uint("kern.kqueue.maxknotes_user", &max);
	in_child(NOBODY, child_knotes);
	/* And again: all was given back. */
	in_child(NOBODY, child_knotes);
	for (i = 0; i < 4; i++)
		KQ_CHANGE(kq, i, EVFILT_USER, EV_ADD, 0, 0);
	(void)sysctl_uint("kern.kqueue.maxknotes_user", &old);
}

ATF_TC_WITHOUT_HEAD(kevent__eintr);
ATF_TC_BODY(kevent__eintr, tc)
{
	struct kevent kev;
	pid_t pid;
	int kq = kq_open();

	/* Even with SA_RESTART. */
	catch_signal(SIGUSR1, SA_RESTART);
	pid = signal_asleep(SIGUSR1);
	ATF_CHECK_ERRNO(EINTR, kevent(kq, NULL, 0, &kev, 1, NULL) == -1);
	ATF_CHECK_EQ(SIGUSR1, h_caught);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(kevent__timeout);
ATF_TC_BODY(kevent__timeout, tc)
{
	struct timespec soon = { 0, 20000000L }, before, after;
	struct kevent kev;
	int kq = kq_open();

	ATF_REQUIRE_EQ(0, clock_gettime(CLOCK_MONOTONIC, &before));
	ATF_CHECK_EQ(0, kevent(kq, NULL, 0, &kev, 1, &soon));
	ATF_REQUIRE_EQ(0, clock_gettime(CLOCK_MONOTONIC, &after));
	ATF_CHECK((after.tv_sec - before.tv_sec) * 1000000000L +
	    after.tv_nsec - before.tv_nsec >= 20000000L);
	/* Without room for an event there is nothing to wait for. */
	ATF_CHECK_EQ(0, kevent(kq, NULL, 0, NULL, 0, NULL));
}

/* --- kevent: changes ------------------------------------------------------ */

ATF_TC_WITHOUT_HEAD(kevent__errors_in_event_list);
ATF_TC_BODY(kevent__errors_in_event_list, tc)
{
	struct kevent ch[4], ev[4];
	int kq = kq_open();

	EV_SET(&ch[0], 1, EVFILT_USER, EV_ADD, NOTE_TRIGGER, 0, "a");
	EV_SET(&ch[1], 2, EVFILT_USER, EV_DELETE, 5, 6, "b");
	EV_SET(&ch[2], BADFD, EVFILT_READ, EV_ADD, 0, 0, "c");
	EV_SET(&ch[3], 3, EVFILT_USER, EV_ADD, NOTE_TRIGGER, 0, "d");
	/* Errors come alone, and all changes are made. */
	ATF_REQUIRE_EQ(2, kevent(kq, ch, 4, ev, 4, NULL));
	ATF_CHECK_EQ(2, ev[0].ident);
	ATF_CHECK_EQ(EV_ERROR, ev[0].flags);
	ATF_CHECK_EQ(ENOENT, ev[0].data);
	ATF_CHECK_EQ(ch[1].udata, ev[0].udata);
	ATF_CHECK_EQ(BADFD, ev[1].ident);
	ATF_CHECK_EQ(EVFILT_READ, ev[1].filter);
	ATF_CHECK_EQ(EBADF, ev[1].data);
	ATF_REQUIRE_EQ(2, kq_poll(kq, ev));
	ATF_CHECK_EQ(1, ev[0].ident);
	ATF_CHECK_EQ(3, ev[1].ident);
	/* Without room the first error ends the call. */
	ATF_CHECK_ERRNO(EBADF, kevent(kq, ch, 4, ev, 1, NULL) == -1);
	ATF_CHECK_ERRNO(ENOENT, kevent(kq, ch, 4, NULL, 0, NULL) == -1);
}

ATF_TC_WITHOUT_HEAD(kevent__receipt);
ATF_TC_BODY(kevent__receipt, tc)
{
	struct kevent ch[2], ev[2];
	int kq = kq_open();

	EV_SET(&ch[0], 1, EVFILT_USER, EV_ADD | EV_RECEIPT, NOTE_TRIGGER, 0,
	    NULL);
	EV_SET(&ch[1], 2, EVFILT_USER, EV_ADD | EV_RECEIPT, 0, 0, NULL);
	ATF_REQUIRE_EQ(2, kevent(kq, ch, 2, ev, 2, NULL));
	ATF_CHECK_EQ(1, ev[0].ident);
	ATF_CHECK_EQ(EV_ERROR, ev[0].flags);
	ATF_CHECK_EQ(0, ev[0].data);
	ATF_CHECK_EQ(2, ev[1].ident);
	ATF_CHECK_EQ(0, ev[1].data);
	KQ_ONE(kq, &ev[0], 1, EVFILT_USER);
}

ATF_TC_WITHOUT_HEAD(kevent__many_changes_and_events);
ATF_TC_BODY(kevent__many_changes_and_events, tc)
{
	static struct kevent kev[1000];
	static char seen[1000];
	int kq = kq_open(), i, n;

	for (i = 0; i < 1000; i++)
		EV_SET(&kev[i], i << 20, EVFILT_USER, EV_ADD | EV_CLEAR,
		    NOTE_TRIGGER, i, NULL);
	ATF_REQUIRE_EQ(0, kevent(kq, kev, 1000, NULL, 0, NULL));
	/* In order, and in parts. */
	ATF_REQUIRE_EQ(3, kevent(kq, NULL, 0, kev, 3, NULL));
	ATF_CHECK_EQ(0, kev[0].data);
	ATF_CHECK_EQ(2, kev[2].data);
	n = 3 + kevent(kq, NULL, 0, kev + 3, 997, NULL);
	ATF_REQUIRE_EQ(1000, n);
	for (i = 0; i < 1000; i++) {
		ATF_REQUIRE_EQ((uintptr_t)kev[i].data << 20, kev[i].ident);
		ATF_REQUIRE_EQ(0, seen[kev[i].data]++);
	}
	KQ_NONE(kq);
	for (i = 0; i < 1000; i++)
		EV_SET(&kev[i], i << 20, EVFILT_USER, EV_DELETE, 0, 0, NULL);
	ATF_REQUIRE_EQ(0, kevent(kq, kev, 1000, NULL, 0, NULL));
}

ATF_TC_WITHOUT_HEAD(kevent__udata_and_ext);
ATF_TC_BODY(kevent__udata_and_ext, tc)
{
	struct kevent kev, got;
	int kq = kq_open(), i;

	EV_SET(&kev, 1, EVFILT_USER, EV_ADD, NOTE_TRIGGER, 0, "one");
	for (i = 0; i < 4; i++)
		kev.ext[i] = 0x1111111111111111UL * (u_long)(i + 1);
	ATF_REQUIRE_EQ(0, kevent(kq, &kev, 1, NULL, 0, NULL));
	KQ_ONE(kq, &got, 1, EVFILT_USER);
	ATF_CHECK_EQ(kev.udata, got.udata);
	for (i = 0; i < 4; i++)
		ATF_CHECK_EQ(kev.ext[i], got.ext[i]);
	EV_SET(&kev, 1, EVFILT_USER, EV_KEEPUDATA, 0, 0, "two");
	ATF_REQUIRE_EQ(0, kevent(kq, &kev, 1, NULL, 0, NULL));
	KQ_ONE(kq, &got, 1, EVFILT_USER);
	ATF_CHECK_STREQ("one", got.udata);
	kev.flags = 0;
	ATF_REQUIRE_EQ(0, kevent(kq, &kev, 1, NULL, 0, NULL));
	KQ_ONE(kq, &got, 1, EVFILT_USER);
	ATF_CHECK_STREQ("two", got.udata);
}

/* --- EVFILT_USER, and what flags do --------------------------------------- */

ATF_TC_WITHOUT_HEAD(user__flags);
ATF_TC_BODY(user__flags, tc)
{
	struct kevent kev;
	int kq = kq_open();

	KQ_CHANGE(kq, 1, EVFILT_USER, EV_ADD | EV_CLEAR, 0x0f, 3);
	KQ_NONE(kq);
	KQ_CHANGE(kq, 1, EVFILT_USER, 0, NOTE_TRIGGER | 0x70, 4);
	KQ_ONE(kq, &kev, 1, EVFILT_USER);
	ATF_CHECK_EQ(0x0f, kev.fflags);		/* NOTE_FFNOP */
	ATF_CHECK_EQ(4, kev.data);
	KQ_NONE(kq);
	KQ_CHANGE(kq, 1, EVFILT_USER, 0, NOTE_FFOR | 0x70, 0);
	KQ_NONE(kq);				/* not triggered */
	KQ_CHANGE(kq, 1, EVFILT_USER, 0, NOTE_TRIGGER, 0);
	KQ_ONE(kq, &kev, 1, EVFILT_USER);
	ATF_CHECK_EQ(0x7f, kev.fflags);
	KQ_CHANGE(kq, 1, EVFILT_USER, 0, NOTE_TRIGGER | NOTE_FFAND | 0x11, 0);
	KQ_ONE(kq, &kev, 1, EVFILT_USER);
	ATF_CHECK_EQ(0x11, kev.fflags);
	KQ_CHANGE(kq, 1, EVFILT_USER, 0,
	    NOTE_TRIGGER | NOTE_FFCOPY | 0xffffff, 0);
	KQ_ONE(kq, &kev, 1, EVFILT_USER);
	ATF_CHECK_EQ(0xffffff, kev.fflags);
}

ATF_TC_WITHOUT_HEAD(user__level_until_clear);
ATF_TC_BODY(user__level_until_clear, tc)
{
	struct kevent kev;
	int kq = kq_open();

	KQ_CHANGE(kq, 1, EVFILT_USER, EV_ADD, NOTE_TRIGGER, 0);
	KQ_ONE(kq, &kev, 1, EVFILT_USER);
	KQ_ONE(kq, &kev, 1, EVFILT_USER);
	KQ_CHANGE(kq, 1, EVFILT_USER, EV_CLEAR, 0, 0);
	KQ_NONE(kq);
}

ATF_TC_WITHOUT_HEAD(kevent__oneshot);
ATF_TC_BODY(kevent__oneshot, tc)
{
	struct kevent kev;
	int kq = kq_open();

	KQ_CHANGE(kq, 1, EVFILT_USER, EV_ADD | EV_ONESHOT, NOTE_TRIGGER, 0);
	KQ_ONE(kq, &kev, 1, EVFILT_USER);
	ATF_CHECK(kev.flags & EV_ONESHOT);
	KQ_NONE(kq);
	ATF_CHECK_ERRNO(ENOENT,
	    kq_change(kq, 1, EVFILT_USER, 0, NOTE_TRIGGER, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(kevent__forceoneshot);
ATF_TC_BODY(kevent__forceoneshot, tc)
{
	struct kevent kev;
	int fds[2], kq = kq_open();

	ATF_REQUIRE_EQ(0, pipe(fds));
	KQ_CHANGE(kq, fds[0], EVFILT_READ, EV_ADD, 0, 0);
	KQ_NONE(kq);
	KQ_CHANGE(kq, fds[0], EVFILT_READ, EV_FORCEONESHOT, 0, 0);
	KQ_ONE(kq, &kev, fds[0], EVFILT_READ);
	ATF_CHECK_EQ(0, kev.data);
	ATF_CHECK_ERRNO(ENOENT,
	    kq_change(kq, (u_int)fds[0], EVFILT_READ, EV_DELETE, 0, 0) == -1);
	KQ_CHANGE(kq, 9, EVFILT_USER, EV_ADD | EV_FORCEONESHOT, 0, 0);
	KQ_ONE(kq, &kev, 9, EVFILT_USER);
	KQ_NONE(kq);
}

ATF_TC_WITHOUT_HEAD(kevent__dispatch);
ATF_TC_BODY(kevent__dispatch, tc)
{
	struct kevent kev;
	int kq = kq_open();

	KQ_CHANGE(kq, 1, EVFILT_USER, EV_ADD | EV_DISPATCH | EV_CLEAR,
	    NOTE_TRIGGER, 0);
	KQ_ONE(kq, &kev, 1, EVFILT_USER);
	KQ_CHANGE(kq, 1, EVFILT_USER, 0, NOTE_TRIGGER, 0);
	KQ_NONE(kq);
	/* What happened meanwhile is not lost. */
	KQ_CHANGE(kq, 1, EVFILT_USER, EV_ENABLE, 0, 0);
	KQ_ONE(kq, &kev, 1, EVFILT_USER);
	KQ_CHANGE(kq, 1, EVFILT_USER, EV_ENABLE, 0, 0);
	KQ_NONE(kq);
}

ATF_TC_WITHOUT_HEAD(kevent__disable);
ATF_TC_BODY(kevent__disable, tc)
{
	struct kevent kev;
	int fds[2], kq = kq_open();

	ATF_REQUIRE_EQ(0, pipe(fds));
	KQ_CHANGE(kq, fds[0], EVFILT_READ, EV_ADD | EV_DISABLE, 0, 0);
	ATF_REQUIRE_EQ(2, write(fds[1], "xy", 2));
	KQ_NONE(kq);
	KQ_CHANGE(kq, fds[0], EVFILT_READ, EV_ENABLE, 0, 0);
	KQ_ONE(kq, &kev, fds[0], EVFILT_READ);
	ATF_CHECK_EQ(2, kev.data);
	/* One that is queued, too. */
	KQ_CHANGE(kq, fds[0], EVFILT_READ, EV_DISABLE, 0, 0);
	KQ_NONE(kq);
	KQ_CHANGE(kq, fds[0], EVFILT_READ, EV_ENABLE, 0, 0);
	KQ_ONE(kq, &kev, fds[0], EVFILT_READ);
}

/* --- descriptors ---------------------------------------------------------- */

ATF_TC_WITHOUT_HEAD(kevent__close_removes);
ATF_TC_BODY(kevent__close_removes, tc)
{
	struct kevent kev;
	u_int before;
	int fds[2], kq = kq_open(), copy;

	before = sysctl_uint("kern.kqueue.numknotes", NULL);
	ATF_REQUIRE_EQ(0, pipe(fds));
	copy = dup(fds[0]);
	ATF_REQUIRE(copy >= 0);
	KQ_CHANGE(kq, fds[0], EVFILT_READ, EV_ADD, 0, 0);
	KQ_CHANGE(kq, fds[0], EVFILT_WRITE, EV_ADD, 0, 0);
	KQ_CHANGE(kq, copy, EVFILT_READ, EV_ADD, 0, 0);
	ATF_CHECK_EQ(before + 3, sysctl_uint("kern.kqueue.numknotes", NULL));
	ATF_REQUIRE_EQ(1, write(fds[1], "x", 1));
	/* The file lives on in the copy, the interest does not. */
	ATF_REQUIRE_EQ(0, close(fds[0]));
	ATF_CHECK_EQ(before + 1, sysctl_uint("kern.kqueue.numknotes", NULL));
	KQ_ONE(kq, &kev, copy, EVFILT_READ);
	/* dup2 closes, and a new file under the number has no interest. */
	ATF_REQUIRE_EQ(copy, dup2(fds[1], copy));
	KQ_NONE(kq);
	ATF_CHECK_EQ(before, sysctl_uint("kern.kqueue.numknotes", NULL));
}

ATF_TC_WITHOUT_HEAD(kevent__poll_and_select);
ATF_TC_BODY(kevent__poll_and_select, tc)
{
	struct pollfd pf;
	struct kevent kev;
	fd_set set;
	char c;
	int fds[2], kq = kq_open();

	pf = (struct pollfd){ kq, POLLIN | POLLOUT, 0 };
	ATF_CHECK_EQ(0, poll(&pf, 1, 0));
	ATF_REQUIRE_EQ(0, pipe(fds));
	KQ_CHANGE(kq, fds[0], EVFILT_READ, EV_ADD, 0, 0);
	ATF_CHECK_EQ(0, poll(&pf, 1, 0));
	ATF_REQUIRE_EQ(1, write(fds[1], "x", 1));
	ATF_CHECK_EQ(1, poll(&pf, 1, -1));
	ATF_CHECK_EQ(POLLIN, pf.revents);
	FD_ZERO(&set);
	FD_SET(kq, &set);
	ATF_CHECK_EQ(1, select(kq + 1, &set, NULL, NULL, NULL));
	KQ_ONE(kq, &kev, fds[0], EVFILT_READ);
	/* Not what was, but what is. */
	ATF_REQUIRE_EQ(1, read(fds[0], &c, 1));
	ATF_CHECK_EQ(0, poll(&pf, 1, 0));
	ATF_REQUIRE_EQ(1, write(fds[1], "x", 1));
	ATF_CHECK_EQ(1, poll(&pf, 1, 0));
}

ATF_TC_WITHOUT_HEAD(kevent__nested);
ATF_TC_BODY(kevent__nested, tc)
{
	struct kevent kev;
	int in = kq_open(), mid = kq_open(), out = kq_open();

	KQ_CHANGE(in, 1, EVFILT_USER, EV_ADD | EV_CLEAR, 0, 0);
	KQ_CHANGE(mid, in, EVFILT_READ, EV_ADD, 0, 0);
	KQ_CHANGE(out, mid, EVFILT_READ, EV_ADD, 0, 0);
	KQ_NONE(out);
	KQ_CHANGE(in, 1, EVFILT_USER, 0, NOTE_TRIGGER, 0);
	KQ_ONE(out, &kev, mid, EVFILT_READ);
	ATF_CHECK_EQ(1, kev.data);
	KQ_ONE(out, &kev, mid, EVFILT_READ);
	KQ_ONE(mid, &kev, in, EVFILT_READ);
	KQ_ONE(in, &kev, 1, EVFILT_USER);
	KQ_NONE(out);
	KQ_NONE(mid);
	ATF_REQUIRE_EQ(0, close(in));
	KQ_NONE(out);
}

ATF_TC_WITHOUT_HEAD(kevent__einval_nested);
ATF_TC_BODY(kevent__einval_nested, tc)
{
	int kq[6], i;

	for (i = 0; i < 6; i++)
		kq[i] = kq_open();
	ATF_CHECK_ERRNO(EINVAL,
	    kq_change(kq[0], (u_int)kq[0], EVFILT_READ, EV_ADD, 0, 0) == -1);
	ATF_CHECK_ERRNO(EINVAL,
	    kq_change(kq[0], (u_int)kq[1], EVFILT_WRITE, EV_ADD, 0, 0) == -1);
	/* 0 watches 1 watches 2 watches 3 watches 4: all that there may be. */
	for (i = 0; i < 4; i++)
		KQ_CHANGE(kq[i], kq[i + 1], EVFILT_READ, EV_ADD, 0, 0);
	ATF_CHECK_ERRNO(EINVAL,
	    kq_change(kq[4], (u_int)kq[5], EVFILT_READ, EV_ADD, 0, 0) == -1);
	ATF_CHECK_ERRNO(EINVAL,
	    kq_change(kq[5], (u_int)kq[0], EVFILT_READ, EV_ADD, 0, 0) == -1);
	/* A way in, not through. */
	KQ_CHANGE(kq[5], kq[1], EVFILT_READ, EV_ADD, 0, 0);
	KQ_CHANGE(kq[5], kq[1], EVFILT_READ, EV_DELETE, 0, 0);
	/* Round. */
	KQ_CHANGE(kq[3], kq[4], EVFILT_READ, EV_DELETE, 0, 0);
	ATF_CHECK_ERRNO(EINVAL,
	    kq_change(kq[3], (u_int)kq[0], EVFILT_READ, EV_ADD, 0, 0) == -1);
	KQ_CHANGE(kq[3], kq[4], EVFILT_READ, EV_ADD, 0, 0);
}

/* --- threads -------------------------------------------------------------- */

#define	WAITERS	4

static int t_kq;

static void *
wait_one(void *arg)
{
	struct kevent kev;
	int n;

	n = kevent(t_kq, NULL, 0, &kev, 1, NULL);
	return ((void *)(uintptr_t)(n == 1 ? kev.ident : 0));
}

ATF_TC_WITHOUT_HEAD(kevent__threads_each_one);
ATF_TC_BODY(kevent__threads_each_one, tc)
{
	pthread_t td[WAITERS];
	void *got;
	u_int seen = 0;
	int i;

	t_kq = kq_open();
	for (i = 0; i < WAITERS; i++)
		ATF_REQUIRE_EQ(0, pthread_create(&td[i], NULL, wait_one, NULL));
	for (i = 0; i < WAITERS; i++)
		KQ_CHANGE(t_kq, i + 1, EVFILT_USER, EV_ADD | EV_CLEAR,
		    NOTE_TRIGGER, 0);
	for (i = 0; i < WAITERS; i++) {
		ATF_REQUIRE_EQ(0, pthread_join(td[i], &got));
		seen |= 1U << (uintptr_t)got;
	}
	ATF_CHECK_EQ(0x1e, seen);
	KQ_NONE(t_kq);
}

ATF_TC_WITHOUT_HEAD(kevent__threads_all_see_level);
ATF_TC_BODY(kevent__threads_all_see_level, tc)
{
	pthread_t td[WAITERS];
	void *got;
	int i;

	t_kq = kq_open();
	for (i = 0; i < WAITERS; i++)
		ATF_REQUIRE_EQ(0, pthread_create(&td[i], NULL, wait_one, NULL));
	msleep(20);
	KQ_CHANGE(t_kq, 5, EVFILT_USER, EV_ADD, NOTE_TRIGGER, 0);
	for (i = 0; i < WAITERS; i++) {
		ATF_REQUIRE_EQ(0, pthread_join(td[i], &got));
		ATF_CHECK_EQ(5, (uintptr_t)got);
	}
}

ATF_TC_WITHOUT_HEAD(kevent__close_while_waiting);
ATF_TC_BODY(kevent__close_while_waiting, tc)
{
	pthread_t td;
	void *got;
	int copy;

	/* As with read(2), the call that waits goes on. */
	t_kq = kq_open();
	copy = dup(t_kq);
	ATF_REQUIRE_EQ(0, pthread_create(&td, NULL, wait_one, NULL));
	msleep(20);
	ATF_REQUIRE_EQ(0, close(t_kq));
	KQ_CHANGE(copy, 6, EVFILT_USER, EV_ADD | EV_ONESHOT, NOTE_TRIGGER, 0);
	ATF_REQUIRE_EQ(0, pthread_join(td, &got));
	ATF_CHECK_EQ(6, (uintptr_t)got);
	ATF_REQUIRE_EQ(0, close(copy));
}

ATF_TC_WITHOUT_HEAD(kevent__exit_with_everything);
ATF_TC_BODY(kevent__exit_with_everything, tc)
{
	u_int before;
	int fds[2], kq, status;
	pid_t pid;

	before = sysctl_uint("kern.kqueue.numknotes", NULL);
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		WANT(pipe(fds) == 0);
		WANT((kq = kqueue()) >= 0);
		WANT(kq_change(kq, (u_int)fds[0], EVFILT_READ, EV_ADD, 0, 0) ==
		    0);
		WANT(kq_change(kq, 1, EVFILT_USER, EV_ADD, NOTE_TRIGGER, 0) ==
		    0);
		WANT(kq_change(kq, (u_int)getpid(), EVFILT_PROC, EV_ADD,
		    NOTE_EXIT, 0) == 0);
		WANT(kq_change(kq, SIGUSR1, EVFILT_SIGNAL, EV_ADD, 0, 0) == 0);
		WANT(kq_change(kq, 1, EVFILT_TIMER, EV_ADD, 0, 1) == 0);
		WANT(write(fds[1], "x", 1) == 1);
		_exit(0);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
	ATF_CHECK_EQ(before, sysctl_uint("kern.kqueue.numknotes", NULL));
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, kqueue1__flags);
	ATF_TP_ADD_TC(tp, kqueue1__einval_flags);
	ATF_TP_ADD_TC(tp, kqueue1__emfile);
	ATF_TP_ADD_TC(tp, kqueue1__enfile);
	ATF_TP_ADD_TC(tp, kqueue1__enomem_limit);
	ATF_TP_ADD_TC(tp, kqueue1__not_inherited);
	ATF_TP_ADD_TC(tp, kqueue1__dup);
	ATF_TP_ADD_TC(tp, kevent__ebadf);
	ATF_TP_ADD_TC(tp, kevent__efault);
	ATF_TP_ADD_TC(tp, kevent__einval);
	ATF_TP_ADD_TC(tp, kevent__enoent);
	ATF_TP_ADD_TC(tp, kevent__enomem_too_many);
	ATF_TP_ADD_TC(tp, kevent__enomem_too_many_of_the_user);
	ATF_TP_ADD_TC(tp, kevent__eintr);
	ATF_TP_ADD_TC(tp, kevent__timeout);
	ATF_TP_ADD_TC(tp, kevent__errors_in_event_list);
	ATF_TP_ADD_TC(tp, kevent__receipt);
	ATF_TP_ADD_TC(tp, kevent__many_changes_and_events);
	ATF_TP_ADD_TC(tp, kevent__udata_and_ext);
	ATF_TP_ADD_TC(tp, user__flags);
	ATF_TP_ADD_TC(tp, user__level_until_clear);
	ATF_TP_ADD_TC(tp, kevent__oneshot);
	ATF_TP_ADD_TC(tp, kevent__forceoneshot);
	ATF_TP_ADD_TC(tp, kevent__dispatch);
	ATF_TP_ADD_TC(tp, kevent__disable);
	ATF_TP_ADD_TC(tp, kevent__close_removes);
	ATF_TP_ADD_TC(tp, kevent__poll_and_select);
	ATF_TP_ADD_TC(tp, kevent__nested);
	ATF_TP_ADD_TC(tp, kevent__einval_nested);
	ATF_TP_ADD_TC(tp, kevent__threads_each_one);
	ATF_TP_ADD_TC(tp, kevent__threads_all_see_level);
	ATF_TP_ADD_TC(tp, kevent__close_while_waiting);
	ATF_TP_ADD_TC(tp, kevent__exit_with_everything);
	return (atf_no_error());
}
