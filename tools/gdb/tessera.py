# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
"""Commands for gdb on Tessera's kernel, live through QEMU's stub.

    ps              processes
    threads [pid]   threads, of one process or all, and what they wait for
    locks           sleeping locks that threads wait for, and their owners;
                    on a DEBUG kernel also every lock that is held
    kbt tid         the kernel stack of a thread that no CPU runs
    cpus            what each CPU runs

They read memory as it is, without a lock: stop the machine where lists are
whole, which is anywhere but in the functions that change them.

Tests: tests/tools/t_debug.sh
"""

import gdb

OWNER_FLAGS = 3			# MUTEX_FLAGS, RW_FLAGS
RW_ONE = 4
LIMIT = 200000			# of a list: more is a list that is broken


def value(expression):
    """The value of an expression of C."""
    return gdb.parse_and_eval(expression)


def text(array):
    """A string in an array of the kernel."""
    return array.string(errors="replace", length=-1)


def name_at(pointer):
    """The string that a pointer points to, or "-"."""
    return pointer.string(errors="replace") if pointer else "-"


def walk(head, link, first, follow):
    """The elements of a list of <sys/queue.h>."""
    element = head[first]
    for _ in range(LIMIT):
        if not element:
            return
        yield element
        element = element[link][follow]
    raise gdb.GdbError("a list without an end")


def processes():
    """Every process, the kernel's own last."""
    yield from walk(value("allproc"), "p_list", "lh_first", "le_next")


def threads_of(proc):
    """The threads of a process."""
    yield from walk(proc["p_threads"], "td_plist", "tqh_first", "tqe_next")


def all_threads():
    """(process, thread) each, with those of process 0."""
    seen = set()
    procs = list(processes())
    procs.append(value("&proc0"))
    for proc in procs:
        if int(proc) in seen:
            continue
        seen.add(int(proc))
        for td in threads_of(proc):
            yield proc, td


def enum(prefix, number):
    """The lower-case name of a value of an enumeration."""
    return str(number).replace(prefix, "").lower()


def thread_state(td):
    """A word for what a thread does."""
    return enum("TDS_", td["td_sched"]["ts_state"].cast(
        gdb.lookup_type("enum td_state")))


def thread_name(proc, td):
    """A kernel thread has a name of its own."""
    return text(td["td_name"]) or text(proc["p_comm"])


def member_offset(struct, member):
    """offsetof()."""
    for field in gdb.lookup_type("struct " + struct).fields():
        if field.name == member:
            return field.bitpos // 8
    raise gdb.GdbError(f"struct {struct} has no {member}")


def frames(td):
    """(pc, function, place) of each frame of a thread that no CPU runs."""
    word = gdb.lookup_type("unsigned long").pointer()
    stack = gdb.Value(int(td["td_pcb"]["pcb_rsp"])).cast(word)
    # Above five of the registers that cpu_switch_stack() saves, rbp.
    frame = int((stack + 5).dereference())
    pc = int((stack + 6).dereference())
    low = int(td["td_kstack"])
    high = int(td["td_pcb"]["pcb_kstack_top"])
    for _ in range(64):
        # A return address may lie behind the function that called.
        where = gdb.find_pc_line(pc - 1)
        block = gdb.block_for_pc(pc - 1)
        while block is not None and \
                (block.function is None or block.function.line == 0):
            block = block.superblock
        yield pc, block.function.name if block is not None else "?", \
            f" at {where.symtab.filename}:{where.line}" if where.symtab else ""
        if not low <= frame < high - 8:
            break
        pc = int((gdb.Value(frame).cast(word) + 1).dereference())
        frame = int(gdb.Value(frame).cast(word).dereference())
        if pc == 0:
            break


def lock_of_queue(td, known):
    """The mutex or rwlock that a sleeping thread waits for: (address, word).

    Both begin with a word, a name and the sleep queue, and sleep under their
    own name, so the structure around the queue may be a lock when its name is,
    by address, what the thread waits for.  A condition variable is laid out
    alike; what tells a lock is its word, which says that someone waits and
    which of the known threads owns it, or how many readers.
    """
    sched = td["td_sched"]
    queue = int(sched["ts_sleepq"])
    reason = int(sched["ts_wmesg"])
    if not int(sched["ts_sqlock"]) or queue == 0 or \
       int(sched["ts_sqflags"]) != 0:
        return None
    address = queue - member_offset("kmutex", "m_sleepq")
    lock = gdb.Value(address).cast(
        gdb.lookup_type("struct kmutex").pointer())
    word = int(lock["m_owner"])
    if int(lock["m_name"]) == reason and word & OWNER_FLAGS and \
       (word & ~OWNER_FLAGS in known or word < RW_ONE * (len(known) + 1)):
        return address, word
    return None


def owner(word, known):
    """Who holds a lock, as text."""
    holder = word & ~OWNER_FLAGS
    if holder == 0:
        return "nobody"
    if holder in known:
        return f"thread {known[holder]}"
    return f"{word // RW_ONE} readers"


class Ps(gdb.Command):
    """ps: list the processes."""

    def __init__(self):
        super().__init__("ps", gdb.COMMAND_STATUS)

    def invoke(self, _arg, _tty):
        print(f"{'PID':>6} {'PPID':>6} {'PGID':>6} {'THR':>4} STATE    "
              f"{'PROC':18} COMMAND")
        for proc in processes():
            print(f"{int(proc['p_pid']):6} {int(proc['p_ppid']):6} "
                  f"{int(proc['p_pgid']):6} {int(proc['p_nthreads']):4} "
                  f"{enum('PRS_', proc['p_state']):8} {int(proc):#018x} "
                  f"{text(proc['p_comm'])}")


class Threads(gdb.Command):
    """threads [pid]: list the threads and what they wait for."""

    def __init__(self):
        super().__init__("threads", gdb.COMMAND_STATUS)

    def invoke(self, arg, _tty):
        only = int(value(arg)) if arg else None
        print(f"{'PID':>6} {'TID':>7} CPU STATE     {'WAIT':12} "
              f"{'THREAD':18} NAME")
        for proc, td in all_threads():
            if only is not None and int(proc["p_pid"]) != only:
                continue
            sched = td["td_sched"]
            print(f"{int(proc['p_pid']):6} {int(td['td_tid']):7} "
                  f"{int(sched['ts_cpu']):3} {thread_state(td):9} "
                  f"{name_at(sched['ts_wmesg']):12} {int(td):#018x} "
                  f"{thread_name(proc, td)}")


class Locks(gdb.Command):
    """locks: list the locks that threads wait for, and those held (DEBUG)."""

    def __init__(self):
        super().__init__("locks", gdb.COMMAND_STATUS)

    def invoke(self, _arg, _tty):
        known = {int(td): int(td["td_tid"]) for _proc, td in all_threads()}
        for _proc, td in all_threads():
            found = lock_of_queue(td, known)
            if found is not None:
                address, word = found
                print(f"thread {int(td['td_tid'])} waits for "
                      f"\"{name_at(td['td_sched']['ts_wmesg'])}\" "
                      f"{address:#x} of {owner(word, known)}")
        held = {f.name for f in gdb.lookup_type("struct td_sched").fields()}
        if "ts_locks" not in held:
            print("held locks are recorded by DEBUG kernels only")
            return
        for _proc, td in all_threads():
            sched = td["td_sched"]
            self.held(f"thread {int(td['td_tid'])}", sched["ts_locks"],
                      int(sched["ts_nlocks"]))
        for cpu in range(int(value("ncpu"))):
            spins = value(f"lo_spins[{cpu}]")
            self.held(f"cpu {cpu}", spins["held"], int(spins["count"]))

    @staticmethod
    def held(who, array, count):
        """The locks of one thread or CPU."""
        for n in range(count):
            entry = array[n]
            where = gdb.find_pc_line(int(entry["lh_pc"]))
            place = f"{where.symtab.filename}:{where.line}" \
                if where.symtab else f"{int(entry['lh_pc']):#x}"
            print(f"{who} holds \"{name_at(entry['lh_class']['lc_name'])}\" "
                  f"{int(entry['lh_lock']):#x} taken at {place}")


class Cpus(gdb.Command):
    """cpus: list what each CPU runs."""

    def __init__(self):
        super().__init__("cpus", gdb.COMMAND_STATUS)

    def invoke(self, _arg, _tty):
        print(f"CPU IPL SPINS {'TID':>7} NAME")
        for cpu in range(int(value("ncpu"))):
            pc = value(f"cpus[{cpu}]")
            td = pc["pc_curthread"]
            print(f"{cpu:3} {int(pc['pc_ipl']):3} {int(pc['pc_spins']):5} "
                  f"{int(td['td_tid']):7} {thread_name(td['td_proc'], td)}")


class Kbt(gdb.Command):
    """kbt tid: the kernel stack of a thread that no CPU runs."""

    def __init__(self):
        super().__init__("kbt", gdb.COMMAND_STACK)

    def invoke(self, arg, _tty):
        if not arg:
            raise gdb.GdbError("kbt: which thread?")
        tid = int(value(arg))
        for _proc, td in all_threads():
            if int(td["td_tid"]) == tid:
                break
        else:
            raise gdb.GdbError(f"no thread {tid}")
        if int(td["td_sched"]["ts_oncpu"]):
            raise gdb.GdbError(f"thread {tid} runs: use info threads, bt")
        for n, (pc, function, place) in enumerate(frames(td)):
            print(f"#{n:<2} {pc:#018x} in {function}{place}")


for command in (Ps, Threads, Locks, Cpus, Kbt):
    command()
