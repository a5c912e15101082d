/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Built-ins for jobs: bg, fg, jobs, wait.  kill is in ../kill.
 */

#include <errno.h>
#include <stdlib.h>

#include "builtin.h"
#include "eval.h"
#include "jobs.h"

int
bi_jobs(int argc, char **argv)
{
	struct optscan os;
	struct job *j, *best;
	int c, flags = 0, shown;

	optscan_start(&os, argv);
	while ((c = optscan_next(&os, "lp")) != -1)
		flags = c == 'l' ? JP_LONG : JP_PGRP;
	job_reap();
	if (*os.os_argv != NULL) {
		for (argv = os.os_argv; *argv != NULL; argv++) {
			j = job_find(*argv, true);
			job_print(j, flags);
			if (j->j_state == JS_DONE)
				job_free(j);
		}
		return (0);
	}
	for (shown = 0;; shown = best->j_number) {
		best = NULL;
		for (j = job_first(); j != NULL; j = j->j_next) {
			if (j->j_number > shown && !j->j_foreground &&
			    (best == NULL || j->j_number < best->j_number))
				best = j;
		}
		if (best == NULL)
			break;
		job_print(best, flags);
		best->j_known = best->j_state == JS_DONE &&
		    (flags & JP_PGRP) == 0;
	}
	for (j = job_first(); j != NULL; j = best) {
		best = j->j_next;
		if (j->j_known)
			job_free(j);
	}
	return (0);
}

static void
need_job_control(void)
{
	if (!sh_opt(MONITOR))
		sh_error(ST_ERROR, "no job control");
}

int
bi_fg(int argc, char **argv)
{
	struct job *j;

	need_job_control();
	j = job_find(argc > 1 ? argv[1] : "%+", true);
	job_reap();
	if (j->j_state == JS_DONE) {
		sh_error(ST_ERROR, "%%%d: has ended", j->j_number);
	}
	out_puts(j->j_text);
	out_putc('\n');
	(void)out_flush();
	return (job_continue(j, true));
}

int
bi_bg(int argc, char **argv)
{
	static char current[] = "%+";
	char *none[] = { current, NULL };
	struct job *j;

	need_job_control();
	for (argv = argc > 1 ? argv + 1 : none; *argv != NULL; argv++) {
		j = job_find(*argv, true);
		if (j->j_state == JS_DONE)
			sh_error(ST_ERROR, "%%%d: has ended", j->j_number);
		(void)job_continue(j, false);
		out_printf("[%d] ", j->j_number);
		out_puts(j->j_text);
		out_putc('\n');
	}
	return (0);
}

int
bi_wait(int argc, char **argv)
{
	struct job *j, *next;
	int sig, status = 0;

	if (argc > 1 && strcmp(argv[1], "--") == 0) {
		argc--;
		argv++;
	}
	if (argc == 1) {
		if ((sig = job_wait(NULL)) != 0)
			return (ST_SIGNAL + sig);
		for (j = job_first(); j != NULL; j = next) {
			next = j->j_next;
			if (j->j_state == JS_DONE && !j->j_foreground &&
			    !sh_interactive())
				job_free(j);
		}
		return (0);
	}
	while (*++argv != NULL) {
		if (**argv == '%')
			j = job_find(*argv, false);
		else
			j = job_by_pid(number_parse(*argv));
		if (j == NULL) {
			status = ST_NOTFOUND;
			continue;
		}
		if ((sig = job_wait(j)) != 0)
			return (ST_SIGNAL + sig);
		status = job_status(j);
		if (j->j_state == JS_DONE)
			job_free(j);
	}
	return (status);
}
