/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * init: process 1.  Runs /etc/rc once, keeps a command running on each
 * terminal line of /etc/ttys, collects orphans, and stops the machine.
 *
 * Model	States follow each other: rc, lines, stopping.  Everything
 *		happens in the main loop; signal handlers only set flags, and
 *		the loop sleeps in sigsuspend() with the signals blocked
 *		outside it, so that none is lost between look and sleep.
 *
 * A command that ends within FAST seconds, FASTMAX times in a row, has its
 * line rest for REST seconds: a broken line must not eat the machine.
 */
#include <sys/types.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <libutil.h>
#include <paths.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define	TTYS		"/etc/ttys"
#define	RC		"/etc/rc"
#define	RCSHUTDOWN	"/etc/rc.shutdown"
#define	MAXARGS		16
#define	FAST		2		/* seconds */
#define	FASTMAX		5
#define	REST		30		/* seconds */
#define	STOPWAIT	5	/* seconds between SIGTERM and SIGKILL */

struct line {
	struct line	*l_next;
	char		*l_name;
	char		*l_command;
	char		*l_type;
	pid_t		 l_pid;		/* of its process, or 0 */
	time_t		 l_started;
	time_t		 l_rest;	/* not before this time */
	int		 l_fast;	/* ends in a row that came too soon */
	bool		 l_on;
	bool		 l_seen;	/* while TTYS is read again */
};

static struct line	*lines;
static volatile sig_atomic_t	want_reread;
static volatile sig_atomic_t	want_stop;	/* RB_* plus 1 */
static sigset_t		 orig_mask;

static void	console_open(void);
static void	lines_read(void);
static void	lines_start(void);
static void	rc_run(const char *, const char *);
static void	reap(int);
static void	stop(int) __dead2;

static void
on_signal(int sig)
{

	switch (sig) {
	case SIGHUP:
		want_reread = 1;
		break;
	case SIGINT:
		want_stop = RB_AUTOBOOT + 1;
		break;
	case SIGUSR1:
		want_stop = RB_HALT + 1;
		break;
	case SIGUSR2:
	case SIGTERM:
		want_stop = RB_POWEROFF + 1;
		break;
	default:			/* SIGCHLD, SIGALRM: wake the loop */
		break;
	}
}

/*
 * A message on the console; init has no standard error of its own.
 */
static void
message(const char *fmt, ...)
{
	char buf[256];
	va_list ap;
	int fd, n;

	va_start(ap, fmt);
	n = vsnprintf(buf, sizeof(buf) - 1, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	if ((size_t)n > sizeof(buf) - 2)
		n = (int)sizeof(buf) - 2;
	buf[n++] = '\n';
	fd = open(_PATH_CONSOLE, O_WRONLY | O_NOCTTY);
	if (fd < 0)
		return;
	(void)write(fd, buf, (size_t)n);
	(void)close(fd);
}

int
main(int argc, char *argv[])
{
	static const int sigs[] = { SIGHUP, SIGINT, SIGTERM, SIGUSR1, SIGUSR2,
	    SIGCHLD };
	struct sigaction sa;
	sigset_t block;
	size_t i;

	if (getpid() != 1) {
		(void)fprintf(stderr, "init: only the kernel starts it; "
		    "see reboot(8) to stop the system\n");
		return (1);
	}
	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = on_signal;
	(void)sigfillset(&sa.sa_mask);
	(void)sigemptyset(&block);
	for (i = 0; i < sizeof(sigs) / sizeof(sigs[0]); i++) {
		(void)sigaction(sigs[i], &sa, NULL);
		(void)sigaddset(&block, sigs[i]);
	}
	(void)sigprocmask(SIG_BLOCK, &block, &orig_mask);
	(void)setsid();
	(void)chdir("/");

	rc_run(RC, "autoboot");
	lines_read();
	message("BOOT login");
	for (;;) {
		if (want_stop != 0)
			stop(want_stop - 1);
		if (want_reread != 0) {
			want_reread = 0;
			lines_read();
		}
		reap(WNOHANG);
		lines_start();
		(void)sigsuspend(&orig_mask);
	}
}

/*
 * In a child: descriptors 0 to 2 on the console, as its session's terminal.
 */
static void
console_open(void)
{
	int fd;

	(void)setsid();
	fd = open(_PATH_CONSOLE, O_RDWR);
	if (fd < 0)
		fd = open(_PATH_DEVNULL, O_RDWR);
	if (fd >= 0 && login_tty(fd) == 0)
		return;
	(void)dup2(fd, STDIN_FILENO);
	(void)dup2(fd, STDOUT_FILENO);
	(void)dup2(fd, STDERR_FILENO);
	if (fd > STDERR_FILENO)
		(void)close(fd);
}

static void
child_signals(void)
{
	struct sigaction sa;
	int sig;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = SIG_DFL;
	for (sig = 1; sig < NSIG; sig++)
		(void)sigaction(sig, &sa, NULL);
	(void)sigprocmask(SIG_SETMASK, &orig_mask, NULL);
}

/*
 * Run a script to its end, collecting orphans meanwhile.
 */
static void
rc_run(const char *script, const char *arg)
{
	pid_t pid, got;
	int status;

	if (access(script, R_OK) != 0)
		return;
	pid = fork();
	if (pid < 0) {
		message("init: fork: %s", strerror(errno));
		return;
	}
	if (pid == 0) {
		child_signals();
		console_open();
		(void)execl(_PATH_BSHELL, "sh", script, arg, (char *)NULL);
		warn("%s", _PATH_BSHELL);
		_exit(127);
	}
	do {
		got = waitpid(-1, &status, 0);
	} while (got != pid && (got > 0 || errno == EINTR));
	if (got == pid && status != 0)
		message("init: %s failed, status %d", script,
		    WIFEXITED(status) ? WEXITSTATUS(status) :
		    128 + WTERMSIG(status));
}

/* --- terminal lines ------------------------------------------------------- */

/*
 * The next field of a line of TTYS: a word or a quoted string.
 */
static char *
field(char **sp)
{
	char *p = *sp, *start;
	char end = '\0';

	while (*p == ' ' || *p == '\t')
		p++;
	if (*p == '\0' || *p == '#')
		return (NULL);
	if (*p == '"')
		end = *p++;
	start = p;
	while (*p != '\0' && (end != '\0' ? *p != end :
	    *p != ' ' && *p != '\t'))
		p++;
	if (*p != '\0')
		*p++ = '\0';
	*sp = p;
	return (start);
}

static void
line_set(char **sp, const char *value)
{

	if (*sp != NULL && strcmp(*sp, value) == 0)
		return;
	free(*sp);
	*sp = strdup(value);
}

static void
line_parse(char *text)
{
	char *name, *command, *type, *word;
	struct line *l;
	bool on = false;

	if ((name = field(&text)) == NULL)
		return;
	command = field(&text);
	type = field(&text);
	while ((word = field(&text)) != NULL)
		if (strcmp(word, "on") == 0)
			on = true;
	if (command == NULL || type == NULL) {
		message("init: %s: %s: command or type is missing", TTYS,
		    name);
		return;
	}
	for (l = lines; l != NULL; l = l->l_next)
		if (strcmp(l->l_name, name) == 0)
			break;
	if (l == NULL) {
		l = calloc(1, sizeof(*l));
		if (l == NULL || (l->l_name = strdup(name)) == NULL) {
			free(l);
			return;
		}
		l->l_next = lines;
		lines = l;
	}
	line_set(&l->l_command, command);
	line_set(&l->l_type, type);
	l->l_on = on && l->l_command != NULL && l->l_type != NULL;
	l->l_seen = true;
	l->l_rest = 0;
}

/*
 * Read TTYS, at the start and on SIGHUP.  A line that is gone or off has its
 * session told to end.
 */
static void
lines_read(void)
{
	char *text = NULL;
	size_t size = 0;
	ssize_t len;
	struct line *l;
	FILE *fp;

	fp = fopen(TTYS, "re");
	if (fp == NULL) {
		message("init: %s: %s; a shell on the console instead", TTYS,
		    strerror(errno));
		if (lines == NULL) {
			char fallback[] = "console /bin/sh xterm on";

			line_parse(fallback);
		}
		return;
	}
	for (l = lines; l != NULL; l = l->l_next)
		l->l_seen = false;
	while ((len = getline(&text, &size, fp)) > 0) {
		if (text[len - 1] == '\n')
			text[len - 1] = '\0';
		line_parse(text);
	}
	free(text);
	(void)fclose(fp);
	for (l = lines; l != NULL; l = l->l_next) {
		if (!l->l_seen)
			l->l_on = false;
		if (!l->l_on && l->l_pid != 0)
			(void)kill(l->l_pid, SIGHUP);
	}
}

static void
line_exec(const struct line *l)
{
	char *argv[MAXARGS + 1], *p, *word, term[64];
	int argc = 0;
	bool getty;

	child_signals();
	(void)setsid();
	if ((p = strdup(l->l_command)) == NULL)
		_exit(1);
	while (argc < MAXARGS && (word = field(&p)) != NULL)
		argv[argc++] = word;
	argv[argc] = NULL;
	if (argc == 0)
		_exit(127);
	(void)snprintf(term, sizeof(term), "TERM=%s", l->l_type);
	(void)putenv(term);
	/* getty opens its line itself; anything else gets it opened. */
	word = strrchr(argv[0], '/');
	getty = strcmp(word != NULL ? word + 1 : argv[0], "getty") == 0;
	if (getty) {
		if (argc < MAXARGS) {
			argv[argc++] = l->l_name;
			argv[argc] = NULL;
		}
	} else
		console_open();
	(void)execv(argv[0], argv);
	message("init: %s: %s", argv[0], strerror(errno));
	_exit(127);
}

/*
 * Start what should run and does not.  A line that rests is tried again when
 * an alarm, or anything else, wakes the loop after its time.
 */
static void
lines_start(void)
{
	time_t now = time(NULL);
	struct line *l;
	bool resting = false;
	pid_t pid;

	for (l = lines; l != NULL; l = l->l_next) {
		if (!l->l_on || l->l_pid != 0)
			continue;
		if (l->l_rest > now) {
			resting = true;
			continue;
		}
		pid = fork();
		if (pid == 0)
			line_exec(l);
		if (pid < 0) {
			message("init: fork: %s", strerror(errno));
			l->l_rest = now + REST;
			resting = true;
			continue;
		}
		l->l_pid = pid;
		l->l_started = now;
	}
	/* A child that sleeps is an alarm clock without a signal of its own. */
	if (resting && (pid = fork()) == 0) {
		child_signals();
		(void)sleep(REST + 1);
		_exit(0);
	}
}

static void
line_ended(struct line *l)
{
	time_t now = time(NULL);

	l->l_pid = 0;
	if (now - l->l_started >= FAST) {
		l->l_fast = 0;
		return;
	}
	if (++l->l_fast < FASTMAX)
		return;
	l->l_fast = 0;
	l->l_rest = now + REST;
	message("init: %s ends too fast on %s, trying again in %d s",
	    l->l_command, l->l_name, REST);
}

static void
reap(int options)
{
	struct line *l;
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, options)) > 0)
		for (l = lines; l != NULL; l = l->l_next)
			if (l->l_pid == pid)
				line_ended(l);
}

/* --- stopping ------------------------------------------------------------- */

/*
 * Give all processes the time to end, then make them, then the machine.
 */
static void
stop(int howto)
{
	struct timespec tick = { .tv_sec = 0, .tv_nsec = 10000000 };
	int i;

	rc_run(RCSHUTDOWN, howto == RB_AUTOBOOT ? "reboot" : "halt");
	if (kill(-1, SIGTERM) == 0) {
		(void)kill(-1, SIGHUP);
		(void)kill(-1, SIGCONT);
		for (i = 0; i < STOPWAIT * 100; i++) {
			reap(WNOHANG);
			if (kill(-1, 0) != 0 && errno == ESRCH)
				break;
			(void)nanosleep(&tick, NULL);
		}
	}
	if (kill(-1, SIGKILL) == 0) {
		message("init: some processes did not end, killed");
		for (i = 0; i < 100 && kill(-1, 0) == 0; i++) {
			reap(WNOHANG);
			(void)nanosleep(&tick, NULL);
		}
	}
	sync();
	(void)reboot(howto);
	message("init: reboot: %s", strerror(errno));
	for (;;)
		(void)pause();
}
