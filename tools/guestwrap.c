/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * guestwrap: what Kyua runs in place of a test program of the guest.
 *
 * A link DIR/CONFIG/path/of/program to this program, whose DIR holds the file
 * `socket', hands its arguments to tools/guestd, which runs the program in the
 * guest of that configuration; output, result file and exit status come back.
 * It is in C because it starts once for each test case.
 *
 * Request: strings, each with its NUL: the configuration, the program, the
 * working directory, the arguments.  Answer: records of a type, a length of 32
 * bits little-endian and bytes: `O' and `E' output and error, `R' the result
 * file, `X' the exit status as one byte.
 */

#include <sys/socket.h>
#include <sys/un.h>

#include <err.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int	sock;

static void
put(const char *text)
{
	size_t len = strlen(text) + 1;
	ssize_t n;

	for (; len > 0; len -= (size_t)n, text += n)
		if ((n = write(sock, text, len)) == -1)
			err(1, "guestd");
}

static void
get(void *buf, size_t len)
{
	char *p = buf;
	ssize_t n;

	for (; len > 0; len -= (size_t)n, p += n) {
		n = read(sock, p, len);
		if (n == -1)
			err(1, "guestd");
		if (n == 0)
			errx(1, "guestd has gone away");
	}
}

/*
 * Find DIR/CONFIG/program in path: DIR is the first directory upwards that
 * has the file `socket'.  Connects to the socket it names.
 */
static void
find(char *path, const char **config, const char **program)
{
	struct sockaddr_un sun;
	char file[4096], *slash;
	FILE *fp;

	for (slash = path + strlen(path); slash > path; slash--) {
		if (*slash != '/')
			continue;
		(void)snprintf(file, sizeof(file), "%.*s/socket",
		    (int)(slash - path), path);
		if ((fp = fopen(file, "r")) == NULL)
			continue;
		memset(&sun, 0, sizeof(sun));
		sun.sun_family = AF_UNIX;
		if (fgets(sun.sun_path, sizeof(sun.sun_path), fp) == NULL)
			errx(1, "%s: empty", file);
		(void)fclose(fp);
		sun.sun_path[strcspn(sun.sun_path, "\n")] = '\0';
		*config = slash + 1;
		if ((slash = strchr(slash + 1, '/')) == NULL)
			errx(1, "%s: no configuration", path);
		*slash = '\0';
		*program = slash + 1;
		if ((sock = socket(AF_UNIX, SOCK_STREAM, 0)) == -1 ||
		    connect(sock, (struct sockaddr *)&sun, sizeof(sun)) == -1)
			err(1, "%s", sun.sun_path);
		return;
	}
	errx(1, "%s: not below a directory with a socket", path);
}

static void
deliver(int fd, const char *p, size_t len)
{
	ssize_t n;

	for (; len > 0; len -= (size_t)n, p += n)
		if ((n = write(fd, p, len)) == -1)
			return;
}

int
main(int argc, char *argv[])
{
	const char *config = NULL, *program = NULL, *results = NULL;
	char cwd[4096], *buf;
	uint8_t head[5];
	uint32_t len;
	FILE *fp;
	int i;

	find(argv[0], &config, &program);
	if (getcwd(cwd, sizeof(cwd)) == NULL)
		err(1, "getcwd");
	put(config);
	put(program);
	put(cwd);
	for (i = 1; i < argc; i++) {
		put(argv[i]);
		if (strncmp(argv[i], "-r", 2) == 0)
			results = argv[i][2] != '\0' ? argv[i] + 2 :
			    argv[i + 1];
	}
	(void)shutdown(sock, SHUT_WR);
	for (;;) {
		get(head, sizeof(head));
		len = (uint32_t)head[1] | (uint32_t)head[2] << 8 |
		    (uint32_t)head[3] << 16 | (uint32_t)head[4] << 24;
		if ((buf = malloc((size_t)len + 1)) == NULL)
			err(1, NULL);
		get(buf, len);
		switch (head[0]) {
		case 'O':
			deliver(STDOUT_FILENO, buf, len);
			break;
		case 'E':
			deliver(STDERR_FILENO, buf, len);
			break;
		case 'R':
			if (results == NULL)
				break;
			if ((fp = fopen(results, "w")) == NULL ||
			    fwrite(buf, 1, len, fp) != len || fclose(fp) != 0)
				err(1, "%s", results);
			break;
		case 'X':
			exit((uint8_t)buf[0]);
		default:
			errx(1, "guestd makes no sense");
		}
		free(buf);
	}
}
