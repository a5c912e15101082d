/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * time: run a command and tell how long it took.
 */
#include <sys/types.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define	FAILED	125			/* of time itself */

static bool	hflag, lflag, pflag;

static void	report(FILE *, const struct timespec *, const struct rusage *);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	const char *name = NULL, *mode = "w";
	struct timespec before, after;
	struct rusage ru;
	FILE *fp = stderr;
	int ch, status;
	pid_t pid;

	while ((ch = getopt(argc, argv, "+ahlo:p")) != -1) {
		switch (ch) {
		case 'a':
			mode = "a";
			break;
		case 'h':
			hflag = true;
			break;
		case 'l':
			lflag = true;
			break;
		case 'o':
			name = optarg;
			break;
		case 'p':
			pflag = true;
			break;
		default:
			usage();
		}
	}
	argv += optind;
	if (*argv == NULL)
		usage();
	if (name != NULL && (fp = fopen(name, mode)) == NULL)
		err(FAILED, "%s", name);
	(void)clock_gettime(CLOCK_MONOTONIC, &before);
	if ((pid = fork()) < 0)
		err(FAILED, "fork");
	if (pid == 0) {
		(void)execvp(*argv, argv);
		status = errno == ENOENT ? 127 : 126;
		warn("%s", *argv);
		_exit(status);
	}
	(void)signal(SIGINT, SIG_IGN);
	(void)signal(SIGQUIT, SIG_IGN);
	while (wait4(pid, &status, 0, &ru) < 0)
		if (errno != EINTR)
			err(FAILED, "wait4");
	(void)clock_gettime(CLOCK_MONOTONIC, &after);
	timespecsub(&after, &before, &after);
	if (WIFSIGNALED(status))
		warnx("command died of signal %d", WTERMSIG(status));
	report(fp, &after, &ru);
	if (fclose(fp) != 0)
		err(FAILED, "%s", name != NULL ? name : "stderr");
	return (WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
	    WEXITSTATUS(status));
}

static void
put_human(FILE *fp, const char *name, long long sec, long hundredths)
{

	(void)fputc('\t', fp);
	if (sec >= 3600)
		(void)fprintf(fp, "%lldh", sec / 3600);
	if (sec >= 60)
		(void)fprintf(fp, "%lldm", sec / 60 % 60);
	(void)fprintf(fp, "%lld.%02lds %s", sec % 60, hundredths, name);
}

static void
put_usage(FILE *fp, const struct rusage *ru)
{
	const struct {
		long		 value;
		const char	*name;
	} rows[] = {
		{ ru->ru_maxrss, "maximum resident set size" },
		{ ru->ru_minflt, "page reclaims" },
		{ ru->ru_majflt, "page faults" },
		{ ru->ru_inblock, "block input operations" },
		{ ru->ru_oublock, "block output operations" },
		{ ru->ru_nsignals, "signals received" },
		{ ru->ru_nvcsw, "voluntary context switches" },
		{ ru->ru_nivcsw, "involuntary context switches" },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		(void)fprintf(fp, "%10ld  %s\n", rows[i].value, rows[i].name);
}

static void
report(FILE *fp, const struct timespec *real, const struct rusage *ru)
{
	const char *const names[] = { "real", "user", "sys" };
	const long long secs[] = { real->tv_sec, ru->ru_utime.tv_sec,
	    ru->ru_stime.tv_sec };
	const long hundredths[] = { real->tv_nsec / 10000000,
	    ru->ru_utime.tv_usec / 10000, ru->ru_stime.tv_usec / 10000 };
	int i;

	for (i = 0; i < 3; i++) {
		if (pflag)
			(void)fprintf(fp, "%s %lld.%02ld\n", names[i], secs[i],
			    hundredths[i]);
		else if (hflag)
			put_human(fp, names[i], secs[i], hundredths[i]);
		else
			(void)fprintf(fp, "%9lld.%02ld %s", secs[i],
			    hundredths[i], names[i]);
	}
	if (!pflag)
		(void)fputc('\n', fp);
	if (lflag)
		put_usage(fp, ru);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: time [-l] [-h | -p] [-a] [-o file] "
	    "command [argument ...]\n");
	exit(FAILED);
}
