// epoll(7), level-triggered: one system call tells every socket that can be read or written. Errors are negative errno.

#include <errno.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#include "argument.h"

#define EVENTS_MAX 256
#define READABLE 1
#define WRITABLE 2
// Of the events array: two words for each event, its socket and what it is ready for.
#define EVENT_WORDS 2

// pollerOpen() → fd
static napi_value poller_open(napi_env env, napi_callback_info info) {
  (void)info;
  int fd = epoll_create1(EPOLL_CLOEXEC);
  return to_int32(env, fd < 0 ? -errno : fd);
}

// pollerSet(poller, fd, interest): adds or changes; interest 0 stays for errors and hang-ups, -1 removes
static napi_value poller_set(napi_env env, napi_callback_info info) {
  napi_value arguments[3];
  int32_t poller, fd, interest;
  if (!take_arguments(env, info, arguments, 3) || !take_int32(env, arguments[0], &poller) ||
      !take_int32(env, arguments[1], &fd) || !take_int32(env, arguments[2], &interest)) {
    return NULL;
  }
  if (interest < 0) return to_int32(env, epoll_ctl(poller, EPOLL_CTL_DEL, fd, NULL) < 0 ? -errno : 0);
  struct epoll_event event = {
      .events = (interest & READABLE ? EPOLLIN : 0) | (interest & WRITABLE ? EPOLLOUT : 0),
      .data.fd = fd,
  };
  if (epoll_ctl(poller, EPOLL_CTL_MOD, fd, &event) == 0) return to_int32(env, 0);
  if (errno != ENOENT) return to_int32(env, -errno);
  return to_int32(env, epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event) < 0 ? -errno : 0);
}

// pollerWait(poller, events: Int32Array, timeoutMs, clock: Float64Array) → events found
// The clock's first element becomes CLOCK_MONOTONIC in ns: the time of a wake costs no call of its own.
static napi_value poller_wait(napi_env env, napi_callback_info info) {
  napi_value arguments[4];
  int32_t poller, timeout_ms;
  uint8_t *places, *clock;
  size_t places_length, clock_length;
  if (!take_arguments(env, info, arguments, 4) || !take_int32(env, arguments[0], &poller) ||
      !take_bytes(env, arguments[1], &places, &places_length) || !take_int32(env, arguments[2], &timeout_ms) ||
      !take_bytes(env, arguments[3], &clock, &clock_length) || !check_range(env, 0, sizeof(double), clock_length)) {
    return NULL;
  }
  struct epoll_event found[EVENTS_MAX];
  size_t room = places_length / (EVENT_WORDS * sizeof(int32_t));
  if (room == 0) {
    napi_throw_range_error(env, NULL, "no room for events");
    return NULL;
  }
  int count = epoll_wait(poller, found, (int)(room < EVENTS_MAX ? room : EVENTS_MAX), timeout_ms);
  if (count < 0) return to_int32(env, errno == EINTR ? 0 : -errno);
  int32_t *words = (int32_t *)places;
  for (int i = 0; i < count; i++) {
    uint32_t events = found[i].events;
    words[EVENT_WORDS * i] = found[i].data.fd;
    // An error or a hang-up is told by the read that follows.
    words[EVENT_WORDS * i + 1] =
        (events & (EPOLLIN | EPOLLERR | EPOLLHUP) ? READABLE : 0) | (events & EPOLLOUT ? WRITABLE : 0);
  }
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  *(double *)clock = (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
  return to_int32(env, count);
}

void export_poller(napi_env env, napi_value exports) {
  export_function(env, exports, "pollerOpen", poller_open);
  export_function(env, exports, "pollerSet", poller_set);
  export_function(env, exports, "pollerWait", poller_wait);
}
