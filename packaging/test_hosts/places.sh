# Where the test hosts are. Outside of the tree, because they are large and every clone can use them.
ROOTS=${SMART_SELECT_TEST_ROOTS:-$HOME/.cache/smart-select-tests/roots}
