/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * cksum: print the POSIX checksum and the size of files.
 */
#include <err.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define	POLYNOMIAL	0x04c11db7U

static uint32_t	table[256];

static int	sum(int, const char *, const char *);
static void	usage(void) __dead2;

static void
make_table(void)
{
	uint32_t crc;
	unsigned i, bit;

	for (i = 0; i < 256; i++) {
		crc = i << 24;
		for (bit = 0; bit < 8; bit++)
			crc = crc << 1 ^ ((crc & 0x80000000U) != 0 ?
			    POLYNOMIAL : 0);
		table[i] = crc;
	}
}

int
main(int argc, char *argv[])
{
	int fd, rval = 0;

	if (getopt(argc, argv, "") != -1)
		usage();
	argv += optind;
	make_table();
	if (*argv == NULL)
		rval = sum(STDIN_FILENO, "stdin", NULL);
	for (; *argv != NULL; argv++) {
		if ((fd = open(*argv, O_RDONLY)) < 0) {
			warn("%s", *argv);
			rval = 1;
			continue;
		}
		rval |= sum(fd, *argv, *argv);
		(void)close(fd);
	}
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

/*
 * The size is part of what is summed, lowest byte first, without zeros above.
 */
static int
sum(int fd, const char *name, const char *shown)
{
	static uint8_t buf[65536];
	uintmax_t len = 0, left;
	uint32_t crc = 0;
	ssize_t i, n;

	while ((n = read(fd, buf, sizeof(buf))) > 0) {
		len += (uintmax_t)n;
		for (i = 0; i < n; i++)
			crc = crc << 8 ^ table[(crc >> 24 ^ buf[i]) & 0xff];
	}
	if (n < 0) {
		warn("%s", name);
		return (1);
	}
	for (left = len; left > 0; left >>= 8)
		crc = crc << 8 ^ table[(crc >> 24 ^ left) & 0xff];
	(void)printf("%u %ju%s%s\n", ~crc, len, shown != NULL ? " " : "",
	    shown != NULL ? shown : "");
	return (0);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: cksum [file ...]\n");
	exit(1);
}
