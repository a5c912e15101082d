/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the parts of the load test share; h_load.c says how it works.
 */

#ifndef _H_LOAD_H_
#define	_H_LOAD_H_

#include <sys/cdefs.h>
#include <sys/types.h>

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define	PAGE		4096

/* A number below the bound, which is not 0; of the process's own generator. */
uint32_t rnd(uint32_t);

/* Whether an actor goes on for another round. */
bool	more(void);

/*
 * Say that something is not as it should be, and end the process with 1.  The
 * macros are for the usual: a number that is known, a call that succeeds.
 */
void	wrong(const char *file, int line, const char *what, long expected,
	    long got) __dead2;

#define	EQ(expected, e) do {						\
	long e_ = (long)(expected), g_ = (long)(e);			\
									\
	if (e_ != g_)							\
		wrong(__FILE__, __LINE__, #e, e_, g_);			\
} while (0)
#define	OK(e)		EQ(0, e)
#define	TRUE(e)		EQ(1, (e) ? 1 : 0)

/* A child that calls fn(arg) and ends well if that returns. */
pid_t	child(void (*fn)(void *), void *arg);

/* Wait for a child, which ends with that status, as of wait(2). */
void	ended(pid_t, int status);

/* Write, or read, all of it. */
void	write_all(int fd, const void *, size_t);
void	read_all(int fd, void *, size_t);

/* Bytes that depend on a seed and their place in a file or a stream. */
void	pattern(void *, size_t, uint32_t seed, uint64_t offset);
void	pattern_check(const void *, size_t, uint32_t seed, uint64_t offset);

/* Install a handler. */
void	on_signal(int sig, void (*)(int), int flags);

/*
 * The actors: each does what its name says, in the directory that it is in,
 * until more() says no, and leaves nothing behind but files.
 */
/* h_load_file.c */
void	act_files(void);
void	act_file_map(void);
void	act_shell(void);
/* h_load_ipc.c */
void	act_kqueue(void);
void	act_pipe_atomic(void);
void	act_pipe_bulk(void);
void	act_pty(void);
void	act_pty_hangup(void);
void	act_socket_cycles(void);
void	act_socket_named(void);
void	act_socket_pass(void);
/* h_load_proc.c */
void	act_exec(void);
void	act_ktrace(void);
void	act_limits(void);
void	act_procdesc(void);
void	act_sigqueue(void);
void	act_signals(void);
void	act_stop(void);
void	act_timers(void);
void	act_tree(void);
/* h_load_vm.c */
void	act_memory(void);
void	act_shm(void);
void	act_threads(void);
void	act_threads_cancel(void);
void	act_threads_exit(void);
void	act_threads_fault(void);

#endif
