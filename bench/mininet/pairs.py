"""What runs inside Mininet: `mn --custom pairs.py --test pairs`. Gives the switches each contestant in turn as their
controller and times TCP connections between pairs of hosts whose flows were taken away before.

One process makes the sockets of all hosts: a socket stays in the network namespace that its thread was in when it was
made, so each host's are made after a setns(2), and one loop then times them all by one clock.

The plan comes as JSON in $DAOLI_PAIRS; what was seen goes to standard output, one JSON document on a line behind "@@",
and each is answered by an empty line on standard input: meanwhile the one who asked looks at the contestants.
"""
import ctypes
import errno
import json
import os
import random
import select
import socket
import struct
import sys
import time

PORT = 7777
CONNECT_SECONDS = 5.0
# a turn that has had so many connections fail is void, and goes on to its end without more of them
FAILURES_MOST = 5
READY_SECONDS = 20.0
CLONE_NEWNET = 0x40000000
# an abortive close leaves nothing in TIME_WAIT and no FIN to be switched
ABORT = struct.pack('ii', 1, 0)
LIBC = ctypes.CDLL(None, use_errno=True)


def say(event, **what):
    sys.stdout.write('@@%s\n' % json.dumps(dict(what, event=event)))
    sys.stdout.flush()
    sys.stdin.readline()


class Hosts:
    """The sockets of Mininet's hosts: a listener on each, and connections between them."""

    def __init__(self, net):
        self.addresses = [host.IP() for host in net.hosts]
        self.namespaces = [os.open('/proc/%d/ns/net' % host.pid, os.O_RDONLY) for host in net.hosts]
        self.home = os.open('/proc/self/ns/net', os.O_RDONLY)
        for host in net.hosts:
            # neighbour discovery would be lifted to the controllers at times of its own
            host.cmd('sysctl -q -w net.ipv6.conf.all.disable_ipv6=1')
            # a userspace switch does not complete the checksums that the kernel leaves to a network card
            host.cmd('ethtool -K %s tx off' % host.defaultIntf())
        self.listeners = []
        for at in range(len(self.addresses)):
            listener = self.socket_of(at)
            listener.bind((self.addresses[at], PORT))
            listener.listen(1024)
            self.listeners.append(listener)
        self.enter(self.home)

    def enter(self, namespace):
        if LIBC.setns(namespace, CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), 'setns')

    def socket_of(self, at):
        self.enter(self.namespaces[at])
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        made.setblocking(False)
        return made

    def connect(self, pairs):
        """Opens a connection for each pair, all at once.

        Returns the milliseconds that each took, None where there was none, and the seconds that all took."""
        sockets = [self.socket_of(source) for source, _ in pairs]
        self.enter(self.home)
        poller = select.epoll()
        began, took, waiting = {}, [None] * len(pairs), {}
        for n, (_, target) in enumerate(pairs):
            poller.register(sockets[n].fileno(), select.EPOLLOUT)
            waiting[sockets[n].fileno()] = n
            began[n] = time.perf_counter()
            error = sockets[n].connect_ex((self.addresses[target], PORT))
            if error not in (0, errno.EINPROGRESS):
                raise OSError(error, 'connect')
        until = began[0] + CONNECT_SECONDS
        while waiting and time.perf_counter() < until:
            for fd, _ in poller.poll(0.1):
                n = waiting.pop(fd)
                if sockets[n].getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0:
                    took[n] = (time.perf_counter() - began[n]) * 1000
                poller.unregister(fd)
        seconds = time.perf_counter() - began[0]
        poller.close()
        for made in sockets:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT)
            made.close()
        self.drop_accepted()
        return took, seconds

    def drop_accepted(self):
        for listener in self.listeners:
            while True:
                try:
                    listener.accept()[0].close()
                except (BlockingIOError, ConnectionAbortedError):
                    break


class Switch:
    """One of Mininet's switches."""

    def __init__(self, node):
        self.node = node
        ports = [port for port in node.intfs if port > 0]
        self.of_ports = '\\n'.join('in_port=%d' % port for port in ports)

    def ofctl(self, command):
        return self.node.cmd('ovs-ofctl -O OpenFlow13 %s %s' % (command, self.node.name))

    def connect(self, target):
        self.node.cmd('ovs-vsctl del-controller %s' % self.node.name)
        self.ofctl('del-flows')
        self.node.cmd('ovs-vsctl set-controller %s %s' % (self.node.name, target))

    def await_table_miss(self):
        until = time.monotonic() + READY_SECONDS
        while 'CONTROLLER' not in self.ofctl('dump-flows'):
            if time.monotonic() > until:
                raise TimeoutError('no table-miss flow on %s in %d s' % (self.node.name, READY_SECONDS))
            time.sleep(0.1)

    def forget(self):
        """Takes away every flow but the table-miss, which alone names no port."""
        self.node.cmd("printf '%s\\n' | ovs-ofctl -O OpenFlow13 del-flows %s -" % (self.of_ports, self.node.name))


def forget(switches):
    for switch in switches:
        switch.forget()
    # the datapath's own cache follows the flow tables some time later; nobody else says when
    switches[0].node.cmd('ovs-appctl revalidator/purge')


def block(hosts, switches, rounds, order):
    """Rounds with one controller: pairs one after the other, again with their flows in place, and all at once."""
    pairs = [(a, b) for a in range(len(hosts.addresses)) for b in range(a + 1, len(hosts.addresses))]
    seen = dict(first=[], again=[], together=[], togetherSeconds=[])

    def one_by_one(kind):
        for pair in pairs:
            if seen[kind].count(None) < FAILURES_MOST:
                seen[kind] += hosts.connect([pair])[0]

    for _ in range(rounds):
        order.shuffle(pairs)
        forget(switches)
        one_by_one('first')
        one_by_one('again')
        forget(switches)
        took, seconds = hosts.connect(pairs)
        seen['together'] += took
        seen['togetherSeconds'].append(seconds)
    return seen


def pairs(net):
    plan = json.loads(os.environ['DAOLI_PAIRS'])
    order = random.Random(plan['seed'])
    hosts, switches = Hosts(net), [Switch(node) for node in net.switches]
    for name in plan['order']:
        for switch in switches:
            switch.connect(plan['targets'][name])
        for switch in switches:
            switch.await_table_miss()
        # every address is learned, every program warm
        block(hosts, switches, 1, order)
        say('begin', name=name)
        say('end', name=name, **block(hosts, switches, plan['rounds'], order))


tests = {'pairs': pairs}
