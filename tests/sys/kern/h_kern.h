/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the tests of system calls share.
 */

#ifndef _H_KERN_H_
#define	_H_KERN_H_

#include <sys/types.h>
#include <sys/sysctl.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <atf-c.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define	BADPTR		((void *)(uintptr_t)8)	/* never mapped */
#define	KERNPTR		((void *)(uintptr_t)0xffffffff80000000UL)
#define	NOBODY		65534			/* an ordinary user */
#define	BADFD		1000000
#define	NOPID		99999			/* nobody has it for long */

/*
 * In a child: say what is wrong and fail.
 */
#define	WANT(cond) do {							\
	if (!(cond)) {							\
		dprintf(2, "%s:%d: %s (errno %d)\n", __FILE__,		\
		    __LINE__, #cond, errno);				\
		_exit(1);						\
	}								\
} while (0)
#define	WANT_ERRNO(e, cond) do {					\
	errno = 0;							\
	WANT(cond);							\
	WANT(errno == (e));						\
} while (0)

/*
 * Run fn in a child, as user uid unless that is 0, and require that it returns.
 */
static inline void
in_child(uid_t uid, void (*fn)(void))
{
	int status;
	pid_t pid;

	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		if (uid != 0) {
			WANT(setgroups(0, NULL) == 0);
			WANT(setresgid(uid, uid, uid) == 0);
			WANT(setresuid(uid, uid, uid) == 0);
		}
		fn();
		_exit(0);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_REQUIRE_MSG(WIFEXITED(status) && WEXITSTATUS(status) == 0,
	    "child: status %#x", status);
}

static inline void
msleep(int ms)
{
	struct timespec ts = { ms / 1000, (ms % 1000) * 1000000L };

	while (nanosleep(&ts, &ts) == -1 && errno == EINTR)
		continue;
}

/*
 * How many timeouts the kernel has called.  What an idle system and the test
 * itself call in a second are far fewer than CALLS_FEW.
 */
#define	CALLS_FEW	1500

static inline u_long
timeout_calls(void)
{
	u_long n = 0;
	size_t len = sizeof(n);

	ATF_REQUIRE_EQ(0, sysctlbyname("kern.timeout_calls", &n, &len, NULL,
	    0));
	return (n);
}

/*
 * Wait until process pid sleeps where a signal can reach it; return at once
 * when it is gone.
 */
static inline void
await_sleep(pid_t pid)
{
	int mib[] = { CTL_KERN, KERN_PROC, KERN_PROC_PID, pid };
	struct kinfo_proc ki;
	size_t len;

	do {
		msleep(5);
		len = sizeof(ki);
		if (sysctl(mib, 4, &ki, &len, NULL, 0) == -1)
			return;
	} while (ki.ki_stat != SSLEEP || (ki.ki_flag & KI_UNINTR) != 0);
}

/*
 * A child that sends sig to us once we sleep; the caller waits for it.
 */
static inline pid_t
signal_asleep(int sig)
{
	pid_t parent = getpid(), pid;

	pid = fork();
	if (pid == 0) {
		await_sleep(parent);
		kill(parent, sig);
		_exit(0);
	}
	return (pid);
}

static volatile sig_atomic_t h_caught;

static inline void
h_catch(int sig)
{

	h_caught = sig;
}

/*
 * Catch sig, with flags.
 */
static inline void
catch_signal(int sig, int flags)
{
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = h_catch;
	sa.sa_flags = flags;
	h_caught = 0;
	ATF_REQUIRE_EQ(0, sigaction(sig, &sa, NULL));
}

#endif /* !_H_KERN_H_ */
