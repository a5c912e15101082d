/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ps: show processes.
 *
 * The kernel gives an array of struct kinfo_proc, and procfs the arguments; a
 * table of columns says how each keyword is headed, aligned and printed.
 *
 * Tests	tests/bin/t_ps.sh
 */
#include <sys/param.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/user.h>

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <grp.h>
#include <libutil.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define	MAXCOLUMNS	40

static const struct option longopts[] = {
	{ "json",	no_argument,	NULL,	'J' },
	{ NULL,		0,		NULL,	0 },
};

static bool	aflag, Aflag, cflag, dflag, Hflag, hflag, Jflag, mflag, rflag;
static bool	Sflag, wflag, xflag;
static uid_t	uids[64];
static gid_t	gids[64];
static pid_t	pids[64];
static char	ttys[16][32];
static int	nuids, ngids, npids, nttys;

struct column {
	const char	*name;		/* keyword */
	const char	*heading;
	int		 width;	/* negative: left-aligned; 0: the rest */
	const char	*(*text)(const struct kinfo_proc *, char *, size_t);
	bool		 number;	/* what JSON calls so */
};

static struct selected {
	const struct column	*c;
	const char		*heading;
	int			 width;
} chosen[MAXCOLUMNS];
static int	nchosen;

/* Of the rows with -d, in their order, what their depth is. */
static const struct kinfo_proc	**rows;
static int	*depths;
static size_t	nrows;

/*
 * How deep below the topmost process shown k stands; 0 without -d.
 */
static int
depth_of(const struct kinfo_proc *k)
{
	size_t i;

	for (i = 0; depths != NULL && i < nrows; i++)
		if (rows[i] == k)
			return (depths[i]);
	return (0);
}

/* --- columns -------------------------------------------------------------- */

#define	NUMBER(fn, expr)						\
static const char *							\
fn(const struct kinfo_proc *k, char *buf, size_t size)			\
{									\
	(void)snprintf(buf, size, "%jd", (intmax_t)(expr));		\
	return (buf);							\
}

NUMBER(col_lwp, k->ki_tid)
NUMBER(col_pid, k->ki_pid)
NUMBER(col_ppid, k->ki_ppid)
NUMBER(col_pgid, k->ki_pgid)
NUMBER(col_sid, k->ki_sid)
NUMBER(col_tpgid, k->ki_tpgid)
NUMBER(col_uid, k->ki_uid)
NUMBER(col_ruid, k->ki_ruid)
NUMBER(col_gid, k->ki_gid)
NUMBER(col_rgid, k->ki_rgid)
NUMBER(col_nice, k->ki_nice)
NUMBER(col_pri, k->ki_priority)
NUMBER(col_cpu, k->ki_lastcpu)
NUMBER(col_nlwp, k->ki_numthreads)
NUMBER(col_jobc, k->ki_jobc)
NUMBER(col_vsz, k->ki_size / 1024)
NUMBER(col_rss, k->ki_rssize / 1024)
NUMBER(col_minflt, k->ki_rusage.ru_minflt)
NUMBER(col_majflt, k->ki_rusage.ru_majflt)
NUMBER(col_nvcsw, k->ki_rusage.ru_nvcsw)
NUMBER(col_nivcsw, k->ki_rusage.ru_nivcsw)

static const char *
col_user(const struct kinfo_proc *k, char *buf, size_t size)
{

	return (user_from_uid(k->ki_uid, 0));
}

static const char *
col_ruser(const struct kinfo_proc *k, char *buf, size_t size)
{

	return (user_from_uid(k->ki_ruid, 0));
}

static const char *
col_group(const struct kinfo_proc *k, char *buf, size_t size)
{

	return (group_from_gid(k->ki_gid, 0));
}

static const char *
col_rgroup(const struct kinfo_proc *k, char *buf, size_t size)
{

	return (group_from_gid(k->ki_rgid, 0));
}

static const char *
col_tty(const struct kinfo_proc *k, char *buf, size_t size)
{

	return (k->ki_ttyname[0] != '\0' ? k->ki_ttyname : "-");
}

static const char *
col_wchan(const struct kinfo_proc *k, char *buf, size_t size)
{

	return (k->ki_wmesg[0] != '\0' ? k->ki_wmesg : "-");
}

static const char *
col_comm(const struct kinfo_proc *k, char *buf, size_t size)
{

	return (k->ki_comm);
}

/*
 * The name that a thread has of its own.
 */
static const char *
col_tdname(const struct kinfo_proc *k, char *buf, size_t size)
{

	return (k->ki_tdname[0] != '\0' ? k->ki_tdname : "-");
}

/*
 * R running, S asleep, D asleep and deaf to signals, T stopped, Z ended; then
 * < and N by the nice value, s leader of its session, + in the foreground.
 */
static const char *
col_state(const struct kinfo_proc *k, char *buf, size_t size)
{
	char *p = buf;

	switch (k->ki_stat) {
	case SIDL:
		*p++ = 'I';
		break;
	case SRUN:
		*p++ = 'R';
		break;
	case SSLEEP:
		*p++ = (k->ki_flag & KI_UNINTR) != 0 ? 'D' : 'S';
		break;
	case SSTOP:
		*p++ = 'T';
		break;
	case SZOMB:
		*p++ = 'Z';
		break;
	default:
		*p++ = '?';
		break;
	}
	if (k->ki_nice < 0)
		*p++ = '<';
	else if (k->ki_nice > 0)
		*p++ = 'N';
	if ((k->ki_flag & KI_CAPMODE) != 0)
		*p++ = 'C';
	if ((k->ki_flag & KI_EXITING) != 0 && k->ki_stat != SZOMB)
		*p++ = 'E';
	if ((k->ki_flag & KI_SLEADER) != 0)
		*p++ = 's';
	if ((k->ki_flag & KI_FOREGROUND) != 0)
		*p++ = '+';
	*p = '\0';
	return (buf);
}

/*
 * Processor time; with -S also that of the children that were waited for.
 */
static const char *
col_time(const struct kinfo_proc *k, char *buf, size_t size)
{
	const struct rusage *ch = &k->ki_rusage_ch;
	uint64_t cs = k->ki_runtime;

	if (Sflag)
		cs += (uint64_t)(ch->ru_utime.tv_sec + ch->ru_stime.tv_sec) *
		    1000000 + (uint64_t)(ch->ru_utime.tv_usec +
		    ch->ru_stime.tv_usec);
	cs /= 10000;
	(void)snprintf(buf, size, "%ju:%02ju.%02ju", (uintmax_t)(cs / 6000),
	    (uintmax_t)(cs / 100 % 60), (uintmax_t)(cs % 100));
	return (buf);
}

static const char *
col_etime(const struct kinfo_proc *k, char *buf, size_t size)
{
	time_t t = time(NULL) - k->ki_start.tv_sec;

	if (t < 0)
		t = 0;
	if (t >= 86400)
		(void)snprintf(buf, size, "%jd-%02jd:%02jd:%02jd",
		    (intmax_t)(t / 86400), (intmax_t)(t / 3600 % 24),
		    (intmax_t)(t / 60 % 60), (intmax_t)(t % 60));
	else if (t >= 3600)
		(void)snprintf(buf, size, "%02jd:%02jd:%02jd",
		    (intmax_t)(t / 3600), (intmax_t)(t / 60 % 60),
		    (intmax_t)(t % 60));
	else
		(void)snprintf(buf, size, "%02jd:%02jd", (intmax_t)(t / 60),
		    (intmax_t)(t % 60));
	return (buf);
}

static const char *
col_start(const struct kinfo_proc *k, char *buf, size_t size)
{
	time_t t = k->ki_start.tv_sec, now = time(NULL);

	if (strftime(buf, size, now - t < 86400 ? "%H:%M" :
	    now - t < 7 * 86400 ? "%a%H" : "%d%b%y", localtime(&t)) == 0)
		return ("-");
	return (buf);
}

static const char *
col_lstart(const struct kinfo_proc *k, char *buf, size_t size)
{
	time_t t = k->ki_start.tv_sec;

	if (strftime(buf, size, "%c", localtime(&t)) == 0)
		return ("-");
	return (buf);
}

static const char *
col_pcpu(const struct kinfo_proc *k, char *buf, size_t size)
{
	double pct = 100.0 * k->ki_pctcpu / FSCALE;

	(void)snprintf(buf, size, "%.1f", pct);
	return (buf);
}

static const char *
col_pmem(const struct kinfo_proc *k, char *buf, size_t size)
{
	static uint64_t physmem;
	size_t len = sizeof(physmem);

	if (physmem == 0 &&
	    (sysctlbyname("hw.physmem", &physmem, &len, NULL, 0) != 0 ||
	    physmem == 0))
		return ("-");
	(void)snprintf(buf, size, "%.1f",
	    100.0 * (double)k->ki_rssize / (double)physmem);
	return (buf);
}

/*
 * The arguments, NULs between them; the name in brackets for one that has
 * none, such as a thread of the kernel or one that has ended.
 */
static const char *
arguments(const struct kinfo_proc *k, char *buf, size_t size)
{
	char name[64];
	size_t i, len;
	ssize_t n;
	int fd;

	if (k->ki_stat == SZOMB) {
		(void)snprintf(buf, size, "<defunct>");
		return (buf);
	}
	(void)snprintf(name, sizeof(name), "/proc/%d/cmdline", k->ki_pid);
	n = 0;
	if ((k->ki_flag & KI_KERNEL) == 0 && (fd = open(name, O_RDONLY)) >= 0) {
		n = read(fd, buf, size - 1);
		(void)close(fd);
	}
	if (n <= 0) {
		(void)snprintf(buf, size, "[%s]", k->ki_comm);
		return (buf);
	}
	len = (size_t)n;
	while (len > 0 && buf[len - 1] == '\0')
		len--;
	buf[len] = '\0';
	for (i = 0; i < len; i++)
		if (buf[i] == '\0')
			buf[i] = ' ';
		else if (iscntrl((unsigned char)buf[i]))
			buf[i] = '?';
	return (buf);
}

/*
 * The arguments, behind blanks that show the depth with -d; with -c only the
 * name.
 */
static const char *
col_args(const struct kinfo_proc *k, char *buf, size_t size)
{
	size_t indent = MIN((size_t)depth_of(k) * 2, size / 2);

	memset(buf, ' ', indent);
	if (cflag)
		(void)strlcpy(buf + indent, k->ki_comm, size - indent);
	else
		(void)arguments(k, buf + indent, size - indent);
	return (buf);
}

static const struct column columns[] = {
	{ "%cpu",	"%CPU",		5,	col_pcpu, true },
	{ "%mem",	"%MEM",		5,	col_pmem, false },
	{ "args",	"COMMAND",	0,	col_args, false },
	{ "comm",	"COMMAND",	-16,	col_comm, false },
	{ "command",	"COMMAND",	0,	col_args, false },
	{ "cpu",	"CPU",		3,	col_cpu, true },
	{ "etime",	"ELAPSED",	12,	col_etime, false },
	{ "gid",	"GID",		5,	col_gid, true },
	{ "group",	"GROUP",	-8,	col_group, false },
	{ "jobc",	"JOBC",		4,	col_jobc, true },
	{ "lstart",	"STARTED",	-24,	col_lstart, false },
	{ "lwp",	"LWP",		6,	col_lwp, true },
	{ "majflt",	"MAJFLT",	7,	col_majflt, true },
	{ "minflt",	"MINFLT",	7,	col_minflt, true },
	{ "nice",	"NI",		3,	col_nice, true },
	{ "ni",		"NI",		3,	col_nice, true },
	{ "nivcsw",	"NIVCSW",	7,	col_nivcsw, true },
	{ "nlwp",	"NLWP",		4,	col_nlwp, true },
	{ "nvcsw",	"NVCSW",	7,	col_nvcsw, true },
	{ "pcpu",	"%CPU",		5,	col_pcpu, true },
	{ "pgid",	"PGID",		5,	col_pgid, true },
	{ "pid",	"PID",		5,	col_pid, true },
	{ "pmem",	"%MEM",		5,	col_pmem, false },
	{ "ppid",	"PPID",		5,	col_ppid, true },
	{ "pri",	"PRI",		3,	col_pri, true },
	{ "rgid",	"RGID",		5,	col_rgid, true },
	{ "rgroup",	"RGROUP",	-8,	col_rgroup, false },
	{ "rss",	"RSS",		6,	col_rss, true },
	{ "ruid",	"RUID",		5,	col_ruid, true },
	{ "ruser",	"RUSER",	-8,	col_ruser, false },
	{ "sid",	"SID",		5,	col_sid, true },
	{ "start",	"STARTED",	-7,	col_start, false },
	{ "stat",	"STAT",		-4,	col_state, false },
	{ "state",	"STAT",		-4,	col_state, false },
	{ "tdname",	"TDNAME",	-16,	col_tdname, false },
	{ "time",	"TIME",		8,	col_time, false },
	{ "tpgid",	"TPGID",	5,	col_tpgid, true },
	{ "tt",		"TT",		-8,	col_tty, false },
	{ "tty",	"TTY",		-8,	col_tty, false },
	{ "ucomm",	"UCOMM",	-16,	col_comm, false },
	{ "uid",	"UID",		5,	col_uid, true },
	{ "user",	"USER",		-8,	col_user, false },
	{ "vsz",	"VSZ",		7,	col_vsz, true },
	{ "wchan",	"WCHAN",	-8,	col_wchan, false },
};

static void
add_columns(const char *list)
{
	char *copy, *p, *name, *heading;
	size_t i;

	if ((copy = strdup(list)) == NULL)
		err(1, NULL);
	/* Everything behind "=" is the heading of the last keyword. */
	p = copy;
	while (p != NULL && *p != '\0') {
		size_t len = strcspn(p, ", =");

		name = p;
		heading = NULL;
		if (p[len] == '=') {
			p[len] = '\0';
			heading = p + len + 1;
			p = NULL;
		} else if (p[len] != '\0') {
			p[len] = '\0';
			p += len + 1;
		} else
			p = NULL;
		if (*name == '\0')
			continue;
		for (i = 0; i < nitems(columns); i++)
			if (strcmp(columns[i].name, name) == 0)
				break;
		if (i == nitems(columns))
			errx(1, "%s: keyword not found", name);
		if (nchosen == MAXCOLUMNS)
			errx(1, "too many keywords");
		chosen[nchosen].c = &columns[i];
		chosen[nchosen].heading = heading != NULL ? heading :
		    columns[i].heading;
		chosen[nchosen++].width = columns[i].width;
	}
}

/* --- which ---------------------------------------------------------------- */

static void
add_uids(char *list)
{
	const char *errstr;
	struct passwd *pw;
	char *name;

	while ((name = strsep(&list, ", ")) != NULL) {
		if (*name == '\0')
			continue;
		if (nuids == (int)nitems(uids))
			errx(1, "too many users");
		if ((pw = getpwnam(name)) != NULL)
			uids[nuids++] = pw->pw_uid;
		else {
			uids[nuids++] = (uid_t)strtonum(name, 0, UINT32_MAX,
			    &errstr);
			if (errstr != NULL)
				errx(1, "%s: no such user", name);
		}
	}
}

static void
add_gids(char *list)
{
	const char *errstr;
	struct group *gr;
	char *name;

	while ((name = strsep(&list, ", ")) != NULL) {
		if (*name == '\0')
			continue;
		if (ngids == (int)nitems(gids))
			errx(1, "too many groups");
		if ((gr = getgrnam(name)) != NULL)
			gids[ngids++] = gr->gr_gid;
		else {
			gids[ngids++] = (gid_t)strtonum(name, 0, UINT32_MAX,
			    &errstr);
			if (errstr != NULL)
				errx(1, "%s: no such group", name);
		}
	}
}

static void
add_pids(char *list)
{
	const char *errstr;
	char *name;

	while ((name = strsep(&list, ", ")) != NULL) {
		if (*name == '\0')
			continue;
		if (npids == (int)nitems(pids))
			errx(1, "too many processes");
		pids[npids++] = (pid_t)strtonum(name, 0, INT32_MAX, &errstr);
		if (errstr != NULL)
			errx(1, "%s: process number is %s", name, errstr);
	}
}

static void
add_ttys(char *list)
{
	char *name;

	while ((name = strsep(&list, ", ")) != NULL) {
		if (*name == '\0')
			continue;
		if (nttys == (int)nitems(ttys))
			errx(1, "too many terminals");
		if (strncmp(name, "/dev/", 5) == 0)
			name += 5;
		(void)strlcpy(ttys[nttys++], name, sizeof(ttys[0]));
	}
}

/*
 * -T: the terminal that standard input is.
 */
static void
add_own_tty(void)
{
	char *name;

	if ((name = ttyname(STDIN_FILENO)) == NULL)
		err(1, "-T: stdin");
	if ((name = strdup(name)) == NULL)
		err(1, NULL);
	add_ttys(name);
}

static bool
wanted(const struct kinfo_proc *k)
{
	static uid_t me;
	int i;

	if (Aflag)
		return (true);
	for (i = 0; i < npids; i++)
		if (k->ki_pid == pids[i])
			return (true);
	for (i = 0; i < nuids; i++)
		if (k->ki_uid == uids[i])
			return (true);
	for (i = 0; i < ngids; i++)
		if (k->ki_rgid == gids[i])
			return (true);
	for (i = 0; i < nttys; i++)
		if (strcmp(k->ki_ttyname, ttys[i]) == 0)
			return (true);
	if (npids + nuids + ngids + nttys > 0)
		return (false);
	if (!xflag && (k->ki_flag & KI_CTTY) == 0)
		return (false);
	me = getuid();
	return (aflag || k->ki_uid == me);
}

static int
compare(const void *av, const void *bv)
{
	const struct kinfo_proc *a = *(const struct kinfo_proc *const *)av;
	const struct kinfo_proc *b = *(const struct kinfo_proc *const *)bv;

	if (rflag && a->ki_pctcpu != b->ki_pctcpu)
		return (a->ki_pctcpu < b->ki_pctcpu ? 1 : -1);
	if (rflag && a->ki_runtime != b->ki_runtime)
		return (a->ki_runtime < b->ki_runtime ? 1 : -1);
	if (mflag && a->ki_rssize != b->ki_rssize)
		return (a->ki_rssize < b->ki_rssize ? 1 : -1);
	if (a->ki_pid != b->ki_pid)
		return (a->ki_pid > b->ki_pid ? 1 : -1);
	return ((a->ki_tid > b->ki_tid) - (a->ki_tid < b->ki_tid));
}

/*
 * Put the rows that are children of list[at] behind it, in the order they have
 * among each other, and theirs behind them.  *donep rows are in place already.
 */
static void
place_family(const struct kinfo_proc **list, bool *placed, size_t at, int depth,
    size_t *donep)
{
	const pid_t pid = list[at]->ki_pid;
	bool first = true;
	size_t i;

	placed[at] = true;
	rows[*donep] = list[at];
	depths[(*donep)++] = depth;
	/* Only the first of a process's threads has its children behind it. */
	for (i = 0; i < nrows; i++)
		if (i != at && placed[i] && list[i]->ki_pid == pid)
			first = false;
	for (i = 0; first && i < nrows; i++)
		if (!placed[i] && list[i]->ki_ppid == pid &&
		    list[i]->ki_pid != pid)
			place_family(list, placed, i, depth + 1, donep);
}

static bool
parent_listed(const struct kinfo_proc **list, const struct kinfo_proc *k)
{
	size_t i;

	for (i = 0; i < nrows; i++)
		if (list[i]->ki_pid == k->ki_ppid && list[i]->ki_pid !=
		    k->ki_pid)
			return (true);
	return (false);
}

/*
 * -d: bring the sorted list into the order of descent.
 */
static const struct kinfo_proc **
arrange(const struct kinfo_proc **list, size_t n)
{
	size_t done = 0, i;
	bool *placed;

	nrows = n;
	rows = calloc(n + 1, sizeof(*rows));
	depths = calloc(n + 1, sizeof(*depths));
	placed = calloc(n + 1, sizeof(*placed));
	if (rows == NULL || depths == NULL || placed == NULL)
		err(1, NULL);
	for (i = 0; i < n; i++)
		if (!placed[i] && !parent_listed(list, list[i]))
			place_family(list, placed, i, 0, &done);
	/* Not taken at one instant, the list may have parents in a ring. */
	for (i = 0; i < n; i++)
		if (!placed[i])
			place_family(list, placed, i, 0, &done);
	free(placed);
	return (rows);
}

/* --- printing ------------------------------------------------------------- */

/*
 * Make the columns as wide as the widest text; the table has what they are at
 * least.
 */
static void
widen(const struct kinfo_proc **list, size_t n)
{
	const char *text;
	char buf[8192];
	int i, w;
	size_t r;

	for (i = 0; i < nchosen; i++) {
		if (chosen[i].width == 0)
			continue;
		w = (int)strlen(chosen[i].heading);
		for (r = 0; r < n; r++) {
			text = chosen[i].c->text(list[r], buf, sizeof(buf));
			w = MAX(w, (int)strlen(text));
		}
		if (w > abs(chosen[i].width))
			chosen[i].width = chosen[i].width < 0 ? -w : w;
	}
}

static void
put_row(const struct kinfo_proc *k, int width)
{
	char buf[8192], line[16384];
	const char *text;
	int at = 0, i, w;

	for (i = 0; i < nchosen; i++) {
		text = k == NULL ? chosen[i].heading :
		    chosen[i].c->text(k, buf, sizeof(buf));
		w = chosen[i].width;
		if (i + 1 == nchosen && w <= 0)
			w = 0;		/* no blanks at the end */
		at += snprintf(line + at, sizeof(line) - (size_t)at, "%s%*s",
		    i > 0 ? " " : "", w, text);
		if (at >= (int)sizeof(line))
			at = (int)sizeof(line) - 1;
	}
	if (width > 0 && at > width)
		line[width] = '\0';
	(void)puts(line);
}

static void
put_json(const struct kinfo_proc *k, bool first)
{
	const char *text;
	char buf[8192];
	int i;

	(void)printf("%s\n  {", first ? "" : ",");
	for (i = 0; i < nchosen; i++) {
		(void)printf("%s\"%s\": ", i > 0 ? ", " : "",
		    chosen[i].c->name);
		text = chosen[i].c->text(k, buf, sizeof(buf));
		if (chosen[i].c->number)
			(void)fputs(text, stdout);
		else
			fput_json(text, strlen(text), stdout);
	}
	(void)putchar('}');
}

static char *
fetch(size_t *lenp)
{
	const char *node = Hflag ? "kern.proc.all_td" : "kern.proc.all";
	char *buf = NULL, *p;
	size_t len = 0;

	do {
		if (sysctlbyname(node, NULL, &len, NULL, 0) != 0)
			err(1, "sysctl %s", node);
		len += len / 8 + sizeof(struct kinfo_proc);
		if ((p = realloc(buf, len)) == NULL)
			err(1, NULL);
		buf = p;
		*lenp = len;
	} while (sysctlbyname(node, buf, lenp, NULL, 0) != 0 &&
	    errno == ENOMEM);
	return (buf);
}

/*
 * -h: how many rows there are between two headings.
 */
static size_t
page_length(void)
{
	struct winsize ws;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_row > 5)
		return (ws.ws_row);
	return (22);
}

static int
output_width(void)
{
	struct winsize ws;
	const char *s;

	if (wflag || !isatty(STDOUT_FILENO))
		return (0);
	if ((s = getenv("COLUMNS")) != NULL && atoi(s) > 0)
		return (atoi(s));
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_col > 0)
		return (ws.ws_col);
	return (79);
}

static void
put_table(const struct kinfo_proc **list, size_t n)
{
	const size_t page = hflag ? page_length() - 1 : n + 1;
	const int width = output_width();
	bool heading = false;
	size_t r;
	int i;

	for (i = 0; i < nchosen; i++)
		heading |= chosen[i].heading[0] != '\0';
	widen(list, n);
	if (heading && n == 0)
		put_row(NULL, width);
	for (r = 0; r < n; r++) {
		if (heading && r % page == 0)
			put_row(NULL, width);
		put_row(list[r], width);
	}
}

static void
usage(void)
{

	(void)fprintf(stderr,
	    "usage: ps [-AaCcdefgHhJjlmrSTuvwXx] [-G groups] "
	    "[-O | -o keywords] [-p pids]\n"
	    "          [-t ttys] [-U users]\n"
	    "       ps -L\n");
	exit(1);
}

static void
list_keywords(void)
{
	size_t i;

	for (i = 0; i < nitems(columns); i++)
		(void)printf("%s%s", columns[i].name,
		    i + 1 < nitems(columns) ? " " : "\n");
	if (fclose(stdout) != 0)
		err(1, "stdout");
	exit(0);
}

/*
 * The first argument may lack its dash, as in "ps aux".
 */
static char *
dashed(const char *arg)
{
	char *s;

	if (asprintf(&s, "-%s", arg) < 0)
		err(1, NULL);
	return (s);
}

static void
options(int argc, char *argv[])
{
	int ch;

	if (argc > 1 && isalpha((unsigned char)argv[1][0]))
		argv[1] = dashed(argv[1]);
	while ((ch = getopt_long(argc, argv,
	    "+AaCcdefG:gHhJjLlmO:o:p:rSTt:U:uvwXx", longopts, NULL)) != -1) {
		switch (ch) {
		case 'A':
		case 'e':
			Aflag = true;
			break;
		case 'C':	/* shares of the processor have no other form */
		case 'g':	/* leaders of groups are always shown */
			break;
		case 'G':
			add_gids(optarg);
			break;
		case 'H':
			Hflag = true;
			break;
		case 'J':
			Jflag = true;
			break;
		case 'L':
			list_keywords();
			break;
		case 'O':
			add_columns("pid");
			add_columns(optarg);
			add_columns("tt,stat,time,command");
			break;
		case 'S':
			Sflag = true;
			break;
		case 'T':
			add_own_tty();
			break;
		case 'U':
			add_uids(optarg);
			break;
		case 'X':
			xflag = false;
			break;
		case 'a':
			aflag = true;
			break;
		case 'c':
			cflag = true;
			break;
		case 'd':
			dflag = true;
			break;
		case 'f':
			add_columns("user,pid,ppid,cpu,start,tt,time,command");
			break;
		case 'h':
			hflag = true;
			break;
		case 'j':
			add_columns("user,pid,ppid,pgid,sid,tt,stat,time,"
			    "command");
			break;
		case 'l':
			add_columns("uid,pid,ppid,cpu,pri,nice,vsz,rss,wchan,"
			    "stat,tt,time,command");
			break;
		case 'm':
			mflag = true;
			break;
		case 'o':
			add_columns(optarg);
			break;
		case 'p':
			add_pids(optarg);
			break;
		case 'r':
			rflag = true;
			break;
		case 't':
			add_ttys(optarg);
			break;
		case 'u':
			add_columns("user,pid,%cpu,%mem,vsz,rss,tt,stat,start,"
			    "time,command");
			rflag = true;
			break;
		case 'v':
			add_columns("pid,stat,time,majflt,minflt,vsz,rss,%cpu,"
			    "%mem,command");
			mflag = true;
			break;
		case 'w':
			wflag = true;
			break;
		case 'x':
			xflag = true;
			break;
		default:
			usage();
		}
	}
	if (argc != optind)
		usage();
	if (nchosen == 0)
		add_columns(Hflag ? "pid,lwp,tt,stat,time,command" :
		    "pid,tt,stat,time,command");
}

int
main(int argc, char *argv[])
{
	const struct kinfo_proc *k, **list;
	size_t i, len, n = 0, off;
	char *buf;

	options(argc, argv);
	buf = fetch(&len);
	list = calloc(len / sizeof(*k) + 1, sizeof(*list));
	if (list == NULL)
		err(1, NULL);
	for (off = 0; off + sizeof(int) <= len; ) {
		k = (const void *)(buf + off);
		if (k->ki_structsize <= 0 ||
		    (size_t)k->ki_structsize < sizeof(*k))
			errx(1, "the kernel's processes have another layout");
		if (wanted(k))
			list[n++] = k;
		off += (size_t)k->ki_structsize;
	}
	qsort(list, n, sizeof(list[0]), compare);
	if (dflag)
		list = arrange(list, n);
	if (Jflag) {
		(void)printf("{\"processes\": [");
		for (i = 0; i < n; i++)
			put_json(list[i], i == 0);
		(void)printf("\n]}\n");
	} else
		put_table(list, n);
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (n == 0);
}
