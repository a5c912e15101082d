/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * posix_fallocate(2) and posix_fadvise(2).
 */

#include <sys/param.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include "h_vfs.h"

#define	PAGE	4096
#define	KB	1024
#define	MB	(1024 * 1024)

static int
new_file(const char *path)
{
	int fd;

	fd = open(path, O_RDWR | O_CREAT | O_EXCL, 0644);
	ATF_REQUIRE_MSG(fd >= 0, "%s: %s", path, strerror(errno));
	return (fd);
}

static off_t
size_of(int fd)
{
	struct stat sb;

	ATF_REQUIRE_EQ(0, fstat(fd, &sb));
	return (sb.st_size);
}

static off_t
space_of(int fd)
{
	struct stat sb;

	ATF_REQUIRE_EQ(0, fstat(fd, &sb));
	return (sb.st_blocks * 512);
}

/*
 * Bytes [from, to) of the file are all c.
 */
static void
check_bytes(int fd, off_t from, off_t to, char c)
{
	char buf[PAGE];
	ssize_t n, i;

	for (; from < to; from += n) {
		n = pread(fd, buf, (size_t)MIN((off_t)sizeof(buf), to - from),
		    from);
		ATF_REQUIRE(n > 0);
		for (i = 0; i < n; i++)
			ATF_REQUIRE_MSG(buf[i] == c, "byte %jd is %#x",
			    (intmax_t)(from + i), buf[i]);
	}
}

/* --- posix_fallocate ------------------------------------------------------ */

ATF_TC_WITHOUT_HEAD(posix_fallocate__fills_holes);
ATF_TC_BODY(posix_fallocate__fills_holes, tc)
{
	char buf[10000];
	int fd = new_file("f");

	memset(buf, 'x', sizeof(buf));
	ATF_REQUIRE_EQ(0, ftruncate(fd, MB));
	ATF_REQUIRE_EQ((ssize_t)sizeof(buf),
	    pwrite(fd, buf, sizeof(buf), 300001));
	ATF_REQUIRE(space_of(fd) < 100 * KB);
	ATF_REQUIRE_EQ(7, lseek(fd, 7, SEEK_SET));
	ATF_CHECK_EQ(0, posix_fallocate(fd, 100 * KB, 500 * KB));
	ATF_CHECK(space_of(fd) >= 500 * KB);
	ATF_CHECK(space_of(fd) < 700 * KB);
	ATF_CHECK_EQ(0, posix_fallocate(fd, 0, MB));
	ATF_CHECK(space_of(fd) >= MB);
	ATF_CHECK_EQ(MB, size_of(fd));
	ATF_CHECK_EQ(7, lseek(fd, 0, SEEK_CUR));
	check_bytes(fd, 0, 300001, '\0');
	check_bytes(fd, 300001, 310001, 'x');
	check_bytes(fd, 310001, MB, '\0');
	ATF_REQUIRE_EQ(0, fsync(fd));
	check_bytes(fd, 300001, 310001, 'x');
}

ATF_TC_WITHOUT_HEAD(posix_fallocate__grows_only);
ATF_TC_BODY(posix_fallocate__grows_only, tc)
{
	int fd = new_file("f");

	ATF_REQUIRE_EQ(3, write(fd, "abc", 3));
	errno = 99;
	ATF_CHECK_EQ(0, posix_fallocate(fd, 5, 1));
	ATF_CHECK_EQ(99, errno);
	ATF_CHECK_EQ(6, size_of(fd));
	ATF_CHECK_EQ(0, posix_fallocate(fd, 3 * MB - 10, 20));
	ATF_CHECK_EQ(3 * MB + 10, size_of(fd));
	ATF_CHECK(space_of(fd) < MB);
	ATF_CHECK_EQ(0, posix_fallocate(fd, 1, 10));
	ATF_CHECK_EQ(3 * MB + 10, size_of(fd));
	check_bytes(fd, 3, 3 * MB + 10, '\0');
	check_bytes(fd, 2, 3, 'c');
}

/*
 * The point of it: what was allocated can be written when nothing else can.
 */
ATF_TC_WITHOUT_HEAD(posix_fallocate__keeps_its_word);
ATF_TC_BODY(posix_fallocate__keeps_its_word, tc)
{
	char buf[64 * KB], path[300];
	int fd;

	mount_small("small");
	if (!is_there("small/file"))
		make_file("small/file", 0600);
	fd = new_file("small/f");
	ATF_REQUIRE_EQ(0, posix_fallocate(fd, 0, sizeof(buf)));
	(void)fill_blocks("small", path, sizeof(path));
	memset(buf, 'y', sizeof(buf));
	ATF_CHECK_EQ((ssize_t)sizeof(buf), write(fd, buf, sizeof(buf)));
	ATF_CHECK_ERRNO(ENOSPC, write(fd, buf, sizeof(buf)) == -1);
	ATF_CHECK_EQ(0, fsync(fd));
	check_bytes(fd, 0, sizeof(buf), 'y');
}

/*
 * Nothing that a mapping wrote is lost, nor does what it wrote behind the end
 * come to light.
 */
ATF_TC_WITHOUT_HEAD(posix_fallocate__beside_a_mapping);
ATF_TC_BODY(posix_fallocate__beside_a_mapping, tc)
{
	int fd = new_file("f");
	char *p;

	ATF_REQUIRE_EQ(0, ftruncate(fd, 3 * PAGE + 100));
	p = mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	memset(p, 'm', 2 * PAGE);
	memset(p + 3 * PAGE, 'e', PAGE);
	ATF_CHECK_EQ(0, posix_fallocate(fd, 0, 4 * PAGE));
	check_bytes(fd, 0, 2 * PAGE, 'm');
	check_bytes(fd, 2 * PAGE, 3 * PAGE, '\0');
	check_bytes(fd, 3 * PAGE, 3 * PAGE + 100, 'e');
	check_bytes(fd, 3 * PAGE + 100, 4 * PAGE, '\0');
	p[2 * PAGE] = 'z';
	check_bytes(fd, 2 * PAGE, 2 * PAGE + 1, 'z');
}

ATF_TC_WITHOUT_HEAD(posix_fallocate__ebadf);
ATF_TC_BODY(posix_fallocate__ebadf, tc)
{
	int fd;

	make_file("f", 0600);
	fd = open("f", O_RDONLY);
	ATF_REQUIRE(fd >= 0);
	errno = 99;
	ATF_CHECK_EQ(EBADF, posix_fallocate(-1, 0, 1));
	ATF_CHECK_EQ(EBADF, posix_fallocate(BADFD, 0, 1));
	ATF_CHECK_EQ(EBADF, posix_fallocate(fd, 0, 100));
	ATF_CHECK_EQ(99, errno);
	check_file("f");
}

static void
want_limits(void)
{
	struct rlimit rl = { 1000, 1000 };
	int fd;

	(void)signal(SIGXFSZ, SIG_IGN);
	WANT(setrlimit(RLIMIT_FSIZE, &rl) == 0);
	fd = open("f", O_RDWR);
	WANT(fd >= 0);
	WANT(posix_fallocate(fd, 0, 1001) == EFBIG);
	WANT(posix_fallocate(fd, 1000, 1) == EFBIG);
	WANT(lseek(fd, 0, SEEK_END) == 4);
	WANT(posix_fallocate(fd, 0, 1000) == 0);
}

ATF_TC_WITHOUT_HEAD(posix_fallocate__efbig);
ATF_TC_BODY(posix_fallocate__efbig, tc)
{
	int fd;

	make_file("f", 0600);
	fd = open("f", O_RDWR);
	ATF_REQUIRE(fd >= 0);
	ATF_CHECK_EQ(EFBIG, posix_fallocate(fd, INT64_MAX, 1));
	ATF_CHECK_EQ(EFBIG, posix_fallocate(fd, 10, INT64_MAX));
	check_file("f");
	in_child(0, want_limits);
}

static volatile sig_atomic_t	alarms;

static void
on_alarm(int sig)
{

	alarms = alarms + 1;
}

ATF_TC_WITHOUT_HEAD(posix_fallocate__eintr);
ATF_TC_BODY(posix_fallocate__eintr, tc)
{
	struct itimerval it = { { 0, 1000 }, { 0, 1000 } };
	struct sigaction sa = { .sa_handler = on_alarm };
	int error = 0, fd = new_file("f"), i;

	ATF_REQUIRE_EQ(0, sigaction(SIGALRM, &sa, NULL));
	ATF_REQUIRE_EQ(0, setitimer(ITIMER_REAL, &it, NULL));
	for (i = 0; i < 200 && error == 0; i++) {
		ATF_REQUIRE_EQ(0, ftruncate(fd, 0));
		error = posix_fallocate(fd, 0, 32 * MB);
	}
	ATF_CHECK_EQ(EINTR, error);
	ATF_CHECK(size_of(fd) % MB == 0 && size_of(fd) < 32 * MB);
	/* With SA_RESTART it ends all the same. */
	sa.sa_flags = SA_RESTART;
	ATF_REQUIRE_EQ(0, sigaction(SIGALRM, &sa, NULL));
	alarms = 0;
	for (i = 0; i < 200 && alarms == 0; i++) {
		ATF_REQUIRE_EQ(0, ftruncate(fd, 0));
		ATF_REQUIRE_EQ(0, posix_fallocate(fd, 0, 4 * MB));
		ATF_REQUIRE_EQ(4 * MB, size_of(fd));
	}
	ATF_CHECK(alarms > 0);
}

ATF_TC_WITHOUT_HEAD(posix_fallocate__einval);
ATF_TC_BODY(posix_fallocate__einval, tc)
{
	int fd;

	make_file("f", 0600);
	fd = open("f", O_RDWR);
	ATF_REQUIRE(fd >= 0);
	ATF_CHECK_EQ(EINVAL, posix_fallocate(fd, -1, 10));
	ATF_CHECK_EQ(EINVAL, posix_fallocate(fd, 10, 0));
	ATF_CHECK_EQ(EINVAL, posix_fallocate(fd, 10, -1));
	check_file("f");
}

ATF_TC_WITHOUT_HEAD(posix_fallocate__eio_when_unmounted);
ATF_TC_BODY(posix_fallocate__eio_when_unmounted, tc)
{
	int fd;

	mount_tmpfs("m", 0, 0, 0);
	fd = new_file("m/f");
	ATF_REQUIRE_EQ(0, unmount("m", MNT_FORCE));
	h_nmounts--;
	ATF_CHECK_EQ(EIO, posix_fallocate(fd, 0, 10));
}

ATF_TC_WITHOUT_HEAD(posix_fadvise__eio_when_unmounted);
ATF_TC_BODY(posix_fadvise__eio_when_unmounted, tc)
{
	int fd;

	mount_tmpfs("m", 0, 0, 0);
	fd = new_file("m/f");
	ATF_REQUIRE_EQ(0, unmount("m", MNT_FORCE));
	h_nmounts--;
	ATF_CHECK_EQ(EIO, posix_fadvise(fd, 0, 10, POSIX_FADV_WILLNEED));
}

ATF_TC_WITHOUT_HEAD(posix_fallocate__enodev);
ATF_TC_BODY(posix_fallocate__enodev, tc)
{
	int fd;

	fd = open("/dev/zero", O_RDWR);
	ATF_REQUIRE(fd >= 0);
	ATF_CHECK_EQ(ENODEV, posix_fallocate(fd, 0, 10));
}

ATF_TC_WITHOUT_HEAD(posix_fallocate__enospc);
ATF_TC_BODY(posix_fallocate__enospc, tc)
{
	struct statvfs sv;
	int fd;

	mount_small("small");
	make_file("small/new", 0600);
	fd = open("small/new", O_RDWR);
	ATF_REQUIRE(fd >= 0);
	ATF_REQUIRE_EQ(0, fstatvfs(fd, &sv));
	ATF_CHECK_EQ(ENOSPC, posix_fallocate(fd, 100,
	    (off_t)(sv.f_blocks * sv.f_frsize)));
	check_bytes(fd, 4, size_of(fd), '\0');
#ifdef VFS_EXT2
	check_file("small/new");
#endif
	ATF_REQUIRE_EQ(0, ftruncate(fd, 0));
	ATF_CHECK_EQ(0, posix_fallocate(fd, 0, 64 * KB));
}

ATF_TC_WITHOUT_HEAD(posix_fallocate__espipe);
ATF_TC_BODY(posix_fallocate__espipe, tc)
{
	int fds[2];

	ATF_REQUIRE_EQ(0, pipe(fds));
	ATF_CHECK_EQ(ESPIPE, posix_fallocate(fds[1], 0, 1));
	ATF_REQUIRE_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, fds));
	ATF_CHECK_EQ(ESPIPE, posix_fallocate(fds[1], 0, 1));
}

/* --- posix_fadvise -------------------------------------------------------- */

/*
 * How many of the first n pages of the file are in memory.
 */
static int
pages_in_memory(int fd, int n)
{
	char vec[1024];
	int i, sum = 0;
	char *p;

	ATF_REQUIRE(n <= (int)sizeof(vec));
	p = mmap(NULL, (size_t)n * PAGE, PROT_READ, MAP_SHARED, fd, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	ATF_REQUIRE_EQ(0, mincore(p, (size_t)n * PAGE, vec));
	ATF_REQUIRE_EQ(0, munmap(p, (size_t)n * PAGE));
	for (i = 0; i < n; i++)
		sum += (vec[i] & MINCORE_INCORE) != 0;
	return (sum);
}

/*
 * A file of as many pages, on the disk.
 */
static int
file_of_pages(int n)
{
	static char buf[PAGE];
	int fd = new_file("f"), i;

	memset(buf, 'p', sizeof(buf));
	for (i = 0; i < n; i++)
		ATF_REQUIRE_EQ(PAGE, write(fd, buf, PAGE));
	ATF_REQUIRE_EQ(0, fsync(fd));
	ATF_REQUIRE_EQ(n, pages_in_memory(fd, n));
	return (fd);
}

ATF_TC_WITHOUT_HEAD(posix_fadvise__changes_no_data);
ATF_TC_BODY(posix_fadvise__changes_no_data, tc)
{
	static const int advice[] = { POSIX_FADV_RANDOM, POSIX_FADV_WILLNEED,
	    POSIX_FADV_SEQUENTIAL, POSIX_FADV_DONTNEED, POSIX_FADV_NOREUSE,
	    POSIX_FADV_NORMAL };
	int fd = file_of_pages(40), flags = fcntl(fd, F_GETFL);
	u_int i;

	errno = 99;
	for (i = 0; i < nitems(advice); i++) {
		ATF_REQUIRE_EQ(1, pwrite(fd, "q", 1, (off_t)i * PAGE));
		ATF_CHECK_EQ(0, posix_fadvise(fd, 100, 20 * PAGE, advice[i]));
		ATF_CHECK_EQ(0, posix_fadvise(fd, 0, 0, advice[i]));
		ATF_CHECK_EQ(0, posix_fadvise(fd, INT64_MAX, INT64_MAX,
		    advice[i]));
		ATF_CHECK_EQ(flags, fcntl(fd, F_GETFL));
		check_bytes(fd, i * PAGE, i * PAGE + 1, 'q');
		check_bytes(fd, i * PAGE + 1, 40 * PAGE, 'p');
	}
	ATF_CHECK_EQ(99, errno);
}

#ifdef VFS_EXT2
ATF_TC_WITHOUT_HEAD(posix_fadvise__what_is_in_memory);
ATF_TC_BODY(posix_fadvise__what_is_in_memory, tc)
{
	int fd = file_of_pages(512), n;
	char c;

	/* Whole pages of the range go, dirty ones when they are written. */
	ATF_CHECK_EQ(0, posix_fadvise(fd, 10 * PAGE + 1, 10 * PAGE,
	    POSIX_FADV_DONTNEED));
	ATF_CHECK_EQ(512 - 9, pages_in_memory(fd, 512));
	ATF_REQUIRE_EQ(1, pwrite(fd, "x", 1, 5 * PAGE));
	ATF_REQUIRE_EQ(0, fsync(fd));
	ATF_CHECK_EQ(0, posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED));
	ATF_CHECK_EQ(0, pages_in_memory(fd, 512));
	check_bytes(fd, 5 * PAGE, 5 * PAGE + 1, 'x');

	/* A byte that is read at random brings one page. */
	ATF_CHECK_EQ(0, posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED));
	ATF_CHECK_EQ(0, posix_fadvise(fd, 0, 0, POSIX_FADV_RANDOM));
	ATF_REQUIRE_EQ(1, pread(fd, &c, 1, 0));
	ATF_CHECK_EQ(1, pages_in_memory(fd, 512));
	ATF_REQUIRE_EQ(1, pread(fd, &c, 1, 1 * PAGE));
	ATF_CHECK_EQ(2, pages_in_memory(fd, 512));

	/* One that is read in order brings as much as anything does. */
	ATF_CHECK_EQ(0, posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED));
	ATF_CHECK_EQ(0, posix_fadvise(fd, 0, 0, POSIX_FADV_NORMAL));
	ATF_REQUIRE_EQ(1, pread(fd, &c, 1, 100 * PAGE));
	n = pages_in_memory(fd, 512);
	ATF_CHECK(n >= 1);
	ATF_CHECK_EQ(0, posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED));
	ATF_CHECK_EQ(0, posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL));
	ATF_REQUIRE_EQ(1, pread(fd, &c, 1, 200 * PAGE));
	ATF_CHECK_MSG(pages_in_memory(fd, 512) > n, "%d and %d pages", n,
	    pages_in_memory(fd, 512));

	/* What will be needed comes at once, up to a megabyte. */
	ATF_CHECK_EQ(0, posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED));
	ATF_CHECK_EQ(0, posix_fadvise(fd, 0, 100 * PAGE,
	    POSIX_FADV_WILLNEED));
	ATF_CHECK(pages_in_memory(fd, 100) == 100);
	ATF_CHECK_EQ(0, posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED));
	ATF_CHECK_EQ(0, posix_fadvise(fd, 0, 0, POSIX_FADV_WILLNEED));
	n = pages_in_memory(fd, 512);
	ATF_CHECK(n >= 256 && n < 512);
}
#endif

ATF_TC_WITHOUT_HEAD(posix_fadvise__ebadf);
ATF_TC_BODY(posix_fadvise__ebadf, tc)
{

	ATF_CHECK_EQ(EBADF, posix_fadvise(-1, 0, 0, POSIX_FADV_NORMAL));
	ATF_CHECK_EQ(EBADF, posix_fadvise(BADFD, 0, 0, POSIX_FADV_NORMAL));
}

ATF_TC_WITHOUT_HEAD(posix_fadvise__einval);
ATF_TC_BODY(posix_fadvise__einval, tc)
{
	int fd;

	make_file("f", 0600);
	fd = open("f", O_RDONLY);
	ATF_REQUIRE(fd >= 0);
	ATF_CHECK_EQ(EINVAL, posix_fadvise(fd, -1, 0, POSIX_FADV_NORMAL));
	ATF_CHECK_EQ(EINVAL, posix_fadvise(fd, 0, -1, POSIX_FADV_NORMAL));
	ATF_CHECK_EQ(EINVAL, posix_fadvise(fd, 0, 0, -1));
	ATF_CHECK_EQ(EINVAL, posix_fadvise(fd, 0, 0, POSIX_FADV_NOREUSE + 1));
}

ATF_TC_WITHOUT_HEAD(posix_fadvise__enodev);
ATF_TC_BODY(posix_fadvise__enodev, tc)
{
	int fd;

	fd = open("/", O_RDONLY | O_DIRECTORY);
	ATF_REQUIRE(fd >= 0);
	ATF_CHECK_EQ(ENODEV, posix_fadvise(fd, 0, 0, POSIX_FADV_NORMAL));
	fd = open("/dev/zero", O_RDWR);
	ATF_REQUIRE(fd >= 0);
	ATF_CHECK_EQ(ENODEV, posix_fadvise(fd, 0, 0, POSIX_FADV_NORMAL));
}

ATF_TC_WITHOUT_HEAD(posix_fadvise__espipe);
ATF_TC_BODY(posix_fadvise__espipe, tc)
{
	int fds[2];

	ATF_REQUIRE_EQ(0, pipe(fds));
	ATF_CHECK_EQ(ESPIPE, posix_fadvise(fds[0], 0, 0, POSIX_FADV_NORMAL));
}

ATF_TP_ADD_TCS(tp)
{

	vfs_start();
	ATF_TP_ADD_TC(tp, posix_fallocate__fills_holes);
	ATF_TP_ADD_TC(tp, posix_fallocate__grows_only);
	ATF_TP_ADD_TC(tp, posix_fallocate__keeps_its_word);
	ATF_TP_ADD_TC(tp, posix_fallocate__beside_a_mapping);
	ATF_TP_ADD_TC(tp, posix_fallocate__ebadf);
	ATF_TP_ADD_TC(tp, posix_fallocate__efbig);
	ATF_TP_ADD_TC(tp, posix_fallocate__eintr);
	ATF_TP_ADD_TC(tp, posix_fallocate__einval);
	ATF_TP_ADD_TC(tp, posix_fallocate__eio_when_unmounted);
	ATF_TP_ADD_TC(tp, posix_fallocate__enodev);
	ATF_TP_ADD_TC(tp, posix_fallocate__enospc);
	ATF_TP_ADD_TC(tp, posix_fallocate__espipe);
	ATF_TP_ADD_TC(tp, posix_fadvise__changes_no_data);
#ifdef VFS_EXT2
	ATF_TP_ADD_TC(tp, posix_fadvise__what_is_in_memory);
#endif
	ATF_TP_ADD_TC(tp, posix_fadvise__ebadf);
	ATF_TP_ADD_TC(tp, posix_fadvise__einval);
	ATF_TP_ADD_TC(tp, posix_fadvise__eio_when_unmounted);
	ATF_TP_ADD_TC(tp, posix_fadvise__enodev);
	ATF_TP_ADD_TC(tp, posix_fadvise__espipe);
	return (atf_no_error());
}
