/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * procstat: show what processes have: files, memory, signals and the like.
 *
 * A mode has a table of columns and a function that makes the rows of one
 * process, which gives the cells of a row from left to right; whether they
 * become a table or JSON is decided in put().
 *
 * Tests	tests/usr.bin/t_procstat.sh
 */
#include <sys/param.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/user.h>

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <grp.h>
#include <inttypes.h>
#include <libutil.h>
#include <limits.h>
#include <pwd.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct column {
	const char	*c_name;	/* in JSON */
	const char	*c_head;
	int		 c_width;	/* < 0: to the left; 0: the rest */
	bool		 c_number;	/* for JSON */
};

struct mode {
	int		 m_option;
	const struct column *m_columns;	/* the last has m_name NULL */
	/* The rows of one process.  False: it is gone, or may not be seen. */
	bool		(*m_rows)(const struct kinfo_proc *);
};

static bool	hflag, Jflag;
static const struct column *columns;	/* of the mode that runs */
static int	column;			/* that is next */
static bool	first;			/* no row of JSON was printed */

/* --- rows ----------------------------------------------------------------- */

static void	put(const char *, ...) __printflike(1, 2);

/*
 * The next cell of a row; after the last one the row ends.
 */
static void
put(const char *fmt, ...)
{
	static char text[16384];
	const struct column *c = &columns[column];
	const bool last = c[1].c_name == NULL;
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (Jflag) {
		if (column == 0)
			(void)printf("%s\n  {", first ? "" : ",");
		(void)printf("%s\"%s\": ", column > 0 ? ", " : "", c->c_name);
		if (!c->c_number)
			fput_json(text, strlen(text), stdout);
		else
			(void)fputs(strcmp(text, "-") == 0 ? "null" : text,
			    stdout);
		if (last)
			(void)putchar('}');
	} else {
		for (char *s = text; *s != '\0'; s++)
			if (iscntrl((unsigned char)*s))
				*s = '?';
		(void)printf("%s%*s%s", column > 0 ? " " : "",
		    last && c->c_width < 0 ? 0 : c->c_width, text,
		    last ? "\n" : "");
	}
	first = false;
	column = last ? 0 : column + 1;
}

static void
put_heading(void)
{
	const struct column *c;

	for (c = columns; c->c_name != NULL; c++)
		(void)printf("%s%*s", c > columns ? " " : "",
		    c[1].c_name == NULL && c->c_width < 0 ? 0 : c->c_width,
		    c->c_head);
	(void)putchar('\n');
}

static void
put_pid(const struct kinfo_proc *k)
{

	put("%d", k->ki_pid);
}

static void
put_name(const struct kinfo_proc *k)
{

	put_pid(k);
	put("%s", k->ki_comm);
}

static void
put_or_dash(const char *s)
{

	put("%s", *s != '\0' ? s : "-");
}

/* --- what the kernel tells ------------------------------------------------ */

/*
 * What kern.proc.what.pid gives, malloced, with a NUL behind it.  NULL and
 * errno on failure.
 */
static char *
fetch(int what, int pid, size_t *lenp)
{
	const int mib[4] = { CTL_KERN, KERN_PROC, what, pid };
	const unsigned int n = pid == -1 ? 3 : 4;
	char *buf;
	size_t len;

	for (;;) {
		if (sysctl(mib, n, NULL, &len, NULL, 0) != 0)
			return (NULL);
		len += len / 8 + 1024;
		if ((buf = malloc(len + 1)) == NULL)
			err(1, NULL);
		if (sysctl(mib, n, buf, &len, NULL, 0) == 0) {
			buf[len] = '\0';
			*lenp = len;
			return (buf);
		}
		free(buf);
		if (errno != ENOMEM)
			return (NULL);
	}
}

/*
 * The structure at offset *offp of an array, whose first member is its size,
 * and what follows it; NULL at the end.
 */
static const void *
next(const char *buf, size_t len, size_t *offp, size_t least)
{
	const char *p = buf + *offp;
	int size;

	if (*offp + sizeof(size) > len)
		return (NULL);
	(void)memcpy(&size, p, sizeof(size));
	if (size <= 0 || (size_t)size < least || *offp + (size_t)size > len)
		errx(1, "the kernel's structures have another layout");
	*offp += (size_t)size;
	return (p);
}

/* --- modes ---------------------------------------------------------------- */

static const struct column basic_columns[] = {
	{ "pid", "PID", 5, true },
	{ "ppid", "PPID", 5, true },
	{ "pgid", "PGID", 5, true },
	{ "sid", "SID", 5, true },
	{ "tpgid", "TPGID", 5, true },
	{ "threads", "THR", 3, true },
	{ "login", "LOGIN", -8, false },
	{ "wchan", "WCHAN", -9, false },
	{ "command", "COMM", -16, false },
	{ NULL, NULL, 0, false },
};

static bool
basic_rows(const struct kinfo_proc *k)
{

	put_pid(k);
	put("%d", k->ki_ppid);
	put("%d", k->ki_pgid);
	put("%d", k->ki_sid);
	put("%d", k->ki_tpgid);
	put("%d", k->ki_numthreads);
	put_or_dash(k->ki_login);
	put_or_dash(k->ki_wmesg);
	put("%s", k->ki_comm);
	return (true);
}

static const struct column binary_columns[] = {
	{ "pid", "PID", 5, true },
	{ "command", "COMM", -16, false },
	{ "path", "PATH", 0, false },
	{ NULL, NULL, 0, false },
};

static bool
binary_rows(const struct kinfo_proc *k)
{
	char *path;
	size_t len;

	if ((path = fetch(KERN_PROC_PATHNAME, k->ki_pid, &len)) == NULL &&
	    errno != ENOENT)
		return (false);
	put_name(k);
	put_or_dash(path != NULL ? path : "");
	free(path);
	return (true);
}

static const struct column args_columns[] = {
	{ "pid", "PID", 5, true },
	{ "command", "COMM", -16, false },
	{ "args", "ARGS", 0, false },
	{ NULL, NULL, 0, false },
};

static const struct column env_columns[] = {
	{ "pid", "PID", 5, true },
	{ "command", "COMM", -16, false },
	{ "environment", "ENVIRONMENT", 0, false },
	{ NULL, NULL, 0, false },
};

/*
 * Strings in a row, as one with blanks between.
 */
static bool
strings_rows(const struct kinfo_proc *k, int what)
{
	char *text;
	size_t i, len;

	if ((text = fetch(what, k->ki_pid, &len)) == NULL)
		return (false);
	while (len > 0 && text[len - 1] == '\0')
		len--;
	for (i = 0; i < len; i++)
		if (text[i] == '\0')
			text[i] = ' ';
	put_name(k);
	put_or_dash(text);
	free(text);
	return (true);
}

static bool
args_rows(const struct kinfo_proc *k)
{

	return (strings_rows(k, KERN_PROC_ARGS));
}

static bool
env_rows(const struct kinfo_proc *k)
{

	return (strings_rows(k, KERN_PROC_ENV));
}

static const struct column file_columns[] = {
	{ "pid", "PID", 5, true },
	{ "command", "COMM", -16, false },
	{ "fd", "FD", 4, false },
	{ "type", "T", -1, false },
	{ "vnode", "V", -1, false },
	{ "flags", "FLAGS", -7, false },
	{ "refs", "REF", 3, true },
	{ "offset", "OFFSET", 8, true },
	{ "protocol", "PRO", -3, false },
	{ "name", "NAME", 0, false },
	{ NULL, NULL, 0, false },
};

static void
put_fd(const struct kinfo_file *kf)
{

	switch (kf->kf_fd) {
	case KF_FD_CWD:
		put("cwd");
		break;
	case KF_FD_ROOT:
		put("root");
		break;
	case KF_FD_TRACE:
		put("trce");
		break;
	case KF_FD_TEXT:
		put("text");
		break;
	default:
		put("%d", kf->kf_fd);
		break;
	}
}

static char
file_type(const struct kinfo_file *kf)
{
	static const char types[] = {
		[KF_TYPE_VNODE] = 'v', [KF_TYPE_SOCKET] = 's',
		[KF_TYPE_PIPE] = 'p', [KF_TYPE_FIFO] = 'f',
		[KF_TYPE_KQUEUE] = 'k', [KF_TYPE_SHM] = 'h',
		[KF_TYPE_PTS] = 't', [KF_TYPE_DEV] = 'd',
		[KF_TYPE_PROCDESC] = 'P',
	};

	if (kf->kf_type < 0 || kf->kf_type >= (int)nitems(types) ||
	    types[kf->kf_type] == '\0')
		return ('?');
	return (types[kf->kf_type]);
}

static char
vnode_type(const struct kinfo_file *kf)
{

	switch (kf->kf_mode & S_IFMT) {
	case S_IFREG:
		return ('r');
	case S_IFDIR:
		return ('d');
	case S_IFCHR:
		return ('c');
	case S_IFBLK:
		return ('b');
	case S_IFLNK:
		return ('l');
	case S_IFIFO:
		return ('f');
	default:
		return ('-');
	}
}

static void
put_file_flags(const struct kinfo_file *kf)
{
	static const struct {
		int	flag;
		char	letter;
	} letters[] = {
		{ KF_FLAG_READ, 'r' }, { KF_FLAG_WRITE, 'w' },
		{ KF_FLAG_APPEND, 'a' }, { KF_FLAG_SYNC, 's' },
		{ KF_FLAG_NONBLOCK, 'n' }, { KF_FLAG_CLOEXEC, 'e' },
		{ KF_FLAG_LIMITED, 'l' },
	};
	char text[nitems(letters) + 1];
	size_t i;

	for (i = 0; i < nitems(letters); i++)
		text[i] = (kf->kf_flags & letters[i].flag) != 0 ?
		    letters[i].letter : '-';
	text[i] = '\0';
	put("%s", text);
}

static void
put_socket_type(const struct kinfo_file *kf)
{

	if (kf->kf_type != KF_TYPE_SOCKET || kf->kf_domain != AF_UNIX)
		put("-");
	else if (kf->kf_socktype == SOCK_STREAM)
		put("UDS");
	else if (kf->kf_socktype == SOCK_DGRAM)
		put("UDD");
	else
		put("UDQ");
}

static void
file_row(const struct kinfo_proc *k, const struct kinfo_file *kf)
{
	const char *peer = kf->kf_path + strlen(kf->kf_path) + 1;

	put_name(k);
	put_fd(kf);
	put("%c", file_type(kf));
	put("%c", kf->kf_type == KF_TYPE_VNODE ? vnode_type(kf) : '-');
	put_file_flags(kf);
	if (kf->kf_fd < 0)
		put("-");
	else
		put("%u", kf->kf_refs);
	if (kf->kf_offset == -1)
		put("-");
	else
		put("%" PRId64, kf->kf_offset);
	put_socket_type(kf);
	if (*peer != '\0')
		put("%s%s-> %s", kf->kf_path, kf->kf_path[0] != '\0' ? " " : "",
		    peer);
	else if (kf->kf_type == KF_TYPE_PROCDESC)
		put("process %d", kf->kf_pid);
	else
		put_or_dash(kf->kf_path);
}

static bool
file_rows(const struct kinfo_proc *k)
{
	const struct kinfo_file *kf;
	size_t len, off = 0;
	char *buf;

	if ((buf = fetch(KERN_PROC_FILEDESC, k->ki_pid, &len)) == NULL)
		return (false);
	while ((kf = next(buf, len, &off, sizeof(*kf))) != NULL)
		file_row(k, kf);
	free(buf);
	return (true);
}

static const struct column signal_columns[] = {
	{ "pid", "PID", 5, true },
	{ "command", "COMM", -16, false },
	{ "signal", "SIG", -8, false },
	{ "flags", "FLAGS", -3, false },
	{ NULL, NULL, 0, false },
};

static const struct column tsignal_columns[] = {
	{ "pid", "PID", 5, true },
	{ "tid", "TID", 6, true },
	{ "command", "COMM", -16, false },
	{ "signal", "SIG", -8, false },
	{ "flags", "FLAGS", -2, false },
	{ NULL, NULL, 0, false },
};

static bool
has(const __sigset_t *set, int sig)
{

	return ((set->__bits[_SIG_WORD(sig)] & _SIG_BIT(sig)) != 0);
}

static void
put_signal(int sig)
{

	if (sig < NSIG && sys_signame[sig] != NULL)
		put("%s", sys_signame[sig]);
	else if (sig >= SIGRTMIN && sig <= SIGRTMAX)
		put("RTMIN+%d", sig - SIGRTMIN);
	else
		put("%d", sig);
}

/* Signals that -i and -j show: those with a name, and others with a flag. */
static bool
signal_named(int sig)
{

	return (sig < NSIG && sys_signame[sig] != NULL && sig < SIGRTMIN);
}

static bool
signal_rows(const struct kinfo_proc *k)
{
	int sig;

	for (sig = 1; sig <= _SIG_MAXSIG; sig++) {
		if (!signal_named(sig) && !has(&k->ki_siglist, sig) &&
		    !has(&k->ki_sigignore, sig) && !has(&k->ki_sigcatch, sig))
			continue;
		put_name(k);
		put_signal(sig);
		put("%c%c%c", has(&k->ki_siglist, sig) ? 'P' : '-',
		    has(&k->ki_sigignore, sig) ? 'I' : '-',
		    has(&k->ki_sigcatch, sig) ? 'C' : '-');
	}
	return (true);
}

/*
 * Call row for each thread of the process of k.
 */
static bool
each_thread(const struct kinfo_proc *k, void (*row)(const struct kinfo_proc *))
{
	const struct kinfo_proc *t;
	size_t len, off = 0;
	char *buf;

	buf = fetch(KERN_PROC_PID | KERN_PROC_INC_THREAD, k->ki_pid, &len);
	if (buf == NULL)
		return (false);
	while ((t = next(buf, len, &off, sizeof(*t))) != NULL)
		row(t);
	free(buf);
	return (true);
}

static void
tsignal_row(const struct kinfo_proc *t)
{
	int sig;

	for (sig = 1; sig <= _SIG_MAXSIG; sig++) {
		if (!signal_named(sig) && !has(&t->ki_siglist, sig) &&
		    !has(&t->ki_sigmask, sig))
			continue;
		put_pid(t);
		put("%d", t->ki_tid);
		put("%s", t->ki_comm);
		put_signal(sig);
		put("%c%c", has(&t->ki_siglist, sig) ? 'P' : '-',
		    has(&t->ki_sigmask, sig) ? 'B' : '-');
	}
}

static bool
tsignal_rows(const struct kinfo_proc *k)
{

	return (each_thread(k, tsignal_row));
}

static const struct column wait_columns[] = {
	{ "pid", "PID", 5, true },
	{ "tid", "TID", 6, true },
	{ "command", "COMM", -16, false },
	{ "thread", "TDNAME", -16, false },
	{ "state", "STATE", -6, false },
	{ "wchan", "WCHAN", -9, false },
	{ NULL, NULL, 0, false },
};

static void
put_state(const struct kinfo_proc *t)
{
	static const char *const names[] = {
		[SIDL] = "new", [SRUN] = "run", [SSLEEP] = "sleep",
		[SSTOP] = "stop", [SZOMB] = "zombie",
	};

	if (t->ki_stat > 0 && t->ki_stat < (int)nitems(names))
		put("%s", names[t->ki_stat]);
	else
		put("?");
}

static void
wait_row(const struct kinfo_proc *t)
{

	put_pid(t);
	put("%d", t->ki_tid);
	put("%s", t->ki_comm);
	put_or_dash(t->ki_tdname);
	put_state(t);
	put_or_dash(t->ki_wmesg);
}

static bool
wait_rows(const struct kinfo_proc *k)
{

	return (each_thread(k, wait_row));
}

static const struct column usage_columns[] = {
	{ "pid", "PID", 5, true },
	{ "command", "COMM", -16, false },
	{ "resource", "RESOURCE", -28, false },
	{ "value", "VALUE", 12, true },
	{ NULL, NULL, 0, false },
};

static bool
usage_rows(const struct kinfo_proc *k)
{
	const struct rusage *ru = &k->ki_rusage;
	const struct {
		const char	*name;
		long		 value;
	} rows[] = {
		{ "user time (us)", ru->ru_utime.tv_sec * 1000000L +
		    ru->ru_utime.tv_usec },
		{ "system time (us)", ru->ru_stime.tv_sec * 1000000L +
		    ru->ru_stime.tv_usec },
		{ "maximum RSS (KiB)", ru->ru_maxrss },
		{ "page reclaims", ru->ru_minflt },
		{ "page faults", ru->ru_majflt },
		{ "block reads", ru->ru_inblock },
		{ "block writes", ru->ru_oublock },
		{ "signals received", ru->ru_nsignals },
		{ "voluntary context switches", ru->ru_nvcsw },
		{ "involuntary context switches", ru->ru_nivcsw },
	};
	size_t i;

	for (i = 0; i < nitems(rows); i++) {
		put_name(k);
		put("%s", rows[i].name);
		put("%ld", rows[i].value);
	}
	return (true);
}

static const struct column cred_columns[] = {
	{ "pid", "PID", 5, true },
	{ "command", "COMM", -16, false },
	{ "euid", "EUID", 5, true },
	{ "ruid", "RUID", 5, true },
	{ "svuid", "SVUID", 5, true },
	{ "egid", "EGID", 5, true },
	{ "rgid", "RGID", 5, true },
	{ "svgid", "SVGID", 5, true },
	{ "umask", "UMASK", -5, false },
	{ "flags", "FLAGS", -5, false },
	{ "groups", "GROUPS", -6, false },
	{ NULL, NULL, 0, false },
};

static void
put_groups(const gid_t *groups, size_t n)
{
	char text[NGROUPS_MAX * 11 + 2] = "-";
	size_t at = 0, i;

	for (i = 0; i < n && at < sizeof(text); i++)
		at += (size_t)snprintf(text + at, sizeof(text) - at, "%s%u",
		    i > 0 ? "," : "", groups[i]);
	put("%s", text);
}

static bool
cred_rows(const struct kinfo_proc *k)
{
	char *groups, *mask;
	size_t len, masklen;
	int value;

	groups = fetch(KERN_PROC_GROUPS, k->ki_pid, &len);
	if (groups == NULL)
		return (false);
	put_name(k);
	put("%u", k->ki_uid);
	put("%u", k->ki_ruid);
	put("%u", k->ki_svuid);
	put("%u", k->ki_gid);
	put("%u", k->ki_rgid);
	put("%u", k->ki_svgid);
	mask = fetch(KERN_PROC_UMASK, k->ki_pid, &masklen);
	if (mask != NULL && masklen == sizeof(value)) {
		(void)memcpy(&value, mask, sizeof(value));
		put("%03o", (unsigned int)value);
	} else
		put("-");
	put("%c%c", (k->ki_flag & KI_CAPMODE) != 0 ? 'C' : '-',
	    (k->ki_flag & KI_SUGID) != 0 ? 'S' : '-');
	put_groups((const gid_t *)(const void *)groups, len / sizeof(gid_t));
	free(mask);
	free(groups);
	return (true);
}

static const struct column thread_columns[] = {
	{ "pid", "PID", 5, true },
	{ "tid", "TID", 6, true },
	{ "command", "COMM", -16, false },
	{ "thread", "TDNAME", -16, false },
	{ "cpu", "CPU", 3, true },
	{ "time_us", "TIME", 10, true },
	{ "state", "STATE", -6, false },
	{ "wchan", "WCHAN", -9, false },
	{ NULL, NULL, 0, false },
};

static void
thread_row(const struct kinfo_proc *t)
{

	put_pid(t);
	put("%d", t->ki_tid);
	put("%s", t->ki_comm);
	put_or_dash(t->ki_tdname);
	put("%d", t->ki_lastcpu);
	put("%" PRIu64, t->ki_runtime);
	put_state(t);
	put_or_dash(t->ki_wmesg);
}

static bool
thread_rows(const struct kinfo_proc *k)
{

	return (each_thread(k, thread_row));
}

static const struct column map_columns[] = {
	{ "pid", "PID", 5, true },
	{ "start", "START", 14, false },
	{ "end", "END", 14, false },
	{ "prot", "PRT", -3, false },
	{ "maxprot", "MAX", -3, false },
	{ "resident", "RES", 5, true },
	{ "private", "PRES", 5, true },
	{ "refs", "REF", 3, true },
	{ "flags", "FLAG", -4, false },
	{ "type", "TP", -2, false },
	{ "path", "PATH", 0, false },
	{ NULL, NULL, 0, false },
};

static void
put_prot(unsigned int prot)
{

	put("%c%c%c", (prot & KVE_PROT_READ) != 0 ? 'r' : '-',
	    (prot & KVE_PROT_WRITE) != 0 ? 'w' : '-',
	    (prot & KVE_PROT_EXEC) != 0 ? 'x' : '-');
}

static void
map_row(const struct kinfo_proc *k, const struct kinfo_vmentry *kve)
{
	static const char *const types[] = {
		[KVE_TYPE_NONE] = "--", [KVE_TYPE_ANON] = "an",
		[KVE_TYPE_SHARED] = "sh", [KVE_TYPE_VNODE] = "vn",
		[KVE_TYPE_FIXED] = "fx", [KVE_TYPE_GUARD] = "gd",
	};

	put_pid(k);
	put("0x%" PRIx64, kve->kve_start);
	put("0x%" PRIx64, kve->kve_end);
	put_prot(kve->kve_prot);
	put_prot(kve->kve_maxprot);
	put("%" PRIu64, kve->kve_resident);
	put("%" PRIu64, kve->kve_private);
	put("%u", kve->kve_refs);
	put("%c%c%c%c", (kve->kve_flags & KVE_FLAG_SHARED) != 0 ? 'S' : '-',
	    (kve->kve_flags & KVE_FLAG_COW) != 0 ? 'C' : '-',
	    (kve->kve_flags & KVE_FLAG_GROWS) != 0 ? 'D' : '-',
	    (kve->kve_flags & KVE_FLAG_LOCKED) != 0 ? 'L' : '-');
	put("%s", kve->kve_type >= 0 && kve->kve_type < (int)nitems(types) ?
	    types[kve->kve_type] : "??");
	put("%s", kve->kve_path);
}

static bool
map_rows(const struct kinfo_proc *k)
{
	const struct kinfo_vmentry *kve;
	size_t len, off = 0;
	char *buf;

	if ((buf = fetch(KERN_PROC_VMMAP, k->ki_pid, &len)) == NULL)
		return (false);
	while ((kve = next(buf, len, &off, sizeof(*kve))) != NULL)
		map_row(k, kve);
	free(buf);
	return (true);
}

static const struct mode modes[] = {
	{ 0, basic_columns, basic_rows },
	{ 'b', binary_columns, binary_rows },
	{ 'c', args_columns, args_rows },
	{ 'e', env_columns, env_rows },
	{ 'f', file_columns, file_rows },
	{ 'i', signal_columns, signal_rows },
	{ 'j', tsignal_columns, tsignal_rows },
	{ 'k', wait_columns, wait_rows },
	{ 'r', usage_columns, usage_rows },
	{ 's', cred_columns, cred_rows },
	{ 't', thread_columns, thread_rows },
	{ 'v', map_columns, map_rows },
};

/* --- processes ------------------------------------------------------------ */

static void
usage(void)
{

	(void)fprintf(stderr, "usage: procstat [-b | -c | -e | -f | -i | -j | "
	    "-k | -r | -s | -t | -v]\n"
	    "                [-hJ] [-w interval] -a | pid ...\n");
	exit(1);
}

static int
compare(const void *av, const void *bv)
{
	const struct kinfo_proc *a = *(const struct kinfo_proc *const *)av;
	const struct kinfo_proc *b = *(const struct kinfo_proc *const *)bv;

	return ((a->ki_pid > b->ki_pid) - (a->ki_pid < b->ki_pid));
}

/*
 * -a.  Processes that have ended meanwhile, and those that only others may
 * look into, are left out.
 */
static void
show_all(const struct mode *m)
{
	const struct kinfo_proc *k, **list;
	size_t i, len, n = 0, off = 0;
	char *buf;

	if ((buf = fetch(KERN_PROC_PROC, -1, &len)) == NULL)
		err(1, "kern.proc.proc");
	if ((list = calloc(len / sizeof(*k) + 1, sizeof(*list))) == NULL)
		err(1, NULL);
	while ((k = next(buf, len, &off, sizeof(*k))) != NULL)
		list[n++] = k;
	qsort(list, n, sizeof(list[0]), compare);
	for (i = 0; i < n; i++) {
		if (!m->m_rows(list[i]) && errno != EPERM && errno != ESRCH)
			err(1, "%d", list[i]->ki_pid);
	}
	free(list);
	free(buf);
}

static int
pid_number(const char *arg)
{
	const char *errstr;
	int pid;

	pid = (int)strtonum(arg, 0, INT_MAX, &errstr);
	if (errstr != NULL)
		errx(1, "process %s: %s", arg, errstr);
	return (pid);
}

/*
 * One process, by its number.  0, or 1 after a message.
 */
static int
show_one(const struct mode *m, int pid)
{
	const struct kinfo_proc *k;
	size_t len, off = 0;
	char *buf;
	int rval = 0;

	buf = fetch(KERN_PROC_PID, pid, &len);
	if (buf == NULL || (k = next(buf, len, &off, sizeof(*k))) == NULL ||
	    !m->m_rows(k)) {
		warn("%d", pid);
		rval = 1;
	}
	free(buf);
	return (rval);
}

static int
show(const struct mode *m, char *argv[])
{
	int rval = 0;

	columns = m->m_columns;
	first = true;
	if (Jflag)
		(void)printf("[");
	else if (!hflag)
		put_heading();
	if (*argv == NULL)
		show_all(m);
	for (; *argv != NULL; argv++)
		rval |= show_one(m, pid_number(*argv));
	if (Jflag)
		(void)printf("\n]\n");
	if (fflush(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

int
main(int argc, char *argv[])
{
	static const struct option options[] = {
		{ "json", no_argument, NULL, 'J' },
		{ NULL, 0, NULL, 0 }
	};
	const struct mode *m = &modes[0];
	const char *errstr;
	unsigned int interval = 0;
	bool all = false;
	size_t i;
	int ch, rval;

	while ((ch = getopt_long(argc, argv, "abcefhiJjkrstvw:", options,
	    NULL)) != -1) {
		switch (ch) {
		case 'a':
			all = true;
			break;
		case 'h':
			hflag = true;
			break;
		case 'J':
			Jflag = true;
			break;
		case 'w':
			interval = (unsigned int)strtonum(optarg, 1, INT_MAX,
			    &errstr);
			if (errstr != NULL)
				errx(1, "-w %s: %s", optarg, errstr);
			break;
		default:
			for (i = 1; i < nitems(modes); i++)
				if (modes[i].m_option == ch)
					break;
			if (i == nitems(modes) || m != &modes[0])
				usage();
			m = &modes[i];
			break;
		}
	}
	argv += optind;
	if (all == (*argv != NULL))
		usage();
	for (i = 0; argv[i] != NULL; i++)
		(void)pid_number(argv[i]);
	rval = show(m, argv);
	while (interval != 0) {
		(void)sleep(interval);
		rval = show(m, argv);
	}
	return (rval);
}
