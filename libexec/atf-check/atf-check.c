/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * atf-check: run a command and compare its exit and its output with what was
 * expected.
 *
 * Model	Both streams of the command go to files in a directory of our
 *		own; then every -s, every -o and every -e is judged, so that
 *		all differences are shown at once.  Without -s the command must
 *		exit 0, without -o and -e it must be silent.
 *
 * The same file is compiled for the build host, whose shell tests use it too,
 * so nothing here is beyond POSIX but err(3).
 */

#include <sys/stat.h>
#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <regex.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define	CHECKS_MAX	32

enum kind {
	EMPTY, FILENAME, IGNORE, INLINE, MATCH, SAVE,	/* streams */
	EXIT, SIGNAL					/* status */
};

struct check {
	enum kind	 c_kind;
	bool		 c_not;		/* the opposite is wanted */
	const char	*c_arg;
};

struct checks {
	struct check	list[CHECKS_MAX];
	size_t		count;
};

static const char *const	kinds[] = { "empty", "file", "ignore",
    "inline", "match", "save", "exit", "signal" };

static char	dir[256];

static void	add_check(struct checks *, const char *, bool);
static bool	check_status(const struct check *, int);
static bool	check_stream(const struct check *, const char *, const char *);
static void	cleanup(void);
static char	*decode(const char *, size_t *);
static char	*load(const char *, size_t *);
static int	run(char *[], bool);
static void	show(const char *, const char *, size_t);
static char	*stream_path(const char *);
static void	usage(void) __attribute__((__noreturn__));

int
main(int argc, char *argv[])
{
	static struct checks status, out, error;
	const char *tmp;
	size_t i;
	bool ok = true, shell = false;
	int ch, code;

	while ((ch = getopt(argc, argv, "+e:o:s:x")) != -1) {
		switch (ch) {
		case 'e':
			add_check(&error, optarg, true);
			break;
		case 'o':
			add_check(&out, optarg, true);
			break;
		case 's':
			add_check(&status, optarg, false);
			break;
		case 'x':
			shell = true;
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	if (argc < 1)
		usage();
	if (status.count == 0)
		add_check(&status, "exit:0", false);
	if (out.count == 0)
		add_check(&out, "empty", true);
	if (error.count == 0)
		add_check(&error, "empty", true);

	if ((tmp = getenv("TMPDIR")) == NULL || strlen(tmp) > 200)
		tmp = "/tmp";
	(void)snprintf(dir, sizeof(dir), "%s/check.XXXXXX", tmp);
	if (mkdtemp(dir) == NULL)
		err(1, "%s", dir);
	(void)atexit(cleanup);

	code = run(argv, shell);
	for (i = 0; i < status.count; i++)
		ok &= check_status(&status.list[i], code);
	for (i = 0; i < error.count; i++)
		ok &= check_stream(&error.list[i], "stderr", stream_path("stderr"));
	for (i = 0; i < out.count; i++)
		ok &= check_stream(&out.list[i], "stdout", stream_path("stdout"));
	return (ok ? 0 : 1);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: atf-check [-x] [-s check] [-o check] "
	    "[-e check] command [argument ...]\n");
	exit(1);
}

static char *
stream_path(const char *name)
{
	static char path[sizeof(dir) + 16];

	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	return (path);
}

static void
cleanup(void)
{

	(void)unlink(stream_path("stdout"));
	(void)unlink(stream_path("stderr"));
	(void)rmdir(dir);
}

/* Parse one -s, -o or -e argument: [not-]kind[:argument]. */
static void
add_check(struct checks *set, const char *text, bool stream)
{
	struct check *c = &set->list[set->count];
	const char *colon;
	size_t len, k, first, last;

	if (set->count == CHECKS_MAX)
		errx(1, "too many checks");
	c->c_not = strncmp(text, "not-", 4) == 0;
	if (c->c_not)
		text += 4;
	colon = strchr(text, ':');
	len = colon == NULL ? strlen(text) : (size_t)(colon - text);
	c->c_arg = colon == NULL ? NULL : colon + 1;
	first = stream ? EMPTY : EXIT;
	last = stream ? SAVE : SIGNAL;
	for (k = first; k <= last; k++)
		if (strlen(kinds[k]) == len &&
		    strncmp(kinds[k], text, len) == 0)
			break;
	if (!stream && k > last && len == strlen("ignore") &&
	    strncmp(text, "ignore", len) == 0)
		k = IGNORE;
	else if (!stream && k > last && strspn(text, "0123456789") == len &&
	    len > 0 && colon == NULL) {
		k = EXIT;			/* -s 1 is -s exit:1 */
		c->c_arg = text;
	} else if (k > last)
		errx(1, "%s: unknown check", text);
	c->c_kind = (enum kind)k;
	if (stream && c->c_kind != EMPTY && c->c_kind != IGNORE &&
	    c->c_arg == NULL)
		errx(1, "%s: needs an argument", text);
	set->count++;
}

/* Run the command; return its wait status. */
static int
run(char *argv[], bool shell)
{
	pid_t pid;
	int fd, i, status;

	(void)fflush(NULL);
	if ((pid = fork()) == -1)
		err(1, "fork");
	if (pid == 0) {
		for (i = 1; i <= 2; i++) {
			fd = open(stream_path(i == 1 ? "stdout" : "stderr"),
			    O_WRONLY | O_CREAT | O_TRUNC, 0600);
			if (fd == -1 || dup2(fd, i) == -1)
				_exit(126);
			(void)close(fd);
		}
		if (shell)
			(void)execl("/bin/sh", "sh", "-c", argv[0], (char *)0);
		else
			(void)execvp(argv[0], argv);
		warn("%s", argv[0]);
		_exit(127);
	}
	while (waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			err(1, "waitpid");
	return (status);
}

static long
number(const char *text)
{
	char *end;
	long n;

	n = strtol(text, &end, 10);
	if (*text == '\0' || *end != '\0' || n < 0 || n > 255)
		errx(1, "%s: not a status", text);
	return (n);
}

/* A signal by number or by name, in either case, with or without SIG. */
static int
signal_number(const char *text)
{
	static const struct {
		const char	*name;
		int		 sig;
	} names[] = {
		{ "abrt", SIGABRT }, { "alrm", SIGALRM }, { "bus", SIGBUS },
		{ "fpe", SIGFPE }, { "hup", SIGHUP }, { "ill", SIGILL },
		{ "int", SIGINT }, { "kill", SIGKILL }, { "pipe", SIGPIPE },
		{ "quit", SIGQUIT }, { "segv", SIGSEGV }, { "term", SIGTERM },
		{ "trap", SIGTRAP }, { "usr1", SIGUSR1 }, { "usr2", SIGUSR2 },
		{ "sys", SIGSYS }, { "xcpu", SIGXCPU }, { "xfsz", SIGXFSZ }
	};
	const char *name = text;
	size_t i;

	if (strncasecmp(name, "sig", 3) == 0)
		name += 3;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcasecmp(names[i].name, name) == 0)
			return (names[i].sig);
	return ((int)number(text));
}

static bool
check_status(const struct check *c, int status)
{
	char *text;
	size_t len;
	bool hit;

	switch (c->c_kind) {
	case EXIT:
		hit = WIFEXITED(status) && (c->c_arg == NULL ||
		    WEXITSTATUS(status) == number(c->c_arg));
		break;
	case SIGNAL:
		hit = WIFSIGNALED(status) && (c->c_arg == NULL ||
		    WTERMSIG(status) == signal_number(c->c_arg));
		break;
	default:
		hit = true;
		break;
	}
	if (hit != c->c_not)
		return (true);
	if (WIFEXITED(status))
		(void)fprintf(stderr, "Fail: the command exited %d, ",
		    WEXITSTATUS(status));
	else
		(void)fprintf(stderr, "Fail: the command died of signal %d, ",
		    WTERMSIG(status));
	(void)fprintf(stderr, "expected %s%s%s%s\n", c->c_not ? "not " : "",
	    kinds[c->c_kind], c->c_arg == NULL ? "" : " ",
	    c->c_arg == NULL ? "" : c->c_arg);
	text = load(stream_path("stderr"), &len);
	show("its stderr:", text, len);
	free(text);
	return (false);
}

/* Read a whole file; a NUL follows its bytes. */
static char *
load(const char *path, size_t *lenp)
{
	char *buf = NULL, *more;
	size_t len = 0, n;
	FILE *fp;

	if ((fp = fopen(path, "r")) == NULL)
		err(1, "%s", path);
	do {
		if ((more = realloc(buf, len + 65536 + 1)) == NULL)
			err(1, NULL);
		buf = more;
		n = fread(buf + len, 1, 65536, fp);
		len += n;
	} while (n > 0);
	if (ferror(fp))
		err(1, "%s", path);
	(void)fclose(fp);
	buf[len] = '\0';
	*lenp = len;
	return (buf);
}

/* The escapes of inline:, as printf(1) has them. */
static char *
decode(const char *text, size_t *lenp)
{
	static const char from[] = "abefnrtv\\", to[] = "\a\b\033\f\n\r\t\v\\";
	const char *hit;
	char *buf, *p;
	int i, value;

	if ((buf = p = malloc(strlen(text) + 1)) == NULL)
		err(1, NULL);
	while (*text != '\0') {
		if (*text != '\\' || text[1] == '\0') {
			*p++ = *text++;
			continue;
		}
		text++;
		if (*text >= '0' && *text <= '7') {
			for (i = 0, value = 0; i < 3 && *text >= '0' &&
			    *text <= '7'; i++)
				value = value * 8 + (*text++ - '0');
			*p++ = (char)value;
		} else if ((hit = strchr(from, *text)) != NULL) {
			*p++ = to[hit - from];
			text++;
		} else {
			*p++ = '\\';
			*p++ = *text++;
		}
	}
	*lenp = (size_t)(p - buf);
	return (buf);
}

/* Does any line of text match the extended expression? */
static bool
matches(char *text, const char *pattern)
{
	regex_t re;
	char *line, *next;
	bool hit = false;
	int error;

	if ((error = regcomp(&re, pattern, REG_EXTENDED | REG_NOSUB)) != 0)
		errx(1, "%s: bad regular expression (%d)", pattern, error);
	for (line = text; !hit && line != NULL && *line != '\0'; line = next) {
		if ((next = strchr(line, '\n')) != NULL)
			*next++ = '\0';
		hit = regexec(&re, line, 0, NULL, 0) == 0;
	}
	regfree(&re);
	return (hit);
}

static void
show(const char *title, const char *text, size_t len)
{

	(void)fprintf(stderr, "%s\n", title);
	(void)fwrite(text, 1, len, stderr);
	if (len > 0 && text[len - 1] != '\n')
		(void)fputc('\n', stderr);
}

static void
save(const char *path, const char *text, size_t len)
{
	FILE *fp;

	if ((fp = fopen(path, "w")) == NULL ||
	    fwrite(text, 1, len, fp) != len || fclose(fp) != 0)
		err(1, "%s", path);
}

static bool
check_stream(const struct check *c, const char *name, const char *path)
{
	char *text, *want = NULL;
	size_t len, wantlen = 0;
	bool hit = true;

	text = load(path, &len);
	switch (c->c_kind) {
	case EMPTY:
		hit = len == 0;
		break;
	case FILENAME:
	case INLINE:
		want = c->c_kind == INLINE ? decode(c->c_arg, &wantlen) :
		    load(c->c_arg, &wantlen);
		hit = len == wantlen && memcmp(text, want, len) == 0;
		break;
	case MATCH:
		hit = matches(text, c->c_arg);
		break;
	case SAVE:
		save(c->c_arg, text, len);
		break;
	default:
		break;
	}
	if (hit != c->c_not) {
		free(want);
		free(text);
		return (true);
	}
	free(text);
	text = load(path, &len);	/* matches() cut it into lines */
	(void)fprintf(stderr, "Fail: %s: expected %s%s%s%s\n", name,
	    c->c_not ? "not " : "", kinds[c->c_kind],
	    c->c_kind == MATCH ? " " : "", c->c_kind == MATCH ? c->c_arg : "");
	show("actual:", text, len);
	if (want != NULL)
		show("expected:", want, wantlen);
	free(want);
	free(text);
	return (false);
}
