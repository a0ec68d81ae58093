"""States of a matter (办件状态) and the steps between them: the table, who may, and its picture."""
