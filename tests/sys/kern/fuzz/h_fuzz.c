/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Random system calls, as an ordinary user, from what syscalls.master says.
 *
 *	h_fuzz [-t] [-n calls] [-p processes] [-s seed] directory
 *	h_fuzz -c directory
 *
 * Model	The directory is made, with -t as a tmpfs, and becomes a small
 *		system: a few files, device nodes and processes.  Whatever a
 *		child leaves behind is in it and goes with it, so that nothing
 *		outside knows of the fuzzer.  With -c what is left of a run that
 *		was ended from outside goes.
 *
 *		The parent keeps `processes' children going until `calls' calls
 *		were begun.  A child enters the directory, whose root it cannot
 *		change, becomes a user of its own, opens a few
 *		descriptors and calls whatever its seed says; it may end by
 *		what it does to itself, which is no fault.  Each notes the call
 *		that it makes in a page that it shares with the parent.  The
 *		parent sends a signal to one that makes no progress, then
 *		kills everything of its user, and fails when that does not help.
 *
 * Checked	every child, and every process of its user, can be killed; an
 *		errno is one that the call documents; the directory, which is
 *		root's, stays as it was; the kernel has as many objects of each
 *		type as before, when caches are empty and all files are gone.
 *		What it makes once and keeps, a first part of the calls made.
 */

#include <sys/types.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/procdesc.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysctl.h>
#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "h_fuzz.h"
#include "h_types.h"

#define	NPROCESSES	16
#define	FIRST_UID	20000
#define	CHILD_CALLS	5000		/* then another takes over */
#define	GRANDCHILD_CALLS 40
#define	TICK		10000000	/* ns between looks at the children */
#define	NUDGE		4		/* ticks without progress: a signal */
#define	GIVE_UP		8		/* ... and the end */
#define	KILL_SECONDS	120		/* in which the end must come */
#define	NERRNO		128
#define	WARM_UP		10		/* that part of the calls comes first */
#define	SETTLE_SECONDS	120		/* in which what is dead is freed */

/* What a child says of itself; in a page of its own. */
struct slot {
	volatile uint64_t s_calls;	/* begun */
	volatile uint64_t s_args[SYSARG_MAX];
	volatile int	s_call;
};

/* The parent's own view of it. */
struct child {
	struct slot	*c_slot;
	pid_t		 c_pid;
	uid_t		 c_uid;
	uint64_t	 c_seen;	/* calls at the last tick */
	int		 c_still;	/* ticks without progress */
	bool		 c_began;	/* it has made a call */
};

static uint64_t		rnd_state;

static struct child	children[NPROCESSES];
/* Shared too: errnos that came and are not documented, by call. */
static volatile uint8_t	(*strange)[NERRNO];
static volatile uint64_t *next_seed;	/* shared: of fuzz_apart() */
static const char	*directory;
static int		nchildren = 8;
static bool		on_tmpfs;

static void	announce(uint64_t, uint64_t);
static int64_t	call(int, const uint64_t *);
static void	child_main(struct child *, uint64_t) __dead2;
static void	child_start(struct child *, uint64_t);
static void	clean(void);
static void	directory_make(void);
static void	directory_remove(void);
static void	end_user(const struct child *);
static int	pick(void);
static void	report(const struct child *);
static int	strange_print(void);
static void	shell(const char *);
static void	slots_make(void);
static void	system_make(void);
static void	system_remove(void);
static uint64_t	fuzz(uint64_t, uint64_t);
static uint64_t	fuzz_apart(uint64_t, uint64_t);
static void	tick(struct child *);
static void	usage(void) __dead2;

/* One system call, past libc. */
static int64_t
call(int number, const uint64_t *a)
{
	register uint64_t r10 __asm__("r10") = a[3];
	register uint64_t r8 __asm__("r8") = a[4];
	register uint64_t r9 __asm__("r9") = a[5];
	int64_t result;

	__asm__ volatile("syscall" : "=a" (result) : "0" ((int64_t)number),
	    "D" (a[0]), "S" (a[1]), "d" (a[2]), "r" (r10), "r" (r8), "r" (r9) :
	    "rcx", "r11", "memory");
	return (result);
}

uint32_t
rnd(uint32_t bound)
{

	rnd_state ^= rnd_state << 13;
	rnd_state ^= rnd_state >> 7;
	rnd_state ^= rnd_state << 17;
	return ((uint32_t)(rnd_state >> 24) % bound);
}

uint64_t
rnd_any(void)
{

	return (rnd_state);
}

static void
on_signal(int sig)
{
}

/* A call's number; those that end or hold up a child come less often. */
static int
pick(void)
{
	static const int rare[] = { SYS__exit, SYS_execve, SYS_fork, SYS_sync,
	    SYS_vfork, SYS_pdfork, SYS_posix_spawn,
	    SYS_fsync, SYS_fdatasync, SYS_sigsuspend, SYS_clock_nanosleep,
	    SYS_posix_fallocate,
	    SYS_kill, SYS_close_range, SYS_setrlimit, SYS_ppoll, SYS_sigreturn,
	    SYS_setuid, SYS_setresuid, SYS_chroot };
	size_t i;
	int n;

	do
		n = 1 + (int)rnd(SYS_MAXSYSCALL - 1);
	while (sysdesc[n].sd_name == NULL);
	for (i = 0; i < sizeof(rare) / sizeof(rare[0]); i++)
		if (n == rare[i] && rnd(8) != 0)
			return (pick());
	return (n);
}

static void
child_main(struct child *c, uint64_t seed)
{
	const struct sysdesc *sd;
	struct slot *slot = c->c_slot;
	struct sigaction sa;
	uint64_t args[SYSARG_MAX];
	int64_t result;
	int i, left = CHILD_CALLS, n;

	user_begin(directory, c->c_uid, 64 << 20);
	rnd_state = seed * 0x9e3779b97f4a7c15 + 0x1234567;
	args_init();
	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = on_signal;
	(void)sigaction(SIGUSR1, &sa, NULL);
	while (left-- > 0) {
		n = pick();
		sd = &sysdesc[n];
		args_make(sd, args);
		for (i = 0; i < SYSARG_MAX; i++)
			slot->s_args[i] = args[i];
		slot->s_call = n;
		slot->s_calls++;
		/* Its child must not return from call(). */
		result = n == SYS_vfork ? vfork() : call(n, args);
		if (n == SYS_vfork) {
			if (result == 0)
				_exit(0);
		} else if ((n == SYS_fork || n == SYS_pdfork) && result == 0) {
			/* The grandchild goes another way, not for long. */
			rnd_state ^= 0x5555555555555555;
			left = GRANDCHILD_CALLS;
		} else if (result >= -4095 && result < 0 &&
		    !errno_documented(sd, (int)-result))
			strange[n][-result < NERRNO ? -result : 0] = 1;
	}
	_exit(0);
}

static void
child_start(struct child *c, uint64_t seed)
{

	c->c_still = 0;
	c->c_began = false;
	if ((c->c_pid = fork()) == -1)
		err(1, "fork");
	if (c->c_pid == 0)
		child_main(c, seed);
}

/* Print the call that a child makes or made last. */
static void
report(const struct child *c)
{
	const struct slot *s = c->c_slot;
	const char *name = "none";
	int i;

	if (s->s_call > 0 && s->s_call < SYS_MAXSYSCALL)
		name = sysdesc[s->s_call].sd_name;
	(void)fprintf(stderr, "process %d, call %ju: %s(", (int)c->c_pid,
	    (uintmax_t)s->s_calls, name);
	for (i = 0; i < SYSARG_MAX; i++)
		(void)fprintf(stderr, "%s%#jx", i == 0 ? "" : ", ",
		    (uintmax_t)s->s_args[i]);
	(void)fprintf(stderr, ")\n");
}

/*
 * Kill all processes of a child's user, as that user, who may kill nobody
 * else, and wait until the child, if there is one, is collected.  They may kill
 * whom we send: then another goes.
 */
static void
end_user(const struct child *c)
{
	const struct timespec ts = { 0, TICK };
	time_t end = time(NULL) + KILL_SECONDS;
	pid_t killer, pid;
	int status;

	do {
		if (c->c_pid != 0)
			(void)kill(c->c_pid, SIGKILL);
		if ((killer = fork()) == -1)
			err(1, "fork");
		if (killer == 0) {
			if (setuid(c->c_uid) == -1)
				_exit(1);
			while (kill(-1, SIGKILL) == 0 && time(NULL) < end)
				(void)nanosleep(&ts, NULL);
			/* Nobody, or nobody of its own. */
			_exit(errno == ESRCH || errno == EPERM ? 0 : 1);
		}
		if (waitpid(killer, &status, 0) == -1)
			err(1, "waitpid");
	} while (WIFSIGNALED(status) && time(NULL) < end);
	pid = c->c_pid == 0 ? -1 : 0;
	while (pid == 0 &&
	    (pid = waitpid(c->c_pid, NULL, WNOHANG)) == 0 && time(NULL) < end)
		(void)nanosleep(&ts, NULL);
	if (status != 0 || pid == 0) {
		report(c);
		errx(1, "user %u's processes cannot be killed, status %#x",
		    c->c_uid, status);
	}
}

/*
 * Look at one child.  It may take its time to begin: on a slow machine, to be
 * made and end would be all that it does.
 */
static void
tick(struct child *c)
{
	struct slot *s = c->c_slot;

	if (s->s_calls != c->c_seen) {
		c->c_seen = s->s_calls;
		c->c_still = 0;
		c->c_began = true;
	} else if (c->c_began && ++c->c_still == NUDGE)
		(void)kill(c->c_pid, SIGUSR1);
}

/* Print the errnos that no call documents; return how many. */
static int
strange_print(void)
{
	int count = 0, e, n;

	for (n = 1; n < SYS_MAXSYSCALL; n++)
		for (e = 0; e < NERRNO; e++) {
			if (strange[n][e] == 0)
				continue;
			(void)fprintf(stderr, "%s: errno %d (%s) is not "
			    "documented\n", sysdesc[n].sd_name, e,
			    strerror(e));
			count++;
		}
	return (count);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: h_fuzz [-t] [-n calls] [-p processes] "
	    "[-s seed] directory\n       h_fuzz -c directory\n");
	exit(1);
}

static void
shell(const char *command)
{
	char line[512];

	(void)snprintf(line, sizeof(line), "cd '%s' && %s", directory,
	    command);
	if (system(line) != 0)
		errx(1, "failed: %s", line);
}

/* Make the directory. */
static void
directory_make(void)
{
	struct mount_tmpfs_args args = { .size = sizeof(args), .mode = 0755 };

	if (mkdir(directory, 0755) == -1 || (on_tmpfs &&
	    mount("tmpfs", directory, 0, &args, sizeof(args)) == -1))
		err(1, "%s", directory);
}

/* Remove it: nobody uses it, and nothing is in it. */
static void
directory_remove(void)
{

	if ((on_tmpfs && unmount(directory, 0) == -1) ||
	    rmdir(directory) == -1)
		err(1, "%s", directory);
}

/* Make the system that the children see. */
static void
system_make(void)
{
	const struct child *c;
	char dir[256];

	shell("mkdir bin dev etc proc && cp /bin/true bin && "
	    "cp /etc/passwd etc && mount -t devfs dev dev && "
	    "mount -t procfs proc proc");
	for (c = children; c < children + nchildren; c++) {
		(void)snprintf(dir, sizeof(dir), "%s/u%u", directory,
		    c->c_uid);
		if (mkdir(dir, 0755) == -1 ||
		    chown(dir, c->c_uid, (gid_t)c->c_uid) == -1)
			err(1, "%s", dir);
	}
}

/* Remove it; that also shows that nobody uses it. */
static void
system_remove(void)
{
	struct stat sb;

	if (stat(directory, &sb) == -1 || sb.st_uid != 0 ||
	    sb.st_nlink != 6 + (nlink_t)nchildren)
		errx(1, "%s is not what it was", directory);
	shell("umount dev && umount proc && rm -rf bin dev etc proc u*");
}

/*
 * Remove what is left of a run that was ended.  Files go last, and only when no
 * mount is left below.
 */
static void
clean(void)
{
	static const char *const mounts[] = { "dev", "proc", "" };
	const struct child *c;
	struct stat sb, up;
	char path[256];
	size_t i;

	if (stat(directory, &sb) == -1) {
		if (errno == ENOENT)
			return;
		err(1, "%s", directory);
	}
	for (c = children; c < children + NPROCESSES; c++)
		end_user(c);
	for (i = 0; i < sizeof(mounts) / sizeof(mounts[0]); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", directory,
		    mounts[i]);
		if (stat(path, &sb) == -1)
			continue;
		(void)snprintf(path, sizeof(path), "%s/%s/..", directory,
		    mounts[i]);
		if (stat(path, &up) == -1)
			err(1, "%s", path);
		path[strlen(path) - 3] = '\0';
		if (sb.st_dev != up.st_dev && unmount(path, 0) == -1)
			err(1, "%s", path);
	}
	shell("rm -rf ./* && rmdir \"$PWD\"");
}

/*
 * Let children make that many calls, the first with that seed; return the seed
 * that comes next.
 */
static uint64_t
fuzz(uint64_t calls, uint64_t seed)
{
	const struct timespec ts = { 0, TICK };
	struct child *c;
	uint64_t total;

	system_make();
	for (c = children; c < children + nchildren; c++) {
		c->c_slot->s_calls = c->c_seen = 0;
		child_start(c, seed++);
	}
	do {
		(void)nanosleep(&ts, NULL);
		total = 0;
		for (c = children; c < children + nchildren; c++) {
			tick(c);
			total += c->c_slot->s_calls;
			if (c->c_still < GIVE_UP &&
			    waitpid(c->c_pid, NULL, WNOHANG) == 0)
				continue;
			end_user(c);
			child_start(c, seed++);
		}
	} while (total < calls);
	for (c = children; c < children + nchildren; c++)
		end_user(c);
	system_remove();
	return (seed);
}

/*
 * The same in a process of its own, so that the one that counts what the kernel
 * has does nothing in between but wait: what it touches meanwhile would count.
 * The descriptor ends it when this one is killed.
 */
static uint64_t
fuzz_apart(uint64_t calls, uint64_t seed)
{
	int fd, status;
	pid_t pid;

	if ((pid = pdfork(&fd, 0)) == -1)
		err(1, "pdfork");
	if (pid == 0) {
		*next_seed = fuzz(calls, seed);
		_exit(0);
	}
	if (pdwait4(fd, &status, 0, NULL) == -1)
		err(1, "pdwait4");
	(void)close(fd);
	if (status != 0)
		errx(1, "the process that fuzzes: status %#x", status);
	return (*next_seed);
}

/* The children's slots, and what is shared with them besides. */
static void
slots_make(void)
{
	size_t size = (NPROCESSES + 1) * 4096 +
	    sizeof(*strange) * SYS_MAXSYSCALL;
	char *page;
	int i;

	page = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_ANON | MAP_SHARED,
	    -1, 0);
	if (page == MAP_FAILED)
		err(1, "mmap");
	memset(page, 0, size);		/* so that all of it counts before */
	next_seed = (void *)(page + NPROCESSES * 4096);
	strange = (void *)(page + (NPROCESSES + 1) * 4096);
	for (i = 0; i < NPROCESSES; i++) {
		children[i].c_slot = (struct slot *)(void *)(page + 4096 * i);
		children[i].c_uid = FIRST_UID + (uid_t)i;
	}
}

/* Say how this run is repeated, before it begins: it may end with a panic. */
static void
announce(uint64_t calls, uint64_t seed)
{
	char kernel[32];
	size_t len = sizeof(kernel);

	if (sysctlbyname("kern.ident", kernel, &len, NULL, 0) == -1)
		err(1, "kern.ident");
	(void)printf("to repeat: tools/guest -k %s -s %ld -t 3600 -- "
	    "/usr/tests/sys/kern/fuzz/h_fuzz %s-n %ju -p %d -s %ju fuzz\n",
	    kernel, sysconf(_SC_NPROCESSORS_ONLN), on_tmpfs ? "-t " : "",
	    (uintmax_t)calls, nchildren, (uintmax_t)seed);
	(void)fflush(stdout);
}

int
main(int argc, char *argv[])
{
	static struct type before[TYPES_MAX];
	uint64_t calls = 100000, seed = 1;
	bool only_clean = false;
	int ch;

	while ((ch = getopt(argc, argv, "cn:p:s:t")) != -1) {
		switch (ch) {
		case 'c':
			only_clean = true;
			break;
		case 'n':
			calls = strtoull(optarg, NULL, 10);
			break;
		case 'p':
			nchildren = atoi(optarg);
			break;
		case 's':
			seed = strtoull(optarg, NULL, 10);
			break;
		case 't':
			on_tmpfs = true;
			break;
		default:
			usage();
		}
	}
	if (argc - optind != 1 || nchildren < 1 || nchildren > NPROCESSES)
		usage();
	directory = argv[optind];
	slots_make();
	if (only_clean) {
		clean();
		return (0);
	}
	announce(calls, seed);
	directory_make();
	seed = fuzz_apart(calls / WARM_UP, seed);
	types_baseline(before);
	seed = fuzz_apart(calls, seed);
	types_settle(before, SETTLE_SECONDS);
	directory_remove();
	if (strange_print() != 0)
		return (1);
	(void)printf("%ju calls, next seed %ju\n", (uintmax_t)calls,
	    (uintmax_t)seed);
	return (0);
}
