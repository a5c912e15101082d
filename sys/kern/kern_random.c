/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Random numbers.
 *
 * Model	Sources hash what they have into a pool (BLAKE2s), with an
 *		estimate of the bits it is worth.  When that reaches 256, and
 *		then at most once a second, the pool's digest becomes the new
 *		seed key, into which the old one is hashed too.  The first time,
 *		the generator counts as seeded and getrandom(2) stops waiting.
 *
 *		Each CPU has a ChaCha20 generator with fast key erasure: it
 *		makes a buffer of key stream, whose first 32 bytes become the
 *		next key, and hands out the rest, clearing it.  So nothing in
 *		memory tells what was handed out before.  When the seed key has
 *		changed (random_generation), a CPU derives a new key from it.
 *		A long request takes 32 bytes as the key of a stream of its own.
 *
 * Until it is seeded the generator works on what there is: the hardware's
 * numbers if it has any, and the jitter of the CPU's counter.
 *
 * Invariants	(1) no key stream is handed out twice, nor kept.
 *		(2) rs_left bytes at the end of rs_buf are unused, all else of
 *		    it is zero.
 *		(3) random_bits is what came in since the last seed key.
 *
 * Locks	(p) random_lock, IPL_VM, a leaf: pool and seed key.  A CPU's
 *		generator: that CPU, at IPL_VM.
 * Context	any up to IPL_VM.
 * Tests	tests/sys/kern/unit
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/fail.h>
#include <sys/kthread.h>
#include <sys/md.h>
#include <sys/proc.h>
#include <sys/random.h>
#include <sys/signalvar.h>
#include <sys/sleepq.h>
#include <sys/spin.h>
#include <sys/sysctl.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/time.h>

#include <libkern/blake2s.h>
#include <libkern/chacha20.h>

#define	SEED_BITS	256
#define	RESEED_NS	NSEC_PER_SEC
#define	BUF_BLOCKS	8
#define	BUF_LEN		(BUF_BLOCKS * CHACHA20_BLOCKLEN)
#define	LONG_REQUEST	256		/* larger ones get their own key */
#define	GETRANDOM_CHUNK	1024
#define	GETRANDOM_SURE	256		/* never interrupted, never short */
#define	JITTER_SAMPLES	2048

struct random_cpu {
	uint8_t		rs_key[CHACHA20_KEYLEN];
	uint8_t		rs_buf[BUF_LEN];
	u_int		rs_left;
	uint32_t	rs_generation;	/* of the seed key it came from */
} __aligned(CACHE_LINE_SIZE);

uintptr_t	__stack_chk_guard = 0x00aff10a0d0a00ffUL;

static struct random_cpu random_cpus[MAXCPU];
static struct spin	random_lock = SPIN_INITIALIZER("random", IPL_VM);
static struct blake2s	random_pool __guarded_by(random_lock);
static uint8_t		random_seed[BLAKE2S_LEN] __guarded_by(random_lock);
static u_int		random_bits __guarded_by(random_lock);
static uint64_t		random_when __guarded_by(random_lock);
static uint64_t		random_derived __guarded_by(random_lock);
static volatile uint32_t random_generation = 1;	/* (p) to write */
static volatile int	random_is_seeded;	/* (p) to write */
static struct sleepq	random_waitq = SLEEPQ_INITIALIZER(random_waitq);

static u_long		random_nseeds;
SYSCTL_NODE(_kern, OID_AUTO, random, 0, NULL, "Random numbers");
SYSCTL_INT(_kern_random, OID_AUTO, seeded, CTLFLAG_RD,
    __DEVOLATILE(int *, &random_is_seeded), 0,
    "Whether enough entropy has come in");
SYSCTL_ULONG(_kern_random, OID_AUTO, seeds, CTLFLAG_RD, &random_nseeds, 0,
    "How often the seed key has changed");

/*
 * Make the pool's digest, with the old seed key, the new one.
 */
static void	random_reseed(void) __requires(random_lock);

static void
random_reseed(void)
{
	uint8_t old[BLAKE2S_LEN];

	memcpy(old, random_seed, sizeof(old));
	blake2s_update(&random_pool, old, sizeof(old));
	blake2s_final(&random_pool, random_seed);
	blake2s_init(&random_pool, random_seed, sizeof(random_seed));
	explicit_bzero(old, sizeof(old));
	random_generation++;
	random_nseeds++;
}

void
random_add_entropy(const void *data, size_t len, u_int bits, const char *src)
    __no_lock_analysis
{
	uint64_t stamp[2];
	bool first = false;
	struct spin *l;

	stamp[0] = md_cycles();
	stamp[1] = len;
	bits = (u_int)MIN(bits, len * 8);
	spin_enter(&random_lock);
	blake2s_update(&random_pool, stamp, sizeof(stamp));
	blake2s_update(&random_pool, data, len);
	random_bits = MIN(random_bits + bits, 4 * SEED_BITS);
	if (random_bits >= SEED_BITS && (!random_is_seeded ||
	    md_time_ns() - random_when >= RESEED_NS)) {
		random_reseed();
		random_bits = 0;
		random_when = md_time_ns();
		first = !random_is_seeded;
		random_is_seeded = 1;
	}
	spin_exit(&random_lock);
	if (first) {
		l = sleepq_lock(&random_waitq);
		(void)sleepq_wake_all(&random_waitq);
		sleepq_unlock(l);
		log(LOG_INFO, "random: seeded, last by %s\n", src);
	}
}

bool
random_seeded(void)
{

	return (random_is_seeded != 0);
}

int
random_wait(void)
    __no_lock_analysis
{
	struct spin *l;
	int error = 0, sigerror;

	while (!random_seeded() && error == 0) {
		l = sleepq_lock(&random_waitq);
		if (random_seeded()) {
			sleepq_unlock(l);
			break;
		}
		sleepq_enqueue(&random_waitq, "random", SLEEPQ_SIG, 0);
		sleepq_unlock(l);
		if ((sigerror = sig_pending_check(curthread)) != 0 ||
		    (sigerror = KFAIL_POINT_KIND(random, FAIL_SLEEP,
		    __builtin_return_address(0))) != 0)
			(void)sleepq_abort(curthread, sigerror, true);
		error = sleepq_block(0);
	}
	return (error);
}

/*
 * A new key for a CPU's generator, from the seed key.  The level is IPL_VM.
 */
static void
random_rekey(struct random_cpu *rs)
    __no_lock_analysis
{
	struct blake2s b;
	uint8_t out[BLAKE2S_LEN];

	spin_enter(&random_lock);
	rs->rs_generation = random_generation;
	random_derived++;
	blake2s_init(&b, random_seed, sizeof(random_seed));
	blake2s_update(&b, &random_derived, sizeof(random_derived));
	blake2s_update(&b, rs->rs_key, sizeof(rs->rs_key));
	blake2s_final(&b, out);
	spin_exit(&random_lock);
	memcpy(rs->rs_key, out, sizeof(rs->rs_key));
	explicit_bzero(out, sizeof(out));
	explicit_bzero(rs->rs_buf, sizeof(rs->rs_buf));
	rs->rs_left = 0;
}

static void
random_refill(struct random_cpu *rs)
{
	struct chacha20 cc;
	u_int i;

	chacha20_init(&cc, rs->rs_key, 0, 0);
	for (i = 0; i < BUF_BLOCKS; i++)
		chacha20_block(&cc, rs->rs_buf + i * CHACHA20_BLOCKLEN);
	memcpy(rs->rs_key, rs->rs_buf, sizeof(rs->rs_key));
	memset(rs->rs_buf, 0, sizeof(rs->rs_key));
	rs->rs_left = BUF_LEN - sizeof(rs->rs_key);
	explicit_bzero(&cc, sizeof(cc));
}

/*
 * A short request.
 */
static void
random_short(uint8_t *out, size_t len)
{
	struct random_cpu *rs;
	uint8_t *p;
	size_t part;
	int ipl;

	ipl = ipl_raise(IPL_VM);
	rs = MD_PCPU_GET(pc_random);
	if (__predict_false(rs->rs_generation != random_generation))
		random_rekey(rs);
	while (len > 0) {
		if (rs->rs_left == 0)
			random_refill(rs);
		part = MIN(len, rs->rs_left);
		p = rs->rs_buf + BUF_LEN - rs->rs_left;
		memcpy(out, p, part);
		memset(p, 0, part);
		rs->rs_left -= (u_int)part;
		out += part;
		len -= part;
	}
	ipl_lower(ipl);
}

void
random_bytes(void *buf, size_t len)
{
	uint8_t key[CHACHA20_KEYLEN], block[CHACHA20_BLOCKLEN];
	struct chacha20 cc;
	uint8_t *out = buf;

	if (len <= LONG_REQUEST) {
		random_short(out, len);
		return;
	}
	random_short(key, sizeof(key));
	chacha20_init(&cc, key, 0, 0);
	for (; len >= CHACHA20_BLOCKLEN; len -= CHACHA20_BLOCKLEN) {
		chacha20_block(&cc, out);
		out += CHACHA20_BLOCKLEN;
	}
	if (len > 0) {
		chacha20_block(&cc, block);
		memcpy(out, block, len);
		explicit_bzero(block, sizeof(block));
	}
	explicit_bzero(key, sizeof(key));
	explicit_bzero(&cc, sizeof(cc));
}

uint32_t
random_u32(void)
{
	uint32_t v;

	random_short((uint8_t *)&v, sizeof(v));
	return (v);
}

uint64_t
random_u64(void)
{
	uint64_t v;

	random_short((uint8_t *)&v, sizeof(v));
	return (v);
}

/*
 * The high half of a 32 by 32 bit product; the few values that would make some
 * results likelier are drawn again.
 */
uint32_t
random_uniform(uint32_t bound)
{
	uint64_t product;
	uint32_t least;

	if (bound < 2)
		return (0);
	least = -bound % bound;
	do {
		product = (uint64_t)random_u32() * bound;
	} while ((uint32_t)product < least);
	return ((uint32_t)(product >> 32));
}

int
sys_getrandom(struct thread *td, const struct getrandom_args *uap,
    register_t *rv)
{
	uint8_t buf[GETRANDOM_CHUNK];
	size_t done = 0, part;
	int error = 0;

	if ((uap->flags & ~(GRND_NONBLOCK | GRND_RANDOM | GRND_INSECURE)) != 0)
		return (SET_ERROR(EINVAL));
	if ((uap->flags & (GRND_RANDOM | GRND_INSECURE)) ==
	    (GRND_RANDOM | GRND_INSECURE))
		return (SET_ERROR(EINVAL));
	if (!random_seeded() && (uap->flags & GRND_INSECURE) == 0) {
		if ((uap->flags & GRND_NONBLOCK) != 0)
			return (SET_ERROR(EAGAIN));
		error = random_wait();
		if (error != 0)
			return (error);
	}
	while (done < MIN(uap->nbytes, SSIZE_MAX)) {
		if (done >= GETRANDOM_SURE && sig_pending_check(td) != 0)
			break;
		part = MIN(uap->nbytes - done, sizeof(buf));
		random_bytes(buf, part);
		error = copyout(buf, (char *)uap->buf + done, part);
		if (error != 0)
			break;
		done += part;
	}
	explicit_bzero(buf, sizeof(buf));
	if (error != 0)
		return (error);
	*rv = (register_t)done;
	return (0);
}

/*
 * The jitter of memory accesses and interrupts against the CPU's counter.  A
 * sample earns a quarter of a bit when its first, second and third differences
 * are not zero: a counter that moves in equal steps earns nothing.
 */
static void
random_jitter(u_int samples)
{
	volatile uint8_t work[512];
	uint64_t t, last, d, d1 = 0, d2 = 0;
	uint64_t pool[32];
	u_int i, j, quarters = 0;

	last = md_cycles();
	for (i = 0; i < samples; i++) {
		for (j = 0; j < sizeof(work); j += 64)
			work[j] = (uint8_t)(work[j] + i);
		t = md_cycles();
		d = t - last;
		last = t;
		if (d != d1 && d - d1 != d1 - d2 && d != d2)
			quarters++;
		d2 = d1;
		d1 = d;
		pool[i % nitems(pool)] = t;
		if (i % nitems(pool) == nitems(pool) - 1) {
			random_add_entropy(pool, sizeof(pool), quarters / 4,
			    "jitter");
			quarters %= 4;
		}
	}
	explicit_bzero(pool, sizeof(pool));
}

void
random_init_cpu(u_int cpu)
{

	cpus[cpu]->pc_random = &random_cpus[cpu];
}

/*
 * What the hardware gives at once.
 */
static void
random_from_hardware(void)
{
	uint8_t buf[64];
	int n;

	memset(buf, 0, sizeof(buf));
	n = md_entropy(buf, sizeof(buf));
	random_add_entropy(buf, sizeof(buf), n > 0 ? (u_int)n * 8 : 0, "cpu");
	explicit_bzero(buf, sizeof(buf));
}

/*
 * Early in boot, on the boot CPU.  Neither this function nor its caller
 * returns with the stack guard that it was entered with.
 */
__attribute__((__no_stack_protector__)) void
random_init(void)
{
	uint64_t guard;

	spin_enter(&random_lock);
	blake2s_init(&random_pool, NULL, 0);
	spin_exit(&random_lock);
	random_from_hardware();
	random_jitter(JITTER_SAMPLES / 8);
	spin_enter(&random_lock);
	random_reseed();
	spin_exit(&random_lock);
	random_bytes(&guard, sizeof(guard));
	/* A NUL byte stops string functions that run over. */
	__stack_chk_guard = guard & ~0xffUL;
}

/*
 * Collect jitter while nothing better has seeded the generator; then ask the
 * hardware again from time to time.
 */
static void
random_thread(void *arg)
    __no_lock_analysis
{
	struct sleepq q;
	struct spin *l;
	uint64_t wait;

	sleepq_init(&q);
	for (;;) {
		random_from_hardware();
		if (!random_seeded())
			random_jitter(JITTER_SAMPLES);
		wait = random_seeded() ? 300 * NSEC_PER_SEC :
		    NSEC_PER_SEC / 20;
		l = sleepq_lock(&q);
		sleepq_enqueue(&q, "random", 0, 0);
		(void)sleepq_sleep(l, uptime_ns() + wait);
	}
}

/*
 * Once threads run.
 */
void
random_init_late(void)
{

	if (kthread_create(random_thread, NULL, NULL, "random") != 0)
		panic("random_init_late: no memory");
}
