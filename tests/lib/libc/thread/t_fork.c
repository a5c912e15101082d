/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What a forked child of a process with threads may do with threads and with
 * what its own thread held.
 */

#include <sys/mman.h>
#include <sys/wait.h>
#include <atf-c.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#define	NTHREADS	6
#define	HANGS		50	/* seconds after which a child hangs */

static pthread_mutex_t	f_recursive, f_checking;
static pthread_rwlock_t	f_rwlock = PTHREAD_RWLOCK_INITIALIZER;

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

static void
mutex_of_type(pthread_mutex_t *m, int type, int pshared)
{
	pthread_mutexattr_t attr;

	ATF_REQUIRE_EQ(0, pthread_mutexattr_init(&attr));
	ATF_REQUIRE_EQ(0, pthread_mutexattr_settype(&attr, type));
	ATF_REQUIRE_EQ(0, pthread_mutexattr_setpshared(&attr, pshared));
	ATF_REQUIRE_EQ(0, pthread_mutex_init(m, &attr));
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

static int
release_all(void)
{

	if (pthread_mutex_lock(&f_checking) != EDEADLK)
		return (1);
	if (pthread_mutex_unlock(&f_checking) != 0 ||
	    pthread_mutex_unlock(&f_checking) != EPERM)
		return (2);
	if (pthread_mutex_lock(&f_recursive) != 0 ||
	    pthread_mutex_unlock(&f_recursive) != 0 ||
	    pthread_mutex_unlock(&f_recursive) != 0 ||
	    pthread_mutex_unlock(&f_recursive) != 0 ||
	    pthread_mutex_unlock(&f_recursive) != EPERM)
		return (3);
	if (pthread_rwlock_rdlock(&f_rwlock) != EDEADLK ||
	    pthread_rwlock_unlock(&f_rwlock) != 0 ||
	    pthread_rwlock_tryrdlock(&f_rwlock) != 0)
		return (4);
	return (0);
}

/* A thread of the child is not who holds them. */
static void *
not_mine(void *arg)
{

	return (pthread_mutex_unlock(&f_checking) == EPERM &&
	    pthread_mutex_trylock(&f_checking) == EBUSY &&
	    pthread_mutex_unlock(&f_recursive) == EPERM &&
	    pthread_mutex_trylock(&f_recursive) == EBUSY &&
	    pthread_rwlock_unlock(&f_rwlock) == EPERM &&
	    pthread_rwlock_tryrdlock(&f_rwlock) == EBUSY ? arg : NULL);
}

static int
others_then_release_all(void)
{
	pthread_t thread;
	void *result;

	if (pthread_create(&thread, NULL, not_mine, &thread) != 0 ||
	    pthread_join(thread, &result) != 0 || result != &thread)
		return (10);
	return (release_all());
}

static void *
hold_and_fork(void *arg)
{

	ATF_REQUIRE_EQ(0, pthread_mutex_lock(&f_recursive));
	ATF_REQUIRE_EQ(0, pthread_mutex_lock(&f_recursive));
	ATF_REQUIRE_EQ(0, pthread_mutex_lock(&f_checking));
	ATF_REQUIRE_EQ(0, pthread_rwlock_wrlock(&f_rwlock));
	in_child(release_all);
	in_child(others_then_release_all);
	/* Nothing of that happened here. */
	ATF_CHECK_EQ(0, release_all());
	ATF_CHECK_EQ(0, pthread_rwlock_unlock(&f_rwlock));
	return (arg);
}

ATF_TC_WITHOUT_HEAD(child_releases_what_its_thread_held);
ATF_TC_BODY(child_releases_what_its_thread_held, tc)
{
	pthread_t thread;

	mutex_of_type(&f_recursive, PTHREAD_MUTEX_RECURSIVE,
	    PTHREAD_PROCESS_PRIVATE);
	mutex_of_type(&f_checking, PTHREAD_MUTEX_ERRORCHECK,
	    PTHREAD_PROCESS_PRIVATE);
	/* The first thread, without others; another; the first, with some. */
	(void)hold_and_fork(NULL);
	ATF_REQUIRE_EQ(0, pthread_create(&thread, NULL, hold_and_fork, NULL));
	ATF_REQUIRE_EQ(0, pthread_join(thread, NULL));
	(void)hold_and_fork(NULL);
}

static pthread_mutex_t	*f_shared;
static pthread_rwlock_t	*f_shared_rw;

static int
try_shared(void)
{

	if (pthread_mutex_unlock(f_shared) != EPERM)
		return (1);
	if (pthread_mutex_trylock(f_shared) != EBUSY)
		return (2);
	if (pthread_rwlock_unlock(f_shared_rw) != EPERM)
		return (3);
	return (0);
}

ATF_TC_WITHOUT_HEAD(shared_locks_stay_with_the_parent);
ATF_TC_BODY(shared_locks_stay_with_the_parent, tc)
{
	pthread_rwlockattr_t attr;

	f_shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANON, -1, 0);
	ATF_REQUIRE(f_shared != MAP_FAILED);
	f_shared_rw = (pthread_rwlock_t *)(void *)(f_shared + 1);
	ATF_REQUIRE_EQ(0, pthread_rwlockattr_init(&attr));
	ATF_REQUIRE_EQ(0, pthread_rwlockattr_setpshared(&attr,
	    PTHREAD_PROCESS_SHARED));
	ATF_REQUIRE_EQ(0, pthread_rwlock_init(f_shared_rw, &attr));
	mutex_of_type(f_shared, PTHREAD_MUTEX_ERRORCHECK,
	    PTHREAD_PROCESS_SHARED);
	ATF_REQUIRE_EQ(0, pthread_rwlock_wrlock(f_shared_rw));
	ATF_REQUIRE_EQ(0, pthread_mutex_lock(f_shared));
	in_child(try_shared);
	ATF_CHECK_EQ(0, pthread_mutex_unlock(f_shared));
	mutex_of_type(f_shared, PTHREAD_MUTEX_RECURSIVE,
	    PTHREAD_PROCESS_SHARED);
	ATF_REQUIRE_EQ(0, pthread_mutex_lock(f_shared));
	in_child(try_shared);
	ATF_CHECK_EQ(0, pthread_mutex_unlock(f_shared));
	ATF_CHECK_EQ(0, pthread_rwlock_unlock(f_shared_rw));
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, child_has_threads_that_allocate);
	ATF_TP_ADD_TC(tp, child_releases_what_its_thread_held);
	ATF_TP_ADD_TC(tp, shared_locks_stay_with_the_parent);
	return (atf_no_error());
}
