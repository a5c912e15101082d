/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Plans as text: words separated by commas,
 *
 *	sched=random | sched=pct:D | sched=at[:POINT/CPU]...
 *	KIND=N[+COUNT]		alloc, sleep, io, short, power: the N-th, or
 *				COUNT from the N-th on (`+' alone: all);
 *				~N: one of the first N, by the seed
 *	cut=N			a power cut leaves the N-th possible state
 *	fail:NAME=ERRNO[@N[+COUNT]]
 *
 * or the one word `none'.
 */

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"

static const char *const fault_names[SIM_FAULT_NKINDS] = {
	[SIM_FAULT_ALLOC] = "alloc",
	[SIM_FAULT_SLEEP] = "sleep",
	[SIM_FAULT_IO] = "io",
	[SIM_FAULT_SHORT] = "short",
	[SIM_FAULT_WRITE] = "power",
};

/* Digits, up to a number of this size; NULL: something else. */
static const char *
parse_number(const char *s, unsigned long most, unsigned long *v)
{
	char *end;

	if (*s < '0' || *s > '9')
		return (NULL);
	errno = 0;
	*v = strtoul(s, &end, 10);
	return (errno == 0 && *v <= most ? end : NULL);
}

/* A number and nothing else. */
static bool
parse_all(const char *s, unsigned long most, unsigned long *v)
{

	s = parse_number(s, most, v);
	return (s != NULL && *s == '\0');
}

static bool
parse_range(const char *s, struct plan_fault *pf)
{

	if (*s == '~')
		pf->pf_random = true, s++;
	s = parse_number(s, ULONG_MAX, &pf->pf_first);
	if (s == NULL || pf->pf_first == 0)
		return (false);
	pf->pf_count = 1;
	if (strcmp(s, "+") == 0)
		pf->pf_count = PLAN_ALL;
	else if (*s == '+')
		return (parse_all(s + 1, ULONG_MAX, &pf->pf_count) &&
		    pf->pf_count != 0);
	return (strcmp(s, "+") == 0 || *s == '\0');
}

/* The rest of sched=at. */
static const char *
parse_switches(struct plan *pl, const char *s)
{
	struct plan_switch *ps;
	unsigned long cpu;

	for (pl->pl_nswitches = 0; *s != '\0'; ) {
		if (pl->pl_nswitches == PLAN_SWITCHES)
			return ("too many points");
		ps = &pl->pl_switch[pl->pl_nswitches];
		s = *s != ':' ? NULL :
		    parse_number(s + 1, LONG_MAX, &ps->ps_point);
		if (s != NULL)
			s = *s != '/' ? NULL :
			    parse_number(s + 1, NCPU - 1, &cpu);
		if (s == NULL)
			return ("at[:point/cpu]..., a CPU being less than 8");
		ps->ps_cpu = (unsigned)cpu;
		if (pl->pl_nswitches++ != 0 && ps[-1].ps_point >= ps->ps_point)
			return ("points are to grow");
	}
	return (NULL);
}

static const char *
parse_sched(struct plan *pl, const char *value)
{
	unsigned long depth;

	pl->pl_schedset = true;
	if (strcmp(value, "random") == 0) {
		pl->pl_sched = SCHED_RANDOM;
		return (NULL);
	}
	if (strncmp(value, "at", 2) == 0) {
		pl->pl_sched = SCHED_AT;
		return (parse_switches(pl, value + 2));
	}
	if (strncmp(value, "pct:", 4) != 0)
		return ("random, pct:depth or at[:point/cpu]...");
	pl->pl_sched = SCHED_PCT;
	if (!parse_all(value + 4, PCT_MAXDEPTH, &depth))
		return ("a depth is a number up to 16");
	pl->pl_depth = (unsigned)depth;
	return (NULL);
}

/* ERRNO[@RANGE] for the fail point of a name. */
static const char *
parse_failpoint(struct plan_fault *pf, const char *name, char *value)
{
	const char *known;
	unsigned i;
	char *at;

	pf->pf_kind = SIM_FAULT_NKINDS;
	for (i = 0; (known = sim_failpoint_nth(i)) != NULL; i++)
		if (strcmp(known, name) == 0)
			break;
	if (known == NULL || strlen(name) >= sizeof(pf->pf_name))
		return ("the kernel has no fail point of this name");
	strcpy(pf->pf_name, name);
	at = strchr(value, '@');
	if (at != NULL)
		*at++ = '\0';
	if (!parse_all(value, sim_errno_last, &pf->pf_arg) || pf->pf_arg == 0)
		return ("no number of an error");
	return (parse_range(at != NULL ? at : "1+", pf) ? NULL : "no range");
}

/*
 * A kind of fault that is counted, by its name.
 */
bool
plan_kind(const char *name, unsigned *kind)
{

	for (*kind = 0; *kind < SIM_FAULT_NKINDS; ++*kind)
		if (strcmp(name, fault_names[*kind]) == 0)
			return (true);
	return (false);
}

/* One word, which is changed; what is wrong with it, or NULL. */
static const char *
parse_word(struct plan *pl, char *word)
{
	struct plan_fault *pf = &pl->pl_fault[pl->pl_nfaults];
	const char *wrong = NULL;
	char *value;

	value = strchr(word, '=');
	if (value == NULL)
		return ("it says nothing");
	*value++ = '\0';
	if (strcmp(word, "sched") == 0)
		return (parse_sched(pl, value));
	if (strcmp(word, "cut") == 0)
		return (parse_all(value, ULONG_MAX, &pl->pl_cut) &&
		    pl->pl_cut != 0 ? NULL : "states are counted from 1");
	if (pl->pl_nfaults == PLAN_MAX)
		return ("too many faults");
	memset(pf, 0, sizeof(*pf));
	if (strncmp(word, "fail:", 5) == 0)
		wrong = parse_failpoint(pf, word + 5, value);
	else if (!plan_kind(word, &pf->pf_kind))
		wrong = "there is no such kind of fault";
	else if (!parse_range(value, pf))
		wrong = "[~]n[+[count]], counted from 1";
	pl->pl_nfaults += wrong == NULL;
	return (wrong);
}

/*
 * Parse a plan; false with a message in err.
 */
bool
plan_parse(struct plan *pl, const char *text, char *err, size_t len)
{
	char buf[1024], word[1024], *rest = buf, *next;
	const char *wrong;

	memset(pl, 0, sizeof(*pl));
	if (strcmp(text, "none") == 0)
		return (true);
	if (strlen(text) >= sizeof(buf)) {
		snprintf(err, len, "the plan is too long");
		return (false);
	}
	strcpy(buf, text);
	while ((next = strsep(&rest, ",")) != NULL) {
		strcpy(word, next);
		wrong = parse_word(pl, word);
		if (wrong != NULL) {
			snprintf(err, len, "`%s' is no part of a plan: %s",
			    next, wrong);
			return (false);
		}
	}
	return (true);
}

/*
 * May a scenario have this plan?  If not, why.
 */
const char *
plan_unfit(const struct plan *pl, const struct sim_scenario *ss)
{
	unsigned ncpu = ss->ss_ncpu != 0 ? ss->ss_ncpu : 2, i;

	if (!pl->pl_schedset || pl->pl_sched == SCHED_RANDOM)
		return (NULL);
	if (ss->ss_nodes > 1)
		return ("several instances have random schedules only");
	for (i = 0; i < pl->pl_nswitches; i++)
		if (pl->pl_switch[i].ps_cpu >= ncpu)
			return ("it does not have that many CPUs");
	return (NULL);
}

static size_t
print_range(const struct plan_fault *pf, char *buf, size_t len)
{
	const char *how = pf->pf_random ? "~" : "";

	if (pf->pf_count == PLAN_ALL)
		return ((size_t)snprintf(buf, len, "%s%lu+", how,
		    pf->pf_first));
	if (pf->pf_count != 1)
		return ((size_t)snprintf(buf, len, "%s%lu+%lu", how,
		    pf->pf_first, pf->pf_count));
	return ((size_t)snprintf(buf, len, "%s%lu", how, pf->pf_first));
}

static size_t
print_sched(const struct plan *pl, char *buf, size_t len)
{
	size_t n;
	unsigned i;

	if (!pl->pl_schedset)
		return (0);
	if (pl->pl_sched == SCHED_RANDOM)
		return ((size_t)snprintf(buf, len, "sched=random,"));
	if (pl->pl_sched == SCHED_PCT)
		return ((size_t)snprintf(buf, len, "sched=pct:%u,",
		    pl->pl_depth));
	n = (size_t)snprintf(buf, len, "sched=at");
	for (i = 0; i < pl->pl_nswitches && n + 40 < len; i++)
		n += (size_t)snprintf(buf + n, len - n, ":%lu/%u",
		    pl->pl_switch[i].ps_point, pl->pl_switch[i].ps_cpu);
	return (n + (size_t)snprintf(buf + n, len - n, ","));
}

/*
 * The plan as text, which is empty for one that says nothing.
 */
void
plan_print(const struct plan *pl, char *buf, size_t len)
{
	const struct plan_fault *pf;
	size_t n = 0;
	unsigned i;

	buf[0] = '\0';
	n += print_sched(pl, buf, len);
	if (pl->pl_cut != 0)
		n += (size_t)snprintf(buf + n, len - n, "cut=%lu,",
		    pl->pl_cut);
	for (i = 0; i < pl->pl_nfaults && n + 80 < len; i++) {
		pf = &pl->pl_fault[i];
		if (pf->pf_kind == SIM_FAULT_NKINDS)
			n += (size_t)snprintf(buf + n, len - n,
			    "fail:%s=%lu@", pf->pf_name, pf->pf_arg);
		else
			n += (size_t)snprintf(buf + n, len - n, "%s=",
			    fault_names[pf->pf_kind]);
		n += print_range(pf, buf + n, len - n);
		buf[n++] = ',';
		buf[n] = '\0';
	}
	if (n != 0)
		buf[n - 1] = '\0';
}
