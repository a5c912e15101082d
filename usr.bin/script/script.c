/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * script: run a command on a pseudo-terminal and record what it prints.
 *
 * One loop moves bytes between our terminal, the pseudo-terminal's master and
 * the record.  The child's end is noticed by the master's end of file; its
 * status by waitpid(2) afterwards.
 */
#include <sys/types.h>
#include <sys/ioctl.h>
#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <libutil.h>
#include <paths.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define	BUFSIZE	4096

static volatile sig_atomic_t	resized;
static struct termios		saved;
static bool			is_tty, quiet, flush_each;
static int			master;

static void	copy_loop(FILE *);
static void	run(char **, const char *) __dead2;
static void	usage(void) __dead2;

static void
on_winch(int sig)
{

	resized = sig;
}

static void
restore(void)
{

	if (is_tty)
		(void)tcsetattr(STDIN_FILENO, TCSADRAIN, &saved);
}

static void
stamp(FILE *fp, const char *what)
{
	time_t now = time(NULL);

	if (!quiet)
		(void)fprintf(fp, "Script %s on %s", what, ctime(&now));
}

int
main(int argc, char *argv[])
{
	const char *command = NULL, *file = "typescript";
	struct termios raw;
	struct winsize ws;
	bool append = false, have_ws;
	int ch, status;
	pid_t pid;
	FILE *fp;

	while ((ch = getopt(argc, argv, "+ac:efq")) != -1) {
		switch (ch) {
		case 'a':
			append = true;
			break;
		case 'c':
			command = optarg;
			break;
		case 'e':		/* the status is always the command's */
			break;
		case 'f':
			flush_each = true;
			break;
		case 'q':
			quiet = true;
			break;
		default:
			usage();
		}
	}
	argv += optind;
	if (*argv != NULL)
		file = *argv++;
	if (command != NULL && *argv != NULL)
		usage();
	if ((fp = fopen(file, append ? "ae" : "we")) == NULL)
		err(1, "%s", file);

	is_tty = tcgetattr(STDIN_FILENO, &saved) == 0;
	have_ws = ioctl(STDIN_FILENO, TIOCGWINSZ, &ws) == 0;
	if (!quiet)
		(void)printf("Script started, output file is %s\n", file);
	(void)fflush(stdout);
	stamp(fp, "started");
	(void)fflush(fp);

	pid = forkpty(&master, NULL, is_tty ? &saved : NULL,
	    have_ws ? &ws : NULL);
	if (pid < 0)
		err(1, "forkpty");
	if (pid == 0)
		run(argv, command);
	if (is_tty) {
		raw = saved;
		cfmakeraw(&raw);
		raw.c_lflag &= ~(tcflag_t)ECHO;
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw);
		(void)signal(SIGWINCH, on_winch);
	}
	copy_loop(fp);
	restore();
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			err(1, "waitpid");
	stamp(fp, "done");
	if (fclose(fp) != 0)
		err(1, "%s", file);
	if (!quiet)
		(void)printf("\nScript done, output file is %s\n", file);
	return (WIFEXITED(status) ? WEXITSTATUS(status) :
	    128 + WTERMSIG(status));
}

static void
run(char **argv, const char *command)
{
	const char *shell;

	if ((shell = getenv("SHELL")) == NULL || *shell == '\0')
		shell = _PATH_BSHELL;
	if (command != NULL)
		(void)execl(_PATH_BSHELL, "sh", "-c", command, (char *)NULL);
	else if (*argv != NULL)
		(void)execvp(*argv, argv);
	else
		(void)execl(shell, shell, "-i", (char *)NULL);
	warn("%s", command != NULL ? _PATH_BSHELL :
	    *argv != NULL ? *argv : shell);
	_exit(errno == ENOENT ? 127 : 126);
}

static void
put_all(int fd, const char *buf, size_t len)
{
	ssize_t n;

	for (; len > 0; buf += n, len -= (size_t)n) {
		n = write(fd, buf, len);
		if (n < 0 && errno == EINTR)
			n = 0;
		else if (n < 0)
			return;
	}
}

static void
copy_size(void)
{
	struct winsize ws;

	resized = 0;
	if (ioctl(STDIN_FILENO, TIOCGWINSZ, &ws) == 0)
		(void)ioctl(master, TIOCSWINSZ, &ws);
}

static void
copy_loop(FILE *fp)
{
	struct pollfd pfd[2] = {
		{ .fd = master, .events = POLLIN },
		{ .fd = STDIN_FILENO, .events = POLLIN },
	};
	char buf[BUFSIZE];
	struct termios t;
	ssize_t n;

	for (;;) {
		if (resized != 0)
			copy_size();
		if (poll(pfd, 2, -1) < 0) {
			if (errno == EINTR)
				continue;
			return;
		}
		if (pfd[0].revents != 0) {
			n = read(master, buf, sizeof(buf));
			if (n < 0 && errno == EINTR)
				continue;
			if (n <= 0)
				return;		/* the command has ended */
			put_all(STDOUT_FILENO, buf, (size_t)n);
			(void)fwrite(buf, 1, (size_t)n, fp);
			if (flush_each)
				(void)fflush(fp);
		}
		if (pfd[1].revents == 0)
			continue;
		n = read(STDIN_FILENO, buf, sizeof(buf));
		if (n > 0) {
			put_all(master, buf, (size_t)n);
			continue;
		}
		if (n < 0 && errno == EINTR)
			continue;
		/* Our input has ended: so has the command's. */
		pfd[1].fd = -1;
		if (tcgetattr(master, &t) == 0 && (t.c_lflag & ICANON) != 0 &&
		    t.c_cc[VEOF] != _POSIX_VDISABLE)
			put_all(master, (char *)&t.c_cc[VEOF], 1);
	}
}

static void
usage(void)
{

	(void)fprintf(stderr,
	    "usage: script [-aefq] [-c command] [file]\n"
	    "       script [-aefq] file command [argument ...]\n");
	exit(1);
}
