"""Errors of starting and running."""

from __future__ import annotations

from district.errors import FabuError


class SettingsError(FabuError):
    """Settings are missing or wrong; lists all of them."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("运行设置有误，请改正以下各项：\n" + "\n".join(f"  {p}" for p in problems))


class PortTakenError(FabuError):
    """Another program listens on the port."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        super().__init__(
            f"{host}:{port} 已被别的程序占用。请先停掉它，或换一个端口：fabu serve --port {port + 1}"
        )
