/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kqueue(2): nothing that happens goes unseen, and nothing is seen that was
 * taken off, however a wait meets with writers, closes, other changes of the
 * queue, signals, timers, and processes that fork and end.
 */

#include <sys/event.h>
#include <sys/wait.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "h_main.h"

#define	NWRITERS	3
#define	NBYTES		6
#define	NROUNDS		8
#define	NKICKS		6
#define	NTICKS		5
#define	STOP		99		/* ident of EVFILT_USER */

static int	kq;

static void
change(uintptr_t ident, int filter, int flags, unsigned int fflags, long data)
{
	struct kevent ev;

	EV_SET(&ev, ident, filter, flags, fflags, data, NULL);
	CHECK(kevent(kq, &ev, 1, NULL, 0, NULL) == 0);
}

static struct kevent
next(void)
{
	struct kevent ev;
	int n;

	while ((n = kevent(kq, NULL, 0, &ev, 1, NULL)) == -1)
		CHECK(errno == EINTR);
	CHECK(n == 1 && (ev.flags & EV_ERROR) == 0);
	return (ev);
}

/* Each byte of each writer is seen, and its end. */
static void
writers(void)
{
	int fd[2], i, j, left = NWRITERS, pid[NWRITERS], seen = 0;
	char buf[NBYTES];
	struct kevent ev;
	ssize_t n;

	for (i = 0; i < NWRITERS; i++) {
		CHECK(pipe(fd) == 0);
		pid[i] = fork();
		CHECK(pid[i] >= 0);
		if (pid[i] == 0) {
			for (j = 0; j < NBYTES; j++)
				CHECK(write(fd[1], "x", 1) == 1);
			_exit(0);
		}
		CHECK(close(fd[1]) == 0);
		change((uintptr_t)fd[0], EVFILT_READ,
		    i == 0 ? EV_ADD : EV_ADD | EV_CLEAR, 0, 0);
	}
	while (left != 0) {
		ev = next();
		CHECK(ev.filter == EVFILT_READ);
		CHECK(ev.data > 0 || (ev.flags & EV_EOF) != 0);
		if (ev.data > 0) {
			n = read((int)ev.ident, buf, sizeof(buf));
			CHECK(n >= ev.data);
			seen += (int)n;
		}
		if ((ev.flags & EV_EOF) == 0)
			continue;
		while ((n = read((int)ev.ident, buf, sizeof(buf))) > 0)
			seen += (int)n;
		CHECK(n == 0 && close((int)ev.ident) == 0);
		left--;
	}
	CHECK(seen == NWRITERS * NBYTES);
	for (i = 0; i < NWRITERS; i++)
		wait_ok(pid[i]);
}

/* Wait until told to stop; how often something else was seen. */
static void *
waiter(void *arg)
{
	struct kevent ev;
	long seen = 0;

	for (;;) {
		ev = next();
		if (ev.filter == EVFILT_USER)
			break;
		CHECK(ev.filter == EVFILT_READ);
		seen++;
	}
	CHECK(ev.ident == STOP);
	return ((void *)seen);
}

/*
 * While one thread waits, descriptors that it waits for are closed, taken off
 * and written to.  A close ends what the queue has of it: the next descriptor
 * with that number is another.
 */
static void
closes(void)
{
	struct timespec zero = { 0, 0 };
	struct kevent ev;
	pthread_t t;
	int fd[2], i;

	CHECK(pthread_create(&t, NULL, waiter, NULL) == 0);
	for (i = 0; i < NROUNDS; i++) {
		CHECK(pipe(fd) == 0);
		change((uintptr_t)fd[0], EVFILT_READ, EV_ADD | EV_CLEAR, 0, 0);
		if (sim_random(2) == 0)
			CHECK(write(fd[1], "x", 1) == 1);
		if (sim_random(2) == 0)
			change((uintptr_t)fd[0], EVFILT_READ, EV_DELETE, 0, 0);
		CHECK(write(fd[1], "x", 1) == 1);
		CHECK(close(fd[sim_random(2)]) == 0);
		(void)close(fd[0]);
		(void)close(fd[1]);
	}
	change(STOP, EVFILT_USER, EV_ADD | EV_ONESHOT, NOTE_TRIGGER, 0);
	CHECK(pthread_join(t, NULL) == 0);
	CHECK(kevent(kq, NULL, 0, &ev, 1, &zero) == 0);
}

/* Two threads wait: each event of one that is reported once goes to one. */
static void
waiters(void)
{
	pthread_t t[2];
	void *seen;
	long all = 0;
	int fd[2], i;

	CHECK(pipe(fd) == 0);
	for (i = 0; i < 2; i++)
		CHECK(pthread_create(&t[i], NULL, waiter, NULL) == 0);
	CHECK(write(fd[1], "x", 1) == 1);
	for (i = 0; i < NROUNDS; i++)
		change((uintptr_t)fd[0], EVFILT_READ, EV_ADD | EV_ONESHOT, 0,
		    0);
	change(STOP, EVFILT_USER, EV_ADD, NOTE_TRIGGER, 0);
	for (i = 0; i < 2; i++) {
		CHECK(pthread_join(t[i], &seen) == 0);
		all += (long)seen;
	}
	CHECK(all <= NROUNDS);
	change(STOP, EVFILT_USER, EV_DELETE, 0, 0);
	CHECK(close(fd[0]) == 0 && close(fd[1]) == 0);
}

static void
caught(int sig)
{
}

/* Signals are counted when they are sent, also if they interrupt the wait. */
static void
signals(void)
{
	struct kevent ev;
	long seen = 0;
	int i, pid;

	CHECK(signal(SIGUSR1, caught) != SIG_ERR);
	CHECK(signal(SIGUSR2, SIG_IGN) != SIG_ERR);
	change(SIGUSR1, EVFILT_SIGNAL, EV_ADD, 0, 0);
	change(SIGUSR2, EVFILT_SIGNAL, EV_ADD, 0, 0);
	pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		for (i = 0; i < 2 * NKICKS; i++)
			CHECK(kill(getppid(), i % 2 == 0 ? SIGUSR1 :
			    SIGUSR2) == 0);
		_exit(0);
	}
	while (seen < 2 * NKICKS) {
		ev = next();
		CHECK(ev.filter == EVFILT_SIGNAL && ev.data > 0);
		seen += ev.data;
	}
	CHECK(seen == 2 * NKICKS);
	wait_ok(pid);
	change(SIGUSR1, EVFILT_SIGNAL, EV_DELETE, 0, 0);
	change(SIGUSR2, EVFILT_SIGNAL, EV_DELETE, 0, 0);
}

/* Children end, be that asked for before or after, with their status. */
static void
processes(void)
{
	int i, left = NWRITERS, pid[NWRITERS], status;
	struct kevent ev;

	for (i = 0; i < NWRITERS; i++) {
		pid[i] = fork();
		CHECK(pid[i] >= 0);
		if (pid[i] == 0) {
			status = fork();
			if (status == 0)
				_exit(0);
			CHECK(status > 0);
			wait_ok(status);
			_exit(i);
		}
		change((uintptr_t)pid[i], EVFILT_PROC, EV_ADD,
		    NOTE_EXIT | NOTE_FORK, 0);
	}
	while (left != 0) {
		ev = next();
		CHECK(ev.filter == EVFILT_PROC);
		CHECK((ev.fflags & (NOTE_EXIT | NOTE_FORK)) != 0);
		if ((ev.fflags & NOTE_EXIT) == 0)
			continue;
		for (i = 0; pid[i] != (int)ev.ident; i++)
			CHECK(i < NWRITERS - 1);
		CHECK(WIFEXITED(ev.data) && WEXITSTATUS(ev.data) == i);
		CHECK(waitpid_status(pid[i]) == i);
		left--;
	}
}

/* Periods pass; a timer that was taken off is not heard of again. */
static void
timers(void)
{
	struct timespec later = { 0, 2000000 };
	struct kevent ev;
	long seen = 0;
	int i;

	change(1, EVFILT_TIMER, EV_ADD, NOTE_USECONDS, 100);
	while (seen < NTICKS) {
		ev = next();
		CHECK(ev.ident == 1 && ev.data > 0);
		seen += ev.data;
	}
	change(1, EVFILT_TIMER, EV_DELETE, 0, 0);
	for (i = 0; i < NTICKS; i++) {
		change(2, EVFILT_TIMER, EV_ADD | EV_ONESHOT, NOTE_USECONDS,
		    1 + sim_random(60));
		(void)usleep(20);
		EV_SET(&ev, 2, EVFILT_TIMER, EV_DELETE, 0, 0, NULL);
		CHECK(kevent(kq, &ev, 1, NULL, 0, NULL) == 0);
	}
	CHECK(kevent(kq, NULL, 0, &ev, 1, &later) == 0);
	change(3, EVFILT_TIMER, EV_ADD | EV_ONESHOT, NOTE_USECONDS, 50);
	ev = next();
	CHECK(ev.ident == 3 && ev.data == 1);
	CHECK(kevent(kq, NULL, 0, &ev, 1, &later) == 0);
}

int
sim_main(void)
{

	kq = kqueue();
	CHECK(kq >= 0);
	writers();
	closes();
	waiters();
	signals();
	processes();
	timers();
	/* What is left of timers and children goes with the queue. */
	change(4, EVFILT_TIMER, EV_ADD, NOTE_USECONDS, 10);
	CHECK(close(kq) == 0);
	return (0);
}
