/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * nproc: print how many processors there are.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int
main(int argc, char *argv[])
{
	long n;

	if (argc > 1) {
		(void)fprintf(stderr, "usage: nproc\n");
		return (1);
	}
	n = sysconf(_SC_NPROCESSORS_ONLN);
	if (n < 1)
		err(1, "sysconf");
	(void)printf("%ld\n", n);
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (0);
}
