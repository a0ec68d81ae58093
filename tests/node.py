"""The Node.js that Playwright brings: scripts are tested on every machine, none is left out."""

from __future__ import annotations

from playwright._impl._driver import compute_driver_executable

NODE = str(compute_driver_executable()[0])
