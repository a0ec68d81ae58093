"""What is refused before the application hears of it, in Chinese: too much, or no HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, cast

from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.task import ErrorTask

LargestBody = Callable[[str, str], int]
"""The most bytes of body that method and path take."""

PAGE = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>{title}</title>'
    "<h1>{title}</h1><p>{sentence}</p></html>"
)
SENTENCES = {
    400: ("请求有误", "请求的内容无法识别，请检查后重试。"),
    413: (
        "内容太大",
        "提交的内容太大，没有提交成功。请返回上一页，减少附件或精简文字后再提交；也可以拨打网站页脚的电话，或把材料送到窗口。",
    ),
    431: ("请求有误", "请求的标头太长。请清除浏览器中本站的 Cookie 后重试。"),
    500: ("系统出错", "系统出错，请稍后重试，或按网站页脚的电话、地址联系我们。"),
    501: ("请求有误", "不支持这种传输编码。"),
}
API = "/api/"
CODES = {413: "payload_too_large"}


class _Narrowed:
    """The server's adjustments with the limit of one route."""

    def __init__(self, adjustments: Adjustments, largest: int) -> None:
        self._adjustments = adjustments
        self.max_request_body_size = largest + 1  # waitress refuses what is as large as its limit

    def __getattr__(self, name: str) -> Any:
        return getattr(self._adjustments, name)


class MeasuredParser(HTTPRequestParser):
    """Knows from the first lines of a request how large its body may be, and refuses a larger one
    by its Content-Length, or a chunked one when it has grown so far: nothing more is read. What
    cannot be read at all is a bad request, where waitress would drop the connection unanswered."""

    def __init__(self, adjustments: Adjustments, largest_body: LargestBody) -> None:
        super().__init__(adjustments)
        self._largest_body = largest_body

    def parse_header(self, header_plus: bytes) -> None:
        try:
            super().parse_header(header_plus)
        except ValueError as error:
            # A number of thousands of digits, a bracket without its other half.
            raise ParsingError(str(error)) from error
        if self.content_length or self.chunked:
            line: Any = self  # what waitress has read of the first line
            largest = self._largest_body(line.command, line.path)
            self.adj = cast(Adjustments, _Narrowed(self.adj, largest))


class ChineseErrorTask(ErrorTask):
    """The server's own refusals as a page, or as JSON below /api/."""

    def execute(self) -> None:
        request = cast(Any, self.request)
        error = request.error
        title, sentence = SENTENCES.get(error.code, SENTENCES[400])
        if API in getattr(request, "path", ""):
            code = CODES.get(error.code, "bad_request")
            kind = "application/json"
            text = json.dumps({"code": code, "message": sentence}, ensure_ascii=False)
        else:
            kind = "text/html; charset=utf-8"
            text = PAGE.format(title=title, sentence=sentence)
        body = text.encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers = [
            ("Content-Type", kind),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        ]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)
