/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The actors of the load test that have to do with processes and signals.
 */

#include <sys/types.h>
#include <sys/ktrace.h>
#include <sys/mman.h>
#include <sys/procdesc.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "h_load.h"

extern char **environ;

static volatile sig_atomic_t	caught;
static volatile sig_atomic_t	on_stack;
static char			alternate[16384];

static void
on_count(int sig)
{

	caught++;
}

static void
set_empty(sigset_t *set, int sig)
{

	OK(sigemptyset(set));
	OK(sigaddset(set, sig));
}

/* Block a signal; what was blocked before. */
static void
block(int sig, sigset_t *old)
{
	sigset_t set;

	set_empty(&set, sig);
	OK(sigprocmask(SIG_BLOCK, &set, old));
}

/* Wait, with what was blocked before, until a handler has run. */
static void
await_caught(const sigset_t *old)
{

	while (caught == 0)
		EQ(-1, sigsuspend(old));
}

/* --- trees ---------------------------------------------------------------- */

struct node {
	uint32_t	n_seed;
	int		n_depth;
};

static int
node_children(const struct node *n)
{

	return (n->n_depth == 0 ? 0 : (int)(n->n_seed >> 7) % 4);
}

static struct node
node_child(const struct node *n, int i)
{

	return ((struct node){ (n->n_seed + (uint32_t)i + 1) * 0x9e3779b1,
	    n->n_depth - 1 });
}

/* How many processes there are below and with a node, by the model. */
static int
node_count(const struct node *n)
{
	struct node c;
	int count = 1, i;

	for (i = 0; i < node_children(n); i++) {
		c = node_child(n, i);
		count += node_count(&c);
	}
	return (count);
}

/* The same by making them; each ends with what it has counted. */
static void
node_run(void *arg)
{
	const struct node *n = arg;
	int count = 1, i, status;
	struct node c[3];
	siginfo_t info;
	pid_t pid[3];

	for (i = 0; i < node_children(n); i++) {
		c[i] = node_child(n, i);
		pid[i] = child(node_run, &c[i]);
	}
	for (i = 0; i < node_children(n); i++) {
		memset(&info, 0, sizeof(info));
		EQ(pid[i], wait6(P_PID, (id_t)pid[i], &status, WEXITED, NULL,
		    &info));
		TRUE(WIFEXITED(status));
		EQ(node_count(&c[i]), WEXITSTATUS(status));
		EQ(pid[i], info.si_pid);
		EQ(CLD_EXITED, info.si_code);
		count += WEXITSTATUS(status);
	}
	EQ(-1, waitpid(-1, &status, WNOHANG));
	EQ(ECHILD, errno);
	_exit(count);
}

void
act_tree(void)
{
	struct node n;

	do {
		n.n_seed = rnd(UINT32_MAX);
		n.n_depth = 3;
		ended(child(node_run, &n), W_EXITCODE(node_count(&n), 0));
	} while (more());
}

/* --- other programs ------------------------------------------------------- */

static void
exec_spawn(int value)
{
	char script[64], text[32], buf[32];
	char *argv[] = { "sh", "-c", script, NULL };
	posix_spawn_file_actions_t fa;
	int fds[2];
	pid_t pid;

	(void)snprintf(text, sizeof(text), "value %d\n", value);
	(void)snprintf(script, sizeof(script), "echo value %d; exit %d", value,
	    value);
	OK(pipe2(fds, O_CLOEXEC));
	OK(posix_spawn_file_actions_init(&fa));
	OK(posix_spawn_file_actions_adddup2(&fa, fds[1], 1));
	OK(posix_spawn(&pid, "/bin/sh", &fa, NULL, argv, environ));
	OK(posix_spawn_file_actions_destroy(&fa));
	OK(close(fds[1]));
	read_all(fds[0], buf, strlen(text));
	OK(memcmp(buf, text, strlen(text)));
	EQ(0, read(fds[0], buf, 1));
	OK(close(fds[0]));
	ended(pid, W_EXITCODE(value, 0));
}

static void
exec_vfork(int value)
{
	volatile int shared = 0;
	int status;
	pid_t pid;

	pid = vfork();
	if (pid == 0) {
		shared = value;
		if (value % 2 == 0)
			(void)execl("/bin/true", "true", (char *)NULL);
		_exit(value);
	}
	TRUE(pid > 0);
	EQ(value, shared);
	EQ(pid, waitpid(pid, &status, 0));
	EQ(value % 2 == 0 ? 0 : W_EXITCODE(value, 0), status);
}

static void
exec_missing(void)
{
	char *argv[] = { "missing", NULL };
	int status;
	pid_t pid;

	EQ(ENOENT, posix_spawn(&pid, "./missing", NULL, NULL, argv, environ));
	EQ(-1, waitpid(-1, &status, WNOHANG));
	EQ(ECHILD, errno);
}

void
act_exec(void)
{

	do {
		exec_spawn((int)rnd(100));
		exec_vfork((int)rnd(100));
		exec_missing();
	} while (more());
}

/* --- process descriptors and stops ---------------------------------------- */

/* The end of a process that is killed by what its descriptor is used for. */
static void
procdesc_killed(bool by_close)
{
	int fd, fds[2], sig = rnd(2) == 0 ? SIGKILL : SIGTERM, status;
	pid_t pid;
	char c;

	OK(pipe(fds));
	pid = pdfork(&fd, 0);
	TRUE(pid >= 0);
	if (pid == 0) {
		(void)close(fds[0]);
		for (;;)
			(void)pause();
	}
	OK(close(fds[1]));
	if (by_close) {
		OK(close(fd));
	} else {
		OK(pdkill(fd, sig));
		EQ(pid, pdwait4(fd, &status, 0, NULL));
		EQ(sig, status);
		EQ(-1, pdkill(fd, sig));
		EQ(ESRCH, errno);
		OK(close(fd));
	}
	/* Either way its descriptors are closed. */
	EQ(0, read(fds[0], &c, 1));
	OK(close(fds[0]));
}

static void
procdesc_exits(int value)
{
	int fd, status;
	pid_t pid, told;

	pid = pdfork(&fd, PD_CLOEXEC);
	TRUE(pid >= 0);
	if (pid == 0)
		_exit(value);
	OK(pdgetpid(fd, &told));
	EQ(pid, told);
	if (rnd(2) == 0) {
		EQ(pid, pdwait(fd, &status, WEXITED, NULL, NULL));
		EQ(W_EXITCODE(value, 0), status);
	} else
		ended(pid, W_EXITCODE(value, 0));
	OK(close(fd));
}

void
act_procdesc(void)
{

	do {
		procdesc_killed(rnd(2) == 0);
		procdesc_exits((int)rnd(256));
	} while (more());
}

static void
stop_child(void *arg)
{

	for (;;)
		(void)getppid();
}

/* A child that runs, stops, goes on, and is killed, is seen to do so. */
void
act_stop(void)
{
	int status;
	pid_t pid;

	do {
		pid = child(stop_child, NULL);
		OK(kill(pid, SIGSTOP));
		EQ(pid, wait6(P_PID, (id_t)pid, &status, WSTOPPED, NULL, NULL));
		EQ(W_STOPCODE(SIGSTOP), status);
		EQ(0, waitpid(pid, &status, WUNTRACED | WNOHANG));
		OK(kill(pid, SIGCONT));
		EQ(pid, wait6(P_PID, (id_t)pid, &status, WCONTINUED, NULL,
		    NULL));
		TRUE(WIFCONTINUED(status));
		OK(kill(pid, SIGKILL));
		ended(pid, SIGKILL);
	} while (more());
}

/* --- signals -------------------------------------------------------------- */

struct storm {
	int		st_sender;
	int		st_count;
	pid_t		st_receiver;
};

/* Send as many as are asked for, in order; wait when no more are kept. */
static void
storm_send(void *arg)
{
	const struct timespec ts = { 0, 1000000 };
	const struct storm *st = arg;
	union sigval value;
	int i;

	for (i = 0; i < st->st_count; i++) {
		value.sival_int = i;
		while (sigqueue(st->st_receiver, SIGRTMIN + st->st_sender,
		    value) == -1) {
			EQ(EAGAIN, errno);
			(void)nanosleep(&ts, NULL);
		}
	}
}

static void
storm(void)
{
	int i, next[3] = { 0, 0, 0 }, sig, total = 0;
	struct storm st[3];
	siginfo_t info;
	sigset_t set;
	pid_t pid[3];

	OK(sigemptyset(&set));
	for (i = 0; i < 3; i++)
		OK(sigaddset(&set, SIGRTMIN + i));
	OK(sigprocmask(SIG_BLOCK, &set, NULL));
	for (i = 0; i < 3; i++) {
		st[i] = (struct storm){ i, 20 + (int)rnd(300), getpid() };
		total += st[i].st_count;
		pid[i] = child(storm_send, &st[i]);
	}
	for (; total > 0; total--) {
		while ((sig = sigwaitinfo(&set, &info)) == -1)
			EQ(EINTR, errno);
		i = sig - SIGRTMIN;
		EQ(SI_QUEUE, info.si_code);
		EQ(pid[i], info.si_pid);
		EQ(getuid(), info.si_uid);
		EQ(next[i]++, info.si_value.sival_int);
	}
	for (i = 0; i < 3; i++) {
		EQ(st[i].st_count, next[i]);
		ended(pid[i], 0);
	}
	OK(sigpending(&set));
	for (i = 0; i < 3; i++)
		EQ(0, sigismember(&set, SIGRTMIN + i));
}

void
act_sigqueue(void)
{

	do
		storm();
	while (more());
}

static void
on_alternate(int sig)
{
	volatile char here;

	on_stack = &here >= alternate && &here < alternate + sizeof(alternate);
	caught++;
}

static void
signals_stack(void)
{
	stack_t ss = { .ss_sp = alternate, .ss_size = sizeof(alternate) };

	OK(sigaltstack(&ss, NULL));
	on_signal(SIGUSR2, on_alternate, SA_ONSTACK);
	caught = on_stack = 0;
	OK(raise(SIGUSR2));
	EQ(1, caught);
	EQ(1, on_stack);
	OK(sigaltstack(NULL, &ss));
	EQ(0, ss.ss_flags & SS_ONSTACK);
	ss.ss_flags = SS_DISABLE;
	OK(sigaltstack(&ss, NULL));
}

struct interrupt {
	pid_t		 i_pid;
	int		 i_fd;
};

/* Send signals until the other has read what comes, or was interrupted. */
static void
interrupt(void *arg)
{
	const struct timespec ts = { 0, 2000000 };
	const struct interrupt *in = arg;
	int i;

	for (i = 0; i < 20; i++) {
		OK(kill(in->i_pid, SIGUSR1));
		(void)nanosleep(&ts, NULL);
	}
	write_all(in->i_fd, "x", 1);
}

/* A read goes on after a handler, or ends, as the handler's flag says. */
static void
signals_restart(bool restart)
{
	struct interrupt in = { .i_pid = getpid() };
	int fds[2], interrupted = 0;
	pid_t pid;
	ssize_t n;
	char c;

	caught = 0;
	on_signal(SIGUSR1, on_count, restart ? SA_RESTART : 0);
	OK(pipe(fds));
	in.i_fd = fds[1];
	pid = child(interrupt, &in);
	OK(close(fds[1]));
	while ((n = read(fds[0], &c, 1)) == -1) {
		EQ(EINTR, errno);
		interrupted++;
	}
	EQ(1, n);
	EQ('x', c);
	if (restart)
		EQ(0, interrupted);
	TRUE(interrupted <= caught);
	while (waitpid(pid, NULL, 0) == -1)
		EQ(EINTR, errno);
	TRUE(caught >= 1 && caught <= 20);
	OK(close(fds[0]));
}

/* A signal to a thread is taken by that thread, when it lets it. */
static void *
masked_thread(void *arg)
{
	sigset_t set;
	siginfo_t info;
	int i;

	set_empty(&set, SIGRTMIN + 5);
	for (i = 0; i < 10; i++) {
		EQ(SIGRTMIN + 5, sigwaitinfo(&set, &info));
		EQ(getpid(), info.si_pid);
	}
	return (arg);
}

static void
signals_masked(void)
{
	pthread_t thread[3];
	sigset_t pending;
	void *result;
	int i, k;

	block(SIGRTMIN + 5, NULL);
	for (i = 0; i < 3; i++)
		OK(pthread_create(&thread[i], NULL, masked_thread, &thread[i]));
	for (k = 0; k < 10; k++)
		for (i = 0; i < 3; i++)
			OK(pthread_kill(thread[i], SIGRTMIN + 5));
	for (i = 0; i < 3; i++) {
		OK(pthread_join(thread[i], &result));
		TRUE(result == &thread[i]);
	}
	OK(sigpending(&pending));
	EQ(0, sigismember(&pending, SIGRTMIN + 5));
}

void
act_signals(void)
{

	do {
		signals_stack();
		signals_restart(true);
		signals_restart(false);
		signals_masked();
	} while (more());
}

/* --- timers --------------------------------------------------------------- */

/* A timer that expires once sends one signal. */
static void
timers_once(void)
{
	struct itimerspec it = { .it_value = { 0, 1 + rnd(20000000) } };
	struct sigevent ev = { .sigev_notify = SIGEV_SIGNAL,
	    .sigev_signo = SIGRTMIN + 1 };
	sigset_t pending, set;
	siginfo_t info;
	timer_t timer;

	set_empty(&set, SIGRTMIN + 1);
	OK(sigprocmask(SIG_BLOCK, &set, NULL));
	ev.sigev_value.sival_int = (int)rnd(1000);
	OK(timer_create(CLOCK_MONOTONIC, &ev, &timer));
	OK(timer_settime(timer, 0, &it, NULL));
	EQ(SIGRTMIN + 1, sigwaitinfo(&set, &info));
	EQ(SI_TIMER, info.si_code);
	EQ(ev.sigev_value.sival_int, info.si_value.sival_int);
	OK(timer_gettime(timer, &it));
	EQ(0, it.it_value.tv_sec + it.it_value.tv_nsec);
	/* One that is deleted sends none. */
	it.it_value.tv_sec = 1000;
	OK(timer_settime(timer, 0, &it, NULL));
	OK(timer_delete(timer));
	OK(sigpending(&pending));
	EQ(0, sigismember(&pending, SIGRTMIN + 1));
}

/* One that goes on expires as often as it says: signals and overruns. */
static void
timers_repeat(void)
{
	struct itimerspec it = { { 0, 2000000 }, { 0, 2000000 } };
	struct sigevent ev = { .sigev_notify = SIGEV_SIGNAL,
	    .sigev_signo = SIGRTMIN + 1 };
	struct timespec before, after;
	int64_t expired = 0, ns;
	siginfo_t info;
	timer_t timer;
	sigset_t set;
	int i;

	set_empty(&set, SIGRTMIN + 1);
	OK(sigprocmask(SIG_BLOCK, &set, NULL));
	OK(timer_create(CLOCK_MONOTONIC, &ev, &timer));
	OK(clock_gettime(CLOCK_MONOTONIC, &before));
	OK(timer_settime(timer, 0, &it, NULL));
	for (i = 0; i < 5; i++) {
		EQ(SIGRTMIN + 1, sigwaitinfo(&set, &info));
		expired += 1 + info.si_overrun;
	}
	OK(clock_gettime(CLOCK_MONOTONIC, &after));
	OK(timer_delete(timer));
	ns = (after.tv_sec - before.tv_sec) * 1000000000L + after.tv_nsec -
	    before.tv_nsec;
	TRUE(expired <= ns / 2000000);
	while (sigtimedwait(&set, &info, &(struct timespec){ 0, 0 }) != -1)
		continue;
	EQ(EAGAIN, errno);
}

static void
timers_interval(void)
{
	struct itimerval it = { .it_value = { 0, 1 + rnd(20000) } };
	sigset_t old;

	block(SIGALRM, &old);
	caught = 0;
	on_signal(SIGALRM, on_count, 0);
	OK(setitimer(ITIMER_REAL, &it, NULL));
	await_caught(&old);
	EQ(1, caught);
	OK(getitimer(ITIMER_REAL, &it));
	EQ(0, it.it_value.tv_sec + it.it_value.tv_usec);
	OK(sigprocmask(SIG_SETMASK, &old, NULL));
}

void
act_timers(void)
{

	do {
		timers_once();
		timers_repeat();
		timers_interval();
	} while (more());
}

/* --- limits --------------------------------------------------------------- */

static void
limit(int which, rlim_t value)
{
	const struct rlimit rl = { value, value };

	OK(setrlimit(which, &rl));
}

/* Fork until that fails; how many there were. */
static int
limits_bomb(void)
{
	int fds[2], count, n = 0;
	pid_t pid[16];
	char c;

	OK(pipe(fds));
	while ((pid[n] = fork()) != -1) {
		if (pid[n] == 0) {
			(void)close(fds[1]);
			_exit((int)read(fds[0], &c, 1));
		}
		TRUE(++n < 16);
	}
	EQ(EAGAIN, errno);
	OK(close(fds[0]));
	OK(close(fds[1]));
	for (count = n; n > 0;)
		ended(pid[--n], 0);
	return (count);
}

/*
 * As many processes as the limit says, with this one and its parent; fewer only
 * while init has not collected those that an actor before has left.
 */
static void
limits_processes(void *arg)
{
	int max = 2 + (int)rnd(14), n;

	limit(RLIMIT_NPROC, (rlim_t)max);
	do {
		n = limits_bomb();
		TRUE(n <= max - 2);
	} while (n < max - 2);
}

static void
limits_descriptors(void *arg)
{
	int fd, first, last = -1, max, n = 0;

	first = dup(0);
	TRUE(first > 2);
	max = first + 2 + (int)rnd(100);
	limit(RLIMIT_NOFILE, (rlim_t)max);
	while ((fd = rnd(2) == 0 ? dup(0) : open(".", O_RDONLY)) != -1) {
		last = fd;
		n++;
	}
	EQ(EMFILE, errno);
	EQ(max - 1, last);
	EQ(max - 1 - first, n);
}

/* Address space, by pieces, as far as the limit goes and no further. */
static void
limits_space(void *arg)
{
	rlim_t max = 32 << 20;
	size_t piece = 1 << 20;
	int n = 0;
	char *p;

	limit(RLIMIT_AS, max);
	while ((p = mmap(NULL, piece, PROT_READ | PROT_WRITE, MAP_ANON |
	    MAP_PRIVATE, -1, 0)) != MAP_FAILED) {
		p[0] = p[piece - 1] = 1;
		n++;
		TRUE(n <= 32);
	}
	EQ(ENOMEM, errno);
	TRUE(n >= 8);
}

static void
limits_data(void *arg)
{
	size_t piece = 1 << 20;
	int n = 0;

	limit(RLIMIT_DATA, 16 << 20);
	for (; sbrk((intptr_t)piece) != (void *)-1; n++)
		TRUE(n < 16);
	EQ(ENOMEM, errno);
}

static void *
limits_thread(void *arg)
{
	char c;

	EQ(0, read(*(int *)arg, &c, 1));
	return (arg);
}

/* Threads, whose stacks are address space. */
static void
limits_threads(void *arg)
{
	pthread_t thread[33];
	pthread_attr_t attr;
	int error, fds[2], n = 0;
	void *result;

	OK(pipe(fds));
	OK(pthread_attr_init(&attr));
	OK(pthread_attr_setstacksize(&attr, 1 << 20));
	limit(RLIMIT_AS, 32 << 20);
	while ((error = pthread_create(&thread[n], &attr, limits_thread,
	    &fds[0])) == 0)
		TRUE(++n < 32);
	EQ(EAGAIN, error);
	TRUE(n >= 8);
	OK(close(fds[1]));
	while (n > 0) {
		OK(pthread_join(thread[--n], &result));
		TRUE(result == &fds[0]);
	}
}

static void
limits_file(void *arg)
{
	char buf[3000];
	int fd;

	on_signal(SIGXFSZ, SIG_IGN, 0);
	limit(RLIMIT_FSIZE, 5000);
	memset(buf, 1, sizeof(buf));
	fd = open("limited", O_CREAT | O_TRUNC | O_WRONLY, 0600);
	TRUE(fd != -1);
	EQ(3000, write(fd, buf, sizeof(buf)));
	EQ(2000, write(fd, buf, sizeof(buf)));
	EQ(-1, write(fd, buf, sizeof(buf)));
	EQ(EFBIG, errno);
}

void
act_limits(void)
{
	static void (*const kinds[])(void *) = { limits_processes,
	    limits_descriptors, limits_space, limits_data, limits_threads,
	    limits_file };
	size_t i;

	do {
		for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
			ended(child(kinds[i], NULL), 0);
	} while (more());
}

/* --- traces --------------------------------------------------------------- */

static void
traced(void *arg)
{
	int i, n = *(int *)arg;

	OK(ktrace("trace", KTROP_SET, KTRFAC_SYSCALL | KTRFAC_SYSRET |
	    KTRFAC_NAMEI | KTRFAC_GENIO, getpid()));
	for (i = 0; i < n; i++)
		(void)getpgrp();
	_exit(7);
}

/* A trace has whole records, and one for each call. */
static void
trace_check(int n)
{
	static char buf[256 * 1024];
	int calls = 0, fd, lost = 0;
	struct ktr_syscall call;
	struct ktr_header h;
	size_t len, off = 0;
	struct stat sb;

	fd = open("trace", O_RDONLY);
	TRUE(fd != -1);
	OK(fstat(fd, &sb));
	TRUE((size_t)sb.st_size < sizeof(buf));
	len = (size_t)sb.st_size;
	read_all(fd, buf, len);
	OK(close(fd));
	while (off < len) {
		TRUE(len - off >= sizeof(h));
		memcpy(&h, buf + off, sizeof(h));
		off += sizeof(h);
		TRUE(len - off >= h.ktr_len);
		EQ(KTR_VERSION, h.ktr_version);
		if ((h.ktr_type & KTR_DROP) != 0)
			lost += (int)h.ktr_dropped;
		if ((h.ktr_type & ~KTR_DROP) == KTR_SYSCALL) {
			memcpy(&call, buf + off, sizeof(call));
			calls += call.ktr_code == SYS_getpgid;
		}
		off += h.ktr_len;
	}
	if (lost == 0)
		EQ(n, calls);
	TRUE(calls <= n && calls + lost >= n);
}

void
act_ktrace(void)
{
	int fd, n;

	do {
		n = 10 + (int)rnd(300);
		fd = open("trace", O_CREAT | O_TRUNC | O_WRONLY, 0600);
		TRUE(fd != -1);
		OK(close(fd));
		ended(child(traced, &n), W_EXITCODE(7, 0));
		trace_check(n);
	} while (more());
}
