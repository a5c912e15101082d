/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The actors of the load test that have to do with memory and threads.
 */

#include <sys/types.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "h_load.h"

/* --- private memory ------------------------------------------------------- */

#define	NPAGES		32
#define	MEMORY_STEPS	60

/* What the pages should be like. */
static char	*base;
static uint8_t	value[NPAGES];
static int	prot[NPAGES];

static void
page_fill(uint32_t page, uint8_t v)
{

	value[page] = v;
	base[page * PAGE] = (char)v;
	base[page * PAGE + rnd(PAGE)] = (char)v;
	base[page * PAGE + PAGE - 1] = (char)v;
}

static void
pages_check(void)
{
	uint32_t i;

	for (i = 0; i < NPAGES; i++) {
		if (prot[i] == PROT_NONE)
			continue;
		EQ(value[i], (uint8_t)base[i * PAGE]);
		EQ(value[i], (uint8_t)base[i * PAGE + PAGE - 1]);
	}
}

static void
pages_map(uint32_t first, uint32_t n)
{
	uint32_t i;

	TRUE(mmap(base + first * PAGE, n * PAGE, PROT_READ | PROT_WRITE,
	    MAP_ANON | MAP_PRIVATE | MAP_FIXED, -1, 0) == base + first * PAGE);
	for (i = first; i < first + n; i++) {
		value[i] = 0;
		prot[i] = PROT_READ | PROT_WRITE;
	}
}

static void
pages_protect(uint32_t first, uint32_t n)
{
	static const int prots[] = { PROT_NONE, PROT_READ,
	    PROT_READ | PROT_WRITE, PROT_READ | PROT_WRITE };
	int p = prots[rnd(4)];
	uint32_t i;

	OK(mprotect(base + first * PAGE, n * PAGE, p));
	for (i = first; i < first + n; i++)
		prot[i] = p;
}

/* As pages_child, and its own child sees what it has written. */
static void
pages_grandchild(void *arg)
{

	pages_check();
}

/* A child has what we had, and what it writes is its own. */
static void
pages_child(void *arg)
{
	uint32_t i;

	pages_check();
	for (i = 0; i < NPAGES; i++)
		if (prot[i] == (PROT_READ | PROT_WRITE) && rnd(2) == 0)
			page_fill(i, (uint8_t)rnd(256));
	pages_check();
	ended(child(pages_grandchild, NULL), 0);
}

static void
memory_step(uint32_t first, uint32_t n)
{
	char *start = base + first * PAGE;
	uint32_t i;

	switch (rnd(8)) {
	case 0:
		OK(munmap(start, n * PAGE));
		EQ(-1, mprotect(start, PAGE, PROT_READ));
		EQ(ENOMEM, errno);
		pages_map(first, n);
		break;
	case 1:
		pages_map(first, n);
		break;
	case 2:
		OK(madvise(start, n * PAGE, MADV_DONTNEED));
		break;
	case 3:
		/* All may be lost, so that all is written. */
		OK(madvise(start, n * PAGE, MADV_FREE));
		OK(mprotect(start, n * PAGE, PROT_READ | PROT_WRITE));
		for (i = first; i < first + n; i++) {
			prot[i] = PROT_READ | PROT_WRITE;
			page_fill(i, (uint8_t)rnd(256));
		}
		break;
	case 4:
		OK(mprotect(start, n * PAGE, PROT_READ));
		if (mlock(start, n * PAGE) == 0)
			OK(munlock(start, n * PAGE));
		else
			EQ(ENOMEM, errno);
		for (i = first; i < first + n; i++)
			prot[i] = PROT_READ;
		break;
	case 5:
		ended(child(pages_child, NULL), 0);
		break;
	default:
		pages_protect(first, n);
		break;
	}
}

void
act_memory(void)
{
	uint32_t first, i;
	int step;

	do {
		base = mmap(NULL, NPAGES * PAGE, PROT_READ | PROT_WRITE,
		    MAP_ANON | MAP_PRIVATE, -1, 0);
		TRUE(base != MAP_FAILED);
		pages_map(0, NPAGES);
		for (step = 0; step < MEMORY_STEPS; step++) {
			i = rnd(NPAGES);
			if (prot[i] == (PROT_READ | PROT_WRITE))
				page_fill(i, (uint8_t)rnd(256));
			first = rnd(NPAGES);
			memory_step(first, 1 + rnd(NPAGES - first));
			pages_check();
		}
		OK(munmap(base, NPAGES * PAGE));
	} while (more());
}

/* --- shared memory -------------------------------------------------------- */

#define	SHARERS		3
#define	SHARED_ADDS	500

struct sharing {
	volatile unsigned int	sg_sum;
	pthread_mutex_t		sg_mutex;
	unsigned int		sg_locked;	/* by sg_mutex */
	char			sg_data[SHARERS][PAGE];
};

static struct sharing	*sharing;

static void
share(void *arg)
{
	unsigned int i, number = *(unsigned int *)arg;

	pattern(sharing->sg_data[number], PAGE, number, 0);
	for (i = 0; i < SHARED_ADDS; i++) {
		__atomic_fetch_add(&sharing->sg_sum, 1, __ATOMIC_SEQ_CST);
		if (i % 8 == 0) {
			OK(pthread_mutex_lock(&sharing->sg_mutex));
			sharing->sg_locked++;
			OK(pthread_mutex_unlock(&sharing->sg_mutex));
		}
	}
	pattern_check(sharing->sg_data[number], PAGE, number, 0);
}

/* Processes count in memory that they map by its name, or have inherited. */
void
act_shm(void)
{
	unsigned int i, numbers[SHARERS];
	pthread_mutexattr_t attr;
	pid_t pid[SHARERS];
	char name[32];
	int fd;

	(void)snprintf(name, sizeof(name), "/load.%d", (int)getpid());
	do {
		fd = rnd(2) == 0 ? shm_open(SHM_ANON, O_RDWR, 0600) :
		    shm_open(name, O_RDWR | O_CREAT, 0600);
		TRUE(fd != -1);
		OK(ftruncate(fd, sizeof(*sharing)));
		sharing = mmap(NULL, sizeof(*sharing), PROT_READ | PROT_WRITE,
		    MAP_SHARED, fd, 0);
		TRUE(sharing != MAP_FAILED);
		(void)shm_unlink(name);
		OK(close(fd));
		OK(pthread_mutexattr_init(&attr));
		OK(pthread_mutexattr_setpshared(&attr,
		    PTHREAD_PROCESS_SHARED));
		OK(pthread_mutex_init(&sharing->sg_mutex, &attr));
		for (i = 0; i < SHARERS; i++) {
			numbers[i] = i;
			pid[i] = child(share, &numbers[i]);
		}
		for (i = 0; i < SHARERS; i++)
			ended(pid[i], 0);
		EQ(SHARERS * SHARED_ADDS, sharing->sg_sum);
		EQ(SHARERS * ((SHARED_ADDS + 7) / 8), sharing->sg_locked);
		for (i = 0; i < SHARERS; i++)
			pattern_check(sharing->sg_data[i], PAGE, i, 0);
		OK(munmap(sharing, sizeof(*sharing)));
	} while (more());
}

/* --- threads -------------------------------------------------------------- */

#define	NTHREADS	4
#define	QUEUE		8
#define	ITEMS		200		/* of each thread that makes them */

static pthread_mutex_t	mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t	cond = PTHREAD_COND_INITIALIZER;
static pthread_rwlock_t	rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_barrier_t barrier;
static sem_t		semaphore;
static int		queue[QUEUE], queued;	/* by mutex */
static int		taken, taken_sum;	/* by mutex */
static int		pair[2];		/* by rwlock, alike */

static void *
producer(void *arg)
{
	int i;

	for (i = 0; i < ITEMS; i++) {
		OK(pthread_mutex_lock(&mutex));
		while (queued == QUEUE)
			OK(pthread_cond_wait(&cond, &mutex));
		queue[queued++] = i;
		OK(pthread_cond_broadcast(&cond));
		OK(pthread_mutex_unlock(&mutex));
	}
	return (arg);
}

static void *
consumer(void *arg)
{

	OK(pthread_mutex_lock(&mutex));
	for (;;) {
		while (queued == 0 && taken < 2 * ITEMS)
			OK(pthread_cond_wait(&cond, &mutex));
		if (queued == 0)
			break;
		taken_sum += queue[--queued];
		taken++;
		OK(pthread_cond_broadcast(&cond));
	}
	OK(pthread_mutex_unlock(&mutex));
	return (arg);
}

/* Two that make and two that take: all that is made is taken once. */
static void
threads_queue(void)
{
	pthread_t thread[NTHREADS];
	void *result;
	int i;

	queued = taken = taken_sum = 0;
	for (i = 0; i < NTHREADS; i++)
		OK(pthread_create(&thread[i], NULL, i < 2 ? producer :
		    consumer, &thread[i]));
	for (i = 0; i < NTHREADS; i++) {
		OK(pthread_join(thread[i], &result));
		TRUE(result == &thread[i]);
	}
	EQ(2 * ITEMS, taken);
	EQ(ITEMS * (ITEMS - 1), taken_sum);
}

static void *
locker(void *arg)
{
	int i;

	for (i = 0; i < ITEMS; i++) {
		if (i % 4 == 0) {
			OK(pthread_rwlock_wrlock(&rwlock));
			pair[0]++;
			if (i % 16 == 0)
				(void)sched_yield();
			pair[1]++;
		} else {
			OK(pthread_rwlock_rdlock(&rwlock));
			EQ(pair[0], pair[1]);
		}
		OK(pthread_rwlock_unlock(&rwlock));
	}
	(void)pthread_barrier_wait(&barrier);
	EQ(NTHREADS * ITEMS / 4, pair[0]);
	return (NULL);
}

static void
threads_rwlock(void)
{
	pthread_t thread[NTHREADS];
	int i;

	pair[0] = pair[1] = 0;
	OK(pthread_barrier_init(&barrier, NULL, NTHREADS));
	for (i = 0; i < NTHREADS; i++)
		OK(pthread_create(&thread[i], NULL, locker, NULL));
	for (i = 0; i < NTHREADS; i++)
		OK(pthread_join(thread[i], NULL));
	OK(pthread_barrier_destroy(&barrier));
}

static void *
poster(void *arg)
{

	OK(sem_post(&semaphore));
	return (NULL);
}

/* Threads that nobody joins. */
static void
threads_detached(void)
{
	pthread_t thread;
	int i, left;

	OK(sem_init(&semaphore, 0, 0));
	for (i = 0; i < 8; i++) {
		OK(pthread_create(&thread, NULL, poster, NULL));
		OK(pthread_detach(thread));
	}
	for (i = 0; i < 8; i++)
		OK(sem_wait(&semaphore));
	OK(sem_getvalue(&semaphore, &left));
	EQ(0, left);
}

void
act_threads(void)
{

	do {
		threads_queue();
		threads_rwlock();
		threads_detached();
	} while (more());
}

/* --- threads that are ended ----------------------------------------------- */

static int		blocked_pipe[2];
static int		cleaned;		/* by mutex */

static void
cleanup(void *arg)
{

	/* A cancelled pthread_cond_wait has the mutex again. */
	if (arg == NULL)
		OK(pthread_mutex_lock(&mutex));
	else
		EQ(EBUSY, pthread_mutex_trylock(&mutex));
	cleaned++;
	OK(pthread_mutex_unlock(&mutex));
}

static void *
blocked_cond(void *arg)
{

	OK(pthread_mutex_lock(&mutex));
	pthread_cleanup_push(cleanup, &mutex);
	OK(sem_post(&semaphore));
	for (;;)
		(void)pthread_cond_wait(&cond, &mutex);
	pthread_cleanup_pop(0);
	return (NULL);
}

static void *
blocked_call(void *arg)
{
	int which = *(int *)arg;
	char c;

	pthread_cleanup_push(cleanup, NULL);
	OK(sem_post(&semaphore));
	for (;;) {
		if (which == 1)
			(void)read(blocked_pipe[0], &c, 1);
		else if (which == 2)
			(void)pause();
		else
			(void)sleep(1000);
	}
	pthread_cleanup_pop(0);
	return (NULL);
}

void
act_threads_cancel(void)
{
	pthread_t thread[NTHREADS];
	int i, kind[NTHREADS];
	void *result;

	OK(pipe(blocked_pipe));
	do {
		cleaned = 0;
		OK(sem_init(&semaphore, 0, 0));
		for (i = 0; i < NTHREADS; i++) {
			kind[i] = (int)rnd(4);
			OK(pthread_create(&thread[i], NULL, kind[i] == 0 ?
			    blocked_cond : blocked_call, &kind[i]));
		}
		for (i = 0; i < NTHREADS; i++)
			OK(sem_wait(&semaphore));
		for (i = 0; i < NTHREADS; i++)
			OK(pthread_cancel(thread[i]));
		for (i = 0; i < NTHREADS; i++) {
			OK(pthread_join(thread[i], &result));
			TRUE(result == PTHREAD_CANCELED);
		}
		EQ(NTHREADS, cleaned);
	} while (more());
}

static void *
busy(void *arg)
{
	static volatile unsigned int count;

	for (;;)
		count++;
	return (arg);
}

static void *
blocked(void *arg)
{
	char c;

	(void)read(blocked_pipe[0], &c, 1);
	return (arg);
}

static void *
maker(void *arg)
{
	pthread_t thread;

	for (;;)
		if (pthread_create(&thread, NULL, poster, NULL) == 0)
			OK(pthread_join(thread, NULL));
	return (arg);
}

static void *
leaver(void *arg)
{

	_exit(*(int *)arg);
}

/* A process that ends in one of three ways while its threads are at work. */
static void
exit_busy(void *arg)
{
	static void *(*const kinds[])(void *) = { busy, blocked, maker };
	int status = *(int *)arg;
	pthread_t thread;
	int i;

	OK(sem_init(&semaphore, 0, 0));
	for (i = 0; i < NTHREADS; i++)
		OK(pthread_create(&thread, NULL, kinds[rnd(3)], NULL));
	for (i = (int)rnd(100); i > 0; i--)
		(void)sched_yield();
	if (status == 0) {
		(void)execl("/bin/true", "true", (char *)NULL);
		EQ(0, errno);
	}
	if (status % 2 == 0)
		_exit(status);
	OK(pthread_create(&thread, NULL, leaver, &status));
	for (;;)
		(void)pause();
}

void
act_threads_exit(void)
{
	int status;

	OK(pipe(blocked_pipe));
	do {
		status = (int)rnd(6);
		ended(child(exit_busy, &status), W_EXITCODE(status, 0));
	} while (more());
}

/* --- memory that goes under a thread's hands ------------------------------ */

#define	TOUCHED		8		/* pages */
#define	FAULT_STEPS	200

static sigjmp_buf	fault_jump;
static volatile int	fault_stop;
static volatile char	*touched;

static void
on_fault(int sig)
{

	siglongjmp(fault_jump, 1);
}

/* Each page is of zeros or of ones, or is not there. */
static void *
toucher(void *arg)
{
	volatile int page = 0;
	char c;

	(void)sigsetjmp(fault_jump, 1);
	while (!fault_stop) {
		page = (page + 1) % TOUCHED;
		c = touched[page * PAGE];
		TRUE(c == 0 || c == 1);
		touched[page * PAGE] = 1;
	}
	return (arg);
}

static void
fault_step(void *page)
{

	switch (rnd(4)) {
	case 0:
		OK(munmap(page, PAGE));
		(void)sched_yield();
		/* FALLTHROUGH */
	case 1:
		TRUE(mmap(page, PAGE, PROT_READ | PROT_WRITE, MAP_ANON |
		    MAP_PRIVATE | MAP_FIXED, -1, 0) == page);
		break;
	case 2:
		OK(mprotect(page, PAGE, PROT_READ));
		break;
	default:
		OK(mprotect(page, PAGE, PROT_NONE));
		(void)sched_yield();
		OK(mprotect(page, PAGE, PROT_READ | PROT_WRITE));
		break;
	}
}

void
act_threads_fault(void)
{
	pthread_t thread;
	char *p;
	int i;

	on_signal(SIGSEGV, on_fault, 0);
	do {
		p = mmap(NULL, TOUCHED * PAGE, PROT_READ | PROT_WRITE,
		    MAP_ANON | MAP_PRIVATE, -1, 0);
		TRUE(p != MAP_FAILED);
		touched = p;
		fault_stop = 0;
		OK(pthread_create(&thread, NULL, toucher, NULL));
		for (i = 0; i < FAULT_STEPS; i++)
			fault_step(p + rnd(TOUCHED) * PAGE);
		fault_stop = 1;
		OK(pthread_join(thread, NULL));
		OK(munmap(p, TOUCHED * PAGE));
	} while (more());
}
