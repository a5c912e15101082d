/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The frame of programs for `sim --sweep alloc': each defines its work, which
 * fails as it likes when the kernel has no memory, and what undoes what is left
 * of it.  Whatever allocation failed, once the work is done again without a
 * failure the kernel has no more objects than it had before.
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

/* End the work with a failure, which is no defect. */
#define	WANT(cond) do {							\
	if (!(cond))							\
		return (1);						\
} while (0)

static int	sweep_before;		/* objects */

static int
sweep_round(void)
{
	int pid, status;

	pid = fork();
	if (pid == 0)
		_exit(sweep_work());
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		status = 1;
	sweep_undo();
	return (status);
}

/* Process 1 counts: its own memory is the same each time. */
static int
sweep_objects(void)
{

	(void)usleep(2000);	/* what has ended takes a moment to go */
	return (sim_objects());
}

/* Fill the caches. */
void
sim_prepare(void)
{
	int i, pid;

	for (i = 0; i < 3; i++) {
		pid = fork();
		if (pid == 0)
			_exit(sim_main());
		wait_ok(pid);
		sweep_before = sweep_objects();
	}
}

int
sim_main(void)
{

	(void)sweep_round();
	CHECK(sweep_round() == 0);
	return (0);
}

void
sim_finish(void)
{

	(void)sweep_objects();
	sim_check_objects(sweep_before);
}

#endif /* !_H_SWEEP_H_ */
