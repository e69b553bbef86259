# dun: payment reminders as Unix filters.
#
#   make            build the commands into build/bin (CC=clang works too)
#   make deps       install the Debian packages that are missing (sudo when not root)
#   make demo       deps, build, and run the example book in a fresh folder
#   make test       deps, build, and run the whole test suite
#   make check      the test suite alone, on what is installed
#   make fault      crashes, full disks and bad servers at every point (slow); tests/long.mk has more
#   make bench      how fast it is beside other programs, into tests/bench/RESULTS.md (slow)
#   make install    PREFIX=/usr/local DESTDIR=
#   make deb        build a Debian package into build/deb, and lint it
#   V=1             show each command
#   SANITIZE=1      build with AddressSanitizer and UBSan, into build/sanitize

PREFIX     ?= /usr/local
DESTDIR    ?=
BINDIR     ?= $(PREFIX)/bin
DATADIR    ?= $(PREFIX)/share
MANDIR     ?= $(DATADIR)/man
BASHDIR    ?= $(DATADIR)/bash-completion/completions
ZSHDIR     ?= $(DATADIR)/zsh/site-functions
FISHDIR    ?= $(DATADIR)/fish/vendor_completions.d
VERSION     = 0.1.0

BUILD      ?= $(if $(SANITIZE),build/sanitize,build)
INSTALL    ?= install
Q           = $(if $(V),,@)
CFLAGS     ?= -O3 -g $(OBJECT)
WARNINGS    = -Wall -Wextra -Wpedantic -Werror -Wshadow -Wmissing-prototypes \
              -Wstrict-prototypes -Wwrite-strings -Wformat=2 -Wvla
HARDENING   = -fstack-protector-strong -fPIE $(if $(SANITIZE),,-D_FORTIFY_SOURCE=2) $(CET)
CET         = $(if $(filter x86_64%,$(shell $(CC) -dumpmachine)),-fcf-protection=full)
SANITIZERS  = $(if $(SANITIZE),-fsanitize=address -fsanitize=undefined -fno-sanitize-recover=all \
              -fno-omit-frame-pointer)
CPPFLAGS   += -Ilib -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64 \
              -DDUN_VERSION='"$(VERSION)"' -DDUN_DATADIR='"$(DATADIR)/dun"'
ALL_CFLAGS  = -std=c11 $(CFLAGS) $(WARNINGS) $(HARDENING) $(SANITIZERS) \
              -ffile-prefix-map=$(CURDIR)=.
ALL_LDFLAGS = $(LDFLAGS) -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(SANITIZERS)

# The commands that read large tables are compiled as a whole, which saves a twentieth of their time.
# It takes longer to build, so that the others are not. Only gcc makes objects that serve both.
FAST   = import-ledger select-overdue compute-fees report-aging
GCC   := $(if $(SANITIZE),,$(findstring Free Software,$(shell $(CC) --version)))
WHOLE  = $(if $(GCC),-flto=auto)
OBJECT = $(if $(GCC),$(WHOLE) -ffat-lto-objects)

# What a room of lib/ needs beyond the C library to compile.
CPPFLAGS_text   = -DU_DISABLE_RENAMING=0
CPPFLAGS_letter = $(addprefix -I,$(wildcard /usr/include/harfbuzz))
CPPFLAGS_mail   = $(addprefix -I,$(wildcard /usr/include/gmime-3.0 /usr/include/glib-2.0 \
                  /usr/lib/*/glib-2.0/include /usr/lib/glib-2.0/include))

# What each command links: the filters before render-letter stay light.
TABLE  = -lcsv
BOOK   = -lcsv -lyaml
TEXT   = -lcmark -licui18n -licuuc
LETTER = -lhpdf -lharfbuzz-subset -lharfbuzz -lqrencode -lpng -lz
MAIL   = -lgmime-3.0 -lgobject-2.0 -lglib-2.0
HASH   = -lnettle

LIBS_import-ledger  = $(BOOK)
LIBS_check-policy   = $(BOOK)
LIBS_select-overdue = $(BOOK)
LIBS_compute-fees   = $(BOOK)
LIBS_payment-reference = $(TABLE)
LIBS_list-items     = $(BOOK) $(TEXT) $(LETTER) $(HASH)
LIBS_log-history    = $(BOOK) $(HASH)
LIBS_render-letter  = $(BOOK) $(TEXT) $(LETTER) $(HASH)
LIBS_mail-out       = $(BOOK) $(TEXT) $(MAIL) $(HASH)
LIBS_show-history   = $(BOOK) $(HASH)
LIBS_post-fees      = $(BOOK) $(HASH)
LIBS_report-aging   = $(BOOK) $(TEXT) $(LETTER) $(HASH)
LIBS_forecast-cash  = $(BOOK) $(TEXT) $(LETTER) $(HASH)

COMMANDS = $(basename $(notdir $(wildcard cmd/*.c cmd/*.sh)))
ROOMS    = base value table book rules stage text letter mail
LIB_SRC  = $(foreach room,$(ROOMS),$(wildcard lib/$(room)/*.c))
LIB_OBJ  = $(LIB_SRC:%.c=$(BUILD)/%.o)
UNITS    = $(patsubst tests/lib/%.c,$(BUILD)/tests/%,$(wildcard tests/lib/*.c))
MAN      = $(wildcard man/*.[157])

all: $(COMMANDS:%=$(BUILD)/bin/%)

$(BUILD)/bin/%: cmd/%.sh
	@mkdir -p $(@D)
	$(Q)sed "s/@VERSION@/$(VERSION)/" $< >$@.new && chmod 755 $@.new && mv $@.new $@

# One library; the linker takes what a command uses.
$(BUILD)/libdun.a: $(LIB_OBJ)
	@rm -f $@
	$(Q)ar rcsD $@ $^

$(BUILD)/bin/%: $(BUILD)/cmd/%.o $(BUILD)/libdun.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) $(if $(filter $(FAST),$*),$(WHOLE),-fno-lto) -o $@ $< $(BUILD)/libdun.a $(LIBS_$*)

$(BUILD)/tests/%: $(BUILD)/tests/lib/%.o $(BUILD)/libdun.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) -fno-lto -o $@ $< $(BUILD)/libdun.a $(BOOK) $(TEXT) $(LETTER) $(HASH)

# The data folder is compiled in: another one compiles that file anew.
$(BUILD)/lib/base/file.o: $(BUILD)/datadir
$(BUILD)/datadir: FORCE
	@mkdir -p $(@D)
	@echo "$(DATADIR)" | cmp -s - $@ || echo "$(DATADIR)" >$@

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CPPFLAGS_$(notdir $(patsubst %/,%,$(dir $*)))) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

.PRECIOUS: $(BUILD)/%.o
-include $(shell find $(BUILD) -path $(BUILD)/deb -prune -o -type f -name '*.d' -print 2>/dev/null)

# Several tests at once where GNU parallel is there to do it.
JOBS ?= $(shell command -v parallel >/dev/null && nproc || echo 1)

deps:
	@.ci/deps test

demo:
	@.ci/deps build
	@$(MAKE) --no-print-directory all
	@examples/demo

test: deps
	@$(MAKE) --no-print-directory check

include tests/long.mk

check: all $(UNITS) $(REPLAYS)
	@PATH="$(CURDIR)/build/msmtpd/usr/bin:$$PATH" DUN_BUILD=$(abspath $(BUILD)) \
	    bats --formatter tap --jobs $(JOBS) tests

bench: all $(UNITS)
	@PATH="$(CURDIR)/build/msmtpd/usr/bin:$$PATH" DUN_BUILD=$(abspath $(BUILD)) tests/bench/run

fault: all $(UNITS) $(BUILD)/tests/failing.so $(BUILD)/tests/clock.so
	@PATH="$(CURDIR)/build/msmtpd/usr/bin:$$PATH" DUN_BUILD=$(abspath $(BUILD)) \
	    bats --formatter tap tests/fault

# What a command's --help says, in the words of each shell: bash/COMMAND, zsh/_COMMAND, fish/COMMAND.fish.
COMPLETIONS = $(COMMANDS:%=$(BUILD)/completions/bash/%) \
              $(COMMANDS:%=$(BUILD)/completions/zsh/_%) \
              $(COMMANDS:%=$(BUILD)/completions/fish/%.fish)
completions: $(COMPLETIONS)

complete = mkdir -p $(@D) && $(BUILD)/bin/$* --help >$@.help && \
    awk -v shell=$(1) -v command=$* -f $(COMPLETER) $@.help >$@.new && rm $@.help && mv $@.new $@
COMPLETER = examples/packaging/completions.awk
$(BUILD)/completions/bash/%: $(BUILD)/bin/% $(COMPLETER)
	$(Q)$(call complete,bash)
$(BUILD)/completions/zsh/_%: $(BUILD)/bin/% $(COMPLETER)
	$(Q)$(call complete,zsh)
$(BUILD)/completions/fish/%.fish: $(BUILD)/bin/% $(COMPLETER)
	$(Q)$(call complete,fish)

# The data folder is examples/ without what a checkout or a package alone needs.
DATA = $(shell cd examples && find . -path ./packaging -prune -o -type f ! -name demo ! -name '*.png' -print)

install: all completions
	$(INSTALL) -d $(DESTDIR)$(BINDIR) $(foreach s,1 5 7,$(DESTDIR)$(MANDIR)/man$(s)) \
	    $(DESTDIR)$(BASHDIR) $(DESTDIR)$(ZSHDIR) $(DESTDIR)$(FISHDIR) \
	    $(sort $(dir $(DATA:%=$(DESTDIR)$(DATADIR)/dun/%)))
	$(INSTALL) -m 755 $(COMMANDS:%=$(BUILD)/bin/%) $(DESTDIR)$(BINDIR)
	for s in 1 5 7; do $(INSTALL) -m 644 man/*.$$s $(DESTDIR)$(MANDIR)/man$$s || exit; done
	$(INSTALL) -m 644 $(BUILD)/completions/bash/* $(DESTDIR)$(BASHDIR)
	$(INSTALL) -m 644 $(BUILD)/completions/zsh/* $(DESTDIR)$(ZSHDIR)
	$(INSTALL) -m 644 $(BUILD)/completions/fish/* $(DESTDIR)$(FISHDIR)
	for f in $(DATA); do \
	    mode=644; [ ! -x examples/$$f ] || mode=755; \
	    $(INSTALL) -m $$mode examples/$$f $(DESTDIR)$(DATADIR)/dun/$$f || exit; \
	done

# What a user put beside the installed files stays.
uninstall:
	rm -f $(COMMANDS:%=$(DESTDIR)$(BINDIR)/%) \
	    $(foreach f,$(MAN),$(DESTDIR)$(MANDIR)/man$(subst .,,$(suffix $(f)))/$(notdir $(f))) \
	    $(COMMANDS:%=$(DESTDIR)$(BASHDIR)/%) $(COMMANDS:%=$(DESTDIR)$(ZSHDIR)/_%) \
	    $(COMMANDS:%=$(DESTDIR)$(FISHDIR)/%.fish) $(DATA:%=$(DESTDIR)$(DATADIR)/dun/%)
	[ ! -d $(DESTDIR)$(DATADIR)/dun ] || find $(DESTDIR)$(DATADIR)/dun -depth -type d -empty -delete

# From the files of this folder, as a release has them.
DEB = build/deb/dun-$(VERSION)
deb:
	@.ci/deps deb
	rm -rf build/deb && mkdir -p $(DEB)
	cp -R Makefile README.md LICENSE .ci cmd lib man examples tests $(DEB)
	tar -C build/deb --sort=name --owner=0 --group=0 -czf build/deb/dun_$(VERSION).orig.tar.gz dun-$(VERSION)
	cp -R examples/packaging/debian $(DEB)
	cd $(DEB) && dpkg-buildpackage -us -uc
	cd build/deb && lintian --fail-on error dun_$(VERSION)*.changes

FORCE:

clean:
	rm -rf build

.PHONY: FORCE all completions deps demo test check bench fault install uninstall deb clean
