-- One row per source and page view.
{{ union_port('pageviews', [
    'source',
    'pageview_id',
    'visitor_id',
    'source_record_id',
    'url',
    'content_id',
    'utm_source',
    'utm_medium',
    'utm_campaign',
    'occurred_at',
    'landed_at'
]) }}
