/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ktrace(2) and utrace(2): every error, and what the file has in it afterwards.
 */

#include <sys/ktrace.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <pthread.h>
#include "h_vfs.h"

#define	TRACE	"trace"
#define	MAXREC	20000

/* --- reading a trace ---------------------------------------------------- */

struct rec {
	struct ktr_header *h;
	const char	*data;
	int		type;
};

static char		*trace_buf;
static size_t		trace_len;
static struct rec	recs[MAXREC];
static int		nrecs;

/*
 * Read the trace, which must consist of whole records.
 */
static void
trace_read(const char *path)
{
	struct stat sb;
	size_t off;
	int fd;

	free(trace_buf);
	fd = open(path, O_RDONLY);
	ATF_REQUIRE(fd >= 0 && fstat(fd, &sb) == 0);
	trace_len = (size_t)sb.st_size;
	trace_buf = malloc(trace_len + 1);
	ATF_REQUIRE_EQ(sb.st_size, read(fd, trace_buf, trace_len));
	ATF_REQUIRE_EQ(0, close(fd));
	nrecs = 0;
	for (off = 0; off < trace_len;) {
		struct rec *r = &recs[nrecs++];

		ATF_REQUIRE(nrecs < MAXREC);
		ATF_REQUIRE(trace_len - off >= sizeof(*r->h));
		/* Records follow each other without padding. */
		r->h = malloc(sizeof(*r->h));
		memcpy(r->h, trace_buf + off, sizeof(*r->h));
		r->type = r->h->ktr_type & ~KTR_DROP;
		off += sizeof(*r->h);
		r->data = trace_buf + off;
		ATF_REQUIRE_EQ(KTR_VERSION, r->h->ktr_version);
		ATF_REQUIRE(r->h->ktr_len <= trace_len - off);
		off += r->h->ktr_len;
	}
}

/*
 * The next record of a type, of process pid (0: any), from *np on, or NULL.
 */
static const struct rec *
next_rec(int *np, int type, pid_t pid)
{
	const struct rec *r;

	while (*np < nrecs) {
		r = &recs[(*np)++];
		if (r->type == type && (pid == 0 || r->h->ktr_pid == pid))
			return (r);
	}
	return (NULL);
}

static int
count_recs(int type, pid_t pid)
{
	int n = 0, count = 0;

	while (next_rec(&n, type, pid) != NULL)
		count++;
	return (count);
}

/*
 * How often a call begins in the trace.
 */
static int
count_calls(int code, pid_t pid)
{
	struct ktr_syscall k;
	const struct rec *r;
	int n = 0, count = 0;

	while ((r = next_rec(&n, KTR_SYSCALL, pid)) != NULL) {
		memcpy(&k, r->data, sizeof(k));
		count += k.ktr_code == code;
	}
	return (count);
}

static bool
has_path(const char *path)
{
	const struct rec *r;
	int n = 0;

	while ((r = next_rec(&n, KTR_NAMEI, 0)) != NULL) {
		if (r->h->ktr_len == strlen(path) &&
		    memcmp(r->data, path, strlen(path)) == 0)
			return (true);
	}
	return (false);
}

/*
 * The bytes recorded of the n-th (from 0) transfer on a descriptor.
 */
static bool
has_genio(int fd, int rw, int nth, const char *want, size_t len,
    uint64_t total)
{
	struct ktr_genio k;
	const struct rec *r;
	int n = 0;

	while ((r = next_rec(&n, KTR_GENIO, 0)) != NULL) {
		memcpy(&k, r->data, sizeof(k));
		if (k.ktr_fd == fd && k.ktr_rw == rw && nth-- == 0)
			return (k.ktr_total == total &&
			    r->h->ktr_len == sizeof(k) + len &&
			    memcmp(r->data + sizeof(k), want, len) == 0);
	}
	return (false);
}

/* --- running what is traced --------------------------------------------- */

static void
new_file(const char *path)
{
	int fd;

	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	ATF_REQUIRE(fd >= 0);
	ATF_REQUIRE_EQ(0, fchmod(fd, 0666));
	ATF_REQUIRE_EQ(0, close(fd));
}

static int	traced_facs;
static void	(*traced_fn)(void);

static void
traced_child(void)
{

	WANT(ktrace(TRACE, KTROP_SET, traced_facs, getpid()) == 0);
	traced_fn();
}

/*
 * Run fn in a child that traces itself, then read the trace.
 */
static void
run_traced(int facs, void (*fn)(void))
{

	new_file(TRACE);
	traced_facs = facs;
	traced_fn = fn;
	in_child(0, traced_child);
	trace_read(TRACE);
}

/*
 * A process that waits to be traced: it calls getpid for each byte that comes,
 * and answers, until the other end is closed.
 */
struct puppet {
	pid_t	pid;
	int	fd;
};

static void
puppet_start(struct puppet *p, uid_t uid)
{
	int sv[2];
	char c;

	ATF_REQUIRE_EQ(0, socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0,
	    sv));
	p->pid = fork();
	ATF_REQUIRE(p->pid >= 0);
	if (p->pid == 0) {
		(void)close(sv[0]);
		if (uid != 0) {
			WANT(setresgid(uid, uid, uid) == 0);
			WANT(setresuid(uid, uid, uid) == 0);
		}
		while (read(sv[1], &c, 1) == 1) {
			(void)getpid();
			WANT(write(sv[1], &c, 1) == 1);
		}
		_exit(0);
	}
	ATF_REQUIRE_EQ(0, close(sv[1]));
	p->fd = sv[0];
}

static void
puppet_step(struct puppet *p)
{
	char c = 'x';

	ATF_REQUIRE_EQ(1, write(p->fd, &c, 1));
	ATF_REQUIRE_EQ(1, read(p->fd, &c, 1));
}

static void
puppet_end(struct puppet *p)
{

	/* Puppets that were made later have the descriptor, too. */
	ATF_REQUIRE_EQ(0, shutdown(p->fd, SHUT_RDWR));
	ATF_REQUIRE_EQ(0, close(p->fd));
	ATF_REQUIRE_EQ(p->pid, waitpid(p->pid, NULL, 0));
}

/* --- errors ------------------------------------------------------------- */

static int
try_ktrace(int dirfd, const char *path)
{

	return (ktrace(path, KTROP_SET, KTRFAC_SYSCALL, getpid()));
}

ATF_TC_WITHOUT_HEAD(ktrace__eacces);
ATF_TC_BODY(ktrace__eacces, tc)
{

	try_eacces(try_ktrace);
}

ATF_TC_WITHOUT_HEAD(ktrace__efault);
ATF_TC_BODY(ktrace__efault, tc)
{

	try_efault(try_ktrace);
}

ATF_TC_WITHOUT_HEAD(ktrace__eio);
ATF_TC_BODY(ktrace__eio, tc)
{

	try_eio(try_ktrace);
}

ATF_TC_WITHOUT_HEAD(ktrace__eloop);
ATF_TC_BODY(ktrace__eloop, tc)
{

	try_eloop(try_ktrace);
}

ATF_TC_WITHOUT_HEAD(ktrace__enametoolong);
ATF_TC_BODY(ktrace__enametoolong, tc)
{

	try_enametoolong(try_ktrace);
}

ATF_TC_WITHOUT_HEAD(ktrace__enoent);
ATF_TC_BODY(ktrace__enoent, tc)
{

	try_enoent_file(try_ktrace);
}

ATF_TC_WITHOUT_HEAD(ktrace__enotdir);
ATF_TC_BODY(ktrace__enotdir, tc)
{

	try_enotdir(try_ktrace);
}

static void
want_eacces_file(void)
{

	WANT_ERRNO(EACCES, try_ktrace(AT_FDCWD, "mine") == -1);
}

ATF_TC_WITHOUT_HEAD(ktrace__eacces_file);
ATF_TC_BODY(ktrace__eacces_file, tc)
{

	make_file("mine", 0644);
	in_child(NOBODY, want_eacces_file);
	check_file("mine");
}

ATF_TC_WITHOUT_HEAD(ktrace__eloop_last);
ATF_TC_BODY(ktrace__eloop_last, tc)
{

	make_file("file", 0644);
	ATF_REQUIRE_EQ(0, symlink("file", "link"));
	ATF_CHECK_ERRNO(ELOOP, try_ktrace(AT_FDCWD, "link") == -1);
	check_file("file");
}

ATF_TC_WITHOUT_HEAD(ktrace__einval);
ATF_TC_BODY(ktrace__einval, tc)
{
	const pid_t pid = getpid();

	new_file(TRACE);
	ATF_CHECK_ERRNO(EINVAL, ktrace(TRACE, 3, KTRFAC_SYSCALL, pid) == -1);
	ATF_CHECK_ERRNO(EINVAL, ktrace(TRACE, 8, KTRFAC_SYSCALL, pid) == -1);
	ATF_CHECK_ERRNO(EINVAL, ktrace(TRACE, -1, KTRFAC_SYSCALL, pid) == -1);
	ATF_CHECK_ERRNO(EINVAL, ktrace(TRACE, KTROP_SET, 0, pid) == -1);
	ATF_CHECK_ERRNO(EINVAL, ktrace(TRACE, KTROP_SET, KTRFAC_INHERIT,
	    pid) == -1);
	ATF_CHECK_ERRNO(EINVAL, ktrace(TRACE, KTROP_CLEAR, 0, pid) == -1);
	ATF_CHECK_ERRNO(EINVAL, ktrace(TRACE, KTROP_SET, 1 | KTRFAC_SYSCALL,
	    pid) == -1);
	ATF_CHECK_ERRNO(EINVAL, ktrace(TRACE, KTROP_SET, -1, pid) == -1);
	trace_read(TRACE);
	ATF_CHECK_EQ(0, nrecs);
}

ATF_TC_WITHOUT_HEAD(ktrace__eisdir);
ATF_TC_BODY(ktrace__eisdir, tc)
{

	ATF_CHECK_ERRNO(EISDIR, try_ktrace(AT_FDCWD, ".") == -1);
}

ATF_TC_WITHOUT_HEAD(ktrace__enxio);
ATF_TC_BODY(ktrace__enxio, tc)
{

	ATF_CHECK_ERRNO(ENXIO, try_ktrace(AT_FDCWD, "/dev/null") == -1);
	ATF_REQUIRE_EQ(0, mkfifo("fifo", 0600));
	ATF_CHECK_ERRNO(ENXIO, try_ktrace(AT_FDCWD, "fifo") == -1);
}

static struct puppet	the_puppet;

static void
want_eperm(void)
{
	const pid_t pid = the_puppet.pid;

	WANT_ERRNO(EPERM, ktrace(TRACE, KTROP_SET, KTRFAC_SYSCALL, pid) == -1);
	WANT_ERRNO(EPERM, ktrace(NULL, KTROP_CLEAR, KTRFAC_ALL, pid) == -1);
	WANT_ERRNO(EPERM, ktrace(TRACE, KTROP_CLEARFILE, 0, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(ktrace__eperm);
ATF_TC_BODY(ktrace__eperm, tc)
{

	/* A process of somebody else; it goes on being traced. */
	new_file(TRACE);
	puppet_start(&the_puppet, 0);
	ATF_REQUIRE_EQ(0, ktrace(TRACE, KTROP_SET, KTRFAC_SYSCALL,
	    the_puppet.pid));
	in_child(NOBODY, want_eperm);
	puppet_step(&the_puppet);
	puppet_end(&the_puppet);
	trace_read(TRACE);
	ATF_CHECK_EQ(1, count_calls(SYS_getpid, 0));
	/* The kernel. */
	ATF_CHECK_ERRNO(EPERM, ktrace(TRACE, KTROP_SET, KTRFAC_SYSCALL, 0) ==
	    -1);
}

ATF_TC_WITHOUT_HEAD(ktrace__eperm_when_root_traces);
ATF_TC_BODY(ktrace__eperm_when_root_traces, tc)
{

	new_file(TRACE);
	puppet_start(&the_puppet, NOBODY);
	puppet_step(&the_puppet);
	ATF_REQUIRE_EQ(0, ktrace(TRACE, KTROP_SET, KTRFAC_SYSCALL,
	    the_puppet.pid));
	in_child(NOBODY, want_eperm);
	puppet_step(&the_puppet);
	puppet_end(&the_puppet);
	trace_read(TRACE);
	ATF_CHECK_EQ(1, count_calls(SYS_getpid, 0));
}

ATF_TC_WITHOUT_HEAD(ktrace__erofs);
ATF_TC_BODY(ktrace__erofs, tc)
{

	try_erofs(try_ktrace, "readonly/file");
}

ATF_TC_WITHOUT_HEAD(ktrace__esrch);
ATF_TC_BODY(ktrace__esrch, tc)
{
	pid_t pid;

	new_file(TRACE);
	ATF_CHECK_ERRNO(ESRCH, ktrace(TRACE, KTROP_SET, KTRFAC_SYSCALL,
	    NOPID) == -1);
	ATF_CHECK_ERRNO(ESRCH, ktrace(TRACE, KTROP_SET | KTRFLAG_DESCEND,
	    KTRFAC_SYSCALL, -NOPID) == -1);
	ATF_CHECK_ERRNO(ESRCH, ktrace(TRACE, KTROP_SET, KTRFAC_SYSCALL,
	    INT_MIN) == -1);
	ATF_CHECK_ERRNO(ESRCH, ktrace(NULL, KTROP_CLEAR, KTRFAC_SYSCALL,
	    NOPID) == -1);
	/* A zombie is no process any more. */
	pid = fork();
	if (pid == 0)
		_exit(0);
	ATF_REQUIRE_EQ(0, waitid(P_PID, (id_t)pid, NULL, WEXITED | WNOWAIT));
	ATF_CHECK_ERRNO(ESRCH, ktrace(TRACE, KTROP_SET, KTRFAC_SYSCALL, pid) ==
	    -1);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(ktrace__etxtbsy);
ATF_TC_BODY(ktrace__etxtbsy, tc)
{

	/* This program. */
	ATF_CHECK_ERRNO(ETXTBSY, try_ktrace(AT_FDCWD,
	    "/usr/tests/sys/kern/t_ktrace") == -1);
}

static void
want_utrace_errors(void)
{
	static char big[KTR_USER_MAXLEN + 1];

	WANT_ERRNO(EFAULT, utrace(BADPTR, 1) == -1);
	WANT_ERRNO(EFAULT, utrace(KERNPTR, 1) == -1);
	WANT_ERRNO(EINVAL, utrace(big, sizeof(big)) == -1);
	WANT_ERRNO(EINVAL, utrace(big, SIZE_MAX) == -1);
	WANT(utrace(big, 0) == 0);
	WANT(utrace("abc", 3) == 0);
	WANT(utrace(big, sizeof(big) - 1) == 0);
}

ATF_TC_WITHOUT_HEAD(utrace__efault);
ATF_TC_BODY(utrace__efault, tc)
{
	const struct rec *r;
	int n = 0;

	run_traced(KTRFAC_USER, want_utrace_errors);
	/* Nothing is left of what failed. */
	ATF_CHECK_EQ(3, nrecs);
	r = next_rec(&n, KTR_USER, 0);
	ATF_REQUIRE(r != NULL && r->h->ktr_len == 0);
	r = next_rec(&n, KTR_USER, 0);
	ATF_REQUIRE(r != NULL && r->h->ktr_len == 3);
	ATF_CHECK_EQ(0, memcmp(r->data, "abc", 3));
	r = next_rec(&n, KTR_USER, 0);
	ATF_REQUIRE(r != NULL && r->h->ktr_len == KTR_USER_MAXLEN);
}

ATF_TC_WITHOUT_HEAD(utrace__einval);
ATF_TC_BODY(utrace__einval, tc)
{

	/* Whether it is traced or not. */
	ATF_CHECK_ERRNO(EINVAL, utrace(BADPTR, KTR_USER_MAXLEN + 1) == -1);
	ATF_CHECK_EQ(0, utrace(BADPTR, KTR_USER_MAXLEN));
}

/* --- what is recorded --------------------------------------------------- */

static void
some_calls(void)
{

	(void)getpid();
	WANT_ERRNO(EBADF, close(BADFD) == -1);
	(void)umask(022);
}

ATF_TC_WITHOUT_HEAD(calls);
ATF_TC_BODY(calls, tc)
{
	struct ktr_syscall k;
	struct ktr_sysret ret;
	struct ktr_procdtor dtor;
	uint64_t arg;
	int i = 0;

	run_traced(KTRFAC_SYSCALL | KTRFAC_SYSRET | KTRFAC_PROCCTOR |
	    KTRFAC_PROCDTOR, some_calls);
	/* ktrace's own return, getpid, close, umask, _exit. */
	ATF_REQUIRE_EQ(1 + 2 * 3 + 1 + 1, nrecs);
	ATF_CHECK_EQ(KTR_PROCCTOR, recs[i].type);
	ATF_CHECK_STREQ("t_ktrace", recs[i].h->ktr_comm);
	ATF_CHECK(recs[i].h->ktr_sec > 0);
	i++;
	memcpy(&k, recs[i].data, sizeof(k));
	ATF_CHECK_EQ(KTR_SYSCALL, recs[i].type);
	ATF_CHECK_EQ(SYS_getpid, k.ktr_code);
	ATF_CHECK_EQ(0, k.ktr_narg);
	i++;
	memcpy(&ret, recs[i].data, sizeof(ret));
	ATF_CHECK_EQ(KTR_SYSRET, recs[i].type);
	ATF_CHECK_EQ(SYS_getpid, ret.ktr_code);
	ATF_CHECK_EQ(0, ret.ktr_error);
	ATF_CHECK_EQ(recs[i].h->ktr_pid, ret.ktr_retval);
	i++;
	memcpy(&k, recs[i].data, sizeof(k));
	memcpy(&arg, recs[i].data + sizeof(k), sizeof(arg));
	ATF_CHECK_EQ(SYS_close, k.ktr_code);
	ATF_CHECK_EQ(1, k.ktr_narg);
	ATF_CHECK_EQ(BADFD, arg);
	i++;
	memcpy(&ret, recs[i].data, sizeof(ret));
	ATF_CHECK_EQ(SYS_close, ret.ktr_code);
	ATF_CHECK_EQ(EBADF, ret.ktr_error);
	ATF_CHECK_EQ(-1, ret.ktr_retval);
	i += 3;
	memcpy(&k, recs[i].data, sizeof(k));
	ATF_CHECK_EQ(SYS__exit, k.ktr_code);
	i++;
	ATF_CHECK_EQ(KTR_PROCDTOR, recs[i].type);
	memcpy(&dtor, recs[i].data, sizeof(dtor));
	ATF_CHECK(WIFEXITED(dtor.ktr_status) &&
	    WEXITSTATUS(dtor.ktr_status) == 0);
}

static void
unknown_calls(void)
{

	WANT(signal(SIGSYS, SIG_IGN) != SIG_ERR);
	for (long code = 4000; code < 4010; code++) {
		register long nr __asm("rax") = code;

		__asm volatile("syscall" : "+r" (nr) : : "rcx", "r11",
		    "memory");
		WANT(nr == -ENOSYS);
	}
}

ATF_TC_WITHOUT_HEAD(unknown);
ATF_TC_BODY(unknown, tc)
{

	run_traced(KTRFAC_SYSCALL | KTRFAC_SYSRET | KTRFAC_STRUCT |
	    KTRFAC_GENIO, unknown_calls);
	for (int code = 4000; code < 4010; code++)
		ATF_CHECK_EQ(1, count_calls(code, 0));
}

static void
paths(void)
{

	(void)access("/no/such/path", F_OK);
	(void)open("/etc/motd", O_RDONLY);
	(void)symlink("target", "linkname");
	(void)execl("/bin/sh", "sh", "-c", ":", (char *)NULL);
}

ATF_TC_WITHOUT_HEAD(names);
ATF_TC_BODY(names, tc)
{

	run_traced(KTRFAC_NAMEI, paths);
	ATF_CHECK(has_path("/no/such/path"));
	ATF_CHECK(has_path("/etc/motd"));
	ATF_CHECK(has_path("linkname"));
	ATF_CHECK(has_path("/bin/sh"));
	/* Tracing goes on in the new program. */
	run_traced(KTRFAC_SYSCALL, paths);
	ATF_CHECK_STREQ("sh", recs[nrecs - 1].h->ktr_comm);
}

static void
transfers(void)
{
	struct msghdr msg;
	struct iovec iov[2] = { { .iov_base = __DECONST(char *, "one"),
	    .iov_len = 3 }, { .iov_base = __DECONST(char *, "twoo"),
	    .iov_len = 4 } };
	char buf[8192];
	int fds[2], sv[2];

	WANT(pipe(fds) == 0 && fds[0] < 20 && dup2(fds[0], 20) == 20 &&
	    dup2(fds[1], 21) == 21);
	WANT(write(21, "hello", 5) == 5);
	WANT(read(20, buf, sizeof(buf)) == 5);
	WANT(writev(21, iov, 2) == 7);
	iov[0].iov_base = buf;
	iov[1].iov_base = buf + 10;
	WANT(readv(20, iov, 2) == 7);
	WANT(socketpair(AF_UNIX, SOCK_STREAM, 0, sv) == 0 &&
	    dup2(sv[0], 22) == 22 && dup2(sv[1], 23) == 23);
	memset(&msg, 0, sizeof(msg));
	msg.msg_iov = iov;
	msg.msg_iovlen = 2;
	WANT(sendmsg(22, &msg, 0) == 7);
	WANT(recvmsg(23, &msg, 0) == 7);
	WANT(send(22, "send", 4, 0) == 4);
	WANT(recv(23, buf, 2, 0) == 2);
	memset(buf, 'z', sizeof(buf));
	WANT(write(21, buf, sizeof(buf)) == sizeof(buf));
	WANT_ERRNO(EFAULT, write(21, BADPTR, 5) == -1);
	WANT(write(21, buf, 0) == 0);
}

ATF_TC_WITHOUT_HEAD(bytes);
ATF_TC_BODY(bytes, tc)
{
	char zs[4096];

	memset(zs, 'z', sizeof(zs));
	run_traced(KTRFAC_GENIO, transfers);
	ATF_CHECK(has_genio(21, 1, 0, "hello", 5, 5));
	ATF_CHECK(has_genio(20, 0, 0, "hello", 5, 5));
	ATF_CHECK(has_genio(21, 1, 1, "onetwoo", 7, 7));
	ATF_CHECK(has_genio(20, 0, 1, "onetwoo", 7, 7));
	ATF_CHECK(has_genio(22, 1, 0, "onetwoo", 7, 7));
	ATF_CHECK(has_genio(23, 0, 0, "onetwoo", 7, 7));
	ATF_CHECK(has_genio(22, 1, 1, "send", 4, 4));
	ATF_CHECK(has_genio(23, 0, 1, "se", 2, 2));
	ATF_CHECK(has_genio(21, 1, 2, zs, sizeof(zs), 8192));
	/* What failed, or moved nothing, has no record. */
	ATF_CHECK_EQ(9, count_recs(KTR_GENIO, 0));
}

ATF_TC_WITH_CLEANUP(bytes_limit);
ATF_TC_HEAD(bytes_limit, tc)
{

	atf_tc_set_md_var(tc, "descr", "kern.ktrace.genio_size");
}
ATF_TC_BODY(bytes_limit, tc)
{
	u_int size = 3;

	ATF_REQUIRE_EQ(0, sysctlbyname("kern.ktrace.genio_size", NULL, NULL,
	    &size, sizeof(size)));
	run_traced(KTRFAC_GENIO, transfers);
	ATF_CHECK(has_genio(21, 1, 0, "hel", 3, 5));
	ATF_CHECK(has_genio(20, 0, 1, "one", 3, 7));
	size = 0;
	ATF_REQUIRE_EQ(0, sysctlbyname("kern.ktrace.genio_size", NULL, NULL,
	    &size, sizeof(size)));
	run_traced(KTRFAC_GENIO, transfers);
	ATF_CHECK(has_genio(21, 1, 0, "", 0, 5));
	size = 4097;
	ATF_CHECK_ERRNO(EINVAL, sysctlbyname("kern.ktrace.genio_size", NULL,
	    NULL, &size, sizeof(size)) == -1);
}
ATF_TC_CLEANUP(bytes_limit, tc)
{
	u_int size = 4096;

	(void)sysctlbyname("kern.ktrace.genio_size", NULL, NULL, &size,
	    sizeof(size));
}

static void
with_structs(void)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX,
	    .sun_len = sizeof(sun), .sun_path = "no/socket" };
	struct timespec ts = { 0, 1234 };
	struct stat sb;
	int s;

	WANT(stat("/etc/motd", &sb) == 0);
	WANT(nanosleep(&ts, NULL) == 0);
	s = socket(AF_UNIX, SOCK_STREAM, 0);
	WANT_ERRNO(ENOENT, connect(s, (struct sockaddr *)&sun,
	    sizeof(sun)) == -1);
	WANT(symlink("a string", "name") == 0);
	WANT_ERRNO(EFAULT, symlink(BADPTR, "other") == -1);
	WANT_ERRNO(EFAULT, stat("/etc/motd", BADPTR) == -1);
}

ATF_TC_WITHOUT_HEAD(structs);
ATF_TC_BODY(structs, tc)
{
	struct ktr_struct k;
	struct sockaddr_un sun;
	const struct rec *r;
	struct timespec ts;
	struct stat sb, got;
	int i, n = 0, seen = 0;

	ATF_REQUIRE_EQ(0, stat("/etc/motd", &sb));
	run_traced(KTRFAC_STRUCT, with_structs);
	while ((r = next_rec(&n, KTR_STRUCT, 0)) != NULL) {
		memcpy(&k, r->data, sizeof(k));
		i = (int)(r->h->ktr_len - sizeof(k));
		switch (k.ktr_code) {
		case SYS_fstatat:
			ATF_REQUIRE_EQ(sizeof(got), (size_t)i);
			memcpy(&got, r->data + sizeof(k), sizeof(got));
			ATF_CHECK_EQ(1, k.ktr_out);
			ATF_CHECK_EQ(sb.st_ino, got.st_ino);
			ATF_CHECK_EQ(sb.st_size, got.st_size);
			seen |= 1;
			break;
		case SYS_clock_nanosleep:
			ATF_REQUIRE_EQ(sizeof(ts), (size_t)i);
			memcpy(&ts, r->data + sizeof(k), sizeof(ts));
			ATF_CHECK_EQ(0, k.ktr_out);
			ATF_CHECK_EQ(1234, ts.tv_nsec);
			seen |= 2;
			break;
		case SYS_connect:
			memcpy(&sun, r->data + sizeof(k), (size_t)i);
			ATF_CHECK_STREQ("no/socket", sun.sun_path);
			seen |= 4;
			break;
		case SYS_symlinkat:
			ATF_CHECK_EQ(8, i);
			ATF_CHECK_EQ(0, memcmp(r->data + sizeof(k),
			    "a string", 8));
			seen |= 8;
			break;
		}
	}
	ATF_CHECK_EQ(15, seen);
}

static void
on_usr1(int sig)
{
}

static void
with_signals(void)
{

	WANT(signal(SIGUSR1, on_usr1) != SIG_ERR);
	WANT(raise(SIGUSR1) == 0);
	if (fork() == 0) {
		(void)raise(SIGKILL);
		_exit(1);
	}
	(void)wait(NULL);
}

ATF_TC_WITHOUT_HEAD(signals);
ATF_TC_BODY(signals, tc)
{
	struct ktr_psig k;
	const struct rec *r;
	int n = 0;

	run_traced(KTRFAC_PSIG | KTRFAC_INHERIT, with_signals);
	ATF_REQUIRE((r = next_rec(&n, KTR_PSIG, 0)) != NULL);
	memcpy(&k, r->data, sizeof(k));
	ATF_CHECK_EQ(SIGUSR1, k.ktr_signo);
	ATF_CHECK_EQ((uint64_t)(uintptr_t)on_usr1, k.ktr_action);
	ATF_CHECK_EQ(SI_LWP, k.ktr_code);
	ATF_REQUIRE((r = next_rec(&n, KTR_PSIG, 0)) != NULL);
	memcpy(&k, r->data, sizeof(k));
	ATF_CHECK_EQ(SIGKILL, k.ktr_signo);
	ATF_CHECK_EQ(0, k.ktr_action);
	ATF_CHECK(next_rec(&n, KTR_PSIG, 0) == NULL);
}

static void
with_sleep(void)
{

	msleep(5);
}

ATF_TC_WITHOUT_HEAD(switches);
ATF_TC_BODY(switches, tc)
{
	struct ktr_csw k;
	const struct rec *r;
	int n = 0, out = 0, in = 0;

	run_traced(KTRFAC_CSW, with_sleep);
	while ((r = next_rec(&n, KTR_CSW, 0)) != NULL) {
		memcpy(&k, r->data, sizeof(k));
		if (k.ktr_user != 0)
			continue;
		if (k.ktr_out != 0)
			out++;
		else
			in++;
		ATF_CHECK(k.ktr_wmesg[0] != '\0');
	}
	ATF_CHECK(out >= 1);
	ATF_CHECK_EQ(out, in);
}

#define	FAULTING (16 * 1024 * 1024)

static void
with_faults(void)
{
	char *p;
	int fd;

	p = mmap(NULL, FAULTING, PROT_READ | PROT_WRITE,
	    MAP_ANON | MAP_PRIVATE, -1, 0);
	WANT(p != MAP_FAILED);
	/* More than the buffer of a thread holds, within one call. */
	fd = open("/dev/zero", O_RDONLY);
	WANT(fd >= 0 && read(fd, p, FAULTING) == FAULTING);
}

ATF_TC_WITHOUT_HEAD(faults_and_drops);
ATF_TC_BODY(faults_and_drops, tc)
{
	const struct rec *r;
	uint32_t dropped = 0;
	int i;

	run_traced(KTRFAC_FAULT | KTRFAC_SYSRET, with_faults);
	for (i = 0; i < nrecs; i++) {
		r = &recs[i];
		if ((r->h->ktr_type & KTR_DROP) != 0) {
			ATF_CHECK(r->h->ktr_dropped > 0);
			dropped += r->h->ktr_dropped;
		} else
			ATF_CHECK_EQ(0, r->h->ktr_dropped);
	}
	/* 8 KiB of records are kept, and a fault brings 64 KiB at most. */
	ATF_CHECK(count_recs(KTR_FAULT, 0) > 80);
	ATF_CHECK_MSG(dropped > 100, "%u dropped", dropped);
}

/* --- who is traced ------------------------------------------------------ */

static void
with_child(void)
{
	int status;
	pid_t pid;

	pid = fork();
	if (pid == 0) {
		(void)getppid();
		_exit(0);
	}
	WANT(waitpid(pid, &status, 0) == pid && status == 0);
}

ATF_TC_WITHOUT_HEAD(inherit);
ATF_TC_BODY(inherit, tc)
{
	struct ktr_sysret ret;
	const struct rec *r;
	int n = 0, zero = 0;

	run_traced(KTRFAC_SYSCALL, with_child);
	ATF_CHECK_EQ(1, count_calls(SYS_fork, 0));
	ATF_CHECK_EQ(0, count_calls(SYS_getppid, 0));
	run_traced(KTRFAC_SYSCALL | KTRFAC_SYSRET | KTRFAC_PROCCTOR |
	    KTRFAC_PROCDTOR | KTRFAC_INHERIT, with_child);
	ATF_CHECK_EQ(1, count_calls(SYS_getppid, 0));
	ATF_CHECK_EQ(2, count_recs(KTR_PROCCTOR, 0));
	ATF_CHECK_EQ(2, count_recs(KTR_PROCDTOR, 0));
	/* fork returns twice. */
	while ((r = next_rec(&n, KTR_SYSRET, 0)) != NULL) {
		memcpy(&ret, r->data, sizeof(ret));
		if (ret.ktr_code == SYS_fork)
			zero += ret.ktr_retval == 0 ? 1 : 100;
	}
	ATF_CHECK_EQ(101, zero);
}

static void *
thread_main(void *arg)
{

	for (int i = 0; i < 10; i++)
		(void)getppid();
	return (NULL);
}

static void
with_threads(void)
{
	pthread_t t[3];

	for (int i = 0; i < 3; i++)
		WANT(pthread_create(&t[i], NULL, thread_main, NULL) == 0);
	for (int i = 0; i < 3; i++)
		WANT(pthread_join(t[i], NULL) == 0);
}

ATF_TC_WITHOUT_HEAD(threads);
ATF_TC_BODY(threads, tc)
{
	int tids[8], ntids = 0, i, j;

	run_traced(KTRFAC_SYSCALL, with_threads);
	ATF_CHECK_EQ(30, count_calls(SYS_getppid, 0));
	for (i = 0; i < nrecs; i++) {
		for (j = 0; j < ntids; j++) {
			if (tids[j] == recs[i].h->ktr_tid)
				break;
		}
		if (j == ntids) {
			ATF_REQUIRE(ntids < 8);
			tids[ntids++] = recs[i].h->ktr_tid;
		}
	}
	ATF_CHECK_EQ(4, ntids);
}

ATF_TC_WITHOUT_HEAD(others);
ATF_TC_BODY(others, tc)
{
	struct puppet p, q;

	new_file(TRACE);
	puppet_start(&p, 0);
	puppet_start(&q, 0);
	/* One process, and its points one after the other. */
	ATF_REQUIRE_EQ(0, ktrace(TRACE, KTROP_SET, KTRFAC_SYSCALL, p.pid));
	puppet_step(&p);
	puppet_step(&q);
	ATF_REQUIRE_EQ(0, ktrace(TRACE, KTROP_SET, KTRFAC_SYSRET, p.pid));
	puppet_step(&p);
	ATF_REQUIRE_EQ(0, ktrace(NULL, KTROP_CLEAR, KTRFAC_SYSCALL, p.pid));
	puppet_step(&p);
	ATF_REQUIRE_EQ(0, ktrace(NULL, KTROP_CLEAR, KTRFAC_SYSRET, p.pid));
	puppet_step(&p);
	trace_read(TRACE);
	ATF_CHECK_EQ(2, count_calls(SYS_getpid, p.pid));
	ATF_CHECK_EQ(0, count_calls(SYS_getpid, q.pid));
	ATF_CHECK(count_recs(KTR_SYSRET, p.pid) > 4);
	/* To clear what is not traced changes nothing. */
	ATF_CHECK_EQ(0, ktrace(NULL, KTROP_CLEAR, KTRFAC_ALL, p.pid));
	/* The group, and the descendants, of this process. */
	new_file(TRACE);
	ATF_REQUIRE_EQ(0, setpgid(p.pid, p.pid));
	ATF_REQUIRE_EQ(0, setpgid(q.pid, p.pid));
	ATF_REQUIRE_EQ(0, ktrace(TRACE, KTROP_SET, KTRFAC_SYSCALL, -p.pid));
	puppet_step(&p);
	puppet_step(&q);
	ATF_REQUIRE_EQ(0, ktrace(TRACE, KTROP_CLEARFILE, 0, 0));
	puppet_step(&p);
	ATF_REQUIRE_EQ(0, ktrace(TRACE, KTROP_SET | KTRFLAG_DESCEND,
	    KTRFAC_SYSCALL, getpid()));
	puppet_step(&q);
	ATF_REQUIRE_EQ(0, ktrace(NULL, KTROP_CLEAR | KTRFLAG_DESCEND,
	    KTRFAC_SYSCALL, getpid()));
	puppet_step(&p);
	trace_read(TRACE);
	ATF_CHECK_EQ(1, count_calls(SYS_getpid, p.pid));
	ATF_CHECK_EQ(2, count_calls(SYS_getpid, q.pid));
	puppet_end(&p);
	puppet_end(&q);
}

ATF_TC_WITHOUT_HEAD(failure_changes_nothing);
ATF_TC_BODY(failure_changes_nothing, tc)
{
	struct puppet p;

	new_file(TRACE);
	new_file("other");
	puppet_start(&p, 0);
	ATF_REQUIRE_EQ(0, ktrace(TRACE, KTROP_SET, KTRFAC_SYSCALL, p.pid));
	ATF_CHECK_ERRNO(ENOENT, ktrace("missing", KTROP_SET, KTRFAC_SYSRET,
	    p.pid) == -1);
	ATF_CHECK_ERRNO(EINVAL, ktrace("other", KTROP_SET, 0, p.pid) == -1);
	ATF_CHECK_ERRNO(ESRCH, ktrace("other", KTROP_SET, KTRFAC_SYSRET,
	    NOPID) == -1);
	ATF_CHECK_ERRNO(ENOENT, ktrace("missing", KTROP_CLEARFILE, 0, 0) ==
	    -1);
	puppet_step(&p);
	puppet_end(&p);
	trace_read(TRACE);
	ATF_CHECK_EQ(1, count_calls(SYS_getpid, p.pid));
	ATF_CHECK_EQ(0, count_recs(KTR_SYSRET, 0));
	trace_read("other");
	ATF_CHECK_EQ(0, nrecs);
	/* The file is not in use any more: it can be executed, or unmounted. */
	ATF_CHECK_EQ(0, chmod(TRACE, 0755));
	ATF_CHECK_ERRNO(ENOEXEC, execl("./" TRACE, TRACE, (char *)NULL) == -1);
}

ATF_TC_WITHOUT_HEAD(another_file);
ATF_TC_BODY(another_file, tc)
{
	struct puppet p;

	new_file(TRACE);
	new_file("other");
	puppet_start(&p, 0);
	ATF_REQUIRE_EQ(0, ktrace(TRACE, KTROP_SET, KTRFAC_SYSCALL, p.pid));
	puppet_step(&p);
	ATF_REQUIRE_EQ(0, ktrace("other", KTROP_SET, KTRFAC_SYSCALL, p.pid));
	puppet_step(&p);
	puppet_step(&p);
	/* Not this one's. */
	ATF_REQUIRE_EQ(0, ktrace(TRACE, KTROP_CLEARFILE, 0, 0));
	puppet_step(&p);
	puppet_end(&p);
	trace_read(TRACE);
	ATF_CHECK_EQ(1, count_calls(SYS_getpid, p.pid));
	trace_read("other");
	ATF_CHECK_EQ(3, count_calls(SYS_getpid, p.pid));
}

/* --- rights ------------------------------------------------------------- */

static void
copy_program(const char *from, const char *to, mode_t mode)
{
	char buf[65536];
	ssize_t n;
	int in, out;

	in = open(from, O_RDONLY);
	out = open(to, O_WRONLY | O_CREAT, 0755);
	ATF_REQUIRE(in >= 0 && out >= 0);
	while ((n = read(in, buf, sizeof(buf))) > 0)
		ATF_REQUIRE_EQ(n, write(out, buf, (size_t)n));
	ATF_REQUIRE_EQ(0, fchmod(out, mode));
	ATF_REQUIRE(close(in) == 0 && close(out) == 0);
}

static void
exec_setid(void)
{

	WANT(ktrace(TRACE, KTROP_SET, KTRFAC_SYSCALL | KTRFAC_NAMEI,
	    getpid()) == 0);
	(void)execl("./setid", "setid", "-c", ":", (char *)NULL);
	WANT(0);
}

static void
exec_setid_traced_by_root(void)
{

	WANT(ktrace(TRACE, KTROP_SET, KTRFAC_SYSCALL | KTRFAC_NAMEI,
	    getpid()) == 0);
	WANT(setresuid(NOBODY, NOBODY, NOBODY) == 0);
	(void)execl("./setid", "setid", "-c", ":", (char *)NULL);
	WANT(0);
}

ATF_TC_WITHOUT_HEAD(setid);
ATF_TC_BODY(setid, tc)
{

	new_file(TRACE);
	ATF_REQUIRE_EQ(0, chmod(".", 0755));
	copy_program("/bin/sh", "setid", 04755);
	in_child(NOBODY, exec_setid);
	trace_read(TRACE);
	ATF_CHECK(has_path("./setid"));
	ATF_CHECK_STREQ("t_ktrace", recs[nrecs - 1].h->ktr_comm);
	ATF_CHECK_EQ(0, count_calls(SYS__exit, 0));
	/* The super-user sees more. */
	new_file(TRACE);
	in_child(0, exec_setid_traced_by_root);
	trace_read(TRACE);
	ATF_CHECK_EQ(1, count_calls(SYS__exit, 0));
	ATF_CHECK_STREQ("setid", recs[nrecs - 1].h->ktr_comm);
}

static void
many_calls(void)
{

	for (int i = 0; i < 2000; i++)
		(void)getppid();
	WANT(access("still/here", F_OK) == -1);
}

static void
limited_calls(void)
{
	struct rlimit rl = { 10000, RLIM_INFINITY };

	WANT(setrlimit(RLIMIT_FSIZE, &rl) == 0);
	WANT(ktrace(TRACE, KTROP_SET, KTRFAC_SYSCALL, getpid()) == 0);
	many_calls();
}

ATF_TC_WITHOUT_HEAD(size_limit);
ATF_TC_BODY(size_limit, tc)
{

	new_file(TRACE);
	in_child(0, limited_calls);
	trace_read(TRACE);
	ATF_CHECK(nrecs > 100);
	ATF_CHECK(trace_len <= 10000 && trace_len > 9000);
}

static void
calls_on_full_disk(void)
{

	WANT(ktrace("small/trace", KTROP_SET, KTRFAC_SYSCALL | KTRFAC_SYSRET,
	    getpid()) == 0);
	for (int i = 0; i < 10; i++)
		many_calls();
}

ATF_TC_WITHOUT_HEAD(full_disk);
ATF_TC_BODY(full_disk, tc)
{
	struct puppet p;
	static char log[4 * 65536];	/* more than the kernel keeps */
	size_t len = sizeof(log) - 1;

	mount_small("small");
	new_file("small/trace");
	in_child(0, calls_on_full_disk);
	trace_read("small/trace");
	ATF_CHECK(nrecs > 100);
	ATF_REQUIRE_EQ(0, sysctlbyname("kern.msgbuf", log, &len, NULL, 0));
	log[len] = '\0';
	ATF_CHECK(strstr(log, "tracing to the file ends") != NULL);
	/* Nobody uses the file, and others can be traced. */
	ATF_CHECK_EQ(0, unlink("small/trace"));
	new_file(TRACE);
	puppet_start(&p, 0);
	ATF_REQUIRE_EQ(0, ktrace(TRACE, KTROP_SET, KTRFAC_SYSCALL, p.pid));
	puppet_step(&p);
	puppet_end(&p);
	trace_read(TRACE);
	ATF_CHECK_EQ(1, count_calls(SYS_getpid, p.pid));
}

ATF_TC_WITHOUT_HEAD(forced_unmount);
ATF_TC_BODY(forced_unmount, tc)
{
	struct puppet p;

	mount_tmpfs("gone", 0, 0, 0);
	new_file("gone/trace");
	puppet_start(&p, 0);
	ATF_REQUIRE_EQ(0, ktrace("gone/trace", KTROP_SET, KTRFAC_SYSCALL,
	    p.pid));
	puppet_step(&p);
	ATF_CHECK_ERRNO(EBUSY, unmount("gone", 0) == -1);
	ATF_REQUIRE_EQ(0, unmount("gone", MNT_FORCE));
	puppet_step(&p);
	puppet_step(&p);
	puppet_end(&p);
}

ATF_TP_ADD_TCS(tp)
{

	vfs_start();
	ATF_TP_ADD_TC(tp, ktrace__eacces);
	ATF_TP_ADD_TC(tp, ktrace__eacces_file);
	ATF_TP_ADD_TC(tp, ktrace__efault);
	ATF_TP_ADD_TC(tp, ktrace__einval);
	ATF_TP_ADD_TC(tp, ktrace__eio);
	ATF_TP_ADD_TC(tp, ktrace__eisdir);
	ATF_TP_ADD_TC(tp, ktrace__eloop);
	ATF_TP_ADD_TC(tp, ktrace__eloop_last);
	ATF_TP_ADD_TC(tp, ktrace__enametoolong);
	ATF_TP_ADD_TC(tp, ktrace__enoent);
	ATF_TP_ADD_TC(tp, ktrace__enotdir);
	ATF_TP_ADD_TC(tp, ktrace__enxio);
	ATF_TP_ADD_TC(tp, ktrace__eperm);
	ATF_TP_ADD_TC(tp, ktrace__eperm_when_root_traces);
	ATF_TP_ADD_TC(tp, ktrace__erofs);
	ATF_TP_ADD_TC(tp, ktrace__esrch);
	ATF_TP_ADD_TC(tp, ktrace__etxtbsy);
	ATF_TP_ADD_TC(tp, utrace__efault);
	ATF_TP_ADD_TC(tp, utrace__einval);
	ATF_TP_ADD_TC(tp, calls);
	ATF_TP_ADD_TC(tp, unknown);
	ATF_TP_ADD_TC(tp, names);
	ATF_TP_ADD_TC(tp, bytes);
	ATF_TP_ADD_TC(tp, bytes_limit);
	ATF_TP_ADD_TC(tp, structs);
	ATF_TP_ADD_TC(tp, signals);
	ATF_TP_ADD_TC(tp, switches);
	ATF_TP_ADD_TC(tp, faults_and_drops);
	ATF_TP_ADD_TC(tp, inherit);
	ATF_TP_ADD_TC(tp, threads);
	ATF_TP_ADD_TC(tp, others);
	ATF_TP_ADD_TC(tp, failure_changes_nothing);
	ATF_TP_ADD_TC(tp, another_file);
	ATF_TP_ADD_TC(tp, setid);
	ATF_TP_ADD_TC(tp, size_limit);
	ATF_TP_ADD_TC(tp, full_disk);
	ATF_TP_ADD_TC(tp, forced_unmount);
	return (atf_no_error());
}
