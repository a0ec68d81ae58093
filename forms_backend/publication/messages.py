"""Texts of drafts for editors."""

from __future__ import annotations

# Drafts for editors
DRAFT_SUMMARY = "一到两句话，讲清问题和结论"
DRAFT_EDITOR = "责任编辑，写科室，不写个人姓名"
DRAFT_CHECK = "请核对"
