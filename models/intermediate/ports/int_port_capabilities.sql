-- One row per source and source and signal that the source can deliver.
{{ union_port('capabilities', [
    'source',
    'signal',
    'signal_argument',
    'observed_from'
]) }}
