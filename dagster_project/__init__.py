"""SAE: orchestration in `defs/`, the domain library in `sae/`, the command line in `cli.app`."""
