"""Keys of ids that belong to another source, and of the ids of a list."""

from __future__ import annotations

import hmac
import os

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import landing.run
from landing import LandingError
from tests.landing.vendor_tool import MARKETING, VendorTool

BOTH = ("tool", "sales")
SHORT, LONG = "003Ab0000000xYz", "003Ab0000000xYzIAI"


class KilledError(Exception):
    """Stands for a process killed at some instant."""


def keys(vendor: VendorTool) -> dict[tuple[str, str, str], str]:
    """(source, object, native id) to key, each made by the definition anew."""
    found = {
        (row["source"], row["object"], row["native_id"]): row["record_key"]
        for row in vendor.rows("from read_parquet('{home}/keys/*/*.parquet')")
    }
    for (source, name, native_id), key in found.items():
        text = f"{source}\0{name}\0{native_id}".encode()
        assert key == hmac.new(b"secret", text, "sha256").hexdigest()[:32]
    return found


def put_records(vendor: VendorTool) -> None:
    rows = f"R1,{SHORT}\nR2,P2\nR3,\n"
    vendor.put("records.csv", "record_id,sales_id\n" + rows)


EXPECTED = {
    ("tool", "lead", "R1"),
    ("tool", "lead", "R2"),
    ("tool", "lead", "R3"),
    ("sales", "person", LONG),
    ("sales", "person", "P2"),
}


def test_an_id_of_another_source_gets_the_key_that_source_would_give(
    vendor: VendorTool,
) -> None:
    put_records(vendor)
    vendor.land()
    assert set(keys(vendor)) == EXPECTED
    stored = vendor.rows("from '{home}/keys/sales/person.parquet'")
    assert sorted(row["native_id"] for row in stored) == [LONG, "P2"]


@pytest.mark.parametrize("first", [("tool",), ("sales",), BOTH])
def test_both_sources_make_one_key_whichever_comes_first(
    vendor: VendorTool, first: tuple[str, ...]
) -> None:
    put_records(vendor)
    vendor.put_sales(f"person_id\n{LONG}\nP4\n")
    vendor.land(first)
    vendor.land(BOTH)
    assert set(keys(vendor)) == EXPECTED | {("sales", "person", "P4")}
    stored = vendor.rows("from '{home}/keys/sales/person.parquet'")
    assert [row["native_id"] for row in stored] == [LONG, "P2", "P4"]


def test_another_secret_is_refused_where_only_foreign_ids_tell(
    vendor: VendorTool,
) -> None:
    vendor.put("records.csv", "record_id,sales_id\nR1,P1\n")
    vendor.land()
    os.remove(vendor.home / "keys/tool/lead.parquet")
    with pytest.raises(LandingError, match="The keys of sales") as caught:
        vendor.land(secret=b"other")
    assert caught.value.code == "SECRET_CHANGED"


def test_keys_of_a_killed_run_are_those_of_the_next(
    vendor: VendorTool, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_records(vendor)
    vendor.put("merges.csv", "merge_id,losers\nM1,[7]\n")

    def killed(*args: object, **kwargs: object) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(landing.run, "_put_in_place", killed)
        with pytest.raises(KilledError):
            vendor.land()
    vendor.land()
    assert set(keys(vendor)) == EXPECTED | {("tool", "lead", "7")}


@pytest.mark.parametrize("lost", ["tool/lead", "sales/person"])
def test_a_lost_file_of_keys_is_made_again_from_all_that_landed(
    vendor: VendorTool, lost: str
) -> None:
    put_records(vendor)
    vendor.put("merges.csv", 'merge_id,losers\nM1,"[7, 8]"\n')
    vendor.land()
    before = keys(vendor)
    path = vendor.home / f"keys/{lost}.parquet"
    content = pq.read_table(path)
    path.unlink()
    vendor.land()
    assert keys(vendor) == before
    assert pq.read_table(path).equals(content)


def test_every_id_of_a_list_gets_a_key(vendor: VendorTool) -> None:
    lists = ["[11]", "[12, 13]", "[]", "[ 14,11 ]", '["a-1", "B_2"]', "[99]"]
    rows = "".join(
        f'M{n},"{text.replace(chr(34), chr(34) * 2)}"\n' for n, text in enumerate(lists)
    )
    vendor.put("merges.csv", "merge_id,losers\n" + rows)
    vendor.land()
    assert [row["losers"] for row in vendor.live("merges")] == lists
    ids = {"11", "12", "13", "14", "a-1", "B_2", "99"}
    assert set(keys(vendor)) == {("tool", "lead", one) for one in ids}


@pytest.mark.parametrize(
    "text",
    [
        *("11", "11;12", "[11", "[11,]", "[,]", "[11 12]", "[a]", "[1.5]", "[007]"),
        *("[-1]", "[null]", "[[1]]", '["a b"]', '[""]', "{1}", "x"),
    ],
)
def test_what_is_no_list_of_ids_is_quarantined(vendor: VendorTool, text: str) -> None:
    cell = text.replace('"', '""')
    vendor.put("merges.csv", f'merge_id,losers\nM1,"{cell}"\nM2,[5]\n')
    vendor.land()
    assert vendor.quarantined() == [(1, "LIST_FORMAT", "losers")]
    assert set(keys(vendor)) == {("tool", "lead", "5")}


def test_an_empty_required_list_cell_is_quarantined(vendor: VendorTool) -> None:
    vendor.put("merges.csv", "merge_id,losers\nM1,\n")
    vendor.land()
    assert vendor.quarantined() == [(1, "REQUIRED_NULL", "losers")]


@pytest.mark.parametrize(
    ("values", "kind", "landed", "ids"),
    [
        ([[1, 2], []], pa.list_(pa.int64()), ["[1, 2]", "[]"], {"1", "2"}),
        ([["a"], ["3"]], pa.large_list(pa.string()), ['["a"]', '["3"]'], {"a", "3"}),
        (["[1]", "[]"], pa.string(), ["[1]", "[]"], {"1"}),
    ],
)
def test_lists_in_parquet_land_as_the_same_text(
    vendor: VendorTool,
    values: list[object],
    kind: pa.DataType,
    landed: list[str],
    ids: set[str],
) -> None:
    rows = pa.table({"merge_id": ["M1", "M2"], "losers": pa.array(values, kind)})
    pq.write_table(rows, vendor.put("merges.parquet", b""))
    vendor.land()
    assert [row["losers"] for row in vendor.live("merges")] == landed
    assert set(keys(vendor)) == {("tool", "lead", one) for one in ids}


def test_a_list_of_anything_else_in_parquet_is_refused(vendor: VendorTool) -> None:
    rows = pa.table({"merge_id": ["M1"], "losers": pa.array([[1.5]])})
    pq.write_table(rows, vendor.put("merges.parquet", b""))
    assert vendor.refused().code == "TYPE_MISMATCH"


@pytest.mark.parametrize(
    ("declared", "instead"),
    [
        ("value: sales.person", "value: nobody.person"),
        ("value: sales.person", "value: ../../person"),
        ("value: sales.person", "value: sales.per/son"),
        ("value: sales.person", "value: a.sales.person"),
        ("value: sales.person", "value: [sales.person, .person]"),
        ("{property: keyedAsList, value: lead}", "{property: keyedAs, value: [a, /]}"),
        (
            "[{property: keyedAsList, value: lead}]",
            "[{property: keyedAsList, value: lead}, {property: isCode, value: true}]",
        ),
        ("value: case_safe", "value: upper_case"),
        ("value: microseconds", "value: seconds"),
        ("property: epochText", "property: idForm"),
        ("{property: isOpenEnd, value: true}", "{property: isOpenEnd, value: 9999}"),
        ("isDeletionFlag, value: true", "isDeletionFlag, value: false"),
        ("property: isOpenEnd, value", "property: isDeletionFlag, value"),
        ("property: isOpenEnd, value", "property: isPreliminary, value"),
        ("property: isDeletionFlag, value", "property: isReceivedAt, value"),
        ("{property: epochText, value: micro", "{property: keyedAs, value: micro"),
        ("otherColumns, value: expected", "otherColumns, value: yes"),
    ],
)
def test_a_contract_that_declares_what_does_not_exist_is_refused(
    vendor: VendorTool, declared: str, instead: str
) -> None:
    assert declared in MARKETING
    vendor.contract("tool", MARKETING.replace(declared, instead, 1))
    put_records(vendor)
    assert vendor.refused().code == "CONTRACT_INVALID"
