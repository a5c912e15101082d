/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The sysctl nodes about processes: kern.proc.*, kern.maxproc, kern.maxfiles.
 */

#include <sys/param.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/user.h>
#include "h_kern.h"

static const int proc_mib[2] = { CTL_KERN, KERN_PROC };

/* What kern.proc.OP.ARG gives, malloced; NULL and errno. */
static void *
proc_get(int op, int arg, unsigned int namelen, size_t *len)
{
	int mib[4] = { proc_mib[0], proc_mib[1], op, arg };
	void *buf;
	int tries;

	for (tries = 0; tries < 10; tries++) {
		if (sysctl(mib, namelen, NULL, len, NULL, 0) == -1)
			return (NULL);
		buf = malloc(*len + 1);
		ATF_REQUIRE(buf != NULL);
		if (sysctl(mib, namelen, buf, len, NULL, 0) == 0)
			return (buf);
		free(buf);
		if (errno != ENOMEM)
			return (NULL);
	}
	return (NULL);
}

static struct kinfo_proc *
proc_one(pid_t pid)
{
	struct kinfo_proc *ki;
	size_t len;

	ki = proc_get(KERN_PROC_PID, pid, 4, &len);
	if (ki != NULL) {
		ATF_REQUIRE_EQ(sizeof(*ki), len);
		ATF_REQUIRE_EQ(sizeof(*ki), (size_t)ki->ki_structsize);
	}
	return (ki);
}

/* How many of the processes that op and arg name have the id pid? */
static int
proc_count(int op, int arg, unsigned int namelen, pid_t pid)
{
	struct kinfo_proc *ki;
	size_t len, i;
	int n = 0;

	ki = proc_get(op, arg, namelen, &len);
	ATF_REQUIRE(ki != NULL);
	for (i = 0; i < len / sizeof(*ki); i++)
		n += ki[i].ki_pid == pid;
	free(ki);
	return (n);
}

ATF_TC_WITHOUT_HEAD(pid__describes_us);
ATF_TC_BODY(pid__describes_us, tc)
{
	struct kinfo_proc *ki;

	ki = proc_one(getpid());
	ATF_REQUIRE(ki != NULL);
	ATF_CHECK_EQ(getpid(), ki->ki_pid);
	ATF_CHECK_EQ(getppid(), ki->ki_ppid);
	ATF_CHECK_EQ(getpgid(0), ki->ki_pgid);
	ATF_CHECK_EQ(getsid(0), ki->ki_sid);
	ATF_CHECK_EQ(geteuid(), ki->ki_uid);
	ATF_CHECK_EQ(getgid(), ki->ki_rgid);
	ATF_CHECK_EQ(1, ki->ki_numthreads);
	ATF_CHECK_EQ(SRUN, ki->ki_stat);
	ATF_CHECK(ki->ki_flag & KI_ONCPU);
	ATF_CHECK_STREQ("t_kinfo", ki->ki_comm);
	ATF_CHECK(ki->ki_size >= ki->ki_rssize);
	ATF_CHECK(ki->ki_rssize > 0);
	ATF_CHECK(ki->ki_start.tv_sec > 1577836800);
}

ATF_TC_WITHOUT_HEAD(pid__states);
ATF_TC_BODY(pid__states, tc)
{
	struct kinfo_proc *ki;
	int status;
	pid_t pid;

	pid = fork();
	if (pid == 0)
		for (;;)
			pause();
	await_sleep(pid);
	ki = proc_one(pid);
	ATF_REQUIRE(ki != NULL);
	ATF_CHECK_EQ(SSLEEP, ki->ki_stat);
	ATF_CHECK(ki->ki_wmesg[0] != '\0');
	ATF_CHECK(!(ki->ki_flag & KI_UNINTR));
	ATF_REQUIRE_EQ(0, kill(pid, SIGSTOP));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, WUNTRACED));
	ki = proc_one(pid);
	ATF_CHECK_EQ(SSTOP, ki->ki_stat);
	ATF_REQUIRE_EQ(0, kill(pid, SIGKILL));
	ATF_REQUIRE_EQ(pid, wait6(P_PID, pid, &status, WEXITED | WNOWAIT,
	    NULL, NULL));
	ki = proc_one(pid);
	ATF_CHECK_EQ(SZOMB, ki->ki_stat);
	ATF_CHECK_EQ((unsigned int)status, ki->ki_exitstatus);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
	errno = 0;
	ATF_CHECK(proc_one(pid) == NULL);
	ATF_CHECK_EQ(ESRCH, errno);
}

ATF_TC_WITHOUT_HEAD(lists__contain_us_once);
ATF_TC_BODY(lists__contain_us_once, tc)
{
	pid_t self = getpid();

	ATF_CHECK_EQ(1, proc_count(KERN_PROC_ALL, 0, 3, self));
	ATF_CHECK_EQ(1, proc_count(KERN_PROC_PROC, 0, 3, self));
	ATF_CHECK_EQ(1, proc_count(KERN_PROC_PGRP, getpgid(0), 4, self));
	ATF_CHECK_EQ(1, proc_count(KERN_PROC_SESSION, getsid(0), 4, self));
	ATF_CHECK_EQ(1, proc_count(KERN_PROC_UID, (int)geteuid(), 4, self));
	ATF_CHECK_EQ(1, proc_count(KERN_PROC_RUID, (int)getuid(), 4, self));
	ATF_CHECK_EQ(0, proc_count(KERN_PROC_UID, 987654, 4, self));
	ATF_CHECK_EQ(1, proc_count(KERN_PROC_ALL, 0, 3, 1));
	ATF_CHECK_EQ(1, proc_count(KERN_PROC_ALL, 0, 3, 0));
}

ATF_TC_WITHOUT_HEAD(args__are_strings_in_a_row);
ATF_TC_BODY(args__are_strings_in_a_row, tc)
{
	static const char want[] = "sleep\0" "1000\0" "1000";
	char *args;
	size_t len;
	pid_t pid;

	pid = fork();
	if (pid == 0) {
		execl("/bin/sleep", "sleep", "1000", "1000", (char *)NULL);
		_exit(1);
	}
	/* Until it has called execve it has our arguments. */
	for (;;) {
		args = proc_get(KERN_PROC_ARGS, pid, 4, &len);
		if (args == NULL || (len == sizeof(want) &&
		    memcmp(args, want, len) == 0))
			break;
		free(args);
		msleep(10);
	}
	ATF_CHECK(args != NULL);
	kill(pid, SIGKILL);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
	ATF_CHECK(proc_get(KERN_PROC_ARGS, pid, 4, &len) == NULL);
}

ATF_TC_WITHOUT_HEAD(pathname__is_absolute);
ATF_TC_BODY(pathname__is_absolute, tc)
{
	char *path;
	size_t len;

	path = proc_get(KERN_PROC_PATHNAME, -1, 4, &len);
	ATF_REQUIRE(path != NULL);
	ATF_CHECK_EQ('/', path[0]);
	ATF_CHECK_EQ(len, strlen(path) + 1);
	ATF_CHECK_STREQ("t_kinfo", strrchr(path, '/') + 1);
}

ATF_TC_WITHOUT_HEAD(names__are_checked);
ATF_TC_BODY(names__are_checked, tc)
{
	size_t len;

	ATF_CHECK_ERRNO(EINVAL, proc_get(KERN_PROC_PID, 1, 3, &len) == NULL);
	ATF_CHECK_ERRNO(EINVAL, proc_get(KERN_PROC_ARGS, 1, 3, &len) == NULL);
	ATF_CHECK_ERRNO(ESRCH, proc_get(KERN_PROC_PID, NOPID, 4,
	    &len) == NULL);
	ATF_CHECK_ERRNO(ESRCH, proc_get(KERN_PROC_PID, -7, 4, &len) == NULL);
}

ATF_TC_WITHOUT_HEAD(limits__can_be_read);
ATF_TC_BODY(limits__can_be_read, tc)
{
	unsigned int maxproc, maxfiles, perproc, n;
	size_t len = sizeof(n);

	ATF_REQUIRE_EQ(0, sysctlbyname("kern.maxproc", &maxproc, &len, NULL,
	    0));
	ATF_REQUIRE_EQ(0, sysctlbyname("kern.maxfiles", &maxfiles, &len, NULL,
	    0));
	ATF_REQUIRE_EQ(0, sysctlbyname("kern.maxfilesperproc", &perproc, &len,
	    NULL, 0));
	ATF_REQUIRE_EQ(0, sysctlbyname("kern.openfiles", &n, &len, NULL, 0));
	ATF_CHECK(maxproc >= 100 && maxfiles > perproc);
	ATF_CHECK(n >= 1 && n < maxfiles);
	ATF_REQUIRE_EQ(0, sysctlbyname("kern.nprocs", &n, &len, NULL, 0));
	ATF_CHECK(n >= 3 && n <= maxproc);
}

ATF_TC_WITHOUT_HEAD(pid__zombie_has_no_handlers);
ATF_TC_BODY(pid__zombie_has_no_handlers, tc)
{
	static const sigset_t none;
	struct kinfo_proc *ki;
	siginfo_t info;
	pid_t pid;

	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		(void)signal(SIGUSR1, h_catch);
		(void)signal(SIGUSR2, SIG_IGN);
		_exit(0);
	}
	ATF_REQUIRE_EQ(0, waitid(P_PID, pid, &info, WEXITED | WNOWAIT));
	ki = proc_one(pid);
	ATF_REQUIRE(ki != NULL);
	ATF_CHECK_EQ(SZOMB, ki->ki_stat);
	ATF_CHECK_EQ(0, memcmp(&none, &ki->ki_sigcatch, sizeof(none)));
	ATF_CHECK_EQ(0, memcmp(&none, &ki->ki_sigignore, sizeof(none)));
	free(ki);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

/*
 * Processes that end while others look at them.
 */
ATF_TC_WITHOUT_HEAD(pid__seen_while_they_end);
ATF_TC_BODY(pid__seen_while_they_end, tc)
{
	int mib[4] = { proc_mib[0], proc_mib[1], KERN_PROC_GROUPS, 0 };
	_Atomic pid_t *shared;
	gid_t groups[NGROUPS_MAX];
	pid_t pid, lookers[4];
	char path[64];
	struct stat st;
	size_t len;
	int i;

	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANON, -1, 0);
	ATF_REQUIRE(shared != MAP_FAILED);
	for (i = 0; i < 4; i++) {
		lookers[i] = fork();
		ATF_REQUIRE(lookers[i] >= 0);
		while (lookers[i] == 0) {
			mib[3] = *shared;
			if (mib[3] < 0)
				_exit(0);
			len = sizeof(groups);
			(void)sysctl(mib, 4, groups, &len, NULL, 0);
			(void)snprintf(path, sizeof(path), "/proc/%d/maps",
			    mib[3]);
			(void)stat(path, &st);
		}
	}
	for (i = 0; i < 1000; i++) {
		pid = fork();
		ATF_REQUIRE(pid >= 0);
		if (pid == 0)
			_exit(0);
		*shared = pid;
		ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
	}
	*shared = -1;
	for (i = 0; i < 4; i++)
		ATF_REQUIRE_EQ(lookers[i], waitpid(lookers[i], NULL, 0));
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, pid__describes_us);
	ATF_TP_ADD_TC(tp, pid__states);
	ATF_TP_ADD_TC(tp, lists__contain_us_once);
	ATF_TP_ADD_TC(tp, args__are_strings_in_a_row);
	ATF_TP_ADD_TC(tp, pathname__is_absolute);
	ATF_TP_ADD_TC(tp, names__are_checked);
	ATF_TP_ADD_TC(tp, limits__can_be_read);
	ATF_TP_ADD_TC(tp, pid__zombie_has_no_handlers);
	ATF_TP_ADD_TC(tp, pid__seen_while_they_end);
	return (atf_no_error());
}
