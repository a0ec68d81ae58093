"""What the operating system's refusals mean, in Chinese."""

from __future__ import annotations

import errno
import os
import socket
import ssl

REASONS = {
    errno.ENOENT: "不存在",
    errno.ENOTDIR: "路径中间有一段不是目录",
    errno.EISDIR: "是目录，不是文件",
    errno.EEXIST: "已经存在",
    errno.ENOTEMPTY: "目录里还有文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "不允许这样做",
    errno.EROFS: "所在的磁盘只能读",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超过磁盘配额",
    errno.EFBIG: "文件太大",
    errno.ENAMETOOLONG: "名称太长",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "整台机器打开的文件太多",
    errno.EBUSY: "正在使用",
    errno.EIO: "磁盘读写出错",
    errno.EXDEV: "不在同一个磁盘上",
    errno.EADDRINUSE: "地址已被占用",
    errno.EADDRNOTAVAIL: "这台机器没有这个地址",
    errno.ECONNREFUSED: "对方拒绝连接",
    errno.ETIMEDOUT: "等待超时",
}


def reason_of(error: OSError) -> str:
    """Why it failed; in the system's words only where the table has none. Errors of names and of
    TLS have numbers of their own."""
    if error.errno is None or isinstance(error, (socket.gaierror, ssl.SSLError)):
        return error.strerror or str(error)
    return REASONS.get(error.errno) or error.strerror or os.strerror(error.errno)
