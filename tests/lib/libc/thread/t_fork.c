/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What a forked child of a process with threads may do with threads.
 */

#include <sys/wait.h>
#include <atf-c.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#define	NTHREADS	6
#define	HANGS		50	/* seconds after which a child hangs */

static void *
nothing(void *arg)
{

	return (arg);
}

/* From here on the process has threads. */
static void
have_threads(void)
{
	pthread_t thread;

	ATF_REQUIRE_EQ(0, pthread_create(&thread, NULL, nothing, NULL));
	ATF_REQUIRE_EQ(0, pthread_join(thread, NULL));
}

/* Fork; the child's exit status is what fn returns.  It may hang. */
static void
in_child(int (*fn)(void))
{
	int status;
	pid_t pid;

	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		(void)alarm(HANGS);
		_exit(fn());
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ_MSG(0, status, "the child ended with status %#x", status);
}

static void *
allocate(void *arg)
{
	static const size_t sizes[] = { 24, 3000, 100000, 5000000 };
	void * volatile p[4];		/* so that the calls stay */
	size_t i;

	for (i = 0; i < 4; i++) {
		if ((p[i] = malloc(sizes[i])) == NULL)
			return (NULL);
	}
	for (i = 0; i < 4; i++)
		free(p[i]);
	return (arg);
}

/* All threads, so all arenas, at once. */
static int
allocate_in_threads(void)
{
	pthread_t threads[NTHREADS];
	void *result;
	int i, bad = 0;

	for (i = 0; i < NTHREADS; i++) {
		if (pthread_create(&threads[i], NULL, allocate,
		    &threads[i]) != 0)
			return (100);
	}
	for (i = 0; i < NTHREADS; i++) {
		if (pthread_join(threads[i], &result) != 0 ||
		    result != &threads[i])
			bad++;
	}
	return (bad);
}

static int
grandchild(void)
{
	int status;
	pid_t pid;

	if (allocate_in_threads() != 0)
		return (101);
	pid = fork();
	if (pid == 0)
		_exit(allocate_in_threads());
	return (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0);
}

ATF_TC_WITHOUT_HEAD(child_has_threads_that_allocate);
ATF_TC_BODY(child_has_threads_that_allocate, tc)
{

	in_child(allocate_in_threads);
	have_threads();
	in_child(allocate_in_threads);
	in_child(grandchild);
	ATF_CHECK_EQ(0, allocate_in_threads());
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, child_has_threads_that_allocate);
	return (atf_no_error());
}
