"""A tester on the kernel's own ISO-TP, Python alone. kernel_iso_tp.py INTERFACE IMAGE: one JSON object on stdout."""

import errno
import json
import socket
import sys

import dialogue

REQUEST, RESPONSE = 0x7E0, 0x7E8
LONGEST = 8200
PATIENCE = 20.0
# The kernel waits one second for a flow control; an emulated processor that is busy elsewhere may need longer. A message
# that was given up in its middle has not been heard: it may be sent again.
TRIES = 5


def final(channel):
    while True:
        response = channel.recv(LONGEST)
        if dialogue.is_final(response):
            return response


def tester(interface):
    channel = socket.socket(socket.AF_CAN, socket.SOCK_DGRAM, socket.CAN_ISOTP)
    channel.bind((interface, RESPONSE, REQUEST))

    def ask(request, patience=PATIENCE):
        channel.settimeout(max(patience, 5.0))
        for _ in range(TRIES):
            channel.send(request)
            try:
                return final(channel)
            except OSError as failure:
                if failure.errno != errno.ECOMM:
                    raise
        raise TimeoutError("the kernel gave the message up each time")

    return ask


def main(interface, file):
    with open(file, "rb") as image:
        return dialogue.visit(tester(interface), image.read())


print(json.dumps(main(*sys.argv[1:])))
