/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The environment.  Strings that setenv(3) made are remembered, so that they
 * can be freed when they are replaced; those of the initial stack and of
 * putenv(3) belong to others.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "libc_private.h"

static struct libc_lock	env_lock = LIBC_LOCK_INITIALIZER;
static char		**env_array;	/* the vector we made, or NULL */
static size_t		env_room;	/* entries it has room for */
static char		**env_owned;	/* strings we made */
static size_t		env_nowned;

/* Where name (of length n) is defined, or NULL. */
static char **
env_find(const char *name, size_t n)
{
	char **ep;

	if (environ == NULL)
		return (NULL);
	for (ep = environ; *ep != NULL; ep++) {
		if (strncmp(*ep, name, n) == 0 && (*ep)[n] == '=')
			return (ep);
	}
	return (NULL);
}

char *
getenv(const char *name)
{
	size_t n = strlen(name);
	char **ep;

	if (n == 0)
		return (NULL);
	ep = env_find(name, n);
	return (ep != NULL ? *ep + n + 1 : NULL);
}

/* Not for a program that runs with another's authority. */
char *
secure_getenv(const char *name)
{
	return (issetugid() != 0 ? NULL : getenv(name));
}

/* The string left the environment: free it if it is ours. */
static void
env_release(char *s)
{
	size_t i;

	for (i = 0; i < env_nowned; i++) {
		if (env_owned[i] == s) {
			env_owned[i] = env_owned[--env_nowned];
			free(s);
			return;
		}
	}
}

static int
env_remember(char *s)
{
	char **bigger;

	if ((env_nowned & (env_nowned - 1)) == 0) {
		bigger = reallocarray(env_owned,
		    env_nowned == 0 ? 1 : env_nowned * 2, sizeof(char *));
		if (bigger == NULL)
			return (-1);
		env_owned = bigger;
	}
	env_owned[env_nowned++] = s;
	return (0);
}

/* Append s to the vector, which becomes ours. */
static int
env_append(char *s)
{
	size_t n = 0;
	char **array;

	if (environ != NULL) {
		while (environ[n] != NULL)
			n++;
	}
	if (environ != env_array || env_array == NULL || n + 2 > env_room) {
		array = reallocarray(environ == env_array ? env_array : NULL,
		    n + 16, sizeof(char *));
		if (array == NULL)
			return (-1);
		if (environ != env_array && n > 0)
			memcpy(array, environ, n * sizeof(char *));
		if (environ != env_array)
			free(env_array);
		env_array = environ = array;
		env_room = n + 16;
	}
	environ[n] = s;
	environ[n + 1] = NULL;
	return (0);
}

/* Define by s, whose name has length n. */
static int
env_put(char *s, size_t n)
{
	char **ep = env_find(s, n), *old;

	if (ep == NULL)
		return (env_append(s));
	old = *ep;
	*ep = s;
	if (old != s)
		env_release(old);
	return (0);
}

int
setenv(const char *name, const char *value, int overwrite)
{
	size_t n, len;
	char *s;
	int ret = -1;

	if (name == NULL || *name == '\0' || strchr(name, '=') != NULL) {
		errno = EINVAL;
		return (-1);
	}
	n = strlen(name);
	len = strlen(value);
	libc_lock(&env_lock);
	if (overwrite == 0 && env_find(name, n) != NULL) {
		ret = 0;
		goto out;
	}
	if ((s = malloc(n + len + 2)) == NULL)
		goto out;
	memcpy(s, name, n);
	s[n] = '=';
	memcpy(s + n + 1, value, len + 1);
	if (env_remember(s) == -1 || env_put(s, n) == -1)
		env_release(s);
	else
		ret = 0;
out:
	libc_unlock(&env_lock);
	return (ret);
}

int
putenv(char *s)
{
	char *eq = strchr(s, '=');
	int ret;

	if (eq == NULL || eq == s) {
		errno = EINVAL;
		return (-1);
	}
	libc_lock(&env_lock);
	ret = env_put(s, (size_t)(eq - s));
	libc_unlock(&env_lock);
	return (ret);
}

int
unsetenv(const char *name)
{
	char **ep, *old;
	size_t n;

	if (name == NULL || *name == '\0' || strchr(name, '=') != NULL) {
		errno = EINVAL;
		return (-1);
	}
	n = strlen(name);
	libc_lock(&env_lock);
	while ((ep = env_find(name, n)) != NULL) {
		old = *ep;
		for (; (ep[0] = ep[1]) != NULL; ep++)
			continue;
		env_release(old);
	}
	libc_unlock(&env_lock);
	return (0);
}

int
clearenv(void)
{
	libc_lock(&env_lock);
	if (environ != NULL) {
		char **ep;

		for (ep = environ; *ep != NULL; ep++)
			env_release(*ep);
	}
	free(env_array);
	env_array = NULL;
	env_room = 0;
	environ = NULL;
	libc_unlock(&env_lock);
	return (env_append(NULL));
}
