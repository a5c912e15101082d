/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Much of everything at once, after which nothing is left of it.
 *
 *	h_load [-a actor] [-p processes] [-s seed] [-t seconds] [-w seconds]
 *	    directory
 *	h_load -c directory
 *
 * Model	The directory is made, on the disk, with a tmpfs in it.  The
 *		parent keeps `processes' actors going for the time of -t: each a
 *		process of a user and a group of its own, in a directory of its
 *		own, on the disk or on the tmpfs, for a random time.  A quarter
 *		of them are killed at a random moment with all that they have
 *		begun.  Then their directory goes, and so do their processes and
 *		shared memory.  The seed chooses actors, times, and what the
 *		actors do, but not who runs when.  With -c what is left of a run
 *		that was ended goes; with -a there is one actor only.
 *
 * Checked	an actor knows what must come of what it does, and says what is
 *		wrong; what it said is of no account if it was killed, since its
 *		processes do not die all at once.  It ends in time: when it is
 *		overdue by the seconds of -w, that is a hang.  The kernel has as
 *		many objects and pages of each type as before, when caches are
 *		empty (h_types.c): before is when every actor has run once on
 *		each file system.
 *
 * Mistakes	The last actors do wrong, and run by -a only: t_load.sh sees
 *		that each is noticed.
 */

#include <sys/types.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/wait.h>

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <grp.h>
#include <paths.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "h_load.h"
#include "h_types.h"

#define	NPROCESSES	32
#define	FIRST_UID	21000
#define	TICK		10000000	/* ns between looks at the actors */
#define	SHORTEST	300		/* ms that an actor runs */
#define	LONGEST		3000
#define	KILLED		4		/* one of so many */
#define	KILL_SECONDS	120		/* in which a user's processes end */
#define	TMPFS_SIZE	(32 << 20)
#define	SAID		1000		/* bytes of what an actor says */

struct actor {
	const char	*a_name;
	void		(*a_run)(void);
};

/* What an actor's processes share with the parent. */
struct shared {
	volatile unsigned int sh_wrong;	/* taken by the first that says so */
	char		 sh_said[SAID];
};

struct slot {
	struct shared	*s_shared;
	const struct actor *s_actor;
	pid_t		 s_pid;		/* 0: none */
	uid_t		 s_uid;
	int64_t		 s_kill;	/* when, in ms, or 0 */
	int64_t		 s_end;		/* when it should end */
	bool		 s_killed;
	bool		 s_on_tmpfs;
};

static void	act_hang(void);
static void	act_leave(void);
static void	act_wrong(void);
static const struct actor *actor_of(const char *);
static void	announce(int);
static void	clean(void);
static int64_t	clock_ms(void);
static void	directory_make(void);
static void	directory_remove(void);
static void	end_user(uid_t);
static void	load(int64_t);
static void	remove_shm(uid_t);
static void	remove_tree(char *);
static void	slot_end(struct slot *, int);
static void	slot_main(struct slot *, int64_t, uint64_t) __dead2;
static void	slot_path(const struct slot *, char *, size_t);
static void	slot_start(struct slot *, const struct actor *, bool, int64_t);
static void	slot_tick(struct slot *);
static void	slots_make(void);
static void	usage(void) __dead2;
static void	warm_up(void);

static const struct actor actors[] = {
	{ "exec", act_exec },
	{ "file_map", act_file_map },
	{ "files", act_files },
	{ "kqueue", act_kqueue },
	{ "ktrace", act_ktrace },
	{ "limits", act_limits },
	{ "memory", act_memory },
	{ "pipe_atomic", act_pipe_atomic },
	{ "pipe_bulk", act_pipe_bulk },
	{ "procdesc", act_procdesc },
	{ "pty", act_pty },
	{ "pty_hangup", act_pty_hangup },
	{ "shell", act_shell },
	{ "shm", act_shm },
	{ "signals", act_signals },
	{ "sigqueue", act_sigqueue },
	{ "socket_cycles", act_socket_cycles },
	{ "socket_named", act_socket_named },
	{ "socket_pass", act_socket_pass },
	{ "stop", act_stop },
	{ "threads", act_threads },
	{ "threads_cancel", act_threads_cancel },
	{ "threads_exit", act_threads_exit },
	{ "threads_fault", act_threads_fault },
	{ "timers", act_timers },
	{ "tree", act_tree },
	/* Mistakes. */
	{ "hang", act_hang },
	{ "leave", act_leave },
	{ "wrong", act_wrong },
};
#define	NACTORS		(sizeof(actors) / sizeof(actors[0]))
#define	NMISTAKES	3

static struct slot	slots[NPROCESSES];
static struct slot	*self;		/* in an actor's processes */
static const struct actor *only;	/* of -a */
static const char	*directory;
static int64_t		deadline;	/* of this actor */
static uint64_t		rnd_state;
static uint64_t		seed = 1;
static int		nslots = 12;
static int		patience = 60;	/* s */

/* --- what actors use ------------------------------------------------------ */

static uint64_t
rnd_any(void)
{

	rnd_state ^= rnd_state << 13;
	rnd_state ^= rnd_state >> 7;
	rnd_state ^= rnd_state << 17;
	return (rnd_state);
}

uint32_t
rnd(uint32_t bound)
{

	return ((uint32_t)(rnd_any() >> 24) % bound);
}

static void
rnd_begin(uint64_t from)
{

	rnd_state = from * 0x9e3779b97f4a7c15 + 0x1234567;
}

static int64_t
clock_ms(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (ts.tv_sec * 1000 + ts.tv_nsec / 1000000);
}

bool
more(void)
{

	return (clock_ms() < deadline);
}

void
wrong(const char *file, int line, const char *what, long expected, long got)
{
	struct shared *sh = self->s_shared;
	int error = errno;

	if (__atomic_exchange_n(&sh->sh_wrong, 1, __ATOMIC_SEQ_CST) == 0)
		(void)snprintf(sh->sh_said, sizeof(sh->sh_said), "process %d: "
		    "%s:%d: %s: expected %ld, got %ld (errno is %d)",
		    (int)getpid(), file, line, what, expected, got, error);
	_exit(1);
}

pid_t
child(void (*fn)(void *), void *arg)
{
	uint64_t next = rnd_any();
	pid_t pid;

	pid = fork();
	if (pid == 0) {
		rnd_begin(next);
		fn(arg);
		_exit(0);
	}
	TRUE(pid > 0);
	return (pid);
}

void
ended(pid_t pid, int status)
{
	int got = -1;

	EQ(pid, waitpid(pid, &got, 0));
	EQ(status, got);
}

void
write_all(int fd, const void *data, size_t len)
{
	ssize_t n;

	while (len > 0) {
		n = write(fd, data, len);
		TRUE(n > 0);
		data = (const char *)data + n;
		len -= (size_t)n;
	}
}

void
read_all(int fd, void *data, size_t len)
{
	ssize_t n;

	while (len > 0) {
		n = read(fd, data, len);
		TRUE(n > 0);
		data = (char *)data + n;
		len -= (size_t)n;
	}
}

static uint8_t
pattern_at(uint32_t from, uint64_t place)
{

	return ((uint8_t)((place ^ from) * 0x9e3779b1 >> 16));
}

void
pattern(void *data, size_t len, uint32_t from, uint64_t offset)
{
	uint8_t *p = data;
	size_t i;

	for (i = 0; i < len; i++)
		p[i] = pattern_at(from, offset + i);
}

void
pattern_check(const void *data, size_t len, uint32_t from, uint64_t offset)
{
	const uint8_t *p = data;
	size_t i;

	for (i = 0; i < len; i++)
		if (p[i] != pattern_at(from, offset + i))
			wrong(__FILE__, __LINE__, "a byte of data",
			    pattern_at(from, offset + i), p[i]);
}

void
on_signal(int sig, void (*handler)(int), int flags)
{
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = handler;
	sa.sa_flags = flags;
	OK(sigaction(sig, &sa, NULL));
}

/* --- mistakes ------------------------------------------------------------- */

/* It does not end when it should. */
static void
act_hang(void)
{

	for (;;)
		(void)pause();
}

/* It leaves a file where nobody removes it. */
static void
act_leave(void)
{
	char path[32];
	int fd;

	(void)snprintf(path, sizeof(path), "../left.%d", (int)getpid());
	fd = open(path, O_CREAT | O_EXCL | O_WRONLY, 0600);
	TRUE(fd != -1);
	write_all(fd, path, sizeof(path));
}

/* It is not content. */
static void
act_wrong(void)
{

	EQ(1, 2);
}

/* --- what is left --------------------------------------------------------- */

/*
 * Kill all processes of a user, as that user, who may kill nobody else, until
 * there are none.
 */
static void
end_user(uid_t uid)
{
	const struct timespec ts = { 0, TICK };
	int64_t end = clock_ms() + KILL_SECONDS * 1000;
	pid_t killer;
	int status;

	if ((killer = fork()) == -1)
		err(1, "fork");
	if (killer == 0) {
		if (setuid(uid) == -1)
			_exit(1);
		while (kill(-1, SIGKILL) == 0 && clock_ms() < end)
			(void)nanosleep(&ts, NULL);
		/* Nobody, or nobody of its own. */
		_exit(errno == ESRCH || errno == EPERM ? 0 : 1);
	}
	if (waitpid(killer, &status, 0) == -1)
		err(1, "waitpid");
	if (status != 0)
		errx(1, "user %u's processes cannot be killed, status %#x",
		    uid, status);
}

/* Remove a directory and all in it, if it is there. */
static void
remove_tree(char *path)
{
	char *const paths[] = { path, NULL };
	FTSENT *e;
	FTS *fts;

	if ((fts = fts_open(paths, FTS_PHYSICAL | FTS_NOSTAT, NULL)) == NULL)
		err(1, "%s", path);
	while ((e = fts_read(fts)) != NULL) {
		if (e->fts_info == FTS_D)
			continue;
		if (e->fts_info == FTS_NS && e->fts_errno == ENOENT)
			continue;
		if ((e->fts_info == FTS_DP ? rmdir(e->fts_path) :
		    unlink(e->fts_path)) == -1)
			err(1, "%s", e->fts_path);
	}
	if (fts_close(fts) == -1)
		err(1, "%s", path);
}

/* A process that is killed may have had no time to remove its shared memory. */
static void
remove_shm(uid_t uid)
{
	char path[sizeof(_PATH_SHM) + 256];
	struct dirent *d;
	struct stat sb;
	DIR *dir;

	if ((dir = opendir(_PATH_SHM)) == NULL)
		err(1, "%s", _PATH_SHM);
	while ((d = readdir(dir)) != NULL) {
		(void)snprintf(path, sizeof(path), "%s%s", _PATH_SHM,
		    d->d_name);
		if (lstat(path, &sb) == 0 && sb.st_uid == uid)
			(void)unlink(path);
	}
	(void)closedir(dir);
}

/* Make the directory, and the tmpfs in it. */
static void
directory_make(void)
{
	struct mount_tmpfs_args args = { .size = sizeof(args), .mode = 01777,
	    .bytes_max = TMPFS_SIZE };
	char path[256];

	(void)snprintf(path, sizeof(path), "%s/tmpfs", directory);
	if (mkdir(directory, 0755) == -1 || mkdir(path, 0755) == -1 ||
	    mount("tmpfs", path, 0, &args, sizeof(args)) == -1)
		err(1, "%s", path);
	(void)snprintf(path, sizeof(path), "%s/disk", directory);
	if (mkdir(path, 0755) == -1 || chmod(path, 01777) == -1)
		err(1, "%s", path);
}

/* Remove them: nobody uses them, and nothing is on the disk. */
static void
directory_remove(void)
{
	char path[256];

	(void)snprintf(path, sizeof(path), "%s/tmpfs", directory);
	if (unmount(path, 0) == -1 || rmdir(path) == -1)
		err(1, "%s", path);
	(void)snprintf(path, sizeof(path), "%s/disk", directory);
	if (rmdir(path) == -1 || rmdir(directory) == -1)
		err(1, "%s", path);
}

/*
 * Remove what is left of a run that was ended.  Files go last, and only when no
 * mount is left below.
 */
static void
clean(void)
{
	const struct slot *s;
	struct stat sb, up;
	char path[256];

	if (stat(directory, &up) == -1) {
		if (errno == ENOENT)
			return;
		err(1, "%s", directory);
	}
	for (s = slots; s < slots + NPROCESSES; s++) {
		end_user(s->s_uid);
		remove_shm(s->s_uid);
	}
	(void)snprintf(path, sizeof(path), "%s/tmpfs", directory);
	if (stat(path, &sb) == 0 && sb.st_dev != up.st_dev &&
	    unmount(path, 0) == -1)
		err(1, "%s", path);
	(void)strlcpy(path, directory, sizeof(path));
	remove_tree(path);
}

/* --- the parent ----------------------------------------------------------- */

static void
slot_path(const struct slot *s, char *path, size_t size)
{

	(void)snprintf(path, size, "%s/%s/u%u", directory,
	    s->s_on_tmpfs ? "tmpfs" : "disk", s->s_uid);
}

static void
slot_main(struct slot *s, int64_t until, uint64_t from)
{
	gid_t gid = (gid_t)s->s_uid;
	char path[256];

	self = s;
	deadline = until;
	rnd_begin(from);
	closefrom(3);
	OK(setpgid(0, 0));
	slot_path(s, path, sizeof(path));
	OK(chdir(path));
	OK(setgroups(1, &gid));
	OK(setgid(gid));
	OK(setuid(s->s_uid));
	OK(setenv("TMPDIR", ".", 1));
	s->s_actor->a_run();
	_exit(0);
}

/* Start an actor that ends after so many milliseconds. */
static void
slot_start(struct slot *s, const struct actor *a, bool on_tmpfs, int64_t ms)
{
	uint64_t from = rnd_any();
	char path[256];

	s->s_actor = a;
	s->s_on_tmpfs = on_tmpfs;
	s->s_end = clock_ms() + ms;
	s->s_kill = 0;
	s->s_killed = false;
	s->s_shared->sh_wrong = 0;
	s->s_shared->sh_said[0] = '\0';
	slot_path(s, path, sizeof(path));
	if (mkdir(path, 0755) == -1 ||
	    chown(path, s->s_uid, (gid_t)s->s_uid) == -1)
		err(1, "%s", path);
	if ((s->s_pid = fork()) == -1)
		err(1, "fork");
	if (s->s_pid == 0)
		slot_main(s, s->s_end, from);
	/* So does it itself, but we may be first, or it is over by now. */
	if (setpgid(s->s_pid, s->s_pid) == -1 && errno != EPERM &&
	    errno != ESRCH)
		err(1, "setpgid");
}

/* The actor has ended: judge it and remove its traces. */
static void
slot_end(struct slot *s, int status)
{
	char path[256];

	if (!s->s_killed && status != 0)
		errx(1, "%s, on %s: status %#x; %s", s->s_actor->a_name,
		    s->s_on_tmpfs ? "tmpfs" : "the disk", status,
		    s->s_shared->sh_said);
	if (s->s_killed && status != 0 && status != SIGKILL &&
	    status != W_EXITCODE(1, 0))
		errx(1, "%s: killed, but status %#x", s->s_actor->a_name,
		    status);
	end_user(s->s_uid);
	s->s_pid = 0;
	slot_path(s, path, sizeof(path));
	remove_tree(path);
	remove_shm(s->s_uid);
}

/* Look at one actor. */
static void
slot_tick(struct slot *s)
{
	int64_t now = clock_ms();
	char command[80];
	int status;
	pid_t pid;

	if ((pid = waitpid(s->s_pid, &status, WNOHANG)) == -1)
		err(1, "waitpid");
	if (pid != 0) {
		slot_end(s, status);
		return;
	}
	if (s->s_kill != 0 && now >= s->s_kill && !s->s_killed) {
		s->s_killed = true;
		s->s_end = now;
		if (killpg(s->s_pid, SIGKILL) == -1)
			err(1, "killpg");
	}
	if (now >= s->s_end + patience * 1000) {
		(void)snprintf(command, sizeof(command), "ps -axlH; "
		    "procstat -k %d; procstat -t %d", (int)s->s_pid,
		    (int)s->s_pid);
		(void)system(command);
		errx(1, "%s, process %d, on %s: overdue by %d seconds%s",
		    s->s_actor->a_name, (int)s->s_pid,
		    s->s_on_tmpfs ? "tmpfs" : "the disk", patience,
		    s->s_killed ? " after it was killed" : "");
	}
}

/* Look at all; return how many there are. */
static int
slots_tick(void)
{
	const struct timespec ts = { 0, TICK };
	struct slot *s;
	int busy = 0;

	(void)nanosleep(&ts, NULL);
	for (s = slots; s < slots + nslots; s++) {
		if (s->s_pid != 0)
			slot_tick(s);
		if (s->s_pid != 0)
			busy++;
	}
	return (busy);
}

/*
 * Let every actor run once on each file system, and be killed there, so that
 * orphans come to init(8); and have all of our own memory.
 */
static void
warm_up(void)
{
	size_t i, n = only != NULL ? 1 : NACTORS - NMISTAKES;
	struct slot *s = slots;

	for (i = 0; i < 4 * n; i++) {
		while (s->s_pid != 0) {
			(void)slots_tick();
			for (s = slots; s < slots + nslots - 1; s++)
				if (s->s_pid == 0)
					break;
		}
		slot_start(s, only != NULL ? only : &actors[i / 4], i % 2 == 0,
		    i / 2 % 2 == 0 ? 0 : SHORTEST);
		if (i / 2 % 2 != 0)
			s->s_kill = clock_ms() + SHORTEST / 2;
	}
	while (slots_tick() > 0)
		continue;
	if (mlockall(MCL_CURRENT) == -1)
		err(1, "mlockall");
}

/* Keep the actors going for so long; return when all have ended. */
static void
load(int64_t ms)
{
	int64_t end = clock_ms() + ms, left;
	const struct actor *a;
	struct slot *s;
	int64_t time;
	bool kills;

	while ((left = end - clock_ms()) > 0) {
		for (s = slots; s < slots + nslots; s++) {
			if (s->s_pid != 0)
				continue;
			a = &actors[rnd(NACTORS - NMISTAKES)];
			time = SHORTEST + rnd(LONGEST - SHORTEST);
			kills = rnd(KILLED) == 0;
			slot_start(s, only != NULL ? only : a, rnd(2) == 0,
			    time < left ? time : left);
			if (kills)
				s->s_kill = clock_ms() + rnd((uint32_t)time);
		}
		(void)slots_tick();
	}
	while (slots_tick() > 0)
		continue;
}

static void
slots_make(void)
{
	char *page;
	int i;

	page = mmap(NULL, NPROCESSES * PAGE, PROT_READ | PROT_WRITE,
	    MAP_ANON | MAP_SHARED, -1, 0);
	if (page == MAP_FAILED)
		err(1, "mmap");
	memset(page, 0, NPROCESSES * PAGE);	/* it counts from now on */
	for (i = 0; i < NPROCESSES; i++) {
		slots[i].s_shared = (struct shared *)(void *)(page + i * PAGE);
		slots[i].s_uid = FIRST_UID + (uid_t)i;
	}
}

/* Say how this run is repeated, before it begins: it may end with a panic. */
static void
announce(int seconds)
{
	char kernel[32];
	size_t len = sizeof(kernel);

	if (sysctlbyname("kern.ident", kernel, &len, NULL, 0) == -1)
		err(1, "kern.ident");
	(void)printf("to repeat: tools/guest -k %s -s %ld -t 3600 -- "
	    "/usr/tests/sys/kern/load/h_load %s%s%s-p %d -s %ju -t %d load\n",
	    kernel, sysconf(_SC_NPROCESSORS_ONLN), only != NULL ? "-a " : "",
	    only != NULL ? only->a_name : "", only != NULL ? " " : "", nslots,
	    (uintmax_t)seed, seconds);
	(void)fflush(stdout);
}

static const struct actor *
actor_of(const char *name)
{
	size_t i;

	for (i = 0; i < NACTORS; i++)
		if (strcmp(actors[i].a_name, name) == 0)
			return (&actors[i]);
	errx(1, "%s: no such actor", name);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: h_load [-a actor] [-p processes] "
	    "[-s seed] [-t seconds] [-w seconds]\n"
	    "           directory\n       h_load -c directory\n");
	exit(1);
}

int
main(int argc, char *argv[])
{
	static struct type before[TYPES_MAX];
	bool only_clean = false;
	int ch, seconds = 10;

	while ((ch = getopt(argc, argv, "a:cp:s:t:w:")) != -1) {
		switch (ch) {
		case 'a':
			only = actor_of(optarg);
			break;
		case 'c':
			only_clean = true;
			break;
		case 'p':
			nslots = atoi(optarg);
			break;
		case 's':
			seed = strtoull(optarg, NULL, 10);
			break;
		case 't':
			seconds = atoi(optarg);
			break;
		case 'w':
			patience = atoi(optarg);
			break;
		default:
			usage();
		}
	}
	if (argc - optind != 1 || nslots < 1 || nslots > NPROCESSES)
		usage();
	directory = argv[optind];
	slots_make();
	if (only_clean) {
		clean();
		return (0);
	}
	announce(seconds);
	rnd_begin(seed);
	directory_make();
	warm_up();
	types_baseline(before);
	load((int64_t)seconds * 1000);
	types_settle(before, patience);
	directory_remove();
	return (0);
}
