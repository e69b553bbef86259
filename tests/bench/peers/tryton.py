# tryton.py ITEMS: Tryton in process, on SQLite in memory: so many overdue items of 500 customers, a
# procedure of three levels; a round of dunnings is created and processed. Prints the seconds of
# that alone.
import datetime
import os
import sys
import time
from decimal import Decimal

os.environ['DB_NAME'] = ':memory:'
os.environ['TRYTOND_DATABASE_URI'] = 'sqlite://'

from proteus import Model, Wizard
from trytond.modules.account.tests.tools import create_chart, create_fiscalyear, get_accounts
from trytond.modules.company.tests.tools import create_company, get_company
from trytond.tests.tools import activate_modules

count = int(sys.argv[1])
config = activate_modules('account_dunning')
create_company()
company = get_company()
fiscalyear = create_fiscalyear(company)
fiscalyear.click('create_period')
period = fiscalyear.periods[0]
create_chart(company)
accounts = get_accounts(company)

procedure = Model.get('account.dunning.procedure')(name='Procedure')
for sequence, days in enumerate((5, 20, 40), 1):
    level = procedure.levels.new()
    level.sequence = sequence
    level.overdue = datetime.timedelta(days)
procedure.save()
Party = Model.get('party.party')
parties = Party._proxy.create(
    [{'name': 'Customer %d' % i, 'dunning_procedure': procedure.id} for i in range(500)], config.context)
journal, = Model.get('account.journal').find([('code', '=', 'REV')])
Move = Model.get('account.move')
for first in range(0, count, 1000):
    Move._proxy.create([{
        'company': company.id, 'period': period.id, 'journal': journal.id, 'date': period.start_date,
        'lines': [('create', [
            {'account': accounts['revenue'].id, 'debit': Decimal(0), 'credit': Decimal(100)},
            {'account': accounts['receivable'].id, 'debit': Decimal(100), 'credit': Decimal(0),
             'party': parties[i % 500], 'maturity_date': period.start_date}])],
    } for i in range(first, min(first + 1000, count))], config.context)

start = time.monotonic()
create = Wizard('account.dunning.create')
create.form.date = period.start_date + datetime.timedelta(days=6)
create.execute('create_')
dunnings = Model.get('account.dunning').find([])
assert len(dunnings) == count, len(dunnings)
process = Wizard('account.dunning.process', dunnings)
process.execute('process')
print('%.3f' % (time.monotonic() - start))
