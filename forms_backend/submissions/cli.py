"""`fabu receipt`."""

from __future__ import annotations

import click

from forms_backend.running import cli_messages
from forms_backend.running.clock import received_text
from forms_backend.running.settings import load_settings
from forms_backend.submissions.receipts import ReceiptSigner, verify_receipt


@click.group()
def receipt() -> None:
    """回执。"""


@receipt.command("verify")
@click.argument("link")
@click.option("--key", "public_key", help="公钥（base64）；不写则用本机 FABU_CODE_KEY 的。")
def verify_receipt_link(link: str, public_key: str | None) -> None:
    """核对回执二维码中的签名，不联网、不查数据库；不属实时退出码 1。"""
    key = public_key or ReceiptSigner(load_settings().code_key, "").public_key
    found = verify_receipt(link, key)
    if found is None:
        click.echo(cli_messages.CLI_RECEIPT_FALSE)
        raise SystemExit(1)
    click.echo(
        cli_messages.CLI_RECEIPT_TRUE.format(
            number=found.number, received=received_text(found.received_at)
        )
    )
