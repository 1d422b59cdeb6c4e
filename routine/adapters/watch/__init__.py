"""Knows how changed files are noticed: by inotify where there is one, else by looking now and then."""
