/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Files that vmagent(8) takes from the host and gives to it.
 *
 * One file at a time per job.  An error while a file comes in is remembered and
 * reported when the file has ended, so that the host need not stop in between.
 */

#include <sys/types.h>
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vmagent.h"

struct incoming {
	bool	i_used;
	u_int	i_job;
	int	i_fd;			/* -1 once there was an error */
	int	i_error;
	mode_t	i_mode;
};

static struct incoming	incoming[JOBS_MAX];

static int	make_parents(const char *);
static int	put_start(u_int, const char *, mode_t);
static int	send_directory(u_int, char *, size_t, char *);
static int	send_entry(u_int, char *, size_t);
static int	send_file(u_int, const char *);
static void	send_put(u_int, mode_t, int, const char *, const char *);

/* Make the directories above path. */
static int
make_parents(const char *path)
{
	char buf[PATH_MAX], *slash;

	if (strlcpy(buf, path, sizeof(buf)) >= sizeof(buf))
		return (ENAMETOOLONG);
	for (slash = strchr(buf + 1, '/'); slash != NULL;
	    slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(buf, 0755) == -1 && errno != EEXIST &&
		    errno != EISDIR)
			return (errno);
		*slash = '/';
	}
	return (0);
}

/* PUT: a file, whose DATA follows, a directory, or a link. */
void
transfer_put(u_int job, struct payload *p)
{
	mode_t mode = payload_u32(p) & 07777;
	int kind = payload_u8(p), error;
	const char *path = payload_string(p);
	const char *target = payload_string(p);

	if (p->p_bad || path[0] != '/')
		error = EINVAL;
	else
		error = make_parents(path);
	if (error == 0 && kind == 'f') {
		error = put_start(job, path, mode);
		if (error == 0)
			return;			/* STATUS after the data */
	} else if (error == 0 && kind == 'd') {
		if ((mkdir(path, 0700) == -1 && errno != EEXIST) ||
		    chmod(path, mode) == -1)
			error = errno;
	} else if (error == 0 && kind == 'l') {
		(void)unlink(path);
		if (symlink(target, path) == -1)
			error = errno;
	} else if (error == 0)
		error = EINVAL;
	frame_send_status(job, error);
}

static int
put_start(u_int job, const char *path, mode_t mode)
{
	struct incoming *in;

	for (in = incoming; in < incoming + JOBS_MAX; in++)
		if (!in->i_used)
			break;
	if (in == incoming + JOBS_MAX)
		return (EAGAIN);
	in->i_used = true;
	in->i_job = job;
	in->i_mode = mode;
	in->i_error = 0;
	in->i_fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (in->i_fd == -1)
		in->i_error = errno;
	return (0);
}

/* DATA: the next bytes of a file, or its end. */
void
transfer_data(u_int job, struct payload *p)
{
	struct incoming *in;
	ssize_t n;

	for (in = incoming; in < incoming + JOBS_MAX; in++)
		if (in->i_used && in->i_job == job)
			break;
	if (in == incoming + JOBS_MAX)
		return;
	if (p->p_next == p->p_end) {
		if (in->i_fd != -1) {
			if (fchmod(in->i_fd, in->i_mode) == -1)
				in->i_error = errno;
			if (close(in->i_fd) == -1)
				in->i_error = errno;
		}
		in->i_used = false;
		frame_send_status(job, in->i_error);
		return;
	}
	while (in->i_fd != -1 && p->p_next < p->p_end) {
		n = write(in->i_fd, p->p_next, (size_t)(p->p_end - p->p_next));
		if (n == -1) {
			in->i_error = errno;
			(void)close(in->i_fd);
			in->i_fd = -1;
		} else
			p->p_next += n;
	}
}

/* GET: send a file, or a directory with all in it. */
void
transfer_get(u_int job, struct payload *p)
{
	char path[PATH_MAX];
	const char *name = payload_string(p);
	int error;

	if (p->p_bad || name[0] != '/')
		error = EINVAL;
	else if (strlcpy(path, name, sizeof(path)) >= sizeof(path))
		error = ENAMETOOLONG;
	else
		error = send_entry(job, path, strlen(path));
	frame_send_status(job, error);
}

static void
send_put(u_int job, mode_t mode, int kind, const char *path,
    const char *target)
{
	uint8_t buf[5 + 2 * PATH_MAX];
	size_t len, n;

	buf[0] = (uint8_t)mode;
	buf[1] = (uint8_t)(mode >> 8);
	buf[2] = (uint8_t)(mode >> 16);
	buf[3] = (uint8_t)(mode >> 24);
	buf[4] = (uint8_t)kind;
	len = 5;
	n = strlen(path) + 1;
	memcpy(buf + len, path, n);
	len += n;
	n = strlen(target) + 1;
	memcpy(buf + len, target, n);
	frame_send(job, FRAME_PUT, buf, len + n);
}

/*
 * Send what path names; the host gets the name without its first base bytes.
 * Anything but files, directories and links is passed over.
 */
static int
send_entry(u_int job, char *path, size_t base)
{
	char target[PATH_MAX];
	const char *name;
	struct stat sb;
	ssize_t n;

	if (lstat(path, &sb) == -1)
		return (errno);
	name = path + base;
	while (*name == '/')
		name++;
	switch (sb.st_mode & S_IFMT) {
	case S_IFREG:
		send_put(job, sb.st_mode & 07777, 'f', name, "");
		return (send_file(job, path));
	case S_IFLNK:
		n = readlink(path, target, sizeof(target) - 1);
		if (n == -1)
			return (errno);
		target[n] = '\0';
		send_put(job, 0777, 'l', name, target);
		return (0);
	case S_IFDIR:
		send_put(job, sb.st_mode & 07777, 'd', name, "");
		return (send_directory(job, path, base, path + strlen(path)));
	default:
		return (0);
	}
}

/* path ends at end, and is as long again when this returns. */
static int
send_directory(u_int job, char *path, size_t base, char *end)
{
	struct dirent *de;
	DIR *dir;
	int error = 0;

	if ((dir = opendir(path)) == NULL)
		return (errno);
	while (error == 0 && (de = readdir(dir)) != NULL) {
		if (strcmp(de->d_name, ".") == 0 ||
		    strcmp(de->d_name, "..") == 0)
			continue;
		if ((size_t)(end - path) + strlen(de->d_name) + 2 > PATH_MAX)
			error = ENAMETOOLONG;
		else {
			end[0] = '/';
			(void)strcpy(end + 1, de->d_name);
			error = send_entry(job, path, base);
		}
		end[0] = '\0';
	}
	(void)closedir(dir);
	return (error);
}

static int
send_file(u_int job, const char *path)
{
	static char buf[FRAME_MAX];
	ssize_t n = 0;
	int error = 0, fd;

	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		error = errno;
	else {
		while ((n = read(fd, buf, sizeof(buf))) > 0)
			frame_send(job, FRAME_DATA, buf, (size_t)n);
		if (n == -1)
			error = errno;
		(void)close(fd);
	}
	frame_send(job, FRAME_DATA, NULL, 0);
	return (error);
}
