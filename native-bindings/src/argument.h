// What every binding needs of N-API: arguments as numbers and memory, results, and the way in which they are exported.
// Nothing here allocates on a call that goes well.

#ifndef DAOLINET_ARGUMENT_H
#define DAOLINET_ARGUMENT_H

#include <node_api.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ARGUMENTS_MAX 6

// Reads exactly `count` arguments; throws a TypeError and returns false when there are fewer.
bool take_arguments(napi_env env, napi_callback_info info, napi_value *arguments, size_t count);

// Reads a number as a 32-bit integer; throws and returns false for anything else.
bool take_int32(napi_env env, napi_value value, int32_t *result);

// Reads a typed array, shared or not; throws and returns false for anything else. `length` is in bytes.
bool take_bytes(napi_env env, napi_value value, uint8_t **bytes, size_t *length);

// Whether `at`..`at + count` lies within `length`; throws a RangeError when it does not.
bool check_range(napi_env env, int32_t at, int32_t count, size_t length);

napi_value to_int32(napi_env env, int32_t value);

void export_function(napi_env env, napi_value exports, const char *name, napi_callback function);

// One for each file of this folder.
void export_poller(napi_env env, napi_value exports);
void export_socket(napi_env env, napi_value exports);
void export_wake(napi_env env, napi_value exports);
void export_thread(napi_env env, napi_value exports);
void export_memory(napi_env env, napi_value exports);

#endif
