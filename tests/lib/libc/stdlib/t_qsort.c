/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The sorting functions: order, elements kept, stability, hostile inputs.
 */

#include <atf-c.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define	MOST	5000

static unsigned long ncompared;

static int
compare(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	ncompared++;
	return (x < y ? -1 : x > y);
}

static void
fill(int *v, int n, int kind)
{
	uint64_t x = 99;
	int i;

	for (i = 0; i < n; i++) {
		x = x * 6364136223846793005UL + 1;
		switch (kind) {
		case 0:
			v[i] = (int)(x >> 40);
			break;
		case 1:
			v[i] = i;
			break;
		case 2:
			v[i] = -i;
			break;
		case 3:
			v[i] = 7;
			break;
		case 4:
			v[i] = i < n / 2 ? i : n - i;	/* organ pipe */
			break;
		default:
			v[i] = (int)(x >> 60);
			break;
		}
	}
}

static void
check_sorted(const int *v, int n, long sum)
{
	int i;

	for (i = 0; i < n; i++) {
		if (i > 0)
			ATF_REQUIRE(v[i - 1] <= v[i]);
		sum -= v[i];
	}
	ATF_CHECK_EQ(0, sum);
}

typedef int sortfn(void *, size_t, size_t,
    int (*)(const void *, const void *));

static int
qsort_int(void *v, size_t n, size_t size,
    int (*cmp)(const void *, const void *))
{
	qsort(v, n, size, cmp);
	return (0);
}

static void
check_sort(sortfn *sort)
{
	static int v[MOST];
	int n, kind, i;
	long sum;

	for (kind = 0; kind < 6; kind++) {
		for (n = 0; n <= MOST; n += n / 2 + 1) {
			fill(v, n, kind);
			for (i = 0, sum = 0; i < n; i++)
				sum += v[i];
			ncompared = 0;
			ATF_CHECK_EQ(0, sort(v, (size_t)n, sizeof(*v),
			    compare));
			check_sorted(v, n, sum);
			/* n log n with a generous factor. */
			ATF_CHECK(ncompared <= 64UL * (unsigned int)n);
		}
	}
}

ATF_TC_WITHOUT_HEAD(quick);
ATF_TC_BODY(quick, tc)
{
	check_sort(qsort_int);
}

ATF_TC_WITHOUT_HEAD(heap);
ATF_TC_BODY(heap, tc)
{
	check_sort(heapsort);
}

ATF_TC_WITHOUT_HEAD(merge);
ATF_TC_BODY(merge, tc)
{
	check_sort(mergesort);
}

static int
compare_first(const void *a, const void *b)
{
	return (*(const char *)a - *(const char *)b);
}

ATF_TC_WITHOUT_HEAD(merge_is_stable);
ATF_TC_BODY(merge_is_stable, tc)
{
	char v[][3] = { "b1", "a1", "b2", "a2", "c1", "a3", "b3" };

	ATF_CHECK_EQ(0, mergesort(v, 7, 3, compare_first));
	ATF_CHECK_STREQ("a1", v[0]);
	ATF_CHECK_STREQ("a2", v[1]);
	ATF_CHECK_STREQ("a3", v[2]);
	ATF_CHECK_STREQ("b1", v[3]);
	ATF_CHECK_STREQ("b3", v[5]);
}

static int
compare_arg(const void *a, const void *b, void *arg)
{
	return (*(int *)arg * compare(a, b));
}

ATF_TC_WITHOUT_HEAD(with_argument);
ATF_TC_BODY(with_argument, tc)
{
	int v[] = { 2, 3, 1 }, direction = -1;

	qsort_r(v, 3, sizeof(*v), compare_arg, &direction);
	ATF_CHECK(v[0] == 3 && v[1] == 2 && v[2] == 1);
}

ATF_TC_WITHOUT_HEAD(search);
ATF_TC_BODY(search, tc)
{
	int v[50], i, key;

	for (i = 0; i < 50; i++)
		v[i] = 2 * i;
	for (key = -1; key <= 100; key++) {
		int *p = bsearch(&key, v, 50, sizeof(*v), compare);

		if (key >= 0 && key < 100 && key % 2 == 0)
			ATF_CHECK(p != NULL && *p == key);
		else
			ATF_CHECK(p == NULL);
	}
}

ATF_TC_WITHOUT_HEAD(radix);
ATF_TC_BODY(radix, tc)
{
	const unsigned char *v[] = {
		(const unsigned char *)"pear", (const unsigned char *)"",
		(const unsigned char *)"peach", (const unsigned char *)"pea",
		(const unsigned char *)"apple"
	};

	ATF_CHECK_EQ(0, radixsort(v, 5, NULL, 0));
	ATF_CHECK_STREQ("", (const char *)v[0]);
	ATF_CHECK_STREQ("apple", (const char *)v[1]);
	ATF_CHECK_STREQ("pea", (const char *)v[2]);
	ATF_CHECK_STREQ("peach", (const char *)v[3]);
	ATF_CHECK_STREQ("pear", (const char *)v[4]);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, quick);
	ATF_TP_ADD_TC(tp, heap);
	ATF_TP_ADD_TC(tp, merge);
	ATF_TP_ADD_TC(tp, merge_is_stable);
	ATF_TP_ADD_TC(tp, with_argument);
	ATF_TP_ADD_TC(tp, search);
	ATF_TP_ADD_TC(tp, radix);

	return (atf_no_error());
}
