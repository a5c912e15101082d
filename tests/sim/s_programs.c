/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Scenarios that are programs: tests/sim/user/u_NAME.c.
 */

#include <machine/sim.h>

SIM_PROGRAM(hello, 2, 0, "/bin/u_hello", "a program: fork, pipe, signal, file");
SIM_PROGRAM_PLAN(power, 2, SIM_S_POWER | SIM_S_FSCK, "/bin/u_power",
    "power=~42", "a power cut: what was synced stays");
SIM_PROGRAM(defect_rawcall, 1, SIM_S_DEFECT, "/bin/u_rawcall",
    "a program that calls the host");
SIM_PROGRAM(stream, 2, 0, "/bin/u_stream",
    "pipes, also with signals that interrupt");
SIM_PROGRAM(family, 4, 0, "/bin/u_family",
    "fork, exit and wait at the same time");
SIM_PROGRAM(births, 3, 0, "/bin/u_births",
    "vfork, posix_spawn and pdfork against exit, wait and kill");
SIM_PROGRAM(groups, 3, 0, "/bin/u_groups",
    "a thread that forks while its group is killed or stopped");
SIM_PROGRAM(ioerror, 2, 0, "/bin/u_ioerror",
    "a disk that fails for a while, on ext2");
SIM_PROGRAM(twonames, 2, 0, "/bin/u_twonames",
    "two files that are moved over each other");
SIM_PROGRAM(reopen, 2, 0, "/bin/u_reopen", "open against unlink");
SIM_PROGRAM_PLAN(moved, 2, SIM_S_POWER | SIM_S_FSCK, "/bin/u_moved",
    "power=~29", "a power cut in a rename: a name stays");
SIM_PROGRAM(signals, 3, 0, "/bin/u_signals",
    "EINTR, restarts, sigsuspend, stop and continue");
SIM_PROGRAM(threads, 3, 0, "/bin/u_threads",
    "threads that take turns; exit and exec in their midst");
SIM_PROGRAM(faults, 3, 0, "/bin/u_faults",
    "page faults against munmap, mprotect and fork");
SIM_PROGRAM(locks, 3, 0, "/bin/u_locks", "flock and record locks exclude");
SIM_PROGRAM(names, 3, 0, "/bin/u_names",
    "all that changes names, at once, on ext2 and tmpfs");
SIM_PROGRAM(polls, 2, 0, "/bin/u_polls", "poll, select, FIFOs");
SIM_PROGRAM(ptys, 2, 0, "/bin/u_ptys", "a session on a pseudo terminal");
SIM_PROGRAM(kqueue, 3, 0, "/bin/u_kqueue",
    "kevent against close, changes, signals, fork, exit, timers");
SIM_PROGRAM(timers, 3, 0, "/bin/u_timers",
    "timers that expire while they are set or deleted; sigtimedwait");
SIM_PROGRAM(ktrace, 3, 0, "/bin/u_ktrace",
    "tracing that is set and cleared while threads, fork and exit are traced");
SIM_PROGRAM(shell, 3, 0, "/bin/u_shell",
    "the shell and the tools, on ext2 and tmpfs at once");
SIM_PROGRAM(sweep_pipe, 2, 0, "/bin/u_sweep_pipe", "for sweeps: pipes, FIFOs");
SIM_PROGRAM(sweep_vfs, 2, 0, "/bin/u_sweep_vfs",
    "for sweeps: mounts, tmpfs, procfs");
SIM_PROGRAM(sweep_ext2, 2, 0, "/bin/u_sweep_ext2", "for sweeps: ext2");
SIM_PROGRAM(sweep_fork, 2, 0, "/bin/u_sweep_fork", "for sweeps: fork, threads");
SIM_PROGRAM(sweep_spawn, 2, 0, "/bin/u_sweep_spawn",
    "for sweeps: vfork, posix_spawn, pdfork, minherit");
SIM_PROGRAM(sweep_exec, 2, 0, "/bin/u_sweep_exec", "for sweeps: exec");
SIM_PROGRAM(sweep_ktrace, 2, 0, "/bin/u_sweep_ktrace", "for sweeps: ktrace");
SIM_PROGRAM(mapped, 3, SIM_S_FSCK, "/bin/u_mapped",
    "a file that is written to through a mapping");
SIM_PROGRAM(oom, 2, 0, "/bin/u_oom",
    "no memory, and a process that cannot die of it");
SIM_PROGRAM(socket, 3, 0, "/bin/u_socket",
    "streams, datagrams, connections, descriptors in flight");
