/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What posix_spawn(2) tells the kernel.
 */

#ifndef _SYS_SPAWN_H_
#define	_SYS_SPAWN_H_

#include <sys/_sigset.h>
#include <sys/_types.h>

/* One thing to do in the child. */
struct spawn_action {
	int		sa_op;		/* SPAWN_* */
	int		sa_fd;
	int		sa_newfd;	/* of SPAWN_DUP2 */
	int		sa_flags;	/* of SPAWN_OPEN */
	__mode_t	sa_mode;	/* of SPAWN_OPEN */
	int		sa_spare;
	const char	*sa_path;	/* of SPAWN_OPEN and SPAWN_CHDIR */
};

#define	SPAWN_OPEN	1		/* a file as sa_fd */
#define	SPAWN_DUP2	2		/* sa_fd as sa_newfd too */
#define	SPAWN_CLOSE	3		/* sa_fd */
#define	SPAWN_CLOSEFROM	4		/* sa_fd and all above */
#define	SPAWN_CHDIR	5
#define	SPAWN_FCHDIR	6		/* to sa_fd */

#define	SPAWN_MAXACTIONS 1024

/* How the child is to be. */
struct spawn_param {
	unsigned int	sp_flags;	/* POSIX_SPAWN_* */
	__pid_t		sp_pgroup;
	__sigset_t	sp_sigmask;
	__sigset_t	sp_sigdefault;
	const char	*sp_shell;	/* runs a file that is no program;
					   or NULL */
	__size_t	sp_nactions;
	const struct spawn_action *sp_actions;	/* done in this order */
};

_Static_assert(sizeof(struct spawn_action) == 32, "spawn_action is frozen");
_Static_assert(sizeof(struct spawn_param) == 64, "spawn_param is frozen");

#define	POSIX_SPAWN_RESETIDS		0x01
#define	POSIX_SPAWN_SETPGROUP		0x02
#define	POSIX_SPAWN_SETSCHEDPARAM	0x04
#define	POSIX_SPAWN_SETSCHEDULER	0x08
#define	POSIX_SPAWN_SETSIGDEF		0x10
#define	POSIX_SPAWN_SETSIGMASK		0x20
#define	POSIX_SPAWN_SETSID		0x40

#endif /* !_SYS_SPAWN_H_ */
