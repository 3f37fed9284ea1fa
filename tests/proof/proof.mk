# check-proof: models and proofs; each SKIPs with a reason where its tool is absent. Included by the top
# Makefile; alone: make -f tests/proof/proof.mk check-proof. Debian: spin.

BUILD ?= build

.PHONY: check-proof
check-proof:
	@tests/proof/run-spin $(abspath $(BUILD))/proof/spin
