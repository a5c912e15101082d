/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The frame of programs for `sim --sweep': each defines its work, which fails
 * as it likes when the kernel has no memory, a sleep is interrupted or a disk
 * fails, and what undoes what is left of it.  Whatever failed, the kernel then
 * has exactly what it had before.
 */
#ifndef _H_SWEEP_H_
#define	_H_SWEEP_H_

#include <sys/wait.h>
#include <errno.h>
#include <unistd.h>

#include "h_main.h"

/* The work, in a child; 0 when all is well. */
static int	sweep_work(void);
/* Remove what work that failed has left. */
static void	sweep_undo(void);

/* What CHECK says holds whatever fails. */
int sim_check_is_final = 1;

/* End the work with a failure, which is no defect. */
#define	WANT(cond) do {							\
	if (!(cond))							\
		return (1);						\
} while (0)

/* Wait for a child, whatever interrupts that; its status. */
static inline int
sweep_wait(int pid)
{
	int got, status;

	do
		got = waitpid(pid, &status, 0);
	while (got < 0 && errno == EINTR);
	CHECK(got == pid);
	return (status);
}

int
sim_main(void)
{

	return (sweep_work());
}

static int
sweep_clean(void)
{

	sweep_undo();
	return (0);
}

/* In a child, for process 1 is to stay as it was. */
static void
sweep_child(int (*fn)(void))
{
	int pid;

	pid = fork();
	if (pid == 0)
		_exit(fn());
	(void)sweep_wait(pid);
}

/* What is there only after the first time is no leak. */
void
sim_prepare(void)
{

	sweep_child(sweep_work);
	sweep_child(sweep_clean);
}

void
sim_finish(int status)
{

	(void)status;
	sweep_child(sweep_clean);
}

#endif /* !_H_SWEEP_H_ */
