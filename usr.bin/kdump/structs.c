/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What arguments of system calls point to.  A structure is decoded by the name
 * of its type in syscalls.master; one that is not known here, or shorter in the
 * file than it is, is shown by its size alone.
 */
#include <sys/param.h>
#include <sys/event.h>
#include <sys/poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysarg.h>
#include <sys/time.h>
#include <sys/un.h>

#include <inttypes.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <vis.h>

#include "kdump.h"

#define	FIELD(name, fmt, value)						\
	(void)fprintf(fp, "%s" #name "=" fmt, sep, (value)), sep = ", "

void
put_string(FILE *fp, const char *s, size_t len)
{
	char buf[8];
	size_t i;

	(void)putc('"', fp);
	for (i = 0; i < len; i++) {
		if (s[i] == '"' || s[i] == '\\')
			(void)fprintf(fp, "\\%c", s[i]);
		else {
			(void)vis(buf, s[i], VIS_CSTYLE | VIS_NL | VIS_TAB |
			    VIS_OCTAL, i + 1 < len ? s[i + 1] : 0);
			(void)fputs(buf, fp);
		}
	}
	(void)putc('"', fp);
}

void
put_sigset(FILE *fp, const void *data)
{
	const char *sep = "";
	sigset_t set;
	int sig;

	memcpy(&set, data, sizeof(set));
	(void)putc('{', fp);
	for (sig = 1; sig <= SIGRTMAX; sig++) {
		if (sigismember(&set, sig) != 1)
			continue;
		(void)fputs(sep, fp);
		put_signal(fp, sig);
		sep = " ";
	}
	(void)putc('}', fp);
}

static void
put_timespec(FILE *fp, const void *data)
{
	struct timespec ts;

	memcpy(&ts, data, sizeof(ts));
	(void)fprintf(fp, "{%jd.%09ld}", (intmax_t)ts.tv_sec, ts.tv_nsec);
}

static void
put_timeval(FILE *fp, const void *data)
{
	struct timeval tv;

	memcpy(&tv, data, sizeof(tv));
	(void)fprintf(fp, "{%jd.%06ld}", (intmax_t)tv.tv_sec,
	    (long)tv.tv_usec);
}

static void
put_itimerspec(FILE *fp, const void *data)
{

	(void)fputs("{interval=", fp);
	put_timespec(fp, data);
	(void)fputs(", value=", fp);
	put_timespec(fp, (const char *)data +
	    offsetof(struct itimerspec, it_value));
	(void)putc('}', fp);
}

static void
put_itimerval(FILE *fp, const void *data)
{

	(void)fputs("{interval=", fp);
	put_timeval(fp, data);
	(void)fputs(", value=", fp);
	put_timeval(fp, (const char *)data +
	    offsetof(struct itimerval, it_value));
	(void)putc('}', fp);
}

static void
put_stat(FILE *fp, const void *data)
{
	const char *sep = "{";
	struct stat st;

	memcpy(&st, data, sizeof(st));
	FIELD(dev, "%ju", (uintmax_t)st.st_dev);
	FIELD(ino, "%ju", (uintmax_t)st.st_ino);
	FIELD(mode, "%07o", (u_int)st.st_mode);
	FIELD(nlink, "%ju", (uintmax_t)st.st_nlink);
	FIELD(uid, "%u", st.st_uid);
	FIELD(gid, "%u", st.st_gid);
	FIELD(rdev, "%jd", (intmax_t)st.st_rdev);
	FIELD(size, "%jd", (intmax_t)st.st_size);
	FIELD(blksize, "%jd", (intmax_t)st.st_blksize);
	FIELD(blocks, "%jd", (intmax_t)st.st_blocks);
	FIELD(atime, "%jd", (intmax_t)st.st_atime);
	FIELD(mtime, "%jd", (intmax_t)st.st_mtime);
	FIELD(ctime, "%jd", (intmax_t)st.st_ctime);
	(void)putc('}', fp);
}

static void
put_rlimit(FILE *fp, const void *data)
{
	const char *sep = "{";
	struct rlimit rl;

	memcpy(&rl, data, sizeof(rl));
	FIELD(cur, "%jd", rl.rlim_cur == RLIM_INFINITY ? (intmax_t)-1 :
	    (intmax_t)rl.rlim_cur);
	FIELD(max, "%jd", rl.rlim_max == RLIM_INFINITY ? (intmax_t)-1 :
	    (intmax_t)rl.rlim_max);
	(void)putc('}', fp);
}

static void
put_rusage(FILE *fp, const void *data)
{
	const char *sep = ", ";
	struct rusage ru;

	memcpy(&ru, data, sizeof(ru));
	(void)fputs("{utime=", fp);
	put_timeval(fp, &ru.ru_utime);
	(void)fputs(", stime=", fp);
	put_timeval(fp, &ru.ru_stime);
	FIELD(maxrss, "%ld", ru.ru_maxrss);
	FIELD(minflt, "%ld", ru.ru_minflt);
	FIELD(majflt, "%ld", ru.ru_majflt);
	FIELD(nvcsw, "%ld", ru.ru_nvcsw);
	FIELD(nivcsw, "%ld", ru.ru_nivcsw);
	(void)putc('}', fp);
}

static void
put_sigaction(FILE *fp, const void *data)
{
	struct sigaction sa;

	memcpy(&sa, data, sizeof(sa));
	(void)fputs("{handler=", fp);
	if (sa.sa_handler == SIG_DFL)
		(void)fputs("SIG_DFL", fp);
	else if (sa.sa_handler == SIG_IGN)
		(void)fputs("SIG_IGN", fp);
	else
		put_number(fp, (uintptr_t)sa.sa_handler);
	(void)fputs(", flags=", fp);
	put_names(fp, sysnames_sa, (uint64_t)sa.sa_flags);
	(void)fputs(", mask=", fp);
	put_sigset(fp, &sa.sa_mask);
	(void)putc('}', fp);
}

static void
put_pollfd(FILE *fp, const void *data)
{
	struct pollfd pfd;

	memcpy(&pfd, data, sizeof(pfd));
	(void)fprintf(fp, "{fd=%d, events=", pfd.fd);
	put_names(fp, sysnames_pollev, (uint16_t)pfd.events);
	(void)fputs(", revents=", fp);
	put_names(fp, sysnames_pollev, (uint16_t)pfd.revents);
	(void)putc('}', fp);
}

static void
put_kevent(FILE *fp, const void *data)
{
	struct kevent kev;

	memcpy(&kev, data, sizeof(kev));
	(void)fprintf(fp, "{ident=%ju, filter=", (uintmax_t)kev.ident);
	put_names(fp, sysnames_evfilt, (uint64_t)kev.filter);
	(void)fputs(", flags=", fp);
	put_names(fp, sysnames_evflags, kev.flags);
	(void)fprintf(fp, ", fflags=%#x, data=%jd, udata=", kev.fflags,
	    (intmax_t)kev.data);
	put_number(fp, (uintptr_t)kev.udata);
	(void)putc('}', fp);
}

static void
put_int(FILE *fp, const void *data)
{
	int value;

	memcpy(&value, data, sizeof(value));
	(void)fprintf(fp, "%d", value);
}

static void
put_uint(FILE *fp, const void *data)
{
	u_int value;

	memcpy(&value, data, sizeof(value));
	(void)fprintf(fp, "%u", value);
}

static void
put_u64(FILE *fp, const void *data)
{
	uint64_t value;

	memcpy(&value, data, sizeof(value));
	(void)fprintf(fp, "%" PRIu64, value);
}

static const struct {
	const char	*type;
	size_t		size;
	void		(*put)(FILE *, const void *);
} structs[] = {
	{ "gid_t", sizeof(gid_t), put_uint },
	{ "int", sizeof(int), put_int },
	{ "off_t", sizeof(off_t), put_u64 },
	{ "sigset_t", sizeof(sigset_t), put_sigset },
	{ "size_t", sizeof(size_t), put_u64 },
	{ "socklen_t", sizeof(socklen_t), put_uint },
	{ "struct itimerspec", sizeof(struct itimerspec), put_itimerspec },
	{ "struct itimerval", sizeof(struct itimerval), put_itimerval },
	{ "struct kevent", sizeof(struct kevent), put_kevent },
	{ "struct pollfd", sizeof(struct pollfd), put_pollfd },
	{ "struct rlimit", sizeof(struct rlimit), put_rlimit },
	{ "struct rusage", sizeof(struct rusage), put_rusage },
	{ "struct sigaction", sizeof(struct sigaction), put_sigaction },
	{ "struct stat", sizeof(struct stat), put_stat },
	{ "struct timespec", sizeof(struct timespec), put_timespec },
	{ "struct wrusage", sizeof(struct rusage), put_rusage },
	{ "uid_t", sizeof(uid_t), put_uint },
	{ "unsigned int", sizeof(u_int), put_uint },
};

static void
put_sockaddr(FILE *fp, const char *data, size_t len)
{
	const size_t off = offsetof(struct sockaddr_un, sun_path);
	const struct sockaddr_un *sun = (const void *)data;
	size_t max;

	if (len >= off && sun->sun_family == AF_UNIX) {
		max = MIN(len, sizeof(*sun)) - off;
		(void)fputs("{AF_UNIX, ", fp);
		put_string(fp, data + off, strnlen(data + off, max));
		(void)putc('}', fp);
	} else if (len >= 2)
		(void)fprintf(fp, "{family %d, %zu bytes}", data[1], len);
	else
		(void)fprintf(fp, "{%zu bytes}", len);
}

/*
 * What argument a points to: len bytes, of total.
 */
void
put_struct(FILE *fp, const struct sysarg *a, const void *data, size_t len,
    uint64_t total)
{
	const char *type = a->sa_type, *p = data;
	size_t i, n, tlen;

	if (a->sa_kind == SYSARG_STRING) {
		put_string(fp, data, len);
		return;
	}
	if (strncmp(type, "const ", 6) == 0)
		type += 6;
	tlen = strcspn(type, "*");
	while (tlen > 0 && type[tlen - 1] == ' ')
		tlen--;
	if (tlen == 15 && strncmp(type, "struct sockaddr", tlen) == 0) {
		put_sockaddr(fp, data, len);
		return;
	}
	for (i = 0; i < nitems(structs); i++) {
		if (strlen(structs[i].type) == tlen &&
		    strncmp(structs[i].type, type, tlen) == 0)
			break;
	}
	if (i == nitems(structs) || len < structs[i].size) {
		(void)fprintf(fp, "%.*s {%" PRIu64 " bytes}", (int)tlen, type,
		    total);
		return;
	}
	if (a->sa_kind == SYSARG_OBJECT) {
		structs[i].put(fp, data);
		return;
	}
	(void)putc('[', fp);
	for (n = 0; len - n >= structs[i].size; n += structs[i].size) {
		if (n != 0)
			(void)fputs(", ", fp);
		structs[i].put(fp, p + n);
	}
	(void)fputs(total > len ? ", ...]" : "]", fp);
}
