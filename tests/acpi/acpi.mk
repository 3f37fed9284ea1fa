# check-acpi: the AML in the tree against its sources, then the same guests with the host's ACPI tables
# and with our own. Included by the top Makefile. Debian: acpica-tools.

.PHONY: check-acpi
check-acpi: all ownacpi
	@tools/make-aml --check
	@BUILD=$(abspath $(BUILD)) tests/acpi/compare
