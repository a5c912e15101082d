/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * mknod: make a FIFO or a device node.
 */
#include <sys/types.h>
#include <sys/stat.h>

#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void	usage(void) __dead2;

static unsigned
number(const char *s, const char *what)
{
	unsigned long n;
	char *end;

	n = strtoul(s, &end, 0);
	if (end == s || *end != '\0' || n > UINT32_MAX)
		errx(1, "%s: invalid %s number", s, what);
	return ((unsigned)n);
}

int
main(int argc, char *argv[])
{
	mode_t mode = S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH |
	    S_IWOTH;
	int ch, explicit = 0;
	dev_t dev = 0;
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
	argc -= optind;
	argv += optind;
	if (argc == 2 && strcmp(argv[1], "p") == 0)
		mode |= S_IFIFO;
	else if (argc == 4 && (strcmp(argv[1], "c") == 0 ||
	    strcmp(argv[1], "b") == 0)) {
		mode |= argv[1][0] == 'c' ? S_IFCHR : S_IFBLK;
		dev = makedev(number(argv[2], "major"),
		    number(argv[3], "minor"));
	} else
		usage();
	if (mknod(argv[0], mode, dev) != 0)
		err(1, "%s", argv[0]);
	if (explicit && chmod(argv[0], mode & ~(mode_t)S_IFMT) != 0)
		err(1, "%s", argv[0]);
	return (0);
}

static void
usage(void)
{

	(void)fprintf(stderr,
	    "usage: mknod [-m mode] name p\n"
	    "       mknod [-m mode] name b | c major minor\n");
	exit(1);
}
