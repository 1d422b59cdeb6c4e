"""Starting at login, under a real systemd where there is one."""
