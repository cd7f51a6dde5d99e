#!/usr/bin/python3
"""Opens TCP connections between the hosts of a Mininet topology and times them.

Runs as root in the namespaces of tools/lab/mininet.ts, where a controller listens on 127.0.0.1:6653. Each host runs this file
again as its agent, which accepts connections and opens those that it is told to, so that starting a program is in no
figure. Before each set of first connections every flow that names a port is deleted from the bridges; what matches less (the
table-miss) stays. One JSON document on stdout:

  first    µs of connect() of pairs whose flows are gone, one at a time: two packets of each lift to the controller
  again    µs of the same pairs right after
  batches  connections and seconds of all pairs at once, from all hosts, flows gone
  failed   connections that were not established
"""
import json
import socket
import struct
import subprocess
import sys
import threading
import time
from functools import partial

PORT = 5000
CONNECT_SECONDS = 5
CONNECTED_SECONDS = 15


def main(topology, rounds):
    from mininet.net import Mininet
    from mininet.node import OVSSwitch, RemoteController
    from mininet.topo import LinearTopo, SingleSwitchTopo
    from mininet.topolib import TreeTopo
    from mininet.util import buildTopo

    topologies = {"single": SingleSwitchTopo, "linear": LinearTopo, "tree": TreeTopo}
    net = Mininet(
        topo=buildTopo(topologies, topology),
        switch=partial(OVSSwitch, datapath="user", protocols="OpenFlow13"),
        controller=partial(RemoteController, ip="127.0.0.1", port=6653),
        autoSetMacs=True,
        autoStaticArp=True,
    )
    net.start()
    try:
        if not net.waitConnected(timeout=CONNECTED_SECONDS):
            raise SystemExit("the switches did not reach the controller")
        for host in net.hosts:
            # a userspace bridge takes no packet whose checksum is left to the hardware
            host.cmd("ethtool -K %s tx off" % host.defaultIntf())
        agents = [Agent(host) for host in net.hosts]
        print(json.dumps(measure(net, agents, rounds)))
    finally:
        net.stop()


def measure(net, agents, rounds):
    pairs = [(a, b) for i, a in enumerate(agents) for b in agents[i + 1 :]]
    seen = {"first": [], "again": [], "batches": [], "failed": 0}
    # the first round tells the controller where everybody is
    for counted in [False] + [True] * rounds:
        forget(net)
        first = [a.connect([b.ip])[0] for a, b in pairs]
        again = [a.connect([b.ip])[0] for a, b in pairs]
        forget(net)
        started = time.perf_counter()
        for i, a in enumerate(agents):
            a.tell([b.ip for b in agents[i + 1 :]])
        batch = [us for a in agents for us in a.hear()]
        seconds = time.perf_counter() - started
        if not counted:
            continue
        seen["first"] += [us for us in first if us is not None]
        seen["again"] += [us for us in again if us is not None]
        seen["batches"].append({"connections": len(batch), "seconds": seconds})
        seen["failed"] += (first + again + batch).count(None)
    return seen


def forget(net):
    for switch in net.switches:
        ports = [port for port in switch.intfs if port > 0]
        flows = "".join("delete in_port=%d\n" % port for port in ports)
        command = ["ovs-ofctl", "-O", "OpenFlow13", "--bundle", "add-flows", switch.name, "-"]
        subprocess.run(command, input=flows.encode(), check=True)


class Agent:
    """This file running in a host."""

    def __init__(self, host):
        self.ip = host.IP()
        command = [sys.executable, __file__, "agent"]
        self.process = host.popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.process.stdout.readline()

    def connect(self, ips):
        self.tell(ips)
        return self.hear()

    def tell(self, ips):
        self.process.stdin.write(json.dumps(ips).encode() + b"\n")
        self.process.stdin.flush()

    def hear(self):
        return json.loads(self.process.stdout.readline())


def agent():
    server = socket.create_server(("", PORT), backlog=1024)
    threading.Thread(target=accept, args=(server,), daemon=True).start()
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps([connect(ip) for ip in json.loads(line)]), flush=True)


def accept(server):
    while True:
        server.accept()[0].close()


def connect(ip):
    """Opens a connection and drops it. Returns the µs that connect() took; None: it failed."""
    began = time.perf_counter_ns()
    try:
        with socket.create_connection((ip, PORT), timeout=CONNECT_SECONDS) as connection:
            took = (time.perf_counter_ns() - began) / 1000
            # a reset leaves nothing behind that could wait
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return took
    except OSError:
        return None


if __name__ == "__main__":
    if sys.argv[1] == "agent":
        agent()
    else:
        main(sys.argv[1], int(sys.argv[2]))
