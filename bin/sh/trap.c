/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Signals and traps (POSIX 2.11 and trap in 2.14).
 *
 * A handler only notes that its signal came.  Trap actions run between
 * commands, by trap_run().  SIGINT in an interactive shell without a trap
 * for it sets trap_interrupt instead, and trap_check_interrupt() throws
 * EX_INT at the next safe place.
 *
 * Subshells keep the texts of their parent's traps, for a bare "trap" to
 * show, but not the actions: trap_inherited marks that state.  Signal 0 is
 * EXIT.
 */

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "builtin.h"
#include "eval.h"
#include "jobs.h"

#define	SIGNALS		NSIG

/* What we have made of a signal; 0 is: nothing yet. */
enum sigmode {
	SM_UNKNOWN, SM_DEFAULT, SM_IGNORE, SM_CATCH, SM_HARDIGNORE
};

volatile sig_atomic_t	trap_pending;
volatile sig_atomic_t	trap_interrupt;

static char		*actions[SIGNALS];	/* malloc'ed; "" ignores */
static uint8_t		modes[SIGNALS];
static volatile sig_atomic_t caught[SIGNALS];
static int		traps_set;		/* actions that are not NULL */
static bool		trap_inherited;
static bool		modes_changed;
static int		trap_depth;
static int		saved_status;

static void	trap_handler(int);
static void	trap_action(int);

static void
trap_handler(int sig)
{
	if (actions[sig] == NULL) {
		if (sig == SIGINT)
			trap_interrupt = 1;
		return;
	}
	caught[sig] = 1;
	trap_pending = 1;
}

/* Throw EX_INT if control-C was typed at an interactive shell. */
void
trap_check_interrupt(void)
{
	if (trap_interrupt == 0)
		return;
	trap_interrupt = 0;
	sh.sh_status = ST_SIGNAL + SIGINT;
	sh_throw(EX_INT);
}

bool
trap_any(void)
{
	return (traps_set != 0 && !trap_inherited);
}

/* Is there an action for sig? */
bool
trap_have(int sig)
{
	return (!trap_inherited && actions[sig] != NULL &&
	    *actions[sig] != '\0');
}

/* Make the disposition of sig what traps and options want. */
void
trap_signal_mode(int sig)
{
	struct sigaction sa;
	enum sigmode want = SM_DEFAULT;

	if (actions[sig] != NULL && !trap_inherited)
		want = *actions[sig] != '\0' ? SM_CATCH : SM_IGNORE;
	else if (actions[sig] != NULL && *actions[sig] == '\0')
		want = SM_IGNORE;
	else if (sh_interactive() && (sig == SIGINT || sig == SIGQUIT ||
	    sig == SIGTERM))
		want = SM_CATCH;
	else if (sh_opt(MONITOR) && sh.sh_subshell == 0 &&
	    (sig == SIGTSTP || sig == SIGTTIN || sig == SIGTTOU))
		want = SM_IGNORE;
	if (modes[sig] == SM_UNKNOWN) {
		if (sigaction(sig, NULL, &sa) != 0)
			return;
		/* Ignored when we started: so it stays, POSIX 2.11. */
		if (sa.sa_handler == SIG_IGN && !sh_opt(INTERACTIVE))
			modes[sig] = SM_HARDIGNORE;
		else
			modes[sig] = sa.sa_handler == SIG_IGN ? SM_IGNORE :
			    SM_DEFAULT;
	}
	if (modes[sig] == SM_HARDIGNORE || modes[sig] == want)
		return;
	memset(&sa, 0, sizeof(sa));
	sigemptyset(&sa.sa_mask);
	sa.sa_handler = want == SM_CATCH ? trap_handler :
	    want == SM_IGNORE ? SIG_IGN : SIG_DFL;
	modes[sig] = (uint8_t)want;
	modes_changed = true;
	(void)sigaction(sig, &sa, NULL);
}

void
trap_init_interactive(void)
{
	trap_signal_mode(SIGINT);
	trap_signal_mode(SIGQUIT);
	trap_signal_mode(SIGTERM);
}

/* Ignore sig for good: an asynchronous list without job control. */
void
trap_ignore(int sig)
{
	(void)signal(sig, SIG_IGN);
	modes[sig] = SM_HARDIGNORE;
}

/*
 * Block all signals for the time of a fork, if there is anything that the
 * child must change before it may get one: a signal that came too early
 * would be lost in a handler of ours.  That is also why an interactive shell
 * catches signals that it could just ignore.
 */
bool
trap_block(sigset_t *old)
{
	sigset_t all;

	if (!modes_changed)
		return (false);
	sigfillset(&all);
	return (sigprocmask(SIG_BLOCK, &all, old) == 0);
}

/*
 * In a new subshell: signals that are caught, or ignored only because we
 * were interactive, get their default action again.
 */
void
trap_subshell(void)
{
	int sig;

	if (traps_set != 0)
		trap_inherited = true;
	trap_pending = 0;
	trap_interrupt = 0;
	trap_depth = 0;
	if (!modes_changed)
		return;
	for (sig = 1; sig < SIGNALS; sig++) {
		caught[sig] = 0;
		if (modes[sig] == SM_CATCH || modes[sig] == SM_IGNORE)
			trap_signal_mode(sig);
	}
}

/* The same for a program that replaces the shell. */
void
trap_restore_signals(void)
{
	if (modes_changed) {
		sh.sh_subshell++;
		trap_subshell();
	}
}

/* The number of a signal that waits for its action; 0 if there is none. */
int
trap_first_pending(void)
{
	int sig;

	for (sig = 1; sig < SIGNALS; sig++) {
		if (caught[sig] != 0)
			return (sig);
	}
	return (0);
}

/* The status that exit without an operand gives inside of an action. */
int
trap_status(void)
{
	return (trap_depth != 0 ? saved_status : sh.sh_status);
}

static void
trap_action(int sig)
{
	char *text = mem_strdup(actions[sig]);
	int outer = saved_status, status = sh.sh_status, line = sh.sh_line;
	enum skip skip = sh.sh_skip;
	int skipcount = sh.sh_skipcount;
	const char *cmd = sh.sh_cmd;
	struct mem_mark m = tmp_mark();
	char *copy;

	copy = tmp_strdup(text);
	free(text);
	saved_status = status;
	trap_depth++;
	sh.sh_skip = SKIP_NONE;
	sh.sh_cmd = NULL;
	(void)eval_string(copy, strlen(copy), line, 0);
	trap_depth--;
	saved_status = outer;
	sh.sh_cmd = cmd;
	sh.sh_line = line;
	if (sh.sh_skip == SKIP_NONE) {
		sh.sh_skip = skip;
		sh.sh_skipcount = skipcount;
		sh.sh_status = status;
	}
	tmp_release(m);
}

/* Run the actions of all signals that have come. */
void
trap_run(void)
{
	int sig;

	while (trap_pending != 0) {
		trap_pending = 0;
		for (sig = 1; sig < SIGNALS; sig++) {
			if (caught[sig] == 0)
				continue;
			caught[sig] = 0;
			if (trap_have(sig))
				trap_action(sig);
			if (sh.sh_skip != SKIP_NONE)
				return;
		}
	}
}

/* The shell ends: run the EXIT trap, once. */
void
trap_run_exit(void)
{
	int status = sh.sh_status;

	if (sh.sh_exiting || !trap_have(0))
		return;
	sh.sh_exiting = true;
	sh.sh_skip = SKIP_NONE;
	trap_action(0);
	sh.sh_status = status;
}

/* Give sig an action, NULL for the default one. */
static void
trap_set(int sig, const char *action)
{
	traps_set -= actions[sig] != NULL;
	free(actions[sig]);
	actions[sig] = action != NULL ? mem_strdup(action) : NULL;
	traps_set += actions[sig] != NULL;
	if (sig != 0)
		trap_signal_mode(sig);
}

/* A subshell sets a trap: from now on its list is its own. */
static void
trap_disinherit(void)
{
	int sig;

	if (!trap_inherited)
		return;
	for (sig = 0; sig < SIGNALS; sig++) {
		if (actions[sig] != NULL && *actions[sig] != '\0') {
			free(actions[sig]);
			actions[sig] = NULL;
			traps_set--;
		}
	}
	trap_inherited = false;
}

static void
trap_print(int sig, bool always)
{
	if (actions[sig] == NULL && !always)
		return;
	out_puts("trap -- ");
	if (actions[sig] != NULL)
		out_quoted(actions[sig]);
	else
		out_putc('-');
	out_printf(" %s\n", sig == 0 ? "EXIT" : signal_label(sig));
}

int
bi_trap(int argc, char **argv)
{
	struct optscan os;
	const char *action = NULL;
	bool print = false;
	int sig, status = 0;

	optscan_start(&os, argv);
	while ((sig = optscan_next(&os, "lp")) != -1) {
		if (sig == 'p')
			print = true;
	}
	argv = os.os_argv;
	if (os.os_opt == 'l')
		return (bi_kill(2, (char *[]){ (char *)(uintptr_t)"trap",
		    (char *)(uintptr_t)"-l", NULL }));
	if (*argv == NULL) {
		for (sig = 0; sig < SIGNALS; sig++)
			trap_print(sig, false);
		return (0);
	}
	/* "trap 2": an unsigned number first resets all operands. */
	if (!print && (**argv == '\0' ||
	    argv[0][strspn(argv[0], "0123456789")] != '\0')) {
		action = strcmp(*argv, "-") == 0 ? NULL : *argv;
		if (argv[1] == NULL && action != NULL &&
		    signal_parse(action, true) < 0)
			sh_error(ST_ERROR, "%s: no such signal", action);
		if (argv[1] != NULL || action == NULL)
			argv++;
		else
			action = NULL;
	}
	if (!print)
		trap_disinherit();
	for (; *argv != NULL; argv++) {
		if ((sig = signal_parse(*argv, true)) < 0) {
			sh_warn("%s: no such signal", *argv);
			status = 1;
		} else if (print)
			trap_print(sig, true);
		else if (sig != SIGKILL && sig != SIGSTOP)
			trap_set(sig, action);
	}
	return (status);
}
