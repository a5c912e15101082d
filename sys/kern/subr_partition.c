/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Reading partition tables: GPT (UEFI 2.10, section 5.3) with its backup, and
 * MBR with the chain of extended partitions.
 *
 * The table comes from outside and is hostile.  Every number is checked before
 * it is used: both checksums of a GPT, its own address, the size and number of
 * entries, each entry's range; an extended chain visits at most MBR_MAXLOGICAL
 * tables, so that a cycle ends.
 *
 * Context	thread, may sleep.  Tests: tests/boot/t_disk.sh.
 */
#include <sys/param.h>
#include <sys/endian.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/partition.h>
#include <sys/systm.h>

#define	GPT_SIGNATURE	0x5452415020494645ULL	/* "EFI PART" */
#define	GPT_ENTRYSIZE	128
#define	GPT_MAXENTRIES	1024

#define	MBR_MAGIC	0xaa55
#define	MBR_TABLE	446		/* offset of the four entries */
#define	MBR_ENTRYSIZE	16
#define	MBR_MAXLOGICAL	64
#define	MBR_TYPE_EXT	0x05
#define	MBR_TYPE_EXTLBA	0x0f
#define	MBR_TYPE_GPT	0xee

struct gpt_header {
	uint64_t	signature;
	uint32_t	revision;
	uint32_t	size;
	uint32_t	crc;
	uint32_t	reserved;
	uint64_t	self;
	uint64_t	alternate;
	uint64_t	first;
	uint64_t	last;
	uint8_t		guid[16];
	uint64_t	table;
	uint32_t	entries;
	uint32_t	entrysize;
	uint32_t	tablecrc;
} __packed;

struct gpt_entry {
	uint8_t		type[16];
	uint8_t		guid[16];
	uint64_t	first;
	uint64_t	last;
	uint64_t	attributes;
	uint16_t	name[36];
};
_Static_assert(sizeof(struct gpt_entry) == GPT_ENTRYSIZE, "UEFI table 5-6");

struct scan {
	int		(*read)(void *, off_t, void *, size_t);
	void		*arg;
	u_int		 sector;	/* bytes */
	uint64_t	 nsectors;
	struct partition *parts;
	u_int		 max;
	u_int		 n;
};

/* CRC-32 of ISO 3309, bit by bit: tables are small and read once. */
static uint32_t
crc32_update(uint32_t crc, const void *buf, size_t len)
{
	const uint8_t *p = buf;
	int bit;

	crc = ~crc;
	for (; len > 0; len--) {
		crc ^= *p++;
		for (bit = 0; bit < 8; bit++)
			crc = (crc >> 1) ^ (0xedb88320U & -(crc & 1));
	}
	return (~crc);
}

static void
scan_add(struct scan *sc, u_int index, uint64_t first, uint64_t count,
    const void *type, size_t typelen)
{
	struct partition *pt;

	if (count == 0 || first == 0 || first >= sc->nsectors ||
	    count > sc->nsectors - first || sc->n == sc->max)
		return;
	pt = &sc->parts[sc->n++];
	memset(pt, 0, sizeof(*pt));
	pt->pt_index = index;
	pt->pt_start = (off_t)(first * sc->sector);
	pt->pt_size = (off_t)(count * sc->sector);
	memcpy(pt->pt_type, type, typelen);
}

/*
 * Check the header that was read from sector lba.
 */
static bool
gpt_header_valid(const struct scan *sc, const struct gpt_header *h,
    uint64_t lba)
{
	struct gpt_header copy;
	uint64_t tablesectors;
	uint32_t crc;

	if (le64toh(h->signature) != GPT_SIGNATURE ||
	    le32toh(h->size) != sizeof(*h) ||
	    le64toh(h->self) != lba)
		return (false);
	copy = *h;
	copy.crc = 0;
	crc = crc32_update(0, &copy, sizeof(copy));
	if (crc != le32toh(h->crc) ||
	    le32toh(h->entrysize) != GPT_ENTRYSIZE ||
	    le32toh(h->entries) == 0 ||
	    le32toh(h->entries) > GPT_MAXENTRIES)
		return (false);
	tablesectors = howmany((uint64_t)le32toh(h->entries) * GPT_ENTRYSIZE,
	    sc->sector);
	return (le64toh(h->table) >= 2 - (lba != 1) &&
	    le64toh(h->table) < sc->nsectors &&
	    tablesectors <= sc->nsectors - le64toh(h->table) &&
	    le64toh(h->first) <= le64toh(h->last) &&
	    le64toh(h->last) < sc->nsectors);
}

static void
gpt_entries(struct scan *sc, const struct gpt_header *h,
    const struct gpt_entry *e)
{
	static const uint8_t unused[16];
	uint64_t first, last;
	u_int i;

	for (i = 0; i < le32toh(h->entries); i++, e++) {
		if (memcmp(e->type, unused, sizeof(unused)) == 0)
			continue;
		first = le64toh(e->first);
		last = le64toh(e->last);
		if (first < le64toh(h->first) || last > le64toh(h->last) ||
		    first > last)
			continue;
		scan_add(sc, i + 1, first, last - first + 1, e->type,
		    sizeof(e->type));
	}
}

/*
 * Try the GPT whose header is in sector lba.  *foundp says whether it is one.
 */
static int
gpt_read(struct scan *sc, uint64_t lba, bool *foundp)
{
	struct gpt_header h;
	size_t tablesize;
	void *buf;
	int error;

	*foundp = false;
	if (lba >= sc->nsectors)
		return (0);
	buf = kmem_alloc(sc->sector, KM_SLEEP);
	if (buf == NULL)
		return (SET_ERROR(ENOMEM));
	error = sc->read(sc->arg, (off_t)(lba * sc->sector), buf, sc->sector);
	if (error == 0)
		memcpy(&h, buf, sizeof(h));
	kmem_free(buf, sc->sector);
	if (error != 0 || !gpt_header_valid(sc, &h, lba))
		return (error);

	tablesize = roundup((size_t)le32toh(h.entries) * GPT_ENTRYSIZE,
	    sc->sector);
	buf = kmem_alloc(tablesize, KM_SLEEP);
	if (buf == NULL)
		return (SET_ERROR(ENOMEM));
	error = sc->read(sc->arg, (off_t)(le64toh(h.table) * sc->sector), buf,
	    tablesize);
	if (error == 0 && crc32_update(0, buf, (size_t)le32toh(h.entries) *
	    GPT_ENTRYSIZE) == le32toh(h.tablecrc)) {
		gpt_entries(sc, &h, buf);
		*foundp = true;
	}
	kmem_free(buf, tablesize);
	return (error);
}

/*
 * The chain of logical partitions, numbered from 5, of the extended partition
 * at sector base.  Each table names one partition, relative to itself, and the
 * next table, relative to base.
 */
static int
mbr_extended(struct scan *sc, uint64_t base, uint8_t *buf)
{
	const uint8_t *e = buf + MBR_TABLE;
	uint64_t lba = base;
	u_int i;
	int error;

	for (i = 0; i < MBR_MAXLOGICAL && lba < sc->nsectors; i++) {
		error = sc->read(sc->arg, (off_t)(lba * sc->sector), buf,
		    sc->sector);
		if (error != 0)
			return (error);
		if (le16dec(buf + 510) != MBR_MAGIC)
			break;
		if (e[4] != 0)
			scan_add(sc, 5 + i, lba + le32dec(e + 8),
			    le32dec(e + 12), e + 4, 1);
		if (e[MBR_ENTRYSIZE + 4] != MBR_TYPE_EXT &&
		    e[MBR_ENTRYSIZE + 4] != MBR_TYPE_EXTLBA)
			break;
		lba = base + le32dec(e + MBR_ENTRYSIZE + 8);
	}
	return (0);
}

static int
mbr_read(struct scan *sc, bool *protectivep)
{
	const uint8_t *e;
	uint64_t ext = 0;
	uint8_t *buf;
	u_int i;
	int error;

	*protectivep = false;
	buf = kmem_alloc(sc->sector, KM_SLEEP);
	if (buf == NULL)
		return (SET_ERROR(ENOMEM));
	error = sc->read(sc->arg, 0, buf, sc->sector);
	if (error != 0 || le16dec(buf + 510) != MBR_MAGIC)
		goto out;
	for (i = 0; i < 4; i++)
		if (buf[MBR_TABLE + i * MBR_ENTRYSIZE + 4] == MBR_TYPE_GPT)
			*protectivep = true;
	if (*protectivep)
		goto out;
	for (i = 0; i < 4; i++) {
		e = buf + MBR_TABLE + i * MBR_ENTRYSIZE;
		if (e[0] != 0 && e[0] != 0x80)
			goto out;	/* a boot sector, not a table */
	}
	for (i = 0; i < 4; i++) {
		e = buf + MBR_TABLE + i * MBR_ENTRYSIZE;
		if (e[4] == MBR_TYPE_EXT || e[4] == MBR_TYPE_EXTLBA)
			ext = le32dec(e + 8);
		else if (e[4] != 0)
			scan_add(sc, i + 1, le32dec(e + 8), le32dec(e + 12),
			    e + 4, 1);
	}
	if (ext != 0)
		error = mbr_extended(sc, ext, buf);
out:
	kmem_free(buf, sc->sector);
	return (error);
}

int
partition_read(int (*read)(void *, off_t, void *, size_t), void *arg,
    off_t mediasize, u_int sectorsize, struct partition *parts, u_int max,
    u_int *np)
{
	struct scan sc = {
		.read = read,
		.arg = arg,
		.sector = sectorsize,
		.nsectors = (uint64_t)mediasize / sectorsize,
		.parts = parts,
		.max = max,
	};
	bool found, protective;
	int error;

	*np = 0;
	if (sc.nsectors < 3)
		return (0);
	error = mbr_read(&sc, &protective);
	if (error == 0 && protective) {
		error = gpt_read(&sc, 1, &found);
		if (error == 0 && !found)
			error = gpt_read(&sc, sc.nsectors - 1, &found);
	}
	if (error == 0)
		*np = sc.n;
	return (error);
}
