{
  "targets": [
    {
      "target_name": "daolinet",
      "sources": [
        "src/module.c",
        "src/argument.c",
        "src/poller.c",
        "src/socket.c",
        "src/wake.c",
        "src/thread.c",
        "src/memory.c"
      ],
      "defines": ["NAPI_VERSION=8", "_GNU_SOURCE"],
      "cflags": ["-std=c11", "-O2", "-Wall", "-Wextra", "-Werror"]
    }
  ]
}
