load helper

# What the compiler and the linker put around the code, read from the commands as they were built.

prepare() {
	[[ ${DUN_BUILD-} != *sanitize* ]] || skip 'a build with sanitizers is for tests alone'
	[[ ${DUN_BUILD-} != *valgrind* ]] || skip 'these are scripts that start the commands'
}

# lacks FILE: what a program goes without, a line each.
lacks() {
	local header segments dynamic symbols
	header=$(readelf -Wh "$1") && segments=$(readelf -Wl "$1") && dynamic=$(readelf -Wd "$1") &&
		symbols=$(readelf -W --dyn-syms "$1") || return 1
	[[ $header =~ Type:\ +DYN && $dynamic =~ \(FLAGS_1\)[^$'\n']*\ PIE ]] || echo 'a place that changes (PIE)'
	[[ $segments =~ GNU_RELRO ]] || echo 'relocations that are read only (RELRO)'
	[[ $dynamic =~ \(FLAGS_1\)[^$'\n']*\ NOW ]] || echo 'all symbols at the start (BIND_NOW)'
	[[ $symbols =~ __stack_chk_fail ]] || echo 'a guard of the stack'
	[[ $symbols =~ _chk@ ]] || echo 'calls that know the size (_FORTIFY_SOURCE)'
	[[ $segments =~ GNU_STACK[^$'\n']*\ RW\  ]] || echo 'a stack that is no code'
	[[ ! $segments =~ LOAD[^$'\n']*\ RWE\  ]] || echo 'code that is not written'
	[[ ! $dynamic =~ TEXTREL ]] || echo 'code without relocations'
	[[ ! $dynamic =~ \((RPATH|RUNPATH)\) ]] || echo 'libraries from their place alone (no RPATH)'
}

# unmarked FILE...: the objects and members of archives that are not marked for CET. The first one is
# read twice: of a single file readelf does not tell the name.
unmarked() {
	readelf -Wn "$@" "$1" | awk '/^File: / { file = $2; all[file] } /IBT/ && /SHSTK/ { marked[file] }
		END { for (file in all) if (!(file in marked)) print file }'
}

# x86 alone has these marks; both halves, else neither.
marks() {
	printf 'int main(void) { return 0; }\n' >mark.c
	"${CC:-cc}" -fcf-protection=full -c -o mark.o mark.c 2>log && [ -z "$(unmarked mark.o)" ]
}

@test "every command is hardened" {
	for source in "$ROOT"/cmd/*.c; do
		command=$(basename "$source" .c)
		[ -z "$(lacks "$BIN/$command")" ] || { echo "$command goes without:"; lacks "$BIN/$command"; return 1; }
	done
}

@test "a program without any of it is seen" {
	cat >weak.c <<-'END'
	#include <stdio.h>
	__asm__(".section .kept,\"awx\"\nkept: .byte 0\n.section .note.GNU-stack,\"x\",%progbits\n.text\n.quad kept\n");
	int main(int argc, char **argv) { char line[64]; sprintf(line, "%s", argv[argc - 1]); return puts(line) < 0; }
	END
	weaken() { "${CC:-cc}" -O2 -w "$@" -fno-stack-protector -U_FORTIFY_SOURCE -o weak weak.c -Wl,-z,execstack; }
	weaken -fno-pie -no-pie -Wl,-z,norelro,-z,lazy,-rpath,/nowhere
	lacks weak >got
	cat >want <<-'END'
	a place that changes (PIE)
	relocations that are read only (RELRO)
	all symbols at the start (BIND_NOW)
	a guard of the stack
	calls that know the size (_FORTIFY_SOURCE)
	a stack that is no code
	code that is not written
	libraries from their place alone (no RPATH)
	END
	same want got
	weaken -fPIE -pie -Wl,-z,notext
	lacks weak >got
	grep -q 'code without relocations' got
}

# The mark of a whole program is the linker's, and needs the C library's own first object to have it.
@test "jumps and returns go only where they may (CET), where the machine can see to that" {
	marks || skip 'not this machine, or not this compiler'
	[ -z "$(unmarked "${BIN%/bin}/libdun.a" "${BIN%/bin}"/cmd/*.o)" ]
	start=$("${CC:-cc}" -print-file-name=Scrt1.o)
	[ -z "$(unmarked "$start")" ] || skip 'ours are marked; the C library is not, so no program is'
	for source in "$ROOT"/cmd/*.c; do
		[ -z "$(unmarked "$BIN/$(basename "$source" .c)")" ] || { echo "$source"; return 1; }
	done
}

@test "an object without the mark is seen" {
	marks || skip 'not this machine, or not this compiler'
	"${CC:-cc}" -fcf-protection=none -c -o bare.o mark.c
	[ "$(unmarked mark.o bare.o)" = bare.o ]
}

# What the loader brings in costs each start.
@test "no command links a library that it does not use" {
	for source in "$ROOT"/cmd/*.c; do
		run ldd -u "$BIN/$(basename "$source" .c)"
		[ "$status" -eq 0 ] || { echo "$source: $output"; return 1; }
	done
}

@test "a library that is linked and not used is seen" {
	printf 'int main(void) { return 0; }\n' >idle.c
	"${CC:-cc}" -o idle idle.c -Wl,--no-as-needed -lyaml
	run ldd -u ./idle
	[[ $status -ne 0 && $output == *libyaml* ]]
}
