/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The shell and the tools, as they are: scripts whose output is known to the
 * byte, some in a directory of ext2, the others in one of tmpfs, at the same
 * time.
 */

#include <sys/mount.h>
#include <sys/stat.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "h_main.h"

#define	NFILES	3		/* scripts, the first, about files */
#define	NSCRIPTS (int)(sizeof(scripts) / sizeof(scripts[0]))

static const struct {
	const char	*s_script;
	const char	*s_output;
	int		s_status;
} scripts[] = {
	/* Redirections, pipelines, a here-document. */
	{ "mkdir d && cat > d/f <<END\n"
	  "pear $((2 + 3))\napple $X\nfig\nEND\n"
	  "echo late >> d/f; sort d/f | grep -v fig | wc -l; sort < d/f",
	  "       3\napple x\nfig\nlate\npear 5\n", 0 },
	/* Command substitution, a loop with a pipe on either side. */
	{ "for i in c a b; do echo $i$(echo $i | cat); done | sort |\n"
	  "while read l; do echo \"<$l>\"; done; echo `ls d`",
	  "<aa>\n<bb>\n<cc>\nf\n", 0 },
	/* Names. */
	{ "mv d/f d/g; ls d; mkdir d/s; mv d/g d/s; ls d d/s; rm -r d; ls",
	  "g\nd:\ns\n\nd/s:\ng\n", 0 },
	/* Jobs in the background, whose results come by files. */
	{ "for i in 1 2 3; do { echo job $i; test $i -ne 2; } > j$i & p=\"$p $!\"\n"
	  "done; for j in $p; do wait $j; echo $?; done; cat j?; rm j?",
	  "0\n1\n0\njob 1\njob 2\njob 3\n", 0 },
	/* Traps: of a signal, in a subshell, at the end. */
	{ "trap 'echo usr1' USR1; trap 'echo end $?' EXIT; kill -USR1 $$\n"
	  "(trap 'echo inner' EXIT; exit 4); echo $?; exit 3",
	  "usr1\ninner\n4\nend 3\n", 3 },
};

static void
child(const char *script, int out)
{

	CHECK(dup2(out, 1) == 1);
	CHECK(close(out) == 0);
	execle("/bin/sh", "sh", "-c", script, (char *)NULL,
	    (char *const[]){ (char *)"PATH=/bin", (char *)"X=x", NULL });
	_exit(127);
}

/* Run a script; all of its output and its status must be as it says. */
static void
run(const char *script, const char *output, int status)
{
	char buf[512];
	size_t len = 0;
	int fd[2], pid, same;
	ssize_t n;

	CHECK(pipe(fd) == 0);
	pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		CHECK(close(fd[0]) == 0);
		child(script, fd[1]);
	}
	CHECK(close(fd[1]) == 0);
	while ((n = read(fd[0], buf + len, sizeof(buf) - len)) > 0)
		len += (size_t)n;
	CHECK(n == 0);
	CHECK(close(fd[0]) == 0);
	same = len == strlen(output) && memcmp(buf, output, len) == 0;
	if (!same)
		(void)write(2, buf, len);
	CHECK(same);
	CHECK(waitpid_status(pid) == status);
}

/* The scripts from first to last - 1. */
static void
run_in(const char *dir, int first, int last)
{
	int i;

	CHECK(mkdir(dir, 0755) == 0);
	CHECK(chdir(dir) == 0);
	for (i = first; i < last; i++)
		run(scripts[i].s_script, scripts[i].s_output,
		    scripts[i].s_status);
	CHECK(chdir("/") == 0);
	CHECK(rmdir(dir) == 0);
	_exit(0);
}

void
sim_finish(int status)
{

	if (status != 0)
		(void)unmount("/tmp", MNT_FORCE);
}

int
sim_main(void)
{
	static const char *const dirs[] = { "/data/w", "/tmp/w" };
	int i, pid[2], where = sim_random(2);

	CHECK(mount("tmpfs", "/tmp", 0, NULL, 0) == 0);
	for (i = 0; i < 2; i++) {
		pid[i] = fork();
		CHECK(pid[i] >= 0);
		if (pid[i] != 0)
			continue;
		if (i == where)
			run_in(dirs[i], 0, NFILES);
		run_in(dirs[i], NFILES, NSCRIPTS);
	}
	for (i = 0; i < 2; i++)
		wait_ok(pid[i]);
	CHECK(unmount("/tmp", 0) == 0);
	return (0);
}
