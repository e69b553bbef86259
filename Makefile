# dun: payment reminders as Unix filters.
#
#   make            build the commands into build/bin (CC=clang works too)
#   make deps       install the Debian packages that are missing (sudo when not root)
#   make demo       deps, build, and run the example book in a fresh folder
#   make test       deps, build, and run the whole test suite
#   make check      the test suite alone, on what is installed
#   make install    PREFIX=/usr/local DESTDIR=
#   V=1             show each command
#   SANITIZE=1      build with AddressSanitizer and UBSan, into build/sanitize

PREFIX     ?= /usr/local
DESTDIR    ?=
BINDIR     ?= $(PREFIX)/bin
DATADIR    ?= $(PREFIX)/share
MANDIR     ?= $(DATADIR)/man
VERSION     = 0.1.0

BUILD      ?= $(if $(SANITIZE),build/sanitize,build)
INSTALL    ?= install
Q           = $(if $(V),,@)
CFLAGS     ?= -O2 -g
WARNINGS    = -Wall -Wextra -Wpedantic -Werror -Wshadow -Wmissing-prototypes \
              -Wstrict-prototypes -Wwrite-strings -Wformat=2 -Wvla
HARDENING   = -fstack-protector-strong -fPIE $(if $(SANITIZE),,-D_FORTIFY_SOURCE=2) $(CET)
CET         = $(if $(filter x86_64%,$(shell $(CC) -dumpmachine)),-fcf-protection=full)
SANITIZERS  = $(if $(SANITIZE),-fsanitize=address -fsanitize=undefined -fno-sanitize-recover=all \
              -fno-omit-frame-pointer)
CPPFLAGS   += -Ilib -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -DDUN_VERSION='"$(VERSION)"' \
              -DDUN_DATADIR='"$(DATADIR)/dun"'
ALL_CFLAGS  = -std=c11 $(CFLAGS) $(WARNINGS) $(HARDENING) $(SANITIZERS) \
              -ffile-prefix-map=$(CURDIR)=.
ALL_LDFLAGS = $(LDFLAGS) -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(SANITIZERS)

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
HASH   = -lcrypto

LIBS_import-ledger  = $(BOOK)
LIBS_check-policy   = $(BOOK)
LIBS_select-overdue = $(BOOK)
LIBS_compute-fees   = $(BOOK)
LIBS_payment-reference = $(TABLE)
LIBS_list-items     = $(BOOK)
LIBS_log-history    = $(BOOK) $(HASH)
LIBS_render-letter  = $(BOOK) $(TEXT) $(LETTER) $(HASH)
LIBS_mail-out       = $(BOOK) $(TEXT) $(MAIL) $(HASH)

COMMANDS = $(patsubst cmd/%.c,%,$(wildcard cmd/*.c))
ROOMS    = base value table book rules stage text letter mail
LIB_SRC  = $(foreach room,$(ROOMS),$(wildcard lib/$(room)/*.c))
LIB_OBJ  = $(LIB_SRC:%.c=$(BUILD)/%.o)
UNITS    = $(patsubst tests/lib/%.c,$(BUILD)/tests/%,$(wildcard tests/lib/*.c))
MAN      = $(wildcard man/*.[157])

all: $(COMMANDS:%=$(BUILD)/bin/%)

# One library; the linker takes what a command uses.
$(BUILD)/libdun.a: $(LIB_OBJ)
	@rm -f $@
	$(Q)ar rcsD $@ $^

$(BUILD)/bin/%: $(BUILD)/cmd/%.o $(BUILD)/libdun.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $< $(BUILD)/libdun.a $(LIBS_$*)

$(BUILD)/tests/%: $(BUILD)/tests/lib/%.o $(BUILD)/libdun.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $< $(BUILD)/libdun.a $(BOOK) $(TEXT) $(HASH)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CPPFLAGS_$(notdir $(patsubst %/,%,$(dir $*)))) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

.PRECIOUS: $(BUILD)/%.o
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

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

check: all $(UNITS)
	@PATH="$(CURDIR)/build/msmtpd/usr/bin:$$PATH" DUN_BUILD=$(abspath $(BUILD)) \
	    bats --formatter tap --jobs $(JOBS) tests

install: all
	$(INSTALL) -d $(DESTDIR)$(BINDIR) $(foreach s,1 5 7,$(DESTDIR)$(MANDIR)/man$(s))
	$(INSTALL) -m 755 $(COMMANDS:%=$(BUILD)/bin/%) $(DESTDIR)$(BINDIR)
	for f in $(MAN); do \
	    $(INSTALL) -m 644 $$f $(DESTDIR)$(MANDIR)/man$${f##*.}/ || exit 1; \
	done
	cd examples && find . -type d -exec $(INSTALL) -d "$(DESTDIR)$(DATADIR)/dun/{}" \;
	cd examples && find . -type f ! -name demo -exec $(INSTALL) -m 644 {} "$(DESTDIR)$(DATADIR)/dun/{}" \;

uninstall:
	rm -f $(COMMANDS:%=$(DESTDIR)$(BINDIR)/%)
	rm -f $(foreach f,$(MAN),$(DESTDIR)$(MANDIR)/man$(subst .,,$(suffix $(f)))/$(notdir $(f)))
	rm -rf $(DESTDIR)$(DATADIR)/dun

clean:
	rm -rf build

.PHONY: all deps demo test check install uninstall clean
