# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# bsd.clean.mk: remove what this leaf built.

.include <bsd.init.mk>

clean: .PHONY
.if exists(${_OBJDIR}) && ${_OBJDIR} != ${.CURDIR}
	rm -rf ${_OBJDIR:Q}/*
.endif
