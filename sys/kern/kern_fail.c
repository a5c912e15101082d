/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Fail points that sysctl sets; fail(9).
 *
 * debug.fail reads as one line for each point: its name, and what is set and
 * how often it failed.  Writing `name=errno', `name=errno@skip' or
 * `name=errno@skip+count' sets all points of that name: they let skip passes
 * by, then fail count times, or always.  `name=0' ends it.
 *
 * Passes race with one another and with the setting: a point that several CPUs
 * pass may fail once more or less than asked for.
 *
 * Locks	fail_lock, a mutex: setting.
 * Tests	tests/sim/t_sim.sh
 */
#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/errno.h>
#include <sys/fail.h>
#include <sys/mutex.h>
#include <sys/sysctl.h>
#include <sys/systm.h>

#define	FAIL_TEXT	80
#define	FAIL_ALWAYS	UINT64_MAX

SET_DECLARE(fail_points, struct fail_point);

static struct kmutex	fail_lock = MUTEX_INITIALIZER(fail_lock, "fail");

/*
 * The point is set: does this pass fail?
 */
int
fail_point_slow(struct fail_point *fp)
{
	uint64_t n;

	for (n = atomic_load_relaxed(&fp->fp_skip); n != 0; )
		if (atomic_fcas(&fp->fp_skip, &n, n - 1))
			return (0);
	for (n = atomic_load_relaxed(&fp->fp_count); n != FAIL_ALWAYS; ) {
		if (n == 0)
			return (0);
		if (atomic_fcas(&fp->fp_count, &n, n - 1))
			break;
	}
	atomic_inc(&fp->fp_hits);
	return (fp->fp_error);
}

/*
 * Set by text, which is changed; ENOENT without such a point.
 */
static int
fail_set(char *text)
{
	struct fail_point **fpp;
	uint64_t skip = 0, count = FAIL_ALWAYS;
	char *value, *end;
	long number;
	int error = ENOENT;

	value = strchr(text, '=');
	if (value == NULL)
		return (SET_ERROR(EINVAL));
	*value++ = '\0';
	number = strtol(value, &end, 10);
	if (end == value || number < 0 || number > ELAST)
		return (SET_ERROR(EINVAL));
	if (*end == '@')
		skip = strtoul(end + 1, &end, 10);
	if (*end == '+')
		count = strtoul(end + 1, &end, 10);
	if (*end != '\0')
		return (SET_ERROR(EINVAL));
	mutex_enter(&fail_lock);
	SET_FOREACH(fpp, fail_points) {
		if (strcmp((*fpp)->fp_name, text) != 0)
			continue;
		(*fpp)->fp_error = 0;
		atomic_store_rel(&(*fpp)->fp_skip, skip);
		atomic_store_rel(&(*fpp)->fp_count, count);
		atomic_store_rel(&(*fpp)->fp_error, (int)number);
		error = 0;
	}
	mutex_exit(&fail_lock);
	return (error);
}

static int
sysctl_fail(SYSCTL_HANDLER_ARGS)
{
	struct fail_point **fpp;
	char text[FAIL_TEXT];
	int error = 0, len;

	SET_FOREACH(fpp, fail_points) {
		len = snprintf(text, sizeof(text), "%s=%d hits %lu\n",
		    (*fpp)->fp_name, (*fpp)->fp_error, (*fpp)->fp_hits);
		error = SYSCTL_OUT(req, text, MIN((size_t)len,
		    sizeof(text) - 1));
		if (error != 0)
			return (error);
	}
	error = SYSCTL_OUT(req, "", 1);
	if (error != 0 || !SYSCTL_WRITING(req))
		return (error);
	if (req->req_newlen >= sizeof(text))
		return (SET_ERROR(EINVAL));
	len = (int)req->req_newlen;
	error = SYSCTL_IN(req, text, (size_t)len);
	if (error != 0)
		return (error);
	text[len] = '\0';
	return (fail_set(text));
}
SYSCTL_PROC(_debug, OID_AUTO, fail, CTLTYPE_STRING | CTLFLAG_RW, NULL, 0,
    sysctl_fail, "A", "Fail points: write name=errno[@skip[+count]]");
