/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Several processes that map, unmap, protect, fork, write and truncate at the
 * same time; each knows what its private memory must hold.
 */
#include <sys/time.h>
#include "h_vm.h"

#define	PROCS	6
#define	PAGES	64
#define	SECONDS	8
#define	FILEPAGES 32

static unsigned seed;

static unsigned
rnd(unsigned n)
{

	seed = seed * 1103515245 + 12345;
	return ((seed >> 10) % n);
}

static double
now(void)
{
	struct timeval tv;

	gettimeofday(&tv, NULL);
	return ((double)tv.tv_sec + (double)tv.tv_usec / 1e6);
}

static void
check(const char *p, const unsigned char *model)
{
	int i;

	for (i = 0; i < PAGES; i++)
		WANT((unsigned char)p[i * PAGE] == model[i]);
}

static void
child(char *p, unsigned char *model, int depth)
{
	int i, j;

	check(p, model);
	for (i = 0; i < 20; i++) {
		j = (int)rnd(PAGES);
		p[j * PAGE] = (char)(model[j] = (unsigned char)rnd(256));
	}
	if (depth < 3 && rnd(2) == 0) {
		pid_t pid = fork();
		int status;

		WANT(pid >= 0);
		if (pid == 0) {
			child(p, model, depth + 1);
			_exit(0);
		}
		if (rnd(2) == 0)
			p[0] = (char)(model[0] = 1);
		WANT(waitpid(pid, &status, 0) == pid && status == 0);
	}
	check(p, model);
}

static void
one_round(char *p, unsigned char *model, int fd)
{
	unsigned at = rnd(PAGES), n = 1 + rnd(PAGES - at), i;
	int status;
	char *f;
	pid_t pid;

	switch (rnd(6)) {
	case 0:
		WANT(mmap(p + at * PAGE, n * PAGE, RW, ANON | MAP_FIXED, -1,
		    0) != MAP_FAILED);
		memset(model + at, 0, n);
		break;
	case 1:
		WANT(mprotect(p + at * PAGE, n * PAGE, PROT_READ) == 0);
		WANT(mprotect(p, PAGES * PAGE, RW) == 0);
		break;
	case 2:
		pid = fork();
		WANT(pid >= 0);
		if (pid == 0) {
			child(p, model, 0);
			_exit(0);
		}
		for (i = at; i < at + n; i++)
			p[i * PAGE] = (char)(model[i] =
			    (unsigned char)rnd(256));
		WANT(waitpid(pid, &status, 0) == pid);
		WANT(status == 0);
		break;
	case 3:
		f = mmap(NULL, FILEPAGES * PAGE, RW,
		    rnd(2) ? MAP_SHARED : MAP_PRIVATE, fd, 0);
		WANT(f != MAP_FAILED);
		for (i = 0; i < 8; i++)
			(void)touch(f + rnd(FILEPAGES) * PAGE, (int)rnd(2));
		WANT(munmap(f, FILEPAGES * PAGE) == 0);
		break;
	case 4:
		WANT(ftruncate(fd, rnd(FILEPAGES) * PAGE + rnd(PAGE)) == 0);
		WANT(pwrite(fd, p, 100, rnd(FILEPAGES) * PAGE) == 100);
		if (rnd(8) == 0)
			WANT(fsync(fd) == 0);
		break;
	default:
		for (i = at; i < at + n; i++)
			p[i * PAGE] = (char)(model[i] =
			    (unsigned char)rnd(256));
	}
	check(p, model);
}

static void
worker(int n, double until)
{
	unsigned char model[PAGES];
	char *p;
	int fd;

	seed = (unsigned)n * 7919 + 1;
	fd = open("shared", O_RDWR | O_CREAT, 0600);
	WANT(fd >= 0);
	p = mmap(NULL, PAGES * PAGE, RW, ANON, -1, 0);
	WANT(p != MAP_FAILED);
	memset(model, 0, sizeof(model));
	while (now() < until)
		one_round(p, model, fd);
}

ATF_TC(stress__mixed);
ATF_TC_HEAD(stress__mixed, tc)
{

	atf_tc_set_md_var(tc, "timeout", "120");
}
ATF_TC_BODY(stress__mixed, tc)
{
	double until = now() + SECONDS;
	pid_t pids[PROCS];
	int i, status;

	for (i = 0; i < PROCS; i++) {
		pids[i] = fork();
		ATF_REQUIRE(pids[i] >= 0);
		if (pids[i] == 0) {
			worker(i, until);
			_exit(0);
		}
	}
	for (i = 0; i < PROCS; i++) {
		ATF_REQUIRE_EQ(pids[i], waitpid(pids[i], &status, 0));
		ATF_CHECK_EQ(0, status);
	}
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, stress__mixed);
	return (atf_no_error());
}
