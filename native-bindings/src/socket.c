// TCP sockets that never block: reads go straight into the memory that is given, writes straight from it. Errors are
// negative errno.

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "argument.h"

#define PIECES_MAX 1024
// Of the pieces array: two words for each piece, its place and its length.
#define PIECE_WORDS 2
// "[" address "%" interface "]:" port
#define NAME_BYTES 96

static void format_name(const struct sockaddr_storage *address, char *name) {
  char host[INET6_ADDRSTRLEN] = "?";
  if (address->ss_family == AF_INET6) {
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)address;
    inet_ntop(AF_INET6, &v6->sin6_addr, host, sizeof host);
    snprintf(name, NAME_BYTES, "%s:%u", host, ntohs(v6->sin6_port));
  } else {
    const struct sockaddr_in *v4 = (const struct sockaddr_in *)address;
    inet_ntop(AF_INET, &v4->sin_addr, host, sizeof host);
    snprintf(name, NAME_BYTES, "%s:%u", host, ntohs(v4->sin_port));
  }
}

static int open_listener(const char *host, int32_t port, int32_t backlog, int32_t receive_bytes) {
  struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
  bool is_v4 = inet_pton(AF_INET, host, &v4.sin_addr) == 1;
  if (!is_v4 && inet_pton(AF_INET6, host, &v6.sin6_addr) != 1) return -EINVAL;
  int fd = socket(is_v4 ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -errno;
  int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  // Here and not later: the window's scale is said in the handshake, and accepted sockets inherit the size.
  if (receive_bytes > 0) setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
  const struct sockaddr *address = is_v4 ? (const struct sockaddr *)&v4 : (const struct sockaddr *)&v6;
  if (bind(fd, address, is_v4 ? sizeof v4 : sizeof v6) == 0 && listen(fd, backlog) == 0) return fd;
  int error = errno;
  close(fd);
  return -error;
}

// socketListen(host: an address in digits, port, backlog, bytes that wait to be read of one socket: 0 = the kernel's choice) → fd
static napi_value socket_listen(napi_env env, napi_callback_info info) {
  napi_value arguments[4];
  char host[INET6_ADDRSTRLEN];
  size_t length;
  int32_t port, backlog, receive_bytes;
  if (!take_arguments(env, info, arguments, 4) || !take_int32(env, arguments[1], &port) ||
      !take_int32(env, arguments[2], &backlog) || !take_int32(env, arguments[3], &receive_bytes)) {
    return NULL;
  }
  if (napi_get_value_string_utf8(env, arguments[0], host, sizeof host, &length) != napi_ok) {
    napi_throw_type_error(env, NULL, "expected an address");
    return NULL;
  }
  return to_int32(env, open_listener(host, port, backlog, receive_bytes));
}

// socketPort(fd) → the local port
static napi_value socket_port(napi_env env, napi_callback_info info) {
  napi_value arguments[1];
  int32_t fd;
  if (!take_arguments(env, info, arguments, 1) || !take_int32(env, arguments[0], &fd)) return NULL;
  struct sockaddr_storage address;
  socklen_t length = sizeof address;
  if (getsockname(fd, (struct sockaddr *)&address, &length) < 0) return to_int32(env, -errno);
  return to_int32(env, ntohs(address.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&address)->sin6_port
                                                           : ((struct sockaddr_in *)&address)->sin_port));
}

// socketAccept(listener, name: Uint8Array) → fd; the name becomes "address:port", ended by a zero
static napi_value socket_accept(napi_env env, napi_callback_info info) {
  napi_value arguments[2];
  int32_t listener;
  uint8_t *name;
  size_t name_length;
  if (!take_arguments(env, info, arguments, 2) || !take_int32(env, arguments[0], &listener) ||
      !take_bytes(env, arguments[1], &name, &name_length) || !check_range(env, 0, NAME_BYTES, name_length)) {
    return NULL;
  }
  struct sockaddr_storage address;
  socklen_t length = sizeof address;
  int fd = accept4(listener, (struct sockaddr *)&address, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd < 0) return to_int32(env, -errno);
  int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  format_name(&address, (char *)name);
  return to_int32(env, fd);
}

// socketRead(fd, bytes: Uint8Array, at, count) → bytes read; 0 when the peer has ended
static napi_value socket_read(napi_env env, napi_callback_info info) {
  napi_value arguments[4];
  int32_t fd, at, count;
  uint8_t *bytes;
  size_t length;
  if (!take_arguments(env, info, arguments, 4) || !take_int32(env, arguments[0], &fd) ||
      !take_bytes(env, arguments[1], &bytes, &length) || !take_int32(env, arguments[2], &at) ||
      !take_int32(env, arguments[3], &count) || !check_range(env, at, count, length)) {
    return NULL;
  }
  ssize_t got = recv(fd, bytes + at, (size_t)count, 0);
  return to_int32(env, got < 0 ? -errno : (int32_t)got);
}

// socketWrite(fd, bytes: Uint8Array, pieces: Int32Array, count) → bytes that the kernel took, from the front
static napi_value socket_write(napi_env env, napi_callback_info info) {
  napi_value arguments[4];
  int32_t fd, count;
  uint8_t *bytes, *places;
  size_t length, places_length;
  if (!take_arguments(env, info, arguments, 4) || !take_int32(env, arguments[0], &fd) ||
      !take_bytes(env, arguments[1], &bytes, &length) || !take_bytes(env, arguments[2], &places, &places_length) ||
      !take_int32(env, arguments[3], &count) ||
      !check_range(env, 0, count * PIECE_WORDS * (int32_t)sizeof(int32_t), places_length)) {
    return NULL;
  }
  if (count > PIECES_MAX) {
    napi_throw_range_error(env, NULL, "too many pieces");
    return NULL;
  }
  const int32_t *words = (const int32_t *)places;
  struct iovec pieces[PIECES_MAX];
  for (int32_t i = 0; i < count; i++) {
    int32_t at = words[PIECE_WORDS * i], piece = words[PIECE_WORDS * i + 1];
    if (!check_range(env, at, piece, length)) return NULL;
    pieces[i] = (struct iovec){.iov_base = bytes + at, .iov_len = (size_t)piece};
  }
  struct msghdr message = {.msg_iov = pieces, .msg_iovlen = (size_t)count};
  ssize_t sent = sendmsg(fd, &message, MSG_NOSIGNAL);
  return to_int32(env, sent < 0 ? -errno : (int32_t)sent);
}

// socketShutdown(fd): no more is written; the peer reads the end
static napi_value socket_shutdown(napi_env env, napi_callback_info info) {
  napi_value arguments[1];
  int32_t fd;
  if (!take_arguments(env, info, arguments, 1) || !take_int32(env, arguments[0], &fd)) return NULL;
  return to_int32(env, shutdown(fd, SHUT_WR) < 0 ? -errno : 0);
}

// fdClose(fd): of any kind
static napi_value fd_close(napi_env env, napi_callback_info info) {
  napi_value arguments[1];
  int32_t fd;
  if (!take_arguments(env, info, arguments, 1) || !take_int32(env, arguments[0], &fd)) return NULL;
  return to_int32(env, close(fd) < 0 ? -errno : 0);
}

void export_socket(napi_env env, napi_value exports) {
  export_function(env, exports, "socketListen", socket_listen);
  export_function(env, exports, "socketPort", socket_port);
  export_function(env, exports, "socketAccept", socket_accept);
  export_function(env, exports, "socketRead", socket_read);
  export_function(env, exports, "socketWrite", socket_write);
  export_function(env, exports, "socketShutdown", socket_shutdown);
  export_function(env, exports, "fdClose", fd_close);
}
