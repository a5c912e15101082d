/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The frame of programs for `sim --sweep alloc': each defines its work, which
 * fails as it likes when the kernel has no memory, and what undoes what is left
 * of it.  Whatever allocation failed, the kernel then has exactly what it had
 * before.
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

	int pid, status;

	pid = fork();
	if (pid == 0)
		_exit(fn());
	CHECK(waitpid(pid, &status, 0) == pid);
}

/* What is there only after the first time is no leak. */
void
sim_prepare(void)
{

	sweep_child(sweep_work);
	sweep_child(sweep_clean);
}

int
sim_finish(int status)
{

	(void)status;
	sweep_child(sweep_clean);
	return (1);
}

#endif /* !_H_SWEEP_H_ */
