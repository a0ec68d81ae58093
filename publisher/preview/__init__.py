"""Preview (边写边看): a process that holds the checked project in memory and shows each save at once.

`project` is what it knows, `session` keeps that up to date, `turns` does one thing after another; a
browser asks through `web`, the editor in the browser through `local_socket` and `protocol`.
"""
