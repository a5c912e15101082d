/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Nobody looks at an object once another thread may have destroyed it and freed
 * its memory.
 */

#include <sys/mman.h>
#include <atf-c.h>
#include <pthread.h>
#include <unistd.h>

#define	ROOM		4096
#define	NTHREADS	4
#define	ROUNDS		150

/*
 * Who broadcasts under the mutex may destroy the condition when it has unlocked
 * it: nobody waits any more.
 */
static pthread_mutex_t	d_mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t	*d_cond;
static int		d_waiting, d_go;	/* under d_mutex */

static void *
wait_for_go(void *arg)
{

	(void)pthread_mutex_lock(&d_mutex);
	d_waiting++;
	while (d_go == 0)
		(void)pthread_cond_wait(d_cond, &d_mutex);
	(void)pthread_mutex_unlock(&d_mutex);
	return (arg);
}

ATF_TC_WITHOUT_HEAD(cond_destroy_after_broadcast);
ATF_TC_BODY(cond_destroy_after_broadcast, tc)
{
	pthread_t threads[NTHREADS];
	int i, round;

	for (round = 0; round < ROUNDS; round++) {
		d_cond = mmap(NULL, ROOM, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANON, -1, 0);
		ATF_REQUIRE(d_cond != MAP_FAILED);
		ATF_REQUIRE_EQ(0, pthread_cond_init(d_cond, NULL));
		d_waiting = d_go = 0;
		for (i = 0; i < NTHREADS; i++)
			ATF_REQUIRE_EQ(0, pthread_create(&threads[i], NULL,
			    wait_for_go, NULL));
		ATF_REQUIRE_EQ(0, pthread_mutex_lock(&d_mutex));
		while (d_waiting < NTHREADS) {
			ATF_REQUIRE_EQ(0, pthread_mutex_unlock(&d_mutex));
			(void)sched_yield();
			ATF_REQUIRE_EQ(0, pthread_mutex_lock(&d_mutex));
		}
		if (round % 3 == 0)
			(void)usleep(1000);	/* they sleep, or nearly so */
		d_go = 1;
		ATF_REQUIRE_EQ(0, pthread_cond_broadcast(d_cond));
		/* With the mutex or without it. */
		if (round % 2 != 0)
			ATF_REQUIRE_EQ(0, pthread_cond_destroy(d_cond));
		ATF_REQUIRE_EQ(0, pthread_mutex_unlock(&d_mutex));
		if (round % 2 == 0)
			ATF_REQUIRE_EQ(0, pthread_cond_destroy(d_cond));
		ATF_REQUIRE_EQ(0, munmap(d_cond, ROOM));
		for (i = 0; i < NTHREADS; i++)
			ATF_REQUIRE_EQ(0, pthread_join(threads[i], NULL));
	}
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, cond_destroy_after_broadcast);
	return (atf_no_error());
}
