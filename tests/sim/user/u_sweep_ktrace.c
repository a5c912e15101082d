/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ktrace while an allocation fails; h_sweep.h.  What is not in the file is
 * counted in it.
 */

#include <sys/ktrace.h>
#include <fcntl.h>
#include <string.h>

#include "h_sweep.h"

#define	TRACE	"/tmp/trace"
#define	NSAID	5
#define	NRECS	(2 * NSAID + 1)		/* words, calls to say them, _exit */

static int
talk(void)
{
	char c;

	for (c = 'a'; c < 'a' + NSAID; c++)
		WANT(utrace(&c, 1) == 0);
	return (0);
}

static int
trace_read(char *buf, size_t size, ssize_t *lenp)
{
	int fd;

	fd = open(TRACE, O_RDONLY);
	WANT(fd >= 0);
	*lenp = read(fd, buf, size);
	CHECK(close(fd) == 0);
	WANT(*lenp >= 0);
	return (0);
}

/* The records in the trace and those that it says were lost. */
static int
records(const char *buf, ssize_t len)
{
	struct ktr_header h;
	ssize_t off;
	int n = 0;

	for (off = 0; off < len; off += h.ktr_len) {
		CHECK(len - off >= (ssize_t)sizeof(h));
		memcpy(&h, buf + off, sizeof(h));
		off += (ssize_t)sizeof(h);
		CHECK(len - off >= (ssize_t)h.ktr_len);
		CHECK(((h.ktr_type & KTR_DROP) != 0) == (h.ktr_dropped != 0));
		n += 1 + (int)h.ktr_dropped;
	}
	return (n);
}

static int
sweep_work(void)
{
	static char buf[16384];
	ssize_t len;
	pid_t pid;
	int fd;

	fd = open(TRACE, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	WANT(fd >= 0);
	CHECK(close(fd) == 0);
	pid = fork();
	WANT(pid >= 0);
	if (pid == 0) {
		if (ktrace(TRACE, KTROP_SET, KTRFAC_USER | KTRFAC_SYSCALL,
		    getpid()) != 0)
			_exit(2);
		_exit(talk());
	}
	WANT(sweep_wait(pid) == 0);
	WANT(trace_read(buf, sizeof(buf), &len) == 0);
	CHECK(records(buf, len) == NRECS || len == 0);
	return (len == 0 ? 1 : 0);
}

static void
sweep_undo(void)
{

	(void)unlink(TRACE);
}
