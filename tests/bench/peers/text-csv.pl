#!/usr/bin/perl
# text-csv.pl select | import: the jobs with Text::CSV_XS, on the tables of the current folder.
use strict;
use warnings;
use Text::CSV_XS;

sub rows { # rows FILE CODE: of each row but the header
	my ($file, $code) = @_;
	my $csv = Text::CSV_XS->new({binary => 1, auto_diag => 2});
	open my $in, '<', $file or die "$file: $!\n";
	$csv->getline($in);
	while (my $row = $csv->getline($in)) { $code->($row) }
}

my $out = Text::CSV_XS->new({binary => 1, eol => "\n"});
my %customer;
if ($ARGV[0] eq 'select') {
	rows('customers.csv', sub { $customer{$_[0][0]} = [@{$_[0]}[1, 7, 6]] });
	rows('items.csv', sub {
		my $r = shift;
		$out->print(*STDOUT, [@$r[0, 1, 3, 6, 4, 7, 8], @{$customer{$r->[0]}}])
			if $r->[3] lt '2026-11-22' && $r->[6] > 0 && $customer{$r->[0]};
	});
} else {
	rows('quoted.csv', sub { $out->print(*STDOUT, [@{$_[0]}[0, 2, 3, 4, 5, 6, 1]]) });
}
