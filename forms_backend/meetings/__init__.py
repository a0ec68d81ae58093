"""会商 and other meetings: agenda, minutes, decisions."""
