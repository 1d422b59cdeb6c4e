"""Keeps one password in the system's keyring, in a process of its own: `VERB SERVICE ENTRY`, the word on stdin.

Ends with 1 where the system has no keyring, or its owner leaves it closed.
"""

from __future__ import annotations

import sys


def main(verb: str, service: str, entry: str) -> int:
    import keyring  # noqa: PLC0415 - an extra: it may not be there
    from keyring.errors import KeyringError  # noqa: PLC0415 - likewise

    try:
        if verb == "set":
            keyring.set_password(service, entry, sys.stdin.buffer.read().decode())
        elif verb == "delete":
            keyring.delete_password(service, entry)
        else:
            found = keyring.get_password(service, entry)
            if found is None:
                return 1
            sys.stdout.buffer.write(found.encode())
    except (KeyringError, RuntimeError, OSError):
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
