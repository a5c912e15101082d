/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The ext2 file system on disk, and the checks of what is read from there.  All
 * numbers are little-endian.  This header and ext2_check.c depend on nothing of
 * the kernel: a program of the build host can use them.
 * Tests	tests/sys/fs/ext2fs/t_mutated.sh
 */
#ifndef _FS_EXT2FS_EXT2FS_H_
#define	_FS_EXT2FS_EXT2FS_H_

#include <sys/types.h>

#define	EXT2_SBOFF	1024		/* byte offset of the superblock */
#define	EXT2_SBSIZE	1024
#define	EXT2_MAGIC	0xef53
#define	EXT2_MINBSIZE	1024
#define	EXT2_MAXBSIZE	4096
#define	EXT2_ROOTINO	2
#define	EXT2_LINK_MAX	32000
#define	EXT2_NDADDR	12		/* direct blocks */
#define	EXT2_NIADDR	3		/* levels of indirect ones */
#define	EXT2_NBLOCKS	(EXT2_NDADDR + EXT2_NIADDR)
#define	EXT2_FASTLINK	(EXT2_NBLOCKS * 4)	/* a shorter one is inline */
#define	EXT2_NAMEMAX	255

struct ext2_super {
	uint32_t	s_inodes_count;
	uint32_t	s_blocks_count;
	uint32_t	s_r_blocks_count;	/* reserved */
	uint32_t	s_free_blocks_count;
	uint32_t	s_free_inodes_count;
	uint32_t	s_first_data_block;
	uint32_t	s_log_block_size;	/* 1024 << this */
	uint32_t	s_log_frag_size;
	uint32_t	s_blocks_per_group;
	uint32_t	s_frags_per_group;
	uint32_t	s_inodes_per_group;
	uint32_t	s_mtime;
	uint32_t	s_wtime;
	uint16_t	s_mnt_count;
	uint16_t	s_max_mnt_count;
	uint16_t	s_magic;
	uint16_t	s_state;
	uint16_t	s_errors;
	uint16_t	s_minor_rev_level;
	uint32_t	s_lastcheck;
	uint32_t	s_checkinterval;
	uint32_t	s_creator_os;
	uint32_t	s_rev_level;
	uint16_t	s_def_resuid;
	uint16_t	s_def_resgid;
	/* Revision 1. */
	uint32_t	s_first_ino;
	uint16_t	s_inode_size;
	uint16_t	s_block_group_nr;
	uint32_t	s_feature_compat;
	uint32_t	s_feature_incompat;
	uint32_t	s_feature_ro_compat;
	uint8_t		s_uuid[16];
	char		s_volume_name[16];
	char		s_last_mounted[64];
	uint32_t	s_algorithm_usage_bitmap;
	uint8_t		s_prealloc_blocks;
	uint8_t		s_prealloc_dir_blocks;
	uint16_t	s_reserved_gdt_blocks;
	uint8_t		s_journal_uuid[16];
	uint32_t	s_journal_inum;
	uint32_t	s_journal_dev;
	uint32_t	s_last_orphan;
	uint32_t	s_hash_seed[4];
	uint8_t		s_def_hash_version;
	uint8_t		s_jnl_backup_type;
	uint16_t	s_desc_size;
	uint32_t	s_default_mount_opts;
	uint32_t	s_first_meta_bg;
	uint32_t	s_mkfs_time;
	uint32_t	s_jnl_blocks[17];
	uint32_t	s_blocks_count_hi;
	uint32_t	s_r_blocks_count_hi;
	uint32_t	s_free_blocks_count_hi;
	uint16_t	s_min_extra_isize;
	uint16_t	s_want_extra_isize;
	uint32_t	s_spare[168];
};

_Static_assert(sizeof(struct ext2_super) == EXT2_SBSIZE, "superblock");

/* s_state. */
#define	EXT2_STATE_VALID	0x0001
#define	EXT2_STATE_ERROR	0x0002

/* Features: what we know of each kind. */
#define	EXT2_COMPAT_JOURNAL	0x0004
#define	EXT2_COMPAT_DIRINDEX	0x0020
#define	EXT2_INCOMPAT_FILETYPE	0x0002
#define	EXT2_INCOMPAT_RECOVER	0x0004
#define	EXT2_RO_SPARSESUPER	0x0001
#define	EXT2_RO_LARGEFILE	0x0002
#define	EXT2_RO_EXTRAISIZE	0x0040
#define	EXT2_INCOMPAT_KNOWN	EXT2_INCOMPAT_FILETYPE
#define	EXT2_RO_KNOWN		(EXT2_RO_SPARSESUPER | EXT2_RO_LARGEFILE | \
				    EXT2_RO_EXTRAISIZE)

struct ext2_group {
	uint32_t	bg_block_bitmap;
	uint32_t	bg_inode_bitmap;
	uint32_t	bg_inode_table;
	uint16_t	bg_free_blocks_count;
	uint16_t	bg_free_inodes_count;
	uint16_t	bg_used_dirs_count;
	uint16_t	bg_pad;
	uint32_t	bg_reserved[3];
};

_Static_assert(sizeof(struct ext2_group) == 32, "group descriptor");

struct ext2_dinode {
	uint16_t	di_mode;
	uint16_t	di_uid;
	uint32_t	di_size;
	uint32_t	di_atime;
	uint32_t	di_ctime;
	uint32_t	di_mtime;
	uint32_t	di_dtime;
	uint16_t	di_gid;
	uint16_t	di_nlink;
	uint32_t	di_nblock;		/* of 512 bytes */
	uint32_t	di_flags;
	uint32_t	di_version;
	uint32_t	di_block[EXT2_NBLOCKS];
	uint32_t	di_gen;
	uint32_t	di_file_acl;
	uint32_t	di_size_high;
	uint32_t	di_faddr;
	uint16_t	di_nblock_high;
	uint16_t	di_file_acl_high;
	uint16_t	di_uid_high;
	uint16_t	di_gid_high;
	uint16_t	di_checksum_low;
	uint16_t	di_reserved;
	/* In inodes of more than 128 bytes. */
	uint16_t	di_extra_isize;
	uint16_t	di_checksum_high;
	uint32_t	di_ctime_extra;		/* nanoseconds << 2 | epoch */
	uint32_t	di_mtime_extra;
	uint32_t	di_atime_extra;
	uint32_t	di_crtime;
	uint32_t	di_crtime_extra;
	uint32_t	di_version_high;
	uint32_t	di_projid;
};

_Static_assert(sizeof(struct ext2_dinode) == 160, "inode");
#define	EXT2_OLDISIZE	128
#define	EXT2_EXTRAISIZE	(sizeof(struct ext2_dinode) - EXT2_OLDISIZE)

/* di_flags. */
#define	EXT2_FL_IMMUTABLE	0x00000010
#define	EXT2_FL_APPEND		0x00000020
#define	EXT2_FL_NODUMP		0x00000040
#define	EXT2_FL_NOATIME		0x00000080
#define	EXT2_FL_INDEX		0x00001000
#define	EXT2_FL_EXTENTS		0x00080000
#define	EXT2_FL_INLINE		0x10000000
#define	EXT2_FL_INHERITED	EXT2_FL_NODUMP

#define	EXT2_XATTR_MAGIC	0xea020000

struct ext2_direct {
	uint32_t	e_ino;			/* 0: free */
	uint16_t	e_reclen;
	uint8_t		e_namlen;
	uint8_t		e_type;			/* EXT2_FT_*, or length high */
	char		e_name[];
};

#define	EXT2_DIRHDR		8
#define	EXT2_DIRLEN(namlen)	(((uint32_t)(namlen) + EXT2_DIRHDR + 3) & ~3U)

#define	EXT2_FT_UNKNOWN	0
#define	EXT2_FT_REG	1
#define	EXT2_FT_DIR	2
#define	EXT2_FT_CHR	3
#define	EXT2_FT_BLK	4
#define	EXT2_FT_FIFO	5
#define	EXT2_FT_SOCK	6
#define	EXT2_FT_LNK	7
#define	EXT2_FT_MAX	8

/*
 * What follows from a superblock, in the machine's byte order.
 */
struct ext2_geom {
	uint32_t	g_bsize;
	uint32_t	g_bshift;		/* log2 of it */
	uint32_t	g_blocks;
	uint32_t	g_first;		/* first data block */
	uint32_t	g_inodes;
	uint32_t	g_bpg;			/* blocks per group */
	uint32_t	g_ipg;			/* inodes per group */
	uint32_t	g_groups;
	uint32_t	g_isize;
	uint32_t	g_ipb;			/* inodes per block */
	uint32_t	g_itblocks;		/* blocks of an inode table */
	uint32_t	g_gdblocks;		/* blocks of descriptors */
	uint32_t	g_rsvgdt;		/* reserved for more of them */
	uint32_t	g_firstino;
	uint32_t	g_ptrs;			/* pointers in a block */
	uint32_t	g_ptrshift;		/* log2 of it */
	uint64_t	g_maxsize;		/* largest file */
	bool		g_filetype;
	bool		g_sparse;
};

/*
 * Check a superblock of a disk of that many bytes; on success *geom is set.
 * Else the reason, and *errorp EINVAL or EROFS.
 */
const char *ext2_check_super(const struct ext2_super *, uint64_t disksize,
	    bool rdonly, struct ext2_geom *, int *errorp);

/*
 * Check a group's descriptor; NULL, or the reason.
 */
const char *ext2_check_group(const struct ext2_group *,
	    const struct ext2_geom *, uint32_t group);

/*
 * Check an inode in use; NULL, or the reason.
 */
const char *ext2_check_inode(const struct ext2_dinode *,
	    const struct ext2_geom *, uint32_t ino);

/*
 * Check a block of a directory: afterwards a walk by e_reclen stays inside, is
 * aligned, and each name lies inside its record.
 */
const char *ext2_check_dirblock(const void *, const struct ext2_geom *);

/*
 * Is [blk, blk + n) data, as far as its group's descriptor tells: on the disk,
 * and neither a superblock, a descriptor, a bitmap nor an inode table?
 */
bool	ext2_check_blocks(const struct ext2_geom *, const struct ext2_group *,
	    uint32_t blk, uint32_t n);

/* Does a group hold a copy of the superblock? */
bool	ext2_group_has_super(const struct ext2_geom *, uint32_t group);

/*
 * Bit maps: the first clear bit of [from, to), or `to'; how many bits from
 * `from' on are clear, at most max.
 */
uint32_t ext2_bit_findclear(const void *map, uint32_t from, uint32_t to);
uint32_t ext2_bit_runclear(const void *map, uint32_t from, uint32_t max);

/* Times of an inode. */
void	ext2_time_get(uint32_t sec, uint32_t extra, bool hasextra,
	    int64_t *secp, long *nsecp);
void	ext2_time_put(int64_t sec, long nsec, uint32_t *secp, uint32_t *extrap);

#endif /* !_FS_EXT2FS_EXT2FS_H_ */
