/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The frame of a program in the simulator.  As process 1 it runs sim_main() in
 * a child, takes in the orphans, and ends the simulation with its result.
 */

#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/wait.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "h_main.h"

#define	PAGE	4096

/* Of h_sweep.h. */
__attribute__((__weak__)) int sim_check_is_final = 0;

/* The first attempt may be what the plan lets fail. */
static void
sim_defect(void)
{
	int i, one = 1;

	for (i = 0; i < 3; i++)
		(void)sysctlbyname("debug.sim.defect", NULL, NULL, &one,
		    sizeof(one));
}

void
check_failed(const char *file, int line, const char *what, long value)
{

	dprintf(2, "%s:%d: %s (errno %ld)\n", file, line, what, value);
	if (sim_check_is_final)
		sim_defect();
	if (getpid() == 1)
		reboot(RB_HALT | RB_NOSYNC);
	_exit(1);
}

int
waitpid_status(int pid)
{
	int status;

	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK(WIFEXITED(status));
	return (WEXITSTATUS(status));
}

void
wait_ok(int pid)
{

	CHECK(waitpid_status(pid) == 0);
}

static int
sim_sysctl(const char *name, int *new)
{
	const size_t newlen = new != NULL ? sizeof(*new) : 0;
	int error, old = 0, tries = 0;
	size_t len;

	/* This is no part of what is tried: a fault must not end it. */
	do {
		len = sizeof(old);
		error = sysctlbyname(name, &old, &len, new, newlen);
	} while (error != 0 && errno == ENOMEM && ++tries < 3);
	CHECK(error == 0);
	return (old);
}

int
sim_random(int n)
{

	return (sim_sysctl("debug.sim.random", NULL) % n);
}

void
sim_event(int value)
{

	(void)sim_sysctl("debug.sim.event", &value);
}

int
sim_boots(void)
{

	return (sim_sysctl("debug.sim.boots", NULL));
}

void
sim_keep(int value)
{

	(void)sim_sysctl("debug.sim.kept", &value);
}

int
sim_kept(void)
{

	return (sim_sysctl("debug.sim.kept", NULL));
}

/* The seed and the plan have no say any more. */
static void
sim_over(void)
{
	int zero = 0;

	(void)sim_sysctl("debug.sim.ready", &zero);
}

/* Most programs have nothing to prepare. */
__attribute__((__weak__)) void
sim_prepare(void)
{
}

/* Nor do they leave anything but processes. */
__attribute__((__weak__)) void
sim_finish(int status)
{

	(void)status;
}

static int
nothing(void)
{

	return (0);
}

/* fn() in a child; its status. */
static int
run(int (*fn)(void))
{
	pid_t pid, p;
	int status;

	pid = fork();
	if (pid == 0)
		_exit(fn());
	if (pid < 0)
		return (1);
	while ((p = wait(&status)) != pid) {
		if (p < 0 && errno != EINTR)
			return (1);
	}
	return (status);
}

/*
 * Zeros that a child reads where nobody has written are pages of both.
 */
static void
touch_bss(void)
{
	extern char edata[], end[];
	const volatile char *p;

	for (p = edata; p < end; p += PAGE)
		(void)*p;
	(void)*(const volatile char *)(end - 1);
}

/*
 * Before what is allocated is noted, process 1 does to itself what it will do
 * by what comes, and `/', which it uses, gets its index of names.
 */
int
main(void)
{
	int one = 1, status, zero = 0;

	if (getpid() != 1)
		return (sim_main());
	if (open("/dev/console", O_RDWR) == 0) {
		(void)dup2(0, 1);
		(void)dup2(0, 2);
	}
	touch_bss();
	sim_prepare();
	(void)mkdir("/none", 0755);
	(void)rmdir("/none");
	(void)run(nothing);
	(void)sim_sysctl("debug.sim.objects", &one);
	(void)sysctlbyname("debug.sim.ready", NULL, NULL, &one, sizeof(one));
	status = run(sim_main);
	sim_over();
	if (status != 0)
		(void)kill(-1, SIGKILL);
	while (wait(NULL) >= 0 || errno == EINTR)
		continue;		/* orphans */
	sim_finish(status);
	(void)sim_sysctl("debug.sim.objects", &zero);
	reboot((status == 0 ? RB_POWEROFF : RB_HALT) | RB_NOSYNC);
	return (1);
}
