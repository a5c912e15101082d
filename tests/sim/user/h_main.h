/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the simulator's programs share.
 */
#ifndef _H_MAIN_H_
#define	_H_MAIN_H_

/* The program; 0 when all is well. */
int	sim_main(void);

/*
 * If there is one: called in process 1 before the seed and the plan count; when
 * the program has ended, and what it left running too, to undo what it left if
 * it failed.  Then what is allocated must be what it was before.
 */
void	sim_prepare(void);
void	sim_finish(int status);

/* Whether a CHECK that does not hold is a failure in a sweep, too. */
extern int sim_check_is_final;

/* Say where and why, and end the process with 1. */
void	check_failed(const char *file, int line, const char *what, long value)
	    __attribute__((__noreturn__));

#define	CHECK(cond) do {						\
	if (!(cond))							\
		check_failed(__FILE_NAME__, __LINE__, #cond, errno);	\
} while (0)

/*
 * A number below n, from the seed; a number for the trace; how often the power
 * was cut so far.
 */
int	sim_random(int n);
void	sim_event(int);
int	sim_boots(void);

/*
 * A number that stays over power cuts, at first 0: what a program says about
 * how far it came, for what it finds on the disk may lack anything.
 */
void	sim_keep(int);
int	sim_kept(void);

/* Wait for a child, which must exit: its status, or it must be 0. */
int	waitpid_status(int pid);
void	wait_ok(int pid);

#endif /* !_H_MAIN_H_ */
