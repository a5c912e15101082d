/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Redirection (POSIX 2.7).
 *
 * Before a descriptor of the shell itself is redirected, it is copied to a
 * number of at least 10 that closes on exec; a frame remembers the copies
 * until redir_pop() puts them back.  A child that is about to become a
 * program does not save anything.
 *
 * The user may redirect descriptors above 9 too.  What the shell keeps there
 * moves out of the way first (fd_evict()).
 */

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "eval.h"
#include "expand.h"
#include "input.h"
#include "jobs.h"

#define	FD_PRIVATE	10		/* the first number for our own use */

struct saved_fd {
	struct saved_fd	*sf_next;
	int		sf_fd;
	int		sf_copy;	/* -1: it was closed */
};

struct redir_frame {
	struct redir_frame *rf_prev;
	struct saved_fd	*rf_saved;
};

static struct redir_frame	*frames;

static bool	redir_one(const struct redir *, bool);
static int	redir_open(const struct redir *, const char *);
static int	open_noclobber(const char *);
static int	here_open(const struct redir *);

struct redir_frame *
redir_top(void)
{
	return (frames);
}

/* Move fd to a private number that closes on exec; -1 if it is not open. */
int
fd_move_high(int fd)
{
	int copy;

	copy = fcntl(fd, F_DUPFD_CLOEXEC, FD_PRIVATE);
	if (copy >= 0)
		(void)close(fd);
	return (copy);
}

static void
fd_evict(int fd)
{
	struct redir_frame *rf;
	struct saved_fd *sf;

	if (fd < FD_PRIVATE || input_evict(fd) || job_evict_fd(fd))
		return;
	for (rf = frames; rf != NULL; rf = rf->rf_prev) {
		for (sf = rf->rf_saved; sf != NULL; sf = sf->sf_next) {
			if (sf->sf_copy == fd)
				sf->sf_copy = fd_move_high(fd);
		}
	}
}

/* Remember what fd is now, in the innermost frame. */
static bool
fd_save(int fd)
{
	struct saved_fd *sf;
	int copy;

	for (sf = frames->rf_saved; sf != NULL; sf = sf->sf_next) {
		if (sf->sf_fd == fd)
			return (true);
	}
	copy = fcntl(fd, F_DUPFD_CLOEXEC, FD_PRIVATE);
	if (copy < 0 && errno != EBADF) {
		sh_warn("%d: %s", fd, strerror(errno));
		return (false);
	}
	sf = tmp_alloc(sizeof(*sf));
	sf->sf_fd = fd;
	sf->sf_copy = copy;
	sf->sf_next = frames->rf_saved;
	frames->rf_saved = sf;
	return (true);
}

/*
 * Redirect until redir_pop().  False, with a message and everything as it
 * was, if one of them fails.
 */
bool
redir_push(const struct redir *rd)
{
	struct redir_frame *rf;

	rf = tmp_alloc(sizeof(*rf));
	rf->rf_prev = frames;
	rf->rf_saved = NULL;
	frames = rf;
	for (; rd != NULL; rd = rd->rd_next) {
		if (!redir_one(rd, true)) {
			redir_pop();
			return (false);
		}
	}
	return (true);
}

void
redir_pop(void)
{
	struct redir_frame *rf = frames;
	struct saved_fd *sf;

	for (sf = rf->rf_saved; sf != NULL; sf = sf->sf_next) {
		if (sf->sf_copy >= 0) {
			(void)dup2(sf->sf_copy, sf->sf_fd);
			(void)close(sf->sf_copy);
		} else
			(void)close(sf->sf_fd);
	}
	frames = rf->rf_prev;
}

void
redir_unwind(struct redir_frame *rf)
{
	while (frames != rf)
		redir_pop();
}

/* exec: what the innermost frame has redirected stays so. */
void
redir_keep(void)
{
	struct saved_fd *sf;

	for (sf = frames->rf_saved; sf != NULL; sf = sf->sf_next) {
		if (sf->sf_copy >= 0)
			(void)close(sf->sf_copy);
	}
	frames->rf_saved = NULL;
}

/* In a child: the frames around us are the parent's business. */
void
redir_forget(void)
{
	for (; frames != NULL; frames = frames->rf_prev)
		redir_keep();
}

/* Redirect for good, without saving anything. */
bool
redir_apply(const struct redir *rd)
{
	for (; rd != NULL; rd = rd->rd_next) {
		if (!redir_one(rd, false))
			return (false);
	}
	return (true);
}

/* n>&word, n<&word */
static bool
redir_dup(const struct redir *rd, const char *target)
{
	int from;

	if (strcmp(target, "-") == 0) {
		(void)close(rd->rd_fd);
		return (true);
	}
	if (*target == '\0' || strlen(target) > 6 ||
	    target[strspn(target, "0123456789")] != '\0') {
		sh_warn("%s: not a file descriptor", target);
		return (false);
	}
	from = atoi(target);
	if (from == rd->rd_fd ? fcntl(from, F_GETFD) < 0 :
	    dup2(from, rd->rd_fd) < 0) {
		sh_warn("%d: %s", from, strerror(errno));
		return (false);
	}
	return (true);
}

static bool
redir_one(const struct redir *rd, bool save)
{
	char *target = NULL;
	int fd;

	if (rd->rd_op != RD_HERE && rd->rd_op != RD_HERETAB)
		target = expand_string(rd->rd_word->w_parts);
	fd_evict(rd->rd_fd);
	if (save && !fd_save(rd->rd_fd))
		return (false);
	if (rd->rd_op == RD_DUPIN || rd->rd_op == RD_DUPOUT)
		return (redir_dup(rd, target));
	if (target == NULL) {
		if ((fd = here_open(rd)) < 0) {
			sh_warn("here-document: %s", strerror(errno));
			return (false);
		}
	} else if ((fd = redir_open(rd, target)) < 0) {
		sh_warn("%s: %s", target, strerror(errno));
		return (false);
	}
	if (fd == rd->rd_fd)
		return (true);
	if (dup2(fd, rd->rd_fd) < 0) {
		sh_warn("%d: %s", rd->rd_fd, strerror(errno));
		(void)close(fd);
		return (false);
	}
	(void)close(fd);
	return (true);
}

static int
redir_open(const struct redir *rd, const char *path)
{
	int fd, flags;

	switch (rd->rd_op) {
	case RD_IN:
		flags = O_RDONLY;
		break;
	case RD_RDWR:
		flags = O_RDWR | O_CREAT;
		break;
	case RD_APPEND:
		flags = O_WRONLY | O_CREAT | O_APPEND;
		break;
	default:
		if (rd->rd_op == RD_OUT && sh_opt(NOCLOBBER))
			return (open_noclobber(path));
		flags = O_WRONLY | O_CREAT | O_TRUNC;
		break;
	}
	/* A FIFO may make us wait; control-C ends that. */
	while ((fd = open(path, flags, 0666)) < 0 && errno == EINTR)
		trap_check_interrupt();
	return (fd);
}

/*
 * Open for writing under set -C: a regular file that exists is an error, a
 * device is not.  The file may change between the looks we take, so what
 * was opened is checked, not what was looked at.
 */
static int
open_noclobber(const char *path)
{
	struct stat sb;
	int fd;

	fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0666);
	if (fd >= 0 || errno != EEXIST)
		return (fd);
	if ((fd = open(path, O_WRONLY)) < 0)
		return (-1);
	if (fstat(fd, &sb) == 0 && !S_ISREG(sb.st_mode))
		return (fd);
	(void)close(fd);
	errno = EEXIST;
	return (-1);
}

/*
 * A descriptor to read a here-document from: a pipe.  If the text does not
 * fit into it, a child writes it.
 */
static int
here_open(const struct redir *rd)
{
	const char *text;
	size_t len;
	ssize_t n;
	int fds[2], flags;

	text = expand_string(rd->rd_word->w_parts);
	len = strlen(text);
	if (pipe(fds) < 0)
		return (-1);
	flags = fcntl(fds[1], F_GETFL);
	if (len > 0 && fcntl(fds[1], F_SETFL, flags | O_NONBLOCK) == 0) {
		n = write(fds[1], text, len);
		if (n > 0) {
			text += n;
			len -= (size_t)n;
		}
		(void)fcntl(fds[1], F_SETFL, flags);
	}
	if (len > 0 && job_fork(NULL, FK_NOJOB) == 0) {
		(void)close(fds[0]);
		(void)signal(SIGPIPE, SIG_DFL);
		(void)fd_write(fds[1], text, len);
		_exit(0);
	}
	(void)close(fds[1]);
	return (fds[0]);
}
