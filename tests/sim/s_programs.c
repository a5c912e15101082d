/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Scenarios that are programs: tests/sim/user/u_NAME.c.
 */

#include <machine/sim.h>

SIM_PROGRAM(hello, 2, 0, "/bin/u_hello", "a program: fork, pipe, signal, file");
SIM_PROGRAM_PLAN(power, 2, SIM_S_POWER | SIM_S_FSCK, "/bin/u_power",
    "power=~60", "a power cut: what was synced stays");
