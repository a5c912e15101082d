/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Groups: /etc/group.
 */
#include <errno.h>
#include <grp.h>
#include <paths.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "pwd_impl.h"

#define	LINE_ROOM	16384

static struct libc_lock	gr_lock = LIBC_LOCK_INITIALIZER;
static FILE		*gr_file;	/* of getgrent() */
static struct group	gr_entry;
static char		*gr_buf;

/*
 * The line of n bytes as an entry; its list of members goes behind it in the
 * buffer.  0, ENOENT if it is none, or ERANGE.
 */
static int
gr_parse(char *buf, size_t size, struct group *gr)
{
	size_t used = strlen(buf) + 1;
	char *p = buf, *gid, *members, **list, **end, *name;

	gr->gr_name = pw_field(&p);
	gr->gr_passwd = pw_field(&p);
	gid = pw_field(&p);
	members = pw_field(&p);
	if (members == NULL || p != NULL || gr->gr_name[0] == '\0' ||
	    gr->gr_name[0] == '#' || !pw_number(gid, &gr->gr_gid))
		return (ENOENT);
	used = ((uintptr_t)buf + used + sizeof(char *) - 1) /
	    sizeof(char *) * sizeof(char *) - (uintptr_t)buf;
	if (used >= size)
		return (ERANGE);
	list = gr->gr_mem = (char **)(void *)(buf + used);
	end = list + (size - used) / sizeof(char *);
	while (members != NULL) {
		name = strsep(&members, ",");
		if (*name == '\0')
			continue;
		if (list + 1 >= end)
			return (ERANGE);
		*list++ = name;
	}
	if (list >= end)
		return (ERANGE);
	*list = NULL;
	return (0);
}

static int
gr_next(FILE *f, struct group *gr, char *buf, size_t size)
{
	int error;

	while ((error = pw_line(f, buf, size)) == 0) {
		error = gr_parse(buf, size, gr);
		if (error != ENOENT)
			break;
	}
	return (error);
}

/* By name, or if that is NULL by number. */
static int
gr_search(const char *name, gid_t gid, struct group *gr, char *buf,
    size_t size, struct group **result)
{
	int error, saved = errno;
	FILE *f;

	*result = NULL;
	if ((f = fopen(_PATH_GROUP, "re")) == NULL) {
		error = errno == ENOENT ? 0 : errno;
		errno = saved;
		return (error);
	}
	while ((error = gr_next(f, gr, buf, size)) == 0) {
		if (name != NULL ? strcmp(gr->gr_name, name) == 0 :
		    gr->gr_gid == gid) {
			*result = gr;
			break;
		}
	}
	(void)fclose(f);
	errno = saved;
	return (error == ENOENT ? 0 : error);
}

int
getgrnam_r(const char *name, struct group *gr, char *buf, size_t size,
    struct group **result)
{
	return (gr_search(name, 0, gr, buf, size, result));
}

int
getgrgid_r(gid_t gid, struct group *gr, char *buf, size_t size,
    struct group **result)
{
	return (gr_search(NULL, gid, gr, buf, size, result));
}

int
getgrent_r(struct group *gr, char *buf, size_t size, struct group **result)
{
	int error;

	libc_lock(&gr_lock);
	*result = NULL;
	if (gr_file == NULL && (gr_file = fopen(_PATH_GROUP, "re")) == NULL)
		error = errno;
	else if ((error = gr_next(gr_file, gr, buf, size)) == 0)
		*result = gr;
	libc_unlock(&gr_lock);
	return (error);
}

/* The buffer of the calls without one of their own. */
static bool
gr_room(void)
{
	if (gr_buf == NULL)
		gr_buf = malloc(LINE_ROOM);
	return (gr_buf != NULL);
}

struct group *
getgrnam(const char *name)
{
	struct group *result;
	int error;

	if (!gr_room())
		return (NULL);
	error = getgrnam_r(name, &gr_entry, gr_buf, LINE_ROOM, &result);
	if (error != 0)
		errno = error;
	return (result);
}

struct group *
getgrgid(gid_t gid)
{
	struct group *result;
	int error;

	if (!gr_room())
		return (NULL);
	error = getgrgid_r(gid, &gr_entry, gr_buf, LINE_ROOM, &result);
	if (error != 0)
		errno = error;
	return (result);
}

struct group *
getgrent(void)
{
	struct group *result;
	int error;

	if (!gr_room())
		return (NULL);
	error = getgrent_r(&gr_entry, gr_buf, LINE_ROOM, &result);
	if (error != 0 && error != ENOENT)
		errno = error;
	return (result);
}

void
endgrent(void)
{
	libc_lock(&gr_lock);
	if (gr_file != NULL)
		(void)fclose(gr_file);
	gr_file = NULL;
	libc_unlock(&gr_lock);
}

void
setgrent(void)
{
	endgrent();
}

int
setgroupent(int stayopen)
{
	setgrent();
	return (1);
}
