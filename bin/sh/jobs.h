/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Processes and job control; see jobs.c.
 */

#ifndef _SH_JOBS_H_
#define _SH_JOBS_H_

#include <termios.h>

#include "ast.h"

enum jstate {
	JS_RUNNING, JS_STOPPED, JS_DONE
};

struct proc {
	pid_t		pr_pid;
	int		pr_status;	/* as of waitpid() */
	enum jstate	pr_state;
};

struct job {
	struct job	*j_next;	/* by number */
	int		j_number;	/* %n; 0 until it needs one */
	unsigned	j_serial;	/* age as current job */
	pid_t		j_pgrp;		/* 0 without job control */
	enum jstate	j_state;
	bool		j_jobctl;	/* has a process group of its own */
	bool		j_foreground;
	bool		j_changed;	/* to be told at the next prompt */
	bool		j_known;	/* its status was returned or printed */
	bool		j_tmodes;	/* j_termios is valid */
	struct termios	j_termios;
	char		*j_text;
	int		j_nprocs;
	struct proc	*j_procs;
	struct proc	j_one;		/* storage of a job of one process */
};

enum fork_mode {
	FK_FOREGROUND, FK_BACKGROUND, FK_NOJOB
};

struct job *job_new(int, const struct node *, bool);
pid_t	job_fork(struct job *, enum fork_mode);
int	job_wait_foreground(struct job *);
int	job_wait(struct job *);
int	job_status(const struct job *);
void	job_background(struct job *);
struct job *job_find(const char *, bool);
struct job *job_by_pid(pid_t);
struct job *job_first(void);
struct job *job_current(int);
void	job_print(struct job *, int);
void	job_notify(void);
void	job_reap(void);
void	job_free(struct job *);
void	job_control(bool);
bool	job_any_stopped(void);
bool	job_any_news(void);
int	job_continue(struct job *, bool);
int	job_kill(struct job *, int);
int	job_tty(void);
bool	job_evict_fd(int);
int	status_decode(int);

#define	JP_LONG		0x01
#define	JP_PGRP		0x02
#define	JP_STDERR	0x04

#endif /* !_SH_JOBS_H_ */
