/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * System calls that the input chooses, with arguments by what syscalls.master
 * says of each (tests/sys/kern/fuzz), by two ordinary users at the same time,
 * each with its half of the input.  A small system on a tmpfs is all that they
 * see.  Each may end by what it does to itself; what does not end is killed,
 * which must be possible, and then nothing may be in use any more.
 *
 * A call is one byte, its number, and whatever its arguments take.
 */

#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysctl.h>
#include <sys/wait.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "h_fuzz.h"
#include "h_main.h"

#define	ROOT		"/tmp/fuzz"
#define	FIRST_UID	20000
#define	NUSERS		2
#define	SPACE		(8 << 20)	/* of addresses */
#define	GRANDCHILD_CALLS 4
#define	TICK		1000000		/* ns */
#define	NUDGES		8		/* ticks with a signal in each */
#define	KILLS		2000		/* ticks in which all must end */
#define	STRANGE		0x5eed0000	/* with a call's number */
#define	ENTRY		0x1ffffffff000	/* SIM_ENTRY_PAGE of simlayout.h */

static unsigned char input[4096];
static const unsigned char *next;
static size_t	left;
static unsigned char twist;		/* a grandchild goes another way */
static uint64_t	state;
/*
 * Shared with the users: a call that had an errno that is not documented, and
 * that errno.  An exit status would not do, for they may exit with any.
 */
static volatile int *strange;

/* A byte; when there is none, something. */
static unsigned int
byte(void)
{

	state = state * 6364136223846793005 + 1442695040888963407;
	if (left == 0)
		return ((unsigned int)(state >> 40) & 255);
	left--;
	state ^= *next;
	return (*next++ ^ twist);
}

uint32_t
rnd(uint32_t bound)
{
	uint32_t v = byte();

	if (bound > 0x100)
		v |= byte() << 8;
	if (bound > 0x10000)
		v |= byte() << 16;
	return (v % bound);
}

uint64_t
rnd_any(void)
{

	return (state);
}

/* One system call, past libc, as the simulator has them. */
static int64_t
call(int number, const uint64_t *a)
{
	register uint64_t r10 __asm__("r10") = a[3];
	register uint64_t r8 __asm__("r8") = a[4];
	register uint64_t r9 __asm__("r9") = a[5];
	register uint64_t r11 __asm__("r11") = ENTRY;
	int64_t result;

	/* No red zone: the call writes below the stack pointer. */
	__asm__ volatile("leaq -128(%%rsp), %%rsp; call *%%r11; "
	    "leaq 128(%%rsp), %%rsp" : "=a" (result), "+r" (r11) :
	    "0" ((int64_t)number), "D" (a[0]), "S" (a[1]), "d" (a[2]),
	    "r" (r10), "r" (r8), "r" (r9) : "rcx", "memory", "cc");
	return (result);
}

static void
on_signal(int sig)
{
}

static void
user_main(uid_t uid)
{
	const struct sysdesc *sd;
	uint64_t args[SYSARG_MAX];
	int64_t result;
	int calls = 0, n;

	user_begin(ROOT, uid, SPACE);
	args_init();
	(void)signal(SIGUSR1, on_signal);
	while (left != 0 && (twist == 0 || calls++ < GRANDCHILD_CALLS)) {
		n = (int)rnd(256) % SYS_MAXSYSCALL;
		sd = &sysdesc[n];
		if (sd->sd_name == NULL)
			continue;
		args_make(sd, args);
		result = call(n, args);
		if (n == SYS_fork && result == 0)
			twist ^= 0x55;
		else if (result >= -4095 && result < 0 &&
		    !errno_documented(sd, (int)-result)) {
			strange[1] = (int)-result;
			strange[0] = STRANGE + n;
			_exit(1);
		}
	}
	_exit(0);
}

static void
tick(void)
{
	const struct timespec ts = { 0, TICK };

	(void)nanosleep(&ts, NULL);
}

/* Kill all processes of a user, as that user, who may kill nobody else. */
static void
user_kill(uid_t uid)
{
	int i, pid, status;

	do {
		pid = fork();
		CHECK(pid >= 0);
		if (pid == 0) {
			CHECK(setuid(uid) == 0);
			for (i = 0; kill(-1, SIGKILL) == 0; i++) {
				CHECK(i < KILLS);
				tick();
			}
			_exit(0);
		}
		CHECK(waitpid(pid, &status, 0) == pid);
	} while (WIFSIGNALED(status));
	CHECK(status == 0);
}

static void
system_make(void)
{
	static const char *const dirs[] = { "bin", "dev", "etc", "proc" };
	char path[64];
	size_t i;

	CHECK(mkdir(ROOT, 0755) == 0);
	CHECK(mount("tmpfs", ROOT, 0, NULL, 0) == 0);
	for (i = 0; i < sizeof(dirs) / sizeof(dirs[0]); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", ROOT, dirs[i]);
		CHECK(mkdir(path, 0755) == 0);
	}
	CHECK(mount("devfs", ROOT "/dev", 0, NULL, 0) == 0);
	CHECK(mount("procfs", ROOT "/proc", 0, NULL, 0) == 0);
	for (i = 0; i < NUSERS; i++) {
		(void)snprintf(path, sizeof(path), "%s/u%zu", ROOT,
		    FIRST_UID + i);
		CHECK(mkdir(path, 0755) == 0);
		CHECK(chown(path, FIRST_UID + (uid_t)i,
		    FIRST_UID + (gid_t)i) == 0);
	}
}

/* Nobody uses it any more, now or soon. */
static void
system_remove(void)
{
	static const char *const mounts[] = { ROOT "/dev", ROOT "/proc",
	    ROOT };
	size_t i;
	int n;

	for (i = 0; i < sizeof(mounts) / sizeof(mounts[0]); i++)
		for (n = 0; unmount(mounts[i], 0) == -1; n++) {
			CHECK(errno == EBUSY && n < KILLS);
			tick();
		}
	CHECK(rmdir(ROOT) == 0);
}

static void
strange_check(void)
{
	const int n = strange[0] - STRANGE;

	if (n <= 0 || n >= SYS_MAXSYSCALL || sysdesc[n].sd_name == NULL)
		return;
	dprintf(2, "%s: errno %d is not documented\n", sysdesc[n].sd_name,
	    strange[1]);
	CHECK(strange[0] == 0);
}

/* Let the users make their calls. */
static void
fuzz(size_t len)
{
	int i, n, pid[NUSERS], running = NUSERS;

	strange = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_ANON | MAP_SHARED, -1, 0);
	CHECK(strange != MAP_FAILED);
	system_make();
	for (i = 0; i < NUSERS; i++) {
		next = input + len / NUSERS * (size_t)i;
		left = len / NUSERS;
		pid[i] = fork();
		CHECK(pid[i] >= 0);
		if (pid[i] == 0)
			user_main(FIRST_UID + (uid_t)i);
	}
	for (n = 0; running != 0; n++) {
		CHECK(n < KILLS);
		tick();
		for (i = 0; i < NUSERS; i++) {
			if (pid[i] == 0)
				continue;
			if (waitpid(pid[i], NULL, WNOHANG) == pid[i]) {
				pid[i] = 0;
				running--;
			} else if (n < NUDGES)
				(void)kill(pid[i], SIGUSR1);
			else
				(void)kill(pid[i], SIGKILL);
		}
	}
	for (i = 0; i < NUSERS; i++)
		user_kill(FIRST_UID + (uid_t)i);
	strange_check();
	system_remove();
}

/*
 * What is made once and kept is there before anything is counted: after calls
 * that are always the same, in a child, for process 1 is to stay as it was.
 */
void
sim_prepare(void)
{
	size_t i;
	int pid, status;

	pid = fork();
	if (pid == 0) {
		for (i = 0; i < sizeof(input); i++)
			input[i] = (unsigned char)byte();
		fuzz(sizeof(input));
		_exit(0);
	}
	CHECK(pid > 0 && waitpid(pid, &status, 0) == pid && status == 0);
}

int
sim_main(void)
{
	size_t len = sizeof(input);

	CHECK(sysctlbyname("debug.sim.input", input, &len, NULL, 0) == 0);
	fuzz(len);
	return (0);
}
