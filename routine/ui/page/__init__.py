"""The page: today, the week, the library and a guided session in the browser, from a process of its own.

static/*            what the browser draws; it decides nothing
  ↑ values, frames
views/*             what each view says, as plain values
live_session        one session being performed, for whoever watches
state               what the process keeps open; routes: which address asks for what
request             what a view is asked and may answer; streams: how many are open at once
gate                who may ask at all
web                 the one file that speaks Starlette; serving: the one that speaks uvicorn
"""
