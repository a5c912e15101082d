/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <sys/resource.h>
#include <sys/sysctl.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>
#include "libc_private.h"

/*
 * What never changes, as the headers have it, where an option that the system
 * does not have is -1, and so are limits that it does not have.
 */
static const struct {
	int	name;
	long	value;
} constants[] = {
#define	SAME(name)	{ _SC_ ## name, name }
#define	OPTION(name)	{ _SC_ ## name, _POSIX_ ## name }
#define	OPTION2(name)	{ _SC_2_ ## name, _POSIX2_ ## name }
	SAME(BC_BASE_MAX), SAME(BC_DIM_MAX), SAME(BC_SCALE_MAX),
	SAME(BC_STRING_MAX), SAME(CHILD_MAX), SAME(CLK_TCK),
	SAME(COLL_WEIGHTS_MAX), SAME(DELAYTIMER_MAX), SAME(EXPR_NEST_MAX),
	SAME(HOST_NAME_MAX), SAME(IOV_MAX), SAME(LINE_MAX),
	SAME(LOGIN_NAME_MAX), SAME(NGROUPS_MAX), SAME(RE_DUP_MAX),
	SAME(SEM_VALUE_MAX), SAME(SIGQUEUE_MAX), SAME(SYMLOOP_MAX),
	SAME(TIMER_MAX), SAME(TTY_NAME_MAX),
	OPTION(ADVISORY_INFO), OPTION(ASYNCHRONOUS_IO), OPTION(BARRIERS),
	OPTION(CLOCK_SELECTION), OPTION(CPUTIME), OPTION(FSYNC), OPTION(IPV6),
	OPTION(JOB_CONTROL), OPTION(MAPPED_FILES), OPTION(MEMLOCK),
	OPTION(MEMLOCK_RANGE), OPTION(MEMORY_PROTECTION),
	OPTION(MESSAGE_PASSING), OPTION(MONOTONIC_CLOCK),
	OPTION(PRIORITIZED_IO), OPTION(PRIORITY_SCHEDULING),
	OPTION(RAW_SOCKETS), OPTION(READER_WRITER_LOCKS),
	OPTION(REALTIME_SIGNALS), OPTION(REGEXP), OPTION(SAVED_IDS),
	OPTION(SEMAPHORES), OPTION(SHARED_MEMORY_OBJECTS), OPTION(SHELL),
	OPTION(SPAWN), OPTION(SPIN_LOCKS), OPTION(SPORADIC_SERVER),
	OPTION(SYNCHRONIZED_IO), OPTION(THREADS),
	OPTION(THREAD_ATTR_STACKADDR), OPTION(THREAD_ATTR_STACKSIZE),
	OPTION(THREAD_CPUTIME), OPTION(THREAD_PRIORITY_SCHEDULING),
	OPTION(THREAD_PRIO_INHERIT), OPTION(THREAD_PRIO_PROTECT),
	OPTION(THREAD_PROCESS_SHARED), OPTION(THREAD_ROBUST_PRIO_INHERIT),
	OPTION(THREAD_ROBUST_PRIO_PROTECT), OPTION(THREAD_SAFE_FUNCTIONS),
	OPTION(THREAD_SPORADIC_SERVER), OPTION(TIMEOUTS), OPTION(TIMERS),
	OPTION(TRACE), OPTION(TYPED_MEMORY_OBJECTS), OPTION(V6_LP64_OFF64),
	OPTION(V7_LP64_OFF64), OPTION(VERSION),
	OPTION2(CHAR_TERM), OPTION2(C_BIND), OPTION2(C_DEV), OPTION2(FORT_DEV),
	OPTION2(FORT_RUN), OPTION2(LOCALEDEF), OPTION2(SW_DEV), OPTION2(UPE),
	OPTION2(VERSION),
	{ _SC_AIO_LISTIO_MAX, -1 },
	{ _SC_AIO_MAX, -1 },
	{ _SC_AIO_PRIO_DELTA_MAX, -1 },
	{ _SC_ATEXIT_MAX, INT_MAX },
	{ _SC_GETGR_R_SIZE_MAX, 4096 },
	{ _SC_GETPW_R_SIZE_MAX, 4096 },
	{ _SC_MQ_OPEN_MAX, -1 },
	{ _SC_RTSIG_MAX, SIGRTMAX - SIGRTMIN + 1 },
	{ _SC_SEM_NSEMS_MAX, -1 },
	{ _SC_STREAM_MAX, INT_MAX },
	{ _SC_THREAD_DESTRUCTOR_ITERATIONS, PTHREAD_DESTRUCTOR_ITERATIONS },
	{ _SC_THREAD_KEYS_MAX, PTHREAD_KEYS_MAX },
	{ _SC_THREAD_STACK_MIN, PTHREAD_STACK_MIN },
	{ _SC_TZNAME_MAX, 255 },
	{ _SC_XOPEN_CRYPT, -1 },
	{ _SC_XOPEN_SHM, -1 },
	{ _SC_XOPEN_UNIX, -1 },
	{ _SC_XOPEN_VERSION, _XOPEN_VERSION }
};

static long
int_sysctl(const char *name)
{
	size_t size = sizeof(int);
	int v;

	return (sysctlbyname(name, &v, &size, NULL, 0) == -1 ? -1 : v);
}

static long
byte_sysctl(const char *name)
{
	unsigned long v = 0;
	size_t size = sizeof(v);

	if (sysctlbyname(name, &v, &size, NULL, 0) == -1)
		return (-1);
	return ((long)v);
}

long
sysconf(int name)
{
	struct rlimit rl;
	unsigned long v;
	size_t i;

	for (i = 0; i < __arraycount(constants); i++) {
		if (constants[i].name == name)
			return (constants[i].value);
	}
	switch (name) {
	case _SC_ARG_MAX:
		return (int_sysctl("kern.argmax"));
	case _SC_OPEN_MAX:
		if (getrlimit(RLIMIT_NOFILE, &rl) == -1)
			return (-1);
		return (rl.rlim_cur > LONG_MAX - 1 ? -1 : (long)rl.rlim_cur);
	case _SC_PAGESIZE:
		return (getpagesize());
	case _SC_NPROCESSORS_CONF:
	case _SC_NPROCESSORS_ONLN:
		if (libc_auxv_get(AT_NCPUS, &v))
			return ((long)v);
		return (int_sysctl("hw.ncpu"));
	case _SC_THREAD_THREADS_MAX:
		return (int_sysctl("kern.maxthreadsperproc"));
	case _SC_PHYS_PAGES:
		return (byte_sysctl("hw.physmem") / getpagesize());
	case _SC_AVPHYS_PAGES:
		return (byte_sysctl("vm.stats.free"));
	default:
		errno = EINVAL;
		return (-1);
	}
}

int
getdtablesize(void)
{
	long n = sysconf(_SC_OPEN_MAX);

	return (n < 0 || n > INT_MAX ? INT_MAX : (int)n);
}
