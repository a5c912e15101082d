/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * h_fuzz: have the shell read scripts of random tokens.
 *
 *	h_fuzz seed count shell [option ...]
 *
 * Runs the shell count times, with a script of its own on standard input each
 * time.  Whatever a script is, the shell must end by itself, with a status
 * below 128: a script that it cannot read has 2.  The first that does not is
 * shown, with the seed that makes it again with a count of 1, and the status
 * is 1.  Scripts are to be parsed only (-n), since what they do is unknown.
 */

#include <sys/wait.h>

#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define	SCRIPT_MAX	8192

static const char *const tokens[] = {
	"if", "then", "else", "elif", "fi", "while", "until", "do", "done",
	"for", "in", "case", "esac", "{", "}", "(", ")", ";", ";;", "&", "&&",
	"|", "||", "!", "<", ">", ">>", "<<", "<<-", "<&", ">&", "<>", ">|",
	"\n", "'", "\"", "`", "$", "$(", "$((", "))", "${", "${x:-", "${x%",
	"${#x}", "$x", "$1", "$@", "\"$*\"", "$?", "\\", "\\\n", "*", "[",
	"[!a]", "]", "~", "#", "x=", "x=1", "a", "echo", "set", "--", "f()",
	"return", "break", "eval", "<<E\n$x\nE\n", "<<'E'\n$x\nE\n", "2>&1",
	">f", "1+2", "x++", "-1", "0x", "1?2:3", "alias a=b", "trap", "\t",
	"\303\251", "\377", "\001", "$'\\n'", "a=(", "((", "[[",
};

static uint64_t	state;

static uint32_t
rnd(uint32_t n)
{
	state = state * 6364136223846793005ULL + 1442695040888963407ULL;
	return ((uint32_t)(state >> 33) % n);
}

static size_t
make_script(char *buf)
{
	const size_t ntokens = sizeof(tokens) / sizeof(tokens[0]);
	size_t len = 0, n, want = 1 + rnd(60), i, times;
	const char *tok;

	for (i = 0; i < want; i++) {
		tok = tokens[rnd((uint32_t)ntokens)];
		times = rnd(50) == 0 ? 1 + rnd(100) : 1;
		for (n = strlen(tok); times > 0 && len + n + 1 < SCRIPT_MAX;
		    times--) {
			memcpy(buf + len, tok, n);
			len += n;
			if (rnd(2) == 0)
				buf[len++] = ' ';
		}
	}
	return (len);
}

/* Run the shell with a script; the status of waitpid(2). */
static int
run(char *argv[], const char *script, size_t len)
{
	int fd, null, status;
	pid_t pid;

	if ((fd = open("script", O_RDWR | O_CREAT | O_TRUNC, 0600)) < 0 ||
	    write(fd, script, len) != (ssize_t)len ||
	    lseek(fd, 0, SEEK_SET) != 0)
		err(2, "script");
	if ((pid = fork()) < 0)
		err(2, "fork");
	if (pid == 0) {
		null = open("/dev/null", O_WRONLY);
		if (null < 0 || dup2(fd, 0) < 0 || dup2(null, 1) < 0 ||
		    dup2(null, 2) < 0)
			_exit(255);
		(void)execv(argv[0], argv);
		_exit(255);
	}
	(void)close(fd);
	if (waitpid(pid, &status, 0) != pid)
		err(2, "waitpid");
	return (status);
}

int
main(int argc, char *argv[])
{
	static char script[SCRIPT_MAX];
	unsigned long seed, count;
	size_t len;
	int status;

	if (argc < 4)
		errx(2, "usage: h_fuzz seed count shell [option ...]");
	seed = strtoul(argv[1], NULL, 10);
	count = strtoul(argv[2], NULL, 10);
	for (; count > 0; count--, seed++) {
		state = seed * 0x9e3779b97f4a7c15ULL + 1;
		len = make_script(script);
		status = run(argv + 3, script, len);
		if (WIFEXITED(status) && WEXITSTATUS(status) < 128)
			continue;
		fprintf(stderr, "h_fuzz: seed %lu: %s %d; script:\n%.*s\n",
		    seed, WIFEXITED(status) ? "status" : "signal",
		    WIFEXITED(status) ? WEXITSTATUS(status) :
		    WTERMSIG(status), (int)len, script);
		return (1);
	}
	return (0);
}
