/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The zone in force: TZ in the environment, else /etc/localtime, else UTC.  TZ
 * names a file below /usr/share/zoneinfo, with or without a colon before it,
 * or is a rule itself.  It is looked at again at each call that the standard
 * says does so, and parsed only when it changed.
 */

#include <limits.h>
#include <paths.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "time_impl.h"

#define	PATH_LOCALTIME	"/etc/localtime"

struct libc_lock tz_lock = LIBC_LOCK_INITIALIZER;

static struct tz	tz_zone;
static char		*tz_text;	/* TZ that tz_zone was made from */
static bool		tz_loaded;

static char	tz_std[TZ_NAME_MAX] = "UTC", tz_dst[TZ_NAME_MAX] = "UTC";
char		*tzname[2] = { tz_std, tz_dst };
long		timezone;
int		daylight;

static bool
load_name(const char *name)
{
	char path[PATH_MAX];

	if (*name == ':')
		name++;
	if (*name == '/') {
		/* Not any file, for a program with others' authority. */
		if (issetugid() != 0)
			return (false);
		return (tz_file_read(name, &tz_zone));
	}
	if (*name == '\0' || strstr(name, "..") != NULL)
		return (false);
	(void)strlcpy(path, _PATH_ZONEINFO "/", sizeof(path));
	if (strlcat(path, name, sizeof(path)) >= sizeof(path))
		return (false);
	return (tz_file_read(path, &tz_zone));
}

static void
load(const char *text)
{
	tz_free(&tz_zone);
	if (text == NULL) {
		if (tz_file_read(PATH_LOCALTIME, &tz_zone))
			return;
	} else if (*text != '\0') {
		if (*text != ':' && tz_rule_parse(text, &tz_zone.rule))
			return;
		tz_free(&tz_zone);
		if (load_name(text))
			return;
	}
	tz_free(&tz_zone);
	tz_zone.rule.valid = true;
	memcpy(tz_zone.rule.std.name, time_utc_name, sizeof(time_utc_name));
}

static void
set_names(const struct tz_kind *k)
{
	memcpy(k->dst ? tz_dst : tz_std, k->name, TZ_NAME_MAX);
	if (k->dst)
		daylight = 1;
	else
		timezone = -(long)k->offset;
}

/* tzname and the others: the last kind of each sort. */
static void
set_globals(void)
{
	const struct tz *z = &tz_zone;
	size_t i;

	daylight = 0;
	timezone = 0;
	memcpy(tz_std, time_utc_name, sizeof(time_utc_name));
	tz_dst[0] = '\0';
	if (z->nkinds > 0) {
		set_names(&z->kinds[0]);
		for (i = 0; i < z->ntrans; i++)
			set_names(&z->kinds[z->kind[i]]);
	}
	if (z->rule.valid) {
		set_names(&z->rule.std);
		if (z->rule.has_dst)
			set_names(&z->rule.dst);
	}
	if (tz_dst[0] == '\0')
		memcpy(tz_dst, tz_std, TZ_NAME_MAX);
}

const struct tz *
tz_current(void)
{
	const char *text = getenv("TZ");

	if (tz_loaded && (text == NULL ? tz_text == NULL :
	    tz_text != NULL && strcmp(text, tz_text) == 0))
		return (&tz_zone);
	load(text);
	free(tz_text);
	tz_text = text != NULL ? strdup(text) : NULL;
	tz_loaded = true;
	set_globals();
	return (&tz_zone);
}

const struct tz_kind *
tz_kind_at(const struct tz *z, int64_t t)
{
	size_t low, high, mid;

	if (z->ntrans == 0 || t < z->trans[0]) {
		if (z->ntrans == 0 && z->rule.valid)
			return (tz_rule_at(&z->rule, t));
		return (&z->kinds[0]);
	}
	if (t >= z->trans[z->ntrans - 1] && z->rule.valid)
		return (tz_rule_at(&z->rule, t));
	/* trans[low] <= t < trans[high] */
	low = 0;
	high = z->ntrans;
	while (high - low > 1) {
		mid = (low + high) / 2;
		if (z->trans[mid] <= t)
			low = mid;
		else
			high = mid;
	}
	return (&z->kinds[z->kind[low]]);
}

void
tzset(void)
{
	libc_lock(&tz_lock);
	(void)tz_current();
	libc_unlock(&tz_lock);
}

void
tzsetwall(void)
{
	(void)unsetenv("TZ");
	tzset();
}
