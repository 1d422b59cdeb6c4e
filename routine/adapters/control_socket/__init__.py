"""Knows how a command reaches the running service within one computer, and nothing of what is asked.

    frames   one message: its length, then its bytes
    address  where the socket is, also where its path is too long for one
    peer     which user is at the other end
    client   ask once, by a deadline; as little to import as can be
    server   answer many, whatever they send
    windows  the same two ends as a named pipe

A message is 1 byte to 1 MiB. Both ends close the connection at the first thing that is not as it should be. The
path that both are given is the one in `Paths.control_socket`; what is in a message is for
routine/service/requests to say.
"""
