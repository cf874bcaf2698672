"""`python -m smart_select` is the command line too."""

from smart_select.cli.main import main

if __name__ == "__main__":
    main()
