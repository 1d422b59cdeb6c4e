"""The page: today, the week, the library and a guided session in the browser, from a process of its own.

static/*            what the browser draws; it decides nothing
  ↑ values, frames
views/*             what each view says, as plain values
stage               one session being performed: the pure player, a journal, somebody watching
site                what the process keeps open; routes: which address asks for what
gate                who may ask at all
web                 the one file that speaks Starlette; serving: the one that speaks uvicorn
"""
