/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The actors of the load test that have to do with files, and our tools.
 */

#include <sys/types.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "h_load.h"

/* --- files ---------------------------------------------------------------- */

#define	NFILES		8
#define	FILE_MAX	16384
#define	FILE_STEPS	60

/* What the files should be like. */
struct file {
	bool		f_exists;
	size_t		f_len;
	char		f_data[FILE_MAX];
};

static struct file	files[NFILES];

static void
file_name(uint32_t n, char name[8])
{

	(void)snprintf(name, 8, "f%u", n);
}

static int
file_open(uint32_t n, int flags)
{
	char name[8];
	int fd;

	file_name(n, name);
	fd = open(name, flags, 0600);
	TRUE(fd != -1);
	return (fd);
}

/* The file that fd is open on is as it should be. */
static void
file_check(const struct file *f, int fd, nlink_t links)
{
	static char buf[FILE_MAX];
	struct stat sb;

	OK(fstat(fd, &sb));
	EQ(f->f_len, sb.st_size);
	EQ(links, sb.st_nlink);
	EQ(f->f_len, pread(fd, buf, sizeof(buf), 0));
	OK(memcmp(buf, f->f_data, f->f_len));
}

static void
file_create(uint32_t n)
{
	int fd = file_open(n, O_CREAT | O_TRUNC | O_RDWR);

	files[n].f_exists = true;
	files[n].f_len = 0;
	file_check(&files[n], fd, 1);
	OK(close(fd));
}

static void
file_length(struct file *f, size_t len)
{

	if (len > f->f_len)
		memset(f->f_data + f->f_len, 0, len - f->f_len);
	f->f_len = len;
}

static void
file_write(uint32_t n)
{
	struct file *f = &files[n];
	size_t len = 1 + rnd(4000), off = rnd(FILE_MAX - 4000);
	bool append = rnd(4) == 0 && f->f_len + len <= FILE_MAX;
	int fd = file_open(n, append ? O_WRONLY | O_APPEND : O_RDWR);

	if (append)
		off = f->f_len;
	if (off + len > f->f_len)
		file_length(f, off + len);
	pattern(f->f_data + off, len, rnd(1000), 0);
	EQ(len, append ? write(fd, f->f_data + off, len) :
	    pwrite(fd, f->f_data + off, len, (off_t)off));
	if (rnd(10) == 0)
		OK(fsync(fd));
	OK(close(fd));
}

static void
file_truncate(uint32_t n)
{
	size_t len = rnd(FILE_MAX);
	int fd = file_open(n, O_RDWR);

	OK(ftruncate(fd, (off_t)len));
	file_length(&files[n], len);
	file_check(&files[n], fd, 1);
	OK(close(fd));
}

static void
file_rename(uint32_t n, uint32_t to)
{
	char from_name[8], to_name[8];

	file_name(n, from_name);
	file_name(to, to_name);
	OK(rename(from_name, to_name));
	if (n == to)
		return;
	memcpy(&files[to], &files[n], sizeof(files[to]));
	files[n].f_exists = false;
	EQ(-1, access(from_name, F_OK));
	EQ(ENOENT, errno);
}

static void
file_link(uint32_t n)
{
	int fd = file_open(n, O_RDWR);
	char name[8];

	file_name(n, name);
	OK(link(name, "other"));
	file_check(&files[n], fd, 2);
	OK(unlink("other"));
	file_check(&files[n], fd, 1);
	OK(close(fd));
}

static void
file_unlink(uint32_t n)
{
	int fd = file_open(n, O_RDWR);
	char name[8];

	file_name(n, name);
	OK(unlink(name));
	files[n].f_exists = false;
	file_check(&files[n], fd, 0);
	OK(ftruncate(fd, 0));
	OK(close(fd));
}

/* A directory with as many entries as were made in it. */
static void
directory(void)
{
	int fd, i, n = (int)rnd(20), seen = 0;
	struct dirent *d;
	char path[32];
	DIR *dir;

	OK(mkdir("dir", 0700));
	for (i = 0; i < n; i++) {
		(void)snprintf(path, sizeof(path), "dir/entry.%d", i);
		fd = open(path, O_CREAT | O_EXCL | O_WRONLY, 0600);
		TRUE(fd != -1);
		OK(close(fd));
	}
	dir = opendir("dir");
	TRUE(dir != NULL);
	while ((d = readdir(dir)) != NULL)
		seen++;
	OK(closedir(dir));
	EQ(n + 2, seen);
	EQ(-1, n > 0 ? rmdir("dir") : -1);
	for (i = 0; i < n; i++) {
		(void)snprintf(path, sizeof(path), "dir/entry.%d", i);
		OK(unlink(path));
	}
	OK(rmdir("dir"));
}

void
act_files(void)
{
	uint32_t n;
	int fd, step;

	do {
		for (step = 0; step < FILE_STEPS; step++) {
			n = rnd(NFILES);
			if (!files[n].f_exists)
				file_create(n);
			fd = file_open(n, O_RDONLY);
			file_check(&files[n], fd, 1);
			OK(close(fd));
			switch (rnd(8)) {
			case 0:
				file_truncate(n);
				break;
			case 1:
				file_rename(n, rnd(NFILES));
				break;
			case 2:
				file_link(n);
				break;
			case 3:
				file_unlink(n);
				break;
			case 4:
				directory();
				break;
			default:
				file_write(n);
				break;
			}
		}
	} while (more());
}

/* --- mapped files --------------------------------------------------------- */

#define	MAPPED		(8 * PAGE)
#define	MAP_STEPS	40

static char	mapped_data[MAPPED];

/* What is written is in the mapping, and the other way round. */
static void
map_step(int fd, char *map, char *copy)
{
	static char buf[MAPPED];
	size_t len = 1 + rnd(3 * PAGE), off = rnd(MAPPED - 3 * PAGE);
	size_t cut = PAGE * (1 + rnd(MAPPED / PAGE - 1));

	pattern(buf, len, rnd(1000), 0);
	switch (rnd(4)) {
	case 0:
		EQ(len, pwrite(fd, buf, len, (off_t)off));
		memcpy(mapped_data + off, buf, len);
		break;
	case 1:
		memcpy(map + off, buf, len);
		memcpy(mapped_data + off, buf, len);
		break;
	case 2:
		/* What is beyond the end is zero when the end is again. */
		OK(ftruncate(fd, (off_t)cut));
		OK(ftruncate(fd, MAPPED));
		memset(mapped_data + cut, 0, MAPPED - cut);
		break;
	default:
		OK(msync(map, MAPPED, rnd(2) == 0 ? MS_SYNC : MS_ASYNC));
		/* A private mapping's changes are nobody else's. */
		memset(copy + off, 7, len);
		break;
	}
	OK(memcmp(map, mapped_data, MAPPED));
	EQ(MAPPED, pread(fd, buf, MAPPED, 0));
	OK(memcmp(buf, mapped_data, MAPPED));
}

void
act_file_map(void)
{
	char *copy, *map;
	int fd, step;

	do {
		fd = open("mapped", O_CREAT | O_TRUNC | O_RDWR, 0600);
		TRUE(fd != -1);
		OK(ftruncate(fd, MAPPED));
		memset(mapped_data, 0, sizeof(mapped_data));
		map = mmap(NULL, MAPPED, PROT_READ | PROT_WRITE, MAP_SHARED,
		    fd, 0);
		copy = mmap(NULL, MAPPED, PROT_READ | PROT_WRITE, MAP_PRIVATE,
		    fd, 0);
		TRUE(map != MAP_FAILED && copy != MAP_FAILED);
		for (step = 0; step < MAP_STEPS; step++)
			map_step(fd, map, copy);
		OK(munmap(map, MAPPED));
		OK(munmap(copy, MAPPED));
		OK(close(fd));
		OK(unlink("mapped"));
	} while (more());
}

/* --- our tools ------------------------------------------------------------ */

static const struct {
	const char	*s_command;
	const char	*s_output;
} scripts[] = {
	{ "seq 1 300 | sort -rn | head -n 3", "300\n299\n298\n" },
	{ "seq 1 100 | paste -sd+ - | sed 's,.*,echo $((&)),' | sh", "5050\n" },
	{ "printf 'b\\na\\nc\\n' | sort | tr -d '\\n'", "abc" },
	{ "yes x | head -n 500 | wc -l | tr -d ' '", "500\n" },
	{ "echo hello | sed s/l/L/g | tee f | tr a-z A-Z; cat f; rm f",
	    "HELLO\nheLLo\n" },
	{ "i=0; while [ $i -lt 50 ]; do i=$((i + 1)); done; echo $i", "50\n" },
	{ "(exit 3) | cat; (exit 4); echo $?", "4\n" },
	{ "x=$(echo a | tr a b)$(echo c); echo $x", "bc\n" },
	{ "cat <<E | grep -c o\none\ntwo\nsix\nE\n", "2\n" },
	{ "for i in 1 2 3; do (echo $i) & done | sort; wait", "1\n2\n3\n" },
	{ "mkdir t; echo x > t/a; cp -R t u; ls u; rm -r t u", "a\n" },
	{ "trap 'echo term' TERM; kill $$; echo end", "term\nend\n" },
};
#define	NSCRIPTS	(sizeof(scripts) / sizeof(scripts[0]))

void
act_shell(void)
{
	const char *output;
	char buf[64], c;
	int fds[2];
	uint32_t n;
	pid_t pid;

	do {
		n = rnd(NSCRIPTS);
		output = scripts[n].s_output;
		OK(pipe(fds));
		pid = fork();
		if (pid == 0) {
			(void)dup2(fds[1], 1);
			closefrom(3);
			(void)execl("/bin/sh", "sh", "-c",
			    scripts[n].s_command, (char *)NULL);
			_exit(127);
		}
		TRUE(pid > 0);
		OK(close(fds[1]));
		read_all(fds[0], buf, strlen(output));
		OK(memcmp(buf, output, strlen(output)));
		EQ(0, read(fds[0], &c, 1));
		OK(close(fds[0]));
		ended(pid, 0);
	} while (more());
}
