#include <malloc.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

/// Asks for large pages behind memory that is about to be filled, where it is large enough to hold one:
/// touching 2 MiB costs one fault instead of 512. Advice only; the memory is the same if it is not taken.
static inline void obryza_prefer_large_pages(void *start, size_t count) {
    const size_t least = (size_t)4 << 20;
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    if (count < least || page == 0) return;
    const uintptr_t first = ((uintptr_t)start + page - 1) / page * page;
    const uintptr_t end = ((uintptr_t)start + count) / page * page;
    if (first < end) (void)madvise((void *)first, end - first, MADV_HUGEPAGE);
}
