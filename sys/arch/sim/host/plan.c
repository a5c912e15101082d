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
 */

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

static bool
parse_range(const char *s, struct plan_fault *pf)
{
	char *end;

	if (*s == '~')
		pf->pf_random = true, s++;
	pf->pf_first = strtoul(s, &end, 10);
	pf->pf_count = 1;
	if (end == s || pf->pf_first == 0)
		return (false);
	if (*end == '+') {
		s = end + 1;
		pf->pf_count = *s == '\0' ? ~0UL : strtoul(s, &end, 10);
		if (*s == '\0')
			end++;
	}
	return (*end == '\0' && pf->pf_count != 0);
}

/* The rest of sched=at. */
static bool
parse_switches(struct plan *pl, const char *s)
{
	struct plan_switch *ps;
	char *end;

	for (pl->pl_nswitches = 0; *s != '\0'; s = end) {
		if (*s != ':' || pl->pl_nswitches == PLAN_SWITCHES)
			return (false);
		ps = &pl->pl_switch[pl->pl_nswitches++];
		ps->ps_point = strtoul(s + 1, &end, 10);
		if (end == s + 1 || *end != '/')
			return (false);
		s = end + 1;
		ps->ps_cpu = (unsigned)strtoul(s, &end, 10);
		if (end == s)
			return (false);
	}
	return (true);
}

static bool
parse_sched(struct plan *pl, const char *value)
{
	char *end;

	pl->pl_schedset = true;
	if (strcmp(value, "random") == 0) {
		pl->pl_sched = SCHED_RANDOM;
		return (true);
	}
	if (strncmp(value, "at", 2) == 0) {
		pl->pl_sched = SCHED_AT;
		return (parse_switches(pl, value + 2));
	}
	if (strncmp(value, "pct:", 4) != 0)
		return (false);
	pl->pl_sched = SCHED_PCT;
	pl->pl_depth = (unsigned)strtoul(value + 4, &end, 10);
	return (end != value + 4 && *end == '\0' &&
	    pl->pl_depth <= PCT_MAXDEPTH);
}

static bool
parse_word(struct plan *pl, char *word)
{
	struct plan_fault *pf = &pl->pl_fault[pl->pl_nfaults];
	char *value, *at;
	unsigned i;

	value = strchr(word, '=');
	if (value == NULL)
		return (false);
	*value++ = '\0';
	if (strcmp(word, "sched") == 0)
		return (parse_sched(pl, value));
	if (strcmp(word, "cut") == 0) {
		pl->pl_cut = strtoul(value, &at, 10);
		return (*at == '\0' && pl->pl_cut != 0);
	}
	if (pl->pl_nfaults == PLAN_MAX)
		return (false);
	memset(pf, 0, sizeof(*pf));
	if (strncmp(word, "fail:", 5) == 0) {
		pf->pf_kind = SIM_FAULT_NKINDS;
		if (strlen(word + 5) >= sizeof(pf->pf_name))
			return (false);
		strcpy(pf->pf_name, word + 5);
		at = strchr(value, '@');
		if (at != NULL)
			*at++ = '\0';
		pf->pf_arg = strtoul(value, NULL, 10);
		if (!parse_range(at != NULL ? at : "1+", pf))
			return (false);
		pl->pl_nfaults++;
		return (true);
	}
	for (i = 0; i < SIM_FAULT_NKINDS; i++)
		if (strcmp(word, fault_names[i]) == 0)
			break;
	if (i == SIM_FAULT_NKINDS || !parse_range(value, pf))
		return (false);
	pf->pf_kind = i;
	pl->pl_nfaults++;
	return (true);
}

bool
plan_parse(struct plan *pl, const char *text, char *err, size_t len)
{
	char buf[1024], *word, *save;

	memset(pl, 0, sizeof(*pl));
	if (strlen(text) >= sizeof(buf)) {
		snprintf(err, len, "the plan is too long");
		return (false);
	}
	strcpy(buf, text);
	for (word = strtok_r(buf, ",", &save); word != NULL;
	    word = strtok_r(NULL, ",", &save)) {
		if (!parse_word(pl, word)) {
			snprintf(err, len, "`%s' is no part of a plan", word);
			return (false);
		}
	}
	return (true);
}

static size_t
print_range(const struct plan_fault *pf, char *buf, size_t len)
{
	const char *how = pf->pf_random ? "~" : "";

	if (pf->pf_count == ~0UL)
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
