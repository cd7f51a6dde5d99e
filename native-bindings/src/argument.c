#include "argument.h"

bool take_arguments(napi_env env, napi_callback_info info, napi_value *arguments, size_t count) {
  size_t given = count;
  napi_get_cb_info(env, info, &given, arguments, NULL, NULL);
  if (given >= count) return true;
  napi_throw_type_error(env, NULL, "too few arguments");
  return false;
}

bool take_int32(napi_env env, napi_value value, int32_t *result) {
  if (napi_get_value_int32(env, value, result) == napi_ok) return true;
  napi_throw_type_error(env, NULL, "expected a number");
  return false;
}

bool take_bytes(napi_env env, napi_value value, uint8_t **bytes, size_t *length) {
  static const uint8_t element_bytes[] = {
      [napi_int8_array] = 1,    [napi_uint8_array] = 1,   [napi_uint8_clamped_array] = 1, [napi_int16_array] = 2,
      [napi_uint16_array] = 2,  [napi_int32_array] = 4,   [napi_uint32_array] = 4,        [napi_float32_array] = 4,
      [napi_float64_array] = 8, [napi_bigint64_array] = 8, [napi_biguint64_array] = 8,
  };
  napi_typedarray_type type;
  size_t elements;
  void *data;
  if (napi_get_typedarray_info(env, value, &type, &elements, &data, NULL, NULL) == napi_ok &&
      (size_t)type < sizeof element_bytes) {
    *bytes = data;
    *length = elements * element_bytes[type];
    return true;
  }
  napi_throw_type_error(env, NULL, "expected a typed array");
  return false;
}

bool check_range(napi_env env, int32_t at, int32_t count, size_t length) {
  if (at >= 0 && count >= 0 && (size_t)at + (size_t)count <= length) return true;
  napi_throw_range_error(env, NULL, "a place outside the array");
  return false;
}

napi_value to_int32(napi_env env, int32_t value) {
  napi_value result;
  napi_create_int32(env, value, &result);
  return result;
}

void export_function(napi_env env, napi_value exports, const char *name, napi_callback function) {
  napi_value value;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, function, NULL, &value);
  napi_set_named_property(env, exports, name, value);
}
