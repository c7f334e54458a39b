"""Ids look as the real tools give them."""

import numpy as np
import pytest

from demo.native_ids import (
    OPPORTUNITY,
    SFA_LEAD,
    campaign_ids,
    case_suffix,
    marketing_lead_ids,
    sales_ids,
    user_id,
    user_ids,
)


@pytest.mark.parametrize(
    ("short_id", "suffix"),
    [
        # No capital among the fifteen: three times code 0, an A.
        ("003000000000000", "AAA"),
        # The third of the first five is a capital: 2 to the 2 is 4, an E.
        ("00Q000000000000", "EAA"),
        # D and Y are first and third of the second five: 1 + 4 is 5, an F;
        # A, B and C are the last three: 4 + 8 + 16 is 28, the third digit, a 2.
        ("001i0D0Yx00gABC", "AF2"),
        # All fifteen: 31 each, the last letter of the code.
        ("ABCDEFGHIJKLMNO", "555"),
    ],
)
def test_the_suffix_tells_which_letters_are_capitals(
    short_id: str, suffix: str
) -> None:
    assert case_suffix(short_id) == suffix


def test_sales_ids_name_their_object_and_are_18_characters_long() -> None:
    ids = sales_ids(SFA_LEAD, np.array([7, -1, 1_234_567_890])).to_pylist()
    assert ids == ["00Q5i0000000007EAA", None, "00Q5i1234567890EAA"]
    assert sales_ids(OPPORTUNITY, np.array([0])).to_pylist() == ["0065i0000000000AAA"]


def test_one_user_has_the_id_that_all_users_have() -> None:
    assert user_ids(np.arange(20))[18].as_py() == user_id(18) == "0055i0000000018AAA"


def test_marketing_leads_and_campaigns_are_numbers() -> None:
    assert marketing_lead_ids(np.array([0, 41])).to_pylist() == ["1000001", "1000042"]
    assert campaign_ids(np.array([0, -1, 9])).to_pylist() == ["1001", None, "1010"]
