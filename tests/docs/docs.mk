# check-features: docs/features.md against the code. Included by the top Makefile; alone:
# make -f tests/docs/docs.mk check-features

.PHONY: check-features
check-features:
	@tests/docs/check-features
