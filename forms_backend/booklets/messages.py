"""What readers are told about booklets that they order."""

from __future__ import annotations

OWN_SELECTION = "读者自选本"
BUSY = "正在排版，请稍候再试。"
NO_MANUSCRIPTS = (
    "本站服务器上没有案例原稿，不能在线排版。请下载选案文件，在网站工程的目录里运行："
    "fabu booklet --selection selection.yml --out booklet.pdf"
)
NO_FONT = (
    "本站服务器没有装中文字体，排不了 PDF，可以改生成 EPUB。请网站管理员运行："
    "sudo apt-get install fonts-noto-cjk"
)
FAILED = "没有排出来，请稍后再试；或者下载选案文件，用命令编排。"
TOO_SLOW = "案例较多，没有在规定时间里排完。请少选几个，或者用命令编排。"
NOT_JSON = "没有收到选案。请回到选编篮再试。"
NO_CASES = "还没有选案例。"
TOO_MANY = "一册最多 {most} 个案例。"
UNKNOWN = "有 {count} 个案例本站没有或已撤下：{ids}。请在选编篮里移出后再试。"
TITLE_TOO_LONG = "书名最多 {longest} 个字。"
TITLE_UNREADABLE = "书名里有不能印的字符。"
UNKNOWN_FORMAT = "只能生成 PDF 或 EPUB。"
LABEL = "{format}，{size}"
"""Such as “PDF，1.2 MB”."""
