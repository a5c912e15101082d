/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The part of the fuzzer that the simulator's has too.
 *
 * Arguments are chosen by what syscalls.master says of each: kind, type, and
 * name.  Mostly what a program would pass, sometimes what it should
 * not.
 */

#include <sys/types.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/poll.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/termios.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include <err.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "h_fuzz.h"

#define	nitems(x)	(sizeof(x) / sizeof((x)[0]))
#define	PAGE		4096
#define	NPAGES		32
#define	NFDS		24

/* Memory that pointers lie in: NPAGES, one read-only, one without access. */
static char	*arena;

static const char *const paths[] = {
	"f0", "f1", "f2", "f3", "d0", "d1", "d0/f0", "d0/f1", "d0/d1",
	"d0/d1/f2", "d1/f0", "l0", "l1", "l0/f0", "fifo", ".", "..", "/",
	"../f0", "d0/../f1", "d0/.", "f0/", "", "f0/f1", "none/f0",
	"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/tty",
	"/dev/ptmx", "/dev/pts/0", "/dev/pts/1", "/dev/console", "/dev/vbd0",
	"/etc/passwd", "/etc", "/bin/true", "/none", "/proc",
	"/proc/self/stat", "/proc/self/maps", "/proc/1/cmdline",
	"/proc/meminfo", "/proc/99999/stat",
};

static const char *const types[] = {
	"ext2fs", "tmpfs", "devfs", "procfs", "nosuchfs", "",
};

/* Values for arguments of a name; a flag is one of, or several together. */
#define	FLAGS	0x1
static const struct named {
	const char	*n_name;
	int		n_flags;
	int		n_count;
	int64_t		n_values[16];
} named[] = {
	{ "flags", FLAGS, 16, { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL,
	    O_TRUNC, O_APPEND, O_NONBLOCK, O_DIRECTORY, O_NOFOLLOW, O_CLOEXEC,
	    MAP_PRIVATE, MAP_SHARED, MAP_ANON, MAP_FIXED, MAP_ANON |
	    MAP_PRIVATE } },
	{ "flag", FLAGS, 5, { 0, AT_EACCESS, AT_SYMLINK_NOFOLLOW,
	    AT_SYMLINK_FOLLOW, AT_REMOVEDIR } },
	{ "mode", FLAGS, 9, { 0, 0444, 0222, 0111, 04000, 01000, S_IFREG,
	    S_IFIFO, S_IFCHR } },
	{ "prot", FLAGS, 4, { PROT_NONE, PROT_READ, PROT_WRITE, PROT_EXEC } },
	{ "cmd", 0, 16, { F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETOWN,
	    F_SETOWN, F_GETLK, F_SETLK, F_DUPFD_CLOEXEC, 12, 13, 14, 15, 16,
	    17 } },
	{ "whence", 0, 5, { SEEK_SET, SEEK_CUR, SEEK_END, SEEK_DATA,
	    SEEK_HOLE } },
	{ "how", 0, 3, { SIG_BLOCK, SIG_UNBLOCK, SIG_SETMASK } },
	{ "sig", 0, 10, { 0, SIGUSR1, SIGUSR2, SIGCHLD, SIGCONT, SIGSTOP,
	    SIGTSTP, SIGWINCH, SIGALRM, SIGKILL } },
	{ "pid", 0, 5, { 0, -1, 1, 2, 99999 } },
	{ "pgid", 0, 4, { 0, -1, 1, 99999 } },
	{ "id", 0, 4, { 0, -1, 1, 99999 } },
	{ "who", 0, 5, { 0, -1, 1, 99999, RUSAGE_CHILDREN } },
	{ "idtype", 0, 5, { P_PID, P_PGID, P_ALL, P_SID, P_UID } },
	{ "options", FLAGS, 6, { WNOHANG, WUNTRACED, WCONTINUED, WNOWAIT,
	    WEXITED, WTRAPPED } },
	{ "clock", 0, 8, { CLOCK_REALTIME, CLOCK_MONOTONIC,
	    CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID, 5, 9, 13, -1 } },
	{ "resource", 0, 8, { RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_DATA,
	    RLIMIT_STACK, RLIMIT_CORE, RLIMIT_NOFILE, RLIMIT_AS, 99 } },
	{ "length", 0, 6, { 0, 1, PAGE, 5 * PAGE + 1, 1 << 20, -1 } },
	{ "offset", 0, 7, { 0, 1, PAGE, 10 * PAGE, 1 << 20, -1, INT64_MAX } },
	{ "nfds", 0, 5, { 0, 1, 3, 8, 1024 } },
	{ "namelen", 0, 6, { 0, 1, 2, 3, 4, 24 } },
	{ "iovcnt", 0, 6, { 0, 1, 2, 5, 1024, 1025 } },
	{ "request", 0, 16, { TIOCGETA, TIOCSETA, TIOCSETAF, TIOCGWINSZ,
	    TIOCSWINSZ, TIOCGPGRP, TIOCSPGRP, TIOCSCTTY, TIOCNOTTY, TIOCSTI,
	    TIOCPKT, TIOCGPTN, TIOCOUTQ, FIONREAD, FIONBIO, TIOCFLUSH } },
	{ "op", 0, 5, { 0, 1, 2, 128, 129 } },
	{ "uid", 0, 3, { -1, 0, 20000 } },
	{ "gid", 0, 3, { -1, 0, 20000 } },
};

static void	fill(char *, const struct sysarg *);
static uint64_t	path(void);
static uint64_t	pointer(const struct sysarg *);
static char	*room(size_t);
static uint64_t	strings(void);
static uint64_t	value(const struct sysarg *);

/* Make the arena; once in each process. */
void
args_init(void)
{
	size_t i;

	arena = mmap(NULL, (NPAGES + 2) * PAGE, PROT_READ | PROT_WRITE,
	    MAP_ANON | MAP_PRIVATE, -1, 0);
	if (arena == MAP_FAILED)
		err(1, "mmap");
	for (i = 0; i < NPAGES * PAGE; i++)
		arena[i] = (char)(i * 7);
	(void)mprotect(arena + NPAGES * PAGE, PAGE, PROT_READ);
	(void)mprotect(arena + (NPAGES + 1) * PAGE, PAGE, PROT_NONE);
}

/* Somewhere in the arena with that many bytes behind it. */
static char *
room(size_t len)
{

	if (len > 8 * PAGE)
		len = 8 * PAGE;
	return (arena + (rnd((uint32_t)(NPAGES * PAGE - len)) & ~15U));
}

/* An address, good or bad. */
static uint64_t
pointer(const struct sysarg *sa)
{
	uintptr_t p;
	size_t len = sa->sa_kind == SYSARG_OBJECT ? sa->sa_size : 8 * PAGE;

	switch (rnd(24)) {
	case 0:
		return (0);
	case 1:				/* ends where access does */
		return ((uintptr_t)arena + (NPAGES + 1) * PAGE - 1 - rnd(64));
	case 2:				/* writable at the beginning only */
		return ((uintptr_t)arena + NPAGES * PAGE - 1 - rnd(64));
	case 3:
		return ((uintptr_t)arena + NPAGES * PAGE);
	case 4:
		switch (rnd(6)) {
		case 0:
			return (0xffffffff80200000 + rnd(1 << 20));
		case 1:
			return (0xffff800000000000 + rnd(1 << 20));
		case 2:
			return (0x00007ffffffff000 + rnd(8192));
		case 3:
			return (0x4141414141414141);
		case 4:
			return (UINT64_MAX - rnd(64));
		default:
			return (rnd(PAGE));
		}
	case 5:
		return ((uintptr_t)room(len) + rnd(16));
	default:
		p = (uintptr_t)room(len);
		if ((sa->sa_flags & SYSARG_OPT) != 0 && rnd(3) == 0)
			return (0);
		if (sa->sa_kind != SYSARG_BYTES &&
		    (sa->sa_flags & SYSARG_IN) != 0)
			fill((char *)p, sa);
		return (p);
	}
}

/* Contents that a structure of the argument's type can have. */
static void
fill(char *p, const struct sysarg *sa)
{
	const char *type = sa->sa_type;
	int i;

	if (strstr(type, "iovec") != NULL) {
		struct iovec *iov = (void *)p;

		for (i = 0; i < 6; i++) {
			iov[i].iov_base = rnd(10) != 0 ? room(PAGE) :
			    (void *)(uintptr_t)8;
			iov[i].iov_len = rnd(20) != 0 ? rnd(PAGE) : SIZE_MAX;
		}
	} else if (strstr(type, "pollfd") != NULL) {
		struct pollfd *pfd = (void *)p;

		for (i = 0; i < 8; i++) {
			pfd[i].fd = (int)rnd(NFDS) - 2;
			pfd[i].events = (short)rnd(1 << 16);
		}
	} else if (strstr(type, "timespec") != NULL) {
		struct timespec *ts = (void *)p;

		for (i = 0; i < 2; i++) {
			ts[i].tv_sec = rnd(8) != 0 ? 0 : (time_t)rnd_any();
			ts[i].tv_nsec = rnd(8) != 0 ? rnd(2000000) :
			    (long)rnd_any();
		}
	} else if (strstr(type, "struct sigaction") != NULL) {
		struct sigaction *act = (void *)p;

		memset(act, 0, sizeof(*act));
		act->sa_handler = rnd(4) != 0 ? SIG_IGN : SIG_DFL;
		act->sa_flags = (int)rnd(256);
	} else if (strstr(type, "rlimit") != NULL) {
		struct rlimit *rl = (void *)p;

		rl->rlim_cur = rnd(8) != 0 ? 1000000 + rnd(1 << 24) : rnd(100);
		rl->rlim_max = rnd(8) != 0 ? INT64_MAX : (rlim_t)rnd_any();
	} else if (strstr(type, "int *") != NULL ||
	    strstr(type, "gid_t") != NULL) {
		for (i = 0; i < 24; i++)
			((int *)(void *)p)[i] = rnd(8) != 0 ? (int)rnd(90) :
			    (int)rnd_any();
	} else if (strstr(type, "size_t") != NULL)
		*(size_t *)(void *)p = rnd(4) != 0 ? rnd(4 * PAGE) : rnd_any();
	else {
		for (i = 0; i < (int)sa->sa_size && i < PAGE; i++)
			p[i] = rnd(3) == 0 ? (char)rnd(256) : 0;
	}
}

static uint64_t
path(void)
{
	const char *s;
	char *p;
	size_t len;

	switch (rnd(30)) {
	case 0:
		return (0);
	case 1:				/* no end before access ends */
		p = arena + NPAGES * PAGE - 8;
		memcpy(p, "f0f0f0f0", 8);
		return ((uintptr_t)p);
	case 2:				/* too long, or just not */
		p = room(2 * PAGE);
		len = rnd(2) == 0 ? 250 + rnd(10) : 1000 + rnd(100);
		memset(p, 'a', len);
		p[len] = '\0';
		return ((uintptr_t)p);
	case 3:				/* noise */
		p = room(PAGE);
		return ((uintptr_t)p);
	default:
		s = paths[rnd(rnd(3) == 0 ? (uint32_t)nitems(paths) : 15)];
		p = room(PAGE);
		(void)strcpy(p, s);
		return ((uintptr_t)p);
	}
}

static uint64_t
strings(void)
{
	char **v;
	uint32_t i, n = rnd(6);

	if (rnd(10) == 0)
		return (rnd(2) == 0 ? 0 : (uintptr_t)room(PAGE));
	v = (char **)(void *)room(PAGE);
	for (i = 0; i < n; i++)
		v[i] = (char *)(uintptr_t)path();
	v[n] = NULL;
	return ((uintptr_t)v);
}

/* A number: by its name if that says anything. */
static uint64_t
value(const struct sysarg *sa)
{
	const struct named *nm;
	uint64_t v;
	uint32_t i;

	if (rnd(24) == 0)
		return (rnd(2) == 0 ? rnd_any() : 1ULL << rnd(64));
	for (nm = named; nm < named + nitems(named); nm++) {
		if (strcmp(nm->n_name, sa->sa_name) != 0)
			continue;
		v = (uint64_t)nm->n_values[rnd((uint32_t)nm->n_count)];
		if ((nm->n_flags & FLAGS) != 0)
			for (i = rnd(4); i > 0; i--)
				v |= (uint64_t)nm->n_values[
				    rnd((uint32_t)nm->n_count)];
		return (v);
	}
	switch (rnd(6)) {
	case 0:
		return (0);
	case 1:
		return (PAGE * (uint64_t)rnd(16));
	case 2:
		return (UINT64_MAX - rnd(3));
	default:
		return (rnd(rnd(2) == 0 ? 16 : 2 * PAGE));
	}
}

/* Arguments for one call. */
void
args_make(const struct sysdesc *sd, uint64_t *args)
{
	const struct sysarg *sa;
	u_int i;

	for (i = 0; i < SYSARG_MAX; i++) {
		if (i >= sd->sd_nargs) {
			args[i] = rnd_any();	/* must not matter */
			continue;
		}
		sa = &sd->sd_args[i];
		switch (sa->sa_kind) {
		case SYSARG_DIRFD:
			if (rnd(3) != 0) {
				args[i] = (uint64_t)(int64_t)AT_FDCWD;
				break;
			}
			/* FALLTHROUGH */
		case SYSARG_FD:
			args[i] = rnd(12) != 0 ? rnd(NFDS) :
			    rnd(2) != 0 ? UINT64_MAX : rnd_any();
			break;
		case SYSARG_PATH:
			args[i] = path();
			break;
		case SYSARG_STRING:
			args[i] = rnd(2) != 0 ? path() : (uintptr_t)strcpy(
			    room(PAGE), types[rnd((uint32_t)nitems(types))]);
			break;
		case SYSARG_STRINGS:
			args[i] = strings();
			break;
		case SYSARG_VALUE:
			args[i] = value(sa);
			break;
		case SYSARG_POINTER:
			args[i] = rnd(4) != 0 ? (uintptr_t)room(PAGE) &
			    ~(uintptr_t)(PAGE - 1) : pointer(sa);
			break;
		default:
			args[i] = pointer(sa);
			break;
		}
	}
}

bool
errno_documented(const struct sysdesc *sd, int error)
{
	int i;

	for (i = 0; i < sd->sd_nerrnos; i++)
		if (sd->sd_errnos[i] == error)
			return (true);
	return (false);
}

void
user_begin(const char *directory, uid_t uid, rlim_t space)
{
	static const char *const files[] = { "/dev/null", "/dev/zero",
	    "/proc/self/stat", "/etc/passwd", "/dev/urandom", "f0", "d0" };
	struct rlimit rl;
	int fds[2], i;
	char dir[64];

	(void)close_range(0, ~0U, 0);
	(void)setsid();
	(void)snprintf(dir, sizeof(dir), "/u%u", uid);
	(void)umask(022);
	if (chroot(directory) == -1 || chdir(dir) == -1 ||
	    setgroups(0, NULL) == -1 ||
	    setgid((gid_t)uid) == -1)
		_exit(99);
	rl.rlim_cur = rl.rlim_max = 8 << 20;
	(void)setrlimit(RLIMIT_FSIZE, &rl);
	rl.rlim_cur = rl.rlim_max = 6;
	(void)setrlimit(RLIMIT_NPROC, &rl);
	rl.rlim_cur = rl.rlim_max = space;
	(void)setrlimit(RLIMIT_AS, &rl);
	if (setuid(uid) == -1)
		_exit(99);
	(void)open("f1", O_RDWR | O_CREAT, 0644);
	(void)open("d0", O_RDONLY | O_DIRECTORY);
	(void)open("f2", O_RDWR | O_CREAT | O_APPEND, 0644);
	(void)mkdir("d0", 0755);
	(void)symlink("d0", "l0");
	(void)symlink("l1", "l1");
	(void)mkfifo("fifo", 0644);
	for (i = 0; i < (int)(sizeof(files) / sizeof(files[0])); i++)
		(void)open(files[i], O_RDONLY);
	(void)pipe2(fds, 0);
	(void)pipe2(fds, O_NONBLOCK);
	i = posix_openpt(O_RDWR | O_NOCTTY);
	if (i != -1 && grantpt(i) == 0 && unlockpt(i) == 0)
		(void)open(ptsname(i), O_RDWR | O_NOCTTY);
	(void)open("fifo", O_RDWR);
}
