-- One row per source and record of the SFA (lead or contact), its newest version.
{{ union_port('records', [
    'source',
    'source_record_id',
    'other_id',
    'record_type',
    'created_at',
    'email',
    'company_name',
    'account_id',
    'owner_id',
    'stage',
    'temperature',
    'lead_source',
    'is_opted_out',
    'converted_at',
    'converted_contact_id',
    'converted_account_id',
    'converted_opportunity_id',
    'updated_at',
    'deleted_at',
    'landed_at'
]) }}
