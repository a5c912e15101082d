/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * reboot, halt, poweroff: stop the system.
 *
 * Normally init(8) does the work, as it knows how to end everything in order;
 * with -q the system call is made at once.
 */
#include <sys/types.h>
#include <sys/reboot.h>

#include <err.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void	tell_init(int) __dead2;
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	bool nosync = false, quick = false;
	const char *name = getprogname();
	int ch, howto, sig;

	if (strcmp(name, "halt") == 0) {
		howto = RB_HALT;
		sig = SIGUSR1;
	} else if (strcmp(name, "poweroff") == 0) {
		howto = RB_POWEROFF;
		sig = SIGUSR2;
	} else {
		howto = RB_AUTOBOOT;
		sig = SIGINT;
	}
	while ((ch = getopt(argc, argv, "npq")) != -1) {
		switch (ch) {
		case 'n':
			nosync = quick = true;
			break;
		case 'p':
			if (howto == RB_AUTOBOOT)
				usage();
			howto = RB_POWEROFF;
			sig = SIGUSR2;
			break;
		case 'q':
			quick = true;
			break;
		default:
			usage();
		}
	}
	if (argc != optind)
		usage();
	if (geteuid() != 0)
		errx(1, "only the super-user can stop the system");
	if (!quick)
		tell_init(sig);
	if (nosync)
		howto |= RB_NOSYNC;
	else
		sync();
	(void)reboot(howto);
	err(1, "reboot");
}

/*
 * init ends all processes; this one does not end before the shell that waits
 * for it, which would ask for its next command.  Nobody waits for a child of
 * init's.
 */
static void
tell_init(int sig)
{
	static const struct timespec tick = { 0, 20 * 1000 * 1000 };
	pid_t parent = getppid();

	(void)signal(SIGTERM, SIG_IGN);
	(void)signal(SIGHUP, SIG_IGN);
	if (kill(1, sig) != 0)
		err(1, "cannot signal init");
	while (parent != 1 && getppid() == parent)
		(void)nanosleep(&tick, NULL);
	_exit(0);
}

static void
usage(void)
{
	const char *name = getprogname();

	(void)fputs(strcmp(name, "halt") == 0 ? "usage: halt [-npq]\n" :
	    strcmp(name, "poweroff") == 0 ? "usage: poweroff [-npq]\n" :
	    "usage: reboot [-nq]\n", stderr);
	exit(1);
}
