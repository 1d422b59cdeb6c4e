"""Turns what people typed into values, in a short-lived process of its own; must not know what is done with them.

The road: `spans` (where everything stands) and tomllib, then `shapes` (is each key as it should be), `agreement`
(do the keys of a table go together), `build` (names become exercises), and `plan_text`, which walks it.
The service never imports pydantic: `__main__` is the process that does, and `compiled` is what it hands back.
"""
