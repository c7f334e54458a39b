-- One row per source and account.
{{ union_port('accounts', [
    'source',
    'account_id',
    'name',
    'corporate_number',
    'domain',
    'industry',
    'employees',
    'annual_revenue',
    'tier',
    'landed_at'
]) }}
