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

#define	NOT_THERE	(-2)	/* -1 without an error */

/* Numbers that never change. */
static const struct {
	int	name;
	long	value;
} constants[] = {
	{ _SC_CHILD_MAX, CHILD_MAX },
	{ _SC_CLK_TCK, CLK_TCK },
	{ _SC_NGROUPS_MAX, NGROUPS_MAX },
	{ _SC_JOB_CONTROL, _POSIX_JOB_CONTROL },
	{ _SC_SAVED_IDS, _POSIX_SAVED_IDS },
	{ _SC_VERSION, _POSIX_VERSION },
	{ _SC_BC_BASE_MAX, BC_BASE_MAX },
	{ _SC_BC_DIM_MAX, BC_DIM_MAX },
	{ _SC_BC_SCALE_MAX, BC_SCALE_MAX },
	{ _SC_BC_STRING_MAX, BC_STRING_MAX },
	{ _SC_COLL_WEIGHTS_MAX, COLL_WEIGHTS_MAX },
	{ _SC_EXPR_NEST_MAX, EXPR_NEST_MAX },
	{ _SC_LINE_MAX, LINE_MAX },
	{ _SC_RE_DUP_MAX, RE_DUP_MAX },
	{ _SC_2_VERSION, _POSIX2_VERSION },
	{ _SC_2_C_BIND, _POSIX2_C_BIND },
	{ _SC_2_CHAR_TERM, _POSIX2_CHAR_TERM },
	{ _SC_STREAM_MAX, INT_MAX },
	{ _SC_TZNAME_MAX, 255 },
	{ _SC_MAPPED_FILES, _POSIX_MAPPED_FILES },
	{ _SC_MEMORY_PROTECTION, _POSIX_MEMORY_PROTECTION },
	{ _SC_FSYNC, _POSIX_FSYNC },
	{ _SC_IOV_MAX, IOV_MAX },
	{ _SC_CLOCK_SELECTION, _POSIX_CLOCK_SELECTION },
	{ _SC_CPUTIME, _POSIX_CPUTIME },
	{ _SC_GETGR_R_SIZE_MAX, 4096 },
	{ _SC_GETPW_R_SIZE_MAX, 4096 },
	{ _SC_HOST_NAME_MAX, HOST_NAME_MAX },
	{ _SC_LOGIN_NAME_MAX, LOGIN_NAME_MAX },
	{ _SC_MEMLOCK, _POSIX_MEMLOCK },
	{ _SC_MEMLOCK_RANGE, _POSIX_MEMLOCK_RANGE },
	{ _SC_MONOTONIC_CLOCK, _POSIX_MONOTONIC_CLOCK },
	{ _SC_REGEXP, _POSIX_REGEXP },
	{ _SC_SHARED_MEMORY_OBJECTS, _POSIX_SHARED_MEMORY_OBJECTS },
	{ _SC_SHELL, _POSIX_SHELL },
	{ _SC_TTY_NAME_MAX, TTY_NAME_MAX },
	{ _SC_V6_LP64_OFF64, _POSIX_V6_LP64_OFF64 },
	{ _SC_V7_LP64_OFF64, _POSIX_V7_LP64_OFF64 },
	{ _SC_ATEXIT_MAX, INT_MAX },
	{ _SC_XOPEN_VERSION, _XOPEN_VERSION },
	{ _SC_SYMLOOP_MAX, SYMLOOP_MAX },
	{ _SC_DELAYTIMER_MAX, DELAYTIMER_MAX },
	{ _SC_REALTIME_SIGNALS, _POSIX_REALTIME_SIGNALS },
	{ _SC_RTSIG_MAX, SIGRTMAX - SIGRTMIN + 1 },
	{ _SC_SIGQUEUE_MAX, SIGQUEUE_MAX },
	{ _SC_TIMERS, _POSIX_TIMERS },
	{ _SC_TIMER_MAX, TIMER_MAX }
};

/* An option that the system does not have. */
static bool
absent_option(int name)
{
	switch (name) {
	case _SC_2_C_DEV:
	case _SC_2_FORT_DEV:
	case _SC_2_FORT_RUN:
	case _SC_2_LOCALEDEF:
	case _SC_2_SW_DEV:
	case _SC_2_UPE:
	case _SC_ADVISORY_INFO:
	case _SC_AIO_LISTIO_MAX:
	case _SC_AIO_MAX:
	case _SC_AIO_PRIO_DELTA_MAX:
	case _SC_ASYNCHRONOUS_IO:
	case _SC_BARRIERS:
	case _SC_IPV6:
	case _SC_MESSAGE_PASSING:
	case _SC_MQ_OPEN_MAX:
	case _SC_PRIORITIZED_IO:
	case _SC_PRIORITY_SCHEDULING:
	case _SC_RAW_SOCKETS:
	case _SC_READER_WRITER_LOCKS:
	case _SC_SEMAPHORES:
	case _SC_SEM_NSEMS_MAX:
	case _SC_SEM_VALUE_MAX:
	case _SC_SPAWN:
	case _SC_SPIN_LOCKS:
	case _SC_SYNCHRONIZED_IO:
	case _SC_THREADS:
	case _SC_THREAD_ATTR_STACKADDR:
	case _SC_THREAD_ATTR_STACKSIZE:
	case _SC_THREAD_CPUTIME:
	case _SC_THREAD_DESTRUCTOR_ITERATIONS:
	case _SC_THREAD_KEYS_MAX:
	case _SC_THREAD_SAFE_FUNCTIONS:
	case _SC_THREAD_STACK_MIN:
	case _SC_THREAD_THREADS_MAX:
	case _SC_TIMEOUTS:
	case _SC_XOPEN_CRYPT:
	case _SC_XOPEN_SHM:
	case _SC_XOPEN_UNIX:
		return (true);
	default:
		return (false);
	}
}

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
			return (constants[i].value == NOT_THERE ? -1 :
			    constants[i].value);
	}
	if (absent_option(name))
		return (-1);
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
