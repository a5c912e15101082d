/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Address maps.  See vm_map.c and vm_map(9).
 */
#ifndef _VM_VM_MAP_H_
#define	_VM_VM_MAP_H_

#ifdef _KERNEL
#include <sys/queue.h>
#include <sys/rwlock.h>
#include <machine/pmap.h>
#include <vm/vm_object.h>

/*
 * A range of addresses with the same attributes.
 * Locks: (m) m_lock of the map; (v) o_lock of e_vobj; (i) constant; two
 * letters: both to change, either to read.
 */
struct vm_map_entry {
	struct vm_map_entry *e_left;	/* (m) AVL tree by address */
	struct vm_map_entry *e_right;	/* (m) */
	struct vm_map_entry *e_parent;	/* (m) */
	struct vm_map_entry *e_prev;	/* (m) ring by address */
	struct vm_map_entry *e_next;	/* (m) */
	vm_offset_t	e_start;	/* (m+v) */
	vm_offset_t	e_end;		/* (m+v) */
	vm_size_t	e_maxgap;	/* (m) largest gap before an entry of
					   this subtree */
	struct vm_object *e_object;	/* (m) private layer, or NULL */
	struct vm_object *e_vobj;	/* (m) shared layer, or NULL */
	vm_pindex_t	e_vindex;	/* (m+v) page of e_vobj at e_start */
	struct vm_map	*e_map;		/* (m+v) */
	LIST_ENTRY(vm_map_entry) e_vlink;	/* (v) o_mappings */
	uint16_t	e_flags;	/* (m) ME_*; ME_LOCKED: (m+v) */
	uint8_t		e_height;	/* (m) of the subtree */
	uint8_t		e_prot;		/* (m+v) */
	uint8_t		e_maxprot;	/* (i) */
	uint8_t		e_advice;	/* (m, hint) MADV_NORMAL, _RANDOM or
					   _SEQUENTIAL */
	uint8_t		e_ahead;	/* (m, hint) pages of the last run */
	vm_pindex_t	e_lastfault;	/* (m, hint) page after that run */
};

#define	ME_SHARED	0x0001		/* writes reach e_vobj */
#define	ME_NEEDSCOPY	0x0002		/* e_object is others' too: a write
					   puts a new one above it */
#define	ME_GUARD	0x0004		/* nothing here, never */
#define	ME_GROWSDOWN	0x0008		/* a stack that grows into the guard
					   entry before it */
#define	ME_STACKGAP	0x0010		/* with ME_GUARD: that room */
#define	ME_MAINSTACK	0x0020		/* RLIMIT_STACK limits its growth */
#define	ME_DATA		0x0040		/* counts for RLIMIT_DATA: the heap */
#define	ME_TEXT		0x0080		/* of a program: nobody may write to
					   the file (vn_text_hold) */
#define	ME_WRITER	0x0100		/* may change its file: nobody may
					   run it (vn_write_hold) */
#define	ME_LOCKED	0x0200		/* its pages stay in memory; never
					   with ME_GUARD */
#define	ME_INHNONE	0x0400		/* a forked child does not have it */
#define	ME_INHZERO	0x0800		/* ... has zeros in its place */

/*
 * Locks: (m) m_lock, (i) constant, (a) atomic.
 */
struct vm_map {
	struct rwlock	m_lock;
	struct vm_map_entry *m_root;	/* (m) */
	struct vm_map_entry m_head;	/* (m) sentinel of the ring: e_start is
					   m_max, e_end is m_min */
	struct vm_map_entry *m_hint;	/* (a) last entry found */
	u_int		m_nentries;	/* (m) */
	vm_size_t	m_size;		/* (m) bytes mapped, without guards */
	vm_size_t	m_locked;	/* (m) bytes of it that are ME_LOCKED */
	bool		m_lockfuture;	/* (m) new mappings are ME_LOCKED */
	vm_offset_t	m_min;		/* (i) */
	vm_offset_t	m_max;		/* (i) */
	vm_offset_t	m_base;		/* (i) where searches begin */
	struct pmap	*m_pmap;	/* (i) */
};

/*
 * The address space of a process.
 */
struct vmspace {
	struct vm_map	vm_map;
	struct pmap	vm_pmap;
	u_int		vm_refs;	/* (a) */
	vm_offset_t	vm_taddr;	/* (i) text of the program */
	vm_size_t	vm_tsize;	/* (i) bytes */
	vm_offset_t	vm_daddr;	/* (i) data */
	vm_size_t	vm_dsize;	/* (m) bytes, with the heap */
	vm_offset_t	vm_brkstart;	/* (i) lowest break */
	vm_offset_t	vm_brk;		/* (m) */
	vm_offset_t	vm_stacktop;	/* (i) above the main stack */
	vm_size_t	vm_ssize;	/* (m) bytes of it that are mapped */
	vm_offset_t	vm_sigtramp;	/* (i) */
};

extern struct vmspace vmspace0;		/* of proc0: no user addresses */

/* What vm_map_insert() is to enter. */
struct vm_map_req {
	vm_offset_t	r_start;
	vm_offset_t	r_end;
	struct vm_object *r_vobj;	/* reference goes to the map on
					   success */
	vm_pindex_t	r_vindex;
	struct vm_map_entry *r_spare;	/* from vm_map_entry_alloc(), or NULL;
					   NULL when it was used */
	uint8_t		r_prot;
	uint8_t		r_maxprot;
	uint16_t	r_flags;	/* ME_* */
};

/*
 * What a removal took out of a map: freed once the map is unlocked, for that
 * may sleep and take other locks.
 */
struct vm_map_dead {
	struct vm_map_entry *d_first;	/* by e_next */
};

struct vm_map_entry *vm_map_lookup(struct vm_map *, vm_offset_t);
struct vm_map_entry *vm_map_lookup_ge(struct vm_map *, vm_offset_t);
int	vm_map_findspace(struct vm_map *, vm_offset_t hint, vm_size_t len,
	    vm_size_t align, vm_offset_t *);
int	vm_map_insert(struct vm_map *, struct vm_map_req *);
int	vm_map_clip_range(struct vm_map *, vm_offset_t, vm_offset_t);
int	vm_map_remove(struct vm_map *, vm_offset_t, vm_offset_t,
	    struct vm_map_dead *);
void	vm_map_dead_free(struct vm_map_dead *);
int	vm_map_protect(struct vm_map *, vm_offset_t, vm_offset_t, int prot);
int	vm_map_copyout(struct vm_map *, const void *, vm_offset_t, size_t);
int	vm_map_growstack(struct vm_map *, vm_offset_t);
void	vm_map_stack(struct vm_map *, vm_offset_t bottom, vm_offset_t top,
	    vm_size_t init, int prot, u_int flags,
	    struct vm_map_entry *spares[2]);
void	vm_map_check(struct vm_map *);

/* Core: of sys/vm. */
void	vm_map_init(struct vm_map *, struct pmap *, vm_offset_t, vm_offset_t);
void	vm_map_setup(void);
struct vm_map_entry *vm_map_entry_alloc(void) __result_use_check;
void	vm_map_entry_free(struct vm_map_entry *);
bool	vm_map_range_free(struct vm_map *, vm_offset_t, vm_offset_t);
vm_size_t vm_map_mapped(struct vm_map *, vm_offset_t, vm_offset_t);
int	vm_map_setattr(struct vm_map *, vm_offset_t, vm_offset_t, u_int set,
	    u_int clear, int advice);
bool	vm_map_covers(struct vm_map *, vm_offset_t, vm_offset_t);

#define	vm_map_first(map)	((map)->m_head.e_next)
#define	VM_MAP_FOREACH(e, map)						\
	for ((e) = vm_map_first(map); (e) != &(map)->m_head;		\
	    (e) = (e)->e_next)

/* Core: the same. */
static inline bool
vm_map_is_end(const struct vm_map *map, const struct vm_map_entry *e)
{

	return (e == &map->m_head);
}
#endif /* _KERNEL */

#endif /* !_VM_VM_MAP_H_ */
