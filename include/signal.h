/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SIGNAL_H_
#define	_SIGNAL_H_

#include <sys/cdefs.h>
#include <sys/_timespec.h>
#include <sys/signal.h>
#include <sys/types.h>

#define	SIG2STR_MAX	16	/* bytes of the longest name, with its NUL */

typedef	void (*sig_t)(int);

__BEGIN_DECLS
extern const char *const sys_siglist[NSIG];
extern const char *const sys_signame[NSIG];
extern const int	sys_nsig;

int	kill(__pid_t, int);
int	killpg(__pid_t, int);
void	psiginfo(const siginfo_t *, const char *);
void	psignal(unsigned int, const char *);
int	raise(int);
int	sig2str(int, char *);
int	sigaction(int, const struct sigaction *__restrict,
	    struct sigaction *__restrict);
int	sigaddset(sigset_t *, int);
int	sigaltstack(const stack_t *__restrict, stack_t *__restrict);
int	sigandset(sigset_t *, const sigset_t *, const sigset_t *);
int	sigdelset(sigset_t *, int);
int	sigemptyset(sigset_t *);
int	sigfillset(sigset_t *);
int	siginterrupt(int, int);
int	sigisemptyset(const sigset_t *);
int	sigismember(const sigset_t *, int);
void	(*signal(int, void (*)(int)))(int);
int	sighold(int);
int	sigignore(int);
int	sigpause(int);
int	sigqueue(pid_t, int, const union sigval);
int	sigrelse(int);
void	(*sigset(int, void (*)(int)))(int);
int	sigtimedwait(const sigset_t *__restrict, siginfo_t *__restrict,
	    const struct timespec *__restrict);
int	sigwait(const sigset_t *__restrict, int *__restrict);
int	sigwaitinfo(const sigset_t *__restrict, siginfo_t *__restrict);
int	sigorset(sigset_t *, const sigset_t *, const sigset_t *);
int	sigpending(sigset_t *);
int	pthread_kill(pthread_t, int);
int	pthread_sigmask(int, const sigset_t *__restrict, sigset_t *__restrict);
int	sigprocmask(int, const sigset_t *__restrict, sigset_t *__restrict);
int	sigsuspend(const sigset_t *);

int	str2sig(const char *__restrict, int *__restrict);

int	sigblock(int);
int	sigsetmask(int);
__END_DECLS

#define	sigmask(n)	(1 << ((n) - 1))

#endif /* !_SIGNAL_H_ */
