/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Page faults against munmap, mprotect and fork: a thread that touches memory
 * while others take it away gets the page or a signal, and what it reads is
 * what was written.
 */

#include <sys/mman.h>
#include <sys/wait.h>
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "h_main.h"

#define	PAGE	4096
#define	NPAGES	6
#define	NROUNDS	8
#define	NTOUCHES 40

static char	*area;
static __thread sigjmp_buf env;
static __thread volatile int armed;

static void
fault(int sig, siginfo_t *si, void *ctx)
{

	CHECK(armed);
	CHECK((char *)si->si_addr >= area &&
	    (char *)si->si_addr < area + NPAGES * PAGE);
	siglongjmp(env, 1);
}

/* Each page holds its number or zero. */
static void *
touch(void *arg)
{
	volatile char *p;
	char c;
	int i, n;

	for (n = 0; n < NTOUCHES; n++) {
		i = n % NPAGES;
		p = area + i * PAGE;
		if (sigsetjmp(env, 1) == 0) {
			armed = 1;
			c = *p;
			CHECK(c == 0 || c == i + 1);
			*p = (char)(i + 1);
		}
		armed = 0;
		(void)sched_yield();
	}
	return (NULL);
}

static void
map(int i)
{

	CHECK(mmap(area + i * PAGE, PAGE, PROT_READ | PROT_WRITE,
	    MAP_ANON | MAP_PRIVATE | MAP_FIXED, -1, 0) == area + i * PAGE);
}

/* A child sees what was there at the fork, whatever its parent then writes. */
static void
fork_copy(void)
{
	char seen[NPAGES];
	int i, pid;

	pid = fork();
	CHECK(pid >= 0);
	if (pid != 0) {
		wait_ok(pid);
		return;
	}
	for (i = 0; i < NPAGES; i++)
		seen[i] = area[i * PAGE];
	for (i = 0; i < NPAGES; i++) {
		(void)sched_yield();
		CHECK(area[i * PAGE] == seen[i]);
		area[i * PAGE] = 'c';
		CHECK(area[i * PAGE] == 'c');
	}
	_exit(0);
}

/* Copies into and out of memory that goes away end with EFAULT at worst. */
static void *
copy(void *arg)
{
	const int *fd = arg;
	char buf[16], *p;
	ssize_t n;
	int i;

	for (i = 0; i < NTOUCHES; i++) {
		p = area + i % NPAGES * PAGE + 100;
		n = write(fd[1], p, sizeof(buf));
		CHECK(n == sizeof(buf) || (n == -1 && errno == EFAULT));
		if (n == -1)
			continue;
		n = read(fd[0], p, sizeof(buf));
		CHECK(n == sizeof(buf) || (n == -1 && errno == EFAULT));
		if (n == -1)
			CHECK(read(fd[0], buf, sizeof(buf)) == sizeof(buf));
	}
	return (NULL);
}

int
sim_main(void)
{
	struct sigaction sa;
	pthread_t t[3];
	int fd[2], i, n;

	memset(&sa, 0, sizeof(sa));
	sa.sa_sigaction = fault;
	sa.sa_flags = SA_SIGINFO;
	CHECK(sigaction(SIGSEGV, &sa, NULL) == 0);
	CHECK(sigaction(SIGBUS, &sa, NULL) == 0);
	CHECK(pipe(fd) == 0);
	area = mmap(NULL, NPAGES * PAGE, PROT_READ | PROT_WRITE,
	    MAP_ANON | MAP_PRIVATE, -1, 0);
	CHECK(area != MAP_FAILED);
	for (i = 0; i < 2; i++)
		CHECK(pthread_create(&t[i], NULL, touch, NULL) == 0);
	CHECK(pthread_create(&t[2], NULL, copy, fd) == 0);
	for (i = 0; i < NROUNDS; i++) {
		n = 2 + sim_random(NPAGES - 2);
		CHECK(munmap(area + n * PAGE, PAGE) == 0);
		map(n);
		n = 2 + sim_random(NPAGES - 2);
		CHECK(mprotect(area + n * PAGE, PAGE, PROT_READ) == 0);
		CHECK(mprotect(area + n * PAGE, PAGE, PROT_NONE) == 0);
		CHECK(mprotect(area + n * PAGE, PAGE,
		    PROT_READ | PROT_WRITE) == 0);
		if (i % 3 == 0)
			fork_copy();
	}
	for (i = 0; i < 3; i++)
		CHECK(pthread_join(t[i], NULL) == 0);
	return (0);
}
