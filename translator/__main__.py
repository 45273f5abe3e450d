"""``python -m translator`` is the ``translator`` command."""

from translator.cli.app import main

if __name__ == "__main__":
    main()
