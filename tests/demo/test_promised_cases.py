"""Every unpleasant case that the demo promises is really in its files.

Asserted on the small company wherever the case does not depend on chance.
"""

from pathlib import Path

import pandas as pd

from demo.files import RAGGED_FILE
from tests.demo.raw_tables import files_of, newest_versions, rows_of

_BOOK = Path(__file__).parents[2] / "seeds" / "mappings"


def _mapped(file_name: str, **where: str) -> set[str]:
    rows = pd.read_csv(_BOOK / file_name, dtype=str)
    for column, value in where.items():
        rows = rows[rows[column] == value]
    return set(rows["source_value"])


def test_exactly_one_row_has_too_few_fields(small_raw: Path) -> None:
    # The disturbed file is one without quotes, so that commas count the fields.
    ragged = [
        line
        for path in files_of(small_raw, "ma_touches")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.count(",") != 8
    ]
    assert ragged == ["t-ragged,1000001,,whitepaper_download"]
    assert "t-ragged" in (small_raw / "exports" / f"{RAGGED_FILE}.csv").read_text(
        "utf-8"
    )


def test_exactly_one_address_is_malformed(small_raw: Path) -> None:
    emails = rows_of(small_raw, "ma_leads")["email"]
    assert emails[(emails != "") & ~emails.str.contains("@")].tolist() == [
        "suzuki.taro.example"
    ]


def test_no_address_could_exist(small_raw: Path) -> None:
    for table in ("ma_leads", "sfa_records"):
        emails = rows_of(small_raw, table)["email"].str.lower()
        assert emails[emails != ""].str.endswith(".example").all()


def test_a_few_status_labels_are_unknown_to_the_book(small_raw: Path) -> None:
    known = _mapped("lead_status.csv", source="exports", system="sfa")
    changes = rows_of(small_raw, "sfa_record_changes").query("field == 'status'")
    unknown = changes[~changes["new_value"].isin(known)]["new_value"]
    assert set(unknown) == {"要確認"}
    assert 1 <= len(unknown) <= 20
    held = rows_of(small_raw, "ma_lead_changes").query("new_value == '保留'")
    assert 1 <= len(held) <= 20


def test_opportunity_stages_job_levels_and_industries_are_all_mapped(
    usual_raw: Path,
) -> None:
    stages = _mapped("opportunity_stage.csv", source="exports")
    assert set(rows_of(usual_raw, "opportunities")["stage"]) <= stages
    for attribute in ("job_level", "industry"):
        known = _mapped("attribute_values.csv", attribute=attribute)
        assert set(rows_of(usual_raw, "ma_leads")[attribute]) - {""} <= known


def test_some_enquiries_are_sales_pitches(small_raw: Path, usual_raw: Path) -> None:
    pitches = "name == 'enquiry_kind' and value == 'sales_pitch'"
    assert len(rows_of(small_raw, "lead_attributes").query(pitches)) >= 1
    drawn = rows_of(usual_raw, "lead_attributes").query(pitches)
    assert 5 <= len(drawn) <= 50


def test_some_lead_sources_are_unmapped_and_some_missing(small_raw: Path) -> None:
    known = _mapped("channel.csv", source="exports")
    sources = rows_of(small_raw, "ma_leads")["lead_source"]
    assert set(sources) - known == {"展示会2025春", "タクシー広告", ""}


def test_rows_are_delivered_twice_and_out_of_order(small_raw: Path) -> None:
    touches = rows_of(small_raw, "ma_touches")
    drawn = touches[touches["touch_id"].str.startswith("t-")]
    assert drawn.drop(columns="file").duplicated().sum() >= 17 * 25
    within = drawn.drop(columns="file")[drawn["file"] == "2025-10.csv"]
    assert not within["occurred_at"].is_monotonic_increasing


def test_events_are_recorded_late_some_in_a_later_file(small_raw: Path) -> None:
    touches = rows_of(small_raw, "ma_touches")
    late = touches[touches["recorded_at"] > touches["occurred_at"]]
    assert len(late) > 10
    assert (late["recorded_at"].str[:7] > late["occurred_at"].str[:7]).any()
    for table, happened in (
        ("sfa_record_changes", "changed_at"),
        ("sfa_activities", "occurred_at"),
    ):
        rows = rows_of(small_raw, table)
        assert (rows["recorded_at"] > rows[happened]).any()


def test_records_come_in_newer_versions(small_raw: Path) -> None:
    for table, key in (("ma_leads", "ma_lead_id"), ("sfa_records", "sfa_record_id")):
        rows = rows_of(small_raw, table).drop(columns="file").drop_duplicates()
        assert (rows.groupby(key)["updated_at"].nunique() > 1).any()


def test_people_are_in_the_marketing_tool_twice(small_raw: Path) -> None:
    leads = newest_versions(rows_of(small_raw, "ma_leads"), "ma_lead_id")
    emails = leads["email"][leads["email"] != ""]
    assert emails.str.lower().duplicated().sum() > emails.duplicated().sum() > 0


def test_merges_run_in_a_chain(small_raw: Path) -> None:
    merges = rows_of(small_raw, "ma_merges")
    assert set(merges["loser_id"]) & set(merges["winner_id"])
    assert not merges["loser_id"].duplicated().any()


def test_sales_merges_records_of_one_person(small_raw: Path) -> None:
    """The loser is deleted at the merge, the winner lives on and has its address."""
    records = newest_versions(rows_of(small_raw, "sfa_records"), "sfa_record_id")
    merges = rows_of(small_raw, "sfa_merges")
    assert len(merges) > 0
    losers, winners = merges["loser_id"].tolist(), merges["winner_id"].tolist()
    deleted_at = records.loc[losers, "deleted_at"].tolist()
    assert deleted_at == merges["merged_at"].tolist()
    assert (records.loc[winners, "deleted_at"] == "").all()
    assert (
        records.loc[losers, "email"].tolist() == records.loc[winners, "email"].tolist()
    )
    assert (records.loc[losers, "created_at"].to_numpy() < merges["merged_at"]).all()


def test_some_twins_in_the_sales_tool_are_never_merged(usual_raw: Path) -> None:
    records = newest_versions(rows_of(usual_raw, "sfa_records"), "sfa_record_id")
    leads = records[(records["record_type"] == "lead") & (records["email"] != "")]
    twins = leads["email"].str.lower().value_counts()
    merged = rows_of(usual_raw, "sfa_merges")
    assert 0 < len(merged) < (twins > 1).sum()


def test_a_shared_mailbox_serves_several_people(usual_raw: Path) -> None:
    leads = newest_versions(rows_of(usual_raw, "ma_leads"), "ma_lead_id")
    locals_ = set(pd.read_csv(_BOOK / "shared_mailboxes.csv")["local_part"])
    shared = leads["email"].str.lower().str.split("@").str[0].isin(locals_)
    assert shared.sum() > 20


def test_leads_are_deleted_opted_out_and_never_touched(usual_raw: Path) -> None:
    leads = newest_versions(rows_of(usual_raw, "ma_leads"), "ma_lead_id")
    touched = set(rows_of(usual_raw, "ma_touches")["ma_lead_id"])
    assert (leads["deleted_at"] != "").sum() > 5
    assert (leads["is_opted_out"] == "true").sum() > 20
    assert (~leads.index.isin(touched)).sum() > 100


def test_sales_knew_people_before_the_first_month(small_raw: Path) -> None:
    records = newest_versions(rows_of(small_raw, "sfa_records"), "sfa_record_id")
    assert (records["created_at"] < "2025-04-01").sum() > 5


def test_some_statuses_have_no_history(small_raw: Path) -> None:
    records = newest_versions(rows_of(small_raw, "sfa_records"), "sfa_record_id")
    changed = set(rows_of(small_raw, "sfa_record_changes")["sfa_record_id"])
    stamped = records[~records["status"].isin(["new", ""])]
    assert (~stamped.index.isin(changed)).any()


def test_leads_convert_to_contacts_that_exist(usual_raw: Path) -> None:
    records = newest_versions(rows_of(usual_raw, "sfa_records"), "sfa_record_id")
    contacts = records["converted_contact_id"][records["converted_contact_id"] != ""]
    assert len(contacts) > 20
    assert (records.loc[contacts, "record_type"] == "contact").all()


def test_the_tools_disagree_about_qualified_leads(usual_raw: Path) -> None:
    """MA says MQL: some SFA records say it within an hour, some later, some never."""
    leads = newest_versions(rows_of(usual_raw, "ma_leads"), "ma_lead_id")
    said = rows_of(usual_raw, "ma_lead_changes").query("new_value == 'mql'")
    first = said.groupby("ma_lead_id")["changed_at"].min()
    record = leads["sfa_record_id"].reindex(first.index)
    heard = rows_of(usual_raw, "sfa_record_changes").query("new_value == 'mql'")
    heard_at = heard.groupby("sfa_record_id")["changed_at"].min().reindex(record)
    delay = pd.to_datetime(pd.Series(heard_at.to_numpy())) - pd.to_datetime(
        pd.Series(first.to_numpy())
    )
    hours = delay.dt.total_seconds() / 3600
    assert (hours.between(0, 1)).sum() > 50
    assert (hours > 24).sum() > 20
    assert hours.isna().sum() > 50


def test_sales_types_acceptance_after_confirmation_or_not_at_all(
    usual_raw: Path,
) -> None:
    changes = rows_of(usual_raw, "sfa_record_changes").query("field == 'status'")
    steps = set(zip(changes["old_value"], changes["new_value"], strict=True))
    assert {("sql", "sal"), ("mql", "sql"), ("recycled", "mql")} <= steps


def test_companies_buy_again_lose_one_of_two_deals_and_cancel(
    usual_raw: Path,
) -> None:
    deals = rows_of(usual_raw, "opportunities")
    assert deals["source_record_id"].duplicated().sum() > 5
    assert {"won", "受注", "lost", "失注"} <= set(deals["stage"])
    assert (rows_of(usual_raw, "bookings")["cancelled_on"] != "").any()
    kinds = set(rows_of(usual_raw, "bookings")["booking_type"])
    assert kinds == {"new", "expansion"}


def test_a_closed_deal_may_have_no_stage_history(usual_raw: Path) -> None:
    deals = rows_of(usual_raw, "opportunities").query("is_closed == 'true'")
    changed = set(rows_of(usual_raw, "opportunity_changes")["opportunity_id"])
    assert (~deals["opportunity_id"].isin(changed)).any()


def test_a_lost_deal_is_opened_again_and_closed_for_good(usual_raw: Path) -> None:
    """Lost, then negotiated again, then what the deal itself says."""
    deals = rows_of(usual_raw, "opportunities").set_index("opportunity_id")
    changes = rows_of(usual_raw, "opportunity_changes").query("field == 'stage'")
    reopened = changes[
        changes["old_value"].isin(["lost", "失注"])
        & ~changes["new_value"].isin(["lost", "失注", "won", "受注"])
    ]
    assert len(reopened) >= 3
    for deal, at in zip(
        reopened["opportunity_id"], reopened["changed_at"], strict=True
    ):
        of_deal = changes[changes["opportunity_id"] == deal].sort_values("changed_at")
        last = of_deal.iloc[-1]
        assert last["changed_at"] > at
        assert last["new_value"] == deals.loc[deal, "stage"]
        # What a step leaves is what the step before came to.
        assert of_deal["old_value"].tolist()[1:] == of_deal["new_value"].tolist()[:-1]


def test_some_fields_that_sales_should_fill_in_are_empty(usual_raw: Path) -> None:
    deals = rows_of(usual_raw, "opportunities")
    assert (deals["amount"] == "").any()
    assert (deals["close_on"] == "").any()
    assert (deals["amount"] != "")[deals["is_won"] == "true"].all()
    calls = rows_of(usual_raw, "sfa_activities").query("activity_type == 'call'")
    assert 0 < (calls["outcome"] == "").mean() < 0.1
    handovers = rows_of(usual_raw, "handovers")
    for team in ("marketing", "inside_sales"):
        comments = handovers[handovers["from_team"] == team]["comment"]
        assert (comments == "").any()
        assert (comments != "").any()


def test_a_mail_robot_opens_many_mails_within_a_second(usual_raw: Path) -> None:
    touches = rows_of(usual_raw, "ma_touches").drop(columns="file").drop_duplicates()
    mails = touches[touches["touch_type"].isin(["email_open", "email_click"])]
    assert mails.groupby(["ma_lead_id", "occurred_at"]).size().max() >= 6


def test_most_visitors_never_become_known(small_raw: Path) -> None:
    views = rows_of(small_raw, "pageviews")
    known = set(views[views["ma_lead_id"] != ""]["visitor_id"])
    visitors = set(views["visitor_id"])
    assert len(visitors - known) > len(visitors) / 2


def test_every_reference_points_at_a_row(usual_raw: Path) -> None:
    leads = set(rows_of(usual_raw, "ma_leads")["ma_lead_id"]) | {""}
    records = set(rows_of(usual_raw, "sfa_records")["sfa_record_id"]) | {""}
    deals = set(rows_of(usual_raw, "opportunities")["opportunity_id"]) | {""}
    for table in ("ma_touches", "ma_lead_changes", "campaign_members", "pageviews"):
        assert set(rows_of(usual_raw, table)["ma_lead_id"]) <= leads
    for table in ("sfa_record_changes", "sfa_activities", "handovers"):
        assert set(rows_of(usual_raw, table)["sfa_record_id"]) <= records
    for table in ("opportunity_changes", "opportunity_contacts", "bookings"):
        assert set(rows_of(usual_raw, table)["opportunity_id"]) <= deals


def test_who_came_to_a_seminar_is_a_member_of_its_campaign(small_raw: Path) -> None:
    touches = rows_of(small_raw, "ma_touches").query("touch_type == 'seminar_attended'")
    touches = touches[~touches["ma_lead_id"].str.startswith("story-")]
    members = rows_of(small_raw, "campaign_members").query("status == 'attended'")
    key = ["ma_lead_id", "campaign_id", "occurred_at"]
    came = set(members[key].itertuples(index=False, name=None))
    assert len(came) > 5
    assert set(touches[key].itertuples(index=False, name=None)) == came
