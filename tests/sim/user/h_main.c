/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The frame of a program in the simulator.  As process 1 it runs sim_main() in
 * a child, takes in the orphans, and ends the simulation with its result.
 */

#include <sys/reboot.h>
#include <sys/sysctl.h>
#include <sys/wait.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "h_main.h"

void
check_failed(const char *file, int line, const char *what, long value)
{

	dprintf(2, "%s:%d: %s (errno %ld)\n", file, line, what, value);
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
	size_t len = sizeof(int);
	int old = 0;

	CHECK(sysctlbyname(name, &old, &len, new, new != NULL ? sizeof(*new) :
	    0) == 0);
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

int
sim_objects(void)
{

	return (sim_sysctl("debug.sim.objects", NULL));
}

void
sim_check_objects(int claimed)
{

	(void)sim_sysctl("debug.sim.objects", &claimed);
}

/* Most programs have nothing to prepare. */
__attribute__((__weak__)) void
sim_prepare(void)
{
}

__attribute__((__weak__)) void
sim_finish(void)
{
}

int
main(void)
{
	pid_t pid, p;
	int one = 1, status;

	if (getpid() != 1)
		return (sim_main());
	if (open("/dev/console", O_RDWR) == 0) {
		(void)dup2(0, 1);
		(void)dup2(0, 2);
	}
	sim_prepare();
	(void)sysctlbyname("debug.sim.ready", NULL, NULL, &one, sizeof(one));
	pid = fork();
	if (pid == 0)
		_exit(sim_main());
	if (pid < 0)
		reboot(RB_HALT | RB_NOSYNC);
	while ((p = wait(&status)) != pid) {
		if (p < 0 && errno != EINTR)
			reboot(RB_HALT | RB_NOSYNC);
	}
	if (status == 0)
		sim_finish();
	reboot((status == 0 ? RB_POWEROFF : RB_HALT) | RB_NOSYNC);
	return (1);
}
