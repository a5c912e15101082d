/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Process, group and session ids; user and group ids; login names.
 */

#include <sys/param.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include "h_kern.h"

ATF_TC_WITHOUT_HEAD(getpid__is_constant);
ATF_TC_BODY(getpid__is_constant, tc)
{

	ATF_CHECK(getpid() > 0);
	ATF_CHECK_EQ(getpid(), getpid());
}

ATF_TC_WITHOUT_HEAD(getppid__is_the_parent);
ATF_TC_BODY(getppid__is_the_parent, tc)
{
	pid_t self = getpid(), pid;
	int status;

	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0)
		_exit(getppid() == self ? 0 : 1);
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
}

ATF_TC_WITHOUT_HEAD(getpgid__esrch_when_there_is_no_process);
ATF_TC_BODY(getpgid__esrch_when_there_is_no_process, tc)
{

	ATF_CHECK_ERRNO(ESRCH, getpgid(NOPID) == -1);
	ATF_CHECK_ERRNO(ESRCH, getpgid(-2) == -1);
	ATF_CHECK_EQ(getpgid(0), getpgid(getpid()));
}

ATF_TC_WITHOUT_HEAD(getsid__esrch_when_there_is_no_process);
ATF_TC_BODY(getsid__esrch_when_there_is_no_process, tc)
{

	ATF_CHECK_ERRNO(ESRCH, getsid(NOPID) == -1);
	ATF_CHECK_EQ(getsid(0), getsid(getpid()));
}

static void
child_setsid(void)
{

	WANT(setsid() == getpid());
	WANT(getsid(0) == getpid());
	WANT(getpgid(0) == getpid());
	WANT_ERRNO(EPERM, setsid() == -1);
	WANT(getsid(0) == getpid());
}

ATF_TC_WITHOUT_HEAD(setsid__leads);
ATF_TC_BODY(setsid__leads, tc)
{

	in_child(0, child_setsid);
}

static void
child_leader(void)
{

	WANT(setpgid(0, 0) == 0);
	WANT_ERRNO(EPERM, setsid() == -1);
}

ATF_TC_WITHOUT_HEAD(setsid__eperm_when_leading_a_group);
ATF_TC_BODY(setsid__eperm_when_leading_a_group, tc)
{

	in_child(0, child_leader);
}

ATF_TC_WITHOUT_HEAD(setpgid__moves_child);
ATF_TC_BODY(setpgid__moves_child, tc)
{
	pid_t a, b, old = getpgid(0);

	a = fork();
	if (a == 0)
		for (;;)
			pause();
	b = fork();
	if (b == 0)
		for (;;)
			pause();
	ATF_REQUIRE(a > 0 && b > 0);
	ATF_REQUIRE_EQ(0, setpgid(a, 0));
	ATF_CHECK_EQ(a, getpgid(a));
	ATF_REQUIRE_EQ(0, setpgid(b, a));
	ATF_CHECK_EQ(a, getpgid(b));
	ATF_REQUIRE_EQ(0, setpgid(b, old));
	ATF_CHECK_EQ(old, getpgid(b));
	/* The group is gone with its last member. */
	ATF_REQUIRE_EQ(0, setpgid(a, old));
	ATF_CHECK_ERRNO(EPERM, setpgid(b, a) == -1);
	kill(a, SIGKILL);
	kill(b, SIGKILL);
	while (wait(NULL) > 0)
		continue;
}

ATF_TC_WITHOUT_HEAD(setpgid__eacces_when_the_child_has_execed);
ATF_TC_BODY(setpgid__eacces_when_the_child_has_execed, tc)
{
	int fds[2];
	char c;
	pid_t pid;

	ATF_REQUIRE_EQ(0, pipe2(fds, O_CLOEXEC));
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		execl("/bin/sleep", "sleep", "100", (char *)NULL);
		_exit(1);
	}
	close(fds[1]);
	ATF_REQUIRE_EQ(0, read(fds[0], &c, 1));
	ATF_CHECK_ERRNO(EACCES, setpgid(pid, pid) == -1);
	ATF_CHECK_EQ(getpgid(0), getpgid(pid));
	kill(pid, SIGKILL);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(setpgid__einval_when_the_group_is_negative);
ATF_TC_BODY(setpgid__einval_when_the_group_is_negative, tc)
{

	ATF_CHECK_ERRNO(EINVAL, setpgid(0, -1) == -1);
}

ATF_TC_WITHOUT_HEAD(setpgid__eperm_when_leading_a_session);
ATF_TC_BODY(setpgid__eperm_when_leading_a_session, tc)
{
	int fds[2];
	char c = 0;
	pid_t pid;

	ATF_REQUIRE_EQ(0, pipe(fds));
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		setsid();
		(void)write(fds[1], &c, 1);
		WANT_ERRNO(EPERM, setpgid(0, 0) == -1);
		pause();
	}
	ATF_REQUIRE_EQ(1, read(fds[0], &c, 1));
	/* In another session. */
	ATF_CHECK_ERRNO(EPERM, setpgid(pid, 0) == -1);
	kill(pid, SIGKILL);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
	/* No such group. */
	ATF_CHECK_ERRNO(EPERM, setpgid(0, NOPID) == -1);
}

ATF_TC_WITHOUT_HEAD(setpgid__esrch_when_it_is_no_child);
ATF_TC_BODY(setpgid__esrch_when_it_is_no_child, tc)
{

	ATF_CHECK_ERRNO(ESRCH, setpgid(NOPID, 0) == -1);
	ATF_CHECK_ERRNO(ESRCH, setpgid(1, 0) == -1);
	ATF_CHECK_ERRNO(ESRCH, setpgid(getppid(), 0) == -1);
}

static void
child_ids(void)
{
	uid_t r, e, s;
	gid_t rg, eg, sg;

	WANT(getuid() == NOBODY && geteuid() == NOBODY);
	WANT(getgid() == NOBODY && getegid() == NOBODY);
	WANT(getresuid(&r, &e, &s) == 0);
	WANT(r == NOBODY && e == NOBODY && s == NOBODY);
	WANT(getresgid(&rg, &eg, &sg) == 0);
	WANT(rg == NOBODY && eg == NOBODY && sg == NOBODY);
	WANT(issetugid() == 1);
}

ATF_TC(getresuid__tells_all_three);
ATF_TC_HEAD(getresuid__tells_all_three, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(getresuid__tells_all_three, tc)
{

	in_child(NOBODY, child_ids);
}

ATF_TC_WITHOUT_HEAD(getresuid__efault_when_a_pointer_is_bad);
ATF_TC_BODY(getresuid__efault_when_a_pointer_is_bad, tc)
{
	uid_t u;

	ATF_CHECK_ERRNO(EFAULT, getresuid(BADPTR, &u, &u) == -1);
	ATF_CHECK_ERRNO(EFAULT, getresuid(&u, BADPTR, &u) == -1);
	ATF_CHECK_ERRNO(EFAULT, getresuid(&u, &u, KERNPTR) == -1);
	ATF_CHECK_EQ(0, getresuid(NULL, NULL, NULL));
}

ATF_TC_WITHOUT_HEAD(getresgid__efault_when_a_pointer_is_bad);
ATF_TC_BODY(getresgid__efault_when_a_pointer_is_bad, tc)
{
	gid_t g;

	ATF_CHECK_ERRNO(EFAULT, getresgid(BADPTR, &g, &g) == -1);
	ATF_CHECK_ERRNO(EFAULT, getresgid(&g, BADPTR, &g) == -1);
	ATF_CHECK_ERRNO(EFAULT, getresgid(&g, &g, BADPTR) == -1);
	ATF_CHECK_EQ(0, getresgid(NULL, NULL, NULL));
}

static void
child_resuid(void)
{
	uid_t r, e, s;

	WANT(setresuid(10, 20, 30) == 0);
	WANT(getresuid(&r, &e, &s) == 0 && r == 10 && e == 20 && s == 30);
	/* An ordinary user chooses among its own. */
	WANT(setresuid(-1, 30, -1) == 0);
	WANT(getresuid(&r, &e, &s) == 0 && r == 10 && e == 30 && s == 30);
	WANT(setresuid(30, 10, 10) == 0);
	WANT_ERRNO(EPERM, setresuid(0, -1, -1) == -1);
	WANT_ERRNO(EPERM, setresuid(-1, 20, -1) == -1);
	WANT_ERRNO(EPERM, setresuid(30, 10, 99) == -1);
	WANT(getresuid(&r, &e, &s) == 0 && r == 30 && e == 10 && s == 10);
}

ATF_TC(setresuid__eperm_when_not_ones_own);
ATF_TC_HEAD(setresuid__eperm_when_not_ones_own, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(setresuid__eperm_when_not_ones_own, tc)
{

	in_child(0, child_resuid);
}

static void
child_resgid(void)
{
	gid_t r, e, s;

	WANT(setresgid(10, 20, 30) == 0);
	WANT(setresuid(NOBODY, NOBODY, NOBODY) == 0);
	WANT(getresgid(&r, &e, &s) == 0 && r == 10 && e == 20 && s == 30);
	WANT(setresgid(-1, 10, -1) == 0);
	WANT_ERRNO(EPERM, setresgid(0, -1, -1) == -1);
	WANT_ERRNO(EPERM, setresgid(-1, -1, 20) == -1);
	WANT(getresgid(&r, &e, &s) == 0 && r == 10 && e == 10 && s == 30);
}

ATF_TC(setresgid__eperm_when_not_ones_own);
ATF_TC_HEAD(setresgid__eperm_when_not_ones_own, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(setresgid__eperm_when_not_ones_own, tc)
{

	in_child(0, child_resgid);
}

static void
child_setuid(void)
{
	uid_t r, e, s;

	WANT(setresuid(10, 20, 30) == 0);
	WANT_ERRNO(EPERM, setuid(20) == -1);
	WANT_ERRNO(EPERM, setuid(0) == -1);
	WANT(getresuid(&r, &e, &s) == 0 && r == 10 && e == 20 && s == 30);
	WANT(setuid(30) == 0);
	WANT(getresuid(&r, &e, &s) == 0 && r == 10 && e == 30 && s == 30);
}

ATF_TC(setuid__eperm_when_not_ones_own);
ATF_TC_HEAD(setuid__eperm_when_not_ones_own, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(setuid__eperm_when_not_ones_own, tc)
{

	in_child(0, child_setuid);
}

static void
child_setuid_root(void)
{
	uid_t r, e, s;

	WANT(setuid(55) == 0);
	WANT(getresuid(&r, &e, &s) == 0 && r == 55 && e == 55 && s == 55);
	WANT_ERRNO(EPERM, setuid(0) == -1);
}

ATF_TC(setuid__changes_all_for_root);
ATF_TC_HEAD(setuid__changes_all_for_root, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(setuid__changes_all_for_root, tc)
{

	in_child(0, child_setuid_root);
}

static void
child_setgid(void)
{
	gid_t r, e, s;

	WANT(setresgid(10, 20, 30) == 0);
	WANT(setresuid(NOBODY, NOBODY, NOBODY) == 0);
	WANT_ERRNO(EPERM, setgid(20) == -1);
	WANT_ERRNO(EPERM, setgid(0) == -1);
	WANT(setgid(10) == 0);
	WANT(getresgid(&r, &e, &s) == 0 && r == 10 && e == 10 && s == 30);
}

ATF_TC(setgid__eperm_when_not_ones_own);
ATF_TC_HEAD(setgid__eperm_when_not_ones_own, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(setgid__eperm_when_not_ones_own, tc)
{

	in_child(0, child_setgid);
}

static void
child_groups(void)
{
	gid_t set[] = { 9, 3, 7, 3 }, got[NGROUPS_MAX];

	WANT(setgroups(4, set) == 0);
	WANT(getgroups(0, NULL) == 3);
	WANT(getgroups(NGROUPS_MAX, got) == 3);
	WANT(got[0] == 3 && got[1] == 7 && got[2] == 9);
	WANT(setgroups(0, NULL) == 0);
	WANT(getgroups(0, NULL) == 0);
}

ATF_TC(setgroups__sorts);
ATF_TC_HEAD(setgroups__sorts, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(setgroups__sorts, tc)
{

	in_child(0, child_groups);
}

static void
child_groups_eperm(void)
{
	gid_t gid = NOBODY;

	WANT_ERRNO(EPERM, setgroups(1, &gid) == -1);
	WANT(getgroups(0, NULL) == 0);
}

ATF_TC(setgroups__eperm_when_not_root);
ATF_TC_HEAD(setgroups__eperm_when_not_root, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(setgroups__eperm_when_not_root, tc)
{

	in_child(NOBODY, child_groups_eperm);
}

static void
child_groups_bad(void)
{
	gid_t gids[NGROUPS_MAX + 1] = { 5 }, got[4];

	WANT(setgroups(1, gids) == 0);
	WANT_ERRNO(EINVAL, setgroups(NGROUPS_MAX + 1, gids) == -1);
	WANT_ERRNO(EINVAL, setgroups(-1, gids) == -1);
	WANT_ERRNO(EFAULT, setgroups(2, BADPTR) == -1);
	WANT(getgroups(4, got) == 1 && got[0] == 5);
}

ATF_TC(setgroups__einval_when_there_are_too_many);
ATF_TC_HEAD(setgroups__einval_when_there_are_too_many, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(setgroups__einval_when_there_are_too_many, tc)
{

	in_child(0, child_groups_bad);
}

ATF_TC(setgroups__efault_when_the_list_is_bad);
ATF_TC_HEAD(setgroups__efault_when_the_list_is_bad, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(setgroups__efault_when_the_list_is_bad, tc)
{

	in_child(0, child_groups_bad);
}

static void
child_getgroups_bad(void)
{
	gid_t gids[2] = { 1, 2 };

	WANT(setgroups(2, gids) == 0);
	WANT_ERRNO(EINVAL, getgroups(1, gids) == -1);
	WANT_ERRNO(EINVAL, getgroups(-1, gids) == -1);
	WANT_ERRNO(EFAULT, getgroups(2, BADPTR) == -1);
}

ATF_TC(getgroups__einval_when_there_is_too_little_room);
ATF_TC_HEAD(getgroups__einval_when_there_is_too_little_room, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(getgroups__einval_when_there_is_too_little_room, tc)
{

	in_child(0, child_getgroups_bad);
}

ATF_TC(getgroups__efault_when_the_list_is_bad);
ATF_TC_HEAD(getgroups__efault_when_the_list_is_bad, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(getgroups__efault_when_the_list_is_bad, tc)
{

	in_child(0, child_getgroups_bad);
}

static void
child_login(void)
{
	char name[MAXLOGNAME], big[MAXLOGNAME + 1];

	WANT(setsid() == getpid());
	WANT(setlogin("somebody") == 0);
	WANT(getlogin_r(name, sizeof(name)) == 0);
	WANT(strcmp(name, "somebody") == 0);
	memset(big, 'x', sizeof(big));
	big[MAXLOGNAME] = '\0';
	WANT_ERRNO(EINVAL, setlogin(big) == -1);
	WANT_ERRNO(EFAULT, setlogin(BADPTR) == -1);
	WANT(getlogin_r(name, sizeof(name)) == 0);
	WANT(strcmp(name, "somebody") == 0);
	big[MAXLOGNAME - 1] = '\0';
	WANT(setlogin(big) == 0);
}

ATF_TC(setlogin__einval_when_the_name_is_too_long);
ATF_TC_HEAD(setlogin__einval_when_the_name_is_too_long, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(setlogin__einval_when_the_name_is_too_long, tc)
{

	in_child(0, child_login);
}

ATF_TC(setlogin__efault_when_the_name_is_bad);
ATF_TC_HEAD(setlogin__efault_when_the_name_is_bad, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(setlogin__efault_when_the_name_is_bad, tc)
{

	in_child(0, child_login);
}

static void
child_login_eperm(void)
{

	WANT_ERRNO(EPERM, setlogin("root") == -1);
}

ATF_TC(setlogin__eperm_when_not_root);
ATF_TC_HEAD(setlogin__eperm_when_not_root, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(setlogin__eperm_when_not_root, tc)
{

	in_child(NOBODY, child_login_eperm);
}

/* The function of libc returns its error; the call sets errno. */
int	__sys_getlogin_r(char *, size_t);

static void
child_getlogin(void)
{
	char name[MAXLOGNAME];

	WANT(setsid() == getpid());
	WANT(setlogin("abc") == 0);
	WANT_ERRNO(ERANGE, __sys_getlogin_r(name, 3) == -1);
	WANT(__sys_getlogin_r(name, 4) == 0);
	WANT_ERRNO(EFAULT, __sys_getlogin_r(BADPTR, 4) == -1);
}

ATF_TC(getlogin_r__erange_when_there_is_too_little_room);
ATF_TC_HEAD(getlogin_r__erange_when_there_is_too_little_room, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(getlogin_r__erange_when_there_is_too_little_room, tc)
{

	in_child(0, child_getlogin);
}

ATF_TC(getlogin_r__efault_when_the_buffer_is_bad);
ATF_TC_HEAD(getlogin_r__efault_when_the_buffer_is_bad, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(getlogin_r__efault_when_the_buffer_is_bad, tc)
{

	in_child(0, child_getlogin);
}

/*
 * What one thread changes is every thread's at its next call, even if that
 * thread has been in user mode all the time.
 */
static _Atomic int thr_ready, thr_go;

static void *
open_secret(void *arg)
{

	(void)arg;
	thr_ready = 1;
	while (thr_go == 0)
		continue;
	return ((void *)(intptr_t)open("secret", O_RDONLY));
}

static void
child_setuid_beside_thread(void)
{
	pthread_t t;
	void *fd;

	WANT(pthread_create(&t, NULL, open_secret, NULL) == 0);
	while (thr_ready == 0)
		sched_yield();
	WANT(setuid(NOBODY) == 0);
	thr_go = 1;
	WANT(pthread_join(t, &fd) == 0);
	WANT((intptr_t)fd == -1);
}

ATF_TC(setuid__is_the_whole_process);
ATF_TC_HEAD(setuid__is_the_whole_process, tc)
{

	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(setuid__is_the_whole_process, tc)
{
	int fd, i;

	fd = open("secret", O_CREAT | O_WRONLY, 0600);
	ATF_REQUIRE(fd >= 0);
	ATF_REQUIRE_EQ(0, close(fd));
	for (i = 0; i < 50; i++)
		in_child(0, child_setuid_beside_thread);
}

static void *
become_user(void *arg)
{

	(void)arg;
	thr_ready = 1;
	while (thr_go == 0)
		continue;
	return ((void *)(intptr_t)setresuid(NOBODY, NOBODY, -1));
}

static void
child_two_changes(void)
{
	gid_t rgid, egid, sgid;
	uid_t ruid, euid, suid;
	pthread_t t;
	void *rv;

	WANT(pthread_create(&t, NULL, become_user, NULL) == 0);
	while (thr_ready == 0)
		sched_yield();
	thr_go = 1;
	/* EPERM, if the other was first. */
	(void)setresgid(NOBODY, NOBODY, NOBODY);
	WANT(pthread_join(t, &rv) == 0);
	WANT(rv == NULL);
	WANT(getresuid(&ruid, &euid, &suid) == 0);
	WANT(ruid == NOBODY && euid == NOBODY && suid == 0);
	WANT(seteuid(0) == 0);
	WANT(getresgid(&rgid, &egid, &sgid) == 0);
	WANT(rgid == egid && egid == sgid);
}

ATF_TC(setuid__and_setgid_keep_each_other);
ATF_TC_HEAD(setuid__and_setgid_keep_each_other, tc)
{

	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(setuid__and_setgid_keep_each_other, tc)
{
	int i;

	for (i = 0; i < 200; i++)
		in_child(0, child_two_changes);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, getpid__is_constant);
	ATF_TP_ADD_TC(tp, getppid__is_the_parent);
	ATF_TP_ADD_TC(tp, getpgid__esrch_when_there_is_no_process);
	ATF_TP_ADD_TC(tp, getsid__esrch_when_there_is_no_process);
	ATF_TP_ADD_TC(tp, setsid__leads);
	ATF_TP_ADD_TC(tp, setsid__eperm_when_leading_a_group);
	ATF_TP_ADD_TC(tp, setpgid__moves_child);
	ATF_TP_ADD_TC(tp, setpgid__eacces_when_the_child_has_execed);
	ATF_TP_ADD_TC(tp, setpgid__einval_when_the_group_is_negative);
	ATF_TP_ADD_TC(tp, setpgid__eperm_when_leading_a_session);
	ATF_TP_ADD_TC(tp, setpgid__esrch_when_it_is_no_child);
	ATF_TP_ADD_TC(tp, getresuid__tells_all_three);
	ATF_TP_ADD_TC(tp, getresuid__efault_when_a_pointer_is_bad);
	ATF_TP_ADD_TC(tp, getresgid__efault_when_a_pointer_is_bad);
	ATF_TP_ADD_TC(tp, setresuid__eperm_when_not_ones_own);
	ATF_TP_ADD_TC(tp, setresgid__eperm_when_not_ones_own);
	ATF_TP_ADD_TC(tp, setuid__eperm_when_not_ones_own);
	ATF_TP_ADD_TC(tp, setuid__changes_all_for_root);
	ATF_TP_ADD_TC(tp, setgid__eperm_when_not_ones_own);
	ATF_TP_ADD_TC(tp, setgroups__sorts);
	ATF_TP_ADD_TC(tp, setgroups__eperm_when_not_root);
	ATF_TP_ADD_TC(tp, setgroups__einval_when_there_are_too_many);
	ATF_TP_ADD_TC(tp, setgroups__efault_when_the_list_is_bad);
	ATF_TP_ADD_TC(tp, getgroups__einval_when_there_is_too_little_room);
	ATF_TP_ADD_TC(tp, getgroups__efault_when_the_list_is_bad);
	ATF_TP_ADD_TC(tp, setlogin__einval_when_the_name_is_too_long);
	ATF_TP_ADD_TC(tp, setlogin__efault_when_the_name_is_bad);
	ATF_TP_ADD_TC(tp, setlogin__eperm_when_not_root);
	ATF_TP_ADD_TC(tp, getlogin_r__erange_when_there_is_too_little_room);
	ATF_TP_ADD_TC(tp, getlogin_r__efault_when_the_buffer_is_bad);
	ATF_TP_ADD_TC(tp, setuid__is_the_whole_process);
	ATF_TP_ADD_TC(tp, setuid__and_setgid_keep_each_other);
	return (atf_no_error());
}
