/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The sysctl nodes that procstat(1) reads: descriptors, mappings, environment,
 * groups, mask, directory and threads of a process.
 */

#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <fcntl.h>
#include <pthread.h>
#include "h_kern.h"

extern char **environ;

/* What kern.proc.OP.PID gives, malloced; NULL and errno. */
static void *
get(int op, int pid, size_t *len)
{
	int mib[4] = { CTL_KERN, KERN_PROC, op, pid };
	void *buf;

	if (sysctl(mib, 4, NULL, len, NULL, 0) == -1)
		return (NULL);
	*len += 8192;
	buf = malloc(*len);
	ATF_REQUIRE(buf != NULL);
	if (sysctl(mib, 4, buf, len, NULL, 0) == -1) {
		free(buf);
		return (NULL);
	}
	return (buf);
}

/* The entry of descriptor fd of process pid. */
static const struct kinfo_file *
file_entry(int pid, int fd)
{
	const struct kinfo_file *kf;
	size_t len, off;
	char *buf;

	buf = get(KERN_PROC_FILEDESC, pid, &len);
	ATF_REQUIRE(buf != NULL);
	for (off = 0; off < len; off += (size_t)kf->kf_structsize) {
		kf = (const void *)(buf + off);
		ATF_REQUIRE(kf->kf_structsize >= (int)sizeof(*kf));
		ATF_REQUIRE(off + (size_t)kf->kf_structsize <= len);
		if (kf->kf_fd == fd)
			return (kf);
	}
	return (NULL);
}

ATF_TC_WITHOUT_HEAD(filedesc__files);
ATF_TC_BODY(filedesc__files, tc)
{
	const struct kinfo_file *kf;
	struct stat st;
	char cwd[1024], path[2048];
	int fd, fds[2];

	fd = open("file", O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	ATF_REQUIRE(fd >= 0);
	ATF_REQUIRE_EQ(5, write(fd, "hello", 5));
	ATF_REQUIRE_EQ(0, fstat(fd, &st));
	ATF_REQUIRE(getcwd(cwd, sizeof(cwd)) != NULL);
	kf = file_entry(-1, fd);
	ATF_REQUIRE(kf != NULL);
	ATF_CHECK_EQ(KF_TYPE_VNODE, kf->kf_type);
	ATF_CHECK_EQ(KF_FLAG_READ | KF_FLAG_WRITE | KF_FLAG_APPEND |
	    KF_FLAG_CLOEXEC, kf->kf_flags);
	ATF_CHECK_EQ(1, kf->kf_refs);
	ATF_CHECK_EQ(5, kf->kf_offset);
	ATF_CHECK_EQ(5, kf->kf_size);
	ATF_CHECK_EQ(st.st_ino, kf->kf_ino);
	ATF_CHECK_EQ(st.st_dev, kf->kf_dev);
	(void)snprintf(path, sizeof(path), "%s/file", cwd);
	ATF_CHECK_STREQ(path, kf->kf_path);
	ATF_REQUIRE(dup(fd) >= 0);
	ATF_CHECK_EQ(2, file_entry(-1, fd)->kf_refs);
	ATF_REQUIRE_EQ(0, unlink("file"));
	ATF_CHECK_STREQ("", file_entry(-1, fd)->kf_path);

	ATF_REQUIRE_EQ(0, pipe(fds));
	kf = file_entry(getpid(), fds[1]);
	ATF_REQUIRE(kf != NULL);
	ATF_CHECK_EQ(KF_TYPE_PIPE, kf->kf_type);
	ATF_CHECK_EQ(KF_FLAG_WRITE, kf->kf_flags);
	ATF_CHECK_EQ(-1, kf->kf_offset);
	ATF_REQUIRE_EQ(0, close(fds[1]));
	ATF_CHECK(file_entry(-1, fds[1]) == NULL);

	ATF_CHECK_STREQ(cwd, file_entry(-1, KF_FD_CWD)->kf_path);
	ATF_CHECK_STREQ("/", file_entry(-1, KF_FD_ROOT)->kf_path);
	ATF_CHECK_STREQ("t_procstat", strrchr(file_entry(-1,
	    KF_FD_TEXT)->kf_path, '/') + 1);
}

ATF_TC_WITHOUT_HEAD(filedesc__sockets);
ATF_TC_BODY(filedesc__sockets, tc)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	const struct kinfo_file *kf;
	int client, s;

	sun.sun_len = sizeof(sun);
	(void)strlcpy(sun.sun_path, "here", sizeof(sun.sun_path));
	s = socket(AF_UNIX, SOCK_STREAM, 0);
	ATF_REQUIRE_EQ(0, bind(s, (struct sockaddr *)&sun, SUN_LEN(&sun)));
	ATF_REQUIRE_EQ(0, listen(s, 1));
	client = socket(AF_UNIX, SOCK_STREAM, 0);
	ATF_REQUIRE_EQ(0, connect(client, (struct sockaddr *)&sun,
	    SUN_LEN(&sun)));
	kf = file_entry(-1, s);
	ATF_REQUIRE(kf != NULL);
	ATF_CHECK_EQ(KF_TYPE_SOCKET, kf->kf_type);
	ATF_CHECK_EQ(AF_UNIX, kf->kf_domain);
	ATF_CHECK_EQ(SOCK_STREAM, kf->kf_socktype);
	ATF_CHECK_STREQ("here", kf->kf_path);
	ATF_CHECK_STREQ("", kf->kf_path + 5);
	kf = file_entry(-1, client);
	ATF_CHECK_STREQ("", kf->kf_path);
	ATF_CHECK_STREQ("here", kf->kf_path + 1);
}

/*
 * More descriptors than are looked at at a time, each told once.
 */
ATF_TC_WITHOUT_HEAD(filedesc__many);
ATF_TC_BODY(filedesc__many, tc)
{
	const struct kinfo_file *kf;
	int fd, last = -1, n = 0;
	size_t len, off;
	char *buf;

	for (fd = 10; fd < 200; fd += 1 + fd % 2)
		ATF_REQUIRE_EQ(fd, dup2(0, fd));
	buf = get(KERN_PROC_FILEDESC, -1, &len);
	ATF_REQUIRE(buf != NULL);
	for (off = 0; off < len; off += (size_t)kf->kf_structsize) {
		kf = (const void *)(buf + off);
		if (kf->kf_fd < 0)
			continue;
		ATF_CHECK(kf->kf_fd > last);
		last = kf->kf_fd;
		n += kf->kf_fd >= 10 && kf->kf_fd < 200;
	}
	for (fd = 10; fd < 200; fd += 1 + fd % 2)
		n--;
	ATF_CHECK_EQ(0, n);
}

ATF_TC_WITHOUT_HEAD(vmmap__mappings);
ATF_TC_BODY(vmmap__mappings, tc)
{
	const struct kinfo_vmentry *kve, *found = NULL;
	uint64_t last = 0;
	size_t len, off;
	char *buf, *p;
	int fd;

	fd = open("file", O_RDWR | O_CREAT, 0644);
	ATF_REQUIRE_EQ(0, ftruncate(fd, 8192));
	p = mmap(NULL, 8192, PROT_READ, MAP_SHARED, fd, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	ATF_CHECK_EQ(0, p[0]);
	buf = get(KERN_PROC_VMMAP, -1, &len);
	ATF_REQUIRE(buf != NULL);
	for (off = 0; off < len; off += (size_t)kve->kve_structsize) {
		kve = (const void *)(buf + off);
		ATF_CHECK(kve->kve_start >= last);
		ATF_CHECK(kve->kve_end > kve->kve_start);
		last = kve->kve_end;
		if (kve->kve_start == (uintptr_t)p)
			found = kve;
	}
	ATF_REQUIRE(found != NULL);
	ATF_CHECK_EQ(8192, found->kve_end - found->kve_start);
	ATF_CHECK_EQ(KVE_TYPE_VNODE, found->kve_type);
	ATF_CHECK_EQ(KVE_PROT_READ, found->kve_prot);
	ATF_CHECK_EQ(KVE_PROT_READ | KVE_PROT_WRITE,
	    found->kve_maxprot & (KVE_PROT_READ | KVE_PROT_WRITE));
	ATF_CHECK_EQ(KVE_FLAG_SHARED, found->kve_flags);
	ATF_CHECK(found->kve_resident >= 1);
	ATF_CHECK_STREQ("file", strrchr(found->kve_path, '/') + 1);
}

ATF_TC_WITHOUT_HEAD(env__is_what_exec_got);
ATF_TC_BODY(env__is_what_exec_got, tc)
{
	char *const argv[] = { "sleep", "100", NULL };
	char *const envp[] = { "A=1", "B=", NULL };
	size_t len = 0;
	char *env;
	pid_t pid;

	pid = fork();
	if (pid == 0) {
		execve("/bin/sleep", argv, envp);
		_exit(1);
	}
	/* Until it has called execve it has ours. */
	while ((env = get(KERN_PROC_ENV, pid, &len)) != NULL && len != 7) {
		free(env);
		msleep(10);
	}
	ATF_REQUIRE(env != NULL);
	ATF_CHECK_EQ(0, memcmp("A=1\0B=\0", env, 7));
	ATF_REQUIRE_EQ(0, kill(pid, SIGKILL));
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(small__umask_groups_cwd);
ATF_TC_BODY(small__umask_groups_cwd, tc)
{
	const gid_t groups[] = { 5, 77 };
	size_t len;
	void *p;

	(void)umask(0137);
	p = get(KERN_PROC_UMASK, -1, &len);
	ATF_REQUIRE(p != NULL);
	ATF_CHECK_EQ(sizeof(int), len);
	ATF_CHECK_EQ(0137, *(int *)p);
	ATF_REQUIRE_EQ(0, setgroups(2, groups));
	p = get(KERN_PROC_GROUPS, -1, &len);
	ATF_REQUIRE(p != NULL);
	ATF_CHECK_EQ(sizeof(groups), len);
	ATF_CHECK_EQ(0, memcmp(groups, p, len));
	ATF_REQUIRE_EQ(0, chdir("/bin"));
	p = get(KERN_PROC_CWD, -1, &len);
	ATF_REQUIRE(p != NULL);
	ATF_CHECK_STREQ("/bin", (char *)p);
}

static void *
sleeper(void *arg)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	for (;;)
		pause();
	return (arg);
}

ATF_TC_WITHOUT_HEAD(pid_td__threads);
ATF_TC_BODY(pid_td__threads, tc)
{
	const int what = KERN_PROC_PID | KERN_PROC_INC_THREAD;
	struct kinfo_proc *ki;
	pthread_t t;
	size_t len;

	ATF_REQUIRE_EQ(0, pthread_create(&t, NULL, sleeper, NULL));
	for (;;) {
		ki = get(what, getpid(), &len);
		ATF_REQUIRE(ki != NULL);
		ATF_REQUIRE_EQ(2 * sizeof(*ki), len);
		if (ki[1].ki_stat == SSLEEP &&
		    (ki[1].ki_sigmask.__bits[0] & _SIG_BIT(SIGUSR2)) != 0)
			break;
		free(ki);
		msleep(10);
	}
	ATF_CHECK_EQ(getpid(), ki[0].ki_pid);
	ATF_CHECK_EQ(getpid(), ki[1].ki_pid);
	ATF_CHECK(ki[0].ki_tid != ki[1].ki_tid);
	ATF_CHECK_EQ(SRUN, ki[0].ki_stat);
	ATF_CHECK((ki[0].ki_flag & KI_ONCPU) != 0);
	ATF_CHECK((ki[1].ki_flag & KI_ONCPU) == 0);
	ATF_CHECK(ki[1].ki_wmesg[0] != '\0');
	ATF_CHECK((ki[0].ki_sigmask.__bits[0] & _SIG_BIT(SIGUSR2)) == 0);
}

ATF_TC_WITHOUT_HEAD(pid__signals);
ATF_TC_BODY(pid__signals, tc)
{
	struct kinfo_proc *ki;
	sigset_t set;
	size_t len;

	(void)signal(SIGUSR1, SIG_IGN);
	(void)signal(SIGUSR2, _exit);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	ATF_REQUIRE_EQ(0, sigprocmask(SIG_BLOCK, &set, NULL));
	ATF_REQUIRE_EQ(0, kill(getpid(), SIGUSR2));
	ki = get(KERN_PROC_PID, getpid(), &len);
	ATF_REQUIRE(ki != NULL);
	ATF_CHECK_EQ(_SIG_BIT(SIGUSR2), ki->ki_siglist.__bits[0]);
	ATF_CHECK((ki->ki_sigmask.__bits[0] & _SIG_BIT(SIGUSR2)) != 0);
	ATF_CHECK((ki->ki_sigignore.__bits[0] & _SIG_BIT(SIGUSR1)) != 0);
	ATF_CHECK((ki->ki_sigcatch.__bits[0] & _SIG_BIT(SIGUSR2)) != 0);
	ATF_CHECK((ki->ki_sigcatch.__bits[0] & _SIG_BIT(SIGUSR1)) == 0);
}

static const int private_nodes[] = { KERN_PROC_FILEDESC, KERN_PROC_VMMAP,
    KERN_PROC_GROUPS, KERN_PROC_ENV, KERN_PROC_UMASK, KERN_PROC_CWD };

static void
look_at_init(void)
{
	size_t i, len;

	for (i = 0; i < __arraycount(private_nodes); i++) {
		WANT_ERRNO(EPERM, get(private_nodes[i], 1, &len) == NULL);
		WANT(get(private_nodes[i], -1, &len) != NULL);
	}
}

ATF_TC_WITHOUT_HEAD(names__are_checked);
ATF_TC_BODY(names__are_checked, tc)
{
	size_t i, len;

	for (i = 0; i < __arraycount(private_nodes); i++) {
		int mib[3] = { CTL_KERN, KERN_PROC, private_nodes[i] };

		ATF_CHECK_ERRNO(ESRCH, get(private_nodes[i], NOPID,
		    &len) == NULL);
		ATF_CHECK_ERRNO(EINVAL, sysctl(mib, 3, NULL, &len, NULL,
		    0) == -1);
		ATF_CHECK(get(private_nodes[i], 1, &len) != NULL);
	}
	in_child(NOBODY, look_at_init);
}

/*
 * Look at processes that come and go all the time.
 */
ATF_TC_WITHOUT_HEAD(races__with_exit);
ATF_TC_BODY(races__with_exit, tc)
{
	int i, status;
	size_t j, len;
	void *p;
	pid_t pid;

	for (i = 0; i < 40; i++) {
		pid = fork();
		ATF_REQUIRE(pid >= 0);
		if (pid == 0) {
			execl("/bin/sleep", "sleep", "0", (char *)NULL);
			_exit(1);
		}
		do {
			for (j = 0; j < __arraycount(private_nodes); j++) {
				p = get(private_nodes[j], pid, &len);
				ATF_CHECK(p != NULL || errno == ESRCH ||
				    errno == ENOMEM);
				free(p);
			}
		} while (waitpid(pid, &status, WNOHANG) == 0);
		ATF_CHECK_EQ(0, status);
	}
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, filedesc__files);
	ATF_TP_ADD_TC(tp, filedesc__sockets);
	ATF_TP_ADD_TC(tp, filedesc__many);
	ATF_TP_ADD_TC(tp, vmmap__mappings);
	ATF_TP_ADD_TC(tp, env__is_what_exec_got);
	ATF_TP_ADD_TC(tp, small__umask_groups_cwd);
	ATF_TP_ADD_TC(tp, pid_td__threads);
	ATF_TP_ADD_TC(tp, pid__signals);
	ATF_TP_ADD_TC(tp, names__are_checked);
	ATF_TP_ADD_TC(tp, races__with_exit);
	return (atf_no_error());
}
