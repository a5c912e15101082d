/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Cases of sysctl, uio, the message buffer and random numbers.
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/random.h>
#include <sys/sched.h>
#include <sys/sysctl.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/uio.h>

#include "h_core.h"
#include "h_core_shim.h"

SYSCTL_NODE(_debug, OID_AUTO, test, 0, NULL, "Test nodes");
SYSCTL_NODE(_debug_test, OID_AUTO, empty, 0, NULL, "Without children");
static int	v_int = 5, v_tuned = 1;
static u_long	v_long = 0x1234567890UL;
static char	v_string[16] = "hello";
SYSCTL_INT(_debug_test, OID_AUTO, int, CTLFLAG_RW, &v_int, 0, "An int");
SYSCTL_INT(_debug_test, OID_AUTO, const, CTLFLAG_RD, NULL, 42, "A constant");
SYSCTL_INT(_debug_test, OID_AUTO, tuned, CTLFLAG_RD | CTLFLAG_TUN, &v_tuned,
    0, "Set at boot");
SYSCTL_ULONG(_debug_test, OID_AUTO, long, CTLFLAG_RW | CTLFLAG_ANYBODY,
    &v_long, 0, "A long");
SYSCTL_STRING(_debug_test, OID_AUTO, string, CTLFLAG_RW, v_string,
    sizeof(v_string), "A string");

static int
big_handler(SYSCTL_HANDLER_ARGS)
{
	char chunk[100];
	u_int i;
	int error = 0;

	for (i = 0; i < 50 && error == 0; i++) {
		memset(chunk, (int)('a' + i % 26), sizeof(chunk));
		error = SYSCTL_OUT(req, chunk, sizeof(chunk));
	}
	return (error);
}
SYSCTL_PROC(_debug_test, OID_AUTO, big, CTLTYPE_OPAQUE | CTLFLAG_RD, NULL, 0,
    big_handler, "S,big", "5000 bytes");

static int
node_handler(SYSCTL_HANDLER_ARGS)
{
	const int *name = arg1;
	int sum = (int)arg2 * 1000;
	intptr_t i;

	for (i = 0; i < arg2; i++)
		sum += name[i];
	return (SYSCTL_OUT(req, &sum, sizeof(sum)));
}
SYSCTL_NODE(_debug_test, OID_AUTO, dyn, CTLFLAG_RD, node_handler,
    "Interprets the rest of its name");

static void
boot(void)
{

	shim_boot();
	kmem_init();
	cold = false;
	sysctl_init();
}

static int
call(const int *name, u_int n, void *old, size_t *oldlen, const void *new,
    size_t newlen)
{
	struct sysctl_args uap;
	register_t rv;

	memset(&uap, 0, sizeof(uap));
	uap.name = name;
	uap.namelen = n;
	uap.old = old;
	uap.oldlenp = oldlen;
	uap.new = new;
	uap.newlen = newlen;
	return (sys_sysctl(host_thread, &uap, &rv));
}

static u_int
lookup(const char *name, int *oid)
{
	const int meta[2] = { CTL_SYSCTL, CTL_SYSCTL_NAME2OID };
	size_t len = CTL_MAXNAME * sizeof(int);

	CHECK(call(meta, 2, oid, &len, name, strlen(name)) == 0);
	return ((u_int)(len / sizeof(int)));
}

void
core_sysctl_values(void)
{
	int oid[CTL_MAXNAME], value = 0, new = 9;
	u_long lvalue;
	size_t len;
	char big[5000];
	u_int n, i;

	boot();
	n = lookup("debug.test.int", oid);
	len = sizeof(value);
	CHECK(call(oid, n, &value, &len, NULL, 0) == 0 && value == 5);
	CHECK(call(oid, n, NULL, &len, NULL, 0) == 0 && len == 4);
	len = sizeof(value);
	CHECK(call(oid, n, &value, &len, &new, 4) == 0);
	CHECK(value == 5 && v_int == 9);
	n = lookup("debug.test.tuned", oid);
	len = sizeof(value);
	CHECK(call(oid, n, &value, &len, NULL, 0) == 0 && value == 77);
	n = lookup("debug.test.const", oid);
	CHECK(call(oid, n, &value, &len, NULL, 0) == 0 && value == 42);
	n = lookup("debug.test.long", oid);
	len = sizeof(lvalue);
	shim_priv = EPERM;
	lvalue = 3;
	CHECK(call(oid, n, NULL, NULL, &lvalue, 8) == 0 && v_long == 3);
	shim_priv = 0;
	n = lookup("debug.test.big", oid);
	len = sizeof(big);
	CHECK(call(oid, n, big, &len, NULL, 0) == 0 && len == 5000);
	for (i = 0; i < 5000; i++)
		CHECK(big[i] == (char)('a' + i / 100 % 26));
	/* Too little room: what fits, and ENOMEM. */
	memset(big, 0, sizeof(big));
	len = 150;
	CHECK(call(oid, n, big, &len, NULL, 0) == ENOMEM && len == 150);
	CHECK(big[99] == 'a' && big[149] == 'b' && big[150] == 0);
	n = lookup("debug.test.dyn", oid);
	oid[n] = 7;
	oid[n + 1] = 8;
	len = sizeof(value);
	CHECK(call(oid, n + 2, &value, &len, NULL, 0) == 0 && value == 2015);
}

void
core_sysctl_strings(void)
{
	int oid[CTL_MAXNAME];
	char buf[32];
	size_t len;
	u_int n;

	boot();
	n = lookup("debug.test.string", oid);
	len = sizeof(buf);
	CHECK(call(oid, n, buf, &len, NULL, 0) == 0);
	CHECK(len == 6 && strcmp(buf, "hello") == 0);
	CHECK(call(oid, n, NULL, NULL, "fifteen bytes..", 15) == 0);
	len = sizeof(buf);
	CHECK(call(oid, n, buf, &len, NULL, 0) == 0 && len == 16);
	CHECK(strcmp(buf, "fifteen bytes..") == 0);
	CHECK(call(oid, n, NULL, NULL, "sixteen bytes...", 16) == EINVAL);
	CHECK(call(oid, n, NULL, NULL, (void *)1, 3) == EFAULT);
	CHECK(strcmp(v_string, "fifteen bytes..") == 0);
	CHECK(call(oid, n, NULL, NULL, "", 0) == 0 && v_string[0] == '\0');
	len = 3;
	strlcpy(v_string, "hello", sizeof(v_string));
	CHECK(call(oid, n, buf, &len, NULL, 0) == ENOMEM && len == 3);
	CHECK(memcmp(buf, "hel", 3) == 0);
}

void
core_sysctl_names(void)
{
	int q[CTL_MAXNAME + 2] = { CTL_SYSCTL, CTL_SYSCTL_NAME };
	char buf[256];
	size_t len;
	u_int n, kind;

	boot();
	n = lookup("debug.test.int", q + 2);
	CHECK(n == 3);
	len = sizeof(buf);
	CHECK(call(q, n + 2, buf, &len, NULL, 0) == 0);
	CHECK(strcmp(buf, "debug.test.int") == 0);
	q[2 + n] = 99;
	len = sizeof(buf);
	CHECK(call(q, n + 3, buf, &len, NULL, 0) == 0);
	CHECK(strcmp(buf, "debug.test.int.99") == 0);
	q[1] = CTL_SYSCTL_OIDFMT;
	len = sizeof(buf);
	CHECK(call(q, n + 2, buf, &len, NULL, 0) == 0);
	memcpy(&kind, buf, sizeof(kind));
	CHECK(kind == (CTLTYPE_INT | CTLFLAG_RW) && strcmp(buf + 4, "I") == 0);
	q[1] = CTL_SYSCTL_OIDDESCR;
	len = sizeof(buf);
	CHECK(call(q, n + 2, buf, &len, NULL, 0) == 0);
	CHECK(strcmp(buf, "An int") == 0);
}

/* Every leaf is found once, in order, by asking for the next. */
void
core_sysctl_walk(void)
{
	int q[CTL_MAXNAME + 2] = { CTL_SYSCTL, CTL_SYSCTL_NEXT };
	int next[CTL_MAXNAME], last[CTL_MAXNAME] = { 0 };
	const int name[2] = { CTL_SYSCTL, CTL_SYSCTL_NAME };
	u_int n = 0, lastn = 0, count = 0, tests = 0, i;
	char buf[256];
	size_t len;
	int error;

	boot();
	for (;;) {
		q[0] = CTL_SYSCTL;
		q[1] = CTL_SYSCTL_NEXT;
		memcpy(q + 2, last, lastn * sizeof(int));
		len = sizeof(next);
		error = call(q, lastn + 2, next, &len, NULL, 0);
		if (error == ENOENT)
			break;
		CHECK(error == 0);
		n = (u_int)(len / sizeof(int));
		for (i = 0; i < MIN(n, lastn) && next[i] == last[i]; i++)
			continue;
		CHECK(i == lastn ? n > lastn : next[i] > last[i]);
		memcpy(last, next, len);
		lastn = n;
		count++;
		memcpy(q, name, sizeof(name));
		memcpy(q + 2, next, n * sizeof(int));
		len = sizeof(buf);
		CHECK(call(q, n + 2, buf, &len, NULL, 0) == 0);
		CHECK(strncmp(buf, "sysctl", 6) != 0);
		if (strncmp(buf, "debug.test.", 11) == 0)
			tests++;
	}
	CHECK(tests == 7 && count > tests);
	/* From a number that does not exist. */
	q[0] = CTL_SYSCTL;
	q[1] = CTL_SYSCTL_NEXT;
	q[2] = CTL_DEBUG;
	q[3] = 1;
	len = sizeof(next);
	CHECK(call(q, 4, next, &len, NULL, 0) == 0 && next[0] == CTL_DEBUG);
	q[2] = 1000000;
	CHECK(call(q, 3, next, &len, NULL, 0) == ENOENT);
}

void
core_sysctl_errors(void)
{
	const int meta[2] = { CTL_SYSCTL, CTL_SYSCTL_NAME2OID };
	int oid[CTL_MAXNAME + 4] = { 0 }, value = 1, before = v_int;
	size_t len = sizeof(value);
	u_int n;

	boot();
	n = lookup("debug.test.int", oid);
	CHECK(call(oid, 1, &value, &len, NULL, 0) == EINVAL);
	CHECK(call(oid, CTL_MAXNAME + 1, &value, &len, NULL, 0) == EINVAL);
	CHECK(call((void *)1, n, &value, &len, NULL, 0) == EFAULT);
	CHECK(call(oid, n, &value, (void *)1, NULL, 0) == EFAULT);
	CHECK(call(oid, n, (void *)1, &len, NULL, 0) == EFAULT);
	CHECK(call(oid, 2, &value, &len, NULL, 0) == EISDIR);
	oid[n] = 1;
	CHECK(call(oid, n + 1, &value, &len, NULL, 0) == ENOTDIR);
	CHECK(call(oid, n, NULL, NULL, &value, 3) == EINVAL);
	CHECK(call(oid, n, NULL, NULL, &value, 8) == EINVAL);
	CHECK(call(oid, n, NULL, NULL, (void *)1, 4) == EFAULT);
	shim_priv = EPERM;
	CHECK(call(oid, n, NULL, NULL, &value, 4) == EPERM);
	shim_priv = 0;
	CHECK(v_int == before);
	n = lookup("debug.test.const", oid);
	CHECK(call(oid, n, NULL, NULL, &value, 4) == EPERM);
	oid[2] = 99999;
	CHECK(call(oid, 3, &value, &len, NULL, 0) == ENOENT);
	len = sizeof(oid);
	CHECK(call(meta, 2, oid, &len, "debug.nothing", 13) == ENOENT);
	CHECK(call(meta, 2, oid, &len, "debug.test.int.x", 16) == ENOENT);
	CHECK(call(meta, 2, oid, &len, "", 0) == ENOENT);
	shim_check_idle();
}

void
core_sysctl_dynamic(void)
{
	struct sysctl_oid *node, *leaf;
	int oid[CTL_MAXNAME], value = 0, new = 6;
	size_t len = sizeof(value);
	u_int n;

	boot();
	node = sysctl_add(SYSCTL_OID_OF(_debug), OID_AUTO, "made",
	    CTLTYPE_NODE | CTLFLAG_RD, NULL, 0, NULL, "N", "Made");
	CHECK(node != NULL);
	CHECK(sysctl_add(SYSCTL_OID_OF(_debug), OID_AUTO, "made",
	    CTLTYPE_NODE | CTLFLAG_RD, NULL, 0, NULL, "N", "Again") == NULL);
	leaf = sysctl_add(node, 5, "leaf", CTLTYPE_INT | CTLFLAG_RW, &v_int, 0,
	    sysctl_handle_int, "I", "Leaf");
	CHECK(leaf != NULL);
	n = lookup("debug.made.leaf", oid);
	CHECK(n == 3 && oid[2] == 5);
	CHECK(call(oid, n, &value, &len, &new, 4) == 0 && v_int == 6);
	CHECK(kernel_sysctlbyname(NULL, "debug.made.leaf", &value, &len, NULL,
	    0) == 0 && value == 6);
	CHECK(sysctl_remove(node) == EBUSY);
	CHECK(sysctl_remove(leaf) == 0);
	CHECK(call(oid, n, &value, &len, NULL, 0) == ENOENT);
	CHECK(sysctl_remove(node) == 0);
}

/* The same bytes arrive however the vector is cut. */
void
core_uio_split(void)
{
	char from[300], to[300];
	struct iovec iov[8];
	struct uio uio;
	size_t left, part, n;
	u_int i, round;

	for (i = 0; i < sizeof(from); i++)
		from[i] = (char)shim_random(256);
	for (round = 0; round < 2000; round++) {
		memset(to, 0, sizeof(to));
		left = sizeof(to);
		for (i = 0; i < 8; i++) {
			part = i == 7 ? left : shim_random((u_int)left + 1);
			iov[i].iov_base = to + sizeof(to) - left;
			iov[i].iov_len = part;
			left -= part;
		}
		uio = (struct uio){ iov, 8, 10, sizeof(to),
		    round & 1 ? UIO_USERSPACE : UIO_SYSSPACE, UIO_READ };
		for (n = 0; uio.uio_resid > 0; n += part) {
			part = 1 + shim_random(100);
			CHECK(uiomove(from + n, part, &uio) == 0);
			part = MIN(part, sizeof(from) - n);
			CHECK(uio.uio_offset == (off_t)(10 + n + part));
			CHECK(uio.uio_resid == (ssize_t)(300 - n - part));
		}
		CHECK(memcmp(from, to, sizeof(to)) == 0);
	}
}

void
core_uio_errors(void)
{
	struct iovec small[UIO_SMALLIOV], user[20], *iov;
	char buf[64];
	struct uio uio;
	ssize_t resid;
	u_int i;

	boot();
	/* The second buffer is bad: the first was filled. */
	user[0] = (struct iovec){ buf, 10 };
	user[1] = (struct iovec){ (void *)8, 10 };
	uio = (struct uio){ user, 2, 0, 20, UIO_USERSPACE, UIO_READ };
	CHECK(uiomove(buf + 32, 20, &uio) == EFAULT);
	CHECK(uio.uio_resid == 10 && uio.uio_offset == 10);
	CHECK(uio_copyin(user, 0, small, &iov, &resid) == EINVAL);
	CHECK(uio_copyin(user, UIO_MAXIOV + 1, small, &iov, &resid) == EINVAL);
	CHECK(uio_copyin((void *)1, 2, small, &iov, &resid) == EFAULT);
	user[0].iov_len = SSIZE_MAX;
	user[1].iov_len = 1;
	CHECK(uio_copyin(user, 2, small, &iov, &resid) == EINVAL);
	for (i = 0; i < 20; i++)
		user[i] = (struct iovec){ buf, i };
	CHECK(uio_copyin(user, 20, small, &iov, &resid) == 0);
	CHECK(resid == 190 && iov != small);
	uio_copyin_done(iov, small, 20);
	CHECK(uio_copyin(user, 3, small, &iov, &resid) == 0 && iov == small);
	uio = (struct uio){ iov, 3, 0, resid, UIO_USERSPACE, UIO_READ };
	memset(buf, 1, sizeof(buf));
	uio_skip(1, &uio);
	CHECK(uio_zero(100, &uio) == 0 && uio.uio_resid == 0);
	CHECK(buf[0] == 0 && buf[1] == 0 && buf[2] == 1);
}

/* Messages come back as lines with the time; old ones are overwritten whole. */
void
core_msgbuf(void)
{
	static char text[200000];
	uint64_t seq = 0;
	size_t len = sizeof(text), n;
	char raw[64];
	u_int i;

	boot();
	shim_now = 1500000000UL;
	printf("first %d\n", 1);
	log(LOG_ERR, "second, ");
	log(LOG_ERR, "in parts\n");
	CHECK(kernel_sysctlbyname(NULL, "kern.msgbuf", text, &len, NULL,
	    0) == 0);
	CHECK(strcmp(text, "[    1.500000] first 1\n"
	    "[    1.500000] second, in parts\n") == 0);
	n = msgbuf_read(&seq, raw, sizeof(raw));
	CHECK(n > 20 && seq == n);
	for (i = 0; i < 5000; i++)
		printf("line %u of many\n", i);
	len = sizeof(text);
	CHECK(kernel_sysctlbyname(NULL, "kern.msgbuf", text, &len, NULL,
	    0) == 0);
	CHECK(strncmp(text, "[    1.500000] line ", 20) == 0);
	CHECK(strstr(text, "] line 4999 of many\n") != NULL);
	CHECK(strchr(text, '\001') == NULL);
}

/* Two generators, two requests: never the same; clearing leaves none behind. */
void
core_random_stream(void)
{
	static uint8_t a[5000], b[5000];
	u_int i, ones = 0;

	boot();
	random_init();
	random_bytes(a, sizeof(a));
	shim_play(1);
	random_bytes(b, sizeof(b));
	CHECK(memcmp(a, b, sizeof(a)) != 0);
	for (i = 0; i < sizeof(a); i += 10)
		random_bytes(a + i, 10);
	for (i = 0; i < sizeof(a) * 8; i++)
		ones += a[i / 8] >> i % 8 & 1;
	CHECK(ones > sizeof(a) * 4 - 800 && ones < sizeof(a) * 4 + 800);
	CHECK(random_u64() != random_u64());
	/* The shim's hardware has no entropy, but its counter ... */
	CHECK(!random_seeded());
	random_add_entropy(a, 64, 512, "test");
	CHECK(random_seeded());
	random_bytes(b, 20);
	shim_check_idle();
}

void
core_random_uniform(void)
{
	u_int count[7] = { 0 }, i;

	boot();
	random_init();
	CHECK(random_uniform(0) == 0 && random_uniform(1) == 0);
	for (i = 0; i < 70000; i++) {
		uint32_t v = random_uniform(7);

		CHECK(v < 7);
		count[v]++;
	}
	for (i = 0; i < 7; i++)
		CHECK(count[i] > 9500 && count[i] < 10500);
	for (i = 0; i < 1000; i++)
		CHECK(random_uniform(0x80000001U) < 0x80000001U);
}

const struct core_case core_cases[] = {
	{ "phys_all", "Every page is given out once", core_phys_all },
	{ "phys_orders", "Blocks do not overlap", core_phys_orders },
	{ "phys_buddies", "Freed buddies join", core_phys_buddies },
	{ "phys_low", "Low memory is spared and found", core_phys_low },
	{ "phys_zero", "Zeroed blocks are zero", core_phys_zero },
	{ "phys_double_free", "A block freed twice is found",
	    core_phys_double_free },
	{ "phys_use_after_free", "A write to a free page is found",
	    core_phys_use_after_free },
	{ "kmem_classes", "Every size works", core_kmem_classes },
	{ "kmem_random", "Objects do not overlap", core_kmem_random },
	{ "kmem_drain", "Counts are exact, draining frees", core_kmem_drain },
	{ "kmem_ctor", "Constructors and destructors", core_kmem_ctor },
	{ "kmem_nomem", "Running out of memory", core_kmem_nomem },
	{ "kmem_overrun", "An overrun is found", core_kmem_overrun },
	{ "kmem_double_free", "A double free is found",
	    core_kmem_double_free },
	{ "kmem_wrong_size", "A wrong size is found", core_kmem_wrong_size },
	{ "kmem_use_after_free", "A write after free is found",
	    core_kmem_use_after_free },
	{ "kva_random", "The arena's segments", core_kva_random },
	{ "kva_align", "Alignment in the arena", core_kva_align },
	{ "kstack", "Kernel stacks", core_kstack },
	{ "timeout_order", "Timeouts fire in order", core_timeout_order },
	{ "timeout_cancel", "Cancelled ones do not", core_timeout_cancel },
	{ "timeout_random", "Any mixture", core_timeout_random },
	{ "timeout_rearm", "From their own function", core_timeout_rearm },
	{ "timeout_turns", "Many take turns with threads", core_timeout_turns },
	{ "timeout_migrate", "From one CPU to another", core_timeout_migrate },
	{ "sysctl_values", "Values of all kinds", core_sysctl_values },
	{ "sysctl_strings", "Strings", core_sysctl_strings },
	{ "sysctl_names", "Questions about nodes", core_sysctl_names },
	{ "sysctl_walk", "From each node to the next", core_sysctl_walk },
	{ "sysctl_errors", "Errors change nothing", core_sysctl_errors },
	{ "sysctl_dynamic", "Nodes at run time", core_sysctl_dynamic },
	{ "uio_split", "Vectors cut anyhow", core_uio_split },
	{ "uio_errors", "Bad vectors", core_uio_errors },
	{ "msgbuf", "The message buffer", core_msgbuf },
	{ "random_stream", "The generator", core_random_stream },
	{ "random_uniform", "Numbers below a bound", core_random_uniform },
	{ NULL, NULL, NULL }
};
