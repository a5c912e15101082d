/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * thr_new(2), thr_exit(2), thr_self(2), thr_kill(2), and what exit, execve,
 * fork, stops and signals do in a process with several threads.
 */

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/thr.h>
#include <sys/umtx.h>
#include <fcntl.h>
#include <pthread.h>
#include "h_kern.h"

static volatile int	t_count;
static int		t_pipe[2];

/* Sleep in the kernel until the process ends. */
static void *
block(void *arg)
{
	char c;

	__atomic_fetch_add(&t_count, 1, __ATOMIC_SEQ_CST);
	while (read(t_pipe[0], &c, 1) == -1 && errno == EINTR)
		continue;
	return (arg);
}

/* Never enter the kernel. */
static void *
spin(void *arg)
{

	__atomic_fetch_add(&t_count, 1, __ATOMIC_SEQ_CST);
	for (;;)
		__asm__ volatile("pause");
	return (arg);
}

static void
start(int n, void *(*fn)(void *))
{
	pthread_t thread;
	int before = t_count;

	while (n-- > 0) {
		WANT(pthread_create(&thread, NULL, fn, NULL) == 0);
		before++;
	}
	while (t_count < before)
		msleep(1);
}

ATF_TC_WITHOUT_HEAD(thr_new__efault_when_the_pointer_is_bad);
ATF_TC_BODY(thr_new__efault_when_the_pointer_is_bad, tc)
{
	static char stack[65536];
	struct thr_param tp = {
		.tp_start = (void (*)(void *))(uintptr_t)4096,
		.tp_stack_base = stack, .tp_stack_size = sizeof(stack),
		.tp_tid = BADPTR
	};

	ATF_REQUIRE_ERRNO(EFAULT, thr_new(BADPTR, sizeof(tp)) == -1);
	ATF_REQUIRE_ERRNO(EFAULT, thr_new(KERNPTR, sizeof(tp)) == -1);
	ATF_REQUIRE_ERRNO(EFAULT, thr_new(&tp, sizeof(tp)) == -1);
}

ATF_TC_WITHOUT_HEAD(thr_new__einval_when_the_size_or_an_address_is_bad);
ATF_TC_BODY(thr_new__einval_when_the_size_or_an_address_is_bad, tc)
{
	static char stack[65536];
	struct thr_param tp = {
		.tp_start = KERNPTR, .tp_stack_base = stack,
		.tp_stack_size = sizeof(stack)
	};

	ATF_REQUIRE_ERRNO(EINVAL, thr_new(&tp, sizeof(tp) - 1) == -1);
	ATF_REQUIRE_ERRNO(EINVAL, thr_new(&tp, 0) == -1);
	ATF_REQUIRE_ERRNO(EINVAL, thr_new(&tp, SIZE_MAX) == -1);
	ATF_REQUIRE_ERRNO(EINVAL, thr_new(&tp, sizeof(tp)) == -1);
	tp.tp_start = (void (*)(void *))(uintptr_t)4096;
	tp.tp_tls = KERNPTR;
	ATF_REQUIRE_ERRNO(EINVAL, thr_new(&tp, sizeof(tp)) == -1);
	tp.tp_tls = NULL;
	tp.tp_stack_base = KERNPTR;
	ATF_REQUIRE_ERRNO(EINVAL, thr_new(&tp, sizeof(tp)) == -1);
}

ATF_TC_WITHOUT_HEAD(thr_new__eagain_when_there_are_too_many);
ATF_TC_BODY(thr_new__eagain_when_there_are_too_many, tc)
{
	pthread_attr_t attr;
	pthread_t thread, last = NULL;
	int error = 0, n;

	ATF_REQUIRE_EQ(0, pipe(t_pipe));
	ATF_REQUIRE_EQ(0, pthread_attr_init(&attr));
	ATF_REQUIRE_EQ(0, pthread_attr_setstacksize(&attr, PTHREAD_STACK_MIN));
	for (n = 1; n < 2000; n++) {
		error = pthread_create(&thread, &attr, block, NULL);
		if (error != 0)
			break;
		last = thread;
	}
	ATF_CHECK_EQ(EAGAIN, error);
	ATF_CHECK(n > 1000);
	/* It is a limit, not an accident: what is there goes on. */
	ATF_REQUIRE_EQ(0, close(t_pipe[1]));
	ATF_REQUIRE_EQ(0, pthread_join(last, NULL));
}

ATF_TC_WITHOUT_HEAD(thr_self__differs_between_threads);
static void *
self(void *arg)
{

	*(int *)arg = thr_self();
	return (NULL);
}
ATF_TC_BODY(thr_self__differs_between_threads, tc)
{
	pthread_t a, b;
	int ta = 0, tb = 0, me = thr_self();

	ATF_REQUIRE_EQ(0, pthread_create(&a, NULL, self, &ta));
	ATF_REQUIRE_EQ(0, pthread_create(&b, NULL, self, &tb));
	ATF_REQUIRE_EQ(0, pthread_join(a, NULL));
	ATF_REQUIRE_EQ(0, pthread_join(b, NULL));
	ATF_CHECK(me > 0 && ta > 0 && tb > 0);
	ATF_CHECK(ta != me && tb != me && ta != tb);
	ATF_CHECK_EQ(me, thr_self());
}

ATF_TC_WITHOUT_HEAD(thr_kill__einval_when_there_is_no_such_signal);
ATF_TC_BODY(thr_kill__einval_when_there_is_no_such_signal, tc)
{

	ATF_REQUIRE_ERRNO(EINVAL, thr_kill(thr_self(), -1) == -1);
	ATF_REQUIRE_ERRNO(EINVAL, thr_kill(thr_self(), 1000) == -1);
	ATF_REQUIRE_EQ(0, thr_kill(thr_self(), 0));
}

ATF_TC_WITHOUT_HEAD(thr_kill__esrch_when_there_is_no_such_thread);
ATF_TC_BODY(thr_kill__esrch_when_there_is_no_such_thread, tc)
{
	int tid;
	pthread_t a;

	ATF_REQUIRE_EQ(0, pthread_create(&a, NULL, self, &tid));
	ATF_REQUIRE_EQ(0, pthread_join(a, NULL));
	ATF_REQUIRE_ERRNO(ESRCH, thr_kill(INT32_MAX, SIGUSR1) == -1);
	ATF_REQUIRE_ERRNO(ESRCH, thr_kill(-1, 0) == -1);
	/* The kernel stores THR_EXITED before the thread is gone. */
	while (thr_kill(tid, 0) == 0)
		msleep(1);
	ATF_CHECK_EQ(ESRCH, errno);
}

static void
exit_with_threads(void)
{

	WANT(pipe(t_pipe) == 0);
	start(4, block);
	start(2, spin);
	_exit(0);
}

ATF_TC_WITHOUT_HEAD(exit__ends_all_threads);
ATF_TC_BODY(exit__ends_all_threads, tc)
{
	int i;

	for (i = 0; i < 10; i++)
		in_child(0, exit_with_threads);
}

/* A thread that is not the first one ends the process. */
static void *
do_exit(void *arg)
{

	_exit(0);
	return (arg);
}

static void
exit_from_thread(void)
{
	pthread_t thread;

	WANT(pipe(t_pipe) == 0);
	start(2, block);
	WANT(pthread_create(&thread, NULL, do_exit, NULL) == 0);
	(void)block(NULL);
	_exit(7);
}

ATF_TC_WITHOUT_HEAD(exit__by_any_thread);
ATF_TC_BODY(exit__by_any_thread, tc)
{
	int i;

	for (i = 0; i < 10; i++)
		in_child(0, exit_from_thread);
}

/* All threads at the same moment. */
static void
exit_all_at_once(void)
{
	pthread_t thread;
	int i;

	for (i = 0; i < 8; i++)
		(void)pthread_create(&thread, NULL, do_exit, NULL);
	pause();
}

ATF_TC_WITHOUT_HEAD(exit__many_at_once);
ATF_TC_BODY(exit__many_at_once, tc)
{
	int i;

	for (i = 0; i < 20; i++)
		in_child(0, exit_all_at_once);
}

static void
exec_with_threads(void)
{

	WANT(pipe(t_pipe) == 0);
	start(4, block);
	start(1, spin);
	execl("/bin/sh", "sh", "-c", "exit 0", (char *)NULL);
	_exit(9);
}

ATF_TC_WITHOUT_HEAD(execve__ends_the_other_threads);
ATF_TC_BODY(execve__ends_the_other_threads, tc)
{
	int i;

	for (i = 0; i < 10; i++)
		in_child(0, exec_with_threads);
}

static void *
do_exec(void *arg)
{

	execl("/bin/sh", "sh", "-c", "exit 0", (char *)NULL);
	_exit(9);
	return (arg);
}

static void
exec_many(void)
{
	pthread_t thread;
	int i;

	for (i = 0; i < 4; i++)
		WANT(pthread_create(&thread, NULL, do_exec, NULL) == 0);
	pause();
}

ATF_TC_WITHOUT_HEAD(execve__by_many_at_once);
ATF_TC_BODY(execve__by_many_at_once, tc)
{
	int i;

	for (i = 0; i < 10; i++)
		in_child(0, exec_many);
}

ATF_TC_WITHOUT_HEAD(execve__failure_leaves_the_threads);
ATF_TC_BODY(execve__failure_leaves_the_threads, tc)
{
	pthread_t thread;
	char c = 'x';

	ATF_REQUIRE_EQ(0, pipe(t_pipe));
	ATF_REQUIRE_EQ(0, pthread_create(&thread, NULL, block, NULL));
	ATF_REQUIRE_ERRNO(ENOENT, execl("/nowhere", "x", (char *)NULL) == -1);
	ATF_REQUIRE_EQ(1, write(t_pipe[1], &c, 1));
	ATF_REQUIRE_EQ(0, pthread_join(thread, NULL));
}

/* A child has only the thread that called fork(). */
static void *
do_fork(void *arg)
{
	int status;
	pid_t pid;

	pid = fork();
	if (pid == 0) {
		int before = t_count;

		msleep(20);
		_exit(t_count == before ? 0 : 1);
	}
	WANT(waitpid(pid, &status, 0) == pid && status == 0);
	return (arg);
}

static void *
counter(void *arg)
{

	for (;;)
		__atomic_fetch_add(&t_count, 1, __ATOMIC_RELAXED);
	return (arg);
}

static void
fork_with_threads(void)
{
	pthread_t a, b;

	WANT(pthread_create(&a, NULL, counter, NULL) == 0);
	WANT(pthread_create(&b, NULL, do_fork, NULL) == 0);
	WANT(pthread_join(b, NULL) == 0);
	_exit(0);
}

ATF_TC_WITHOUT_HEAD(fork__child_has_one_thread);
ATF_TC_BODY(fork__child_has_one_thread, tc)
{

	in_child(0, fork_with_threads);
}

ATF_TC_WITHOUT_HEAD(stop__stops_every_thread);
ATF_TC_BODY(stop__stops_every_thread, tc)
{
	volatile int *shared;
	int status, seen;
	pid_t pid;

	shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANON, -1, 0);
	ATF_REQUIRE(shared != MAP_FAILED);
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		WANT(pipe(t_pipe) == 0);
		start(2, block);
		start(1, spin);
		for (;;)
			(*shared)++;
	}
	while (*shared == 0)
		msleep(1);
	ATF_REQUIRE_EQ(0, kill(pid, SIGSTOP));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, WUNTRACED));
	ATF_REQUIRE(WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP);
	seen = *shared;
	msleep(50);
	ATF_CHECK_EQ(seen, *shared);
	ATF_REQUIRE_EQ(0, kill(pid, SIGCONT));
	while (*shared == seen)
		msleep(1);
	ATF_REQUIRE_EQ(0, kill(pid, SIGSTOP));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, WUNTRACED));
	ATF_REQUIRE_EQ(0, kill(pid, SIGKILL));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static volatile int	s_tid;

static void
note_tid(int sig)
{

	(void)sig;
	s_tid = thr_self();
}

static void *
take_signals(void *arg)
{
	sigset_t none;

	sigemptyset(&none);
	*(volatile int *)arg = thr_self();
	(void)sigsuspend(&none);
	return (NULL);
}

ATF_TC_WITHOUT_HEAD(signals__go_to_a_thread_that_does_not_block_them);
ATF_TC_BODY(signals__go_to_a_thread_that_does_not_block_them, tc)
{
	struct sigaction sa;
	pthread_t thread;
	volatile int tid = 0;
	sigset_t set;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = note_tid;
	ATF_REQUIRE_EQ(0, sigaction(SIGUSR1, &sa, NULL));
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	ATF_REQUIRE_EQ(0, pthread_sigmask(SIG_BLOCK, &set, NULL));
	ATF_REQUIRE_EQ(0, pthread_create(&thread, NULL, take_signals,
	    __DECONST(void *, &tid)));
	while (tid == 0)
		msleep(1);
	ATF_REQUIRE_EQ(0, kill(getpid(), SIGUSR1));
	ATF_REQUIRE_EQ(0, pthread_join(thread, NULL));
	ATF_CHECK_EQ(tid, s_tid);
}

static void *
block_then_end(void *arg)
{
	sigset_t all;

	sigfillset(&all);
	(void)pthread_sigmask(SIG_BLOCK, &all, NULL);
	return (arg);
}

/*
 * A thread that was chosen for a signal and then blocks it, or ends, passes it
 * on.
 */
ATF_TC_WITHOUT_HEAD(signals__are_passed_on);
ATF_TC_BODY(signals__are_passed_on, tc)
{
	pthread_t threads[8];
	int i, j;

	catch_signal(SIGUSR1, SA_RESTART);
	for (i = 0; i < 50; i++) {
		h_caught = 0;
		for (j = 0; j < 8; j++)
			ATF_REQUIRE_EQ(0, pthread_create(&threads[j], NULL,
			    block_then_end, NULL));
		ATF_REQUIRE_EQ(0, kill(getpid(), SIGUSR1));
		while (h_caught == 0)
			msleep(1);
		for (j = 0; j < 8; j++)
			ATF_REQUIRE_EQ(0, pthread_join(threads[j], NULL));
	}
}

/* Descriptors: opened and closed by several threads at the same time. */
static void *
open_close(void *arg)
{
	int fd, i;

	for (i = 0; i < 300; i++) {
		fd = open("/dev/null", O_RDWR);
		if (fd == -1 || write(fd, "x", 1) != 1 || close(fd) != 0)
			return (arg);
	}
	return (NULL);
}

ATF_TC_WITHOUT_HEAD(descriptors__are_shared);
ATF_TC_BODY(descriptors__are_shared, tc)
{
	pthread_t threads[6];
	void *result;
	int i;

	for (i = 0; i < 6; i++)
		ATF_REQUIRE_EQ(0, pthread_create(&threads[i], NULL,
		    open_close, threads));
	for (i = 0; i < 6; i++) {
		ATF_REQUIRE_EQ(0, pthread_join(threads[i], &result));
		ATF_CHECK_EQ(NULL, result);
	}
}

/* What one thread unmaps and another uses: SIGSEGV, nothing else. */
static char *volatile u_page;

static void *
map_unmap(void *arg)
{
	int i;

	for (i = 0; i < 500; i++) {
		char *p = mmap(NULL, 4096 * 4, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANON, -1, 0);

		if (p == MAP_FAILED)
			return (arg);
		memset(p, 1, 4096 * 4);
		u_page = p;
		if (munmap(p, 4096 * 4) != 0)
			return (arg);
	}
	return (NULL);
}

static void *
use_kernel(void *arg)
{
	int fd = open("/dev/zero", O_RDONLY), i;

	for (i = 0; i < 2000; i++) {
		char *p = u_page;

		/* The kernel's copy meets the unmapping: EFAULT or all. */
		if (p != NULL && read(fd, p, 4096 * 4) == -1 &&
		    errno != EFAULT)
			return (arg);
	}
	(void)close(fd);
	return (NULL);
}

ATF_TC_WITHOUT_HEAD(memory__unmapped_while_the_kernel_copies);
ATF_TC_BODY(memory__unmapped_while_the_kernel_copies, tc)
{
	pthread_t a, b;
	void *result;

	ATF_REQUIRE_EQ(0, pthread_create(&b, NULL, use_kernel, &a));
	ATF_REQUIRE_EQ(0, pthread_create(&a, NULL, map_unmap, &a));
	ATF_REQUIRE_EQ(0, pthread_join(a, &result));
	ATF_CHECK_EQ(NULL, result);
	ATF_REQUIRE_EQ(0, pthread_join(b, &result));
	ATF_CHECK_EQ(NULL, result);
}

/* A limit that one thread sets holds for the others at their next call. */
ATF_TC_WITHOUT_HEAD(limits__are_the_process_s);
static void *
set_limit(void *arg)
{
	struct rlimit rl = { 10, 10 };

	return (setrlimit(RLIMIT_NOFILE, &rl) == 0 ? NULL : arg);
}
ATF_TC_BODY(limits__are_the_process_s, tc)
{
	struct rlimit rl;
	pthread_t a;
	void *result;

	ATF_REQUIRE_EQ(0, pthread_create(&a, NULL, set_limit, &a));
	ATF_REQUIRE_EQ(0, pthread_join(a, &result));
	ATF_CHECK_EQ(NULL, result);
	ATF_REQUIRE_EQ(0, getrlimit(RLIMIT_NOFILE, &rl));
	ATF_CHECK_EQ(10, rl.rlim_cur);
	ATF_REQUIRE_ERRNO(EMFILE, fcntl(0, F_DUPFD, 9) == -1 ||
	    fcntl(0, F_DUPFD, 9) == -1);
}

#define	MAKERS		8
#define	MADE		2000
/* For each maker: those that it frees itself at a time, and some that live. */
#define	STACKS_MAX	((MAKERS + 1) * (64 + MAKERS) + 200)

static void *
thread_of_maker(void *arg)
{

	return (arg);
}

static unsigned int
stacks(void)
{
	unsigned int n;
	size_t len = sizeof(n);

	ATF_REQUIRE_EQ(0, sysctlbyname("vm.kva.stacks", &n, &len, NULL, 0));
	return (n);
}

static void *
maker(void *arg)
{
	unsigned int n, *most = arg;
	pthread_t t;
	int i;

	for (i = 0; i < MADE; i++) {
		ATF_REQUIRE_EQ(0, pthread_create(&t, NULL, thread_of_maker,
		    NULL));
		ATF_REQUIRE_EQ(0, pthread_join(t, NULL));
		if (i % 50 == 0 && (n = stacks()) > *most)
			*most = n;
	}
	return (NULL);
}

/*
 * What ended threads leave to the kernel is freed as fast as new ones are made.
 */
ATF_TC(thr_new__the_dead_do_not_pile_up);
ATF_TC_HEAD(thr_new__the_dead_do_not_pile_up, tc)
{

	atf_tc_set_md_var(tc, "timeout", "120");
}
ATF_TC_BODY(thr_new__the_dead_do_not_pile_up, tc)
{
	unsigned int before = stacks(), most[MAKERS] = { 0 };
	pthread_t t[MAKERS];
	int i;

	for (i = 0; i < MAKERS; i++)
		ATF_REQUIRE_EQ(0, pthread_create(&t[i], NULL, maker,
		    &most[i]));
	for (i = 0; i < MAKERS; i++)
		ATF_REQUIRE_EQ(0, pthread_join(t[i], NULL));
	for (i = 0; i < MAKERS; i++)
		ATF_CHECK_MSG(most[i] < before + STACKS_MAX,
		    "%u stacks, %u before", most[i], before);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, thr_new__efault_when_the_pointer_is_bad);
	ATF_TP_ADD_TC(tp, thr_new__einval_when_the_size_or_an_address_is_bad);
	ATF_TP_ADD_TC(tp, thr_new__eagain_when_there_are_too_many);
	ATF_TP_ADD_TC(tp, thr_self__differs_between_threads);
	ATF_TP_ADD_TC(tp, thr_kill__einval_when_there_is_no_such_signal);
	ATF_TP_ADD_TC(tp, thr_kill__esrch_when_there_is_no_such_thread);
	ATF_TP_ADD_TC(tp, exit__ends_all_threads);
	ATF_TP_ADD_TC(tp, exit__by_any_thread);
	ATF_TP_ADD_TC(tp, exit__many_at_once);
	ATF_TP_ADD_TC(tp, execve__ends_the_other_threads);
	ATF_TP_ADD_TC(tp, execve__by_many_at_once);
	ATF_TP_ADD_TC(tp, execve__failure_leaves_the_threads);
	ATF_TP_ADD_TC(tp, fork__child_has_one_thread);
	ATF_TP_ADD_TC(tp, stop__stops_every_thread);
	ATF_TP_ADD_TC(tp, signals__go_to_a_thread_that_does_not_block_them);
	ATF_TP_ADD_TC(tp, signals__are_passed_on);
	ATF_TP_ADD_TC(tp, descriptors__are_shared);
	ATF_TP_ADD_TC(tp, memory__unmapped_while_the_kernel_copies);
	ATF_TP_ADD_TC(tp, limits__are_the_process_s);
	ATF_TP_ADD_TC(tp, thr_new__the_dead_do_not_pile_up);
	return (atf_no_error());
}
