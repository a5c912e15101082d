/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Names by number with a memory, for programs that show many files.
 */
#include <grp.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define	CACHE_SLOTS	64
#define	NAME_ROOM	40

struct slot {
	unsigned int	id;
	bool		used;
	bool		known;		/* the id has a name */
	char		name[NAME_ROOM];
};

static struct slot user_slots[CACHE_SLOTS], group_slots[CACHE_SLOTS];

/* The slot of id; *hitp tells whether it has been filled for it. */
static struct slot *
slot_find(struct slot *slots, unsigned int id, bool *hitp)
{
	struct slot *sl = &slots[id % CACHE_SLOTS];

	*hitp = sl->used && sl->id == id;
	return (sl);
}

static void
slot_fill(struct slot *sl, unsigned int id, const char *name)
{
	sl->id = id;
	sl->used = true;
	sl->known = name != NULL;
	if (name != NULL)
		(void)strlcpy(sl->name, name, sizeof(sl->name));
	else
		(void)snprintf(sl->name, sizeof(sl->name), "%u", id);
}

const char *
user_from_uid(uid_t uid, int noname)
{
	const struct passwd *pw;
	struct slot *sl;
	bool hit;

	sl = slot_find(user_slots, uid, &hit);
	if (!hit) {
		pw = getpwuid(uid);
		slot_fill(sl, uid, pw != NULL ? pw->pw_name : NULL);
	}
	return (noname != 0 && !sl->known ? NULL : sl->name);
}

const char *
group_from_gid(gid_t gid, int noname)
{
	const struct group *gr;
	struct slot *sl;
	bool hit;

	sl = slot_find(group_slots, gid, &hit);
	if (!hit) {
		gr = getgrgid(gid);
		slot_fill(sl, gid, gr != NULL ? gr->gr_name : NULL);
	}
	return (noname != 0 && !sl->known ? NULL : sl->name);
}

int
uid_from_user(const char *name, uid_t *uidp)
{
	const struct passwd *pw = getpwnam(name);

	if (pw == NULL)
		return (-1);
	*uidp = pw->pw_uid;
	return (0);
}

int
gid_from_group(const char *name, gid_t *gidp)
{
	const struct group *gr = getgrnam(name);

	if (gr == NULL)
		return (-1);
	*gidp = gr->gr_gid;
	return (0);
}
