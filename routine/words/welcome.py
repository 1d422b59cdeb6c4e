"""Knows what the very first minute says; must not know when it comes or how it is shown."""

from __future__ import annotations

TITLE = "Welcome to routine"
ABOUT = "One minute, to see how a session goes. It comes once."
SESSION = "Your first minute"
SIT = "Sit tall, with both feet on the floor. Let your hands rest on your thighs."
BREATHE = "Breathe in through the nose, then let a long, easy breath out. Do that once or twice more."
ROLL = "Roll your shoulders up, back and down, three times. Then let them hang. That was it: well begun."
