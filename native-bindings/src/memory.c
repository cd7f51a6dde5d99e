// madvise(2): asks for huge pages behind the large shared tables, which are hit at random: a miss then costs one cache
// miss and not a walk of the page tables besides.

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "argument.h"

// memoryHuge(bytes): 0 or a negative errno (EINVAL: the kernel has no transparent huge pages)
static napi_value memory_huge(napi_env env, napi_callback_info info) {
  napi_value arguments[1];
  uint8_t *bytes;
  size_t length;
  if (!take_arguments(env, info, arguments, 1) || !take_bytes(env, arguments[0], &bytes, &length)) return NULL;
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  uintptr_t from = ((uintptr_t)bytes + page - 1) & ~(page - 1);
  uintptr_t end = ((uintptr_t)bytes + length) & ~(page - 1);
  if (end <= from) return to_int32(env, 0);
  return to_int32(env, madvise((void *)from, end - from, MADV_HUGEPAGE) < 0 ? -errno : 0);
}

void export_memory(napi_env env, napi_value exports) { export_function(env, exports, "memoryHuge", memory_huge); }
