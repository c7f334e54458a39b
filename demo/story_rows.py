"""The rows of one planted story, written one raw record at a time."""

from __future__ import annotations

from dataclasses import dataclass, field

from demo.native_ids import user_id

Row = dict[str, str]


@dataclass(frozen=True)
class Story:
    """A planted person: what it shows, and its raw rows by table.

    `story_id` is also the person's MA lead id, or the stem of the SFA record id
    (`<story_id>-sfa`) where marketing does not know the person. Times are text in
    Asia/Tokyo, as in the files.
    """

    story_id: str
    shows: str
    rows: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def sfa_id(self) -> str:
        """The SFA record of the story's person."""
        return f"{self.story_id}-sfa"

    def add(self, table: str, **columns: str) -> Row:
        """One more row of `table`; columns left out stay empty."""
        row = dict(columns)
        self.rows.setdefault(table, []).append(row)
        return row

    def lead(self, created_at: str, *, nth: int = 1, **profile: str) -> None:
        """The person enters the marketing tool (a retailer's clerk unless told)."""
        lead_id = self.story_id if nth == 1 else f"{self.story_id}-{nth}"
        defaults = {
            "email": f"person{nth if nth > 1 else ''}@{self.story_id}.example",
            "company_name": f"物語商店 {self.story_id}",
            "industry": "小売業",
            "job_level": "担当",
            "lead_source": "organic_search",
            "status": "lead",
            "is_opted_out": "false",
            "updated_at": created_at,
        }
        columns = {**defaults, **profile}
        self.add("ma_leads", ma_lead_id=lead_id, created_at=created_at, **columns)

    def touch(self, occurred_at: str, touch_type: str, **columns: str) -> None:
        """A touch of the person (`ma_lead_id` in `columns`: of another record)."""
        number = len(self.rows.get("ma_touches", [])) + 1
        columns = {"ma_lead_id": self.story_id, **columns}
        self.add(
            "ma_touches",
            touch_id=f"{self.story_id}-t{number}",
            touch_type=touch_type,
            occurred_at=occurred_at,
            **columns,
        )

    def changed(self, at: str, field_name: str, old: str | None, new: str) -> None:
        """A field of the MA lead changes; the lead row shows the newest value."""
        number = len(self.rows.get("ma_lead_changes", [])) + 1
        row = self.add(
            "ma_lead_changes",
            change_id=f"{self.story_id}-mc{number}",
            ma_lead_id=self.story_id,
            field=field_name,
            new_value=new,
            changed_at=at,
        )
        if old is not None:
            row["old_value"] = old
        self.rows["ma_leads"][0].update({field_name: new, "updated_at": at})

    def sales_record(self, created_at: str, **columns: str) -> None:
        """The person enters the sales tool, linked from the MA lead if there is one."""
        defaults = {
            "record_type": "lead",
            "status": "new",
            "email": f"person@{self.story_id}.example",
            "company_name": f"物語商店 {self.story_id}",
            "owner_id": user_id(6),
            "updated_at": created_at,
        }
        self.add(
            "sfa_records",
            sfa_record_id=self.sfa_id,
            created_at=created_at,
            **{**defaults, **columns},
        )
        for lead in self.rows.get("ma_leads", [])[:1]:
            lead["sfa_record_id"] = self.sfa_id
            lead["updated_at"] = max(lead["updated_at"], created_at)

    def status(self, at: str, new: str) -> None:
        """Sales sets the record's status."""
        record = self.rows["sfa_records"][0]
        number = len(self.rows.get("sfa_record_changes", [])) + 1
        self.add(
            "sfa_record_changes",
            change_id=f"{self.story_id}-sc{number}",
            sfa_record_id=self.sfa_id,
            field="status",
            old_value=record["status"],
            new_value=new,
            changed_at=at,
            changed_by=user_id(6),
        )
        record.update({"status": new, "updated_at": at})

    def deal(self, created_at: str, *, nth: int = 1, record: str | None = None) -> None:
        """An opportunity is registered from the SFA record (or from `record`)."""
        opportunity = f"{self.story_id}-opp{nth}"
        source = record or self.sfa_id
        self.add(
            "opportunities",
            opportunity_id=opportunity,
            owner_id=user_id(18),
            source_record_id=source,
            product="Handoff Standard",
            stage="appointment",
            amount="1200000",
            currency="JPY",
            created_at=created_at,
            is_closed="false",
            is_won="false",
            updated_at=created_at,
        )
        self.add(
            "opportunity_contacts",
            opportunity_id=opportunity,
            sfa_record_id=source,
            is_primary="true",
        )

    def deal_closed(self, at: str, stage: str, *, nth: int = 1) -> None:
        """The opportunity ends as 受注 (won) or 失注 (lost)."""
        row = self.rows["opportunities"][nth - 1]
        self.add(
            "opportunity_changes",
            change_id=f"{self.story_id}-oc{nth}",
            opportunity_id=row["opportunity_id"],
            field="stage",
            old_value=row["stage"],
            new_value=stage,
            changed_at=at,
        )
        row.update(
            stage=stage,
            closed_at=at,
            close_on=at[:10],
            is_closed="true",
            is_won="true" if stage == "受注" else "false",
            updated_at=at,
        )

    def booked(
        self, booked_on: str, booking_type: str, *, nth: int = 1, **more: str
    ) -> None:
        """The won opportunity is booked on an account of the story's own."""
        account = f"{self.story_id}-account"
        if "sfa_accounts" not in self.rows:
            self.add(
                "sfa_accounts", account_id=account, name=f"物語商店 {self.story_id}"
            )
        self.rows["opportunities"][nth - 1]["account_id"] = account
        self.add(
            "bookings",
            booking_id=f"{self.story_id}-booking{nth}",
            opportunity_id=f"{self.story_id}-opp{nth}",
            account_id=account,
            amount="1200000",
            currency="JPY",
            booking_type=booking_type,
            booked_on=booked_on,
            **more,
        )
