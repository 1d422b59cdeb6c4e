"""Knows how a command reaches the running service within one computer, and nothing of what is asked.

    frames   one message: its length, then its bytes
    address  where the socket is, also where its path is too long for one
    peer     which user is at the other end
    client   ask once, by a deadline; as little to import as can be
    server   answer many, whatever they send

On Windows both ends are those of a named pipe, to which the frames and the limits are the same:

    named_pipes  its name, its access list, and what is asked of Windows
    pipe_client  ask once
    pipe_server  answer many
    win32        what Windows does for it

A message is 1 byte to 1 MiB. Both ends close the connection at the first thing that is not as it should be. The
path that both are given is the one in `Paths.control_socket`; what is in a message is for
routine/service/requests to say.
"""
