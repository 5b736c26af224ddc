"""A link that delays: two Ethernet devices (TAP), of which each gives the other's frames some milliseconds late.

For kernels without netem. The devices may be moved into network namespaces; they exist until this process ends.
Usage: slow-link.py DEVICE DEVICE MILLISECONDS
"""

import collections
import fcntl
import os
import select
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TAP, IFF_NO_PI = 0x0002, 0x1000


def open_tap(name):
    """A TAP device of that name, as a file: reading gives a frame that was sent, writing delivers one."""
    tap = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TAP | IFF_NO_PI))
    return tap


def main():
    a, b = open_tap(sys.argv[1]), open_tap(sys.argv[2])
    delay = float(sys.argv[3]) / 1000
    print("ready", flush=True)
    other = {a: b, b: a}
    late = collections.deque()  # (when, device, frame), the earliest first: all are equally late
    while True:
        wait = max(0, late[0][0] - time.monotonic()) if late else None
        for tap in select.select([a, b], [], [], wait)[0]:
            try:
                frame = os.read(tap, 65536)
            except OSError:  # the device is down
                time.sleep(0.01)
                continue
            late.append((time.monotonic() + delay, other[tap], frame))
        while late and late[0][0] <= time.monotonic():
            _, tap, frame = late.popleft()
            try:
                os.write(tap, frame)
            except OSError:  # the device is down: the frame is lost, as on any link
                pass


if __name__ == "__main__":
    main()
