/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The wait family, over wait6(2) and pdwait(2).
 */
#include <sys/procdesc.h>
#include <sys/wait.h>
#include <errno.h>
#include <string.h>

pid_t
wait4(pid_t pid, int *status, int options, struct rusage *ru)
{
	struct wrusage wru;
	idtype_t type;
	id_t id;
	pid_t ret;

	if (pid == WAIT_ANY) {
		type = P_ALL;
		id = 0;
	} else if (pid <= 0) {
		type = P_PGID;
		id = -(id_t)pid;
	} else {
		type = P_PID;
		id = pid;
	}
	ret = wait6(type, id, status, options | WEXITED,
	    ru != NULL ? &wru : NULL, NULL);
	if (ru != NULL && ret > 0)
		*ru = wru.wru_self;
	return (ret);
}

pid_t
wait(int *status)
{
	return (wait4(WAIT_ANY, status, 0, NULL));
}

pid_t
wait3(int *status, int options, struct rusage *ru)
{
	return (wait4(WAIT_ANY, status, options, ru));
}

pid_t
waitpid(pid_t pid, int *status, int options)
{
	return (wait4(pid, status, options, NULL));
}

int
waitid(idtype_t type, id_t id, siginfo_t *info, int options)
{
	int status;
	pid_t ret;

	if ((options & (WEXITED | WSTOPPED | WCONTINUED | WTRAPPED)) == 0) {
		errno = EINVAL;
		return (-1);
	}
	ret = wait6(type, id, &status, options, NULL, info);
	if (ret == 0 && info != NULL)
		memset(info, 0, sizeof(*info));
	return (ret == -1 ? -1 : 0);
}

pid_t
pdwait4(int fd, int *status, int options, struct rusage *ru)
{
	struct wrusage wru;
	pid_t ret;

	ret = pdwait(fd, status, options | WEXITED, ru != NULL ? &wru : NULL,
	    NULL);
	if (ru != NULL && ret > 0)
		*ru = wru.wru_self;
	return (ret);
}
