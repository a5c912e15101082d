# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# bsd.lib.mk: one static library of the target.
#
#	LIB=	 util		makes libutil.a
#	SRCS=	 pty.c ...	names on .PATH or in subdirectories
#	CRTOBJS= crt1.o ...	start files (from crt1.c or crt1.S), kept apart
#
# `all' also stages library and start files into the sysroot, since programs
# that are built next need them there.  Headers are staged before any leaf
# runs, by the top Makefile.

.include <bsd.init.mk>
.include <bsd.comp.mk>

CRTOBJS?=

.if defined(LIB)
lib${LIB}.a: ${OBJS}
	@${ECHO_CC} "ar ${SRCREL}/${.TARGET}"
	@rm -f ${.TARGET}
	@printf '%s\n' ${OBJS} > ${.TARGET}.list
	@${AR} rcsD ${.TARGET} @${.TARGET}.list

${SYSROOT}/usr/lib/lib${LIB}.a: lib${LIB}.a
	@mkdir -p ${.TARGET:H}
	@cp lib${LIB}.a ${.TARGET}.tmp.$$$$ && mv ${.TARGET}.tmp.$$$$ ${.TARGET}

all: ${SYSROOT}/usr/lib/lib${LIB}.a
.endif

.for _c in ${CRTOBJS}
.-include "${.OBJDIR}/${_c:R}.d"
${_c}: ${_MKDEPS}
${SYSROOT}/usr/lib/${_c}: ${_c}
	@mkdir -p ${.TARGET:H}
	@cp ${_c} ${.TARGET}
all: ${SYSROOT}/usr/lib/${_c}
.endfor

all:
install: _libinstall
_libinstall: .PHONY
.if defined(LIB) && !defined(NOLIBINSTALL)
	@${MINSTALL} -m 444 lib${LIB}.a ${DESTDIR}${LIBDIR}/lib${LIB}.a
.endif
.for _c in ${CRTOBJS}
	@${MINSTALL} -m 444 ${_c} ${DESTDIR}${LIBDIR}/${_c}
.endfor

.include <bsd.man.mk>
.include <bsd.clean.mk>
