"""The domain library: submission contract, rules, formulas, gate, release; never dagster."""
