"""Knows all that a command or the page may ask for, and answers it: in the running service, or where it is asked.

messages    what can be asked and answered: frozen values
*_messages  what only one or two faces ask; all_messages names every request
handlers    which function answers which; agenda, answer, courses, log, pause, plans, safety, start … are those
context     what they are given: plans, journal, reminders; resident is the running service's
selection   which reminder a name means
envelope    how a request and its answer travel between two processes, and how one asks the other
setup       what a process stands on; comparison, where two of them differ
responder   the running service's end: each request is answered once
"""
