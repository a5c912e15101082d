# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# sys.mk: what bmake reads before any makefile.  Nothing: no rule or variable
# of the build host may reach the target, so each .mk file here says all.

.SUFFIXES:	.o .c .S
