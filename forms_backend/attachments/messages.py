"""Every Chinese text about attachments that a visitor or an operator reads, in one place."""

from __future__ import annotations

ACCEPTED = "PDF、Word、Excel、PPT、OFD、图片（JPEG、PNG、GIF、WebP）、录音（MP3、WAV、M4A、AMR）、视频（MP4、MOV）"
LIMITS_ONE = "只能上传 1 个文件，不超过 {megabytes} MB。"
LIMITS = "最多 {files} 个文件，每个不超过 {megabytes} MB。"
HINT = "可以是 {accepted}。请先遮盖身份证号、银行卡号和无关人员的信息；图片中的拍摄地点、设备等信息会自动去除。"
KEPT = "已上传的文件"
KEPT_FILE = "保留“{name}”（{kind}，{size}）"
KEPT_HELP = "不用再选一遍；不要的请去掉勾选。{hours} 小时内提交有效。"
MORE = "再选文件"
RECEIPT_FILES = "附件"
RECEIPT_FILE = "{name}（{kind}，{size}）"
SUPPLEMENT_LABEL = "附件"

REQUIRED = "请上传{label}。"

# Why a file is not taken; each is said after its name.
NAMED = "“{name}”：{reason}"
EMPTY = "文件是空的。"
TOO_LARGE = "文件超过 {megabytes} MB。请压缩，或分成几个文件。"
TOO_MANY = "最多 {files} 个文件，没有接收：{names}。"
TOO_MANY_CHOSEN = "最多 {files} 个文件，请去掉几个。"
MISMATCH = "扩展名是“{extension}”，内容却是 {kind}。请把扩展名改为“{right}”，或另存后再上传。"
NO_EXTENSION = "文件名没有扩展名，内容是 {kind}。请在文件名后加上“{right}”。"
UNKNOWN = "认不出是什么文件，或文件已损坏。请上传所列类型的文件。"
NOT_ACCEPTED = "不接受{what}。"
ARCHIVE = "压缩包"
EXECUTABLE = "可执行文件"
SCRIPT = "脚本"
WEB_PAGE = "网页和 SVG 文件"
HEIC = "这是 HEIC 图片，暂不支持。请在手机相册中导出为 JPEG，或截图后上传。"
BROKEN = "文件不完整或已损坏，请重新导出后再上传。"
ENCRYPTED = "文件有密码保护，无法检查。请去掉密码后再上传。"
MACROS = "文件中有宏。请另存为不带宏的文件（如 docx、xlsx），或打印为 PDF 后再上传。"
ACTIVE = "文件中有脚本或可运行的内容。请打印为 PDF 后再上传。"
BOMB = "文件解开后过大，无法检查。请打印为 PDF 后再上传。"
TOO_MANY_PIXELS = "图片尺寸过大（超过 {million} 百万像素）。请缩小后再上传。"
TOO_MANY_FRAMES = (
    "动图的画面太多（超过 {frames} 幅，或合计超过 {million} 百万像素）。请缩短或缩小后再上传。"
)
TOO_MANY_RELATIONS = "文件里的链接或图片太多，无法检查。请打印为 PDF 后再上传。"
TOO_NESTED = "文件里的文件套了太多层，无法检查。请打印为 PDF 后再上传。"
ENCLOSES = "PDF 里夹带了别的文件。请打印为 PDF 后再上传，夹带的文件请另外上传。"
UPLOADED_TOO_MUCH = "这个网络地址一小时里上传得太多了，请过一会儿再传，或者把材料送到窗口"
TOO_COSTLY = (
    "检查这个文件要用的时间或内存超过了限度，没有接收。请打印为 PDF，或缩小、拆分后再上传。"
)
BUSY = "现在上传的人较多，来不及检查，没有接收。请过一会儿再传，或先不带附件提交，以后再补充。"
NOT_INSPECTED = "暂时无法检查附件，没有接收。请稍后再试，或先不带附件提交，以后再补充。"
INFECTED = "查出病毒或恶意程序，没有接收。"
CHOOSE_AGAIN = "请重新选择附件：已上传的文件超过 {hours} 小时没有提交，或页面已失效。"
CHOOSE_AGAIN_EXPIRED = "请重新选择附件。"
SCANNER_DOWN = "暂时无法检查附件是否安全，附件没有接收。请稍后再试，或先不带附件提交，以后再补充。"
STORAGE_DOWN = "暂时无法保存附件。请稍后再试，或先不带附件提交，以后再补充。"
NOT_BY_API = "数据接口不接收附件。请删去这一项，或在网页上提交。"

# Staff
STAFF_HEADING = "附件"
STAFF_NOTE = "文件只作过基本检查。请下载到有防病毒软件的电脑上打开；每次下载都记入台账。"
STAFF_DIGEST = "SHA-256"
STAFF_CAME = "{action}时上传"
STAFF_DOWNLOAD = "下载"
UNREADABLE = "附件打不开"
UNREADABLE_TEXT = "文件在服务器上缺失或被改动过，没有发给您。请把编号告诉系统管理员。"

# Operators
FILE_MISSING = "附件文件不在了"


def size_text(size: int) -> str:
    """Bytes as people read them: "1.2 MB"."""
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} KB"
    return f"{size / 1024 / 1024:.1f} MB"
