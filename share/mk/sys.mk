# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# sys.mk: what bmake reads before any makefile.  Only our own variables: no
# rule of the build host may reach the target, so each .mk file here says all.

.include <bsd.own.mk>

.SUFFIXES:	.o .c .S
