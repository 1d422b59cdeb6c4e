"""Knows everything a face may ask for, and answers it: in the running service, or in the asker's own process.

envelope   how a request and its answer travel between two processes
setup      what a process stands on, and where two of them differ
responder  the running service's end: each request is answered once
asking     the asker's end
"""
