/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * posix_spawn(2), posix_spawnp(3).
 */
#include <sys/resource.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <spawn.h>
#include "h_kern.h"

static char *const noenv[] = { NULL };

static void
write_file(const char *name, const char *text, mode_t mode)
{
	int fd;

	fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	ATF_REQUIRE(fd >= 0);
	ATF_REQUIRE_EQ((ssize_t)strlen(text), write(fd, text, strlen(text)));
	ATF_REQUIRE_EQ(0, fchmod(fd, mode));
	ATF_REQUIRE_EQ(0, close(fd));
}

/*
 * What the file has in it.
 */
static const char *
contents(const char *name)
{
	static char buf[512];
	ssize_t n;
	int fd;

	fd = open(name, O_RDONLY);
	ATF_REQUIRE_MSG(fd >= 0, "%s: errno %d", name, errno);
	n = read(fd, buf, sizeof(buf) - 1);
	ATF_REQUIRE(n >= 0);
	buf[n] = '\0';
	ATF_REQUIRE_EQ(0, close(fd));
	return (buf);
}

/*
 * Wait for a child that must have ended with an exit status.
 */
static int
exit_status(pid_t pid)
{
	int status;

	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_REQUIRE_MSG(WIFEXITED(status), "status %#x", status);
	return (WEXITSTATUS(status));
}

/*
 * The wait status of a shell command run with actions and attributes, which may
 * be NULL.
 */
static int
sh_status(const char *command, const posix_spawn_file_actions_t *fa,
    const posix_spawnattr_t *attr)
{
	char *argv[] = { __DECONST(char *, "sh"), __DECONST(char *, "-c"),
	    __DECONST(char *, command), NULL };
	pid_t pid = -1;
	int status;

	ATF_REQUIRE_EQ(0, posix_spawn(&pid, "/bin/sh", fa, attr, argv, noenv));
	ATF_REQUIRE(pid > 0);
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	return (status);
}

/*
 * The same, which must succeed.
 */
static void
spawn_sh(const char *command, const posix_spawn_file_actions_t *fa,
    const posix_spawnattr_t *attr)
{

	ATF_REQUIRE_EQ_MSG(0, sh_status(command, fa, attr), "%s", command);
}

/*
 * posix_spawn() of path fails with e, says so only by its value, and leaves no
 * child, no signal and no file behind.
 */
static void
spawn_fails(int e, const char *path, const posix_spawn_file_actions_t *fa,
    const posix_spawnattr_t *attr)
{
	char *argv[] = { __DECONST(char *, "x"), NULL };
	pid_t pid = -2;
	int error;

	catch_signal(SIGCHLD, 0);
	errno = 0;
	error = posix_spawn(&pid, path, fa, attr, argv, noenv);
	ATF_CHECK_MSG(error == e, "%s: %d instead of %d", path, error, e);
	ATF_CHECK_EQ(0, errno);
	ATF_CHECK_EQ(-2, pid);
	ATF_CHECK_EQ(0, h_caught);
	ATF_CHECK_ERRNO(ECHILD, waitpid(-1, NULL, WNOHANG) == -1);
}

ATF_TC_WITHOUT_HEAD(posix_spawn__arguments_and_environment);
ATF_TC_BODY(posix_spawn__arguments_and_environment, tc)
{
	char *argv[] = { __DECONST(char *, "sh"), __DECONST(char *, "-c"),
	    __DECONST(char *, "test \"$0:$1:$E\" = zero:one:two"),
	    __DECONST(char *, "zero"), __DECONST(char *, "one"), NULL };
	char *env[] = { __DECONST(char *, "E=two"), NULL };
	pid_t pid;

	ATF_REQUIRE_EQ(0, posix_spawn(&pid, "/bin/sh", NULL, NULL, argv, env));
	ATF_CHECK_EQ(0, exit_status(pid));
	/* Nobody needs to be told the id. */
	ATF_REQUIRE_EQ(0, posix_spawn(NULL, "/bin/sh", NULL, NULL, argv, env));
	ATF_CHECK(wait(NULL) > 0);
}

ATF_TC_WITHOUT_HEAD(posix_spawn__inherits);
ATF_TC_BODY(posix_spawn__inherits, tc)
{
	sigset_t set;
	char command[128];
	int fd, cloexec;

	/* Descriptors, but for those that exec closes; directory and umask. */
	fd = open("kept", O_RDWR | O_CREAT, 0644);
	cloexec = open("kept", O_RDONLY | O_CLOEXEC);
	ATF_REQUIRE(fd >= 0 && cloexec >= 0 && fd < 10 && cloexec < 10);
	(void)umask(027);
	snprintf(command, sizeof(command), "echo hello >&%d && "
	    "! (: <&%d) 2>/dev/null && test -f kept && "
	    "test `umask` = 0027 && test $PPID = %d", fd, cloexec, getpid());
	spawn_sh(command, NULL, NULL);
	ATF_CHECK_STREQ("hello\n", contents("kept"));
	/* Ignored signals stay so, and blocked ones; handlers do not. */
	catch_signal(SIGUSR1, 0);
	ATF_REQUIRE(signal(SIGUSR2, SIG_IGN) != SIG_ERR);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	ATF_REQUIRE_EQ(0, sigprocmask(SIG_BLOCK, &set, NULL));
	spawn_sh("kill -USR2 $$; kill -TERM $$; :", NULL, NULL);
}

ATF_TC_WITHOUT_HEAD(posix_spawn__ended_by_a_signal);
ATF_TC_BODY(posix_spawn__ended_by_a_signal, tc)
{
	char *argv[] = { __DECONST(char *, "sh"), __DECONST(char *, "-c"),
	    __DECONST(char *, "kill -USR1 $$"), NULL };
	pid_t pid;
	int status;

	catch_signal(SIGUSR1, 0);
	catch_signal(SIGCHLD, 0);
	ATF_REQUIRE_EQ(0, posix_spawn(&pid, "/bin/sh", NULL, NULL, argv,
	    noenv));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGUSR1);
	ATF_CHECK_EQ(SIGCHLD, h_caught);
}

/* --- file actions --------------------------------------------------------- */

ATF_TC_WITHOUT_HEAD(actions__open_dup_close);
ATF_TC_BODY(actions__open_dup_close, tc)
{
	posix_spawn_file_actions_t fa;
	int fd;

	write_file("in", "from in\n", 0644);
	fd = open("in", O_RDONLY | O_CLOEXEC);
	ATF_REQUIRE(fd >= 0);
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_init(&fa));
	/* In this order: 0 is closed, then opened; 1 and 2 are the file. */
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_addclose(&fa, 0));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_addopen(&fa, 0, "in",
	    O_RDONLY, 0));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_addopen(&fa, 1, "out",
	    O_WRONLY | O_CREAT | O_EXCL, 0640));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_adddup2(&fa, 1, 2));
	/* Onto itself: it is not closed by exec any more. */
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_adddup2(&fa, fd, fd));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_adddup2(&fa, fd, 9));
	/* What is closed already is no error. */
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_addclose(&fa, 50));
	spawn_sh("read a; echo $a; read b <&9; echo $b >&2", &fa, NULL);
	ATF_CHECK_STREQ("from in\nfrom in\n", contents("out"));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_destroy(&fa));
	/* Here nothing has changed. */
	ATF_CHECK_EQ(FD_CLOEXEC, fcntl(fd, F_GETFD));
	ATF_CHECK_ERRNO(EBADF, fcntl(9, F_GETFD) == -1);
}

ATF_TC_WITHOUT_HEAD(actions__open_flags);
ATF_TC_BODY(actions__open_flags, tc)
{
	posix_spawn_file_actions_t fa;
	struct stat st;

	(void)umask(022);
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_init(&fa));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_addopen(&fa, 8, "made",
	    O_RDWR | O_CREAT, 0666));
	/* It is opened before it is looked for here, and closed by exec. */
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_addopen(&fa, 7, "made",
	    O_RDONLY | O_CLOEXEC, 0));
	spawn_sh("echo x >&8 && ! (: <&7) 2>/dev/null", &fa, NULL);
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_destroy(&fa));
	ATF_CHECK_STREQ("x\n", contents("made"));
	ATF_REQUIRE_EQ(0, stat("made", &st));
	ATF_CHECK_EQ(0644, st.st_mode & 07777);
}

ATF_TC_WITHOUT_HEAD(actions__directories);
ATF_TC_BODY(actions__directories, tc)
{
	posix_spawn_file_actions_t fa;
	char *argv[] = { __DECONST(char *, "prog"), NULL };
	pid_t pid;
	int fd;

	ATF_REQUIRE_EQ(0, mkdir("a", 0755));
	ATF_REQUIRE_EQ(0, mkdir("a/b", 0755));
	write_file("a/b/prog", "#!/bin/sh\necho $0 >out\n", 0755);
	fd = open("a", O_RDONLY | O_DIRECTORY);
	ATF_REQUIRE(fd >= 0);
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_init(&fa));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_addfchdir(&fa, fd));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_addclosefrom_np(&fa, 3));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_addchdir_np(&fa, "b"));
	ATF_REQUIRE_EQ(0, posix_spawn(&pid, "prog", &fa, NULL, argv, noenv));
	ATF_CHECK_EQ(0, exit_status(pid));
	ATF_CHECK_STREQ("prog\n", contents("a/b/out"));
	ATF_REQUIRE_EQ(0, unlink("a/b/out"));
	/* A search path that is relative begins there too. */
	ATF_REQUIRE_EQ(0, setenv("PATH", "/nowhere:b:.", 1));
	ATF_REQUIRE_EQ(0, posix_spawnp(&pid, "prog", &fa, NULL, argv, noenv));
	ATF_CHECK_EQ(0, exit_status(pid));
	ATF_CHECK_STREQ("./prog\n", contents("a/b/out"));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_destroy(&fa));
	/* We are where we were. */
	ATF_CHECK_EQ(0, access("a", F_OK));

	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_init(&fa));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_addchdir(&fa, "a"));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_addfchdir_np(&fa, fd));
	spawn_sh("test -d b", &fa, NULL);
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_destroy(&fa));
}

ATF_TC_WITHOUT_HEAD(actions__closefrom);
ATF_TC_BODY(actions__closefrom, tc)
{
	posix_spawn_file_actions_t fa;
	int fd;

	fd = open("/dev/null", O_RDONLY);
	ATF_REQUIRE(fd > 2 && fd < 9);
	ATF_REQUIRE_EQ(9, fcntl(fd, F_DUP2FD, 9));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_init(&fa));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_addclosefrom_np(&fa, 9));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_addopen(&fa, 8,
	    "/dev/null", O_RDONLY, 0));
	spawn_sh(": <&8 && ! (: <&9) 2>/dev/null", &fa, NULL);
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_destroy(&fa));
	ATF_CHECK_EQ(0, fcntl(9, F_GETFD));
}

ATF_TC_WITHOUT_HEAD(actions__ebadf);
ATF_TC_BODY(actions__ebadf, tc)
{
	posix_spawn_file_actions_t fa;

	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_init(&fa));
	ATF_CHECK_EQ(EBADF, posix_spawn_file_actions_addopen(&fa, -1, "x", 0,
	    0));
	ATF_CHECK_EQ(EBADF, posix_spawn_file_actions_addclose(&fa, -1));
	ATF_CHECK_EQ(EBADF, posix_spawn_file_actions_addclosefrom_np(&fa, -1));
	ATF_CHECK_EQ(EBADF, posix_spawn_file_actions_adddup2(&fa, -1, 1));
	ATF_CHECK_EQ(EBADF, posix_spawn_file_actions_adddup2(&fa, 1, -1));
	ATF_CHECK_EQ(EBADF, posix_spawn_file_actions_addfchdir(&fa, -1));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_destroy(&fa));
}

ATF_TC_WITHOUT_HEAD(actions__enomem_too_many);
ATF_TC_BODY(actions__enomem_too_many, tc)
{
	posix_spawn_file_actions_t fa;
	int i;

	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_init(&fa));
	for (i = 0; i < SPAWN_MAXACTIONS; i++)
		ATF_REQUIRE_EQ(0, posix_spawn_file_actions_addclose(&fa, 200));
	ATF_CHECK_EQ(ENOMEM, posix_spawn_file_actions_addclose(&fa, 200));
	ATF_CHECK_EQ(ENOMEM, posix_spawn_file_actions_addchdir(&fa, "/"));
	spawn_sh(":", &fa, NULL);
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_destroy(&fa));
}

/* --- attributes ----------------------------------------------------------- */

ATF_TC_WITHOUT_HEAD(attr__values);
ATF_TC_BODY(attr__values, tc)
{
	posix_spawnattr_t attr;
	struct sched_param param;
	sigset_t set;
	short flags;
	int policy;
	pid_t pid;

	ATF_REQUIRE_EQ(0, posix_spawnattr_init(&attr));
	ATF_CHECK_EQ(0, posix_spawnattr_getflags(&attr, &flags));
	ATF_CHECK_EQ(0, flags);
	ATF_CHECK_EQ(0, posix_spawnattr_getpgroup(&attr, &pid));
	ATF_CHECK_EQ(0, pid);
	ATF_CHECK_EQ(0, posix_spawnattr_getschedpolicy(&attr, &policy));
	ATF_CHECK_EQ(SCHED_OTHER, policy);
	ATF_CHECK_EQ(0, posix_spawnattr_getschedparam(&attr, &param));
	ATF_CHECK_EQ(0, param.sched_priority);
	ATF_CHECK_EQ(0, posix_spawnattr_getsigmask(&attr, &set));
	ATF_CHECK_EQ(0, sigismember(&set, SIGINT));
	ATF_CHECK_EQ(0, posix_spawnattr_getsigdefault(&attr, &set));
	ATF_CHECK_EQ(0, sigismember(&set, SIGINT));

	ATF_CHECK_EQ(EINVAL, posix_spawnattr_setflags(&attr, 0x80));
	ATF_CHECK_EQ(0, posix_spawnattr_setflags(&attr, 0x7f));
	ATF_CHECK_EQ(0, posix_spawnattr_getflags(&attr, &flags));
	ATF_CHECK_EQ(0x7f, flags);
	ATF_CHECK_EQ(0, posix_spawnattr_setpgroup(&attr, 7));
	ATF_CHECK_EQ(0, posix_spawnattr_getpgroup(&attr, &pid));
	ATF_CHECK_EQ(7, pid);
	ATF_CHECK_EQ(ENOTSUP, posix_spawnattr_setschedpolicy(&attr,
	    SCHED_FIFO));
	ATF_CHECK_EQ(EINVAL, posix_spawnattr_setschedpolicy(&attr, 99));
	ATF_CHECK_EQ(0, posix_spawnattr_setschedpolicy(&attr, SCHED_OTHER));
	param.sched_priority = 1;
	ATF_CHECK_EQ(ENOTSUP, posix_spawnattr_setschedparam(&attr, &param));
	param.sched_priority = 0;
	ATF_CHECK_EQ(0, posix_spawnattr_setschedparam(&attr, &param));
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	ATF_CHECK_EQ(0, posix_spawnattr_setsigmask(&attr, &set));
	ATF_CHECK_EQ(0, posix_spawnattr_setsigdefault(&attr, &set));
	sigemptyset(&set);
	ATF_CHECK_EQ(0, posix_spawnattr_getsigmask(&attr, &set));
	ATF_CHECK_EQ(1, sigismember(&set, SIGINT));
	sigemptyset(&set);
	ATF_CHECK_EQ(0, posix_spawnattr_getsigdefault(&attr, &set));
	ATF_CHECK_EQ(1, sigismember(&set, SIGINT));
	ATF_CHECK_EQ(0, posix_spawnattr_destroy(&attr));
}

/*
 * The child's group and session, from a shell that waits to be told.
 */
static void
check_ids(posix_spawnattr_t *attr, short flags, pid_t group, pid_t session)
{
	char *argv[] = { __DECONST(char *, "sh"), __DECONST(char *, "-c"),
	    __DECONST(char *, "read x"), NULL };
	posix_spawn_file_actions_t fa;
	int fds[2];
	pid_t pid;

	ATF_REQUIRE_EQ(0, pipe2(fds, O_CLOEXEC));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_init(&fa));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_adddup2(&fa, fds[0], 0));
	ATF_REQUIRE_EQ(0, posix_spawnattr_setflags(attr, flags));
	ATF_REQUIRE_EQ(0, posix_spawn(&pid, "/bin/sh", &fa, attr, argv,
	    noenv));
	ATF_CHECK_EQ(group == 0 ? pid : group, getpgid(pid));
	ATF_CHECK_EQ(session == 0 ? pid : session, getsid(pid));
	ATF_REQUIRE_EQ(1, write(fds[1], "\n", 1));
	ATF_CHECK_EQ(0, exit_status(pid));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_destroy(&fa));
	close(fds[0]);
	close(fds[1]);
}

ATF_TC_WITHOUT_HEAD(attr__groups_and_sessions);
ATF_TC_BODY(attr__groups_and_sessions, tc)
{
	posix_spawnattr_t attr;

	ATF_REQUIRE_EQ(0, posix_spawnattr_init(&attr));
	/* Without its flag an attribute means nothing. */
	ATF_REQUIRE_EQ(0, posix_spawnattr_setpgroup(&attr, NOPID));
	check_ids(&attr, 0, getpgrp(), getsid(0));
	ATF_REQUIRE_EQ(0, posix_spawnattr_setpgroup(&attr, 0));
	check_ids(&attr, POSIX_SPAWN_SETPGROUP, 0, getsid(0));
	ATF_REQUIRE_EQ(0, posix_spawnattr_setpgroup(&attr, getpgrp()));
	check_ids(&attr, POSIX_SPAWN_SETPGROUP, getpgrp(), getsid(0));
	check_ids(&attr, POSIX_SPAWN_SETSID, 0, 0);
	check_ids(&attr, POSIX_SPAWN_SETSCHEDPARAM | POSIX_SPAWN_SETSCHEDULER,
	    getpgrp(), getsid(0));
	ATF_REQUIRE_EQ(0, posix_spawnattr_destroy(&attr));
}

ATF_TC_WITHOUT_HEAD(attr__signals);
ATF_TC_BODY(attr__signals, tc)
{
	posix_spawnattr_t attr;
	sigset_t set;

	ATF_REQUIRE(signal(SIGUSR1, SIG_IGN) != SIG_ERR);
	ATF_REQUIRE(signal(SIGUSR2, SIG_IGN) != SIG_ERR);
	ATF_REQUIRE_EQ(0, posix_spawnattr_init(&attr));
	sigfillset(&set);
	sigdelset(&set, SIGUSR2);
	ATF_REQUIRE_EQ(0, posix_spawnattr_setsigdefault(&attr, &set));
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	ATF_REQUIRE_EQ(0, posix_spawnattr_setsigmask(&attr, &set));
	ATF_REQUIRE_EQ(0, posix_spawnattr_setflags(&attr,
	    POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK));
	/* SIGUSR2 stays ignored, SIGTERM is blocked; SIGUSR1 is neither. */
	spawn_sh("kill -USR2 $$; kill -TERM $$; :", NULL, &attr);
	ATF_CHECK_EQ(SIGUSR1, sh_status("kill -USR1 $$; :", NULL, &attr));
	ATF_REQUIRE_EQ(0, posix_spawnattr_setflags(&attr, 0));
	spawn_sh("kill -USR1 $$; :", NULL, &attr);
	ATF_CHECK_EQ(SIGTERM, sh_status("kill -TERM $$; :", NULL, &attr));
	ATF_REQUIRE_EQ(0, posix_spawnattr_destroy(&attr));
}

static void
child_resetids(void)
{
	posix_spawnattr_t attr;
	struct stat st;

	/* Effective and saved are the super-user's. */
	WANT(setresgid(NOBODY, 0, 0) == 0);
	WANT(setresuid(NOBODY, 0, 0) == 0);
	WANT(posix_spawnattr_init(&attr) == 0);
	WANT(sh_status("echo >as_root", NULL, &attr) == 0);
	WANT(posix_spawnattr_setflags(&attr, POSIX_SPAWN_RESETIDS) == 0);
	WANT(sh_status("echo >as_nobody", NULL, &attr) == 0);
	WANT(stat("as_root", &st) == 0);
	WANT(st.st_uid == 0);
	WANT(stat("as_nobody", &st) == 0);
	WANT(st.st_uid == NOBODY);
	WANT(geteuid() == 0 && getegid() == 0);
}

ATF_TC(attr__resetids);
ATF_TC_HEAD(attr__resetids, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(attr__resetids, tc)
{

	ATF_REQUIRE_EQ(0, chmod(".", 0777));
	in_child(0, child_resetids);
}

/* --- posix_spawnp --------------------------------------------------------- */

static int
spawnp_status(const char *file)
{
	char *argv[] = { __DECONST(char *, file), __DECONST(char *, "4"),
	    NULL };
	pid_t pid;
	int error;

	error = posix_spawnp(&pid, file, NULL, NULL, argv, environ);
	if (error != 0) {
		ATF_CHECK_ERRNO(ECHILD, wait(NULL) == -1);
		return (-error);
	}
	return (exit_status(pid));
}

ATF_TC(posix_spawnp__search);
ATF_TC_HEAD(posix_spawnp__search, tc)
{
	atf_tc_set_md_var(tc, "require.user", "unprivileged");
}
ATF_TC_BODY(posix_spawnp__search, tc)
{
	char *longdir;

	ATF_REQUIRE_EQ(0, mkdir("x", 0755));
	ATF_REQUIRE_EQ(0, mkdir("y", 0755));
	write_file("file", "", 0644);
	write_file("x/prog", "#!/bin/sh\nexit 1\n", 0644);
	write_file("y/prog", "#!/bin/sh\nexit $1\n", 0755);
	write_file("y/text", "exit $(($1 + 1))\n", 0755);
	write_file("y/lost", "#!/nowhere/sh\n", 0755);
	write_file("y/bad", "#!\n", 0755);
	/* Over what is no directory, is not there and may not be run. */
	ATF_REQUIRE_EQ(0, setenv("PATH", "file:none:x:y", 1));
	ATF_CHECK_EQ(4, spawnp_status("prog"));
	/* What is no program is a shell's. */
	ATF_CHECK_EQ(5, spawnp_status("text"));
	ATF_CHECK_EQ(5, spawnp_status("./y/text"));
	ATF_CHECK_EQ(-ENOENT, spawnp_status("nothing"));
	ATF_CHECK_EQ(-ENOENT, spawnp_status("lost"));
	ATF_CHECK_EQ(-ENOENT, spawnp_status(""));
	ATF_CHECK_EQ(-ENOTDIR, spawnp_status("file/prog"));
	ATF_CHECK_EQ(-EACCES, spawnp_status("x/prog"));
	ATF_REQUIRE_EQ(0, setenv("PATH", "x:none", 1));
	ATF_CHECK_EQ(-EACCES, spawnp_status("prog"));
	/* An empty part is here; one that is too long is left out. */
	longdir = malloc(PATH_MAX + 10);
	ATF_REQUIRE(longdir != NULL);
	memset(longdir, 'd', PATH_MAX);
	strcpy(longdir + PATH_MAX, "::x");
	ATF_REQUIRE_EQ(0, setenv("PATH", longdir, 1));
	write_file("here", "#!/bin/sh\nexit 9\n", 0755);
	ATF_CHECK_EQ(9, spawnp_status("here"));
	ATF_REQUIRE_EQ(0, unsetenv("PATH"));
	ATF_CHECK_EQ(0, spawnp_status("true"));
	free(longdir);
}

/* --- failures ------------------------------------------------------------- */

ATF_TC(posix_spawn__eacces);
ATF_TC_HEAD(posix_spawn__eacces, tc)
{
	atf_tc_set_md_var(tc, "require.user", "unprivileged");
}
ATF_TC_BODY(posix_spawn__eacces, tc)
{
	posix_spawn_file_actions_t fa;

	write_file("plain", "#!/bin/sh\n", 0644);
	write_file("secret", "", 0);
	spawn_fails(EACCES, "plain", NULL, NULL);
	spawn_fails(EACCES, ".", NULL, NULL);
	/* The actions before the one that fails were the child's only. */
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_init(&fa));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_addclosefrom_np(&fa, 0));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_addopen(&fa, 3, "secret",
	    O_RDONLY, 0));
	spawn_fails(EACCES, "/bin/sh", &fa, NULL);
	ATF_CHECK_EQ(0, fcntl(1, F_GETFD));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_destroy(&fa));
}

ATF_TC_WITHOUT_HEAD(posix_spawn__enoent);
ATF_TC_BODY(posix_spawn__enoent, tc)
{
	posix_spawn_file_actions_t fa;

	spawn_fails(ENOENT, "nothing", NULL, NULL);
	spawn_fails(ENOENT, "", NULL, NULL);
	write_file("script", "#!/nowhere\n", 0755);
	spawn_fails(ENOENT, "script", NULL, NULL);
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_init(&fa));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_addchdir(&fa, "nothing"));
	spawn_fails(ENOENT, "/bin/sh", &fa, NULL);
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_destroy(&fa));
}

ATF_TC_WITHOUT_HEAD(posix_spawn__enotdir);
ATF_TC_BODY(posix_spawn__enotdir, tc)
{
	posix_spawn_file_actions_t fa;

	spawn_fails(ENOTDIR, "/bin/sh/x", NULL, NULL);
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_init(&fa));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_addfchdir(&fa, 0));
	spawn_fails(ENOTDIR, "/bin/sh", &fa, NULL);
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_destroy(&fa));
}

ATF_TC_WITHOUT_HEAD(posix_spawn__eloop);
ATF_TC_BODY(posix_spawn__eloop, tc)
{

	ATF_REQUIRE_EQ(0, symlink("loop", "loop"));
	spawn_fails(ELOOP, "loop", NULL, NULL);
}

ATF_TC_WITHOUT_HEAD(posix_spawn__enametoolong);
ATF_TC_BODY(posix_spawn__enametoolong, tc)
{
	posix_spawn_file_actions_t fa;
	char path[PATH_MAX + 1];

	memset(path, '/', PATH_MAX);
	path[PATH_MAX] = '\0';
	spawn_fails(ENAMETOOLONG, path, NULL, NULL);
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_init(&fa));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_addchdir(&fa, path));
	spawn_fails(ENAMETOOLONG, "/bin/sh", &fa, NULL);
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_destroy(&fa));
}

ATF_TC_WITHOUT_HEAD(posix_spawn__enoexec);
ATF_TC_BODY(posix_spawn__enoexec, tc)
{

	write_file("text", "exit 0\n", 0755);
	spawn_fails(ENOEXEC, "text", NULL, NULL);
	write_file("empty", "", 0755);
	spawn_fails(ENOEXEC, "empty", NULL, NULL);
}

ATF_TC_WITHOUT_HEAD(posix_spawn__etxtbsy);
ATF_TC_BODY(posix_spawn__etxtbsy, tc)
{
	int fd;

	write_file("busy", "#!/bin/sh\n", 0755);
	fd = open("busy", O_WRONLY);
	ATF_REQUIRE(fd >= 0);
	spawn_fails(ETXTBSY, "busy", NULL, NULL);
}

ATF_TC_WITHOUT_HEAD(posix_spawn__efault);
ATF_TC_BODY(posix_spawn__efault, tc)
{
	char *argv[] = { __DECONST(char *, "x"), BADPTR, NULL };
	pid_t pid;

	spawn_fails(EFAULT, BADPTR, NULL, NULL);
	spawn_fails(EFAULT, KERNPTR, NULL, NULL);
	ATF_CHECK_EQ(EFAULT, posix_spawn(&pid, "/bin/sh", NULL, NULL, argv,
	    noenv));
	argv[1] = NULL;
	ATF_CHECK_EQ(EFAULT, posix_spawn(&pid, "/bin/sh", NULL, NULL, argv,
	    BADPTR));
	ATF_CHECK_EQ(EFAULT, posix_spawn(&pid, "/bin/sh", NULL, NULL, BADPTR,
	    noenv));
	ATF_CHECK_ERRNO(ECHILD, wait(NULL) == -1);
}

ATF_TC_WITHOUT_HEAD(posix_spawn__e2big);
ATF_TC_BODY(posix_spawn__e2big, tc)
{
	const size_t size = 200 * 1024;
	char *argv[3] = { __DECONST(char *, "x"), NULL, NULL };
	pid_t pid;

	argv[1] = malloc(size);
	ATF_REQUIRE(argv[1] != NULL);
	memset(argv[1], 'a', size);
	argv[1][size - 1] = '\0';
	ATF_CHECK_EQ(E2BIG, posix_spawn(&pid, "/bin/sh", NULL, NULL, argv,
	    noenv));
	ATF_CHECK_ERRNO(ECHILD, wait(NULL) == -1);
	free(argv[1]);
}

ATF_TC_WITHOUT_HEAD(posix_spawn__ebadf);
ATF_TC_BODY(posix_spawn__ebadf, tc)
{
	posix_spawn_file_actions_t fa;
	struct rlimit rl;

	ATF_REQUIRE_EQ(0, getrlimit(RLIMIT_NOFILE, &rl));
	ATF_REQUIRE(rl.rlim_cur > 100);
	rl.rlim_cur = 60;
	ATF_REQUIRE_EQ(0, setrlimit(RLIMIT_NOFILE, &rl));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_init(&fa));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_adddup2(&fa, 50, 1));
	spawn_fails(EBADF, "/bin/sh", &fa, NULL);
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_destroy(&fa));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_init(&fa));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_addclose(&fa, 60));
	spawn_fails(EBADF, "/bin/sh", &fa, NULL);
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_destroy(&fa));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_init(&fa));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_addopen(&fa, 60,
	    "/dev/null", O_RDONLY, 0));
	spawn_fails(EBADF, "/bin/sh", &fa, NULL);
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_destroy(&fa));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_init(&fa));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_addfchdir(&fa, 59));
	spawn_fails(EBADF, "/bin/sh", &fa, NULL);
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_destroy(&fa));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_init(&fa));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_adddup2(&fa, 59, 59));
	spawn_fails(EBADF, "/bin/sh", &fa, NULL);
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_destroy(&fa));
}

pid_t	__sys_posix_spawn(char *const *, const struct spawn_param *, size_t,
	    char *const *, char *const *);

ATF_TC_WITHOUT_HEAD(posix_spawn__einval);
ATF_TC_BODY(posix_spawn__einval, tc)
{
	char *const paths[] = { __DECONST(char *, "/bin/sh"), NULL };
	struct spawn_action act = { .sa_op = 0 };
	struct spawn_param param = { .sp_flags = 0 };
	posix_spawnattr_t attr;

	ATF_CHECK_ERRNO(EINVAL, __sys_posix_spawn(paths, &param,
	    sizeof(param) - 1, paths, noenv) == -1);
	param.sp_flags = 0x80;
	ATF_CHECK_ERRNO(EINVAL, __sys_posix_spawn(paths, &param,
	    sizeof(param), paths, noenv) == -1);
	param.sp_flags = 0;
	param.sp_nactions = SPAWN_MAXACTIONS + 1;
	param.sp_actions = &act;
	ATF_CHECK_ERRNO(EINVAL, __sys_posix_spawn(paths, &param,
	    sizeof(param), paths, noenv) == -1);
	param.sp_nactions = 1;
	ATF_CHECK_ERRNO(EINVAL, __sys_posix_spawn(paths, &param,
	    sizeof(param), paths, noenv) == -1);
	act.sa_op = SPAWN_FCHDIR + 1;
	ATF_CHECK_ERRNO(EINVAL, __sys_posix_spawn(paths, &param,
	    sizeof(param), paths, noenv) == -1);
	param.sp_actions = BADPTR;
	ATF_CHECK_ERRNO(EFAULT, __sys_posix_spawn(paths, &param,
	    sizeof(param), paths, noenv) == -1);
	ATF_CHECK_ERRNO(ECHILD, wait(NULL) == -1);
	ATF_REQUIRE_EQ(0, posix_spawnattr_init(&attr));
	ATF_REQUIRE_EQ(0, posix_spawnattr_setpgroup(&attr, -1));
	ATF_REQUIRE_EQ(0, posix_spawnattr_setflags(&attr,
	    POSIX_SPAWN_SETPGROUP));
	spawn_fails(EINVAL, "/bin/sh", NULL, &attr);
	ATF_REQUIRE_EQ(0, posix_spawnattr_destroy(&attr));
}

ATF_TC_WITHOUT_HEAD(posix_spawn__eperm);
ATF_TC_BODY(posix_spawn__eperm, tc)
{
	posix_spawnattr_t attr;

	ATF_REQUIRE_EQ(0, posix_spawnattr_init(&attr));
	ATF_REQUIRE_EQ(0, posix_spawnattr_setpgroup(&attr, NOPID));
	ATF_REQUIRE_EQ(0, posix_spawnattr_setflags(&attr,
	    POSIX_SPAWN_SETPGROUP));
	spawn_fails(EPERM, "/bin/sh", NULL, &attr);
	/* A leader of a session cannot change its group. */
	ATF_REQUIRE_EQ(0, posix_spawnattr_setpgroup(&attr, 0));
	ATF_REQUIRE_EQ(0, posix_spawnattr_setflags(&attr,
	    POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSID));
	spawn_fails(EPERM, "/bin/sh", NULL, &attr);
	ATF_REQUIRE_EQ(0, posix_spawnattr_destroy(&attr));
}

static void
child_nproc(void)
{
	struct rlimit rl = { 1, 1 };
	char *argv[] = { __DECONST(char *, "true"), NULL };
	pid_t pid;

	WANT(setrlimit(RLIMIT_NPROC, &rl) == 0);
	WANT(posix_spawn(&pid, "/bin/true", NULL, NULL, argv, noenv) ==
	    EAGAIN);
	WANT_ERRNO(ECHILD, waitpid(-1, NULL, WNOHANG) == -1);
}

static void
child_nproc_two(void)
{
	struct rlimit rl = { 2, 2 };
	char *argv[] = { __DECONST(char *, "true"), NULL };
	pid_t pid;
	int i;

	WANT(setrlimit(RLIMIT_NPROC, &rl) == 0);
	/* A child that failed does not count any more. */
	for (i = 0; i < 20; i++) {
		WANT(posix_spawn(&pid, "nothing", NULL, NULL, argv, noenv) ==
		    ENOENT);
		WANT(posix_spawn(&pid, "/bin/true", NULL, NULL, argv,
		    noenv) == 0);
		WANT(posix_spawn(NULL, "/bin/true", NULL, NULL, argv,
		    noenv) == EAGAIN);
		WANT(waitpid(pid, NULL, 0) == pid);
	}
}

ATF_TC(posix_spawn__eagain_when_nproc_limit_is_reached);
ATF_TC_HEAD(posix_spawn__eagain_when_nproc_limit_is_reached, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(posix_spawn__eagain_when_nproc_limit_is_reached, tc)
{

	in_child(NOBODY, child_nproc);
	in_child(NOBODY, child_nproc_two);
}

/* --- signals, threads ----------------------------------------------------- */

/*
 * A child whose first action waits for somebody to open a pipe.
 */
static void *
spawn_blocked(void *arg)
{
	char *argv[] = { __DECONST(char *, "true"), NULL };
	posix_spawn_file_actions_t fa;
	static int error;

	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_init(&fa));
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_addopen(&fa, 0, "pipe",
	    O_RDONLY, 0));
	error = posix_spawn(arg, "/bin/true", &fa, NULL, argv, noenv);
	ATF_REQUIRE_EQ(0, posix_spawn_file_actions_destroy(&fa));
	return (&error);
}

/*
 * Start spawn_blocked() in a process of its own, which ends with 3 if its
 * handler of SIGUSR1 has run.
 */
static pid_t
fork_blocked(void)
{
	pid_t child, pid;
	int status;

	ATF_REQUIRE_EQ(0, mkfifo("pipe", 0600));
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		catch_signal(SIGUSR1, 0);
		WANT(*(int *)spawn_blocked(&child) == 0);
		WANT(waitpid(child, &status, 0) == child && status == 0);
		_exit(h_caught == SIGUSR1 ? 3 : 0);
	}
	await_sleep(pid);
	return (pid);
}

ATF_TC_WITHOUT_HEAD(posix_spawn__parent_is_killed);
ATF_TC_BODY(posix_spawn__parent_is_killed, tc)
{
	pid_t pid;
	int fd, status;

	pid = fork_blocked();
	ATF_REQUIRE_EQ(0, kill(pid, SIGTERM));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
	/* The child lives on. */
	fd = open("pipe", O_WRONLY);
	ATF_CHECK(fd >= 0);
}

ATF_TC_WITHOUT_HEAD(posix_spawn__handler_runs_afterwards);
ATF_TC_BODY(posix_spawn__handler_runs_afterwards, tc)
{
	pid_t pid;
	int fd, status;

	pid = fork_blocked();
	ATF_REQUIRE_EQ(0, kill(pid, SIGUSR1));
	msleep(20);
	ATF_CHECK_EQ(0, waitpid(pid, NULL, WNOHANG));
	fd = open("pipe", O_WRONLY);
	ATF_REQUIRE(fd >= 0);
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 3);
}

ATF_TC_WITHOUT_HEAD(posix_spawn__parent_stops_and_continues);
ATF_TC_BODY(posix_spawn__parent_stops_and_continues, tc)
{
	pid_t pid;
	int fd, status;

	pid = fork_blocked();
	ATF_REQUIRE_EQ(0, kill(pid, SIGSTOP));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, WUNTRACED));
	ATF_CHECK(WIFSTOPPED(status));
	fd = open("pipe", O_WRONLY);
	ATF_REQUIRE(fd >= 0);
	msleep(20);
	ATF_CHECK_EQ(0, waitpid(pid, NULL, WNOHANG));
	ATF_REQUIRE_EQ(0, kill(pid, SIGCONT));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
}

/*
 * Signals to the group, in which we are with the child.
 */
ATF_TC_WITHOUT_HEAD(posix_spawn__signals_to_the_child);
ATF_TC_BODY(posix_spawn__signals_to_the_child, tc)
{
	pthread_t thread;
	pid_t child;
	void *result;
	int status;

	ATF_REQUIRE(getpgrp() == getpid() || setpgid(0, 0) == 0);
	ATF_REQUIRE_EQ(0, mkfifo("pipe", 0600));
	catch_signal(SIGTSTP, 0);
	ATF_REQUIRE_EQ(0, pthread_create(&thread, NULL, spawn_blocked,
	    &child));
	msleep(20);
	/* It does not stop before it is a program. */
	ATF_REQUIRE_EQ(0, kill(0, SIGTSTP));
	ATF_REQUIRE(open("pipe", O_WRONLY) >= 0);
	ATF_REQUIRE_EQ(0, pthread_join(thread, &result));
	ATF_CHECK_EQ(0, *(int *)result);
	ATF_REQUIRE_EQ(0, kill(child, SIGSTOP));
	ATF_REQUIRE_EQ(child, waitpid(child, &status, WUNTRACED));
	ATF_REQUIRE(WIFSTOPPED(status) || WIFEXITED(status));
	if (WIFSTOPPED(status)) {
		ATF_REQUIRE_EQ(0, kill(child, SIGCONT));
		ATF_REQUIRE_EQ(child, waitpid(child, &status, 0));
	}
	ATF_CHECK_EQ(0, status);
	ATF_REQUIRE_EQ(0, unlink("pipe"));
	/* A signal that it inherits no handler for ends it. */
	ATF_REQUIRE_EQ(0, mkfifo("pipe", 0600));
	catch_signal(SIGTERM, 0);
	ATF_REQUIRE_EQ(0, pthread_create(&thread, NULL, spawn_blocked,
	    &child));
	msleep(20);
	ATF_REQUIRE_EQ(0, kill(0, SIGTERM));
	ATF_REQUIRE_EQ(0, pthread_join(thread, &result));
	ATF_CHECK_EQ(0, *(int *)result);
	ATF_REQUIRE_EQ(child, waitpid(child, &status, 0));
	ATF_CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
}

static void *
spawn_many(void *arg)
{
	char *argv[] = { __DECONST(char *, "true"), NULL };
	pid_t pid;
	int i, status;

	for (i = 0; i < 10; i++) {
		ATF_REQUIRE_EQ(0, posix_spawn(&pid, "/bin/true", NULL, NULL,
		    argv, noenv));
		ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
		ATF_REQUIRE_EQ(0, status);
		ATF_REQUIRE_EQ(ENOENT, posix_spawn(&pid, "nothing", NULL,
		    NULL, argv, noenv));
	}
	return (arg);
}

ATF_TC_WITHOUT_HEAD(posix_spawn__threads);
ATF_TC_BODY(posix_spawn__threads, tc)
{
	pthread_t threads[4];
	int i;

	for (i = 0; i < 4; i++)
		ATF_REQUIRE_EQ(0, pthread_create(&threads[i], NULL,
		    spawn_many, NULL));
	for (i = 0; i < 4; i++)
		ATF_REQUIRE_EQ(0, pthread_join(threads[i], NULL));
	ATF_CHECK_ERRNO(ECHILD, wait(NULL) == -1);
}

ATF_TC_WITHOUT_HEAD(posix_spawn__exit_of_another_thread);
ATF_TC_BODY(posix_spawn__exit_of_another_thread, tc)
{
	pthread_t thread;
	pid_t child, pid;
	int status;

	ATF_REQUIRE_EQ(0, mkfifo("pipe", 0600));
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		WANT(pthread_create(&thread, NULL, spawn_blocked,
		    &child) == 0);
		msleep(20);
		_exit(5);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 5);
	ATF_CHECK(open("pipe", O_WRONLY) >= 0);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, posix_spawn__arguments_and_environment);
	ATF_TP_ADD_TC(tp, posix_spawn__inherits);
	ATF_TP_ADD_TC(tp, posix_spawn__ended_by_a_signal);
	ATF_TP_ADD_TC(tp, actions__open_dup_close);
	ATF_TP_ADD_TC(tp, actions__open_flags);
	ATF_TP_ADD_TC(tp, actions__directories);
	ATF_TP_ADD_TC(tp, actions__closefrom);
	ATF_TP_ADD_TC(tp, actions__ebadf);
	ATF_TP_ADD_TC(tp, actions__enomem_too_many);
	ATF_TP_ADD_TC(tp, attr__values);
	ATF_TP_ADD_TC(tp, attr__groups_and_sessions);
	ATF_TP_ADD_TC(tp, attr__signals);
	ATF_TP_ADD_TC(tp, attr__resetids);
	ATF_TP_ADD_TC(tp, posix_spawnp__search);
	ATF_TP_ADD_TC(tp, posix_spawn__eacces);
	ATF_TP_ADD_TC(tp, posix_spawn__enoent);
	ATF_TP_ADD_TC(tp, posix_spawn__enotdir);
	ATF_TP_ADD_TC(tp, posix_spawn__eloop);
	ATF_TP_ADD_TC(tp, posix_spawn__enametoolong);
	ATF_TP_ADD_TC(tp, posix_spawn__enoexec);
	ATF_TP_ADD_TC(tp, posix_spawn__etxtbsy);
	ATF_TP_ADD_TC(tp, posix_spawn__efault);
	ATF_TP_ADD_TC(tp, posix_spawn__e2big);
	ATF_TP_ADD_TC(tp, posix_spawn__ebadf);
	ATF_TP_ADD_TC(tp, posix_spawn__einval);
	ATF_TP_ADD_TC(tp, posix_spawn__eperm);
	ATF_TP_ADD_TC(tp, posix_spawn__eagain_when_nproc_limit_is_reached);
	ATF_TP_ADD_TC(tp, posix_spawn__parent_is_killed);
	ATF_TP_ADD_TC(tp, posix_spawn__handler_runs_afterwards);
	ATF_TP_ADD_TC(tp, posix_spawn__parent_stops_and_continues);
	ATF_TP_ADD_TC(tp, posix_spawn__signals_to_the_child);
	ATF_TP_ADD_TC(tp, posix_spawn__threads);
	ATF_TP_ADD_TC(tp, posix_spawn__exit_of_another_thread);
	return (atf_no_error());
}
