"""三审 as both sides read it: who may sign, what a signature is, when a text is wholly signed.

The generator verifies and holds back; the staff zone signs. What one makes the other must accept, so
that there is one reading of it, below both.
"""

from __future__ import annotations

from district.signoff.people import FILE as FILE
from district.signoff.people import NO_SIGNOFF as NO_SIGNOFF
from district.signoff.people import Role as Role
from district.signoff.people import SignoffRules as SignoffRules
from district.signoff.people import load_signoff_rules as load_signoff_rules
