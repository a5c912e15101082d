/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * copyin, copyout and their like: the kernel's own assembly, with the host's
 * SIGSEGV in the place of the page fault handler.
 */

#define	_GNU_SOURCE			/* REG_RIP */
#include <sys/mman.h>
#include <atf-c.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

#define	PAGE	4096UL
#define	EFAULT_	14			/* the kernel's errnos */
#define	ENAMETOOLONG_ 63
#define	USER_END 0x00007ffffffff000UL

int	copyin(const void *, void *, size_t);
int	copyout(const void *, void *, size_t);
int	copyinstr(const void *, void *, size_t, size_t *);
int	fuword32(const void *, uint32_t *);
int	fuword64(const void *, uint64_t *);
int	suword32(void *, uint32_t);
int	suword64(void *, uint64_t);
int	casuword32(void *, uint32_t, uint32_t *, uint32_t);
void	md_page_zero(void *);
void	md_page_copy(void *, const void *);

extern const struct {
	uint64_t	insn;
	uint64_t	fixup;
} __start_extable[], __stop_extable[];

static char	*area;			/* two pages, then a hole */
static char	*edge;			/* where the hole begins */

static void
segv(int sig, siginfo_t *si, void *ctx)
{
	greg_t *rip = &((ucontext_t *)ctx)->uc_mcontext.gregs[REG_RIP];
	long i, n = __stop_extable - __start_extable;

	for (i = 0; i < n; i++) {
		if ((greg_t)__start_extable[i].insn == *rip) {
			*rip = (greg_t)__start_extable[i].fixup;
			return;
		}
	}
	abort();
}

static void
setup(void)
{
	struct sigaction sa = { .sa_sigaction = segv, .sa_flags = SA_SIGINFO };

	area = mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ATF_REQUIRE(area != MAP_FAILED);
	ATF_REQUIRE(munmap(area + 2 * PAGE, PAGE) == 0);
	edge = area + 2 * PAGE;
	ATF_REQUIRE(sigaction(SIGSEGV, &sa, NULL) == 0);
	ATF_REQUIRE(sigaction(SIGBUS, &sa, NULL) == 0);
}

ATF_TC_WITHOUT_HEAD(copy__every_length);
ATF_TC_BODY(copy__every_length, tc)
{
	char k[300], want[300];
	size_t len, off, i;

	setup();
	for (i = 0; i < 2 * PAGE; i++)
		area[i] = (char)(i * 7 + i / 251);
	for (len = 0; len <= 256; len++) {
		for (off = 0; off < 9; off++) {
			memset(k, 0x55, sizeof(k));
			memset(want, 0x55, sizeof(want));
			memcpy(want + 1, area + off, len);
			ATF_REQUIRE_EQ(0, copyin(area + off, k + 1, len));
			ATF_REQUIRE(memcmp(k, want, sizeof(k)) == 0);
			memset(area + PAGE, 0, 512);
			ATF_REQUIRE_EQ(0, copyout(k + 1, area + PAGE + off,
			    len));
			ATF_REQUIRE(memcmp(area + PAGE + off, want + 1, len) ==
			    0 && area[PAGE + off + len] == 0);
		}
	}
}

ATF_TC_WITHOUT_HEAD(copy__faults);
ATF_TC_BODY(copy__faults, tc)
{
	char k[64] = { 0 };
	size_t n;

	setup();
	for (n = 1; n <= 40; n++) {
		ATF_REQUIRE_EQ(0, copyin(edge - n, k, n));
		ATF_REQUIRE_EQ(EFAULT_, copyin(edge - n, k, n + 1));
		ATF_REQUIRE_EQ(0, copyout(k, edge - n, n));
		ATF_REQUIRE_EQ(EFAULT_, copyout(k, edge - n, n + 1));
		ATF_REQUIRE_EQ(EFAULT_, copyin(edge, k, n));
	}
	ATF_CHECK_EQ(EFAULT_, copyin(NULL, k, 1));
	ATF_CHECK_EQ(0, copyin(NULL, k, 0));
}

ATF_TC_WITHOUT_HEAD(copy__refuses_kernel_addresses);
ATF_TC_BODY(copy__refuses_kernel_addresses, tc)
{
	static const uint64_t bad[] = { USER_END, USER_END - 1,
	    0x0000800000000000, 0x8000000000000000, 0xffff800000000000,
	    0xffffffff80200000, UINT64_MAX - 1, UINT64_MAX };
	char k[8] = { 0 };
	uint32_t v32;
	uint64_t v64;
	size_t i, done;

	setup();
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		void *p = (void *)bad[i];

		ATF_CHECK_EQ(EFAULT_, copyin(p, k, 4));
		ATF_CHECK_EQ(EFAULT_, copyout(k, p, 4));
		ATF_CHECK_EQ(EFAULT_, copyinstr(p, k, 4, &done));
		ATF_CHECK_EQ(EFAULT_, fuword32(p, &v32));
		ATF_CHECK_EQ(EFAULT_, fuword64(p, &v64));
		ATF_CHECK_EQ(EFAULT_, suword32(p, 0));
		ATF_CHECK_EQ(EFAULT_, suword64(p, 0));
		ATF_CHECK_EQ(EFAULT_, casuword32(p, 0, &v32, 1));
	}
	/* A range that wraps, and one that ends beyond. */
	ATF_CHECK_EQ(EFAULT_, copyin(area, k, UINT64_MAX));
	ATF_CHECK_EQ(EFAULT_, copyin(area, k, USER_END));
	ATF_CHECK_EQ(EFAULT_, copyout(k, area, UINT64_MAX - 4096));
}

ATF_TC_WITHOUT_HEAD(copyinstr__every_length_and_place);
ATF_TC_BODY(copyinstr__every_length_and_place, tc)
{
	char k[128];
	size_t len, off, max, done;
	char *u;
	int error;

	setup();
	for (len = 0; len < 40; len++) {
		for (off = 0; off < 20; off++) {
			/* The string's NUL is `off' bytes from the hole. */
			u = edge - off - len - 1;
			memset(area, 'z', 2 * PAGE);
			memset(u, 'a', len);
			u[len] = '\0';
			for (max = 0; max < 45; max++) {
				memset(k, 0x55, sizeof(k));
				done = 999;
				error = copyinstr(u, k, max, &done);
				if (max <= len) {
					ATF_REQUIRE_EQ(ENAMETOOLONG_, error);
				} else {
					ATF_REQUIRE_EQ(0, error);
					ATF_REQUIRE_EQ(len + 1, done);
					ATF_REQUIRE(memcmp(k, u, done) == 0);
				}
				ATF_REQUIRE_EQ(0x55, k[max]);
			}
		}
	}
}

ATF_TC_WITHOUT_HEAD(copyinstr__faults);
ATF_TC_BODY(copyinstr__faults, tc)
{
	char k[128];
	size_t n, done = 7;

	setup();
	memset(area, 'b', 2 * PAGE);
	for (n = 0; n < 40; n++) {
		ATF_REQUIRE_EQ(EFAULT_, copyinstr(edge - n, k, 100, &done));
		ATF_REQUIRE_EQ(7, done);
		ATF_REQUIRE_EQ(ENAMETOOLONG_, copyinstr(edge - n, k, n, NULL));
	}
	area[PAGE + 3] = '\0';		/* across two pages, no hole */
	ATF_CHECK_EQ(0, copyinstr(area + PAGE - 5, k, 100, &done));
	ATF_CHECK_EQ(9, done);
}

ATF_TC_WITHOUT_HEAD(words);
ATF_TC_BODY(words, tc)
{
	uint64_t v64;
	uint32_t v32, seen;

	setup();
	ATF_CHECK_EQ(0, suword64(area, 0x0123456789abcdef));
	ATF_CHECK_EQ(0, fuword64(area, &v64));
	ATF_CHECK_EQ(0x0123456789abcdef, v64);
	ATF_CHECK_EQ(0, fuword32(area + 4, &v32));
	ATF_CHECK_EQ(0x01234567, v32);
	ATF_CHECK_EQ(0, suword32(area, 5));
	ATF_CHECK_EQ(EFAULT_, fuword64(area + 4, &v64));	/* alignment */
	ATF_CHECK_EQ(EFAULT_, fuword32(area + 2, &v32));
	ATF_CHECK_EQ(EFAULT_, suword64(area + 1, 0));
	ATF_CHECK_EQ(EFAULT_, suword32(area + 1, 0));
	ATF_CHECK_EQ(EFAULT_, fuword64(edge, &v64));
	ATF_CHECK_EQ(EFAULT_, suword32(edge, 1));
	ATF_CHECK_EQ(0, casuword32(area, 5, &seen, 6));
	ATF_CHECK_EQ(5, seen);
	ATF_CHECK_EQ(0, casuword32(area, 5, &seen, 7));
	ATF_CHECK_EQ(6, seen);
	ATF_CHECK_EQ(6, *(uint32_t *)area);
	ATF_CHECK_EQ(EFAULT_, casuword32(area + 2, 0, &seen, 1));
	ATF_CHECK_EQ(EFAULT_, casuword32(edge, 0, &seen, 1));
}

ATF_TC_WITHOUT_HEAD(pages);
ATF_TC_BODY(pages, tc)
{
	size_t i;

	setup();
	for (i = 0; i < PAGE; i++)
		area[i] = (char)(i ^ i >> 8);
	md_page_copy(area + PAGE, area);
	ATF_CHECK(memcmp(area, area + PAGE, PAGE) == 0);
	md_page_zero(area);
	for (i = 0; i < PAGE; i++)
		ATF_REQUIRE_EQ(0, area[i]);
	ATF_CHECK(area[PAGE + 1] != 0);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, copy__every_length);
	ATF_TP_ADD_TC(tp, copy__faults);
	ATF_TP_ADD_TC(tp, copy__refuses_kernel_addresses);
	ATF_TP_ADD_TC(tp, copyinstr__every_length_and_place);
	ATF_TP_ADD_TC(tp, copyinstr__faults);
	ATF_TP_ADD_TC(tp, words);
	ATF_TP_ADD_TC(tp, pages);
	return (atf_no_error());
}
