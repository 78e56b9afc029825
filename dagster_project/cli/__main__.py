"""`python -m dagster_project.cli` is the command `sae`."""

from dagster_project.cli.app import app

if __name__ == "__main__":
    app()
