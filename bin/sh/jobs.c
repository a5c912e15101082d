/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Processes and job control.
 *
 * A job is a pipeline.  Every child of the shell belongs to one, and is
 * found by its pid when waitpid() reports it; reaping happens in
 * job_reap_one() alone.  With job control each job is a process group of its
 * own, and the foreground job's group is that of the terminal.  Both the
 * shell and the child call setpgid() and tcsetpgrp(), so that it does not
 * matter which of them runs first.
 *
 * Job numbers are given to jobs in the background and to those that stop.
 * A finished background job stays until its status has been asked for (wait)
 * or told (jobs, or a prompt), as POSIX wants; the oldest ones are dropped
 * when there are more than JOBS_KEEP.
 *
 * A subshell keeps the list only to show it (jobs_foreign): it cannot wait
 * for its parent's children.
 *
 * Tests	tests/bin/sh/t_jobs.sh, tests/bin/sh/t_interactive.sh
 */

#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "builtin.h"
#include "eval.h"
#include "jobs.h"

#define	JOBS_KEEP	1024

static struct job	*jobs;		/* newest first */
static struct job	first_job;	/* one that needs no malloc() */
static struct job	*free_job = &first_job;
static int		jobs_count;
static unsigned		next_serial;
static bool		jobs_foreign;
static int		tty_fd = -1;
static pid_t		tty_oldpgrp;	/* of the terminal before us */
static pid_t		shell_pgrp;
static bool		have_tmodes;
static struct termios	shell_tmodes;

static bool	job_reap_one(int);
static void	job_child(struct job *, enum fork_mode);
static void	job_update(struct job *);
static void	jobs_disown(void);

int
job_tty(void)
{
	return (tty_fd);
}

bool
job_evict_fd(int fd)
{
	if (fd != tty_fd)
		return (false);
	tty_fd = fd_move_high(fd);
	return (true);
}

struct job *
job_first(void)
{
	return (jobs);
}

/* Children are forked now: forget the jobs of our parent. */
static void
jobs_disown(void)
{
	jobs_foreign = false;
	while (jobs != NULL)
		job_free(jobs);
}

/* Drop the oldest finished job whose status nobody has asked for. */
static void
jobs_prune(void)
{
	struct job *j, *oldest = NULL;

	for (j = jobs; j != NULL; j = j->j_next) {
		if (j->j_state == JS_DONE && !j->j_foreground)
			oldest = j;
	}
	if (oldest != NULL)
		job_free(oldest);
}

/*
 * A new job of nprocs processes.  n is what it runs, for its description;
 * NULL if it will never need one.
 */
struct job *
job_new(int nprocs, const struct node *n, bool background)
{
	struct mem_mark m;
	struct sbuf sb = SBUF_INIT;
	struct job *j;

	if (jobs_foreign)
		jobs_disown();
	if (++jobs_count > JOBS_KEEP)
		jobs_prune();
	if ((j = free_job) != NULL)
		free_job = NULL;
	else
		j = mem_alloc(sizeof(*j));
	memset(j, 0, sizeof(*j));
	j->j_foreground = !background;
	j->j_jobctl = n != NULL && sh_opt(MONITOR) && sh.sh_subshell == 0;
	j->j_procs = nprocs == 1 ? &j->j_one :
	    mem_alloc((size_t)nprocs * sizeof(*j->j_procs));
	if (n != NULL && (background || j->j_jobctl)) {
		m = tmp_mark();
		ast_print(&sb, n);
		j->j_text = mem_strdup(sbuf_str(&sb));
		tmp_release(m);
	}
	j->j_next = jobs;
	jobs = j;
	return (j);
}

void
job_free(struct job *j)
{
	struct job **jp;

	for (jp = &jobs; *jp != j; jp = &(*jp)->j_next)
		;
	*jp = j->j_next;
	jobs_count--;
	free(j->j_text);
	if (j->j_procs != &j->j_one)
		free(j->j_procs);
	if (j == &first_job || free_job == NULL) {
		if (free_job != NULL)
			free(free_job);
		free_job = j;
	} else
		free(j);
}

/*
 * Fork a process of j; j is NULL for one that nobody waits for.  Returns 0
 * in the child, which is a subshell by then.
 */
pid_t
job_fork(struct job *j, enum fork_mode mode)
{
	struct proc *p;
	sigset_t mask;
	bool blocked;
	pid_t pid;
	int error;

	(void)out_flush();
	blocked = trap_block(&mask);
	pid = fork();
	error = errno;
	if (pid == 0)
		job_child(j, mode);
	if (blocked)
		(void)sigprocmask(SIG_SETMASK, &mask, NULL);
	if (pid < 0) {
		if (j != NULL && j->j_nprocs == 0)
			job_free(j);
		sh_error(ST_ERROR, "cannot fork: %s", strerror(error));
	}
	if (pid == 0 || j == NULL)
		return (pid);
	if (j->j_jobctl) {
		if (j->j_pgrp == 0)
			j->j_pgrp = pid;
		(void)setpgid(pid, j->j_pgrp);
	}
	p = &j->j_procs[j->j_nprocs++];
	p->pr_pid = pid;
	p->pr_status = 0;
	p->pr_state = JS_RUNNING;
	return (pid);
}

/* What a child does before anything else. */
static void
job_child(struct job *j, enum fork_mode mode)
{
	bool jobctl = j != NULL && j->j_jobctl;
	int fd;

	sh.sh_subshell++;
	if (jobctl) {
		if (j->j_pgrp == 0)
			j->j_pgrp = getpid();
		(void)setpgid(0, j->j_pgrp);
		if (mode == FK_FOREGROUND && tty_fd >= 0)
			(void)tcsetpgrp(tty_fd, j->j_pgrp);
	}
	trap_subshell();
	if (mode == FK_BACKGROUND && !jobctl) {
		trap_ignore(SIGINT);
		trap_ignore(SIGQUIT);
		if ((fd = open("/dev/null", O_RDONLY)) >= 0 &&
		    fd != STDIN_FILENO) {
			(void)dup2(fd, STDIN_FILENO);
			(void)close(fd);
		}
	}
	if (tty_fd >= 0) {
		(void)close(tty_fd);
		tty_fd = -1;
	}
	sh_opt(MONITOR) = false;
	jobs_foreign = true;
}

int
status_decode(int status)
{
	if (WIFEXITED(status))
		return (WEXITSTATUS(status));
	if (WIFSTOPPED(status))
		return (ST_SIGNAL + WSTOPSIG(status));
	return (ST_SIGNAL + WTERMSIG(status));
}

/* The exit status of a job. */
int
job_status(const struct job *j)
{
	int i, status = 0;

	if (j->j_nprocs == 0)
		return (0);
	if (j->j_state != JS_STOPPED && !sh_opt(PIPEFAIL))
		return (status_decode(j->j_procs[j->j_nprocs - 1].pr_status));
	for (i = j->j_nprocs; i-- > 0 && status == 0;) {
		if (j->j_state != JS_STOPPED ||
		    j->j_procs[i].pr_state == JS_STOPPED)
			status = status_decode(j->j_procs[i].pr_status);
	}
	return (status);
}

/* Work out the state of a job from those of its processes. */
static void
job_update(struct job *j)
{
	enum jstate state = JS_DONE;
	int i;

	for (i = 0; i < j->j_nprocs; i++) {
		if (j->j_procs[i].pr_state == JS_RUNNING) {
			state = JS_RUNNING;
			break;
		}
		if (j->j_procs[i].pr_state == JS_STOPPED)
			state = JS_STOPPED;
	}
	if (state == j->j_state)
		return;
	j->j_state = state;
	j->j_changed = state != JS_RUNNING;
	if (state == JS_STOPPED)
		job_background(j);
}

/*
 * Reap one child; flags are for waitpid().  False if there is none to reap
 * now.
 */
static bool
job_reap_one(int flags)
{
	struct job *j;
	pid_t pid;
	int i, status;

	if (sh_opt(MONITOR))
		flags |= WUNTRACED;
	pid = waitpid(-1, &status, flags);
	if (pid == 0)
		return (false);
	if (pid < 0) {
		if (errno != ECHILD)
			return (false);
		/* Somebody else has reaped them. */
		for (j = jobs; j != NULL; j = j->j_next) {
			for (i = 0; i < j->j_nprocs; i++)
				j->j_procs[i].pr_state = JS_DONE;
			job_update(j);
		}
		return (false);
	}
	for (j = jobs; j != NULL; j = j->j_next) {
		for (i = 0; i < j->j_nprocs; i++) {
			if (j->j_procs[i].pr_pid != pid ||
			    j->j_procs[i].pr_state == JS_DONE)
				continue;
			j->j_procs[i].pr_status = status;
			j->j_procs[i].pr_state = WIFSTOPPED(status) ?
			    JS_STOPPED : JS_DONE;
			job_update(j);
			return (true);
		}
	}
	return (true);
}

/* Reap all children that have changed. */
void
job_reap(void)
{
	if (jobs_foreign)
		return;
	while (job_reap_one(WNOHANG))
		;
}

/* Say how a foreground process was killed, unless that goes without. */
static void
job_tell_signal(const struct job *j)
{
	struct sbuf sb = SBUF_INIT;
	int status = j->j_procs[j->j_nprocs - 1].pr_status, sig;

	if (!WIFSIGNALED(status))
		return;
	sig = WTERMSIG(status);
	if (sig == SIGPIPE || sig == SIGINT)
		return;
	sbuf_puts(&sb, strsignal(sig));
	if (WCOREDUMP(status))
		sbuf_puts(&sb, " (core dumped)");
	sbuf_putc(&sb, '\n');
	err_write(sb.sb_s, sb.sb_len);
}

/*
 * Wait until a foreground job has ended or stopped.  Returns its status; a
 * job that has ended is gone afterwards.
 */
int
job_wait_foreground(struct job *j)
{
	bool interrupted = false, jobctl = j->j_jobctl;
	struct mem_mark m;
	int status;

	while (j->j_state == JS_RUNNING)
		(void)job_reap_one(0);
	status = job_status(j);
	if (jobctl && tty_fd >= 0) {
		(void)tcsetpgrp(tty_fd, shell_pgrp);
		if (j->j_state == JS_STOPPED)
			j->j_tmodes = tcgetattr(tty_fd, &j->j_termios) == 0;
		if (have_tmodes && (j->j_state == JS_STOPPED ||
		    WIFSIGNALED(j->j_procs[j->j_nprocs - 1].pr_status)))
			(void)tcsetattr(tty_fd, TCSADRAIN, &shell_tmodes);
	}
	m = tmp_mark();
	if (j->j_state == JS_STOPPED) {
		j->j_foreground = false;
		err_puts("\n");
		job_print(j, JP_STDERR);
		j->j_changed = false;
	} else {
		job_tell_signal(j);
		interrupted = jobctl && status == ST_SIGNAL + SIGINT &&
		    WIFSIGNALED(j->j_procs[j->j_nprocs - 1].pr_status);
		job_free(j);
	}
	tmp_release(m);
	if (sh_interactive()) {
		/* Control-C also ends the list that the job was part of. */
		if (interrupted)
			trap_interrupt = 1;
		sh.sh_status = status;
		trap_check_interrupt();
	}
	return (status);
}

static void
on_child(int sig)
{
}

/*
 * Wait until j is not running any more, or all jobs if it is NULL.  Returns
 * the number of a trapped signal that came before, else 0.
 *
 * All signals are blocked but while we sleep, so that none can slip in
 * between looking and sleeping.
 */
int
job_wait(struct job *j)
{
	struct sigaction sa, oldsa;
	sigset_t all, old;
	struct job *k;
	bool ours, busy;
	int sig = 0;

	if (jobs_foreign)
		return (0);
	(void)sigaction(SIGCHLD, NULL, &oldsa);
	ours = oldsa.sa_handler == SIG_DFL;
	if (ours) {
		memset(&sa, 0, sizeof(sa));
		sigemptyset(&sa.sa_mask);
		sa.sa_handler = on_child;
		(void)sigaction(SIGCHLD, &sa, NULL);
	}
	sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, &old);
	for (;;) {
		while (job_reap_one(WNOHANG))
			;
		busy = false;
		for (k = j != NULL ? j : jobs; k != NULL; k = k->j_next) {
			if (k->j_state == JS_RUNNING)
				busy = true;
			if (j != NULL)
				break;
		}
		if (!busy || trap_interrupt != 0)
			break;
		if (trap_pending != 0 && (sig = trap_first_pending()) != 0)
			break;
		(void)sigsuspend(&old);
	}
	(void)sigprocmask(SIG_SETMASK, &old, NULL);
	if (ours)
		(void)sigaction(SIGCHLD, &oldsa, NULL);
	trap_check_interrupt();
	return (sig);
}

/* Give a job a number and make it the current one. */
void
job_background(struct job *j)
{
	struct job *k;

	if (j->j_number == 0) {
		j->j_number = 1;
		for (k = jobs; k != NULL; k = k->j_next) {
			if (k != j && k->j_number >= j->j_number)
				j->j_number = k->j_number + 1;
		}
	}
	j->j_serial = ++next_serial;
	if (j->j_state == JS_RUNNING && sh_interactive()) {
		struct mem_mark m = tmp_mark();
		struct sbuf sb = SBUF_INIT;

		sbuf_printf(&sb, "[%d] %d\n", j->j_number,
		    (int)j->j_procs[j->j_nprocs - 1].pr_pid);
		err_write(sb.sb_s, sb.sb_len);
		tmp_release(m);
	}
}

/*
 * The job that %+ (which is 0) or %- (1) means: the one stopped last, else
 * the one put into the background last.
 */
struct job *
job_current(int which)
{
	struct job *j, *best, *first = NULL;

	for (;; which--) {
		best = NULL;
		for (j = jobs; j != NULL; j = j->j_next) {
			if (j->j_number == 0 || j == first ||
			    j->j_foreground)
				continue;
			if (best == NULL ||
			    (j->j_state == JS_STOPPED) >
			    (best->j_state == JS_STOPPED) ||
			    ((j->j_state == JS_STOPPED) ==
			    (best->j_state == JS_STOPPED) &&
			    j->j_serial > best->j_serial))
				best = j;
		}
		if (which == 0 || best == NULL)
			return (best);
		first = best;
	}
}

struct job *
job_by_pid(pid_t pid)
{
	struct job *j;
	int i;

	for (j = jobs; j != NULL; j = j->j_next) {
		for (i = 0; i < j->j_nprocs; i++) {
			if (j->j_procs[i].pr_pid == pid)
				return (j);
		}
	}
	return (NULL);
}

/*
 * The job that spec means: %n, %+, %-, %str, %?str.  NULL, or an error if
 * one must be there.
 */
struct job *
job_find(const char *spec, bool must)
{
	const char *s = spec + (*spec == '%');
	struct job *j, *found = NULL;

	if (*s == '\0' || strcmp(s, "+") == 0 || strcmp(s, "%") == 0)
		found = job_current(0);
	else if (strcmp(s, "-") == 0) {
		if ((found = job_current(1)) == NULL)
			found = job_current(0);
	} else if (s[strspn(s, "0123456789")] == '\0') {
		for (j = jobs; j != NULL; j = j->j_next) {
			if (j->j_number != 0 && strlen(s) < 9 &&
			    j->j_number == atoi(s))
				found = j;
		}
	} else {
		for (j = jobs; j != NULL; j = j->j_next) {
			if (j->j_number == 0 || j->j_text == NULL)
				continue;
			if (*s == '?' ? strstr(j->j_text, s + 1) == NULL :
			    strncmp(j->j_text, s, strlen(s)) != 0)
				continue;
			if (found != NULL)
				sh_error(ST_ERROR, "%s: ambiguous", spec);
			found = j;
		}
	}
	if (found == NULL && must)
		sh_error(ST_ERROR, "%s: no such job", spec);
	return (found);
}

static void
state_text(struct sbuf *sb, const struct job *j)
{
	int status = j->j_procs[j->j_nprocs - 1].pr_status, sig;

	switch (j->j_state) {
	case JS_RUNNING:
		sbuf_puts(sb, "Running");
		return;
	case JS_STOPPED:
		sig = job_status(j) - ST_SIGNAL;
		sbuf_puts(sb, "Stopped");
		if (sig != SIGTSTP)
			sbuf_printf(sb, " (SIG%s)", signal_label(sig));
		return;
	default:
		break;
	}
	if (WIFSIGNALED(status)) {
		sbuf_puts(sb, strsignal(WTERMSIG(status)));
		if (WCOREDUMP(status))
			sbuf_puts(sb, " (core dumped)");
	} else if (WEXITSTATUS(status) != 0)
		sbuf_printf(sb, "Done(%d)", WEXITSTATUS(status));
	else
		sbuf_puts(sb, "Done");
}

/* Print a line about j. */
void
job_print(struct job *j, int flags)
{
	struct mem_mark m = tmp_mark();
	struct sbuf sb = SBUF_INIT;
	size_t start;
	int mark = ' ';

	if ((flags & JP_PGRP) != 0) {
		out_printf("%d\n", (int)j->j_procs[0].pr_pid);
		tmp_release(m);
		return;
	}
	if (j == job_current(0))
		mark = '+';
	else if (j == job_current(1))
		mark = '-';
	sbuf_printf(&sb, "[%d] %c ", j->j_number, mark);
	if ((flags & JP_LONG) != 0)
		sbuf_printf(&sb, "%d ", (int)j->j_procs[0].pr_pid);
	start = sb.sb_len;
	state_text(&sb, j);
	do {
		sbuf_putc(&sb, ' ');
	} while (sb.sb_len - start < 20);
	if (j->j_text != NULL)
		sbuf_puts(&sb, j->j_text);
	sbuf_putc(&sb, '\n');
	if ((flags & JP_STDERR) != 0)
		err_write(sb.sb_s, sb.sb_len);
	else
		out_write(sb.sb_s, sb.sb_len);
	tmp_release(m);
	j->j_changed = false;
}

/* Before a prompt: tell what has happened to jobs, forget finished ones. */
void
job_notify(void)
{
	struct job *j, *next;

	if (jobs == NULL)
		return;
	job_reap();
	for (j = jobs; j != NULL; j = next) {
		next = j->j_next;
		if (j->j_changed && j->j_number != 0)
			job_print(j, JP_STDERR);
		if (j->j_state == JS_DONE)
			job_free(j);
	}
}

/* Would job_notify() have anything to tell? */
bool
job_any_news(void)
{
	struct job *j;

	job_reap();
	for (j = jobs; j != NULL; j = j->j_next) {
		if (j->j_changed && j->j_number != 0)
			return (true);
	}
	return (false);
}

bool
job_any_stopped(void)
{
	struct job *j;

	for (j = jobs; j != NULL; j = j->j_next) {
		if (j->j_state == JS_STOPPED && !jobs_foreign)
			return (true);
	}
	return (false);
}

/* Send sig to all processes of a job. */
int
job_kill(struct job *j, int sig)
{
	int i, error = 0;

	if (j->j_pgrp != 0) {
		if (kill(-j->j_pgrp, sig) != 0)
			return (-1);
		if (j->j_state == JS_STOPPED &&
		    (sig == SIGTERM || sig == SIGHUP))
			(void)kill(-j->j_pgrp, SIGCONT);
		return (0);
	}
	for (i = 0; i < j->j_nprocs; i++) {
		if (j->j_procs[i].pr_state != JS_DONE &&
		    kill(j->j_procs[i].pr_pid, sig) != 0)
			error = -1;
	}
	return (error);
}

/*
 * Let a job run on, in the foreground or not.  Returns its status if it was
 * in the foreground.
 */
int
job_continue(struct job *j, bool foreground)
{
	int i;

	if (!j->j_jobctl)
		sh_error(ST_ERROR, "%%%d: not under job control",
		    j->j_number);
	if (foreground && tty_fd >= 0) {
		have_tmodes = tcgetattr(tty_fd, &shell_tmodes) == 0;
		if (j->j_tmodes)
			(void)tcsetattr(tty_fd, TCSADRAIN, &j->j_termios);
		(void)tcsetpgrp(tty_fd, j->j_pgrp);
	}
	for (i = 0; i < j->j_nprocs; i++) {
		if (j->j_procs[i].pr_state == JS_STOPPED)
			j->j_procs[i].pr_state = JS_RUNNING;
	}
	job_update(j);
	(void)kill(-j->j_pgrp, SIGCONT);
	j->j_foreground = foreground;
	if (foreground)
		return (job_wait_foreground(j));
	j->j_serial = ++next_serial;
	return (0);
}

/* Find our terminal; -1 if there is none. */
static int
tty_open(void)
{
	int fd, copy;

	if ((fd = open("/dev/tty", O_RDWR)) < 0) {
		for (fd = 2; fd >= 0 && !isatty(fd); fd--)
			;
		if (fd < 0)
			return (-1);
		return (fcntl(fd, F_DUPFD_CLOEXEC, 10));
	}
	copy = fcntl(fd, F_DUPFD_CLOEXEC, 10);
	(void)close(fd);
	return (copy);
}

/* Switch job control on or off, as set -m wants. */
void
job_control(bool on)
{
	pid_t pgrp;

	if (sh.sh_subshell != 0)
		return;
	if (!on) {
		if (tty_fd < 0)
			return;
		(void)tcsetpgrp(tty_fd, tty_oldpgrp);
		(void)setpgid(0, tty_oldpgrp);
		(void)close(tty_fd);
		tty_fd = -1;
	} else if ((tty_fd = tty_open()) >= 0) {
		/* Wait until somebody puts us into the foreground. */
		for (;;) {
			if ((pgrp = tcgetpgrp(tty_fd)) < 0) {
				(void)close(tty_fd);
				tty_fd = -1;
				break;
			}
			shell_pgrp = getpgrp();
			if (pgrp == shell_pgrp || !sh_opt(INTERACTIVE))
				break;
			(void)kill(0, SIGTTIN);
		}
	}
	if (on && tty_fd < 0 && sh_opt(INTERACTIVE)) {
		sh_warn("no terminal: no job control");
		sh_opt(MONITOR) = false;
		return;
	}
	trap_signal_mode(SIGTSTP);
	trap_signal_mode(SIGTTIN);
	trap_signal_mode(SIGTTOU);
	if (!on || tty_fd < 0)
		return;
	tty_oldpgrp = pgrp;
	if (sh_opt(INTERACTIVE)) {
		shell_pgrp = sh.sh_pid;
		(void)setpgid(0, shell_pgrp);
		(void)tcsetpgrp(tty_fd, shell_pgrp);
		have_tmodes = tcgetattr(tty_fd, &shell_tmodes) == 0;
	}
}
