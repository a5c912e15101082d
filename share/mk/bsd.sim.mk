# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# bsd.sim.mk: the simulator, a program for the build host; sim(7).
#
#	SIMVARIANT=fast		OBJROOT/sim/sim, optimised
#	SIMVARIANT=asan		OBJROOT/sim/sim-asan, with ASan and UBSan, and
#				OBJROOT/sim/sim-fuzz, the same with libFuzzer
#	SIMVARIANT=cov		OBJROOT/sim/sim-cov, which counts what is executed
#
# The kernel of configuration SIM for MACHINE sim, with the scenarios of
# tests/sim, is compiled against the kernel's headers and joined into one
# object, in which every name it defines gets the prefix ksim_; what it leaves
# undefined are the sanitizers' functions and host_*, the functions of
# sys/arch/sim/host, which are compiled against the host's headers.  The
# kernel's data becomes the sections sim_data and sim_bss, so that the host can
# keep copies of it.

NOOBJ=		yes
.include <bsd.own.mk>

.MAIN:		all

SYSDIR=		${TOP}/sys
SIMDIR=		${OBJROOT}/sim
SIMOBJ:=	${SIMDIR}/${SIMVARIANT}
# <machine/...> is the port's include directory.  The link is made here since as
# a source it would be new whenever that directory is.
.if !exists(${SIMOBJ}/include/machine)
_mkobj!=	mkdir -p ${SIMOBJ}/include && \
		    ln -sfn ${SYSDIR}/arch/sim/include ${SIMOBJ}/include/machine
.endif
.OBJDIR:	${SIMOBJ}

_SUFFIX.asan=	-asan
_SUFFIX.cov=	-cov
SIMPROGS=	sim${_SUFFIX.${SIMVARIANT}}
.if ${SIMVARIANT} == asan
SIMPROGS+=	sim-fuzz
.endif
_MAIN.sim-fuzz=	fuzz			# for main
_SAN.sim-fuzz=	-fsanitize=fuzzer
SCENARIODIR=	${TOP}/tests/sim

_KCONF=		awk -f ${TOP}/tools/kernconf.awk -v dir=${SYSDIR}/conf \
		    -v conf=SIM -v machine=sim
KOPTS!=		${_KCONF} -v what=options
KSRCS!=		${_KCONF} -v what=files
SCENARIOS!=	cd ${SCENARIODIR} && ls s_*.c
HOSTSRCS!=	cd ${SYSDIR}/arch/sim/host && ls *.c *.S

_SANFLAGS.fast=	-O2
_SANFLAGS.asan=	-O1 -fsanitize=address,undefined -fno-sanitize-recover=all \
		-fno-sanitize=alignment,function -mllvm -asan-stack=0 \
		-fsanitize-coverage=inline-8bit-counters,pc-table,trace-cmp
_SANFLAGS.cov=	-O1 -fprofile-instr-generate -fcoverage-mapping
_HOSTLD.asan=	-fsanitize=address,undefined
_HOSTLD.cov=	-fprofile-instr-generate

KFLAGS=		--target=x86_64-unknown-linux-gnu -U__linux__ -U__linux \
		-Ulinux -U__gnu_linux__ -Uunix -std=gnu17 -g \
		-ffreestanding -fno-pic -fno-common -fno-strict-aliasing \
		-fno-strict-overflow -fno-delete-null-pointer-checks \
		-fno-omit-frame-pointer -mno-omit-leaf-frame-pointer \
		-fno-asynchronous-unwind-tables -mno-red-zone \
		-mgeneral-regs-only -fno-stack-protector -nostdlibinc \
		-Wthread-safety -Wno-address-of-packed-member \
		${_SANFLAGS.${SIMVARIANT}} ${SIMCFLAGS}
KDEFS=		-D_KERNEL -D__Tessera__=${OSRELDATE} ${KOPTS:@o@-D${o}@} \
		-DKERNCONF='"SIM"'
KINCLUDES=	-I${SYSDIR} -I${GENDIR}/include -I${SIMOBJ}/include
HOSTFLAGS=	-std=gnu17 -O1 -g -fno-omit-frame-pointer -fno-pie \
		-Wall -Wextra -Wno-unused-parameter ${CWERROR} ${SIMCFLAGS}

_KCC=		${CC} ${KFLAGS} ${CWARNFLAGS} ${PREFIXMAP} ${DEPFLAGS} \
		${KINCLUDES} ${KDEFS}
_DEPS=		${TOP}/share/mk/bsd.sim.mk ${TOP}/share/mk/bsd.own.mk \
		${SYSDIR}/conf/SIM
ECHO_CC?=	echo

all: ${SIMPROGS:@p@${SIMDIR}/${p}@}

.for _s in ${KSRCS:S,^,${SYSDIR}/,} ${GENDIR}/kern/init_sysent.c \
    ${SCENARIOS:S,^,${SCENARIODIR}/,}
_o:=		${_s:S,^${GENDIR}/kern/,gen/,:S,^${SYSDIR}/,,:S,^${TOP}/,,:R}.o
KOBJS:=		${KOBJS:U} ${_o}
${_o}: ${_s} ${_DEPS}
	@${ECHO_CC} "cc [sim ${SIMVARIANT}] ${.TARGET:R}"
	@mkdir -p ${.TARGET:H}
	@${_KCC} ${_s:M*.S:C/.+/-D__ASSEMBLER__/} -MF ${.TARGET:R}.d -c \
	    -o ${.TARGET} ${.ALLSRC:[1]:tA}
.-include "${SIMOBJ}/${_o:R}.d"
.endfor

.for _s in ${HOSTSRCS}
HOSTOBJS+=	host/${_s:R}.o
host/${_s:R}.o: ${SYSDIR}/arch/sim/host/${_s} ${_DEPS}
	@${ECHO_CC} "hostcc [sim ${SIMVARIANT}] ${_s}"
	@mkdir -p host
	@${HOSTCC} ${HOSTFLAGS} -MD -MP -MF host/${_s:R}.d -c -o ${.TARGET} \
	    ${.ALLSRC:[1]:tA}
.-include "${SIMOBJ}/host/${_s:R}.d"
.endfor

# Names that this object defines, but the linker's and the sanitizers'.
kernel.o: ${KOBJS}
	@${ECHO_CC} "ld [sim ${SIMVARIANT}] kernel.o"
	@${LD} -r -o joined.o ${KOBJS}
	@${NM} joined.o | awk '$$(NF - 1) ~ /^[TDBRVWC]$$/ && \
	    $$NF !~ /^(__asan|__ubsan|__sancov|__sanitizer|__llvm|__prof|__covrec|__odr_asan|asan\.|__st(art|op)_)/ \
	    { print $$NF, "ksim_" $$NF }' > names
	@echo "__asan_handle_no_return host_no_return" >> names
	@${OBJCOPY} --redefine-syms=names --rename-section .data=sim_data \
	    --rename-section .bss=sim_bss joined.o ${.TARGET}.tmp
	@mv ${.TARGET}.tmp ${.TARGET}
	@rm -f joined.o

# Backtraces want the kernel's table of symbols.  In a section that is said to
# be writable it lies behind all functions, and the second link has them where
# the first one had them.
KSYMS=		${PYTHON} ${TOP}/tools/ksyms
_TABLE=		sed 's/ ksim_/ /' | ${KSYMS} | sed 's/"a",@prog/"aw",@prog/'
_LINK=		${HOSTCC} ${HOSTFLAGS} ${_HOSTLD.${SIMVARIANT}} -no-pie \
		-fuse-ld=lld -Wl,--defsym=kernel_base=0x200000

.for _p in ${SIMPROGS}
_OBJS.${_p}=	${HOSTOBJS:Nhost/main.o:Nhost/fuzz.o} \
		host/${_MAIN.${_p}:Umain}.o kernel.o
${SIMDIR}/${_p}: ${_OBJS.${_p}} ${TOP}/tools/ksyms
	@${ECHO_CC} "ld ${_p}"
	@${KSYMS} -e | sed 's/"a",@prog/"aw",@prog/' > ksyms0.S
	@${_LINK} ${_SAN.${_p}} -o prog.0 ${_OBJS.${_p}} ksyms0.S
	@${NM} -n prog.0 | ${_TABLE} > ksyms1.S
	@${_LINK} ${_SAN.${_p}} -o ${.TARGET}.tmp ${_OBJS.${_p}} ksyms1.S
	@${NM} -n ${.TARGET}.tmp | ${_TABLE} > ksyms2.S
	@cmp -s ksyms1.S ksyms2.S || { echo "sim: symbols moved" >&2; exit 1; }
	@mv ${.TARGET}.tmp ${.TARGET}
	@rm -f prog.0
.endfor
.ORDER: ${SIMPROGS:@p@${SIMDIR}/${p}@}

clean: .PHONY
	rm -rf ${SIMDIR:Q}
