/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The frame of programs for `sim --sweep alloc': each defines its work, which
 * fails as it likes when the kernel has no memory, and what undoes what is left
 * of it.  Whatever allocation failed, once the work is done again without a
 * failure the kernel has as many objects as it had before.
 */
#ifndef _H_SWEEP_H_
#define	_H_SWEEP_H_

#include <sys/mman.h>
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

static int	*sweep_before;		/* objects; shared with process 1 */

static int
sweep_round(void)
{
	int pid, status = 1, result;

	pid = fork();
	if (pid == 0)
		_exit(sweep_work());
	if (pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status))
		result = WEXITSTATUS(status);
	else
		result = 1;
	sweep_undo();
	/* What has ended takes a moment to go. */
	(void)usleep(2000);
	return (result);
}

/*
 * Fill the caches, in a process like the one that does the work later.
 */
void
sim_prepare(void)
{
	int i, pid;

	sweep_before = mmap(NULL, sizeof(*sweep_before), PROT_READ | PROT_WRITE,
	    MAP_ANON | MAP_SHARED, -1, 0);
	CHECK(sweep_before != MAP_FAILED);
	pid = fork();
	if (pid != 0) {
		wait_ok(pid);
		(void)usleep(2000);
		return;
	}
	for (i = 0; i < 3; i++) {
		CHECK(sweep_round() == 0);
		*sweep_before = sim_objects();
	}
	_exit(0);
}

int
sim_main(void)
{

	(void)sweep_round();
	CHECK(sweep_round() == 0);
	sim_check_objects(*sweep_before);
	return (0);
}

#endif /* !_H_SWEEP_H_ */
