/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the parts of libc share and programs do not see: the internal lock, the
 * state that csu leaves, and the names under which system calls are reached
 * even if a program defines a function of the same name.
 */

#ifndef _LIBC_PRIVATE_H_
#define	_LIBC_PRIVATE_H_

#include <sys/types.h>
#include <sys/elf.h>
#include <sys/stat.h>
#include <signal.h>
#include <stdbool.h>

struct iovec;
struct itimerspec;
struct pollfd;
struct rlimit;
struct spawn_param;
struct wrusage;

/*
 * The one internal lock.  Recursive, so that stdio's flockfile() can use it;
 * an uncontended round costs nothing but two plain operations while the
 * process has one thread.
 */
struct libc_lock {
	volatile unsigned ll_state;	/* 0 free, 1 held, 2 and slept for */
	unsigned int	ll_depth;	/* (o) owner's further rounds */
	void * volatile	ll_owner;	/* thread pointer of the owner */
};
#define	LIBC_LOCK_INITIALIZER	{ 0, 0, ((void *)0) }

__hidden void	libc_lock(struct libc_lock *);
__hidden bool	libc_trylock(struct libc_lock *);
__hidden void	libc_unlock(struct libc_lock *);

/* Set once a second thread has been made; locks are real from then on. */
extern __hidden volatile int libc_threaded;

/*
 * The thread control block, where %fs points.  tcb_self and tcb_guard have
 * their places from the ABI.
 */
struct tcb {
	struct tcb	*tcb_self;	/* %fs:0x00 */
	void		*tcb_dtv;	/* %fs:0x08, for the dynamic linker */
	void		*tcb_thread;	/* %fs:0x10, for the thread library */
	void		*tcb_spare[2];
	uintptr_t	tcb_guard;	/* %fs:0x28 */
	void		*tcb_spare2[2];
};
_Static_assert(__offsetof(struct tcb, tcb_guard) == 0x28,
    "the compiler reads the stack guard there");

extern const char	*__progname;
extern char		**environ;

/* The auxiliary vector by tag; libc_auxv_have says which are there. */
__hidden bool	libc_auxv_get(unsigned long, unsigned long *);
__hidden void	libc_auxv_init(const Elf_Auxinfo *);
__hidden const Elf_Phdr *libc_phdr_find(Elf_Word, uintptr_t *);
__hidden void	libc_tls_init(void);
__hidden size_t	libc_tls_size(void);
__hidden char	*libc_tls_place(char *, char *, struct tcb **);
__hidden void	libc_thread_first(struct tcb *);
__hidden void	libc_thread_forked(void);
__hidden void	libc_thread_prefork(void);
__hidden void	libc_thread_postfork(void);
__hidden void	libc_atfork_prepare(void);
__hidden void	libc_atfork_done(bool);
__hidden void	libc_run_fini(void);
__hidden void	libc_cxa_finalize_all(void);
extern __hidden void (*libc_stdio_cleanup)(void);
__hidden void	libc_arc4random_forked(void);
__hidden void	libc_malloc_prefork(void);
__hidden void	libc_malloc_postfork(void);
__hidden void	libc_stdio_prefork(void);
__hidden void	libc_stdio_postfork(void);

/* A message to standard error and abort, with nothing but system calls. */
__hidden void	libc_fatal(const char *, const char *) __dead2;

/* System calls that libc wraps. */
pid_t	__sys_fork(void);
pid_t	__sys_pdfork(int *, int);
pid_t	__sys_posix_spawn(char *const *, const struct spawn_param *, size_t,
	    char *const *, char *const *);
void	*__sys_brk(void *);
int	__sys_clock_nanosleep(int, int, const struct timespec *,
	    struct timespec *);
int	__sys_close(int);
int	__sys_fcntl(int, int, intptr_t);
int	__sys_getcwd(char *, size_t);
ssize_t	__sys_getdirentries(int, char *, size_t, off_t *);
int	__sys_getpriority(int, int64_t);
int	__sys_ioctl(int, unsigned long, void *);
int	__sys_openat(int, const char *, int, mode_t);
int	__sys_posix_fadvise(int, off_t, off_t, int);
int	__sys_posix_fallocate(int, off_t, off_t);
int	__sys_sigaction(int, const struct sigaction *, struct sigaction *);
int	__sys_sigprocmask(int, const sigset_t *, sigset_t *);
int	__sys_sysarch(int, void *);
int	__sys_timer_create(int, const struct sigevent *, int *);
int	__sys_timer_delete(int);
int	__sys_timer_getoverrun(int);
int	__sys_timer_gettime(int, struct itimerspec *);
int	__sys_timer_settime(int, int, const struct itimerspec *,
	    struct itimerspec *);
int	__sys_umtx_wait(const unsigned *, unsigned, int,
	    const struct timespec *);
ssize_t	__sys_read(int, void *, size_t);
ssize_t	__sys_write(int, const void *, size_t);
void	__sys__exit(int) __dead2;

/* The same as cancellation points. */
int	__cp_clock_nanosleep(int, int, const struct timespec *,
	    struct timespec *);
int	__cp_fcntl(int, int, intptr_t);
int	__cp_ioctl(int, unsigned long, void *);
int	__cp_openat(int, const char *, int, mode_t);
int	__cp_umtx_wait(const unsigned *, unsigned, int,
	    const struct timespec *);

#endif /* !_LIBC_PRIVATE_H_ */
