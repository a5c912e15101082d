/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * env: run a command in a changed environment, or print the environment.
 */
#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool	vflag;

static void	run(char **, const char *) __dead2;
static void	split(const char *, int *, char ***);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	static char *empty[] = { NULL };
	const char *altpath = NULL, *dir = NULL;
	char **ep, *eq, end = '\n';
	int ch;

	/* "+" has option parsing end at the command. */
	while ((ch = getopt(argc, argv, "+0C:P:S:iu:v")) != -1) {
		switch (ch) {
		case '0':
			end = '\0';
			break;
		case 'C':
			dir = optarg;
			break;
		case 'P':
			altpath = optarg;
			break;
		case 'S':
			split(optarg, &argc, &argv);
			break;
		case 'i':
			environ = empty;
			break;
		case 'u':
			if (unsetenv(optarg) != 0)
				err(125, "-u %s", optarg);
			break;
		case 'v':
			vflag = true;
			break;
		default:
			usage();
		}
	}
	argv += optind;
	if (*argv != NULL && strcmp(*argv, "-") == 0) {
		environ = empty;
		argv++;
	}
	for (; *argv != NULL && (eq = strchr(*argv, '=')) != NULL; argv++) {
		*eq = '\0';
		if (setenv(*argv, eq + 1, 1) != 0)
			err(125, "%s", *argv);
		*eq = '=';
	}
	if (*argv == NULL) {
		if (dir != NULL)
			errx(125, "-C needs a command");
		for (ep = environ; *ep != NULL; ep++)
			(void)printf("%s%c", *ep, end);
		if (fclose(stdout) != 0)
			err(125, "stdout");
		return (0);
	}
	if (end == '\0')
		errx(125, "-0 is for printing, not with a command");
	if (dir != NULL && chdir(dir) != 0)
		err(125, "%s", dir);
	run(argv, altpath);
}

/*
 * Run the command, found by PATH or by path; a name with a slash is not looked
 * for.
 */
static void
run(char **argv, const char *path)
{
	char file[PATH_MAX];
	int error = ENOENT, i;
	size_t len;

	for (i = 0; vflag && argv[i] != NULL; i++)
		(void)fprintf(stderr, "#env    arg[%d]= '%s'\n", i, argv[i]);
	if (path == NULL || strchr(*argv, '/') != NULL) {
		(void)execvp(*argv, argv);
		err(errno == ENOENT ? 127 : 126, "%s", *argv);
	}
	for (;; path += len + 1) {
		len = strcspn(path, ":");
		if (snprintf(file, sizeof(file), "%.*s/%s",
		    len == 0 ? 1 : (int)len, len == 0 ? "." : path, *argv) <
		    (int)sizeof(file)) {
			(void)execv(file, argv);
			if (errno != ENOENT && errno != ENOTDIR)
				error = errno;
		}
		if (path[len] == '\0')
			break;
	}
	errc(error == ENOENT ? 127 : 126, error, "%s", *argv);
}

/*
 * Decode a backslash sequence of -S at *sp into *out; false for \c, which ends
 * the string.
 */
static bool
escape(const char **sp, char **out, bool quoted, bool *word)
{
	static const char from[] = "fnrtv", to[] = "\f\n\r\t\v";
	const char *hit;
	char c = *(*sp)++;

	if (c == '\0')
		errx(125, "-S: a backslash ends the string");
	if (c == 'c') {
		if (quoted)
			errx(125, "-S: \\c within quotes");
		return (false);
	}
	if (c == '_' && !quoted) {
		*word = false;
		return (true);
	}
	hit = strchr(from, c);
	if (c == '_')
		c = ' ';
	else if (hit != NULL)
		c = to[hit - from];
	else if (strchr("\"#$'\\ ", c) == NULL)
		errx(125, "-S: unknown sequence \\%c", c);
	*(*out)++ = c;
	*word = true;
	return (true);
}

/*
 * ${NAME} at *sp; the value goes to a buffer that grows with it.
 */
static void
variable(const char **sp, char **buf, char **out)
{
	const char *s = *sp, *end, *value;
	size_t at = (size_t)(*out - *buf);
	char *name;

	if (*s != '{' || (end = strchr(s, '}')) == NULL || end == s + 1)
		errx(125, "-S: a variable must be ${NAME}");
	if ((name = strndup(s + 1, (size_t)(end - s - 1))) == NULL)
		err(125, NULL);
	if ((value = getenv(name)) == NULL)
		value = "";
	free(name);
	if ((*buf = realloc(*buf, at + strlen(value) + strlen(end) + 1)) ==
	    NULL)
		err(125, NULL);
	(void)memcpy(*buf + at, value, strlen(value));
	*out = *buf + at + strlen(value);
	*sp = end + 1;
}

/*
 * The next word of -S at *sp, in memory of its own, or NULL.
 */
static char *
next_word(const char **sp)
{
	const char *s = *sp;
	char *buf, *out, quote = 0;
	bool word = false;

	while (isspace((unsigned char)*s))
		s++;
	if ((buf = out = malloc(strlen(s) + 1)) == NULL)
		err(125, NULL);
	while (*s != '\0') {
		if (quote == 0 && (isspace((unsigned char)*s) ||
		    (*s == '#' && !word)))
			break;
		if (quote == 0 && (*s == '\'' || *s == '"')) {
			quote = *s++;
			word = true;
		} else if (quote != 0 && *s == quote) {
			quote = 0;
			s++;
		} else if (*s == '$' && quote != '\'') {
			s++;
			variable(&s, &buf, &out);
			word = true;
		} else if (*s == '\\' && (quote != '\'' ||
		    s[1] == '\'' || s[1] == '\\')) {
			bool had = word;

			s++;
			if (!escape(&s, &out, quote != 0, &word)) {
				s = "";
				break;
			}
			if (!word && had) {
				word = true;
				break;
			}
		} else {
			*out++ = *s++;
			word = true;
		}
	}
	if (quote != 0)
		errx(125, "-S: unterminated quote");
	if (*s == '#' && !word)
		s = "";
	*out = '\0';
	*sp = s;
	if (word)
		return (buf);
	free(buf);
	return (NULL);
}

/*
 * -S: put the words of the string in place of what getopt(3) has read, and
 * have it begin again with them.
 */
static void
split(const char *s, int *argcp, char ***argvp)
{
	int n = 0, rest = *argcp - optind;
	char **v, *word;

	/* Every word takes a character and, but the last, a blank. */
	v = calloc(strlen(s) / 2 + (size_t)rest + 3, sizeof(*v));
	if (v == NULL)
		err(125, NULL);
	v[n++] = (*argvp)[0];
	while ((word = next_word(&s)) != NULL) {
		if (vflag)
			(void)fprintf(stderr, "#env split -S: '%s'\n", word);
		v[n++] = word;
	}
	(void)memcpy(v + n, *argvp + optind, (size_t)rest * sizeof(*v));
	*argcp = n + rest;
	*argvp = v;
	optind = 1;
	optreset = 1;
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: env [-0iv] [-C directory] [-P path] "
	    "[-S string] [-u name]\n"
	    "           [name=value ...] [command [argument ...]]\n");
	exit(125);
}
