/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Compiler glue: attributes, declaration brackets and the few macros that both
 * kernel and user headers need.  Includes nothing.
 */

#ifndef _SYS_CDEFS_H_
#define	_SYS_CDEFS_H_

#ifdef __cplusplus
#define	__BEGIN_DECLS	extern "C" {
#define	__END_DECLS	}
#else
#define	__BEGIN_DECLS
#define	__END_DECLS
#endif

#ifdef __cplusplus
#define	__restrict_arr
#else
#define	__restrict_arr	__restrict
#endif

#define	__CONCAT1(x, y)	x ## y
#define	__CONCAT(x, y)	__CONCAT1(x, y)
#define	__STRING(x)	#x
#define	__XSTRING(x)	__STRING(x)

#define	__aligned(x)	__attribute__((__aligned__(x)))
#define	__alloc_size(x)	__attribute__((__alloc_size__(x)))
#define	__alloc_size2(n, x)	__attribute__((__alloc_size__(n, x)))
#define	__always_inline	inline __attribute__((__always_inline__))
#define	__dead		__attribute__((__noreturn__))
#define	__dead2		__attribute__((__noreturn__))
#define	__format_arg(n)	__attribute__((__format_arg__(n)))
#define	__hidden	__attribute__((__visibility__("hidden")))
#define	__malloc_like	__attribute__((__malloc__))
#define	__noinline	__attribute__((__noinline__))
#define	__nonnull(...)	__attribute__((__nonnull__(__VA_ARGS__)))
#define	__packed	__attribute__((__packed__))
#define	__printflike(f, a)	__attribute__((__format__(__printf__, f, a)))
#define	__pure		__attribute__((__pure__))
#define	__pure2		__attribute__((__const__))
#define	__result_use_check	__attribute__((__warn_unused_result__))
#define	__must_check	__result_use_check
#define	__returns_twice	__attribute__((__returns_twice__))
#define	__scanflike(f, a)	__attribute__((__format__(__scanf__, f, a)))
#define	__section(x)	__attribute__((__section__(x)))
#define	__sentinel	__attribute__((__sentinel__))
#define	__strfmonlike(f, a)	__attribute__((__format__(__strfmon__, f, a)))
#define	__strftimelike(f, a)	__attribute__((__format__(__strftime__, f, 0)))
#define	__unused	__attribute__((__unused__))
#define	__used		__attribute__((__used__))
#define	__weak_symbol	__attribute__((__weak__))
#define	__fallthrough	__attribute__((__fallthrough__))
#ifdef __clang__
#define	__no_sanitize_all \
	__attribute__((__no_sanitize__("address", "undefined")))
#else
#define	__no_sanitize_all
#endif

#define	__predict_false(e)	__builtin_expect(!!(e), 0)
#define	__predict_true(e)	__builtin_expect(!!(e), 1)

#define	__offsetof(type, field)	__builtin_offsetof(type, field)
#define	__containerof(ptr, type, member) \
	((type *)(void *)((char *)__DECONST(void *, (ptr)) - \
	    __offsetof(type, member)))

#define	__DECONST(type, var)	((type)(__UINTPTR_TYPE__)(const void *)(var))
#define	__DEVOLATILE(type, var) \
	((type)(__UINTPTR_TYPE__)(volatile void *)(var))
#define	__DEQUALIFY(type, var) \
	((type)(__UINTPTR_TYPE__)(const volatile void *)(var))
#define	__arraycount(a)	(sizeof(a) / sizeof((a)[0]))

/*
 * alias is a second, weak (or equal) name of sym in the same file.
 */
#define	__weak_reference(sym, alias) \
	__asm__(".weak " #alias "\n\t.set " #alias ", " #sym)
#define	__strong_reference(sym, alias) \
	__asm__(".globl " #alias "\n\t.set " #alias ", " #sym)
#define	__warn_references(sym, msg) \
	__asm__(".section .gnu.warning." #sym ",\"\",@progbits\n\t" \
	    ".asciz \"" msg "\"\n\t.previous")

#if defined(__cplusplus)
#define	__noreturn_c11	__dead2
#else
#define	__noreturn_c11	_Noreturn
#endif

/*
 * Thread-safety annotations; only clang checks them.
 */
#if defined(__clang__) && !defined(__cplusplus)
#define	__lock_annotate(x)	__attribute__((x))
#else
#define	__lock_annotate(x)
#endif
#define	__lockable		__lock_annotate(capability("mutex"))
#define	__acquires_excl(...) \
	__lock_annotate(acquire_capability(__VA_ARGS__))
#define	__acquires_shared(...) \
	__lock_annotate(acquire_shared_capability(__VA_ARGS__))
#define	__releases(...)	__lock_annotate(release_generic_capability(__VA_ARGS__))
#define	__try_acquires(...) \
	__lock_annotate(try_acquire_capability(__VA_ARGS__))
#define	__requires(...)	__lock_annotate(requires_capability(__VA_ARGS__))
#define	__requires_shared(...) \
	__lock_annotate(requires_shared_capability(__VA_ARGS__))
#define	__excludes(...)		__lock_annotate(locks_excluded(__VA_ARGS__))
#define	__guarded_by(x)		__lock_annotate(guarded_by(x))
#define	__pt_guarded_by(x)	__lock_annotate(pt_guarded_by(x))
#define	__asserts_excl(...)	__lock_annotate(assert_capability(__VA_ARGS__))
#define	__no_lock_analysis	__lock_annotate(no_thread_safety_analysis)

#endif /* !_SYS_CDEFS_H_ */
