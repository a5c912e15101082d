/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sync: write what is in memory to the disks.
 */
#include <stdio.h>
#include <unistd.h>

int
main(int argc, char *argv[])
{

	if (argc > 1) {
		(void)fprintf(stderr, "usage: sync\n");
		return (1);
	}
	sync();
	return (0);
}
