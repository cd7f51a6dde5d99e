// sched_setaffinity(2): keeps the calling thread on one core, with its caches.

#include <errno.h>
#include <sched.h>

#include "argument.h"

// threadPin(cpu): 0 or a negative errno (EINVAL: no such core, or not one of this process's)
static napi_value thread_pin(napi_env env, napi_callback_info info) {
  napi_value arguments[1];
  int32_t cpu;
  if (!take_arguments(env, info, arguments, 1) || !take_int32(env, arguments[0], &cpu)) return NULL;
  if (cpu < 0 || cpu >= CPU_SETSIZE) return to_int32(env, -EINVAL);
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  return to_int32(env, sched_setaffinity(0, sizeof set, &set) < 0 ? -errno : 0);
}

void export_thread(napi_env env, napi_value exports) { export_function(env, exports, "threadPin", thread_pin); }
