/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * h_pty: type at a program on a pseudo-terminal.
 *
 *	h_pty dialogue program [argument ...]
 *
 * Each line of the file dialogue is a letter, a space and a text in which
 * \r \n \t \e \\ and \xHH stand for characters:
 *	s text	sends it
 *	e text	waits until the program has written it
 *	n text	fails if the program has written it since the last "e"
 *	f name	waits until the terminal belongs to a process of that name;
 *		without one, to the program itself
 *	d	waits until all children of the program have ended
 *	z rows columns
 *		makes the window that big
 *	x n	waits for the end of the program, which must have status n
 * The output is searched without its escape sequences.  If something does
 * not come within forty seconds, all output is shown and the status is 1.
 */

#include <sys/types.h>
#include <sys/ioctl.h>
#include <sys/sysctl.h>
#include <sys/user.h>
#include <sys/wait.h>

#include <err.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define	TIMEOUT		40000		/* ms */
#define	STEP		10		/* ms between looks */
#define	NPROCS		256

static char	*output;		/* all of it, without escapes */
static size_t	output_len;
static size_t	seen;			/* up to where "e" has come */
static int	escape;			/* inside of an escape sequence */
static int	master;
static pid_t	child;

static long
now_ms(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (ts.tv_sec * 1000 + ts.tv_nsec / 1000000);
}

static void
fail(const char *what, const char *text)
{
	fprintf(stderr, "h_pty: %s \"%s\"; output:\n%s\n", what, text,
	    output != NULL ? output : "");
	(void)kill(child, SIGKILL);
	exit(1);
}

/* Keep what was read, without escape sequences. */
static void
keep(const char *p, ssize_t n)
{
	output = realloc(output, output_len + (size_t)n + 1);
	if (output == NULL)
		err(2, "realloc");
	for (; n > 0; n--, p++) {
		if (escape == 0 && *p == '\033')
			escape = 1;
		else if (escape == 1)
			escape = *p == '[' ? 2 : 0;
		else if (escape == 2)
			escape = *p >= '@' && *p <= '~' ? 0 : 2;
		else if (*p != '\0')
			output[output_len++] = *p;
	}
	output[output_len] = '\0';
}

/* Read for at most ms milliseconds; 0 when the program has closed. */
static int
pump(int ms)
{
	struct pollfd pfd = { master, POLLIN, 0 };
	char buf[4096];
	ssize_t n;

	if (poll(&pfd, 1, ms) <= 0)
		return (1);
	n = read(master, buf, sizeof(buf));
	if (n <= 0)
		return (0);
	keep(buf, n);
	return (1);
}

static size_t
unescape(char *s)
{
	char *d = s, *start = s;

	for (; *s != '\0'; s++) {
		if (*s != '\\') {
			*d++ = *s;
			continue;
		}
		switch (*++s) {
		case 'r':
			*d++ = '\r';
			break;
		case 'n':
			*d++ = '\n';
			break;
		case 't':
			*d++ = '\t';
			break;
		case 'e':
			*d++ = '\033';
			break;
		case 'x':
			*d++ = (char)strtol((char[]){ s[1], s[2], '\0' },
			    NULL, 16);
			s += 2;
			break;
		default:
			*d++ = *s;
			break;
		}
	}
	*d = '\0';
	return ((size_t)(d - start));
}

static void
expect(const char *text)
{
	long end = now_ms() + TIMEOUT;
	const char *p;

	for (;;) {
		p = output != NULL ? strstr(output + seen, text) : NULL;
		if (p != NULL) {
			seen = (size_t)(p - output) + strlen(text);
			return;
		}
		if (now_ms() > end || pump(100) == 0)
			break;
	}
	fail("expected", text);
}

/* Is the terminal's foreground group led by a process of that name? */
static bool
in_foreground(const char *name)
{
	int mib[] = { CTL_KERN, KERN_PROC, KERN_PROC_PID, tcgetpgrp(master) };
	struct kinfo_proc ki;
	size_t len = sizeof(ki);

	if (name[0] == '\0')
		return (mib[3] == child);
	return (sysctl(mib, 4, &ki, &len, NULL, 0) == 0 && len > 0 &&
	    strcmp(ki.ki_comm, name) == 0);
}

/* Have all children of the program ended, collected or not? */
static bool
no_children(const char *text)
{
	static struct kinfo_proc procs[NPROCS];
	int mib[] = { CTL_KERN, KERN_PROC, KERN_PROC_ALL };
	size_t i, len = sizeof(procs);

	(void)text;
	if (sysctl(mib, 3, procs, &len, NULL, 0) == -1)
		err(2, "kern.proc");
	for (i = 0; i < len / sizeof(procs[0]); i++)
		if (procs[i].ki_ppid == child && procs[i].ki_stat != SZOMB)
			return (false);
	return (true);
}

/* Wait for a state of the system. */
static void
await(bool (*reached)(const char *), const char *what, const char *text)
{
	long end = now_ms() + TIMEOUT;

	while (!reached(text)) {
		if (now_ms() > end)
			fail(what, text);
		if (pump(STEP) == 0)
			(void)usleep(STEP * 1000);
	}
}

static void
expect_exit(int want)
{
	long end = now_ms() + TIMEOUT;
	int status;

	while (waitpid(child, &status, WNOHANG) == 0) {
		if (now_ms() > end)
			fail("still running", "");
		if (pump(50) == 0)
			(void)usleep(10000);
	}
	if (!WIFEXITED(status) || WEXITSTATUS(status) != want)
		fail("other exit status", "");
}

static void
window(int rows, int cols)
{
	struct winsize ws;

	memset(&ws, 0, sizeof(ws));
	ws.ws_row = (unsigned short)rows;
	ws.ws_col = (unsigned short)cols;
	if (ioctl(master, TIOCSWINSZ, &ws) != 0)
		err(2, "TIOCSWINSZ");
}

static void
start(char **argv)
{
	const char *name;
	int fd;

	if ((master = posix_openpt(O_RDWR | O_NOCTTY)) < 0 ||
	    grantpt(master) != 0 || unlockpt(master) != 0 ||
	    (name = ptsname(master)) == NULL)
		err(2, "pty");
	window(24, 80);
	if ((child = fork()) < 0)
		err(2, "fork");
	if (child != 0)
		return;
	(void)setsid();
	if ((fd = open(name, O_RDWR)) < 0)
		err(2, "%s", name);
	(void)ioctl(fd, TIOCSCTTY, 0);
	(void)dup2(fd, 0);
	(void)dup2(fd, 1);
	(void)dup2(fd, 2);
	if (fd > 2)
		(void)close(fd);
	(void)close(master);
	execvp(argv[0], argv);
	err(127, "%s", argv[0]);
}

static void
step(char *line)
{
	char *text = line[1] != '\0' ? line + 2 : line + 1;
	size_t len;
	int rows, cols;

	len = unescape(text);
	switch (line[0]) {
	case 's':
		if (write(master, text, len) != (ssize_t)len)
			err(2, "write");
		break;
	case 'e':
		expect(text);
		break;
	case 'n':
		while (poll(&(struct pollfd){ master, POLLIN, 0 }, 1, 0) > 0 &&
		    pump(0) != 0)
			continue;
		if (output != NULL && strstr(output + seen, text) != NULL)
			fail("did not expect", text);
		break;
	case 'f':
		await(in_foreground, "not in the foreground:", text);
		break;
	case 'd':
		await(no_children, "a child does not end", text);
		break;
	case 'z':
		if (sscanf(text, "%d %d", &rows, &cols) == 2)
			window(rows, cols);
		break;
	case 'x':
		expect_exit(atoi(text));
		break;
	default:
		errx(2, "%s: unknown step", line);
	}
}

int
main(int argc, char *argv[])
{
	char line[1024];
	FILE *fp;

	if (argc < 3)
		errx(2, "usage: h_pty dialogue program [argument ...]");
	if ((fp = fopen(argv[1], "r")) == NULL)
		err(2, "%s", argv[1]);
	(void)signal(SIGPIPE, SIG_IGN);
	start(argv + 2);
	while (fgets(line, sizeof(line), fp) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0] != '\0' && line[0] != '#')
			step(line);
	}
	(void)kill(child, SIGHUP);
	(void)fclose(fp);
	return (0);
}
