/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sigaction(2), sigprocmask(2), sigpending(2), sigsuspend(2), sigreturn(2),
 * sigaltstack(2), kill(2), and what signals do to sleeping calls.
 */

#include <sys/mman.h>
#include <sys/time.h>
#include <setjmp.h>
#include "h_kern.h"

int	__sys_sigreturn(const struct __ucontext *);

static siginfo_t h_info;
static volatile sig_atomic_t h_count;
static volatile uintptr_t h_sp;

static void
h_siginfo(int sig, siginfo_t *info, void *uc)
{
	int here;

	h_caught = sig;
	h_info = *info;
	h_count++;
	h_sp = (uintptr_t)&here;
}

static void
catch_info(int sig, int flags)
{
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sa.sa_sigaction = h_siginfo;
	sa.sa_flags = SA_SIGINFO | flags;
	h_caught = h_count = 0;
	ATF_REQUIRE_EQ(0, sigaction(sig, &sa, NULL));
}

static void
block(int sig)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, sig);
	ATF_REQUIRE_EQ(0, sigprocmask(SIG_BLOCK, &set, NULL));
}

static bool
blocked(int sig)
{
	sigset_t set;

	ATF_REQUIRE_EQ(0, sigprocmask(SIG_BLOCK, NULL, &set));
	return (sigismember(&set, sig) != 0);
}

static bool
pending(int sig)
{
	sigset_t set;

	ATF_REQUIRE_EQ(0, sigpending(&set));
	return (sigismember(&set, sig) != 0);
}

ATF_TC_WITHOUT_HEAD(sigaction__siginfo_of_kill);
ATF_TC_BODY(sigaction__siginfo_of_kill, tc)
{

	catch_info(SIGUSR1, 0);
	ATF_REQUIRE_EQ(0, kill(getpid(), SIGUSR1));
	ATF_CHECK_EQ(SIGUSR1, h_caught);
	ATF_CHECK_EQ(SIGUSR1, h_info.si_signo);
	ATF_CHECK_EQ(SI_USER, h_info.si_code);
	ATF_CHECK_EQ(getpid(), h_info.si_pid);
	ATF_CHECK_EQ(getuid(), h_info.si_uid);
}

ATF_TC_WITHOUT_HEAD(sigaction__siginfo_of_child);
ATF_TC_BODY(sigaction__siginfo_of_child, tc)
{
	pid_t pid;
	sigset_t none;

	catch_info(SIGCHLD, 0);
	block(SIGCHLD);
	pid = fork();
	if (pid == 0)
		_exit(33);
	sigemptyset(&none);
	ATF_CHECK_ERRNO(EINTR, sigsuspend(&none) == -1);
	ATF_CHECK_EQ(SIGCHLD, h_caught);
	ATF_CHECK_EQ(CLD_EXITED, h_info.si_code);
	ATF_CHECK_EQ(pid, h_info.si_pid);
	ATF_CHECK_EQ(33, h_info.si_status);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(sigaction__returns_the_old_action);
ATF_TC_BODY(sigaction__returns_the_old_action, tc)
{
	struct sigaction sa, old;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = h_catch;
	sa.sa_flags = SA_RESTART;
	sigaddset(&sa.sa_mask, SIGUSR2);
	sigaddset(&sa.sa_mask, SIGKILL);
	ATF_REQUIRE_EQ(0, sigaction(SIGUSR1, &sa, &old));
	ATF_CHECK(old.sa_handler == SIG_DFL);
	ATF_REQUIRE_EQ(0, sigaction(SIGUSR1, NULL, &old));
	ATF_CHECK(old.sa_handler == h_catch);
	ATF_CHECK_EQ(SA_RESTART, old.sa_flags);
	ATF_CHECK(sigismember(&old.sa_mask, SIGUSR2));
	ATF_CHECK(!sigismember(&old.sa_mask, SIGKILL));
}

ATF_TC_WITHOUT_HEAD(sigaction__einval_when_the_signal_is_bad);
ATF_TC_BODY(sigaction__einval_when_the_signal_is_bad, tc)
{
	struct sigaction sa, old;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = SIG_IGN;
	ATF_CHECK_ERRNO(EINVAL, sigaction(0, &sa, NULL) == -1);
	ATF_CHECK_ERRNO(EINVAL, sigaction(-1, &sa, NULL) == -1);
	ATF_CHECK_ERRNO(EINVAL, sigaction(129, &sa, NULL) == -1);
	ATF_CHECK_ERRNO(EINVAL, sigaction(SIGKILL, &sa, NULL) == -1);
	ATF_CHECK_ERRNO(EINVAL, sigaction(SIGSTOP, &sa, NULL) == -1);
	ATF_CHECK_EQ(0, sigaction(SIGKILL, NULL, &old));
	ATF_CHECK(old.sa_handler == SIG_DFL);
}

ATF_TC_WITHOUT_HEAD(sigaction__efault_when_a_pointer_is_bad);
ATF_TC_BODY(sigaction__efault_when_a_pointer_is_bad, tc)
{
	struct sigaction old;

	ATF_CHECK_ERRNO(EFAULT, sigaction(SIGUSR1, BADPTR, NULL) == -1);
	ATF_CHECK_ERRNO(EFAULT, sigaction(SIGUSR1, NULL, BADPTR) == -1);
	ATF_CHECK_ERRNO(EFAULT, sigaction(SIGUSR1, KERNPTR, NULL) == -1);
	ATF_REQUIRE_EQ(0, sigaction(SIGUSR1, NULL, &old));
	ATF_CHECK(old.sa_handler == SIG_DFL);
}

static volatile sig_atomic_t h_inside;

static void
h_mask(int sig)
{
	sigset_t set;

	sigprocmask(SIG_BLOCK, NULL, &set);
	h_inside = (sigismember(&set, SIGUSR1) ? 1 : 0) |
	    (sigismember(&set, SIGUSR2) ? 2 : 0);
	h_caught = sig;
}

ATF_TC_WITHOUT_HEAD(sigaction__mask_inside_the_handler);
ATF_TC_BODY(sigaction__mask_inside_the_handler, tc)
{
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = h_mask;
	sigaddset(&sa.sa_mask, SIGUSR2);
	ATF_REQUIRE_EQ(0, sigaction(SIGUSR1, &sa, NULL));
	raise(SIGUSR1);
	ATF_CHECK_EQ(3, h_inside);
	ATF_CHECK(!blocked(SIGUSR1) && !blocked(SIGUSR2));
	sa.sa_flags = SA_NODEFER;
	ATF_REQUIRE_EQ(0, sigaction(SIGUSR1, &sa, NULL));
	raise(SIGUSR1);
	ATF_CHECK_EQ(2, h_inside);
}

ATF_TC_WITHOUT_HEAD(sigaction__resethand);
ATF_TC_BODY(sigaction__resethand, tc)
{
	struct sigaction old;

	catch_signal(SIGUSR1, SA_RESETHAND);
	raise(SIGUSR1);
	ATF_CHECK_EQ(SIGUSR1, h_caught);
	ATF_REQUIRE_EQ(0, sigaction(SIGUSR1, NULL, &old));
	ATF_CHECK(old.sa_handler == SIG_DFL);
}

ATF_TC_WITHOUT_HEAD(sigaction__ignoring_discards_what_is_pending);
ATF_TC_BODY(sigaction__ignoring_discards_what_is_pending, tc)
{

	block(SIGUSR1);
	raise(SIGUSR1);
	ATF_CHECK(pending(SIGUSR1));
	signal(SIGUSR1, SIG_IGN);
	ATF_CHECK(!pending(SIGUSR1));
}

ATF_TC_WITHOUT_HEAD(sigaction__not_shared_with_children);
ATF_TC_BODY(sigaction__not_shared_with_children, tc)
{
	struct sigaction sa;
	pid_t pid;

	catch_signal(SIGUSR1, 0);
	pid = fork();
	if (pid == 0) {
		signal(SIGUSR1, SIG_IGN);
		_exit(0);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
	ATF_REQUIRE_EQ(0, sigaction(SIGUSR1, NULL, &sa));
	ATF_CHECK(sa.sa_handler == h_catch);
}

ATF_TC_WITHOUT_HEAD(sigprocmask__block_and_unblock);
ATF_TC_BODY(sigprocmask__block_and_unblock, tc)
{
	sigset_t set, old;

	catch_signal(SIGUSR1, 0);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	ATF_REQUIRE_EQ(0, sigprocmask(SIG_BLOCK, &set, &old));
	ATF_CHECK(!sigismember(&old, SIGUSR1));
	raise(SIGUSR1);
	ATF_CHECK_EQ(0, h_caught);
	ATF_CHECK(pending(SIGUSR1));
	ATF_REQUIRE_EQ(0, sigprocmask(SIG_UNBLOCK, &set, &old));
	ATF_CHECK(sigismember(&old, SIGUSR1));
	ATF_CHECK_EQ(SIGUSR1, h_caught);
	ATF_CHECK(!pending(SIGUSR1));
}

ATF_TC_WITHOUT_HEAD(sigprocmask__kill_and_stop_are_never_blocked);
ATF_TC_BODY(sigprocmask__kill_and_stop_are_never_blocked, tc)
{
	sigset_t set;

	sigfillset(&set);
	ATF_REQUIRE_EQ(0, sigprocmask(SIG_SETMASK, &set, NULL));
	ATF_CHECK(!blocked(SIGKILL));
	ATF_CHECK(!blocked(SIGSTOP));
	ATF_CHECK(blocked(SIGTERM));
}

ATF_TC_WITHOUT_HEAD(sigprocmask__einval_when_how_is_bad);
ATF_TC_BODY(sigprocmask__einval_when_how_is_bad, tc)
{
	sigset_t set;

	sigfillset(&set);
	ATF_CHECK_ERRNO(EINVAL, sigprocmask(0, &set, NULL) == -1);
	ATF_CHECK_ERRNO(EINVAL, sigprocmask(4, &set, NULL) == -1);
	ATF_CHECK(!blocked(SIGTERM));
	/* Without a set nothing is done, so how does not matter. */
	ATF_CHECK_EQ(0, sigprocmask(77, NULL, &set));
}

ATF_TC_WITHOUT_HEAD(sigprocmask__efault_when_a_pointer_is_bad);
ATF_TC_BODY(sigprocmask__efault_when_a_pointer_is_bad, tc)
{

	ATF_CHECK_ERRNO(EFAULT, sigprocmask(SIG_BLOCK, BADPTR, NULL) == -1);
	ATF_CHECK_ERRNO(EFAULT, sigprocmask(SIG_BLOCK, NULL, BADPTR) == -1);
}

ATF_TC_WITHOUT_HEAD(sigpending__efault_when_the_pointer_is_bad);
ATF_TC_BODY(sigpending__efault_when_the_pointer_is_bad, tc)
{

	ATF_CHECK_ERRNO(EFAULT, sigpending(BADPTR) == -1);
}

ATF_TC_WITHOUT_HEAD(sigsuspend__eintr_when_a_signal_is_caught);
ATF_TC_BODY(sigsuspend__eintr_when_a_signal_is_caught, tc)
{
	sigset_t none;

	catch_signal(SIGUSR1, SA_RESTART);
	block(SIGUSR1);
	raise(SIGUSR1);
	sigemptyset(&none);
	ATF_CHECK_ERRNO(EINTR, sigsuspend(&none) == -1);
	ATF_CHECK_EQ(SIGUSR1, h_caught);
	/* The mask of before is back. */
	ATF_CHECK(blocked(SIGUSR1));
}

ATF_TC_WITHOUT_HEAD(sigsuspend__efault_when_the_mask_is_bad);
ATF_TC_BODY(sigsuspend__efault_when_the_mask_is_bad, tc)
{

	ATF_CHECK_ERRNO(EFAULT, sigsuspend(BADPTR) == -1);
}

ATF_TC_WITHOUT_HEAD(sigreturn__efault_when_the_context_is_bad);
ATF_TC_BODY(sigreturn__efault_when_the_context_is_bad, tc)
{

	ATF_CHECK_ERRNO(EFAULT, __sys_sigreturn(BADPTR) == -1);
	ATF_CHECK_ERRNO(EFAULT, __sys_sigreturn(KERNPTR) == -1);
}

static volatile sig_atomic_t h_tried;

static void
h_badreturn(int sig, siginfo_t *info, void *arg)
{
	ucontext_t uc = *(ucontext_t *)arg;

	/* Kernel mode is not for users. */
	uc.uc_mcontext.mc_cs = 8;
	if (__sys_sigreturn(&uc) == -1 && errno == EINVAL)
		h_tried |= 1;
	uc = *(ucontext_t *)arg;
	uc.uc_mcontext.mc_rip = 0x8000000000000000UL;
	if (__sys_sigreturn(&uc) == -1 && errno == EINVAL)
		h_tried |= 2;
	uc = *(ucontext_t *)arg;
	uc.uc_mcontext.mc_size = 1;
	if (__sys_sigreturn(&uc) == -1 && errno == EINVAL)
		h_tried |= 4;
}

ATF_TC_WITHOUT_HEAD(sigreturn__einval_when_registers_are_bad);
ATF_TC_BODY(sigreturn__einval_when_registers_are_bad, tc)
{
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sa.sa_sigaction = h_badreturn;
	sa.sa_flags = SA_SIGINFO;
	ATF_REQUIRE_EQ(0, sigaction(SIGUSR1, &sa, NULL));
	raise(SIGUSR1);
	ATF_CHECK_EQ(7, h_tried);
}

ATF_TC_WITHOUT_HEAD(sigaltstack__is_used);
ATF_TC_BODY(sigaltstack__is_used, tc)
{
	static char space[SIGSTKSZ];
	stack_t ss, old;

	memset(&ss, 0, sizeof(ss));
	ss.ss_sp = space;
	ss.ss_size = sizeof(space);
	ATF_REQUIRE_EQ(0, sigaltstack(&ss, &old));
	ATF_CHECK_EQ(SS_DISABLE, old.ss_flags);
	catch_info(SIGUSR1, SA_ONSTACK);
	raise(SIGUSR1);
	ATF_CHECK(h_sp >= (uintptr_t)space &&
	    h_sp < (uintptr_t)space + sizeof(space));
	catch_info(SIGUSR1, 0);
	raise(SIGUSR1);
	ATF_CHECK(h_sp < (uintptr_t)space ||
	    h_sp >= (uintptr_t)space + sizeof(space));
	ATF_REQUIRE_EQ(0, sigaltstack(NULL, &old));
	ATF_CHECK(old.ss_sp == space);
	ATF_CHECK_EQ(0, old.ss_flags);
}

static void
h_onstack(int sig)
{
	stack_t ss = { .ss_flags = SS_DISABLE }, old;

	h_tried = 0;
	if (sigaltstack(NULL, &old) == 0 && old.ss_flags == SS_ONSTACK)
		h_tried |= 1;
	if (sigaltstack(&ss, NULL) == -1 && errno == EPERM)
		h_tried |= 2;
}

ATF_TC_WITHOUT_HEAD(sigaltstack__eperm_when_running_on_it);
ATF_TC_BODY(sigaltstack__eperm_when_running_on_it, tc)
{
	static char space[SIGSTKSZ];
	stack_t ss = { .ss_sp = space, .ss_size = sizeof(space) };
	struct sigaction sa;

	ATF_REQUIRE_EQ(0, sigaltstack(&ss, NULL));
	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = h_onstack;
	sa.sa_flags = SA_ONSTACK;
	ATF_REQUIRE_EQ(0, sigaction(SIGUSR1, &sa, NULL));
	raise(SIGUSR1);
	ATF_CHECK_EQ(3, h_tried);
}

ATF_TC_WITHOUT_HEAD(sigaltstack__einval_when_flags_are_bad);
ATF_TC_BODY(sigaltstack__einval_when_flags_are_bad, tc)
{
	static char space[SIGSTKSZ];
	stack_t ss = { .ss_sp = space, .ss_size = sizeof(space),
	    .ss_flags = 0x100 }, old;

	ATF_CHECK_ERRNO(EINVAL, sigaltstack(&ss, NULL) == -1);
	ATF_REQUIRE_EQ(0, sigaltstack(NULL, &old));
	ATF_CHECK_EQ(SS_DISABLE, old.ss_flags);
}

ATF_TC_WITHOUT_HEAD(sigaltstack__enomem_when_it_is_too_small);
ATF_TC_BODY(sigaltstack__enomem_when_it_is_too_small, tc)
{
	static char space[SIGSTKSZ];
	stack_t ss = { .ss_sp = space, .ss_size = MINSIGSTKSZ - 1 }, old;

	ATF_CHECK_ERRNO(ENOMEM, sigaltstack(&ss, NULL) == -1);
	ATF_REQUIRE_EQ(0, sigaltstack(NULL, &old));
	ATF_CHECK_EQ(SS_DISABLE, old.ss_flags);
}

ATF_TC_WITHOUT_HEAD(sigaltstack__efault_when_a_pointer_is_bad);
ATF_TC_BODY(sigaltstack__efault_when_a_pointer_is_bad, tc)
{

	ATF_CHECK_ERRNO(EFAULT, sigaltstack(BADPTR, NULL) == -1);
	ATF_CHECK_ERRNO(EFAULT, sigaltstack(NULL, BADPTR) == -1);
}

ATF_TC_WITHOUT_HEAD(kill__signal_zero_only_asks);
ATF_TC_BODY(kill__signal_zero_only_asks, tc)
{
	pid_t pid;

	ATF_CHECK_EQ(0, kill(getpid(), 0));
	ATF_CHECK_EQ(0, kill(0, 0));
	pid = fork();
	if (pid == 0)
		_exit(0);
	msleep(50);
	/* A zombie exists. */
	ATF_CHECK_EQ(0, kill(pid, SIGTERM));
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
	ATF_CHECK_ERRNO(ESRCH, kill(pid, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(kill__group);
ATF_TC_BODY(kill__group, tc)
{
	int i, status;
	pid_t leader = 0, pid;

	for (i = 0; i < 3; i++) {
		pid = fork();
		if (pid == 0)
			for (;;)
				pause();
		ATF_REQUIRE_EQ(0, setpgid(pid, leader));
		if (leader == 0)
			leader = pid;
	}
	ATF_REQUIRE_EQ(0, kill(-leader, SIGTERM));
	for (i = 0; i < 3; i++) {
		ATF_REQUIRE(wait(&status) > 0);
		ATF_CHECK_EQ(SIGTERM, WTERMSIG(status));
	}
	ATF_CHECK_ERRNO(ESRCH, kill(-leader, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(kill__einval_when_the_signal_is_bad);
ATF_TC_BODY(kill__einval_when_the_signal_is_bad, tc)
{

	ATF_CHECK_ERRNO(EINVAL, kill(getpid(), -1) == -1);
	ATF_CHECK_ERRNO(EINVAL, kill(getpid(), 129) == -1);
	ATF_CHECK_ERRNO(EINVAL, kill(NOPID, 12345) == -1);
}

ATF_TC_WITHOUT_HEAD(kill__esrch_when_there_is_no_process);
ATF_TC_BODY(kill__esrch_when_there_is_no_process, tc)
{

	ATF_CHECK_ERRNO(ESRCH, kill(NOPID, SIGTERM) == -1);
	ATF_CHECK_ERRNO(ESRCH, kill(-NOPID, SIGTERM) == -1);
	ATF_CHECK_ERRNO(ESRCH, kill(INT32_MIN, SIGTERM) == -1);
}

static void
child_kill_eperm(void)
{

	WANT_ERRNO(EPERM, kill(getppid(), SIGTERM) == -1);
	WANT_ERRNO(EPERM, kill(1, 0) == -1);
	/* SIGCONT stays within the session. */
	WANT(kill(getppid(), SIGCONT) == 0);
	WANT(setsid() > 0);
	WANT_ERRNO(EPERM, kill(getppid(), SIGCONT) == -1);
}

ATF_TC(kill__eperm_when_it_is_anothers);
ATF_TC_HEAD(kill__eperm_when_it_is_anothers, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(kill__eperm_when_it_is_anothers, tc)
{

	in_child(NOBODY, child_kill_eperm);
}

ATF_TC(kill__init_is_protected);
ATF_TC_HEAD(kill__init_is_protected, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(kill__init_is_protected, tc)
{

	ATF_CHECK_EQ(0, kill(1, SIGKILL));
	ATF_CHECK_EQ(0, kill(1, SIGSTOP));
	msleep(50);
	ATF_CHECK_EQ(0, kill(1, 0));
}

ATF_TC_WITHOUT_HEAD(kill__default_actions);
ATF_TC_BODY(kill__default_actions, tc)
{
	static const int ends[] = { SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGABRT,
	    SIGFPE, SIGBUS, SIGSEGV, SIGSYS, SIGPIPE, SIGALRM, SIGTERM,
	    SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF, SIGUSR1, SIGUSR2, 65, 126 };
	static const int nothing[] = { SIGURG, SIGCHLD, SIGIO, SIGWINCH,
	    SIGINFO, SIGCONT };
	int status;
	pid_t pid;
	size_t i;

	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		pid = fork();
		if (pid == 0) {
			/* Whoever runs the tests may ignore some. */
			signal(ends[i], SIG_DFL);
			raise(ends[i]);
			_exit(0);
		}
		ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
		ATF_CHECK_MSG(WIFSIGNALED(status) &&
		    WTERMSIG(status) == ends[i], "signal %d: %#x", ends[i],
		    status);
	}
	for (i = 0; i < sizeof(nothing) / sizeof(nothing[0]); i++)
		ATF_CHECK_EQ(0, raise(nothing[i]));
}

static sigjmp_buf h_env;

static void
h_jump(int sig, siginfo_t *info, void *uc)
{

	h_info = *info;
	siglongjmp(h_env, sig);
}

static int
fault_at(volatile char *where, bool writing)
{
	struct sigaction sa;
	int sig;

	memset(&sa, 0, sizeof(sa));
	sa.sa_sigaction = h_jump;
	sa.sa_flags = SA_SIGINFO;
	ATF_REQUIRE_EQ(0, sigaction(SIGSEGV, &sa, NULL));
	sig = sigsetjmp(h_env, 1);
	if (sig == 0) {
		if (writing)
			*where = 1;
		else
			(void)*where;
	}
	return (sig);
}

ATF_TC_WITHOUT_HEAD(fault__segv_maperr_and_accerr);
ATF_TC_BODY(fault__segv_maperr_and_accerr, tc)
{
	volatile char *page;

	ATF_CHECK_EQ(SIGSEGV, fault_at(BADPTR, false));
	ATF_CHECK_EQ(SEGV_MAPERR, h_info.si_code);
	ATF_CHECK_EQ(BADPTR, h_info.si_addr);
	ATF_CHECK_EQ(SIGSEGV, fault_at(KERNPTR, true));
	page = mmap(NULL, 4096, PROT_READ, MAP_ANON | MAP_PRIVATE, -1, 0);
	ATF_REQUIRE(page != MAP_FAILED);
	ATF_CHECK_EQ(SIGSEGV, fault_at(page + 5, true));
	ATF_CHECK_EQ(SEGV_ACCERR, h_info.si_code);
	ATF_CHECK_EQ((void *)(page + 5), h_info.si_addr);
	ATF_CHECK_EQ(0, fault_at(page, false));
}

ATF_TC_WITHOUT_HEAD(fault__kills_when_blocked_or_ignored);
ATF_TC_BODY(fault__kills_when_blocked_or_ignored, tc)
{
	int status, i;
	pid_t pid;

	for (i = 0; i < 2; i++) {
		pid = fork();
		if (pid == 0) {
			if (i == 0)
				block(SIGSEGV);
			else
				signal(SIGSEGV, SIG_IGN);
			*(volatile int *)BADPTR = 1;
			_exit(0);
		}
		ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
		ATF_CHECK(WIFSIGNALED(status));
		ATF_CHECK_EQ(SIGSEGV, WTERMSIG(status));
	}
}

ATF_TC_WITHOUT_HEAD(fault__kills_when_the_stack_is_gone);
ATF_TC_BODY(fault__kills_when_the_stack_is_gone, tc)
{
	int status;
	pid_t pid;

	pid = fork();
	if (pid == 0) {
		catch_signal(SIGUSR1, 0);
		__asm__ volatile("movq $16, %%rsp; movl %0, %%edi;"
		    "movl %1, %%esi; movl $11, %%eax; syscall; ud2"
		    : : "r" (getpid()), "i" (SIGUSR1) : "memory");
		_exit(0);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK(WIFSIGNALED(status));
	ATF_CHECK_EQ(SIGILL, WTERMSIG(status));
}

ATF_TC_WITHOUT_HEAD(restart__read_with_sa_restart);
ATF_TC_BODY(restart__read_with_sa_restart, tc)
{
	int fds[2];
	char c;
	pid_t pid;

	catch_signal(SIGUSR1, SA_RESTART);
	ATF_REQUIRE_EQ(0, pipe(fds));
	pid = fork();
	if (pid == 0) {
		await_sleep(getppid());
		kill(getppid(), SIGUSR1);
		await_sleep(getppid());
		(void)write(fds[1], "x", 1);
		_exit(0);
	}
	ATF_CHECK_EQ(1, read(fds[0], &c, 1));
	ATF_CHECK_EQ('x', c);
	ATF_CHECK_EQ(SIGUSR1, h_caught);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(restart__stop_and_continue_are_not_seen);
ATF_TC_BODY(restart__stop_and_continue_are_not_seen, tc)
{
	struct timespec ts = { 0, 300000000L };
	int fds[2], status;
	pid_t pid;
	char c;

	ATF_REQUIRE_EQ(0, pipe(fds));
	pid = fork();
	if (pid == 0) {
		close(fds[1]);
		WANT(nanosleep(&ts, NULL) == 0);
		WANT(read(fds[0], &c, 1) == 0);
		_exit(0);
	}
	msleep(100);
	ATF_REQUIRE_EQ(0, kill(pid, SIGSTOP));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, WUNTRACED));
	ATF_REQUIRE_EQ(0, kill(pid, SIGCONT));
	msleep(400);
	ATF_REQUIRE_EQ(0, kill(pid, SIGSTOP));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, WUNTRACED));
	ATF_REQUIRE_EQ(0, kill(pid, SIGCONT));
	msleep(50);
	close(fds[1]);
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
}

ATF_TC_WITHOUT_HEAD(jobctl__sigcont_cancels_stops_and_back);
ATF_TC_BODY(jobctl__sigcont_cancels_stops_and_back, tc)
{

	catch_signal(SIGCONT, 0);
	block(SIGTSTP);
	block(SIGCONT);
	raise(SIGTSTP);
	ATF_CHECK(pending(SIGTSTP));
	raise(SIGCONT);
	ATF_CHECK(!pending(SIGTSTP));
	ATF_CHECK(pending(SIGCONT));
	raise(SIGTSTP);
	ATF_CHECK(pending(SIGTSTP));
	ATF_CHECK(!pending(SIGCONT));
}

ATF_TC_WITHOUT_HEAD(jobctl__nocldstop);
ATF_TC_BODY(jobctl__nocldstop, tc)
{
	int status;
	pid_t pid;

	catch_info(SIGCHLD, SA_RESTART);
	pid = fork();
	if (pid == 0)
		for (;;)
			pause();
	ATF_REQUIRE_EQ(0, kill(pid, SIGSTOP));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, WUNTRACED));
	ATF_CHECK_EQ(1, h_count);
	ATF_CHECK_EQ(CLD_STOPPED, h_info.si_code);
	ATF_REQUIRE_EQ(0, kill(pid, SIGCONT));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, WCONTINUED));
	/* That may be known before the child runs, which sends the signal. */
	while (h_count < 2)
		msleep(5);
	ATF_CHECK_EQ(2, h_count);
	ATF_CHECK_EQ(CLD_CONTINUED, h_info.si_code);
	catch_info(SIGCHLD, SA_NOCLDSTOP | SA_RESTART);
	ATF_REQUIRE_EQ(0, kill(pid, SIGSTOP));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, WUNTRACED));
	ATF_CHECK_EQ(0, h_count);
	ATF_REQUIRE_EQ(0, kill(pid, SIGKILL));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(1, h_count);
}

/*
 * Whoever has waited for a stop, or for the end, has got the signal, too.
 */
ATF_TC_WITHOUT_HEAD(jobctl__sigchld_comes_before_the_wait_ends);
ATF_TC_BODY(jobctl__sigchld_comes_before_the_wait_ends, tc)
{
	int i, status;
	pid_t pid;

	for (i = 0; i < 200; i++) {
		catch_info(SIGCHLD, SA_RESTART);
		pid = fork();
		if (pid == 0)
			for (;;)
				pause();
		ATF_REQUIRE_EQ(0, kill(pid, SIGSTOP));
		ATF_REQUIRE_EQ(pid, waitpid(pid, &status, WUNTRACED));
		ATF_REQUIRE_EQ(1, h_count);
		ATF_REQUIRE_EQ(CLD_STOPPED, h_info.si_code);
		ATF_REQUIRE_EQ(0, kill(pid, SIGKILL));
		ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
		ATF_REQUIRE_EQ(2, h_count);
		ATF_REQUIRE_EQ(CLD_KILLED, h_info.si_code);
	}
}

ATF_TC_WITHOUT_HEAD(jobctl__orphaned_group_does_not_stop);
ATF_TC_BODY(jobctl__orphaned_group_does_not_stop, tc)
{
	int status;
	pid_t pid;

	pid = fork();
	if (pid == 0) {
		setsid();
		raise(SIGTSTP);
		raise(SIGTTIN);
		_exit(4);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, WUNTRACED));
	ATF_CHECK(WIFEXITED(status));
	ATF_CHECK_EQ(4, WEXITSTATUS(status));
}

ATF_TC_WITHOUT_HEAD(jobctl__orphaned_stopped_group_gets_sighup);
ATF_TC_BODY(jobctl__orphaned_stopped_group_gets_sighup, tc)
{
	int fds[2], status;
	char c = 0;
	pid_t pid, job;

	ATF_REQUIRE_EQ(0, pipe(fds));
	pid = fork();
	if (pid == 0) {
		/* A shell with a stopped job that ends. */
		setsid();
		job = fork();
		if (job == 0) {
			setpgid(0, 0);
			signal(SIGHUP, h_catch);
			raise(SIGTSTP);
			c = (char)h_caught;
			(void)write(fds[1], &c, 1);
			_exit(0);
		}
		WANT(waitpid(job, &status, WUNTRACED) == job);
		WANT(WIFSTOPPED(status));
		_exit(0);
	}
	close(fds[1]);
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
	ATF_REQUIRE_EQ(1, read(fds[0], &c, 1));
	ATF_CHECK_EQ(SIGHUP, c);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, sigaction__siginfo_of_kill);
	ATF_TP_ADD_TC(tp, sigaction__siginfo_of_child);
	ATF_TP_ADD_TC(tp, sigaction__returns_the_old_action);
	ATF_TP_ADD_TC(tp, sigaction__einval_when_the_signal_is_bad);
	ATF_TP_ADD_TC(tp, sigaction__efault_when_a_pointer_is_bad);
	ATF_TP_ADD_TC(tp, sigaction__mask_inside_the_handler);
	ATF_TP_ADD_TC(tp, sigaction__resethand);
	ATF_TP_ADD_TC(tp, sigaction__ignoring_discards_what_is_pending);
	ATF_TP_ADD_TC(tp, sigaction__not_shared_with_children);
	ATF_TP_ADD_TC(tp, sigprocmask__block_and_unblock);
	ATF_TP_ADD_TC(tp, sigprocmask__kill_and_stop_are_never_blocked);
	ATF_TP_ADD_TC(tp, sigprocmask__einval_when_how_is_bad);
	ATF_TP_ADD_TC(tp, sigprocmask__efault_when_a_pointer_is_bad);
	ATF_TP_ADD_TC(tp, sigpending__efault_when_the_pointer_is_bad);
	ATF_TP_ADD_TC(tp, sigsuspend__eintr_when_a_signal_is_caught);
	ATF_TP_ADD_TC(tp, sigsuspend__efault_when_the_mask_is_bad);
	ATF_TP_ADD_TC(tp, sigreturn__efault_when_the_context_is_bad);
	ATF_TP_ADD_TC(tp, sigreturn__einval_when_registers_are_bad);
	ATF_TP_ADD_TC(tp, sigaltstack__is_used);
	ATF_TP_ADD_TC(tp, sigaltstack__eperm_when_running_on_it);
	ATF_TP_ADD_TC(tp, sigaltstack__einval_when_flags_are_bad);
	ATF_TP_ADD_TC(tp, sigaltstack__enomem_when_it_is_too_small);
	ATF_TP_ADD_TC(tp, sigaltstack__efault_when_a_pointer_is_bad);
	ATF_TP_ADD_TC(tp, kill__signal_zero_only_asks);
	ATF_TP_ADD_TC(tp, kill__group);
	ATF_TP_ADD_TC(tp, kill__einval_when_the_signal_is_bad);
	ATF_TP_ADD_TC(tp, kill__esrch_when_there_is_no_process);
	ATF_TP_ADD_TC(tp, kill__eperm_when_it_is_anothers);
	ATF_TP_ADD_TC(tp, kill__init_is_protected);
	ATF_TP_ADD_TC(tp, kill__default_actions);
	ATF_TP_ADD_TC(tp, fault__segv_maperr_and_accerr);
	ATF_TP_ADD_TC(tp, fault__kills_when_blocked_or_ignored);
	ATF_TP_ADD_TC(tp, fault__kills_when_the_stack_is_gone);
	ATF_TP_ADD_TC(tp, restart__read_with_sa_restart);
	ATF_TP_ADD_TC(tp, restart__stop_and_continue_are_not_seen);
	ATF_TP_ADD_TC(tp, jobctl__sigcont_cancels_stops_and_back);
	ATF_TP_ADD_TC(tp, jobctl__nocldstop);
	ATF_TP_ADD_TC(tp, jobctl__sigchld_comes_before_the_wait_ends);
	ATF_TP_ADD_TC(tp, jobctl__orphaned_group_does_not_stop);
	ATF_TP_ADD_TC(tp, jobctl__orphaned_stopped_group_gets_sighup);
	return (atf_no_error());
}
