/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Words as the shell would expand them.  The shell does it: it is given the
 * words as an argument, splits and expands them with `eval set --', and writes
 * them back, each ended by a NUL.  Before that the text is scanned for what
 * must not be there unquoted, and for command substitution if that is
 * forbidden.
 */

#include <sys/wait.h>
#include <errno.h>
#include <fcntl.h>
#include <paths.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wordexp.h>
#include "libc_private.h"

#define	STATUS_SYNTAX	2
#define	STATUS_UNDEF	3

/* The marker tells a word list from the output of a shell that failed. */
static const char script[] =
    "eval \"set -- $1\" || exit 2; printf 'ok\\0'; "
    "for w do printf '%s\\0' \"$w\"; done";

/* Skip $(...), ${...} or `...` at p; its end, or NULL. */
static const char *
skip_nested(const char *p, char open, char close)
{
	int depth = 0;
	char quote = '\0';

	for (; *p != '\0'; p++) {
		if (*p == '\\' && p[1] != '\0' && quote != '\'')
			p++;
		else if (quote != '\0') {
			if (*p == quote)
				quote = '\0';
		} else if (*p == '\'' || *p == '"')
			quote = *p;
		else if (*p == open)
			depth++;
		else if (*p == close && --depth == 0)
			return (p);
	}
	return (NULL);
}

/* 0, or what is wrong with the words. */
static int
check_words(const char *p, int flags)
{
	char quote = '\0';

	for (; *p != '\0'; p++) {
		if (*p == '\\' && quote != '\'') {
			if (*++p == '\0')
				return (WRDE_SYNTAX);
			continue;
		}
		if (quote == '\'') {
			if (*p == '\'')
				quote = '\0';
			continue;
		}
		if (*p == '`' || (p[0] == '$' && p[1] == '(' && p[2] != '(')) {
			if ((flags & WRDE_NOCMD) != 0)
				return (WRDE_CMDSUB);
			if (*p == '`') {
				if ((p = strchr(p + 1, '`')) == NULL)
					return (WRDE_SYNTAX);
				continue;
			}
		}
		if (p[0] == '$' && (p[1] == '(' || p[1] == '{')) {
			p = skip_nested(p + 1, p[1], p[1] == '(' ? ')' : '}');
			if (p == NULL)
				return (WRDE_SYNTAX);
			continue;
		}
		if (*p == '"' || (*p == '\'' && quote == '\0')) {
			quote = quote == '\0' ? *p : '\0';
			continue;
		}
		if (quote == '\0' && strchr("\n|&;<>(){}", *p) != NULL)
			return (WRDE_BADCHAR);
	}
	return (quote != '\0' ? WRDE_SYNTAX : 0);
}

static void
run_shell(const char *words, int flags, int fd)
{
	const char *argv[] = { "sh", (flags & WRDE_UNDEF) != 0 ? "-uc" : "-c",
	    script, "sh", words, NULL };
	int null;

	(void)dup2(fd, STDOUT_FILENO);
	if ((flags & WRDE_SHOWERR) == 0 &&
	    (null = open(_PATH_DEVNULL, O_WRONLY)) != -1)
		(void)dup2(null, STDERR_FILENO);
	(void)execve(_PATH_BSHELL, __DECONST(char **, argv), environ);
	_exit(127);
}

/* The shell's whole output, to be freed; NULL without memory. */
static char *
read_all(int fd, size_t *lenp)
{
	char *buf = NULL, *bigger;
	size_t len = 0, room = 0;
	ssize_t n;

	for (;;) {
		if (len == room) {
			room = room == 0 ? 1024 : room * 2;
			if ((bigger = realloc(buf, room)) == NULL) {
				free(buf);
				return (NULL);
			}
			buf = bigger;
		}
		n = read(fd, buf + len, room - len);
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		len += (size_t)n;
	}
	*lenp = len;
	return (buf);
}

/* Append the words in [p, end) to the result. */
static int
add_words(wordexp_t *we, const char *p, const char *end, int flags)
{
	size_t offs = (flags & WRDE_DOOFFS) != 0 ? we->we_offs : 0;
	char **v;

	for (;; p += strlen(p) + 1) {
		v = reallocarray(we->we_wordv, offs + we->we_wordc + 2,
		    sizeof(char *));
		if (v == NULL)
			return (WRDE_NOSPACE);
		if (we->we_wordv == NULL)
			memset(v, 0, offs * sizeof(char *));
		we->we_wordv = v;
		v[offs + we->we_wordc] = NULL;
		if (p >= end)
			return (0);
		if ((v[offs + we->we_wordc] = strdup(p)) == NULL)
			return (WRDE_NOSPACE);
		v[offs + ++we->we_wordc] = NULL;
	}
}

static int
ask_shell(const char *words, wordexp_t *we, int flags)
{
	int fds[2], status = 0, ret;
	size_t len = 0;
	pid_t pid;
	char *buf;

	if (pipe2(fds, O_CLOEXEC) == -1)
		return (WRDE_NOSPACE);
	pid = fork();
	if (pid == 0)
		run_shell(words, flags, fds[1]);
	(void)close(fds[1]);
	if (pid == -1) {
		(void)close(fds[0]);
		return (WRDE_NOSPACE);
	}
	buf = read_all(fds[0], &len);
	(void)close(fds[0]);
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		continue;
	if (buf == NULL)
		return (WRDE_NOSPACE);
	if (len < 3 || memcmp(buf, "ok", 3) != 0 || buf[len - 1] != '\0')
		ret = (flags & WRDE_UNDEF) != 0 ? WRDE_BADVAL : WRDE_SYNTAX;
	else
		ret = add_words(we, buf + 3, buf + len, flags);
	free(buf);
	return (ret);
}

int
wordexp(const char *__restrict words, wordexp_t *__restrict we, int flags)
{
	int saved = errno, ret;

	if ((flags & WRDE_REUSE) != 0)
		wordfree(we);
	if ((flags & WRDE_APPEND) == 0) {
		we->we_wordc = 0;
		we->we_wordv = NULL;
		if ((flags & WRDE_DOOFFS) == 0)
			we->we_offs = 0;
	}
	if ((ret = check_words(words, flags)) == 0)
		ret = ask_shell(words, we, flags);
	errno = saved;
	return (ret);
}

void
wordfree(wordexp_t *we)
{
	size_t i;

	if (we->we_wordv == NULL)
		return;
	for (i = 0; i < we->we_wordc; i++)
		free(we->we_wordv[we->we_offs + i]);
	free(we->we_wordv);
	we->we_wordv = NULL;
	we->we_wordc = 0;
}
