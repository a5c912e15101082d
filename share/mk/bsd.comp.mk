# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# bsd.comp.mk: source to object for user code.  SRCS gives OBJS; sources in C
# may name subdirectories of the leaf (the object is then named after the last
# component); all may lie anywhere on .PATH.  Each object has a list of what it
# included, so that touching a header rebuilds exactly its users.

OBJS?=		${SRCS:M*.[cS]:T:R:@o@${o}.o@}

CFLAGS+=	${COPTS}
_WARN:=		${CWARNFLAGS}
.for _w in ${NOWARN}
_WARN:=		${_WARN:N${_w}}
.endfor
_CCLINE=	${CC} ${TARGETFLAGS} ${USERFLAGS} ${_WARN} \
		${PREFIXMAP} ${DEPFLAGS} ${CPPFLAGS} ${CFLAGS}

.for _src in ${SRCS:M*/*.c}
${_src:T:R}.o: ${_src}
	@${ECHO_CC} "cc ${SRCREL}/${_src}"
	@${_CCLINE} ${CFLAGS.${_src:T}} -MF ${.TARGET:R}.d -c -o ${.TARGET} \
	    ${.CURDIR}/${_src}
.endfor

ECHO_CC?=	echo

.c.o:
	@${ECHO_CC} "cc ${SRCREL}/${.IMPSRC:T}"
	@${_CCLINE} ${CFLAGS.${.IMPSRC:T}} -MF ${.TARGET:R}.d -c \
	    -o ${.TARGET} ${.IMPSRC:tA}

.S.o:
	@${ECHO_CC} "as ${SRCREL}/${.IMPSRC:T}"
	@${_CCLINE} -D__ASSEMBLER__ -MF ${.TARGET:R}.d -MT ${.TARGET} -E \
	    -o ${.TARGET}.i ${.IMPSRC:tA}
	@${ASMAP} ${.TARGET}.i > ${.TARGET}.s
	@${CC} ${TARGETFLAGS} ${ASDEBUG} -c -o ${.TARGET} ${.TARGET}.s
	@rm ${.TARGET}.i ${.TARGET}.s

# A change of flags or of a Makefile rebuilds the leaf's objects.
_MKDEPS=	${.CURDIR}/Makefile ${.MAKE.MAKEFILES:M${TOP}/*:N*/obj/*}
${OBJS}:	${_MKDEPS}

.for _o in ${OBJS}
.-include "${.OBJDIR}/${_o:R}.d"
.endfor
