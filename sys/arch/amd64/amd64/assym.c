/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Offsets for the assembly, as absolute symbols.  Nothing here is executed.
 */

#include <sys/param.h>
#include <sys/proc.h>
#include <sys/pcpu.h>
#include <machine/frame.h>

#define	ASSYM(name, value)						\
	__asm__ volatile(".globl " #name "\n\t.set " #name ", %c0"	\
	    : : "i" (value))

static void __used
assym(void)
{

	ASSYM(PCPU_CURTHREAD, offsetof(struct pcpu, pc_curthread));
	ASSYM(PCPU_KSTACK, offsetof(struct pcpu, pc_md.md_kstack));
	ASSYM(PCPU_SCRATCH, offsetof(struct pcpu, pc_md.md_scratch));
	ASSYM(TD_AST, offsetof(struct thread, td_ast));
	ASSYM(TD_PCB_FLAGS, offsetof(struct thread, td_pcb.pcb_flags));
}

_Static_assert(offsetof(struct pcpu, pc_self) == 0 &&
    offsetof(struct pcpu, pc_curthread) == 8, "<machine/pcpu.h>");
_Static_assert(offsetof(struct trapframe, tf_rdi) == 0 &&
    offsetof(struct trapframe, tf_r9) == 40 &&
    offsetof(struct trapframe, tf_rax) == 48 &&
    offsetof(struct trapframe, tf_rbp) == 80 &&
    offsetof(struct trapframe, tf_trapno) == 120 &&
    offsetof(struct trapframe, tf_rip) == 136 &&
    offsetof(struct trapframe, tf_cs) == 144 &&
    offsetof(struct trapframe, tf_rflags) == 152 &&
    offsetof(struct trapframe, tf_rsp) == 160 &&
    sizeof(struct trapframe) == 176, "exception.S");
