/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The arguments and results of system calls, by the tables that makesyscalls
 * makes of syscalls.master.  Everything that is decoded comes from a file and
 * may be anything.
 */
#include <sys/param.h>
#include <sys/fcntl.h>
#include <sys/sysarg.h>
#include <sys/syscall.h>

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <string.h>

#include "kdump.h"

#define	SMALL	1000			/* numbers that are read in decimal */

bool	opt_decimal;
bool	opt_numbers;

/*
 * The description of a call, or NULL.
 */
const struct sysdesc *
call_desc(u_int code)
{

	if (code >= SYS_MAXSYSCALL || sysdesc[code].sd_name == NULL)
		return (NULL);
	return (&sysdesc[code]);
}

void
put_number(FILE *fp, uint64_t value)
{

	if (opt_decimal)
		(void)fprintf(fp, "%" PRId64, (int64_t)value);
	else
		(void)fprintf(fp, "0x%" PRIx64, value);
}

/*
 * The name of one value in a group, or NULL.
 */
static const char *
group_find(const struct sysnames *g, long long value, long long mask)
{
	u_int i;

	for (i = 0; i < g->sg_count; i++) {
		if (g->sg_names[i].sn_value == (value & mask))
			return (g->sg_names[i].sn_name);
	}
	return (NULL);
}

/*
 * The name of a value that is one of a group's, or NULL.
 */
const char *
name_of(const struct sysnames *g, long long value)
{

	return (group_find(g, value, ~0LL));
}

static long long
group_mask(const struct sysnames *g)
{
	long long mask = 0;
	u_int i;

	for (i = 0; i < g->sg_count; i++)
		mask |= g->sg_names[i].sn_value;
	return (mask);
}

/*
 * Add a piece to a list of alternatives that | separates.
 */
static void
put_piece(FILE *fp, const char *name, bool *firstp)
{

	(void)fprintf(fp, "%s%s", *firstp ? "" : "|", name);
	*firstp = false;
}

/*
 * The value in the terms of its constants; what has no name is a number.
 */
void
put_names(FILE *fp, const struct sysnames *g, uint64_t value)
{
	const bool single = g->sg_how == SYSNAMES_ONE && g[1].sg_count == 0;
	long long v = (long long)value, mask;
	const char *name;
	bool first = true;
	u_int i;

	for (; g->sg_count != 0; g++) {
		mask = single ? ~0LL : group_mask(g);
		if (g->sg_how == SYSNAMES_ONE) {
			name = group_find(g, v, mask);
			if (name != NULL) {
				put_piece(fp, name, &first);
				v &= ~mask;
			}
			continue;
		}
		if (v == 0 && first && (name = group_find(g, 0, ~0LL)) != NULL)
			put_piece(fp, name, &first);
		for (i = 0; i < g->sg_count; i++) {
			mask = g->sg_names[i].sn_value;
			if (mask != 0 && (v & mask) == mask) {
				put_piece(fp, g->sg_names[i].sn_name, &first);
				v &= ~mask;
			}
		}
	}
	if (v != 0 || first) {
		if (!first)
			(void)putc('|', fp);
		if (v > -SMALL && v < SMALL)
			(void)fprintf(fp, "%lld", v);
		else
			put_number(fp, (uint64_t)v);
	}
}

/*
 * A value of `size' bytes of a type that may be signed.
 */
static uint64_t
widen(uint64_t value, u_int size, const char *type)
{

	if (size != sizeof(int))
		return (value);
	if (strncmp(type, "unsigned", 8) == 0)
		return ((uint32_t)value);
	return ((uint64_t)(int64_t)(int32_t)value);
}

/*
 * The types whose values everybody writes in decimal: sizes, ids, counts.
 */
static bool
is_decimal(const char *type)
{
	static const char *const types[] = {
		"gid_t", "id_t", "int", "off_t", "pid_t", "socklen_t", "uid_t",
		"unsigned int",
	};
	size_t i;

	for (i = 0; i < nitems(types); i++) {
		if (strcmp(types[i], type) == 0)
			return (true);
	}
	return (false);
}

/*
 * Argument n of a call.  quiet: no names (-n).
 */
void
put_arg(FILE *fp, const struct sysdesc *sd, u_int n, uint64_t value,
    bool quiet)
{
	const struct sysarg *a = &sd->sd_args[n];

	if (a->sa_kind == SYSARG_VALUE || a->sa_kind == SYSARG_FD ||
	    a->sa_kind == SYSARG_DIRFD)
		value = widen(value, a->sa_size, a->sa_type);
	if (quiet)
		put_number(fp, value);
	else if (a->sa_kind == SYSARG_DIRFD && (int)value == AT_FDCWD)
		(void)fputs("AT_FDCWD", fp);
	else if (a->sa_kind == SYSARG_FD || a->sa_kind == SYSARG_DIRFD)
		(void)fprintf(fp, "%d", (int)value);
	else if (a->sa_names == sysnames_signal)
		put_signal(fp, (int)value);
	else if (a->sa_names != NULL)
		put_names(fp, a->sa_names, value);
	else if (a->sa_kind != SYSARG_VALUE && value == 0)
		(void)fputs("NULL", fp);
	else if (strcmp(a->sa_type, "mode_t") == 0)
		(void)fprintf(fp, "%#" PRIo64, value & 0xffff);
	else if (a->sa_kind == SYSARG_VALUE && is_decimal(a->sa_type))
		(void)fprintf(fp, "%" PRId64, (int64_t)value);
	else
		put_number(fp, value);
}

void
put_error(FILE *fp, int error)
{
	const char *name = opt_numbers ? NULL : name_of(sysnames_errno, error);

	if (name != NULL)
		(void)fprintf(fp, "%s %s", name, strerror(error));
	else
		(void)fprintf(fp, "errno %d", error);
}

void
put_signal(FILE *fp, int signo)
{
	const char *name = opt_numbers ? NULL :
	    name_of(sysnames_signal, signo);

	if (name != NULL)
		(void)fputs(name, fp);
	else if (!opt_numbers && signo > SIGRTMIN && signo <= SIGRTMAX)
		(void)fprintf(fp, "SIGRTMIN+%d", signo - SIGRTMIN);
	else
		(void)fprintf(fp, "%d", signo);
}

/*
 * si_code: what it means depends on the signal, if the kernel raised it.
 */
void
put_sigcode(FILE *fp, int signo, int code)
{
	static const struct {
		int			 signo;
		const struct sysnames	*names;
	} kinds[] = {
		{ SIGBUS, sysnames_sicode_bus },
		{ SIGCHLD, sysnames_sicode_chld },
		{ SIGFPE, sysnames_sicode_fpe },
		{ SIGILL, sysnames_sicode_ill },
		{ SIGSEGV, sysnames_sicode_segv },
		{ SIGTRAP, sysnames_sicode_trap },
	};
	const char *name = name_of(sysnames_sicode, code);
	size_t i;

	for (i = 0; name == NULL && i < nitems(kinds); i++) {
		if (kinds[i].signo == signo)
			name = name_of(kinds[i].names, code);
	}
	if (name != NULL && !opt_numbers)
		(void)fputs(name, fp);
	else
		(void)fprintf(fp, "%d", code);
}
