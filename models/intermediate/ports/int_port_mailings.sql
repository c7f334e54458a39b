-- One row per source and thing that happened to a mail for a person.
{{ union_port('mailings', [
    'source',
    'mailing_id',
    'source_record_id',
    'mailing_event',
    'campaign_id',
    'email_template_id',
    'occurred_at',
    'landed_at',
]) }}
