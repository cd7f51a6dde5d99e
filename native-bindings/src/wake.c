// eventfd(2): how any thread ends another one's pollerWait. Rung only for a sleeper, so one that is awake costs nothing.

#include <errno.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "argument.h"

// wakeOpen() → fd
static napi_value wake_open(napi_env env, napi_callback_info info) {
  (void)info;
  int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return to_int32(env, fd < 0 ? -errno : fd);
}

// wakeRing(fd)
static napi_value wake_ring(napi_env env, napi_callback_info info) {
  napi_value arguments[1];
  int32_t fd;
  if (!take_arguments(env, info, arguments, 1) || !take_int32(env, arguments[0], &fd)) return NULL;
  uint64_t one = 1;
  return to_int32(env, write(fd, &one, sizeof one) < 0 ? -errno : 0);
}

// wakeClear(fd): it is quiet again
static napi_value wake_clear(napi_env env, napi_callback_info info) {
  napi_value arguments[1];
  int32_t fd;
  if (!take_arguments(env, info, arguments, 1) || !take_int32(env, arguments[0], &fd)) return NULL;
  uint64_t rings;
  return to_int32(env, read(fd, &rings, sizeof rings) < 0 ? -errno : 0);
}

void export_wake(napi_env env, napi_value exports) {
  export_function(env, exports, "wakeOpen", wake_open);
  export_function(env, exports, "wakeRing", wake_ring);
  export_function(env, exports, "wakeClear", wake_clear);
}
