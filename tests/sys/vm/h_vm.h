/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the tests of memory share.
 */
#ifndef _H_VM_H_
#define	_H_VM_H_

#include <sys/types.h>
#include <sys/mman.h>
#include <sys/sysctl.h>
#include <sys/wait.h>
#include <atf-c.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define	PAGE		4096UL
#define	RW		(PROT_READ | PROT_WRITE)
#define	RX		(PROT_READ | PROT_EXEC)
#define	ANON		(MAP_ANON | MAP_PRIVATE)

/*
 * In a child: say what is wrong and fail.
 */
#define	WANT(cond) do {							\
	if (!(cond)) {							\
		dprintf(2, "%s:%d: %s (errno %d)\n", __FILE__,		\
		    __LINE__, #cond, errno);				\
		_exit(1);						\
	}								\
} while (0)

#define	MMAP_FAILS(e, ...) do {						\
	errno = 0;							\
	ATF_CHECK_MSG(mmap(__VA_ARGS__) == MAP_FAILED && errno == (e),	\
	    "errno %d instead of %d", errno, (e));			\
} while (0)

static inline char *
map(size_t pages, int prot, int flags)
{
	void *p;

	p = mmap(NULL, pages * PAGE, prot, flags, -1, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	return (p);
}

/* A file of that many bytes, byte i being i / PAGE + 1. */
static inline int
make_file(const char *name, size_t size)
{
	char buf[PAGE];
	size_t i, n;
	int fd;

	fd = open(name, O_RDWR | O_CREAT | O_TRUNC, 0600);
	ATF_REQUIRE(fd >= 0);
	for (i = 0; i < size; i += n) {
		n = size - i < PAGE ? size - i : PAGE;
		memset(buf, (int)(i / PAGE + 1), sizeof(buf));
		ATF_REQUIRE_EQ((ssize_t)n, write(fd, buf, n));
	}
	return (fd);
}

/* A number of the kernel, by its sysctl name. */
static inline unsigned long
counter(const char *name)
{
	unsigned long value = 0;
	size_t len = sizeof(value);

	ATF_REQUIRE_EQ(0, sysctlbyname(name, &value, &len, NULL, 0));
	return (value);
}

/* Make the kernel drop what it can do without. */
static inline void
reclaim(void)
{
	int one = 1;

	ATF_REQUIRE_EQ(0, sysctlbyname("vm.reclaim", NULL, NULL, &one,
	    sizeof(one)));
}

/* How many of the pages at p, at most 512, are in memory. */
static inline int
resident(const char *p, size_t pages)
{
	char vec[512];
	size_t i;
	int n = 0;

	ATF_REQUIRE(pages <= sizeof(vec));
	ATF_REQUIRE_EQ(0, mincore(p, pages * PAGE, vec));
	for (i = 0; i < pages; i++)
		n += (vec[i] & MINCORE_INCORE) != 0;
	return (n);
}

static sigjmp_buf h_jmp;
static volatile sig_atomic_t h_sig, h_code;
static void *volatile h_addr;

static inline void
h_trap(int sig, siginfo_t *si, void *ctx)
{

	(void)ctx;
	h_sig = sig;
	h_code = si->si_code;
	h_addr = si->si_addr;
	siglongjmp(h_jmp, 1);
}

/*
 * Touch *p; returns the signal that this caused, or 0.
 */
static inline int
touch(volatile char *p, int write)
{
	struct sigaction sa = { .sa_sigaction = h_trap,
	    .sa_flags = SA_SIGINFO };

	sigemptyset(&sa.sa_mask);
	ATF_REQUIRE_EQ(0, sigaction(SIGSEGV, &sa, NULL));
	ATF_REQUIRE_EQ(0, sigaction(SIGBUS, &sa, NULL));
	h_sig = 0;
	if (sigsetjmp(h_jmp, 1) == 0) {
		if (write)
			*p = 1;
		else
			(void)*p;
	}
	return (h_sig);
}

#define	CHECK_SEGV(p, write, code) do {					\
	ATF_CHECK_EQ(SIGSEGV, touch((p), (write)));			\
	ATF_CHECK_EQ((code), h_code);					\
	ATF_CHECK_EQ((void *)(uintptr_t)(p), h_addr);			\
} while (0)

/*
 * What a child's exit says; the child runs fn.
 */
static inline int
child_status(void (*fn)(void *), void *arg)
{
	int status;
	pid_t pid;

	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		fn(arg);
		_exit(0);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	return (status);
}

static inline void
in_child(void (*fn)(void *), void *arg)
{
	int status = child_status(fn, arg);

	ATF_REQUIRE_MSG(WIFEXITED(status) && WEXITSTATUS(status) == 0,
	    "child: status %#x", status);
}

#endif /* !_H_VM_H_ */
