/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Instances of the kernel.
 *
 * Model	An instance is the kernel's data (two sections that a link makes
 *		one piece each, `sim_data' and `sim_bss'), a memfd that holds
 *		the arena and behind it the memory of the kernel's addresses,
 *		the protection of the latter, its disks (disk.c), and the stack
 *		pointer at which it gave the process back.  The data of the
 *		selected one is in place, that of the others in a copy; its
 *		memfd is mapped at the fixed addresses.
 *		With AddressSanitizer the shadow of the arena belongs to it too.
 * Snapshot	What of the memfd is in use, its file system knows; all else
 *		reads as zeros.  So a restore copies what is in use from an
 *		image of the snapshot, in which the rest is zeros too: in
 *		proportion to what a kernel uses, which is little.  When a run
 *		has used much more than the others, holes are punched first.
 *		The host has a view of its own of the memfd, for which the
 *		protection of the kernel's addresses does not count.
 * Limits	One snapshot for each instance.
 */

#define	_GNU_SOURCE
#include <sys/mman.h>
#include <err.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host.h"

#define	MEM_SIZE	((size_t)SIM_ARENA_SIZE + SIM_KVA_SIZE)
#define	KVA_PAGES	((size_t)SIM_KVA_SIZE / SIM_PAGE)
#define	MAXRANGE	4096
#define	SLACK		(2UL << 20)	/* in use beyond a snapshot */

extern char __start_sim_data[], __stop_sim_data[];
extern char __start_sim_bss[], __stop_sim_bss[];
void	host_begin(void);

struct range {
	size_t	r_start;		/* in the memfd */
	size_t	r_len;
};

struct ranges {
	struct range rs_range[MAXRANGE];
	unsigned rs_n;
	size_t	rs_total;
};

struct data {
	char	*d_data;
	char	*d_bss;
	char	*d_shadow;		/* of the arena; NULL: none */
	void	*d_sp;
	unsigned char d_kva[KVA_PAGES];	/* who may be accessed */
};

struct node {
	int	n_fd;			/* memfd, or -1 */
	int	n_savedfd;		/* n_fd of the snapshot, or -1 */
	char	*n_savedview;		/* when another is in its place */
	struct data n_now;		/* while not selected */
	struct data n_saved;		/* the snapshot */
	char	*n_view;		/* of the memfd */
	char	*n_image;		/* the snapshot's memory */
	struct ranges n_used;		/* and what of it is in use */
};

/* The sanitizer's, when it is linked in. */
void	__asan_get_shadow_mapping(size_t *scale, size_t *offset)
	    __attribute__((__weak__));
static char	*shadow;		/* of the arena, or NULL */
static size_t	shadow_size;

static struct node nodes[SIM_NODES];
static unsigned current;
static bool	any;			/* current is selected */
static void	*host_sp, *kernel_sp;
static unsigned char kva_prot[KVA_PAGES];	/* of the current one */
static int	stop_why;
static char	stop_msg[512];
static char	*pristine;		/* the data before any boot */

static size_t
data_size(void)
{

	return ((size_t)(__stop_sim_data - __start_sim_data));
}

static size_t
bss_size(void)
{

	return ((size_t)(__stop_sim_bss - __start_sim_bss));
}

static void *
xmalloc(size_t n)
{
	void *p;

	p = malloc(n);
	if (p == NULL)
		err(1, "malloc");
	return (p);
}

/*
 * Copy, fill with zeros, without the sanitizer's eyes: whole sections contain
 * what it keeps between variables.
 */
static void
raw_copy(void *dst, const void *src, size_t n)
{

	__asm__ volatile("rep movsb" : "+D" (dst), "+S" (src), "+c" (n) : :
	    "memory");
}

static void
raw_zero(void *dst, size_t n)
{

	__asm__ volatile("rep stosb" : "+D" (dst), "+c" (n) : "a" (0) :
	    "memory");
}

static void
shadow_find(void)
{
	size_t scale, offset;

	if (__asan_get_shadow_mapping == NULL)
		return;
	__asan_get_shadow_mapping(&scale, &offset);
	shadow = (char *)(((uintptr_t)SIM_ARENA_START >> scale) + offset);
	shadow_size = (size_t)SIM_ARENA_SIZE >> scale;
}

void
node_init(void)
{
	unsigned i;

	shadow_find();

	pristine = xmalloc(data_size());
	raw_copy(pristine, __start_sim_data, data_size());
	for (i = 0; i < SIM_NODES; i++)
		nodes[i].n_fd = nodes[i].n_savedfd = -1;
}

unsigned
node_current(void)
{

	return (current);
}

int
node_memfd(void)
{

	return (nodes[current].n_fd);
}

const char *
sim_message(void)
{

	return (stop_msg);
}

static void
map_memory(int fd)
{

	if (mmap((void *)SIM_ARENA_START, SIM_ARENA_SIZE,
	    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0) ==
	    MAP_FAILED ||
	    mmap((void *)SIM_KVA_START, SIM_KVA_SIZE, PROT_NONE,
	    MAP_SHARED | MAP_FIXED, fd, SIM_ARENA_SIZE) == MAP_FAILED)
		err(1, "the kernel's memory");
	trap_forget_window();
}

/* Let the kernel access what kva_prot says, in as few calls as may be. */
static void
kva_apply(void)
{
	size_t i, j;

	for (i = 0; i < KVA_PAGES; i = j) {
		for (j = i + 1; j < KVA_PAGES && kva_prot[j] == kva_prot[i]; )
			j++;
		if (kva_prot[i] != 0 &&
		    mprotect((void *)(SIM_KVA_START + i * SIM_PAGE),
		    (j - i) * SIM_PAGE, PROT_READ | PROT_WRITE) != 0)
			err(1, "mprotect");
	}
}

void
host_protect_kva(unsigned long va, unsigned long len, int prot)
{
	size_t first = (va - SIM_KVA_START) / SIM_PAGE;

	if (mprotect((void *)va, len, prot != 0 ? PROT_READ | PROT_WRITE :
	    PROT_NONE) != 0)
		err(1, "mprotect");
	memset(&kva_prot[first], prot != 0, len / SIM_PAGE);
}

static void
data_save(struct data *d)
{

	if (d->d_data == NULL) {
		d->d_data = xmalloc(data_size());
		d->d_bss = xmalloc(bss_size());
		if (shadow != NULL)
			d->d_shadow = xmalloc(shadow_size);
	}
	if (shadow != NULL)
		raw_copy(d->d_shadow, shadow, shadow_size);
	raw_copy(d->d_data, __start_sim_data, data_size());
	raw_copy(d->d_bss, __start_sim_bss, bss_size());
	memcpy(d->d_kva, kva_prot, sizeof(kva_prot));
	d->d_sp = kernel_sp;
}

static void
data_load(const struct data *d)
{

	raw_copy(__start_sim_data, d->d_data, data_size());
	raw_copy(__start_sim_bss, d->d_bss, bss_size());
	if (shadow != NULL)
		raw_copy(shadow, d->d_shadow, shadow_size);
	kernel_sp = d->d_sp;
}

/*
 * Change to another instance; it must have been booted.
 */
void
sim_select(unsigned node)
{

	if (any && node == current)
		return;
	if (any)
		data_save(&nodes[current].n_now);
	current = node;
	any = true;
	disk_node(node);
	if (nodes[node].n_fd < 0)
		return;
	data_load(&nodes[node].n_now);
	memcpy(kva_prot, nodes[node].n_now.d_kva, sizeof(kva_prot));
	map_memory(nodes[node].n_fd);
	kva_apply();
}

/*
 * Go into the kernel until it stops; why it did.
 */
int
sim_run(void)
{

	stop_why = 0;
	host_switch(&host_sp, kernel_sp);
	return (stop_why);
}

/*
 * From the kernel.
 */
void
host_stop(int why, const char *msg)
{

	stop_why = why;
	snprintf(stop_msg, sizeof(stop_msg), "%s", msg != NULL ? msg : "");
	host_switch(&kernel_sp, host_sp);
}

/*
 * In place of __asan_handle_no_return(): the kernel's stacks are none that the
 * sanitizer knows, and hold nothing that it poisoned.
 */
void
host_no_return(void)
{

}

static char *
map_anew(char *old, int fd, int prot)
{
	char *p;

	if (old != NULL)
		munmap(old, MEM_SIZE);
	p = mmap(NULL, MEM_SIZE, prot, fd >= 0 ? MAP_SHARED : MAP_PRIVATE |
	    MAP_ANONYMOUS | MAP_NORESERVE, fd, 0);
	if (p == MAP_FAILED)
		err(1, "the kernel's memory");
	return (p);
}

/*
 * Begin an instance anew and run it until it is ready.
 */
int
sim_boot(unsigned node, const struct sim_boot_args *sb)
{
	struct node *n = &nodes[node];
	void **sp;

	sim_select(node);
	if (n->n_image != NULL && n->n_savedfd < 0) {
		/* The snapshot's memory is fast to restore: keep it. */
		n->n_savedfd = n->n_fd;
		n->n_savedview = n->n_view;
		n->n_view = NULL;
	} else if (n->n_fd >= 0)
		close(n->n_fd);
	n->n_fd = memfd_create("tessera", MFD_CLOEXEC);
	if (n->n_fd < 0 || ftruncate(n->n_fd, (off_t)MEM_SIZE) != 0)
		err(1, "memfd");
	n->n_view = map_anew(n->n_view, n->n_fd, PROT_READ | PROT_WRITE);
	raw_copy(__start_sim_data, pristine, data_size());
	raw_zero(__start_sim_bss, bss_size());
	if (shadow != NULL)
		raw_zero(shadow, shadow_size);
	memset(kva_prot, 0, sizeof(kva_prot));
	map_memory(n->n_fd);
	/* What host_switch() pops, and host_begin() calls. */
	sp = (void **)sim_boot_sp - 9;
	memset(sp, 0, 9 * sizeof(*sp));
	sp[2] = (void *)(uintptr_t)sb;
	sp[3] = (void *)(uintptr_t)sim_start;
	sp[6] = (void *)(uintptr_t)host_begin;
	kernel_sp = sp;
	return (sim_run());
}

/* What of the memfd is in use. */
static void
find_ranges(int fd, struct ranges *rs)
{
	off_t start, end = 0;

	rs->rs_n = 0;
	rs->rs_total = 0;
	while ((start = lseek(fd, end, SEEK_DATA)) >= 0) {
		end = lseek(fd, start, SEEK_HOLE);
		if (end < 0)
			err(1, "lseek");
		if (rs->rs_n == MAXRANGE)
			errx(1, "the kernel's memory is in too many pieces");
		rs->rs_range[rs->rs_n].r_start = (size_t)start;
		rs->rs_range[rs->rs_n++].r_len = (size_t)(end - start);
		rs->rs_total += (size_t)(end - start);
	}
}

static void
copy_ranges(char *to, const char *from, const struct ranges *rs)
{
	const struct range *r;

	for (r = rs->rs_range; r < rs->rs_range + rs->rs_n; r++)
		raw_copy(to + r->r_start, from + r->r_start, r->r_len);
}

/*
 * Keep the state of the selected instance, for sim_restore().
 */
void
sim_snapshot(void)
{
	struct node *n = &nodes[current];

	data_save(&n->n_saved);
	find_ranges(n->n_fd, &n->n_used);
	n->n_image = map_anew(n->n_image, -1, PROT_READ | PROT_WRITE);
	copy_ranges(n->n_image, n->n_view, &n->n_used);
	if (n->n_savedfd >= 0) {
		close(n->n_savedfd);
		munmap(n->n_savedview, MEM_SIZE);
		n->n_savedfd = -1;
	}
	disk_snapshot();
}

static void
punch(int fd, size_t start, size_t end)
{

	if (start < end && fallocate(fd, FALLOC_FL_PUNCH_HOLE |
	    FALLOC_FL_KEEP_SIZE, (off_t)start, (off_t)(end - start)) != 0)
		err(1, "fallocate");
}

/* Give back what a snapshot does not use. */
static void
punch_others(int fd, const struct ranges *rs)
{
	const struct range *r;
	size_t hole = 0;

	for (r = rs->rs_range; r < rs->rs_range + rs->rs_n; r++) {
		punch(fd, hole, r->r_start);
		hole = r->r_start + r->r_len;
	}
	punch(fd, hole, MEM_SIZE);
}

/*
 * Make the protection of the kernel's addresses what the snapshot has.
 */
static void
kva_restore(const unsigned char *saved)
{
	size_t i, j;

	for (i = 0; i < KVA_PAGES; i = j) {
		j = i + 1;
		if (kva_prot[i] == saved[i])
			continue;
		while (j < KVA_PAGES && kva_prot[j] != saved[j] &&
		    saved[j] == saved[i])
			j++;
		host_protect_kva(SIM_KVA_START + i * SIM_PAGE,
		    (j - i) * SIM_PAGE, saved[i]);
	}
}

/*
 * The selected instance is again what it was at its snapshot.
 */
void
sim_restore(void)
{
	static struct ranges rs;
	struct node *n = &nodes[current];

	if (n->n_savedfd >= 0) {
		close(n->n_fd);
		munmap(n->n_view, MEM_SIZE);
		n->n_fd = n->n_savedfd;
		n->n_view = n->n_savedview;
		n->n_savedfd = -1;
		memset(kva_prot, 0, sizeof(kva_prot));
		map_memory(n->n_fd);
	}
	kva_restore(n->n_saved.d_kva);
	find_ranges(n->n_fd, &rs);
	if (rs.rs_total > n->n_used.rs_total + SLACK) {
		punch_others(n->n_fd, &n->n_used);
		find_ranges(n->n_fd, &rs);
	}
	copy_ranges(n->n_view, n->n_image, &rs);
	data_load(&n->n_saved);
	trap_forget_window();
	disk_restore();
}
