/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Messages for the system's log.  They go to the kernel's log device, where
 * dmesg(8) shows them; without it, to the console; and to standard error when
 * LOG_PERROR asks for it.
 */

#include <errno.h>
#include <fcntl.h>
#include <paths.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>
#include "libc_private.h"

#define	LINE_SIZE	1024

static struct libc_lock	log_lock = LIBC_LOCK_INITIALIZER;
static int		log_fd = -1;
static int		log_flags;
static int		log_facility = LOG_USER;
static int		log_mask = 0xff;
static const char	*log_tag;

static void
log_open(void)
{
	if (log_fd != -1)
		return;
	log_fd = open(_PATH_KLOG, O_WRONLY | O_CLOEXEC | O_NONBLOCK);
	if (log_fd == -1)
		log_fd = open(_PATH_CONSOLE, O_WRONLY | O_CLOEXEC |
		    O_NOCTTY | O_NONBLOCK);
}

void
openlog(const char *tag, int flags, int facility)
{
	libc_lock(&log_lock);
	log_tag = tag;
	log_flags = flags;
	if (facility != 0 && (facility & ~LOG_FACMASK) == 0)
		log_facility = facility;
	if ((flags & LOG_NDELAY) != 0)
		log_open();
	libc_unlock(&log_lock);
}

void
closelog(void)
{
	libc_lock(&log_lock);
	if (log_fd != -1)
		(void)close(log_fd);
	log_fd = -1;
	log_tag = NULL;
	libc_unlock(&log_lock);
}

int
setlogmask(int mask)
{
	int old = log_mask;

	if (mask != 0)
		log_mask = mask;
	return (old);
}

void
vsyslog(int pri, const char *fmt, va_list ap)
{
	char line[LINE_SIZE];
	int saved = errno, n, head;

	if ((LOG_MASK(LOG_PRI(pri)) & log_mask) == 0)
		return;
	if ((pri & LOG_FACMASK) == 0)
		pri |= log_facility;
	libc_lock(&log_lock);
	n = head = snprintf(line, sizeof(line), "<%d>", pri);
	n += snprintf(line + n, sizeof(line) - (size_t)n, "%.64s",
	    log_tag != NULL ? log_tag : getprogname());
	if ((log_flags & LOG_PID) != 0)
		n += snprintf(line + n, sizeof(line) - (size_t)n, "[%d]",
		    (int)getpid());
	n += snprintf(line + n, sizeof(line) - (size_t)n, ": ");
	errno = saved;				/* for %m */
	(void)vsnprintf(line + n, sizeof(line) - (size_t)n - 1, fmt, ap);
	n = (int)strlen(line);
	while (n > head && line[n - 1] == '\n')
		n--;
	line[n++] = '\n';
	log_open();
	if (log_fd != -1)
		(void)write(log_fd, line, (size_t)n);
	if ((log_flags & LOG_PERROR) != 0)
		(void)write(STDERR_FILENO, line + head, (size_t)(n - head));
	libc_unlock(&log_lock);
	errno = saved;
}

void
syslog(int pri, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsyslog(pri, fmt, ap);
	va_end(ap);
}
