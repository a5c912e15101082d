/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Files and directories of ext2 while an allocation fails; h_sweep.h.
 */

#include <unistd.h>

#include "h_sweep.h"

#include "h_sweepfs.h"

static int
sweep_work(void)
{

	return (sweep_files());
}

static void
sweep_undo(void)
{

	sweep_unlink();
	sync();
}
