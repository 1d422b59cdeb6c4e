"""Knows everything a face may ask for, and answers it: in the running service, or in the asker's own process.

messages    what can be asked and answered: frozen values
handlers    which function answers which; agenda, answer, pause, start, status are those functions
context     what they are given: plans, journal, reminders; resident is the running service's
selection   which reminder a name means
codec       how messages become JSON and come back
envelope    how a request and its answer travel between two processes
setup       what a process stands on; comparison, where two of them differ
responder   the running service's end: each request is answered once
asking      the asker's end
"""
