/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * mkfifo: make FIFOs.
 */
#include <sys/types.h>
#include <sys/stat.h>

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	mode_t mode = S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH |
	    S_IWOTH;
	int ch, explicit = 0, rval = 0;
	void *set;

	while ((ch = getopt(argc, argv, "m:")) != -1) {
		switch (ch) {
		case 'm':
			if ((set = setmode(optarg)) == NULL)
				errx(1, "invalid file mode: %s", optarg);
			mode = getmode(set, mode);
			free(set);
			explicit = 1;
			break;
		default:
			usage();
		}
	}
	argv += optind;
	if (*argv == NULL)
		usage();
	for (; *argv != NULL; argv++)
		if (mkfifo(*argv, mode) != 0 ||
		    (explicit && chmod(*argv, mode) != 0)) {
			warn("%s", *argv);
			rval = 1;
		}
	return (rval);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: mkfifo [-m mode] file ...\n");
	exit(1);
}
