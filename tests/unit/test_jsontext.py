"""JSON from strangers: read within bounds, refused with a reason that helps."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_ai.jsontext import JsonTextError, escape_pointer, parse_json


def read(text: str | bytes, max_bytes: int = 10_000, max_depth: int = 24) -> object:
    data = text if isinstance(text, bytes) else text.encode()
    return parse_json(data, max_bytes=max_bytes, max_depth=max_depth)


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**16), 10**16)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON_VALUES)
def test_any_json_is_read_as_the_standard_library_reads_it(value: object) -> None:
    text = json.dumps(value)
    assert read(text, 10**6, 50) == json.loads(text)


@given(
    st.binary(max_size=200)
    | st.text(alphabet='{}[]",:\\ 0123e-.ntfu\ud800a', max_size=60).map(
        lambda text: text.encode("utf-8", "surrogatepass")
    )
)
def test_any_bytes_give_a_value_or_one_line_that_says_why(data: bytes) -> None:
    try:
        read(data)
    except JsonTextError as error:
        told = str(error)
    else:
        return
    assert told
    assert "\n" not in told


def test_a_byte_order_mark_is_no_fault() -> None:
    assert read(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "the file is empty"),
        (b" \n\t", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b"\x00\x01", "binary data"),
        ('{"a": 1}'.encode("utf-16"), "binary data or UTF-16"),
        (b'{"a": "\xff"}', "byte 8 is not UTF-8"),
        (b'{"a": 1,\n "b" 2}', "line 2, column 6"),
        (b"{'a': 1}", "line 1, column 2"),
        (b'{"a": 1} x', "line 1, column 10"),
        (b'{"a": NaN}', "NaN is not a number"),
        (b'{"a": -Infinity}', "-Infinity is not a number"),
        (b'{"a": 1e999}', "1e999 is out of range"),
        (b'{"a": ' + b"9" * 5000 + b"}", "out of range; put ids into quotation marks"),
        (rb'{"a": ["\ud800"]}', "/a/0 holds half a character"),
        (rb'{"\udfff": 1}', "half a character"),
        (b'{"a": {"b/~": {"c": 1, "c": 2}}}', "/a/b~1~0: the key 'c' stands twice"),
        (b'{"a": 1, "a": 1}', "/: the key 'a' stands twice"),
    ],
)
def test_what_is_refused_is_named(data: bytes, told: str) -> None:
    with pytest.raises(JsonTextError) as caught:
        read(data)
    assert told in str(caught.value)


def test_a_key_may_stand_in_two_objects() -> None:
    assert read('[{"a": 1}, {"a": 2}]') == [{"a": 1}, {"a": 2}]


def test_an_escaped_pair_of_surrogates_is_one_character() -> None:
    assert read(r'"\ud83d\ude00"') == "\U0001f600"


def test_the_size_limit_is_exact() -> None:
    assert read('"ab"', max_bytes=4) == "ab"
    with pytest.raises(JsonTextError, match="larger than 3 bytes"):
        read('"ab"', max_bytes=3)


def test_the_depth_limit_is_exact_and_strings_do_not_count() -> None:
    assert read('[["[[[["]]', max_depth=2) == [["[[[["]]
    assert read(r'[["\"[[[["]]', max_depth=2) == [['"[[[[']]
    with pytest.raises(JsonTextError, match="deeper than 1 levels"):
        read("[[]]", max_depth=1)


def test_deep_nesting_and_an_open_string_cost_no_time_and_no_stack() -> None:
    for text in ("[" * 500_000, '{"a":' * 200_000, '"' + "\\" * 500_001, "[" * 10 + '"' * 300_001):
        with pytest.raises(JsonTextError):
            read(text, max_bytes=10**7)


def test_pointer_steps_are_escaped() -> None:
    assert escape_pointer("a/b~c") == "a~1b~0c"
