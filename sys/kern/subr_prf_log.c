/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The message buffer and the consoles.
 *
 * Model	A message is formatted once, on the stack of whoever logs it, in
 *		pieces; each piece goes into a ring of bytes and, when its level
 *		is at most kern.console_level, to every registered console
 *		(before the first one registers: to md_console_putc()).
 *		Ring positions are counts of bytes ever written, so a reader
 *		remembers one and sees what was lost.  In the ring each line
 *		begins with a mark (LOG_MARK, level, uptime in groups of 7 bits
 *		of bytes whose top bit is set), which readers turn into text.
 *
 * Invariants	(1) msgbuf_end - MSGBUF_SIZE <= any valid position <=
 *		msgbuf_end.
 *		(2) The first byte of the buffer a reader sees may lie within
 *		a mark or a line; readers skip to the first newline, which no
 *		mark contains, when the ring has wrapped.
 *		(3) A console's co_write never runs on two CPUs at once.
 *
 * Locks	msgbuf_lock (IPL_HIGH) guards the ring, cons_lock (IPL_HIGH) the
 *		list of consoles and their output.  They are leaves, never held
 *		together, and are not taken once the machine has panicked or is
 *		being stopped: only one CPU runs then.
 * Context	any.  Logging from a hard interrupt is allowed, and costs the
 *		time that the console takes.
 * Tests	tests/sys/kern/unit
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/md.h>
#include <sys/spin.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <sys/time.h>

#include <kern/subr_printf.h>

#define	MSGBUF_SIZE	65536U		/* a power of 2 */
#define	LOG_MARK	'\001'
#define	MARK_TIME	9		/* bytes of 7 bits */
#define	MARK_SIZE	(2 + MARK_TIME)
#define	LOG_PRINTF	LOG_NOTICE	/* the level of printf() */

static struct spin	msgbuf_lock = SPIN_INITIALIZER("msgbuf", IPL_HIGH);
static char		msgbuf[MSGBUF_SIZE] __guarded_by(msgbuf_lock);
static uint64_t		msgbuf_end __guarded_by(msgbuf_lock);
static bool		msgbuf_midline __guarded_by(msgbuf_lock);

static struct spin	cons_lock = SPIN_INITIALIZER("console", IPL_HIGH);
static struct console_ops *cons_list __guarded_by(cons_lock);

static int		cons_level = LOG_INFO;

static bool
log_alone(void)
{

	return (__predict_false(panicstr != NULL || cpus_stopped));
}

static void
log_lock(struct spin *l)
    __acquires_excl(*l) __no_lock_analysis
{

	if (!log_alone())
		spin_enter(l);
}

static void
log_unlock(struct spin *l)
    __releases(*l) __no_lock_analysis
{

	if (!log_alone() || spin_owned(l))
		spin_exit(l);
}

static void	msgbuf_put(const char *, size_t) __requires(msgbuf_lock);

static void
msgbuf_put(const char *s, size_t n)
{
	size_t off, part;

	while (n > 0) {
		off = msgbuf_end & (MSGBUF_SIZE - 1);
		part = MIN(n, MSGBUF_SIZE - off);
		memcpy(msgbuf + off, s, part);
		msgbuf_end += part;
		s += part;
		n -= part;
	}
}

static void
mark_make(char mark[MARK_SIZE], int level, uint64_t now)
{
	int i;

	mark[0] = LOG_MARK;
	mark[1] = (char)('0' + level);
	for (i = 0; i < MARK_TIME; i++)
		mark[2 + i] = (char)(0x80 | (now >> (7 * i) & 0x7f));
}

static uint64_t
mark_time(const char *mark)
{
	uint64_t now = 0;
	int i;

	for (i = 0; i < MARK_TIME; i++)
		now |= (uint64_t)(mark[2 + i] & 0x7f) << (7 * i);
	return (now);
}

/*
 * Write to the ring, with a mark in front of each line.
 */
static void
msgbuf_write(int level, const char *s, size_t n)
{
	char mark[MARK_SIZE];
	const char *nl;
	size_t part;

	log_lock(&msgbuf_lock);
	while (n > 0) {
		if (!msgbuf_midline) {
			mark_make(mark, level, uptime_ns());
			msgbuf_put(mark, sizeof(mark));
		}
		nl = memchr(s, '\n', n);
		part = nl != NULL ? (size_t)(nl - s) + 1 : n;
		msgbuf_put(s, part);
		msgbuf_midline = nl == NULL;
		s += part;
		n -= part;
	}
	log_unlock(&msgbuf_lock);
}

void
cons_write(const char *s, size_t n)
{
	struct console_ops *co;
	size_t i;

	log_lock(&cons_lock);
	if (cons_list == NULL) {
		for (i = 0; i < n; i++) {
			if (s[i] == '\n')
				md_console_putc('\r');
			md_console_putc((unsigned char)s[i]);
		}
	}
	for (co = cons_list; co != NULL; co = co->co_next)
		co->co_write(co->co_arg, s, n);
	log_unlock(&cons_lock);
}

/*
 * Add a console, which is not shown what was logged before.
 */
void
cons_register(struct console_ops *co)
{

	log_lock(&cons_lock);
	co->co_next = cons_list;
	cons_list = co;
	log_unlock(&cons_lock);
}

/*
 * When this returns, co_write is not running and never will.
 */
void
cons_unregister(struct console_ops *co)
{
	struct console_ops **p;

	log_lock(&cons_lock);
	for (p = &cons_list; *p != NULL; p = &(*p)->co_next) {
		if (*p == co) {
			*p = co->co_next;
			break;
		}
	}
	log_unlock(&cons_lock);
}

static void
log_emit(void *arg, const char *s, size_t n)
{
	int level = *(const int *)arg;

	msgbuf_write(level, s, n);
	if (level <= cons_level || panicstr != NULL)
		cons_write(s, n);
}

/*
 * Collects the small pieces of a message, so that messages of several CPUs mix
 * by lines only.
 */
struct log_sink {
	int	level;
	size_t	used;
	char	buf[160];
};

static void
log_collect(void *arg, const char *s, size_t n)
{
	struct log_sink *lk = arg;
	size_t part;

	while (n > 0) {
		part = MIN(n, sizeof(lk->buf) - lk->used);
		memcpy(lk->buf + lk->used, s, part);
		lk->used += part;
		s += part;
		n -= part;
		if (lk->used == sizeof(lk->buf)) {
			log_emit(&lk->level, lk->buf, lk->used);
			lk->used = 0;
		}
	}
}

static int
log_format(int level, const char *fmt, va_list ap)
{
	struct log_sink lk;
	size_t n;

	lk.level = level;
	lk.used = 0;
	n = kformat(log_collect, &lk, fmt, ap);
	if (lk.used > 0)
		log_emit(&lk.level, lk.buf, lk.used);
	return ((int)n);
}

void
vlog(int level, const char *fmt, va_list ap)
{

	(void)log_format(MIN(MAX(level, LOG_EMERG), LOG_DEBUG), fmt, ap);
}

void
log(int level, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vlog(level, fmt, ap);
	va_end(ap);
}

int
vprintf(const char *fmt, va_list ap)
{

	return (log_format(LOG_PRINTF, fmt, ap));
}

int
printf(const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vprintf(fmt, ap);
	va_end(ap);
	return (n);
}

/*
 * Whether another message may be logged from this place.  Two CPUs may both
 * take the last slot: the limit is against floods, not exact.
 */
bool
log_rate_check(struct log_rate *lr, u_int burst, u_int interval,
    u_int *droppedp)
{
	uint64_t now = uptime_ns();

	*droppedp = 0;
	if (lr->lr_count == 0 ||
	    now - lr->lr_start >= interval * NSEC_PER_SEC) {
		*droppedp = lr->lr_dropped;
		lr->lr_start = now;
		lr->lr_count = 0;
		lr->lr_dropped = 0;
	}
	if (lr->lr_count >= burst) {
		lr->lr_dropped++;
		return (false);
	}
	lr->lr_count++;
	return (true);
}

void
log_hexdump(int level, const void *mem, size_t len)
{
	const unsigned char *p = mem;
	char hex[16 * 3 + 1], text[17];
	size_t i, off, n;

	for (off = 0; off < len; off += 16) {
		n = MIN(len - off, 16);
		for (i = 0; i < n; i++) {
			snprintf(hex + i * 3, 4, " %02x", p[off + i]);
			text[i] = p[off + i] >= ' ' && p[off + i] <= '~' ?
			    (char)p[off + i] : '.';
		}
		text[n] = '\0';
		log(level, "%04zx %-48s  %s\n", off, hex, text);
	}
}

/*
 * Raw bytes of the ring, marks included, for readers in the kernel.
 */
size_t
msgbuf_read(uint64_t *seqp, char *buf, size_t len)
{
	size_t n = 0, off, part;

	log_lock(&msgbuf_lock);
	if (msgbuf_end - *seqp > MSGBUF_SIZE)
		*seqp = msgbuf_end - MIN(msgbuf_end, MSGBUF_SIZE);
	while (n < len && *seqp < msgbuf_end) {
		off = *seqp & (MSGBUF_SIZE - 1);
		part = MIN(MSGBUF_SIZE - off, MIN(len - n,
		    msgbuf_end - *seqp));
		memcpy(buf + n, msgbuf + off, part);
		n += part;
		*seqp += part;
	}
	log_unlock(&msgbuf_lock);
	return (n);
}

/*
 * Turn the marks of raw bytes into text, in place of nothing: `[sec.usec] '.
 */
static int
msgbuf_show(struct sysctl_req *req, const char *raw, size_t n, bool wrapped)
{
	char stamp[32];
	const char *nl;
	uint64_t when;
	size_t part;
	int error = 0, len;

	if (wrapped && (nl = memchr(raw, '\n', n)) != NULL) {
		n -= (size_t)(nl + 1 - raw);
		raw = nl + 1;
	}
	while (n > 0 && error == 0) {
		if (*raw == LOG_MARK && n >= MARK_SIZE) {
			when = mark_time(raw);
			raw += MARK_SIZE;
			n -= MARK_SIZE;
			len = snprintf(stamp, sizeof(stamp),
			    "[%5lu.%06lu] ", when / NSEC_PER_SEC,
			    when % NSEC_PER_SEC / 1000);
			error = SYSCTL_OUT(req, stamp, (size_t)len);
		}
		nl = memchr(raw, '\n', n);
		part = nl != NULL ? (size_t)(nl - raw) + 1 : n;
		if (error == 0 && part > 0)
			error = SYSCTL_OUT(req, raw, part);
		raw += part;
		n -= part;
	}
	if (error == 0)
		error = SYSCTL_OUT(req, "", 1);
	return (error);
}

static int
sysctl_msgbuf(SYSCTL_HANDLER_ARGS)
{
	uint64_t seq = 0;
	char *raw;
	size_t n;
	int error;

	raw = kmem_alloc(MSGBUF_SIZE, KM_SLEEP);
	if (raw == NULL)
		return (SET_ERROR(ENOMEM));
	n = msgbuf_read(&seq, raw, MSGBUF_SIZE);
	error = msgbuf_show(req, raw, n, seq > n);
	kmem_free(raw, MSGBUF_SIZE);
	return (error);
}
SYSCTL_PROC(_kern, OID_AUTO, msgbuf, CTLTYPE_STRING | CTLFLAG_RD, NULL, 0,
    sysctl_msgbuf, "A", "Messages of the kernel, with the uptime of each");

static int
sysctl_msgbuf_clear(SYSCTL_HANDLER_ARGS)
{
	int error, clear = 0;

	error = sysctl_handle_int(oidp, &clear, 0, req);
	if (error != 0 || !SYSCTL_WRITING(req) || clear == 0)
		return (error);
	log_lock(&msgbuf_lock);
	msgbuf_end = 0;
	msgbuf_midline = false;
	log_unlock(&msgbuf_lock);
	return (0);
}
SYSCTL_PROC(_kern, OID_AUTO, msgbuf_clear, CTLTYPE_INT | CTLFLAG_RW, NULL, 0,
    sysctl_msgbuf_clear, "I", "Write 1 to empty the message buffer");

SYSCTL_INT(_kern, OID_AUTO, console_level, CTLFLAG_RW | CTLFLAG_TUN,
    &cons_level, 0, "Most verbose level of messages that consoles show (0-7)");
