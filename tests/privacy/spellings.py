"""Spellings of invented numbers: as forms, chats and scanned papers hold them."""

from __future__ import annotations

import random
from collections.abc import Iterator

from stdnum import luhn
from stdnum.cn import ric

Draw = random.Random

AREAS = ("110105", "410811", "320506", "440305", "510107", "330502", "120106", "610304")
ZERO_WIDTH = ("\u200b", "\u200c", "\u2060", "\ufeff", "\u200e", "\u202d")


def digits(r: Draw, count: int) -> str:
    return "".join(r.choice("0123456789") for _ in range(count))


def grouped(number: str, sizes: tuple[int, ...], gap: str) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(number[at : at + size])
        at += size
    return gap.join(filter(None, [*parts, number[at:]]))


def wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)


def split_by(text: str, mark: str, every: int) -> str:
    return mark.join(text[at : at + every] for at in range(0, len(text), every))


def spoken(number: str) -> str:
    return number.translate(str.maketrans("0123456789", "零一二三四五六七八九"))


def birth(r: Draw) -> tuple[int, int, int]:
    return r.randint(1945, 2012), r.randint(1, 12), r.randint(1, 28)


def id_18(r: Draw) -> str:
    year, month, day = birth(r)
    head = f"{r.choice(AREAS)}{year}{month:02}{day:02}{digits(r, 3)}"
    return head + ric.calc_check_digit(head)


def spelled_ids(r: Draw) -> Iterator[str]:
    number = id_18(r)
    yield number
    yield number.lower()
    yield grouped(number, (6, 8), " ")
    yield grouped(number, (6, 4, 4), "-")
    yield grouped(number, (3, 3, 4, 4), " ")
    yield wide(number)
    yield split_by(number, r.choice(ZERO_WIDTH), r.randint(1, 7))
    yield " ".join(number)
    yield f"{number[:6]}\n{number[6:]}"
    yield number[:6] + "\u3000" + number[6:14] + "\u00a0" + number[14:]
    yield number[:10] + "**" + number[10:] + "**"


def wrong_id(r: Draw) -> str:
    number = id_18(r)
    return number[:-1] + next(c for c in "0123456789X" if c != number[-1])


def old_id(r: Draw) -> str:
    _, month, day = birth(r)
    return f"{r.choice(AREAS)}{r.randint(40, 85)}{month:02}{day:02}{digits(r, 3)}"


def card(r: Draw, length: int, head: str) -> str:
    body = head + digits(r, length - len(head) - 1)
    return body + str(luhn.calc_check_digit(body))


def mobile(r: Draw) -> str:
    return "1" + r.choice("3456789") + r.choice("12356789") + digits(r, 8)


def spelled_mobiles(r: Draw) -> Iterator[str]:
    n = mobile(r)
    yield n
    yield grouped(n, (3, 4), "-")
    yield grouped(n, (3, 4), " ")
    yield grouped(n, (3, 4), ".")
    yield grouped(n, (3, 4), "·")
    yield grouped(n, (3, 4), "—")
    yield grouped(n, (4, 3), " ")
    yield grouped(n, (3, 2, 2, 2), " ")
    yield "+86 " + n
    yield "+86-" + grouped(n, (3, 4), "-")
    yield "0086" + n
    yield "(+86)" + n
    yield "86 " + n
    yield "0" + n
    yield wide(n)
    yield wide(grouped(n, (3, 4), "－"))
    yield "\u202d" + n + "\u202c"
    yield split_by(n, r.choice(ZERO_WIDTH), 3)
    yield " ".join(n)
    yield spoken(n)
    yield n.translate(str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖"))
    yield f"({n[:3]}){n[3:]}"
    yield f"l{n[1:3]}{n[3:].replace('0', 'O')}"
    yield n[:3] + "**" + n[3:7] + "**" + n[7:]
    yield "&#49;" + n[1:]
    yield n[:3] + "\u3000" + n[3:7] + "\u3000" + n[7:]


def landlines(r: Draw) -> Iterator[str]:
    number = r.choice("23456789") + digits(r, 6) + "7"
    yield f"010-{number}"
    yield f"（0571）{number}"
    yield f"(0371) {number}"
    yield f"0391-{number[:7]}"
    yield f"021 {number}"
    yield f"0755—{number}"
    yield f"+86 10 {number}"
    yield f"010-{number}转801"
    yield f"0391-{number[:7]}-12"
    yield wide(f"0512-{number}")


def plates(r: Draw) -> Iterator[str]:
    province, town = r.choice("京沪豫苏浙粤川鲁冀陕"), r.choice("ABCDEFGH")
    tail = digits(r, 5)
    yield f"{province}{town}{tail}"
    yield f"{province}{town}·{tail}"
    yield f"{province}{town} {tail}"
    yield f"{province}{town}-{tail}"
    yield f"{province}{town}{tail[:2]}{r.choice('KMPQ')}{tail[2:4]}"
    yield f"{province}{town}D{tail}"
    yield f"{province}{town}F{tail}"
    yield f"{province}{town}{tail}D"
    yield f"{province}{town}·D{tail}"
    yield wide(f"{province}{town}{tail}")
    yield f"{province.lower()}{town.lower()}{tail}"
    yield f"{province}{town}{tail[:4]}挂"
    yield f"{province}{town}{tail[:4]}学"


def doors(r: Draw) -> Iterator[str]:
    road = r.choice(("人民路", "建设东路", "解放大道", "幸福巷", "青年街", "滨河西路"))
    estate = r.choice(("幸福小区", "阳光花园", "翠湖名苑", "金色家园", "和平新村", "锦绣华庭"))
    a, b, c = r.randint(1, 40), r.randint(1, 6), r.randint(101, 2608)
    yield f"示例区{road}{a}号{estate}{b}号楼{b}单元{c}室"
    yield f"示例市示例区{estate}{a}栋{c}室"
    yield f"示例县{road}{a}号院{b}号楼{c}"
    yield f"{estate}{a}幢{b}单元{c}"
    yield f"示例区{estate}{a}-{b}-{c}"
    yield f"示例市{estate}{b}#楼{c}室"
    yield f"示例县示例镇李家庄村{b}组{a}号"
    yield f"示例区{estate}三号楼二单元五〇一室"
    yield f"示例市示例区{road}{a}弄{b}号{c}室"
    yield f"示例区{estate}{a}座{c}房"
    yield f"示例镇大王庄{a}号"


def certificates(r: Draw) -> Iterator[str]:
    n = digits(r, 7)
    yield f"豫（2021）示例区不动产权第{n}号"
    yield f"苏(2019)示例市不动产权第{n}号"
    yield f"京房权证朝字第{n}号"
    yield f"示例市房权证字第{n}号"
    yield f"示例国用（2008）第{n[:5]}号"
    yield f"不动产权证号：41{digits(r, 9)}"
    yield f"浙（2020）示例不动产证明第{n}号"


def emails(r: Draw) -> Iterator[str]:
    name = r.choice(("zhang.wei", "lina88", "wang_fang", "chen-jie", "zhao2020"))
    host = r.choice(("example.com", "example.com.cn", "qq.com", "163.com"))
    yield f"{name}@{host}"
    yield f"{name} @ {host}"
    yield wide(name.replace(".", "")) + "＠" + host
    yield f"{name}@{host}".upper()
    yield f"{name}（at）{host}"
    yield f"{name}[at]{host}"
    yield f"{name}#{host}"
    yield f"{name}@{host.replace('.', '。')}"
    yield f"{name}@例子.中国"
    yield f"{digits(r, 9)}@qq.com"
    yield f"{name}+note@{host}"


def coordinates(r: Draw) -> Iterator[str]:
    e, n = r.uniform(105, 121), r.uniform(24, 40)
    yield f"{e:.6f},{n:.6f}"
    yield f"{n:.5f}, {e:.5f}"
    yield f"东经{e:.4f}度、北纬{n:.4f}度"
    yield f"经度：{e:.6f}"
    yield f"北纬{int(n)}°{r.randint(1, 59)}′{r.randint(1, 59)}″"
    yield f"N{int(n)}°54'27\""
    yield f"E{e:.5f}°"


def birth_dates(r: Draw) -> Iterator[str]:
    y, m, d = birth(r)
    yield f"{y}年{m}月{d}日出生"
    yield f"出生于{y}年{m}月{d}日"
    yield f"出生日期：{y}-{m:02}-{d:02}"
    yield f"生于{y}.{m}.{d}"
    yield f"{y}年{m}月{d}日生"
    yield f"生日是{y}/{m}/{d}"
    yield f"出生年月日：{y}{m:02}{d:02}"
    yield f"出生年月：{y}年{m}月"
    yield f"出生日期 {wide(f'{y}年{m}月{d}日')}"
