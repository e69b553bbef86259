#include "letter/sample.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/patched.h"
#include "book/book.h"
#include "book/proposal.h"
#include "letter/press.h"
#include "letter/sample_rows.h"
#include "stage/billing.h"
#include "stage/statement.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

/* The files of a book that lives as long as the letter is made. */
enum { CUSTOMERS, HISTORY, SELECTED, CHARGED, FILES };
static const char *const names[FILES] = {
    "customers.csv", "history.csv", "selected.csv", "proposal.csv"};

struct sample {
	struct diag *d;
	struct book book;
	char *folder; /* NULL: not made yet */
	char *paths[FILES];
};

static bool make_folder(struct sample *s)
{
	const char *base = getenv("TMPDIR");
	struct buf path = {0};
	buf_printf(&path, "%s/dun-sample.XXXXXX", base != NULL && *base != '\0' ? base : "/tmp");
	if (mkdtemp(path.data) == NULL) {
		diag_error(s->d, STATUS_CANTCREATE, AT_FILE(path.data), "%s", strerror(errno));
		buf_free(&path);
		return false;
	}
	s->folder = buf_take(&path);
	for (int i = 0; i < FILES; i++)
		s->paths[i] = path_join(s->folder, names[i]);
	return true;
}

static void remove_folder(struct sample *s)
{
	for (int i = 0; i < FILES; i++) {
		if (s->paths[i] != NULL)
			(void)unlink(s->paths[i]);
		free(s->paths[i]);
	}
	if (s->folder != NULL)
		(void)rmdir(s->folder);
	free(s->folder);
}

static bool put(struct sample *s, int file, struct buf *text)
{
	const bool good = file_replace(s->d, s->paths[file], buf_slice(text), 0600);
	buf_free(text);
	return good;
}

/* The user's own columns of customers, where there is such a file: templates may name them. */
static void read_columns(struct sample *s, const struct options *o, struct sample_facts *facts)
{
	struct policy *p = s->book.policy;
	const char *path = o->customers != NULL ? o->customers : policy_path(p, p->files.customers);
	if (!file_exists(path))
		return;
	struct customers *own = customers_load(s->d, path, p->defaults.decimals);
	for (size_t i = 0; own != NULL && i < own->ncolumns; i++)
		sample_add_column(facts, own->names[i]);
	customers_free(own);
}

static bool write_book(struct sample *s, const struct sample_facts *facts)
{
	struct buf customers = {0}, history = {0}, selected = {0};
	sample_customers(facts, &customers);
	buf_add_string(&history, "time,event,customer\n");
	sample_items(facts, &selected);
	return put(s, CUSTOMERS, &customers) && put(s, HISTORY, &history) &&
	       put(s, SELECTED, &selected);
}

static struct proposal *read_rows(struct sample *s, int file, unsigned flags)
{
	return proposal_read(
	    s->d, &s->paths[file], 1, s->book.policy->defaults.currency, flags, NULL);
}

static bool charge(struct sample *s)
{
	struct patched out = {0};
	struct billing b = {.d = s->d, .book = &s->book, .as_of = DATE_NONE};
	b.proposal =
	    proposal_open(s->d, &s->paths[SELECTED], 1, s->book.policy->defaults.currency, 0, NULL);
	if (b.proposal != NULL) {
		billing_run(&b, NULL, &out);
		(void)proposal_close(b.proposal);
	}
	billing_free(&b);
	const bool good = !diag_failed(s->d) && put(s, CHARGED, &out.spool.memory);
	spool_free(&out.spool);
	return good;
}

static struct proposal *make_rows(struct sample *s, const struct sample_facts *facts)
{
	struct proposal *p;
	if (facts->level != NULL)
		return charge(s) ? read_rows(s, CHARGED, PROPOSAL_FEES) : NULL;
	p = read_rows(s, SELECTED, PROPOSAL_LOOSE);
	if (p != NULL)
		(void)statement_make(s->d, p, &s->book, 0);
	return p;
}

static bool print(struct sample *s, struct proposal *proposal, struct buf *out)
{
	const struct values_run values = {
	    .policy = s->book.policy,
	    .proposal = proposal,
	    .customers = s->book.customers,
	    .history = s->book.history,
	    .rates = s->book.rates,
	};
	struct press press;
	struct order order = {0};
	bool good = press_open(&press, s->d, s->book.policy, &values, false);
	press.sample = true;
	good = good && press_compose(&press, &proposal->reminders[0], &order) &&
	       press_write(&press, &order, out);
	press_discard(&order);
	press_close(&press);
	return good;
}

/* Its own customers and history, in the user's policy. */
static bool open_book(struct sample *s, const struct options *o)
{
	struct options own = *o;
	own.customers = s->paths[CUSTOMERS];
	own.history = s->paths[HISTORY];
	return book_open(&s->book, s->d, &own, BOOK_CUSTOMERS | BOOK_HISTORY | BOOK_RATES);
}

bool sample_make(struct diag *d, const struct options *o, const char *template,
    const char *language, struct buf *out)
{
	struct sample s = {.d = d};
	struct sample_facts facts = {0};
	struct proposal *proposal = NULL;
	if (book_open(&s.book, d, o, BOOK_POLICY) && make_folder(&s)) {
		sample_find(&facts, s.book.policy, template, language, o->as_of);
		read_columns(&s, o, &facts);
		if (write_book(&s, &facts) && open_book(&s, o))
			proposal = make_rows(&s, &facts);
	}
	const bool good = proposal != NULL && !diag_failed(d) && print(&s, proposal, out);
	if (proposal != NULL)
		(void)proposal_close(proposal);
	sample_free(&facts);
	book_close(&s.book);
	remove_folder(&s);
	return good;
}
