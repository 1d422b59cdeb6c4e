"""Knows how an icon with a menu is put into a desktop's panel; must not know what it offers."""
