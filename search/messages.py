"""Sentences that readers of search see."""

from __future__ import annotations

EMPTY_QUERY = "请输入要找的内容，例如“拖欠工资”“第577条”或案号。"
NOTHING_SEARCHABLE = "检索词里只有标点或符号，请输入汉字、字母或数字。"
NOTHING_FOUND = "没有找到相关内容。请换一个说法，或减少检索词。"
NOTHING_FITS = "没有找到合适的内容。换一个说法再试，或者直接向我们咨询。"
CORRECTED = "没有内容包含“{typed}”，已按“{meant}”查找。"
NOTHING_IN_FILTER = "所选筛选条件下没有结果；去掉筛选后共有 {total} 条。"
WIDENED = "没有同时包含全部检索词的内容，以下按相近程度列出。"
TRUNCATED = "检索词太长，只用了前 {limit} 个字。"
WIDENED_AFTER_EXACT = "同时包含全部检索词的有 {total} 条，排在最前；其后按相近程度列出。"
NOT_AS_TYPED = (
    "没有内容逐字包含引号里的文字，或者满足指定的案号、文号、案由、标题。去掉引号或限定再试。"
)
WITHOUT_OPERATORS = "没有内容逐字包含引号里的文字，或者满足指定的案号、文号、案由、标题；以下是含有其他检索词的内容。"
ALL_EXCLUDED = "减号排除了全部结果。去掉减号后的词再试。"
NOTHING_IN_DATES = "所选日期范围内没有结果；不限日期共有 {total} 条。"
SYNONYMS = "“{typed}”也按“{words}”查找。"
SUGGESTIONS = "您是不是要找：{words}"
BROWSED = "没有输入检索词，以下按日期列出符合筛选条件的内容。"
