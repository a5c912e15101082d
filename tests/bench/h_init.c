/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The first process of a machine that is measured, on Linux and on Tessera:
 * shows on the console that it runs, runs /bench/run, and switches off.
 *
 * The mark is the first thing that it does beyond opening a console, so that
 * the time until it is seen is that of the firmware and the kernel alone.
 */
#include <sys/types.h>
#include <sys/reboot.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <unistd.h>

static const char	mark[] = "@@first\n";

int
main(void)
{
	pid_t pid;
	int fd;

	if (fcntl(STDOUT_FILENO, F_GETFD) == -1) {
		fd = open("/dev/console", O_RDWR);
		while (fd >= 0 && fd < STDERR_FILENO)
			fd = dup(fd);
	}
	(void)!write(STDOUT_FILENO, mark, sizeof(mark) - 1);
	pid = fork();
	if (pid == 0) {
		execl("/bin/sh", "sh", "/bench/run", (char *)NULL);
		_exit(127);
	}
	if (pid > 0)
		(void)waitpid(pid, NULL, 0);
	sync();
#ifdef __Tessera__
	(void)reboot(RB_POWEROFF);
#else
	(void)reboot(RB_POWER_OFF);
#endif
	for (;;)
		(void)pause();
}
