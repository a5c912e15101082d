/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Catching what a trap raises: HANDLE(sig) records the signal and steps over
 * an instruction of `skip' bytes.
 */
#ifndef _H_TRAP_H_
#define	_H_TRAP_H_

#include <sys/param.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <atf-c.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t got_sig, got_code;
static volatile uintptr_t got_addr;
static volatile uint64_t got_trapno, got_err;
static volatile long skip;

static inline void
trap_handler(int sig, siginfo_t *si, void *ctx)
{
	ucontext_t *uc = ctx;

	got_sig = sig;
	got_code = si->si_code;
	got_addr = (uintptr_t)si->si_addr;
	got_trapno = uc->uc_mcontext.mc_trapno;
	got_err = uc->uc_mcontext.mc_err;
	uc->uc_mcontext.mc_rip += skip;
}

static inline void
catch_signal(int sig, void (*fn)(int, siginfo_t *, void *), int flags)
{
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sa.sa_sigaction = fn;
	sa.sa_flags = SA_SIGINFO | flags;
	ATF_REQUIRE(sigaction(sig, &sa, NULL) == 0);
}

/* Run the instruction, of n bytes, which is to raise sig with code. */
#define	EXPECT_TRAP(sig, code, n, ...) do {				\
	catch_signal((sig), trap_handler, 0);				\
	got_sig = got_code = 0;						\
	skip = (n);							\
	__asm__ volatile(__VA_ARGS__);					\
	ATF_CHECK_EQ((sig), got_sig);					\
	ATF_CHECK_EQ((code), got_code);					\
} while (0)

/* A system call without libc: the result or -errno. */
static inline long
raw_syscall(long nr, const void *arg)
{
	long rv;

	__asm__ volatile("syscall" : "=a" (rv) : "a" (nr), "D" (arg) : "rcx",
	    "r11", "memory");
	return (rv);
}

/* The wait status of a child that runs fn. */
static inline int
status_of(void (*fn)(void))
{
	int status;
	pid_t pid;

	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		fn();
		_exit(99);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	return (status);
}

#endif /* !_H_TRAP_H_ */
