/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_WAIT_H_
#define	_SYS_WAIT_H_

#include <sys/cdefs.h>
#include <sys/_types.h>
#include <sys/resource.h>
#include <sys/signal.h>

#define	_WSTATUS(x)	((x) & 0177)
#define	_WSTOPPED	0177
#define	WCOREFLAG	0200

#define	WIFSTOPPED(x)	(_WSTATUS(x) == _WSTOPPED)
#define	WSTOPSIG(x)	((x) >> 8)
#define	WIFSIGNALED(x) \
	(_WSTATUS(x) != _WSTOPPED && _WSTATUS(x) != 0 && (x) != 0x13)
#define	WTERMSIG(x)	(_WSTATUS(x))
#define	WCOREDUMP(x)	((x) & WCOREFLAG)
#define	WIFEXITED(x)	(_WSTATUS(x) == 0)
#define	WEXITSTATUS(x)	(((x) >> 8) & 0xff)
#define	WIFCONTINUED(x)	((x) == 0x13)

#define	W_EXITCODE(ret, sig)	((ret) << 8 | (sig))
#define	W_STOPCODE(sig)		((sig) << 8 | _WSTOPPED)

#define	WNOHANG		1	/* do not wait */
#define	WUNTRACED	2	/* tell of stopped children */
#define	WSTOPPED	WUNTRACED
#define	WCONTINUED	4	/* tell of continued children */
#define	WNOWAIT		8	/* leave the child waitable */
#define	WEXITED		16	/* tell of ended children */
#define	WTRAPPED	32

#define	WAIT_ANY	(-1)
#define	WAIT_MYPGRP	0

typedef	__pid_t		pid_t;
typedef	__id_t		id_t;

typedef enum idtype {
	P_PID,
	P_PPID,
	P_PGID,
	P_SID,
	P_CID,
	P_UID,
	P_GID,
	P_ALL
} idtype_t;

#ifndef _KERNEL
__BEGIN_DECLS
pid_t	wait(int *);
pid_t	wait3(int *, int, struct rusage *);
pid_t	wait4(pid_t, int *, int, struct rusage *);
int	waitid(idtype_t, id_t, siginfo_t *, int);
pid_t	wait6(idtype_t, id_t, int *, int, struct wrusage *, siginfo_t *);
pid_t	waitpid(pid_t, int *, int);
__END_DECLS
#endif

#endif /* !_SYS_WAIT_H_ */
