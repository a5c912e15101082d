/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Users.  The super-user reads /etc/master.passwd, which has the encrypted
 * passwords; everyone else /etc/passwd.  Where there is no master file, all
 * read /etc/passwd.
 */

#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "pwd_impl.h"

#define	LINE_ROOM	4096

static struct libc_lock	pw_lock = LIBC_LOCK_INITIALIZER;
static FILE		*pw_file;	/* of getpwent() */
static struct passwd	pw_entry;
static char		pw_buf[LINE_ROOM];

static FILE *
pw_open(void)
{
	FILE *f = NULL;

	if (geteuid() == 0)
		f = fopen(_PATH_MASTERPASSWD, "re");
	if (f == NULL)
		f = fopen(_PATH_PASSWD, "re");
	return (f);
}

/* The line as an entry; false if it is none. */
static bool
pw_parse(char *line, struct passwd *pw)
{
	char *fields[10], *p;
	size_t n = 0;
	uint32_t v;

	memset(pw, 0, sizeof(*pw));
	for (p = line; n < 10 && p != NULL; n++)
		fields[n] = pw_field(&p);
	if (p != NULL || (n != 7 && n != 10) || fields[0][0] == '\0' ||
	    fields[0][0] == '#')
		return (false);
	pw->pw_name = fields[0];
	pw->pw_passwd = fields[1];
	if (!pw_number(fields[2], &pw->pw_uid) ||
	    !pw_number(fields[3], &pw->pw_gid))
		return (false);
	pw->pw_class = __DECONST(char *, "");
	if (n == 10) {
		pw->pw_class = fields[4];
		if (pw_number(fields[5], &v))
			pw->pw_change = v;
		if (pw_number(fields[6], &v))
			pw->pw_expire = v;
	}
	pw->pw_gecos = fields[n - 3];
	pw->pw_dir = fields[n - 2];
	pw->pw_shell = fields[n - 1];
	pw->pw_fields = (int)n;
	return (true);
}

/* The next entry of f; 0, ENOENT or ERANGE. */
static int
pw_next(FILE *f, struct passwd *pw, char *buf, size_t size)
{
	int error;

	while ((error = pw_line(f, buf, size)) == 0) {
		if (pw_parse(buf, pw))
			return (0);
	}
	return (error);
}

/* By name, or if that is NULL by number. */
static int
pw_search(const char *name, uid_t uid, struct passwd *pw, char *buf,
    size_t size, struct passwd **result)
{
	int error, saved = errno;
	FILE *f;

	*result = NULL;
	if ((f = pw_open()) == NULL) {
		error = errno == ENOENT ? 0 : errno;
		errno = saved;
		return (error);
	}
	while ((error = pw_next(f, pw, buf, size)) == 0) {
		if (name != NULL ? strcmp(pw->pw_name, name) == 0 :
		    pw->pw_uid == uid) {
			*result = pw;
			break;
		}
	}
	(void)fclose(f);
	errno = saved;
	return (error == ENOENT ? 0 : error);
}

int
getpwnam_r(const char *name, struct passwd *pw, char *buf, size_t size,
    struct passwd **result)
{
	return (pw_search(name, 0, pw, buf, size, result));
}

int
getpwuid_r(uid_t uid, struct passwd *pw, char *buf, size_t size,
    struct passwd **result)
{
	return (pw_search(NULL, uid, pw, buf, size, result));
}

int
getpwent_r(struct passwd *pw, char *buf, size_t size, struct passwd **result)
{
	int error;

	libc_lock(&pw_lock);
	*result = NULL;
	if (pw_file == NULL && (pw_file = pw_open()) == NULL)
		error = errno;
	else if ((error = pw_next(pw_file, pw, buf, size)) == 0)
		*result = pw;
	libc_unlock(&pw_lock);
	return (error);
}

struct passwd *
getpwnam(const char *name)
{
	struct passwd *result;
	int error;

	error = getpwnam_r(name, &pw_entry, pw_buf, sizeof(pw_buf), &result);
	if (error != 0)
		errno = error;
	return (result);
}

struct passwd *
getpwuid(uid_t uid)
{
	struct passwd *result;
	int error;

	error = getpwuid_r(uid, &pw_entry, pw_buf, sizeof(pw_buf), &result);
	if (error != 0)
		errno = error;
	return (result);
}

struct passwd *
getpwent(void)
{
	struct passwd *result;
	int error;

	error = getpwent_r(&pw_entry, pw_buf, sizeof(pw_buf), &result);
	if (error != 0 && error != ENOENT)
		errno = error;
	return (result);
}

void
endpwent(void)
{
	libc_lock(&pw_lock);
	if (pw_file != NULL)
		(void)fclose(pw_file);
	pw_file = NULL;
	libc_unlock(&pw_lock);
}

void
setpwent(void)
{
	endpwent();
}

int
setpassent(int stayopen)
{
	setpwent();
	return (1);
}
