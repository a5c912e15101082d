/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * fork, threads and memory while an allocation fails; h_sweep.h.
 */

#include <sys/mman.h>
#include <sys/wait.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "h_sweep.h"

static void *
thread(void *arg)
{

	return (arg);
}

static int
sweep_work(void)
{
	pthread_t t;
	char *p, *q;
	int pid;

	p = mmap(NULL, 16 * 4096, PROT_READ | PROT_WRITE,
	    MAP_ANON | MAP_PRIVATE, -1, 0);
	WANT(p != MAP_FAILED);
	q = mmap(NULL, 8 * 4096, PROT_READ | PROT_WRITE, MAP_ANON | MAP_SHARED,
	    -1, 0);
	WANT(q != MAP_FAILED);
	memset(p, 'p', 16 * 4096);
	WANT(mprotect(p + 4096, 4096, PROT_READ) == 0);
	WANT(munmap(p + 4 * 4096, 4096) == 0);
	pid = fork();
	WANT(pid >= 0);
	if (pid == 0) {
		memset(p + 8 * 4096, 'q', 4 * 4096);
		memset(q, 's', 8 * 4096);
		_exit(pthread_create(&t, NULL, thread, NULL) == 0 &&
		    pthread_join(t, NULL) == 0 ? 0 : 1);
	}
	WANT(sweep_wait(pid) == 0 && q[4096] == 's' && p[8 * 4096] == 'p');
	return (0);
}

static void
sweep_undo(void)
{
}
