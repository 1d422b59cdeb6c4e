"""What people typed becomes values here, or sentences that say where and how to mend it.

The road: `toml_positions` (where everything stands) and tomllib, then `plan_model` (is each key as it should be),
`cross_checks` (do the keys of a table go together), `builder` (names become exercises); `parser` walks it.
The service never imports pydantic: `__main__` is the process that does, and `stored` is what it hands back.
"""
