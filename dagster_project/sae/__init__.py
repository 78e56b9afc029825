"""The domain library: submission contract, rules, formulas, gate, release. Never imports dagster."""
