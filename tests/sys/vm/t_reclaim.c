/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * When memory runs short.
 */
#include <sys/param.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include "h_vm.h"

static void
eat(void *arg)
{
	size_t i, piece = 4 << 20;
	char *p;

	(void)arg;
	for (;;) {
		p = mmap(NULL, piece, RW, ANON, -1, 0);
		WANT(p != MAP_FAILED);
		for (i = 0; i < piece; i += PAGE)
			p[i] = 1;
	}
}

/*
 * A process that takes all memory is killed; others are not.
 */
ATF_TC(reclaim__largest_process_is_killed);
ATF_TC_HEAD(reclaim__largest_process_is_killed, tc)
{

	atf_tc_set_md_var(tc, "timeout", "120");
}
ATF_TC_BODY(reclaim__largest_process_is_killed, tc)
{
	unsigned long kills = counter("vm.stats.oomkills");
	int i, status;
	char *p = map(256, RW, ANON);

	memset(p, 1, 256 * PAGE);
	for (i = 0; i < 3; i++) {
		status = child_status(eat, NULL);
		ATF_REQUIRE(WIFSIGNALED(status));
		ATF_CHECK_EQ(SIGKILL, WTERMSIG(status));
	}
	ATF_CHECK(counter("vm.stats.oomkills") >= kills + 3);
	ATF_CHECK_EQ(1, p[100 * PAGE]);
	ATF_CHECK(counter("vm.stats.free") > 1000);
}

/*
 * The kernel's messages tell which process it was, and one that is protected is
 * passed over for a smaller one.
 */
static void
eat_most(void *arg)
{
	size_t i, len = counter("vm.stats.free") * PAGE / 10 * 6;
	int *ready = arg;
	char *p, c = 0;

	WANT(madvise(NULL, 0, MADV_PROTECT) == 0);
	p = mmap(NULL, len, RW, ANON, -1, 0);
	WANT(p != MAP_FAILED);
	for (i = 0; i < len; i += PAGE)
		p[i] = 1;
	WANT(write(ready[1], &c, 1) == 1);
	(void)pause();
}

ATF_TC(reclaim__protected_process_is_spared);
ATF_TC_HEAD(reclaim__protected_process_is_spared, tc)
{

	atf_tc_set_md_var(tc, "timeout", "120");
	atf_tc_set_md_var(tc, "X-level", "default");
}
ATF_TC_BODY(reclaim__protected_process_is_spared, tc)
{
	static char log[1 << 20];
	char want[80];
	size_t len = sizeof(log) - 1;
	int ready[2], status;
	pid_t big, small;
	char c;

	ATF_REQUIRE_EQ(0, pipe(ready));
	big = fork();
	ATF_REQUIRE(big >= 0);
	if (big == 0) {
		eat_most(ready);
		_exit(0);
	}
	ATF_REQUIRE_EQ(1, read(ready[0], &c, 1));
	small = fork();
	ATF_REQUIRE(small >= 0);
	if (small == 0)
		eat(NULL);
	ATF_REQUIRE_EQ(small, waitpid(small, &status, 0));
	ATF_CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	ATF_CHECK_EQ(0, waitpid(big, &status, WNOHANG));
	ATF_REQUIRE_EQ(0, kill(big, SIGKILL));
	ATF_REQUIRE_EQ(big, waitpid(big, &status, 0));
	ATF_REQUIRE_EQ(0, sysctlbyname("kern.msgbuf", log, &len, NULL, 0));
	snprintf(want, sizeof(want), "out of memory: killing process %d "
	    "(t_reclaim), ", (int)small);
	ATF_CHECK(strstr(log, want) != NULL);
	snprintf(want, sizeof(want), "killing process %d ", (int)big);
	ATF_CHECK(strstr(log, want) == NULL);
}

/*
 * A process in copyin, too.
 */
static void
eat_by_read(void *arg)
{
	size_t piece = 4 << 20;
	char *p;
	int fd;

	(void)arg;
	fd = open("/dev/zero", O_RDONLY);
	WANT(fd >= 0);
	for (;;) {
		p = mmap(NULL, piece, RW, ANON, -1, 0);
		WANT(p != MAP_FAILED);
		if (read(fd, p, piece) == -1)
			WANT(errno == EFAULT);
	}
}

ATF_TC(reclaim__killed_in_the_kernel);
ATF_TC_HEAD(reclaim__killed_in_the_kernel, tc)
{

	atf_tc_set_md_var(tc, "timeout", "120");
}
ATF_TC_BODY(reclaim__killed_in_the_kernel, tc)
{
	int status = child_status(eat_by_read, NULL);

	ATF_REQUIRE(WIFSIGNALED(status));
	ATF_CHECK_EQ(SIGKILL, WTERMSIG(status));
}

/*
 * Pages of files are dropped on request, and read again; on the disk, since
 * those of a tmpfs, where cases run, have nowhere to go.
 */
ATF_TC_WITHOUT_HEAD(reclaim__by_sysctl);
ATF_TC_BODY(reclaim__by_sysctl, tc)
{
	char dir[] = "/root/reclaim.XXXXXX", *p;
	unsigned long reclaimed;
	int fd, i;

	ATF_REQUIRE(mkdtemp(dir) != NULL);
	ATF_REQUIRE_EQ(0, chdir(dir));
	fd = make_file("f", 200 * PAGE);
	ATF_REQUIRE_EQ(0, unlink("f"));
	ATF_REQUIRE_EQ(0, rmdir(dir));
	p = mmap(NULL, 200 * PAGE, PROT_READ, MAP_SHARED, fd, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	ATF_REQUIRE_EQ(0, fsync(fd));
	for (i = 0; i < 200; i++)
		ATF_REQUIRE_EQ((char)(i + 1), p[i * PAGE]);
	ATF_REQUIRE_EQ(200, resident(p, 200));
	reclaimed = counter("vm.stats.reclaimed");
	reclaim();
	/* The system's sum says less: the text that runs now comes back. */
	ATF_CHECK(counter("vm.stats.reclaimed") >= reclaimed + 200);
	ATF_CHECK_EQ(0, resident(p, 200));
	for (i = 0; i < 200; i++)
		ATF_REQUIRE_EQ((char)(i + 1), p[i * PAGE]);
}

/*
 * A file on the disk keeps its data when its pages have to make room, also
 * those that were not written yet.
 */
ATF_TC(reclaim__file_is_pushed_out);
ATF_TC_HEAD(reclaim__file_is_pushed_out, tc)
{

	atf_tc_set_md_var(tc, "timeout", "300");
}
ATF_TC_BODY(reclaim__file_is_pushed_out, tc)
{
	static char buf[1 << 20];
	char name[] = "/root/reclaim.XXXXXX";
	unsigned long i, n, reclaimed;
	struct statvfs sb;
	int fd;

	fd = mkstemp(name);
	ATF_REQUIRE(fd >= 0);
	ATF_REQUIRE_EQ(0, unlink(name));
	ATF_REQUIRE_EQ(0, fstatvfs(fd, &sb));
	n = MIN(counter("vm.stats.total") * PAGE,
	    sb.f_bavail * sb.f_frsize) / sizeof(buf) / 2;
	ATF_REQUIRE(n > 8);
	for (i = 0; i < n; i++) {
		memset(buf, (int)i, sizeof(buf));
		ATF_REQUIRE_EQ((ssize_t)sizeof(buf),
		    write(fd, buf, sizeof(buf)));
	}
	reclaimed = counter("vm.stats.reclaimed");
	/* Anonymous memory pushes the file out. */
	(void)child_status(eat, NULL);
	ATF_CHECK(counter("vm.stats.reclaimed") >=
	    reclaimed + n * sizeof(buf) / PAGE / 2);
	ATF_REQUIRE_EQ(0, lseek(fd, 0, SEEK_SET));
	for (i = 0; i < n; i++) {
		ATF_REQUIRE_EQ((ssize_t)sizeof(buf),
		    read(fd, buf, sizeof(buf)));
		ATF_REQUIRE_EQ((char)i, buf[i % sizeof(buf)]);
		ATF_REQUIRE_EQ((char)i, buf[sizeof(buf) - 1]);
	}
	ATF_REQUIRE_EQ(0, close(fd));
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, reclaim__largest_process_is_killed);
	ATF_TP_ADD_TC(tp, reclaim__protected_process_is_spared);
	ATF_TP_ADD_TC(tp, reclaim__killed_in_the_kernel);
	ATF_TP_ADD_TC(tp, reclaim__by_sysctl);
	ATF_TP_ADD_TC(tp, reclaim__file_is_pushed_out);
	return (atf_no_error());
}
