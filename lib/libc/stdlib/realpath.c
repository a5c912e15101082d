/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The absolute path of a file, without ".", ".." and symbolic links.
 *
 * The rest of the path still to be walked is kept in left; the result grows in
 * resolved, component by component.  A symbolic link is put before what is
 * left.
 */

#include <sys/stat.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct walk {
	char	*resolved;
	size_t	len;
	char	left[PATH_MAX];
	int	links;
};

/* The link at w->resolved goes before what is left; more: behind a slash. */
static int
follow(struct walk *w, size_t parent, bool more)
{
	char target[PATH_MAX];
	ssize_t n;

	if (++w->links > SYMLOOP_MAX) {
		errno = ELOOP;
		return (-1);
	}
	n = readlink(w->resolved, target, sizeof(target) - 1);
	if (n <= 0) {
		if (n == 0)
			errno = ENOENT;
		return (-1);
	}
	target[n] = '\0';
	if (more && strlcat(target, "/", sizeof(target)) >=
	    sizeof(target)) {
		errno = ENAMETOOLONG;
		return (-1);
	}
	if (strlcat(target, w->left, sizeof(target)) >= sizeof(target)) {
		errno = ENAMETOOLONG;
		return (-1);
	}
	w->len = target[0] == '/' ? 1 : parent;
	w->resolved[w->len] = '\0';
	memcpy(w->left, target, strlen(target) + 1);
	return (0);
}

/* One component, of n bytes; more: a slash follows it. */
static int
step(struct walk *w, const char *name, size_t n, bool more)
{
	struct stat sb;
	size_t parent = w->len;

	if (n == 0 || (n == 1 && name[0] == '.'))
		return (0);
	if (n == 2 && name[0] == '.' && name[1] == '.') {
		while (w->len > 1 && w->resolved[w->len - 1] != '/')
			w->len--;
		if (w->len > 1)
			w->len--;
		w->resolved[w->len] = '\0';
		return (0);
	}
	if (w->len + 1 + n >= PATH_MAX) {
		errno = ENAMETOOLONG;
		return (-1);
	}
	if (w->len > 1)
		w->resolved[w->len++] = '/';
	memcpy(w->resolved + w->len, name, n);
	w->len += n;
	w->resolved[w->len] = '\0';
	if (lstat(w->resolved, &sb) == -1)
		return (-1);
	if (S_ISLNK(sb.st_mode))
		return (follow(w, parent, more));
	if (!S_ISDIR(sb.st_mode) && more) {
		errno = ENOTDIR;
		return (-1);
	}
	return (0);
}

static int
walk_path(struct walk *w, const char *path)
{
	char name[NAME_MAX + 1], *slash;
	size_t n;
	bool more;

	if (path[0] == '\0') {
		errno = ENOENT;
		return (-1);
	}
	if (path[0] == '/') {
		w->resolved[0] = '/';
		w->resolved[1] = '\0';
	} else if (getcwd(w->resolved, PATH_MAX) == NULL)
		return (-1);
	w->len = strlen(w->resolved);
	if (strlcpy(w->left, path, sizeof(w->left)) >= sizeof(w->left)) {
		errno = ENAMETOOLONG;
		return (-1);
	}
	while (w->left[0] != '\0') {
		slash = strchrnul(w->left, '/');
		n = (size_t)(slash - w->left);
		if (n > NAME_MAX) {
			errno = ENAMETOOLONG;
			return (-1);
		}
		memcpy(name, w->left, n);
		more = *slash == '/';
		if (more)
			slash++;
		memmove(w->left, slash, strlen(slash) + 1);
		if (step(w, name, n, more) == -1)
			return (-1);
	}
	return (0);
}

char *
realpath(const char *__restrict path, char *__restrict resolved)
{
	struct walk w = { .resolved = resolved };

	if (path == NULL) {
		errno = EINVAL;
		return (NULL);
	}
	if (resolved == NULL && (w.resolved = malloc(PATH_MAX)) == NULL)
		return (NULL);
	if (walk_path(&w, path) == 0)
		return (w.resolved);
	if (resolved == NULL) {
		int saved = errno;

		free(w.resolved);
		errno = saved;
	}
	return (NULL);
}
