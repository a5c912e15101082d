/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * xargs: run a command with arguments from the standard input.
 *
 * Arguments are collected until one of the limits is reached: their number
 * (-n), their lines (-L), or the bytes of arguments and environment (-s, and
 * always ARG_MAX).  With -I a line is put in place of a word in the command,
 * with -J what was collected goes where a word of the command stands.
 * Up to -P commands run at a time.
 */
#include <sys/types.h>
#include <sys/wait.h>

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <paths.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool		 zero, oflag, pflag, rflag, tflag, xflag;
static const char	*replace, *place, *eofstr;
static long long	 maxargs = LLONG_MAX, maxlines, maxprocs = 1;
static long long	 maxrepl = -1;		/* -R: -1 is without limit */
static size_t		 replsize;		/* -S: 0 is without limit */
static size_t		 maxbytes;
static char		**base;			/* the command's own words */
static int		 nbase;
static char		**args;			/* words collected */
static size_t		 nargs, argroom, argbytes, basebytes;
static int		 running, rval;
static bool		 ended;			/* no more input wanted */

static char	*next_word(bool *);
static void	run(char **);
static void	run_collected(void);
static void	run_replaced(const char *);
static void	usage(void) __dead2;
static void	wait_some(int);

static long long
number(const char *opt, const char *s, long long min)
{
	const char *errstr;
	long long n;

	n = strtonum(s, min, INT_MAX, &errstr);
	if (errstr != NULL)
		errx(1, "%s %s: %s", opt, s, errstr);
	return (n);
}

static size_t
bytes_of(char **v)
{
	size_t n = 0;

	for (; *v != NULL; v++)
		n += strlen(*v) + 1 + sizeof(char *);
	return (n);
}

static void
options(int argc, char *argv[])
{
	int ch;

	while ((ch = getopt(argc, argv, "+0E:I:J:L:P:R:S:n:oprs:tx")) != -1) {
		switch (ch) {
		case '0':
			zero = true;
			break;
		case 'E':
			eofstr = *optarg != '\0' ? optarg : NULL;
			break;
		case 'I':
			replace = optarg;
			break;
		case 'J':
			place = optarg;
			break;
		case 'L':
			maxlines = number("-L", optarg, 1);
			break;
		case 'P':
			maxprocs = number("-P", optarg, 0);
			break;
		case 'R':
			maxrepl = number("-R", optarg, INT_MIN);
			break;
		case 'S':
			replsize = (size_t)number("-S", optarg, 1);
			break;
		case 'n':
			maxargs = number("-n", optarg, 1);
			break;
		case 'o':
			oflag = true;
			break;
		case 'p':
			pflag = tflag = true;
			break;
		case 'r':
			rflag = true;
			break;
		case 's':
			maxbytes = (size_t)number("-s", optarg, 1);
			break;
		case 't':
			tflag = true;
			break;
		case 'x':
			xflag = true;
			break;
		default:
			usage();
		}
	}
	if (replace == NULL ? maxrepl != -1 || replsize != 0 : place != NULL)
		usage();
}

int
main(int argc, char *argv[])
{
	static char echo[] = "/bin/echo", *echo_argv[] = { echo, NULL };
	long long lines = 0;
	bool eol, any = false;
	size_t limit;
	char *word;

	options(argc, argv);
	base = argv + optind;
	nbase = argc - optind;
	if (nbase == 0) {
		base = echo_argv;
		nbase = 1;
	}
	/* POSIX: 2048 bytes are left to the command. */
	limit = (size_t)sysconf(_SC_ARG_MAX) - 2048 - bytes_of(environ);
	if (maxbytes == 0 || maxbytes > limit)
		maxbytes = limit;
	basebytes = bytes_of(base);
	if (basebytes >= maxbytes)
		errx(1, "the command alone is too long");
	argbytes = basebytes;

	while (!ended && (word = next_word(&eol)) != NULL) {
		if (eofstr != NULL && !zero && strcmp(word, eofstr) == 0)
			break;
		any = true;
		if (replace != NULL) {
			if (*word != '\0')
				run_replaced(word);
			free(word);
			continue;
		}
		if (argbytes + strlen(word) + 1 + sizeof(char *) > maxbytes) {
			if (nargs == 0 || (xflag && (maxargs != LLONG_MAX ||
			    maxlines > 0)))
				errx(1, "argument is too long: %.40s", word);
			run_collected();
			lines = 0;
		}
		if (nargs + 1 >= argroom) {
			argroom = argroom * 2 + 64;
			args = reallocarray(args, argroom, sizeof(*args));
			if (args == NULL)
				err(1, NULL);
		}
		args[nargs++] = word;
		argbytes += strlen(word) + 1 + sizeof(char *);
		if (eol)
			lines++;
		if ((long long)nargs == maxargs ||
		    (maxlines > 0 && lines == maxlines)) {
			run_collected();
			lines = 0;
		}
	}
	if (nargs > 0 || (!any && !rflag && replace == NULL))
		run_collected();
	while (running > 0)
		wait_some(0);
	return (rval);
}

/* --- input ---------------------------------------------------------------- */

static char	*word_buf;
static size_t	 word_len, word_room;

static void
word_put(int c)
{
	if (word_len + 1 >= word_room) {
		word_room = word_room * 2 + 64;
		if ((word_buf = realloc(word_buf, word_room)) == NULL)
			err(1, NULL);
	}
	word_buf[word_len++] = (char)c;
	word_buf[word_len] = '\0';
}

static char *
word_take(void)
{
	char *copy;

	if ((copy = strndup(word_buf != NULL ? word_buf : "", word_len)) ==
	    NULL)
		err(1, NULL);
	word_len = 0;
	return (copy);
}

/*
 * The next argument, in memory that the caller frees: a word, with quotes and
 * backslashes taken away; a line with -I, without blanks before it; what ends
 * at a NUL with -0.  NULL at the end.  *eolp says that a line ended with it; a
 * blank at its end continues the line.
 */
static char *
next_word(bool *eolp)
{
	bool started = false;
	int c, quote = 0, last = 0;

	*eolp = true;
	for (;;) {
		c = getchar();
		if (c == EOF) {
			if (quote != 0)
				errx(1, "unterminated quote");
			if (ferror(stdin))
				err(1, "stdin");
			return (started ? word_take() : NULL);
		}
		if (zero) {
			if (c == '\0')
				return (word_take());
			started = true;
			word_put(c);
			continue;
		}
		if (quote != 0) {
			if (c == quote)
				quote = 0;
			else if (c == '\n')
				errx(1, "unterminated quote");
			else
				word_put(c);
			continue;
		}
		if (c == '\n') {
			if (!started && replace == NULL)
				continue;
			return (word_take());
		}
		if (isblank(c) && !(replace != NULL && started)) {
			if (!started)
				continue;
			/* Does the line go on? */
			do {
				last = c;
				c = getchar();
			} while (c != EOF && isblank(c));
			if (c != EOF && c != '\n')
				(void)ungetc(c, stdin);
			*eolp = c == EOF ||
			    (c == '\n' && !isblank(last)) ||
			    (c == '\n' && maxlines == 0);
			return (word_take());
		}
		started = true;
		if (c == '\'' || c == '"')
			quote = c;
		else if (c == '\\') {
			if ((c = getchar()) == EOF)
				errx(1, "backslash at the end of input");
			word_put(c);
		} else
			word_put(c);
	}
}

/* --- running -------------------------------------------------------------- */

/*
 * Run the command with the words behind its own, or with -J in place of the
 * first of its own that is the word of -J.
 */
static void
run_collected(void)
{
	char **argv;
	size_t i, n = 0;
	bool placed = false;
	int b;

	argv = calloc((size_t)nbase + nargs + 1, sizeof(*argv));
	if (argv == NULL)
		err(1, NULL);
	for (b = 0; b < nbase; b++) {
		if (placed || place == NULL || strcmp(base[b], place) != 0) {
			argv[n++] = base[b];
			continue;
		}
		for (i = 0; i < nargs; i++)
			argv[n++] = args[i];
		placed = true;
	}
	for (i = 0; i < nargs && !placed; i++)
		argv[n++] = args[i];
	if (n == 0)		/* the word was all of the command */
		errx(1, "-J: no command is left");
	run(argv);
	free(argv);
	for (i = 0; i < nargs; i++)
		free(args[i]);
	nargs = 0;
	argbytes = basebytes;
}

/*
 * Put the line in place of each occurrence of the word in the command, in as
 * many arguments as -R allows; none may grow beyond -S.
 */
static void
run_replaced(const char *line)
{
	char **argv, *out, *p;
	const char *s, *hit;
	size_t rlen = strlen(replace), llen = strlen(line), n;
	long long left = maxrepl;
	bool hits;
	int i;

	if (rlen == 0)
		errx(1, "-I: the word is empty");
	argv = calloc((size_t)nbase + 1, sizeof(*argv));
	if (argv == NULL)
		err(1, NULL);
	for (i = 0; i < nbase; i++) {
		n = strlen(base[i]) + 1;
		hits = left != 0 && strstr(base[i], replace) != NULL;
		if (hits && left > 0)
			left--;
		for (s = base[i]; hits && (s = strstr(s, replace)) != NULL;
		    s += rlen)
			n += llen - rlen;
		if (hits && replsize != 0 && n - 1 > replsize)
			errx(1, "an argument is too long after -I");
		if ((out = p = malloc(n)) == NULL)
			err(1, NULL);
		for (s = base[i];
		    hits && (hit = strstr(s, replace)) != NULL;
		    s = hit + rlen) {
			memcpy(p, s, (size_t)(hit - s));
			p += hit - s;
			memcpy(p, line, llen);
			p += llen;
		}
		(void)memcpy(p, s, strlen(s) + 1);
		argv[i] = out;
	}
	if (bytes_of(argv) > maxbytes)
		errx(1, "the command is too long after -I");
	run(argv);
	for (i = 0; i < nbase; i++)
		free(argv[i]);
	free(argv);
}

static bool
confirmed(void)
{
	int c, first;
	FILE *tty;

	if ((tty = fopen(_PATH_TTY, "r")) == NULL)
		err(1, "%s", _PATH_TTY);
	(void)fputs("?...", stderr);
	first = c = getc(tty);
	while (c != '\n' && c != EOF)
		c = getc(tty);
	(void)fclose(tty);
	return (first == 'y' || first == 'Y');
}

static void
run(char **argv)
{
	pid_t pid;
	int fd, i;

	if (tflag) {
		for (i = 0; argv[i] != NULL; i++)
			(void)fprintf(stderr, "%s%s", i > 0 ? " " : "",
			    argv[i]);
		if (pflag && !confirmed())
			return;
		if (!pflag)
			(void)fputc('\n', stderr);
	}
	if (maxprocs > 0)
		while (running >= maxprocs)
			wait_some(0);
	pid = fork();
	if (pid < 0)
		err(1, "fork");
	if (pid == 0) {
		/* Our input is not the command's. */
		fd = open(oflag ? _PATH_TTY : _PATH_DEVNULL, O_RDONLY);
		if (fd >= 0) {
			(void)dup2(fd, STDIN_FILENO);
			if (fd != STDIN_FILENO)
				(void)close(fd);
		}
		(void)execvp(argv[0], argv);
		i = errno == ENOENT ? 127 : 126;
		warn("%s", argv[0]);
		_exit(i);
	}
	running++;
	wait_some(maxprocs == 1 ? 0 : WNOHANG);
}

/*
 * Collect commands that have ended; their statuses decide ours and whether we
 * go on.
 */
static void
wait_some(int wnohang)
{
	int status, code;
	pid_t pid;

	while ((pid = waitpid(-1, &status, wnohang)) < 0 && errno == EINTR)
		continue;
	if (pid <= 0) {
		if (pid < 0)
			running = 0;
		return;
	}
	running--;
	if (WIFSIGNALED(status)) {
		warnx("%s: killed by signal %d", base[0], WTERMSIG(status));
		rval = 125;
		ended = true;
		return;
	}
	code = WEXITSTATUS(status);
	if (code == 126 || code == 127) {
		rval = code;
		ended = true;
	} else if (code == 255) {
		warnx("%s: exited with status 255", base[0]);
		rval = 124;
		ended = true;
	} else if (code != 0 && rval == 0)
		rval = 123;
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: xargs [-0oprtx] [-E string] [-J word] "
	    "[-L lines | -n number] [-P procs]\n"
	    "             [-s size] [command [argument ...]]\n"
	    "       xargs -I word [-0oprtx] [-E string] [-P procs] [-R count] "
	    "[-S bytes]\n"
	    "             [-s size] [command [argument ...]]\n");
	exit(1);
}
