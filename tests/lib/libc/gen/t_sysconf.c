/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sysconf() and the headers say the same, about everything that sysconf()
 * knows, and what they say is there is there.
 */

#include <atf-c.h>
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <pwd.h>
#include <semaphore.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <time.h>
#include <unistd.h>

#define	NAMES	256	/* more than there are */

/* Has no constant in a header, or none that says much. */
#define	ANY	(-2)

static const struct {
	int		name;
	long		value;
	long		least;		/* by the standard; 0: none */
	const char	*text;
} known[] = {
#define	OPTION(n)	{ _SC_ ## n, _POSIX_ ## n, 0, #n }
#define	OPTION2(n)	{ _SC_2_ ## n, _POSIX2_ ## n, 0, "2_" #n }
#define	LIMIT(n)	{ _SC_ ## n, n, _POSIX_ ## n, #n }
#define	LIMIT2(n)	{ _SC_ ## n, n, _POSIX2_ ## n, #n }
#define	THREAD(n)	{ _SC_THREAD_ ## n, PTHREAD_ ## n,		\
			    _POSIX_THREAD_ ## n, "THREAD_" #n }
#define	VALUE(n, v)	{ _SC_ ## n, v, 0, #n }
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
	LIMIT(ARG_MAX), LIMIT(CHILD_MAX), LIMIT(DELAYTIMER_MAX),
	LIMIT(HOST_NAME_MAX), LIMIT(LOGIN_NAME_MAX), LIMIT(NGROUPS_MAX),
	LIMIT(SEM_VALUE_MAX), LIMIT(SIGQUEUE_MAX), LIMIT(SYMLOOP_MAX),
	LIMIT(TIMER_MAX), LIMIT(TTY_NAME_MAX),
	LIMIT2(BC_BASE_MAX), LIMIT2(BC_DIM_MAX), LIMIT2(BC_SCALE_MAX),
	LIMIT2(BC_STRING_MAX), LIMIT2(COLL_WEIGHTS_MAX), LIMIT2(EXPR_NEST_MAX),
	LIMIT2(LINE_MAX), LIMIT2(RE_DUP_MAX),
	THREAD(DESTRUCTOR_ITERATIONS), THREAD(KEYS_MAX), THREAD(THREADS_MAX),
	VALUE(THREAD_STACK_MIN, PTHREAD_STACK_MIN),
	VALUE(CLK_TCK, CLK_TCK), VALUE(XOPEN_VERSION, _XOPEN_VERSION),
	{ _SC_IOV_MAX, IOV_MAX, _XOPEN_IOV_MAX, "IOV_MAX" },
	{ _SC_OPEN_MAX, ANY, _POSIX_OPEN_MAX, "OPEN_MAX" },
	{ _SC_RTSIG_MAX, ANY, _POSIX_RTSIG_MAX, "RTSIG_MAX" },
	{ _SC_STREAM_MAX, ANY, _POSIX_STREAM_MAX, "STREAM_MAX" },
	{ _SC_TZNAME_MAX, ANY, _POSIX_TZNAME_MAX, "TZNAME_MAX" },
	{ _SC_ATEXIT_MAX, ANY, 32, "ATEXIT_MAX" },
	{ _SC_PAGESIZE, ANY, 1, "PAGESIZE" },
	{ _SC_GETGR_R_SIZE_MAX, ANY, 1, "GETGR_R_SIZE_MAX" },
	{ _SC_GETPW_R_SIZE_MAX, ANY, 1, "GETPW_R_SIZE_MAX" },
	{ _SC_NPROCESSORS_CONF, ANY, 1, "NPROCESSORS_CONF" },
	{ _SC_NPROCESSORS_ONLN, ANY, 1, "NPROCESSORS_ONLN" },
	{ _SC_PHYS_PAGES, ANY, 1, "PHYS_PAGES" },
	{ _SC_AVPHYS_PAGES, ANY, 1, "AVPHYS_PAGES" },
	/* Not there, or without a limit. */
	VALUE(AIO_LISTIO_MAX, -1), VALUE(AIO_MAX, -1),
	VALUE(AIO_PRIO_DELTA_MAX, -1), VALUE(MQ_OPEN_MAX, -1),
	VALUE(SEM_NSEMS_MAX, -1), VALUE(XOPEN_CRYPT, -1),
	VALUE(XOPEN_SHM, -1), VALUE(XOPEN_UNIX, -1)
};

ATF_TC_WITHOUT_HEAD(values_are_those_of_the_headers);
ATF_TC_BODY(values_are_those_of_the_headers, tc)
{
	long v;
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		errno = 0;
		v = sysconf(known[i].name);
		ATF_CHECK_EQ_MSG(0, errno, "%s: errno %d", known[i].text,
		    errno);
		if (known[i].value != ANY)
			ATF_CHECK_EQ_MSG(known[i].value, v, "%s: %ld",
			    known[i].text, v);
		if (known[i].least != 0)
			ATF_CHECK_MSG(v >= known[i].least, "%s: %ld",
			    known[i].text, v);
	}
}

ATF_TC_WITHOUT_HEAD(every_name_is_known_here);
ATF_TC_BODY(every_name_is_known_here, tc)
{
	size_t i;
	int name;

	for (name = 0; name < NAMES; name++) {
		for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
			if (known[i].name == name)
				break;
		}
		if (i < sizeof(known) / sizeof(known[0]))
			continue;
		errno = 0;
		ATF_CHECK_EQ_MSG(-1, sysconf(name), "%d", name);
		ATF_CHECK_EQ_MSG(EINVAL, errno, "%d", name);
	}
	ATF_REQUIRE_ERRNO(EINVAL, sysconf(-1) == -1);
}

/* That this links is the test. */
ATF_TC_WITHOUT_HEAD(options_have_their_functions);
ATF_TC_BODY(options_have_their_functions, tc)
{
	static const struct {
		long	option;
		void	(*function)(void);
	} functions[] = {
#define	HAS(option, f)	{ option, (void (*)(void))f }
		HAS(_POSIX_BARRIERS, pthread_barrier_wait),
		HAS(_POSIX_CLOCK_SELECTION, pthread_condattr_setclock),
		HAS(_POSIX_CPUTIME, clock_getcpuclockid),
		HAS(_POSIX_READER_WRITER_LOCKS, pthread_rwlock_wrlock),
		HAS(_POSIX_REALTIME_SIGNALS, sigqueue),
		HAS(_POSIX_SEMAPHORES, sem_timedwait),
		HAS(_POSIX_SPAWN, posix_spawn),
		HAS(_POSIX_SPIN_LOCKS, pthread_spin_lock),
		HAS(_POSIX_THREADS, pthread_create),
		HAS(_POSIX_THREAD_ATTR_STACKADDR, pthread_attr_setstack),
		HAS(_POSIX_THREAD_ATTR_STACKSIZE, pthread_attr_setstacksize),
		HAS(_POSIX_THREAD_CPUTIME, pthread_getcpuclockid),
		HAS(_POSIX_THREAD_PROCESS_SHARED, pthread_mutexattr_setpshared),
		HAS(_POSIX_THREAD_SAFE_FUNCTIONS, getpwnam_r),
		HAS(_POSIX_TIMEOUTS, pthread_mutex_timedlock),
		HAS(_POSIX_TIMERS, timer_settime)
	};
	size_t i;

	for (i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		ATF_CHECK_EQ_MSG(200809L, functions[i].option, "%zu", i);
		ATF_CHECK(functions[i].function != NULL);
	}
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, values_are_those_of_the_headers);
	ATF_TP_ADD_TC(tp, every_name_is_known_here);
	ATF_TP_ADD_TC(tp, options_have_their_functions);
	return (atf_no_error());
}
