"""The house rules of CONTRIBUTING.md that a machine can hold, on this project."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import (
    contract_rules,
    layer_rules,
    python_rules,
    repository_rules,
    sql_rules,
)
from tests.architecture.project_tree import PROJECT

Rule = Callable[[Path], list[str]]

RULES: dict[str, Rule] = {
    "vendor_names_occur_in_staging_only": layer_rules.vendor_names_below_staging,
    "a_model_reads_only_from_layers_to_its_left": layer_rules.reads_to_the_right,
    "the_prefix_says_the_layer": layer_rules.names_and_folders,
    "line_1_of_a_model_is_its_grain": layer_rules.grain_comments,
    "every_model_is_described_beside_it": layer_rules.model_descriptions,
    "every_description_has_its_model": layer_rules.orphaned_descriptions,
    "the_ports_listed_are_the_staging_files": layer_rules.ports_and_staging,
    "vars_name_ports_and_nothing_else": layer_rules.uses_of_vars,
    "engine_constructs_stand_in_engine_macros": sql_rules.engine_constructs,
    "order_by_says_where_null_stands": sql_rules.unordered_nulls,
    "no_threshold_stands_in_a_model": sql_rules.thresholds_in_models,
    "published_tables_keep_their_contract": (
        contract_rules.contracts_of_published_tables
    ),
    "cited_definitions_exist": contract_rules.cited_definitions,
    "pure_rooms_do_not_import_dagster": python_rules.dagster_in_pure_rooms,
    "one_module_reads_the_environment": python_rules.environment_readers,
    "names_say_something": python_rules.empty_names,
    "test_modules_have_names_of_their_own": python_rules.modules_of_one_name,
    "the_lock_has_hashes_and_no_addresses": repository_rules.lock_without_addresses,
}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_house_rule(rule: Rule) -> None:
    breaches = rule(PROJECT)

    assert not breaches, "\n".join(breaches)


def test_no_tracked_file_shows_where_it_was_made() -> None:
    files = repository_rules.tracked_files(PROJECT)

    breaches = repository_rules.traces_of_machines(PROJECT, files)

    assert files
    assert not breaches, "\n".join(breaches)
