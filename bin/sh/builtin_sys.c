/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Built-ins that look at and change attributes of the process: times,
 * ulimit, umask.
 */

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/times.h>

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "builtin.h"

static const struct {
	char		l_option;
	int		l_resource;
	unsigned	l_unit;
	const char	*l_name;
	const char	*l_unitname;
} limits[] = {
#ifdef RLIMIT_SBSIZE
	{ 'b', RLIMIT_SBSIZE,	1,	"socket buffers",	"bytes" },
#endif
	{ 'c', RLIMIT_CORE,	512,	"core file size",	"blocks" },
	{ 'd', RLIMIT_DATA,	1024,	"data segment",		"kbytes" },
	{ 'f', RLIMIT_FSIZE,	512,	"file size",		"blocks" },
#ifdef RLIMIT_MEMLOCK
	{ 'l', RLIMIT_MEMLOCK,	1024,	"locked memory",	"kbytes" },
#endif
#ifdef RLIMIT_RSS
	{ 'm', RLIMIT_RSS,	1024,	"resident memory",	"kbytes" },
#endif
	{ 'n', RLIMIT_NOFILE,	1,	"open files",		"" },
	{ 's', RLIMIT_STACK,	1024,	"stack size",		"kbytes" },
	{ 't', RLIMIT_CPU,	1,	"cpu time",		"seconds" },
#ifdef RLIMIT_NPROC
	{ 'u', RLIMIT_NPROC,	1,	"processes",		"" },
#endif
	{ 'v', RLIMIT_AS,	1024,	"address space",	"kbytes" }
};

static void
print_time(clock_t t, char end)
{
	long hz = sysconf(_SC_CLK_TCK);

	if (hz <= 0)
		hz = 100;
	out_printf("%ldm%ld.%02lds%c", (long)(t / hz / 60),
	    (long)(t / hz % 60), (long)(t % hz * 100 / hz), end);
}

int
bi_times(int argc, char **argv)
{
	struct tms tms;

	if (times(&tms) == (clock_t)-1)
		sh_error(ST_ERROR, "%s", strerror(errno));
	print_time(tms.tms_utime, ' ');
	print_time(tms.tms_stime, '\n');
	print_time(tms.tms_cutime, ' ');
	print_time(tms.tms_cstime, '\n');
	return (0);
}

static void
print_limit(size_t i, bool hard)
{
	struct rlimit rl;
	rlim_t v;

	if (getrlimit(limits[i].l_resource, &rl) != 0)
		sh_error(ST_ERROR, "%s", strerror(errno));
	v = hard ? rl.rlim_max : rl.rlim_cur;
	if (v == RLIM_INFINITY)
		out_puts("unlimited\n");
	else
		out_printf("%ju\n", (uintmax_t)v / limits[i].l_unit);
}

static rlim_t
parse_limit(size_t i, const char *s, const struct rlimit *rl)
{
	uintmax_t v;
	char *end;

	if (strcmp(s, "unlimited") == 0)
		return (RLIM_INFINITY);
	if (strcmp(s, "hard") == 0)
		return (rl->rlim_max);
	if (strcmp(s, "soft") == 0)
		return (rl->rlim_cur);
	errno = 0;
	v = strtoumax(s, &end, 10);
	if (*s < '0' || *s > '9' || *end != '\0')
		sh_error(ST_ERROR, "%s: not a limit", s);
	if (errno != 0 || v > UINTMAX_MAX / limits[i].l_unit ||
	    (rlim_t)(v * limits[i].l_unit) != v * limits[i].l_unit)
		sh_error(ST_ERROR, "%s: limit too large", s);
	return ((rlim_t)(v * limits[i].l_unit));
}

static size_t
find_limit(int option)
{
	size_t i;

	for (i = 0; i < SH_NELEM(limits); i++) {
		if (limits[i].l_option == option)
			return (i);
	}
	sh_error(ST_ERROR, "-%c: unknown option", option);
}

static void
print_limits(bool hard)
{
	size_t i;

	for (i = 0; i < SH_NELEM(limits); i++) {
		out_printf("%-16s %8s  -%c  ", limits[i].l_name,
		    limits[i].l_unitname, limits[i].l_option);
		print_limit(i, hard);
	}
}

int
bi_ulimit(int argc, char **argv)
{
	bool soft = false, hard = false, all = false;
	struct optscan os;
	struct rlimit rl;
	rlim_t value;
	size_t i;
	int c, which = 'f';

	optscan_start(&os, argv);
	while ((c = optscan_next(&os, "HSabcdflmnstuv")) != -1) {
		if (c == 'H')
			hard = true;
		else if (c == 'S')
			soft = true;
		else if (c == 'a')
			all = true;
		else
			which = c;
	}
	if (all || *os.os_argv == NULL) {
		if (all)
			print_limits(hard && !soft);
		else
			print_limit(find_limit(which), hard && !soft);
		return (0);
	}
	if (os.os_argv[1] != NULL)
		sh_error(ST_ERROR, "too many arguments");
	i = find_limit(which);
	if (getrlimit(limits[i].l_resource, &rl) != 0)
		sh_error(ST_ERROR, "%s", strerror(errno));
	value = parse_limit(i, *os.os_argv, &rl);
	if (soft || !hard)
		rl.rlim_cur = value;
	if (hard || !soft)
		rl.rlim_max = value;
	if (setrlimit(limits[i].l_resource, &rl) != 0)
		sh_error(ST_ERROR, "%s: %s", limits[i].l_name,
		    strerror(errno));
	return (0);
}

/* The permission bits that letters like "rw" or "u" stand for. */
static mode_t
mode_letters(const char **sp, mode_t mode)
{
	static const char who[] = "ugo";
	const char *s = *sp, *p;
	mode_t bits = 0;

	if (*s != '\0' && (p = strchr(who, *s)) != NULL) {
		bits = mode >> (2 - (p - who)) * 3 & 7;
		*sp = s + 1;
		return (bits);
	}
	for (;; s++) {
		if (*s == 'r')
			bits |= 4;
		else if (*s == 'w')
			bits |= 2;
		else if (*s == 'x')
			bits |= 1;
		else if (*s == 'X')
			bits |= (mode & 0111) != 0;
		else if (*s != 's' && *s != 't')
			break;
	}
	*sp = s;
	return (bits);
}

/* Apply a symbolic mode to a mask. */
static mode_t
mask_symbolic(const char *text, mode_t mask)
{
	mode_t mode = ~mask & 0777, who, bits;
	const char *s = text;
	int op;

	do {
		who = 0;
		for (;; s++) {
			if (*s == 'u')
				who |= 0700;
			else if (*s == 'g')
				who |= 0070;
			else if (*s == 'o')
				who |= 0007;
			else if (*s == 'a')
				who |= 0777;
			else
				break;
		}
		if (who == 0)
			who = 0777;
		if (*s != '+' && *s != '-' && *s != '=')
			sh_error(ST_ERROR, "%s: not a mask", text);
		while (*s == '+' || *s == '-' || *s == '=') {
			op = *s++;
			bits = mode_letters(&s, mode);
			bits = (bits << 6 | bits << 3 | bits) & who;
			if (op == '+')
				mode |= bits;
			else if (op == '-')
				mode &= ~bits;
			else
				mode = (mode & ~who) | bits;
		}
	} while (*s++ == ',');
	if (s[-1] != '\0')
		sh_error(ST_ERROR, "%s: not a mask", text);
	return (~mode & 0777);
}

static void
print_class(char who, mode_t bits, const char *end)
{
	out_printf("%c=%s%s%s%s", who, (bits & 4) != 0 ? "r" : "",
	    (bits & 2) != 0 ? "w" : "", (bits & 1) != 0 ? "x" : "", end);
}

int
bi_umask(int argc, char **argv)
{
	struct optscan os;
	const char *s;
	mode_t mask;

	optscan_start(&os, argv);
	while (optscan_next(&os, "S") != -1)
		;
	mask = umask(0);
	(void)umask(mask);
	if ((s = *os.os_argv) == NULL) {
		if (os.os_opt == 'S') {
			print_class('u', ~mask >> 6 & 7, ",");
			print_class('g', ~mask >> 3 & 7, ",");
			print_class('o', ~mask & 7, "\n");
		} else
			out_printf("%04o\n", (unsigned)mask);
		return (0);
	}
	if (*s >= '0' && *s <= '9') {
		if (s[strspn(s, "01234567")] != '\0' || strlen(s) > 5 ||
		    strtoul(s, NULL, 8) > 07777)
			sh_error(ST_ERROR, "%s: not a mask", s);
		mask = (mode_t)strtoul(s, NULL, 8) & 0777;
	} else
		mask = mask_symbolic(s, mask);
	(void)umask(mask);
	return (0);
}
