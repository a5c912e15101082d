# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# Tessera.  `make help' lists the targets.  Plain make works on a GNU host
# (GNUmakefile forwards here); everything else is bmake and share/mk.
#
# Variables: OBJROOT (where everything built lands, default obj), KERNCONF
# (GENERIC), DESTDIR (for installworld), T, LEVEL and CONFIG (for test).

.include "share/mk/bsd.own.mk"

MAKESYSPATH:=	${TOP}/share/mk
.export MAKESYSPATH OBJROOT

# bmake would enter ./obj by itself.
.OBJDIR:	${TOP}

.MAIN:		image

KERNCONF?=	GENERIC
KERNCONFS?=	GENERIC DEBUG MICROVM SELFTEST
SOURCE_DATE_EPOCH?=	${:!git -C ${TOP} log -1 --format=%ct 2>/dev/null || echo 0!}
STAGEDIR=	${OBJROOT}/destdir
IMAGE=		${OBJROOT}/image/tessera.img

# What world consists of, as far as the tree has it; libraries come first.
WORLDDIRS:=
.for _d in external bin sbin usr.bin usr.sbin libexec share etc tests
.if exists(${TOP}/${_d}/Makefile)
WORLDDIRS:=	${WORLDDIRS} ${_d}
.endif
.endfor

#: image		bootable disk image of world (obj/image/tessera.img)
image: .PHONY world kernel
	@${MAKE} -f ${TOP}/Makefile installworld DESTDIR=${STAGEDIR} PRUNE=yes
	@SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH} ${PYTHON} tools/mkimage \
	    -r ${STAGEDIR} -t etc/image.table -o ${IMAGE}

#: run		build, then boot the image on this terminal (Ctrl-A X leaves)
run: .PHONY image
	@${PYTHON} tools/run -O ${OBJROOT} -k ${KERNCONF} ${RUNFLAGS:U}

#: test		build and run the tests (T=tests/bin, LEVEL=quick|default|full)
test: .PHONY
	@${MAKE} -f ${TOP}/Makefile image kernels
	@${PYTHON} tools/runtests -O ${OBJROOT} -l ${LEVEL:Udefault} \
	    ${"${CONFIG:U}" != "":?-c ${CONFIG}:} ${T:U}

#: bench	osbench on Linux and Tessera in turn (BENCHFLAGS="-m icount null")
bench: .PHONY image
	@${PYTHON} tools/bench -O ${OBJROOT} ${BENCHFLAGS:U}

#: debug	build, then boot under gdb (DEBUGFLAGS="-k DEBUG -w"; tools/debug)
debug: .PHONY image kernels
	@${PYTHON} tools/debug -O ${OBJROOT} ${DEBUGFLAGS:U}

#: world	every library and program of the target
world buildworld: .PHONY headers
	@(cd ${TOP}/lib && ${MAKE} all)
.for _d in ${WORLDDIRS}
	@(cd ${TOP}/${_d} && ${MAKE} all)
.endfor

#: buildworld	the same as world

#: kernel	the kernel of KERNCONF (obj/sys/KERNCONF/kernel)
kernel buildkernel: .PHONY syscalls
	@(cd ${TOP}/sys/conf && ${MAKE} KERNCONF=${KERNCONF})

#: buildkernel	the same as kernel

#: kernels	the kernel of every configuration
kernels: .PHONY syscalls
.for _k in ${KERNCONFS}
	@(cd ${TOP}/sys/conf && ${MAKE} KERNCONF=${_k})
.endfor

# Both build the kernel of KERNCONF: not at the same time.
.ORDER: kernel kernels

#: installworld	install world under DESTDIR
installworld: .PHONY
.if empty(DESTDIR:U)
	@echo "installworld: set DESTDIR" >&2; exit 1
.else
	@mkdir -p ${DESTDIR} ${OBJROOT}
	@rm -f ${OBJROOT}/METALOG
	@${PYTHON} tools/mkroot -t etc/image.table ${DESTDIR}
	@METALOG=${OBJROOT}/METALOG \
	    ${PYTHON} tools/stageheaders -i ${SYSROOT}/usr/include \
	    ${DESTDIR}/usr/include
.for _d in lib ${WORLDDIRS}
	@(cd ${TOP}/${_d} && METALOG=${OBJROOT}/METALOG \
	    DESTDIR=${DESTDIR} ${MAKE} install)
.endfor
.if ${PRUNE:Uno} == yes
	@${PYTHON} tools/mkroot -t etc/image.table -p ${OBJROOT}/METALOG \
	    ${DESTDIR}
.endif
.endif

#: headers	the headers of the target, staged in obj/sysroot
headers: .PHONY syscalls
	@${PYTHON} tools/stageheaders ${TOP} ${GENDIR}/include \
	    ${SYSROOT}/usr/include

# What tools/makesyscalls makes of the one table of system calls.
syscalls: .PHONY ${GENDIR}/.stamp
${GENDIR}/.stamp: ${TOP}/sys/kern/syscalls.master ${TOP}/tools/makesyscalls
	@${PYTHON} tools/makesyscalls -o ${GENDIR} \
	    ${TOP}/sys/kern/syscalls.master
	@touch ${.TARGET}

#: simulator	the simulated kernel, fast and with sanitizers (tools/sim)
simulator: .PHONY headers
.for _v in fast asan
	@(cd ${TOP}/sys/arch/sim/conf && ${MAKE} SIMVARIANT=${_v})
.endfor
.for _d in lib bin usr.bin tests/sim/user
	@(cd ${TOP}/${_d} && ${MAKE} all)
.endfor

# World builds it too, for the tests.
.ORDER: world simulator

#: sim		run all scenarios of the simulator over seeds (N=1000, S=1)
sim: .PHONY simulator
	@OBJROOT=${OBJROOT} ${TOP}/tools/sim -n ${N:U1000} -s ${S:U1} all

#: sim-fuzz	libFuzzer on the simulator (N=10000 inputs, S=1, T=fuzz_elf ...)
sim-fuzz: .PHONY simulator
	@OBJROOT=${OBJROOT} ${TOP}/tools/simfuzz -n ${N:U10000} -s ${S:U1} ${T:U}

#: sim-mutants	find the planted defects of tests/sim/mutants (T=name ...)
sim-mutants: .PHONY simulator
	@OBJROOT=${OBJROOT} MAKE=${MAKE:Q} ${TOP}/tools/simmutants ${T:U}

#: sim-coverage	what part of the kernel the simulator's scenarios execute
sim-coverage: .PHONY simulator
	@(cd ${TOP}/sys/arch/sim/conf && ${MAKE} SIMVARIANT=cov)
	@OBJROOT=${OBJROOT} tools/simcoverage -n ${N:U10}

#: lint		style, layers of headers, manuals, their coverage, scripts
lint: .PHONY
	@${PYTHON} tools/lint -O ${OBJROOT}

#: headers-alone	check that each header compiles alone
headers-alone: .PHONY headers
	@${PYTHON} tools/headersalone -O ${OBJROOT}

#: errno-coverage	each documented errno of each system call and its test
errno-coverage: .PHONY syscalls
	@${PYTHON} tools/errnocoverage -O ${OBJROOT}

#: release	image, kernels and checksums in obj/release
release: .PHONY image kernels
	@SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH} sh release/mkrelease \
	    ${OBJROOT} ${OBJROOT}/release

#: clean	remove everything built
clean: .PHONY
	@rm -rf ${OBJROOT:Q}
	@echo "removed ${OBJROOT}"

#: help		this list
help: .PHONY
	@sed -n 's/^#: *//p' ${TOP}/Makefile | sort | \
	    awk -F '\t+' '{ printf("%-16s %s\n", $$1, $$2) }'
