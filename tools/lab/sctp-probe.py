#!/usr/bin/env python3
"""One SCTP exchange from raw sockets, for kernels that have no SCTP of their own.

    sctp-probe.py listen PORT             answers each INIT with an INIT ACK, until its standard input ends
    sctp-probe.py ask IP PORT SECONDS     sends one INIT, waits for the INIT ACK, prints one JSON line

Both check the CRC32c of what they receive (RFC 9260 section 6.8), so a switch that rewrites a port and leaves the
checksum alone is found out. The INIT ACK carries, as an unrecognized parameter, the client's address as the server saw it.
"""
import json
import select
import socket
import struct
import sys
import time

IPPROTO_SCTP = 132
INIT, INIT_ACK = 1, 2
# A parameter type whose two upper bits say "skip it and go on" (RFC 9260 section 3.2.1).
SEEN_PARAMETER = 0x8DA0
CLIENT_PORT = 40132


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def packet(source, target, tag, kind, seen=b""):
    # chunk: type, flags, length, initiate tag, window, streams out, streams in, first TSN, parameters
    parameter = struct.pack("!HH", SEEN_PARAMETER, 4 + len(seen)) + seen if seen else b""
    chunk = struct.pack("!BBHIIHHI", kind, 0, 20 + len(parameter), 0xDA01, 65536, 1, 1, 1) + parameter
    chunk += b"\0" * (-len(chunk) % 4)
    header = struct.pack("!HHI", source, target, tag)
    checksum = crc32c(header + b"\0\0\0\0" + chunk)
    return header + struct.pack("<I", checksum) + chunk


def received(raw):
    """The parts of a good SCTP packet, or None."""
    frame, (address, _) = raw.recvfrom(2048)
    data = frame[(frame[0] & 0xF) * 4:]
    if len(data) < 16:
        return None
    source, target, _ = struct.unpack("!HHI", data[:8])
    if struct.unpack("<I", data[8:12])[0] != crc32c(data[:8] + b"\0\0\0\0" + data[12:]):
        print(json.dumps({"badChecksum": address}), file=sys.stderr, flush=True)
        return None
    seen = data[36:12 + struct.unpack("!H", data[14:16])[0]] if len(data) > 36 else b""
    return address, source, target, data[12], seen.decode()


def listen(port):
    raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, IPPROTO_SCTP)
    print("listening", flush=True)
    while True:
        ready, _, _ = select.select([raw, sys.stdin], [], [])
        if sys.stdin in ready and not sys.stdin.readline():
            return
        if raw not in ready:
            continue
        got = received(raw)
        if got and got[2] == port and got[3] == INIT:
            address, source, target, _, _ = got
            raw.sendto(packet(target, source, 0xDA01, INIT_ACK, f"{address}:{source}".encode()), (address, 0))


def ask(to, port, seconds):
    raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, IPPROTO_SCTP)
    started = time.monotonic()
    raw.sendto(packet(CLIENT_PORT, port, 0, INIT), (to, 0))
    answer = {"ok": False, "error": "timeout", "seen": "", "from": ""}
    while (left := started + seconds - time.monotonic()) > 0 and select.select([raw], [], [], left)[0]:
        got = received(raw)
        if got and got[3] == INIT_ACK and got[2] == CLIENT_PORT:
            answer = {"ok": True, "error": "", "seen": got[4], "from": f"{got[0]}:{got[1]}"}
            break
    answer["rttMs"] = (time.monotonic() - started) * 1000
    print(json.dumps(answer), flush=True)


if sys.argv[1] == "listen":
    listen(int(sys.argv[2]))
else:
    ask(sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
