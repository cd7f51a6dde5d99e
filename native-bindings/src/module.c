// The bindings' table of contents. src/native/bindings.ts loads them and refuses another ABI_VERSION than its own.

#include "argument.h"

#define ABI_VERSION 2

NAPI_MODULE_INIT() {
  napi_set_named_property(env, exports, "abiVersion", to_int32(env, ABI_VERSION));
  export_poller(env, exports);
  export_socket(env, exports);
  export_wake(env, exports);
  export_thread(env, exports);
  export_memory(env, exports);
  return exports;
}
