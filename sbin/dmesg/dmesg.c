/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * dmesg: print the kernel's messages.
 */
#include <sys/types.h>
#include <sys/sysctl.h>

#include <err.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	bool aflag = false, cflag = false;
	char *buf = NULL, *line, *p;
	size_t len = 0;
	int ch, one = 1;

	while ((ch = getopt(argc, argv, "ac")) != -1) {
		switch (ch) {
		case 'a':
			aflag = true;
			break;
		case 'c':
			cflag = true;
			break;
		default:
			usage();
		}
	}
	if (argc != optind)
		usage();
	/* The buffer may grow between the two calls. */
	do {
		if (sysctlbyname("kern.msgbuf", NULL, &len, NULL, 0) != 0)
			err(1, "sysctl kern.msgbuf");
		len += 1024;
		if ((p = realloc(buf, len + 1)) == NULL)
			err(1, NULL);
		buf = p;
	} while (sysctlbyname("kern.msgbuf", buf, &len, NULL, 0) != 0 &&
	    errno == ENOMEM);
	while (len > 0 && (buf[len - 1] == '\0' || buf[len - 1] == '\n'))
		len--;
	buf[len] = '\0';
	for (p = buf; p < buf + len; p = line + strlen(line) + 1) {
		line = p;
		line[strcspn(line, "\n")] = '\0';
		/* A level in angle brackets precedes what was logged. */
		if (line[0] == '<' && !aflag && (p = strchr(line, '>')) !=
		    NULL)
			(void)puts(p + 1);
		else
			(void)puts(line);
	}
	if (cflag && sysctlbyname("kern.msgbuf_clear", NULL, NULL, &one,
	    sizeof(one)) != 0)
		err(1, "sysctl kern.msgbuf_clear");
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (0);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: dmesg [-ac]\n");
	exit(1);
}
