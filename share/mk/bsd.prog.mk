# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# bsd.prog.mk: one program of the target.
#
#	PROG=	cat		the program; SRCS defaults to PROG.c
#	LDADD=	-lutil		libraries besides libc and libcompiler_rt
#	BINMODE=4555		mode when it is installed
#	LINKS=	/bin/[		further names of the program (symbolic links)

.include <bsd.init.mk>

.if defined(PROG)
SRCS?=		${PROG}.c

.include <bsd.comp.mk>

_LIBS=		${LDADD:U:M-l*} -lc -lcompiler_rt
_LIBFILES=	${_LIBS:S,^-l,${SYSROOT}/usr/lib/lib,:S,$,.a,}
_CRT0=		${SYSROOT}/usr/lib/rcrt1.o ${SYSROOT}/usr/lib/crti.o
_CRTN=		${SYSROOT}/usr/lib/crtn.o

${PROG}.full: ${OBJS} ${_LIBFILES} ${_CRT0} ${_CRTN}
	@${ECHO_CC} "ld ${SRCREL}/${PROG}"
	@${LD} ${USERLDFLAGS} ${LDFLAGS} -o ${.TARGET} ${_CRT0} ${OBJS} \
	    -L${SYSROOT}/usr/lib ${LDADD} --start-group -lc -lcompiler_rt \
	    --end-group ${_CRTN}

${PROG}: ${PROG}.full
	@${STRIP} --strip-debug -o ${.TARGET} ${PROG}.full

all: ${PROG}

.if !defined(MAN)
MAN:=		${:!cd ${.CURDIR} && ls!:M${PROG}.[1-9]}
.endif

install: _proginstall
_proginstall: .PHONY
	@${MINSTALL} -m ${BINMODE} ${PROG} ${DESTDIR}${BINDIR}/${PROGNAME:U${PROG}}
.for _l in ${LINKS:U}
	@${MINSTALL} -h ${BINDIR}/${PROGNAME:U${PROG}} ${DESTDIR}${_l}
.endfor

.else
all:
install:
.endif

.include <bsd.files.mk>
.include <bsd.man.mk>
.include <bsd.clean.mk>
