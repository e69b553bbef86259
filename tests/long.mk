# The long runs, which `make test` does without: tests/RELIABILITY.md has what they gave.
#
#   make fuzz           each target of tests/fuzz for FUZZ_SECONDS, with libFuzzer
#   make fuzz-corpus    the same, and what was new is kept, as little as covers the same
#   make afl            the same targets under AFL++
#   make bombs          lines, quotes and tables of GIB gigabytes, for every command that reads one
#   make spoil          SPOILED spoiled inputs for every command and kind of file, from SEED on
#   make valgrind       VALGRIND_TESTS with the commands under valgrind, of their calls one in VALGRIND_SHARE: hours
#   make places         all tests in other zones and locales, with other umasks and after 2038; PLACE=ja_JP for one
#   make lint           gcc's and clang's analyzers, clang-tidy, cppcheck
#   make coverage       the tests once more, and which lines and branches they reach

FUZZERS       = $(patsubst tests/fuzz/%.c,%,$(filter-out %/file.c %/replay.c,$(wildcard tests/fuzz/*.c)))
FUZZ_SECONDS ?= 60
FUZZ_LIBS     = $(BOOK) $(TEXT) $(MAIL) $(HASH)

# Without a fuzzer: the tests run the corpus through each target.
REPLAYS = $(FUZZERS:%=$(BUILD)/tests/fuzz-%)
$(BUILD)/tests/fuzz-%: $(BUILD)/tests/fuzz/%.o $(BUILD)/tests/fuzz/file.o $(BUILD)/tests/fuzz/replay.o $(BUILD)/libdun.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(FUZZ_LIBS)

# With one, in a folder of its own, from the make that `fuzz` calls.
$(BUILD)/fuzz-%: $(BUILD)/tests/fuzz/%.o $(BUILD)/tests/fuzz/file.o $(BUILD)/libdun.a
	$(Q)$(CC) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(FUZZ_LIBS)

FUZZ_MAKE = $(MAKE) --no-print-directory CC=$(1) BUILD=build/$(2) SANITIZE=1 \
            CFLAGS='-O1 -g -fsanitize=fuzzer-no-link' $(FUZZERS:%=build/$(2)/fuzz-%)

fuzz fuzz-corpus:
	@.ci/deps fuzz
	@$(call FUZZ_MAKE,clang,fuzz)
	@tests/fuzz/run $@ $(FUZZ_SECONDS) $(FUZZERS)

afl:
	@.ci/deps fuzz
	@$(call FUZZ_MAKE,afl-clang-fast,afl)
	@tests/fuzz/run afl $(FUZZ_SECONDS) $(FUZZERS)

.PHONY: fuzz fuzz-corpus afl

# Preloaded by tests/fault/calls.bats and clock.bats.
$(BUILD)/tests/%.so: tests/fault/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) -std=c11 -O2 -g -Wall -Wextra -Werror -fPIC -shared -o $@ $< -ldl

# The bombs of tests/bombs.bats in their true size.
GIB ?= 10
bombs: all
	@DUN_BUILD=$(abspath $(BUILD)) tests/bombs/run $(GIB)

SPOILED ?= 10000
SEED    ?= 1
spoil: all $(BUILD)/tests/spoil
	@DUN_BUILD=$(abspath $(BUILD)) tests/spoil/run $(SPOILED) $(SEED)

.PHONY: bombs spoil

# A build without sanitizers. The pages and what is installed are the same scripts' business anywhere.
VALGRIND_TESTS ?= $(filter-out %/man.bats %/tutorial.bats %/install.bats %/hardening.bats,$(wildcard tests/*.bats))
valgrind: all $(UNITS) $(REPLAYS) $(BUILD)/tests/spoil
	@.ci/deps lint
	@PATH="$(CURDIR)/build/msmtpd/usr/bin:$$PATH" tests/valgrind/run $(abspath $(BUILD)) $(VALGRIND_TESTS)

places: all $(UNITS) $(REPLAYS) $(BUILD)/tests/clock.so
	@.ci/deps test
	@PATH="$(CURDIR)/build/msmtpd/usr/bin:$$PATH" JOBS=$(JOBS) tests/places/run $(abspath $(BUILD)) tests

.PHONY: valgrind places

lint:
	@.ci/deps lint
	@tests/lint/run

# Built and run in a folder of its own, from nothing: what is there of an earlier run counts no more.
# Then every kind of call fails for each command, at forty places. A test that asks for what a
# build without optimising lacks fails there. With gnu11 a program that starts another leaves its
# counts first.
COVERAGE = $(MAKE) --no-print-directory BUILD=build/coverage HARDENING=-fPIE \
           CFLAGS='-std=gnu11 -O0 -g --coverage -fprofile-update=atomic' \
           LDFLAGS='--coverage -Wl,--wrap=_exit $(CURDIR)/build/coverage/leave.o'
build/coverage/leave.o: tests/lint/leave.c
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c11 -O0 -fPIE -c -o $@ $<

coverage: build/coverage/leave.o
	@.ci/deps lint
	@find build/coverage -name '*.gcda' -delete
	@$(COVERAGE) check || true
	@$(COVERAGE) build/coverage/tests/failing.so
	@DUN_BUILD=$(CURDIR)/build/coverage MOST=40 bats --formatter tap tests/fault/calls.bats || true
	@tests/lint/coverage build/coverage

.PHONY: lint coverage
