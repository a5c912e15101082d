/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _UNISTD_H_
#define	_UNISTD_H_

#include <sys/cdefs.h>
#include <sys/_null.h>
#include <sys/_types.h>
#include <sys/types.h>
#include <sys/unistd.h>
#include <getopt.h>

#define	STDIN_FILENO	0
#define	STDOUT_FILENO	1
#define	STDERR_FILENO	2

/* close_range(). */
#define	CLOSE_RANGE_CLOEXEC	4

#define	_POSIX_VERSION			200809L
#define	_POSIX2_VERSION			200809L
#define	_XOPEN_VERSION			700
#define	_POSIX_ADVISORY_INFO		(-1)
#define	_POSIX_ASYNCHRONOUS_IO		(-1)
#define	_POSIX_BARRIERS			200809L
#define	_POSIX_CHOWN_RESTRICTED		1
#define	_POSIX_CLOCK_SELECTION		200809L
#define	_POSIX_CPUTIME			200809L
#define	_POSIX_FSYNC			200809L
#define	_POSIX_IPV6			(-1)
#define	_POSIX_JOB_CONTROL		1
#define	_POSIX_MAPPED_FILES		200809L
#define	_POSIX_MEMLOCK			200809L
#define	_POSIX_MEMLOCK_RANGE		200809L
#define	_POSIX_MEMORY_PROTECTION	200809L
#define	_POSIX_MESSAGE_PASSING		(-1)
#define	_POSIX_MONOTONIC_CLOCK		200809L
#define	_POSIX_NO_TRUNC			1
#define	_POSIX_PRIORITIZED_IO		(-1)
#define	_POSIX_PRIORITY_SCHEDULING	(-1)
#define	_POSIX_RAW_SOCKETS		(-1)
#define	_POSIX_READER_WRITER_LOCKS	200809L
#define	_POSIX_REALTIME_SIGNALS		200809L
#define	_POSIX_REGEXP			1
#define	_POSIX_SAVED_IDS		1
#define	_POSIX_SEMAPHORES		200809L
#define	_POSIX_SHARED_MEMORY_OBJECTS	200809L
#define	_POSIX_SHELL			1
#define	_POSIX_SPAWN			200809L
#define	_POSIX_SPIN_LOCKS		200809L
#define	_POSIX_SPORADIC_SERVER		(-1)
#define	_POSIX_SYNCHRONIZED_IO		(-1)
#define	_POSIX_THREAD_ATTR_STACKADDR	200809L
#define	_POSIX_THREAD_ATTR_STACKSIZE	200809L
#define	_POSIX_THREAD_CPUTIME		200809L
#define	_POSIX_THREAD_PRIO_INHERIT	(-1)
#define	_POSIX_THREAD_PRIO_PROTECT	(-1)
#define	_POSIX_THREAD_PRIORITY_SCHEDULING (-1)
#define	_POSIX_THREAD_PROCESS_SHARED	200809L
#define	_POSIX_THREAD_ROBUST_PRIO_INHERIT (-1)
#define	_POSIX_THREAD_ROBUST_PRIO_PROTECT (-1)
#define	_POSIX_THREAD_SAFE_FUNCTIONS	200809L
#define	_POSIX_THREAD_SPORADIC_SERVER	(-1)
#define	_POSIX_THREADS			200809L
#define	_POSIX_TIMEOUTS			200809L
#define	_POSIX_TIMERS			200809L
#define	_POSIX_TRACE			(-1)
#define	_POSIX_TYPED_MEMORY_OBJECTS	(-1)
#ifndef _POSIX_VDISABLE
#define	_POSIX_VDISABLE			0xff
#endif
#define	_POSIX2_C_BIND			200809L
#define	_POSIX2_C_DEV			(-1)
#define	_POSIX2_CHAR_TERM		1
#define	_POSIX2_FORT_DEV		(-1)
#define	_POSIX2_FORT_RUN		(-1)
#define	_POSIX2_LOCALEDEF		(-1)
#define	_POSIX2_SW_DEV			(-1)
#define	_POSIX2_UPE			(-1)
#define	_POSIX_V7_LP64_OFF64		1
#define	_POSIX_V6_LP64_OFF64		1

#define	_CS_PATH			1
#define	_CS_POSIX_V7_WIDTH_RESTRICTED_ENVS 2
#define	_CS_V7_ENV			3
#define	_CS_POSIX_V7_LP64_OFF64_CFLAGS	4
#define	_CS_POSIX_V7_LP64_OFF64_LDFLAGS	5
#define	_CS_POSIX_V7_LP64_OFF64_LIBS	6

#define	_SC_ARG_MAX		1
#define	_SC_CHILD_MAX		2
#define	_SC_CLK_TCK		3
#define	_SC_NGROUPS_MAX		4
#define	_SC_OPEN_MAX		5
#define	_SC_JOB_CONTROL		6
#define	_SC_SAVED_IDS		7
#define	_SC_VERSION		8
#define	_SC_BC_BASE_MAX		9
#define	_SC_BC_DIM_MAX		10
#define	_SC_BC_SCALE_MAX	11
#define	_SC_BC_STRING_MAX	12
#define	_SC_COLL_WEIGHTS_MAX	13
#define	_SC_EXPR_NEST_MAX	14
#define	_SC_LINE_MAX		15
#define	_SC_RE_DUP_MAX		16
#define	_SC_2_VERSION		17
#define	_SC_2_C_BIND		18
#define	_SC_2_C_DEV		19
#define	_SC_2_CHAR_TERM		20
#define	_SC_2_FORT_DEV		21
#define	_SC_2_FORT_RUN		22
#define	_SC_2_LOCALEDEF		23
#define	_SC_2_SW_DEV		24
#define	_SC_2_UPE		25
#define	_SC_STREAM_MAX		26
#define	_SC_TZNAME_MAX		27
#define	_SC_ASYNCHRONOUS_IO	28
#define	_SC_MAPPED_FILES	29
#define	_SC_MEMLOCK		30
#define	_SC_MEMLOCK_RANGE	31
#define	_SC_MEMORY_PROTECTION	32
#define	_SC_MESSAGE_PASSING	33
#define	_SC_PRIORITIZED_IO	34
#define	_SC_PRIORITY_SCHEDULING	35
#define	_SC_REALTIME_SIGNALS	36
#define	_SC_SEMAPHORES		37
#define	_SC_FSYNC		38
#define	_SC_SHARED_MEMORY_OBJECTS 39
#define	_SC_SYNCHRONIZED_IO	40
#define	_SC_TIMERS		41
#define	_SC_AIO_LISTIO_MAX	42
#define	_SC_AIO_MAX		43
#define	_SC_AIO_PRIO_DELTA_MAX	44
#define	_SC_DELAYTIMER_MAX	45
#define	_SC_MQ_OPEN_MAX		46
#define	_SC_PAGESIZE		47
#define	_SC_PAGE_SIZE		_SC_PAGESIZE
#define	_SC_RTSIG_MAX		48
#define	_SC_SEM_NSEMS_MAX	49
#define	_SC_SEM_VALUE_MAX	50
#define	_SC_SIGQUEUE_MAX	51
#define	_SC_TIMER_MAX		52
#define	_SC_IOV_MAX		56
#define	_SC_NPROCESSORS_CONF	57
#define	_SC_NPROCESSORS_ONLN	58
#define	_SC_ADVISORY_INFO	65
#define	_SC_BARRIERS		66
#define	_SC_CLOCK_SELECTION	67
#define	_SC_CPUTIME		68
#define	_SC_GETGR_R_SIZE_MAX	70
#define	_SC_GETPW_R_SIZE_MAX	71
#define	_SC_HOST_NAME_MAX	72
#define	_SC_LOGIN_NAME_MAX	73
#define	_SC_MONOTONIC_CLOCK	74
#define	_SC_READER_WRITER_LOCKS	76
#define	_SC_REGEXP		77
#define	_SC_SHELL		78
#define	_SC_SPAWN		79
#define	_SC_SPIN_LOCKS		80
#define	_SC_SPORADIC_SERVER	81
#define	_SC_THREAD_ATTR_STACKADDR 82
#define	_SC_THREAD_ATTR_STACKSIZE 83
#define	_SC_THREAD_CPUTIME	84
#define	_SC_THREAD_DESTRUCTOR_ITERATIONS 85
#define	_SC_THREAD_KEYS_MAX	86
#define	_SC_THREAD_PRIO_INHERIT	87
#define	_SC_THREAD_PRIO_PROTECT	88
#define	_SC_THREAD_PRIORITY_SCHEDULING 89
#define	_SC_THREAD_PROCESS_SHARED 90
#define	_SC_THREAD_SAFE_FUNCTIONS 91
#define	_SC_THREAD_SPORADIC_SERVER 92
#define	_SC_THREAD_STACK_MIN	93
#define	_SC_THREAD_THREADS_MAX	94
#define	_SC_TIMEOUTS		95
#define	_SC_THREADS		96
#define	_SC_TRACE		97
#define	_SC_TTY_NAME_MAX	101
#define	_SC_TYPED_MEMORY_OBJECTS 102
#define	_SC_V6_LP64_OFF64	105
#define	_SC_ATEXIT_MAX		107
#define	_SC_XOPEN_CRYPT		108
#define	_SC_XOPEN_SHM		113
#define	_SC_XOPEN_UNIX		115
#define	_SC_XOPEN_VERSION	116
#define	_SC_IPV6		118
#define	_SC_RAW_SOCKETS		119
#define	_SC_SYMLOOP_MAX		120
#define	_SC_PHYS_PAGES		121
#define	_SC_AVPHYS_PAGES	122
#define	_SC_V7_LP64_OFF64	123
#define	_SC_THREAD_ROBUST_PRIO_INHERIT 124
#define	_SC_THREAD_ROBUST_PRIO_PROTECT 125

/* lockf(3). */
#define	F_ULOCK		0	/* unlock */
#define	F_LOCK		1	/* lock, waiting */
#define	F_TLOCK		2	/* lock, or fail */
#define	F_TEST		3	/* is it locked? */

__BEGIN_DECLS
extern char	**environ;
extern char	*suboptarg;

void	_exit(int) __dead2;
int	access(const char *, int);
unsigned int alarm(unsigned int);
int	brk(const void *);
int	chdir(const char *);
int	chown(const char *, uid_t, gid_t);
int	chroot(const char *);
int	close(int);
int	close_range(unsigned int, unsigned int, int);
void	closefrom(int);
size_t	confstr(int, char *, size_t);
char	*crypt(const char *, const char *);
int	crypt_checkpass(const char *, const char *);
int	crypt_newhash(const char *, const char *, char *, size_t);
int	dup(int);
int	dup2(int, int);
int	dup3(int, int, int);
int	eaccess(const char *, int);
void	endusershell(void);
int	execl(const char *, const char *, ...) __sentinel;
int	execle(const char *, const char *, ...);
int	execlp(const char *, const char *, ...) __sentinel;
int	execv(const char *, char * const *);
int	execve(const char *, char * const *, char * const *);
int	execvP(const char *, const char *, char * const *);
int	execvp(const char *, char * const *);
int	execvpe(const char *, char * const *, char * const *);
int	faccessat(int, const char *, int, int);
int	fchdir(int);
int	fchown(int, uid_t, gid_t);
int	fchownat(int, const char *, uid_t, gid_t, int);
int	fdatasync(int);
int	fexecve(int, char * const *, char * const *);
pid_t	fork(void);
long	fpathconf(int, int);
int	fsync(int);
int	ftruncate(int, off_t);
char	*getcwd(char *, size_t);
int	getdomainname(char *, int);
int	getdtablesize(void);
gid_t	getegid(void);
int	getentropy(void *, size_t);
uid_t	geteuid(void);
gid_t	getgid(void);
int	getgrouplist(const char *, gid_t, gid_t *, int *);
int	getgroups(int, gid_t []);
long	gethostid(void);
int	gethostname(char *, size_t);
char	*getlogin(void);
int	getlogin_r(char *, size_t);
mode_t	getmode(const void *, mode_t);
int	getpagesize(void) __pure2;
int	getpeereid(int, uid_t *, gid_t *);
char	*getpass(const char *);
pid_t	getpgid(pid_t);
pid_t	getpgrp(void);
pid_t	getpid(void);
pid_t	getppid(void);
int	getresgid(gid_t *, gid_t *, gid_t *);
int	getresuid(uid_t *, uid_t *, uid_t *);
pid_t	getsid(pid_t);
uid_t	getuid(void);
char	*getusershell(void);
char	*getwd(char *);
int	initgroups(const char *, gid_t);
int	isatty(int);
int	issetugid(void);
int	lchown(const char *, uid_t, gid_t);
int	link(const char *, const char *);
int	linkat(int, const char *, int, const char *, int);
int	lockf(int, int, off_t);
off_t	lseek(int, off_t, int);
int	nice(int);
long	pathconf(const char *, int);
int	pause(void);
int	pipe(int [2]);
int	pipe2(int [2], int);
ssize_t	pread(int, void *, size_t, off_t);
ssize_t	pwrite(int, const void *, size_t, off_t);
ssize_t	read(int, void *, size_t);
ssize_t	readlink(const char *__restrict, char *__restrict, size_t);
ssize_t	readlinkat(int, const char *__restrict, char *__restrict, size_t);
int	reboot(int);
int	rmdir(const char *);
void	*sbrk(intptr_t);
int	setdomainname(const char *, int);
int	setegid(gid_t);
int	seteuid(uid_t);
int	setgid(gid_t);
int	setgroups(int, const gid_t *);
int	sethostname(const char *, int);
int	setlogin(const char *);
void	*setmode(const char *);
int	setpgid(pid_t, pid_t);
int	setpgrp(pid_t, pid_t);
int	setregid(gid_t, gid_t);
int	setresgid(gid_t, gid_t, gid_t);
int	setresuid(uid_t, uid_t, uid_t);
int	setreuid(uid_t, uid_t);
pid_t	setsid(void);
int	setuid(uid_t);
void	setusershell(void);
unsigned int sleep(unsigned int);
void	swab(const void *__restrict, void *__restrict, ssize_t);
int	symlink(const char *__restrict, const char *__restrict);
int	symlinkat(const char *, int, const char *);
void	sync(void);
long	sysconf(int);
pid_t	tcgetpgrp(int);
int	tcsetpgrp(int, pid_t);
int	truncate(const char *, off_t);
char	*ttyname(int);
int	ttyname_r(int, char *, size_t);
useconds_t ualarm(useconds_t, useconds_t);
int	unlink(const char *);
int	unlinkat(int, const char *, int);
pid_t	vfork(void) __returns_twice;
int	usleep(useconds_t);
ssize_t	write(int, const void *, size_t);
__END_DECLS

#endif /* !_UNISTD_H_ */
