/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The allocator: content survives, alignment, limits, and that misuse is
 * noticed.
 */

#include <sys/wait.h>
#include <atf-c.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define	BLOCKS	500

ATF_TC_WITHOUT_HEAD(contents);
ATF_TC_BODY(contents, tc)
{
	static unsigned char *block[BLOCKS];
	static size_t size[BLOCKS];
	uint64_t x = 1;
	size_t n, k;
	int i, round;

	for (round = 0; round < 40000; round++) {
		x = x * 6364136223846793005UL + 1442695040888963407UL;
		i = (int)(x >> 33) % BLOCKS;
		n = (x >> 20) % ((x >> 60) == 0 ? 200000 :
		    (x >> 60) < 4 ? 9000 : 300);
		for (k = 0; k < size[i]; k += size[i] > 999 ? 101 : 1)
			ATF_REQUIRE_EQ((unsigned char)i, block[i][k]);
		if (round % 3 == 0) {
			free(block[i]);
			block[i] = NULL;
			size[i] = 0;
			continue;
		}
		block[i] = realloc(block[i], n);
		ATF_REQUIRE(block[i] != NULL);
		for (k = 0; k < n && k < size[i]; k += 101)
			ATF_REQUIRE_EQ((unsigned char)i, block[i][k]);
		memset(block[i], i, n);
		size[i] = n;
	}
	for (i = 0; i < BLOCKS; i++)
		free(block[i]);
}

ATF_TC_WITHOUT_HEAD(zeroed);
ATF_TC_BODY(zeroed, tc)
{
	unsigned char *p;
	size_t n, k;

	for (n = 1; n < 2000000; n = n * 3 + 7) {
		p = malloc(n);
		ATF_REQUIRE(p != NULL);
		memset(p, 0xa5, n);
		free(p);
		p = calloc(1, n);
		ATF_REQUIRE(p != NULL);
		for (k = 0; k < n; k++)
			ATF_REQUIRE_EQ(0, p[k]);
		free(p);
	}
}

ATF_TC_WITHOUT_HEAD(alignment);
ATF_TC_BODY(alignment, tc)
{
	volatile size_t odd = 24;
	size_t align, size;
	void *p, *q;

	for (align = 16; align <= (4UL << 20); align *= 2) {
		for (size = 1; size < 600000; size = size * 5 + 3) {
			p = aligned_alloc(align, size);
			ATF_REQUIRE(p != NULL);
			ATF_CHECK_EQ(0, (uintptr_t)p % align);
			memset(p, 1, size);
			ATF_REQUIRE_EQ(0, posix_memalign(&q, align, size));
			ATF_CHECK_EQ(0, (uintptr_t)q % align);
			free(p);
			free(q);
		}
	}
	ATF_CHECK_EQ(EINVAL, posix_memalign(&q, 3, 10));
	ATF_CHECK_ERRNO(EINVAL, aligned_alloc(odd, 48) == NULL);
	for (size = 0; size < 300; size++) {
		p = malloc(size);
		ATF_CHECK_EQ(0, (uintptr_t)p % 16);
		ATF_CHECK(malloc_usable_size(p) >= size);
		free(p);
	}
}

ATF_TC_WITHOUT_HEAD(limits);
ATF_TC_BODY(limits, tc)
{
	volatile size_t huge = SIZE_MAX / 2, half = SIZE_MAX / 4;
	void *p, *q;

	ATF_CHECK_ERRNO(ENOMEM, malloc(huge) == NULL);
	ATF_CHECK_ERRNO(ENOMEM, malloc(SIZE_MAX - 4096) == NULL);
	ATF_CHECK_ERRNO(ENOMEM, calloc(half, 8) == NULL);
	ATF_CHECK_ERRNO(ENOMEM, reallocarray(NULL, half, 8) == NULL);
	p = malloc(0);
	q = malloc(0);
	ATF_CHECK(p != NULL && q != NULL && p != q);
	ATF_CHECK_ERRNO(ENOMEM, realloc(p, huge) == NULL);
	free(p);
	free(q);
	free(NULL);
}

/* A child that does it dies of SIGABRT. */
static void
check_abort(void (*misuse)(void))
{
	int status;
	pid_t pid;

	ATF_REQUIRE((pid = fork()) != -1);
	if (pid == 0) {
		(void)close(STDERR_FILENO);
		misuse();
		_exit(0);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

static void * volatile victim;

static void
free_twice(void)
{
	victim = malloc(40);
	free(victim);
	free(victim);
}

static void
free_large_twice(void)
{
	victim = malloc(40000);
	free(victim);
	free(victim);
}

static void
free_inside(void)
{
	victim = malloc(100);
	free((char *)victim + 16);
}

static void
free_unaligned(void)
{
	victim = malloc(100);
	free((char *)victim + 1);
}

ATF_TC_WITHOUT_HEAD(misuse_aborts);
ATF_TC_BODY(misuse_aborts, tc)
{
	check_abort(free_twice);
	check_abort(free_large_twice);
	check_abort(free_inside);
	check_abort(free_unaligned);
}

ATF_TC_WITHOUT_HEAD(recalloc);
ATF_TC_BODY(recalloc, tc)
{
	char *p = recallocarray(NULL, 0, 10, 1);
	int i;

	ATF_REQUIRE(p != NULL);
	memset(p, 'x', 10);
	p = recallocarray(p, 10, 20, 1);
	ATF_REQUIRE(p != NULL);
	for (i = 0; i < 20; i++)
		ATF_CHECK_EQ(i < 10 ? 'x' : '\0', p[i]);
	freezero(p, 20);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, contents);
	ATF_TP_ADD_TC(tp, zeroed);
	ATF_TP_ADD_TC(tp, alignment);
	ATF_TP_ADD_TC(tp, limits);
	ATF_TP_ADD_TC(tp, misuse_aborts);
	ATF_TP_ADD_TC(tp, recalloc);

	return (atf_no_error());
}
