import pickle

from district.models import Term, Unit


def sent(value):
    """As it comes out of another process."""
    return pickle.loads(pickle.dumps(value))  # noqa: S301


def test_equal_entries_of_lists_are_one_object_however_many_pickles_they_come_from():
    term = Term(key="labour", label="劳动用工")
    assert sent(term) == term
    assert sent(term) is sent(Term(key="labour", label="劳动用工"))
    assert sent(term) is not sent(Term(key="labour", label="劳动争议"))
    assert sent((term, [term]))[1][0] is sent(term)


def test_an_entry_keeps_all_that_it_says():
    unit = Unit(
        key="court",
        name="示例区人民法院",
        short="区法院",
        kind="political-legal",
        phones=("12368",),
    )
    assert sent(unit) == unit
    assert sent(unit).model_dump() == unit.model_dump()
    assert type(sent(unit)) is Unit
    assert sent(unit) != sent(Term(key="court", label="示例区人民法院"))
