/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Events: every one is mixed into the hash of the run, and written as a line
 * when somebody wants to compare two runs.  No event carries an address.
 *
 * The console's text is kept for the report of a failure; it is in the hash,
 * but no event.
 */

#include <err.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "host.h"

#define	CONSOLE_SIZE	(64 * 1024)

static const char *const kinds[SIM_EV_NKINDS] = {
	[SIM_EV_CPU] = "cpu",
	[SIM_EV_SWITCH] = "switch",
	[SIM_EV_INTR] = "intr",
	[SIM_EV_SYSCALL] = "syscall",
	[SIM_EV_RESULT] = "result",
	[SIM_EV_TRAP] = "trap",
	[SIM_EV_DISK_START] = "disk",
	[SIM_EV_DISK_END] = "diskend",
	[SIM_EV_FAULT] = "fault",
	[SIM_EV_SCENARIO] = "scenario",
	[SIM_EV_HALT] = "halt",
	[SIM_EV_DISK_DATA] = "diskdata",
};

static uint64_t hash, events, stop_at, limit, slice_end;
static FILE *trace_file;
static bool wanted;		/* this run is to be in it */
static char console[CONSOLE_SIZE];
static size_t console_len;
static bool console_live;

/*
 * Something that no event says makes two runs differ.
 */
void
trace_mix(uint64_t v)
{

	hash ^= v;
	hash *= 0x9e3779b97f4a7c15;
	hash ^= hash >> 32;
}

/*
 * A run begins.  The file has the last run that is wanted.
 */
void
trace_begin(bool want)
{

	wanted = want && trace_file != NULL;
	if (wanted) {
		rewind(trace_file);
		if (ftruncate(fileno(trace_file), 0) != 0)
			err(1, "ftruncate");
	}
	hash = 0x243f6a8885a308d3;
	events = 0;
}

uint64_t
trace_hash(void)
{

	return (hash);
}

uint64_t
trace_events(void)
{

	return (events);
}

/*
 * Where runs are written from now on; NULL: nowhere.
 */
void
trace_to(FILE *fp)
{

	if (trace_file != NULL && (fflush(trace_file) != 0 ||
	    ferror(trace_file)))
		err(1, "the trace");
	trace_file = fp;
	wanted = false;
}

/* Raise SIGTRAP at an event, for a debugger; 0: never. */
void
trace_stop_at(uint64_t event)
{

	stop_at = event;
}

/* More events than this end a run; 0: any number. */
void
trace_limit(uint64_t n)
{

	limit = n;
}

/* After n more events another instance goes on; 0: never. */
void
trace_slice(uint64_t n)
{

	slice_end = n != 0 ? events + n : 0;
}

void
host_event(unsigned long now, unsigned cpu, unsigned kind, unsigned long a,
    unsigned long b, unsigned long c)
{

	events++;
	trace_mix(now);
	trace_mix((uint64_t)node_current() << 48 | (uint64_t)cpu << 32 | kind);
	trace_mix(a);
	trace_mix(b);
	trace_mix(c);
	if (wanted)
		fprintf(trace_file, "%ju %lu n%u c%u %s %lu %lu %ld\n",
		    (uintmax_t)events, now, node_current(), cpu, kinds[kind],
		    a, b, (long)c);
	if (events == stop_at)
		raise(SIGTRAP);
	if (limit != 0 && events >= limit)
		host_stop(SIM_STOP_LIMIT, "too many events");
	if (events == slice_end)
		host_stop(SIM_STOP_SLICE, NULL);
}

void
host_console(int c)
{

	trace_mix((uint64_t)c);
	if (console_live)
		putchar(c);
	if (console_len == sizeof(console)) {
		memmove(console, console + CONSOLE_SIZE / 2, CONSOLE_SIZE / 2);
		console_len = CONSOLE_SIZE / 2;
	}
	console[console_len++] = (char)c;
}

void
host_note(const char *text)
{

	if (wanted)
		fprintf(trace_file, "# %s\n", text);
}

void
console_show(bool live)
{

	console_live = live;
}

void
console_clear(void)
{

	console_len = 0;
}

void
console_print(FILE *fp)
{
	size_t i;

	for (i = 0; i < console_len; i++)
		if (console[i] != '\r')
			putc(console[i], fp);
	if (console_len != 0 && console[console_len - 1] != '\n')
		putc('\n', fp);
}

/*
 * The last line of the console.
 */
void
console_last(char *buf, size_t len)
{
	size_t from, to = console_len, n = 0;

	while (to > 0 && (console[to - 1] == '\n' || console[to - 1] == '\r'))
		to--;
	for (from = to; from > 0 && console[from - 1] != '\n'; from--)
		continue;
	for (; from < to && n < len - 1; from++)
		buf[n++] = console[from];
	buf[n] = '\0';
}
