/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The start of virtual memory, and its counters: vm.stats.
 *
 * Each CPU has counters of its own, which only ever grow or shrink by atomic
 * additions; a gauge's parts may be negative and its sum is exact.
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/sysctl.h>
#include <sys/systm.h>

#include <vm/vm_extern.h>
#include <vm/vm_impl.h>

struct vm_percpu vm_percpu[MAXCPU];

void
vm_init(void)
{

	vm_object_init();
	vm_map_setup();
	vm_pageout_init();
	vm_space_init();
}

u_long
vm_count_sum(enum vm_counter which)
{
	u_long sum = 0;
	u_int i;

	CPU_FOREACH(i)
		sum += atomic_load_relaxed(&vm_percpu[i].vc_count[which]);
	return (sum);
}

void
vm_counts(struct vm_counts *vc)
{

	vc->vc_total = vm_phys_total_count();
	vc->vc_free = vm_phys_free_count();
	vc->vc_file = vm_count_sum(VMC_FILE);
	vc->vc_dirty = vm_count_sum(VMC_DIRTY);
	vc->vc_anon = vm_count_sum(VMC_ANON);
	vc->vc_faults = vm_count_sum(VMC_FAULTS);
	vc->vc_cow = vm_count_sum(VMC_COW);
	vc->vc_zfod = vm_count_sum(VMC_ZFOD) + vm_count_sum(VMC_AHEAD);
	vc->vc_pageins = vm_count_sum(VMC_PAGEINS);
	vc->vc_pageouts = vm_count_sum(VMC_PAGEOUTS);
	vc->vc_reclaimed = vm_count_sum(VMC_RECLAIMED);
	vc->vc_oomkills = vm_count_sum(VMC_OOMKILLS);
}

static int
vm_sysctl_count(SYSCTL_HANDLER_ARGS)
{
	u_long value = vm_count_sum((enum vm_counter)arg2);

	return (sysctl_handle_long(oidp, &value, 0, req));
}

static int
vm_sysctl_free(SYSCTL_HANDLER_ARGS)
{
	u_long value = vm_phys_free_count();

	return (sysctl_handle_long(oidp, &value, 0, req));
}

static int
vm_sysctl_slabs(SYSCTL_HANDLER_ARGS)
{
	u_long value = kmem_slab_pages();

	return (sysctl_handle_long(oidp, &value, 0, req));
}

static int
vm_sysctl_total(SYSCTL_HANDLER_ARGS)
{
	u_long value = vm_phys_total_count();

	return (sysctl_handle_long(oidp, &value, 0, req));
}

/* The rest: the kernel itself, its caches, page tables, stacks. */
static int
vm_sysctl_wired(SYSCTL_HANDLER_ARGS)
{
	u_long value;

	value = vm_phys_total_count() - vm_phys_free_count() -
	    vm_count_sum(VMC_FILE) - vm_count_sum(VMC_ANON);
	return (sysctl_handle_long(oidp, &value, 0, req));
}

static int
vm_sysctl_maxlocked(SYSCTL_HANDLER_ARGS)
{
	u_long value = vm_locked_limit();
	int error;

	error = sysctl_handle_long(oidp, &value, 0, req);
	if (error == 0 && SYSCTL_WRITING(req))
		atomic_store_relaxed(&vm_maxlocked, value);
	return (error);
}

SYSCTL_PROC(_vm, OID_AUTO, max_locked, CTLTYPE_ULONG | CTLFLAG_RW, NULL, 0,
    vm_sysctl_maxlocked, "LU",
    "Pages that all processes may lock together; 0: a third of memory");
SYSCTL_UINT(_vm, OID_AUTO, max_map_entries, CTLFLAG_RW, &vm_map_maxentries, 0,
    "Mappings that a process may have, after joining those that are alike");

SYSCTL_NODE(_vm, OID_AUTO, stats, 0, NULL, "Virtual memory counters");

#define	VM_STAT_PROC(name, handler, descr)				\
	SYSCTL_PROC(_vm_stats, OID_AUTO, name, CTLTYPE_ULONG |		\
	    CTLFLAG_RD, NULL, 0, handler, "LU", descr)
#define	VM_STAT(name, which, descr)					\
	SYSCTL_PROC(_vm_stats, OID_AUTO, name, CTLTYPE_ULONG |		\
	    CTLFLAG_RD, NULL, which, vm_sysctl_count, "LU", descr)

VM_STAT(anon, VMC_ANON, "Pages of anonymous memory");
VM_STAT(around, VMC_AROUND, "File pages mapped beside the one that faulted");
VM_STAT(ahead, VMC_AHEAD, "Anonymous pages made ahead of their first use");
VM_STAT(collapses, VMC_COLLAPSES, "Pairs of objects that became one");
VM_STAT(cow, VMC_COW, "Faults that copied a page");
VM_STAT(dirty, VMC_DIRTY, "Pages of files that are newer than the file");
VM_STAT(faults, VMC_FAULTS, "Page faults");
VM_STAT(file, VMC_FILE, "Pages with data of files");
VM_STAT_PROC(free, vm_sysctl_free, "Free pages");
SYSCTL_ULONG(_vm_stats, OID_AUTO, locked, CTLFLAG_RD, &vm_locked_pages, 0,
    "Pages of address space that are locked");
VM_STAT(objects, VMC_OBJECTS, "Memory objects");
VM_STAT(oomkills, VMC_OOMKILLS, "Processes killed for want of memory");
VM_STAT(pageins, VMC_PAGEINS, "Pages read from files");
VM_STAT(pageouts, VMC_PAGEOUTS, "Pages written to files");
VM_STAT(reclaimed, VMC_RECLAIMED, "Pages of files taken back for other use");
VM_STAT_PROC(slabs, vm_sysctl_slabs, "Pages of caches of the kernel's objects");
VM_STAT_PROC(total, vm_sysctl_total, "Pages of memory");
VM_STAT_PROC(wired, vm_sysctl_wired, "Pages of the kernel itself");
VM_STAT(zfod, VMC_ZFOD, "Faults that made a page of zeros");
